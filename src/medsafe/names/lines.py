"""One line of a list: which names stand in it, and which directions belong to which name."""

from __future__ import annotations

import re
from datetime import date
from typing import Final, NamedTuple

from medsafe.model.medication import Amount, Medication
from medsafe.model.report import Assumption, Gap
from medsafe.names.cautions import cautions
from medsafe.names.combine import Group, group_mentions
from medsafe.names.compose import HOW, Composed, Target, Template, compose, template_of
from medsafe.names.directions import NOTHING, Act, Directions
from medsafe.names.everyday import EVERYDAY, MAKERS, RANGE_WORDS
from medsafe.names.normal import fold, key
from medsafe.names.resolve import Ambiguous, Names
from medsafe.names.scan import Mention, Word, mentions, words_of
from medsafe.names.sig import read_directions
from medsafe.names.tokens import tokens
from medsafe.names.unnamed import allergy_line, header_line
from medsafe.names.vocabulary import Vocabulary
from medsafe.names.words import COUNTED, PHRASES, SALTS, UNITS

LONGEST_LINE: Final = 2000
MEMO: Final = 20_000

_HEAD: Final = re.compile(r"([a-z][a-z -]*[a-z])(?: |-|, ?|: ?)(?=[\d.])")
_BULLET: Final = re.compile(r"^\s*(?:[-*>~\u2022]+\s*|\(?\d{1,2}[.)]\s+(?=[^\W\d_])|[a-z][.)]\s+|\[[ x]?\]\s*)+", re.IGNORECASE)
_ENTITY: Final = re.compile(r"&(?:reg|trade|copy|nbsp|amp|quot|#\d{2,4});", re.IGNORECASE)
_SEGMENT: Final = re.compile(
    r"\s*(?:[;\n\r\t]|\s\|\s|\u2028)\s*"
    r"|(?:(?<=\s)|(?<=^))\(?\d{1,2}[.)]\s+(?=[A-Za-z])"
    r"|(?<![Vv]it)(?<!\bSt)(?<!\bst)(?<!\bNo)(?<!\bno)(?<!\bDr)(?<!\bapprox)(?<=[A-Za-z\d)\]])\.\s+(?=[A-Z])"
)
_PACKAGE: Final = re.compile(r"^\s*(?:nda\d+\s+)?[\d.]+\s*(?:hr|actuat|ml)\s*$", re.IGNORECASE)
_CHUNK: Final = re.compile(r"[,:+]|\s&\s|\band\b|\bplus\b|(?<=[^\W\d_])/(?=\s*[^\W\d_])|\s/\s|(?<=[a-z])\.\s")
_ITEM_MARK: Final = re.compile(r"(,(?!\d{3})|\+|\s(?:and|with|w/|&)\s|/)")
_LAST_BREAK: Final = re.compile(r"^(.*)(?:[,:;+]|\s&\s|\band\b|\bplus\b|\bthen\b|(?<=[a-z)])\.\s)(.*)$", re.DOTALL)


_Entry = tuple[tuple[object, ...], "dict[str, Template | None]", Target]
"""A name that was met: what it says, the templates of its shape, and itself."""


class LineReader:
    """Reads single lines. Directions repeat from line to line, so they are kept by their text."""

    def __init__(self, vocabulary: Vocabulary):
        self.vocabulary = vocabulary
        self.names = Names(vocabulary)
        self._directions: dict[str, Directions] = {}
        self._entries: dict[str, _Entry] = {}

    def directions(self, text: str) -> Directions:
        """Read directions (folded, lower case), from memory where the same words came before."""
        found = self._directions.get(text)
        if found is None:
            found = read_directions(text) if text else NOTHING
            danger = cautions(text)
            if danger:
                found = found._replace(cautions=danger)
            if len(self._directions) >= MEMO:
                self._directions = {}
            self._directions[text] = found
        return found

    # ---- one line

    def read(self, text: str, as_of: date, example: bool = False) -> list[Composed]:
        """All medications of one line, at no position yet; at least one, which has no drug where none was read."""
        if len(text) > LONGEST_LINE:
            message = f"it has more than {LONGEST_LINE} characters and was not read; write one medicine a line"
            return [_nothing(text[:LONGEST_LINE], Gap("unread", message, ask="which medicines are meant?"))]
        plain = fold(text)
        quick = self._quick(text, plain, as_of, example)
        if quick is not None:
            return [quick]
        return _LineParse(self, text, plain, as_of, example).result()

    def template(self, lower: str, as_of: date) -> tuple[tuple[object, ...], Template] | None:
        """The most common shape of all, quickly: one drug's exact name and directions seen before.

        Gives what the name says (drugs, products, how, name) and what the directions say.
        """
        name, _, rest = lower.partition(" ")
        if not "0" <= rest[:1] <= "9":
            head = _HEAD.match(lower)
            if head is None:
                return None
            name, rest = head[1], lower[head.end() :]
        entry = self._entries.get(name) or self._entry(name)
        if entry is None:
            return None
        said, templates, target = entry
        template = templates.get(rest, False)
        if template is False:
            template = template_of(target, self.directions(rest), self.vocabulary, as_of)
            if len(templates) >= MEMO:
                templates.clear()
            templates[rest] = template
        return (said, template) if template else None

    def _entry(self, name: str) -> _Entry | None:
        """A single drug's name, unless a longer name goes on with a digit."""
        target = self.names.target(name)
        if not isinstance(target, Target) or target.templates is None or name in self.names.before_digit:
            return None
        product = target.product
        said = (target.drugs, (product.id,) if product is not None else (), HOW[target.how], target.name)
        entry = self._entries[name] = (said, target.templates, target)
        return entry

    def _quick(self, text: str, plain: str, as_of: date, example: bool) -> Composed | None:
        """A name and then directions that are understood to the last word; None where it is anything else."""
        lower = plain.lower().strip()
        names = self.names
        head = _HEAD.match(lower)
        whole = names.target(lower) if head is None else None
        if whole is None:
            whole = names.exact(plain)
        if whole is not None:
            if isinstance(whole, Ambiguous):
                return ambiguous(text, whole)
            return compose(text, whole, NOTHING, self.vocabulary, as_of, example)
        if head is None:
            return None
        name = head[1]
        target = names.target(name)
        rest = lower[head.end() :]
        if target is None:
            name, rest = _without_form(key(name), rest, names)
            target = names.target(name)
        if not isinstance(target, Target) or name in names.before_digit:
            return None
        read = self.directions(rest)
        if read.unread or read.open_ended or not read.acts:
            return None
        if len(target.drugs) > 1 and not read.acts[0].pair:
            return None
        return compose(text, target, read, self.vocabulary, as_of, example)

    def is_name(self, text: str) -> bool:
        """Whether a text is one exact name and nothing else."""
        return isinstance(self.names.target(text.lower()), Target)

    def find(self, text: str, as_of: date) -> list[Composed]:
        """The medicines named in running text (of a patient), read exactly; empty where there is none."""
        plain = fold(text)
        if not any(isinstance(one.target, Target) and one.taken for one in mentions(plain, self.names)):
            return []
        composed = _LineParse(self, text, plain, as_of, True).result()
        return [one for one in composed if one.medication.drugs]


def _without_form(name: str, rest: str, names: Names) -> tuple[str, str]:
    """Move words such as XR, HCl or tablets from the end of a name to the directions, until the catalogue holds the name."""
    for _ in range(3):
        head, _, last = name.rpartition(" ")
        if not head or (last not in PHRASES and last not in COUNTED):
            break
        name, rest = head, f"{last} {rest}"
        if names.target(name) is not None:
            break
    return name, rest


def _nothing(text: str, *gaps: Gap) -> Composed:
    return Composed(Medication(text, unread=(text,) if text.strip() else ()), (), gaps)


def ambiguous(text: str, found: Ambiguous) -> Composed:
    """A name that means several drugs: asked, not guessed."""
    message = f"{found.name!r} may mean {', '.join(found.drugs[:-1])} or {found.drugs[-1]}; write which"
    gap = Gap("ambiguous", message, suggestions=found.drugs[:3], ask=f"which medicine is {found.name!r}?")
    return _nothing(text, gap)


class _Piece(NamedTuple):
    """A group of names and the words that belong to it."""

    group: Group
    directions: str


class _LineParse:
    """The careful way: every segment of a line, every name in it, and every word accounted for."""

    def __init__(self, reader: LineReader, text: str, plain: str, as_of: date, example: bool):
        self.reader, self.names, self.vocabulary = reader, reader.names, reader.vocabulary
        self.text, self.plain, self.as_of, self.example = text, plain, as_of, example
        self.pieces: list[_Piece] = []
        self.assumptions: list[Assumption] = []
        self.gaps: list[Gap] = []
        self.all_stopped = False

    def result(self) -> list[Composed]:
        plain = _ENTITY.sub(" ", self.plain)
        for segment in _SEGMENT.split(_BULLET.sub("", plain)):
            if segment and segment.strip(" \t.,;:-*"):
                self._segment(segment)
        return self._composed()

    # ---- segments

    def _segment(self, segment: str) -> None:
        allergies = allergy_line(segment)
        if allergies is not None:
            self._allergy(allergies or "not named")
            return
        found = mentions(segment, self.names)
        taken = [one for one in found if one.taken]
        for one in found:
            if "allerg" in one.why or "intoleran" in one.why:
                self._allergy(one.why)
            elif not one.taken and one.why:
                self._say("comment", f"{one.why!r} was not read as a medicine taken")
        if not taken:
            if found or self._continues(segment):
                return
            self._unnamed(segment)
            return
        found_groups, conflicts = group_mentions(segment, taken, self.names)
        for first, second in conflicts:
            self._gap("conflict", f"{first} and {second} are written as one medicine but are two; both were read", f"is it {first} or {second}?")
        self._place(segment, found_groups, [(one.start, one.end) for one in found if not one.taken])

    def _allergy(self, said: str) -> None:
        self._gap("unread", f"an allergy is stated here ({said}) and was not judged; give it with the patient", "which allergies does the patient have?")

    def _place(self, segment: str, groups: list[Group], silent: list[tuple[int, int]]) -> None:
        """Share the words of a segment out among its names."""
        prefix = segment[: groups[0].start]
        head, own = _split_last(prefix)
        if head:
            stop = re.search(r"\b(stopped|discontinued|d/c'?d?|not taking|on hold|held|previous(?:ly)?|past)\b[^:]*:\s*$", prefix, re.IGNORECASE)
            self.all_stopped = self.all_stopped or stop is not None
            self._loose(head)
        if _PACKAGE.match(own):
            own = ""
        for number, group in enumerate(groups):
            following = groups[number + 1].start if number + 1 < len(groups) else len(segment)
            after = _cut(segment, group.end, following, silent)
            next_own = ""
            if number + 1 < len(groups):
                after, next_own = _split_next(after)
                after, items = _items(after)
            else:
                after, items = _items(after)
            words = f"{own.strip()} {group.inner} {after.strip()}".strip()
            self.pieces.append(_Piece(group, words))
            for item in items:
                self._item(item)
            own = next_own

    def _continues(self, segment: str) -> bool:
        """A segment with directions only belongs to the name before it."""
        if not self.pieces:
            return False
        read = self.reader.directions(segment.lower().strip())
        if read.unread and not (read.acts or read.stopped or read.as_needed or read.start or read.duration):
            words = [word.key for word in words_of(segment)]
            if any(word not in EVERYDAY and word not in PHRASES and word.isalpha() and len(word) > 3 for word in words):
                return False
        last = self.pieces[-1]
        self.pieces[-1] = last._replace(directions=f"{last.directions} , {segment.strip()}")
        return True

    def _loose(self, text: str) -> None:
        """Words before the first name: items of the list in which no name was recognised, or talk."""
        for item in _CHUNK.split(text):
            if item and item.strip():
                self._item(item)

    def _item(self, item: str) -> None:
        """An item between names: a misspelt medicine, one that the catalogue does not hold, or talk."""
        words = words_of(item)
        start = 0
        while start < len(words) and (words[start].key in EVERYDAY or words[start].key in MAKERS or words[start].key in PHRASES or not words[start].key[0].isalpha()):
            start += 1
        if start == len(words):
            return
        if self._misspelt(item, words, start):
            return
        word = words[start].key
        if len(word) > 3 and word.isalpha():
            shown = item.strip(" ,.;:()[]-")[:60]
            near = self._suggestions(words, start)
            kind = "unrecognised" if near else "unread"
            self._gap(kind, f"{shown!r} was not understood; if it is a medicine, check its spelling or write the generic name", f"what is {shown!r}?", near)

    def _misspelt(self, text: str, words: list[Word], start: int) -> bool:
        """Read the name at this word as a misspelt one, if one drug is near and alone; the words after it are its directions."""
        end = start
        while end < len(words) and end - start < 4 and words[end].key not in COUNTED and words[end].key not in UNITS and words[end].key[0].isalpha():
            if end > start and (words[end].key in EVERYDAY or words[end].key in PHRASES):
                break
            end += 1
        for last in range(end, start, -1):
            normal = " ".join(word.key for word in words[start:last])
            target = self.names.exact(normal)
            if target is None:
                near = self.names.near(normal)
                target = self.names.target(near.name) if near.name is not None else None
            if isinstance(target, Target):
                written = text[words[start].start : words[last - 1].end]
                if key(written) != normal or self.names.target(normal) is None:
                    self._say("spelling", f"{written!r} was read as {shown_name(target)}", target.drugs)
                    target = target._replace(how="f")
                group = Group(words[start].start, words[last - 1].end, target)
                before = text[: words[start].start]
                rest = text[words[last - 1].end :]
                self.pieces.append(_Piece(group, f"{'' if _PACKAGE.match(before) else before} {rest}"))
                return True
        return False

    def _suggestions(self, words: list[Word], start: int) -> tuple[str, ...]:
        for last in range(min(len(words), start + 3), start, -1):
            if all(word.key[0].isalpha() for word in words[start:last]):
                found = self.names.near(" ".join(word.key for word in words[start:last])).suggestions
                if found:
                    return found
        return ()

    def _unnamed(self, segment: str) -> None:
        """A segment without a name that we know."""
        header = header_line(segment)
        if header:
            self._say("header", f"{segment.strip()[:60]!r} names no medicine ({header})")
            return
        words = words_of(segment)
        start = 0
        while start < len(words) and (words[start].key in EVERYDAY or words[start].key in MAKERS or words[start].key in PHRASES or not words[start].key[0].isalpha()):
            start += 1
        shown = segment.strip()[:60]
        if start == len(words):
            self._gap("unrecognised", f"no medicine is named in {shown!r}; write its name", "which medicine is it?")
            return
        if self._misspelt(segment, words, start):
            return
        last = start + 1
        while last < len(words) and last - start < 3 and words[last].key[0].isalpha() and words[last].key not in PHRASES and words[last].key not in EVERYDAY:
            last += 1
        normal = " ".join(word.key for word in words[start:last])
        near = self.names.near(normal)
        suggestions = near.suggestions or self._suggestions(words, start)
        why = f": {near.why}" if near.why else ""
        hint = f"; did you mean {' or '.join(suggestions)}?" if suggestions else "; check the spelling or write the generic name"
        self._gap("unrecognised", f"no medicine is recognised in {shown!r}{why}{hint}", "which medicine is it?", suggestions)

    # ---- the outcome

    def _composed(self) -> list[Composed]:
        found: list[Composed] = []
        for group, words in self.pieces:
            if isinstance(group.target, Ambiguous):
                found.append(ambiguous(self.text, group.target))
                continue
            read = self.reader.directions(" ".join(words.lower().split()))
            if group.strengths:
                read = _with_strengths(read, group)
            if self.all_stopped and not read.stopped:
                read = read._replace(stopped=True)
            unread = tuple(word for word in read.unread if not self._talk(word) and not self._same(word, group.target))
            self._goes_on(group.target, words)
            one = compose(self.text, group.target, read, self.vocabulary, self.as_of, self.example)
            found.append(self._with_unread(one, unread))
        if not found:
            found = [_nothing(self.text)]
        if not self.gaps and not self.assumptions and not found[0].medication.drugs and not found[0].gaps:
            self._gap("unrecognised", f"no medicine is named in {self.text.strip()[:60]!r}; write its name" if self.text.strip() else "the line is empty", "which medicine is it?")
        first = found[0]
        found[0] = first._replace(assumptions=(*self.assumptions, *first.assumptions), gaps=(*self.gaps, *first.gaps))
        return found

    def _goes_on(self, target: Target, words: str) -> None:
        """A brand that goes on with such a word is another product, which may hold more: "… Cold", "… Plus"."""
        following = words_of(words[:40])
        if target.how in "bp" and following and following[0].key in RANGE_WORDS:
            more = following[0].key
            self._gap("unread", f"{target.name} {more!r} is a product that is not known; it may hold more than {' and '.join(target.drugs)}", "what does it contain?")

    def _talk(self, words: str) -> bool:
        """Words that were not understood and carry neither a number nor, by their looks, a name."""
        return all(word in EVERYDAY or word in MAKERS or word in PHRASES or len(word) < 3 and not any(char.isdigit() for char in word) for word in tokens(words))

    def _same(self, word: str, target: Target) -> bool:
        """A misspelt second name of the same medicine: a generic name before or after its brand."""
        if not word.isalpha() or len(word) < 6:
            return False
        near = self.names.near(word)
        first = self.names.target(near.suggestions[0]) if near.distance and near.suggestions else None
        return isinstance(first, Target) and first.drugs == target.drugs

    def _with_unread(self, one: Composed, unread: tuple[str, ...]) -> Composed:
        if not one.medication.unread or self.example:
            return one
        gaps, assumptions = one.gaps, one.assumptions
        name = one.medication.read_as
        if unread:
            shown = " … ".join(unread)[:80]
            numeric = any(char.isdigit() for char in shown)
            what = "the dose may not be complete" if numeric else "if it is a medicine, write it on a line of its own"
            gaps = (*gaps, Gap("unread", f"{shown!r} was not understood with {name}; {what}", (), one.medication.drugs, ask=f"what does {shown!r} mean?"))
        else:
            shown = " … ".join(one.medication.unread)[:80]
            assumptions = (*assumptions, Assumption(f"{shown!r} was taken as a comment on {name}", -1, one.medication.drugs, "comment"))
        return one._replace(gaps=gaps, assumptions=assumptions)

    def _say(self, kind: str, message: str, drugs: tuple[str, ...] = ()) -> None:
        self.assumptions.append(Assumption(message, -1, drugs, kind))

    def _gap(self, kind: str, message: str, ask: str, suggestions: tuple[str, ...] = ()) -> None:
        self.gaps.append(Gap(kind, message, suggestions=suggestions, ask=ask))


def shown_name(target: Target) -> str:
    """A name with the drug it stands for, for people."""
    drugs = " and ".join(target.drugs)
    return target.name if target.name == drugs else f"{target.name} ({drugs})"


def _split_last(text: str) -> tuple[str, str]:
    """The words before a name: what belongs to items before it, and what is its own (`10 mg`, `hold`)."""
    match = _LAST_BREAK.match(text)
    return (match[1] + ":", match[2]) if match is not None else ("", text)


def _split_next(text: str) -> tuple[str, str]:
    """The words between two names: of the first, and (a dose written before it) of the second."""
    match = _LAST_BREAK.match(text)
    if match is None:
        return text, ""
    before, after = match[1], match[2]
    words = after.split()
    if words and not re.match(r"^[\s\d./-]+(?:mg|mcg|g|ml|tablets?|tabs?|capsules?|caps?|units?)\b.*$", after.strip(), re.IGNORECASE):
        known = all(word.strip(".,()").lower() in EVERYDAY or word.strip(".,()").lower() in PHRASES or word.strip(".,()").lower() in MAKERS for word in words)
        if not known:
            return text, ""
    return before, after


def _items(text: str) -> tuple[str, list[str]]:
    """Cut further items of a list (", Vibryd, …", "/metoclop", "with codeine") from the directions before them."""
    parts = _ITEM_MARK.split(text)
    own, items, depth = parts[0], [], _depth(parts[0])
    for mark, part in zip(parts[1::2], parts[2::2], strict=True):
        words = words_of(part)
        lead = 0
        while lead < len(words) and words[lead].key in ("and", "also", "or", "plus", "with"):
            lead += 1
        joined = mark.strip() not in (",", "+")
        if depth <= 0 and lead < len(words) and _name_like(words[lead].key) and (not joined or _only_salts(own) and not items):
            items.append(part)
        elif items:
            items[-1] += mark + part
        else:
            own += mark + part
        depth += _depth(part)
    return own, items


def _depth(text: str) -> int:
    return sum((char in "([{") - (char in ")]}") for char in text)


def _only_salts(text: str) -> bool:
    """Whether nothing but salts stands between a name and what is joined to it."""
    return all(word.key in SALTS for word in words_of(text))


def _name_like(word: str) -> bool:
    return len(word) > 3 and word.isalpha() and word not in EVERYDAY and word not in PHRASES and word not in COUNTED and word not in UNITS and word not in MAKERS


def _cut(text: str, start: int, end: int, silent: list[tuple[int, int]]) -> str:
    """Part of a text without the names that were not read as taken."""
    kept, at = [], start
    for first, last in silent:
        if first >= start and last <= end:
            kept.append(text[at:first])
            at = last
    kept.append(text[at:end])
    return " ".join(kept)


def _with_strengths(read: Directions, group: Group) -> Directions:
    """Put the strengths written with each name of a combination into its directions."""
    act = read.acts[0] if read.acts else Act()
    strengths = tuple(strength for strength, _ in group.strengths)
    volume = next((per for _, per in group.strengths if per is not None), None)
    count = act.count
    if volume is not None and count is None and act.mass is not None and act.mass.unit == "mL":
        count = Amount(act.mass.low, act.mass.high, "mL")
    return read._replace(acts=(act._replace(mass=None, pair=strengths, pair_unit="mg", per_volume=volume, count=count), *read.acts[1:]))


__all__ = ["LineReader", "Mention"]
