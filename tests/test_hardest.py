"""Every one of the hardest reference rules parses, and its examples judge as written."""

from __future__ import annotations

import pytest

from knowing import hardest
from medsafe.knowledge.examples import Examples

RULES = [spec["id"] for spec in hardest().core["rules"]]


@pytest.mark.parametrize("name", sorted(RULES))
def test_examples_judge_as_written(name: str) -> None:
    failures = list(Examples(hardest()).failures(name))
    assert not failures, "\n".join(f"{f.key}: {f.text}: {f.message}" for f in failures)


def test_nothing_was_lost() -> None:
    """All 120 rules and 255 examples of the reference are there."""
    assert len(RULES) == 120
    assert sum(len(texts) for name in RULES for texts in hardest().rule(name).spec.get("examples", {}).values()) == 255
