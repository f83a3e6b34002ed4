"""`run`: formats, engines, outputs, exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from summarizer.cli.run import exit_code
from summarizer.schema import SectionCoverage, Summary, summary_schema
from tests.cli.conftest import REPORT, Call


@pytest.fixture
def summary(call: Call, report: Path) -> Summary:
    return Summary.model_validate_json(call("run", report).out)


def test_a_pipe_gets_json_that_fits_the_schema(call: Call, report: Path) -> None:
    done = call("run", report)
    assert done.code == 0
    Draft202012Validator(summary_schema()).validate(json.loads(done.out))


def test_the_summary_holds_what_the_report_says(summary: Summary) -> None:
    figures = {item.quantity.text for item in (*summary.targets, *summary.results) if item.quantity}
    assert {"12座", "不低于90%", "1200.5万元", "1150万元", "13座", "95%"} <= figures
    assert summary.problems
    assert summary.measures


def test_stderr_says_which_engine_read_and_why(call: Call, report: Path) -> None:
    assert (
        "抽取引擎：rules（未配置模型） / engine: rules (no model is configured)"
        in call("run", report).err
    )
    assert call("run", report, "--engine", "rules", "--lang", "en").err == "engine: rules\n"


def test_stdin_is_read_for_a_dash(start: Call) -> None:
    done = start("run", "-", stdin=REPORT.encode())
    assert done.code == 0
    assert json.loads(done.out)["document"]["name"] == "stdin"


@pytest.mark.parametrize(
    ("suffix", "begins"),
    [
        ("json", b"{"),
        ("md", "# 青石县".encode()),
        ("html", b"<!DOCTYPE html>"),
        ("xlsx", b"PK"),
        ("csv", b"\xef\xbb\xbf"),
        ("txt", "青石县".encode()),
    ],
)
def test_the_suffix_of_the_output_chooses_the_format(
    suffix: str, begins: bytes, call: Call, report: Path, tmp_path: Path
) -> None:
    target = tmp_path / f"out.{suffix}"
    done = call("run", report, "-o", target)
    assert (done.code, done.out) == (0, b"")
    assert target.read_bytes().startswith(begins)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([report.name, target.name])


def test_the_format_wins_over_the_suffix(call: Call, report: Path, tmp_path: Path) -> None:
    assert call("run", report, "--format", "csv", "-o", tmp_path / "x.json").code == 0
    assert (tmp_path / "x.json").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_text_comes_only_when_asked_for(call: Call, report: Path) -> None:
    assert "text" not in json.loads(call("run", report).out)["document"]
    assert json.loads(call("run", report, "--with-text").out)["document"]["text"] == REPORT


def test_two_runs_differ_in_their_times_alone(call: Call, report: Path) -> None:
    first, second = (json.loads(call("run", report).out) for _ in range(2))
    for run in (first["run"], second["run"]):
        del run["seconds"], run["started_at"]
    assert json.dumps(first) == json.dumps(second)


def test_a_report_at_fault_is_still_done_unless_strict(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "wrong.txt"
    path.write_text(
        "一、资金情况\n2023年预算1000万元，实际支出900万元，结余200万元，预算执行率为70%。\n",
        encoding="utf-8",
    )
    assert call("run", path).code == 0
    assert call("run", path, "--strict").code == 1
    assert call("run", path, "--strict").out


def test_a_sound_report_is_done_with_strict_too(call: Call, report: Path) -> None:
    assert call("run", report, "--strict").code == 0


def test_unread_sections_end_as_partial(summary: Summary) -> None:
    unread = SectionCoverage(path=("三",), start=0, end=9, items=0, state="unread", reason="x")
    partial = summary.model_copy(
        update={"coverage": summary.coverage.model_copy(update={"sections": (unread,)})}
    )
    assert exit_code(partial, strict=True) == exit_code(partial, strict=False) == 7


def test_the_model_engine_without_a_model_is_a_matter_of_settings(call: Call, report: Path) -> None:
    done = call("run", report, "--engine", "llm")
    assert (done.code, done.out) == (2, b"")
    assert "SUMMARIZER_LLM_MODEL" in done.err


def test_an_endpoint_that_is_not_there_ends_as_unreachable(start: Call, report: Path) -> None:
    done = start(
        "run",
        report,
        SUMMARIZER_LLM_BASE_URL="http://127.0.0.1:9/v1",
        SUMMARIZER_LLM_MODEL="none",
        SUMMARIZER_LLM_ATTEMPTS="1",
    )
    assert (done.code, done.out) == (5, b"")
    assert "error[" in done.err
    assert "Traceback" not in done.err


def test_the_input_is_never_written_over(call: Call, report: Path) -> None:
    done = call("run", report, "-o", report)
    assert (done.code, done.out) == (2, b"")
    assert report.read_text(encoding="utf-8") == REPORT


def test_a_piped_table_is_as_wide_as_columns_says(start: Call, report: Path) -> None:
    narrow, wide = (
        start("run", report, "--engine", "rules", "-f", "table", COLUMNS=columns).text
        for columns in ("60", "160")
    )
    assert len(wide.splitlines()) < len(narrow.splitlines())
