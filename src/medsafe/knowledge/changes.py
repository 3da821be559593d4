"""What a layer may change in rules of earlier layers, and the floor that it may not lower in silence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from medsafe.errors import Fault, UnknownId
from medsafe.knowledge.collect import ChangeSpec, Collected
from medsafe.model.words import DO, RANK
from medsafe.notation.words import nearest
from medsafe.rules.spec import RuleSpec


def check_changes(collected: Collected, today: date | None = None) -> Iterator[Fault]:
    """Everything that is wrong with the changes in force, judged for today."""
    day = today or date.today()
    rules = collected.of("rules", RuleSpec)
    for name, change in collected.of("changes", ChangeSpec).items():
        where = collected.where["changes", name]
        rule = rules.get(name)
        for field in ("reason", "agreed"):
            if not getattr(change, field).strip():
                yield where.fault(
                    name,
                    f"`{field}` is empty: say {'why' if field == 'reason' else 'who agreed, and where it is written'}",
                    "field",
                    (field,),
                )
        if rule is None:
            yield where.fault(name, str(UnknownId("rule", name, nearest(name, rules, 2))), "unknown-id")
            continue
        if collected.where["rules", name].layer == where.layer:
            yield where.fault(name, "is a rule of this very layer; change it where it stands", "own-rule")
        if rule.withdrawn is not None:
            yield where.fault(name, "is withdrawn already; remove the change", "withdrawn")
        if change.severity == "none":
            yield where.fault(
                name,
                "`severity: none` would hide the rule; write `disabled: true`, so that reports list it as muted",
                "hidden",
                ("severity",),
            )
        if change.disabled and (change.severity or change.do):
            yield where.fault(name, "is disabled and altered at once; keep one", "field", ("disabled",))
        if not (change.disabled or change.severity or change.do or change.lets_go):
            yield where.fault(name, "changes nothing; write `severity:`, `do:` or `disabled: true`", "no-change")
        yield from _conflict(name, change, collected)
        stands = floor_lowered(name, rules, change)
        if stands:
            yield from _floor(name, stands, change, collected, day)


def _conflict(name: str, change: ChangeSpec, collected: Collected) -> Iterator[Fault]:
    """Two layers that change one rule must agree, or the later one must say that it stands over the earlier."""
    where = collected.where["changes", name]
    earlier = collected.replaced.get(name)
    if earlier is None:
        if change.over:
            yield where.fault(
                name, f"no earlier layer changes this rule; remove `over: {change.over}`", "over", ("over",)
            )
        return
    before, stands = earlier
    if change.over:
        if change.over != stands.layer:
            yield where.fault(
                name, f"the earlier change is of the layer {stands.layer!r}, not {change.over!r}", "over", ("over",)
            )
    elif _what(before) != _what(change):
        message = (
            f"the layer {stands.layer!r} changes it otherwise ({stands.file}:{stands.line}); "
            f"agree on one, or write `over: {stands.layer}` here"
        )
        yield where.fault(name, message, "conflict")


def _what(change: ChangeSpec) -> tuple[object, ...]:
    return (change.severity, change.do, change.disabled, sorted(change.lets_go))


def floor_behind(name: str, rules: Mapping[str, RuleSpec]) -> Iterator[str]:
    """The floor rules that fall silent where this rule speaks, directly or one through the other."""
    waiting, seen = list(rules[name].instead_of), {name}
    while waiting:
        other = waiting.pop()
        if other in seen or other not in rules:
            continue
        seen.add(other)
        waiting.extend(rules[other].instead_of)
        if rules[other].floor:
            yield other


def floor_lowered(name: str, rules: Mapping[str, RuleSpec], change: ChangeSpec) -> str:
    """The floor rule that a change makes say less: the rule itself, or one in whose place it speaks; "" where there is none."""
    rule = rules[name]
    if rule.floor and (change.disabled or change.lets_go or _weaker(change.severity, change.do, rule)):
        return name
    if change.disabled:
        return ""  # those in whose place it spoke then speak themselves
    return next((other for other in floor_behind(name, rules) if _weaker(change.severity, change.do, rules[other])), "")


def _weaker(severity: str | None, do: str | None, rule: RuleSpec) -> bool:
    """Whether a severity or a thing to do is below what a rule says anywhere."""
    highest = max(RANK[word] for word in (rule.severity or "none", *rule.regions.values()))
    return (severity is not None and RANK[severity] < highest) or (do is not None and DO.index(do) > DO.index(rule.do))


def _floor(name: str, stands: str, change: ChangeSpec, collected: Collected, day: date) -> Iterator[Fault]:
    where = collected.where["changes", name]
    what = "the rule stands on the floor" if stands == name else f"the rule speaks instead of {stands} of the floor"
    missing = [field for field in ("floor_acknowledged_by", "review_by") if not getattr(change, field)]
    if missing or not change.floor_acknowledged_by.strip():
        wanted = " and ".join(f"`{field}`" for field in missing or ["floor_acknowledged_by"])
        yield where.fault(name, f"{what}; lowering it needs {wanted}", "floor")
    elif change.review_by is not None and change.review_by < day:
        message = (
            f"{what}, and its acknowledgement ran out on {change.review_by}; "
            f"read it again and set a new `review_by`, or remove the change"
        )
        yield where.fault(name, message, "expired", ("review_by",))


def check_instead(collected: Collected) -> Iterator[Fault]:
    """A layer's own rule may stand instead of a floor rule only if it never says less."""
    rules = collected.of("rules", RuleSpec)
    for name, rule in rules.items():
        if not rule.instead_of:
            continue
        where = collected.where["rules", name]
        regraded = [line for line in rule.regrade if line.to != "none"]  # at none it does not speak, and the other does
        said = (rule.severity or "none", *rule.regions.values(), *(line.to for line in regraded))
        lowest = min(said, key=RANK.__getitem__)
        mildest = max((rule.do, *(line.do or rule.do for line in regraded)), key=DO.index)
        if lowest == "contraindicated":
            mildest = "avoid"  # as every finding at this severity
        for other in floor_behind(name, rules):
            floor = rules[other]
            if collected.where["rules", other].layer == where.layer:
                continue
            if RANK[lowest] < RANK[floor.severity or "none"] or DO.index(mildest) > DO.index(floor.do):
                message = (
                    f"stands instead of {other} of the floor ({floor.severity}, {floor.do}) and says less; "
                    f"raise its `severity:` and `do:`, or take {other} out of `instead_of`"
                )
                place = (rule.instead_of.index(other),) if other in rule.instead_of else ()
                yield where.fault(name, message, "floor", ("instead_of", *place))


def expires(collected: Collected) -> str:
    """The day after which the layers may no longer be loaded as they are, or ""."""
    rules = collected.of("rules", RuleSpec)
    days = [
        change.review_by
        for name, change in collected.of("changes", ChangeSpec).items()
        if change.review_by is not None and name in rules and floor_lowered(name, rules, change)
    ]
    return min(days).isoformat() if days else ""
