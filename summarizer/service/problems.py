"""Errors of the HTTP interface: application/problem+json (RFC 9457), Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from pydantic import BaseModel, Field
from starlette.responses import JSONResponse

from summarizer.errors import SummarizerError

__all__ = ["CODES", "Problem", "ProblemError", "problem_of", "problem_response", "raw_response"]

# code: (status, retryable, Chinese, English)
CODES: dict[str, tuple[int, bool, str, str]] = {
    "unauthorized": (401, False, "缺少有效的 API 密钥", "a valid API key is needed"),
    "forbidden": (403, False, "该密钥没有此权限", "the key lacks the scope for this"),
    "foreign-origin": (
        *(403, False, "请求来自其他网站的页面；请先创建密钥：summarizer keys create 名称"),
        "a page of another site sent the request; make a key first: summarizer keys create NAME",
    ),
    "not-found": (404, False, "没有此资源", "there is no such resource"),
    "method-not-allowed": (405, False, "此地址不支持该方法", "method not allowed here"),
    "timeout": (408, True, "请求未在规定时间内收完", "the request did not arrive in time"),
    "conflict": (409, False, "任务的当前状态不允许此操作", "the job's state does not allow this"),
    "review-open": (
        *(409, False, "尚有条目未作结论，不能完成核对；逐一采纳、修改或驳回后再试"),
        "some items are undecided, so the review is not complete; accept, edit or reject each",
    ),
    "review-completed": (
        *(409, False, "核对已完成；修改前请先重新打开"),
        "the review is completed; reopen it before you change anything",
    ),
    "stale": (
        *(412, False, "此条目已被他人改动，或摘要已重新生成；请取最新状态后再决定"),
        "somebody decided about it meanwhile, or there is a new run; look again and decide then",
    ),
    "input-too-large": (413, False, "内容超过大小上限", "the content is over the size limit"),
    "input-format": (415, False, "不支持的文件格式", "unsupported file format"),
    "foreign-host": (
        *(421, False, "Host 不是本机；经代理访问须先创建密钥：summarizer keys create 名称"),
        "Host is not this machine; behind a proxy make a key first: summarizer keys create NAME",
    ),
    "invalid": (422, False, "请求内容无效", "the request is not valid"),
    "input-empty": (422, False, "文档为空", "the document is empty"),
    "input-encoding": (422, False, "无法确定文本编码", "the text's encoding cannot be told"),
    "input-encrypted": (422, False, "文档有密码保护", "the document asks for a password"),
    "input-scanned": (
        *(422, False, "文档是扫描件，没有文字"),
        "the document is a scan without text",
    ),
    "input-damaged": (422, False, "文档已损坏", "the document is damaged"),
    "input-too-heavy": (
        *(422, False, "读取文档超出内存或时间限制"),
        "reading the document ran out of its memory or time",
    ),
    "poison": (
        *(422, False, "该文档多次使处理进程中止"),
        "the document ended its reading process again and again",
    ),
    "idempotency-key-reused": (
        *(422, False, "该 Idempotency-Key 已用于不同的内容"),
        "the Idempotency-Key was used with another body",
    ),
    "rate-limited": (429, True, "请求过于频繁，请稍后再试", "too many requests, try later"),
    "too-many-connections": (
        *(429, True, "来自该地址的连接过多，请稍后再试"),
        "too many connections from this address, try later",
    ),
    "queue-full": (429, True, "排队任务过多，请稍后再试", "too many jobs wait, try later"),
    "verifications-full": (
        *(429, True, "正在进行的核对过多，请稍后再试"),
        "too many verifications are under way, try later",
    ),
    "budget-exceeded": (
        *(429, True, "该密钥今日的费用上限已用尽"),
        "the key's limit on spending for today is reached",
    ),
    "internal": (500, False, "程序内部错误", "a fault of ours"),
    "storage-full": (503, True, "存储空间不足，请稍后再试", "storage is full, try later"),
    "storage-busy": (503, True, "数据库繁忙，请稍后再试", "the database is busy, try later"),
    "stopping": (503, True, "服务正在停止", "the service is stopping"),
}


class Problem(BaseModel):
    """RFC 9457 problem details, with a stable `code`."""

    type: str = Field(description="always `about:blank`: `code` tells what it is")
    title: str = Field(description="the status in words")
    status: int
    code: str = Field(description="stable; each response lists its own", examples=["input-empty"])
    detail: str = Field(description="what, where and what next: Chinese / English")
    zh: str
    en: str
    retryable: bool = Field(description="may the same request do better later?")
    request_id: str = Field(description="the `X-Request-Id` of the answer")
    errors: list[dict[str, Any]] | None = Field(
        default=None,
        description="with `invalid`: which part of the request, and why; with `review-open`:"
        " what is undecided",
    )


class ProblemError(Exception):
    """Ends a request with a problem."""

    def __init__(
        self,
        code: str,
        *,
        zh: str | None = None,
        en: str | None = None,
        headers: Mapping[str, str] | None = None,
        errors: list[dict[str, Any]] | None = None,
    ) -> None:
        status, retryable, usual_zh, usual_en = CODES[code]
        super().__init__(code)
        self.code, self.status, self.retryable = code, status, retryable
        self.zh, self.en = zh or usual_zh, en or usual_en
        self.headers = dict(headers or {})
        self.errors = errors

    @classmethod
    def of(cls, error: SummarizerError) -> ProblemError:
        """Convert an error of the program to a problem, with its own code."""
        problem = cls("internal", zh=error.zh, en=error.en)
        problem.code = error.error_code
        problem.status = error.http_status
        problem.retryable = error.retryable
        return problem


def problem_of(problem: ProblemError, request_id: str) -> Problem:
    """Return the body of a problem."""
    return Problem(
        type="about:blank",
        title=HTTPStatus(problem.status).phrase,
        status=problem.status,
        code=problem.code,
        detail=f"{problem.zh} / {problem.en}",
        zh=problem.zh,
        en=problem.en,
        retryable=problem.retryable,
        request_id=request_id,
        errors=problem.errors,
    )


def problem_response(problem: ProblemError, request_id: str) -> JSONResponse:
    """Return the problem as a response."""
    body = problem_of(problem, request_id)
    headers = {"Cache-Control": "no-store", **problem.headers}
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return JSONResponse(
        body.model_dump(exclude_none=True),
        status_code=problem.status,
        headers=headers,
        media_type="application/problem+json",
    )


def raw_response(problem: ProblemError) -> bytes:
    """Return the problem as the bytes of an HTTP/1.1 response that closes the connection."""
    request_id = uuid4().hex
    answer = problem_response(problem, request_id)
    answer.headers["X-Request-Id"] = request_id
    answer.headers["Connection"] = "close"
    lines = [f"HTTP/1.1 {problem.status} {HTTPStatus(problem.status).phrase}".encode()]
    lines += [name + b": " + value for name, value in answer.raw_headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + bytes(answer.body)
