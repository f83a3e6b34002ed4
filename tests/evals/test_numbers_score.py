"""Number precision and recall, counted by hand on a report of four numbers."""

from atom_samples import case, empty, oracle

from evals.scorers import numbers, recall
from evals.scorers.ratio import Share

# Each of the four quantities stands in its field and in its text.
EIGHT = 8


def test_the_oracle_states_only_what_its_quotes_state():
    assert numbers.shipped(case()) == Share(EIGHT, EIGHT)
    assert numbers.strict(case()) == Share(4, 4)
    assert recall.core(case()) == Share(3, 3)
    assert recall.every(case()) == Share(4, 4)


def test_nothing_said_is_nothing_wrong_and_nothing_found():
    assert numbers.shipped(case(empty())) == Share(0, 0)
    assert recall.core(case(empty())) == Share(0, 3)
    assert recall.core(case(empty(), items=())) == Share(0, 0)


def test_a_wrong_field_counts_once():
    broken = oracle()
    broken["results"][0]["quantity"]["value"] = "731"
    assert numbers.shipped(case(broken)) == Share(EIGHT - 1, EIGHT)
    assert recall.core(case(broken)) == Share(2, 3)


def test_a_wrong_number_in_words_counts():
    broken = oracle()
    broken["results"][0]["text"] = "全街新增就业750人"
    assert numbers.shipped(case(broken)) == Share(EIGHT - 1, EIGHT)


def test_a_number_of_another_quote_is_in_the_document_only():
    broken = oracle()
    broken["results"][0]["quantity"]["value"] = "637"
    assert numbers.shipped(case(broken)) == Share(EIGHT - 1, EIGHT)
    assert numbers.in_document(case(broken)) == Share(EIGHT, EIGHT)


def test_people_are_not_visits():
    broken = oracle()
    broken["results"][0]["quantity"]["unit"] = "人次"
    assert numbers.shipped(case(broken)) == Share(EIGHT - 1, EIGHT)


def test_a_false_quote_states_nothing():
    broken = oracle()
    broken["results"][0]["evidence"][0]["quote"] = "全街新增就业731人"
    assert numbers.shipped(case(broken)) == Share(EIGHT - 2, EIGHT)


def test_failed_items_are_raw_and_not_shipped():
    broken = oracle()
    broken["results"][0]["quantity"]["value"] = "731"
    broken["results"][0]["check"]["verdict"] = "failed"
    assert numbers.shipped(case(broken)) == Share(EIGHT - 2, EIGHT - 2)
    assert numbers.raw(case(broken)) == Share(EIGHT - 1, EIGHT)


def test_strict_wants_hedge_bound_and_direction():
    broken = oracle()
    broken["results"][0]["quantity"]["approx"] = "over"
    broken["results"][2]["direction"] = "decrease"
    broken["targets"][0]["comparator"] = "="
    assert numbers.strict(case(broken)) == Share(1, 4)
