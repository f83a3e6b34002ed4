"""Two documents of one office held against each other."""

from __future__ import annotations

import pytest

import summarizer
from summarizer.comparison import Comparison, compare
from summarizer.comparison.offices import of_one_office
from summarizer.comparison.printing import names, printed
from summarizer.schema import DocumentRecord

OLD = """某区水利局2022年度部门整体支出绩效自评报告
一、资金情况
2022年部门预算300万元，实际支出270万元。
二、绩效目标
新打机井100眼；群众满意度不低于90%。
三、完成情况
新打机井95眼，受益群众2.1万人，群众满意度92%。
四、存在的问题
一是部分乡镇管网老化严重，漏损率偏高。二是项目档案管理不够规范。
五、改进措施
一是建立项目档案管理制度。二是开展水费收缴专项检查。
"""
NEW = """某区水利局2023年度部门整体支出绩效自评报告
一、资金情况
2023年部门预算320万元，实际支出310万元。2022年实际支出268万元。
二、绩效目标
新打机井120眼；群众满意度不低于90%。
三、完成情况
新打机井118眼，受益群众2.4万人，群众满意度93.5%。上年反映的项目档案管理不够规范的问题已整改到位。已建立项目档案管理制度。
四、存在的问题
部分乡镇管网老化严重，漏损率偏高。
五、改进措施
加快管网改造。
"""


def compared(old: str, new: str) -> Comparison:
    documents = [summarizer.read_text(text, "报告.txt") for text in (old, new)]
    first, second = (summarizer.summarize(one, "rules") for one in documents)
    return compare(first, second, documents[1], documents[0])


@pytest.fixture(scope="module")
def years() -> Comparison:
    return compared(OLD, NEW)


def test_the_same_indicator_of_two_years_is_a_pair_with_its_change(years: Comparison) -> None:
    told = {
        (one.kind, one.metric): (one.change, one.rate, one.target_change, one.doubts)
        for one in years.pairs
    }
    assert told["target", "新打机井"] == ("20", "20.00", "raised", ())
    assert told["result", "新打机井"] == ("23", "24.21", None, ())
    assert told["result", "受益群众"][:2] == ("3000", "14.29")
    # Percentages change by points.
    assert told["result", "群众满意度"][:2] == ("1.5", None)


def test_a_target_that_stays_is_the_same_target(years: Comparison) -> None:
    (one,) = [pair for pair in years.pairs if pair.kind == "target" and "满意度" in pair.metric]
    assert one.target_change == "same"


def test_a_figure_that_both_print_for_one_year_and_that_differs_is_a_conflict(
    years: Comparison,
) -> None:
    (one,) = years.conflicts
    assert (one.year, one.difference) == (2022, "-20000")
    assert one.old.quantity is not None
    assert one.old.quantity.text == "270万元"
    assert years.compared >= 1


def test_rounded_figures_agree() -> None:
    same = NEW.replace("2022年实际支出268万元", "2022年实际支出270.0万元")
    assert compared(OLD, same).conflicts == ()


def test_problems_and_measures_of_last_year_are_followed_up(years: Comparison) -> None:
    states = {one.text: one.state for one in years.follow_up}
    assert [state for text, state in states.items() if "管网老化" in text] == ["repeated"]
    assert [state for text, state in states.items() if "不够规范" in text] == ["closed"]
    assert [state for text, state in states.items() if "管理制度" in text] == ["closed"]
    assert [state for text, state in states.items() if "水费收缴" in text] == ["unmentioned"]


def test_what_ends_a_problem_is_a_slice_of_the_newer_document(years: Comparison) -> None:
    document = summarizer.read_text(NEW, "报告.txt")
    spans = [span for one in years.follow_up if one.state == "closed" for span in one.evidence]
    assert spans
    assert all(document.text[span.start : span.end] == span.quote for span in spans)


def test_two_documents_of_one_year_are_held_together_by_their_figures() -> None:
    accounts = "某区水利局2022年度部门决算\n一、支出情况\n2022年实际支出275万元。\n"
    found = compared(OLD, accounts)
    assert found.mode == "documents"
    assert [one.difference for one in found.conflicts] == ["50000"]
    assert found.follow_up == ()


def test_a_label_that_stands_at_two_numbers_is_no_certain_pair() -> None:
    old = "2022年度自评报告\n一、完成情况\n维修道路3公里，改造管网2处，维修道路5公里。\n"
    new = "2023年度自评报告\n一、完成情况\n维修道路4公里，改造管网3处，维修道路6公里。\n"
    pairs = [one for one in compared(old, new).pairs if one.metric == "维修道路"]
    assert pairs
    for one in pairs:
        assert "another-fits" in one.doubts


def test_the_same_file_twice_is_said() -> None:
    found = compared(OLD, OLD)
    assert any("内容相同" in note.zh for note in found.notes)
    assert found.conflicts == ()


def listed(old: str, new: str) -> Comparison:
    """Compare two lists of results of one office."""
    head = "年度自评报告\n一、完成情况\n"
    return compared(f"某区水利局2022{head}{old}。\n", f"某区水利局2023{head}{new}。\n")


def doubts_of(old: str, new: str) -> dict[str, tuple[str, ...]]:
    """Compare two lists of results; return the doubts about each indicator."""
    pairs = listed(old, new).pairs
    return {one.metric: one.doubts for one in pairs}


@pytest.mark.parametrize(
    ("old", "new", "doubt"),
    [
        ("新设立国家级专家服务基地16家", "新设立专家服务基地13家", "label-differs"),
        ("发放意外险收入14.85亿元", "发放意外伤害险收入12.70亿元", "label-differs"),
        ("煤炭消费量增长2.0%", "煤炭消费量下降4.8%", "direction-differs"),
        ("平台累计访问量28.6亿人次", "平台全年访问量11.18亿人次", "period-differs"),
        ("共有创业园372家", "共有创业园370多家", "approximate"),
        ("认定登记技术合同35585份", "认定登记技术合同3.8万份", "approximate"),
        ("林木覆盖率31.9%", "林木覆盖率31.95%", "approximate"),
        ("基本建成保障房324套", "建成保障房383套", "label-differs"),
        ("完成出口390.9亿元", "完成出口382.7亿元，比上年下降1.8%", "growth-differs"),
    ],
)
def test_a_pair_that_is_not_certain_has_its_doubt(old: str, new: str, doubt: str) -> None:
    (found,) = doubts_of(old, new).values()
    assert doubt in found


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("牧业产值下降25%", "渔业产值下降0.4%"),
        ("第一产业投资下降50.9%", "第三产业投资下降2.9%"),
        ("公路密度48.92公里/百平方公里", "公路密度5221公里/万平方公里"),
        ("全年工业增加值增长10%，民营企业增长17.2%", "全年工业总产值增长5%，民营企业增长8.7%"),
        ("三项社会保险基金收入计71583亿元", "三项社会保险基金收入计79710亿元"),
    ],
)
def test_what_may_be_two_indicators_is_left_out(old: str, new: str) -> None:
    found = listed(old, new)
    metrics = {one.metric for one in found.pairs if one.old.quantity and one.new.quantity}
    assert not any(
        word in metric for metric in metrics for word in ("渔业", "第三", "密度", "民营")
    )
    assert all("三项" not in one.new.quantity.text for one in found.pairs if one.new.quantity)


def test_a_rise_and_a_fall_of_one_indicator_have_both_names() -> None:
    (one,) = listed("煤炭消费量增长2.0%", "煤炭消费量下降4.8%").pairs
    assert names(one, "zh") == ("", "煤炭消费量下降（前一份：煤炭消费量增长）")
    assert one.change is None


def test_a_fall_whose_label_does_not_say_it_is_printed_as_one() -> None:
    body = "机关运行经费{}万元，与上年相比减少{}万元"
    pairs = listed(body.format(500, 60), body.format(480, 20)).pairs
    (one,) = [pair for pair in pairs if pair.new.direction == "decrease"]
    assert f"{one.metric}{printed(one.new, 'zh')}".endswith("减少20万元")


def test_parts_of_different_totals_are_no_certain_pair() -> None:
    old = "拥有重点实验室93家，其中国家级33家"
    new = "拥有工程技术研究中心618家，其中国家级15家"
    assert "part-of-differs" in doubts_of(old, new)["国家级"]


def test_the_same_words_in_another_passage_are_no_certain_pair() -> None:
    body = [f"修缮{name}村校舍5座" for name in "柳杨松柏桃李杏梅竹桑榆槐枫桂"]
    found = doubts_of("，".join(["栽植苗木30株", *body]), "，".join([*body, "栽植苗木50株"]))
    assert "栽植苗木" not in found
    assert found["修缮竹村校舍"] == ()


def test_documents_of_two_offices_have_no_changes() -> None:
    found = compared(OLD, NEW.replace("某区水利局", "某区教育局"))
    assert "某区教育局" in found.notes[0].zh
    assert found.pairs
    for one in found.pairs:
        assert "office-differs" in one.doubts
        assert (one.change, one.rate, one.target_change) == (None, None, None)
    assert (found.conflicts, found.follow_up) == ((), ())


def test_documents_that_name_no_office_are_not_taken_for_one_offices() -> None:
    found = compared(OLD.replace("某区水利局", ""), NEW.replace("某区水利局", ""))
    for told in (found.pairs, found.conflicts, found.follow_up):
        assert told
        assert all("office-differs" in one.doubts for one in told)


@pytest.mark.parametrize(
    ("old", "new", "own"),
    [
        ("甲市2022年统计公报", "甲市2023年统计公报", True),
        ("甲市2022年统计公报", "乙市2023年统计公报", None),
        ("2022年度项目绩效评价结果", "2023年度项目绩效评价结果", None),
        ("2022年度甲区财政局部门决算", "甲区财政局（本级）2023年度部门决算", True),
        ("2022年度甲区财政局部门决算", "2023年度甲区民政局部门决算", False),
    ],
)
def test_titles_tell_whether_two_documents_are_of_one_office(
    old: str, new: str, own: bool | None
) -> None:
    records = (
        DocumentRecord(name="x.txt", title=title, characters=9, sha256="", text_sha256="")
        for title in (old, new)
    )
    assert of_one_office(*records) is own


def test_a_growth_that_the_newer_document_prints_and_both_give_is_no_doubt() -> None:
    found = doubts_of("完成出口390.9亿元", "完成出口382.7亿元，比上年下降2.1%")
    assert found["完成出口"] == ()


def test_a_side_has_the_words_that_its_label_leaves_out() -> None:
    found = listed(
        "休闲农业接待游客34万人次，实现综合收入140万元",
        "休闲农业接待游客35万人次，实现综合收入150万元",
    )
    (one,) = [pair for pair in found.pairs if "收入" in pair.metric]
    assert one.new.context == "休闲农业接待游客35万人次，实现综合收入150万元"
    assert "34万人次" in one.old.context


def test_a_problem_in_other_words_is_similar() -> None:
    problem = "四、存在的问题\n{}。\n"
    found = compared(
        f"某区水利局2022年度自评报告\n{problem.format('预算编制的前瞻性不强')}",
        f"某区水利局2023年度自评报告\n{problem.format('年初预算编制不够准确')}",
    )
    assert [one.state for one in found.follow_up] == ["similar"]
    assert found.follow_up[0].by


def test_a_sentence_that_goes_on_shows_what_it_goes_on_about() -> None:
    body = "全年规上工业增加值增长{0}%。分经济类型看，民营企业增长{1}%"
    found = listed(body.format("4.9", "5.6"), body.format("4.5", "5.1"))
    (one,) = [pair for pair in found.pairs if "民营" in pair.metric]
    assert "规上工业增加值" in one.new.context


def test_totals_to_date_on_both_sides_are_no_doubt() -> None:
    found = doubts_of("年末经营主体累计179.96万户", "年末经营主体累计181.80万户")
    assert list(found.values()) == [()]


def test_a_pair_neither_verified_nor_surely_one_indicator_is_left_out() -> None:
    found = listed("预算执行率没有达到100%", "项目预算执行率91.33%")
    assert found.pairs == ()
    assert found.only_old
    assert found.only_new


def test_a_figure_where_a_change_began_is_none_of_the_year() -> None:
    new = "每千人口床位数由2022年7.23张增加到2023年7.32张"
    (one,) = listed("每千人口床位数7.23张", new).pairs
    assert one.new.quantity is not None
    assert one.new.quantity.text == "7.32张"


def test_percentage_points_of_what_is_no_rate_are_left_out() -> None:
    body = "城镇人口{}万人，比上年提升{}个百分点"
    metrics = [one.metric for one in listed(body.format(825, 0.11), body.format(832, 0.19)).pairs]
    assert metrics == ["城镇人口"]


def test_a_demand_among_the_problems_is_no_measure() -> None:
    body = "某区水利局{}年度自评报告\n一、存在的问题\n资金使用进度应加强定期考评。\n"
    found = compared(body.format(2022), body.format(2023))
    assert "measure" not in {one.kind for one in found.follow_up}
