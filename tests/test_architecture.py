"""The house keeps its order: who may import whom, which library enters where, and that code knows no medicine."""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

SRC = Path(__file__).parent.parent / "src/medsafe"
FILES = sorted(SRC.rglob("*.py"))

ROOMS = (
    "errors", "model", "files", "notation", "catalogue", "names", "rules", "knowledge", "engine", "lint", "report",
    "pages", "api", "adapters",
)  # fmt: skip
"""Each room imports only rooms before it."""

DOORS = {
    "yaml": r"files/",
    "rapidfuzz": r"names/",
    "pydantic": r"(specs?|schema|knowledge/collect\w*)\.py$",
    "pydantic_core": r"(specs?|schema)\.py$",
    "typer": r"adapters/cli(_change|_layers)?\.py$",
    "rich": r"adapters/cli\.py$",
    "matplotlib": r"report/plot\.py$",
    "pyarrow": r"adapters/replay\.py$",
}
"""Each third-party library, and the only files through which it enters."""

UPWARDS = {("model/shown.py", "report")}
"""The one import against the order: a report's own to_json, from_json and _repr_html_ call the room that shows it, lazily."""

LONGEST = 400

every_file = pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SRC)))


def room_of(path: Path) -> str:
    return path.relative_to(SRC).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, inside functions too; `from medsafe import x` is `medsafe.x`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: import by full name"
            module = node.module or ""
            yield from (f"medsafe.{alias.name}" for alias in node.names) if module == "medsafe" else (module,)


@every_file
def test_rooms_import_only_what_lies_before_them(path: Path) -> None:
    room = room_of(path)
    if room in ("__init__", "__main__"):
        return
    assert room in ROOMS, f"{path}: a room without a place in the order"
    for module in imports(path):
        first, _, rest = module.partition(".")
        other = rest.partition(".")[0]
        if first != "medsafe" or other == "__version__":
            continue
        if other not in ROOMS:  # a public name, such as medsafe.Checker: only the outermost rooms use those
            assert room == "adapters", f"{path}: import {module} from where it lives"
            continue
        allowed = ROOMS.index(other) <= ROOMS.index(room) or (path.relative_to(SRC).as_posix(), other) in UPWARDS
        assert allowed, f"{path}: {room} must not import {other}"


@every_file
def test_each_library_has_one_door(path: Path) -> None:
    for module in imports(path):
        library = module.partition(".")[0]
        if library == "medsafe" or library in sys.stdlib_module_names:
            continue
        assert library in DOORS, f"{path}: {library} has no door"
        assert re.search(DOORS[library], path.relative_to(SRC).as_posix()), f"{path}: {library} enters elsewhere"


@every_file
def test_files_stay_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


@every_file
def test_code_names_no_drug(path: Path) -> None:
    if path.relative_to(SRC).as_posix() in WORD_LISTS:
        return
    drugs = drug_ids()
    for line, text in code_of(path):
        if " such as " in text:
            continue  # a message that shows how to write something
        named = drugs.intersection(re.findall(r"[a-z][a-z0-9-]{3,}", text.lower()))
        assert not named, f"{path}:{line}: {', '.join(sorted(named))}: medicine lives in data/"


WORD_LISTS = ("names/words.py", "names/everyday.py", "names/measures.py")
"""Lists of words that people write in charts (salts, results of the laboratory, "sliding scale insulin"): language, not medicine."""


@cache
def drug_ids() -> frozenset[str]:
    """The ids of all drugs, read from the files themselves."""
    files = (Path(__file__).parent.parent / "data/drugs").glob("*.yaml")
    blocks = [part for file in files for part in re.split(r"^(?=\w)", file.read_text("utf-8"), flags=re.MULTILINE)]
    drugs = "".join(part for part in blocks if part.startswith("drugs:"))
    found = set(re.findall(r"^  ([a-z0-9-]+):", drugs, re.MULTILINE))
    assert len(found) > 100
    return frozenset(found)


def code_of(path: Path) -> Iterator[tuple[int, str]]:
    """Names and strings of a file, without comments and docstrings, where examples may name drugs."""
    source = path.read_text("utf-8")
    docstrings = {
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in (tokenize.NAME, tokenize.STRING) and token.start[0] not in docstrings:
            yield token.start[0], token.string
