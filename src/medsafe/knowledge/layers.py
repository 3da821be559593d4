"""Find and read layers: directories of YAML with a `layer.yaml` that says who speaks."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from medsafe.errors import Fault

KEYS = (
    "sources", "classes", "members", "properties", "grades", "drugs", "products", "names", "conditions", "facts", "problems",
    "scales", "tests", "rules", "changes",
)  # fmt: skip
"""The top-level keys of a knowledge file: the key says what it holds."""

MAX_LAYER_BYTES = 64 * 1024 * 1024


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
    base = root.resolve()
    digest = hashlib.sha256()
    files: list[Path] = []
    size = 0
    for path in sorted(root.rglob("*.yaml"), key=lambda p: p.relative_to(root).as_posix()):
        inside = path.relative_to(root)
        if any(part.startswith(".") for part in inside.parts) or inside.parts[0] == "tests":
            continue
        if base not in path.resolve().parents:
            faults.append(Fault(str(path), 0, 0, "", "is a link that leads out of the layer; copy the file in", "link"))
            continue
        try:
            content = path.read_bytes()
        except OSError as error:
            faults.append(
                Fault(str(path), 0, 0, "", f"cannot be read: {error.strerror or 'unknown reason'}", "unreadable")
            )
            continue
        size += len(content)
        if size > MAX_LAYER_BYTES:
            faults.append(
                Fault(
                    str(path),
                    0,
                    0,
                    "",
                    f"the layer holds more than {MAX_LAYER_BYTES:,} bytes; remove what is not knowledge",
                    "too-large",
                )
            )
            break
        name = inside.as_posix().encode()
        digest.update(len(name).to_bytes(4, "big") + name + len(content).to_bytes(8, "big") + content)
        files.append(path)
    return LayerFiles(root, tuple(files), digest.hexdigest()), faults


def shown(path: Path, root: Path) -> str:
    """How messages name a file: the layer's directory and the path inside it, never the whole path of a machine."""
    return f"{root.name}/{path.relative_to(root).as_posix()}"


def fingerprint(layers: Iterable[LayerFiles], compiler: str) -> str:
    """The key of a compiled form: every source of every layer in order, and the compiler that made it."""
    digest = hashlib.sha256(compiler.encode())
    for layer in layers:
        digest.update(bytes.fromhex(layer.sha256))
    return digest.hexdigest()
