"""List the misses, inventions and wrong fields of one report with their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import fmean

from evals.atoms import Atom
from evals.matching import Matching, similarity
from evals.scorers.case import Case
from evals.scorers.consistency import consistency
from evals.scorers.fields import FIELDS, wrong
from evals.scorers.items import item_scores, overall
from evals.scorers.ratio import Agreement, total

__all__ = ["describe", "listing", "repeat_table", "score_table"]

SCOPE = ("direction", "status", "period", "part_of")
NOTHING = {None, "none"}


def score_table(matchings: tuple[Matching, ...]) -> Iterator[str]:
    """Yield P, R and F1 overall, core, strict and by type."""
    yield f"{'':8} {'P':>6} {'R':>6} {'F1':>6}   hits / predicted / gold"
    for name, score in item_scores(matchings).items():
        yield f"{name:8} {_figures(score)}"


def repeat_table(repeats: Sequence[Sequence[Case]]) -> Iterator[str]:
    """Yield mean and worst F1 over repeats, and the similarity of the repeats, per report."""
    scores = [total(overall(case.matching) for case in cases).f1 for cases in repeats]
    yield f"{len(scores)} repeats: F1 mean {fmean(scores):.4f}, worst {min(scores):.4f}"
    for cases in zip(*repeats, strict=True):
        yield f"  {cases[0].gold.name}: self-consistency {consistency(cases):.4f}"


def listing(matching: Matching) -> Iterator[str]:
    """Yield every fault of one report, in reading order."""
    yield f"\n== MISSES ({len(matching.misses)})"
    for atom in sorted(matching.misses, key=_place):
        yield describe(atom)
        yield from _nearest(atom, matching.inventions)
    yield f"\n== INVENTIONS ({len(matching.inventions)})"
    yield from map(describe, sorted(matching.inventions, key=_place))
    faulty = [pair for pair in matching.pairs if wrong(pair, FIELDS)]
    yield f"\n== WRONG FIELDS ({len(faulty)} of {len(matching.pairs)} pairs)"
    for pair in sorted(faulty, key=lambda pair: _place(pair.gold)):
        yield describe(pair.gold)
        for name in wrong(pair, FIELDS):
            gold, predicted = getattr(pair.gold, name), getattr(pair.predicted, name)
            yield f"      {name}: gold {gold!r} ≠ {pair.predicted.id} {predicted!r}"


def describe(atom: Atom) -> str:
    """Return one line: id, type, flags, subject, metric, number, scope, quotes."""
    kind = atom.type + ("" if atom.core else " detail") + (" soft" if atom.soft else "")
    scope = (f"{name}={value}" for name in SCOPE if (value := getattr(atom, name)) not in NOTHING)
    quotes = " + ".join(f"[{start}:{end}]{quote!r}" for start, end, quote in atom.spans)
    columns = (kind, atom.subject or "", atom.metric, _number(atom), " ".join(scope), quotes)
    return f"  {atom.id:5} {' | '.join(columns)}"


def _number(atom: Atom) -> str:
    if not atom.has_quantity:
        return "–"
    return f"{atom.approx} {atom.comparator} {atom.value} {atom.unit}"


def _nearest(atom: Atom, inventions: tuple[Atom, ...]) -> Iterator[str]:
    if not inventions:
        return
    best = max(inventions, key=lambda other: similarity(atom, other))
    score = similarity(atom, best)
    if score >= 0.2:
        yield f"        nearest {best.id} s={score:.2f}: {best.metric} | {best.value} {best.unit}"


def _place(atom: Atom) -> int:
    return atom.spans[0][0] if atom.spans else -1


def _figures(score: Agreement) -> str:
    shares = " ".join(f"{x:6.3f}" for x in (score.precision, score.recall, score.f1))
    return f"{shares}   {score.hits} / {score.predicted} / {score.gold}"
