"""What every test file may use."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def pytest_configure(config: pytest.Config) -> None:
    """Keep compiled knowledge of this run apart from the user's: made once, by the code under test, then shared."""
    if "MEDSAFE_CACHE" not in os.environ:
        directory = tempfile.TemporaryDirectory(prefix="medsafe-test-cache-")
        config.add_cleanup(directory.cleanup)
        os.environ["MEDSAFE_CACHE"] = directory.name


@pytest.fixture
def fresh_python() -> Callable[[str], str]:
    """Run code in a new interpreter that finds `src` and `tests`, and return what it prints."""

    def run(code: str) -> str:
        path = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": path},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return run
