"""Which fact decided, and what would change it: only what counts in the case at hand, in words that a clinician reads."""

from __future__ import annotations

from datetime import date

import pytest

from medsafe import Finding, check_regimen

DAY = date(2026, 1, 1)

SAYS = [
    # rule, list, patient, severity, what decided, what would change it
    # dose
    (
        "MS-0212",
        ["citalopram 40 mg daily", "omeprazole 20 mg daily"],
        "45 y",
        "major",
        "",
        "drops to minor if citalopram is at most 20 mg/day",
    ),
    (
        "MS-0212",
        ["citalopram 20 mg daily", "omeprazole 20 mg daily"],
        "45 y",
        "minor",
        "citalopram is at most 20 mg/day",
        "",
    ),
    (
        "MS-1050",
        ["citalopram 60 mg daily"],
        "45 y",
        "major",
        "citalopram is above 40 mg/day",
        "nothing to report if citalopram is at most 40 mg/day",
    ),
    (
        "MS-0966",
        ["methadone 100 mg daily"],
        "40 y",
        "major",
        "the total is at least 90 mg/day",
        "drops to moderate if the total is below 90 mg/day",
    ),
    # age
    ("MS-1253", ["haloperidol 5 mg daily"], "80 y", "moderate", "age 80 is at least 65", "rises to major if"),
    (
        "MS-0051",
        ["amitriptyline 10 mg at night", "sertraline 50 mg daily"],
        "50 y",
        "minor",
        "amitriptyline is at most 25 mg/day and age 50 is below 65",
        "",
    ),
    # eGFR
    (
        "MS-1349",
        ["lithium 900 mg daily"],
        "60 y, eGFR 25",
        "contraindicated",
        "eGFR 25 is below 30 (severe impairment)",
        "",
    ),
    ("MS-1349", ["lithium 900 mg daily"], "60 y, eGFR 50", "moderate", "eGFR 50 is at least 45", ""),
    # duration
    (
        "MS-0964",
        ["zolpidem 10 mg at night since 2025-06-01"],
        "72 y",
        "moderate",
        "",
        "drops to minor if zolpidem is taken at most 3 days/week",
    ),
    (
        "MS-1370",
        ["carbamazepine 600 mg daily"],
        "30 y, HLA-B*15:02 positive",
        "contraindicated",
        "HLA-B*15:02 carrier status is positive",
        "nothing to report if carbamazepine is taken for more than 3 months",
    ),
    # route
    (
        "MS-0216",
        ["haloperidol 5 mg iv", "ondansetron 8 mg twice a day"],
        "60 y",
        "major",
        "haloperidol is taken by iv",
        "",
    ),
    # protective co-medication
    (
        "MS-0660",
        ["sertraline 100 mg daily", "ibuprofen 400 mg three times a day"],
        "70 y",
        "major",
        "age 70 is at least 65 and no ppi is taken",
        "drops to moderate if any ppi is taken",
    ),
    (
        "MS-0660",
        ["sertraline 100 mg daily", "ibuprofen 400 mg three times a day", "omeprazole 20 mg daily"],
        "70 y, no peptic ulcer",
        "moderate",
        "",
        "rises to major if gi bleed history",
    ),
    (
        "MS-1428",
        ["clozapine 400 mg daily"],
        "40 y",
        "minor",
        "no laxative is taken",
        "nothing to report if any laxative is taken",
    ),
    (
        "MS-1204",
        ["clozapine 400 mg daily", "ciprofloxacin 500 mg twice a day"],
        "40 y",
        "major",
        "ciprofloxacin is taken",
        "nothing to report if ciprofloxacin is not taken",
    ),
    # genotype
    (
        "MS-1374",
        ["codeine 30 mg four times a day"],
        "40 y, CYP2D6 poor metaboliser",
        "moderate",
        "CYP2D6 phenotype is poor metaboliser",
        "",
    ),
    (
        "MS-1180",
        ["citalopram 40 mg daily"],
        "40 y, CYP2C19 poor metaboliser",
        "major",
        "CYP2C19 phenotype is poor metaboliser",
        "",
    ),
]


def finding(rule: str, lines: list[str], patient: str) -> Finding:
    return next(f for f in check_regimen(lines, patient, as_of=DAY).findings if f.rule == rule)


@pytest.mark.parametrize(("rule", "lines", "patient", "severity", "because", "change"), SAYS)
def test_says(rule: str, lines: list[str], patient: str, severity: str, because: str, change: str) -> None:
    found = finding(rule, lines, patient)
    assert found.severity == severity
    assert not because or any(words.startswith(because) for words in found.because), found.because
    assert not change or any(words.startswith(change) for words in found.would_change), found.would_change


def test_what_is_known_not_to_hold_is_not_said() -> None:
    """Of `age at least 65, falls, sleep apnoea, …` the age is known and apnoea is denied; the rest is open."""
    lines = ["clonazepam 1 mg daily", "quetiapine 300 mg at night"]
    (words,) = finding("MS-0618", lines, "34 y, no sleep apnoea").would_change
    assert "age" not in words
    assert "apnoea" not in words
    assert "dementia" in words
    (words,) = finding("MS-0618", lines, "34 y, dementia").because
    assert words.startswith("dementia (")


def test_drugs_that_are_not_on_the_list_are_not_said() -> None:
    (words,) = finding("MS-0057", ["doxepin 75 mg at night", "tramadol 50 mg four times a day"], "50 y").would_change
    assert "bupropion" not in words
    assert words.startswith("rises to major if seizure disorder")


def test_a_form_that_a_drug_is_not_marketed_in_is_not_said() -> None:
    told = finding("MS-0801", ["sertraline 50 mg daily", "Zoloft 50 mg daily"], "40 y").would_change
    assert told
    assert not any("depot" in words for words in told)


def test_counts_say_how_many_more() -> None:
    lines = ["clozapine 400 mg daily", "ciprofloxacin 500 mg twice a day"]
    assert any("at least 2 of: sex is female" in words for words in finding("MS-0201", lines, "40 y").would_change)
    told = finding("MS-0201", lines, "40 y, female").would_change
    assert any("at least 1 more of: heart failure" in words for words in told)


def test_what_an_order_undoes_is_what_a_check_then_says() -> None:
    """Each `drops to` that an added or changed drug can bring about, brought about."""
    base = ["sertraline 100 mg daily", "ibuprofen 400 mg three times a day"]
    assert finding("MS-0660", [*base, "omeprazole 20 mg daily"], "70 y").severity == "moderate"
    assert finding("MS-0212", ["citalopram 20 mg daily", "omeprazole 20 mg daily"], "45 y").severity == "minor"
    assert finding("MS-0966", ["methadone 15 mg daily"], "40 y").severity == "moderate"
    gone = check_regimen(["clozapine 400 mg daily", "lactulose 15 mL twice a day"], "40 y", as_of=DAY)
    assert "MS-1428" not in [f.rule for f in gone.findings]


def test_words_do_not_hang_on_what_was_asked_before() -> None:
    first = finding("MS-0660", ["sertraline 100 mg daily", "ibuprofen 400 mg daily"], "70 y")
    finding("MS-0660", ["sertraline 100 mg daily", "ibuprofen 400 mg daily"], "71 y, peptic ulcer")
    assert finding("MS-0660", ["sertraline 100 mg daily", "ibuprofen 400 mg daily"], "70 y") == first
    assert (
        finding("MS-0660", ["sertraline 100 mg daily", "ibuprofen 400 mg daily"], "66 y")
        .because[0]
        .startswith("age 66")
    )


def considered(rule: str, lines: list[str], patient: str) -> str:
    return next(row.because for row in check_regimen(lines, patient, as_of=DAY).considered if row.rule == rule)


def test_considered_names_the_deciding_fact() -> None:
    lines = ["sertraline 100 mg daily", "ibuprofen 400 mg three times a day"]
    assert considered("MS-0660", lines, "70 y").startswith("age 70 is at least 65 and no ppi is taken")
    assert considered("MS-1380", ["citalopram 20 mg daily"], "45 y, no bipolar disorder") == "not so: bipolar disorder"
    assert considered("MS-1349", ["lithium 900 mg daily"], "45 y, eGFR 90").startswith("not so: eGFR")
    assert "another dose" in considered("MS-1050", ["citalopram 40 mg daily"], "45 y")


def test_an_exception_that_an_earlier_one_settles_is_not_said_twice() -> None:
    lines = ["clomipramine 75 mg daily", "paroxetine 40 mg daily"]
    told = finding("MS-0904", lines, "50 y").would_change
    assert [words for words in told if "dementia" in words] == [told[0]]


def test_what_decided_names_the_requirement_too() -> None:
    assert finding("MS-1305", ["citalopram 20 mg daily"], "QTc 510").because == (
        "QTc 510 is at least 500",
        "citalopram counts as known qt-risk (known risk of torsades)",
    )
    assert finding("MS-1400", ["olanzapine 10 mg daily"], "diabetes").because == (
        "diabetes",
        "it is olanzapine (strongest effect)",
    )
    assert finding("MS-1349", ["lithium 900 mg daily"], "eGFR 25").because == (
        "eGFR 25 is below 30 (severe impairment)",
    )


def test_no_order_undoes_how_long_something_was_taken() -> None:
    told = finding("MS-1000", ["alprazolam 2 mg three times a day since 2024-01-01 stopped 2 days ago"], "40 y")
    assert not [words for words in told.would_change if "4 weeks" in words]
    assert told.because == ("alprazolam is taken for more than 4 weeks",)
