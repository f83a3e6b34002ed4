"""Statements for judges: written the same way each time, without a word of the verifier's."""

import json

import pytest

from evals.judge import kept
from evals.judge.judgments import Judgment, agreement, decide, read_judgments
from evals.judge.sample import draw, export
from evals.judge.scoring import Judged, groups, score_table
from evals.judge.statements import Statement, context, sentence, statements_of

QUANTITY = {"text": "90%", "value": "90", "unit": "%", "comparator": None}
TARGET = {
    "id": "t1",
    "subject": "城市管理",
    "metric": "满意度",
    "text": "满意度不低于90%",
    "quantity": QUANTITY,
    "comparator": ">=",
    "period": "2022",
    "evidence": [{"start": 3, "end": 9, "quote": "…"}],
    "check": {"verdict": "verified"},
}
RESULT = {
    "id": "r1",
    "subject": None,
    "metric": "支出",
    "text": "支出下降5%",
    "quantity": QUANTITY | {"text": "5%"},
    "status": "done",
    "direction": "decrease",
    "part_of": "t1",
    "evidence": [],
}


def statement(number, verdict="verified", report="000-x"):
    return Statement(
        report, "result", f"r{number}", f"第{number}句", ((number, number + 1),), verdict
    )


def test_a_sentence_says_all_that_an_item_says():
    assert (
        sentence("target", TARGET)
        == "报告定下的绩效目标：城市管理的“满意度”不低于 90%；时期：2022。"
    )
    assert sentence("result", RESULT, {"t1": "全部"}) == (
        "报告所述情况（已完成）：“支出”是 5%；变化方向：比以前减少；属于“全部”的一部分。"
    )
    bare = RESULT | {"quantity": QUANTITY | {"text": "1.5", "value": "15000", "unit": "元"}}
    assert "1.5（读作 15000元）" in sentence("result", bare)
    wordy = RESULT | {"quantity": None, "text": "已下降", "direction": "none", "part_of": None}
    assert sentence("result", wordy) == "报告所述情况（已完成）：“支出”，即“已下降”。"


def test_a_statement_keeps_its_key_when_its_item_is_renamed():
    (one,) = statements_of("000-x", {"targets": [TARGET]})
    (other,) = statements_of("000-x", {"targets": [TARGET | {"id": "t7"}]})
    (elsewhere,) = statements_of("001-y", {"targets": [TARGET]})
    assert one.key == other.key != elsewhere.key
    assert one.verdict == "verified"


def test_the_context_marks_the_evidence_once():
    assert context("甲乙丙丁", ((2, 3), (0, 1), (2, 3))) == ["⟦甲⟧乙⟦丙⟧丁"]
    far = "甲" * 1000
    assert len(context(far, ((0, 1), (900, 901)))) == 2


def test_a_sample_is_the_same_for_a_seed_and_takes_both_kinds():
    everything = [statement(n, "verified" if n % 2 else "review") for n in range(40)]
    drawn = draw(everything, seed=1, verified=5, doubted=3)
    assert drawn == draw(reversed(everything), seed=1, verified=5, doubted=3)
    assert drawn != draw(everything, seed=2, verified=5, doubted=3)
    assert sum(one.verdict == "verified" for one in drawn) == 5
    assert len(drawn) == 8
    assert len(draw([statement(1), statement(1)])) == 1


def test_the_judges_see_no_verdict(tmp_path):
    export([statement(5, report="000-key-projects-2022")], tmp_path)
    (line,) = (tmp_path / "sample.jsonl").read_text(encoding="utf-8").splitlines()
    assert set(json.loads(line)) == {
        "id",
        "report",
        "section",
        "statement",
        "evidence",
        "context",
    }
    (kept_one,) = kept.statements_in(tmp_path)
    assert kept_one["verdict"] == "verified"


def test_judgments_are_read_and_a_second_one_is_refused(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"id": "x", "judgment": "misleading", "field": "metric"}\n\n', encoding="utf-8"
    )
    assert read_judgments(path) == {"x": Judgment("misleading", "metric")}
    path.write_text('{"id": "x", "judgment": "perhaps"}\n', encoding="utf-8")
    with pytest.raises(ValueError, match="line 1"):
        read_judgments(path)
    path.write_text('{"id": "x", "judgment": "true"}\n' * 2, encoding="utf-8")
    with pytest.raises(ValueError, match="line 2"):
        read_judgments(path)


def test_the_worse_judgment_counts_and_only_shared_ones():
    a = {"x": Judgment("true"), "y": Judgment("misleading"), "z": Judgment("true")}
    b = {"x": Judgment("false"), "y": Judgment("true")}
    assert decide(a, b) == {"x": "false", "y": "misleading"}
    assert decide() == {}


def test_kappa_by_hand():
    # Observed .75; by chance .5 · .75 + .5 · .25 = .5.
    pairs = [("true", "true"), ("true", "true"), ("false", "false"), ("false", "true")]
    assert agreement(pairs) == pytest.approx(0.5)
    assert agreement([]) == 1.0


def test_shares_by_hand():
    judged = [
        Judged("000-x", "verified", "true"),
        Judged("000-x", "review", "true"),
        Judged("005-y", "verified", "false"),
        Judged("005-y", "verified", "misleading"),
    ]
    samples, provinces, everything = groups(judged, "005")
    assert samples.count("false") == 0
    assert samples.true_and_verified == (1, 2)
    assert (provinces.count("false"), provinces.count("misleading")) == (1, 1)
    assert len(everything.verified) == 3


def test_the_table_holds_every_group_and_kappa():
    statements = [{"id": "x", "report": "000-x", "verdict": "verified"}]
    lines = list(score_table(statements, [{"x": Judgment("true")}] * 2, "005"))
    assert [line.split()[0] for line in lines[1:]] == ["samples", "provinces", "all", "kappa"]


def test_verdicts_of_today_are_held_against_statements_of_then():
    statements = [{"id": "x", "verdict": "verified"}, {"id": "gone", "verdict": "verified"}]
    assert kept.with_verdicts(statements, {"x": "review"}) == [{"id": "x", "verdict": "review"}]


def test_every_kept_judgment_is_of_a_kept_statement():
    for path in kept.FOLDER.glob("*/[ab].jsonl"):
        ids = {one["id"] for one in kept.statements_in(path.parent)}
        assert set(read_judgments(path)) <= ids
