"""Find and read layers: directories of YAML with a `layer.yaml` that says who speaks."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from medsafe.errors import Fault
from medsafe.files.reader import MAX_BYTES

KEYS = (
    "sources", "classes", "members", "properties", "grades", "drugs", "products", "familiar", "strangers", "names", "conditions",
    "facts", "problems", "scales", "tests", "rules", "changes",
)  # fmt: skip
"""The top-level keys of a knowledge file: the key says what it holds."""

MAX_LAYER_BYTES = 64 * 1024 * 1024

TESTS = "tests"
"""The directory of a layer that holds its tests: no knowledge."""


class LayerFiles(NamedTuple):
    """The files of one layer as bytes on disk, and their fingerprint."""

    root: Path
    files: tuple[Path, ...]
    sha256: str


def builtin_root() -> Path:
    """Where the built-in layer lies: inside the package, else beside `src/` in a checkout.

    A checkout is asked first, so that a stale copy left by an editable install is never read.
    """
    package = Path(__file__).resolve().parent.parent
    checkout = package.parent.parent / "data"
    if package.parent.name == "src" and (checkout / "layer.yaml").is_file():
        return checkout
    return package / "data"


def layer_files(root: Path) -> tuple[LayerFiles, list[Fault]]:
    """The YAML files below `root` in a fixed order, with the sha256 over their names and contents."""
    faults: list[Fault] = []
    if not root.is_dir():
        return LayerFiles(root, (), ""), [
            Fault(str(root), 0, 0, "", "is not a directory; name the directory that holds layer.yaml", "no-layer")
        ]
    if not (root / "layer.yaml").is_file():
        return LayerFiles(root, (), ""), [
            Fault(str(root), 0, 0, "", "has no layer.yaml; write one that says name, edition and prefix", "no-layer")
        ]
    paths, wrong = yaml_files(root)
    faults.extend(wrong)
    digest = hashlib.sha256()
    files: list[Path] = []
    size = 0
    for path in paths:
        try:
            size += path.stat().st_size
            if size > MAX_LAYER_BYTES:
                message = f"the layer holds more than {MAX_LAYER_BYTES:,} bytes; remove what is not knowledge"
                faults.append(Fault(str(path), 0, 0, "", message, "too-large"))
                break
            content = path.read_bytes()
        except OSError as error:
            faults.append(Fault(str(path), 0, 0, "", _unreadable(error), "unreadable"))
            continue
        name = path.relative_to(root).as_posix().encode()
        digest.update(len(name).to_bytes(4, "big") + name + len(content).to_bytes(8, "big") + content)
        files.append(path)
    return LayerFiles(root, tuple(files), digest.hexdigest()), faults


def yaml_files(root: Path, inside: str = "") -> tuple[list[Path], list[Fault]]:
    """The YAML files of a layer in a fixed order, without those of its tests; or only those below `tests`.

    What somebody may take for a part of the layer, and is none, is a fault: nothing is left out in silence.
    """
    found: list[Path] = []
    faults: list[Fault] = []
    for path in sorted((root / inside).rglob("*"), key=lambda p: p.relative_to(root).as_posix()):
        parts = path.relative_to(root).parts
        if any(part.startswith(".") for part in parts) or (not inside and parts[0] == TESTS):
            continue
        wrong = _no_part(path, root)
        if wrong:
            faults.append(Fault(str(path), 0, 0, "", *wrong))
        elif path.suffix == ".yaml":
            found.append(path)
    return found, faults


def _no_part(path: Path, root: Path) -> tuple[str, str] | None:
    """Why a path cannot be read as a file of the layer, and the code of the fault."""
    ending = path.suffix.lower()
    try:
        if path.is_symlink() and path.is_dir():
            return "is a link to a directory, which is not followed; copy the files in", "link"
        if ending not in (".yaml", ".yml"):
            return None
        if Path(os.path.realpath(root)) not in Path(os.path.realpath(path)).parents:
            return "is a link that leads out of the layer; copy the file in", "link"
        if path.suffix != ".yaml":
            return f"would not be read, for it ends in {path.suffix}; rename it to {path.stem}.yaml", "ending"
        if not stat.S_ISREG(path.stat().st_mode):
            return "cannot be read: it is no file; move it out of the layer", "unreadable"
        if path.stat().st_size > MAX_BYTES:
            return f"the file has {path.stat().st_size:,} bytes; split it below {MAX_BYTES:,}", "too-large"
    except OSError as error:
        return _unreadable(error), "unreadable"
    return None


def _unreadable(error: OSError) -> str:
    return f"cannot be read: {(error.strerror or 'unknown reason').lower()}"


def shown(path: Path, root: Path) -> str:
    """How messages name a file: the layer's directory and the path inside it, never the whole path of a machine."""
    return f"{root.name}/{path.relative_to(root).as_posix()}"


def fingerprint(layers: Iterable[LayerFiles], compiler: str) -> str:
    """The key of a compiled form: every source of every layer in order, and the compiler that made it."""
    digest = hashlib.sha256(compiler.encode())
    for layer in layers:
        digest.update(bytes.fromhex(layer.sha256))
    return digest.hexdigest()
