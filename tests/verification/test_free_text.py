"""Free text: each number with its place in the report, or what comes nearest and differs."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from verification.claims import report

from summarizer.schema import Document
from summarizer.verification import TextCheck, verify_text

DOCUMENT = report(
    "2023年，全县新增高标准农田3.2万亩，新建机耕路46公里，新增灌溉面积约1.1万亩。\n"
    "全年培训农技人员260人次，发放技术资料5200余份。受理投诉17件，办结15件，办结率88.24%。\n"
    "年初预算1,250.5万元，实际支出1,198.36万元，比上年增加86.2万元。\n"
    "预计全年粮食产量达到8.6万吨，未发生安全生产事故。受益农户满意度不低于90%。"
)


def only(text: str, document: Document = DOCUMENT) -> TextCheck:
    """The one number of a text."""
    (check,) = verify_text(text, document)
    return check


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("新增高标准农田3.2万亩。", "全县新增高标准农田3.2万亩"),
        ("新增高标准农田32000亩。", "全县新增高标准农田3.2万亩"),
        ("建成机耕路46公里", "新建机耕路46公里"),
        ("共培训农技人员２６０人次", "全年培训农技人员260人次"),
        ("投诉办结率为88.24%", "办结率88.24%"),
        ("实际支出11983600元", "实际支出1,198.36万元"),
        ("发放技术资料超5200份", "发放技术资料5200余份"),
        ("预计粮食产量8.6万吨", "预计全年粮食产量达到8.6万吨"),
        ("受益农户满意度目标不低于90%", "受益农户满意度不低于90%"),
    ],
)
def test_true_numbers_say_where_they_come_from(text: str, quote: str) -> None:
    found = only(text)
    assert found.check.verdict == "verified", found
    assert found.found is not None
    assert found.found.quote == quote
    assert DOCUMENT.text[found.found.start : found.found.end] == quote
    assert found.found.section == DOCUMENT.sections[0].path
    assert text[found.start : found.end] == found.text
    assert found.nearest is None


@pytest.mark.parametrize(
    ("text", "reason", "quote"),
    [
        ("新增高标准农田3.5万亩", "value-mismatch", "全县新增高标准农田3.2万亩"),
        ("办结率88%", "value-mismatch", "办结率88.24%"),
        ("实际支出1,198.36亿元", "value-mismatch", "实际支出1,198.36万元"),
        ("培训农技人员260人", "unit-mismatch", "全年培训农技人员260人次"),
        ("办结率88.24个百分点", "unit-mismatch", "办结率88.24%"),
        ("发放技术资料5200份", "approx-dropped", "发放技术资料5200余份"),
        ("机耕路约46公里", "approx-added", "新建机耕路46公里"),
        ("受益农户满意度90%", "comparator-mismatch", "受益农户满意度不低于90%"),
    ],
)
def test_false_numbers_fail_and_say_what_differs(text: str, reason: str, quote: str) -> None:
    found = only(text)
    assert found.check.verdict == "failed"
    assert reason in found.check.reasons
    assert found.found is None
    assert found.nearest is not None
    assert found.nearest.quote == quote
    assert reason in found.nearest.differs


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("受理投诉15件", "bound-to-other-label"),
        ("森林防火巡查17件", "low-wording-support"),
        ("实际支出比上年减少86.2万元", "direction-flip"),
        ("未办结15件", "negation-flip"),
        ("粮食产量8.6万吨", "status-mismatch"),
        ("计划新增灌溉面积约1.1万亩", "status-mismatch"),
        ("受理投诉提高17件", "direction-flip"),
        ("17件", "low-wording-support"),
    ],
)
def test_a_true_number_in_false_words_is_a_doubt(text: str, reason: str) -> None:
    found = only(text)
    assert found.check.verdict == "review"
    assert reason in found.check.reasons
    assert found.found is not None


def test_a_swapped_number_names_the_one_that_was_meant() -> None:
    found = only("受理投诉15件")
    assert found.nearest is not None
    assert found.nearest.quote == "受理投诉17件"
    assert found.nearest.differs == ("value-mismatch",)


def test_a_number_that_the_text_derives() -> None:
    checks = verify_text("受理投诉17件，办结15件，尚有2件。", DOCUMENT)
    assert [one.check.verdict for one in checks] == ["verified", "verified", "review"]
    assert checks[-1].check.reasons == ("derived",)


def test_dates_are_looked_up_too() -> None:
    assert only("2023年工作顺利").check.verdict == "verified"
    other = only("2019年工作顺利")
    assert other.check.reasons == ("period-mismatch",)
    assert other.nearest is not None


def test_one_value_in_two_places_is_told_by_its_label() -> None:
    document = report("满意度目标不低于90%。设备完好率90%。巡查90次。")
    assert only("设备完好率90%", document).found is not None
    assert only("设备完好率90%", document).check.verdict == "verified"


def test_one_object_per_number_in_order() -> None:
    text = "2023年培训260人次，资料5200余份；办结率88.24%。"
    checks = verify_text(text, DOCUMENT)
    assert [one.text for one in checks] == ["2023年", "260人次", "5200余份", "88.24%"]
    assert [one.start for one in checks] == sorted(one.start for one in checks)


@pytest.mark.parametrize("text", ["", "各项工作稳步推进。", "\n\n"])
def test_no_number_no_check(text: str) -> None:
    assert verify_text(text, DOCUMENT) == ()


def test_a_report_without_numbers() -> None:
    document = report("各项工作稳步推进。")
    found = only("培训260人次", document)
    assert found.check.reasons == ("not-in-report",)
    assert found.nearest is None


def test_the_json_of_a_check() -> None:
    told = only("办结率88%").model_dump(mode="json")
    assert list(told) == ["start", "end", "text", "check", "found", "nearest"]
    assert list(told["nearest"]) == ["start", "end", "quote", "section", "differs"]


TOLD = report(
    "2022年、2023年分别栽植行道树310株、460株。我镇2023年部门预算收入820万元，支出806.5万元。\n"
    "全年新增就业730人，失业人员再就业210人，比上年减少14人。受检产品186批次，合格率97.3%。\n"
    "综合得分88.6分，等级为“良”；应急响应时间小学4分钟、中学6分钟，有23盏路灯未能修复。\n"
    "全年劝返学生57人，使用单位满意度95%，其中甲校收到补助9.5万元。\n"
    "泵站5月20日动工，6月20日完工；其中2.4亿元拨付用于清洁取暖，完成护栏18米，标牌9块。\n"
    "若资金到位，可硬化道路12公里。据村干部介绍，今年发放化肥48吨。原定举办培训8期，后因疫情取消。"
)


@pytest.mark.parametrize(
    "text",
    [
        "失业730人",
        "去年新增就业730人",
        "邻镇新增就业730人",
        "就业比上年增加14人",
        "2022年栽植行道树460株",
        "2023年共栽植行道树310株",
        "支出820万元",
        "合格产品186批次",
        "得分88.6分，等级为“优”",
        "应急响应时间中学4分钟",
        "群众满意度95%",
        "计划劝返学生57人",
        "满意度目标为95%",
        "有23盏路灯已修复",
        "硬化道路12公里",
        "发放化肥48吨",
        "举办培训8期",
        "泵站6月20日动工",
        "完成标牌18块",
    ],
)
def test_a_lie_in_the_words_around_a_true_number(text: str) -> None:
    assert any(one.check.verdict != "verified" for one in verify_text(text, TOLD))


@pytest.mark.parametrize(
    "text",
    [
        "2023年栽植行道树460株",
        "新增就业730人",
        "收入820万元，共支出806.5万元",
        "综合得分为88.6分，等级“良”",
        "尚有23盏路灯未修复",
        "学生劝返57名",
        "使用单位满意度达到95%",
        "据村干部介绍，今年发放化肥48吨",
        "中学应急响应时间为6分钟",
        "泵站6月20日完工",
        "其中2.4亿元用于清洁取暖",
        "完成护栏18米、标牌9块",
    ],
)
def test_other_words_for_the_same(text: str) -> None:
    checks = verify_text(text, TOLD)
    assert checks
    assert [one.check.reasons for one in checks] == [()] * len(checks)


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(
        alphabet="培训农技人员新增办结率万亿元件%约近0123456789.，。年月第其中", max_size=40
    )
)
def test_any_text_is_survived(text: str) -> None:
    for one in verify_text(text, DOCUMENT):
        assert text[one.start : one.end] == one.text
        assert bool(one.check.reasons) is (one.check.verdict != "verified")
        assert one.found or one.check.verdict != "verified" or one.text.endswith("年")


@settings(max_examples=60, deadline=None)
@given(value=st.integers(1, 999))
def test_only_the_printed_number_is_verified(value: int) -> None:
    found = only(f"培训农技人员{value}人次")
    assert (found.check.verdict == "verified") is (value == 260)
