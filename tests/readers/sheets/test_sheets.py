"""Workbooks → parts."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet
from workbooks import changed, frame, saved, xls, xlsx, zipped

from summarizer.errors import (
    DamagedDocument,
    EncryptedDocument,
    ReadError,
    TooHeavy,
    UnreadableDocument,
    UnsupportedFormat,
)
from summarizer.readers import package, read_bytes
from summarizer.readers.formats import PARTS_READERS, read_here
from summarizer.readers.parts import Grid, Paragraph, Parts
from summarizer.readers.sheets import book, read_sheets
from summarizer.readers.sniffing import media_type

FORM = [
    ["项目支出绩效自评表"],
    ["单位：万元"],
    ["一级指标", "指标名称", "年度指标值", "实际完成值", "分值"],
    ["产出指标", "培训人次", "≥500", 512, 10],
    [None, "预算执行率", 1, 0.985, 10],
    ["注：得分按规则计算"],
]


def form(sheet: Worksheet) -> None:
    sheet.merge_cells("A1:E1")
    sheet.merge_cells("A4:A5")
    sheet["C5"].number_format = "0%"
    sheet["D5"].number_format = "0.00%"
    frame(sheet, "A3:E5")


def texts(parts: Parts) -> list[str]:
    """Paragraphs as they are, tables as rows of cells at their places."""
    shown: list[str] = []
    for part in parts.parts:
        if isinstance(part, Paragraph):
            shown.append(part.text)
            continue
        for row in range(max(cell.row for cell in part.cells) + 1):
            cells = (cell for cell in part.cells if cell.row == row)
            shown.append(" ".join(f"{cell.column}:{cell.text}" for cell in cells))
    return shown


def grids(parts: Parts) -> list[Grid]:
    return [part for part in parts.parts if isinstance(part, Grid)]


def codes(parts: Parts) -> set[str]:
    return {note.code for note in parts.notes}


def test_a_form_is_a_title_a_unit_a_table_and_a_note() -> None:
    parts = read_sheets(xlsx(FORM, touch=form), "自评表.xlsx")
    assert texts(parts) == [
        "项目支出绩效自评表",
        "单位：万元",
        "0:一级指标 1:指标名称 2:年度指标值 3:实际完成值 4:分值",
        "0:产出指标 1:培训人次 2:≥500 3:512 4:10",
        "1:预算执行率 2:100% 3:98.50% 4:10",
        "注：得分按规则计算",
    ]
    merged = next(cell for cell in grids(parts)[0].cells if cell.text == "产出指标")
    assert (merged.rows, merged.columns) == (2, 1)
    place = next(cell for cell in grids(parts)[0].cells if cell.text == "512").runs[0].locator
    assert (place.sheet, place.cell) == ("Sheet1", "D4")


def test_the_document_knows_sheet_and_cell() -> None:
    document = read_bytes(xlsx(FORM, name="自评表", touch=form), "x.xlsx")
    at = document.text.index("98.50%")
    located = document.locate(at, at + 6)
    assert located is not None
    assert (located.sheet, located.cell) == ("自评表", "D5")
    assert document.title == "项目支出绩效自评表"
    assert [q.text for q in document.quantities_in(at, at + 6)] == ["98.50%"]


def test_sheets_have_headings_and_hidden_ones_are_told() -> None:
    made = openpyxl.Workbook()
    first = made.active
    first.title = "收支总表"
    first.append(["项目", "预算数"])
    first.append(["基本支出", 12.0])
    second = made.create_sheet("底稿")
    second.append(["合计", 0.1 + 0.2])
    second.append(["结转", 1234567.5])
    second.sheet_state = "hidden"
    first.row_dimensions[2].hidden = True
    second.column_dimensions["B"].hidden = True
    made.create_sheet("空表")
    parts = read_sheets(saved(made), "x.xlsx")
    assert texts(parts) == [
        "收支总表",
        "0:项目 1:预算数",
        "0:基本支出 1:12",
        "底稿",
        "0:合计 1:0.3",
        "0:结转 1:1234567.5",
    ]
    assert codes(parts) == {"sheets-hidden", "rows-hidden", "columns-hidden"}
    assert isinstance(parts.parts[0], Paragraph)
    assert parts.parts[0].level == 1


def test_tables_beside_and_below_each_other_are_several() -> None:
    rows = [
        ["收入", "金额", None, "支出", "金额"],
        ["财政拨款", 10, None, "基本", 6],
        ["其他", 2, None, "项目", 6],
        [],
        ["三公经费表"],
        ["项目", "预算", "决算"],
        ["公务接待", 1, 0.5],
    ]
    assert texts(read_sheets(xlsx(rows), "x.xlsx")) == [
        "0:收入 1:金额",
        "0:财政拨款 1:10",
        "0:其他 1:2",
        "0:支出 1:金额",
        "0:基本 1:6",
        "0:项目 1:6",
        "三公经费表",
        "0:项目 1:预算 2:决算",
        "0:公务接待 1:1 2:0.5",
    ]


def test_a_blank_row_does_not_part_a_table_that_goes_on() -> None:
    rows = [["项目", "预算"], ["甲", 1], [], ["乙", 2]]
    assert len(grids(read_sheets(xlsx(rows), "x.xlsx"))) == 1

    def ruled(sheet: Worksheet) -> None:
        frame(sheet, "A1:C6")

    rows = [["指标", "目标", "完成"], ["产量"], [], [], [], ["合计"]]
    parts = read_sheets(xlsx(rows, touch=ruled), "x.xlsx")
    assert texts(parts) == ["0:指标 1:目标 2:完成", "0:产量", "0:合计"]


def test_ghost_columns_are_left_out() -> None:
    def ghosts(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:IV1")
        frame(sheet, "A2:IV60")

    rows = [["部门收支总表"], ["项目", "预算数"], ["合计", 5]]
    [grid] = grids(read_sheets(xlsx(rows, touch=ghosts), "x.xlsx"))
    assert max(cell.column for cell in grid.cells) == 1
    assert max(cell.columns for cell in grid.cells) == 1


def test_a_cell_of_prose_is_paragraphs() -> None:
    rows = [["2023年部门预算编制说明"], ["  收入预算350万元。\n  支出预算350万元，增长5%。"]]
    assert texts(read_sheets(xlsx(rows), "x.xlsx")) == [
        "2023年部门预算编制说明",
        "收入预算350万元。",
        "支出预算350万元，增长5%。",
    ]


def test_lines_of_a_cell_never_join_two_numbers() -> None:
    rows = [["项目\n名称", "预算\n数"], ["甲\n", "12\n34"]]
    assert texts(read_sheets(xlsx(rows), "x.xlsx")) == ["0:项目名称 1:预算数", "0:甲 1:12 34"]


def test_what_is_not_seen_or_not_read_is_told() -> None:
    def touch(sheet: Worksheet) -> None:
        sheet["B2"] = "=SUM(1,2)"
        sheet["B3"] = 77
        sheet["B3"].number_format = ";;;"
        sheet["B2"].comment = Comment("批注", "某人")
        sheet["B4"] = "#DIV/0!"
        sheet["B4"].data_type = "e"

    rows = [["项目", "金额"], ["甲", 0], ["乙", 0], ["丙", 0]]
    parts = read_sheets(xlsx(rows, touch=touch), "x.xlsx")
    assert texts(parts) == ["0:项目 1:金额", "0:甲", "0:乙 1:77", "0:丙 1:#DIV/0!"]
    told = {"sheet-uncalculated", "sheet-invisible", "sheet-comments", "sheet-errors"}
    assert codes(parts) == told
    [note] = [note for note in parts.notes if note.code == "sheet-uncalculated"]
    assert "Sheet1!B2" in note.zh


def test_macros_are_told_and_not_run() -> None:
    content = changed(xlsx(FORM), {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    assert "macros" in codes(read_sheets(content, "x.xlsm"))


def test_words_in_text_boxes_are_read_and_charts_told() -> None:
    drawing = (
        '<d:wsDr xmlns:d="d" xmlns:a="a"><d:sp><d:txBody><a:p><a:r><a:t>填表说明：</a:t></a:r>'
        "<a:r><a:t>共5项</a:t></a:r></a:p></d:txBody></d:sp><d:graphicFrame/><d:pic/></d:wsDr>"
    )
    relation = (
        '<Relationships xmlns="x"><Relationship Id="rId1" Type="x/drawing"'
        ' Target="../drawings/drawing1.xml"/><Relationship Id="rId2" Type="x/oleObject"'
        ' TargetMode="External" Target="file:///etc/passwd"/></Relationships>'
    )
    members = {
        "xl/drawings/drawing1.xml": drawing,
        "xl/worksheets/_rels/sheet1.xml.rels": relation,
    }
    parts = read_sheets(changed(xlsx(FORM), members), "x.xlsx")
    assert texts(parts)[-1] == "填表说明：共5项"
    assert codes(parts) == {"sheet-charts", "sheet-pictures"}


def test_a_workbook_of_another_writer() -> None:
    """Prefixes, no places on rows and cells, strings in place, no styles, capitals in names."""
    content = zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/Workbook.xml": '<x:workbook xmlns:x="x" xmlns:r="r"><x:sheets>'
            '<x:sheet name="表" r:id="rId1"/></x:sheets></x:workbook>',
            "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1"'
            ' Type="x/worksheet" Target="/xl/worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/Sheet1.xml": '<x:worksheet xmlns:x="x"><x:sheetData>'
            '<x:row><x:c t="inlineStr"><x:is><x:r><x:t>支</x:t></x:r><x:r><x:t>出</x:t></x:r>'
            "<x:rPh><x:t>しゅつ</x:t></x:rPh></x:is></x:c><x:c><x:v>350</x:v></x:c></x:row>"
            '<x:row><x:c t="str"><x:v>合计_x000D_</x:v></x:c><x:c><x:v>7E2</x:v></x:c></x:row>'
            "</x:sheetData></x:worksheet>",
        }
    )
    assert texts(read_sheets(content, "x.xlsx")) == ["0:支出 1:350", "0:合计 1:700"]


def test_shared_strings_keep_their_words_without_pronunciations() -> None:
    shared = (
        "<sst><si><t>支出</t></si><si><r><t>执</t></r><r><t xml:space='preserve'>行率 </t></r>"
        "<rPh><t>よみ</t></rPh></si></sst>"
    )
    cells = '<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>9</v></c><c s="99"><v>5</v></c>'
    sheet = f"<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>"
    members = {"xl/sharedStrings.xml": shared, "xl/worksheets/sheet1.xml": sheet}
    assert texts(read_sheets(changed(xlsx(FORM), members), "x.xlsx")) == ["0:支出 1:执行率 2:5"]


def test_an_old_workbook_with_formats_and_merges() -> None:
    cells = [
        (0, 0, "2023年收支总表", "General"),
        (1, 0, "项目", "General"),
        (1, 1, "执行率", "General"),
        (1, 2, "日期", "General"),
        (2, 0, "基本支出", "General"),
        (2, 1, 0.985, "0.00%"),
        (2, 2, 45291, "yyyy/m/d"),
        (3, 1, 12.0, "General"),
        (3, 2, 1234567.5, "#,##0.00"),
    ]
    parts = read_sheets(xls(cells, [(2, 3, 0, 0)]), "x.xls")
    assert texts(parts) == [
        "收支总表",
        "2023年收支总表",
        "0:项目 1:执行率 2:日期",
        "0:基本支出 1:98.50% 2:2023/12/31",
        "1:12 2:1,234,567.50",
    ]
    assert next(c for c in grids(parts)[0].cells if c.text == "基本支出").rows == 2


ODS = """<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s">
<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>
<office:body><table:table table:name="收支">
<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>项目</text:p>
</table:table-cell><table:covered-table-cell/><table:table-cell><text:p>执行率</text:p>
</table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell
 table:number-columns-repeated="2" office:value-type="float"><text:p>1,250.50</text:p>
<office:annotation><text:p>批注9</text:p></office:annotation></table:table-cell>
<table:table-cell office:value-type="percentage"><text:p>98.50%</text:p></table:table-cell>
</table:table-row>
<table:table-row table:number-rows-repeated="1048000"><table:table-cell
 table:number-columns-repeated="16384"/></table:table-row>
</table:table></office:body></office:document-content>"""


def test_an_open_document_sheet_shows_its_own_texts() -> None:
    mimetype = "application/vnd.oasis.opendocument.spreadsheet"
    parts = read_sheets(zipped({"mimetype": mimetype, "content.xml": ODS}), "x.ods")
    assert texts(parts) == [
        "收支",
        "0:项目 2:执行率",
        "0:1,250.50 1:1,250.50 2:98.50%",
        "0:1,250.50 1:1,250.50 2:98.50%",
    ]
    locked = {
        "mimetype": mimetype,
        "content.xml": b"\x00",
        "META-INF/manifest.xml": "<m:encryption-data/>",
    }
    with pytest.raises(EncryptedDocument):
        read_sheets(zipped(locked), "x.ods")


def test_an_empty_workbook() -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_sheets(saved(openpyxl.Workbook()), "x.xlsx")
    assert caught.value.error_code == "input-empty"


def test_a_missing_part_is_named() -> None:
    content = changed(xlsx(FORM), {"xl/worksheets/sheet1.xml": None})
    with pytest.raises(DamagedDocument, match=r"xl/worksheets/sheet1\.xml"):
        read_sheets(content, "x.xlsx")


def test_broken_xml_is_named_with_its_line() -> None:
    content = changed(xlsx(FORM), {"xl/worksheets/sheet1.xml": "<worksheet>\n<row></c>"})
    with pytest.raises(DamagedDocument, match=r"sheet1\.xml:2"):
        read_sheets(content, "x.xlsx")


def test_no_entity_is_declared() -> None:
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
        "<worksheet><sheetData><row><c t='str'><v>&a;&b;</v></c></row></sheetData></worksheet>"
    )
    with pytest.raises(DamagedDocument, match="DTD"):
        read_sheets(changed(xlsx(FORM), {"xl/worksheets/sheet1.xml": bomb}), "x.xlsx")


def test_a_bomb_is_refused_before_it_expands() -> None:
    bomb = changed(xlsx(FORM), {"xl/worksheets/sheet1.xml": b" " * (package.HARMLESS + 1)})
    with pytest.raises(TooHeavy):
        read_sheets(bomb, "x.xlsx")
    many = zipped({"xl/workbook.xml": "", **{str(n): "" for n in range(package.ENTRIES)}})
    with pytest.raises(TooHeavy):
        read_sheets(many, "x.xlsx")


def test_cells_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book, "CELLS", 20)
    with pytest.raises(TooHeavy, match="20"):
        read_sheets(xlsx([["数", 1, 2, 3]] * 6), "x.xlsx")


SMALL = [xlsx(FORM, touch=form), xls([(0, 0, "支出", "General"), (0, 1, 0.5, "0%")])]


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(SMALL), st.data())
def test_changed_bytes_end_in_a_document_or_a_refusal(content: bytes, draw: st.DataObject) -> None:
    broken = bytearray(content)
    for _ in range(draw.draw(st.integers(1, 5))):
        broken[draw.draw(st.integers(8, len(broken) - 1))] = draw.draw(st.integers(0, 255))
    end = draw.draw(st.one_of(st.none(), st.integers(600, len(broken))))
    read_or_refused(bytes(broken[:end]))


def read_or_refused(content: bytes) -> None:
    media = media_type(content, "x.xlsx")
    if media in PARTS_READERS:
        with contextlib.suppress(ReadError):
            assert read_here(media, content, "x.xlsx").parts


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_workbook_of_libreoffice(tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_bytes(xlsx(FORM, name="自评", touch=form))
    for kind in ("xls", "ods"):
        home = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(tmp_path)]
        subprocess.run([*command, str(tmp_path / "表.xlsx")], check=True, capture_output=True)
        made = tmp_path / f"表.{kind}"
        parts = read_sheets(made.read_bytes(), made.name)
        assert texts(parts)[1:] == texts(read_sheets(xlsx(FORM, touch=form), "x.xlsx"))


OLD_XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="s1">
<NumberFormat ss:Format="Percent"/></Style></Styles><Worksheet ss:Name="收支"><Table>
<Row><Cell><Data ss:Type="String">项目</Data></Cell><Cell><Data ss:Type="String">执行率</Data>
</Cell></Row><Row><Cell><Data ss:Type="String">基本支出</Data></Cell>
<Cell ss:StyleID="s1"><Data ss:Type="Number">0.985</Data></Cell></Row>
</Table></Worksheet></Workbook>"""


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_workbook_in_xml_of_excel_2003() -> None:
    parts = read_sheets(OLD_XML.encode(), "x.xls")
    assert texts(parts) == ["收支", "0:项目 1:执行率", "0:基本支出 1:98.50%"]
    assert "converted" in codes(parts)


def test_a_format_that_takes_libreoffice_says_so(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnsupportedFormat, match="LibreOffice"):
        read_sheets(OLD_XML.encode(), "x.xls")
