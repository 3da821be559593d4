"""Lint lists every mistake at once, each at its place, with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from medsafe.lint import lint

HEAD = "name: clinic\nedition: '1'\nprefix: CL\n"
RULE = """
rules:
  CL-0001:
    title: A rule of the clinic
    kind: interaction
    problem: bleeding
    between: [warfarin, ibuprofen]
    severity: major
    do: avoid
    effect: Bleeding.
    why: Both act on clotting.
    action: [Use paracetamol.]
    evidence: established
    sources: [clinic-guide]
    reviewed: 2026-01-01
    reviewed_by: A. Pharmacist
    examples:
      flags: [warfarin 5 mg daily + ibuprofen 400 mg daily]
      passes: [warfarin 5 mg daily + paracetamol 500 mg daily]
sources:
  clinic-guide: {title: The guide of the clinic}
"""


def layer(tmp_path: Path, text: str, head: str = HEAD) -> Path:
    root = tmp_path / "clinic"
    root.mkdir(parents=True, exist_ok=True)
    (root / "layer.yaml").write_text(head, encoding="utf-8")
    (root / "clinic.yaml").write_text(text, encoding="utf-8")
    return root


def test_a_good_layer_has_no_faults(tmp_path: Path) -> None:
    assert lint(layer(tmp_path, RULE)) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "words"),
    [
        ("warfarin, ibuprofen]", "warfrin, ibuprofen]", "unknown-id", "warfarin"),
        ("between: [warfarin, ibuprofen]", "between: [warfarin, any nsaids]", "unknown-id", "nsaid"),
        ("problem: bleeding", "problem: bleding", "unknown-id", "bleeding"),
        ("sources: [clinic-guide]", "sources: [clinic-gide]", "unknown-id", "clinic-guide"),
        ("    sources: [clinic-guide]\n", "", "no-source", "no source, no rule"),
        ("severity: major", "severity: severe", "field", "contraindicated"),
        ("severity: major", "severity: major\n    serverity: minor", "field", "severity"),
        ("severity: major", "", "field", "severity"),
        ("      passes: [warfarin 5 mg daily + paracetamol 500 mg daily]\n", "", "no-example", "passes"),
        ("warfarin 5 mg daily + paracetamol", "warfarin 5 mg daily + ibuprofen", "example", "fires at major"),
        ("flags: [warfarin 5 mg", "flags: [worferin 5 mg", "example", "no drug is read"),
        ("between: [warfarin, ibuprofen]", "between: [warfarin, warfarin]", "never-fires", "different drugs"),
        (
            "between: [warfarin, ibuprofen]",
            "between: [warfarin at most 5 mg/day, ibuprofen]",
            "silencing-limit",
            "unless",
        ),
        (
            "between: [warfarin, ibuprofen]",
            "between: [warfarin, [any nsaid except naproxen, naproxen]]",
            "excepted-alternative",
            "comma",
        ),
        ("between: [warfarin, ibuprofen]", "drug: warfarin", "field", "no `drug`"),
        ("severity: major", "severity: major\n    when: age abve 65", "notation", "above"),
        ("severity: major", "severity: major\n    when: pregnent", "unknown-id", "pregnant"),
        ("CL-0001", "XX-0001", "prefix", "CL-"),
        ("    evidence: established\n", "", "no-evidence", "evidence"),
        ("    reviewed_by: A. Pharmacist\n", "", "no-review", "reviewed_by"),
    ],
)
def test_each_mistake(tmp_path: Path, old: str, new: str, code: str, words: str) -> None:
    assert old in RULE
    faults = lint(layer(tmp_path, RULE.replace(old, new, 1)))
    mine = [fault for fault in faults if fault.code == code]
    assert mine, [str(fault) for fault in faults]
    assert any(words in fault.message for fault in mine), [fault.message for fault in mine]
    assert all(fault.path == "clinic/clinic.yaml" and fault.line > 0 for fault in mine)


def test_all_mistakes_come_at_once_with_their_lines(tmp_path: Path) -> None:
    text = RULE.replace("warfarin, ibuprofen]", "warfrin, ibuprofin]").replace("problem: bleeding", "problem: bleding")
    faults = lint(layer(tmp_path, text))
    assert {fault.line for fault in faults if fault.code == "unknown-id"} >= {6, 7}


def test_names_that_mean_two_drugs(tmp_path: Path) -> None:
    faults = lint(layer(tmp_path, "names:\n  warfarin: [Zoloft]\n"))
    assert [fault.code for fault in faults] == ["name-means-two"]


def test_unused_class(tmp_path: Path) -> None:
    faults = lint(layer(tmp_path, "classes:\n  house-favourites: {title: Favourites, members: [warfarin]}\n"))
    assert [fault.code for fault in faults] == ["unused-class"]


def test_a_class_that_contains_itself(tmp_path: Path) -> None:
    text = "classes:\n  left: {title: Left, members: [any right]}\n  right: {title: Right, members: [any left]}\n"
    assert any("contains itself" in fault.message for fault in lint(layer(tmp_path, text)))


def test_unknown_key_and_missing_layer_file(tmp_path: Path) -> None:
    faults = lint(layer(tmp_path, "rulez:\n  a: 1\n"))
    assert faults[0].code == "unknown-key" and "'rules'" in faults[0].message
    empty = tmp_path / "empty"
    empty.mkdir()
    assert [fault.code for fault in lint(empty)] == ["no-layer"]


def test_a_floor_cannot_be_lowered_in_silence(tmp_path: Path) -> None:
    text = RULE.replace("severity: major", "severity: major\n    floor: true")
    root = layer(tmp_path, text + "changes:\n  CL-0001: {severity: minor, reason: r, agreed: a}\n")
    assert "floor" in [fault.code for fault in lint(root)]
