"""Chunks: nothing lost, nothing twice, no row cut, and loads of like weight."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarizer.chunking import LONGEST, split
from summarizer.readers import read, read_text
from summarizer.schema import Cell, Chunk, Document

REPORTS = sorted((Path(__file__).parents[1] / "evals" / "reports").glob("00[0-4]*.txt"))
TABLES = sorted((Path(__file__).parent / "readers" / "tables").glob("*.txt"))
CALLS = {"000": 2, "001": 8, "002": 5, "003": 2, "004": 3}


def load(chunk: Chunk) -> int:
    """What an answer to a chunk will hold: its quantities."""
    found = chunk.document.quantities_in(chunk.start, chunk.end)
    return sum(quantity.is_checked for quantity in found)


def assert_partition(document: Document, chunks: tuple[Chunk, ...]) -> None:
    assert "".join(chunk.text for chunk in chunks) == document.text
    assert [chunk.index for chunk in chunks] == list(range(len(chunks)))
    for chunk in chunks:
        last = chunk.start
        for start, end in chunk.sentences:
            assert last <= start < end <= chunk.end
            last = end


@pytest.mark.parametrize("path", [*REPORTS, *TABLES], ids=lambda path: path.stem)
@pytest.mark.parametrize("quantities", [1, 12, 40, 1_000])
def test_every_character_is_in_one_chunk_and_every_word_in_one_sentence_or_table(
    path: Path, quantities: int
) -> None:
    document = read(path)
    chunks = split(document, quantities_per_chunk=quantities)
    assert_partition(document, chunks)
    passed = [block for block in document.blocks if block.kind == "noise"]
    passed += [table for table in document.tables if table.read_by_code]
    outside = list(document.text)
    for start, end in [span for chunk in chunks for span in chunk.sentences]:
        outside[start:end] = " " * (end - start)
    for block in passed:
        outside[block.start : block.end] = " " * (block.end - block.start)
    assert not set(outside) - set(" \n\t\u3000：:。|-+=*")


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_the_reports_make_few_calls_of_like_weight(path: Path) -> None:
    chunks = split(read(path))
    assert len(chunks) == CALLS[path.stem[:3]]
    assert max(map(load, chunks)) <= 66
    assert max(chunk.end - chunk.start for chunk in chunks) <= LONGEST


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_no_row_of_a_table_is_cut(path: Path) -> None:
    document = read(path)
    chunks = split(document, quantities_per_chunk=1)
    for table in document.tables:
        # A cell that spans rows is printed in the first of them.
        printed: dict[int, Cell] = {}
        for cell in table.cells:
            if not cell.is_empty:
                printed.setdefault(cell.start, cell)
        homes: dict[int, set[int]] = {}
        for cell in printed.values():
            home = next(c.index for c in chunks if c.start <= cell.start < cell.end <= c.end)
            homes.setdefault(cell.row, set()).add(home)
        assert all(len(found) == 1 for found in homes.values())


# Figures of another kind than those that code reads.
OTHER = "单位：万元\n乡镇\t上年产值\t本年产值\n东乡\t120.5\t118\n西乡\t80\t79\n"


def test_a_table_that_an_engine_reads_stays_whole_and_names_its_unit() -> None:
    document = read_text(
        f"某县2022年度自评报告\n一、基本情况\n情况如下。\n{OTHER}二、其他\n无。\n", "x"
    )
    assert [table.role for table in document.tables] == ["other"]
    first, *others = split(document, quantities_per_chunk=4)
    table = document.tables[0]
    assert first.start < table.start < table.end <= first.end
    assert first.table_unit == "万元"
    assert {one.table_unit for one in others} <= {""}


def test_a_row_of_a_table_is_one_sentence() -> None:
    document = read_text(OTHER, "x")
    (chunk,) = split(document)
    told = [document.text[start:end] for start, end in chunk.sentences]
    assert told == ["单位：万元", "乡镇\t上年产值\t本年产值", "东乡\t120.5\t118", "西乡\t80\t79"]


def test_no_sentence_holds_a_row_of_a_table_that_code_reads() -> None:
    rows = "".join(f"道路{number}\t120.5\t118\n" for number in range(400))
    head = "某局自评报告\n一、资金\n单位：万元\n项目\t预算数\t执行数\n"
    document = read_text(f"{head}{rows}二、成效\n完成5件。\n", "x")
    assert [table.role for table in document.tables] != ["other"]
    (chunk,) = split(document)
    told = [document.text[start:end] for start, end in chunk.sentences]
    assert told == ["某局自评报告", "一、资金", "单位：万元", "二、成效", "完成5件。"]
    assert (chunk.start, chunk.end, chunk.table_unit) == (0, len(document.text), "")


def test_chunks_bear_the_heading_path_of_their_first_sentence() -> None:
    document = read(REPORTS[1])
    for chunk in split(document):
        assert chunk.section == document.section_at(chunk.sentences[0][0]).path


def test_no_chunk_ends_with_a_heading() -> None:
    for path in REPORTS:
        document = read(path)
        for chunk in split(document, quantities_per_chunk=8)[:-1]:
            block = document.block_at(chunk.sentences[-1][0])
            assert block is not None
            assert block.kind not in ("heading", "title")


def test_small_sections_are_packed_together() -> None:
    text = "某局自评报告\n" + "".join(
        f"{number}、第{number}部分情况\n完成5件。\n" for number in "一二三四五六七八"
    )
    assert len(split(read_text(text, "x"))) == 1


def test_a_sentence_beyond_every_limit_is_cut_at_clauses() -> None:
    text = "完成整治5处，投入资金3万元；" * 900
    document = read_text(text, "x")
    chunks = split(document)
    assert_partition(document, chunks)
    assert max(chunk.end - chunk.start for chunk in chunks) <= LONGEST
    for chunk in chunks[:-1]:
        assert chunk.text.endswith(("，", "；"))


@pytest.mark.parametrize("text", ["预" * 20_000, "预\n" * 9_000, "1" * 9_000, "（" * 9_000 + "预"])
def test_monotonous_texts_are_partitioned(text: str) -> None:
    document = read_text(text, "x")
    chunks = split(document)
    assert_partition(document, chunks)
    assert max(chunk.end - chunk.start for chunk in chunks) <= 1.2 * LONGEST


def test_a_sentence_is_found_by_its_number_from_one() -> None:
    (chunk,) = split(read_text("甲完成5件。乙完成6件。", "x"))
    assert chunk.sentence(2) == (6, 12)
    assert chunk.sentence(0) is chunk.sentence(3) is None
