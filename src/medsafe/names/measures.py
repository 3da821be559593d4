"""Measurements and words about the patient: `78 y`, `eGFR 40`, `K 3.1`, `pregnant 12 weeks`, `CYP2D6 poor metaboliser`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple, TypeVar

from medsafe.model.patient import Value
from medsafe.model.report import Assumption, Gap
from medsafe.model.truth import INFINITY
from medsafe.names.ages import PARTS_OF_A_YEAR, read_age, read_sex
from medsafe.names.normal import key
from medsafe.names.patient_words import UNSURE
from medsafe.names.tokens import number
from medsafe.names.units import implausible, in_unit_of, plausible
from medsafe.names.vocabulary import FactDef, Vocabulary

T = TypeVar("T")

_SPLIT: Final = re.compile(
    r"[a-z]+\d[a-z]\d*\b|[a-z]+(?:\d+[a-z]\d+)?\d*(?:[-*+][a-z0-9]+)*\+*|\d[a-z]\d+|\d+(?:\.\d+)?|<=|>=|[<>=:/%'\"]",
    re.IGNORECASE,
)
_BETWEEN: Final = frozenset("is of was = : level at about approx approximately now currently today".split())
_WEEKS: Final = re.compile(r"(\d{1,2}(?:\.\d)?)\s*(?:-|\s)*(?:w|wk|wks|weeks?)\b|(\d{1,2})\s*/\s*40\b", re.IGNORECASE)

_BEYOND: Final = {"<": 0.999, ">": 1.001, "<=": 1.0, ">=": 1.0}
"""What a bound is multiplied by: the last value that may still be, or the first."""
_AIM: Final = re.compile(r"\b(?:target|targets|goal|aim|aiming|therapeutic range|reference range)\b", re.IGNORECASE)
NOT_KNOWN: Final = frozenset({"unknown", "pending", "unavailable", "awaited"})
"""A fact followed by one of these stays unknown; nothing is left to understand."""
_AFTER_NOT: Final = frozenset(
    {"known", "done", "measured", "available", "checked", "recorded", "stated", "given", "specified"}
)
_LEVEL_OF: Final = re.compile(
    r"\b([a-z][a-z-]+)\s+(?=\d+(?:\.\d+)?\s*(?:[mun]|mc)?(?:mol|eq|g)\s*/\s*[dm]?l\b)", re.IGNORECASE
)
"""A name before a concentration: `lithium 1.3 mmol/L` is a level, not a dose."""


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
    bounds: dict[str, tuple[float, float]] = {}


class _FactNames(NamedTuple):
    """Ways to write a fact's name, its words for a value that need no name, and those that only leave it between bounds."""

    names: dict[str, str]
    longest: int
    values: dict[str, tuple[str, str]]
    bounds: dict[str, tuple[str, tuple[float, float]]]


_known: dict[int, tuple[object, _FactNames]] = {}


def _names(vocabulary: Vocabulary) -> _FactNames:
    """Every way to write a fact's name → its id; kept for the vocabulary in use."""
    kept = _known.get(id(vocabulary.facts))
    if kept is not None and kept[0] is vocabulary.facts:
        return kept[1]
    names: dict[str, str] = {}
    for fact in vocabulary.facts.values():
        for name in (fact.id, fact.title, *fact.also, *fact.stand_ins):
            names.setdefault(_plain(name), fact.id)
    said = [
        (key(way), fact.id, value)
        for fact in vocabulary.facts.values()
        for value, ways in fact.values.items()
        for way in ways
    ]
    often = Counter(way for way, _, _ in said)
    made = _FactNames(
        names,
        max((name.count(" ") + 1 for name in names), default=1),
        {way: (fact, value) for way, fact, value in said if often[way] == 1 and " " in way},
        {words: (fact.id, limits) for fact in vocabulary.facts.values() for words, limits in fact.bounds.items()},
    )
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
    bounds: dict[str, tuple[float, float]] = {}
    names = _names(vocabulary)
    text = _LEVEL_OF.sub(lambda found: _as_level(found[1], found.group(), names), text)
    text = _pregnancy(text, vocabulary, facts, conditions)
    text = _pressure(text, vocabulary, facts)
    text = _height(text, vocabulary, facts)
    text = _named(text, vocabulary, facts, bounds, gaps, assumptions)
    if not UNSURE & set(key(text).split()):
        facts = {**dict(_said_in(text, names.values)), **facts}
    text = read_age(text, vocabulary, facts, gaps)
    before = len(facts)
    text = read_sex(text, vocabulary, facts)
    if len(facts) > before:
        text = read_age(text, vocabulary, facts, gaps)  # "male 34"
    text = _bare_weight(text, vocabulary, facts)
    return text, Found(facts, tuple(conditions), tuple(gaps), tuple(assumptions), bounds)


def find_bounds(text: str, vocabulary: Vocabulary) -> dict[str, tuple[float, float]]:
    """Facts that the words leave between two numbers: `CKD 3b` says where the eGFR lies."""
    return dict(_said_in(text, _names(vocabulary).bounds))


def _said_in(text: str, phrases: Mapping[str, tuple[str, T]]) -> Iterator[tuple[str, T]]:
    """Facts of which a phrase stands in the text, the shortest phrase first: a longer one says more. The words stay."""
    words = f" {key(text)} "
    for phrase in sorted(phrases, key=len):
        if f" {phrase} " in words:
            yield phrases[phrase]


def _as_level(name: str, written: str, names: _FactNames) -> str:
    return f"{name} level " if f"{_plain(name)} level" in names.names else written


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
    text: str,
    vocabulary: Vocabulary,
    facts: dict[str, Value],
    bounds: dict[str, tuple[float, float]],
    gaps: list[Gap],
    assumptions: list[Assumption],
) -> str:
    """`name value [unit]`, wherever it stands in the clause; what is only aimed at was not measured."""
    if _AIM.search(text):
        return text
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
        taken = _value(fact, spans, after, text, facts, bounds, gaps)
        if taken is None:
            at += 1
            continue
        name = text[spans[at][1] : spans[after - 1][2]]
        if _plain(name) in map(_plain, fact.stand_ins):
            assumptions.append(
                Assumption(f"patient: {name} was taken for the {fact.title.lower()}", -1, (), "stand-in")
            )
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
    bounds: dict[str, tuple[float, float]],
    gaps: list[Gap],
) -> int | None:
    while at < len(spans) and spans[at][0] in _BETWEEN:
        at += 1
    if at >= len(spans):
        return None
    if spans[at][0] in NOT_KNOWN:
        return at + 1
    if spans[at][0] == "not" and at + 1 < len(spans) and spans[at + 1][0] in _AFTER_NOT:
        return at + 2
    if fact.values:
        for length in range(min(4, len(spans) - at), 0, -1):
            phrase = key(text[spans[at][1] : spans[at + length - 1][2]])
            for value, ways in fact.values.items():
                if phrase == key(value) or any(phrase == key(way) for way in ways):
                    facts[fact.id] = value
                    return at + length
        return None
    word = spans[at][0]
    beyond = ""
    if word in _BEYOND and at + 1 < len(spans):
        beyond = word
        at += 1
        word = spans[at][0]
    if number(word) is None:
        return None
    if fact.id == "age" and at + 1 < len(spans) and spans[at + 1][0][:1] in PARTS_OF_A_YEAR:
        return None  # "age 3 weeks" is read with the other ages
    last = at + 1 if _is_range(spans, at, text) else at
    unit, end = _after_unit(spans, last + 1)
    written = text[max(spans[at][1] - 2, 0) : spans[at][1]]
    sign = -1 if re.fullmatch(r"\s-", written) else 1  # "eGFR -5" is no 5
    lower, upper = (in_unit_of(fact, sign * float(spans[one][0]), unit) for one in (at, last))
    if lower is None or upper is None:
        message = f"patient: {fact.title.lower()} in {unit} cannot be read; write it in {fact.unit}"
        gaps.append(Gap("unread", message, ask=f"what is the {fact.title.lower()} in {fact.unit}?"))
        return end
    if not plausible(fact, lower) or not plausible(fact, upper):
        gaps.append(implausible(fact, f"{'-' if sign < 0 else ''}{word}"))
        return end
    if last > at:
        bounds[fact.id] = (lower, upper)
    elif beyond:
        edge = lower * _BEYOND[beyond]
        bounds[fact.id] = (edge, fact.high or INFINITY) if beyond[0] == ">" else (fact.low or 0.0, edge)
    else:
        facts[fact.id] = round(lower, 4)
    return end


def _is_range(spans: list[tuple[str, int, int]], at: int, text: str) -> bool:
    """Whether a number and the next are the ends of a range: `eGFR 30-44`."""
    if at + 1 >= len(spans) or number(spans[at + 1][0]) is None:
        return False
    joined = re.fullmatch(r"\s?-\s?", text[spans[at][2] : spans[at + 1][1]]) is not None
    return joined and float(spans[at][0]) < float(spans[at + 1][0]) and text[spans[at + 1][2] :][:1] not in ("-", "/")


_UNIT_WORDS: Final = frozenset(
    "mg dl l ml min mmol meq kg cm m g lb lbs pounds in inches ms msec s sec bpm mmhg umol mcmol ng nmol mcg ug  "
    "years year yr yrs y old % u iu miu uiu mu k mm3 ul cells mol weeks week m2 beats hg mm x x10 10 uln units".split()
)


_POWERS: Final = {"9": ("10", "x10"), "3": ("10", "x10"), "10": ("x",), "1.73": ("/",)}
"""Numbers that belong to a unit, after what: `x 10^9/L`, `/1.73 m2`."""


def _after_unit(spans: list[tuple[str, int, int]], at: int) -> tuple[str, int]:
    unit: list[str] = []
    start = at
    while at < len(spans) and at - start < 8:
        word = spans[at][0]
        after = unit[-1] if unit else ""
        if word in _POWERS:
            fits = after in _POWERS[word]
        else:
            fits = word in _UNIT_WORDS or (
                word == "/" and at + 1 < len(spans) and spans[at + 1][0] in {*_UNIT_WORDS, "1.73"}
            )
        if not fits or (word in TESTS and at + 1 < len(spans) and number(spans[at + 1][0]) is not None):
            break  # in "Cr 1.1 Mg 1.8" and "QTc 480 K 3.1" the next test begins here
        unit.append(word)
        at += 1
    return "".join(unit), at


def _bare_weight(text: str, vocabulary: Vocabulary, facts: dict[str, Value]) -> str:
    found = re.search(r"\b(\d{1,3}(?:\.\d+)?)\s*(kg|kgs|lb|lbs|pounds)\b", text, re.IGNORECASE)
    if found is None or "weight" not in vocabulary.facts or "weight" in facts:
        return text
    factor = 1.0 if found[2].lower().startswith("kg") else 0.45359237
    facts["weight"] = round(float(found[1]) * factor, 2)
    return text[: found.start()] + " " + text[found.end() :]
