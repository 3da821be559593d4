"""Put the compiled knowledge into the wheel, beside the YAML it is made from, so that an installed medsafe never parses YAML."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileKnowledge(BuildHookInterface):  # type: ignore[type-arg]
    """Runs for every wheel that is not an editable one; a fault in the knowledge fails the build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "src"))
        try:
            from medsafe.knowledge.layers import fingerprint, layer_files
            from medsafe.knowledge.load import PACKED, compile_to_bytes, compiler_version

            files, faults = layer_files(root / "data")
            key = fingerprint([files], compiler_version())
            compiled, data = compile_to_bytes([files], key)
            if faults or compiled.faults:
                raise SystemExit("\n".join(map(str, [*faults, *compiled.faults])))
        finally:
            sys.path.remove(str(root / "src"))
        made = root / "build" / PACKED
        made.parent.mkdir(exist_ok=True)
        made.write_bytes(data)
        build_data["force_include"][str(made)] = f"medsafe/data/{PACKED}"
