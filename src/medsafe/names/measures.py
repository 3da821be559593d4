"""Measurements and words about the patient: `78 y`, `eGFR 40`, `K 3.1`, `pregnant 12 weeks`, `CYP2D6 poor metaboliser`."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from medsafe.model.patient import Value
from medsafe.model.report import Assumption, Gap
from medsafe.names.normal import key
from medsafe.names.vocabulary import FactDef, Vocabulary

_AGE: Final = re.compile(
    r"\b(?P<age>\d{1,3}(?:\.\d+)?)\s*-?\s*(?P<unit>years?|yrs?|y\.?\s?/?o\.?|y|months?|mos?|m\.?o|weeks?|days?)(?:\s*-?\s*old|\s*of\s*age|/o)?\b\.?(?P<sex>\s*[fm]\b)?"
    r"|\b(?P<short>\d{1,3})\s?(?P<letter>[fm])\b|(?<!:)\b(?P<letter2>[fm])\s?(?P<short2>\d{2,3})\b(?!\.\d)",
    re.IGNORECASE,
)
_SPLIT: Final = re.compile(
    r"[a-z]+\d[a-z]\d*\b|[a-z]+(?:\d+[a-z]\d+)?\d*(?:[-*+][a-z0-9]+)*\+*|\d[a-z]\d+|\d+(?:\.\d+)?|<=|>=|[<>=:/%'\"]",
    re.IGNORECASE,
)
_BETWEEN: Final = frozenset("is of was = : level at about approx approximately now currently today".split())
_WEEKS: Final = re.compile(r"(\d{1,2}(?:\.\d)?)\s*(?:-|\s)*(?:w|wk|wks|weeks?)\b|(\d{1,2})\s*/\s*40\b", re.IGNORECASE)

# To the unit of the catalogue, by fact and by the unit written.
_FACTOR: Final[dict[tuple[str, str], float]] = {
    ("weight", "lb"): 0.45359237, ("weight", "lbs"): 0.45359237, ("weight", "pounds"): 0.45359237, ("weight", "g"): 0.001,
    ("height", "m"): 100.0, ("height", "in"): 2.54, ("height", "inches"): 2.54, ("height", "mm"): 0.1,
    ("magnesium", "mg/dl"): 0.4114, ("calcium", "mg/dl"): 0.2495, ("creatinine", "umol/l"): 1 / 88.42, ("creatinine", "umol"): 1 / 88.42,
    ("creatinine", "mcmol/l"): 1 / 88.42, ("qtc", "s"): 1000.0, ("qtc", "sec"): 1000.0, ("hba1c", "mmol/mol"): 0.0915,
}  # fmt: skip

TESTS: Final = frozenset(
    "albumin alb alkphos alp alt amylase anc ast b12 bg bgl bicarb bicarbonate bili bilirubin bmi bnp bp bsl bun ca cbg chol "
    "cholesterol ck cl chloride co2 cpk cr crcl creat creatinine crp egfr eos esr fbg fbs ferritin folate ft3 ft4 ggt glucose "
    "hb hba1c hco3 hct hdl hemoglobin haemoglobin hgb height hr ht inr iron k ldh ldl li lipase lymphs mcv mg na neut "
    "neutrophils o2 phos phosphate plt platelets po4 prolactin psa pulse qtc rr sats spo2 t3 t4 temp temperature tg "
    "triglycerides trigs troponin tsh urate urea uric vitd wbc wcc weight wt".split()
)
"""Names of tests and of vital signs, beside the facts of the catalogue."""


class Found(NamedTuple):
    """What was measured, and what about it is in doubt."""

    facts: dict[str, Value]
    conditions: tuple[str, ...]
    gaps: tuple[Gap, ...]
    assumptions: tuple[Assumption, ...]


class _FactNames(NamedTuple):
    names: dict[str, str]
    longest: int


_known: dict[int, tuple[object, _FactNames]] = {}


def _names(vocabulary: Vocabulary) -> _FactNames:
    """Every way to write a fact's name → its id; kept for the vocabulary in use."""
    kept = _known.get(id(vocabulary.facts))
    if kept is not None and kept[0] is vocabulary.facts:
        return kept[1]
    names: dict[str, str] = {}
    for fact in vocabulary.facts.values():
        for name in (fact.id, fact.title, *fact.also):
            names.setdefault(_plain(name), fact.id)
    made = _FactNames(names, max((name.count(" ") + 1 for name in names), default=1))
    _known.clear()
    _known[id(vocabulary.facts)] = (vocabulary.facts, made)
    return made


def fact_of(name: str, vocabulary: Vocabulary) -> FactDef | None:
    """The fact about a patient that a name means."""
    found = _names(vocabulary).names.get(_plain(name))
    return vocabulary.facts[found] if found is not None else None


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("-", " ").replace("*", " ").replace(":", " ").replace("+", "").split())


def find_measures(text: str, vocabulary: Vocabulary) -> tuple[str, Found]:
    """Take all measurements out of one clause; returns what is left and what was found."""
    facts: dict[str, Value] = {}
    conditions: list[str] = []
    gaps: list[Gap] = []
    assumptions: list[Assumption] = []
    text = _pregnancy(text, vocabulary, facts, conditions)
    text = _pressure(text, vocabulary, facts)
    text = _height(text, vocabulary, facts)
    text = _named(text, vocabulary, facts, gaps, assumptions)
    text = _age(text, vocabulary, facts)
    before = len(facts)
    text = _sex(text, vocabulary, facts)
    if len(facts) > before:
        text = _age(text, vocabulary, facts)  # "male 34"
    text = _bare_weight(text, vocabulary, facts)
    return text, Found(facts, tuple(conditions), tuple(gaps), tuple(assumptions))


def _pregnancy(text: str, vocabulary: Vocabulary, facts: dict[str, Value], conditions: list[str]) -> str:
    low = text.lower()
    if ("pregnan" not in low and "gestation" not in low) or re.search(
        r"\b(?:not|no|non|never|wants|planning|plans|trying)\b", low
    ):
        return text
    weeks = _WEEKS.search(text)
    if weeks is None or "pregnant" not in vocabulary.conditions:
        return text
    conditions.append(vocabulary.conditions["pregnant"])
    if "gestational-weeks" in vocabulary.facts:
        facts["gestational-weeks"] = float(weeks[1] or weeks[2])
    return re.sub(
        r"\b(?:pregnant|pregnancy|gestation|of|at|gravid)\b",
        " ",
        text[: weeks.start()] + " " + text[weeks.end() :],
        flags=re.IGNORECASE,
    )


def _pressure(text: str, vocabulary: Vocabulary, facts: dict[str, Value]) -> str:
    found = re.search(
        r"\b(?:bp|blood pressure)\s*(?:of|is|:|=)?\s*(\d{2,3})\s*/\s*(\d{2,3})(?:\s*mm\s?hg)?", text, re.IGNORECASE
    )
    if found is None:
        found = re.fullmatch(r"\s*(\d{2,3})\s*/\s*(\d{2,3})(?:\s*mm\s?hg)?\s*", text, re.IGNORECASE)
        if found is None or not (70 <= int(found[1]) <= 260 and 30 <= int(found[2]) <= 160):
            return text  # two numbers alone are a pressure only if they can be one
    for name, value in (("systolic-bp", found[1]), ("diastolic-bp", found[2])):
        if name in vocabulary.facts:
            facts[name] = float(value)
    return text[: found.start()] + " " + text[found.end() :]


def _height(text: str, vocabulary: Vocabulary, facts: dict[str, Value]) -> str:
    found = re.search(
        r"\b(?:height|ht)?\s*(\d)\s*(?:'|ft|feet|foot)\s*(\d{1,2})?\s*(?:\"|in|inches|'')?", text, re.IGNORECASE
    )
    if found is None or "height" not in vocabulary.facts:
        return text
    facts["height"] = round(int(found[1]) * 30.48 + int(found[2] or 0) * 2.54, 1)
    return text[: found.start()] + " " + text[found.end() :]


def _named(
    text: str, vocabulary: Vocabulary, facts: dict[str, Value], gaps: list[Gap], assumptions: list[Assumption]
) -> str:
    """`name value [unit]`, wherever it stands in the clause."""
    names = _names(vocabulary)
    spans = [(match.group().lower(), match.start(), match.end()) for match in _SPLIT.finditer(text)]
    kept: list[tuple[int, int]] = []
    at = 0
    while at < len(spans):
        hit = _fact_at(names, spans, at)
        if hit is None:
            at += 1
            continue
        fact, after = vocabulary.facts[hit[0]], hit[1]
        taken = _value(fact, spans, after, text, facts, gaps, assumptions)
        if taken is None:
            at += 1
            continue
        kept.append((spans[at][1], spans[taken - 1][2]))
        at = taken
    for start, end in reversed(kept):
        text = text[:start] + " " + text[end:]
    return text


def _fact_at(names: _FactNames, spans: list[tuple[str, int, int]], at: int) -> tuple[str, int] | None:
    for length in range(min(names.longest + 3, len(spans) - at), 0, -1):
        phrase = _plain(" ".join(word for word, _, _ in spans[at : at + length]))
        fact = names.names.get(phrase)
        if fact is not None:
            return fact, at + length
    return None


def _value(
    fact: FactDef,
    spans: list[tuple[str, int, int]],
    at: int,
    text: str,
    facts: dict[str, Value],
    gaps: list[Gap],
    assumptions: list[Assumption],
) -> int | None:
    while at < len(spans) and spans[at][0] in _BETWEEN:
        at += 1
    if at >= len(spans):
        return None
    if fact.values:
        for length in range(min(4, len(spans) - at), 0, -1):
            phrase = key(text[spans[at][1] : spans[at + length - 1][2]])
            for value, ways in fact.values.items():
                if phrase == key(value) or any(phrase == key(way) for way in ways):
                    facts[fact.id] = value
                    return at + length
        return None
    word = spans[at][0]
    bound = 0.0
    if word in ("<", ">", "<=", ">=") and at + 1 < len(spans):
        # A bound is the last value that is known not to be reached, or just to be passed.
        bound = {"<": -0.001, ">": 0.001}.get(word, 0.0)
        at += 1
        assumptions.append(
            Assumption(
                f"patient: {fact.title.lower()} {word}{spans[at][0]} was taken as {spans[at][0]}", -1, (), "bound"
            )
        )
        word = spans[at][0]
    if not word.replace(".", "", 1).isdecimal():
        return None
    number = float(word) * (1 + bound)
    unit, end = _after_unit(spans, at + 1)
    number *= _FACTOR.get((fact.id, unit), 1.0)
    number = _rescaled(fact, number)
    if (fact.low is not None and number < fact.low) or (fact.high is not None and number > fact.high):
        title, plausible = fact.title.lower(), f"{fact.low} to {fact.high} {fact.unit}"
        message = f"patient: {title} {word} is outside what is plausible ({plausible}); check the value and its unit"
        gaps.append(Gap("unread", message, ask=f"what is the {title}?"))
        return end
    facts[fact.id] = round(number, 4)
    return end


def _rescaled(fact: FactDef, value: float) -> float:
    """Counts per microlitre where the catalogue counts in 10^9 per litre: 1500 is 1.5."""
    if fact.unit.startswith("x10^9") and fact.high is not None and value > fact.high:
        return value / 1000
    return value


_UNIT_WORDS: Final = frozenset(
    "mg dl l ml min mmol meq kg cm m g lb lbs pounds in inches ms msec s sec bpm mmhg umol mcmol ng nmol mcg ug  "
    "years year yr yrs y old % u iu k mm3 ul cells mol weeks week m2 beats hg mm x 10^9 10 9 1.73 uln ".split()
)


def _after_unit(spans: list[tuple[str, int, int]], at: int) -> tuple[str, int]:
    unit: list[str] = []
    start = at
    while at < len(spans) and at - start < 8:
        word = spans[at][0]
        if word in _UNIT_WORDS or (word == "/" and at + 1 < len(spans) and spans[at + 1][0] in _UNIT_WORDS):
            if word[0].isdigit() and not unit:
                break
            unit.append(word)
            at += 1
        else:
            break
    return "".join(unit), at


def _age(text: str, vocabulary: Vocabulary, facts: dict[str, Value]) -> str:
    if "age" not in vocabulary.facts:
        return text
    for found in _AGE.finditer(text):
        unit = (found["unit"] or "y").lower()
        if found["age"]:
            if unit[0] in "mwd" and "old" not in found.group().lower():
                continue
            before = text[: found.start()].lower()
            if re.search(r"\b(?:for|x|over|past|last|since|in|after)\s*$", before) or re.match(
                r"\s*(?:ago|history|of (?!age)|with stable)", text[found.end() :], re.IGNORECASE
            ):
                continue
            if (
                unit.startswith("year")
                and "old" not in found.group().lower()
                and before.strip()
                and not before.strip().endswith((",", "age"))
            ):
                continue
            value = float(found["age"])
            years = (
                value / 12
                if unit.startswith("m")
                else value / 52.18
                if unit.startswith("w")
                else value / 365.25
                if unit.startswith("d")
                else value
            )
            letter = (found["sex"] or "").strip()
        else:
            years = float(found["short"] or found["short2"])
            letter = found["letter"] or found["letter2"]
        if years > 120 or "age" in facts:
            continue
        facts["age"] = round(years, 2)
        if letter:
            _sex_word(letter, vocabulary, facts)
        return text[: found.start()] + " " + text[found.end() :]
    alone = re.match(r"^\s*(\d{1,3})\s*$", text)
    if alone and "age" not in facts and int(alone[1]) <= 120:
        facts["age"] = float(alone[1])
        return ""
    return text


def _sex_word(word: str, vocabulary: Vocabulary, facts: dict[str, Value]) -> bool:
    sex = vocabulary.facts.get("sex")
    if sex is None:
        return False
    for value, ways in sex.values.items():
        if word.lower() == value or word.lower() in ways:
            facts.setdefault("sex", value)
            return True
    return False


def _sex(text: str, vocabulary: Vocabulary, facts: dict[str, Value]) -> str:
    words = text.split()
    kept: list[str] = []
    for word in words:
        plain = word.strip(".,()").lower()
        if (len(plain) > 1 or len(words) <= 2) and _sex_word(plain, vocabulary, facts):
            continue
        kept.append(word)
    return " ".join(kept)


def _bare_weight(text: str, vocabulary: Vocabulary, facts: dict[str, Value]) -> str:
    found = re.search(r"\b(\d{1,3}(?:\.\d+)?)\s*(kg|kgs|lb|lbs|pounds)\b", text, re.IGNORECASE)
    if found is None or "weight" not in vocabulary.facts or "weight" in facts:
        return text
    factor = 1.0 if found[2].lower().startswith("kg") else 0.45359237
    facts["weight"] = round(float(found[1]) * factor, 2)
    return text[: found.start()] + " " + text[found.end() :]
