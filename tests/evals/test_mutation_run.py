"""The mutation run: every mutant gets its verdict, and the counts are right."""

import pytest

import summarizer
from evals.dataset import load, path_of
from evals.mutations import counting
from evals.mutations.making import Mutant
from evals.mutations.operators import LEGIT, OPERATORS
from evals.mutations.run import Judged, run, run_on

ALTERED_QUOTE, VERBATIM = OPERATORS[14], LEGIT[0]


def judged(operator, verdict):
    return Judged(
        Mutant(operator, "003", "r1", "result", {"id": "r9", "text": "…"}, ""), verdict, ()
    )


@pytest.fixture(scope="module")
def of_gold():
    return run((*OPERATORS, *LEGIT), limit=5, reports=("003",))


def test_every_operator_is_judged(of_gold):
    counted = {row.operator.name: row.count for row in counting.rows(of_gold, OPERATORS)}
    assert counted["digit changed"] == counted["quote altered"] == 5
    assert all(one.verdict in {"verified", "review", "failed"} for one in of_gold)


def test_no_altered_quote_passes(of_gold):
    (row,) = counting.rows(of_gold, [ALTERED_QUOTE])
    assert row.failed == row.count == 5


def test_a_summary_of_an_engine_is_mutated_too():
    summary = summarizer.summarize(summarizer.read(path_of("003")), engine="rules")
    plain = summary.model_dump(mode="json")
    found = run_on(plain, load("003"), [ALTERED_QUOTE, VERBATIM], limit=5)
    assert {one.mutant.operator for one in found} == {ALTERED_QUOTE, VERBATIM}
    assert all(one.is_flagged for one in found if one.mutant.operator is ALTERED_QUOTE)


def test_counts():
    made = (judged(ALTERED_QUOTE, "failed"), judged(ALTERED_QUOTE, "review"))
    made += (judged(ALTERED_QUOTE, "verified"), judged(VERBATIM, "review"))
    (row,) = counting.rows(made, [ALTERED_QUOTE])
    assert (row.count, row.flagged, row.failed) == (3, 2, 1)
    assert row.share == pytest.approx(2 / 3)
    count, passed = counting.never_verified(made)
    assert (count, len(passed)) == (3, 1)
    values = counting.values(made)
    assert values["least_1_20"] == pytest.approx(2 / 3)
    assert values["legit_flagged_verbatim"] == 1
    assert values["legit_failed"] == 0


def test_counts_of_nothing():
    values = counting.values(())
    assert values["macro_1_20"] == values["least_21_29"] == 1
    assert values["never_verified"] == values["legit_failed"] == 0


def test_the_table_names_every_operator_and_class(of_gold):
    text = "\n".join(counting.table(of_gold))
    made = {row.operator.name for row in counting.rows(of_gold, (*OPERATORS, *LEGIT)) if row.count}
    assert len(made) > 30
    assert all(name in text for name in made)
    assert "called verified" in text


def test_what_escaped_is_shown_with_its_words():
    shown = list(
        counting.escaped((judged(ALTERED_QUOTE, "verified"), judged(VERBATIM, "review")), 5)
    )
    assert shown[0].startswith("15 quote altered | 003 r1 | verified")
    assert shown[2].startswith("0 verbatim | 003 r1 | review")
    assert not list(counting.escaped((judged(ALTERED_QUOTE, "failed"),), 5))
