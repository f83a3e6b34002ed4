"""What `Dockerfile`, `docker-compose.yml` and `deploy/` say, tried without Docker and without a
systemd that runs: the files are by the book, and the commands in them do what they promise."""

from __future__ import annotations

import configparser
import fnmatch
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from own_postgres import OwnPostgres
from served import Served

ROOT = Path(__file__).parents[2]
COMPOSE = ROOT / "docker-compose.yml"
UNIT = ROOT / "deploy" / "summarizer.service"
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())["services"]
    return found


def copied() -> list[str]:
    lines = re.findall(r"^COPY (.+)$", DOCKERFILE, re.MULTILINE)
    return [source for line in lines for source in line.split()[:-1]]


def test_the_compose_file_is_one() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "check_jsonschema",
            "--builtin-schema",
            "vendor.compose-spec",
            COMPOSE,
        ],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_each_worker_has_a_name_of_its_own() -> None:
    names = [
        parts["environment"]["SUMMARIZER_WORKER_ID"]
        for parts in services().values()
        if "SUMMARIZER_WORKER_ID" in parts["environment"]
    ]
    assert len(names) == len(set(names)) == 3


def test_the_image_is_built_from_what_it_copies(tmp_path: Path) -> None:
    """A wheel is built from the copied files alone, and nothing else is sent to the builder."""
    kept = [line[1:] for line in (ROOT / ".dockerignore").read_text().split() if line[0] == "!"]
    assert set(copied()) == set(kept)
    for source in copied():
        here, there = ROOT / source, tmp_path / source
        if here.is_dir():
            shutil.copytree(here, there, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(here, there)
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "out"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    extras = re.findall(r'pip install .* "\.\[(\w+)\]"', DOCKERFILE)
    assert extras
    assert all(f"\n{extra} = [" in (ROOT / "pyproject.toml").read_text() for extra in extras)


@pytest.fixture
def postgres(own_postgres: OwnPostgres) -> str:
    return own_postgres.database()


def filled(settings: dict[str, str], database: str) -> dict[str, str]:
    """The environment of a service with nothing set outside, and a database that is here."""
    values = {name: re.sub(r"\$\{\w+:-\}", "", value) for name, value in settings.items()}
    return {**values, "SUMMARIZER_DATABASE_URL": database}


@pytest.fixture
def composed(tmp_path: Path, postgres: str) -> Iterator[Served]:
    """`server` and both workers, by the commands and under the settings of the compose file."""
    found = services()
    served = Served(tmp_path / "data", {}, host="0.0.0.0")
    served.environment = filled(found["server"]["environment"], postgres)
    yield served
    served.close()


@pytest.mark.matrix
def test_its_commands_serve_a_key_and_work(composed: Served, report: bytes) -> None:
    found = services()
    command = shlex.split(found["server"]["command"])
    assert command == ["serve", "--host", "0.0.0.0", "--port", "8000"]
    assert composed.command(*command[:-1], str(composed.port)).returncode == 2
    key = composed.command("keys", "create", "clerk").stdout.strip()
    composed.start()
    for name in ("worker-1", "worker-2"):
        assert shlex.split(found[name]["command"]) == ["worker"]
        settings = found[name]["environment"]
        assert settings["SUMMARIZER_WORKER_ID"] == name
        composed.environment["SUMMARIZER_WORKER_ID"] = name
        composed.start_worker(name)
    probe = [
        part.replace(":8000", f":{composed.port}")
        for part in found["server"]["healthcheck"]["test"]
    ]
    assert subprocess.run([sys.executable, *probe[2:]]).returncode == 0
    done = composed.submit(report, Authorization=f"Bearer {key}", Prefer="wait=30")
    assert done.json()["state"] == "succeeded"
    assert composed.stop() == 0


def unit() -> configparser.RawConfigParser:
    found = configparser.RawConfigParser(strict=False)
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read(UNIT)
    return found


def test_the_unit_is_one(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("needs systemd-analyze (Debian: systemd)")
    # The program is where the unit wants it on no machine that tests.
    said = UNIT.read_text().replace("/opt/summarizer/bin/summarizer", "/bin/true")
    (tmp_path / UNIT.name).write_text(said)
    done = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / UNIT.name], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.matrix
def test_the_unit_s_command_needs_to_write_in_its_own_folder_alone(
    tmp_path: Path, report: bytes
) -> None:
    """ProtectSystem=strict: everything is read-only but the state folder and a /tmp of its own."""
    if os.geteuid() or not shutil.which("unshare"):
        pytest.skip("mounts of its own need root and unshare")
    found = unit()["Service"]
    assert found["ProtectSystem"] == "strict"
    command = shlex.split(found["ExecStart"])
    assert fnmatch.fnmatch(
        " ".join(command), "/opt/summarizer/bin/summarizer serve --host * --port *"
    )
    settings = dict(part.split("=", 1) for part in found["Environment"].split())
    assert settings["SUMMARIZER_DATA_DIR"] == f"/var/lib/{found['StateDirectory']}"
    own = tmp_path / "own"
    served = Served(own / "data", {"worker_id": settings["SUMMARIZER_WORKER_ID"]})
    served.data.mkdir(parents=True)
    sealed = f'mount --bind {own} {own} && mount -o remount,bind,ro / && exec "$@"'
    served.prefix = ("unshare", "--mount", "sh", "-c", sealed, "sh")
    served.environment = {"TMPDIR": str(own)}
    try:
        served.start()
        assert served.submit(report, Prefer="wait=20").json()["state"] == "succeeded"
        assert served.stop(float(found["TimeoutStopSec"])) == 0
    finally:
        served.close()
