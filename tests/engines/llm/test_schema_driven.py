"""Whatever fits the schema that was sent can be read, and every run ends well."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invariants import assert_invariants
from llm_support import chunk_of, settings_for
from model_server import Asked, ModelServer, sentences
from schema_model import random_answer, schema_of, valid

import summarizer
from summarizer.engines.llm.drafts import drafts_of
from summarizer.engines.llm.empty_items import telling
from summarizer.engines.llm.reading import left_out, merge_repairs, read_reply
from summarizer.engines.llm.reply import ChunkReply, OverviewReply
from summarizer.grounding import ground
from summarizer.quantities import scan
from summarizer.verification import check_all

REPORT = """某县水务局2023年度绩效评价报告
一、绩效目标
新建管网不少于12公里，水质达标率95%以上。
二、完成情况
全年新建管网14公里，水质达标率96.5%，投入资金1,250.5万元，其中省级300万元。
受理投诉30余件，办结30余件，满意度居全市第二。
三、存在的问题
由于人手不足，部分资金拨付不及时。
四、改进措施
加强预算编制培训。
"""


@given(seed=st.integers(0, 10**9))
@settings(max_examples=60, deadline=None)
def test_any_answer_that_fits_becomes_drafts(seed: int) -> None:
    dice = random.Random(seed)
    schema, chunk = ChunkReply.model_json_schema(), chunk_of(REPORT)
    text = json.dumps(valid(schema, schema, dice), ensure_ascii=False)
    reading = read_reply(ChunkReply.model_validate_json(text), chunk)
    assert reading.reply.misread == []
    said = json.loads(text)
    assert sum(map(len, said.values())) == len(reading.read)
    left_out(reading)
    again = json.dumps(valid(schema, schema, dice), ensure_ascii=False)
    whole = read_reply(merge_repairs(reading, ChunkReply.model_validate_json(again)), chunk)
    found = ground(drafts_of(whole), chunk)
    assert len(found.items) == len(telling(whole.read, chunk))
    for item in check_all(found.items, chunk.document):
        assert all(chunk.document.text[s.start : s.end] == s.quote for s in item.evidence)


@given(seed=st.integers(0, 10**9))
def test_any_overview_that_fits_is_read(seed: int) -> None:
    schema = OverviewReply.model_json_schema()
    text = json.dumps(valid(schema, schema, random.Random(seed)))
    assert isinstance(OverviewReply.model_validate_json(text).text, str)


@pytest.mark.parametrize("mode", ["json_schema", "tools", "json", "md_json"])
@pytest.mark.parametrize("seed", range(6))
def test_a_model_that_knows_only_the_schema_ends_every_run(mode: str, seed: int) -> None:
    dice = random.Random(f"{mode}{seed}")
    document = summarizer.read_text(REPORT, "水务.txt")
    with ModelServer(lambda asked: random_answer(asked, dice)) as server:
        engine = summarizer.load_engine(settings_for(server, llm_mode=mode), "llm")
        summary = summarizer.summarize(document, engine)
    assert_invariants(summary, document)
    assert all(section.state == "read" for section in summary.coverage.sections)
    assert summary.run.calls == len(server.asked)


def test_the_command_ends_with_0(tmp_path: Path) -> None:
    report, dice = tmp_path / "水务.txt", random.Random(7)
    report.write_text(REPORT, encoding="utf-8")
    with ModelServer(lambda asked: random_answer(asked, dice)) as server:
        chosen = {"LLM_BASE_URL": server.url, "LLM_MODEL": "fake", "DATA_DIR": str(tmp_path)}
        run = subprocess.run(
            [sys.executable, "-m", "summarizer", "run", str(report), "--format", "json"],
            env={**os.environ, **{f"SUMMARIZER_{name}": said for name, said in chosen.items()}},
            capture_output=True,
            check=False,
        )
    assert (run.returncode, json.loads(run.stdout)["run"]["engine"]) == (0, "llm")


@pytest.mark.parametrize("mode", ["json_schema", "tools", "json", "md_json"])
def test_answers_by_the_names_of_fields_arrive(mode: str) -> None:
    """The numbers of each line under the fields that the schema has for them."""

    def by_name(asked: Asked) -> str:
        schema = schema_of(asked)
        if "text" in schema["properties"]:
            return json.dumps({"text": "全年新建管网14公里。"}, ensure_ascii=False)
        if "已经摘录过" in asked.prompt:
            return "{}"
        fields = schema["properties"]["results"]["items"]["properties"]
        told = [
            {"s": at, "number": one.text, "metric": line[: one.start][-6:] or line[one.end :][:6]}
            for at, line in sentences(asked).items()
            for one in scan(line)
            if one.is_checked
        ]
        assert set(told[0]) <= set(fields)
        return json.dumps({"results": told}, ensure_ascii=False)

    document = summarizer.read_text(REPORT, "水务.txt")
    with ModelServer(by_name) as server:
        engine = summarizer.load_engine(settings_for(server, llm_mode=mode), "llm")
        summary = summarizer.summarize(document, engine)
    told = {item.quantity.start for item in summary.results if item.quantity}
    assert told == {one.start for one in document.quantities if one.is_checked}
