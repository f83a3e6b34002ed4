"""`verify`: our JSON, somebody's text, from a file, from stdin, from the line itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Call


@pytest.fixture
def summary(call: Call, report: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(call("run", report).out)
    return found


def _write(path: Path, value: object) -> Path:
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def test_our_own_summary_holds(
    call: Call, report: Path, summary: dict[str, Any], tmp_path: Path
) -> None:
    done = call("verify", _write(tmp_path / "s.json", summary), "--source", report)
    assert done.code == 0
    again = json.loads(done.out)
    assert list(again) == list(summary)
    kinds = ("targets", "results", "problems", "measures")
    assert [i["id"] for k in kinds for i in again[k]] == [
        i["id"] for k in kinds for i in summary[k]
    ]


def test_a_changed_number_is_found_and_the_others_stand(
    call: Call, report: Path, summary: dict[str, Any], tmp_path: Path
) -> None:
    changed = next(item for item in summary["results"] if item["quantity"]["text"] == "13座")
    changed["quantity"]["value"] = "31"
    done = call("verify", _write(tmp_path / "s.json", summary), "--source", report)
    assert done.code == 1
    verdicts = {item["id"]: item["check"]["verdict"] for item in json.loads(done.out)["results"]}
    assert [name for name, verdict in verdicts.items() if verdict == "failed"] == [changed["id"]]


def test_an_overview_with_an_invented_number_fails(
    call: Call, report: Path, summary: dict[str, Any], tmp_path: Path
) -> None:
    summary["overview"]["text"] = "全年投入98765万元。"
    done = call("verify", _write(tmp_path / "s.json", summary), "--source", report)
    assert done.code == 1
    assert json.loads(done.out)["overview"]["check"]["verdict"] == "failed"


def test_a_summary_of_another_report_is_told(
    call: Call, report: Path, summary: dict[str, Any], tmp_path: Path
) -> None:
    ours = call("verify", _write(tmp_path / "s.json", summary), "--source", report)
    assert "other-source" not in ours.err
    changed = tmp_path / "changed.txt"
    changed.write_text(report.read_text(encoding="utf-8") + "\n附记。\n", encoding="utf-8")
    done = call("verify", tmp_path / "s.json", "--source", changed)
    assert "warning[other-source]" in done.err
    assert json.loads(done.out)["results"]


def test_nothing_to_check_is_a_usage_error(call: Call, report: Path) -> None:
    done = call("verify", "", "--source", report)
    assert done.code == 2
    assert not done.out


@pytest.mark.parametrize(
    ("text", "code"), [("全年维修水库13座。", 0), ("全年维修水库31座，满意度95%。", 1)]
)
def test_text_from_the_line_itself(text: str, code: int, call: Call, report: Path) -> None:
    done = call("verify", text, "--source", report)
    assert done.code == code
    for number in json.loads(done.out):
        assert text[number["start"] : number["end"]] == number["text"]


def test_text_from_a_file_and_from_stdin(start: Call, report: Path, tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("维修水库31座。", encoding="utf-8")
    from_file = start("verify", path, "--source", report)
    from_stdin = start("verify", "-", "--source", report, stdin=path.read_bytes())
    assert from_file.code == from_stdin.code == 1
    assert from_file.out == from_stdin.out


def test_a_table_says_where_each_number_is_from(call: Call, report: Path) -> None:
    shown = call("verify", "维修水库13座，又31座。", "--source", report, "--format", "table").text
    assert "✓ 已核对  13座  ←" in shown
    assert "≠ 不一致  31座" in shown


@pytest.mark.parametrize("content", ["", "{", "[]", '{"a": 1}', "NaN"])
def test_json_that_is_no_summary(content: str, call: Call, report: Path, tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_text(content)
    done = call("verify", path, "--source", report)
    assert (done.code, done.out) == (3, b"")
    assert "s.json" in done.err


def test_a_file_that_is_not_there_is_no_text(call: Call, report: Path) -> None:
    for name in ("没有.txt", "missing"):
        done = call("verify", name, "--source", report)
        assert (done.code, done.out) == (3, b"")


def test_checks_of_a_text_are_no_workbook(call: Call, report: Path, tmp_path: Path) -> None:
    done = call("verify", "维修水库13座。", "--source", report, "-o", tmp_path / "x.xlsx")
    assert done.code == 2


def test_a_summary_renders_in_every_format(
    call: Call, report: Path, summary: dict[str, Any], tmp_path: Path
) -> None:
    path = _write(tmp_path / "s.json", summary)
    done = call("verify", path, "--source", report, "-o", tmp_path / "x.html")
    assert (done.code, done.out) == (0, b"")
    assert (tmp_path / "x.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_text_without_numbers_is_not_passed_in_silence(call: Call, report: Path) -> None:
    done = call("verify", "各项工作稳步推进", "--source", report)
    assert "没有可核对的数字" in done.err
