"""Checkout, sdist and wheel are one library: what is built, installed and run elsewhere knows the same."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from medsafe import __version__, load_knowledge
from medsafe.knowledge.load import PACKED

ROOT = Path(__file__).parent.parent


def run(command: Sequence[str | Path], where: Path, **environment: str) -> str:
    """Run a command somewhere else, without this checkout in sight; return what it prints."""
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "MEDSAFE_LAYERS")}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=where,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist, and the wheel that was built from it."""
    out = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT], out)
    return out


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (found,) = built.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` of a fresh environment that holds the wheel, and nothing of this checkout."""
    home = tmp_path_factory.mktemp("fresh")
    venv.create(home / "env", with_pip=True)
    bin_directory = home / "env" / ("Scripts" if os.name == "nt" else "bin")
    constraints = ROOT / "constraints.txt"
    run([bin_directory / "python", "-m", "pip", "install", "-q", "-c", constraints, f"{wheel}[cli]"], home)
    return bin_directory


def test_the_wheel_installed_elsewhere_has_the_same_fingerprint(installed: Path, tmp_path: Path) -> None:
    code = "import json, medsafe; print(json.dumps([medsafe.__file__, medsafe.load_knowledge().stamps]))"
    where, stamps = json.loads(run([installed / "python", "-c", code], tmp_path))
    assert not Path(where).is_relative_to(ROOT)
    assert [tuple(stamp) for stamp in stamps] == list(load_knowledge().stamps)


def test_the_wheel_installed_elsewhere_checks_a_list(installed: Path, tmp_path: Path) -> None:
    said = run(
        [installed / "medsafe", "check", "phenelzine 15 mg three times a day", "sertraline 50 mg daily"], tmp_path
    )
    assert "CONTRAINDICATED" in said


def test_the_wheel_starts_without_yaml_and_pydantic(installed: Path, tmp_path: Path) -> None:
    code = (
        "import sys, medsafe; medsafe.check_regimen(['sertraline 50 mg daily'])\n"
        "print(sorted({'yaml', 'pydantic', 'typer'} & set(sys.modules)))"
    )
    assert run([installed / "python", "-c", code], tmp_path, MEDSAFE_CACHE="").strip() == "[]"


def test_the_wheel_holds_what_belongs_to_it(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    ours = {f"medsafe/data/{path.relative_to(ROOT / 'data').as_posix()}" for path in (ROOT / "data").rglob("*.yaml")}
    assert ours <= names
    assert {"medsafe/py.typed", f"medsafe/data/{PACKED}", "medsafe/data/LICENSE"} <= names
    info = f"medsafe-{__version__}.dist-info"
    assert {f"{info}/licenses/LICENSE", f"{info}/licenses/data/LICENSE"} <= names
    assert {name.split("/")[0] for name in names} == {"medsafe", info}


def test_the_sdist_holds_what_it_takes_to_build_and_test(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    wanted = {"pyproject.toml", "hatch_build.py", "Makefile", "constraints.txt", "README.md", "LICENSE", "data/LICENSE"}
    assert wanted | {"src/medsafe/__init__.py", "tests/test_packaging.py", "examples/lists/clinic.txt"} <= names


def test_no_archive_knows_the_machine_it_was_built_on(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        found = [name for name in archive.namelist() if str(ROOT).encode() in archive.read(name)]
    assert found == []


class TestReadme:
    text = (ROOT / "README.md").read_text("utf-8")

    def test_its_commands_exist(self) -> None:
        makefile = (ROOT / "Makefile").read_text("utf-8")
        commands = re.findall(r"^make (\w+)", self.text, re.MULTILINE)
        assert len(commands) == 2
        assert [name for name in commands if not re.search(rf"^{name}:", makefile, re.MULTILINE)] == []

    def test_its_python_runs(self) -> None:
        for block in re.findall(r"```python\n(.*?)```", self.text, re.DOTALL):
            exec(compile(block, "README.md", "exec"), {})

    def test_its_report_is_real(self) -> None:
        (shown,) = re.findall(r"```text\n(.*?)\n+…\n```", self.text, re.DOTALL)
        command = shlex.split(re.findall(r"```sh\nmedsafe (check .*?)```", self.text, re.DOTALL)[0].replace("\\\n", ""))
        printed = run(
            [sys.executable, "-m", "medsafe", *command], ROOT, PYTHONPATH=str(ROOT / "src"), COLUMNS="88"
        )  # fmt: skip
        if not printed.startswith(shown):
            pytest.fail(
                f"the report in README.md is out of date; paste this, to the end of the list as read:\n{printed}"
            )

    def test_its_links_lead_somewhere(self) -> None:
        for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
            for link in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
                assert (page.parent / link).exists(), f"{page.name}: {link}"


def test_constraints_pin_every_dependency() -> None:
    pins = {line.partition("==")[0].lower() for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()}
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    needs = {name.lower() for name in re.findall(r'"([A-Za-z0-9-]+)>=', project)}
    assert needs <= pins
