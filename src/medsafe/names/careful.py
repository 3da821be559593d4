"""The careful way to read a line: every segment of it, every name in it, and every word accounted for."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from medsafe.model.report import Assumption, Gap
from medsafe.names.combine import Group, clarified, group_mentions, with_strengths
from medsafe.names.compose import compose
from medsafe.names.everyday import EVERYDAY, MAKERS, RANGE_WORDS
from medsafe.names.gaps import allergy_gap, ambiguous, not_understood, nothing, shown_name
from medsafe.names.measured import result_line
from medsafe.names.normal import key
from medsafe.names.resolve import Ambiguous, frequency_in
from medsafe.names.scan import Word, mentions, words_of
from medsafe.names.segments import (
    CHUNK,
    ENTITY,
    PACKAGE,
    cut,
    first_name,
    shared_directions,
    split_items,
    split_last,
    split_next,
    without,
)
from medsafe.names.strangers import not_held
from medsafe.names.target import Composed, Target
from medsafe.names.tokens import tokens
from medsafe.names.unnamed import AS_NEEDED, STOPPED, allergy_line, header_line, heading, names_again
from medsafe.names.words import COUNTED, PHRASES, SALTS, UNITS

if TYPE_CHECKING:
    from medsafe.names.lines import LineReader


_STOPPED: Final = re.compile(
    r"\b(stopped|discontinued|d/c'?d?|not taking|on hold|held|previous(?:ly)?|past)\b[^:]*:\s*$", re.IGNORECASE
)
_AS_NEEDED: Final = re.compile(r"^\W*(?:prns?|as needed|when required)\b[^:]{0,20}:", re.IGNORECASE)
"""Headings that speak of every medicine behind them."""


_GLUED: Final = re.compile(r"(?<=[a-z]{5})(?=\d)", re.IGNORECASE)
"""Where a name that is not known, and so perhaps misspelt, ends and its dose begins."""
_POINT: Final = re.compile(r"(?<=[a-z]{3})\.(?=\d)", re.IGNORECASE)
"""A point between a name and a number ends the name or begins a fraction, a hundredfold apart: the number is not read."""


class Piece(NamedTuple):
    """A group of names and the words that belong to it."""

    group: Group
    directions: str
    after: str = ""  # what follows the name


class LineParse:
    """The careful way: every segment of a line, every name in it, and every word accounted for."""

    def __init__(
        self,
        reader: LineReader,
        text: str,
        plain: str,
        as_of: date,
        example: bool,
        talk: bool = False,
        under: str = "",
    ):
        self.reader, self.names, self.vocabulary = reader, reader.names, reader.vocabulary
        self.text, self.plain, self.as_of, self.example, self.talk = text, plain, as_of, example, talk
        self.pieces: list[Piece] = []
        self.assumptions: list[Assumption] = []
        self.gaps: list[Gap] = []
        self.all_stopped, self.all_as_needed = under == STOPPED, under == AS_NEEDED

    def result(self) -> list[Composed]:
        plain = _POINT.sub(" ..", ENTITY.sub(" ", self.plain))
        for segment in cut(plain):
            self._segment(segment)
        return self._composed()

    # ---- segments

    def _segment(self, segment: str) -> None:
        allergies = allergy_line(segment)
        if allergies is not None:
            self.gaps.append(allergy_gap(allergies or "not named"))
            return
        if not self.talk and result_line(segment, self.vocabulary):
            message = f"{segment.strip()[:60]!r} is a result of a test, not a medicine, and was not judged; give it with the patient"
            self._gap("unread", message, "which results does the patient have?")
            return
        again = names_again(segment)
        if again:
            message = f"{again[:60]!r} names a medicine of another line again and was not read as one more"
            self._gap("unread", message, "is it one more medicine?")
            return
        found, settled = clarified(segment, mentions(segment, self.names, self.talk), self.names)
        self.assumptions.extend(Assumption(said, -1, (), "spelling") for said in settled)
        taken = [one for one in found if one.taken]
        for one in found:
            if "allerg" in one.why or "intoleran" in one.why:
                self.gaps.append(allergy_gap(one.why))
            elif not one.taken and one.why:
                self._say("comment", f"{one.why!r} was not read as a medicine taken")
        if not taken:
            if found or self._continues(segment):
                return
            self._unnamed(segment)
            return
        found_groups, conflicts = group_mentions(segment, taken, self.names)
        for first, second in conflicts:
            self._gap(
                "conflict",
                f"{first} and {second} are written as one medicine but are two; both were read",
                f"is it {first} or {second}?",
            )
        self._place(segment, found_groups, [(one.start, one.end) for one in found if not one.taken])

    def _place(self, segment: str, groups: list[Group], silent: list[tuple[int, int]]) -> None:
        """Share the words of a segment out among its names."""
        prefix = segment[: groups[0].start]
        head, own = split_last(without(segment, 0, groups[0].start, silent))
        if head:
            self.all_stopped = self.all_stopped or _STOPPED.search(prefix) is not None
            self.all_as_needed = self.all_as_needed or _AS_NEEDED.match(prefix) is not None
            self._loose(head)
        if PACKAGE.match(own):
            own = ""
        first_piece = len(self.pieces)
        for number, group in enumerate(groups):
            following = groups[number + 1].start if number + 1 < len(groups) else len(segment)
            after = _GLUED.sub(" ", without(segment, group.end, following, silent))
            next_own = ""
            if number + 1 < len(groups):
                after, next_own = split_next(after)
                after, items = split_items(after)
            else:
                after, items = split_items(after)
            often = frequency_in(segment[group.start : group.end])
            rest = f"{often} {group.inner} {after}".strip()
            apart = "," if own.strip()[-1:].isdigit() and rest[:1].isdigit() else ""  # not one number across the name
            words = f"{own.strip()}{apart} {rest}".strip()
            self.pieces.append(Piece(group, words, after.strip()))
            for item in items:
                self._item(item)
            own = next_own
        if len(groups) > 1:
            for number in range(len(groups) - 2, -1, -1):
                piece, last = self.pieces[first_piece + number], self.pieces[first_piece + number + 1]
                between = segment[groups[number].end : groups[number + 1].start]
                shared = shared_directions(between, last.after)
                if shared:
                    directions, after = (f"{text.rstrip(' /')} {shared}" for text in (piece.directions, piece.after))
                    self.pieces[first_piece + number] = piece._replace(directions=directions, after=after)
            self._share_stop(first_piece)

    def _share_stop(self, start: int) -> None:
        """`stopped A and B`, `A and B stopped last month`: what is said of one is said of all that stand bare beside it."""
        pieces = self.pieces[start:]
        reads = [self.reader.directions(" ".join(piece.directions.lower().split())) for piece in pieces]
        for teller, others in ((0, range(1, len(pieces))), (len(pieces) - 1, range(len(pieces) - 1))):
            told = reads[teller]
            if told.stopped and not told.acts and all(not reads[at].acts and not reads[at].unread for at in others):
                for at in others:
                    self.pieces[start + at] = pieces[at]._replace(
                        directions=f"{pieces[teller].directions} {pieces[at].directions}"
                    )
                return

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
        for item in CHUNK.split(text):
            if item and item.strip():
                self._item(item)

    def _item(self, item: str) -> None:
        """An item between names: a misspelt medicine, one that the catalogue does not hold, or talk."""
        item = _GLUED.sub(" ", item)
        words = words_of(item)
        start = first_name(words)
        if start == len(words):
            return
        if self._misspelt(item, words, start):
            return
        word = words[start].key
        if len(word) > 3 and word.isalpha():
            shown = item.strip(" ,.;:()[]-")[:60]
            near = self._suggestions(words, start)
            kind = "unrecognised" if near else "unread"
            self._gap(
                kind,
                f"{shown!r} was not understood; if it is a medicine, check its spelling or write the generic name",
                f"what is {shown!r}?",
                near,
            )

    def _misspelt(self, text: str, words: list[Word], start: int) -> bool:
        """Read the name at this word as a misspelt one, if one drug is near and alone; the words after it are its directions."""
        end = start
        while (
            end < len(words)
            and end - start < 4
            and words[end].key not in COUNTED
            and words[end].key not in UNITS
            and words[end].key[0].isalpha()
        ):
            if end > start and (words[end].key in EVERYDAY or words[end].key in PHRASES):
                break
            end += 1
        for last in range(end, start, -1):
            normal = " ".join(word.key for word in words[start:last])
            target = self.names.exact(normal)
            holds = self.names.vocabulary.stranger(normal) if target is None else ""
            if holds:
                self.gaps.append(not_held(text[words[start].start : words[last - 1].end], holds))
                return True
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
                self.pieces.append(Piece(group, f"{'' if PACKAGE.match(before) else before} {rest}"))
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
        if header == "a heading that stops":
            message = f"{segment.strip()[:60]!r} speaks of other lines, which were read as they stand; write on each that it is stopped"
            self._gap("unread", message, "which medicines are stopped?")
            return
        if header:
            self._say("header", f"{segment.strip()[:60]!r} names no medicine ({header})")
            return
        segment = _GLUED.sub(" ", segment)
        words = words_of(segment)
        start = first_name(words)
        shown = segment.strip()[:60]
        if start == len(words):
            self._gap("unrecognised", f"no medicine is named in {shown!r}; write its name", "which medicine is it?")
            return
        if self._misspelt(segment, words, start):
            return
        last = start + 1
        while (
            last < len(words)
            and last - start < 3
            and words[last].key[0].isalpha()
            and words[last].key not in PHRASES
            and words[last].key not in EVERYDAY
        ):
            last += 1
        normal = " ".join(word.key for word in words[start:last])
        near = self.names.near(normal)
        suggestions = near.suggestions or self._suggestions(words, start)
        why = f": {near.why}" if near.why else ""
        hint = (
            f"; did you mean {' or '.join(suggestions)}?"
            if suggestions
            else "; check the spelling or write the generic name"
        )
        self._gap(
            "unrecognised", f"no medicine is recognised in {shown!r}{why}{hint}", "which medicine is it?", suggestions
        )

    # ---- the outcome

    def _composed(self) -> list[Composed]:
        found: list[Composed] = []
        for group, words, after in self.pieces:
            read = self.reader.directions(" ".join(words.lower().split()))
            if isinstance(group.target, Ambiguous):
                found.append(ambiguous(self.text, group.target))
                beside = tuple(word for word in read.unread if not self._talk(word))
                self.gaps.extend([not_understood(beside, repr(group.target.name))] if beside else [])
                continue
            if group.strengths:
                read = with_strengths(read, group)
            if self.all_stopped and not read.stopped:
                read = read._replace(stopped=True)
            if self.all_as_needed:
                read = read._replace(as_needed=True)
            unread = tuple(word for word in read.unread if not self._talk(word) and not self._same(word, group.target))
            self._goes_on(group.target, after)
            if read.salt and key(group.target.name) in SALTS:
                said = after.split()[0] if after.split() else ""
                message = f"{group.target.name} {said!r} was read as {' and '.join(group.target.drugs)}; this salt is not known"
                self._gap("unread", message, "which salt is it?")
            one = compose(self.text, group.target, read, self.vocabulary, self.as_of, self.example)
            found.append(self._with_unread(one, read.unread, unread))
        if not found:
            found = [nothing(self.text)._replace(below=heading(self.plain))]
        if not self.gaps and not self.assumptions and not found[0].medication.drugs and not found[0].gaps:
            self._gap(
                "unrecognised",
                f"no medicine is named in {self.text.strip()[:60]!r}; write its name"
                if self.text.strip()
                else "the line is empty",
                "which medicine is it?",
            )
        first = found[0]
        found[0] = first._replace(assumptions=(*self.assumptions, *first.assumptions), gaps=(*self.gaps, *first.gaps))
        return found

    def _goes_on(self, target: Target, after: str) -> None:
        """A brand that goes on with such a word is another product, which may hold more: "… Cold", "… Plus"."""
        following = words_of(after[:40])
        if target.how in "bp" and following and following[0].key in RANGE_WORDS:
            more = following[0].key
            other = " (or an allergy to it)" if more == "allergy" else ""
            self._gap(
                "unread",
                f"{target.name} {more!r} is a product that is not known{other}; it may hold more than {' and '.join(target.drugs)}",
                "what does it contain?",
            )

    def _talk(self, words: str) -> bool:
        """Words that were not understood and carry neither a number nor, by their looks, a name."""
        return all(
            word in EVERYDAY
            or word in MAKERS
            or word in PHRASES
            or len(word) < 3
            and not any(char.isdigit() for char in word)
            for word in tokens(words)
        )

    def _same(self, word: str, target: Target) -> bool:
        """A misspelt second name of the same medicine: a generic name before or after its brand."""
        if not word.isalpha() or len(word) < 6:
            return False
        near = self.names.near(word)
        first = self.names.target(near.suggestions[0]) if near.distance and near.suggestions else None
        return isinstance(first, Target) and first.drugs == target.drugs

    def _with_unread(self, one: Composed, all_words: tuple[str, ...], unread: tuple[str, ...]) -> Composed:
        """Say what was not understood: a gap where it may matter, else a comment."""
        if not all_words or self.example:
            return one
        gaps, assumptions = one.gaps, one.assumptions
        name = one.medication.read_as
        if unread:
            gaps = (*gaps, not_understood(unread, name, one.medication.drugs))
        else:
            shown = " … ".join(all_words)[:80]
            said = Assumption(f"{shown!r} was taken as a comment on {name}", -1, one.medication.drugs, "comment")
            assumptions = (*assumptions, said)
        return one._replace(gaps=gaps, assumptions=assumptions)

    def _say(self, kind: str, message: str, drugs: tuple[str, ...] = ()) -> None:
        self.assumptions.append(Assumption(message, -1, drugs, kind))

    def _gap(self, kind: str, message: str, ask: str, suggestions: tuple[str, ...] = ()) -> None:
        self.gaps.append(Gap(kind, message, suggestions=suggestions, ask=ask))
