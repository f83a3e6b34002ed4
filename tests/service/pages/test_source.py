"""The report beside the review: all of it, and every mark where the JSON says it is."""

from __future__ import annotations

import re
from collections import defaultdict
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from word_files import p, tbl, tc, tr, word_file

from summarizer import summarize
from summarizer.readers import read_bytes, read_text
from summarizer.schema import Document, Span, Summary
from summarizer.service.pages.cutting import cut
from summarizer.service.pages.source import Source
from summarizer.service.reviewing import Matter, matters_of

REPORTS = sorted((Path(__file__).parents[3] / "evals" / "reports").glob("*.txt"))
PIECE = re.compile(
    r'<(a|span) class="[^"]*" data-s="(\d+)"((?: data-\w="[^"]*")*)[^>]*>(.*?)</\1>', re.S
)


def source_of(document: Document, summary: Summary) -> Source:
    matters = matters_of(summary)
    uncited = [(one.start, one.end) for one in summary.coverage.uncited]
    return Source(document, cut(document, matters, uncited), matters, {}, lambda key: f"?{key}")


def shown_text(source: Source) -> str:
    return "".join(str(source.text(part)) for part in range(1, len(source.parts) + 1))


def without_tags(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def solid(text: str) -> str:
    """The letters and digits of it; a table in Markdown is written with tags and lines."""
    return "".join(sign for sign in re.sub(r"</?[a-zA-Z][^<>]*>", "", text) if sign.isalnum())


def assert_all_is_there(document: Document, summary: Summary) -> None:
    source = source_of(document, summary)
    html = shown_text(source)
    said = solid(without_tags(html))
    wanted = solid(document.text)
    assert sorted(said) == sorted(wanted)
    # Each piece is the text at its place, and what rests on it covers just its evidence.
    covered: defaultdict[str, set[int]] = defaultdict(set)
    for _, start, about, inner in PIECE.findall(html):
        text, place = without_tags(inner), int(start)
        assert document.text[place : place + len(text)] == text
        for key in (re.search(r'data-i="([^"]*)"', about) or [""] * 2)[1].split():
            covered[key].update(range(place, place + len(text)))
    for key, matter in source.matters.items():
        wanted_places = {
            at for span in matter.evidence for at in range(span.start, span.end)
            if document.text[at].isalnum()
        }  # fmt: skip
        assert wanted_places <= covered[key], key
        assert covered[key] <= {
            at for span in matter.evidence for at in range(span.start, span.end)
        }


@pytest.mark.parametrize("path", REPORTS[:3] + REPORTS[15:18], ids=lambda path: path.stem)
def test_nothing_of_a_report_is_left_out_or_misplaced(path: Path) -> None:
    document = read_bytes(path.read_bytes(), path.name)
    assert_all_is_there(document, summarize(document, "rules"))


def test_tables_keep_their_cells_and_their_marks() -> None:
    rows = (
        tr(tc(p("指标")), tc(p("目标值")), tc(p("完成值"))),
        tr(tc(p("新建𠮷祥公园")), tc(p("3座")), tc(p("3座"))),
        tr(tc(p("老旧小区改造"), span=2), tc(p("7个"))),
    )
    content = word_file(p("某街道2023年度绩效自评报告") + tbl(*rows) + p("全年补助23.6万元😀。"))
    document = read_bytes(content, "a.docx")
    summary = summarize(document, "rules")
    assert_all_is_there(document, summary)
    html = str(source_of(document, summary).text())
    assert html.count("<tr>") == 3
    assert 'colspan="2"' in html


def test_hostile_text_is_only_text() -> None:
    text = "一、情况\n全年办结<script>alert(1)</script>31件，\"'><img src=x onerror=x>补助5万元。\n"
    document = read_text(text, "a.txt")
    html = str(source_of(document, summarize(document, "rules")).text())
    assert "<script" not in html
    assert "<img" not in html


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8)


@pytest.mark.matrix
@settings(max_examples=200, deadline=None)
@given(SPANS)
def test_pieces_never_cross_and_cover_what_they_are_about(spans: list[tuple[int, int]]) -> None:
    document = read_text("一、𠮷情况\n全年办结31件，补助5万元😀，惠及1,204人。\n", "a.txt")
    length = len(document.text)
    matters: dict[str, Matter] = {}
    for place, (start, end) in enumerate(spans):
        low, high = sorted((min(start, length), min(end, length)))
        span = Span(start=low, end=high, quote=document.text[low:high])
        noun = summarize(document, "rules").results[0].altered(evidence=(span,))
        matters[f"r{place}"] = Matter(f"r{place}", "result", "verified", noun)
    pieces = cut(document, matters, ())
    ends = [piece.end for piece in pieces.all]
    assert all(end <= piece.start for end, piece in zip(ends, pieces.all[1:], strict=False))
    for key, matter in matters.items():
        (span,) = matter.evidence
        places = [at for piece in pieces.of(key) for at in range(piece.start, piece.end)]
        assert places == list(range(span.start, span.end))
