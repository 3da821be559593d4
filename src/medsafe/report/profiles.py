"""How loud a report is shown: thresholds and quieting choices, apart from knowledge.

A profile sorts the findings of a report into those that interrupt, those that are shown, and those that wait behind a click. It never
removes one: `report.findings` is the same under every profile, and what a profile keeps quiet it counts. A contraindication always
interrupts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from medsafe.errors import InputError
from medsafe.model.report import Finding, Report
from medsafe.model.words import DO, EVIDENCE, KINDS, RANK, SEVERITIES


class View(NamedTuple):
    """The findings of one report under one profile; together they are all of `report.findings`."""

    interruptive: tuple[Finding, ...]
    shown: tuple[Finding, ...]
    quiet: tuple[Finding, ...]


class Profile(NamedTuple):
    """What interrupts and what is shown without asking."""

    name: str
    interrupts_at: str = "major"
    shows_at: str = "moderate"
    never_interrupts_to: tuple[str, ...] = ("inform",)  # things to do that are no reason to stop an order
    quiet_kinds: tuple[str, ...] = ()
    quiet_problems: tuple[str, ...] = ()
    quiet_evidence: tuple[str, ...] = ()

    def view(self, report: Report) -> View:
        """Sort the findings of a report; nothing is lost."""
        interruptive, shown, quiet = [], [], []
        for finding in report.findings:
            if self.interrupts(finding):
                interruptive.append(finding)
            elif self.shows(finding):
                shown.append(finding)
            else:
                quiet.append(finding)
        return View(tuple(interruptive), tuple(shown), tuple(quiet))

    def interrupts(self, finding: Finding) -> bool:
        """Whether a finding should stop an order under this profile."""
        if finding.severity == "contraindicated":
            return True
        if (
            RANK[finding.severity] < RANK[self.interrupts_at]
            or finding.do in self.never_interrupts_to
            or finding.nested_in
        ):
            return False
        return not self._quieted(finding)

    def shows(self, finding: Finding) -> bool:
        """Whether a finding is shown without asking under this profile; what interrupts is always shown."""
        loud = RANK[finding.severity] >= RANK[self.shows_at] and not self._quieted(finding)
        return loud or self.interrupts(finding)

    def _quieted(self, finding: Finding) -> bool:
        return (
            finding.kind in self.quiet_kinds
            or finding.problem in self.quiet_problems
            or (finding.evidence in self.quiet_evidence and RANK[finding.severity] < RANK["major"])
        )


PROFILES: Final[Mapping[str, Profile]] = {
    profile.name: profile
    for profile in (
        Profile("psychiatry"),
        Profile("general", quiet_kinds=("habit-forming",), quiet_evidence=("theoretical",)),
        Profile("primary-care", quiet_evidence=("theoretical",)),
        Profile("strict", interrupts_at="moderate", shows_at="minor", never_interrupts_to=()),
    )
}
"""The profiles that medsafe brings. A service may make its own: `profile_of({"name": "ward", "shows_at": "minor"})`."""

_WORDS: Final[Mapping[str, Iterable[str]]] = {
    "interrupts_at": SEVERITIES[1:],
    "shows_at": SEVERITIES[1:],
    "never_interrupts_to": DO,
    "quiet_kinds": KINDS,
    "quiet_evidence": EVIDENCE,
}


Named = str | Mapping[str, Any] | Profile
"""How a profile is named: by one of `PROFILES`, by a table of fields, or as itself."""


def profile_of(what: Named) -> Profile:
    """A profile by name, or out of a table of its fields. Raises `InputError` for a name or a word that is not known.

    >>> profile_of("strict").shows_at
    'minor'
    >>> profile_of({"name": "ward", "quiet_kinds": ["habit-forming"]}).quiet_kinds
    ('habit-forming',)
    """
    if isinstance(what, Profile):
        return what
    if isinstance(what, str):
        if what not in PROFILES:
            raise InputError(f"no profile is called {what!r}; there are {', '.join(PROFILES)}")
        return PROFILES[what]
    fields: dict[str, Any] = {}
    for name, value in what.items():
        if name not in Profile._fields:
            raise InputError(f"a profile has no field {name!r}; it has {', '.join(Profile._fields)}")
        words = (value,) if isinstance(value, str) else tuple(value)
        for word in words:
            if name in _WORDS and word not in _WORDS[name]:
                raise InputError(f"{name}: {word!r} is not one of {', '.join(_WORDS[name])}")
        fields[name] = value if isinstance(value, str) and name in ("name", "interrupts_at", "shows_at") else words
    if not fields.get("name"):
        raise InputError("a profile needs a name")
    return Profile(**fields)
