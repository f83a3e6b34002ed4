"""Generate the summaries to score, by engine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import summarizer
from evals.dataset import Gold, load_all, path_of
from evals.oracle import oracle_summary
from evals.recordings import environment
from evals.scorers.case import Case

if TYPE_CHECKING:
    from summarizer import Document

__all__ = ["ENGINES", "cases", "repeats", "summary_of"]

Json = dict[str, Any]
# "oracle" is gold itself: it proves that a scorer can be satisfied.
ENGINES = {"rules": "rules", "recorded": "llm", "live": "llm", "oracle": None}


def cases(engine: str, reports: Iterable[str] = ()) -> Iterator[Case]:
    """Yield every requested report, summarised and ready for scoring."""
    for gold in load_all(tuple(reports)):
        document = summarizer.read(path_of(gold.name))
        yield Case(gold, document, summary_of(engine, gold, document))


def repeats(engine: str, reports: Iterable[str], times: int) -> list[tuple[Case, ...]]:
    """Return the cases of each repetition.

    A model is called again each time; its answers are stored under the number of the repetition.
    """
    made = []
    for number in range(max(1, times)):
        with environment({"SUMMARIZER_LLM_REPEAT": str(number)} if times > 1 else {}):
            made.append(tuple(cases(engine, reports)))
    return made


def summary_of(engine: str, gold: Gold, document: Document) -> Json:
    """Return the summary of one report as JSON. Raises EngineError or ConfigError."""
    name = ENGINES[engine]
    if name is None:
        made = summarizer.verify(oracle_summary(gold, document), document)
    else:
        made = summarizer.summarize(document, engine=name)
    plain: Json = made.model_dump(mode="json")
    return plain
