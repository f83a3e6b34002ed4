"""The HTML page: nothing in it runs, nothing in it nests, everything in it is in words too."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from summarizer.rendering import Look, render
from summarizer.rendering.evidence import segments
from summarizer.schema import Document, Span, Summary

VOID = {"meta", "br", "rect", "path"}


class Reader(HTMLParser):
    """Which tags a page opens, whether they close in order, and the text in the report's box."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.nested_marks = 0
        self.report = ""
        self.inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag == "mark" and "mark" in self.open:
            self.nested_marks += 1
        if dict(attrs).get("class") == "report":
            self.inside = len(self.open) + 1
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if len(self.open) < self.inside:
            self.inside = 0

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.report += data


@pytest.fixture
def html(summary: Summary, document: Document) -> str:
    return str(render(summary, "html", document))


@pytest.fixture
def page(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def test_nothing_in_it_can_run_or_load(page: Reader) -> None:
    names = {tag for tag, _ in page.tags}
    assert names.isdisjoint({"script", "iframe", "object", "embed", "link", "img", "form"})
    attributes = {name for _, found in page.tags for name in found}
    assert [name for name in attributes if name.startswith("on") or name == "style"] == []


def test_words_of_the_report_stay_words(html: str) -> None:
    assert "&lt;/script&gt;&lt;script&gt;alert(1)" in html


def test_the_policy_allows_the_one_style_sheet_by_its_hash(html: str, page: Reader) -> None:
    policy = next(
        found["content"] for tag, found in page.tags if found.get("http-equiv") and tag == "meta"
    )
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert style
    assert policy
    digest = b64encode(sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")


def test_the_report_stands_there_unchanged(page: Reader, document: Document) -> None:
    assert page.report.strip() == document.text.strip()


def test_signs_that_turn_the_writing_are_seen_and_turn_nothing(
    summary: Summary, document: Document
) -> None:
    turned = replace(document, text=document.text.replace("。", "\u202e", 1))
    reader = Reader()
    reader.feed(str(render(summary, "html", turned)))
    assert reader.report.strip() == document.text.replace("。", "�", 1).strip()


def test_marks_never_nest_even_where_evidence_overlaps(page: Reader) -> None:
    marks = [found for tag, found in page.tags if tag == "mark" and found.get("title")]
    assert page.nested_marks == 0
    assert "r1 r2 已核对" in [found["title"] for found in marks]


def test_every_link_has_its_target_and_every_id_is_its_own(page: Reader) -> None:
    ids = [found["id"] for _, found in page.tags if "id" in found]
    links = {str(found["href"])[1:] for tag, found in page.tags if tag == "a"}
    assert len(ids) == len(set(ids))
    assert links <= set(ids)
    assert {"in-t1", "in-r2", "in-p1", "in-m1", "in-f1"} <= set(ids)


def test_a_verdict_is_symbol_and_word_and_not_only_colour(html: str) -> None:
    for said in ("✓ 已核对", "? 待复核", "≠ 不一致", "增减方向相反", "数值不符"):
        assert said in html


def test_charts_are_drawn_and_told(html: str, page: Reader) -> None:
    assert [tag for tag, _ in page.tags].count("svg") == 3
    for said in ("小型水库维修", "1200.5", "1150", "95.79%", "超额达成"):
        assert html.count(said) >= 2


def test_bars_keep_their_proportion(page: Reader) -> None:
    widths = [float(str(f["width"])) for t, f in page.tags if t == "rect" and "stroke" in f]
    assert widths[0] == 240
    assert widths[1] == round(240 * 1150 / 1200.5, 1)


def test_languages_are_declared(html: str, summary: Summary) -> None:
    assert '<html lang="zh-CN">' in html
    assert '<html lang="en">' in str(render(summary, "html", look=Look(language="en")))


def test_without_the_document_there_is_no_text_and_no_link_into_it(summary: Summary) -> None:
    html = str(render(summary, "html"))
    assert "报告原文" not in html
    assert "#in-" not in html


def test_the_pieces_are_the_text_again(summary: Summary, document: Document) -> None:
    pieces = list(segments(summary, document))
    assert "".join(piece.text for piece in pieces) == document.text
    assert {piece.state for piece in pieces} >= {"", "verified", "review", "failed", "error"}


def test_evidence_outside_the_text_is_passed_over(summary: Summary, document: Document) -> None:
    beyond = (Span(start=10, end=10_000, quote="x"), Span(start=9, end=9, quote=""))
    odd = summary.problems[0].model_copy(update={"evidence": beyond})
    altered = summary.model_copy(update={"problems": (odd,)})
    assert "p1" not in " ".join(piece.ids for piece in segments(altered, document))
    assert render(altered, "html", document)
