"""Knowledge bases for tests: any directory of YAML, compiled on its own; and lists written in the notation of examples."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from medsafe.engine.check import check
from medsafe.errors import Fault
from medsafe.knowledge.base import KnowledgeBase
from medsafe.knowledge.collect import Collected
from medsafe.knowledge.compile import compile_layers
from medsafe.knowledge.layers import layer_files
from medsafe.knowledge.store import pack, unpack
from medsafe.model.report import Report
from medsafe.names.reader import Reader

HERE = Path(__file__).parent
DAY = date(2026, 1, 1)


def compiled(root: Path) -> tuple[KnowledgeBase, list[Fault]]:
    """One directory compiled alone, and its faults."""
    collected = Collected()
    files, faults = layer_files(root)
    collected.add_layer(files)
    done = compile_layers(collected)
    sections = {"core": done.core, "texts": done.texts, "catalogue": done.catalogue}
    stored = unpack(pack("test", [["test", "1", ""]], sections, len(done.rules)), "test")
    assert stored is not None
    return KnowledgeBase(stored), [*faults, *done.faults]


@cache
def hardest() -> KnowledgeBase:
    """The small knowledge of `tests/hardest`."""
    knowledge, faults = compiled(HERE / "hardest")
    assert not faults, "\n".join(map(str, faults))
    return knowledge


@cache
def reader(knowledge: KnowledgeBase) -> Reader:
    return Reader(knowledge.vocabulary)


def judged(knowledge: KnowledgeBase, text: str, day: date = DAY) -> Report:
    """Check a list written as an example."""
    reading = reader(knowledge).read_example(text, day)
    assert all(med.drugs for med in reading.medications), text
    return check(knowledge, reading.medications, reading.patient, as_of=day, region=reading.region)
