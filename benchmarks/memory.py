"""What loading costs, and what stays in memory: `python benchmarks/memory.py`. Prints; asserts nothing.

Loading is compared with `json.loads` of the same bytes in the same process and run; memory is that of a fresh process, step by step.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tracemalloc

from timing import best

from medsafe.knowledge.base import KnowledgeBase
from medsafe.knowledge.layers import builtin_root, layer_files
from medsafe.knowledge.load import compile_to_bytes
from medsafe.knowledge.rows import place_row
from medsafe.knowledge.store import Stored, unpack

CHECK = "['sertraline 50 mg', 'lithium 900 mg', 'ibuprofen 400 mg', 'lorazepam 1 mg', 'metformin 500 mg']"

STEPS = f"""
import gc, os
def now(what):
    gc.collect()
    with open("/proc/self/statm") as f:
        pages = f.read().split()
    print(what, (int(pages[1]) - int(pages[2])) * os.sysconf("SC_PAGE_SIZE"), sep="\\t")
now("an empty interpreter")
import medsafe
now("import medsafe")
knowledge = medsafe.load_knowledge()
now("load_knowledge()")
report = medsafe.check_regimen({CHECK})
report.findings
now("first check of five lines, findings")
report.gaps, report.questions, report.monitoring, report.burdens, report.dependence
now("the rest of that report")
"""
"""Resident memory without what is shared with files, after each step (Linux)."""


def loading() -> None:
    """Print what loading costs beside parsing all of the same knowledge, and what each section holds."""
    files, _ = layer_files(builtin_root())
    compiled, data = compile_to_bytes([files], "bench")
    stored = unpack(data, "bench")
    assert stored is not None

    # as one would write it without thinking of speed; and line by line as it is in the file
    places = [[" ".join(always), sometimes] for always, sometimes in map(place_row, compiled.core["places"])]
    plain = [json.dumps(one) for one in ({**compiled.core, "places": places}, compiled.texts, compiled.catalogue)]
    lines = {name: body.split(b"\n") for name, body in stored.sections.items()}

    def load() -> KnowledgeBase:
        again = unpack(data, "bench")
        assert isinstance(again, Stored)
        return KnowledgeBase(again)

    times = best(
        {
            "json.loads of all": lambda: [json.loads(section) for section in plain],
            "json.loads of the file": lambda: [json.loads(line) for rows in lines.values() for line in rows],
            "unpack": lambda: unpack(data, "bench"),
            "load": load,
            **{
                f"json.loads of {name}": (lambda rows=rows: [json.loads(line) for line in rows])
                for name, rows in lines.items()
            },
        }
    )
    print(f"loading, to json.loads of the same knowledge: {times['load'] / times['json.loads of all']:.2f}   ≤ 0.5")
    print(f"  to parsing every line of the file: {times['load'] / times['json.loads of the file']:.2f}")
    print(f"  of it the checksum and the header: {times['unpack'] / times['json.loads of all']:.2f}")
    for name, body in stored.sections.items():
        share = times[f"json.loads of {name}"] / times["json.loads of all"]
        print(f"  section {name:20} {len(body) / 1e6:6.2f} MB, json.loads {share:5.2f} of all")
    for name, value in sorted(json.loads(stored.sections["core"]).items(), key=lambda one: -len(json.dumps(one[1])))[
        :8
    ]:
        tracemalloc.start()
        kept = json.loads(json.dumps(value))
        size = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        del kept
        print(f"    core[{name!r}] {len(json.dumps(value)) / 1e6:6.2f} MB of JSON, {size / 1e6:6.1f} MB as objects")


def memory() -> None:
    """Print the memory of a fresh process after each step."""
    said = subprocess.run([sys.executable, "-c", STEPS], capture_output=True, text=True, check=True).stdout
    rows = [(what, int(size)) for what, size in (line.split("\t") for line in said.splitlines())]
    first = rows[0][1]
    print("memory added to an empty interpreter")
    for what, size in rows[1:]:
        goal = "   < 40 MB" if what.startswith("first check") else ""
        print(f"  after {what:40} {(size - first) / 1e6:6.1f} MB{goal}")


if __name__ == "__main__":
    loading()
    memory()
