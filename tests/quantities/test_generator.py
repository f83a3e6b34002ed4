"""Random sentences read back: what was written is read, and nothing else."""

from __future__ import annotations

from random import Random

import pytest

from summarizer.quantities import scan
from tests.quantities.generator import Expected, Sentence, hidden, sentence

SEED = 20231


def _read(text: str) -> tuple[Expected, ...]:
    return tuple(
        (one.text, one.value, one.unit, one.kind, one.approx, one.comparator) for one in scan(text)
    )


def _wrong(cases: int, seed: int) -> list[tuple[str, tuple[Expected, ...]]]:
    random = Random(seed)
    wrong = []
    for _ in range(cases):
        given = sentence(random)
        read = _read(given.text)
        if read != given.expected:
            wrong.append((given.text, read))
    return wrong


def _without_marks(given: Sentence) -> list[tuple[str, str, str, str | None]]:
    return [(value, unit, approx, bound) for _, value, unit, _, approx, bound in given.expected]


def test_what_is_written_is_read_back() -> None:
    assert not _wrong(20_000, SEED)


@pytest.mark.long
def test_what_is_written_is_read_back_many_times() -> None:
    assert not _wrong(150_000, SEED + 1)


def test_marks_that_nobody_sees_change_no_value() -> None:
    random = Random(SEED + 2)
    for _ in range(1000):
        given = hidden(sentence(random), random)
        read = [(one.value, one.unit, one.approx, one.comparator) for one in scan(given.text)]
        assert read == _without_marks(given), given.text
