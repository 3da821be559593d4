"""`layer.yaml`: does the layer say who speaks, is its prefix its own, and is what it needs loaded before it?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from medsafe.catalogue.specs import LayerSpec
from medsafe.errors import Fault
from medsafe.notation.words import nearest

if TYPE_CHECKING:
    from medsafe.knowledge.collect import Collected, Where

_PREFIX = re.compile(r"[A-Z]{2,8}")


def check_head(head: LayerSpec, where: Where, before: Collected) -> Iterator[Fault]:
    """What is wrong with a layer's own page, given the layers before it."""
    for field in ("name", "edition", "prefix"):
        if field in head.model_fields_set and not getattr(head, field).strip():
            yield where.fault("layer", f"`{field}` is empty", "field", (field,))
    if head.prefix and not _PREFIX.fullmatch(head.prefix):
        yield where.fault(
            "layer",
            f"the prefix {head.prefix!r} must be two to eight capital letters, such as CMH",
            "prefix",
            ("prefix",),
        )
    editions = {other.name: other.edition for other, _ in before.layers}
    for other, _ in before.layers:
        if other.name == head.name:
            yield where.fault(
                "layer",
                f"a layer before this one is called {head.name!r} too; rename one, or name it once",
                "two-layers",
                ("name",),
            )
        if head.prefix and other.prefix == head.prefix:
            message = f"the prefix {head.prefix!r} belongs to the layer {other.name!r}; choose one of your own"
            yield where.fault("layer", message, "prefix", ("prefix",))
    for name, edition in head.needs.items():
        path = ("needs", name)
        if name not in editions:
            near = nearest(name, editions, 1)
            meant = f"; did you mean {near[0]}?" if near else ""
            yield where.fault("layer", f"needs the layer {name!r}, which is not loaded before it{meant}", "needs", path)
        elif not reaches(editions[name], edition):
            message = f"needs {name} {edition} or later; loaded is {editions[name]}: upgrade it, or use an older edition of this layer"
            yield where.fault("layer", message, "needs", path)


def reaches(have: str, need: str) -> bool:
    """Whether an edition is the needed one or a later one. Editions that are not numbers must be the same.

    >>> reaches("2026.11", "2026.9"), reaches("2026.11", "2027.1"), reaches("2026.11.2", "2026.11"), reaches("autumn", "autumn")
    (True, False, True, True)
    """
    try:
        return [int(part) for part in have.split(".")] >= [int(part) for part in need.split(".")]
    except ValueError:
        return have == need
