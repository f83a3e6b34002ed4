"""The matcher on cases counted by hand."""

from dataclasses import replace

import pytest
from atom_samples import ITEMS, JOBS, case, oracle, place

from evals.matching import iou, label_agreement, match, similarity


def test_an_atom_is_wholly_like_itself():
    assert similarity(JOBS, JOBS) == pytest.approx(1)


def test_iou_counts_characters():
    other = replace(JOBS, spans=((15, 25, "…"),))
    assert iou(JOBS, other) == pytest.approx(5 / 15)


def test_overlapping_spans_of_one_atom_count_once():
    twice = replace(JOBS, spans=((10, 20, "…"), (12, 20, "…")))
    assert iou(JOBS, twice) == 1


def test_another_type_costs_a_tenth():
    assert similarity(JOBS, replace(JOBS, type="target")) == pytest.approx(0.9)


def test_a_wrong_number_leaves_evidence_and_label():
    assert similarity(JOBS, replace(JOBS, value="731")) == pytest.approx(0.6)


def test_without_numbers_evidence_weighs_six_tenths():
    plain = replace(JOBS, value=None, unit=None)
    elsewhere = replace(plain, spans=((30, 40, "…"),))
    assert similarity(plain, elsewhere) == pytest.approx(0.4)


def test_label_drops_digits_and_function_words():
    assert label_agreement("已新增就业730人", "新增就业人") == 1
    assert label_agreement("", "") == 1
    assert label_agreement("", "就业") == 0
    # 新增 增就 就业 against 就业 业率: one shared of three and two
    assert label_agreement("新增就业", "就业率") == pytest.approx(2 / 5)


def test_siblings_in_one_sentence_are_told_apart_by_number_and_label():
    other = replace(JOBS, id="r2", metric="再就业", value="637")
    matching = match((JOBS, other), (other, JOBS))
    assert {(p.gold.id, p.predicted.id) for p in matching.pairs} == {("r1", "r1"), ("r2", "r2")}
    assert not matching.misses
    assert not matching.inventions


def test_same_label_elsewhere_with_another_number_is_no_match():
    stranger = replace(JOBS, value="5", spans=((90, 99, "…"),))
    matching = match((JOBS,), (stranger,))
    assert matching.misses == (JOBS,)
    assert matching.inventions == (stranger,)


def test_same_number_elsewhere_needs_the_label_too():
    # 0.4 number + 0.2 label = 0.6 is enough without evidence, 0.4 alone is not.
    elsewhere = replace(JOBS, spans=((90, 99, "…"),))
    assert len(match((JOBS,), (elsewhere,)).pairs) == 1
    assert not match((JOBS,), (replace(elsewhere, metric="处置案卷", subject=None),)).pairs


def test_each_prediction_serves_once():
    matching = match((JOBS,), (JOBS, JOBS))
    assert len(matching.pairs) == 1
    assert len(matching.inventions) == 1
    assert matching.split == (JOBS,)


def test_empty_sides():
    assert match((), ()).pairs == ()
    assert match((JOBS,), ()).misses == (JOBS,)
    assert match((), (JOBS,)).inventions == (JOBS,)


def test_facts_of_organisation_that_gold_leaves_out_count_neither_way() -> None:
    items = tuple(one for one in ITEMS if one["id"] != "r2")
    start, end, quote = place("637人")
    summary = oracle()
    invented = case(summary, items=items).matching.inventions
    assert [atom.metric for atom in invented] == ["失业人员再就业"]
    left_out = ((start, end, quote, "organisation fact: staff"),)
    assert case(summary, items=items, unused=left_out).matching.inventions == ()
    other = ((start, end, quote, "rule: internal threshold"),)
    assert len(case(summary, items=items, unused=other).matching.inventions) == 1
