"""Intervals against published and hand-computed values."""

import pytest

from evals.statistics import bootstrap, t_interval, wilson


def test_wilson():
    # Newcombe 1998, table I: 81 of 263 and 15 of 148.
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson(0, 0) == (0, 1)
    assert wilson(5, 5)[1] == pytest.approx(1)


def test_t_interval():
    # mean 2, s = 1, n = 3: 2 ± 4.3027 / √3
    assert t_interval([1, 2, 3]) == pytest.approx((2 - 2.4841, 2 + 2.4841), abs=1e-4)
    assert t_interval([1]) is None


def test_bootstrap_of_one_value_has_no_width():
    assert bootstrap([[0.5, 0.5], [0.5]], rounds=200) == (0.5, 0.5)


def test_bootstrap_draws_reports_first():
    low, high = bootstrap([[0.0] * 50, [1.0] * 50], rounds=500)
    assert (low, high) == (0.0, 1.0)
