"""Periods, repeats, closure, form."""

import pytest

from summarizer.schema import Measure, Problem, Span


def named(audited, text, items=()):
    return {finding.code: finding for finding in audited(text, items)}


def test_figures_for_part_of_the_year(audited):
    text = (
        "2022年度重点项目绩效评价结果\n截至10月22日，回访工单2075件；1-11月立案3件；全年走访56户。"
    )
    found = named(audited, text)
    assert found["partial-year-figures"].severity == "info"
    assert [s.quote for s in found["partial-year-figures"].evidence] == ["截至10月22日", "1-11月"]


@pytest.mark.parametrize("when", ["截至12月31日", "1-12月", "全年"])
def test_a_whole_year_is_no_part(audited, when):
    found = named(audited, f"2022年度重点项目绩效评价结果\n{when}回访工单2075件。")
    assert "partial-year-figures" not in found


def test_forecasts(audited):
    found = named(audited, "2022年度绩效评价报告\n预计全年完成投资1.8亿元。")
    assert found["forecast-figures"].severity == "info"


def test_one_thing_with_two_values(loud):
    text = "检查发现消防安全隐患135处。经专业机构排查，共排查消防安全隐患145处，均已登记。"
    assert loud(text) == [("warning", "conflicting-values", "135处", "145处")]


@pytest.mark.parametrize(
    "text",
    [
        "检查发现消防安全隐患135处。经复核共排查消防安全隐患135处。",
        "一季度发现消防安全隐患13处。东片区消防安全隐患14处。西片区消防安全隐患15处。",
        "组织发放宣传资料300份。累计发放宣传资料2万份。",
        "现有注册志愿者队伍52支，比上年现有注册志愿者队伍45支有所增加。",
        "东门社区户籍人口数1200人，西门社区户籍人口数1300人。",
        "排查消防安全隐患145处，其中消防安全隐患40处正在整改。",
    ],
)
def test_values_that_differ_for_a_reason(loud, text):
    assert loud(text) == []


def test_money_without_its_unit(audited):
    found = named(audited, "全年完成营业收入9000万，税收2.9亿元。")
    assert found["money-unit-missing"].evidence[0].quote == "全年完成营业收入9000万"


def test_two_units_of_money(audited):
    found = named(audited, "投入活动经费172483元，配备物资3.5万元。")
    assert "172483元" in found["mixed-money-units"].message
    assert "mixed-money-units" not in named(audited, "发放补助800元，配备物资3.5万元。")


PROBLEMS = "一、存在的问题和建议\n预算编制不够精准。\n二、其他\n{}\n"


def problem(text, cause=None):
    quote = "预算编制不够精准"
    at = text.index(quote)
    return Problem(
        id="p1",
        section=("一、存在的问题和建议",),
        text=quote,
        category="budget_prep",
        cause=cause,
        evidence=(Span(start=at, end=at + len(quote), quote=quote),),
    )


def measure(text, quote):
    at = text.index(quote)
    return Measure(
        id="m1",
        section=(),
        text=quote,
        kind="budget",
        addresses=("p1",),
        evidence=(Span(start=at, end=at + len(quote), quote=quote),),
    )


def test_problems_without_measures(loud, audited):
    text = PROBLEMS.format("加强预算编制管理。")
    found = audited(text, (problem(text),))
    (finding,) = [finding for finding in found if finding.severity != "info"]
    assert finding.code == "problem-without-measure"
    assert "存在的问题和建议" in finding.message
    answered = (problem(text, "经验不足"), measure(text, "加强预算编制管理"))
    assert loud(text, answered) == []
    assert "problem-without-cause" not in named(audited, text, answered)


def test_a_gap_between_the_outermost_headings(audited):
    text = "\n".join(f"{n}、标题内容\n说明文字在这里。" for n in "一二三四六")
    assert "numbering-gap" in named(audited, text)
    assert "numbering-gap" not in named(audited, text.replace("六", "五"))


def test_marks_that_conversion_left(audited):
    found = named(audited, "[bookmark: _GoBack]为进一步规范资金管理。")
    assert found["leftover-mark"].evidence[0].quote == "[bookmark: _GoBack]"


def test_an_empty_section(audited):
    text = "一、概况\n走访56户。\n二、应用建议\n无\n三、其他\n说明文字。\n"
    assert "二、应用建议" in named(audited, text)["empty-section"].message


def test_the_year_of_another_report(loud):
    body = "{0}年预算已批复。\n{0}年绩效目标如下。\n{0}年支出情况良好。\n"
    assert loud("2023年度绩效自评报告\n" + body.format("2022")) == [
        ("warning", "year-mismatch", "2023", "2022")
    ]
    assert loud("2023年度绩效自评报告\n" + body.format("2023")) == []


def test_personal_numbers(loud):
    assert [code for _, code, *_ in loud("联系电话13812345678。")] == ["personal-number"]
    assert loud("12345热线受理工单4280件，编号20230001号。") == []


def test_digits_turned_in_a_number_that_is_told_twice(loud):
    text = "一、资金\n实际使用资金{0}万元。\n二、明细\n各项目合计付款5165776.20元。"
    assert loud(text.format("516.57762")) == []
    assert [code for _, code, *_ in loud(text.format("561.57762"))] == ["conflicting-values"]
