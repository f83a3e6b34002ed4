"""Models that keep the format and nothing else never lower what `verified` means."""

import pytest

from evals.bench.contest.texts import five
from evals.bench.sloppy import FAULTS, measure


@pytest.fixture(scope="module")
def writing():
    return next(one for one in five() if one.name.startswith("000"))


def test_a_faultless_model_is_verified(writing):
    count = measure("none", [writing])
    assert (count.wrong, count.unread) == ((), 0)
    # Of 62; short names that the report uses for several values are left for review.
    assert count.verified >= 45


@pytest.mark.parametrize("fault", [name for name in FAULTS if name != "labels off by one"])
def test_what_a_sloppy_model_says_wrong_is_not_verified(fault, writing):
    count = measure(fault, [writing])
    assert (count.wrong, count.unread) == ((), 0)


def test_english_labels_are_read_and_doubted(writing):
    count = measure("English labels", [writing])
    assert count.items > 40
    assert count.verified == 0
