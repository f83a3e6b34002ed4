"""Tables: totals down and along, parts, missing totals, and the text beside them."""

import pytest

FUNDS = """2023年度项目支出绩效评价结果
一、资金情况
重点项目预算共{told}万元，实际支出686万元，具体如下：
金额单位：万元
项目名称\t预算金额\t其中：区级资金\t支出金额\t执行率
道路养护\t{a}\t100\t98\t{rate}
绿化提升\t200\t200\t190\t95%
环卫作业\t400\t{part}\t398\t99.5%
合计\t700\t700\t{total}\t98%
二、存在问题
无。
"""
RIGHT = {"told": "700", "a": "100", "rate": "98%", "part": "400", "total": "686"}


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({}, None),
        ({"total": "696"}, ("error", "table-total-mismatch", "686万元", "696万元")),
        ({"part": "410"}, ("error", "part-exceeds-whole", "≤400", "410")),
        ({"rate": "88%"}, ("error", "execution-rate-mismatch", "98.0%", "88%")),
        ({"told": "760"}, ("warning", "table-prose-mismatch", "700万元", "760万元")),
    ],
)
def test_a_table_of_projects(loud, change, finding):
    found = loud(FUNDS.format(**RIGHT | change))
    assert finding in found if finding else found == []


def test_a_missing_total(loud):
    text = FUNDS.format(**RIGHT).replace("合计\t700\t700\t686\t98%", "合计\t700\t700\t\t98%")
    assert loud(text) == [("warning", "table-total-missing", "686万元", None)]


def test_spending_off_the_budget_in_a_row(loud):
    text = FUNDS.format(**RIGHT).replace("200\t200\t190\t95%", "200\t200\t120\t60%")
    codes = [code for _, code, *_ in loud(text)]
    assert "execution-rate-unexplained" in codes


ACCOUNTS = """支出决算表
金额单位：万元
科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出
\t合计\t1,000.00\t600.00\t400.00
201\t一般公共服务支出\t700.00\t450.00\t250.00
20103\t政府办公厅及相关机构事务\t700.00\t450.00\t250.00
2010301\t行政运行\t450.00\t450.00\t0.00
2010302\t一般行政管理事务\t250.00\t0.00\t250.00
208\t社会保障和就业支出\t{social}\t150.00\t150.00
20805\t行政事业单位养老支出\t300.00\t150.00\t150.00
"""


def test_account_codes_sum_level_by_level(loud):
    assert loud(ACCOUNTS.format(social="300.00")) == []
    found = loud(ACCOUNTS.format(social="310.00"))
    assert ("error", "table-total-mismatch", "300万元", "310万元") in found
    assert ("error", "table-total-mismatch", "1010万元", "1000万元") in found


SUBTOTALS = """资金使用情况表
金额单位：万元
项目\t预算数\t执行数
甲项目\t100\t98
乙项目\t200\t190
小计\t300\t288
丙项目\t400\t400
合计\t700\t688
"""


def test_subtotals_are_not_counted_twice(loud):
    assert loud(SUBTOTALS) == []


SOURCES = """项目资金表
金额单位：万元
项目资金\t年初预算数\t全年预算数\t全年执行数
年度资金总额\t500.00\t520.00\t{total}
其中：当年财政拨款\t450.00\t470.00\t446.50
上年结转资金\t50.00\t50.00\t47.50
其他资金\t0.00\t0.00\t0.00
"""


def test_a_total_on_top_of_its_parts(loud):
    assert loud(SOURCES.format(total="494.00")) == []
    assert loud(SOURCES.format(total="499.00")) == [
        ("error", "table-total-mismatch", "494万元", "499万元")
    ]
