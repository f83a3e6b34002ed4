"""`annotate`, `form`, and what the suffix of -o promises."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from tests.cli.conftest import REPORT, Call


@pytest.fixture
def word(tmp_path: Path) -> Path:
    file = docx.Document()
    for line in f"{REPORT}“学习强国”覆盖率173%。".splitlines():
        file.add_paragraph(line)
    path = tmp_path / "青石县.docx"
    file.save(str(path))
    return path


def test_annotate_writes_comments(word: Path, call: Call) -> None:
    out = word.with_name("批注.docx")
    done = call("annotate", word, "-o", out)
    assert (done.code, done.out) == (0, b"")
    comments = [one.text for one in docx.Document(str(out)).comments]
    assert any("173%" in text for text in comments)
    assert f"写入 {len(comments)} 条批注" in done.err


def test_annotate_takes_a_summary_that_was_made_before(word: Path, call: Call) -> None:
    summary, out = word.with_suffix(".json"), word.with_name("批注.docx")
    assert call("run", word, "-o", summary).code == 0
    done = call("annotate", word, "-o", out, "--summary", summary)
    assert done.code == 0
    assert "engine" not in done.err
    assert list(docx.Document(str(out)).comments)


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("青石县.txt", "-o", "批注.docx"), 3, "只支持 .docx 和 .pdf"),
        (("青石县.docx", "-o", "批注.xlsx"), 2, "扩展名应为"),
        (("青石县.docx", "-o", "青石县.docx"), 2, "会覆盖输入"),
        (("无.docx", "-o", "批注.docx"), 3, "无法读取"),
        (("青石县.docx", "-o", "批注.docx", "--summary", "青石县.txt"), 3, "不是完整的摘要 JSON"),
    ],
)
def test_annotate_refuses(
    arguments: tuple[str, ...],
    code: int,
    said: str,
    word: Path,
    report: Path,
    call: Call,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(word.parent)
    done = call("annotate", *arguments)
    assert (done.code, done.out) == (code, b"")
    assert said in done.err


@pytest.mark.parametrize("fields", [False, True])
def test_form_from_a_report_and_from_its_summary(
    fields: bool, report: Path, call: Call, tmp_path: Path
) -> None:
    summary, first, second = tmp_path / "s.json", tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    more = ("--fields",) if fields else ()
    assert call("run", report, "-o", summary).code == 0
    assert call("form", report, "-o", first, *more).code == 0
    assert call("form", summary, "-o", second, *more).code == 0
    books = [load_workbook(path) for path in (first, second)]
    rows = [
        [[cell.value for cell in row] for sheet in book.worksheets for row in sheet.iter_rows()]
        for book in books
    ]
    assert rows[0] == rows[1]
    assert any("维修水库" in str(cell) for row in rows[0] for cell in row)


def test_form_needs_the_name_of_a_workbook(report: Path, call: Call) -> None:
    done = call("form", report, "-o", report.with_suffix(".docx"))
    assert done.code == 2
    assert ".xlsx" in done.err


def test_a_word_brief_by_its_suffix(report: Path, call: Call) -> None:
    out = report.with_suffix(".docx")
    assert call("run", report, "-o", out).code == 0
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(out)).paragraphs)
    assert "1200.5万元" in text


def test_a_suffix_that_is_no_format_is_refused_before_the_work(report: Path, call: Call) -> None:
    out = report.with_suffix(".odt")
    done = call("run", report, "-o", out)
    assert (done.code, out.exists()) == (2, False)
    for suffix in (".docx", ".xlsx", ".html", ".json"):
        assert suffix in done.err


def test_without_a_suffix_it_is_json(report: Path, call: Call) -> None:
    out = report.with_name("结果")
    assert call("run", report, "-o", out).code == 0
    assert json.loads(out.read_bytes())["schema_version"] == "1"


def test_two_reports_are_for_batch_run(report: Path, call: Call) -> None:
    done = call("run", report, report)
    assert done.code == 2
    assert "summarizer batch run" in done.err


def test_nothing_asked_for_is_help(call: Call) -> None:
    done = call()
    assert (done.code, done.err) == (0, "")
    for command in ("run", "annotate", "form", "batch"):
        assert command in done.text


def test_help_in_one_language(call: Call) -> None:
    english = call("run", "--help", "--lang", "en").text
    assert "the report" in english
    assert not any("一" <= sign <= "鿿" for sign in english)
    assert "the report" not in call("run", "--help", "--lang", "zh").text


def test_all_of_a_batch_in_one_workbook_and_one_file_of_lines(
    report: Path, call: Call, tmp_path: Path
) -> None:
    (tmp_path / "第二份.txt").write_text(REPORT.replace("13座", "9座"), encoding="utf-8")
    (tmp_path / "坏.txt").write_bytes(b"")
    out = tmp_path / "结果"
    done = call("batch", "run", tmp_path, "--out", out, "-f", "xlsx")
    assert done.code == 7
    book = load_workbook(io.BytesIO((out / "batch.xlsx").read_bytes()))
    rows = {
        sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book
    }
    assert list(rows) == ["报告", "绩效目标", "核查发现"]
    assert len(rows["报告"]) == 1 + 3
    lines = [json.loads(line) for line in (out / "batch.jsonl").read_text("utf-8").splitlines()]
    for kind, sheet in (("document", "报告"), ("target", "绩效目标"), ("finding", "核查发现")):
        assert len([one for one in lines if one["row"] == kind]) == len(rows[sheet]) - 1
    documents = [one for one in lines if one["row"] == "document"]
    assert {one["state"] for one in documents} == {"done", "failed"}
    assert {one["spent"] for one in documents} == {"11500000", None}
    assert 1150 in [cell for row in rows["报告"] for cell in row]
