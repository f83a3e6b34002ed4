"""The wheel holds all it needs: installed into an empty environment, it summarises a report."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
from patience import PATIENCE

ROOT = Path(__file__).parents[1]
REPORT = "一、完成情况\n全年新增就业730人。\n二、存在的问题\n预算编制不够精准。\n"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _run(
        sys.executable,
        "-m",
        "build",
        "--wheel",
        "--no-isolation",
        "--outdir",
        str(folder),
        cwd=ROOT,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def commands(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of commands of an environment that holds the wheel. Its dependencies are those
    of this environment, by a path file: none is fetched, and this checkout is not on it."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    packages = next(home.glob("lib/python*/site-packages"))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    install = ("install", "-q", "--no-deps", "--no-index", "--force-reinstall", str(wheel))
    _run(sys.executable, "-m", "pip", "--python", str(python), *install, cwd=home)
    return python.parent


def _run(*command: str, cwd: Path) -> str:
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, check=False, env=clean, timeout=PATIENCE
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def test_it_holds_prompts_and_templates_and_no_tests(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("prompts", "summarizer/rendering/templates"):
        files = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
        shipped = {f"summarizer/{path.relative_to(ROOT)}" for path in files if folder == "prompts"}
        shipped |= {str(path.relative_to(ROOT)) for path in files if folder != "prompts"}
        assert shipped
        assert shipped <= names
    top = {name.split("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == {"summarizer"}


def test_it_is_the_installed_package_that_runs(commands: Path, tmp_path: Path) -> None:
    where = _run(
        str(commands / "python"),
        "-c",
        "import summarizer; print(summarizer.__file__)",
        cwd=tmp_path,
    )
    assert Path(where).is_relative_to(commands.parent)


def test_it_summarises_a_report(commands: Path, tmp_path: Path) -> None:
    (tmp_path / "报告.txt").write_text(REPORT, encoding="utf-8")
    summary = json.loads(_run(str(commands / "summarizer"), "run", "报告.txt", cwd=tmp_path))
    assert [item["quantity"]["text"] for item in summary["results"]] == ["730人"]
    page = _run(str(commands / "summarizer"), "run", "报告.txt", "--format", "html", cwd=tmp_path)
    assert "730人" in page


def test_it_finds_its_prompts(commands: Path, tmp_path: Path) -> None:
    seen = _run(str(commands / "summarizer"), "doctor", "--lang", "en", cwd=tmp_path)
    assert re.search(r"✓ prompts: extract v\d+@\w+ · overview v\d+@\w+", seen)


def test_constraints_name_every_dependency_once_and_nothing_of_a_machine() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert [
        line for line in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9A-Za-z.!+]+", line)
    ] == []
    pinned = [_normal(line.partition("==")[0]) for line in pins]
    assert len(pinned) == len(set(pinned))
    assert _declared() <= set(pinned)


def _declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for group in project["optional-dependencies"].values() for line in group]
    names = {
        _normal(re.match(r"[A-Za-z0-9._-]+", line)[0])  # type: ignore[index]
        for line in project["dependencies"] + extras
    }
    return names - {_normal(project["name"])}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
