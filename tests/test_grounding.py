"""From what a model points at to spans: exact by construction, doubts visible."""

from __future__ import annotations

import summarizer
from summarizer.chunking import split
from summarizer.grounding import Grounded, ground
from summarizer.schema import (
    Chunk,
    Extraction,
    MeasureDraft,
    ProblemDraft,
    ResultDraft,
    TargetDraft,
)

TEXT = """2023年度某县水务局项目支出绩效评价报告
一、绩效目标
（一）产出指标：新建管网12公里，水质达标率大于等于95%。
二、完成情况
全年新建管网14公里，水质达标率96.5%；截至10月底，受理投诉30余件，办结30余件。
三、存在问题
由于前期论证不足，预算编制不够精准。下一步加强预算编制培训。
"""


def chunk_of(text: str = TEXT) -> Chunk:
    document = summarizer.read_text(text, "水务.txt")
    (chunk,) = split(document)
    return chunk


def sentence_with(chunk: Chunk, words: str) -> int:
    texts = [chunk.document.text[start:end] for start, end in chunk.sentences]
    return next(number for number, text in enumerate(texts, start=1) if words in text)


def ground_result(chunk: Chunk, **fields: object) -> Grounded:
    """A result whose figure an engine found in the sentence it names, when it is there."""
    figure, at = str(fields.get("figure")), fields["at"]
    span = chunk.sentence(at[0])  # type: ignore[index]
    start = chunk.document.text.find(figure, *span) if span else -1
    if start >= 0:
        fields.setdefault("figure_span", (start, start + len(figure)))
    return ground(Extraction(results=(ResultDraft(**fields),)), chunk)  # type: ignore[arg-type]


def test_a_link_that_nothing_bears_is_left_out_and_the_measure_stays() -> None:
    chunk = chunk_of()
    extraction = Extraction(
        problems=(ProblemDraft(metric="前期论证不足", at=(sentence_with(chunk, "论证"),)),),
        measures=(
            MeasureDraft(
                metric="加强预算编制培训", at=(sentence_with(chunk, "培训"),), addresses=(0,)
            ),
        ),
    )
    _, measure = ground(extraction, chunk).items
    assert measure.addresses == ()


def test_a_copied_figure_becomes_the_scanned_quantity_and_its_shortest_clause() -> None:
    chunk = chunk_of()
    at = (sentence_with(chunk, "新建管网14公里"),)
    grounded = ground_result(chunk, metric="水质达标率", figure="96.5%", at=at)
    (item,) = grounded.items
    assert grounded.doubts == {}
    assert item.quantity is not None
    assert (item.quantity.value, item.quantity.unit) == ("96.5", "%")
    assert item.evidence[0].quote == "水质达标率96.5%"
    assert item.text == "水质达标率96.5%"


def test_a_changed_digit_is_never_repaired() -> None:
    chunk = chunk_of()
    at = (sentence_with(chunk, "水质达标率96.5%"),)
    grounded = ground_result(chunk, metric="水质达标率", figure="96.8%", at=at)
    (item,) = grounded.items
    assert item.quantity is None
    assert item.text == "水质达标率96.8%"
    assert grounded.doubts[item.id] == ("not-in-report",)


def test_a_figure_from_elsewhere_in_the_report_says_so() -> None:
    chunk = chunk_of()
    at = (sentence_with(chunk, "水质达标率96.5%"),)
    grounded = ground_result(chunk, metric="管网", figure="12公里", at=at)
    assert list(grounded.doubts.values()) == [("elsewhere-in-report",)]


def test_an_invented_sentence_number_keeps_the_claim_visible() -> None:
    chunk = chunk_of()
    grounded = ground_result(chunk, metric="水质达标率", figure="96.5%", at=(99,))
    (item,) = grounded.items
    assert "unplaced" in grounded.doubts[item.id]
    assert chunk.document.text[item.evidence[0].start : item.evidence[0].end] == (
        item.evidence[0].quote
    )


def test_all_kinds_keep_their_links_and_causes() -> None:
    chunk = chunk_of()
    said = sentence_with(chunk, "由于")
    bound = chunk.document.text.index("大于等于95%")
    cause = chunk.document.text.index("前期论证不足")
    extraction = Extraction(
        targets=(
            TargetDraft(
                metric="水质达标率",
                figure="大于等于95%",
                figure_span=(bound, bound + 7),
                at=(sentence_with(chunk, "大于等于"),),
                level1="output",
                level2="no such class",
            ),
        ),
        problems=(
            ProblemDraft(
                metric="预算编制不够精准",
                at=(said,),
                category="budget_prep",
                cause="前期论证不足",
                cause_span=(cause, cause + 6),
            ),
        ),
        measures=(
            MeasureDraft(
                metric="加强预算编制培训", at=(said + 1,), kind="training", addresses=(0,)
            ),
        ),
    )
    target, problem, measure = ground(extraction, chunk).items
    assert target.comparator == ">="
    assert (target.indicator.level1, target.indicator.level2) == ("output", None)
    assert problem.cause == "前期论证不足"
    assert [span.quote for span in problem.cause_evidence] == ["前期论证不足"]
    assert [span.quote for span in problem.evidence] == ["预算编制不够精准", "前期论证不足"]
    assert measure.addresses == (problem.id,)


def test_a_period_in_the_report_s_words_is_normalised() -> None:
    chunk = chunk_of()
    at = (sentence_with(chunk, "办结"),)
    (item,) = ground_result(
        chunk, metric="受理投诉", figure="30余件", at=at, period="截至10月底"
    ).items
    assert item.period == "截至2023-10"


def test_a_table_cell_brings_its_headers() -> None:
    text = (
        "一、产值情况\n金额单位：万元\n\t乡镇\n\t上年产值\n\t本年产值\n\n"
        "\t东乡\n\t120.5\n\t118.2\n\n"
    )
    chunk = chunk_of(text)
    at = (sentence_with(chunk, "118.2"),)
    (item,) = ground_result(chunk, metric="本年产值", figure="118.2", at=at).items
    assert item.quantity.value == "1182000"
    quotes = [span.quote for span in item.evidence]
    assert quotes[0] == "118.2"
    assert {"东乡", "本年产值"} <= set(quotes)


def test_words_of_a_label_that_stand_elsewhere_are_further_evidence() -> None:
    text = "一、资金情况\n（一）公用经费\n2023年公用经费支出86.4万元。增长6%，低于预算。\n"
    chunk = chunk_of(text)
    at = (sentence_with(chunk, "增长6%"),)
    grounded = ground_result(chunk, metric="公用经费支出增长", figure="6%", at=at)
    (item,) = grounded.items
    assert grounded.doubts == {}
    assert [span.quote for span in item.evidence] == ["增长6%", "公用经费支出"]


def test_a_cause_without_a_place_is_a_doubt() -> None:
    chunk = chunk_of()
    problem = ProblemDraft(metric="预算编制不够精准", at=(6,), cause="人手不足")
    grounded = ground(Extraction(problems=(problem,)), chunk)
    assert list(grounded.doubts.values()) == [("low-wording-support",)]


def test_salience_is_what_the_engine_says() -> None:
    chunk = chunk_of()
    at = (sentence_with(chunk, "受理"),)
    said = [
        ground_result(chunk, metric="受理投诉", figure="30余件", at=at, salience=one)
        .items[0]
        .salience
        for one in ("detail", "core", None)
    ]
    assert said == ["detail", "core", "core"]


def test_a_statement_is_quoted_in_the_fewest_clauses_without_the_mark_of_its_list() -> None:
    text = "四、建议\n1.加强预算编制培训，尽快建立绩效台账。2.公开，按季度对项目资金开展监控。\n"
    chunk = chunk_of(text)
    told = ("建立绩效台账", "按季度开展资金监控", "加强预算编制培训")
    at = [sentence_with(chunk, words) for words in ("绩效台账", "按季度", "培训")]
    measures = tuple(
        MeasureDraft(metric=metric, at=(n,)) for metric, n in zip(told, at, strict=True)
    )
    quotes = {item.evidence[0].quote for item in ground(Extraction(measures=measures), chunk).items}
    assert quotes == {"尽快建立绩效台账", "按季度对项目资金开展监控", "加强预算编制培训"}
