"""How every benchmark here measures: shuffled variants, an untimed call first, the best of many rounds."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable
from typing import Any


def best(variants: dict[str, Callable[[], Any]], rounds: int = 15, calls: int = 1) -> dict[str, float]:
    """The best time of one call of each variant, in seconds; `calls` in a row are timed together."""
    times = dict.fromkeys(variants, float("inf"))
    order = list(variants)
    for _ in range(rounds):
        random.shuffle(order)
        for name in order:
            run = variants[name]
            run()
            gc.disable()
            start = time.perf_counter()
            for _ in range(calls):
                run()
            times[name] = min(times[name], (time.perf_counter() - start) / calls)
            gc.enable()
    return times
