"""Streams: UTF-8 always, whole files, quiet ends, colour and progress on terminals alone."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from patience import PATIENCE

from tests.cli.conftest import Call

COMMAND = [sys.executable, "-m", "summarizer"]


def on_terminal(arguments: list[str], *, columns: str = "100", **environment: str) -> str:
    """What a person sees: stdout and stderr are one terminal."""
    leader, follower = pty.openpty()
    fresh = {**os.environ, "TERM": "xterm", "COLUMNS": columns, **environment}
    running = subprocess.Popen(
        [*COMMAND, *arguments], stdin=follower, stdout=follower, stderr=follower, env=fresh
    )
    os.close(follower)
    seen = b""
    with suppress(OSError):  # the other side has hung up
        while piece := os.read(leader, 65536):
            seen += piece
    assert running.wait(60) == 0
    os.close(leader)
    return seen.decode()


@pytest.mark.parametrize(
    "locale", [{"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "latin-1"}]
)
@pytest.mark.parametrize("wanted", ["json", "table"])
def test_output_is_utf8_whatever_the_locale(
    locale: dict[str, str], wanted: str, start: Call, report: Path
) -> None:
    done = start("run", report, "--format", wanted, **locale)
    assert done.code == 0
    assert "青石县水利局" in done.text
    assert "抽取引擎" in done.err


def test_help_is_utf8_too(start: Call) -> None:
    assert "核对过的摘要" in start("--help", PYTHONIOENCODING="ascii", LC_ALL="C").text


def test_a_terminal_gets_a_table_with_colour_and_progress(report: Path) -> None:
    seen = on_terminal(["run", str(report)])
    assert "完成情况 (" in seen
    assert "\x1b[32m" in seen
    assert "已读 " in seen


def test_no_color_is_obeyed(report: Path) -> None:
    assert "\x1b[32m" not in on_terminal(["run", str(report)], NO_COLOR="1")


def test_a_dumb_terminal_gets_no_escapes_at_all(report: Path) -> None:
    assert "\x1b" not in on_terminal(["run", str(report)], TERM="dumb")


def test_a_pipe_gets_no_progress(start: Call, report: Path) -> None:
    assert "\r" not in start("run", report).err


def test_a_workbook_is_not_for_a_terminal() -> None:
    leader, follower = pty.openpty()
    done = subprocess.run(
        [*COMMAND, "run", "x", "--format", "xlsx"],
        stdout=follower,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(leader)
    os.close(follower)
    assert done.returncode == 2
    assert b"-o" in done.stderr


def test_a_reader_that_has_seen_enough_ends_it_quietly(report: Path) -> None:
    running = subprocess.Popen(
        [*COMMAND, "run", str(report)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert running.stdout
    assert running.stderr
    running.stdout.close()
    assert running.wait(60) == 0
    assert b"Error" not in running.stderr.read()
    running.stderr.close()


def test_a_full_disk_is_said(report: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*COMMAND, "run", str(report)], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 6
    assert b"error[output-not-writable]" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_missing_folder_is_refused_before_the_work(start: Call, report: Path) -> None:
    done = start("run", report, "-o", report.parent / "none" / "x.json")
    assert (done.code, done.out) == (6, b"")
    assert "error[output-not-writable]" in done.err
    assert "抽取引擎" not in done.err


def test_a_folder_is_no_output_file(call: Call, report: Path) -> None:
    assert call("run", report, "-o", report.parent).code == 6


def test_a_device_is_written_to_and_not_replaced(call: Call, report: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE)
    assert call("run", report, "-o", pipe).code == 0
    out, _ = reader.communicate(timeout=PATIENCE)
    assert json.loads(out)["schema_version"] == "1"
    assert pipe.is_fifo()


def test_an_old_result_stays_when_a_new_one_fails(call: Call, report: Path) -> None:
    target = report.parent / "out.json"
    target.write_text("old")
    report.write_bytes(b"")
    assert call("run", report, "-o", target).code == 3
    assert target.read_text() == "old"


def test_a_link_keeps_pointing_at_what_it_points_at(call: Call, report: Path) -> None:
    target, link = report.parent / "real.json", report.parent / "link.json"
    target.write_text("old")
    link.symlink_to(target)
    assert call("run", report, "-o", link).code == 0
    assert link.is_symlink()
    assert target.read_text().startswith("{")


@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interruption_has_its_code_and_no_traceback(sent: signal.Signals, code: int) -> None:
    running = subprocess.Popen(
        [*COMMAND, "run", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    _until_it_reads(running.pid)
    running.send_signal(sent)
    out, err = running.communicate(timeout=PATIENCE)
    assert (running.returncode, out) == (code, b"")
    assert b"Traceback" not in err


def test_a_run_that_is_terminated_says_nothing_of_its_inside(tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_text("完成率为1%，" * 60_000, encoding="utf-8")
    running = subprocess.Popen(
        [*COMMAND, "run", str(long), "--engine", "rules", "-o", str(tmp_path / "out.json")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stderr
    running.stderr.readline()
    running.terminate()
    _, err = running.communicate(timeout=PATIENCE)
    assert (running.returncode, err) == (143, b"")
    assert [path.name for path in tmp_path.iterdir()] == ["long.txt"]


def _until_it_reads(pid: int) -> None:
    """Until the process has slept for half a second: it waits for its stdin."""
    asleep = 0
    for _ in range(600):
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        asleep = asleep + 1 if state == "S" else 0
        if asleep >= 10:
            return
        time.sleep(0.05)
    raise AssertionError("it never came to read stdin")


def test_closed_streams_are_no_accident(report: Path) -> None:
    line = f"{sys.executable} -m summarizer run '{report}'"
    closed_out = subprocess.run(["sh", "-c", f"{line} >&-"], capture_output=True, check=False)
    assert closed_out.returncode == 6
    assert b"Traceback" not in closed_out.stderr
    closed_err = subprocess.run(["sh", "-c", f"{line} 2>&-"], capture_output=True, check=False)
    assert closed_err.returncode == 0
    assert json.loads(closed_err.stdout)["schema_version"] == "1"
    closed_in = subprocess.run(
        ["sh", "-c", f"{sys.executable} -m summarizer run - <&-"], capture_output=True, check=False
    )
    assert (closed_in.returncode, closed_in.stdout) == (3, b"")
