"""Scores, weights, grades."""

import pytest

from summarizer.schema import Problem, Span

SOUND = [
    "项目综合得分91.5分，评价等级为“优”。",
    "项目综合得分85分，评价等级为良。",
    "决策得分18.5分，过程得分18分，产出得分28分，效益得分27分，综合得分91.5分。",
    "决策、过程、产出、效益分值分别为20分、20分、30分、30分，总分100分。",
    "评价结果分为四级：95（含）-100分为优、85（含）-95分为良、60（含）-85分为中。综合得分92分，等级为良。",
    "自评得分100分，无扣分事项。",
    "绩效评分为54分。其中，产出指标权 重30分，得分29分；效益指标权重30分，得分25分。",
    "完成5项任务，每项加1分，最高加3分。",
]


@pytest.mark.parametrize("text", SOUND)
def test_sound_scores_stay_silent(loud, text):
    assert loud(text) == []


FAULTS = [
    (
        "决策得分18.5分，过程得分18分，产出得分28分，效益得分27分，综合得分93.5分。",
        ("error", "score-sum-mismatch", "91.5分", "93.5分"),
    ),
    (
        "决策、过程、产出、效益分值分别为20分、20分、30分、20分，总分100分。",
        ("warning", "score-sum-mismatch", "90分", "100分"),
    ),
    (
        "项目综合得分82分，评价等级为“优”。",
        ("warning", "grade-score-mismatch", "90～100分", "82分"),
    ),
    (
        "90（含）-100分为优、80（含）-90分为良、60（含）-80分为中。综合得分92分，评价等级为良。",
        ("error", "grade-score-mismatch", "80～90分", "92分"),
    ),
]


@pytest.mark.parametrize(("text", "finding"), FAULTS)
def test_wrong_scores_are_found(loud, text, finding):
    assert loud(text) == [finding]


FORM = """2023年度项目支出绩效自评表
金额单位：万元
项目资金\t全年预算数\t全年执行数\t分值\t执行率\t得分
年度资金总额\t520.00\t494.00\t10\t95.00%\t9.50
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
产出指标\t数量指标\t举办培训班次\t≥10次\t12次\t20\t20
产出指标\t质量指标\t培训合格率\t≥95%\t93.5%\t30\t{quality}
效益指标\t社会效益指标\t就业率\t≥80%\t82%\t30\t{benefit}
满意度指标\t服务对象满意度\t学员满意度\t≥90%\t96%\t10\t10
总分\t\t\t\t\t100\t{total}
"""
RIGHT = {"quality": "29.53", "benefit": "30", "total": "99.03"}


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({}, None),
        ({"total": "97.03"}, ("error", "score-sum-mismatch", "99.03分", "97.03分")),
        ({"benefit": "32", "total": "101.03"}, ("error", "score-over-weight", "≤30", "32")),
        (
            {"quality": "30", "total": "99.5"},
            ("warning", "full-score-target-missed", "≥95%", "93.5%"),
        ),
    ],
)
def test_the_scoring_table(loud, change, finding):
    assert loud(FORM.format(**RIGHT | change)) == ([finding] if finding else [])


def test_weights_that_do_not_add_up(loud):
    text = FORM.format(**RIGHT).replace("82%\t30\t30", "82%\t5\t5")
    assert [code for _, code, *_ in loud(text)] == ["weight-sum-mismatch"]


def test_full_marks_beside_problems(loud):
    text = "综合评分100分。存在问题：绩效指标设计流于形式。"
    quote = "绩效指标设计流于形式"
    at = text.index(quote)
    problem = Problem(
        id="p1",
        section=(),
        text=quote,
        category="goal_setting",
        cause=None,
        evidence=(Span(start=at, end=at + len(quote), quote=quote),),
    )
    codes = [code for _, code, *_ in loud(text, (problem,))]
    assert "full-score-contradicted" in codes
