"""Sentences and clauses: where official prose may be cut, and where never."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.segmentation import clauses, sentences, trim

REPORTS = sorted((Path(__file__).parents[1] / "evals" / "reports").glob("*.txt"))
SIGNS = "预算万元执行率完成，。；：！？、（）()“”‘’《》〔〕【】「」 \t\n\u3000\u200b0123456789.%[]"

SENTENCES = {
    "two": ("完成培训3次。覆盖35人。", ["完成培训3次。", "覆盖35人。"]),
    "semicolon": ("投入3万元；产出5件。", ["投入3万元；产出5件。"]),
    "line": ("一、基本情况\n本单位编制30人", ["一、基本情况", "本单位编制30人"]),
    "quotation": ("提出“稳中求进。”随后落实。", ["提出“稳中求进。”", "随后落实。"]),
    "quotation-goes-on": ("坚持“以人为本。”的理念，成效好。", ["坚持“以人为本。”的理念，成效好。"]),
    "quotation-comma": ("他说“好。”，并签字。", ["他说“好。”，并签字。"]),
    "bracket": ("执行率98%（含结转。不含追加。）良好。", ["执行率98%（含结转。不含追加。）良好。"]),
    "closing-bracket": ("（详见附表。）", ["（详见附表。）"]),
    "document-number": (
        "按财预〔2020〕10号执行。已完成。",
        ["按财预〔2020〕10号执行。", "已完成。"],
    ),
    "event": ("自“4.29”事故后整改1.5公里。", ["自“4.29”事故后整改1.5公里。"]),
    "list-marker": ("1.加强管理。2.细化预算。", ["1.加强管理。", "2.细化预算。"]),
    "title-marks": ("印发《办法。试行》一份。", ["印发《办法。试行》一份。"]),
    "end-marks": ("真的？！好。。", ["真的？！", "好。。"]),
    "mixed-width": ("完成整改(含2处。）共5处。", ["完成整改(含2处。）共5处。"]),
    "left-open": ("整治（含市场。完成5处。", ["整治（含市场。", "完成5处。"]),
    "list-bracket": ("1）加强管理。2）细化。", ["1）加强管理。", "2）细化。"]),
    "blank": (" \u3000\n\t\n", []),
    "indented": ("　　完成。　 ", ["完成。"]),
}
CLAUSES = {
    "commas": ("增加9.51万元，增长146.45%；下降2%。", ["增加9.51万元", "增长146.45%", "下降2%"]),
    "colon": ("其中：区级资金", ["其中", "区级资金"]),
    "time-and-ratio": ("8:30开会，比例3：1", ["8:30开会", "比例3：1"]),
    "thousands": ("支出1,250.5万元,结余3万元", ["支出1,250.5万元", "结余3万元"]),
    "bracket": (
        "253家（其中楼宇142家，工业3家），占比32%",
        ["253家（其中楼宇142家，工业3家）", "占比32%"],
    ),
    "quotation": ("落实“一网通办，一次办好”，办结5件", ["落实“一网通办，一次办好”", "办结5件"]),
    "enumeration": ("社会管理、城市管理完成", ["社会管理、城市管理完成"]),
    "page-break": (
        "本年度共完成农村道路硬化及维修养护工\n程3.5公里，受益2万人",
        ["本年度共完成农村道路硬化及维修养护工\n程3.5公里", "受益2万人"],
    ),
    "short-lines": ("预算数\n120\n执行数", ["预算数", "120", "执行数"]),
}


@pytest.mark.parametrize(("text", "expected"), SENTENCES.values(), ids=SENTENCES)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@pytest.mark.parametrize(("text", "expected"), CLAUSES.values(), ids=CLAUSES)
def test_clauses(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in clauses(text)] == expected


def test_a_page_break_ends_no_sentence_of_a_broken_paragraph() -> None:
    text = "本单位全年完成整\n治20处。效果好。"
    assert sentences(text, wrapped=True) == [(0, 14), (14, 18)]
    assert len(sentences(text)) == 3


def test_an_endless_run_without_a_mark_is_cut_in_front_of_a_number() -> None:
    text = "超1人" * 100
    pieces = [text[start:end] for start, end in sentences(text)]
    assert "".join(pieces) == text
    assert len(pieces) == 2
    assert sentences("超1人、" * 100) == [(0, 400)]


def test_offsets_are_of_the_whole_text() -> None:
    text = "甲。乙，丙。丁。"
    assert sentences(text, 2, 6) == [(2, 6)]
    assert clauses(text, 2, 6) == [(2, 3), (4, 5)]


def test_trim_leaves_an_empty_span_of_blanks() -> None:
    assert trim("甲 \u3000 乙", 1, 4) == (4, 4)


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_no_sentence_of_a_report_is_lost_or_torn(path: Path) -> None:
    text = path.read_bytes().decode()
    spans = sentences(text)
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())
    torn = [text[s:e] for s, e in spans if text[s:e].count("（") != text[s:e].count("）")]
    # 1） closes a bracket that nothing opened: at a head, or after the colon before a list.
    own = re.compile(r"(?:^|：)\d*）")
    assert all(own.search(words) for words in torn)


@given(st.text(SIGNS), st.booleans())
def test_sentences_hold_every_word_in_order(text: str, wrapped: bool) -> None:
    spans = sentences(text, wrapped=wrapped)
    _in_order(text, spans)
    outside = text
    for start, end in reversed(spans):
        outside = outside[:start] + outside[end:]
    assert not outside.strip(" \t\n\u3000\u200b")


@given(st.text(SIGNS))
def test_clauses_are_trimmed_and_in_order(text: str) -> None:
    _in_order(text, clauses(text))


def _in_order(text: str, spans: list[tuple[int, int]]) -> None:
    last = 0
    for start, end in spans:
        assert last <= start < end <= len(text)
        assert trim(text, start, end) == (start, end)
        last = end


def test_a_page_may_end_a_line_soon_after_a_comma() -> None:
    text = "全县城镇新增就业完成目标任务的一百零五；失业人，失业\n人员再就业"
    assert [text[a:b] for a, b in clauses(text)][-1] == "失业\n人员再就业"
