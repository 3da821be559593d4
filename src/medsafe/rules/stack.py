"""The shape `of` … `reaches`: points, a scale or a count over the whole regimen."""

from __future__ import annotations

from collections.abc import Iterator

from medsafe.model.truth import NO, YES, compare
from medsafe.rules.case import Case, Range, Use
from medsafe.rules.rule import Rule, Verdict, judges


@judges("of")
def judge(rule: Rule, case: Case) -> list[Verdict]:
    """At most one verdict: the total, and the lines that contribute to it."""
    parts = list(contributions(rule, case, rule.reaches if rule.sign in (">=", ">") else 0.0))
    if not parts:
        return []
    low = high = 0.0
    for _, (least, most) in parts:
        low += least
        high += most
    total = (low, high)
    truth = compare(*total, rule.sign, rule.reaches)
    if truth == NO:
        return []
    uses = tuple(use for use, _ in parts)
    drugs = tuple(sorted({use.drug for use in uses}))
    verdict = rule.grade(case, drugs, uses, truth, total, alone=True)
    return [verdict] if verdict is not None else []


def contributions(rule: Rule, case: Case, least: float = 0.0) -> Iterator[tuple[Use, Range]]:
    """Each line with what it adds, at least and at most; a drug on several lines adds its highest points once.

    Nothing where these drugs cannot reach `least`, whatever their lines: most burdens end here.
    """
    if rule.scale:
        scale = case.setting.scales[rule.scale]
        for use in case.uses:
            if scale.counts(use, case):
                yield use, scale.of_line(use, case)
        return
    adding = [(drug, points) for drug in case.by_drug if (points := rule.points_of(drug)).rows]
    most = 0.0
    for _, points in adding:
        most += points.most
    if most < least:
        return
    for drug, points in adding:
        if points.plain is not None and drug in case.plain:
            if points.plain:
                yield case.plain[drug], (points.plain, points.plain)
            continue
        best: tuple[Use, Range] | None = None
        for use in case.by_drug[drug]:
            if use.current:
                worth = _points(rule, use, case)
                if worth[1] > 0 and (best is None or worth > best[1]):
                    best = (use, worth)
        if best is not None:
            yield best


def _points(rule: Rule, use: Use, case: Case) -> Range:
    """The most exact line of the table decides; where it is unknown whether that line applies, the next may."""
    possible: list[float] = []
    for row in rule.points_of(use.drug).rows:
        value = row.place.fills(use, case, rule.any_route)
        if value != NO:
            possible.append(row.value)
        if value == YES:
            break
    else:
        possible.append(0)
    return (min(possible), max(possible))
