"""Agreement of the two annotators of a report: matched-atom F1, span F1, α per field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from evals import generate
from evals.atoms import gold_atoms, normal, same_number
from evals.dataset import SETS, load_annotator, names
from evals.matching import Matching, match
from evals.recordings import answers, readers
from evals.scorers.items import overall, strict
from evals.scorers.ratio import Agreement, Share, total

__all__ = ["FIELDS", "PairAgreement", "alpha", "compare", "of_readers", "table"]

FIELDS = ("type", "status", "direction", "approx", "comparator", "core", "period", "subject")


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Agreement of two annotators on one report.

    `strict` counts the atoms whose fields all agree, `spans` characters of evidence; `alphas` are
    Krippendorff's nominal α over matched atoms.
    """

    report: str
    atoms: Agreement
    strict: Agreement
    spans: Agreement
    numbers: Share
    links: Agreement
    alphas: dict[str, float]


def compare(report: str) -> PairAgreement:
    """Compare annotators a and b of a report."""
    a, b = load_annotator(report, "a"), load_annotator(report, "b")
    matching = match(gold_atoms(a), gold_atoms(b))
    return PairAgreement(
        report=a.name,
        atoms=overall(matching),
        strict=strict(matching),
        spans=_spans(matching),
        numbers=_numbers([matching]),
        links=_links(matching, a.links, b.links),
        alphas=alphas([matching]),
    )


def alphas(matchings: Sequence[Matching]) -> dict[str, float]:
    """Return α of every field over the matched atoms of all reports."""
    pairs = [pair for matching in matchings for pair in matching.pairs]
    return {
        name: alpha((_value(p.gold, name), _value(p.predicted, name)) for p in pairs)
        for name in FIELDS
    }


def alpha(pairs: Iterable[tuple[Hashable, Hashable]]) -> float:
    """Return Krippendorff's α for two annotators and nominal values; 1 where nothing varies.

    >>> round(alpha([("a", "a"), ("a", "a"), ("b", "b"), ("a", "b")]), 4)
    0.5333
    """
    units = list(pairs)
    counts = Counter(value for unit in units for value in unit)
    n = sum(counts.values())
    disagreeing = 2 * sum(a != b for a, b in units)
    expected = n * n - sum(count * count for count in counts.values())
    return 1 - (n - 1) * disagreeing / expected if expected else 1.0


def table() -> Iterator[str]:
    """Yield the table of agreement over all reports with two annotations."""
    columns = " ".join(f"{name:>10}" for name in FIELDS)
    scores = f"{'atom F1':>8} {'strict':>7} {'span F1':>8} {'number':>7} {'links':>6}"
    yield f"{'report':24} {scores} {columns}"
    compared = {name: compare(name) for name in names("all")}
    for name, one in compared.items():
        yield _row(name, one)
    for chosen in SETS:
        yield _row(chosen, _pooled([compared[name] for name in names(chosen)]))


def of_readers(reports: Sequence[str] = ()) -> Iterator[str]:
    """Yield the agreement of each recorded reader with gold, then of each pair of readers."""
    cases = {}
    for reader in readers():
        with answers("recorded", reports, reader):
            cases[reader] = tuple(generate.cases("recorded", reports))
    yield f"{'readers':40} {'atom F1':>8} {'strict':>8}  by report"
    for reader, made in cases.items():
        yield _shared(f"{reader}, gold", [case.matching for case in made])
    for one, two in combinations(cases, 2):
        pairs = zip(cases[one], cases[two], strict=True)
        yield _shared(f"{one}, {two}", [match(a.atoms, b.atoms) for a, b in pairs])


def _shared(name: str, matchings: Sequence[Matching]) -> str:
    each = [overall(matching) for matching in matchings]
    exact = total([strict(matching) for matching in matchings])
    by_report = " ".join(f"{one.f1:.3f}" for one in each)
    return f"{name:40} {total(each).f1:8.3f} {exact.f1:8.3f}  {by_report}"


def _pooled(compared: Sequence[PairAgreement]) -> PairAgreement:
    matchings = [
        match(
            gold_atoms(load_annotator(one.report, "a")), gold_atoms(load_annotator(one.report, "b"))
        )
        for one in compared
    ]
    return PairAgreement(
        report="all",
        atoms=total(one.atoms for one in compared),
        strict=total(one.strict for one in compared),
        spans=total(one.spans for one in compared),
        numbers=_numbers(matchings),
        links=total(one.links for one in compared),
        alphas=alphas(matchings),
    )


def _row(name: str, one: PairAgreement) -> str:
    fields = " ".join(f"{one.alphas[field]:10.3f}" for field in FIELDS)
    return (
        f"{name:24} {one.atoms.f1:8.3f} {one.strict.f1:7.3f} {one.spans.f1:8.3f}"
        f" {one.numbers.value:7.3f} {one.links.f1:6.3f} {fields}"
    )


def _spans(matching: Matching) -> Agreement:
    pairs = matching.pairs
    return Agreement(
        sum(len(pair.gold.places & pair.predicted.places) for pair in pairs),
        sum(len(pair.predicted.places) for pair in pairs),
        sum(len(pair.gold.places) for pair in pairs),
    )


def _numbers(matchings: Sequence[Matching]) -> Share:
    pairs = [p for m in matchings for p in m.pairs if p.gold.has_quantity]
    return Share(sum(same_number(p.gold, p.predicted) for p in pairs), len(pairs))


def _links(
    matching: Matching, a: Iterable[tuple[str, ...]], b: Iterable[tuple[str, ...]]
) -> Agreement:
    of_b = {pair.predicted.id: pair.gold.id for pair in matching.pairs}
    sure_a = {link for link in a if link[0] != "unsure"}
    sure_b = {
        (link[0], of_b.get(link[1], "?"), of_b.get(link[2], "?"))
        for link in b
        if link[0] != "unsure"
    }
    return Agreement(len(sure_a & sure_b), len(sure_b), len(sure_a))


def _value(atom: object, name: str) -> Hashable:
    value = getattr(atom, name)
    return normal(value) if isinstance(value, str) else value
