"""Findings against the answer key."""

from atom_samples import case, oracle, place

from evals.scorers import findings
from evals.scorers.ratio import Share

SUM = {
    "id": "x-01",
    "verdict": "fails",
    "relation": "730 + 637",
    "expected": "1367",
    "stated": "1368",
    "note": "",
    "evidence": [place("730人"), place("637人")],
}
GROWTH = {
    "id": "x-02",
    "verdict": "holds",
    "relation": "growth",
    "expected": "8.5%",
    "stated": "8.5%",
    "note": "",
    "evidence": [place("8.5%")],
}
KEY = {"findings": (SUM, GROWTH)}


def finding(quote, severity="error", **more):
    start, end, text = place(quote)
    evidence = [{"start": start, "end": end, "quote": text}]
    plain = {"code": "sum-mismatch", "message": "…", "expected": None, "stated": None, "items": []}
    return plain | {"severity": severity, "evidence": evidence} | more


def told(*made, **changes):
    summary = oracle()
    summary["findings"] = list(made)
    return case(summary, **KEY | changes)


def test_a_fault_is_found_by_place_and_number():
    right = told(finding("730人", expected="1,367人", stated="1368人"))
    assert findings.recall(right) == Share(1, 1)
    assert findings.precision(right) == Share(1, 1)
    assert findings.false_errors(right) == ()


def test_the_right_place_with_other_numbers_is_another_matter():
    assert findings.recall(told(finding("730人", expected="9", stated="8"))) == Share(0, 1)


def test_an_info_is_not_loud_enough():
    assert findings.recall(told(finding("730人", "info"))) == Share(0, 1)


def test_an_error_on_what_holds_is_false():
    wrong = told(finding("8.5%", stated="8.5%"))
    assert findings.precision(wrong) == Share(0, 1)
    assert len(findings.false_errors(wrong)) == 1


def test_a_warning_on_what_holds_waits_for_a_reader():
    doubtful = told(finding("8.5%", "warning", stated="8.5%"))
    assert findings.false_errors(doubtful) == ()
    assert findings.precision(doubtful) == Share(0, 0)


def test_what_nobody_judged_counts_neither_way():
    assert findings.precision(told(finding("加强预算编制培训"))) == Share(0, 0)


def test_a_reader_decides():
    start, end, _ = place("加强预算编制培训")
    judged = ({"code": "sum-mismatch", "start": start, "end": end, "right": True},)
    assert findings.precision(told(finding("加强预算编制培训"), judged=judged)) == Share(1, 1)


def test_nothing_told_of_nothing():
    assert findings.recall(told(findings=())) == Share(0, 0)
    assert findings.recall(told()) == Share(0, 1)
