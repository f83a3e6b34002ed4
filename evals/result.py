"""The result of a run: saved, loaded, compared and shown."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import summarizer
from evals.scorecard import HELD_OUT, TUNED, Metric, atoms, scorecard
from evals.scorers.case import Case
from evals.scorers.fields import confusion, field_scores
from evals.scorers.items import overall
from evals.scorers.ratio import total

__all__ = ["Result", "load", "result", "save"]

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """One run of one engine over some reports.

    `faults` counts right, wrong, omitted and invented values per field; `groups` is F1 on the
    reports used for tuning and on the others.
    """

    engine: str
    version: str
    reports: tuple[str, ...]
    metrics: dict[str, Metric]
    faults: dict[str, dict[str, int]]
    hedges: dict[str, int]
    groups: dict[str, float]
    atoms: list[Json]
    stale: tuple[str, ...] = ()
    mutations: list[Json] = field(default_factory=list)

    @property
    def values(self) -> dict[str, float]:
        """Return the metrics by name, without intervals."""
        return {name: metric.value for name, metric in self.metrics.items()}


def result(engine: str, cases: Iterable[Case], *, stale: tuple[str, ...] = ()) -> Result:
    """Score some cases. Raises ValueError when there are none."""
    everything = tuple(cases)
    matchings = [case.matching for case in everything]
    scored = field_scores(matchings)
    return Result(
        engine=engine,
        version=summarizer.__version__,
        reports=tuple(case.gold.name for case in everything),
        metrics=scorecard(everything),
        faults={
            name: {part: getattr(score, part) for part in ("right", "wrong", "omitted", "invented")}
            for name, score in scored.items()
        },
        hedges={f"{a}→{b}": n for (a, b), n in confusion(matchings, "approx").items()},
        groups=_groups(everything),
        atoms=atoms(everything),
        stale=stale,
    )


def save(made: Result, path: Path) -> None:
    """Write a result as JSON."""
    text = json.dumps(asdict(made), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def load(path: Path) -> Result:
    """Load a result. Raises ValueError for an invalid file."""
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        metrics = {name: _metric(parts) for name, parts in plain.pop("metrics").items()}
        return Result(metrics=metrics, **_tuples(plain))
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"{path}: no result of an evals run ({error})") from error


def _tuples(plain: Json) -> Json:
    return plain | {name: tuple(plain[name]) for name in ("reports", "stale")}


def _metric(parts: Json) -> Metric:
    over = parts["over_reports"]
    return Metric(
        **parts | {"pooled": tuple(parts["pooled"]), "over_reports": over and tuple(over)}
    )


def _groups(cases: tuple[Case, ...]) -> dict[str, float]:
    groups = {"tuned": TUNED, "held_out": HELD_OUT}
    return {
        name: total(overall(c.matching) for c in cases if c.gold.name[:3] in ids).f1
        for name, ids in groups.items()
        if any(case.gold.name[:3] in ids for case in cases)
    }
