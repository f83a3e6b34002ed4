"""Sections, duplicates, compression, verdicts, overview and cost of a whole summary."""

import copy
from decimal import Decimal

import pytest
from atom_samples import TEXT, case, empty, oracle, place

from evals.atoms import normal
from evals.scorers import compression, cost, duplicates, overview, sections, validity
from evals.scorers.consistency import consistency
from evals.scorers.ratio import Fault, Share
from evals.scorers.verdicts import calibration


def test_every_section_with_gold_is_covered():
    assert sections.coverage(case()) == Share(4, 4)
    assert sections.least_recall(case()) == 1
    assert sections.read(case()).value == 1


def test_an_emptied_section_is_seen():
    broken = oracle()
    broken["problems"] = []
    assert sections.coverage(case(broken)) == Share(3, 4)
    assert sections.least_recall(case(broken)) == 0


def test_the_worst_section_shows():
    broken = oracle()
    del broken["results"][0]
    assert sections.coverage(case(broken)) == Share(4, 4)
    assert sections.least_recall(case(broken)) == pytest.approx(2 / 3)


def test_an_unread_section_is_seen():
    broken = oracle()
    broken["coverage"]["sections"][0]["state"] = "unread"
    assert sections.read(case(broken)).hits == sections.read(case(broken)).all - 1


def test_sections_of_nothing():
    assert sections.coverage(case(empty(), items=())) == Share(0, 0)
    assert sections.least_recall(case(empty(), items=())) == 1


def test_no_duplicates_in_gold():
    assert duplicates.duplicates(case()) == Fault(0, 6)
    assert duplicates.duplicates(case(empty())) == Fault(0, 0)


def test_three_of_a_kind_are_two_too_many():
    broken = oracle()
    twin = copy.deepcopy(broken["results"][0])
    broken["results"] += [twin | {"id": "r8"}, twin | {"id": "r9"}]
    assert duplicates.duplicates(case(broken)) == Fault(2, 8)


def test_same_place_with_another_number_is_no_duplicate():
    broken = oracle()
    twin = copy.deepcopy(broken["results"][0]) | {"id": "r9"}
    twin["quantity"]["value"] = "5"
    broken["results"].append(twin)
    assert duplicates.duplicates(case(broken)) == Fault(0, 7)


def test_compression_counts_characters_without_blanks():
    texts = sum(len(item["text"]) for kind in ("targets", "results") for item in oracle()[kind])
    texts += len("预算编制不够科学") + len("加强预算编制培训")
    assert compression.compression(case()) == Fault(texts, len(normal(TEXT)))
    assert compression.compression(case(empty())).hits == 0


def test_verdicts_of_the_oracle():
    measured = calibration(case())
    assert measured.false_verified == Fault(0, 6)
    assert measured.failed_precision == Share(0, 0)
    assert measured.review_load == Fault(0, 6)
    assert measured.yielded == Share(6, 6)
    assert measured.unknown == Fault(0, 6)


def test_a_verified_wrong_number_is_the_headline():
    broken = oracle()
    broken["results"][0]["quantity"]["value"] = "731"
    assert calibration(case(broken)).false_verified == Fault(1, 6)
    broken["results"][0]["check"]["verdict"] = "failed"
    measured = calibration(case(broken))
    assert measured.false_verified == Fault(0, 5)
    assert measured.failed_precision == Share(1, 1)


def test_a_review_of_a_right_item_is_load_and_lost_yield():
    broken = oracle()
    broken["results"][0]["check"]["verdict"] = "review"
    measured = calibration(case(broken))
    assert measured.review_load == Fault(1, 6)
    assert measured.yielded == Share(5, 6)


def test_a_verified_invention_is_unknown():
    broken = oracle()
    stranger = copy.deepcopy(broken["problems"][0])
    stranger |= {"id": "p9", "text": "一", "evidence": []}
    broken["problems"].append(stranger)
    measured = calibration(case(broken))
    assert measured.unknown == Fault(1, 7)
    assert measured.false_verified == Fault(1, 7)


def test_a_verified_wrong_label_or_subject_is_false():
    broken = oracle()
    broken["results"][0] |= {"metric": "投诉办结", "subject": None}
    assert calibration(case(broken)).false_verified == Fault(1, 6)
    broken = oracle()
    broken["results"][0]["subject"] = "丙乡政府"
    assert calibration(case(broken)).false_verified == Fault(1, 6)


def with_overview(text, *quotes):
    made = oracle()
    evidence = [dict(zip(("start", "end", "quote"), place(quote), strict=True)) for quote in quotes]
    made["overview"] = {"text": text, "evidence": evidence, "check": {"verdict": "verified"}}
    return case(made)


def test_overview_numbers_stand_in_its_evidence():
    told = with_overview("新增就业730人，再就业637人。", "全街新增就业730人")
    assert overview.numbers(told) == Share(1, 2)
    assert overview.core_held(told) == Share(2, 3)
    assert overview.hanzi(told) == 9


def test_an_empty_overview():
    assert overview.numbers(case()) == Share(0, 0)
    assert overview.core_held(case()) == Share(0, 3)
    assert overview.too_long(case()) == Fault(0, 1)


def test_three_hundred_hanzi_are_enough():
    assert overview.too_long(with_overview("字" * 300)) == Fault(0, 1)
    assert overview.too_long(with_overview("字" * 301)) == Fault(1, 1)


def test_cost_adds_up():
    made = oracle()
    made["run"] = {"calls": 2, "input_tokens": len(TEXT) * 2, "cost": "0.25", "seconds": 1.5}
    spent = cost.cost([case(made), case(made)])
    assert spent.counts["calls"] == 4
    assert spent.money == Decimal("0.50")
    assert spent.input_per_character == 2
    assert spent.median_seconds == 1.5


def test_cost_of_nothing():
    spent = cost.cost([])
    assert (spent.money, spent.input_per_character, spent.median_seconds) == (None, 0, 0)


def test_a_faultless_summary_is_valid():
    assert validity.valid(case()) == Share(1, 1)
    assert validity.valid(case(empty())) == Share(1, 1)


@pytest.mark.parametrize(
    "fault",
    [
        {"id": "r2"},
        {"part_of": "r99"},
        {"direction": "sideways"},
    ],
)
def test_an_invalid_summary_is_seen(fault):
    broken = oracle()
    broken["results"][0] |= fault
    assert validity.valid(case(broken)) == Share(0, 1)


def test_repeats_are_compared_with_each_other():
    shorter = oracle()
    del shorter["results"][0]
    assert consistency([case()]) == 1
    assert consistency([case(), case()]) == 1
    # 5 of 6 and 5 atoms: F1 10/11; three repeats, two of their three pairs differ.
    assert consistency([case(), case(), case(shorter)]) == pytest.approx((1 + 2 * 10 / 11) / 3)
