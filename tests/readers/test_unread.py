"""Figures that nobody read: in a quantity, of a kind that counts nothing, or listed."""

from __future__ import annotations

import pytest

from summarizer.readers import read_text
from summarizer.readers.unread import unread_runs

COUNTING = [
    ("合计 514 96", ["514", "96"]),
    ("验收合格率 足额保障率=100% 22.5 科目调整次数≤10次", ["=100%", "22.5", "≤10次"]),
    ("实际完成值 372.88504.55 794.55", ["372.88", "504.55", "794.55"]),
    ("自评得分98财政审核", ["98"]),
    ("（实际数/计划数）×100%", ["100%"]),
    ("个体数/应免个体数X100，抽查多个村", ["100"]),
    ("人员保障\n(10)\n人员要求", ["10"]),
    ("合理性 5 5 (\n10 ) 绩效目标明确性", ["5", "5", "10"]),
    ("变动率为“三 3 公经费”总额", ["3"]),
    ("保安服务费191依据招标文件191191", ["191", "191", "191"]),
]
COUNTING_NOTHING = [
    "1.项目概况",
    "达到1e309",
    "(2) 资金情况",
    "联系电话 13900001111",
    "办公电话：0731-88886666",
    "项目名称 51000021R000000019951-公用经费",
    "项目编号：2023001",
    "实施单位 219001-某镇人民政府",
    "财预〔2020〕10号",
    "某政发[2018]96号",
    "2023-01-01至2023-12-31",
    "（2022年度）",
    "20XX年",
    "指标1：",
    "附表2",
    "公开14表",
    "规模以上工业[11]中",
    "C25混凝土",
    "3A级景区",
    "附件1某县安排表",
    "项目支出2：文旅融合",
    "42-专项资金项目",
    "拨打12345热线",
    "10:30集合",
    "“1262”机制",
    '<td rowspan="2">甲</td>',
    "填报日期:2024年6月14",
    "起止时间 202401-202412",
    "索 引 号 733569413/2021-00944",
    "评价年度 | 2023 |",
    "2023年度安排，组织开展2023三下乡活动",
    "开始日期2021/1/12021/12/31",
    "口蹄疫0型、A型",
    "密度与耳标佩戴率1)耳标佩戴",
    "指标1项目完成及时率",
    "GB 501741993电子计算机机房设计规范",
    "如表1所示",
    "功能科目列2210105—农村危房改造",
    "渝财建〔2024246要求",
]


@pytest.mark.parametrize(("text", "said"), COUNTING, ids=[text[:12] for text, _ in COUNTING])
def test_a_run_of_digits_that_no_one_read_is_listed(text: str, said: list[str]) -> None:
    assert [one.text for one in read_text(text, "x").quantities] == said


def test_a_run_of_any_length_is_listed() -> None:
    text = "合计 " + "12,345." * 20
    assert [one.text for one in read_text(text, "x").quantities] != []


@pytest.mark.parametrize("text", COUNTING_NOTHING)
def test_figures_of_known_kinds_count_nothing(text: str) -> None:
    document = read_text(f"某单位绩效自评\n{text}\n", "x")
    assert [one for one in document.quantities if one.is_checked] == []


def test_the_numbers_of_lines_count_nothing() -> None:
    text = "单位：元\n行次 收入 1 2 3 4 5 6 总计 7 25,754,899.39"
    document = read_text(text, "x")
    assert [(one.text, one.unit) for one in document.quantities] == [("25,754,899.39", "元")]


@pytest.mark.parametrize(("text", "said"), COUNTING, ids=[text[:12] for text, _ in COUNTING])
def test_nothing_is_left_unread_in_a_document(text: str, said: list[str]) -> None:
    document = read_text(text, "x")
    assert list(unread_runs(document.text, document.quantities)) == []
    assert len(document.quantities) == len(said)


def test_a_sum_behind_its_label_counts_in_the_unit_of_the_form() -> None:
    text = "项目资金（万元）\n项目总预算 65 财政资金科目代码 21305\n当年年度预算 65\n"
    said = [(one.text, one.value, one.unit) for one in read_text(text, "x").quantities]
    assert said == [("65", "650000", "元"), ("65", "650000", "元")]


def test_sums_on_their_own_lines_below_heads_that_name_their_unit() -> None:
    text = "总体资金情况（万元）\n基本支出\n项目支出\n\n1342.18\n\n205.60\n\n年度主要任务\n"
    said = [(one.value, one.unit) for one in read_text(text, "x").quantities]
    assert said == [("13421800", "元"), ("2056000", "元")]


def test_a_letter_behind_a_figure_is_no_unit_of_money() -> None:
    text = "单位：万元\n雾炮射程 | ≥70M |\n"
    assert [(one.text, one.unit) for one in read_text(text, "x").quantities] == [("70", "")]


def test_a_sum_in_a_column_of_numbers_of_rows_is_listed() -> None:
    text = "序号 | 名称 | 金额\n合 计 | 2417.5 | 1365\n3218 | 甲项目 | 12\n"
    read = {one.text for one in read_text(text, "x").quantities}
    assert {"2417.5", "1365", "3218"} <= read


@pytest.mark.parametrize(
    "text",
    [
        "项目支出绩效自评表\n得分和得分率较高的项目得分为95分。\n",
        "执行率95%。" * 40,
        "普通的一句话。\n",
    ],
)
def test_words_of_forms_in_prose_do_not_make_a_form(text: str) -> None:
    assert [table for table in read_text(text, "x").tables if table.cells] == []


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("分值 得分\n建册数 120人 69人 2 1.8 随访数 214人 214人 3 3\n", ["分"] * 4),
        ("分值 得分\n建册数 120人 69人 2 18 随访数\n", ["", ""]),
        ("建册数 120人 69人 2 1.8 随访数\n", ["", ""]),
    ],
)
def test_what_an_indicator_is_worth_and_got(text: str, read: list[str]) -> None:
    told = read_text(text, "form.txt").quantities
    assert [one.unit for one in told if one.unit != "人"] == read


def test_a_weight_behind_a_unit_is_no_money() -> None:
    text = "金额单位：元\n报酬 | 维护稳定 | ≥ | 95 | % | 10 | 正向\n"
    told = read_text(text, "form.txt").quantities
    assert [(one.text, one.unit) for one in told if one.text == "10"] == [("10", "")]


def test_a_group_of_thousands_that_a_line_end_tore_is_one_number() -> None:
    read = read_text("收入合计1,234,5\n67.89元\n支出1,234,\n567元\n共1,23\n4人", "x").quantities
    assert [one.value for one in read] == ["1234567.89", "1234567", "1234"]


def test_numbers_of_rows_that_open_lines_of_words_count_nothing() -> None:
    rows = "序号 名称 金额\n1 2022年一般债券 3.5\n2 205教育支出 2\n3 甲村 2\n"
    text = "单位：亿元\n" + rows + "合计 7.5\n"
    assert [one.text for one in read_text(text, "x").quantities if one.kind != "date"] == [
        "3.5", "2", "2", "7.5",
    ]  # fmt: skip


def test_figures_of_rows_that_lack_cells_keep_no_unit_of_a_column() -> None:
    heads = "镇名 | 村个数 | 补贴面积 | 补贴资金 | 结余资金 | 上年面积 | ||\n"
    heads += "小计 | 水田面积 | 旱地面积 | ||\n(个) | (亩) | (亩) | (亩) | (元) | (元) | (亩) | |\n"
    rows = "甲镇 | 5 | 2850.7 | 2850.7 | 319279.5 | |||\n"
    rows += "乙镇 | 22 | 97.1 | 8.8 | 88.3 | 1087 | ||\n"
    read = read_text(heads + rows, "x").quantities
    assert len(read) == 9
    assert {one.unit for one in read} == {""}


def test_a_figure_equal_to_the_number_of_the_next_row_is_read() -> None:
    rows = "单位：万元\n序号\n村\n金额\n1\n甲村\n20\n2\n乙村\n30\n说明。\n3\n丙村\n4\n4\n丁村\n12\n"
    text = f"{rows}合计\n66\n"
    assert [one.text for one in read_text(text, "x").quantities].count("4") > 0


def test_a_row_takes_the_unit_with_which_the_text_prints_its_numbers() -> None:
    text = (
        "接待费36.5万元，比上年下降8.75%；用车费28万元，下降12.5%；合计64.5万元，下降10.91%。\n"
        "年度|合计|接待费|用车费|\n2021年|\n72.4|\n40|\n32|\n2022年|\n64.5|\n36.5|\n28|\n"
        "增减|\n-10.91|\n-8.75|\n-12.5|\n"
    )
    found = [one for one in read_text(text, "x").quantities if one.kind != "date"]
    assert [(one.text, one.value, one.unit) for one in found[-9:]] == [
        ("72.4", "724000", "元"),
        ("40", "400000", "元"),
        ("32", "320000", "元"),
        ("64.5", "645000", "元"),
        ("36.5", "365000", "元"),
        ("28", "280000", "元"),
        ("-10.91", "-10.91", "%"),
        ("-8.75", "-8.75", "%"),
        ("-12.5", "-12.5", "%"),
    ]
