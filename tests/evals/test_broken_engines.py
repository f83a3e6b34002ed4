"""A deliberately broken engine is caught by the metric that is there for it."""

import copy
from functools import cache

import pytest

import summarizer
from evals.dataset import load, path_of
from evals.oracle import oracle_summary
from evals.scorecard import metrics, scorecard
from evals.scorers import sections
from evals.scorers.case import Case

REPORT = "001"


@cache
def document():
    return summarizer.read(path_of(REPORT))


def case(damage=None):
    """The oracle after some damage."""
    summary = copy.deepcopy(oracle_summary(load(REPORT), document()))
    if damage:
        damage(summary)
    return Case(load(REPORT), document(), summary)


def value(metric, made):
    """One metric of the scorecard."""
    if metric == "sections.least_recall":
        return sections.least_recall(made)
    measured = metrics()[metric](made)
    return measured.f1 if hasattr(measured, "f1") else measured.value


@pytest.fixture(scope="module")
def right():
    return case()


def change_numbers(summary):
    for item in summary["results"][::2]:
        if item["quantity"]:
            item["quantity"]["value"] = f"{item['quantity']['value']}7"


def drop_items(summary):
    summary["results"] = summary["results"][::2]


def invent_quotes(summary):
    for item in summary["results"][::2]:
        item["evidence"][0]["quote"] = "圆满完成全年各项目标任务"


def call_targets_met(summary):
    for item in summary["targets"]:
        item["attainment"] = {"state": "met", "results": ["r1"], "deviation": None}


def tell_everything_twice(summary):
    summary["results"] += [item | {"id": f"{item['id']}9"} for item in summary["results"]]


def tell_plans_as_done(summary):
    for item in summary["results"]:
        item["status"] = "done"


def drop_hedges(summary):
    for item in summary["results"]:
        if item["quantity"]:
            item["quantity"]["approx"] = "exact"


def swap_problems_and_measures(summary):
    problems, measures = summary["problems"], summary["measures"]
    summary["problems"] = [item | {"id": f"p9{item['id']}"} for item in measures]
    summary["measures"] = [item | {"id": f"m9{item['id']}"} for item in problems]


def invent_items(summary):
    stranger = copy.deepcopy(summary["results"][0])
    for number in range(100):
        made = copy.deepcopy(stranger) | {"id": f"r9{number}", "metric": "凭空捏造的事"}
        made["quantity"]["value"] = f"{number}.123"
        made["evidence"] = [{"start": number, "end": number + 3, "quote": "凭空捏"}]
        summary["results"].append(made)


def forget_the_last_section(summary):
    last = max(item["evidence"][0]["start"] for item in summary["measures"])
    section = document().section_at(last)
    for plural in ("targets", "results", "problems", "measures"):
        summary[plural] = [
            item for item in summary[plural] if item["evidence"][0]["start"] < section.start
        ]


def turn_directions(summary):
    other = {"none": "none", "increase": "decrease", "decrease": "increase"}
    for item in summary["results"]:
        item["direction"] = other[item["direction"]]


@pytest.mark.parametrize(
    ("damage", "metric", "least_loss"),
    [
        (change_numbers, "numbers.shipped", 0.10),
        (change_numbers, "fields.value_unit", 0.20),
        (change_numbers, "numbers.recall_core", 0.10),
        (drop_items, "items.result", 0.30),
        (drop_items, "numbers.recall_all", 0.30),
        (invent_quotes, "quotes.exist", 0.30),
        (invent_quotes, "quotes.citation_recall", 0.30),
        (call_targets_met, "links.false_met", -0.7),
        (call_targets_met, "links.attainment", 0.90),
        (tell_everything_twice, "duplicates", -0.3),
        (tell_everything_twice, "items.all", 0.15),
        (tell_plans_as_done, "fields.planned_as_done", -0.9),
        (drop_hedges, "fields.approx", 0.05),
        (swap_problems_and_measures, "items.problems_measures", 0.90),
        (invent_items, "items.all", 0.10),
        (invent_items, "items.core", 0.10),
        (forget_the_last_section, "sections.coverage", 0.02),
        (forget_the_last_section, "sections.least_recall", 0.90),
        (turn_directions, "fields.direction_accuracy", 0.90),
        (turn_directions, "numbers.strict", 0.01),
    ],
)
def test_the_right_metric_notices(damage, metric, least_loss, right):
    lost = value(metric, right) - value(metric, case(damage))
    assert lost >= least_loss if least_loss > 0 else lost <= least_loss


def test_the_oracle_is_faultless(right):
    values = {name: metric.value for name, metric in scorecard([right]).items()}
    faults = ["items.merged", "links.false_met", "fields.planned_as_done"]
    faults += ["fields.hedges_dropped", "fields.hedges_added"]
    assert {values.pop(name) for name in faults} == {0}
    # Gold itself has atoms that two predictions could stand for.
    del values["items.split"]
    assert {n: v for n, v in values.items() if n.startswith(("items.", "fields.")) and v < 1} == {}
