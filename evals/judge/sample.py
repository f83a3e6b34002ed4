"""The sample: statements drawn by a seed, written without the verifier's verdicts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import summarizer
from evals.dataset import names, path_of
from evals.judge.statements import Statement, context, statements_of

__all__ = ["SEED", "draw", "export", "statements"]

SEED = 20261130
# Sample size for each set, by whether the statement is verified.
VERIFIED, DOUBTED = 320, 60


def statements(chosen: str, engine: str = "rules") -> list[Statement]:
    """Yield every statement that an engine produces from the reports of a set."""
    made: list[Statement] = []
    for name in names(chosen):
        summary = summarizer.summarize(summarizer.read(path_of(name)), engine=engine)
        made += statements_of(name, summary.model_dump(mode="json"))
    return made


def draw(
    everything: Iterable[Statement],
    *,
    seed: int = SEED,
    verified: int = VERIFIED,
    doubted: int = DOUBTED,
) -> list[Statement]:
    """Draw verified and other statements, and shuffle them.

    The draw depends only on the statements and the seed. A sentence that is repeated for the same
    place is drawn once.
    """
    distinct = list({one.key: one for one in everything}.values())
    rng = Random(seed)
    drawn = []
    for wanted, sure in ((verified, True), (doubted, False)):
        group = sorted((s for s in distinct if (s.verdict == "verified") is sure), key=_key)
        drawn += rng.sample(group, min(wanted, len(group)))
    return sorted(drawn, key=lambda one: (one.report, one.spans, one.key))


def _key(statement: Statement) -> str:
    return statement.key


def export(drawn: Sequence[Statement], folder: Path) -> None:
    """Write `sample.jsonl` for the judges, and `statements.jsonl` with the verdicts, which the
    judges do not see.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "sample.jsonl", _lines(drawn))
    _write(folder / "statements.jsonl", map(_state, drawn))


def _state(one: Statement) -> Mapping[str, Any]:
    return {
        "id": one.key,
        "report": one.report,
        "item": one.item,
        "verdict": one.verdict,
        "statement": one.words,
        "spans": one.spans,
    }


def _lines(drawn: Sequence[Statement]) -> Iterator[Mapping[str, Any]]:
    reports = {one.report for one in drawn}
    documents = {name: summarizer.read(path_of(name)) for name in reports}
    for one in drawn:
        document = documents[one.report]
        start = one.spans[0][0] if one.spans else 0
        yield {
            "id": one.key,
            "report": one.report,
            "section": list(document.section_at(start).path) if document.sections else [],
            "statement": one.words,
            "evidence": [document.text[a:b] for a, b in one.spans],
            "context": context(document.text, one.spans),
        }


def _write(path: Path, lines: Iterable[Mapping[str, Any]]) -> None:
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    path.write_text(text, encoding="utf-8")
