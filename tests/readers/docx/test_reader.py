"""What a Word document shows, in the order it shows it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

import pytest
from lxml import etree
from word_files import listed, numbering, p, r, tbl, tc, tr, word_file

from summarizer.errors import ReadError, TooLarge
from summarizer.readers.assemble import assemble
from summarizer.readers.docx import read_docx, story_paragraphs
from summarizer.readers.parts import Grid, GridCell, Paragraph, Parts, Run
from summarizer.schema import Locator


def read(body: str, **more: object) -> Parts:
    return read_docx(word_file(body, **more), "报告.docx")  # type: ignore[arg-type]


def texts(parts: Parts) -> list[str]:
    return [one.text for one in parts.parts if isinstance(one, Paragraph)]


def grids(parts: Parts) -> list[Grid]:
    return [one for one in parts.parts if isinstance(one, Grid)]


def places(grid: Grid) -> dict[str, tuple[int, int, int, int]]:
    return {one.text: (one.row, one.column, one.rows, one.columns) for one in grid.cells}


def _runs(parts: Parts) -> Iterator[tuple[str, Run]]:
    for part in parts.parts:
        for one in part.cells if isinstance(part, Grid) else (part,):
            for run in one.runs:
                yield one.text, run


def codes(parts: Parts) -> list[str]:
    return [note.code for note in parts.notes]


STYLES = (
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="我的标题"/><w:basedOn w:val="1"/>'
    "</w:style>"
    '<w:style w:type="paragraph" w:styleId="out"><w:name w:val="二"/>'
    '<w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="t1"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="character" w:styleId="h"><w:name w:val="h"/>'
    "<w:rPr><w:vanish/></w:rPr></w:style>"
)


class TestText:
    def test_runs_of_a_paragraph_are_one_text(self) -> None:
        body = p(runs=r("完成率98") + r(".6%") + r("，结余1"))
        assert texts(read(body)) == ["完成率98.6%，结余1"]

    def test_empty_paragraphs_are_counted_but_not_printed(self) -> None:
        parts = read(p("甲") + p() + p("乙"))
        assert [run.locator for one in parts.parts for run in one.runs] == [  # type: ignore[union-attr]
            Locator(paragraph=1),
            Locator(paragraph=3),
        ]

    def test_a_line_break_parts_statements(self) -> None:
        body = p(runs=r("项目名称：甲") + "<w:r><w:br/></w:r>" + r("主管部门：乙"))
        assert texts(read(body)) == ["项目名称：甲", "主管部门：乙"]

    def test_a_line_break_within_a_sentence_parts_nothing(self) -> None:
        long = "2022年全街道围绕城市管理和公共服务两项重点工作共安排资金487"
        body = p(runs=r(long) + "<w:r><w:br/></w:r>" + r("万元，全部到位。"))
        assert texts(read(body)) == [long + "万元，全部到位。"]

    def test_hyphens_symbols_and_tabs(self) -> None:
        sym = '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>'
        runs = (
            r("满意度") + sym + r("95%") + "<w:r><w:softHyphen/><w:noBreakHyphen/></w:r>" + r("A")
        )
        assert texts(read(p(runs=runs))) == ["满意度≥95%-A"]
        assert texts(read(p(runs=r("图1") + "<w:r><w:tab/></w:r>" + r("构成")))) == [
            "图1\u3000构成"
        ]

    def test_tabbed_lines_that_follow_each_other_keep_their_columns(self) -> None:
        line = r("收入") + "<w:r><w:tab/></w:r>" + r("100")
        assert texts(read(p(runs=line) * 2)) == ["收入\t100", "收入\t100"]

    def test_private_signs_of_a_symbol_font(self) -> None:
        fonts = '<w:rFonts w:ascii="Wingdings 2" w:hAnsi="Wingdings 2"/>'
        assert texts(read(p(runs=r("\uf052", fonts) + r("是")))) == ["☑是"]

    def test_an_equation_is_a_line(self) -> None:
        part = "<m:r><m:t>{}</m:t></m:r>"
        formula = (
            f"<m:oMath>{part.format('执行率=')}<m:f><m:num>{part.format('487')}</m:num>"
            f"<m:den>{part.format('500')}</m:den></m:f></m:oMath>"
        )
        assert texts(read(p("其中", runs=formula))) == ["其中执行率=487/500"]

    def test_an_equation_of_its_own(self) -> None:
        alone = "<m:oMathPara><m:oMath><m:r><m:t>487/500</m:t></m:r></m:oMath></m:oMathPara>"
        assert texts(read(p("甲") + alone + p("乙"))) == ["甲", "487/500", "乙"]
        assert texts(read(tbl(tr(tc(p("甲") + alone + p("乙")))))) == ["甲", "487/500", "乙"]

    def test_lines_of_a_page_that_became_paragraphs_are_one(self) -> None:
        indent = '<w:ind w:firstLine="640"/>'
        first = "全年城镇新增就业1244万人，城镇失业人员再就业514"
        parts = read(
            p(first, indent) + p("万人，就业困难人员就业172万人。") + p("下一段。", indent)
        )
        assert texts(parts) == [first + "万人，就业困难人员就业172万人。", "下一段。"]
        runs = parts.parts[0].runs  # type: ignore[union-attr]
        assert [run.locator.paragraph for run in runs] == [1, 2]
        assert runs[1].start == len(first)

    def test_lines_that_begin_anew_stay_apart(self) -> None:
        indent = '<w:ind w:firstLine="640"/>'
        title = "2022年度伍家岭街道办事处部门整体支出绩效自评工作"
        for below in (p("1.完成培训", indent), p("（二）问题"), p("单位：万元"), p("完成", indent)):
            assert len(texts(read(p(title, indent) + below))) == 2
        numbered = "（二）部门年度整体支出绩效目标和区级专项资金绩效目标"
        assert len(texts(read(p(numbered, indent) + p("绩效目标分为两类。")))) == 2

    def test_headings_by_style_and_outline(self) -> None:
        def styled(text: str, style: str) -> str:
            return p(text, f'<w:pStyle w:val="{style}"/>')

        body = styled("概况", "1") + styled("目标", "own") + styled("问题", "out") + p("正文")
        body += p("措施", '<w:outlineLvl w:val="2"/>') + p("话", '<w:outlineLvl w:val="9"/>')
        parts = read(body, parts={"styles": STYLES})
        assert [one.level for one in parts.parts if isinstance(one, Paragraph)] == [
            1,
            1,
            2,
            0,
            3,
            0,
        ]


class TestFields:
    def test_results_show_and_instructions_do_not(self) -> None:
        field = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            "<w:r><w:instrText> =SUM(ABOVE) 99</w:instrText></w:r>"
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + r("487.5")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
        assert texts(read(p("合计", runs=field + r("万元")))) == ["合计487.5万元"]

    def test_the_name_of_the_file_is_no_text(self) -> None:
        simple = f'<w:fldSimple w:instr=" FILENAME \\p ">{r("/tmp/x3f/in.doc")}</w:fldSimple>'
        assert texts(read(p("预算", runs=simple + r("100万元")))) == ["预算100万元"]

    def test_an_open_field_swallows_nothing(self) -> None:
        begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        assert texts(read(p("甲", runs=begin) + p("乙") + p("丙"))) == ["甲", "乙", "丙"]

    def test_a_table_of_contents_is_noise(self) -> None:
        begin = (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o "1-3"'
            '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        )
        end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        body = p(runs=begin + r("一、概况 1")) + p("二、问题 2", '<w:pStyle w:val="t1"/>')
        body += p(runs=end + r("一、概况")) + p("预算100万元。")
        parts = read(body, parts={"styles": STYLES})
        noise = [one.text for one in parts.parts if isinstance(one, Paragraph) and one.noise]
        assert noise == ["一、概况 1", "二、问题 2"]

    def test_old_form_fields(self) -> None:
        box = (
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox>'
            '</w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )
        assert texts(read(p(runs=box + r("是")))) == ["☑是"]


class TestWhatIsNotText:
    def test_tracked_changes_are_accepted_and_said(self) -> None:
        runs = r("完成") + f"<w:ins>{r('95%')}</w:ins>" + "<w:del><w:r><w:delText>80%"
        runs += "</w:delText></w:r></w:del><w:moveFrom>" + r("旧") + "</w:moveFrom>"
        parts = read(p(runs=runs))
        assert texts(parts) == ["完成95%"]
        assert codes(parts) == ["revisions"]
        assert "插入 1 处、删除 2 处" in parts.notes[0].zh

    def test_a_deleted_paragraph_mark_joins(self) -> None:
        parts = read(p("预算", "<w:rPr><w:del/></w:rPr>") + p("100万元"))
        assert texts(parts) == ["预算100万元"]

    def test_deleted_rows_are_gone(self) -> None:
        table = tbl(tr("甲", "1"), tr("乙", "2", properties="<w:del/>"), tr("丙", "3"))
        assert list(places(grids(read(table))[0])) == ["甲", "1", "丙", "3"]

    def test_hidden_text_is_left_out_and_said(self) -> None:
        runs = r("看得见") + r("藏100万元", "<w:vanish/>") + r("也藏", '<w:rStyle w:val="h"/>')
        runs += r("不藏", '<w:rStyle w:val="h"/><w:vanish w:val="0"/>')
        parts = read(p(runs=runs), parts={"styles": STYLES})
        assert texts(parts) == ["看得见不藏"]
        assert parts.notes[0].zh == "隐藏文字 2 处，未读入"

    def test_comments_macros_objects_and_pictures_are_said(self) -> None:
        pic = '<pic:pic><a:blip r:embed="rId{}"/></pic:pic>'
        drawing = f"<w:r><w:drawing><wp:inline>{pic.format(8)}{pic.format(9)}{pic.format(8)}"
        drawing += "</wp:inline></w:drawing></w:r><w:r><w:drawing><c:chart/></w:drawing></w:r>"
        parts = read(
            p("甲", runs=drawing + "<w:r><w:object><o:OLEObject/></w:object></w:r>")
            + "<w:altChunk/>",
            parts={"comments": f'<w:comment w:id="1">{p("请核对99")}</w:comment>'},
            files={"word/vbaProject.bin": b"\0"},
        )
        assert texts(parts) == ["甲"]
        assert codes(parts) == [
            "comments",
            "pictures",
            "charts",
            "embedded",
            "foreign-part",
            "macros",
        ]
        assert "图片 2 张" in parts.notes[1].zh

    def test_a_file_of_nothing_but_pictures_says_so(self) -> None:
        drawing = '<w:r><w:drawing><wp:inline><pic:pic><a:blip r:embed="rId8"/></pic:pic>'
        parts = read(p(runs=f"{drawing}</wp:inline></w:drawing></w:r>"))
        with pytest.raises(ReadError, match="holds pictures and no text") as caught:
            assemble(parts, "报告.docx", b"")
        assert caught.value.error_code == "input-empty"

    def test_the_prompt_of_an_empty_control_is_no_text(self) -> None:
        control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
        prompt = control.format("<w:showingPlcHdr/>", r("单击此处输入文字。"))
        filled = control.format("", r("100万元"))
        assert texts(read(p("金额：", runs=prompt + filled))) == ["金额：100万元"]

    def test_running_heads_are_noise_behind_the_text_and_page_numbers_are_not_told(self) -> None:
        parts = read(
            p("正文"),
            parts={
                "header1": p("长沙市财政局"),
                "header2": p("长沙市财政局"),
                "footer1": p("第1页 共9页"),
            },
        )
        assert [(one.text, one.noise) for one in parts.parts] == [  # type: ignore[union-attr]
            ("正文", False),
            ("长沙市财政局", True),
        ]


class TestBoxesAndNotes:
    BOX = "<w:txbxContent>{}</w:txbxContent>"

    def test_a_text_box_is_read_once(self) -> None:
        inner = self.BOX.format(p("框内300万元"))
        shape = (
            "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx>"
            f"{inner}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
            f"<v:textbox>{inner}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
        parts = read(p("前") + p("锚", runs=shape) + p("后"))
        assert texts(parts) == ["前", "锚", "框内300万元", "后"]
        assert [run.locator.paragraph for one in parts.parts for run in one.runs] == [1, 2, 2, 3]  # type: ignore[union-attr]

    def test_a_version_that_cannot_be_read_gives_way(self) -> None:
        shape = (
            "<w:r><mc:AlternateContent><mc:Choice Requires='x'><w:drawing/></mc:Choice>"
            f"<mc:Fallback><w:pict><v:textbox>{self.BOX.format(p('备'))}</v:textbox></w:pict>"
            "</mc:Fallback></mc:AlternateContent></w:r>"
        )
        assert texts(read(p(runs=shape))) == ["备"]

    def test_a_table_in_a_text_box(self) -> None:
        table = tbl(tr("甲", "1"), tr("乙", "2"))
        parts = read(p("锚", runs=f"<w:r><w:pict>{self.BOX.format(table)}</w:pict></w:r>"))
        assert [len(grid.cells) for grid in grids(parts)] == [4]

    def test_footnotes_stand_below_their_paragraph_endnotes_last(self) -> None:
        mark = '<w:r><w:{}Reference w:id="2"/></w:r>'
        notes = '<w:{0} w:type="separator" w:id="0">{1}</w:{0}><w:{0} w:id="2">{2}</w:{0}>'
        parts = read(
            p("预算", runs=mark.format("footnote") + mark.format("endnote")) + p("其后"),
            parts={
                "footnotes": notes.format("footnote", p("线"), p("不含结转5万元")),
                "endnotes": notes.format("endnote", p("线"), p("注：来源")),
            },
        )
        assert texts(parts) == ["预算", "注：不含结转5万元", "其后", "注：来源"]


class TestTables:
    def test_merges_and_left_out_cells(self) -> None:
        grid = grids(
            read(
                tbl(
                    tr(tc("项目", merge="restart"), tc("资金", span=2)),
                    tr(tc(merge="continue"), tc("预算"), tc("执行")),
                    tr("1", "2", properties='<w:gridBefore w:val="1"/>'),
                )
            )
        )[0]
        assert places(grid) == {
            "项目": (0, 0, 2, 1),
            "资金": (0, 1, 1, 2),
            "预算": (1, 1, 1, 1),
            "执行": (1, 2, 1, 1),
            "1": (2, 1, 1, 1),
            "2": (2, 2, 1, 1),
        }

    def test_a_row_that_states_widths_alone(self) -> None:
        def wide(text: str, width: int) -> str:
            properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            return f"<w:tc>{properties}{p(text)}</w:tc>"

        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in (1000, 2000, 500, 500))
        rows = tr(wide("题", 4010)) + tr(wide("甲", 1000), wide("乙", 1990), wide("丙", 1000))
        rows += tr("1", "2", "3", "4") + tr("短", "行")
        table = f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
        found = places(grids(read(table))[0])
        assert found["题"] == (0, 0, 1, 4)
        assert (found["乙"], found["丙"]) == ((1, 1, 1, 1), (1, 2, 1, 2))
        assert found["行"] == (3, 1, 1, 1)

    def test_a_merge_without_a_beginning_is_a_cell(self) -> None:
        table = tbl(tr(tc("甲", merge="continue"), "1"), tr(tc("乙", merge="continue", span=2)))
        assert places(grids(read(table))[0]) == {
            "甲": (0, 0, 1, 1),
            "1": (0, 1, 1, 1),
            "乙": (1, 0, 1, 2),
        }

    def test_marked_heads_are_counted(self) -> None:
        head = tr("指标", "值", properties="<w:tblHeader/>")
        assert grids(read(tbl(head, tr("甲", "1"))))[0].head_rows == 1

    def test_lines_of_a_cell_are_one_and_know_their_paragraphs(self) -> None:
        grid = grids(read(p("前") + tbl(tr(tc(p("项目") + p("名称")), tc(p("100") + p("万元"))))))[
            0
        ]
        assert [cell.text for cell in grid.cells] == ["项目名称", "100万元"]
        assert [run.locator.paragraph for cell in grid.cells for run in cell.runs] == [2, 3, 4, 5]

    def test_a_table_in_a_table_stands_below_it(self) -> None:
        inner = tbl(tr("子", "1"), tr("孙", "2"))
        parts = read(tbl(tr("外", tc("<w:p/>" + inner)), tr("下", "9")) + p("后"))
        assert [list(places(grid)) for grid in grids(parts)] == [
            ["外", "", "下", "9"],
            ["子", "1", "孙", "2"],
        ]
        assert texts(parts) == ["后"]

    def test_a_column_of_automatic_numbers(self) -> None:
        number = tc(p("", listed(1)))
        table = tbl(tr("序号", "项目"), tr(number, "甲"), tr(number, "乙"))
        grid = grids(read(table, parts={"numbering": numbering(("decimal", "%1"))}))[0]
        assert [cell.text for cell in grid.cells] == ["序号", "项目", "1", "甲", "2", "乙"]

    def test_a_single_column_is_a_frame(self) -> None:
        assert texts(read(tbl(tr("一、概况"), tr("预算100万元。")))) == [
            "一、概况",
            "预算100万元。",
        ]

    def test_a_single_cell_is_a_frame(self) -> None:
        inner = tbl(tr("子", "1"), tr("孙", "2"))
        parts = read(tbl(tr(tc(p("一、概况") + p("预算100万元。") + inner))))
        assert texts(parts) == ["一、概况", "预算100万元。"]
        assert len(grids(parts)) == 1

    def test_rows_and_cells_in_content_controls(self) -> None:
        control = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
        table = tbl(tr("甲", control.format(tc("1"))), control.format(tr("乙", "2")))
        assert places(grids(read(table))[0]) == {
            "甲": (0, 0, 1, 1),
            "1": (0, 1, 1, 1),
            "乙": (1, 0, 1, 1),
            "2": (1, 1, 1, 1),
        }

    def test_a_covered_text_is_said(self) -> None:
        table = tbl(tr(tc("甲", merge="restart"), "1"), tr(tc("盖住", merge="continue"), "2"))
        assert codes(read(table)) == ["hidden-text"]

    def test_a_table_twenty_deep(self) -> None:
        inner = p("底9")
        for level in range(20):
            inner = tbl(tr(tc(inner + "<w:p/>"), f"层{level}"), tr("甲", "乙"))
        found = grids(read(inner))
        assert len(found) == 20
        assert found[-1].cells[0].text == "底9"

    def test_a_span_beyond_reason_is_cut(self) -> None:
        table = tbl(tr(tc("甲", span=99_999), "1"), tr("乙", "2"))
        assert max(cell.column + cell.columns for cell in grids(read(table))[0].cells) <= 512

    def test_too_many_places_are_refused(self) -> None:
        wide = tr(tc("甲", span=511), "1")
        with pytest.raises(TooLarge):
            read(tbl(*([wide] * 8200)))


class TestDocument:
    def test_a_report_as_document(self) -> None:
        body = p("2022年度部门整体支出绩效评价报告") + p("一、基本情况") + p("预算350万元。")
        body += tbl(tr("项目", "金额（万元）"), tr("公共服务", "259.25"))
        data = word_file(body)
        document = assemble(read_docx(data, "报告.docx"), "报告.docx", data)
        assert document.text.splitlines()[-3:-1] == [
            "项目 | 金额（万元）",
            "公共服务 | 259.25",
        ] or ("公共服务 | 259.25" in document.text)
        at = document.text.index("259.25")
        assert document.locate(at, at + 6) == Locator(paragraph=7)
        money = [one.value for one in document.quantities if one.kind == "money"]
        assert [str(value) for value in money] == ["3500000", "2592500"]

    def test_the_same_bytes_make_the_same_parts(self) -> None:
        data = word_file(p("甲") + tbl(tr("1", "2"), tr("3", "4")))
        assert read_docx(data, "a") == read_docx(data, "a")

    def test_paragraphs_are_counted_as_they_stand_in_the_body(self) -> None:
        box = f"<w:r><w:pict><w:txbxContent>{p('框')}</w:txbxContent></w:pict></w:r>"
        body = p("甲") + p() + tbl(tr("1", tc(p("2") + p("3"))), tr(tc(tbl(tr("5", "6"))), "4"))
        body += (
            f"<w:sdt><w:sdtContent>{p('乙')}</w:sdtContent></w:sdt>" + p("丙", runs=box) + p("丁")
        )
        data = word_file(body)
        root = etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))
        counted = list(story_paragraphs(root))
        seen = set()
        for text, run in _runs(read_docx(data, "a")):
            number = run.locator.paragraph
            assert number is not None
            words = "".join(counted[number - 1].itertext())
            assert text[run.start : run.end] in words
            seen.add(text[run.start : run.end])
        assert seen == {*"甲123456乙丙框丁"}

    def test_a_cell_is_what_it_is(self) -> None:
        cell = grids(read(tbl(tr("甲", "1"), tr("乙", "2"))))[0].cells[1]
        assert (cell.text, cell.row, cell.column) == ("1", 0, 1)
        assert isinstance(cell, GridCell)


def test_an_empty_document_is_refused_with_advice() -> None:
    data = word_file(p())
    with pytest.raises(ReadError) as caught:
        assemble(read_docx(data, "空.docx"), "空.docx", data)
    assert caught.value.error_code == "input-empty"


class TestLinesOfPages:
    LINE = "年末全国参加基本养老保险人数{}万人，比上年末增加"

    def test_a_file_of_lines_is_put_together_whatever_its_indents(self) -> None:
        body = "".join(
            p(self.LINE.format(105307 + at)) + p(f"{2436 + at}万人。", '<w:ind w:left="400"/>')
            for at in range(9)
        )
        found = texts(read(body))
        assert len(found) == 9
        assert found[0] == "年末全国参加基本养老保险人数105307万人，比上年末增加2436万人。"

    def test_its_title_and_the_line_below_stay_two(self) -> None:
        title = p("2022年度人力资源和社会保障事业发展统计公报") + p("人力资源和社会保障部")
        body = "".join(p(self.LINE.format(at)) + p(f"{at}万人。") for at in range(9))
        assert texts(read(title + body))[:2] == [
            "2022年度人力资源和社会保障事业发展统计公报",
            "人力资源和社会保障部",
        ]

    def test_a_few_open_lines_prove_nothing(self) -> None:
        body = p(self.LINE.format(1)) + p("其后一段，没有关系。") + p("本段完整。") * 9
        assert len(texts(read(body))) == 11
