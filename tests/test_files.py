"""Reading YAML: positions, and everything that is refused."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from medsafe.files.nodes import place
from medsafe.files.reader import parse_yaml, read_yaml


def test_scalars_stay_what_was_written_and_know_their_place() -> None:
    parsed: Any
    parsed, faults = parse_yaml(b"a:\n  b: [no, 010, 12:30]\n  c: 'x'\n", "f.yaml")
    assert not faults
    assert parsed["a"]["b"] == ["no", "010", "12:30"]
    assert place(parsed, ["a", "b", 1]) == (2, 11)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a: 1\na: 2", "duplicate-key"),
        (b"a: &x 1\nb: *x", "anchor"),
        (b"a: !!python/object x", "tag"),
        (b"a: {<<: {b: 1}}", "merge-key"),
        (b"a:\n\tb: 1", "yaml"),
        (b"a: [1, 2", "yaml"),
        (b"- 1\n- 2", "not-a-table"),
        (b"a: 1\n---\nb: 2", "documents"),
        (b"\xff\xfe\xfa", "encoding"),
        (b"? [a, b]\n: 1", "key"),
        (b"a: " + b"[" * 30 + b"]" * 30, "too-deep"),
    ],
)
def test_what_is_refused(data: bytes, code: str) -> None:
    _, faults = parse_yaml(data, "f.yaml")
    assert [fault.code for fault in faults] == [code]
    assert faults[0].path == "f.yaml" and faults[0].line >= 1


def test_all_duplicate_keys_are_listed() -> None:
    _, faults = parse_yaml(b"a: 1\na: 2\nb: 1\nb: 2", "f.yaml")
    assert [(fault.line, fault.column) for fault in faults] == [(2, 1), (4, 1)]


def test_an_alias_bomb_is_refused_at_once() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi")
    )
    started = time.perf_counter()
    _, faults = parse_yaml(bomb.encode(), "bomb.yaml")
    assert faults[0].code == "anchor" and time.perf_counter() - started < 5


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(9 * 1024 * 1024)
    _, faults = read_yaml(path)
    assert [fault.code for fault in faults] == ["too-large"]


def test_a_missing_file_is_a_fault(tmp_path: Path) -> None:
    _, faults = read_yaml(tmp_path / "none.yaml")
    assert [fault.code for fault in faults] == ["unreadable"]
