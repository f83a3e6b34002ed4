"""Every check has an example that it tells and one that it tests and lets pass."""

import tomllib
from pathlib import Path

import pytest

from summarizer import read_text, summarize
from summarizer.audit import CHECKS, CODES

EXAMPLES = {
    path.stem: tomllib.loads(path.read_text("utf-8"))
    for path in sorted((Path(__file__).parent / "checks").glob("*.toml"))
}
# A growth from nothing has no sound form: where there was something, it is a growth.
ONE_SIDED = {"zero-base"}


def entry(text, check):
    summary = summarize(read_text(text, "报告.txt"), engine="rules")
    told = [one.code for one in summary.findings if one.code in CODES]
    return next(one for one in summary.ledger if one.check == check), told


def test_every_check_has_its_examples():
    assert set(EXAMPLES) == set(CHECKS)
    assert {name for name, one in EXAMPLES.items() if "silent" not in one} == ONE_SIDED


@pytest.mark.parametrize("check", EXAMPLES)
def test_a_check_tells_what_does_not_hold(check):
    found, told = entry(EXAMPLES[check]["fires"], check)
    assert found.state == "failed"
    # One finding for a cause: a graver check may tell it.
    assert any(CODES[code].check == check for code in told) or told


@pytest.mark.parametrize("check", [name for name in EXAMPLES if name not in ONE_SIDED])
def test_a_check_lets_pass_what_holds(check):
    found, told = entry(EXAMPLES[check]["silent"], check)
    assert found.state == "passed"
    assert not any(CODES[code].check == check for code in told)
