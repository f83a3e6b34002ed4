"""Links, causes and attainment: a false "met" is the worst error."""

from atom_samples import case, empty, gold, oracle

from evals.scorers import links
from evals.scorers.ratio import Agreement, Fault, Share


def test_the_oracle_links_rightly():
    assert links.links(case(), "addresses") == Agreement(1, 1, 1)
    assert links.links(case(), "attains") == Agreement(0, 0, 0)
    assert links.causes(case()) == Agreement(1, 1, 1)
    assert links.attainment(case()) == Share(1, 1)
    assert links.false_met(case()) == Fault(0, 1)


def test_nothing_predicted():
    nothing = case(empty())
    assert links.links(nothing, "addresses") == Agreement(0, 0, 1)
    assert links.causes(nothing) == Agreement(0, 0, 1)
    assert links.attainment(nothing) == Share(0, 0)
    assert links.false_met(nothing) == Fault(0, 0)


def test_an_invented_link_costs_precision():
    broken = oracle()
    broken["targets"][0]["attainment"] = {"state": "met", "results": ["r1"], "deviation": None}
    assert links.links(case(broken), "attains") == Agreement(0, 1, 0)
    assert links.attainment(case(broken)) == Share(0, 1)
    assert links.false_met(case(broken)) == Fault(1, 1)


def test_what_gold_is_unsure_of_counts_neither_way():
    broken = oracle()
    broken["targets"][0]["attainment"] = {"state": "unclear", "results": ["r1"], "deviation": None}
    unsure = case(broken, links=(*gold().links, ("unsure", "attains", "t1", "r1")))
    assert links.links(unsure, "attains") == Agreement(0, 0, 0)


def test_a_link_to_an_invented_item_is_wrong():
    broken = oracle()
    broken["measures"][0]["addresses"] = ["p9"]
    assert links.links(case(broken), "addresses") == Agreement(0, 1, 1)


def test_an_invented_target_called_met_is_false_too():
    broken = oracle()
    invented = broken["targets"][0] | {
        "id": "t2",
        "metric": "别的指标",
        "evidence": [],
        "quantity": None,
        "attainment": {"state": "exceeded", "results": [], "deviation": None},
    }
    broken["targets"].append(invented)
    assert links.false_met(case(broken)) == Fault(1, 2)


def test_a_true_met_is_no_fault():
    met = oracle(attainment=(("t1", "met"),))
    assert links.false_met(case(met, attainment=(("t1", "met"),))) == Fault(0, 1)


def test_a_cause_in_other_words_is_wrong():
    broken = oracle()
    broken["problems"][0]["cause"] = "人手不够"
    assert links.causes(case(broken)) == Agreement(0, 1, 1)
    broken["problems"][0]["cause"] = "由于经验不足"
    assert links.causes(case(broken)) == Agreement(1, 1, 1)
