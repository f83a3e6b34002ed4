"""Generated forms: layouts are sound, gold stands on the paper, the scorer sees faults."""

import json
from collections import Counter
from decimal import Decimal

import pytest

from evals.forms import FORMATS, LAYOUTS, Form, form, render, score
from evals.forms.content import content, plain
from evals.forms.gold import GoldItem
from evals.forms.render import FLAT
from evals.forms.run import run, values
from evals.gates import judge
from summarizer import read_bytes, summarize


@pytest.fixture(params=LAYOUTS)
def made(request: pytest.FixtureRequest) -> Form:
    return form(request.param, 11)


def test_no_two_cells_of_a_layout_stand_on_one_place(made: Form) -> None:
    for table in made.sheet.blocks:
        if isinstance(table, str):
            continue
        places = Counter(
            (cell.row + down, cell.column + right)
            for cell in table.cells
            for down in range(cell.rows)
            for right in range(cell.columns)
        )
        assert set(places.values()) == {1}
        assert {row for row, _ in places} == set(range(table.height))


def test_what_the_gold_names_stands_on_the_paper(made: Form) -> None:
    words = json.dumps(
        [
            block if isinstance(block, str) else [c.text for c in block.cells]
            for block in made.sheet.blocks
        ],
        ensure_ascii=False,
    )
    names = [one.metric for one in made.gold.items if one.kind == "target"]
    assert all(name in words for name in names)
    assert all(one.words in words for one in made.gold.items)


def test_weights_add_to_ninety_and_the_same_seed_gives_the_same_form() -> None:
    for seed in range(20):
        assert sum(one.weight for one in content(seed).indicators) == 90
        assert content(seed) == content(seed)


@pytest.mark.parametrize("kind", [kind for kind in FORMATS if not kind.startswith("pdf")])
def test_a_form_has_its_words_in_every_format(kind: str) -> None:
    data, ending = render(form("national", 3).sheet, kind)
    assert len(data) > 500
    if kind in FLAT:
        assert content(3).indicators[0].name in data.decode()
        assert ending == ".txt"


def test_the_scorer_counts_what_is_missed_invented_and_wrong() -> None:
    made = form("indicator-label", 5)
    data, ending = render(made.sheet, "bars")
    summary = summarize(read_bytes(data, "a" + ending), "rules").model_dump(mode="json")
    right = {
        "targets": [_item(one) for one in made.gold.items if one.kind == "target"],
        "results": [_item(one) for one in made.gold.items if one.kind == "result"],
    }
    full = score(right, made.gold)
    assert (full.f1("target"), full.f1("result"), full.share(full.scores)) == (1, 1, 1)
    assert full.faults == []
    assert score(summary, made.gold).gold == full.gold
    numbers = [item for item in right["targets"] if item["quantity"]]
    numbers[0]["quantity"]["unit"] = "头"
    numbers[1]["weight"] = "77"
    right["results"].append({**right["results"][0], "metric": "无中生有"})
    bad = score(right, made.gold)
    assert bad.f1("target") < 1
    assert bad.f1("result") < 1
    assert bad.share(bad.units) < 1
    assert bad.share(bad.scores) < 1
    assert bad.false_verified == 2


def test_the_gates_name_figures_of_both_groups() -> None:
    found = values(run(["docx", "bars"], ["national"], [5]))
    assert found["cells.targets"] == 1
    assert {name.partition(".")[0] for name in found} == {"cells", "flattened"}
    assert {outcome.gate.metric for outcome in judge("forms", found)} <= set(found)


def _item(one: GoldItem) -> dict[str, object]:
    quantity = {"value": one.value, "unit": one.unit} if one.value is not None else None
    return {
        "metric": one.metric,
        "subject": None,
        "text": one.metric + one.words,
        "quantity": quantity,
        "comparator": one.comparator,
        "weight": one.weight,
        "score": one.score,
        "reason": one.reason,
        "evidence": [],
        "check": {"verdict": "verified"},
    }


def test_plain_decimals_have_no_exponent() -> None:
    assert [plain(Decimal(text)) for text in ("10.50", "1E+3", "0.00")] == ["10.5", "1000", "0"]
