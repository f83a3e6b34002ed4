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
    return ground(Extraction(results=(ResultDraft(**fields),)), chunk)  # type: ignore[arg-type]


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


def test_of_two_equal_figures_the_one_behind_the_label_is_taken() -> None:
    chunk = chunk_of()
    at = (sentence_with(chunk, "办结"),)
    (first,) = ground_result(chunk, metric="受理投诉", figure="30余件", at=at).items
    (second,) = ground_result(chunk, metric="办结", figure="30余件", at=at).items
    assert first.quantity.start < second.quantity.start
    assert second.evidence[0].quote == "办结30余件"


def test_another_spelling_of_the_same_amount_is_found() -> None:
    chunk = chunk_of("一、资金\n全年支出1022.17 万元。\n")
    at = (sentence_with(chunk, "支出"),)
    (item,) = ground_result(chunk, metric="支出", figure="1022.17万元", at=at).items
    assert item.quantity.value == "10221700"


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
    assert "quote-not-in-report" in grounded.doubts[item.id]
    assert chunk.document.text[item.evidence[0].start : item.evidence[0].end] == (
        item.evidence[0].quote
    )


def test_all_kinds_keep_their_links_and_causes() -> None:
    chunk = chunk_of()
    said = sentence_with(chunk, "由于")
    extraction = Extraction(
        targets=(
            TargetDraft(
                metric="水质达标率",
                figure="大于等于95%",
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
        "一、资金情况\n金额单位：万元\n\t项目名称\n\t预算金额\n\t支出金额\n\n"
        "\t供水管网\n\t120.5\n\t118.2\n\n"
    )
    chunk = chunk_of(text)
    at = (sentence_with(chunk, "118.2"),)
    (item,) = ground_result(chunk, metric="支出金额", figure="118.2", at=at).items
    assert item.quantity.value == "1182000"
    quotes = [span.quote for span in item.evidence]
    assert quotes[0] == "118.2"
    assert {"供水管网", "支出金额"} <= set(quotes)


def test_of_two_equal_figures_at_one_distance_the_one_behind_the_label_is_taken() -> None:
    chunk = chunk_of("一、绩效目标\n案卷处理完成率达到100%，清扫工作覆盖率达到100%。\n")
    at = (sentence_with(chunk, "清扫"),)
    (item,) = ground_result(chunk, metric="清扫工作覆盖率", figure="100%", at=at).items
    assert [span.quote for span in item.evidence] == ["清扫工作覆盖率达到100%"]


def test_of_two_equal_cells_of_a_row_the_one_under_the_named_column_is_taken() -> None:
    chunk = chunk_of(
        "一、资金情况\n\t金额单位：万元\n\n\t项目名称\n\t预算数\n\t决算数\n\t结转数\n"
        "\n\t道路养护\n\t30.5\n\t30.5\n\t0\n\n\t河道清淤\n\t41.2\n\t40.8\n\t0.4\n"
    )
    at = (sentence_with(chunk, "道路养护"),)
    starts = [
        ground_result(chunk, metric=metric, figure="30.5", at=at).items[0].evidence[0].start
        for metric in ("预算数", "决算数")
    ]
    assert starts == [chunk.document.text.find("30.5"), chunk.document.text.rfind("30.5")]
