"""Lines as people write them: names, several drugs in a line, comments, headers, dates, cautions."""

from __future__ import annotations

from datetime import date

import pytest

from medsafe.model.medication import Medication
from medsafe.names.reader import Reading
from small_vocabulary import DAY, reader

READER = reader()


def read(*lines: object) -> Reading:
    return READER.read(lines, DAY)


def one(line: str) -> Medication:
    medications = read(line).medications
    assert len(medications) == 1, medications
    return medications[0]


@pytest.mark.parametrize(
    ("line", "drugs", "how"),
    [
        ("sertraline", ("sertraline",), "exact"),
        ("SERTRALINE", ("sertraline",), "exact"),
        ("serTRALine HCl 50 mg daily", ("sertraline",), "exact"),
        ("sertraline hydrochloride", ("sertraline",), "synonym"),
        ("Zoloft®", ("sertraline",), "brand"),
        ("Zo loft 50 mg", ("sertraline",), "brand"),
        ("Zoloft50mg daily", ("sertraline",), "brand"),
        ("rxnorm:36437", ("sertraline",), "code"),
        ("RxCUI 36437", ("sertraline",), "code"),
        ("ATC: N06AB06", ("sertraline",), "code"),
        ("Depakote ER 500 mg", ("valproate",), "brand"),
        ("lithium carbonate ER 450 mg bid", ("lithium",), "synonym"),
        ("Invega Sustenna 156 mg", ("paliperidone",), "brand"),
        ("olanzapine/fluoxetine 6/25 daily", ("olanzapine", "fluoxetine"), "exact"),
        ("carbidopa-levodopa 25-100 mg tid", ("carbidopa", "levodopa"), "exact"),
        ("olanzapine 6 mg / fluoxetine 25 mg", ("olanzapine", "fluoxetine"), "exact"),
        ("sertraline 50 MG Oral Tablet [Zoloft]", ("sertraline",), "exact"),
        ("Tylenol #3", ("paracetamol", "codeine"), "brand"),
        ("Tylenol 3 1 tab q6h", ("paracetamol", "codeine"), "brand"),
        ("Zolloft 50 mg", ("sertraline",), "fuzzy"),
    ],
)
def test_a_name_is_found_in_every_spelling(line: str, drugs: tuple[str, ...], how: str) -> None:
    medication = one(line)
    assert (medication.drugs, medication.how) == (drugs, how)


@pytest.mark.parametrize(
    ("line", "drugs"),
    [
        ("Zoloft + trazodone 50 qhs", ["sertraline", "trazodone"]),
        ("Zoloft, Prozac and lithium", ["sertraline", "fluoxetine", "lithium"]),
        ("1. Zoloft 50 mg nightly. 2. Methadone 10 mg b.i.d. 3. Lithium.", ["sertraline", "methadone", "lithium"]),
        ("She is on warfarn and Prozac; also Xanax 1 mg tid", ["fluoxetine", "alprazolam"]),
        ("10 mg olanzapine and 20 mg fluoxetine", ["olanzapine", "fluoxetine"]),
        ("olanzapine 5 mg + fluoxetine 20 mg", ["olanzapine", "fluoxetine"]),
        ("Zyprexa 5 / Prozac 20 daily", ["olanzapine", "fluoxetine"]),
        ("Zoloft/trazodone", ["sertraline", "trazodone"]),
        ("Zoloft 50 mg daily trazodone 100 mg at night", ["sertraline", "trazodone"]),
        ("1) Zoloft 50 mg daily 2) Xanax 1 mg tid (3) lithium", ["sertraline", "alprazolam", "lithium"]),
    ],
)
def test_a_line_may_hold_several_drugs(line: str, drugs: list[str]) -> None:
    assert [drug for medication in read(line).medications for drug in medication.drugs] == drugs


def test_two_medicines_are_one_only_where_written_as_one() -> None:
    assert len(read("olanzapine 5 mg + fluoxetine 20 mg").medications) == 2
    assert len(read("olanzapine and fluoxetine 20 mg").medications) == 2
    assert len(read("Zoloft/trazodone").medications) == 2
    assert len(read("olanzapine/fluoxetine").medications) == 1
    assert len(read("olanzapine 6 mg / fluoxetine 25 mg daily").medications) == 1


def test_a_date_that_may_be_two_days_is_asked_about() -> None:
    (gap,) = read("sertraline 50 mg daily since 3/4/2026").gaps
    assert "3/4/2026 may mean two days" in gap.message


def test_directions_behind_a_slash_are_of_both() -> None:
    first, second = read("olanzapine 5mg/Zoloft 50mg IM q6h PRN").medications
    assert (first.daily[0].amount, second.daily[0].amount) == (20, 200)
    assert first.as_needed and first.route == "im"


def test_a_stop_before_a_name_is_of_that_name() -> None:
    first, second = read("lithium 300 mg tid stop fluoxetine").medications
    assert (first.stopped, second.stopped) == (False, True)


def test_a_code_is_no_dose() -> None:
    assert one("sertraline B6").daily == ()
    assert one("insulin glargine U100 10 units daily").daily[0].amount == 10


def test_each_drug_of_a_line_has_its_own_dose() -> None:
    first, second = read("10 mg olanzapine and 20 mg fluoxetine").medications
    assert (first.daily[0].amount, second.daily[0].amount) == (10, 20)
    first, second = read("Zoloft + trazodone 50 qhs").medications
    assert (first.daily, second.daily[0].amount, second.times) == ((), 50, ("night",))


@pytest.mark.parametrize(
    "line",
    [
        "trazodone 50 mg instead of Zoloft",
        "trazodone 50 mg (replaces Zoloft)",
        "trazodone 50 mg, failed Zoloft",
        "trazodone 50 mg; fluoxetine allergy",
        "trazodone 50 mg for alcohol withdrawal",
        "trazodone 50 mg, check lithium level",
        "trazodone 50 mg at night, avoid alcohol",
    ],
)
def test_a_drug_that_is_only_mentioned_is_not_taken(line: str) -> None:
    reading = read(line)
    assert [medication.drugs for medication in reading.medications] == [("trazodone",)]
    assert reading.assumptions or reading.gaps


@pytest.mark.parametrize(
    ("line", "strengths"),
    [
        ("Sinemet 25/100 tid", {"carbidopa": 75, "levodopa": 300}),
        ("carbidopa-levodopa 25/100 1 tab tid", {"carbidopa": 75, "levodopa": 300}),
        ("Percocet 5/325 1-2 tabs q6h prn", {"oxycodone": 40, "paracetamol": 2600}),
        ("Percocet 5-325 mg 1 tablet bid", {"oxycodone": 10, "paracetamol": 650}),
        ("olanzapine 6 MG / fluoxetine 25 MG Oral Capsule [Symbyax] 1 daily", {"olanzapine": 6, "fluoxetine": 25}),
        ("Tylenol #3 (codeine 30/APAP 300) 1-2 q6h", {"codeine": 240, "paracetamol": 2400}),
        ("Percocet 2 tabs daily", {}),
    ],
)
def test_a_combination_has_a_total_for_each_ingredient_only_where_written(
    line: str, strengths: dict[str, float]
) -> None:
    assert {total.drug: total.amount for total in one(line).daily} == strengths


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("sertraline 50 mg", {"route": "mouth", "form": "immediate-release"}),
        ("quetiapine 50 mg", {"form": None}),
        ("Seroquel XR 50 mg", {"form": "extended-release", "products": ("seroquel-xr",)}),
        ("bupropion XL 150 mg", {"form": "extended-release"}),
        ("bupropion immediate-release 75 mg", {"form": "immediate-release"}),
        ("haloperidol decanoate 100 mg im q4wk", {"form": "depot", "route": "im"}),
        ("haloperidol 5 mg im", {"form": None, "route": "im"}),
        ("haloperidol 5 mg", {"form": "immediate-release", "route": "mouth"}),
        ("Invega Sustenna 156 mg", {"form": "depot", "route": "im"}),
        ("selegiline 6 mg daily by patch", {"route": "patch"}),
        ("EMSAM 6 mg/24 hr", {"route": "patch"}),
        ("diclofenac 1% gel to knee", {"route": "skin"}),
        ("Flonase 1 spray each nostril daily", {"route": "nose"}),
        ("lorazepam 1 mg SL prn", {"route": "tongue", "as_needed": True}),
        ("trazodone 50 mg qhs prn sleep", {"as_needed": True, "indication": "insomnia", "times": ("night",)}),
        ("methadone 80 mg daily for opioid-use-disorder", {"indication": "opioid-use-disorder"}),
        ("trazodone 50 mg for back pain", {"indication": "back pain"}),
        ("sertraline 50 mg stopped 2 weeks ago", {"stopped": True, "stop": date(2026, 11, 9)}),
        ("sertraline d/c'd", {"stopped": True, "stop": None}),
        ("HOLD sertraline", {"stopped": True}),
        ("not taking Zoloft", {"stopped": True}),
        ("sertraline 50 mg daily until 2026-12-01", {"stopped": False, "stop": date(2026, 12, 1)}),
        ("sertraline 50 mg stops in 3 days", {"stopped": False, "stop": date(2026, 11, 26)}),
        ("sertraline 50 mg since 2025-11", {"start": date(2025, 11, 1)}),
        ("sertraline 50 mg started 3 days ago", {"start": date(2026, 11, 20)}),
        ("sertraline 50 mg started 10 Jan 2026", {"start": date(2026, 1, 10)}),
        ("sertraline 50 mg start tomorrow", {"start": date(2026, 11, 24)}),
        ("sertraline 50 mg x 14 days", {"duration": 14}),
        ("lorazepam 2 mg for 5 weeks", {"duration": 35}),
        ("sertraline 50 mg twice a week", {"days_per_week": 2}),
        ("oxycodone 50 mg prn max 2/week", {"days_per_week": 2, "as_needed": True}),
        ("oxycodone 10 mg prn, no more than 2 days a week", {"days_per_week": 2}),
        ("oxycodone 5 mg as needed 4 days/week", {"days_per_week": 4, "duration": None}),
        ("sertraline 15 mg tid, last dose 3 days ago", {"stopped": False, "unread": ("last dose 3 days ago",)}),
        ("lorazepam 1 mg bid hold for SBP <100 or HR <60", {"stopped": False}),
        ("lorazepam 1 mg bid, hold if sedated", {"stopped": False}),
        ("lorazepam 1 mg bid (hold SBP < 90)", {"stopped": False}),
        ("lorazepam 1 mg 12h on 12h off", {"stopped": False}),
        ("lorazepam 1 mg bid 2/52", {"duration": 14}),
        ("lorazepam 1 mg bid; 1 mg IM if refuses PO", {"stopped": False}),
        ("used to take lorazepam", {"stopped": True}),
        ("lorazepam 1 mg bid last dose now", {"stopped": False, "unread": ("last dose now",)}),
        ("lorazepam 1 mg bid, do not stop abruptly", {"stopped": False}),
        ("lorazepam 1 mg bid, stop if sedated", {"stopped": False}),
        ("lorazepam 1 mg bid, discontinue if ANC < 1000", {"stopped": False}),
        ("lorazepam 1 mg bid - weaning off", {"stopped": False}),
        ("lorazepam 1 mg bid, off label", {"stopped": False}),
        ("lorazepam 1 mg bid hold 48h after contrast", {"stopped": False}),
        ("lorazepam 2 mg tid (not taking as prescribed)", {"stopped": False}),
        ("lorazepam 2 mg stop", {"stopped": True}),
        ("lithium 300 mg tid, Cr 1.3", {"form": None}),
        ("lorazepam 1 mg MR on", {"times": ("night",)}),
        ("Not-Taking lorazepam 1 mg", {"stopped": True}),
        ("lorazepam 1 mg bid, on hold", {"stopped": True}),
        ("lorazepam 1 mg x 5 days, then 0.5 mg x 5 days, then stop", {"stopped": False}),
        ("sertraline 50 mg d/c'd 10/3", {"stopped": True, "stop": None}),
        ("sertraline 50 mg daily, next due 11/29/26", {"unread": ("next due 11/29/26",)}),
        ("sertraline 50 mg 1 tab daily 30 tablets", {"unread": ("30 tablets",)}),
        ("sertraline not taken for 3 days", {"stopped": True, "stop": date(2026, 11, 20), "duration": None}),
        ("lithium 300 mg, missed 3 days", {"stopped": False, "duration": None, "unread": ("missed 3 days",)}),
        ("olanzapine 5-10 mg qhs", {"dose": (5, 10, "mg")}),
    ],
)
def test_directions_say(line: str, expected: dict[str, object]) -> None:
    medication = one(line)
    assert {name: getattr(medication, name) for name in expected} == expected


@pytest.mark.parametrize(
    ("line", "amount", "complete"),
    [
        ("oxycodone 5 mg prn", 5, False),
        ("oxycodone 5 mg q6h prn", 20, True),
        ("oxycodone 5 mg prn max 4 a day", 20, True),
        ("oxycodone 5 mg as directed", 5, False),
        ("oxycodone 5 mg taper", 5, False),
        ("oxycodone 5 mg bid (pt takes 10 mg bid)", 20, False),
        ("oxycodone 5 mg zzz 77", 5, False),
        ("oxycodone 5-10 mg bid", 20, True),
        ("oxycodone 5 mg -> 10 mg bid", 20, False),
        ("oxycodone 5 mg bid, increased to 10 mg bid", 20, False),
        ("oxycodone 5 mg bid (10 mg/day)", 10, True),
        ("oxycodone 5 mg bid (was 10 mg bid)", 10, True),
        ("oxycodone 5 mg bid (8a, 8p)", 10, True),
        ("lithium 300 mg bid (level 0.8)", 600, True),
        ("oxycodone 5 mg bid since 3/4/2026", 10, True),
        ("oxycodone 5 mg (was 10 mg qid)", 5, True),
        ("oxycodone 5 mg prn max 2/week", 10, True),
        ("oxycodone 5 mg as needed, up to 2 times a week", 5, True),
        ("oxycodone 5 mg tid prn 3 days a week", 15, True),
        ("oxycodone 5 mg prn, no more than 10 days per month", 5, False),
        ("oxycodone 5 mg q4h prn, max 8 tablets (20 mg) in 24 hours", 20, True),
        ("oxycodone 5 mg prn max 2 tabs per dose", 5, False),
        ("oxycodone 5 mg (200 tablets) 2 tablets daily", 10, True),
        ("-Zoloft 40 daily (pt taking Zoloft 80 mg bid)", 160, False),
        ("{11 (oxycodone 5 MG Oral Tablet) } Pack", 5, True),
        ("oxycodone increased from 5 mg to 10 mg daily", 10, True),
        ("oxycodone (5) daily", 5, True),
        ("oxycodone 5 mg week 1: 2 tabs nightly, week 2: 4 tabs nightly", 20, False),
        ("oxycodone 5 mg may repeat after 2 hours", 10, False),
        ("oxycodone 5 mg may repeat x 2", 15, True),
        ("oxycodone 5 mg 1 tab daily 30 tablets", 5, True),
        ("oxycodone 5 mg MR x 1 daily", 5, True),
        ("oxycodone 5 mg two (1) tablets daily", 10, False),
        ("oxycodone 4x.5mg daily", 2, True),
        ("two 5 mg oxycodone tablets daily", 10, True),
        ("2 oxycodone 5 mg daily", 5, False),
        ("1.) oxycodone 5 mg daily", 5, True),
        ("1.Oxycodone 5 mg daily", 5, True),
        ("0800 oxycodone 5 mg", 5, True),
        ("oxycodone 5 mg daily last filled 9/2026", 5, True),
        ("oxycodone 5 mg daily (trough 0.45 mg/L)", 5, True),
        ("oxycodone 5 mg daily except Sundays", 5, True),
        ("oxycodone 7 mg daily, 14 mg Sunday", 8, True),
        ("oxycodone 10 mg at noon and 4pm", 20, True),
        ("oxycodone 5 mg tablet - 10 mg in the morning and 15 mg at night", 25, True),
        ("oxycodone 10 mg held x1 day then 5 mg daily", 10, False),
        ("QTc 490 on oxycodone 40 mg daily", 40, False),
        ("oxycodone (oxycodone 5 mg tablet) 10 mg = 2 tab, oral, BID", 20, True),
        ("oxycodone 5 mg q6h x 4 doses", 20, True),
        ("oxycodone 50 mg q6 prn", 200, True),
        ("oxycodone 0,5 mg bid", 1, True),
        ("oxycodone 0,125 mg od", 0.125, True),
        ("0,5 mg oxycodone daily", 0.5, True),
        ("oxycodone 1,000 mg od", 1000, True),
        ("oxycodone 5 mg tds 1/52", 15, True),
        ("oxycodone 5 mg tablet | 30 | 0 refills", 5, False),
        ("Oxycodone Tablet 10 MG Give 5 mg by mouth two times a day", 10, True),
        ("oxycodone reducing by 5 mg weekly, currently 20 mg", 20, False),
        ("oxycodone 10 mg x 5 days, then 5 mg x 5 days, then stop", 10, False),
        ("oxycodone 5 mg tablets - 1 TDS PRN (sparingly) - 14 tablet", 15, True),
        ("I take oxycodone 5 in the morning", 5, True),
        ("oxycodone 5 mg 1 tablet, 1 tablet, oral, daily", 5, True),
        ("oxycodone 5 mg daily.5 mg", 5, False),
    ],
)
def test_a_total_is_a_floor_that_says_whether_it_is_all(line: str, amount: float, complete: bool) -> None:
    (total,) = one(line).daily
    assert (total.amount, total.complete) == (amount, complete)


def test_a_total_that_is_not_of_every_day_says_so() -> None:
    assert "the most for a day on which it is" in read("oxycodone 5 mg prn 3 times a week").assumptions[0].message
    assert "the average" in read("fluoxetine 90 mg weekly").assumptions[0].message
    assert read("fluoxetine 90 mg daily").assumptions == ()


@pytest.mark.parametrize(
    "line",
    [
        "sertraline",
        "sertraline as directed",
        "fentanyl patch 25 mcg",
        "insulin glargine 20",
        "Voltaren gel",
        "sertraline 50 anxiety",
        "sertraline, dose was 50 mg daily",
        "Percocet 5-10 mg q6h",
        "Invega Sustenna 156 mg IM",
        "sertraline 1,25 mg daily",
        "albuterol 0.83 mg/mL 1 neb q4h",
    ],
)
def test_no_dose_is_invented(line: str) -> None:
    assert one(line).daily == ()


def test_a_bare_number_has_the_unit_of_the_drug() -> None:
    assert one("trazodone 50 qhs").daily[0].amount == 50
    assert one("Synthroid 88").daily[0].amount == pytest.approx(0.088)
    assert one("haloperidol 2 hs").daily == ()  # two milligrams or two tablets
    assert read("haloperidol 2 hs").gaps[0].kind == "unread"


@pytest.mark.parametrize(
    ("line", "kind", "words"),
    [
        ("sertraline 50 mg", "frequency", "day's total"),
        ("trazodone 50 qhs", "unit", "read as mg"),
        ("oxycodone 5-10 mg bid", "range", "upper end"),
        ("Zolloft 50 mg daily", "spelling", "Zoloft (sertraline)"),
        ("sertraline .5 mg daily", "caution", "zero before the point"),
        ("sertraline 50.0 mg daily", "caution", "zero after the point"),
        ("insulin glargine 20U daily", "caution", "write units"),
        ("levothyroxine 75 µg daily", "caution", "mcg"),
        ("sertraline 50 mg qd", "caution", "four times a day"),
        ("sertraline 50 mg qod", "caution", "every other day"),
        ("sertraline 50 mg daily (planned)", "planned", "planned"),
        ("sertraline 50 mg daily helps a little", "comment", "comment"),
        ("Medications:", "header", "no medicine"),
        ("None", "header", "none are taken"),
        ("NKDA", "header", "no allergies"),
    ],
)
def test_what_was_read_into_a_line_is_said(line: str, kind: str, words: str) -> None:
    said = [note for note in read(line).assumptions if note.kind == kind]
    assert said, read(line)
    assert words in said[0].message
    assert said[0].line == 0


def test_nothing_is_assumed_where_everything_is_written() -> None:
    for line in (
        "sertraline",
        "Zoloft 50 mg daily",
        "lithium ER 450 mg twice a day",
        "oxycodone 5 mg every 6 hours as needed",
    ):
        assert read(line)[1:] == ((), ()), line


@pytest.mark.parametrize(
    ("line", "kind", "suggestions"),
    [
        ("hct 25 mg", "ambiguous", ("hydrochlorothiazide", "hydrocortisone")),
        ("flurbazine 50 mg", "unrecognised", ()),
        ("zzz", "unrecognised", ()),
        ("duloxetin or fluoxetine", "", ()),
        ("Allergies: penicillin", "unread", ()),
        ("penicillin allergy", "unread", ()),
        ("Zoloft (fluoxetine) 20 mg", "conflict", ()),
        ("Zoloft Plus", "unread", ()),
        ("calcium gluconate 1 g daily", "unread", ()),
        ("12345", "unrecognised", ()),
        ("", "unrecognised", ()),
        ("日本語", "unrecognised", ()),
        ("x" * 5000, "unread", ()),
    ],
)
def test_what_was_not_read_is_a_gap(line: str, kind: str, suggestions: tuple[str, ...]) -> None:
    reading = read(line)
    if kind:
        assert kind in [gap.kind for gap in reading.gaps], reading
    for gap in reading.gaps:
        assert gap.message.startswith("line 1: ")
        assert gap.lines == (0,)
        if suggestions:
            assert gap.suggestions == suggestions


def test_words_not_understood_are_kept_as_written() -> None:
    assert one("sertraline 50 mg daily blurb").unread == ("blurb",)
    assert one("nothing known").unread == ("nothing known",)


def test_stopping_is_shared_by_what_stands_bare_beside_it() -> None:
    assert all(medication.stopped for medication in read("stopped Zoloft and lithium 2 weeks ago").medications)
    assert all(medication.stopped for medication in read("Zoloft, lithium and Xanax stopped last month").medications)
    first, second = read("Zoloft 50 mg and lithium stopped").medications
    assert (first.stopped, second.stopped) == (False, True)


def test_a_medication_is_kept_and_gets_its_place() -> None:
    given = one("sertraline 50 mg daily")
    reading = read("lithium", given)
    assert reading.medications[1] == given._replace(line=1)


@pytest.mark.parametrize("item", [None, 5, 1.5, b"sertraline", ["sertraline"], object(), {}])
def test_what_is_no_text_is_a_gap_with_its_place(item: object) -> None:
    reading = read("lithium", item)
    assert reading.gaps[0].lines == (1,)
    assert reading.medications[1].drugs == ()


def test_reading_again_gives_the_same() -> None:
    lines = [
        "Zoloft 50 mg qd",
        "sertraline",
        "zzz",
        "Zoloft + trazodone 50 qhs",
        "lithium started 3 days ago",
        "sertraline",
    ]
    fresh = reader().read(lines, DAY)
    assert READER.read(lines, DAY) == READER.read(lines, DAY) == fresh
    later = READER.read(lines, date(2027, 1, 1))
    assert later.medications[5].start == date(2026, 12, 29)
    assert READER.read(list(reversed(lines)), DAY).medications[0] == fresh.medications[-1]._replace(line=0)


@pytest.mark.parametrize(
    "line",
    [
        "Na 128",
        "K+ 3.4",
        "potassium 3.4 mmol/L",
        "Na 128 (low), K 5.1 (H)",
        "Last lithium level was 0.7",
        "lithium 0.8 mmol/L",
        "valproate level 85 mcg/mL on 2026-11-01",
        "BP 120/80",
        "HbA1c 6.5%",
        "ferritin 20",
    ],
)
def test_a_result_of_a_test_is_no_medicine(line: str) -> None:
    reading = read(line)
    assert [medication.drugs for medication in reading.medications] == [()]
    assert "is a result of a test" in reading.gaps[0].message


def test_a_medicine_is_no_result() -> None:
    assert one("calcium 600 mg bid").daily[0].amount == 1200
    assert one("valproate 85 mg daily").daily[0].amount == 85
    assert one("calcium 600").drugs == ("calcium",)


def test_a_volume_is_of_the_dose_and_multiplies_only_a_strength() -> None:
    assert one("valproate 250 mg 5 mL tid").daily[0].amount == 750
    assert one("valproate 250 mg/5 mL 10 mL tid").daily[0].amount == 1500
    assert one("valproate 50 mg/mL at 100 mL/h").daily == ()


def test_a_strength_may_stand_before_the_name() -> None:
    for line in ("2 x 50 mg sertraline daily", "two 50 mg sertraline tablets daily", "100mg sertraline od"):
        assert one(line).daily[0].amount == 100, line


def test_a_line_about_other_lines_is_no_medicine() -> None:
    for line in ("Commonly known as: ZOLOFT", "STOP taking these medications", "sertraline - avoid"):
        reading = read(line)
        assert [medication.drugs for medication in reading.medications] == [()]
        assert reading.gaps or reading.assumptions
    assert "write on each that it is stopped" in read("STOP taking these medications").gaps[0].message
