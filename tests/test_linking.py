"""Targets against results: a false "met" is the worst error."""

from __future__ import annotations

import pytest

import summarizer
from summarizer.linking import link
from summarizer.quantities import scan
from summarizer.schema import (
    Attainment,
    Indicator,
    Item,
    Measure,
    Problem,
    Result,
    Span,
    Target,
)

DOCUMENT = summarizer.read_text("一、完成情况\n全年新增就业730人。", "例.txt")


def target(metric: str, figure: str, *, subject: str | None = None) -> Target:
    (quantity,) = scan(figure)
    return Target(
        id="t1",
        section=("一、绩效目标",),
        subject=subject,
        metric=metric,
        text=f"{metric}{figure}",
        indicator=Indicator(),
        comparator=quantity.comparator or "=",
        quantity=quantity,
        period=None,
        attainment=Attainment(state="not_reported"),
        evidence=(Span(start=0, end=1, quote="一"),),
    )


def result(
    metric: str, figure: str | None, *, key: str = "r1", text: str = "", **more: object
) -> Result:
    fields: dict[str, object] = {
        "subject": None,
        "direction": "none",
        "status": "done",
        "period": None,
        "part_of": None,
        "theme": None,
        "section": ("二、完成情况",),
        **more,
    }
    return Result(
        id=key,
        metric=metric,
        text=text or f"{metric}{figure or ''}",
        quantity=scan(figure)[0] if figure else None,
        evidence=(Span(start=2, end=3, quote="完"),),
        **fields,
    )


def attainment(*items: Item) -> Attainment:
    linked = link(items, DOCUMENT)
    assert isinstance(linked[0], Target)
    return linked[0].attainment


@pytest.mark.parametrize(
    ("wanted", "got", "state", "deviation"),
    [
        ("大于等于90%", "92%", "met", "2.22"),
        ("大于等于90%", "90%", "met", "0.00"),
        ("大于等于90%", "89.9%", "not_met", "-0.11"),
        ("12次", "15次", "exceeded", "25.00"),
        ("12次", "8次", "partly", "-33.33"),
        ("12次", "0次", "not_met", "-100.00"),
        ("不超过100万元", "98万元", "met", "-2.00"),
        ("不超过100万元", "1.2亿元", "not_met", "11900.00"),
        ("不低于1000万元", "0.1亿元", "met", "0.00"),
    ],
)
def test_values_are_compared_in_the_base_unit(
    wanted: str, got: str, state: str, deviation: str
) -> None:
    found = attainment(target("专项整治完成数", wanted), result("专项整治完成数", got))
    assert (found.state, found.deviation) == (state, deviation)
    assert found.results == ("r1",)


@pytest.mark.parametrize(
    ("metric", "figure", "more"),
    [
        ("问题解决率", "100%", {}),
        ("热线办结数", "100件", {}),
        ("热线办结率", "100%", {"direction": "increase"}),
        ("热线办结率", "100%", {"part_of": "r9"}),
    ],
)
def test_another_measure_is_no_link(metric: str, figure: str, more: dict[str, object]) -> None:
    found = attainment(target("热线办结率", "100%"), result(metric, figure, **more))
    assert found.state == "not_reported"
    assert found.results == ()


def test_the_same_words_about_another_project_are_unclear() -> None:
    found = attainment(
        target("专项整治行动", "4次", subject="城市管理"),
        result("专项整治行动", "45次", section=("（三）自建房整治",)),
    )
    assert found.state == "unclear"


def test_a_narrower_result_is_unclear() -> None:
    found = attainment(target("整治行动", "4次"), result("市容秩序整治行动", "210次"))
    assert found.state == "unclear"


@pytest.mark.parametrize("status", ["expected", "planned", "ongoing"])
def test_what_is_not_done_yet_is_not_met(status: str) -> None:
    found = attainment(target("新增就业", "700人"), result("新增就业", "730人", status=status))
    assert found.state == "unclear"


def test_two_different_values_are_unclear() -> None:
    found = attainment(
        target("新增就业", "700人"),
        result("新增就业", "730人"),
        result("新增就业", "650人", key="r2"),
    )
    assert found.state == "unclear"


def test_an_approximate_value_at_the_border_is_unclear() -> None:
    found = attainment(target("新增就业", "700人"), result("新增就业", "近700人"))
    assert found.state == "unclear"


@pytest.mark.parametrize(
    ("denied", "state"),
    [
        ("未发生进京越级访", "met"),
        ("未发生重大安全生产事故", "not_reported"),
        ("发生进京非访1起", "not_reported"),
    ],
)
def test_zero_events_need_the_same_event_denied(denied: str, state: str) -> None:
    assert attainment(target("进京非访事件", "0次"), result(denied, None)).state == state


def test_a_result_in_words_meets_no_number() -> None:
    assert attainment(target("新增就业", "700人"), result("新增就业", None)).state == (
        "not_reported"
    )


def problem(key: str, text: str, category: str) -> Problem:
    return Problem(
        id=key,
        section=(),
        text=text,
        category=category,
        cause=None,
        evidence=(Span(start=0, end=1, quote="一"),),
    )


def measure(text: str, kind: str, addresses: tuple[str, ...] = ()) -> Measure:
    return Measure(
        id="m1",
        section=(),
        text=text,
        kind=kind,
        addresses=addresses,
        evidence=(Span(start=0, end=1, quote="一"),),
    )


def test_a_measure_answers_the_problem_of_its_matter() -> None:
    items = link(
        (
            problem("p1", "预算编制的预见性有待加强", "budget_prep"),
            problem("p2", "项目管理水平需进一步提高", "project_mgmt"),
            measure("精准编制预算", "budget"),
        ),
        DOCUMENT,
    )
    assert items[-1].addresses == ("p1",)


def test_a_pairing_that_the_engine_gave_is_kept() -> None:
    items = link(
        (problem("p1", "资金支付较慢", "execution"), measure("开展培训", "training", ("p1",))),
        DOCUMENT,
    )
    assert items[-1].addresses == ("p1",)


@pytest.mark.parametrize(
    ("promised", "told", "state"),
    [
        ("建设监控点位", "建成监控点位", "met"),
        ("采购执法船艇", "购置执法船艇", "met"),
        ("小型水库维修养护", "小型水库维修养护任务", "met"),
        ("新建公厕", "改造公厕", "not_reported"),
    ],
)
def test_what_was_built_and_what_was_to_be_built(promised: str, told: str, state: str) -> None:
    assert attainment(target(promised, "36个"), result(told, "36个")).state == state


def test_what_money_is_for_attains_no_target() -> None:
    wanted = target("退休人员", "14名")
    purpose = result("退休人员", "14名", text="主要用于退休人员14名的工资")
    assert attainment(wanted, purpose).state == "not_reported"
    assert attainment(wanted, result("退休人员", "14名")).state == "met"


@pytest.mark.parametrize(
    ("promised", "told"),
    [("委员满意度", "委员满意率"), ("提案办结率", "提案办理完成率"), ("政策知晓率", "政策知晓度")],
)
def test_rates_of_two_names_are_one(promised: str, told: str) -> None:
    assert attainment(target(promised, "95%"), result(told, "97%")).state == "met"
