"""Reports written by hand, for the tests of everything that reads a report. The medicine in them is only for show."""

from __future__ import annotations

from datetime import date
from typing import Any

from medsafe.model.medication import Amount, DayTotal, Medication
from medsafe.model.patient import Patient
from medsafe.model.report import (
    Accepted,
    Assumption,
    Burden,
    Change,
    Considered,
    Contribution,
    Dependence,
    Finding,
    Gap,
    Later,
    LayerStamp,
    MonitoringItem,
    Muted,
    Problem,
    Provenance,
    Question,
    Report,
    RuleText,
    SourceRef,
)

LABEL = SourceRef("fda-nardil", "§4", "Nardil (phenelzine) prescribing information", "NDA 011909")


def rule_text(**fields: Any) -> RuleText:
    """What a rule says; every field may be replaced."""
    given: dict[str, Any] = {
        "rule": "MS-0001",
        "kind": "interaction",
        "title": "Irreversible MAO inhibitor with a serotonin reuptake inhibitor",
        "problem": "serotonin-toxicity",
        "do": "avoid",
        "evidence": "established",
        "onset": "hours",
        "effect": "Serotonin toxicity, which can kill within hours.",
        "why": "Serotonin is kept in the synapse while its breakdown is blocked.",
        "action": ("Do not give together.", "Leave 14 days between them."),
        "monitor": (),
        "acceptable_when": "",
        "alternatives": (),
        "taper": "",
        "sources": (LABEL,),
        "reviewed": "2026-11-23",
        "reviewed_by": "unreviewed",
        "layer": "medsafe",
        "changed_by": "",
    }
    return RuleText(**{**given, **fields})


def finding(about: RuleText, severity: str, drugs: tuple[str, ...], lines: tuple[int, ...], **fields: Any) -> Finding:
    """A finding as the engine makes it: what to do is the rule's, unless it was regraded."""
    return Finding(about, severity, drugs, lines, **{"do": about.do, "action": about.action, **fields})


PROVENANCE = Provenance(
    medsafe="0.1.0",
    schema="1",
    as_of=date(2026, 11, 23),
    region="",
    layers=(LayerStamp("medsafe", "2026.11", "ab12" * 16),),
)


def read(line: int, text: str, drug: str, mg: float, **fields: Any) -> Medication:
    """A line in which one drug by mouth was read."""
    given = {
        "drugs": (drug,),
        "how": "exact",
        "read_as": drug,
        "dose": Amount(mg, mg, "mg"),
        "per_day": 1.0,
        "daily": (DayTotal(drug, mg, "mg/day", True),),
        "route": "mouth",
    }
    return Medication(text, line, **{**given, **fields})


def clean() -> Report:
    """A list in which nothing was found and nothing is missing."""
    line = read(0, "sertraline 50 mg daily", "sertraline", 50)
    return Report("complete", (), (), (), (line,), Patient(), PROVENANCE, Later())


def empty() -> Report:
    """A list without a line."""
    return Report("complete", (), (), (), (), Patient(), PROVENANCE, Later())


def rich() -> Report:
    """A list with something for every part of a report."""
    pair = finding(
        rule_text(),
        "contraindicated",
        ("phenelzine", "sertraline"),
        (0, 1),
        because=("both are taken now",),
        nested_in="MS-0003",
    )
    whole = finding(
        rule_text(rule="MS-0003", title="Three serotonergic drugs with an MAO inhibitor", evidence="probable"),
        "contraindicated",
        ("phenelzine", "sertraline", "tramadol"),
        (0, 1, 2),
    )
    burden = finding(
        rule_text(
            rule="MS-0401",
            kind="burden",
            title="High anticholinergic load",
            problem="anticholinergic-burden",
            do="change",
            evidence="suspected",
            effect="Confusion, constipation and falls.",
            action=("Replace the strongest.",),
            monitor=("cognition at each visit",),
            acceptable_when="No alternative exists.",
            alternatives=("mirtazapine", "melatonin"),
            taper="Slowly, over weeks.",
            changed_by="elm-clinic",
        ),
        "moderate",
        ("amitriptyline", "quetiapine"),
        (3, 5),
        do="monitor",
        action=("Keep and watch.",),
        could_be=("minor", "major"),
        would_change=("age at least 65",),
    )
    notice = finding(
        rule_text(
            rule="MS-0501",
            kind="habit-forming",
            title="Opioid that can cause dependence",
            problem="dependence",
            do="inform",
            effect="Dependence within weeks.",
            action=("Agree on an end date.",),
        ),
        "minor",
        ("tramadol",),
        (2,),
    )
    findings = (whole, pair, burden, notice)
    problems = (
        Problem("serotonin-toxicity", "Serotonin toxicity", "contraindicated", whole.drugs, (0, 1)),
        Problem("anticholinergic-burden", "Anticholinergic burden", "moderate", burden.drugs, (2,)),
        Problem("dependence", "Dependence", "minor", notice.drugs, (3,)),
    )
    medications = (
        read(0, "phenelzine 45 mg daily", "phenelzine", 45, start=date(2026, 11, 1)),
        read(1, "Zolft 100 mg qam", "sertraline", 100, how="fuzzy", read_as="Zoloft", times=("morning",)),
        read(
            2,
            "tramadol 50 mg every 6 hours as needed for pain",
            "tramadol",
            50,
            per_day=4.0,
            daily=(DayTotal("tramadol", 200.0, "mg/day", False),),
            as_needed=True,
            indication="pain",
            form="immediate-release",
            days_per_week=5.0,
            duration=14.0,
        ),
        read(
            3, "amitriptyline 25 mg at night blue pill", "amitriptyline", 25, times=("night",), unread=("blue", "pill")
        ),
        Medication("kratmo two scoops", 4, unread=("kratmo", "two", "scoops")),
        Medication(
            "Seroquel XR",
            5,
            drugs=("quetiapine",),
            products=("seroquel-xr",),
            how="brand",
            read_as="Seroquel XR",
            route="mouth",
            form="extended-release",
        ),
        Medication(
            "moclobemide stopped",
            -1,
            drugs=("moclobemide",),
            how="exact",
            read_as="moclobemide",
            stopped=True,
            stop=date(2026, 11, 20),
        ),
    )
    patient = Patient(
        facts={"age": 78.0, "sex": "female", "potassium": 3.2},
        conditions=frozenset({"dementia", "falls-history"}),
        absent=frozenset({"seizure-disorder"}),
        allergies=("lamotrigine",),
        substances_absent=frozenset({"tobacco"}),
    )
    later = Later(
        gaps=(
            Gap(
                "unrecognised", "line 5: no drug is called “kratmo”", (4,), suggestions=("kratom",), ask="which is it?"
            ),
            Gap(
                "needs-fact",
                "alcohol is not known",
                rules=("MS-0777",),
                ask="does the patient drink?",
                could_be="major",
            ),
            Gap("unrated", "nobody rated mirtazapine on qt-risk", drugs=("mirtazapine",), could_be="moderate"),
        ),
        monitoring=(
            MonitoringItem("ecg", "ECG", ("before", "after 7 days"), ("amitriptyline", "quetiapine"), ("MS-0601",)),
        ),
        muted=(Muted("MS-0900", "Local rule", "minor", ("quetiapine",), "seen in every patient", "elm-clinic"),),
        questions=(Question("does the patient drink?", "alcohol", "major", ("MS-0777",), "substance", "alcohol"),),
        burdens=(
            Burden(
                "MS-0401",
                "Anticholinergic load",
                4.5,
                3.0,
                "points",
                True,
                (Contribution("amitriptyline", 3.0, True), Contribution("quetiapine", 1.5, False)),
                ("moclobemide",),
            ),
        ),
        dependence=(Dependence("tramadol", "moderate", ("US schedule IV",), (3,), ("paracetamol",)),),
        accepted=(
            Accepted("MS-0301", "Two antidepressants", ("amitriptyline", "sertraline"), (1, 3), "one is low dose"),
        ),
        considered=(
            Considered("MS-0999", "Another rule", "major", ("phenelzine",), "clear", "dose is below 60 mg/day"),
        ),
    )
    assumptions = (Assumption("“Zolft” was read as Zoloft", 1, ("sertraline",), "spelling"),)
    changes = (
        Change("MS-0401", "High anticholinergic load", "major", "moderate", "reviewed monthly", "Dr A", "elm-clinic"),
    )
    provenance = PROVENANCE._replace(region="eu", changes=changes)
    return Report("partial", findings, problems, assumptions, medications, patient, provenance, lambda: later)


HOSTILE = (
    "</style><script>alert(1)</script>",
    "\x1b[2J\x1b]0;owned\x07 sertraline",
    "`**[click](javascript:alert(1))** <img src=x onerror=alert(1)>",
    "\u202egnol ton\u202c \u2066x\u2069",
    "line one\r\n# heading\n- item\n\n| a | b |",
    "1. one\t- two",
    "\ud800 lone \udfff",
    "☃ 漢方 𝔘 é\u0301 \u200b",
    "A" * 100_000,
    "",
)


def hostile() -> Report:
    """A list whose every line tries to break what shows it, and knowledge that tries as well."""
    bad = HOSTILE[2]
    about = rule_text(title=bad, effect=HOSTILE[0], action=(HOSTILE[1], HOSTILE[5]), evidence="established")
    found = finding(about, "major", ("a", HOSTILE[0]), (0, 1), because=(HOSTILE[3],))
    medications = tuple(Medication(text, line, unread=(text,)) for line, text in enumerate(HOSTILE))
    gaps = tuple(Gap("unrecognised", text, (line,), suggestions=(text,), ask=text) for line, text in enumerate(HOSTILE))
    assumptions = tuple(Assumption(text, line) for line, text in enumerate(HOSTILE))
    problems = (Problem("x", HOSTILE[2], "major", ("a",), (0,)),)
    return Report("partial", (found,), problems, assumptions, medications, Patient(), PROVENANCE, Later(gaps=gaps))


ALL = (clean, empty, rich, hostile)
