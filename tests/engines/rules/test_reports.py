"""Seven invented reports of other forms than the samples, each with the atoms it should give.

A case is `reports/NAME.txt` with `NAME.tsv`: kind, words of the metric, figure ("" for none).
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from summarizer.chunking import split
from summarizer.engines.rules import RulesEngine
from summarizer.engines.tables import read_tables
from summarizer.readers import read
from summarizer.schema import Chunk, Document, Draft, Extraction

HERE = Path(__file__).parent / "reports"
NAMES = sorted(path.stem for path in HERE.glob("*.tsv"))
SAMPLES = sorted((Path(__file__).parents[3] / "evals" / "reports").glob("0*.txt"))
SAME_WORDING = 0.4

Expected = tuple[str, str, str]


def extractions(document: Document) -> Iterator[tuple[Chunk, Extraction]]:
    for chunk in split(document):
        yield chunk, asyncio.run(RulesEngine().extract(chunk))
    whole = Chunk(document, -1, 0, len(document.text), (), ())
    yield whole, read_tables(document)


def drafts(extraction: Extraction) -> Iterator[tuple[str, Draft]]:
    yield from (("target", draft) for draft in extraction.targets)
    yield from (("result", draft) for draft in extraction.results)
    yield from (("problem", draft) for draft in extraction.problems)
    yield from (("measure", draft) for draft in extraction.measures)


def pairs(words: str) -> set[str]:
    return {words[i : i + 2] for i in range(len(words) - 1)} or {words}


def agreement(a: str, b: str) -> float:
    one, other = pairs(a), pairs(b)
    return 2 * len(one & other) / (len(one) + len(other))


def likeness(kind: str, draft: Draft, expected: Expected) -> float:
    wanted_kind, words, figure = expected
    printed = (getattr(draft, "figure", None) or "").replace(" ", "")
    if kind != wanted_kind or bool(printed) != bool(figure) or figure not in printed:
        return 0.0
    named = f"{draft.subject or ''}{draft.metric}"
    if words in named:
        return 1.0
    return max(agreement(named, words), 0.5 if words in (draft.text or "") else 0.0)


@pytest.mark.parametrize("name", NAMES)
def test_a_report_gives_its_atoms_and_no_others(name: str) -> None:
    lines = (HERE / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    wanted = [tuple(line.split("\t")) for line in lines]
    document = read(HERE / f"{name}.txt")
    found = [pair for _, extraction in extractions(document) for pair in drafts(extraction)]
    missing = []
    for kind, words, figure in wanted:
        ranked = [(likeness(*pair, (kind, words, figure)), n) for n, pair in enumerate(found)]
        best, place = max(ranked, default=(0.0, -1))
        if best < SAME_WORDING:
            missing.append((kind, words, figure))
        else:
            del found[place]
    assert not missing
    assert not [(kind, draft.metric, draft.text) for kind, draft in found]


@pytest.mark.parametrize("path", [*SAMPLES, *(HERE / f"{name}.txt" for name in NAMES)], ids=str)
def test_drafts_point_into_their_chunk(path: Path) -> None:
    document = read(path)
    for chunk, extraction in extractions(document):
        for _, draft in drafts(extraction):
            assert draft.metric.strip()
            assert draft.spans
            assert all(chunk.start <= s < e <= chunk.end for s, e in draft.spans[:1])
            assert all(0 <= s < e <= len(document.text) for s, e in draft.spans)
            assert all(chunk.sentence(number) for number in draft.at)
            figure_span = getattr(draft, "figure_span", None)
            if figure_span:
                figure = draft.figure  # type: ignore[attr-defined]
                assert [q.text for q in document.quantities_in(*figure_span)] == [figure]
        for result in extraction.results:
            assert result.part_of is None or 0 <= result.part_of < len(extraction.results)
        for measure in extraction.measures:
            assert all(0 <= place < len(extraction.problems) for place in measure.addresses)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_same_chunk_gives_the_same_drafts(path: Path) -> None:
    document = read(path)
    assert list(extractions(document)) == list(extractions(document))
