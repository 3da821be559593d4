"""Many clinics in one service: the memory of a hundred layers over one base, as a ratio to the memory of one.

python benchmarks/layers.py [how many] — each kind in a process of its own, everything loaded and used.
"""

from __future__ import annotations

import gc
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

KINDS = ("rules", "names", "drugs")
LIST = [
    "warfarin 5 mg daily",
    "ibuprofn 400 mg tds",
    "sertraline 100 mg daily",
    "lithium 900 mg",
    "clozapine 300 mg at night",
]
RULE = """\
sources: {guide: {title: The guide}}
rules:
  CL-0001:
    title: Rule %d of the clinic
    kind: interaction
    problem: bleeding
    between: [warfarin, ibuprofen]
    severity: major
    sources: [guide]
"""
MORE = {
    "rules": "",
    "names": "names: {warfarin: [house name %d]}\n",
    "drugs": "drugs: {newdrugium-%d: {title: New, sources: [guide]}}\n",
}


def resident() -> float:
    """Megabytes in use now, or at most so far where the system does not tell."""
    gc.collect()
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize() / 1e6
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def measure(kind: str, count: int, root: Path) -> str:
    """Load and use one layer, then all of them."""
    from medsafe import Checker, KnowledgeBase, load_knowledge

    def use(knowledge: KnowledgeBase) -> None:
        assert Checker(knowledge).check(LIST, "78 y, female, eGFR 40").gaps is not None

    paths = []
    for number in range(count):
        path = root / f"{kind}-{number}"
        path.mkdir(exist_ok=True)
        (path / "layer.yaml").write_text(f"name: clinic-{number}\nedition: '1'\nprefix: CL\n", "utf-8")
        text = RULE % number + (MORE[kind] % number if MORE[kind] else "")
        (path / "a.yaml").write_text(text, "utf-8")
        paths.append(path)
    held = [load_knowledge(paths[0])]
    use(held[0])
    for letter in "abcdefghijkl":  # until the reader has built what it builds for many different misspellings
        Checker(held[0]).check([f"ibupr{letter}fin 400 mg", f"lith{letter}om 900 mg"])
    one = resident()
    held += [load_knowledge(path) for path in paths[1:]]
    for knowledge in held:
        use(knowledge)
    many = resident()
    return f"{kind}: one {one:.0f} MB, {count} {many:.0f} MB, ratio {many / one:.2f}"


def main() -> None:
    """Compile in a first process, measure in a second that finds everything compiled."""
    if len(sys.argv) == 4:
        print(measure(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])))
        return
    count = sys.argv[1] if len(sys.argv) > 1 else "100"
    with tempfile.TemporaryDirectory() as root:
        for kind in KINDS:
            for _ in range(2):
                done = subprocess.run(
                    [sys.executable, __file__, kind, count, root], check=True, capture_output=True, text=True
                )
            print(done.stdout, end="", flush=True)


if __name__ == "__main__":
    main()
