"""Every row of the fault matrix has a test, and every test of a row has its row."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import test_faults_of_answers
import test_faults_of_endpoints

MATRIX = json.loads((Path(__file__).parent / "fault_matrix.json").read_text(encoding="utf-8"))


def rows_tested() -> Iterator[str]:
    for module in (test_faults_of_endpoints, test_faults_of_answers):
        for thing in vars(module).values():
            for mark in getattr(thing, "pytestmark", []):
                if mark.name == "parametrize" and mark.args[0] == "row":
                    yield from mark.args[1]


def test_every_row_has_a_test_and_every_test_a_row() -> None:
    assert set(rows_tested()) == set(MATRIX)
    assert list(MATRIX) == [f"L{number}" for number in range(1, 36)]
