"""Compiles the knowledge when a wheel is built, so that an installed medsafe never parses YAML to start."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileKnowledge(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the compiled form beside the YAML it was made from; broken knowledge stops the build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile into a directory of its own; an editable install needs nothing, for it reads the checkout."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        try:
            from medsafe.errors import KnowledgeError
            from medsafe.knowledge.layers import fingerprint, layer_files
            from medsafe.knowledge.load import PACKED, compile_to_bytes, compiler_version

            files, faults = layer_files(root / "data")
            if faults:
                raise KnowledgeError(faults)
            compiled, data = compile_to_bytes([files], fingerprint([files], compiler_version()))
            if compiled.faults:
                raise KnowledgeError(compiled.faults)
        finally:
            sys.path.remove(str(root / "src"))
        self.made = Path(tempfile.mkdtemp(prefix="medsafe-build-"))
        (self.made / PACKED).write_bytes(data)
        build_data["force_include"][str(self.made / PACKED)] = f"medsafe/data/{PACKED}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Leave nothing behind."""
        if version != "editable":
            shutil.rmtree(self.made, ignore_errors=True)
