"""`batch run`: each document alone, what is done stays done."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import REPORT, Call


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    reports = tmp_path / "reports"
    (reports / "2022").mkdir(parents=True)
    for name in ("甲.txt", "乙.txt", "2022/甲.txt"):
        (reports / name).write_text(REPORT.replace("13座", f"1{len(name)}座"), encoding="utf-8")
    (reports / "README.md").write_text("not a report")
    (reports / ".hidden.txt").write_text("not a report")
    return reports


def _table(out: Path) -> dict[str, dict[str, str]]:
    text = (out / "batch.csv").read_text(encoding="utf-8-sig")
    return {Path(row["file"]).name: row for row in csv.DictReader(text.splitlines())}


def test_a_folder_becomes_a_folder_of_summaries(call: Call, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = call("batch", "run", folder, "--out", out)
    assert (done.code, done.out) == (0, b"")
    assert sorted(str(path.relative_to(out)) for path in out.rglob("*.json")) == [
        "2022/甲.json",
        "乙.json",
        "甲.json",
    ]
    assert json.loads((out / "甲.json").read_text())["document"]["name"] == "甲.txt"


def test_a_bad_file_fails_alone(call: Call, folder: Path, tmp_path: Path) -> None:
    (folder / "空.txt").touch()
    out = tmp_path / "out"
    done = call("batch", "run", folder, "--out", out)
    assert done.code == 7
    assert len(list(out.rglob("*.json"))) == 3
    row = _table(out)["空.txt"]
    assert (row["state"], row["code"]) == ("failed", "3")
    assert row["message"].startswith("error[input-")


def test_when_all_fail_alike_the_code_says_how(call: Call, tmp_path: Path) -> None:
    (tmp_path / "空.txt").touch()
    assert call("batch", "run", tmp_path / "空.txt", "--out", tmp_path / "out").code == 3


def test_a_second_run_repeats_nothing(call: Call, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    call("batch", "run", folder, "--out", out)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*.json")}
    (folder / "乙.txt").write_text(REPORT, encoding="utf-8")
    (out / "甲.json").write_text("{")
    assert call("batch", "run", folder, "--out", out).code == 0
    after = {path: path.stat().st_mtime_ns for path in out.rglob("*.json")}
    changed = {str(path.relative_to(out)) for path in after if after[path] != before[path]}
    assert changed == {"乙.json", "甲.json"}


def test_files_of_one_name_keep_apart(call: Call, tmp_path: Path) -> None:
    for name in ("a.txt", "a.md"):
        (tmp_path / name).write_text(REPORT, encoding="utf-8")
    out = tmp_path / "out"
    assert call("batch", "run", tmp_path / "a.txt", tmp_path / "a.md", "--out", out).code == 0
    assert sorted(path.name for path in out.glob("*.json")) == ["a.md.json", "a.txt.json"]


def test_files_of_one_name_from_two_folders_keep_apart(call: Call, tmp_path: Path) -> None:
    for folder, dams in (("东乡", "13座"), ("西乡", "14座")):
        (tmp_path / folder).mkdir()
        text = REPORT.replace("13座", dams)
        (tmp_path / folder / "自评.txt").write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    files = [tmp_path / "东乡" / "自评.txt", tmp_path / "西乡" / "自评.txt"]
    assert call("batch", "run", *files, "--out", out).code == 0
    rows = list(csv.DictReader((out / "batch.csv").read_text("utf-8-sig").splitlines()))
    told = [(row["file"], Path(row["result"]).read_text("utf-8")) for row in rows]
    assert [file for file, _ in told] == [str(file) for file in files]
    assert ["13座" in told[0][1], "14座" in told[1][1]] == [True, True]


def test_a_folder_without_reports_is_a_mistake(call: Call, tmp_path: Path) -> None:
    done = call("batch", "run", tmp_path, "--out", tmp_path / "out")
    assert done.code == 2


def test_results_that_cannot_be_written(call: Call, report: Path) -> None:
    done = call("batch", "run", report, "--out", report / "out")
    assert (done.code, done.out) == (6, b"")
