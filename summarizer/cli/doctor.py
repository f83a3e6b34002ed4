"""`summarizer doctor`: is everything here that a run needs?"""

from __future__ import annotations

import asyncio
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import summarizer
from summarizer.cli.messages import Messenger
from summarizer.cli.streams import deliver
from summarizer.errors import EngineRefused, EngineUnavailable, SummarizerError
from summarizer.readers import sniffing
from summarizer.settings import Settings, load_settings

__all__ = ["doctor"]

HEALTHY, ILL = 0, 2
_OLDEST = (3, 11)
PROBE_SECONDS = 10.0

# Suffixes, for people, and the media type whose reader must be there.
_FORMATS = (
    (".docx .docm", sniffing.DOCX),
    (".pdf", sniffing.PDF),
    (".xlsx .xlsm .xls .et .ods", sniffing.XLSX),
    (".html .htm .mht", sniffing.HTML),
    (".csv .tsv .md .txt", sniffing.CSV),
)

Words = tuple[str, str]
"""Chinese, English."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One thing looked at, in both languages; `ok` is None when it is only told."""

    label: Words
    ok: bool | None
    detail: Words


def doctor(messages: Messenger, *, probe: bool) -> int:
    """Look at each thing and print one line for it; returns 2 when something is wrong."""
    seen = list(_look(probe=probe))
    deliver("".join(_line(one, messages) for one in seen), None)
    return ILL if any(one.ok is False for one in seen) else HEALTHY


def _look(*, probe: bool) -> Iterator[Seen]:
    yield Seen(_same("Python"), sys.version_info >= _OLDEST, _same(platform.python_version()))
    yield Seen(("程序版本", "version"), None, _same(summarizer.__version__))
    yield _attempt(("提示词", "prompts"), _prompts)
    yield from _formats()
    try:
        settings = load_settings()
    except SummarizerError as error:
        yield Seen(("配置", "settings"), False, (error.zh, error.en))
        return
    yield _attempt(("数据文件夹", "data folder"), lambda: _writable(settings.data_dir))
    yield Seen(("模型", "model"), None, _model(settings))
    if not settings.model_configured:
        return
    yield _attempt(("密钥", "key"), lambda: _key(settings))
    if probe:
        yield _attempt(("模型地址", "endpoint"), lambda: _reach(settings))


def _formats() -> Iterator[Seen]:
    """Which files can be read here, and what is missing for the others."""
    from summarizer.readers.libreoffice import find_program

    for suffixes, media in _FORMATS:
        yield _attempt(("格式", "format"), partial(_reader, suffixes, media))
    program = find_program()
    old = ".doc .wps .rtf .odt .xlsb"
    missing = (
        "未安装 LibreOffice（可选）：.rtf .odt .xlsb 不能读取，.doc .wps 由内置读取器读取",
        "LibreOffice is not installed (optional): .rtf .odt .xlsb are refused, .doc .wps are read",
    )
    yield Seen(("格式", "format"), None, _same(f"{old} · {program}") if program else missing)
    ocr = all(find_spec(name) for name in ("rapidocr", "onnxruntime"))
    without = (
        "扫描件：未安装组件 ocr，不能识别（可选）",
        "scans: the extra `ocr` is not installed, they are refused (optional)",
    )
    yield Seen(("格式", "format"), None, ("扫描件 · ocr", "scans · ocr") if ocr else without)


def _reader(suffixes: str, media: str) -> Words:
    from summarizer.readers.formats import load_reader

    load_reader(media, suffixes)
    return _same(suffixes)


def _same(words: str) -> Words:
    return words, words


def _attempt(label: Words, look: Callable[[], Words]) -> Seen:
    try:
        return Seen(label, True, look())
    except SummarizerError as error:
        return Seen(label, False, (error.zh, error.en))
    except OSError as error:
        return Seen(label, False, _same(str(error)))


def _prompts() -> Words:
    from summarizer.engines.llm.prompts import load_prompt

    names = (f"{name} {load_prompt(name).label[:11]}" for name in ("extract", "overview"))
    return _same(" · ".join(names))


def _writable(folder: Path) -> Words:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"1")
    return _same(str(folder))


def _model(settings: Settings) -> Words:
    if not settings.model_configured:
        return "未配置，--engine auto 即 rules", "not configured, --engine auto means rules"
    return _same(f"{settings.llm_model} @ {settings.endpoint}")


def _key(settings: Settings) -> Words:
    if settings.api_key:
        return "已设置", "set"
    return "未设置（本地模型多不需要）", "not set (a local model seldom needs one)"


def _reach(settings: Settings) -> Words:
    """Ask the endpoint for its models: costs nothing, and shows address, TLS and key."""
    import httpx

    address = f"{settings.endpoint}/models"
    try:
        status = asyncio.run(_probe(settings))
    except (httpx.HTTPError, TimeoutError) as error:
        raise EngineUnavailable(
            f"{address} 连不上（{type(error).__name__}）；请检查地址与网络",
            f"{address} is not reached ({type(error).__name__}); check address and network",
        ) from error
    if status in (401, 403):
        raise EngineRefused(
            f"{address} 拒绝了密钥（HTTP {status}）；请检查 SUMMARIZER_LLM_API_KEY",
            f"{address} refuses the key (HTTP {status}); check SUMMARIZER_LLM_API_KEY",
        )
    if status >= 500:
        raise EngineUnavailable(
            f"{address} 出错（HTTP {status}）；请查看该服务",
            f"{address} fails (HTTP {status}); look at that service",
        )
    return _same(f"{address}: HTTP {status}")


async def _probe(settings: Settings) -> int:
    """The status alone, within a deadline: whatever the body is, it is not read."""
    import httpx

    headers = {"Authorization": f"Bearer {settings.api_key}"} if settings.api_key else {}
    async with (
        asyncio.timeout(PROBE_SECONDS),
        httpx.AsyncClient(headers=headers, timeout=settings.llm_connect_timeout) as client,
        client.stream("GET", f"{settings.llm_base_url}/models") as reply,
    ):
        return reply.status_code


def _line(seen: Seen, messages: Messenger) -> str:
    symbol = {True: "✓", False: "✗", None: "·"}[seen.ok]
    return f"{symbol} {messages.choose(seen.label)}: {messages.choose(seen.detail)}\n"
