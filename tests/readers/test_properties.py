"""What holds for every text whatever, made of what reports are made of."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

# Loaded when a text first needs it, which takes longer than an example may.
import summarizer.tables.flat.forms  # noqa: F401
from summarizer.chunking import split
from summarizer.errors import ReadError
from summarizer.readers import read_bytes, read_text
from summarizer.schema import Document

PIECES = st.sampled_from(
    re.findall(
        r"[^ \n]+",
        """
        一、 二、 3、 （一） （2） 1. 2. 1.1 ① 第一部分 附件1 目录 基本情况 绩效目标完成情况
        存在的问题 评价方法 项目名称 主管部门 一级指标 二级指标 三级指标 指标值 完成值 分值 得分
        产出指标 数量指标 满意度指标 总分 合计： 项目 预算数 执行数 预算金额 支出金额
        其中：区级资金 金额单位：万元 单位：元 （万元） 259.25 100 98.6% ≥90% 512人次
        完成整治20处。 投入资金35万元， 增长8.59%； “很好。” （含结转。） 〔2020〕10号
        [bookmark:a] -3- 2022年度 自评报告 某县水务局 本单位 — | |---|---| 甲 😀 １２．５％ 𠮷
        \u200b \x00 \ufeff
        """,
    )
)
GLUE = st.sampled_from(["", "", "\n", "\n", "\t", "\n\t", "\n\n", " ", "  ", "\r\n", "\u2028"])
TEXTS = st.lists(st.tuples(PIECES, GLUE), max_size=60).map(
    lambda parts: "".join(piece + glue for piece, glue in parts)
)


def document_of(text: str) -> Document | None:
    """The document, or None where there is nothing to read."""
    try:
        return read_text(text, "x.txt")
    except ReadError:
        return None


@given(TEXTS)
def test_sections_and_chunks_partition_the_text(text: str) -> None:
    if document := document_of(text):
        joined = "".join(document.text[one.start : one.end] for one in document.sections)
        assert joined == document.text
        assert all(one.path for one in document.sections)
        assert "".join(chunk.text for chunk in split(document)) == document.text


@given(TEXTS)
def test_blocks_tables_and_cells_stand_in_order(text: str) -> None:
    if document := document_of(text):
        last = 0
        for block in document.blocks:
            assert last <= block.start < block.end <= len(document.text)
            last = block.end
        for table in document.tables:
            assert document.block_at(table.start) is not None
            for cell in table.cells:
                assert cell.is_empty or table.start <= cell.start < cell.end <= table.end


@given(TEXTS)
def test_every_word_is_in_a_block(text: str) -> None:
    if document := document_of(text):
        outside = list(document.text)
        for block in document.blocks:
            outside[block.start : block.end] = " " * (block.end - block.start)
        assert not any(sign.isalnum() for sign in outside)


@given(TEXTS)
def test_quantities_are_exact_slices_in_order(text: str) -> None:
    if document := document_of(text):
        last = 0
        for quantity in document.quantities:
            assert document.text[quantity.start : quantity.end] == quantity.text
            assert quantity.start >= last
            last = quantity.end


@given(TEXTS)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert document_of(text) == document_of(text)


@given(TEXTS, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
def test_the_encoding_changes_the_text_never_silently(text: str, codec: str) -> None:
    plain = document_of(text)
    try:
        document = read_bytes(text.encode(codec), "x.txt")
    except ReadError:
        return
    doubted = any(note.code.startswith("encoding") for note in document.notes)
    # A text at hand may begin with a mark of its own, which counts for nothing.
    assert doubted or (
        plain and document.text.removeprefix("\ufeff") == plain.text.removeprefix("\ufeff")
    )


@settings(deadline=None)  # some begin as a format that is read in a process of its own
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        document = read_bytes(data, "x.txt")
    except ReadError as error:
        refusal = error
    else:
        assert document.sections[-1].end == len(document.text)
        return
    assert refusal.exit_code == 3


@pytest.mark.parametrize("sign", ["\n", "\t", "（", "“", "|", "一、", "1.", "\ufeff", "\x00"])
def test_one_sign_without_end(sign: str) -> None:
    document = read_text("预算5万元" + sign * 20_000, "x.txt")
    assert "".join(chunk.text for chunk in split(document)) == document.text
