"""Gold and predictions become the same atoms."""

import pytest

from evals.atoms import gold_atoms, predicted_atoms, same_unit, same_value
from evals.dataset import load

QUANTITY = {"text": "90%", "value": "90", "unit": "%", "approx": "exact", "comparator": ">="}
EVIDENCE = [{"start": 5, "end": 8, "quote": "90%"}]


def target(**changes):
    plain = {"id": "t1", "metric": "满意度", "quantity": QUANTITY, "evidence": EVIDENCE}
    return plain | changes


def test_a_summary_becomes_atoms():
    (atom,) = predicted_atoms({"targets": [target(comparator=">=", subject="城市管理")]})
    assert (atom.type, atom.value, atom.unit, atom.comparator) == ("target", "90", "%", ">=")
    assert (atom.status, atom.spans, atom.item) == ("planned", ((5, 8, "90%"),), "t1")


def test_the_comparator_of_the_quantity_stands_in():
    (atom,) = predicted_atoms({"results": [target(id="r1")]})
    assert atom.comparator == ">="


def test_without_quantity_nothing_about_one():
    (atom,) = predicted_atoms([target(quantity=None, comparator=">=")])
    assert (atom.value, atom.unit, atom.approx, atom.comparator) == (None, None, None, None)


def test_several_quantities_explode():
    several = [QUANTITY, QUANTITY | {"value": "80"}]
    atoms = predicted_atoms([target(quantities=several)])
    assert [(atom.id, atom.item, atom.value) for atom in atoms] == [
        ("t1", "t1", "90"),
        ("t1.1", "t1", "80"),
    ]


def test_bare_flat_items_and_problems_without_metric():
    flat = {
        "id": "p1",
        "text": "科学性有待加强",
        "value": None,
        "evidence": [[0, 7, "科学性有待加强"]],
    }
    (atom,) = predicted_atoms({"items": [flat]})
    assert (atom.type, atom.metric) == ("problem", "科学性有待加强")


def test_an_item_of_no_type_is_refused():
    with pytest.raises(ValueError, match="no known type"):
        predicted_atoms([{"id": "x1"}])


def test_values_and_units():
    assert same_value("730", "730.00")
    assert same_value("1/11", "1/11.0")
    assert not same_value("1", "1/11")
    assert not same_value(None, "0")
    assert same_value("10-22", "10-22")
    assert same_unit("平米", "平方米")
    assert not same_unit("人", "人次")
    assert not same_unit("%", "个百分点")


def test_or_more_is_over_with_a_bound():
    atoms = {atom.id: atom for atom in gold_atoms(load("001"))}
    assert (atoms["t59"].approx, atoms["t59"].comparator) == ("over", ">=")
    assert (atoms["t4"].approx, atoms["t4"].comparator) == ("exact", ">=")
