"""Item and field scores on cases counted by hand, the empty ones too."""

from dataclasses import replace

import pytest
from atom_samples import JOBS

from evals.matching import Matching, Pair, match
from evals.scorers.fields import (
    confusion,
    field_scores,
    hedges_added,
    hedges_dropped,
    is_strict,
    unit_scale,
    value_unit,
    wrong,
)
from evals.scorers.items import core, item_scores, merge_rate, overall, split_errors
from evals.scorers.ratio import Agreement, Fault, Share

DETAIL = replace(JOBS, id="r2", core=False, spans=((40, 50, "…"),), value="5", metric="创业培训")
PROBLEM = replace(JOBS, id="p1", type="problem", value=None, unit=None, spans=((60, 70, "…"),))


def test_nothing_of_nothing_is_perfect():
    assert Agreement(0, 0, 0).f1 == Agreement(0, 0, 0).precision == Agreement(0, 0, 0).recall == 1
    assert Share(0, 0).value == 1
    assert Fault(0, 0).value == 0


@pytest.mark.parametrize("agreement", [Agreement(0, 3, 0), Agreement(0, 0, 3)])
def test_one_empty_side_is_worth_nothing(agreement):
    assert agreement.f1 == agreement.precision == agreement.recall == 0


def test_overall_of_two_hits_one_miss_one_invention():
    stranger = replace(JOBS, value="9", spans=((90, 95, "…"),), metric="别的事")
    matching = match((JOBS, DETAIL, PROBLEM), (JOBS, DETAIL, stranger))
    score = overall(matching)
    assert (score.hits, score.predicted, score.gold) == (2, 3, 3)
    assert score.f1 == pytest.approx(2 / 3)


def test_core_leaves_details_out_but_counts_inventions():
    stranger = replace(JOBS, value="9", spans=((90, 95, "…"),), metric="别的事")
    matching = match((JOBS, DETAIL), (JOBS, DETAIL, stranger))
    assert core(matching) == Agreement(1, 2, 1)


def test_a_pair_of_two_types_is_a_miss_and_an_invention():
    pair = Pair(PROBLEM, replace(PROBLEM, type="measure"), 0.9)
    scores = item_scores([Matching((pair,), (), ())])
    assert scores["all"].f1 == 1
    assert scores["problem"] == Agreement(0, 0, 1)
    assert scores["measure"] == Agreement(0, 1, 0)
    assert scores["strict"].hits == 0


def test_every_wrong_field_is_named():
    odd = replace(
        JOBS,
        subject=None,
        unit="人次",
        approx="over",
        comparator=">=",
        direction="increase",
        status="expected",
        period="2021",
    )
    expected = ("subject", "unit", "approx", "comparator", "direction", "status")
    assert wrong(Pair(JOBS, odd, 0.5)) == expected
    assert is_strict(Pair(JOBS, JOBS, 1))
    assert is_strict(Pair(JOBS, replace(JOBS, period="2021"), 1)), "period gates nothing"


def test_field_f1_counts_omitted_and_invented():
    up = replace(JOBS, direction="increase")
    pairs = (Pair(up, up, 1), Pair(up, JOBS, 1), Pair(JOBS, up, 1))
    score = field_scores([Matching(pairs, (up,), ())])["direction"]
    assert (score.right, score.omitted, score.invented, score.wrong) == (1, 1, 1, 0)
    assert score.agreement == Agreement(hits=1, predicted=2, gold=3)
    assert score.agreement.f1 == pytest.approx(2 / 5)


def test_fields_of_nothing_are_perfect():
    assert all(score.agreement.f1 == 1 for score in field_scores([]).values())
    assert value_unit([]).value == 1


def test_value_and_unit_of_pairs_with_a_number():
    pairs = (
        Pair(JOBS, JOBS, 1),
        Pair(JOBS, replace(JOBS, value="730.0"), 1),
        Pair(JOBS, replace(JOBS, unit="人次"), 1),
        Pair(PROBLEM, PROBLEM, 1),
    )
    assert value_unit([Matching(pairs, (), ())]) == Share(2, 3)


def test_granularity():
    twin = replace(JOBS, id="r1.1", item="r1", value="5")
    matching = Matching((Pair(JOBS, replace(JOBS, item="r1"), 1),), (), (twin,), split=(JOBS,))
    assert merge_rate(matching) == Fault(1, 1)
    assert split_errors(matching) == Fault(1, 1)


def test_same_digits_under_another_scale_or_unit():
    pairs = (
        Pair(JOBS, JOBS, 1),
        Pair(JOBS, replace(JOBS, value="7300000"), 1),
        Pair(JOBS, replace(JOBS, unit="人次"), 1),
        Pair(JOBS, replace(JOBS, value="731"), 1),
    )
    assert unit_scale([Matching(pairs, (), ())]) == Share(1, 3)
    assert unit_scale([]).value == 1


def test_hedges_dropped_and_added():
    over = replace(JOBS, approx="over")
    pairs = (Pair(over, over, 1), Pair(over, JOBS, 1), Pair(JOBS, over, 1), Pair(JOBS, JOBS, 1))
    pairs += (Pair(over, replace(JOBS, approx="near"), 1),)
    matchings = [Matching(pairs, (), ())]
    assert hedges_dropped(matchings) == Fault(1, 3)
    assert hedges_added(matchings) == Fault(1, 2)
    assert confusion(matchings, "approx")["over", "near"] == 1
    assert hedges_dropped([]).value == hedges_added([]).value == 0
