"""Classification of errors: from an exception of the HTTP client, or a status and its message, to a
LlmFault."""

from __future__ import annotations

import email.utils
import json
import re
import ssl
from datetime import UTC, datetime
from typing import Any

from summarizer.engines.llm.faults import LlmFault

__all__ = ["classify_error", "retry_after"]

_STATUS: dict[int, str] = {
    400: "llm-bad-request",
    401: "llm-auth",
    402: "llm-balance",
    403: "llm-auth",
    404: "llm-model",
    408: "llm-timeout",
    409: "llm-server",
    413: "llm-context",
    422: "llm-bad-request",
    425: "llm-server",
    429: "llm-rate-limit",
}
# Causes of a 4xx, by the words in the messages of endpoints.
_WORDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "llm-context",
        re.compile(
            r"context.{0,12}(length|size|window)|maximum context|exceed_context|too many tokens"
            r"|(prompt|input).{0,20}too long|range of input length|上下文|输入.{0,6}过长",
            re.IGNORECASE,
        ),
    ),
    (
        "llm-content-refused",
        re.compile(
            r"content[_ ]?filter|data_inspection|inspection|content.{0,10}(risk|policy|exists risk)"
            r"|sensitive|敏感|违规|内容安全|不合规",
            re.IGNORECASE,
        ),
    ),
    (
        "llm-balance",
        re.compile(r"insufficient.{0,8}(balance|quota)|arrearage|欠费|余额不足", re.IGNORECASE),
    ),
    (
        "llm-auth",
        # litellm looks up an unknown key in its database, and has none.
        re.compile(
            r"(invalid|incorrect|wrong).{0,12}(api.?key|token)|unauthorized|no connected db",
            re.IGNORECASE,
        ),
    ),
    (
        "llm-model",
        re.compile(
            r"model.{0,60}(not (found|exist)|does not exist|invalid)"
            r"|(unknown|invalid|no such) model",
            re.IGNORECASE,
        ),
    ),
    (
        "llm-mode",
        re.compile(
            r"response_format|json_schema|json_object|tool_choice|tools\b|function.?call|guided"
            r"|grammar|structured",
            re.IGNORECASE,
        ),
    ),
)


def classify_error(error: Exception) -> LlmFault:
    """Return the fault of an exception of the HTTP client. Unknown exceptions are raised again."""
    import httpx2
    import openai

    cut = _root(error, LlmFault)
    if isinstance(cut, LlmFault):
        return cut
    if isinstance(error, openai.APIStatusError):
        return _status_fault(error.status_code, error.response)
    if _root(error, TimeoutError) or _root(error, httpx2.TimeoutException):
        slow_connect = isinstance(_root(error, httpx2.ConnectTimeout), httpx2.ConnectTimeout)
        return LlmFault("llm-unreachable" if slow_connect else "llm-timeout")
    if isinstance(error, openai.APIConnectionError | httpx2.TransportError):
        return _connection_fault(error)
    raise error


def _connection_fault(error: Exception) -> LlmFault:
    import httpx2

    if isinstance(_root(error, ssl.SSLCertVerificationError), ssl.SSLCertVerificationError):
        return LlmFault("llm-tls", str(_root(error, ssl.SSLCertVerificationError)))
    refused = _root(error, httpx2.ConnectError)
    if isinstance(refused, httpx2.ConnectError):
        if "SSL" in str(refused) or "CERTIFICATE" in str(refused):
            return LlmFault("llm-tls", str(refused))
        return LlmFault("llm-unreachable", str(refused))
    if isinstance(_root(error, httpx2.UnsupportedProtocol), httpx2.UnsupportedProtocol):
        return LlmFault("llm-redirect", str(error))
    return LlmFault("llm-interrupted", type(error.__cause__ or error).__name__)


def _root(error: BaseException, kind: type[BaseException]) -> BaseException | None:
    """Return the first exception of a kind in a chain of causes."""
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        if isinstance(link, kind):
            return link
        seen.add(id(link))
        link = link.__cause__ or link.__context__
    return None


def _status_fault(status: int, response: Any) -> LlmFault:
    said = _said(response)
    if 300 <= status < 400:
        return LlmFault("llm-redirect", f"HTTP {status}")
    code = _STATUS.get(status, "llm-server" if status >= 500 else "llm-bad-request")
    if 400 <= status < 500 and code in ("llm-bad-request", "llm-model", "llm-rate-limit"):
        code = _by_words(said, code)
    if status >= 500 and _asks_for_mode(said):
        code = "llm-mode"
    after = retry_after(response.headers.get("retry-after"))
    return LlmFault(code, f"HTTP {status}", after=after)


def _by_words(said: str, code: str) -> str:
    found = next((name for name, words in _WORDS if words.search(said)), code)
    # Distinguish a temporary limit from an empty balance, and a refused key from a refused mode.
    if code == "llm-rate-limit":
        return "llm-balance" if found == "llm-balance" else code
    return found


def _asks_for_mode(said: str) -> bool:
    """Return True for a 500 caused by an unknown response format, as some servers answer."""
    return bool(re.search(r"response_format|json_schema", said))


def _said(response: Any) -> str:
    """Return the endpoint's message, only for matching: it may contain text of the report."""
    try:
        body = response.content[:20_000].decode("utf-8", "replace")
    except Exception:
        return ""
    try:
        return json.dumps(json.loads(body), ensure_ascii=False)
    except ValueError:
        return str(body)


def retry_after(header: str | None) -> float | None:
    """Return the seconds of a Retry-After header; None if absent, past or invalid.

    >>> retry_after("2"), retry_after("-5"), retry_after("soon"), retry_after("1e9")
    (2.0, None, None, None)
    """
    if not header:
        return None
    if re.fullmatch(r"\d{1,9}(\.\d+)?", header.strip()):
        return float(header)
    try:
        moment = email.utils.parsedate_to_datetime(header)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    seconds = (moment - datetime.now(UTC)).total_seconds()
    return seconds if seconds > 0 else None
