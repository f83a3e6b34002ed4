"""Links: attainment, parts and measures point at items that they can belong to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from verification.claims import measure, problem, report, result, target

from summarizer.schema import Attainment, Item, Measure, Result, Target
from summarizer.verification import check_all

DOCUMENT = report(
    "目标：水质达标率不低于95%，新建泵站6座。实际水质达标率96.3%，新建泵站8座，其中甲镇5座，"
    "水质抽检合格率91%。预算编制不够精准，宣传力度不足。加强预算编制管理。组织财务培训。"
)
PROMISED = target(DOCUMENT, "水质达标率不低于95%", "不低于95%")
REACHED = result(DOCUMENT, "实际水质达标率96.3%", "96.3%", id="r1")
PUMPS = result(DOCUMENT, "新建泵站8座", "8座", id="r2")
PART = result(DOCUMENT, "其中甲镇5座", "5座", id="r3", part_of="r2", metric="甲镇")
TESTED = result(DOCUMENT, "水质抽检合格率91%", "91%", id="r4")
WRONG = problem(DOCUMENT, "预算编制不够精准", category="budget_prep")
WEAK = problem(DOCUMENT, "宣传力度不足", id="p2")
WISH = measure(DOCUMENT, "加强预算编制管理", kind="budget")
LESSON = measure(DOCUMENT, "组织财务培训", id="m2", kind="training")
EVERYTHING = (PROMISED, REACHED, PUMPS, PART, TESTED, WRONG, WEAK, WISH, LESSON)


def reasons(item: Item, others: Sequence[Item] = EVERYTHING) -> tuple[str, ...]:
    """The reasons of one item among others."""
    rest = [one for one in others if one.id != item.id]
    return check_all((item, *rest), DOCUMENT)[0].check.reasons


def attained(state: str, *results: str, **fields: Any) -> Target:
    """The promise with another attainment."""
    attainment = Attainment(state=state, results=results)  # type: ignore[arg-type]
    return PROMISED.model_copy(update={"attainment": attainment, **fields})


def part(whole: str | None, **fields: Any) -> Result:
    """The part with another whole."""
    return PART.model_copy(update={"part_of": whole, **fields})


def answering(item: Measure, *problems: str) -> Measure:
    """A measure with other problems."""
    return item.model_copy(update={"addresses": problems})


@pytest.mark.parametrize("item", EVERYTHING, ids=lambda item: item.id)
def test_items_without_links_or_with_true_ones(item: Item) -> None:
    assert not reasons(item)


def test_a_target_met_by_its_own_metric() -> None:
    assert not reasons(attained("met", "r1"))


@pytest.mark.parametrize("key", ["r2", "r9"], ids=["another metric", "nobody"])
def test_a_target_met_by_another_metric(key: str) -> None:
    assert "bound-to-other-label" in reasons(attained("unclear", key))


def test_met_is_what_the_numbers_say() -> None:
    below = REACHED.model_copy(update={"id": "r4", "metric": "水质达标率", **_number_of(TESTED)})
    others = (below, *(one for one in EVERYTHING if one.id != "r4"))
    assert "status-mismatch" in reasons(attained("met", "r4"), others)
    assert "status-mismatch" not in reasons(attained("not_met", "r4"), others)
    assert "status-mismatch" in reasons(attained("not_met", "r1"))


def test_met_by_nothing() -> None:
    assert "status-mismatch" in reasons(attained("met"))
    assert not reasons(attained("not_reported"))


@pytest.mark.parametrize(
    ("comparator", "state", "doubt"),
    [("<=", "met", True), (">=", "met", False), ("<", "not_met", False), (">", "met", False)],
)
def test_bounds_are_held_in_their_direction(comparator: str, state: str, doubt: bool) -> None:
    item = attained(state, "r1", comparator=comparator)
    assert ("status-mismatch" in reasons(item)) is doubt


@pytest.mark.parametrize("whole", ["r3", "r9"], ids=["itself", "nobody"])
def test_a_part_of_nothing(whole: str) -> None:
    assert "part-as-total" in reasons(part(whole))


def test_a_part_larger_than_its_whole() -> None:
    small = PUMPS.model_copy(update={"part_of": "r3"})
    assert "part-as-total" in reasons(small, (part(None), *EVERYTHING))


def test_two_parts_of_each_other() -> None:
    whole = PUMPS.model_copy(update={"part_of": "r3"})
    assert "part-as-total" in reasons(PART, (whole,))


def test_a_part_has_the_unit_of_its_whole() -> None:
    assert "part-as-total" in reasons(REACHED.model_copy(update={"part_of": "r2"}))


def test_measures_answer_problems_of_their_matter() -> None:
    assert not reasons(answering(WISH, "p1"))
    assert "subject-mismatch" in reasons(answering(LESSON, "p2"))
    assert "subject-mismatch" in reasons(answering(WISH, "p9"))


def test_doubtful_links_never_fail_an_item() -> None:
    for item in (attained("met", "r2"), part("r9"), answering(LESSON, "p2")):
        checked = check_all((item, *EVERYTHING), DOCUMENT)[0]
        assert checked.check.verdict == "review"


def _number_of(item: Result) -> dict[str, Any]:
    return {"quantity": item.quantity, "evidence": item.evidence, "text": item.text}


def test_faster_payment_answers_slow_spending() -> None:
    document = report("预算执行率偏低。加快支出进度。加强队伍建设。")
    slow = problem(document, "预算执行率偏低", category="execution")
    for words, doubt in (("加快支出进度", False), ("加强队伍建设", True)):
        answer = measure(document, words, addresses=(slow.id,))
        assert ("subject-mismatch" in check_all((slow, answer), document)[1].check.reasons) is doubt


WHOLE = "泵站建设按计划全部完成。宣传工作尚未完成。"
WORDS = report("泵站建设按期推进。\n" + WHOLE)


@pytest.mark.parametrize(
    ("state", "quote", "doubt"),
    [
        ("met", "泵站建设按计划全部完成", False),
        ("exceeded", "泵站建设按计划全部完成", True),
        ("met", "宣传工作尚未完成", True),
    ],
)
def test_a_target_without_a_number_is_met_by_words_alone(
    state: str, quote: str, doubt: bool
) -> None:
    done = result(WORDS, quote, None)
    wish = target(WORDS, quote[:4] + WORDS.text[4:8] if quote[0] == "泵" else quote, None)
    attainment = Attainment(state=state, results=("r1",))  # type: ignore[arg-type]
    wish = wish.model_copy(update={"attainment": attainment, "metric": done.metric})
    (checked, _) = check_all((wish, done), WORDS)
    assert ("status-mismatch" in checked.check.reasons) == doubt


def test_a_target_with_a_number_is_not_met_by_one_that_nobody_told() -> None:
    vague = REACHED.model_copy(
        update={"quantity": None, "text": "水质情况", "metric": PROMISED.metric, "id": "r9"}
    )
    assert "status-mismatch" in reasons(attained("met", "r9"), (*EVERYTHING, vague))
