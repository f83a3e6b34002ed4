"""Sentences of the genre: those that hold give no finding, the others give one."""

import json
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SOUND = (HERE / "sound_sentences.txt").read_text(encoding="utf-8").splitlines()
WRONG = json.loads((HERE / "wrong_sentences.json").read_text(encoding="utf-8"))
HEAD = "2023年度丙县项目支出绩效自评报告\n\n二、绩效情况\n"


@pytest.mark.parametrize("text", SOUND, ids=lambda text: text[:16])
def test_a_sentence_that_holds_stays_silent(loud, text):
    assert loud(HEAD + text) == []


@pytest.mark.parametrize("case", WRONG, ids=lambda case: case["text"][:16])
def test_a_sentence_that_does_not_hold_is_told(loud, case):
    assert case["code"] in [code for _, code, *_ in loud(HEAD + case["text"])]


REASONED = """一、支出情况
甲项目预算200万元，实际支出120万元。
乙项目预算300万元，实际支出240万元。
{reason}
"""


@pytest.mark.parametrize(
    ("reason", "codes"),
    [
        ("乙项目支出预算执行率80%，主要原因是招标推迟、资金未支付。", 1),
        ("因机构改革，办公费预算追加10万元，预算数相应增加。", 2),
        ("由于项目招标推迟，预算资金未能支付，支出低于预算。", 0),
    ],
)
def test_a_reason_explains_the_rate_that_it_is_about(loud, reason, codes):
    found = loud(HEAD + REASONED.format(reason=reason))
    assert [code for _, code, *_ in found] == ["execution-rate-unexplained"] * codes
