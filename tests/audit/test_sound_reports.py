"""Whole reports of the genre in which every relation holds: not one error or warning."""

import json
from pathlib import Path

import pytest

from summarizer import read_text, summarize
from summarizer.audit import audit

ALTERATIONS = json.loads((Path(__file__).parent / "alterations.json").read_text(encoding="utf-8"))
REPORTS = sorted((Path(__file__).parent / "sound").glob("*.txt"))
HALF_WIDTH = str.maketrans("，；：（）", ",;:()")


def loud(text):
    summary = summarize(read_text(text, "报告.txt"), engine="rules")
    return [f.message for f in summary.findings if f.severity != "info"]


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_a_sound_report_stays_silent(path):
    assert loud(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_it_stays_silent_in_half_width(path):
    assert loud(path.read_text(encoding="utf-8").translate(HALF_WIDTH)) == []


def altered(name, old, new):
    path = next(path for path in REPORTS if path.stem == name)
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    return read_text(text.replace(old, new), "报告.txt")


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("final-accounts", "占92.76%", "占82.76%", "share-mismatch"),
        (
            "final-accounts",
            "项目支出1,780.47万元，占",
            "项目支出1,870.47万元，占",
            "parts-exceed-whole",
        ),
        ("final-accounts", "增长7.08%", "增长8.08%", "growth-rate-mismatch"),
        (
            "final-accounts",
            "完成年初预算的108.11%",
            "完成年初预算的118.11%",
            "execution-rate-mismatch",
        ),
        ("final-accounts", "事业人员82人", "事业人员72人", "sum-mismatch"),
        ("final-accounts", "其他用车2辆", "其他用车3辆", "parts-exceed-whole"),
        ("road-project", "省级配套资金400万元", "省级配套资金500万元", "parts-exceed-whole"),
        ("road-project", "预算执行率95.52%", "预算执行率98.52%", "execution-rate-mismatch"),
        ("road-project", "过程类得分18分", "过程类得分19分", "score-sum-mismatch"),
        ("road-project", "结余67.25万元", "结余76.25万元", "budget-difference-mismatch"),
        ("self-evaluation", "完成预算的97.5%", "完成预算的95.7%", "execution-rate-mismatch"),
        ("self-evaluation", "办结84件", "办结82件", "ratio-mismatch"),
        ("self-evaluation", "年末结转结余170万元", "年末结转结余190万元", "balance-mismatch"),
        ("self-evaluation", "共计发放各类补助395万元", "共计发放各类补助39.5万元", None),
        ("township", "占总支出的54.71%", "占总支出的57.41%", "share-mismatch"),
        ("township", "事业编制51名", "事业编制61名", "parts-exceed-whole"),
        ("township", "党支部29个", "党支部39个", "parts-exceed-whole"),
        ("township", "化解率97.8%", "化解率98.8%", "ratio-mismatch"),
        ("township", "产出指标得分29分", "产出指标得分28分", "score-sum-mismatch"),
        ("school-buildings", "九年一贯制学校3所", "九年一贯制学校5所", "parts-exceed-whole"),
        ("school-buildings", "按期完工36个", "按期完工34个", "ratio-mismatch"),
        ("school-buildings", "合计3185万元", "合计3285万元", "sum-mismatch"),
        ("school-buildings", "增长18.18%", "增长15.18%", "growth-rate-mismatch"),
        ("scoring-form", "14.76", "13.76", "score-sum-mismatch"),
        ("account-tables", "450.00\t0.00\n", "480.00\t0.00\n", "table-total-mismatch"),
    ],
)
def test_an_altered_figure_is_found(name, old, new, code):
    codes = [f.code for f in audit(altered(name, old, new)) if f.severity != "info"]
    assert codes == [] if code is None else code in codes


@pytest.mark.parametrize(
    "case", ALTERATIONS, ids=lambda case: f"{case['report']}: {case['altered'][:20]}"
)
def test_a_wrong_figure_in_a_sound_report_is_told(case):
    document = altered(case["report"], case["printed"], case["altered"])
    items = summarize(document, engine="rules")
    found = {f.code for f in items.findings if f.severity != "info"}
    # One finding for a cause, by whichever of the checks is surest.
    assert found.intersection(case["codes"])
    places = {span.quote for f in items.findings if f.code in case["codes"] for span in f.evidence}
    assert places
