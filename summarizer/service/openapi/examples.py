"""Examples of bodies. The program generates those of answers, so that they stay correct.

Examples of bodies. Those of answers are made by the program itself, so that they stay true.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from summarizer.pipeline import summarize, verify
from summarizer.readers import read_text
from summarizer.rendering import render
from summarizer.schema import Decision, Document, Summary
from summarizer.service.intake import RAW_KINDS
from summarizer.service.models import (
    BatchStatus,
    DecisionList,
    DecisionRecord,
    DocumentText,
    JobError,
    JobList,
    JobStatus,
    Progress,
    RefusedFile,
    ReviewRecord,
    SectionSpan,
    Verification,
    Webhook,
    WebhookCreated,
    WebhookList,
    WebhookMessage,
)
from summarizer.service.openapi import portfolios
from summarizer.service.problems import CODES, ProblemError, problem_of

__all__ = ["problem_examples", "request_examples", "response_examples", "webhook_example"]

TEXT = """某市民政局2023年度部门整体支出绩效自评报告
一、预算执行情况
全年预算1,250.5万元，实际支出1,232.8万元。
二、年度绩效目标
新增养老床位200张以上，群众满意度不低于95%。
三、绩效目标完成情况
全年新增养老床位212张，群众满意度96.4%。
四、存在的问题
部分项目预算编制不够精准。
五、改进措施
加强预算编制培训。
"""
NAME = "自评报告.txt"
ID, BATCH, HOOK = "0f" * 16, "1e" * 16, "2d" * 16
BEGAN, ENDED = "2026-11-21T08:30:00.000+00:00", "2026-11-21T08:30:00.412+00:00"
REQUEST = "0c5a1f0d2b7e4c0f9a3d5e6f7a8b9c0d"
Examples = dict[str, dict[str, Any]]


@cache
def _document() -> Document:
    return read_text(TEXT, NAME)


@cache
def _summary() -> Summary:
    made = summarize(_document(), "rules")
    timed = {"seconds": 0.412, "started_at": "2026-11-21T08:30:00+00:00"}
    return made.model_copy(update={"run": made.run.model_copy(update=timed)})


def _job(state: str = "queued", **more: Any) -> JobStatus:
    known: dict[str, Any] = {
        "id": ID,
        "state": state,
        "name": NAME,
        "engine": "auto",
        "client_ref": "2023-017",
        "progress": Progress(done=0, total=None),
        "created_at": BEGAN,
        **dict.fromkeys(("batch", "started_at", "finished_at", "summary", "error")),
    }
    return JobStatus(**{**known, **more})


def _ended(state: str = "succeeded", **more: Any) -> JobStatus:
    times = {"started_at": BEGAN, "finished_at": ENDED}
    return _job(state, **{"progress": Progress(done=1, total=1), **times, **more})


def _failed() -> JobStatus:
    error = JobError(
        code="llm-unreachable",
        retryable=True,
        zh="模型服务无法连接",
        en="the model's endpoint cannot be reached",
    )
    return _ended("failed", error=error, progress=Progress(done=0, total=1))


def _shown(summary: str, value: Any) -> dict[str, Any]:
    plain = json.loads(value.model_dump_json()) if hasattr(value, "model_dump_json") else value
    return {"summary": summary, "value": plain}


def _raw_file(kind: str) -> Examples:
    return {"raw": _shown("The bytes of a file", f"(the bytes of 自评报告{RAW_KINDS[kind]})")}


def request_examples() -> dict[tuple[str, str], Examples]:
    """Return examples by operation and media type."""
    text, said = TEXT, "全年新增养老床位215张，群众满意度96.4%。"
    short = {"targets": [], "results": [_summary().results[0].model_dump(mode="json")]}
    file = "(the bytes of 自评报告.txt)"
    return {
        ("submit_summary", "multipart/form-data"): {
            "file": _shown(
                "A file from a form", {"file": file, "engine": "auto", "client_ref": "2023-017"}
            )
        },
        ("submit_summary", "application/json"): {
            "text": _shown("A text at hand", {"text": text, "name": NAME, "engine": "rules"}),
            "least": _shown("The least", {"text": text}),
        },
        **{("submit_summary", kind): _raw_file(kind) for kind in RAW_KINDS},
        ("submit_summary", "text/plain"): {"raw": _shown("The text itself", text)},
        ("submit_summary", "application/octet-stream"): {
            "raw": _shown("The bytes of a file, in any encoding", text)
        },
        ("verify", "application/json"): {
            "text": _shown("Numbers of a free text", {"source": text, "text": said}),
            "summary": _shown("Somebody's summary", {"source": text, "summary": short}),
        },
        ("put_expected", "text/csv"): {
            "list": _shown("A list of one", portfolios.EXPECTED),
        },
        ("submit_batch", "multipart/form-data"): {
            "files": _shown("Two files", {"files": [file, file], "engine": "auto"})
        },
        ("decide", "application/json"): {
            "accept": _shown("It is right", {"state": "accepted"}),
            "reject": _shown("It is not", {"state": "rejected", "note": "与决算表不符"}),
            "edit": _shown(
                "The number stands elsewhere in the report",
                {"state": "edited", "after": {"quantity": _place_of("212张")}},
            ),
        },
        ("import_decisions", "application/json"): {
            "all": _shown("As `GET` gave them", {"decisions": [_accepted().model_dump()]})
        },
        ("add_webhook", "application/json"): {
            "address": _shown("An address", {"url": "https://example.org/hooks/summaries"})
        },
    }


def response_examples() -> dict[tuple[str, int, str], Examples]:
    """Return examples by operation, status and media type."""
    plain = "application/json"
    queued, done = _shown("Taken in", _job()), _shown("Done", _ended(summary=_summary()))
    failed = _shown("The model was away", _failed())
    checks = Verification(checks=list(verify("全年新增养老床位215张。", _document())))
    return {
        ("submit_summary", 202, plain): {"queued": queued},
        ("submit_summary", 200, plain): {"done": done, "failed": failed},
        ("get_summary", 200, plain): {"queued": queued, "done": done, "failed": failed},
        ("list_summaries", 200, plain): {
            "page": _shown(
                "A page, and there are more", JobList(items=[_ended()], next="Zm9vYmFy")
            ),
            "last": _shown("The last page", JobList(items=[_ended()], next=None)),
        },
        ("cancel_summary", 202, plain): {"cancelled": _shown("Cancelled", _ended("cancelled"))},
        ("retry_summary", 202, plain): {"queued": _shown("Queued again", _job())},
        ("get_document", 200, plain): {"text": _shown("Text and sections", _document_text())},
        ("get_original", 200, "application/octet-stream"): {
            "file": _shown("The file", f"(the bytes of {NAME})")
        },
        ("get_annotated", 200, "application/octet-stream"): {
            "file": _shown("The file", "(the bytes of a docx)")
        },
        ("get_page", 200, "image/png"): {"page": _shown("A page", "(the bytes of a PNG)")},
        **_reviews(),
        **{
            key: {name: _shown(title, value)}
            for key, (name, title, value) in portfolios.examples_of(ID, _summary()).items()
        },
        ("verify", 200, plain): {
            "text": _shown("One number is not the report's", checks),
            "summary": _shown("A whole summary", Verification(summary=_summary())),
        },
        ("submit_batch", 202, plain): {"taken": _shown("One of two was refused", _batch())},
        ("get_batch", 200, plain): {"done": _shown("One of two was refused", _batch())},
        ("add_webhook", 201, plain): {
            "made": _shown("The secret is shown this once", _webhook(secret="whsec_" + "A" * 44))
        },
        ("list_webhooks", 200, plain): {
            "all": _shown("All of the caller", WebhookList(items=[Webhook(**_HOOK)]))
        },
        ("stream_events", 200, "text/event-stream"): _events(),
        **_exports(),
        ("livez", 200, "text/plain"): {"ok": _shown("Here", "ok\n")},
        ("readyz", 200, "text/plain"): {"ok": _shown("Ready", "ok\n")},
        ("metrics", 200, "text/plain"): {
            "some": _shown("Some lines", 'summarizer_jobs{state="queued"} 3.0\n')
        },
        ("schema", 200, plain): {
            "short": _shown("Its beginning", {"title": "Summary", "type": "object"})
        },
    }


def _reviews() -> dict[tuple[str, int, str], Examples]:
    plain = "application/json"
    record = ReviewRecord(
        state="in_progress",
        document=_document().sha256,
        run="4b" * 8,
        schema_version="1",
        by=None,
        at=None,
    )
    completed = record.model_copy(update={"state": "completed", "by": "李敏", "at": ENDED})
    listed = DecisionList(review=record, decisions=[_accepted()], open=["r2"], void=[])
    decided = DecisionRecord(**_accepted().model_dump())
    return {
        ("list_decisions", 200, plain): {"some": _shown("One is decided", listed)},
        ("import_decisions", 200, plain): {"all": _shown("All were taken", listed)},
        ("get_decision", 200, plain): {"accepted": _shown("Accepted", decided)},
        ("decide", 200, plain): {"accepted": _shown("Accepted", decided)},
        ("complete_review", 200, plain): {"completed": _shown("Completed", completed)},
        ("reopen_review", 200, plain): {"open": _shown("Open again", record)},
    }


def _accepted() -> Decision:
    before = _summary().results[0].model_dump(mode="json")
    return Decision(item="r1", state="accepted", before=before, by="李敏", at=ENDED)


def _place_of(words: str) -> dict[str, int]:
    start = _document().text.index(words)
    return {"start": start, "end": start + len(words)}


def _exports() -> dict[tuple[str, int, str], Examples]:
    shown: dict[tuple[str, int, str], Examples] = {
        ("export_summary", 200, "application/json"): {"json": _shown("The summary", _summary())}
    }
    for form, media in (("md", "text/markdown"), ("csv", "text/csv"), ("html", "text/html")):
        made = render(_summary(), form, _document())
        text = made.decode("utf-8-sig") if isinstance(made, bytes) else made
        begun = text if len(text) < 600 else f"{text[:600]}…"
        shown["export_summary", 200, media] = {form: _shown("Its beginning", begun)}
    return shown


def _document_text() -> DocumentText:
    found = _document()
    sections = [SectionSpan(path=list(s.path), start=s.start, end=s.end) for s in found.sections]
    return DocumentText(
        name=found.name,
        title=found.title,
        characters=len(found.text),
        text_sha256=found.text_sha256,
        text=found.text,
        sections=sections,
    )


def _batch() -> BatchStatus:
    error = JobError(
        code="input-format",
        retryable=False,
        zh="没有该格式的读取器",
        en="there is no reader for this format",
    )
    return BatchStatus(
        id=BATCH,
        state="done",
        created_at=BEGAN,
        counts={"succeeded": 1},
        items=[_ended(batch=BATCH)],
        refused=[RefusedFile(name="扫描件.png", error=error)],
    )


_HOOK: dict[str, Any] = {
    "id": HOOK,
    "url": "https://example.org/hooks/summaries",
    "created_at": BEGAN,
    "disabled": False,
}


def _webhook(secret: str) -> WebhookCreated:
    return WebhookCreated(**_HOOK, secret=secret)


def _events() -> dict[str, Any]:
    """Return one example per event, because the schema describes a single event."""
    told = [
        ("queued", "Taken in", {}),
        ("running", "Begun", {"state": "running", "progress": {"done": 0, "total": None}}),
        ("progress", "A chunk read", {"state": "running", "progress": {"done": 1, "total": 1}}),
        ("succeeded", "The last", {"state": "succeeded", "progress": {"done": 1, "total": 1}}),
    ]
    return {
        kind: _shown(
            title, {"id": str(number), "event": kind, "data": json.dumps({"id": ID, **data})}
        )
        for number, (kind, title, data) in enumerate(told, 41)
    }


def webhook_example(state: str) -> dict[str, Any]:
    """Return a message about a job that ended in the given state."""
    known = {"type": f"summary.{state}", "timestamp": "2026-11-21T08:30:00+00:00"}
    message = WebhookMessage.model_validate(
        {**known, "data": {"id": ID, "state": state, "batch": None}}
    )
    return _shown("A job ended", message)


def problem_examples() -> Examples:
    """Return examples by problem code."""
    return {code: _shown(english, _problem(code)) for code, (_, _, _, english) in CODES.items()}


def _problem(code: str) -> dict[str, Any]:
    problem = ProblemError(code, errors=_ERRORS.get(code))
    return problem_of(problem, REQUEST).model_dump(exclude_none=True)


_ERRORS = {
    "invalid": [{"loc": ["query", "limit"], "msg": "Input should be …", "type": "less_than_equal"}]
}
