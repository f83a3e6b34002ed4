"""`summarizer doctor`: is everything here that a run needs?"""

from __future__ import annotations

import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import summarizer
from summarizer.cli.messages import Messenger
from summarizer.cli.streams import deliver
from summarizer.errors import SummarizerError
from summarizer.settings import Settings, load_settings

__all__ = ["doctor"]

HEALTHY, ILL = 0, 2
_OLDEST = (3, 11)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at; `ok` is None when it is only told."""

    zh: str
    en: str
    ok: bool | None
    detail: str


def doctor(messages: Messenger, *, probe: bool) -> int:
    """Look at each thing and print one line for it; returns 2 when something is wrong."""
    found = list(_look(probe=probe))
    deliver("".join(_line(one, messages) for one in found), None)
    return ILL if any(one.ok is False for one in found) else HEALTHY


def _look(*, probe: bool) -> Iterator[Finding]:
    yield Finding("Python", "Python", sys.version_info >= _OLDEST, platform.python_version())
    yield Finding("程序版本", "version", None, summarizer.__version__)
    yield _attempt("提示词", "prompts", _prompts)
    try:
        settings = load_settings()
    except SummarizerError as error:
        yield Finding("配置", "settings", False, str(error))
        return
    yield _attempt("数据文件夹", "data folder", lambda: _writable(settings.data_dir))
    yield Finding("模型", "model", None, _model(settings))
    if settings.model_configured:
        yield _attempt("密钥", "key", lambda: _key(settings))
    if probe:
        yield _attempt("模型地址", "endpoint", lambda: _reach(settings))


def _attempt(zh: str, en: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(zh, en, True, look())
    except (OSError, SummarizerError) as error:
        return Finding(zh, en, False, str(error))


def _prompts() -> str:
    from summarizer.engines.llm.prompts import load_prompt

    return " · ".join(f"{name} {load_prompt(name).label[:11]}" for name in ("extract", "overview"))


def _writable(folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"1")
    return str(folder)


def _model(settings: Settings) -> str:
    if not settings.model_configured:
        return "未配置，--engine auto 即 rules / not configured, --engine auto means rules"
    return f"{settings.llm_model} @ {settings.llm_base_url}"


def _key(settings: Settings) -> str:
    if settings.api_key:
        return "已设置 / set"
    return "未设置（本地模型多不需要）/ not set (a local model seldom needs one)"


def _reach(settings: Settings) -> str:
    """Ask the endpoint for its models: costs nothing, and shows address, TLS and key."""
    import httpx

    address = f"{settings.llm_base_url}/models"
    headers = {"Authorization": f"Bearer {settings.api_key}"} if settings.api_key else {}
    try:
        reply = httpx.get(address, headers=headers, timeout=settings.llm_connect_timeout)
    except httpx.HTTPError as error:
        raise OSError(f"{address}: {type(error).__name__} {error}") from error
    if reply.status_code in (401, 403):
        raise OSError(f"{address}: HTTP {reply.status_code}，密钥被拒绝 / the key was refused")
    if reply.status_code >= 500:
        raise OSError(f"{address}: HTTP {reply.status_code}")
    return f"{address}: HTTP {reply.status_code}"


def _line(found: Finding, messages: Messenger) -> str:
    symbol = {True: "✓", False: "✗", None: "·"}[found.ok]
    label = {"zh": found.zh, "en": found.en}.get(messages.language)
    label = label or (found.zh if found.zh == found.en else f"{found.zh} {found.en}")
    return f"{symbol} {label}: {found.detail}\n"
