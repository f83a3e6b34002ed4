"""Labels and numbers of different units in one sentence: whose is whose."""

from __future__ import annotations

import pytest
from verification.claims import report, result

from summarizer.verification import check


@pytest.mark.parametrize(
    ("sentence", "metric", "figure"),
    [
        ("处理违规商户，罚款3万元，案件整改率达100%。", "罚款", "100%"),
        ("全年封停160家店铺，安全转运250余人。", "封停店铺", "250余人"),
        ("举办5次法制讲座，党员教育覆盖率为98%。", "法制讲座", "98%"),
    ],
)
def test_a_label_that_stands_at_another_number_of_another_unit(
    sentence: str, metric: str, figure: str
) -> None:
    document = report(sentence)
    told = result(document, sentence[:-1], figure, metric=metric)
    found = check(told, document)
    assert found.verdict == "review"
    assert "bound-to-other-label" in found.reasons


@pytest.mark.parametrize(
    ("sentence", "metric", "figure"),
    [
        ("临时救助21人、6.58万元。", "临时救助", "6.58万元"),
        ("调解纠纷51起，涉及金额359.18万元。", "调解纠纷涉及金额", "359.18万元"),
        ("为193名残疾人发放补贴54000元。", "发放补贴", "193名"),
        ("全年封停160家店铺，安全转运250余人。", "封停店铺", "160家"),
    ],
)
def test_a_label_that_carries_on(sentence: str, metric: str, figure: str) -> None:
    document = report(sentence)
    told = result(document, sentence[:-1], figure, metric=metric)
    assert not check(told, document).reasons
