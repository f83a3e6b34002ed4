"""The overview: at most 300 汉字, every number from the report."""

from __future__ import annotations

import summarizer
from summarizer.overview import hanzi

TEXT = """2023年度某县水务局部门整体支出绩效评价报告
一、预算执行情况
2023年年初预算数1250.5万元，决算数1198.3万元。
二、绩效目标完成情况
水质达标率96.5%，全县排名第二。新建管网14公里。群众满意度达到97%。
三、存在的问题
预算编制不够精准。
四、改进措施
加强预算编制培训。
"""


def test_it_quotes_funds_results_problems_and_measures() -> None:
    document = summarizer.read_text(TEXT, "水务.txt")
    overview = summarizer.summarize(document, engine="rules").overview
    for words in ("1250.5万元", "1198.3万元", "96.5%", "预算编制不够精准", "加强预算编制培训"):
        assert words in overview.text
    assert overview.check.verdict == "verified"
    for span in overview.evidence:
        assert document.text[span.start : span.end] == span.quote


def test_it_stays_within_its_limit_on_a_long_report() -> None:
    many = "".join(f"完成第{n}类检查{n * 7}次，整改率{n % 100}.5%。\n" for n in range(1, 300))
    document = summarizer.read_text(f"某局报告\n一、完成情况\n{many}", "长.txt")
    assert 0 < hanzi(summarizer.summarize(document, engine="rules").overview.text) <= 300


def test_a_report_without_items_has_a_title_for_an_overview() -> None:
    document = summarizer.read_text("某局情况说明\n本年度工作平稳。\n", "无.txt")
    overview = summarizer.summarize(document, engine="rules").overview
    assert overview.text
    assert overview.check.verdict == "verified"


def test_figures_that_could_be_anybodys_stay_out() -> None:
    projects = "".join(
        f"{n}.{name}项目绩效自评综述：自评得分为{90 + n}分。全年预算数为{n}20万元。\n"
        for n, name in enumerate(("抽检", "监管", "平台"), 1)
    )
    text = f"2021年项目绩效自评情况综述\n全年项目支出预算660万元。\n一、自评结果\n{projects}"
    document = summarizer.read_text(text, "综述.txt")
    overview = summarizer.summarize(document, engine="rules").overview.text
    assert "预算660万元" in overview
    for name, figure in (("抽检", "120万元"), ("监管", "220万元")):
        assert f"{name}项目：全年预算数为{figure}" in overview or figure not in overview


def test_a_sum_stands_once_though_prose_and_table_print_it() -> None:
    table = "金额单位：万元\n项目\t年初预算数\t全年执行数\n年度资金总额\t800\t790\n合计\t800\t790\n"
    text = f"某局2022年度绩效自评报告\n一、资金\n年初预算数800万元，全年执行数790万元。\n{table}"
    document = summarizer.read_text(text, "表.txt")
    overview = summarizer.summarize(document, engine="rules").overview.text
    assert overview.count("800") == 1
    assert overview.count("790") == 1


def _overview(*lines: str) -> str:
    document = summarizer.read_text("\n".join(lines), "概述.txt")
    overview = summarizer.summarize(document, engine="rules").overview
    assert overview.check.verdict == "verified"
    return overview.text


def test_it_says_which_targets_were_missed_and_by_how_much() -> None:
    text = _overview(
        "2023年度青岚县水务局抗旱项目支出绩效自评报告",
        "一、绩效目标",
        "新打机井120眼，培训管水员200人次。",
        "二、完成情况",
        "新打机井118眼，培训管水员236人次。",
    )
    assert "机井（目标120眼，实际118眼）" in text


def test_it_says_in_words_how_the_targets_stand() -> None:
    text = _overview(
        "2023年度青岚县水务局抗旱项目支出绩效自评报告",
        "一、绩效目标",
        "新打机井120眼，培训管水员200人次。",
        "二、完成情况",
        "新打机井126眼，培训管水员236人次。",
    )
    assert "所设绩效目标均已达成" in text


def test_a_report_without_a_title_is_told_by_office_and_year() -> None:
    form = "项目支出绩效自评表\n（2023年度）\n主管部门\t青岚县水务局\n年初预算数\t90\n"
    assert "2023" in _overview(form, "一、完成情况", "2023年新建管网14公里。")


def test_the_score_stands_with_its_grade() -> None:
    text = _overview(
        "2023年度青岚县水务局绩效自评报告", "一、自评结论", "经评价，自评得分86.4分，等次为“良好”。"
    )
    assert "自评得分86.4分，等级为“良好”" in text


def test_findings_are_named_after_the_report_has_spoken() -> None:
    text = _overview(
        "2023年度青岚县水务局部门整体支出绩效评价报告",
        "一、资金情况",
        "2023年年初预算数为320万元，决算数为601.5万元。",
        "二、完成情况",
        "“学习强国”覆盖率173%。",
    )
    assert text.index("决算数为601.5万元") < text.index("核查提示：")
