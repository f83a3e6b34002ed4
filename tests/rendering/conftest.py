"""An invented report and a summary of it, with everything in them that a renderer could trip on."""

from __future__ import annotations

from hashlib import sha256

import pytest

from summarizer.schema import (
    Attainment,
    Check,
    CheckedMeasure,
    CheckedProblem,
    CheckedResult,
    CheckedTarget,
    Coverage,
    Document,
    DocumentRecord,
    Finding,
    Indicator,
    Overview,
    Quantity,
    Run,
    SectionCoverage,
    Span,
    Summary,
    Uncited,
)

TEXT = """青石县水利局2023年度小型水库维修项目绩效自评报告
一、资金情况
项目预算1200.5万元，实际支出1150万元。
金额单位：万元
合计\t259.25
二、绩效目标
维修水库12座，群众满意度不低于90%。
三、完成情况
全年维修水库13座，灌溉面积增加-3.5%，群众满意度达到95%，预计惠及1.2万人。
=cmd|'/c calc'!A0 次会议。</script><script>alert(1)</script>
四、问题
预算编制不够精准，原因是前期调研不足。
五、措施
加强前期调研。*按月*通报。
"""
VERIFIED = Check(verdict="verified")
FUNDS, GOALS, DONE, FAULTS, STEPS = (
    ("一、资金情况",),
    ("二、绩效目标",),
    ("三、完成情况",),
    ("四、问题",),
    ("五、措施",),
)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words), quote=words)


def quantity(text: str, value: str, unit: str, kind: str, **more: str) -> Quantity:
    start = TEXT.index(text)
    return Quantity(
        text=text,
        value=value,
        unit=unit,
        kind=kind,  # type: ignore[arg-type]
        approx=more.get("approx", "exact"),  # type: ignore[arg-type]
        comparator=more.get("comparator"),  # type: ignore[arg-type]
        start=start,
        end=start + len(text),
    )


def result(
    name: str, metric: str, words: str, found: Quantity | None, **more: object
) -> CheckedResult:
    fields: dict[str, object] = {
        "id": name,
        "section": DONE,
        "subject": None,
        "metric": metric,
        "text": words,
        "quantity": found,
        "direction": "none",
        "status": "done",
        "period": "2023",
        "part_of": None,
        "theme": "other",
        "evidence": (span(words),),
        "check": VERIFIED,
    }
    return CheckedResult.model_validate(fields | more)


def target(name: str, metric: str, words: str, found: Quantity, **more: object) -> CheckedTarget:
    fields: dict[str, object] = {
        "id": name,
        "section": GOALS,
        "subject": "小型水库维修",
        "metric": metric,
        "text": words,
        "indicator": Indicator(level1="output", level2="quantity"),
        "comparator": "=",
        "quantity": found,
        "period": "2023",
        "attainment": Attainment(state="not_reported"),
        "evidence": (span(words),),
        "check": VERIFIED,
    }
    return CheckedTarget.model_validate(fields | more)


@pytest.fixture
def document() -> Document:
    return Document(
        name="青石县.txt",
        text=TEXT,
        sha256=sha256(TEXT.encode()).hexdigest(),
        text_sha256=sha256(TEXT.encode()).hexdigest(),
    )


@pytest.fixture
def summary(document: Document) -> Summary:
    attack = "=cmd|'/c calc'!A0 次会议。</script><script>alert(1)</script>"
    doubtful = Check(verdict="review", reasons=("direction-flip",))
    wrong = Check(verdict="failed", reasons=("value-mismatch",))
    return Summary(
        document=DocumentRecord(
            name=document.name,
            title="青石县水利局2023年度小型水库维修项目绩效自评报告",
            organization="青石县水利局",
            fiscal_year=2023,
            kind="unit_self_eval",
            characters=len(TEXT),
            sha256=document.sha256,
            text_sha256=document.text_sha256,
        ),
        overview=Overview(
            text="项目预算1200.5万元，实际支出1150万元。",
            evidence=(span("项目预算1200.5万元，实际支出1150万元"),),
            check=VERIFIED,
        ),
        targets=(
            target(
                "t1",
                "维修水库",
                "维修水库12座",
                quantity("12座", "12", "座", "count"),
                attainment=Attainment(state="exceeded", results=("r3",), deviation="8.33"),
            ),
            target(
                "t2",
                "群众满意度",
                "群众满意度不低于90%",
                quantity("90%", "90", "%", "percent", comparator=">="),
                comparator=">=",
            ),
        ),
        results=(
            result(
                "r1",
                "预算",
                "项目预算1200.5万元",
                quantity("1200.5万元", "12005000", "元", "money"),
                section=FUNDS,
                subject="小型水库维修",
                theme="funds",
            ),
            result(
                "r2",
                "实际支出",
                "实际支出1150万元",
                quantity("1150万元", "11500000", "元", "money"),
                section=FUNDS,
                subject="小型水库维修",
                theme="funds",
                # Its evidence overlaps that of r1 and of the overview.
                evidence=(span("1200.5万元，实际支出1150万元"),),
            ),
            result("r3", "维修水库", "维修水库13座", quantity("13座", "13", "座", "count")),
            result(
                "r4",
                "灌溉面积",
                "灌溉面积增加-3.5%",
                quantity("-3.5%", "-3.5", "%", "percent"),
                direction="decrease",
                check=doubtful,
            ),
            result(
                "r5",
                "惠及",
                "预计惠及1.2万人",
                quantity("1.2万人", "12000", "人", "count"),
                status="expected",
                check=wrong,
            ),
            result("r6", "=cmd", attack, None, theme=None),
            result(
                "r7",
                "合计",
                "259.25",
                quantity("259.25", "2592500", "元", "money"),
                section=FUNDS,
                theme="funds",
            ),
        ),
        problems=(
            CheckedProblem(
                id="p1",
                section=FAULTS,
                text="预算编制不够精准",
                category="budget_prep",
                cause="前期调研不足",
                evidence=(span("预算编制不够精准"),),
                check=VERIFIED,
            ),
        ),
        measures=(
            CheckedMeasure(
                id="m1",
                section=STEPS,
                text="加强前期调研",
                kind="budget",
                addresses=("p1",),
                evidence=(span("加强前期调研"),),
                check=VERIFIED,
            ),
            CheckedMeasure(
                id="m2",
                section=STEPS,
                text="*按月*通报",
                kind="supervision",
                addresses=(),
                evidence=(span("*按月*通报"),),
                check=VERIFIED,
            ),
        ),
        findings=(
            Finding(code="note", severity="info", message="编码为推断"),
            Finding(
                code="sum-mismatch",
                severity="error",
                message="分项之和为1259.25万元，合计写作259.25万元",
                expected="1259.25万元",
                stated="259.25万元",
                evidence=(span("259.25"),),
                items=("r7",),
            ),
        ),
        coverage=Coverage(
            quantities=8,
            cited=7,
            uncited=(
                Uncited(
                    start=TEXT.index("95%"), end=TEXT.index("95%") + 3, text="95%", section=DONE
                ),
            ),
            sections=(
                SectionCoverage(path=FUNDS, start=0, end=80, items=3, state="read"),
                SectionCoverage(
                    path=STEPS,
                    start=80,
                    end=len(TEXT),
                    items=0,
                    state="unread",
                    reason="llm-unavailable：模型无回答",
                ),
            ),
        ),
        run=Run(engine="rules", version="0.1.0", started_at="2026-01-02T03:04:05+00:00"),
    )
