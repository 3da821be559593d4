"""What a layer may change in rules of earlier layers, and the floor that it may not lower in silence."""

from __future__ import annotations

from collections.abc import Iterator
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
        if not (change.disabled or change.severity or change.do):
            yield where.fault(name, "changes nothing; write `severity:`, `do:` or `disabled: true`", "no-change")
        yield from _conflict(name, change, collected)
        if rule.floor and lowers(rule, change):
            yield from _floor(name, change, collected, day)


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
    elif (before.severity, before.do, before.disabled) != (change.severity, change.do, change.disabled):
        message = (
            f"the layer {stands.layer!r} changes it otherwise ({stands.file}:{stands.line}); "
            f"agree on one, or write `over: {stands.layer}` here"
        )
        yield where.fault(name, message, "conflict")


def lowers(rule: RuleSpec, change: ChangeSpec) -> bool:
    """Whether a change makes a rule say less: off, a lower severity anywhere, or a weaker thing to do."""
    if change.disabled:
        return True
    if change.severity and RANK[change.severity] < max(
        RANK[word] for word in (rule.severity or "none", *rule.regions.values())
    ):
        return True
    return change.do is not None and DO.index(change.do) > DO.index(rule.do)


def _floor(name: str, change: ChangeSpec, collected: Collected, day: date) -> Iterator[Fault]:
    where = collected.where["changes", name]
    missing = [field for field in ("floor_acknowledged_by", "review_by") if not getattr(change, field)]
    if missing or not change.floor_acknowledged_by.strip():
        wanted = " and ".join(f"`{field}`" for field in missing or ["floor_acknowledged_by"])
        yield where.fault(name, f"the rule stands on the floor; lowering it needs {wanted}", "floor")
    elif change.review_by is not None and change.review_by < day:
        message = (
            f"the acknowledgement of a floor rule ran out on {change.review_by}; "
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
        said = (
            rule.severity or "none",
            *rule.regions.values(),
            *(line.to for line in rule.regrade if line.to != "none"),
        )
        lowest = min(RANK[word] for word in said)
        for i, other in enumerate(rule.instead_of):
            floor = rules.get(other)
            if floor is None or not floor.floor or collected.where["rules", other].layer == where.layer:
                continue
            if lowest < RANK[floor.severity or "none"]:
                message = f"stands instead of {other} of the floor ({floor.severity}) at a lower severity; raise it, or remove {other} here"
                yield where.fault(name, message, "floor", ("instead_of", i))


def expires(collected: Collected) -> str:
    """The day after which the layers may no longer be loaded as they are, or ""."""
    rules = collected.of("rules", RuleSpec)
    days = [
        change.review_by
        for name, change in collected.of("changes", ChangeSpec).items()
        if change.review_by is not None and name in rules and rules[name].floor and lowers(rules[name], change)
    ]
    return min(days).isoformat() if days else ""
