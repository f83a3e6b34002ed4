"""Faults: errors of a call to a model, with their effects and messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["FAULTS", "Effect", "LlmFault"]

# again: retry the same call. part: leave this part of the report unread, after splitting it as
# often as may help. mode: use a weaker output mode. run: stop, since further calls are pointless.
Effect = Literal["again", "part", "mode", "run"]


@dataclass(frozen=True, slots=True)
class FaultSpec:
    """Effect and messages of a fault, and how often splitting the text may help.

    Splitting always ends a fault of length, but rarely one of format. `refused` marks a refusal by
    the endpoint, the model, or our own limits: repeating the run would fail again (exit 4), while
    an unreachable or broken endpoint may work later (exit 5).
    """

    effect: Effect
    zh: str
    en: str
    halvings: int = 0
    refused: bool = False


FAULTS: dict[str, FaultSpec] = {
    "llm-bad-request": FaultSpec("part", "模型服务拒绝了请求", "the endpoint refused the request"),
    "llm-context": FaultSpec(
        "part", "超出模型的上下文长度", "over the model's context length", halvings=10
    ),
    "llm-content-refused": FaultSpec(
        "part",
        "模型服务的内容审查拒绝了这一段",
        "the endpoint's content filter refused this part",
        halvings=4,
        refused=True,
    ),
    "llm-auth": FaultSpec(
        "run",
        "模型服务不接受密钥；请检查 SUMMARIZER_LLM_API_KEY",
        "the endpoint does not accept the key; check SUMMARIZER_LLM_API_KEY",
        refused=True,
    ),
    "llm-balance": FaultSpec(
        "run",
        "模型服务账户余额不足；请充值后重试",
        "no balance at the endpoint; top it up, then retry",
        refused=True,
    ),
    "llm-model": FaultSpec(
        "run",
        "模型服务没有这个模型或地址；请检查 SUMMARIZER_LLM_MODEL 与 SUMMARIZER_LLM_BASE_URL",
        "the endpoint has no such model or address; check SUMMARIZER_LLM_MODEL and"
        " SUMMARIZER_LLM_BASE_URL",
        refused=True,
    ),
    "llm-mode": FaultSpec(
        "mode", "模型服务不支持该输出方式", "the endpoint does not take this output mode"
    ),
    "llm-timeout": FaultSpec(
        "again", "模型在时限内没有答完", "no full answer within the time limit"
    ),
    "llm-rate-limit": FaultSpec("again", "模型服务限流", "the endpoint's rate limit was reached"),
    "llm-server": FaultSpec("again", "模型服务出错", "the endpoint has a fault of its own"),
    "llm-interrupted": FaultSpec("again", "回答传输中断", "the answer broke off on the way"),
    "llm-unreachable": FaultSpec(
        "again",
        "无法连接模型服务；请检查 SUMMARIZER_LLM_BASE_URL 与网络",
        "the endpoint cannot be reached; check SUMMARIZER_LLM_BASE_URL and the network",
    ),
    "llm-tls": FaultSpec(
        "run",
        "模型服务的证书无效；请安装其根证书（SSL_CERT_FILE），不会改用不加密的连接",
        "the endpoint's certificate is not valid; install its root (SSL_CERT_FILE); an unverified"
        " connection is never used",
    ),
    "llm-redirect": FaultSpec(
        "run",
        "模型服务要求转到别的地址，已拒绝；请把 SUMMARIZER_LLM_BASE_URL 改为最终地址",
        "the endpoint redirects elsewhere and was not followed; set SUMMARIZER_LLM_BASE_URL to the"
        " final address",
    ),
    "llm-protocol": FaultSpec(
        "again", "模型服务的响应不合 OpenAI 格式", "the response is not in OpenAI's format"
    ),
    "llm-encoding": FaultSpec("again", "模型服务的响应不是 UTF-8", "the response is not UTF-8"),
    "llm-too-large": FaultSpec(
        "part", "模型的回答超过大小上限", "the answer is over the size limit", halvings=1
    ),
    "llm-truncated": FaultSpec("part", "模型的回答被截断", "the answer was cut off", halvings=6),
    "llm-refused": FaultSpec(
        "part", "模型拒绝回答这一段", "the model declined to read this part", refused=True
    ),
    "llm-empty": FaultSpec("part", "模型的回答是空的", "the answer is empty"),
    "llm-invalid": FaultSpec(
        "part",
        "模型的回答多次不合格式",
        "the answer did not fit the format, several times",
        halvings=1,
    ),
    "llm-budget": FaultSpec(
        "part",
        "已达到费用上限 SUMMARIZER_LLM_MAX_COST",
        "the cost limit SUMMARIZER_LLM_MAX_COST is reached",
        refused=True,
    ),
    "llm-not-asked": FaultSpec(
        "part",
        "尚无回答，离线运行未发出请求",
        "not answered yet, and nothing is sent when offline",
    ),
    "redaction-leak": FaultSpec(
        "part",
        "脱敏后仍发现个人信息，未发送",
        "personal data was still found after redaction, so nothing was sent",
    ),
}


class LlmFault(Exception):
    """A fault of a call: its code, the message of the endpoint, and the time to wait."""

    def __init__(
        self, code: str, detail: str = "", *, after: float | None = None, final: bool = False
    ) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail
        self.after = after
        # True if a retry is pointless, whatever the code.
        self.final = final
        # The number of calls sent.
        self.attempts = 0

    @property
    def effect(self) -> Effect:
        """The effect of the fault."""
        return FAULTS[self.code].effect

    @property
    def refused(self) -> bool:
        """True if the endpoint, the model or a limit refused the call."""
        return FAULTS[self.code].refused

    def sentences(self) -> tuple[str, str]:
        """Return the message in Chinese and English, followed by that of the endpoint."""
        meaning = FAULTS[self.code]
        said = f"（{self.detail}）" if self.detail else ""
        return meaning.zh + said, meaning.en + (f" ({self.detail})" if self.detail else "")
