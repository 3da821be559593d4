"""The reader of directions: walks over the tokens once, longest phrase first, and notes what each says."""

from __future__ import annotations

from typing import Final

from medsafe.names.amounts import take_number
from medsafe.names.directions import NOTHING, Act, Directions
from medsafe.names.draft import Draft, phrase_at, phrase_kind
from medsafe.names.phrases import HANDLERS
from medsafe.names.tokens import tokens
from medsafe.names.words import COUNTED, LONGEST, TIMES, UNITS

_DAY_LETTERS: Final = frozenset("m t w f s mo tu we th fr sa su tue wed thu fri sat sun mon".split())
_IGNORED: Final = frozenset(",.;:[]{}-&'|~=#@")


def read_directions(text: str) -> Directions:
    """Read the words after a name (folded, lower case).

    >>> read = read_directions("50 mg 1-2 tabs po q4-6h prn pain max 6/day")
    >>> read.acts[0].mass, read.acts[0].given, read.acts[0].per_day, read.limit
    (Amount(low=50.0, high=50.0, unit='mg'), Amount(low=1.0, high=2.0, unit='tablet'), 6.0, Amount(low=6.0, high=6.0, unit=''))
    """
    words = tokens(text)
    if not words:
        return NOTHING
    draft = Draft(words)
    at, count = 0, len(words)
    while at < count:
        at = _step(draft, at)
    return _finish(draft)


def _step(draft: Draft, at: int) -> int:
    words = draft.words
    word = words[at]
    if word == "-" and words[at + 1 : at + 2] == [">"]:
        draft.open_ended = True  # 50 mg -> 100 mg
        return at + 2
    if word in _IGNORED:
        return at + 1
    if word in _DAY_LETTERS and at + 1 < len(words) and words[at + 1] == "/":
        days = _day_letters(words, at)
        if days is not None:
            draft.weekdays.update(words[at:days])
            draft.weekdays.discard("/")
            return days
    if word in "()":
        _bracket(draft, word)
        return at + 1
    first = word[0]
    if first.isdigit() or first == ".":
        known = phrase_at(words, at) if word in LONGEST else None
        if known is not None and known[0] in ("frequency", "divided"):
            return HANDLERS[known[0]](draft, at, known[2], known[1])
        return take_number(draft, at)
    if word == "on" and at and _night(words, at):
        return HANDLERS["when"](draft, at, at + 1, ("night",))  # omni nocte, as in "15 mg on"
    hit = phrase_at(words, at)
    if hit is None:
        if word == "%":
            return at + 1
        draft.unread.append(at)
        return at + 1
    kind, value, end = hit
    handler = HANDLERS.get(kind)
    if handler is None:
        draft.unread.append(at)
        return at + 1
    return handler(draft, at, end, value)


def _night(words: list[str], at: int) -> bool:
    """Whether `on` behind a dose is omni nocte, every night: `15 mg on`, `2 mg MR on prn`."""
    before = words[at - 1]
    if at + 1 < len(words) and words[at + 1] not in ("prn", ",", "-", ")", "for", "x"):
        return False
    return before in UNITS or before in COUNTED or before[0].isdigit() or phrase_kind(words, at - 1) == "form"


def _day_letters(words: list[str], at: int) -> int | None:
    """`M/W/F`, `T/Th/Sa/Su`: the position after three days or more, by their letters."""
    end = at + 1
    while end + 1 < len(words) and words[end] == "/" and words[end + 1] in _DAY_LETTERS:
        end += 2
    return end if end - at >= 5 else None


def _bracket(draft: Draft, mark: str) -> None:
    """A complete dose in brackets after a complete one is another account of the same medicine, not more of it."""
    if mark == ")":
        draft.depth -= 1
        return
    draft.depth += 1
    act = draft.act
    if draft.aside < 0 and act.mass is not None and draft.timed:
        draft.next_act()
        draft.aside = len(draft.acts)


def _finish(draft: Draft) -> Directions:
    if draft.weekdays:
        draft.close_weekdays()
    act = draft.act
    if draft.meals and act.per_day is None and act.sum_of_day is None and not act.whole_day and not draft.as_needed:
        act = act._replace(per_day=3.0)
        draft.notes.append("meals")
    counts_only = act == Act(given=act.given) and act.given is not None
    if (draft.again or counts_only) and draft.acts and not draft.timed and act.given is not None:
        # A count that ends the line without saying how often: what was dispensed, or a part that was cut off.
        if act.given.high <= 4:
            draft.open_ended = True
        draft.remarks.extend(draft.recount or draft.counted_at)
        draft.notes.append("two counts")
        act = Act()
    if draft.last_dose and (draft.acts or act.per_day is not None or act.whole_day):
        draft.stopped, draft.stop = False, None  # of a medicine that goes on
        draft.remarks.extend(draft.last_dose)
    if act != Act():
        if draft.acts and act.mass is None and act.given is None and not act.pair:
            pass
        else:
            draft.acts.append(act)
    if 0 <= draft.aside < len(draft.acts):
        draft.open_ended = True
    if len(draft.acts) > 1 and not draft.as_needed:
        draft.days_per_week = None  # of one part only
    if any(act.mass or act.given or act.pair for act in draft.acts):
        draft.remarks.extend(draft.former)
    else:
        draft.unread.extend(draft.former)  # the only dose that is written: it must be asked about
    return Directions(
        acts=tuple(draft.acts),
        route=draft.route,
        form=draft.form if draft.form != "mixed" else None,
        times=tuple(time for time in TIMES if time in draft.times),
        days_per_week=draft.days_per_week,
        as_needed=draft.as_needed,
        start=draft.start,
        stop=draft.stop,
        stopped=draft.stopped,
        duration=draft.duration,
        indication=draft.indication,
        limit=draft.limit,
        limit_days=draft.limit_days,
        open_ended=draft.open_ended,
        divided=draft.divided,
        planned=draft.planned,
        salt=draft.salt,
        solid=draft.solid,
        unread=_said(draft.words, [at for at in draft.unread if draft.words[at] not in "/><"]),
        remarks=_said(draft.words, sorted(draft.remarks)),
        notes=tuple(draft.notes),
    )


def _said(words: list[str], places: list[int]) -> tuple[str, ...]:
    """Words at these places; those that stand together, together."""
    found: list[str] = []
    before = -2
    for at in places:
        word = words[at].removeprefix(".") if words[at].startswith("..") else words[at]  # one point was written
        if found and at == before + 1:
            found[-1] += f" {word}"
        else:
            found.append(word)
        before = at
    return tuple(found)
