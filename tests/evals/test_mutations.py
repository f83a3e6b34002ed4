"""The operators: enough mutants, one edit each, none of them true; and they are frozen."""

import hashlib
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from evals import mutations
from evals.dataset import load, load_all
from evals.mutations.labels import LABELS
from evals.mutations.making import is_equivalent, mutants
from evals.mutations.operators import LEGIT, NEVER_VERIFIED, OPERATORS
from evals.mutations.seeds import plain, seeds
from summarizer.schema import Document, Section

# Written before and apart from the rules that they test. A change here is a change of the exam:
# say why in evals/README.md.
FROZEN = "073d3788158f425f016cf418a8b5dce64d6e2ec32188fe4340f8b79825f47fdf"
FROZEN_LABELS = "7b59c568b4b2637769c5792e83a9df79e3f73c166eb68d2af77e84f85ab481a9"
_WORDS = re.compile(r'"""[^\0]*?"""|#[^\n]*')
EVERY = (*OPERATORS, *LABELS)
# Gold allows no more: few directions, plans, part-year periods, bounds, ranks, problems, parts.
FEW = {5: 63, 6: 126, 8: 36, 12: 22, 21: 134, 24: 89, 25: 90, 26: 30, 27: 73, 29: 36, 36: 10}


def document(gold):
    whole = (Section(("一、完成情况",), 0, len(gold.text)),)
    return Document(gold.name, gold.text, "", "", sections=whole)


@pytest.fixture(scope="module")
def ground():
    return [seed for gold in load_all() for seed in seeds(gold, document(gold))]


@pytest.fixture(scope="module")
def few():
    gold = load("003")
    return list(seeds(gold, document(gold)))


def hash_of_code(paths):
    """The hash of files without docstrings, comments and blanks, which may be reworded."""
    texts = ("".join(_WORDS.sub("", path.read_text("utf-8")).split()) for path in paths)
    return hashlib.sha256("".join(texts).encode()).hexdigest()


def test_operators_are_frozen():
    sources = sorted(Path(mutations.__file__).parent.glob("*.py"))
    free = {"__init__", "run", "counting", "labels"}
    assert hash_of_code(path for path in sources if path.stem not in free) == FROZEN


def test_operators_on_labels_are_frozen():
    assert hash_of_code([Path(mutations.__file__).parent / "labels.py"]) == FROZEN_LABELS


def test_operators_are_numbered_1_to_38():
    assert [operator.number for operator in EVERY] == list(range(1, 39))


@pytest.mark.parametrize("operator", EVERY, ids=lambda o: f"{o.number} {o.name}")
def test_there_are_enough_mutants(operator, ground):
    made = mutants(operator, ground, limit=200)
    assert len(made) >= min(200, FEW.get(operator.number, 200))
    assert len({mutant.id for mutant in made}) == len(made)


@pytest.mark.parametrize("operator", [*EVERY, *LEGIT], ids=lambda o: f"{o.number} {o.name}")
def test_the_same_mutants_every_time(operator, few):
    once = [(m.seed, m.item) for m in mutants(operator, few, limit=20)]
    again = [(m.seed, m.item) for m in mutants(operator, few, limit=20)]
    assert once == again


@pytest.mark.parametrize("operator", EVERY, ids=lambda o: f"{o.number} {o.name}")
def test_every_mutant_differs_from_its_seed(operator, few):
    items = {seed.entry["id"]: seed.item for seed in few}
    for mutant in mutants(operator, few, limit=50):
        assert mutant.item | {"id": mutant.seed} != items[mutant.seed]


def test_there_are_ten_thousand_hard_ones(ground):
    made = [m for o in OPERATORS if o.number in NEVER_VERIFIED for m in mutants(o, ground)]
    assert len(made) >= 10_000


@pytest.mark.parametrize("number", [1, 2, 3, 4, 18, 19])
def test_value_operators_change_the_value(number, few):
    values = {seed.entry["id"]: seed.entry["value"] for seed in few}
    for mutant in mutants(OPERATORS[number - 1], few):
        assert Decimal(mutant.item["quantity"]["value"]) != Decimal(values[mutant.seed])


@pytest.mark.parametrize("number", [15, 22])
def test_quote_operators_leave_the_report(number, few):
    text = load("003").text
    for mutant in mutants(OPERATORS[number - 1], few):
        span = mutant.item["evidence"][0]
        assert text[span["start"] : span["end"]] != span["quote"]


def test_rewordings_keep_every_quote(few):
    text = load("003").text
    for operator in LEGIT:
        for mutant in mutants(operator, few):
            for span in mutant.item["evidence"]:
                assert text[span["start"] : span["end"]] == span["quote"]


def test_a_mutant_that_says_what_a_neighbour_says_is_thrown_away(few):
    # Budget and accounts of a project whose means are all from the district: the part is the whole.
    by_id = {seed.entry["id"]: seed for seed in few}
    whole, part = by_id["r6"], by_id["r7"]
    assert whole.entry["value"] == part.entry["value"]
    assert is_equivalent("result", whole.item, part)
    assert not is_equivalent("result", whole.item | {"direction": "increase"}, part)


def test_plain_numbers():
    assert plain(Decimal("1E+4")) == "10000"
    assert json.dumps(plain(Decimal("39.2660"))) == '"39.266"'
