"""What a name that was not read would mean for the rest of the list, for each medicine that it may be.

A line that nobody could read must not hide a danger: the gap says which of its possible meanings would be one.
"""

from __future__ import annotations

from medsafe.engine.check import judge
from medsafe.knowledge.base import KnowledgeBase
from medsafe.model.medication import Medication
from medsafe.model.report import Gap
from medsafe.model.words import RANK, SEVERITIES
from medsafe.names.resolve import Names
from medsafe.names.target import Target
from medsafe.rules.case import Case
from medsafe.rules.rule import Verdict

WORTH_SAYING = RANK["major"]
MOST_LINES = 40
"""So many unread lines are tried, each with its three suggestions; a list with more of them is no list of medicines."""


def suppose(
    gaps: tuple[Gap, ...],
    medications: tuple[Medication, ...],
    case: Case,
    knowledge: KnowledgeBase,
    fired: list[Verdict],
) -> tuple[Gap, ...]:
    """The gaps of reading; those with suggestions also say what each would add at major or above."""
    names = Names(knowledge.vocabulary)
    texts = {line.line: line.text for line in medications}
    said = {(verdict.rule.id, verdict.drugs) for verdict in fired}
    left = MOST_LINES
    done = []
    for gap in gaps:
        if left and gap.suggestions and gap.kind in ("ambiguous", "unrecognised"):
            left -= 1
            likely = gap.suggestions
            if gap.kind == "unrecognised":
                likely = _likely(gap, " ".join(texts.get(line, "") for line in gap.lines))
            gap = _supposed(gap, likely, case, knowledge, names, said)
        done.append(gap)
    return tuple(done)


def _likely(gap: Gap, text: str) -> tuple[str, ...]:
    """Suggestions that begin as a word of the line does: slips of the first letter are rare, and what is far off is no warning."""
    initials = {word[:1] for word in text.lower().split()}
    return tuple(name for name in gap.suggestions if name[:1].lower() in initials)


def _supposed(
    gap: Gap,
    likely: tuple[str, ...],
    case: Case,
    knowledge: KnowledgeBase,
    names: Names,
    said: set[tuple[str, tuple[str, ...]]],
) -> Gap:
    sentences = []
    worst: list[Verdict] = []
    for suggestion in likely:
        target = names.exact(suggestion)
        if not isinstance(target, Target):
            continue
        added = [v for v in _added(target, gap, case, knowledge) if (v.rule.id, v.drugs) not in said]
        if added:
            worst.extend(added)
            sentences.append(f"{suggestion}: {_dangers(added, target, knowledge)}")
    if not sentences:
        return gap
    worst.sort(key=lambda verdict: (-verdict.shown, verdict.rule.id))
    return gap._replace(
        supposed=tuple(sentences),
        rules=tuple(dict.fromkeys((*gap.rules, *(verdict.rule.id for verdict in worst)))),
        could_be=SEVERITIES[worst[0].shown],
    )


def _added(target: Target, gap: Gap, case: Case, knowledge: KnowledgeBase) -> list[Verdict]:
    """What the medicine would add to the list, as a bare name."""
    lines = {id(use.med): use.med for use in case.uses}
    products = (target.product.id,) if target.product is not None else ()
    line = Medication(target.name, gap.lines[0] if gap.lines else -1, target.drugs, products)
    with_it = Case((*lines.values(), line), case.patient, case.as_of, case.region, case.setting)
    return [
        verdict
        for verdict in judge(with_it, knowledge).fired
        if verdict.shown >= WORTH_SAYING and not set(target.drugs).isdisjoint(verdict.drugs)
    ]


def _dangers(added: list[Verdict], target: Target, knowledge: KnowledgeBase) -> str:
    """Severity, problem, the other drugs and the rule; worst first, each problem once."""
    found: dict[str, str] = {}
    for verdict in sorted(added, key=lambda one: (-one.shown, one.rule.id)):
        others = " and ".join(drug for drug in verdict.drugs if drug not in target.drugs)
        problem = knowledge.title("problems", verdict.rule.problem)
        words = f"{SEVERITIES[verdict.shown]}, {problem}" + (f" with {others}" if others else "")
        found.setdefault(verdict.rule.problem, f"{words} ({verdict.rule.id})")
    return "; ".join(found.values())
