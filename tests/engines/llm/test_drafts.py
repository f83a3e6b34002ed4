"""From a reply to drafts: what is checked, what goes back, and that nothing is lost on the way."""

from __future__ import annotations

from llm_support import TEXT, chunk_of

from summarizer.engines.llm.drafts import drafts_of, entry_faults, mended
from summarizer.engines.llm.parts import halves, join, part_of
from summarizer.engines.llm.reply import ChunkReply, pick_answer, salvage
from summarizer.schema import Usage


def reply_of(*results: dict[str, object], **others: list[dict[str, object]]) -> ChunkReply:
    return ChunkReply.model_validate({"results": list(results), **others})


def reasons(*results: dict[str, object]) -> list[str]:
    return [fault.reason for fault in entry_faults(reply_of(*results), chunk_of())]


def test_what_agrees_with_its_sentence_is_no_fault() -> None:
    assert (
        reasons(
            {"at": [2], "metric": "新增公益性岗位", "figure": "320个"},
            {"at": [2, 3], "metric": "岗位补贴发放率", "figure": "１００％"},
            {"at": [3], "metric": "投入资金", "figure": "1,250.5 万元"},
            {"at": [4], "metric": "某县满意度", "figure": "93.2%"},
        )
        == []
    )


def test_each_disagreement_is_named() -> None:
    assert reasons(
        {"at": [9], "metric": "投入资金"},
        {"at": [0], "metric": "投入资金"},
        {"at": [2], "metric": "投入资金", "figure": "1,250.5万元"},
        {"at": [3], "metric": "投入资金", "figure": "1,250.5亿元"},
        {"at": [3], "metric": "投入资金", "figure": "完成农村公路养护"},
        {"at": [4], "metric": "招商引资落地", "figure": "93.2%"},
    ) == [
        "没有第9句，句号只有1至4",
        "没有第0句，句号只有1至4",
        "第2句没有“1,250.5万元”",
        "第3句没有“1,250.5亿元”",
        "“完成农村公路养护”不是一个数量",
        "第4句没有“招商引资落地”",
    ]


def test_two_figures_in_one_are_a_fault() -> None:
    chunk = chunk_of("一\n新增就业730人，再就业637人。\n")
    reply = reply_of({"at": [2], "metric": "新增就业", "figure": "730人，再就业637人"})
    assert [fault.reason for fault in entry_faults(reply, chunk)] == [
        "“730人，再就业637人”不是一个数量"
    ]


def test_a_cause_has_to_stand_in_the_text() -> None:
    reply = ChunkReply.model_validate(
        {"problems": [{"at": [2], "metric": "公益性岗位", "cause": "资金拨付迟缓"}]}
    )
    assert [fault.reason for fault in entry_faults(reply, chunk_of())] == ["原文没有“资金拨付迟缓”"]


def test_parts_hang_on_the_total_before_them() -> None:
    found = drafts_of(
        reply_of(
            {"at": [1], "metric": "零星", "figure": "1万元", "part": True},
            {"at": [1], "metric": "总数", "figure": "9万元"},
            {"at": [1], "metric": "其一", "figure": "4万元", "part": True},
            {"at": [1], "metric": "其二", "figure": "5万元", "part": True},
        )
    )
    assert [draft.part_of for draft in found.results] == [None, None, 1, 1]


def test_a_repair_goes_into_the_place_of_the_fault() -> None:
    before = reply_of(
        {"at": [2], "metric": "岗位补贴发放率", "figure": "100%"},
        {"at": [2], "metric": "公益性岗位", "figure": "230个"},
        {"at": [4], "metric": "满意度", "figure": "92.3%"},
    )
    faults = entry_faults(before, chunk_of())
    assert [fault.place for fault in faults] == [1, 2]
    both = reply_of(
        {"at": [2], "metric": "公益性岗位", "figure": "320个"},
        {"at": [4], "metric": "服务对象满意度", "figure": "93.2%"},
    )
    figures = [entry.figure for entry in mended(before, faults, both).results]
    assert figures == ["100%", "320个", "93.2%"]


def test_a_repair_that_gives_less_changes_only_what_it_speaks_of() -> None:
    before = reply_of(
        {"at": [2], "metric": "公益性岗位", "figure": "230个"},
        {"at": [4], "metric": "满意度", "figure": "92.3%"},
    )
    faults = entry_faults(before, chunk_of())
    one = reply_of({"at": [4], "metric": "满意度", "figure": "93.2%"})
    assert [entry.figure for entry in mended(before, faults, one).results] == ["230个", "93.2%"]
    assert mended(before, faults, ChunkReply()).results == before.results


def test_a_repair_that_gives_more_adds_it() -> None:
    before = reply_of({"at": [2], "metric": "公益性岗位", "figure": "230个"})
    faults = entry_faults(before, chunk_of())
    more = reply_of(
        {"at": [2], "metric": "公益性岗位", "figure": "320个"},
        {"at": [2], "metric": "岗位补贴发放率", "figure": "100%"},
    )
    assert [entry.figure for entry in mended(before, faults, more).results] == ["320个", "100%"]


def test_a_second_look_gets_the_sentences_it_needs() -> None:
    faults = entry_faults(
        reply_of({"at": [4], "metric": "满意度", "figure": "9%"}, {"at": [7], "metric": "无"}),
        chunk_of(),
    )
    assert [fault.around for fault in faults] == [(3, 4), (1, 2, 3, 4)]


def test_pieces_count_as_the_whole_and_a_wrong_number_stays_wrong() -> None:
    one, two = halves(chunk_of())
    assert (one.text + two.text, len(one.sentences), len(two.sentences)) == (TEXT, 2, 2)
    said = [
        {"at": [2], "metric": "满意度", "figure": "93.2%"},
        {"at": [1], "metric": "其中", "figure": "86.5公里", "part": True},
        {"at": [4], "metric": "不在此处"},
    ]
    first = part_of(
        reply_of({"at": [2], "metric": "岗位", "figure": "320个"}), one, 0, usage=Usage()
    )
    second = part_of(reply_of(*said), two, 2, usage=Usage())
    found = join([first, second])
    assert [draft.at for draft in found.results] == [(2,), (4,), (3,), (0,)]
    assert [draft.part_of for draft in found.results] == [None, None, 1, None]


def test_whole_entries_are_saved_and_half_ones_never_completed() -> None:
    text = (
        '{"targets": [{"at": [1], "metric": "目标"}], "results": ['
        '{"at": [2], "metric": "含 ] 与 } 的名称", "figure": "1个"}, {"at": [3], "metric": "半'
    )
    saved = salvage(text)
    assert [entry.metric for entry in saved.targets] == ["目标"]
    assert [entry.metric for entry in saved.results] == ["含 ] 与 } 的名称"]
    assert salvage("没有对象").results == []


def test_every_cut_saves_a_beginning() -> None:
    whole = reply_of(*({"at": [n], "metric": f"指标{n}"} for n in range(1, 6))).model_dump_json(
        exclude_none=True
    )
    full = [entry.metric for entry in salvage(whole).results]
    for cut in range(len(whole)):
        saved = [entry.metric for entry in salvage(whole[:cut]).results]
        assert saved == full[: len(saved)]


def test_the_one_object_that_fits_is_picked() -> None:
    fits = lambda text: '"results"' in text  # noqa: E731
    assert pick_answer('前言 {"a": 1} {"results": []} 后记', fits) == '{"results": []}'
    assert pick_answer('{"results": []} {"results": []}', fits) == '{"results": []}'
    assert pick_answer('{"results": [1]} {"results": []}', fits).startswith("[")
    assert pick_answer("没有", fits) == "没有"
