"""What a check answers: findings, gaps, assumptions, and the report that holds them. Everything is frozen."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from medsafe.model.medication import Medication
from medsafe.model.patient import Patient
from medsafe.model.shown import Shown
from medsafe.model.views import (
    Accepted as Accepted,
)
from medsafe.model.views import (
    Assumption as Assumption,
)
from medsafe.model.views import (
    Burden as Burden,
)
from medsafe.model.views import (
    Change as Change,
)
from medsafe.model.views import (
    Considered as Considered,
)
from medsafe.model.views import (
    Contribution as Contribution,
)
from medsafe.model.views import (
    Dependence as Dependence,
)
from medsafe.model.views import (
    Due as Due,
)
from medsafe.model.views import (
    Equivalent as Equivalent,
)
from medsafe.model.views import (
    LayerStamp as LayerStamp,
)
from medsafe.model.views import (
    MonitoringItem as MonitoringItem,
)
from medsafe.model.views import (
    Muted as Muted,
)
from medsafe.model.views import (
    Problem as Problem,
)
from medsafe.model.views import (
    Provenance as Provenance,
)
from medsafe.model.views import (
    Question as Question,
)


class SourceRef(NamedTuple):
    """Who says so: the source's id and title, and the section cited."""

    id: str
    section: str
    title: str
    locator: str


class RuleText(NamedTuple):
    """What every finding of one rule shares; read once from the knowledge."""

    rule: str
    kind: str
    title: str
    problem: str
    do: str
    evidence: str
    onset: str
    effect: str
    why: str
    action: tuple[str, ...]
    monitor: tuple[str, ...]
    acceptable_when: str
    alternatives: tuple[str, ...]
    taper: str
    sources: tuple[SourceRef, ...]
    reviewed: str
    reviewed_by: str
    layer: str
    changed_by: str


class Finding(NamedTuple):
    """A rule that fired, and the lines that made it fire. `about` holds what all findings of the rule share."""

    about: RuleText
    severity: str
    drugs: tuple[str, ...]
    lines: tuple[int, ...]  # 0-based positions in the input
    because: tuple[str, ...] = ()  # the facts that decided
    could_be: tuple[str, str] | None = None  # lowest and highest severity while facts are unknown
    would_change: tuple[str, ...] = ()  # what would lower or raise it
    nested_in: str = ""  # id of the rule under which it is shown: a triple, a burden
    do: str = ""
    action: tuple[str, ...] = ()

    @property
    def rule(self) -> str:
        return self.about.rule

    @property
    def kind(self) -> str:
        return self.about.kind

    @property
    def title(self) -> str:
        return self.about.title

    @property
    def problem(self) -> str:
        return self.about.problem

    @property
    def evidence(self) -> str:
        return self.about.evidence

    @property
    def onset(self) -> str:
        return self.about.onset

    @property
    def effect(self) -> str:
        return self.about.effect

    @property
    def why(self) -> str:
        return self.about.why

    @property
    def monitor(self) -> tuple[str, ...]:
        return self.about.monitor

    @property
    def acceptable_when(self) -> str:
        return self.about.acceptable_when

    @property
    def alternatives(self) -> tuple[str, ...]:
        return self.about.alternatives

    @property
    def taper(self) -> str:
        return self.about.taper

    @property
    def layer(self) -> str:
        return self.about.layer

    @property
    def changed_by(self) -> str:
        return self.about.changed_by

    @property
    def sources(self) -> tuple[SourceRef, ...]:
        return self.about.sources


class Gap(NamedTuple):
    """Something that was not judged, why, and what to ask."""

    kind: str  # unrecognised, ambiguous, unread, unrated, needs-fact, conflict
    message: str
    lines: tuple[int, ...] = ()
    drugs: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()  # rules that could not be judged for it, most severe first
    suggestions: tuple[str, ...] = ()
    ask: str = ""
    could_be: str = ""  # the highest severity that the answer could lead to
    supposed: tuple[
        str, ...
    ] = ()  # for an unread name: what each medicine that it may be would bring, at major or above

    @property
    def rule(self) -> str | None:
        """The most severe rule that waits for the answer, if any."""
        return self.rules[0] if self.rules else None


class Later(NamedTuple):
    """The parts of a report that are worked out when first asked for."""

    gaps: tuple[Gap, ...] = ()
    monitoring: tuple[MonitoringItem, ...] = ()
    muted: tuple[Muted, ...] = ()
    questions: tuple[Question, ...] = ()
    burdens: tuple[Burden, ...] = ()
    dependence: tuple[Dependence, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    considered: tuple[Considered, ...] = ()


class Report(Shown):
    """The answer to one check. Read `status` first: complete, assumed or partial speaks of the lines alone.

    A report has no truth value: an empty list of findings does not mean safe.
    """

    __slots__ = ("status", "findings", "problems", "assumptions", "medications", "patient", "provenance", "_later")

    status: str
    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]
    assumptions: tuple[Assumption, ...]
    medications: tuple[Medication, ...]
    patient: Patient
    provenance: Provenance
    _later: Later | Callable[[], Later]

    def __init__(
        self,
        status: str,
        findings: tuple[Finding, ...],
        problems: tuple[Problem, ...],
        assumptions: tuple[Assumption, ...],
        medications: tuple[Medication, ...],
        patient: Patient,
        provenance: Provenance,
        later: Later | Callable[[], Later],
    ):
        put = object.__setattr__
        put(self, "status", status)
        put(self, "findings", findings)
        put(self, "problems", problems)
        put(self, "assumptions", assumptions)
        put(self, "medications", medications)
        put(self, "patient", patient)
        put(self, "provenance", provenance)
        put(self, "_later", later)

    @property
    def later(self) -> Later:
        """Everything that is worked out on first use; the result is the same whenever it is asked for."""
        later = self._later
        if not isinstance(later, Later):
            later = later()
            object.__setattr__(self, "_later", later)
        return later

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What was not judged."""
        return self.later.gaps

    @property
    def monitoring(self) -> tuple[MonitoringItem, ...]:
        """The follow-up plan, one entry a test."""
        return self.later.monitoring

    @property
    def muted(self) -> tuple[Muted, ...]:
        """What a clinic's layer switched off, with its reason."""
        return self.later.muted

    @property
    def questions(self) -> tuple[Question, ...]:
        """The facts that would change the answer most, best first."""
        return self.later.questions

    @property
    def burdens(self) -> tuple[Burden, ...]:
        """Each axis with its contributors, points and threshold."""
        return self.later.burdens

    @property
    def dependence(self) -> tuple[Dependence, ...]:
        """Each habit-forming drug and what is said of it."""
        return self.later.dependence

    @property
    def equivalents(self) -> tuple[Equivalent, ...]:
        """What all listed drugs together count for on each scale; the parts stand in `dependence`."""
        parts: dict[str, list[Equivalent]] = {}
        for drug in self.dependence:
            for one in drug.equivalents:
                parts.setdefault(one.scale, []).append(one)
        return tuple(_together(of_scale) for of_scale in parts.values())

    @property
    def accepted(self) -> tuple[Accepted, ...]:
        """Duplications seen and accepted, with the reason."""
        return self.later.accepted

    @property
    def considered(self) -> tuple[Considered, ...]:
        """Every candidate rule, its verdict and what decided it."""
        return self.later.considered

    @property
    def interruptive(self) -> tuple[Finding, ...]:
        """The findings that should stop an order: contraindicated or major, and not merely to be known."""
        return tuple(f for f in self.findings if f.severity in ("contraindicated", "major") and f.do != "inform")

    def __bool__(self) -> bool:
        raise TypeError(
            "a report is neither true nor false: read report.status and report.findings; "
            "an empty list of findings does not mean that the list is safe"
        )

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"a report is frozen: {name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a report is frozen: {name} cannot be deleted")

    def _key(self) -> tuple[Any, ...]:
        return (
            self.status, self.findings, self.problems, self.assumptions,
            self.medications, self.patient, self.provenance, self.later,
        )  # fmt: skip

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Report) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash((self.status, self.findings, self.medications))

    def __reduce__(self) -> tuple[Any, ...]:
        return (Report, self._key())

    def __repr__(self) -> str:
        return f"<Report {self.status}: {len(self.findings)} findings, {len(self.medications)} medications>"


def _together(parts: list[Equivalent]) -> Equivalent:
    """The sum; open where one of its parts is open."""

    def total(values: Iterable[float | None]) -> float | None:
        known = list(values)
        return None if None in known else sum(value for value in known if value is not None)

    low = sum(part.low for part in parts)
    published = (sum(part.published[0] for part in parts), total(part.published[1] for part in parts))
    return parts[0]._replace(low=low, high=total(part.high for part in parts), published=published)
