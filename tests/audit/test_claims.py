"""Claims about the whole against the report's own figures."""

import pytest

OVER = "年初预算465.65万元，实际支出541.4万元。\n"

SOUND = [
    "年初预算465.65万元，实际支出460万元。\n总体符合年度预算目标。",
    "年初预算465.65万元，实际支出541.4万元，主要原因是年中追加预算。\n总体符合年度预算目标。",
    "预算487万元，实际支出483.3万元。\n项目在预算范围内开展，无超出预算金额的支出。",
    "确保全面完成年度绩效目标。\n问题解决率85.11%。",
    "全面完成年度绩效目标。\n工单办结率98.5%。",
    "成本节约率大于等于0%。\n预算487万元，实际支出483.3万元。",
]


@pytest.mark.parametrize("text", SOUND)
def test_claims_that_stand_stay_silent(loud, text):
    assert loud(text) == []


def test_a_claim_of_budget_beside_overspending(loud):
    found = loud(OVER + "总体符合年度预算目标，社会效益显著。")
    assert ("warning", "blanket-claim-contradicted", "116.27%", "符合年度预算目标") in found


def test_a_claim_of_no_overspending(loud):
    found = loud("年初预算100万元，实际支出103万元。\n项目无超预算情况。")
    assert found == [("warning", "blanket-claim-contradicted", "103.00%", "无超预算")]


def test_a_claim_of_reached_targets_beside_a_shortfall(audited):
    text = "工单问题解决率85.11%。\n本单位重点项目均完成年初绩效目标。"
    # Without a target there is nothing that the claim could be false of: a mere fact.
    (finding,) = [f for f in audited(text) if f.code == "blanket-claim-contradicted"]
    assert finding.severity == "info"
    assert [span.quote for span in finding.evidence] == [
        "均完成年初绩效目标",
        "工单问题解决率85.11%",
    ]


def test_a_saving_target_that_the_accounts_miss(loud):
    text = (
        "成本指标：成本节约率大于等于0%。\n"
        "年初预算数为3338.72万元，决算数为5437.72万元，差异的主要原因是年中追加预算。"
    )
    assert loud(text) == [("warning", "saving-target-missed", "−62.87%", "大于等于0%")]
