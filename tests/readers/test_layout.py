"""The five reports in their blocks and sections, and the marks that conversions leave."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarizer.readers import read, read_text

FOLDER = Path(__file__).parents[2] / "evals" / "reports"
OUTLINES = Path(__file__).parent / "outlines"
REPORTS = [FOLDER / path.name for path in sorted(OUTLINES.glob("*.txt"))]


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_outlines_of_the_reports(path: Path) -> None:
    """`outlines/*.txt` were written by eye, line by line beside the report."""
    document = read(path)
    told = [
        f"{'  ' * (block.level - 1)}{document.text[block.start : block.end]}"
        for block in document.blocks
        if block.kind == "heading"
    ]
    expected = (OUTLINES / f"{path.stem}.txt").read_text(encoding="utf-8")
    assert told == expected.rstrip("\n").split("\n")


def test_sections_keep_the_printed_heading_path() -> None:
    document = read(REPORTS[1])
    place = document.text.index("社会公众满意度大于等于90%")
    path = document.section_at(place).path
    assert (path[0], path[2], path[3]) == (
        "一、基本情况",
        "3.其他项目支出（除区级专项资金以外）绩效目标",
        "（1）背街小巷清扫保洁经费",
    )
    assert path[1].startswith("（2） 部门年度整体支出绩效目标，")
    assert document.section_at(0).path == (document.title,)


def test_marks_of_conversion_are_noise_and_not_cut() -> None:
    text = (
        "某局绩效自评报告\n[bookmark: _GoBack]一、概况\n甲完成5件。\n- 3 -\n第 4 页 共 9 页\n乙。"
    )
    document = read_text(text, "x")
    assert document.text == text
    noise = [text[one.start : one.end] for one in document.blocks if one.kind == "noise"]
    assert noise == ["[bookmark: _GoBack]", "- 3 -", "第 4 页 共 9 页"]
    assert [one.text for one in document.quantities] == ["5件"]
    assert document.sections[1].path == ("一、概况",)


def test_page_numbers_that_count_on_are_noise() -> None:
    page = "改造老旧管网，方便群众生活。" * 16
    pages = f"一、概况\n{page}\n1\n{page}\n— 2 —\n丙。\n2\n二、问题\n{page}\n第三页\n戊。\n\n3\n"
    text = f"某局绩效自评报告\n{pages}"
    document = read_text(text, "x")
    assert document.text == text
    noise = [text[one.start : one.end] for one in document.blocks if one.kind == "noise"]
    assert noise == ["1", "— 2 —", "2", "第三页", "3"]


def test_a_column_of_figures_that_counts_on_is_no_run_of_pages() -> None:
    document = read_text("某局自评表\n数量指标\n3\n质量指标\n4\n时效指标\n5\n", "x")
    assert [one.text for one in document.quantities] == ["3", "4", "5"]


def test_numbers_alone_that_do_not_count_on_are_no_page_numbers() -> None:
    document = read_text("某局绩效自评报告\n一、人数\n12\n二、户数\n7\n8\n三、次数\n甲。", "x")
    assert not [one for one in document.blocks if one.kind == "noise"]


def test_a_table_of_contents_is_noise() -> None:
    text = (
        "目 录\n一、概况\t1\n（一）职能 ....... 2\n\n某局绩效自评报告\n一、概况\n（一）职能\n甲。"
    )
    document = read_text(text, "x")
    assert [section.path for section in document.sections] == [
        ("某局绩效自评报告",),
        ("一、概况",),
        ("一、概况", "（一）职能"),
    ]


FORM = "评价指标\n\n分值\n\n得分\n\n投入\n\n15分\n\n15分\n\n过程\n\n85分\n\n70分\n\n"
FUNDS = (
    "某局年初预算38,214.60万元，调整后预算47,906.33万元，调整率25.36%；实际支出44,871.58万元，"
    "其中基本支出33,620.14万元。"
)


def test_a_listed_form_ends_at_a_table_of_contents() -> None:
    contents = "1.1部门职责" + "·" * 40 + "1\n\n1.2部门支出" + "·" * 40 + "2\n\n"
    text = f"{FORM}{contents}1.1部门职责\n\n{FUNDS}\n"
    assert [text[table.end - 3 : table.end] for table in read_text(text, "x").tables] == ["70分"]


def test_a_listed_form_ends_at_a_sentence_above_a_heading() -> None:
    text = f"{FORM}{FUNDS}\n\n3.2过程\n\n甲。\n"
    assert [text[table.end - 3 : table.end] for table in read_text(text, "x").tables] == ["70分"]


def test_contents_without_page_numbers_come_again() -> None:
    contents = "目 录\n第一部分 概况\n第二部分  说明\n\n"
    text = f"某局2022年度部门决算\n{contents}第一部分 概况\n甲。\n第二部分 说明\n乙。"
    document = read_text(text, "x")
    assert [section.path[0] for section in document.sections] == [
        "某局2022年度部门决算",
        "第一部分 概况",
        "第二部分 说明",
    ]


def test_a_run_in_heading_parts_from_its_paragraph() -> None:
    text = "二、问题\n（一）预算不细。测算依据不足。\n（二）进度慢：开工晚。"
    told = [(one.kind, text[one.start : one.end]) for one in read_text(text, "x").blocks]
    assert told == [
        ("heading", "二、问题"),
        ("heading", "（一）预算不细"),
        ("paragraph", "测算依据不足。"),
        ("heading", "（二）进度慢"),
        ("paragraph", "开工晚。"),
    ]


def test_lines_that_a_page_broke_are_one_paragraph() -> None:
    sentence = (
        "本单位坚持以人民为中心的发展思想，扎实推进各项重点工作，全年共完成背街小巷整治二十处"
    )
    text = "某局绩效自评报告\n一、概况\n" + "\n".join(
        f"　　{(sentence * 3)[:34]}\n{(sentence * 3)[34:70]}\n{(sentence * 3)[70:96]}。"
        for _ in range(6)
    )
    paragraphs = [one for one in read_text(text, "x").blocks if one.kind == "paragraph"]
    assert len(paragraphs) == 6
    assert all(text.count("\n", one.start, one.end) == 2 for one in paragraphs)


def test_paragraphs_of_a_line_each_stay_apart() -> None:
    text = "\n".join(f"第{place}项工作已经完成，效果良好" for place in "甲乙丙丁戊己庚辛壬癸")
    assert len(read_text(text, "x").blocks) >= 9


def test_a_number_is_read_over_the_end_of_a_page_line() -> None:
    lines = (
        "本单位坚持以人民为中心的发展思想推进各项重点工作，全年人员经费支出1602.35",
        "万元，共计支出公用经费等各类资金，用于保障单位正常运转以及各项重点业务工作",
        "的顺利开展，效果良好。",
    )
    text = "某局绩效自评报告\n一、概况\n" + "\n".join(lines * 8)
    document = read_text(text, "x")
    money = [one for one in document.quantities if one.kind == "money"]
    assert [one.value for one in money] == ["16023500"] * 8
    assert all(document.text[one.start : one.end] == one.text for one in money)
