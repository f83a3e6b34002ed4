"""LlmFault matrix L19–L35: what can be wrong with an answer that did arrive."""

from __future__ import annotations

import asyncio
import json
import random
import resource
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from llm_support import ALL, chunk_of, figures, honest, item, read, settings_for
from model_server import (
    Asked,
    ModelServer,
    completion,
    entries,
    http,
    raw,
    reply,
    sentences,
)

from summarizer.engines.llm import LlmEngine
from summarizer.engines.llm.strict_json import parse_object, without_thoughts
from summarizer.errors import EngineRefused, EngineUnavailable
from summarizer.grounding import ground
from summarizer.schema import Extraction

SHORT = "一、总体情况\n新增床位20个。\n"


def row(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", [name])


def spoken(text: str) -> Extraction:
    """What becomes of a first answer that is worded so; later ones are honest."""
    with ModelServer(honest, script=[reply(text)]) as server:
        return read(server)


def good(oracle: Callable[[Asked], str] = honest) -> str:
    """The answer to the usual chunk."""
    chunk = chunk_of()
    lines = "\n".join(f"[{n}] {text}" for n, text in enumerate(chunk.text.split("\n"), 1))
    body = {"messages": [{"role": "user", "content": lines}]}
    return oracle(Asked("", {}, body, b"", 0.0))


@row("L19")
def test_an_answer_cut_at_any_byte_loses_nothing(row: str, tmp_path: Path) -> None:
    whole = entries(results=[item(2, "新增床位", "20个")])

    async def every_cut(server: ModelServer) -> list[Extraction]:
        found = []
        for cut in range(1, len(whole)):
            engine = LlmEngine(settings_for(server, llm_cache=False, data_dir=tmp_path))
            server.script = [reply(whole[:cut])]
            found.append(await engine.extract(chunk_of(SHORT)))
        return found

    with ModelServer(honest) as server:
        found = asyncio.run(every_cut(server))
    assert all(figures(one) == ["20个"] and not one.unread for one in found)


@row("L20")
def test_a_cut_off_answer_is_asked_for_in_halves(row: str) -> None:
    with ModelServer(honest, script=[reply(good()[:60], finish="length")]) as server:
        found = read(server)
        assert [len(sentences(asked)) for asked in server.asked] == [4, 2, 2]
    assert figures(found) == ALL


@row("L20")
def test_what_was_received_is_kept_when_the_rest_never_comes(row: str) -> None:
    def cut_for_ever(asked):
        kept = 150 if len(sentences(asked)) == 4 else 14
        cut = reply(honest(asked)[:kept], finish="length")
        return cut if "公益性岗位" in asked.prompt else None

    with ModelServer(honest, choose=cut_for_ever) as server:
        found = read(server)
    assert figures(found) == ALL
    assert {part.code for part in found.unread} == {"llm-truncated"}


@row("L21")
@pytest.mark.parametrize(
    "refusal",
    [reply(None, refusal="no"), reply("对不起，我无法提供该内容。")],
    ids=["field", "text"],
)
def test_a_refusal_is_an_unread_section(row: str, refusal) -> None:
    with ModelServer(honest, choose=lambda asked: refusal) as server:
        with pytest.raises(EngineRefused) as caught:
            read(server)
        assert len(server.asked) == 1
    assert (caught.value.error_code, caught.value.exit_code) == ("llm-refused", 4)


@row("L22")
def test_an_empty_answer_is_asked_for_once_without_the_format(row: str) -> None:
    with ModelServer(
        honest, choose=lambda asked: reply("") if asked.mode == "json_schema" else None
    ) as server:
        assert figures(read(server)) == ALL
        assert [asked.mode for asked in server.asked] == ["json_schema", "md_json"]


@row("L22")
@pytest.mark.parametrize("empty", [reply(""), reply(None), reply("  \n"), reply("<think>…")])
def test_a_model_that_stays_silent_fails_visibly(row: str, empty) -> None:
    with ModelServer(honest, choose=lambda asked: empty) as server:
        with pytest.raises(EngineUnavailable) as caught:
            read(server)
        assert len(server.asked) == 2
    assert caught.value.error_code == "llm-empty"


@row("L23")
def test_an_answer_in_the_reasoning_counts_only_when_it_fits(row: str) -> None:
    with ModelServer(honest, script=[reply(None, reasoning_content=good())]) as server:
        assert figures(read(server)) == ALL
        assert len(server.asked) == 1
    with ModelServer(honest, script=[reply(None, reasoning_content="想一想 {不是答案}")]) as server:
        assert figures(read(server, "二\n投入3万元。\n")) == ["3万元"]
        assert len(server.asked) == 2


@row("L24")
@pytest.mark.parametrize(
    "thought",
    [
        '<think>先看第2句 {"results": []}</think>',
        "<think>外<think>内</think>外</think>\n\n",
        '模板开头的想法 {"results": []}</think>',
        "<THINKING>…</THINKING>",
    ],
)
def test_thoughts_are_no_part_of_the_answer(row: str, thought: str) -> None:
    with ModelServer(honest, script=[reply(thought + good())]) as server:
        assert figures(read(server)) == ALL
        assert len(server.asked) == 1


@row("L24")
def test_an_unclosed_thought_is_no_answer(row: str) -> None:
    with ModelServer(honest, script=[reply("<think>" + good())]) as server:
        assert figures(read(server)) == ALL
        assert len(server.asked) == 2


@given(before=st.text("想<>/think\n", max_size=20), thought=st.text("想法{}\n", max_size=20))
def test_what_is_thought_never_remains(before: str, thought: str) -> None:
    before = before.replace("<", "").replace(">", "")
    assert without_thoughts(f"{before}<think>{thought}</think>{{}}") == (before + "{}").strip()


@row("L25")
@pytest.mark.parametrize(
    "around",
    [
        "好的，以下是结果：\n{}\n如有需要请告诉我。",
        "```json\n{}\n```",
        "```\n{}\n```",
        "{} 注：{{略}}",
    ],
)
def test_what_stands_around_the_one_object_is_passed_over(row: str, around: str) -> None:
    text = around.replace("{}", good(), 1).replace("{{", "{").replace("}}", "}")
    with ModelServer(honest, script=[reply(text)]) as server:
        assert figures(read(server)) == ALL
        assert len(server.asked) == 1


@row("L25")
def test_two_answers_at_once_are_asked_about(row: str) -> None:
    other = entries(results=[item(2, "公益性岗位", "320个")])
    with ModelServer(honest, script=[reply(f"{other}\n或者：\n{good()}")]) as server:
        assert figures(read(server)) == ALL
        assert len(server.asked) == 2


@row("L26")
@pytest.mark.parametrize(
    "wrong",
    [
        '{"results": [[2, 320, "岗位"]]}',
        '{"results": [{"at": 2, "metric": "岗位"}]}',
        '{"results": [{"s": "二", "metric": "岗位"}]}',
        '{"results": [{"s": 2, "metric": "岗位", "status": "maybe"}]}',
        '{"results": [{"s": 2, "metric": ["岗位"]}]}',
        '{"results": {}, "extra": 1}',
        '{"targets": "岗位"}',
        '{"targets": ["岗位"]}',
        "[]",
        "好的",
    ],
)
def test_a_wrong_format_is_told_and_asked_again_twice(row: str, wrong: str) -> None:
    with ModelServer(honest, script=[reply(wrong), reply(wrong)]) as server:
        found = read(server)
        assert len(server.asked) == 3
    assert figures(found) == ALL


@row("L26")
def test_a_format_that_never_fits_fails_visibly_and_soon(row: str) -> None:
    with ModelServer(honest, choose=lambda asked: reply('{"a": 1}')) as server:
        with pytest.raises(EngineUnavailable) as caught:
            read(server)
        assert len(server.asked) == 9
    assert caught.value.error_code == "llm-invalid"
    assert caught.value.usage.output_tokens == 9 * len('{"a": 1}')


@row("L27")
def test_duplicate_keys_are_asked_about(row: str) -> None:
    twice = '{"results": [{"s": 2, "metric": "岗位"}], "results": []}'
    with ModelServer(honest, script=[reply(twice)]) as server:
        assert figures(read(server)) == ALL
        assert len(server.asked) == 2


MONSTERS = [
    '{"results": [{"s": NaN, "metric": "岗位"}]}',
    '{"results": [{"s": 2, "number": 1e999, "metric": "岗位"}]}',
    '{"results": [{"s": -Infinity, "metric": "岗位"}]}',
    '{"results": [{"s": ' + "9" * 5000 + ', "metric": "岗位"}]}',
    '{"results": ' + "[" * 100_000 + "]" * 100_000 + "}",
]


@row("L28")
@pytest.mark.parametrize("monster", MONSTERS, ids=["nan", "1e999", "infinity", "digits", "deep"])
def test_monsters_are_refused(row: str, monster: str) -> None:
    assert figures(spoken(monster)) == ALL


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=20))
def test_no_text_brings_the_reader_down(value: object) -> None:
    text = json.dumps({"results": value})
    try:
        assert isinstance(parse_object(text), dict)
    except ValueError:
        return


@row("L29")
def test_an_endless_answer_is_cut(row: str) -> None:
    huge = json.dumps(completion("x" * 50_000_000)).encode()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with ModelServer(honest, script=[raw(http(200, huge))]) as server:
        assert figures(read(server)) == ALL
    del huge
    # The test itself holds the 50 MB three times; the client must not hold them once more.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 260_000


@row("L29")
@pytest.mark.parametrize("piece", ["啊", "重复", '{"s":2,"metric":"岗位"},'])
def test_a_model_that_goes_in_circles_is_stopped(row: str, piece: str) -> None:
    text = '{"results": [' + piece * 2000
    with ModelServer(honest, choose=lambda asked: reply(text)) as server:
        with pytest.raises(EngineUnavailable) as caught:
            read(server)
        assert len(server.asked) == 3
    assert caught.value.error_code == "llm-too-large"


@row("L30")
@pytest.mark.parametrize(
    "body",
    [
        json.dumps(completion("公益"), ensure_ascii=False).encode("gb18030"),
        json.dumps(completion("公益"), ensure_ascii=False).encode()[:-40] + b"\xff\xfe",
        json.dumps(completion("\ud800{}")).encode(),
    ],
    ids=["gb18030", "invalid", "surrogate"],
)
def test_what_is_no_text_is_asked_for_again(row: str, body: bytes) -> None:
    with ModelServer(honest, script=[raw(http(200, body))]) as server:
        found = read(server)
    assert figures(found) == ALL
    assert found.usage.retries == 1


@row("L30")
def test_a_byte_order_mark_is_passed_over(row: str) -> None:
    body = b"\xef\xbb\xbf" + json.dumps(completion(good())).encode()
    with ModelServer(honest, script=[raw(http(200, body))]) as server:
        assert figures(read(server)) == ALL
        assert len(server.asked) == 1


@row("L31")
@pytest.mark.parametrize("at", [77, 3], ids=["invented sentence", "another sentence"])
def test_a_value_without_evidence_is_asked_about_and_stays_doubted(row: str, at: int) -> None:
    answer = entries(results=[item(at, "服务对象满意度", "99.9%")])
    with ModelServer(honest, choose=lambda asked: reply(answer)) as server:
        found = read(server, llm_completeness=False)
        assert len(server.asked) == 2
        assert "99.9%" in server.prompts()[1]
    assert figures(found) == ["99.9%"]
    (doubts,) = ground(found, chunk_of()).doubts.values()
    assert "not-in-report" in doubts


@row("L32")
@pytest.mark.parametrize("changed", ["1,250.5亿元", "12505万元", "1,250.6万元", "1,250.5万个"])
def test_a_changed_number_is_asked_about_and_stays_doubted(row: str, changed: str) -> None:
    answer = good().replace("1,250.5万元", changed)
    with ModelServer(honest, choose=lambda asked: reply(answer)) as server:
        found = read(server)
        assert len(server.asked) == 2
    assert changed in figures(found)
    doubted = ground(found, chunk_of()).doubts
    assert list(doubted.values()) == [("not-in-report",)]


@row("L32")
def test_only_the_faulty_entry_goes_back_and_is_mended_in_place(row: str) -> None:
    answer = good().replace("86.5公里", "68.5公里")
    right = entries(results=[item(3, "农村公路养护", "86.5公里")])
    with ModelServer(honest, script=[reply(answer), reply(right)]) as server:
        found = read(server)
        again = server.prompts()[1]
    assert "68.5公里" in again
    assert again.count('"number":') == 1
    assert figures(found) == ALL


NAMES = "三、信访办理\n信访人刘桂芳反映问题已办结，补助2,000元。\n联系人：张伟 电话：13912345678\n"


@row("L33")
def test_names_stay_at_home_and_come_back(row: str) -> None:
    told = item(2, "补助", "2,000元", subject="【人名_01】")
    with ModelServer(lambda asked: entries(results=[told])) as server:
        found = read(server, NAMES, llm_redact="on")
        sent = b"".join(asked.raw for asked in server.asked).decode()
    assert [draft.subject for draft in found.results] == ["刘桂芳"]
    assert not any(secret in sent for secret in ("刘桂芳", "张伟", "13912345678"))
    assert "2,000元" in sent


@row("L33")
def test_an_invented_placeholder_stays_visible(row: str) -> None:
    told = item(2, "补助【人名_09】", "2,000元")
    with ModelServer(lambda asked: entries(results=[told])) as server:
        found = read(server, NAMES, llm_redact="on")
    assert found.results[0].metric == "补助【人名_09】"


@row("L34")
def test_the_first_stored_answer_wins(row: str, tmp_path: Path) -> None:
    def moody(asked: Asked) -> str:
        return entries(results=[item(2, "公益性岗位", random.choice(["320个", "100%"]))])

    with ModelServer(moody) as server:
        found = [read(server, data_dir=tmp_path, llm_completeness=False) for _ in range(8)]
        assert len(server.asked) == 1
    assert len({one.results for one in found}) == 1


@row("L34")
def test_the_same_question_at_the_same_time_is_paid_once(row: str, tmp_path: Path) -> None:
    async def together(server: ModelServer) -> list[Extraction]:
        engine = LlmEngine(settings_for(server, data_dir=tmp_path))
        return await asyncio.gather(*(engine.extract(chunk_of()) for _ in range(6)))

    with ModelServer(honest, first_token=0.05) as server:
        found = asyncio.run(together(server))
        assert len(server.asked) == 1
    assert len({one.results for one in found}) == 1


@row("L35")
@pytest.mark.parametrize("call", [{"function": None}, {"function": []}, {}, None, "x"])
def test_a_call_without_a_function_is_an_empty_answer(row: str, call: object) -> None:
    with ModelServer(honest, script=[reply(None, tool_calls=[call])]) as server:
        assert figures(read(server)) == ALL
        assert len(server.asked) == 2


@row("L29")
@pytest.mark.parametrize(
    "monster", ['"\\"' * 500_000, "{" * 500_000, '{"a":' * 100_000, '{"a"' * 100_000]
)
def test_two_megabytes_of_nothing_are_refused(row: str, monster: str) -> None:
    silly = ModelServer(honest, choose=lambda asked: reply(monster))
    with silly as server, pytest.raises(EngineUnavailable):
        read(server, SHORT)


@row("L35")
@pytest.mark.parametrize(
    "body",
    [
        b'{"choices": []}',
        b'{"id": "x"}',
        b"[]",
        b"null",
        b'{"choices": [{"finish_reason": "stop"}]}',
        b'data: {"error": {"message": "busy"}}\n\n',
        b'data: {"choices": [{"delta": {"content": "{"}}]}\n\n',
        b"<html>502 Bad Gateway</html>",
        b"",
    ],
)
def test_a_wrong_envelope_is_tried_again(row: str, body: bytes) -> None:
    with ModelServer(honest, script=[raw(http(200, body))]) as server:
        found = read(server)
    assert figures(found) == ALL
    assert found.usage.retries == 1
    with ModelServer(honest, choose=lambda asked: raw(http(200, body))) as server:
        with pytest.raises(EngineUnavailable) as caught:
            read(server, "另一段\n投入5万元。\n")
        assert len(server.asked) == 4
    assert caught.value.error_code == "llm-protocol"
