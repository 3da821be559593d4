"""Names that are one medicine together: `carbidopa-levodopa`, `A 6 MG / B 25 MG`, a brand in brackets after its generic name."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from medsafe.model.medication import Amount
from medsafe.names.directions import Act, Directions
from medsafe.names.resolve import Ambiguous, Names
from medsafe.names.scan import Mention
from medsafe.names.target import Target
from medsafe.names.words import MILLIGRAMS, PHRASES, SALTS, UNITS

_JOINT: Final = re.compile(
    r"^([^\d,;:()\[\]]*?)\s*([\d.,]*)\s*([a-z]*)(?:\s*/\s*([\d.]*)\s*(ml|mg|actuat|h|hr|dose|g))?\s*(/|-|w/|with|and|&|\+)\s*$",
    re.IGNORECASE,
)
_STRENGTH: Final = re.compile(
    r"^([^\d,;:()\[\]/]*?)\s*([\d.,]*\d)\s*([a-z]*)(?:\s*/\s*([\d.]*)\s*(ml|mg|actuat|h|hr|dose|g)\b)?", re.IGNORECASE
)
_PAIR: Final = re.compile(r"\s*[\d.]+\s*(?:mg)?\s*[/-]\s*[\d.]+")
_CLOSE: Final = re.compile(r"[^()\[\]]*[)\]]")


class Group(NamedTuple):
    """One medicine: where its names stand, what they mean, and the strength written with each ingredient (in mg, per mL)."""

    start: int
    end: int
    target: Target | Ambiguous
    strengths: tuple[tuple[float, float | None], ...] = ()
    inner: str = ""  # directions that stand inside the group


def group_mentions(text: str, found: list[Mention], names: Names) -> tuple[list[Group], list[tuple[str, str]]]:
    """Join the mentions of a segment that are one medicine; also the pairs that contradict each other."""
    chains: list[list[Mention]] = []
    for mention in found:
        if chains and _joined(text, chains[-1], mention, names):
            chains[-1].append(mention)
        else:
            chains.append([mention])
    groups = [group for chain in chains for group in _as_groups(text, chain, names)]
    return _brackets(text, groups)


def clarified(text: str, found: list[Mention], names: Names) -> tuple[list[Mention], list[str]]:
    """Settle a name that may mean several drugs where it follows one with which just one of them is sold: `losartan HCT`.

    The mentions, and what is to be said about each that was settled.
    """
    settled: list[Mention] = []
    said: list[str] = []
    for mention in found:
        last = settled[-1] if settled else None
        if last is not None and isinstance(last.target, Target) and isinstance(mention.target, Ambiguous):
            between = text[last.end : mention.start]
            held = frozenset(last.target.drugs)
            sold = [drug for drug in mention.target.drugs if drug not in held and held | {drug} in names.combinations]
            joint = _JOINT.match(between.lower())
            close = _plain_words(between.replace("/", " ")) or (joint is not None and joint[6] in ("/", "-"))
            if len(sold) == 1 and close:
                said.append(
                    f"{mention.target.name!r} after {last.target.name} was read as {sold[0]}, with which it is sold"
                )
                drugs = (*last.target.drugs, sold[0])
                whole = Target("s", drugs, "/".join((last.target.name, sold[0])), None)
                if any(char.isdigit() for char in between):  # each with its own strength
                    settled.append(
                        mention._replace(target=Target("s", (sold[0],), sold[0], names.vocabulary.drugs[sold[0]]))
                    )
                else:
                    settled[-1] = last._replace(end=mention.end, target=whole)
                continue
        settled.append(mention)
    return settled, said


def _plain_words(words: str) -> bool:
    """Whether the words between a name and the mark are salts and forms only."""
    return all(word in SALTS or word in PHRASES for word in words.lower().replace("-", " ").split())


def _joined(text: str, chain: list[Mention], mention: Mention, names: Names) -> bool:
    last = chain[-1]
    if not isinstance(last.target, Target) or not isinstance(mention.target, Target):
        return False
    if set(last.target.drugs) & set(mention.target.drugs):
        return False
    joint = _JOINT.match(text[last.end : mention.start].lower())
    if joint is None or not _plain_words(joint[1]) or (joint[3] and joint[3] not in UNITS):
        return False
    if joint[6] in ("/", "-") and not joint[2]:
        return True
    if joint[6] in ("and", "&", "+") and (joint[2] or _PAIR.match(text[mention.end :]) is None):
        return False  # two medicines, unless strengths for both follow: "… and … 5/325"
    drugs = [drug for one in (*chain, mention) for drug in one.target.drugs if isinstance(one.target, Target)]
    return joint[6] != "-" and (joint[6] == "/" or any(set(drugs) <= known for known in names.combinations))


def _as_groups(text: str, chain: list[Mention], names: Names) -> list[Group]:
    if len(chain) == 1:
        return [Group(chain[0].start, chain[0].end, chain[0].target)]
    targets = [one.target for one in chain if isinstance(one.target, Target)]
    drugs = tuple(drug for target in targets for drug in target.drugs)
    strengths: list[tuple[float, float | None]] = []
    end = chain[-1].end
    for number, one in enumerate(chain):
        following = chain[number + 1].start if number + 1 < len(chain) else len(text)
        written = _STRENGTH.match(text[one.end : following])
        if written is None or not _plain_words(written[1]):
            continue
        value = float(written[2].replace(",", "").strip(".") or 0)
        unit = UNITS.get(written[3].lower(), "mg" if not written[3] else "")
        factor = MILLIGRAMS.get(unit)
        if factor is None or (number + 1 == len(chain) and len(strengths) != number):
            continue
        volume = None
        if written[5] and written[5].lower() == "ml":
            volume = float(written[4] or 1)
        elif written[5] and written[5].lower() not in ("actuat", "dose"):
            continue  # the strength of a cream or a patch
        strengths.append((value * factor, volume))
        if number + 1 == len(chain):
            end = one.end + written.end()
    complete = len(strengths) == len(drugs)
    known = frozenset(drugs) in names.combinations
    if any(target.how in "bpn" for target in targets) or not (known or complete):
        return [Group(one.start, one.end, one.target) for one in chain]
    if not complete:
        end = chain[-1].end
    name = "/".join(target.name for target in targets)
    how = "e" if all(target.how == "e" for target in targets) else "s"
    return [Group(chain[0].start, end, Target(how, drugs, name, None), tuple(strengths) if complete else ())]


def _brackets(text: str, groups: list[Group]) -> tuple[list[Group], list[tuple[str, str]]]:
    """Merge a name in brackets with the one before it when they are the same medicine."""
    merged: list[Group] = []
    conflicts: list[tuple[str, str]] = []
    for group in groups:
        before = merged[-1] if merged else None
        settled = _settled(text, before, group) if before is not None else None
        if settled is not None:
            merged[-1] = settled
            continue
        if before is None or not isinstance(before.target, Target) or not isinstance(group.target, Target):
            merged.append(group)
            continue
        if group.end <= before.end and set(group.target.drugs) <= set(before.target.drugs):
            said = text[group.start : group.end]
            merged[-1] = before._replace(inner=before.inner.replace(said, " "))  # one more brand in the brackets
            continue
        between = text[before.end : group.start]
        opened = between.count("(") + between.count("[") > between.count(")") + between.count("]")
        first, second = set(before.target.drugs), set(group.target.drugs)
        if opened and (first == second or second < first or (first < second and before.target.product is None)):
            merged[-1] = _merge(text, before, group, between)
            continue
        if first == second and not between.strip(" ,-/=:;") and not opened:
            merged[-1] = before._replace(end=group.end)  # the same name twice
            continue
        if not between.strip() and all(any(two.startswith(f"{one}-") for two in second) for one in first):
            merged[-1] = group._replace(start=before.start)  # the general name before the brand: "Insulin Levemir"
            continue
        if opened and not between.strip(" ([") and not (first & second):
            conflicts.append((before.target.name, group.target.name))
        merged.append(group)
    return merged, conflicts


def _settled(text: str, before: Group, group: Group) -> Group | None:
    """A name that means several drugs, and one of them in brackets: that one is meant."""
    between = text[before.end : group.start]
    if "(" not in between and "[" not in between:
        return None
    for unclear, clear in ((before.target, group.target), (group.target, before.target)):
        if isinstance(unclear, Ambiguous) and isinstance(clear, Target) and set(clear.drugs) <= set(unclear.drugs):
            closing = _CLOSE.match(text, group.end)
            end = closing.end() if closing is not None else group.end
            said = between.replace("(", " ").replace("[", " ")
            return Group(before.start, end, clear, before.strengths, f"{before.inner} {said}".strip())
    return None


def _merge(text: str, outer: Group, inner: Group, between: str) -> Group:
    """One medicine from a name and the name in brackets after it."""
    assert isinstance(outer.target, Target) and isinstance(inner.target, Target)
    target, strengths = outer.target, outer.strengths
    if len(inner.target.drugs) > len(target.drugs):
        target, strengths = inner.target, inner.strengths
    elif inner.target.product is not None and target.product is None and set(target.drugs) == set(inner.target.drugs):
        product = inner.target.product
        if len(target.drugs) == 1 or not strengths:
            target = inner.target if len(target.drugs) > 1 else target._replace(product=product, facts=target.facts)
        else:
            target = target._replace(product=product)
    if not strengths and inner.strengths and len(inner.target.drugs) == len(target.drugs):
        order = dict(zip(inner.target.drugs, inner.strengths, strict=False))
        strengths = tuple(order[drug] for drug in target.drugs if drug in order)
    closing = _CLOSE.match(text, inner.end)
    end = closing.end() if closing is not None else inner.end
    said = between.replace("[", "(")
    inside = text[inner.end : end - 1] if closing is not None else ""
    if any(char.isdigit() for char in said) or strengths:
        inside = (
            " ".join(word for word in inside.split() if not any(char.isdigit() for char in word))
            if strengths
            else inside
        )
    return Group(outer.start, end, target, strengths, f"{outer.inner} {said} {inside} )".strip())


def with_strengths(read: Directions, group: Group) -> Directions:
    """Put the strengths written with each name of a combination into its directions."""
    act = read.acts[0] if read.acts else Act()
    strengths = tuple(strength for strength, _ in group.strengths)
    volume = next((per for _, per in group.strengths if per is not None), None)
    count = act.given
    if volume is not None and count is None and act.mass is not None and act.mass.unit == "mL":
        count = Amount(act.mass.low, act.mass.high, "mL")
    elif count is None and act.mass is not None and not act.mass.unit:
        count = Amount(act.mass.low, act.mass.high, "tablet")  # the strength is written: a bare number counts
    return read._replace(
        acts=(
            act._replace(
                mass=None, pair=strengths, pair_units=("mg",) * len(strengths), per_volume=volume, given=count
            ),
            *read.acts[1:],
        )
    )
