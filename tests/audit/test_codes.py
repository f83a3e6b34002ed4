"""Codes are stable, complete and named; rules keep to one order."""

import re
from pathlib import Path

from summarizer import audit as package
from summarizer.audit import CODES, RULES

SOURCES = Path(package.__file__).parent
USED = re.compile(r'"((?:[a-z]+-)+[a-z0-9]+)"')


def test_every_code_that_a_rule_gives_is_named():
    used = {
        code
        for source in SOURCES.glob("*.py")
        if source.name != "codes.py"
        for code in USED.findall(source.read_text(encoding="utf-8"))
    }
    assert used == set(CODES)


def test_all_25_checks_of_the_reviewers_are_there():
    assert {code.check for code in CODES.values()} == set(range(1, 26))


def test_every_rule_says_its_check_and_its_source():
    for rule in RULES:
        told = rule.__doc__ or ""
        assert re.match(r"Checks? \d", told), rule
        assert "Source: " in told, rule
