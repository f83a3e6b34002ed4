"""Quotes: whether they exist, whether they bear the item, whether they are needed."""

import pytest
from atom_samples import case, empty, oracle, place

from evals.scorers import attribution
from evals.scorers.ratio import Agreement, Fault, Share


def span(quote):
    start, end, text = place(quote)
    return {"start": start, "end": end, "quote": text}


def test_the_oracle_quotes_truly():
    assert attribution.exist(case()) == Share(6, 6)
    assert attribution.citation_recall(case()) == Share(6, 6)
    assert attribution.citation_precision(case()) == Share(6, 6)
    assert attribution.span_agreement(case()).f1 == 1


def test_of_nothing_everything_is_right():
    nothing = case(empty())
    assert attribution.exist(nothing).value == 1
    assert attribution.citation_recall(nothing).value == 1
    assert attribution.quote_length([nothing]) == 0
    assert attribution.span_agreement(nothing) == Agreement(0, 0, 0)


def test_an_invented_quote_neither_exists_nor_bears():
    broken = oracle()
    broken["results"][0]["evidence"][0]["quote"] = "全街新增就业七百人"
    assert attribution.exist(case(broken)) == Share(5, 6)
    assert attribution.citation_recall(case(broken)) == Share(5, 6)


def test_blanks_do_not_make_another_quote():
    broken = oracle()
    broken["results"][0]["evidence"][0]["quote"] = "全街新增就业 730人"
    assert attribution.exist(case(broken)) == Share(6, 6)


def test_an_item_without_evidence_is_not_quoted():
    broken = oracle()
    broken["results"][0]["evidence"] = []
    assert attribution.exist(case(broken)) == Share(5, 6)


def test_a_quote_of_something_else_does_not_bear():
    broken = oracle()
    broken["results"][0]["evidence"] = [span("失业人员再就业637人")]
    assert attribution.exist(case(broken)) == Share(6, 6)
    assert attribution.citation_recall(case(broken)) == Share(5, 6)


def test_a_needless_quote_costs_precision_only():
    broken = oracle()
    broken["results"][0]["evidence"].append(span("加强预算编制培训"))
    assert attribution.citation_recall(case(broken)) == Share(6, 6)
    assert attribution.citation_precision(case(broken)) == Share(6, 7)


@pytest.mark.parametrize(
    "change", [{"direction": "decrease"}, {"status": "expected"}, {"text": "全街未新增就业730人"}]
)
def test_fields_must_be_borne_too(change):
    broken = oracle()
    broken["results"][0] |= change
    assert attribution.citation_recall(case(broken)) == Share(5, 6)


def test_quote_length_is_the_median():
    # 8, 8, 10, 11, 13 and 14 characters
    assert attribution.quote_length([case()]) == 10.5


@pytest.mark.parametrize(
    ("quote", "repairable"),
    [
        ("全街的新增就业730人", 1),
        ("全街新增就业731人", 0),
        ("全街就业730人", 0),
        ("街道都做了很多事情", 0),
    ],
)
def test_a_slip_of_the_pen_is_told_from_a_change_of_fact(quote, repairable):
    broken = oracle()
    broken["results"][0]["evidence"][0]["quote"] = quote
    assert attribution.repairable(case(broken)) == Share(repairable, 1)


def test_nothing_to_repair():
    assert attribution.repairable(case()) == Share(0, 0)


def test_a_quote_of_a_page_is_too_long():
    broken = oracle()
    broken["results"][0]["evidence"][0]["quote"] = "字" * 201
    assert attribution.too_long(case(broken)) == Fault(1, 6)
    assert attribution.too_long(case()) == Fault(0, 6)
