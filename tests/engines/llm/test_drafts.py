"""From typed items to drafts: numbers are found, faults are true, nothing is lost."""

from __future__ import annotations

import json
from typing import Any

import pytest
from llm_support import ALL, TEXT, chunk_of, figures, honest, item, read
from model_server import Asked, ModelServer, entries, reply

from summarizer.engines.llm.drafts import drafts_of
from summarizer.engines.llm.placing import place, support
from summarizer.engines.llm.reading import left_out, merge_repairs, read_reply
from summarizer.engines.llm.reply import ChunkReply, salvage
from summarizer.grounding import ground
from summarizer.schema import Chunk, Extraction

LISTS = """三、完成情况
受理投诉30余件，办结30余件，办结率100%，满意率100%。
建成红色之家一处，覆盖率居全区第二。
处置案卷1.2万件；其中城管案卷8,000件、环保案卷4000 件。
由于人手不足，巡查频次偏低。
针对巡查问题，增加巡查人员5名。
"""


def reply_of(**lists: list[dict[str, Any]]) -> ChunkReply:
    return ChunkReply.model_validate_json(json.dumps(lists, ensure_ascii=False))


def drafts(chunk: Chunk, **lists: list[dict[str, Any]]) -> Extraction:
    return drafts_of(read_reply(reply_of(**lists), chunk))


def faults(chunk: Chunk, **lists: list[dict[str, Any]]) -> list[str]:
    return [fault.reason for fault in read_reply(reply_of(**lists), chunk).faults]


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("1.2万件", "1.2万件"),
        ("12000件", "1.2万件"),
        ("8000件", "8,000件"),
        ("4000", "4000 件"),
        ("4000件", "4000 件"),
        ("8,000 件环保案卷", "8,000件"),
        ("8000起", "8,000件"),
    ],
)
def test_any_printing_of_a_number_is_found(said: str, printed: str) -> None:
    placed = place(said, 4, "案卷", chunk_of(LISTS))
    assert placed is not None
    assert (placed.quantity.text, placed.sentence) == (printed, 4)


@pytest.mark.parametrize("said", ["1.3万件", "1.2亿件", "8000人", "8", "000件", "第一"])
def test_another_number_is_not(said: str) -> None:
    assert place(said, 4, "案卷", chunk_of(LISTS)) is None


@pytest.mark.parametrize("named", [1, 2, 3, 5, 6])
def test_a_sentence_missed_by_some_is_found(named: int) -> None:
    placed = place("1.2万件", named, "处置案卷", chunk_of(LISTS))
    assert placed is not None
    assert placed.sentence == 4


def test_of_equal_numbers_each_item_has_the_one_at_its_name() -> None:
    chunk = chunk_of(LISTS)
    found = drafts(
        chunk,
        results=[
            item(2, "投诉受理", "30余件"),
            item(2, "投诉办结", "30余件"),
            item(2, "投诉满意率", "100%"),
            item(2, "投诉办结率", "100%"),
        ],
    )
    text = chunk.document.text
    before = [text[draft.figure_span[0] - 3 : draft.figure_span[0]] for draft in found.results]
    assert before == ["理投诉", "，办结", "满意率", "办结率"]


def test_names_are_free_and_never_a_fault() -> None:
    assert faults(chunk_of(LISTS), results=[item(2, "complaints handled", "30余件")]) == []


def test_numerals_and_ranks_are_numbers() -> None:
    found = drafts(
        chunk_of(LISTS),
        results=[item(3, "红色之家", "一处"), item(3, "覆盖率全区排名", "第二")],
    )
    # The first one is none for the scanner: the item stands without it.
    assert [draft.figure for draft in found.results] == [None, "第二"]
    assert found.results[1].figure_span


def test_a_number_that_the_scanner_does_not_know_is_no_fault_when_it_is_printed() -> None:
    chunk = chunk_of("二、情况\n完成率为九成，两个三分之一已到位。\n")
    reading = read_reply(reply_of(results=[item(2, "完成率", "九成")]), chunk)
    assert reading.faults == ()
    assert drafts_of(reading).results[0].figure in (None, "九成")


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (item(2, "投诉", "31件"), "第2句及其前后没有“31件”"),
        (item(9, "投诉"), "没有第9句，只有1至6"),
        (item(9, "投诉", "30余件"), "没有第9句，只有1至6"),
    ],
)
def test_a_complaint_is_true(wrong: dict[str, Any], reason: str) -> None:
    assert faults(chunk_of(LISTS), results=[wrong]) == [reason]


def test_an_item_that_stays_wrong_spoils_no_other() -> None:
    answer = entries(
        results=[item(2, "新增公益性岗位", "320个"), item(88, "补贴", "7元"), {"s": 2}]
    )
    with ModelServer(honest, choose=lambda asked: reply(answer)) as server:
        found = read(server)
        assert len(server.asked) == 2
    assert found.unread == ()
    assert figures(found) == ["320个", "7元", None]
    doubts = list(ground(found, chunk_of()).doubts.values())
    assert doubts == [("unplaced", "not-in-report"), ("unplaced",)]


def test_a_part_knows_its_whole() -> None:
    found = drafts(
        chunk_of(LISTS),
        results=[
            item(2, "受理投诉", "30余件"),
            item(4, "处置案卷", "1.2万件"),
            item(4, "城管案卷", "8,000件", part_of="1.2万件"),
            item(4, "环保案卷", "4000件", part_of="12,000"),
        ],
    )
    assert [draft.part_of for draft in found.results] == [None, None, 1, 1]


def test_causes_and_answered_problems_keep_their_places() -> None:
    chunk = chunk_of(LISTS)
    found = drafts(
        chunk,
        problems=[{"s": 5, "text": "巡查频次偏低", "cause": "人手不足", "cause_s": 5}],
        measures=[{"s": 6, "text": "增加巡查人员", "problem_s": 5}],
    )
    start, end = found.problems[0].cause_span or (0, 0)
    assert chunk.document.text[start:end] == "人手不足"
    assert found.measures[0].addresses == (0,)


@pytest.mark.parametrize(
    ("told", "answers"),
    [
        # By their words, else in the order of the problems; two may answer one.
        (["补签协议", "公开栏按月检查", "请专家讲课"], [(0,), (1,), (2,)]),
        (["补签协议", "协议存档", "公开栏按月检查"], [(0,), (0,), (1,)]),
    ],
)
def test_measures_answer_the_problems_of_one_sentence_in_order(
    told: list[str], answers: list[tuple[int, ...]]
) -> None:
    measures = "，".join(told)
    chunk = chunk_of(f"存在问题：协议签订不全；公开栏更新慢；人员年龄偏大。\n{measures}。\n")
    problems = ["协议签订不全", "公开栏更新慢", "人员年龄偏大"]
    found = drafts(
        chunk,
        problems=[{"s": 1, "text": text} for text in problems],
        measures=[{"s": 2, "text": text, "problem_s": 1} for text in told],
    )
    assert [one.addresses for one in found.measures] == answers


def test_salience_is_asked_and_else_told_by_kind() -> None:
    chunk = chunk_of(LISTS)
    count, rate = item(2, "受理", "30余件"), item(2, "办结率", "100%")
    told, silent = [{**count, "core": True}, rate], [count, rate]
    said = [[d.salience for d in drafts(chunk, results=one).results] for one in (told, silent)]
    assert said == [["core", "core"], ["detail", "core"]]


def test_what_no_item_means_is_asked_about_once() -> None:
    def forgetful(asked: Asked) -> str:
        return entries(results=json.loads(honest(asked))["results"][:3])

    rest = entries(results=[item(3, "投入资金", "1,250.5万元")])
    with ModelServer(forgetful) as server:
        server.script = [reply(forgetful_answer(forgetful)), reply(rest)]
        found = read(server)
        again = server.prompts()[1]
    assert "第3句：1,250.5万元" in again
    assert "第4句：93.2%" in again
    assert "320个" not in again.partition("</报告>")[2]
    # What was not answered was left out on purpose.
    assert figures(found) == [*ALL[:3], "1,250.5万元"]


def forgetful_answer(oracle: Any) -> str:
    lines = "\n".join(f"[{n}] {text}" for n, text in enumerate(TEXT.splitlines(), 1))
    body = {"messages": [{"role": "user", "content": lines}]}
    return str(oracle(Asked("", {}, body, b"", 0.0)))


def test_completeness_can_be_switched_off() -> None:
    with ModelServer(lambda asked: entries(results=[])) as server:
        assert figures(read(server, llm_completeness=False)) == []
        assert len(server.asked) == 1


def test_nothing_is_left_out_that_a_name_holds() -> None:
    chunk = chunk_of("二、情况\n为26家企业申报人才56个。\n")
    reading = read_reply(reply_of(results=[item(2, "为26家企业申报人才", "56个")]), chunk)
    assert left_out(reading) == {}


def test_an_answer_takes_the_place_of_the_faulty_item_it_is_like() -> None:
    chunk = chunk_of(LISTS)
    first = reply_of(
        results=[item(2, "受理投诉", "31件"), item(2, "办结", "30余件"), item(4, "案卷", "1万件")]
    )
    answer = reply_of(results=[item(4, "处置案卷", "1.2万件"), item(2, "办结", "30余件")])
    whole = merge_repairs(read_reply(first, chunk), answer)
    assert [one.number for one in whole.results] == ["31件", "30余件", "1.2万件"]


def test_of_a_cut_off_answer_the_whole_items_are_kept() -> None:
    text = entries(results=[item(2, "受理", "30余件"), item(2, "办结", "30余件")])
    kept = [len(salvage(text[:cut]).results) for cut in range(len(text))]
    assert set(kept) == {0, 1}
    assert kept == sorted(kept)


@pytest.mark.parametrize(
    ("said", "s", "number"),
    [
        ({"s": "[2]", "metric": "a", "number": 30}, 2, "30"),
        ({"s": "第2句", "metric": "a", "number": None}, 2, ""),
        ({"s": 2.0, "metric": "a\u0000b\n c", "number": 1.50, "unit": "件"}, 2, "1.5"),
        ({"s": 2, "metric": "a", "change": None, "status": "", "core": None}, 2, ""),
    ],
)
def test_what_can_be_meant_is_read(said: dict[str, Any], s: int, number: str) -> None:
    (entry,) = reply_of(results=[said]).results
    assert (entry.s, entry.number) == (s, number)
    assert "\u0000" not in entry.metric


def test_support_is_the_share_of_character_pairs() -> None:
    assert support("支出增长", "支出比上年增长") == pytest.approx(2 / 3)
    assert support("", "支出") == 0


def test_a_period_that_the_sentence_prints_is_kept() -> None:
    text = "二、情况\n2021年度资金截至2022年7月底到位926万元。\n"
    said = [item(2, "资金到位", "926万元", period=when) for when in ("截至2022年7月底", "2019年")]
    periods = []
    for one in said:
        with ModelServer(lambda asked, one=one: entries(results=[one])) as server:
            periods.append(read(server, text).results[0].period)
    assert periods[0] == "截至2022年7月底"
    assert periods[1] != "2019年"
