"""Lines by the look of many charts: what each holds in a day, and whether anything is left open. Read by eye.

`complete`: nothing of the dose is left open. Where it is False the amount is a floor and something is asked about.
"""

from __future__ import annotations

from datetime import date

import pytest

from medsafe import load_knowledge
from medsafe.names.reader import Reader, Reading

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_knowledge().vocabulary)


def totals(reading: Reading) -> dict[str, tuple[float, str, bool]]:
    return {
        total.drug: (total.amount, total.unit, total.complete)
        for medication in reading.medications
        for total in medication.daily
    }


EPIC = """
lisinopril (PRINIVIL,ZESTRIL) 20 MG tablet Take 1 tablet by mouth every morning. | lisinopril 20
metoprolol succinate XL (TOPROL-XL) 50 mg 24 hr tablet Take 50 mg by mouth daily. | metoprolol 50
acetaminophen (TYLENOL) 325 mg tablet Take 2 tablets (650 mg total) by mouth every 6 (six) hours as needed for Pain. | paracetamol 2600
buPROPion (WELLBUTRIN XL) 150 MG 24 hr tablet, TAKE 1 TABLET BY MOUTH EVERY DAY IN THE MORNING, Disp: 90 tablet, Rfl: 3 | bupropion 150
QUEtiapine (SEROquel) 25 mg tablet Take 1-2 tablets (25-50 mg total) by mouth nightly as needed (insomnia). | quetiapine 50
insulin glargine (LANTUS SOLOSTAR U-100 INSULIN) 100 unit/mL (3 mL) pen Inject 20 Units under the skin nightly. | insulin-glargine 20 units
cholecalciferol, vitamin D3, 25 mcg (1,000 unit) tablet Take 1,000 Units by mouth daily. | colecalciferol 1000 units
clonazePAM (KlonoPIN) 0.5 MG disintegrating tablet Take 0.5 mg by mouth 2 (two) times a day as needed. | clonazepam 1
methotrexate 2.5 MG tablet Take 6 tablets (15 mg) by mouth once a week | methotrexate 2.142857
polyethylene glycol (MIRALAX) 17 gram/dose powder Take 17 g by mouth daily as needed. | macrogol 17000
potassium chloride 750 mg (10 mEq) ER tablet 1 tab daily | potassium-chloride 750
warfarin 5 mg Mon/Wed/Fri, 2.5 mg all other days | warfarin 3.571429
warfarin 5 mg tablet: 1 tab Mon Wed Fri and 1/2 tab all other days | warfarin 3.571429
dexamethasone (DECADRON, HEXADROL) 4 mg bid | dexamethasone 8
"""
CERNER = """
LORazepam 1 mg, Oral, Tab, q6hr, PRN anxiety, Start: 11/20/26 8:00:00 EST | lorazepam 4
heparin 5,000 units = 1 mL, SubCutaneous, q8hr | heparin 15000 units
sertraline 50 mg Tab, 50 mg = 1 tab, PO, qDay | sertraline 50
SERTRALINE 50MG TAB #30 R:2 TAKE ONE TABLET BY MOUTH EVERY MORNING | sertraline 50
Take ONE tablet by mouth DAILY - SERTRALINE 50MG TAB | sertraline 50
Adderall 10 mg q2pm | amfetamine 10
Ritalin 10 mg at 4pm | methylphenidate 10
Latuda 40 w/ dinner | lurasidone 40
Prozac 20 (was 40) | fluoxetine 20
Olanzapine 10 MG Tablet, Take 1 tablet (10 mg) nightly., Starting Mon 11/24/2025, Until Discontinued, Normal | olanzapine 10
metformin 500 mg daily glipzide 5 mg bid | metformin 500, glipizide 10
lithium 300 mg bid, insulin 10 units daily | lithium 600, insulin 10 units
haloperidol lactate (HALDOL) injection 5 mg, 5 mg, Intramuscular, Q6H PRN | haloperidol 20
nicotine (NICODERM CQ) 21 mg/24 hr patch 1 patch, 1 patch, Transdermal, Daily | nicotine 21
buprenorphine-naloxone 8 mg-2 mg sublingual film 2 films daily | buprenorphine 16, naloxone 4
Sertraline 50 mg|oral|daily|active | sertraline 50
active - lithium carbonate 300 MG Oral Capsule - 2 capsules at bedtime | lithium 600
lithium 300 mg capsule; 600 mg = 2 cap PO BID | lithium 1200
1.  Zoloft 100 mg p.o. q.a.m.  2.  Seroquel 50 mg p.o. q.h.s.  3.  Ativan 0.5 mg p.o. q.6 h. | sertraline 100, quetiapine 50, lorazepam 2
Depakote DR 500mg AM 1000mg HS | valproate 1500
"""
BRITISH = """
Amitriptyline 10mg tablets - One To Be Taken At Night - 28 tablet | amitriptyline 10
Co-codamol 30mg/500mg tablets Two To Be Taken Four Times A Day When Required 100 tablet | codeine 240, paracetamol 4000
Omeprazole 20mg gastro-resistant capsules - ONE to be taken EACH DAY 28 capsule - last issued 12-Oct-2026 | omeprazole 20
Levothyroxine sodium 100microgram tablets  1 OM  56 tabs | levothyroxine 0.1
Ferrous fumarate 210mg tablets 1 tds 84 | iron 630
Adcal-D3 1500mg/400unit chewable tablets 1 bd | calcium 3000, colecalciferol 800 units
Fostair 100micrograms/dose / 6micrograms/dose inhaler 2 puffs bd | beclometasone 0.4, formoterol 0.024
sertraline 100 (one hundred) mg daily | sertraline 100
Aripiprazole (Abilify Maintena) 400mg prolonged release injection - give 400mg IM every calendar month | aripiprazole 13.141684
Venlafaxine XL 75mg x3 OM | venlafaxine 225
Depixol 40mg im q3/52 | flupentixol 1.904762
Creon 25000 units 3 caps tds | pancreatin 225000 units
Methadone 1mg/ml oral solution sugar free: 60ml once daily supervised | methadone 60
Sertraline 100mg + 50mg OD | sertraline 150
dexamphetamine 5mg 2 mane 1 midday | dexamfetamine 15
Tildiem Ret 90 Tab 90mg | diltiazem 90
Epilim 500 Tab E/C 500mg | valproate 500
Camcolit 400 Tab 400mg | lithium 400
Cipramil 20 Tab 20mg | citalopram 20
Dianette Tab 2mg/35mcg | cyproterone 2, ethinylestradiol 0.035
Morphine sulfate 10mg/5ml oral solution 2.5-5mls every 4 hours prn 100 ml | morphine 60
0800 1200 1700 2200 paracetamol 1g PO QDS | paracetamol 4000
Lorazepam 0.5mg PO PRN max 2mg/24h | lorazepam 2
levonorgestrel 0.15 mg/ethinylestradiol 30 mcg daily | levonorgestrel 0.15, ethinylestradiol 0.03
"""
ABROAD = """
Sertralin 50 mg 1-0-0 | sertraline 50
Quetiapin retard 200 mg 0-0-0-1 | quetiapine 200
Metoprololsuccinat 47,5 mg 1-0-1/2 | metoprolol 71.25
Mirtazapin 15 mg zur Nacht | mirtazapine 15
Venlafaxin ret. 150 mg morgens | venlafaxine 150
Risperidon 1 mg 2x täglich | risperidone 2
Promethazin 25 mg abends | promethazine 25
Fluoxetin 20mg einmal täglich | fluoxetine 20
Ibuprofen 400 mg alle 6 h | ibuprofen 1600
Sertraline 50 mg, 1 comprimé le matin | sertraline 50
Paroxétine 20 mg 1 cp/j | paroxetine 20
Zopiclone 7,5 mg 1 cp au coucher | zopiclone 7.5
Paracétamol 1 g, 1 cp 3 fois par jour si douleur | paracetamol 3000
Rispéridone 2 mg 1 matin 1 soir | risperidone 4
Alprazolam 0,25 mg 1 cp matin, midi et soir | alprazolam 0.75
Sertralina 50 mg 1 comprimido al día | sertraline 50
Lorazepam 1 mg por la noche | lorazepam 1
Paracetamol 1 g cada 8 horas si dolor | paracetamol 3000
Enalapril 20 mg 1 comp en desayuno | enalapril 20
Quetiapina 100 mg 1 cp alla sera | quetiapine 100
Furosemide 25 mg 1 cp ore 8 | furosemide 25
Amiodarone 200 mg 1 cp/die | amiodarone 200
Ramipril 5 mg 1 compressa al giorno | ramipril 5
"""
OPEN = """
Novaminsulfon 500 mg Trpf. 20-20-20-20 | metamizole 2000
quetiapine 25 mg 20-20-20 | quetiapine 25
sertraline 10 10 1/2 | sertraline 10
sertraline 50 mg -- increased to 100 mg 11/20 | sertraline 100
Effexor XR 37.5 x 7d then 75 | venlafaxine 37.5
warfarin 5 mg tablet See Admin Instructions. 5 mg Mon/Wed/Fri, 2.5 mg all other days | warfarin 2.142857
"""
NOTHING_TO_COUNT = (
    "paliperidone palmitate 234 mg/1.5 mL IM q4wk",
    "oxycodone 5 mg/5 mL q4h",
    "Haloperidol 2 mg/ml Tropfen 10-0-10",
    "ARIPiprazole ER 400 MG IM",
    "10 10 myway 1/2",
)


def cases(block: str) -> list[tuple[str, str]]:
    return [(line.rpartition(" | ")[0], line.rpartition(" | ")[2]) for line in block.strip().splitlines()]


def expected(words: str, complete: bool) -> dict[str, tuple[object, str, bool]]:
    parts = [part.split() for part in words.split(", ")]
    return {
        drug: (pytest.approx(float(amount), rel=1e-4), f"{unit[0] if unit else 'mg'}/day", complete)
        for drug, amount, *unit in parts
    }


@pytest.mark.parametrize(("line", "words"), [*cases(EPIC), *cases(CERNER), *cases(BRITISH), *cases(ABROAD)])
def test_a_line_is_read_to_the_end(reader: Reader, line: str, words: str) -> None:
    reading = reader.read([line], DAY)
    assert totals(reading) == expected(words, True)
    assert reading.gaps == ()


@pytest.mark.parametrize(("line", "words"), cases(OPEN))
def test_what_is_open_is_a_floor_and_asked_about(reader: Reader, line: str, words: str) -> None:
    reading = reader.read([line], DAY)
    assert totals(reading) == expected(words, False)
    assert reading.gaps or any(note.kind == "comment" for note in reading.assumptions)


@pytest.mark.parametrize("line", ["mirtazapine.7.5", "mirtazapine.7.5 mg nocte", "sertraline.50", "Zoloft.50mg daily"])
def test_a_point_behind_a_name_is_no_fraction_nor_a_full_stop(reader: Reader, line: str) -> None:
    """0.50 or 50 mg: a hundredfold apart. The words are shown as written."""
    reading = reader.read([line], DAY)
    (medication,) = reading.medications
    assert (medication.dose, medication.daily) == (None, ())
    assert medication.unread[0].split()[0] in line
    assert reading.gaps


@pytest.mark.parametrize("line", ["insulin lispro 10-12-14", "enoxaparin 1-0-1", "haloperidol decanoate 1-0-0"])
def test_what_is_injected_is_not_counted_in_tablets(reader: Reader, line: str) -> None:
    reading = reader.read([line], DAY)
    assert totals(reading) == {}
    assert "what is the unit of the doses?" in [gap.ask for gap in reading.gaps]


@pytest.mark.parametrize("line", NOTHING_TO_COUNT)
def test_no_dose_is_made_up(reader: Reader, line: str) -> None:
    reading = reader.read([line], DAY)
    assert totals(reading) == {}
    assert reading.gaps


def test_a_second_drug_in_brackets_is_not_swallowed(reader: Reader) -> None:
    reading = reader.read(["lisinopril (PRINIVIL,ZOLOFT) 20 MG tablet daily"], DAY)
    assert [one.drugs for one in reading.medications] == [("lisinopril",), ("sertraline",)]
    assert reading.gaps


def test_steps_are_no_frequency(reader: Reader) -> None:
    reading = reader.read(["Nitrazepam 5mg nocte - reducing by 1mg every 2 weeks"], DAY)
    assert totals(reading) == expected("nitrazepam 5", False)


def test_a_general_name_before_a_brand_is_one_medicine(reader: Reader) -> None:
    reading = reader.read(["Insulin Levemir 20 units BD"], DAY)
    assert [one.drugs for one in reading.medications] == [("insulin-detemir",)]
    assert totals(reading) == expected("insulin-detemir 40 units", True)


def test_until_discontinued_is_no_stop(reader: Reader) -> None:
    (one,) = reader.read(["olanzapine 10 mg nightly, Starting Thu 11/13/2025, Until Discontinued"], DAY).medications
    assert (one.stopped, one.start, one.stop, one.per_day) == (False, date(2025, 11, 13), None, 1)


@pytest.mark.parametrize(
    "line", ["HCTZ 25 mg daily blorpazine 5 mg", "Levo 500 mg daily and blorpazine 5 mg", "APAP 500 mg with blorpazine"]
)
def test_what_stands_beside_a_name_that_is_asked_back_is_asked_about_too(reader: Reader, line: str) -> None:
    gaps = reader.read([line], DAY).gaps
    assert {"ambiguous"} < {gap.kind for gap in gaps}
    assert any("blorpazine" in gap.message for gap in gaps)


def test_a_number_in_words_is_no_dose_in_milligrams(reader: Reader) -> None:
    assert totals(reader.read(["Premarin 0.625 mg q.d., multivitamin one q.d."], DAY)) == expected(
        "conjugated-estrogens 0.625", True
    )


def test_extended_release_by_injection_is_a_depot(reader: Reader) -> None:
    assert reader.read(["ARIPiprazole ER 400 MG IM q4wk"], DAY).medications[0].form == "depot"


def test_a_day_and_month_are_no_strengths(reader: Reader) -> None:
    assert totals(reader.read(["lithium 300 mg bid (level on 11/1)"], DAY)) == expected("lithium 600", True)


def test_a_decimal_comma_is_said(reader: Reader) -> None:
    (note,) = reader.read(["Zopiclone 7,5 mg nocte"], DAY).assumptions
    assert (note.kind, "'7,5'" in note.message) == ("caution", True)


@pytest.mark.parametrize(
    ("line", "amount"), [("Lorazepm0,5", 0.5), ("Lorazepm0.5mg bid", 1), ("lithium 300 bid, Lorazepm0.5mg", 0.5)]
)
def test_a_misspelt_name_with_its_dose_run_together(reader: Reader, line: str, amount: float) -> None:
    assert totals(reader.read([line], DAY))["lorazepam"][0] == amount


def test_strengths_in_two_units_keep_their_own(reader: Reader) -> None:
    assert totals(reader.read(["Microgynon 150 mcg/0.03 mg daily"], DAY)) == expected(
        "levonorgestrel 0.15, ethinylestradiol 0.03", True
    )
