"""The scanner on the five reports, against every quantity that a person read in them."""

from __future__ import annotations

import pytest

from evals.dataset import Gold, load_all
from evals.scorers.quantities import reading
from evals.scorers.ratio import total
from summarizer.quantities import scan, scan_cell
from summarizer.schema import Quantity

BAR = 0.995
APPROX = {"余": "over", "多": "over", "以上": "over", "及以上": "over", "约": "about", "近": "near"}
# Gold files scores under measures and table cells apart.
KINDS = {"table_cell": "money"}


@pytest.fixture(scope="module")
def reports() -> list[tuple[Gold, list[Quantity]]]:
    return [(gold, _scanned(gold)) for gold in load_all()]


def _scanned(gold: Gold) -> list[Quantity]:
    cells = [mention for mention in gold.quantities if mention["kind"] == "table_cell"]
    read = scan(gold.text)
    for cell in cells:
        read += scan_cell(gold.text, cell["start"], cell["end"], unit="元", scale=4)
    return sorted(read, key=lambda one: one.start)


def test_values_and_units_of_all_scored_mentions(
    reports: list[tuple[Gold, list[Quantity]]],
) -> None:
    readings = [reading(gold.quantities, read) for gold, read in reports]
    value, unit = total(one.value for one in readings), total(one.unit for one in readings)
    faults = [(one.missed, one.invented) for one in readings]

    assert value.gold == unit.gold == 563
    assert min(value.precision, value.recall, unit.precision, unit.recall) >= BAR, faults


def test_spans_hedges_bounds_and_kinds_are_those_of_gold(
    reports: list[tuple[Gold, list[Quantity]]],
) -> None:
    for gold, read in reports:
        at = {one.start: one for one in read}
        for mention in gold.quantities:
            if mention["kind"] in ("ordinal", "identifier"):
                continue
            one = at[mention["start"]]
            assert (one.text, one.value, one.unit) == (
                mention["text"],
                mention["value"],
                mention["unit"],
            )
            assert one.approx == APPROX.get(mention.get("approx", ""), "exact"), one
            assert one.comparator == mention.get("comparator"), one
            assert one.kind in (KINDS.get(mention["kind"], mention["kind"]), "score"), one


def test_nothing_is_read_in_list_markers_and_names(
    reports: list[tuple[Gold, list[Quantity]]],
) -> None:
    for gold, read in reports:
        names = [m for m in gold.quantities if m["kind"] in ("ordinal", "identifier")]
        spoiled = [
            one for one in read for m in names if one.start < m["end"] and m["start"] < one.end
        ]
        assert not spoiled
