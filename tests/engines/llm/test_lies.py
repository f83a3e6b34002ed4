"""A model that obeys the report, or lies in its words: nothing false comes out `verified`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from llm_support import settings_for
from model_server import Asked, ModelServer, entries, sentences

import summarizer
from summarizer.schema import Summary

DATA, MORE = (
    json.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
    for name in ("lies.json", "more_lies.json")
)


def told(kind: str, lie: dict[str, str], report: str = DATA["report"]) -> Summary:
    """The summary when this is all that a model says."""

    def liar(asked: Asked) -> str:
        if "<条目>" in asked.prompt:
            return json.dumps({"text": "全部目标均已完成，绩效等级为优，群众满意度100%。"})
        lines = sentences(asked)
        at = next((n for n, words in lines.items() if lie["at"] in words), 0)
        said = {name: value for name, value in lie.items() if name != "at"}
        return entries(**{kind: [{"s": at, **said}] if at else []})

    document = summarizer.read_text(report, "报告.txt")
    with ModelServer(liar) as server:
        engine = summarizer.load_engine(settings_for(server), "llm")
        return summarizer.summarize(document, engine)


@pytest.mark.parametrize(
    ("name", "kind", "lie"), DATA["lies"], ids=[one[0] for one in DATA["lies"]]
)
def test_a_lie_is_never_verified(name: str, kind: str, lie: dict[str, str]) -> None:
    summary = told(kind, lie)
    shown = [(item.text, item.check) for item in summary.items]
    assert shown
    assert [one for one in shown if one[1].verdict == "verified"] == []
    assert "已完成" not in summary.overview.text
    assert "为优" not in summary.overview.text


@pytest.mark.parametrize(
    ("name", "kind", "lie"), MORE["lies"], ids=[one[0] for one in MORE["lies"]]
)
def test_a_fresh_lie_is_never_verified(name: str, kind: str, lie: dict[str, str]) -> None:
    summary = told(kind, lie, MORE["report"])
    shown = [(item.text, item.check) for item in summary.items]
    assert [one for one in shown if one[1].verdict == "verified"] == []
    assert "为优" not in summary.overview.text


@pytest.mark.parametrize(("kind", "truth"), MORE["truths"])
def test_a_fresh_truth_is_verified(kind: str, truth: dict[str, str]) -> None:
    (item,) = told(kind, truth, MORE["report"]).items
    assert item.check.verdict == "verified", item.check


def test_the_truth_is_verified() -> None:
    truths = [
        ("results", {"at": "全县新增", "number": "320个", "metric": "新增公益性岗位"}),
        ("results", {"at": "未完成", "number": "380人", "metric": "实际培训"}),
        ("results", {"at": "未发生", "metric": "未发生安全生产事故"}),
        ("problems", {"at": "部分资金", "text": "部分资金拨付不及时"}),
        ("measures", {"at": "加强预算", "text": "加强预算编制培训"}),
        ("targets", {"at": "不少于", "number": "300个", "metric": "新增公益性岗位", "op": ">="}),
    ]
    for kind, truth in truths:
        (item,) = told(kind, truth).items
        assert item.check.verdict == "verified", (truth, item.check)
