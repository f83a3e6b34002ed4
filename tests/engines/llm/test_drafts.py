"""From a reply to drafts: what is checked, what goes back, and that nothing is lost on the way."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from llm_support import TEXT, chunk_of

from summarizer.engines.llm.drafts import drafts_of, entry_faults, mended, misfits
from summarizer.engines.llm.exact import exact_object, pick_answer
from summarizer.engines.llm.parts import halves, join, part_of
from summarizer.engines.llm.reply import ChunkReply, Entry, Misfit, entry_of, salvage
from summarizer.schema import Usage

Row = list[Any]


def reply_of(*results: Row, **others: list[Row]) -> ChunkReply:
    """A reply as it is read from JSON."""
    return ChunkReply.model_validate_json(json.dumps({"results": list(results), **others}))


def reasons(*results: Row) -> list[str]:
    return [fault.reason for fault in entry_faults(reply_of(*results), chunk_of())]


def test_what_agrees_with_its_mark_is_no_fault() -> None:
    assert (
        reasons(
            [2, 320, "新增公益性岗位"],
            [2, 320],
            [2, 100, "岗位补贴发放率"],
            [3, 1250.5, "投入…"],
            [2, "岗位补贴发放率", "=１００％"],
            [3, "投入资金", "=1,250.5 万元"],
            [4, 93.2, "某县满意度", "某县"],
        )
        == []
    )


def test_each_disagreement_is_named() -> None:
    assert reasons(
        [9, "投入资金"],
        [0, "投入资金"],
        [2, 1250.5, "投入资金"],
        [2, "投入资金", "=1,250.5万元"],
        [3, "投入资金", "=1,250.5亿元"],
        [3, "投入资金", "=完成农村公路养护"],
        [4, 93.2, "招商引资落地"],
        [3, 1250.5, "引进…资金"],
        [1],
    ) == [
        "没有第9句，句号只有1至4",
        "没有第0句，句号只有1至4",
        "第2句没有1250.5",
        "第2句没有“1,250.5万元”",
        "第3句没有“1,250.5亿元”",
        "“完成农村公路养护”不是一个数量",
        "第4句没有“招商引资落地”",
        "原文没有“引进…资金”",
        "数前没有名称，请写出",
    ]


def test_two_figures_in_one_are_a_fault() -> None:
    chunk = chunk_of("一\n新增就业730人，再就业637人。\n")
    reply = reply_of([2, "新增就业", "=730人，再就业637人"])
    assert [fault.reason for fault in entry_faults(reply, chunk)] == [
        "“730人，再就业637人”不是一个数量"
    ]


def test_a_cause_has_to_stand_in_the_text() -> None:
    reply = ChunkReply.model_validate({"problems": [[2, "公益性岗位", "资金拨付迟缓"]]})
    assert [fault.reason for fault in entry_faults(reply, chunk_of())] == ["原文没有“资金拨付迟缓”"]


def test_the_scanner_reads_what_a_row_points_at() -> None:
    (draft,) = drafts_of(reply_of([3, 1250.5]), chunk_of()).results
    assert (draft.metric, draft.figure, draft.at) == ("投入资金", "1,250.5万元", (3,))
    assert draft.figure_span
    assert TEXT[slice(*draft.figure_span)] == "1,250.5万元"


def test_what_has_no_name_is_called_by_what_is_pointed_at() -> None:
    chunk = chunk_of("一、情况\n救助5人、3万元。\n")
    found = part_of(reply_of([2, 3], [2], [77], [2, 8]), chunk, 0, usage=Usage()).extraction
    assert [draft.metric for draft in found.results] == ["3万元", "救助5人、3万元。", "77", "8"]


def test_words_and_flags_find_their_fields() -> None:
    entry = entry_of([3, 1250, "投入", "某县", "increase", "expected", "part"], "results")
    assert isinstance(entry, Entry)
    assert (entry.metric, entry.subject, entry.direction) == ("投入", "某县", "increase")
    assert (entry.status, entry.part) == ("expected", True)
    assert entry_of(entry.row, "results") == entry
    assert entry_of([1, "滞后", "论证不足"], "problems").cause == "论证不足"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("kind", "row"),
    [
        ("results", []),
        ("results", {"at": 1}),
        ("results", "1"),
        ("results", ["一", "岗位"]),
        ("results", [3.5, "岗位"]),
        ("results", {"sentence": 1, "name": "岗位", "unit": "个"}),
        ("results", [True]),
        ("results", [1, "a", 2]),
        ("results", [1, "a", "b", "c"]),
        ("results", [1, "increase", "decrease"]),
        ("problems", [1, "滞后", "论证不足", "part"]),
        ("measures", [1, "加强", "培训"]),
        ("results", [1, "长" * 201]),
    ],
)
def test_a_row_is_read_exactly_or_not_at_all(kind: str, row: Any) -> None:
    misfit = entry_of(row, kind)
    assert isinstance(misfit, Misfit)
    assert misfit.reason
    assert json.loads(misfit.said) == row or len(misfit.said) >= 200


@pytest.mark.parametrize(
    "row",
    [
        [3, 1250.5, "投入", None, None],
        [3, 1250.5, "投入", "", "", False, []],
        [3.0, 1250.5, "投入"],
        ["3", 1250.5, "投入"],
        ["[3]", 1250.5, "投入", "无"],
        [3, "1250.5", "投入", "", "none"],
        [3, "1,250.5", "投入"],
        {"sentence": 3, "digits": 1250.5, "name": "投入", "subject": None, "flags": []},
    ],
)
def test_what_is_only_written_otherwise_costs_no_question(row: Any) -> None:
    """Nothing is guessed: each cell can mean one thing only."""
    exact = json.loads(json.dumps(row), parse_float=Decimal)
    assert entry_of(exact, "results") == entry_of([3, Decimal("1250.5"), "投入"], "results")


@pytest.mark.parametrize(
    ("row", "flag"),
    [
        ([3, 6, "支出", "", "增长"], ("direction", "increase")),
        ([3, 6, "支出", "下降"], ("direction", "decrease")),
        ([3, 6, "支出", ["part"]], ("part", True)),
        ([3, 6, "支出", None, None, "ongoing"], ("status", "ongoing")),
    ],
)
def test_a_flag_in_the_words_of_the_prompt_is_one(row: Row, flag: tuple[str, Any]) -> None:
    entry = entry_of(row, "results")
    assert isinstance(entry, Entry)
    assert (entry.metric, entry.subject) == ("支出", None)
    assert getattr(entry, flag[0]) == flag[1]


def test_a_number_written_as_text_is_no_name() -> None:
    """It would become an item without a number, called 36."""
    chunk = chunk_of("一、情况\n救助36户、36人，率达85.11%，训练不少于300人次。\n")
    reply = reply_of(
        [2, "36人", "救助"], [2, "85.11％"], [2, "300人次"], [2, None, "救助"], [2, "36", "救助"]
    )
    assert not entry_faults(reply, chunk)
    found = drafts_of(reply, chunk).results
    assert [draft.figure for draft in found] == ["36人", "85.11%", "不少于300人次", None, "36户"]
    assert [draft.metric for draft in found] == ["救助", "率", "训练", "救助", "救助"]


def test_a_unit_in_a_cell_of_its_own_tells_which_number_is_meant() -> None:
    chunk = chunk_of("一、情况\n救助36户、36人，补助1,250.50万元。\n")
    reply = reply_of([2, 36, "救助", "", "人"], [2, 1250.5, "万元", "补助"], [2, 36, "元", "补助"])
    assert [fault.reason for fault in entry_faults(reply, chunk)] == ["第2句没有“36元”"]
    found = drafts_of(reply, chunk).results
    assert [draft.figure for draft in found] == ["36人", "1,250.50万元", "36元"]
    assert [draft.metric for draft in found] == ["救助", "补助", "补助"]
    counted = reply_of([3, 320, "岗位"]).entries("results")
    assert [(one.metric, one.figure) for one in counted] == [("岗位", None)]


def test_a_figure_with_another_unit_is_a_fault() -> None:
    faults = entry_faults(reply_of([3, "1250.5元", "投入"]), chunk_of())
    assert [fault.reason for fault in faults] == ["第3句没有“1250.5元”"]


def test_an_empty_row_says_nothing() -> None:
    assert ChunkReply.model_validate({"results": [[], None], "measures": {}}) == ChunkReply()


@given(
    st.lists(
        st.lists(
            st.integers(0, 9999)
            | st.decimals(0, 999, allow_nan=False, places=2)
            | st.text(max_size=40),
            min_size=1,
            max_size=7,
        ),
        max_size=5,
    )
)
def test_whatever_fits_the_schema_is_an_entry_or_said_to_be_none(rows: list[Row]) -> None:
    read = [entry_of(row, "results") for row in rows]
    assert all(isinstance(one, Entry) or one.reason for one in read)
    rows = [exact_object(json.dumps({"row": o.row}))["row"] for o in read if isinstance(o, Entry)]
    again = [entry_of(row, "results") for row in rows]
    assert again == [one for one in read if isinstance(one, Entry)]


def test_one_row_that_is_none_spoils_no_other() -> None:
    reply = reply_of([2, 320, "新增公益性岗位"], [2, 100, "发放率", "某县", "大约"])
    assert [one.at for one in reply.entries("results")] == [2]
    assert [one.reason for one in misfits(reply)] == ["多出“大约”"]
    assert [fault.entry for fault in entry_faults(reply, chunk_of())] == [
        '[2, 100, "发放率", "某县", "大约"]'
    ]


def test_rows_of_which_none_fits_are_another_format() -> None:
    with pytest.raises(ValueError, match="应为"):
        reply_of({"at": 3, "metric": "岗位"})  # type: ignore[arg-type]


def test_an_absent_list_and_a_null_one_mean_the_same() -> None:
    assert ChunkReply.model_validate({"results": None}) == ChunkReply()


def test_parts_hang_on_the_total_before_them() -> None:
    text = "一\n零星1万元，总数9万元，其一4万元，其二5万元。\n"
    rows = ([2, 1, "part"], [2, 9], [2, 4, "part"], [2, 5, "part"])
    found = drafts_of(reply_of(*rows), chunk_of(text))
    assert [draft.part_of for draft in found.results] == [None, None, 1, 1]
    assert [draft.metric for draft in found.results] == ["零星", "总数", "其一", "其二"]


def test_a_period_is_read_and_not_asked_for() -> None:
    chunk = chunk_of("一\n截至10月底投入3万元，2023年拨付2万元。\n")
    found = drafts_of(reply_of([2, 3], [2, 2]), chunk)
    assert [draft.period for draft in found.results] == ["截至10月底", "2023年"]


def test_numbers_printed_alike_are_told_apart_by_their_words_else_by_their_order() -> None:
    text = "一\n发生0次食品安全事故，开展培训3次，发生0次火灾；主题党日3次、走访慰问3次。\n"
    chunk = chunk_of(text)

    def places(*rows: Row) -> list[str]:
        found = drafts_of(reply_of(*rows), chunk).results
        return [text[draft.figure_span[1] :][:2] for draft in found if draft.figure_span]

    assert places([2, 0, "火灾"], [2, 0, "食品…事故"]) == ["火灾", "食品"]
    assert places([2, 3, "走访慰问"], [2, 3, "开展培训"], [2, 3, "主题…"]) == [
        "。\n",
        "，发",
        "、走",
    ]
    assert places([2, 3], [2, 3], [2, 3]) == ["，发", "、走", "。\n"]


def test_a_repair_goes_into_the_place_of_the_fault() -> None:
    before = reply_of([2, 100], [2, 230, "公益性岗位"], [4, "满意度", "=92.3%"])
    faults = entry_faults(before, chunk_of())
    assert [fault.place for fault in faults] == [1, 2]
    both = reply_of([2, 320, "公益性岗位"], [4, 93.2, "服务对象满意度"])
    mixed = mended(before, faults, both).entries("results")
    assert [entry.digits for entry in mixed] == [100, 320, Decimal("93.2")]


def test_a_repair_that_gives_less_changes_only_what_it_speaks_of() -> None:
    before = reply_of([2, 230, "公益性岗位"], [4, "满意度", "=92.3%"])
    faults = entry_faults(before, chunk_of())
    one = reply_of([4, 93.2, "满意度"])
    mixed = mended(before, faults, one).entries("results")
    assert [entry.digits for entry in mixed] == [230, Decimal("93.2")]
    assert mended(before, faults, ChunkReply()).results == before.results


def test_a_repair_that_gives_more_adds_it() -> None:
    before = reply_of([2, 230, "公益性岗位"])
    faults = entry_faults(before, chunk_of())
    more = reply_of([2, 320, "公益性岗位"], [2, 100, "岗位补贴发放率"])
    assert [entry.digits for entry in mended(before, faults, more).entries("results")] == [320, 100]


def test_a_second_look_gets_the_sentences_it_needs() -> None:
    faults = entry_faults(reply_of([4, 9, "满意度"], [7, "无"]), chunk_of())
    assert [fault.around for fault in faults] == [(3, 4), (1, 2, 3, 4)]


def test_pieces_count_as_the_whole_and_a_wrong_number_stays_wrong() -> None:
    one, two = halves(chunk_of())
    assert (one.text + two.text, len(one.sentences), len(two.sentences)) == (TEXT, 2, 2)
    first = part_of(reply_of([2, 320, "岗位"]), one, 0, usage=Usage())
    said = reply_of([2, 93.2, "满意度"], [1, 86.5, "其中", "part"], [4, "不在此处"])
    second = part_of(said, two, 2, usage=Usage())
    found = join([first, second])
    assert [draft.at for draft in found.results] == [(2,), (4,), (3,), (0,)]
    assert [draft.part_of for draft in found.results] == [None, None, 1, None]


def test_whole_rows_are_saved_and_half_ones_never_completed() -> None:
    text = '{"targets": [[1, "目标"]], "results": [[2, "含 ] 与 } 的名称", "=1个"], [3, "半'
    saved = salvage(text)
    assert [entry.metric for entry in saved.entries("targets")] == ["目标"]
    assert [entry.metric for entry in saved.entries("results")] == ["含 ] 与 } 的名称"]
    assert salvage("没有对象").results == []


def test_every_cut_saves_a_beginning() -> None:
    whole = json.dumps(
        {"results": [[n, n / 4, f"指标{n}"] for n in range(1, 6)]}, ensure_ascii=False
    )
    full = [entry.metric for entry in salvage(whole).entries("results")]
    assert len(full) == 5
    for cut in range(len(whole)):
        saved = [entry.metric for entry in salvage(whole[:cut]).entries("results")]
        assert saved == full[: len(saved)]


def test_the_one_object_that_fits_is_picked() -> None:
    fits = lambda text: '"results"' in text  # noqa: E731
    assert pick_answer('前言 {"a": 1} {"results": []} 后记', fits) == '{"results": []}'
    assert pick_answer('{"results": []} {"results": []}', fits) == '{"results": []}'
    assert pick_answer('{"results": [1]} {"results": []}', fits).startswith("[")
    assert pick_answer("没有", fits) == "没有"
