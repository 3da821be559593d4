"""What each kind of phrase in directions says: route, form, limits, indication; how often and when stand in files of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from medsafe.names import dated, how_often
from medsafe.names.amounts import take_number
from medsafe.names.dates import read_date, read_span
from medsafe.names.draft import Draft, counted_at, phrase_at, phrase_kind, quantity_at
from medsafe.names.limits import on_limit
from medsafe.names.tokens import is_date, number
from medsafe.names.words import COUNTED, EVERY, PERIODS, UNITS

_STOP_INDICATION: Final = frozenset("frequency when number unit limit stopped stops start as-needed route".split())


def _on_skip(draft: Draft, at: int, end: int, value: object) -> int:
    words = draft.words
    word = words[at]
    if value in EVERY:
        found = how_often.on_every(draft, end)
        if found is not None:
            return found
    if word in ("x", "for") and end == at + 1:
        span = read_span(words, end)
        if span is not None:
            draft.duration = span[0]
            return span[1]
        value_after = number(words[end]) if end < len(words) else None
        if value_after is not None:
            following = words[end + 1] if end + 1 < len(words) else ""
            if following not in UNITS and following not in COUNTED and following not in ("/", "-"):
                if value_after <= 12:
                    act = draft.act
                    if act.per_day is None:
                        draft.act = act._replace(per_day=value_after)
                    else:
                        draft.remarks.extend(range(at, end + 1))  # "q6h x 4": so many in all
                return end + 1
    if word == "for" and end == at + 1:
        return _on_for(draft, at)
    if value in (
        "powder",
        "solution",
        "soln",
        "suspension",
        "liquid",
        "syrup",
        "elixir",
        "oral solution",
        "oral suspension",
    ):
        draft.route = draft.route or (
            "mouth" if str(value).startswith("oral") or value in ("syrup", "elixir") else None
        )
    elif isinstance(value, str) and value.startswith("oral"):
        draft.route = draft.route or "mouth"
    elif value in ("iv injection", "im injection", "sc injection") and isinstance(value, str):
        draft.route = draft.route or value[:2]
    return end


def _on_for(draft: Draft, at: int) -> int:
    """`for 5 days` is a duration; `for sleep` an indication."""
    words = draft.words
    span = read_span(words, at + 1)
    if span is not None:
        draft.duration = span[0]
        return span[1]
    return _indication(draft, at + 1)


def _indication(draft: Draft, at: int) -> int:
    words = draft.words
    end = at
    while end < len(words) and end - at < 8:
        word = words[end]
        if (
            word in ",.;()[]|+"
            or word[0].isdigit()
            or word in ("then", "but", "and", "or", "for", "with", "max", "at", "by", "as", "in", "not")
        ):
            if (
                word not in ("and", "or")
                or end == at
                or end + 1 >= len(words)
                or phrase_kind(words, end + 1) in _STOP_INDICATION
            ):
                break
        elif end > at or word not in ("pain", "his", "her", "the", "a", "severe", "mild"):
            kind = phrase_kind(words, end)
            if kind in _STOP_INDICATION and not (
                kind == "route"
                and end + 1 <= len(words)
                and (words[end] in ("eye", "nose", "nasal", "ear", "skin", "gum") or end == at)
            ):
                break
        end += 1
    if end > at:
        said = " ".join(words[at:end]).replace(" - ", "-").replace(" ' ", "'")
        if draft.indication is None:
            draft.indication = said
        else:
            draft.unread.extend(range(at, end))
        return end
    return at


def _on_as_needed(draft: Draft, at: int, end: int, value: object) -> int:
    draft.as_needed = True
    words = draft.words
    if end < len(words) and words[end] == "for":
        return _on_for(draft, end)
    if words[end : end + 1] == ["("]:
        end += 1  # "as needed (insomnia)": the bracket that closes is no mark of anything
    if end < len(words) and words[end][0].isalpha() and phrase_at(words, end) is None:
        return _indication(draft, end)
    return end - (words[end - 1] == "(")


def _on_route(draft: Draft, at: int, end: int, value: object) -> int:
    words = draft.words
    word = " ".join(words[at:end])
    if word in COUNTED:
        draft.counted_word, draft.after_count = COUNTED[word], True
    if word == "os" and draft.route != "eye" or word == "top" and draft.route:
        return end
    if (
        draft.route is None
        or draft.route == "mouth"
        and word not in COUNTED
        and value != "mouth"
        or draft.route in ("skin", "lung")
        and value in ("nose", "eye", "ear", "vagina", "rectum", "patch")
    ):
        draft.route = str(value)
    return end


def _on_form(draft: Draft, at: int, end: int, value: object) -> int:
    result = number(draft.words[end]) if end < len(draft.words) and draft.words[at:end] == ["cr"] else None
    if result is not None and result < 20 and draft.words[end + 1 : end + 2][:1] not in (["mg"], ["x"]):
        draft.remarks.extend(range(at, end + 1))  # creatinine
        return end + 1
    if draft.form is None or value == "depot":
        draft.form = str(value)
    elif draft.form not in (value, "depot") and draft.timed:
        draft.form = "mixed"  # "MR 36 mg in the morning + IR 10 mg": no one form
    if "im" in draft.words[at:end] or "intramuscular" in draft.words[at:end]:
        draft.route = draft.route or "im"
    return end


def _on_counted(draft: Draft, at: int, end: int, value: object) -> int:
    if draft.words[at] == "oral":
        draft.route = draft.route or "mouth"
    draft.solid = draft.solid or value in ("tablet", "capsule")
    draft.counted_word, draft.after_count = str(value), True
    return end


def _on_open(draft: Draft, at: int, end: int, value: object) -> int:
    if draft.stopped and draft.stop is None and value == "then" and quantity_at(draft.words, end) is not None:
        draft.stopped = False  # "held one day, then 4 mg"
    draft.open_ended = True
    return end


def _on_salt(draft: Draft, at: int, end: int, value: object) -> int:
    draft.salt = True
    return end


def _on_number(draft: Draft, at: int, end: int, value: object) -> int:
    if (
        draft.words[at] == "i"
        and counted_at(draft.words, end) is None
        and phrase_kind(draft.words, end) not in ("frequency", "when")
    ):
        return end  # "I take …"
    return take_number(draft, at)


def _on_repeat(draft: Draft, at: int, end: int, value: object) -> int:
    """`may repeat once`, `may repeat x 2`, `MR x1`: so many times more; `may repeat after 2 hours`: once more at least."""
    words = draft.words
    if words[at] == "mr" and not {"prn", "needed", "required", "sos"} & set(words):
        return _on_form(draft, at, at + 1, "extended-release")  # a form, and a number of tablets
    if words[at] == "mr":
        end = at + 1
    known = {"once": 1.0, "one": 1.0, "twice": 2.0, "two": 2.0, "three": 3.0}
    more = None
    nearer = end
    while nearer < len(words) and words[nearer] in ("x", "up", "to", "a", "dose", "the"):
        nearer += 1
    if nearer < len(words):
        more = known.get(words[nearer]) or number(words[nearer])
        if more is not None and nearer + 1 < len(words) and words[nearer + 1] in PERIODS:
            more = None
    if more is None:
        draft.notes.append("two repeats")
    else:
        end = nearer + 1
    draft.act = draft.act._replace(per_day=(draft.act.per_day or 1.0) * (1 + (1.0 if more is None else more)))
    following = words[end] if end < len(words) else ""
    span = read_span(words, end + 1) if following in ("after", "in") else None
    if span is not None:
        draft.remarks.extend(range(at, span[1]))
        return span[1]
    return end + 1 if following in ("x", "times", "time") else end


def _on_missed(draft: Draft, at: int, end: int, value: object) -> int:
    """`missed 3 days`: neither a duration nor a stop; kept as words, so that it is asked about."""
    span = read_span(draft.words, end)
    last = span[1] if span is not None else end
    draft.unread.extend(range(at, last))
    return last


def _on_remark(draft: Draft, at: int, end: int, value: object) -> int:
    """Words that are no part of the dose, with the day or the number that they speak of."""
    words = draft.words
    nearer = end
    while nearer < len(words) and words[nearer] in ("on", ":", "date", "due", "of", "was", "is", "=", "~"):
        nearer += 1
    day = read_date(words, nearer)
    if nearer < len(words) and is_date(words[nearer]):
        end = nearer + 1
    elif day is not None:
        end = day.end
    elif nearer < len(words) and number(words[nearer]) is not None:
        end = nearer + 1
        if end + 1 < len(words) and words[end] in ("/", "-") and number(words[end + 1]) is not None:
            end += 2
        while end < len(words) and (words[end] in UNITS or (words[end] == "/" and words[end + 1 : end + 2] != [])):
            end += 1
    draft.remarks.extend(range(at, end))
    return end


def _on_unit(draft: Draft, at: int, end: int, value: object) -> int:
    draft.unread.append(at)
    return end


HANDLERS: Final[dict[str, Callable[[Draft, int, int, object], int]]] = {
    "frequency": how_often.on_frequency,
    "when": how_often.on_when,
    "skip": _on_skip,
    "start": dated.on_start,
    "stopped": dated.on_stopped,
    "stops": dated.on_stops,
    "taken-for": dated.on_taken_for,
    "limit": on_limit,
    "divided": how_often.on_divided,
    "open": _on_open,
    "planned": dated.on_planned,
    "as-needed": _on_as_needed,
    "route": _on_route,
    "form": _on_form,
    "counted": _on_counted,
    "meals": how_often.on_meals,
    "weekday": how_often.on_weekday,
    "other-days": how_often.on_other_days,
    "repeat": _on_repeat,
    "unclear": how_often.on_unclear,
    "missed": _on_missed,
    "remark": _on_remark,
    "day": dated.on_day,
    "salt": _on_salt,
    "number": _on_number,
    "unit": _on_unit,
    "period": dated.on_period,
}
