"""The `medsafe` command: a door that opens only where the extra `cli` is installed."""

from __future__ import annotations

import sys
from collections.abc import Sequence

NEEDS = "the command line needs two more packages: pip install 'medsafe[cli]'"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    try:
        from medsafe.adapters.cli import run
    except ModuleNotFoundError as missing:
        if missing.name not in ("typer", "rich"):
            raise
        print(f"medsafe: {NEEDS}", file=sys.stderr)
        return 2
    return run(arguments)
