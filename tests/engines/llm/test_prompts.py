"""Prompts: pinned, stable in front, and teaching nothing that our own checks would refuse."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from llm_support import chunk_of, settings_for
from model_server import ModelServer

import summarizer
from summarizer.engines.llm import LlmEngine
from summarizer.engines.llm.cost import count_tokens
from summarizer.engines.llm.drafts import drafts_of
from summarizer.engines.llm.parts import halves
from summarizer.engines.llm.prompts import exact_json, load_prompt, table_columns
from summarizer.engines.llm.reading import left_out, read_reply
from summarizer.engines.llm.redaction import leaks
from summarizer.engines.llm.reply import ChunkReply
from summarizer.engines.llm.reply_entries import KINDS, MeasureEntry, ProblemEntry, ResultEntry
from summarizer.grounding import ground
from summarizer.schema import Cell, Column, Table
from summarizer.verification import check_all

PROMPTS = Path(summarizer.__file__).parent.parent / "prompts"
PINS = json.loads((Path(__file__).parent / "prompt_pins.json").read_text(encoding="utf-8"))
EXAMPLES = json.loads((PROMPTS / "extract/v2/examples.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["extract/v2", "overview/v1"])
def test_a_released_version_is_never_edited(name: str) -> None:
    assert load_prompt(*name.split("/")).sha256 == PINS[name]


def test_every_version_is_pinned() -> None:
    versions = {f"{folder.parent.name}/{folder.name}" for folder in PROMPTS.glob("*/v*")}
    assert versions == set(PINS)


def sentences_of(example: dict) -> list[str]:
    """The worked text without the numbers in front."""
    return [line.partition("] ")[2] for line in example["printed"].split("\n")]


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_teaches_nothing_that_our_checks_would_refuse(example: dict) -> None:
    sentences = sentences_of(example)
    numbered = [f"[{number}] {words}" for number, words in enumerate(sentences, start=1)]
    assert "\n".join(numbered) == example["printed"]
    chunk = chunk_of("\n".join(sentences) + "\n")
    reading = read_reply(ChunkReply.model_validate_json(json.dumps(example["answer"])), chunk)
    assert (reading.faults, left_out(reading), reading.reply.misread) == ((), {}, [])
    found = ground(drafts_of(reading), chunk)
    assert found.doubts == {}
    failed = [i for i in check_all(found.items, chunk.document) if i.check.verdict == "failed"]
    assert failed == []


def test_the_examples_show_every_field() -> None:
    shown: dict[str, set[str]] = {}
    for example in EXAMPLES:
        for kind, items in example["answer"].items():
            shown.setdefault(kind, set()).update(*items)
    assert shown == {
        "targets": {"s", "number", "metric", "subject", "op"},
        "results": set(ResultEntry.model_fields),
        "problems": set(ProblemEntry.model_fields),
        "measures": set(MeasureEntry.model_fields),
    }


def test_the_prompt_explains_every_field_of_the_schema() -> None:
    system = load_prompt("extract").system["content"]
    fields = {name for kind in KINDS.values() for name in kind.model_fields}
    assert [
        name for name in sorted(fields | set(KINDS)) if not re.search(rf"\b{name}\b", system)
    ] == []


def test_the_schema_that_is_sent_is_short_and_closed() -> None:
    schema = ChunkReply.model_json_schema()
    text = exact_json(schema)
    assert not any(word in text for word in ("description", "default", "anyOf", "null"))
    objects = [schema, *(one["items"] for one in schema["properties"].values())]
    assert all(one["additionalProperties"] is False for one in objects)
    assert count_tokens(text) < 520


def test_an_example_stands_in_no_report_of_ours() -> None:
    reports = PROMPTS.parent / "evals" / "reports"
    text = "".join(path.read_text(encoding="utf-8") for path in reports.glob("*.txt"))
    for example in EXAMPLES:
        for sentence in sentences_of(example):
            assert not any(sentence[i : i + 12] in text for i in range(len(sentence) - 12))


def test_the_fixed_part_stands_first_and_never_changes() -> None:
    with ModelServer() as server:
        engine = LlmEngine(settings_for(server))
    one, two = engine.messages(chunk_of()), engine.messages(chunk_of("别的\n投入3万元。\n"))
    assert one[0] == two[0]
    assert [message["role"] for message in one] == ["system", "user"]
    assert count_tokens(one[0]["content"]) < 1800
    assert leaks(one[:1]) == []


def test_sentences_stand_one_per_line_behind_what_they_are_about() -> None:
    with ModelServer() as server:
        engine = LlmEngine(settings_for(server))
    text = "三、资金\n表1\t预算数\t支出数\n培训费\t12.5\t12.1\n"
    chunk = chunk_of(text)
    prompt = engine.messages(chunk)[-1]["content"]
    assert prompt.endswith(
        "<报告>\n[1] 三、资金\n[2] 表1 预算数 支出数\n[3] 培训费 12.5 12.1\n</报告>"
    )


def test_a_heading_is_told_once() -> None:
    with ModelServer() as server:
        engine = LlmEngine(settings_for(server))
    chunk = chunk_of("三、资金\n投入3万元。\n拨付2万元。\n")
    _, later = halves(chunk)
    above, inside = engine.messages(later)[-1]["content"], engine.messages(chunk)[-1]["content"]
    assert above.splitlines()[0] == "章节：三、资金"
    assert inside.count("三、资金") == 1


def test_a_table_tells_its_columns() -> None:
    text = "项目\t预算数\t支出数\n培训费\t12.5\t12.1\n"
    cells = [
        Cell(text.index(words), text.index(words) + len(words), 0, column, header=True)
        for column, words in enumerate(text.splitlines()[0].split("\t"))
    ]
    columns = tuple(Column(cell.column, path=(cell,)) for cell in cells)
    table = Table(0, len(text), tuple(cells), "元", 4, columns=columns)
    chunk = chunk_of(text)
    object.__setattr__(chunk.document, "tables", (table,))
    assert table_columns(chunk) == "项目｜预算数｜支出数"
