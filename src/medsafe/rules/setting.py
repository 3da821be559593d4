"""What judging needs of the knowledge, apart from the rules: routes, implied conditions, substances, scales."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from medsafe.model.truth import INFINITY, YES
from medsafe.model.words import LOCAL_ROUTES
from medsafe.rules.case import Case, Range, Use

Check = Callable[[Use, Case], int]


class Scale:
    """Equivalents: what one unit of a drug's day total counts for."""

    __slots__ = ("id", "title", "unit", "per_mg", "per_mcg_hour", "leaves_out", "published")

    def __init__(
        self,
        id: str,
        title: str,
        unit: str,
        per_mg: Mapping[str, float],
        per_mcg_hour: Mapping[str, float],
        leaves_out: Mapping[str, Check | None],
        published: Mapping[str, Sequence[float]],
    ):
        self.id, self.title, self.unit = id, title, unit
        self.per_mg, self.per_mcg_hour, self.leaves_out = per_mg, per_mcg_hour, leaves_out
        self.published = published

    def counts(self, use: Use, case: Case) -> bool:
        """Whether this line is counted at all. Whether it is left out must be known; an unknown exception counts."""
        if not use.current or not (use.drug in self.per_mg or use.drug in self.per_mcg_hour) or case.is_local(use):
            return False
        if use.drug not in self.leaves_out:
            return True
        check = self.leaves_out[use.drug]
        return check is not None and check(use, case) != YES

    def of_line(self, use: Use, case: Case) -> Range:
        """What one line counts for; an unread dose counts at least nothing, at most anything."""
        for day in use.med.daily:
            if day.drug == use.drug:
                factor = {"mg/day": self.per_mg, "mcg/hour": self.per_mcg_hour}.get(day.unit, {}).get(use.drug)
                if factor is None:
                    break
                if not day.complete:
                    case.ask("dose", use.drug, use.med.line)
                return (day.amount * factor, day.amount * factor if day.complete else INFINITY)
        case.ask("dose", use.drug, use.med.line)
        return (0, INFINITY)

    def spread(self, drug: str) -> Range:
        """The lowest and the highest published factor, as shares of the one in use."""
        factor = self.per_mg.get(drug) or self.per_mcg_hour.get(drug) or 1.0
        low, high = self.published.get(drug, (factor, factor))
        return (low / factor, high / factor)

    def total(self, case: Case) -> Range:
        low = high = 0.0
        for use in case.uses:
            if self.counts(use, case):
                least, most = self.of_line(use, case)
                low, high = low + least, high + most
        return (low, high)


class Setting:
    """The parts of a knowledge base that every judgement leans on; immutable after it is built."""

    __slots__ = ("usual_route", "usually_local", "systemic_by", "forms", "implied", "substances", "scales")

    def __init__(
        self,
        usual_route: Mapping[str, str],
        systemic_by: Mapping[str, frozenset[str]],
        forms: Mapping[str, tuple[str, ...]],
        implied: Mapping[str, frozenset[str]],
        substances: tuple[str, ...],
        scales: Mapping[str, Scale],
    ):
        self.usual_route = usual_route  # only drugs whose usual route is not by mouth
        self.usually_local = frozenset(
            drug
            for drug, route in usual_route.items()
            if route in LOCAL_ROUTES and route not in systemic_by.get(drug, ())
        )
        self.systemic_by = systemic_by
        self.forms = forms  # only drugs marketed in more than immediate release
        self.implied = implied  # condition → all more general ones
        self.substances = substances
        self.scales = scales

    def with_implied(self, conditions: frozenset[str]) -> frozenset[str]:
        more = {general for name in conditions for general in self.implied.get(name, ())}
        return conditions | more if more else conditions

    def means(self, written: str, asked: str) -> bool:
        """Whether an indication as written is, or implies, the one asked for."""
        return written == asked or asked in self.implied.get(written, ())
