"""The reader of directions: walks over the tokens once, longest phrase first, and notes what each says."""

from __future__ import annotations

from typing import Final

from medsafe.names.amounts import take_number
from medsafe.names.directions import NOTHING, Act, Directions
from medsafe.names.draft import Draft, phrase_at
from medsafe.names.phrases import HANDLERS
from medsafe.names.tokens import tokens
from medsafe.names.words import LONGEST, TIMES

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
    if word in _IGNORED:
        return at + 1
    if word in "()":
        _bracket(draft, word)
        return at + 1
    first = word[0]
    if first.isdigit() or first == ".":
        known = phrase_at(words, at) if word in LONGEST else None
        if known is not None and known[0] in ("frequency", "divided"):
            return HANDLERS[known[0]](draft, at, known[2], known[1])
        return take_number(draft, at)
    hit = phrase_at(words, at)
    if hit is None:
        if word == "%":
            return at + 1
        draft.unread.append(at)
        return at + 1
    kind, value, end = hit
    draft.last = kind
    handler = HANDLERS.get(kind)
    if handler is None:
        draft.unread.append(at)
        return at + 1
    return handler(draft, at, end, value)


def _bracket(draft: Draft, mark: str) -> None:
    """A complete dose in brackets after a complete one is another account of the same medicine, not more of it."""
    if mark == ")":
        draft.depth -= 1
        return
    draft.depth += 1
    act = draft.act
    if draft.aside < 0 and act.mass is not None and (act.per_day is not None or act.whole_day):
        draft.next_act()
        draft.aside = len(draft.acts)


def _on_weekdays(draft: Draft, act: Act) -> Act:
    """Days of the week that were named: the dose is given on these only."""
    count = len(draft.weekdays)
    draft.days_per_week = float(count)
    if act.per_day is None:
        return act._replace(per_day=count / 7)
    return act._replace(per_day=act.per_day * count / 7) if act.per_day >= 1 else act


def _finish(draft: Draft) -> Directions:
    act = draft.act
    if draft.weekdays:
        act = _on_weekdays(draft, act)
    if draft.meals and act.per_day is None and act.sum_of_day is None and not act.whole_day and not draft.as_needed:
        act = act._replace(per_day=3.0)
        draft.notes.append("meals")
    if act != Act():
        if draft.acts and act.mass is None and act.given is None and not act.pair:
            pass
        else:
            draft.acts.append(act)
    if 0 <= draft.aside < len(draft.acts):
        draft.open_ended = True
    words = draft.words
    unread: list[str] = []
    before = -2
    for at in draft.unread:
        if unread and at == before + 1:
            unread[-1] += " " + words[at]
        else:
            unread.append(words[at])
        before = at
    return Directions(
        acts=tuple(draft.acts),
        route=draft.route,
        form=draft.form,
        times=tuple(time for time in TIMES if time in draft.times),
        days_per_week=draft.days_per_week,
        as_needed=draft.as_needed,
        start=draft.start,
        stop=draft.stop,
        stopped=draft.stopped,
        duration=draft.duration,
        indication=draft.indication,
        limit=draft.limit,
        open_ended=draft.open_ended,
        divided=draft.divided,
        planned=draft.planned,
        salt=draft.salt,
        solid=draft.solid,
        unread=tuple(unread),
        notes=tuple(draft.notes),
    )
