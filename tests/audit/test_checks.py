"""Checks and codes are named in both languages, and every rule says where it comes from."""

import re
import string
from pathlib import Path

from summarizer.audit import CHECKS, CODES, RULES
from summarizer.audit.checks import GROUPS, MESSAGES


def slots(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_every_code_belongs_to_a_check_and_every_check_has_codes():
    assert {code.check for code in CODES.values()} == set(CHECKS)


def test_every_code_has_a_sentence():
    assert set(CODES) == {key.partition(":")[0] for key in MESSAGES if key != "formula"} | set(
        GROUPS
    )


def test_both_languages_tell_the_same_words():
    for key, (zh, en) in {**MESSAGES, **GROUPS}.items():
        told = {name.removesuffix("_zh").removesuffix("_en") for name in slots(zh)}
        assert {name.removesuffix("_en") for name in slots(en)} <= told | {"whole"}, key
        assert not re.search(r"[一-鿿]", re.sub(r"\{[^}]*\}|元|万元|亿元|指标", "", en)), key


def test_every_rule_says_its_source():
    for rule in RULES:
        assert "Source: " in (rule.__doc__ or ""), rule


def test_the_page_of_checks_names_every_check_and_code():
    page = (Path(__file__).parents[2] / "docs" / "checks.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert [row.split("`")[1] for row in rows] == list(CHECKS)
    for name, row in zip(CHECKS, rows, strict=True):
        assert {code for code, one in CODES.items() if one.check == name} <= set(row.split("`"))
