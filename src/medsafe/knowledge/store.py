"""The compiled form on disk: one file of JSON sections that cannot hide a rule.

Layout: a header line (JSON), then the sections one after another. A section is JSON, or a table with a line of JSON for
each row (`rows`). The header holds the key (sha256 over all sources in order and the
compiler's version), a checksum of the rest, the number of rules and the length of each section. Whatever does not fit is refused
and built anew; it is never trusted. Only JSON: no pickle, no code.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import stat
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

FORMAT = "medsafe-compiled-2"
"""Raise the number whenever the compiled form changes its meaning."""


class Stored(NamedTuple):
    """A compiled form as read: its header, and the bytes of each section, parsed when first needed."""

    header: Mapping[str, Any]
    sections: Mapping[str, bytes]


def pack(key: str, layers: list[list[str]], sections: Mapping[str, Any], rules: int, expires: str = "") -> bytes:
    """The compiled form as bytes. `layers` are name, edition and sha256 of each; `expires` the last day on which it may be used.

    A section that is bytes already (`rows.table_text`) is kept as it is.
    """
    bodies = {
        name: value
        if isinstance(value, bytes)
        else json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
        for name, value in sections.items()
    }
    rest = b"".join(bodies.values())
    header = {
        "format": FORMAT,
        "key": key,
        "checksum": hashlib.sha256(rest).hexdigest(),
        "rules": rules,
        "layers": layers,
        "expires": expires,
        "sections": {name: len(body) for name, body in bodies.items()},
    }
    return json.dumps(header, separators=(",", ":")).encode() + b"\n" + rest


def unpack(data: bytes, key: str) -> Stored | None:
    """Read a compiled form; None where it is damaged, stale or of another format."""
    return _parsed(io.BytesIO(data), key)


def _parsed(file: BinaryIO, key: str) -> Stored | None:
    """Section by section, so that nothing is copied."""
    try:
        header = json.loads(file.readline())
        if header["format"] != FORMAT or header["key"] != key:
            return None
        sections, checksum = {}, hashlib.sha256()
        for name, length in header["sections"].items():
            body = sections[name] = file.read(length)
            checksum.update(body)
            if len(body) != length:
                return None
        whole = checksum.hexdigest() == header["checksum"] and not file.read(1)
        return Stored(header, sections) if whole else None
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def read(path: Path, key: str) -> Stored | None:
    """Read a compiled form from a file; None where there is none that is true."""
    try:
        with path.open("rb") as file:
            return _parsed(file, key)
    except OSError:
        return None


def write(path: Path, data: bytes) -> None:
    """Write aside and rename, so that no reader ever sees half a file."""
    import tempfile  # only writers need it

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".medsafe-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.replace(name, path)
    except OSError:
        try:
            os.unlink(name)
        except OSError:
            pass
        raise


def cache_directory() -> Path | None:
    """A directory that belongs to the user alone, or None where there is none to be had.

    `MEDSAFE_CACHE` names another one; set it empty to have no cache.
    """
    wanted = os.environ.get("MEDSAFE_CACHE")
    if wanted == "":
        return None
    if wanted:
        directory = Path(wanted)
    else:
        home = os.environ.get("XDG_CACHE_HOME") or (os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else None)
        try:
            directory = (Path(home) if home else Path.home() / ".cache") / "medsafe"
        except RuntimeError:
            return None
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        facts = directory.stat()
    except OSError:
        return None
    if hasattr(os, "getuid") and (facts.st_uid != os.getuid() or facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH)):
        return None
    return directory
