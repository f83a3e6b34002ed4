"""One fact, one item; ids in reading order; nothing lost but the repetition."""

from __future__ import annotations

from summarizer.merging import merge
from summarizer.quantities import scan
from summarizer.schema import Measure, Problem, Result, Span


def result(key: str, metric: str, figure: str, start: int, **more: object) -> Result:
    (found,) = scan(figure)
    quantity = type(found)(
        *(found.text, found.value, found.unit, found.kind, found.approx, found.comparator),
        start=start,
        end=start + len(figure),
    )
    fields: dict[str, object] = {
        "section": (),
        "subject": None,
        "direction": "none",
        "status": "done",
        "period": None,
        "part_of": None,
        "theme": None,
        **more,
    }
    return Result(
        id=key,
        metric=metric,
        text=metric + figure,
        quantity=quantity,
        evidence=(Span(start=start, end=start + len(figure), quote=figure),),
        **fields,
    )


def test_ids_follow_the_reading_order_and_links_follow_the_ids() -> None:
    late = result("r1.0", "其中商贸业", "4家", 50, part_of="r0.7")
    early = result("r0.7", "新增企业", "5家", 10)
    items, renamed = merge([late, early])
    assert [item.id for item in items] == ["r1", "r2"]
    assert items[1].part_of == "r1"
    assert renamed == {"r1.0": "r2", "r0.7": "r1"}


def test_prose_and_table_cell_of_one_amount_become_one_item() -> None:
    prose = result("r0.0", "年初预算", "259.25万元", 10, subject="公共服务项目")
    cell = result("r0.1", "预算金额指标总额", "259.25万元", 90, subject="公共服务")
    part = result("r0.2", "预算金额其中区级资金", "259.25万元", 99, subject="公共服务")
    items, _ = merge([prose, cell, part])
    assert [item.metric for item in items] == ["年初预算", "预算金额其中区级资金"]
    assert [span.start for span in items[0].evidence] == [10, 90]


def test_equal_amounts_of_different_things_stay_apart() -> None:
    first = result("r0.0", "新增企业", "5家", 10)
    second = result("r0.1", "注销企业", "5家", 30)
    budget = result("r0.2", "年初预算", "487万元", 50, subject="甲")
    spent = result("r0.3", "实际支出", "487万元", 70, subject="甲")
    items, _ = merge([first, second, budget, spent])
    assert len(items) == 4


def test_the_same_item_said_twice_is_one() -> None:
    once = result("r0.0", "新增企业", "5家", 10)
    items, renamed = merge([once, once.model_copy(update={"id": "r0.1"})])
    assert len(items) == 1
    assert renamed["r0.1"] == "r1"


def test_a_measure_keeps_the_problems_it_answers() -> None:
    span = Span(start=5, end=6, quote="甲")
    problem = Problem(
        id="p3.0", section=(), text="甲", category="other", cause=None, evidence=(span,)
    )
    measure = Measure(
        id="m3.0", section=(), text="乙", kind="other", addresses=("p3.0",), evidence=(span,)
    )
    items, _ = merge([measure, problem])
    assert [item.id for item in items] == ["p1", "m1"]
    assert items[1].addresses == ("p1",)


def test_an_amount_that_is_told_twice_is_one_fact() -> None:
    first = result("r1", "下达资金", "56万元", 10)
    again = result("r2", "该项目下达资金", "56万元", 90)
    counted = [result("r3", "检查", "3次", 200), result("r4", "检查", "3次", 300)]
    items, _ = merge([first, again, *counted])
    assert [(item.metric, len(item.evidence)) for item in items] == [
        ("下达资金", 2),
        ("检查", 1),
        ("检查", 1),
    ]
