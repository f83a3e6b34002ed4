"""PDF files → parts: paragraphs, tables, page layout, places."""

from __future__ import annotations

import pytest
from drawn_pdf import Sheets

from summarizer.errors import DamagedDocument, EncryptedDocument
from summarizer.readers.parts import Grid, Paragraph
from summarizer.readers.pdf import read_pdf
from summarizer.readers.reading import read_bytes


def grids(sheets: Sheets) -> list[Grid]:
    parts = read_pdf(sheets.done(), "a.pdf").parts
    return [part for part in parts if isinstance(part, Grid)]


def paragraphs(sheets: Sheets) -> list[Paragraph]:
    parts = read_pdf(sheets.done(), "a.pdf").parts
    return [part for part in parts if isinstance(part, Paragraph)]


def rows(grid: Grid) -> list[list[str]]:
    found: list[list[str]] = []
    for cell in grid.cells:
        while len(found) <= cell.row:
            found.append([])
        found[cell.row].append(cell.text)
    return found


# Forty ems from margin to margin.
FULL = "二〇二二年全街道共开展各类文化活动并组织志愿服务队伍深入社区开展宣传教育工作累计服务群众"


def test_lines_of_a_paragraph_are_one_text() -> None:
    sheets = Sheets()
    sheets.text(93, 90, FULL[:38])
    sheets.lines(72, 108, [FULL[:40], "完成率98.5%。"])
    sheets.text(93, 144, "二、资金情况")
    texts = [part.text for part in paragraphs(sheets)]
    assert texts == [FULL[:38] + FULL[:40] + "完成率98.5%。", "二、资金情况"]


def test_a_number_broken_over_lines_is_one_number() -> None:
    sheets = Sheets()
    sheets.text(72, 90, FULL[:37] + "1234,5")
    sheets.text(72, 108, "67.89元")
    assert paragraphs(sheets)[0].text == FULL[:37] + "1234,567.89元"


def test_a_lifted_digit_stays_in_its_line() -> None:
    sheets = Sheets()
    sheets.text(72, 90, "预算执行率")
    sheets.text(72 + 5 * 10.5, 87, "98.6%")
    sheets.text(72 + 5 * 10.5 + 30, 90, "，全年支出")
    assert [part.text for part in paragraphs(sheets)] == ["预算执行率98.6%，全年支出"]


def test_a_raised_digit_is_no_digit_of_the_number() -> None:
    sheets = Sheets()
    sheets.text(72, 90, "绿化面积12")
    sheets.text(72 + 4 * 10.5 + 12, 86, "1", 6)
    assert paragraphs(sheets)[0].text == "绿化面积12¹"


@pytest.mark.parametrize("thin_bars", [False, True])
def test_a_ruled_table_with_merged_cells(thin_bars: bool) -> None:
    sheets = Sheets()
    sheets.text(72, 80, "单位：万元")
    sheets.table(
        [72, 140, 230, 300, 370],
        100,
        [
            ["一级指标", "三级指标", "指标值", "完成值"],
            ["产出指标", "培训人数", "≥50人", "52人"],
            ["^", "绿化面积", "100㎡", "100㎡"],
            ["合计", None, "100", "98"],
        ],
        thin_bars=thin_bars,
    )
    (grid,) = grids(sheets)
    assert rows(grid) == [
        ["一级指标", "三级指标", "指标值", "完成值"],
        ["产出指标", "培训人数", "≥50人", "52人"],
        ["绿化面积", "100㎡", "100㎡"],
        ["合计", "100", "98"],
    ]
    spans = {cell.text: (cell.rows, cell.columns) for cell in grid.cells}
    assert spans["产出指标"] == (2, 1)
    assert spans["合计"] == (1, 2)
    assert grid.pages == (1,)


def test_a_cell_broken_over_lines_is_one_text() -> None:
    sheets = Sheets()
    sheets.table([72, 110, 300], 100, [["1,234,5\n67.89", "开展宣传活动\n不少于12次"]], step=40)
    sheets.table([72, 110, 300], 140, [["甲", "乙"]], step=20)
    assert rows(grids(sheets)[0])[0] == ["1,234,567.89", "开展宣传活动不少于12次"]


def test_two_numbers_in_a_cell_stay_two() -> None:
    sheets = Sheets()
    sheets.table([72, 172, 300], 100, [["100\n200", "甲"], ["1", "2"]], step=40)
    assert rows(grids(sheets)[0])[0] == ["100 200", "甲"]


def test_a_table_over_pages_is_one() -> None:
    sheets = Sheets()
    head: list[str | None] = ["序号", "项目", "金额"]
    body: list[list[str | None]] = [[str(n), f"项目{n}", f"{n}.50"] for n in range(1, 60)]
    xs = [72, 120, 300, 400]
    sheets.table(xs, 72, [head, *body[:34]])
    sheets.page()
    sheets.table(xs, 72, [head, *body[34:]])
    (grid,) = grids(sheets)
    assert grid.pages == (1, 2)
    assert grid.repeated == (35,)
    kept = [row for number, row in enumerate(rows(grid)) if number not in grid.repeated]
    assert kept == [head, *body]


def test_a_row_cut_by_the_page_is_one_row() -> None:
    sheets = Sheets()
    xs = [72, 120, 300, 400, 460]
    body: list[list[str | None]] = [[str(n), f"项目{n}", "甲", f"{n}.50"] for n in range(1, 34)]
    cut: list[str | None] = ["34", "完成主干道路维修", "乙", "7.5"]
    sheets.table(xs, 72, [["序号", "项目", "类别", "金额"], *body, cut])
    sheets.page()
    sheets.table(xs, 72, [["", "12.5公里", "", ""], ["35", "项目35", "甲", "35.50"]])
    (grid,) = grids(sheets)
    assert rows(grid)[-2:] == [
        ["34", "完成主干道路维修12.5公里", "乙", "7.5"],
        ["35", "项目35", "甲", "35.50"],
    ]


def test_a_merged_cell_goes_on_over_the_page() -> None:
    sheets = Sheets()
    xs = [72, 140, 300, 400]
    body: list[list[str | None]] = [["^", f"指标{n}", f"{n}.50"] for n in range(1, 35)]
    body[0][0] = "产出指标"
    sheets.table(xs, 72, [["一级指标", "指标", "值"], *body])
    sheets.page()
    sheets.table(xs, 72, [["", "指标35", "35.50"], ["^", "指标36", "36.50"], ["效益", "甲", "3"]])
    (grid,) = grids(sheets)
    (merged,) = (cell for cell in grid.cells if cell.text == "产出指标")
    assert (merged.row, merged.rows) == (1, 36)


def test_the_same_form_on_each_page_is_no_table_over_pages() -> None:
    sheets = Sheets()
    for number in (1, 2):
        sheets.table(
            [72, 140, 300],
            72,
            [
                ["项目支出绩效自评表", None],
                ["项目名称", f"项目{number}"],
                ["主管部门", "街道办"],
                ["实施单位", "街道办"],
                ["年度资金", f"{number}00"],
            ],
            step=140,
        )
        if number == 1:
            sheets.page()
    assert len(grids(sheets)) == 2


def test_running_heads_and_page_numbers_are_noise() -> None:
    sheets = Sheets()
    for number in range(1, 5):
        sheets.text(220, 40, "某某街道2022年度绩效自评报告", 9)
        sheets.text(93, 90, f"{FULL[number : number + 20]}完成{number}00次。")
        sheets.text(290, 800, f"- {number} -" if number % 2 else f"{number}", 9)
        sheets.page()
    noise = [part.text for part in paragraphs(sheets) if part.noise]
    assert noise.count("某某街道2022年度绩效自评报告") == 4
    assert len(noise) >= 6


def test_a_rotated_page_stands_upright() -> None:
    sheets = Sheets((842, 595), rotate=0)
    sheets.text(72, 90, "预算1,234.5万元")
    upright = read_pdf(sheets.done(), "a.pdf").parts
    turned = Sheets((842, 595), rotate=90)
    turned.canvas.translate(595, 0)
    turned.canvas.rotate(90)
    turned.height = 595
    turned.text(72, 90, "预算1,234.5万元")
    again = read_pdf(turned.done(), "a.pdf").parts
    assert [part.text for part in again if isinstance(part, Paragraph)] == ["预算1,234.5万元"]
    assert isinstance(upright[0], Paragraph)
    assert isinstance(again[0], Paragraph)
    ours, theirs = upright[0].runs[0].locator.bbox, again[0].runs[0].locator.bbox
    assert ours
    assert theirs
    assert theirs == pytest.approx(ours, abs=1)


def test_a_password_is_asked_for() -> None:
    sheets = Sheets(password="secret")
    sheets.text(72, 90, "预算")
    with pytest.raises(EncryptedDocument) as error:
        read_bytes(sheets.done(), "a.pdf")
    assert error.value.error_code == "input-encrypted"


def test_a_broken_file_says_so() -> None:
    sheets = Sheets()
    sheets.text(72, 90, "预算")
    with pytest.raises(DamagedDocument):
        read_bytes(sheets.done()[:200], "a.pdf")


def test_a_three_line_table_has_its_columns() -> None:
    sheets = Sheets()
    for at in (100, 122, 204):
        sheets.rule(72, at, 520, at)
    table = [
        ["指标", "单位", "2022年", "比上年增长（%）"],
        ["社会消费品零售总额", "亿元", "1,234.5", "-2.6"],
        ["采矿业", "%", "50.2", "3.7"],
        ["固定资产投资", "亿元", "98", "4.6"],
    ]
    for number, row in enumerate(table):
        for left, words in zip((80, 250, 320, 420), row, strict=True):
            sheets.text(left, 116 + 24 * number, words)
    (grid,) = grids(sheets)
    assert rows(grid) == table


def test_a_table_without_ruling_has_its_columns() -> None:
    sheets = Sheets()
    sheets.text(72, 80, "绩效目标完成情况表")
    table = [
        ["一级指标", "三级指标", "指标值", "得分"],
        ["产出", "完成主干道路维修改造", "≥50公里", "10"],
        ["", "培训人数", "≥200人", "9.5"],
        ["效益", "群众满意度", "≥95%", "8"],
    ]
    base = 110.0
    for number, row in enumerate(table):
        for left, words in zip((80, 150, 300, 400), row, strict=True):
            if number == 1 and len(words) == 10:
                sheets.lines(left, base, [words[:6], words[6:]], step=14)
            else:
                sheets.text(left, base, words)
        base += 34 if number == 1 else 20
    (grid,) = grids(sheets)
    assert rows(grid) == table


def test_a_contents_page_is_no_table() -> None:
    sheets = Sheets()
    sheets.text(280, 72, "目录")
    for number, words in enumerate(["一、概况", "二、预算执行", "三、绩效目标", "四、问题"]):
        sheets.text(72, 100 + 20 * number, words)
        sheets.text(500, 100 + 20 * number, str(number * 2 + 1))
    assert grids(sheets) == []


def test_a_table_without_ruling_goes_on_over_pages() -> None:
    sheets = Sheets()
    for number in range(1, 45):
        if number == 37:
            sheets.page()
        base = 60 + 20 * ((number - 1) % 36)
        for left, words in zip((80, 150, 400), (f"{number}", "某某企业", "7.5"), strict=True):
            sheets.text(left, base, words)
    (grid,) = grids(sheets)
    assert grid.pages == (1, 2)
    assert len(rows(grid)) == 44


def test_rows_without_lines_between_them_are_rows() -> None:
    sheets = Sheets()
    sheets.rule(72, 100, 400, 100)
    sheets.rule(72, 120, 400, 120)
    sheets.rule(72, 200, 400, 200)
    for at in (200, 300):
        sheets.rule(at, 100, at, 200)
    table = [
        ["指标名称", "年末数", "比重（%）"],
        ["全州总户籍人口", "4899310", "100.0"],
        ["#城镇", "1654272", "33.8"],
        ["乡村", "3245038", "66.2"],
    ]
    for number, row in enumerate(table):
        for left, words in zip((80, 210, 310), row, strict=True):
            sheets.text(left, 115 + 22 * number, words)
    (grid,) = grids(sheets)
    assert rows(grid) == table


def test_the_outline_of_the_file_marks_its_headings() -> None:
    sheets = Sheets()
    sheets.text(72, 80, "收入支出决算总表")
    sheets.canvas.bookmarkPage("p1")
    sheets.canvas.addOutlineEntry("收入支出决算总表", "p1", 0)
    sheets.text(72, 120, "另一行文字")
    levels = [(part.text, part.level) for part in paragraphs(sheets)]
    assert levels == [("收入支出决算总表", 1), ("另一行文字", 0)]


def test_a_heading_in_a_font_without_names_is_noise() -> None:
    sheets = Sheets()
    sheets.text(200, 80, "!\"#$%&'()*", 30)
    sheets.text(72, 160, "深财购〔2016〕5号")
    found = [(part.text, part.noise) for part in paragraphs(sheets)]
    assert found == [("!\"#$%&'()*", True), ("深财购〔2016〕5号", False)]


def test_two_columns_are_read_one_after_the_other() -> None:
    sheets = Sheets()
    sheets.text(200, 60, "政府公报二〇二二年第一期", 14)
    words = FULL * 12
    for number in range(24):
        left, base = (72, 100 + 18 * number) if number < 12 else (310, 100 + 18 * (number - 12))
        sheets.text(left, base, words[20 * number : 20 * number + 20])
    texts = [part.text for part in paragraphs(sheets)]
    assert texts == ["政府公报二〇二二年第一期", words[: 24 * 20]]


def test_a_label_in_the_middle_of_its_rows_names_them_all() -> None:
    sheets = Sheets()
    heads = ("一级指标", "三级指标", "指标值", "得分")
    names = ("发放救助物资", "新建高标准农田", "污水处理量", "受益群众满意度")
    for left, words in zip((80, 160, 300, 400), heads, strict=True):
        sheets.text(left, 100, words)
    for number, name in enumerate(names):
        for left, words in zip((160, 300, 400), (name, f"≥{number}1件", "8"), strict=True):
            sheets.text(left, 120 + 20 * number, words)
    sheets.text(80, 130, "产出指标")
    sheets.text(80, 170, "效益指标")
    (grid,) = grids(sheets)
    labels = [(c.text, c.row, c.rows) for c in grid.cells if c.column == 0]
    assert labels == [("一级指标", 0, 1), ("产出指标", 1, 2), ("效益指标", 3, 2)]


def test_level_rules_part_the_rows() -> None:
    sheets = Sheets()
    table = [("指标", "指标值", "说明"), ("培训", "90人", ""), ("维修", "5公里", "")]
    for number in range(6):
        sheets.rule(72, 100 + 40 * number, 420, 100 + 40 * number)
    for number, row in enumerate([*table, ("宣传", "12次", ""), ("合计", "3项", "")]):
        for left, words in zip((80, 200, 300), row, strict=True):
            sheets.text(left, 124 + 40 * number, words)
    sheets.lines(300, 157, ["开展业务培训工作", "并组织考核"], step=14)
    (grid,) = grids(sheets)
    assert rows(grid)[1] == ["培训", "90人", "开展业务培训工作并组织考核"]
    assert len(rows(grid)) == 5


def test_dotted_rules_are_rules() -> None:
    sheets = Sheets()
    for at in (72, 172, 272):
        for dot in range(100, 160, 2):
            sheets.bar(at, dot, at + 0.75, dot + 0.75)
    for at in (100, 130, 160):
        for dot in range(72, 272, 2):
            sheets.bar(dot, at, dot + 0.75, at + 0.75)
    for number, row in enumerate([("项目", "金额"), ("培训", "90")]):
        for left, words in zip((80, 180), row, strict=True):
            sheets.text(left, 120 + 30 * number, words)
    assert rows(grids(sheets)[0]) == [["项目", "金额"], ["培训", "90"]]
