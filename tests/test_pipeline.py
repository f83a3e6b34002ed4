"""The journey with a model at its end: whatever the model does wrong ends visibly."""

from __future__ import annotations

import asyncio

import pytest
from invariants import assert_invariants
from llm_support import honest, settings_for
from model_server import Asked, ModelServer, entries, sentences, status

import summarizer
from summarizer.errors import EngineError
from summarizer.schema import Document, Summary

LONG = "".join(
    f"（{n}）事项{n}\n办结第{n}类事项{n * 13 + 7}件，办结率{60 + n % 40}.5%。\n"
    for n in range(1, 80)
)
TEXT = "某县政务局绩效评价报告\n一、完成情况\n全年新增岗位730个，发放稳岗补贴259.25万元。\n"


def document_of(text: str = TEXT) -> Document:
    return summarizer.read_text(text, "报告.txt")


def summarize(server: ModelServer, document: Document) -> Summary:
    engine = summarizer.load_engine(settings_for(server), "llm")
    return summarizer.summarize(document, engine=engine)


def claim(**changes: object) -> ModelServer:
    """A model that says one thing of the sentence that holds 730个."""

    def oracle(asked: Asked) -> str:
        at = next(mark for mark, text in sentences(asked).items() if "730个" in text)
        said = {"at": at, "metric": "新增岗位", "figure": "730个", **changes}
        one = {"s": said["at"], "metric": said["metric"], "number": said["figure"]}
        return entries(results=[one])

    return ModelServer(oracle)


@pytest.mark.parametrize("text", [TEXT, LONG])
def test_an_honest_model_keeps_every_promise(text: str) -> None:
    document = document_of(text)
    with ModelServer(honest) as server:
        summary = summarize(server, document)
    assert_invariants(summary, document)
    assert summary.run.engine == "llm"
    assert summary.run.calls == len(server.asked)
    assert all(section.state == "read" for section in summary.coverage.sections)


def test_a_wrong_number_is_failed_and_never_repaired() -> None:
    with claim(figure="780个") as server:
        summary = summarize(server, document_of())
    (item,) = summary.results
    assert item.check.verdict == "failed"
    assert item.quantity is None
    assert "780" in item.text


def test_a_number_under_the_name_of_another_is_doubted() -> None:
    with claim(figure="259.25万元", metric="新增岗位资金", at=1) as server:
        summary = summarize(server, document_of())
    (item,) = summary.results
    assert item.check.verdict == "review"
    assert "bound-to-other-label" in item.check.reasons


def test_an_invented_sentence_number_is_doubted() -> None:
    with claim(at=999) as server:
        summary = summarize(server, document_of())
    (item,) = summary.results
    assert (item.check.verdict, item.check.reasons) == ("review", ("unplaced",))
    assert item.quantity is not None


def test_what_the_model_leaves_out_is_listed() -> None:
    with claim() as server:
        summary = summarize(server, document_of())
    assert [gap.text for gap in summary.coverage.uncited] == ["259.25万元"]
    assert [f.stated for f in summary.findings if f.code == "model-left-out"] == ["259.25万元"]


def test_a_dead_chunk_leaves_its_sections_unread_and_the_rest_stands() -> None:
    def dead(asked: Asked) -> object:
        return status(500) if "第1类事项" in asked.prompt else None

    document = document_of(LONG)
    with ModelServer(honest, choose=dead) as server:
        summary = summarize(server, document)
    assert_invariants(summary, document)
    unread = [section for section in summary.coverage.sections if section.state == "unread"]
    assert unread
    assert all(section.reason for section in unread)
    assert summary.results
    # The calls that came to nothing are counted too.
    assert summary.run.calls == len(server.asked)


def test_a_model_that_answers_nothing_raises() -> None:
    with ModelServer(honest, choose=lambda _: status(500)) as server, pytest.raises(EngineError):
        summarize(server, document_of())


def test_it_runs_within_a_running_loop() -> None:
    async def notebook() -> Summary:
        return summarizer.summarize(document_of(), engine="rules")

    assert asyncio.run(notebook()).results


ROWS = (
    "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
    "产出指标\t数量指标\t维修道路\t≥12公里\t12.6公里\t60\t60\n"
    "效益指标\t社会效益指标\t出行满意度\t≥90%\t95%\t40\t40\n"
)


def test_a_model_reads_the_prose_and_code_the_tables() -> None:
    document = document_of(f"{TEXT}二、指标完成情况\n{ROWS}三、其他\n年末结余3.5万元。\n")
    with ModelServer(honest) as server:
        summary = summarize(server, document)
    shown = "".join(text for asked in server.asked for text in sentences(asked).values())
    assert "730个" in shown
    assert "维修道路" not in shown
    assert [(t.metric, t.weight, t.attainment.state) for t in summary.targets] == [
        ("维修道路", "60", "met"),
        ("出行满意度", "40", "met"),
    ]
    assert {target.check.verdict for target in summary.targets} == {"verified"}
    assert_invariants(summary, document)


def test_both_engines_read_the_same_from_tables() -> None:
    document = document_of(f"{TEXT}二、指标完成情况\n{ROWS}")
    with ModelServer(honest) as server:
        summary = summarize(server, document)
    assert summary.targets == summarizer.summarize(document, "rules").targets


def test_of_a_document_of_tables_no_model_is_asked() -> None:
    grid = "".join(f"<tr><td>{row}</td></tr>" for row in ROWS.strip().split("\n"))
    page = f"<table>{grid.replace(chr(9), '</td><td>')}</table>"
    document = summarizer.read_bytes(page.encode(), "自评表.html")
    with ModelServer(honest) as server:
        summary = summarize(server, document)
    assert [asked for asked in server.asked if sentences(asked)] == []
    assert len(summary.targets) == 2
    assert all(section.state == "read" for section in summary.coverage.sections)
