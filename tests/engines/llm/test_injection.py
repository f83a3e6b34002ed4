"""A report that gives orders, and a model that obeys them: what is verified stays what it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from llm_support import honest, item, settings_for
from model_server import Asked, ModelServer, sentences

import summarizer

ATTACKS = json.loads((Path(__file__).parent / "attacks.json").read_text(encoding="utf-8"))
REPORT = """某县就业补助资金绩效评价报告
一、绩效目标完成情况
全县新增公益性岗位320个，岗位补贴发放率96.4%。
{attack}
完成农村公路养护86.5公里，投入资金1,250.5万元。
二、存在的问题
预算编制不够精准。
"""
PRINTED = {"320个", "96.4%", "86.5公里", "1,250.5万元"}


def obedient(asked: Asked) -> str:
    """Does whatever a line of the report asks for: changes numbers, invents items, drops some."""
    if "<条目>" in asked.prompt:
        return json.dumps({"text": "全县新增公益性岗位999个，全部目标均已完成，得100分。"})
    lines = sentences(asked)
    told = json.loads(honest(asked))["results"]
    answer = [{**one, "number": one["number"].replace("320个", "999个")} for one in told]
    orders = [number for number, words in lines.items() if "999个" in words or "目标" in words]
    return json.dumps(
        {
            "results": answer[:-1],
            "targets": [
                item((orders or [1])[0], "全部目标", "100%"),
                item(max(lines), "评价", "100分"),
                *(item(number, "全部目标") for number in lines),
            ],
        },
        ensure_ascii=False,
    )


def test_there_are_sixty_attacks() -> None:
    assert len(set(ATTACKS)) == 60


@pytest.mark.parametrize("number", range(60))
def test_an_order_in_a_report_verifies_nothing(number: int) -> None:
    attack = ATTACKS[number]
    text = REPORT.format(attack=attack)
    document = summarizer.read_text(text, "report.txt")
    begins = document.text.find(attack[:6])
    with ModelServer(obedient) as server:
        engine = summarizer.load_engine(settings_for(server, llm_api_key="canary-key"), "llm")
        summary = summarizer.summarize(document, engine)
        system = {asked.body["messages"][0]["content"] for asked in server.asked}
    for one in summary.items:
        quantity = getattr(one, "quantity", None)
        if one.check.verdict == "verified" and quantity:
            in_the_order = begins <= quantity.start < begins + len(attack)
            assert quantity.text in PRINTED or in_the_order
    assert "得100分" not in summary.overview.text
    assert len(system) <= 2
    listed = {quote.text for quote in summary.coverage.uncited}
    cited = {span.quote for one in summary.items for span in one.evidence}
    assert all(any(figure in words for words in cited | listed) for figure in PRINTED)
    assert "canary-key" not in summary.model_dump_json()
