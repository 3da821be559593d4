"""Loading: the compiled form is used only where it is true, and layers say what they changed."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from medsafe import InputError, KnowledgeError, check_regimen, load_knowledge
from medsafe.knowledge import load as loading
from medsafe.knowledge.layers import builtin_root, layer_files
from medsafe.knowledge.store import pack, read, unpack, write
from test_lint import HEAD, RULE, layer

LIST = ["warfarin 5 mg daily", "ibuprofen 400 mg three times a day"]


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    cache = tmp_path / "cache"
    monkeypatch.setenv("MEDSAFE_CACHE", str(cache))
    return cache


def compiled_forms(cache: Path) -> list[Path]:
    """The compiled forms in a cache, smallest first: what a layer changes is far smaller than the base."""
    found = cache.iterdir() if cache.exists() else ()
    return sorted((path for path in found if not path.name.startswith("read-")), key=lambda path: path.stat().st_size)


def test_a_layer_adds_and_is_cached(tmp_path: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = layer(tmp_path, RULE)
    first = load_knowledge(root)
    assert "CL-0001" in [f.rule for f in check_regimen(LIST, knowledge=first).findings]
    assert [stamp.name for stamp in first.stamps] == ["medsafe", "clinic"]
    assert 1 <= len(compiled_forms(own_cache)) <= 2  # what the layer changes, and the base if it was not yet loaded

    def never(*_: object) -> object:
        raise AssertionError("compiled again although a true form lies in the cache")

    monkeypatch.setattr(loading, "compile_to_bytes", never)
    assert load_knowledge(root).stamps == first.stamps


@pytest.mark.parametrize("harm", [b"", b"not json", b"half"])
def test_a_damaged_cache_is_built_anew(tmp_path: Path, own_cache: Path, harm: bytes) -> None:
    root = layer(tmp_path, RULE)
    load_knowledge(root)
    kept = compiled_forms(own_cache)[0]
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2] if harm == b"half" else harm)
    assert "CL-0001" in [f.rule for f in check_regimen(LIST, knowledge=load_knowledge(root)).findings]
    assert kept.read_bytes() == whole


def test_a_rule_cannot_be_hidden_by_editing_the_cache(tmp_path: Path, own_cache: Path) -> None:
    root = layer(tmp_path, RULE)
    load_knowledge(root)
    kept = compiled_forms(own_cache)[0]
    kept.write_bytes(kept.read_bytes().replace(b"CL-0001", b"CL-0002"))
    assert "CL-0001" in [f.rule for f in check_regimen(LIST, knowledge=load_knowledge(root)).findings]


def test_a_change_of_any_file_makes_another_key(tmp_path: Path, own_cache: Path) -> None:
    root = layer(tmp_path, RULE)
    before = load_knowledge(root)
    layer(tmp_path, RULE.replace("severity: major", "severity: moderate"))
    after = load_knowledge(root)
    assert before.stamps[1].sha256 != after.stamps[1].sha256
    assert after.rule("CL-0001").severity == "moderate"


def test_a_directory_that_others_may_write_is_not_used(tmp_path: Path, own_cache: Path) -> None:
    own_cache.mkdir()
    own_cache.chmod(0o777)
    load_knowledge(layer(tmp_path, RULE))
    assert list(own_cache.iterdir()) == []


def test_store_refuses_what_does_not_fit(tmp_path: Path) -> None:
    data = pack("k", [["a", "1", ""]], {"core": {"x": 1}}, 0)
    assert unpack(data, "k") is not None
    assert unpack(data, "other") is None
    assert unpack(data[:-1], "k") is None
    assert unpack(data.replace(b"medsafe-compiled", b"medsafe-something"), "k") is None
    write(tmp_path / "f.json", data)
    assert read(tmp_path / "f.json", "k") is not None and read(tmp_path / "none.json", "k") is None
    assert [p.name for p in tmp_path.iterdir()] == ["f.json"]


def test_every_fault_is_listed_and_nothing_is_half_loaded(tmp_path: Path, own_cache: Path) -> None:
    root = layer(tmp_path, RULE.replace("warfarin, ibuprofen]", "warfrin, ibuprofin]"))
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(root)
    assert len(caught.value.faults) >= 1 and "clinic/clinic.yaml:7" in str(caught.value)
    assert str(tmp_path) not in str(caught.value)
    assert len(compiled_forms(own_cache)) <= 1  # the base at most


def test_a_missing_directory_and_a_wrong_type() -> None:
    with pytest.raises(KnowledgeError, match="not a directory"):
        load_knowledge("no/such/directory")
    wrong: Any = 3
    with pytest.raises(InputError):
        load_knowledge(wrong)


def test_changes_show_in_every_report(tmp_path: Path, own_cache: Path) -> None:
    root = layer(tmp_path, RULE)
    changes = tmp_path / "later"
    changes.mkdir()
    (changes / "layer.yaml").write_text(HEAD.replace("clinic", "later").replace("CL", "LA"), encoding="utf-8")
    (changes / "c.yaml").write_text(
        "changes:\n  CL-0001: {severity: minor, reason: local audit, agreed: committee 3}\n", encoding="utf-8"
    )
    report = check_regimen(LIST, knowledge=load_knowledge(root, changes))
    (finding,) = [f for f in report.findings if f.rule == "CL-0001"]
    assert finding.severity == "minor" and finding.changed_by == "later"
    (change,) = report.provenance.changes
    assert (change.was, change.now, change.reason, change.agreed) == ("major", "minor", "local audit", "committee 3")
    (changes / "c.yaml").write_text(
        "changes:\n  CL-0001: {disabled: true, reason: local audit, agreed: committee 3}\n", encoding="utf-8"
    )
    report = check_regimen(LIST, knowledge=load_knowledge(root, changes))
    assert "CL-0001" not in [f.rule for f in report.findings]
    assert [(m.rule, m.reason, m.layer) for m in report.muted] == [("CL-0001", "local audit", "later")]


def test_layers_from_the_environment(tmp_path: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDSAFE_LAYERS", str(layer(tmp_path, RULE)) + os.pathsep)
    assert [stamp.name for stamp in load_knowledge().stamps] == ["medsafe", "clinic"]


def test_the_built_in_fingerprint_is_that_of_the_files() -> None:
    files, faults = layer_files(builtin_root())
    assert not faults
    assert load_knowledge().stamps[0].sha256 == files.sha256


def test_the_compiled_form_is_plain_json() -> None:
    stored = load_knowledge()._stored
    for body in stored.sections.values():
        for line in body.split(b"\n"):
            json.loads(line)
