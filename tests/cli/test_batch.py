"""`batch run`: each document alone, what is done stays done."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from workbooks import xlsx

from summarizer.cli.reports import Report, reports_in
from summarizer.errors import ReadError
from summarizer.schema import Document
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


PAGE = f"<html><body><p>{REPORT.replace(chr(10), '</p><p>')}</p></body></html>"
SHEET = xlsx(
    [["指标名称", "年度指标值", "实际完成值"], ["维修水库数量", "≥12座", "13座"]], name="自评"
)


class InGbk(zipfile.ZipInfo):
    """A member whose name is in GBK, which it does not say."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802
        return self.filename.encode("gbk"), self.flag_bits


def packed(members: dict[str, bytes]) -> bytes:
    """A zip as programs of Chinese systems write it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, member in members.items():
            archive.writestr(InGbk(name), member, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def names(out: Path) -> list[str]:
    return sorted(str(path.relative_to(out)) for path in out.rglob("*.json"))


def test_a_folder_of_many_formats(call: Call, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "网页.html").write_text(PAGE, encoding="utf-8")
    (folder / "表.xlsx").write_bytes(SHEET)
    (folder / "表.csv").write_text("指标,目标\n维修水库,≥12座\n", encoding="gb18030")
    (folder / "文.md").write_text(f"# {REPORT}", encoding="utf-8")
    (folder / "坏.docx").write_bytes(b"PK\x03\x04word/document.xml")
    (folder / "图.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    out = folder / "out"
    assert call("batch", "run", folder, "--out", out).code == 7
    assert names(out) == ["文.json", "网页.json", "表.csv.json", "表.xlsx.json"]
    assert {name: row["state"] for name, row in _table(out).items()}["坏.docx"] == "failed"
    again = call("batch", "run", folder, "--out", out)
    assert again.code == 7
    assert len(_table(out)) == 5


def test_an_archive_is_read_member_by_member(call: Call, tmp_path: Path) -> None:
    inner = packed({"x.txt": REPORT.encode()})
    members = {
        "一局/自评报告.txt": REPORT.encode(),
        "../../上级/网页.html": PAGE.encode(),
        "/绝对:/表.xlsx": SHEET,
        "内层.zip": inner,
        "空.txt": b"",
        "说明.exe": b"MZ",
        "README.md": b"x",
        "__MACOSX/._a.txt": b"x",
    }
    (tmp_path / "材料.zip").write_bytes(packed(members))
    out = tmp_path / "out"
    assert call("batch", "run", tmp_path / "材料.zip", "--out", out).code == 7
    assert names(out) == [
        "材料/一局/自评报告.json",
        "材料/上级/网页.json",
        "材料/绝对_/表.json",
    ]
    rows = {row["file"].rpartition("!")[2]: row for row in _table(out).values()}
    assert rows["一局/自评报告.txt"]["state"] == "done"
    assert "input-format" in rows["内层.zip"]["message"]
    assert "input-empty" in rows["空.txt"]["message"]
    assert len(rows) == 5


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04broken", "input-damaged"),
        (packed({"说明.exe": b"x"}), "input-empty"),
        (packed({"弹.txt": b" " * (65 << 20)}), "input-too-heavy"),
        (packed({f"{number}.txt": b"" for number in range(10_001)}), "input-too-heavy"),
    ],
    ids=["broken", "no reports", "bomb", "many"],
)
def test_an_archive_that_cannot_be_taken(
    call: Call, tmp_path: Path, content: bytes, code: str
) -> None:
    (tmp_path / "材料.zip").write_bytes(content)
    done = call("batch", "run", tmp_path / "材料.zip", "--out", tmp_path / "out")
    assert done.code == 3
    assert f"error[{code}]" in done.err
    assert "材料.zip" in done.err


def test_a_member_with_a_password_or_damage_fails_alone(tmp_path: Path) -> None:
    content = bytearray(packed({"甲.txt": REPORT.encode(), "乙.txt": REPORT.encode()}))
    second = content.rindex(b"PK\x01\x02")
    content[second + 8] |= 1
    first = content.index(b"PK\x03\x04") + 60
    content[first : first + 20] = bytes(20)
    (tmp_path / "x.zip").write_bytes(content)
    refused = []
    for report in reports_in([str(tmp_path / "x.zip")]):
        with pytest.raises(ReadError) as caught:
            report.read()
        refused.append((report.place.name, caught.value.error_code))
    assert refused == [("甲.txt", "input-damaged"), ("乙.txt", "input-encrypted")]


@pytest.mark.parametrize("name", ["甲.json", "batch.csv"])
@pytest.mark.parametrize("link", [True, False])
def test_nothing_but_an_earlier_result_is_overwritten(
    call: Call, folder: Path, tmp_path: Path, name: str, link: bool
) -> None:
    out, foreign = tmp_path / "out", tmp_path / "foreign"
    out.mkdir()
    place = foreign if link else out / name
    place.write_text('{"mine": 1}')
    if link:
        (out / name).symlink_to(foreign)
    done = call("batch", "run", folder / "甲.txt", "--out", out)
    assert done.code == 6
    assert "is not an earlier result" in done.err
    assert place.read_text() == '{"mine": 1}'


def test_results_are_renewed(call: Call, folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    report = folder / "甲.txt"
    assert call("batch", "run", report, "--out", out).code == 0
    before = (out / "甲.json").read_bytes()
    report.write_text(report.read_text(encoding="utf-8") + "新增水库5座。\n", encoding="utf-8")
    assert call("batch", "run", report, "--out", out).code == 0
    assert (out / "甲.json").read_bytes() != before


def test_a_link_out_of_the_folder_is_not_followed(call: Call, folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(REPORT, encoding="utf-8")
    (folder / "链接.txt").symlink_to(secret)
    out = tmp_path / "out"
    assert call("batch", "run", folder, "--out", out).code == 0
    assert not (out / "链接.json").exists()


def test_a_ledger_says_what_is_missing_and_what_changed(call: Call, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    for year, wells in (("2022", "12座"), ("2023", "15座")):
        text = REPORT.replace("2023", year).replace("维修水库12座", f"维修水库{wells}")
        (reports / f"{year}.txt").write_text(text, encoding="utf-8")
    (reports / "2023年度青石县教育局自评报告.pdf").write_bytes(b"%PDF-1.4 broken")
    wanted = tmp_path / "应报.csv"
    listed = "单位,年度,种类\n青石县水利局,2023,自评\n青石县民政局,2023,自评\n"
    wanted.write_text(listed, encoding="utf-8")
    out = tmp_path / "out"
    done = call("batch", "run", reports, "--out", out, "--expected", wanted, "-f", "xlsx")
    assert "缺报 1" in done.err
    rows = [json.loads(line) for line in (out / "ledger.jsonl").read_bytes().splitlines()]
    lines = [row for row in rows if row["row"] == "line"]
    states = {(line["office"], line["year"]): line["state"] for line in lines}
    assert states["青石县民政局", 2023] == "missing"
    assert states["青石县教育局", 2023] == "unreadable"
    (step,) = (row for row in rows if row["row"] == "step")
    assert (step["old"], step["new"], step["raised"]) == ("2022.json", "2023.json", 1)
    assert (out / "ledger.xlsx").read_bytes().startswith(b"PK")
    # The ledger of an earlier run is replaced, anything else in its place is kept.
    (out / "ledger.jsonl").write_text("{}")
    assert call("batch", "run", reports, "--out", out).code == 6


def test_the_ledger_reads_no_document_again(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reports, out = tmp_path / "reports", tmp_path / "out"
    reports.mkdir()
    ended = "预算编制不够精准的问题已整改到位。\n二、"
    (reports / "2022.txt").write_text(REPORT.replace("2023", "2022"), encoding="utf-8")
    (reports / "2023.txt").write_text(REPORT.replace("二、", ended), encoding="utf-8")
    read: list[Path] = []
    once = Report.read

    def reading(report: Report) -> Document:
        read.append(report.file)
        return once(report)

    monkeypatch.setattr(Report, "read", reading)

    def closed() -> object:
        assert call("batch", "run", reports, "--out", out, "--jobs", "1").code == 0
        rows = map(json.loads, (out / "ledger.jsonl").read_bytes().splitlines())
        return next(row["closed"] for row in rows if row["row"] == "step")

    assert (closed(), len(read)) == (1, 2)
    assert (closed(), len(read)) == (1, 2)
    # Without the record the document is read.
    (out / "endings.sqlite3").unlink()
    assert (closed(), read[2:]) == (1, [reports / "2023.txt"])
