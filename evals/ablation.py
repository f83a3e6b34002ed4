"""What each group of rules is worth: F1 of every set with that group taken out."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from multiprocessing import get_context
from types import ModuleType
from typing import Any
from unittest.mock import patch

from evals import generate
from evals.dataset import names
from evals.scorers.items import item_scores

__all__ = ["RULES", "table"]

SETS = ("samples", "provinces", "untouched")
TYPES = ("all", "strict", "target", "problem", "measure")
Scores = dict[tuple[str, str], float]


# What a clause leaves unsaid, one resolver at a time.
RESOLVERS = (
    "change_of_level",
    "another_time",
    "outcome_of_promise",
    "share_of_level",
    "own_subject",
    "rate_of_thing",
    "spending_of_budget",
    "judged_before",
    "verb_alone",
    "size_of_thing",
)
# Group → the functions of summarizer.engines.rules that find it, and what they give without it.
# They are named by strings: an ablation looks inside the package, which no other module here does.
RULES: dict[str, tuple[tuple[str, Any], ...]] = {
    "cells: sentences": (("engine.passages_in_cells", ()),),
    "cells: figures beside labels": (("engine.figures_beside_labels", []),),
    "distributive": (("results.shares_of", []), ("targets.shares_of", [])),
    "ellipsis": (("results.complete", None),),
    **{f"ellipsis: {name}": (("ellipsis.RESOLVERS", name),) for name in RESOLVERS},
    "end_states": (("results.states_in", ()),),
    "engine: suppositions": (("engine.real_stretches", None),),
    "labels: shared verb": (("results.shared_verb", ("", None)),),
    "measures": (("engine.measures_of", []),),
    "measures: in passing": (("engine.measures_in_passing", []),),
    "measures: no known verb": (("measures._may_act", False),),
    "measures: aims": (("engine.aims_in", []),),
    "parts": (("results.whole_of", None),),
    "passages: plans": (("passages._is_plan", False),),
    "passages: turns": (("passages._turn", None),),
    "problems": (("engine.problems_of", []),),
    "problems: in passing": (("engine.problems_in_passing", []),),
    "problems: among measures": (("engine.problems_among_measures", []),),
    "problems: entries": (("problems._entries", []),),
    "owners": (("results.owner_of_heading", ""), ("passages.owner_of_entry", None)),
    "target_values": (("results.promised_name", None),),
    "targets": (("engine.targets_of", ([], None)),),
}


def table(chosen: Sequence[str] = (), sets: Sequence[str] = SETS) -> Iterator[str]:
    """Yield the table of evals/README.md: the change of F1 without each group, in markdown."""
    wanted = list(chosen) or list(RULES)
    with get_context("fork").Pool(2) as pool:
        found = pool.imap(_scores, [(name, tuple(sets)) for name in ("", *wanted)])
        full = next(found)
        yield "| without | " + " | ".join(f"{one} {kind}" for one, kind in full) + " |"
        yield "|---" * (len(full) + 1) + "|"
        yield "| (nothing) | " + " | ".join(f"{score:.3f}" for score in full.values()) + " |"
        for name, scores in zip(wanted, found, strict=True):
            changes = (scores[column] - score for column, score in full.items())
            yield f"| {name} | " + " | ".join(map(_change, changes)) + " |"


def _change(change: float) -> str:
    return "0" if abs(change) < 0.0005 else f"{change:+.3f}".replace("0.", ".")


def _scores(job: tuple[str, tuple[str, ...]]) -> Scores:
    """Return F1 by set and type without one group of rules."""
    name, sets = job
    with ExitStack() as patches:
        for path, answer in RULES.get(name, ()):
            module, function = path.split(".")
            home = importlib.import_module(f"summarizer.engines.rules.{module}")
            patches.enter_context(patch.object(home, function, _without(home, function, answer)))
        scores: Scores = {}
        for chosen in sets:
            found = item_scores(tuple(c.matching for c in generate.cases("rules", names(chosen))))
            scores |= {(chosen, kind): found[kind].f1 for kind in TYPES}
        return scores


def _without(home: ModuleType, function: str, answer: Any) -> Any:
    """Return what stands in for a rule: one answer, or the resolvers without one."""
    if function == "RESOLVERS":
        return tuple(one for one in home.RESOLVERS if one.__name__ != answer)
    if function == "real_stretches":
        return lambda _, start, end: [(start, end)]
    return lambda *_, **__: answer
