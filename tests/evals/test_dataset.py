"""Gold loads, and gold that is not in its report is refused."""

import json

import pytest

from evals.dataset import GOLD, GoldError, from_annotation, load, load_all, names, path_of


@pytest.mark.parametrize("name", names("all"))
def test_every_report_loads(name):
    gold = load(name)
    assert gold.items
    assert gold.quantities or name not in names()
    assert path_of(name).read_text(encoding="utf-8") == gold.text


def test_the_sets_part_the_reports_and_hold_their_atoms():
    parts = [*names("samples"), *names("provinces"), *names("untouched")]
    assert parts == list(names("all"))
    assert sum(len(gold.items) for gold in load_all()) == 681
    assert sum(len(load(name).items) for name in names("provinces")) == 544


def test_a_report_is_known_by_its_beginning():
    assert load("000").name == "000-key-projects-2022"
    with pytest.raises(GoldError, match="no single report"):
        load("00")


@pytest.fixture
def annotation():
    source = GOLD / "items" / "003-key-projects-2020.json"
    return json.loads(source.read_text(encoding="utf-8"))


def refused(annotation, match):
    gold = load("003")
    with pytest.raises(GoldError, match=match):
        from_annotation(gold.name, gold.text, annotation)


def test_a_shifted_quote_is_refused(annotation):
    annotation["items"][0]["evidence"][0][0] += 1
    refused(annotation, "item r1: text")


def test_an_item_without_evidence_is_refused(annotation):
    annotation["items"][0]["evidence"] = []
    refused(annotation, "no evidence")


def test_a_double_id_is_refused(annotation):
    annotation["items"][1]["id"] = annotation["items"][0]["id"]
    refused(annotation, "not unique")


def test_a_loose_link_is_refused(annotation):
    annotation["links"].append(["addresses", "m99", "p1"])
    refused(annotation, "unknown m99")


def test_a_loose_attainment_is_refused(annotation):
    annotation["attainment"] = {"t99": "met"}
    refused(annotation, "unknown t99")
