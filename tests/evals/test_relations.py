"""The answer key of the audit: complete, in its reports, and the same as the list to read."""

import re
from collections import Counter

from evals.dataset import GOLD, load_all

VERDICTS = {
    "holds exactly": "holds",
    "holds within rounding": "within_rounding",
    "feasible": "feasible",
    "**INCOMPLETE**": "incomplete",
    "**DOES NOT HOLD**": "fails",
}


def test_every_relation_has_its_verdict():
    verdicts = Counter(r["verdict"] for gold in load_all() for r in gold.findings)
    assert verdicts == {
        "holds": 63,
        "within_rounding": 4,
        "feasible": 29,
        "incomplete": 2,
        "fails": 10,
    }


def test_key_and_list_agree():
    listed = (GOLD / "findings" / "arithmetic.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d{3}-\d\d) \|.*?\| ([^|]+) \| ?[^|]*\|$", listed, re.MULTILINE)
    told = {number: VERDICTS[verdict.strip()] for number, verdict in rows}
    assert told == {r["id"]: r["verdict"] for gold in load_all() for r in gold.findings}


def test_every_relation_has_a_place():
    assert all(relation["evidence"] for gold in load_all() for relation in gold.findings)
