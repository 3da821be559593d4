"""The shape `within`: more than `allow` of them at once. Accepted reasons are judged pair by pair (for `allow: n`, each n + 1 lines)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, product
from math import comb

from medsafe.model.truth import NO, YES
from medsafe.rules.case import Case, Use
from medsafe.rules.rule import Rule, Verdict, judges, strongest

MOST_COMBINATIONS = 5_000
"""Above this many groups of lines the rule speaks once for all of them, without looking for accepted reasons."""


@judges("within")
def judge(rule: Rule, case: Case) -> list[Verdict]:
    """Verdicts for each accepted, unknown or firing group; firing groups that share a drug are one verdict."""
    if rule.level == "moiety":
        moieties = rule.moieties
        if len({moieties.get(drug, drug) for drug in case.by_drug}) == len(case.by_drug):
            return []
    members = list(_members(rule, case))
    found: list[Verdict] = []
    for lines in _piles(rule, members):
        found.extend(_groups(rule, case, lines))
    return _joined(found)


def _members(rule: Rule, case: Case) -> Iterator[tuple[Use, int]]:
    place = rule.places[0] if rule.places else None
    for use in case.uses:
        if place is None:
            if use.current and not case.is_local(use):
                yield use, YES
        elif use.drug in place.members and (use.current or use.drug in place.past):
            truth = place.fills(use, case, rule.any_route)
            if truth != NO:
                yield use, truth


def _piles(rule: Rule, members: list[tuple[Use, int]]) -> Iterable[list[tuple[Use, int]]]:
    """Lines that may duplicate one another, by the level of the rule."""
    if rule.level in ("class", "purpose"):
        return [members]
    piles: dict[str, list[tuple[Use, int]]] = {}
    for use, truth in members:
        if rule.level == "product":
            for name in use.med.products:
                piles.setdefault(name, []).append((use, truth))
        elif rule.level == "moiety":
            piles.setdefault(rule.moieties.get(use.drug, use.drug), []).append((use, truth))
        else:
            piles.setdefault(use.drug, []).append((use, truth))
    return piles.values()


def _groups(rule: Rule, case: Case, lines: list[tuple[Use, int]]) -> Iterator[Verdict]:
    size = rule.allow + 1
    by_drug: dict[str, list[tuple[Use, int]]] = {}
    for use, truth in lines:
        by_drug.setdefault(use.drug, []).append((use, truth))
    if rule.level in ("class", "purpose"):
        if len(by_drug) < size:
            return
        alike = (
            rule.plain
            and len({use.index for use, _ in lines}) == len(lines)
            and all(truth == YES for _, truth in lines)
        )
        if alike or comb(len(by_drug), size) > MOST_COMBINATIONS:
            yield _all_at_once(rule, lines)
            return
        for drugs in combinations(by_drug, size):
            choices = product(*(by_drug[drug] for drug in drugs))
            verdict = strongest(v for v in (_graded(rule, case, choice) for choice in choices) if v is not None)
            if verdict is not None:
                yield verdict
        return
    if len(lines) < size:
        return
    if comb(len(lines), size) > MOST_COMBINATIONS:
        yield _all_at_once(rule, lines)
        return
    for choice in combinations(lines, size):
        if rule.level == "moiety" and len({use.drug for use, _ in choice}) < size:
            continue  # the same ingredient twice is what the ingredient level is for
        verdict = _graded(rule, case, choice)
        if verdict is not None:
            yield verdict


def _graded(rule: Rule, case: Case, choice: Iterable[tuple[Use, int]]) -> Verdict | None:
    uses = tuple(use for use, _ in choice)
    if len({use.index for use in uses}) < len(uses) and len({use.group for use in uses}) < len(uses):
        return None
    truth = min(truth for _, truth in choice)
    return rule.grade(case, tuple(sorted({use.drug for use in uses})), uses, truth)


def _all_at_once(rule: Rule, lines: list[tuple[Use, int]]) -> Verdict:
    uses = tuple(use for use, _ in lines)
    truth = max(truth for _, truth in lines)
    return Verdict(
        rule, tuple(sorted({u.drug for u in uses})), uses, truth, rule.severity, rule.severity, rule.severity
    )


def _joined(verdicts: list[Verdict]) -> list[Verdict]:
    """Firing groups that share a drug become one verdict at the highest severity; others stay as they are."""
    firing = [v for v in verdicts if v.truth == YES and v.shown]
    kept = [v for v in verdicts if not (v.truth == YES and v.shown)]
    joined: list[list[Verdict]] = []
    for verdict in firing:
        near = [group for group in joined if any(set(v.drugs) & set(verdict.drugs) for v in group)]
        for group in near:
            joined.remove(group)
        joined.append([verdict, *(v for group in near for v in group)])
    for group in joined:
        best = strongest(group)
        assert best is not None
        drugs = tuple(sorted({drug for v in group for drug in v.drugs}))
        uses = {id(use): use for v in group for use in v.uses}
        kept.append(best._replace(drugs=drugs, uses=tuple(uses.values())))
    return kept
