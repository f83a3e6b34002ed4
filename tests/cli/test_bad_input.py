"""Bad input: one clear message, exit 3, nothing on stdout, no traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli.conftest import Call

BAD = {
    "empty.txt": b"",
    "blank.txt": " \n\t\n　\n".encode(),
    "binary.txt": bytes(range(256)) * 8,
    "picture.txt": b"\x89PNG\r\n\x1a\n" + b"\x00" * 200,
    "program.txt": b"\x7fELF" + bytes(range(256)),
    "scan.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    "large.txt": "全年维修水库13座。\n".encode() * (20_000_000 // 27),
}


@pytest.fixture
def bad(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / request.param
    path.write_bytes(BAD[request.param])
    return path


def assert_refused(done: object, name: str) -> None:
    assert (done.code, done.out) == (3, b""), done  # type: ignore[attr-defined]
    lines = done.err.splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 1, lines
    assert lines[0].startswith("error[input-")
    assert name in lines[0]
    assert " / " in lines[0]


@pytest.mark.parametrize("bad", BAD, indirect=True)
@pytest.mark.parametrize("command", ["run", "quantities"])
def test_a_file_that_is_no_report(command: str, bad: Path, call: Call) -> None:
    assert_refused(call(command, bad), bad.name)


@pytest.mark.parametrize("name", ["empty.txt", "binary.txt", "large.txt"])
def test_the_same_on_stdin_as_a_process_of_its_own(name: str, start: Call) -> None:
    assert_refused(start("run", "-", stdin=BAD[name]), "stdin")


def test_a_file_that_is_not_there(start: Call, tmp_path: Path) -> None:
    assert_refused(start("run", tmp_path / "没有.txt"), "没有.txt")


def test_a_folder(start: Call, tmp_path: Path) -> None:
    assert_refused(start("run", tmp_path), tmp_path.name)


def test_a_name_longer_than_names_can_be(start: Call) -> None:
    assert_refused(start("run", "长" * 3000), "长")


def test_a_file_without_permission(start: Call, report: Path) -> None:
    report.chmod(0)
    if os.access(report, os.R_OK):  # root reads everything
        report.unlink()
        report.symlink_to(report)
    assert_refused(start("run", report), report.name)


def test_a_report_to_verify_against_that_is_none(call: Call, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    done = call("verify", "全年维修水库13座。", "--source", tmp_path / "empty.txt")
    assert_refused(done, "empty.txt")
