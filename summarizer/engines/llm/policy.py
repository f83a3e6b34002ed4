"""The one retry policy: what each fault of an endpoint means, and when a call is tried again.

The SDK's own retries are off and instructor only re-asks on schema faults; everything else is
decided here, by the table FAULTS.
"""

from __future__ import annotations

import asyncio
import email.utils
import json
import random
import re
import ssl
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic
from typing import Any, Literal

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, stop_after_attempt

__all__ = ["FAULTS", "Fault", "RetryBudget", "fault_of", "retrying"]

# again: try the same call again. part: this part of the report stays unread, after it was halved
# as often as may help. mode: ask in a weaker output mode. run: asking on is pointless.
Effect = Literal["again", "part", "mode", "run"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a fault leads to, how it is told, and how often halving the text may help: a length is
    met sooner or later, a format that a model cannot keep is rarely a matter of length."""

    effect: Effect
    zh: str
    en: str
    halvings: int = 0


FAULTS: dict[str, Meaning] = {
    "llm-bad-request": Meaning("part", "模型服务拒绝了请求", "the endpoint refused the request"),
    "llm-context": Meaning(
        "part", "超出模型的上下文长度", "over the model's context length", halvings=10
    ),
    "llm-content-refused": Meaning(
        "part",
        "模型服务的内容审查拒绝了这一段",
        "the endpoint's content filter refused this part",
        halvings=4,
    ),
    "llm-auth": Meaning(
        "run",
        "模型服务不接受密钥；请检查 SUMMARIZER_LLM_API_KEY",
        "the endpoint does not accept the key; check SUMMARIZER_LLM_API_KEY",
    ),
    "llm-balance": Meaning(
        "run",
        "模型服务账户余额不足；请充值后重试",
        "no balance at the endpoint; top it up, then retry",
    ),
    "llm-model": Meaning(
        "run",
        "模型服务没有这个模型或地址；请检查 SUMMARIZER_LLM_MODEL 与 SUMMARIZER_LLM_BASE_URL",
        "the endpoint has no such model or address; check SUMMARIZER_LLM_MODEL and"
        " SUMMARIZER_LLM_BASE_URL",
    ),
    "llm-mode": Meaning(
        "mode", "模型服务不支持该输出方式", "the endpoint does not take this output mode"
    ),
    "llm-timeout": Meaning("again", "模型在时限内没有答完", "no full answer within the time limit"),
    "llm-rate-limit": Meaning("again", "模型服务限流", "the endpoint's rate limit was reached"),
    "llm-server": Meaning("again", "模型服务出错", "the endpoint has a fault of its own"),
    "llm-interrupted": Meaning("again", "回答传输中断", "the answer broke off on the way"),
    "llm-unreachable": Meaning(
        "again",
        "无法连接模型服务；请检查 SUMMARIZER_LLM_BASE_URL 与网络",
        "the endpoint cannot be reached; check SUMMARIZER_LLM_BASE_URL and the network",
    ),
    "llm-tls": Meaning(
        "run",
        "模型服务的证书无效；请安装其根证书（SSL_CERT_FILE），不会改用不加密的连接",
        "the endpoint's certificate is not valid; install its root (SSL_CERT_FILE); an unverified"
        " connection is never used",
    ),
    "llm-redirect": Meaning(
        "run",
        "模型服务要求转到别的地址，已拒绝；请把 SUMMARIZER_LLM_BASE_URL 改为最终地址",
        "the endpoint redirects elsewhere and was not followed; set SUMMARIZER_LLM_BASE_URL to the"
        " final address",
    ),
    "llm-protocol": Meaning(
        "again", "模型服务的响应不合 OpenAI 格式", "the response is not in OpenAI's format"
    ),
    "llm-encoding": Meaning("again", "模型服务的响应不是 UTF-8", "the response is not UTF-8"),
    "llm-too-large": Meaning(
        "part", "模型的回答超过大小上限", "the answer is over the size limit", halvings=1
    ),
    "llm-truncated": Meaning("part", "模型的回答被截断", "the answer was cut off", halvings=6),
    "llm-refused": Meaning("part", "模型拒绝回答这一段", "the model declined to read this part"),
    "llm-empty": Meaning("part", "模型的回答是空的", "the answer is empty"),
    "llm-invalid": Meaning(
        "part",
        "模型的回答多次不合格式",
        "the answer did not fit the format, several times",
        halvings=1,
    ),
    "llm-budget": Meaning(
        "part",
        "已达到费用上限 SUMMARIZER_LLM_MAX_COST",
        "the cost limit SUMMARIZER_LLM_MAX_COST is reached",
    ),
    "llm-not-asked": Meaning(
        "part",
        "尚无回答，离线运行未发出请求",
        "not answered yet, and nothing is sent when offline",
    ),
    "redaction-leak": Meaning(
        "part",
        "脱敏后仍发现个人信息，未发送",
        "personal data was still found after redaction, so nothing was sent",
    ),
}


class Fault(Exception):
    """One fault of one call: its code, what the endpoint said of it, and when to come back."""

    def __init__(
        self, code: str, detail: str = "", *, after: float | None = None, final: bool = False
    ) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.after = after
        # Not worth another attempt, whatever its code.
        self.final = final
        # How many calls went out before it was given up.
        self.attempts = 0

    @property
    def effect(self) -> Effect:
        """What follows from it."""
        return FAULTS[self.code].effect

    def sentences(self) -> tuple[str, str]:
        """Chinese and English, with the endpoint's own words behind."""
        meaning = FAULTS[self.code]
        said = f"（{self.detail}）" if self.detail else ""
        return meaning.zh + said, meaning.en + (f" ({self.detail})" if self.detail else "")


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
# What a 4xx is about, by the words that endpoints use for it.
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
        re.compile(r"(invalid|incorrect|wrong).{0,12}(api.?key|token)|unauthorized", re.IGNORECASE),
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


def fault_of(error: Exception) -> Fault:
    """What an exception of the HTTP client means. Unknown exceptions are passed on."""
    import httpx2
    import openai

    cut = _root(error, Fault)
    if isinstance(cut, Fault):
        return cut
    if isinstance(error, openai.APIStatusError):
        return _status_fault(error.status_code, error.response)
    if _root(error, TimeoutError) or _root(error, httpx2.TimeoutException):
        slow_connect = isinstance(_root(error, httpx2.ConnectTimeout), httpx2.ConnectTimeout)
        return Fault("llm-unreachable" if slow_connect else "llm-timeout")
    if isinstance(error, openai.APIConnectionError | httpx2.TransportError):
        return _connection_fault(error)
    raise error


def _connection_fault(error: Exception) -> Fault:
    import httpx2

    if isinstance(_root(error, ssl.SSLCertVerificationError), ssl.SSLCertVerificationError):
        return Fault("llm-tls", str(_root(error, ssl.SSLCertVerificationError)))
    refused = _root(error, httpx2.ConnectError)
    if isinstance(refused, httpx2.ConnectError):
        if "SSL" in str(refused) or "CERTIFICATE" in str(refused):
            return Fault("llm-tls", str(refused))
        return Fault("llm-unreachable", str(refused))
    if isinstance(_root(error, httpx2.UnsupportedProtocol), httpx2.UnsupportedProtocol):
        return Fault("llm-redirect", str(error))
    return Fault("llm-interrupted", type(error.__cause__ or error).__name__)


def _root(error: BaseException, kind: type[BaseException]) -> BaseException | None:
    """The first exception of a kind in a chain of causes."""
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        if isinstance(link, kind):
            return link
        seen.add(id(link))
        link = link.__cause__ or link.__context__
    return None


def _status_fault(status: int, response: Any) -> Fault:
    said = _said(response)
    if 300 <= status < 400:
        return Fault("llm-redirect", f"HTTP {status}")
    code = _STATUS.get(status, "llm-server" if status >= 500 else "llm-bad-request")
    if 400 <= status < 500 and code in ("llm-bad-request", "llm-model", "llm-rate-limit"):
        code = _by_words(said, code)
    if status >= 500 and _asks_for_mode(said):
        code = "llm-mode"
    after = retry_after(response.headers.get("retry-after"))
    return Fault(code, f"HTTP {status}", after=after)


def _by_words(said: str, code: str) -> str:
    found = next((name for name, words in _WORDS if words.search(said)), code)
    # A limit that passes is not an empty purse, and a refused key is not a refused mode.
    if code == "llm-rate-limit":
        return "llm-balance" if found == "llm-balance" else code
    return found


def _asks_for_mode(said: str) -> bool:
    """Some servers answer 500 to a response format that they do not know."""
    return bool(re.search(r"response_format|json_schema", said))


def _said(response: Any) -> str:
    """The endpoint's own words, for matching only: they may repeat the report's text."""
    try:
        body = response.content[:20_000].decode("utf-8", "replace")
    except Exception:
        return ""
    try:
        return json.dumps(json.loads(body), ensure_ascii=False)
    except ValueError:
        return str(body)


def retry_after(header: str | None) -> float | None:
    """Seconds until the endpoint wants to be asked again; None for absent, past or nonsense.

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


# A longer wait than this is not waited for: the chunk fails and says when to come back.
LONGEST_WAIT = 60.0
LONGEST_BACKOFF = 20.0


class RetryBudget:
    """Retries are earned: half a one by each call that went well, a fifth by each call that went
    out, and a few are free. So a flaky endpoint is asked as often as it takes, and an outage gets
    at most a fifth more calls than without retries."""

    def __init__(self, free: int = 12, window: float = 60.0) -> None:
        self.free, self.window = free, window
        self._calls: deque[float] = deque()
        self._successes: deque[float] = deque()
        self._retries: deque[float] = deque()

    def called(self) -> None:
        """A call went out for the first time."""
        self._calls.append(monotonic())

    def succeeded(self) -> None:
        """A call was answered."""
        self._successes.append(monotonic())

    def allows(self) -> bool:
        """Whether one retry more fits; if so it is counted."""
        since = monotonic() - self.window
        for moments in (self._calls, self._successes, self._retries):
            while moments and moments[0] < since:
                moments.popleft()
        earned = self.free + 0.2 * len(self._calls) + 0.5 * len(self._successes)
        if len(self._retries) >= earned:
            return False
        self._retries.append(monotonic())
        return True


def retrying(attempts: int, backoff: float, budget: RetryBudget) -> AsyncRetrying:
    """Attempts of one call: only faults that pass, full jitter, Retry-After obeyed."""

    def worth_it(error: BaseException) -> bool:
        if not isinstance(error, Fault) or error.effect != "again" or error.final:
            return False
        return (error.after or 0) <= LONGEST_WAIT

    def pause(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.after if isinstance(error, Fault) and error.after else 0.0
        ceiling = min(LONGEST_BACKOFF, backoff * 2.0 ** (state.attempt_number - 1))
        return asked + random.uniform(ceiling / 2, ceiling)  # noqa: S311  (jitter, no secret)

    def enough(state: RetryCallState) -> bool:
        return stop_after_attempt(attempts)(state) or not budget.allows()

    return AsyncRetrying(
        retry=retry_if_exception(worth_it),
        wait=pause,
        stop=enough,
        sleep=asyncio.sleep,
        reraise=True,
    )
