"""`summarizer doctor`: check that everything a run needs is present."""

from __future__ import annotations

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
from summarizer.cli.probe import Words, reach, same_words, try_out
from summarizer.cli.streams import deliver
from summarizer.errors import SummarizerError
from summarizer.readers import sniffing
from summarizer.settings import Settings, load_settings

__all__ = ["doctor"]

HEALTHY, ILL = 0, 2
_OLDEST = (3, 11)

# Suffixes for display, and the media type whose reader is required.
_FORMATS = (
    (".docx .docm", sniffing.DOCX),
    (".pdf", sniffing.PDF),
    (".xlsx .xlsm .xls .et .ods", sniffing.XLSX),
    (".html .htm .mht", sniffing.HTML),
    (".csv .tsv .md .txt", sniffing.CSV),
)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One checked item, in both languages; `ok` is None for plain information."""

    label: Words
    ok: bool | None
    detail: Words


def doctor(messages: Messenger, *, probe: bool) -> int:
    """Check each item and print a line for it; return 2 when something is wrong."""
    seen = list(_look(probe=probe))
    deliver("".join(_line(one, messages) for one in seen), None)
    return ILL if any(one.ok is False for one in seen) else HEALTHY


def _look(*, probe: bool) -> Iterator[Diagnosis]:
    yield Diagnosis(
        same_words("Python"), sys.version_info >= _OLDEST, same_words(platform.python_version())
    )
    yield Diagnosis(("程序版本", "version"), None, same_words(summarizer.__version__))
    yield _attempt(("提示词", "prompts"), _prompts)
    yield from _formats()
    try:
        settings = load_settings()
    except SummarizerError as error:
        yield Diagnosis(("配置", "settings"), False, (error.zh, error.en))
        return
    yield _attempt(("数据文件夹", "data folder"), lambda: _writable(settings.data_dir))
    yield Diagnosis(("模型", "model"), None, _model(settings))
    if not settings.model_configured:
        return
    yield _attempt(("密钥", "key"), lambda: _key(settings))
    if probe:
        reached = _attempt(("模型地址", "endpoint"), lambda: reach(settings))
        yield reached
        if reached.ok:
            yield _attempt(("试摘一段", "a trial"), lambda: try_out(settings))


def _formats() -> Iterator[Diagnosis]:
    """Yield which formats are readable here, and what the others require."""
    from summarizer.readers.libreoffice import find_program

    for suffixes, media in _FORMATS:
        yield _attempt(("格式", "format"), partial(_reader, suffixes, media))
    program = find_program()
    old = ".doc .wps .rtf .odt .xlsb"
    missing = (
        "未安装 LibreOffice（可选）：.rtf .odt .xlsb 不能读取，.doc .wps 由内置读取器读取",
        "LibreOffice is not installed (optional): .rtf .odt .xlsb are refused, .doc .wps are read",
    )
    yield Diagnosis(
        ("格式", "format"), None, same_words(f"{old} · {program}") if program else missing
    )
    ocr = all(find_spec(name) for name in ("rapidocr", "onnxruntime"))
    without = (
        "扫描件：未安装组件 ocr，不能识别（可选）",
        "scans: the extra `ocr` is not installed, they are refused (optional)",
    )
    yield Diagnosis(("格式", "format"), None, ("扫描件 · ocr", "scans · ocr") if ocr else without)


def _reader(suffixes: str, media: str) -> Words:
    from summarizer.readers.formats import load_reader

    load_reader(media, suffixes)
    return same_words(suffixes)


def _attempt(label: Words, look: Callable[[], Words]) -> Diagnosis:
    try:
        return Diagnosis(label, True, look())
    except SummarizerError as error:
        return Diagnosis(label, False, (error.zh, error.en))
    except OSError as error:
        return Diagnosis(label, False, same_words(str(error)))


def _prompts() -> Words:
    from summarizer.engines.llm.prompts import load_prompt

    names = (f"{name} {load_prompt(name).label[:11]}" for name in ("extract", "overview"))
    return same_words(" · ".join(names))


def _writable(folder: Path) -> Words:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(b"1")
    return same_words(str(folder))


def _model(settings: Settings) -> Words:
    if not settings.model_configured:
        return "未配置，--engine auto 即 rules", "not configured, --engine auto means rules"
    return same_words(f"{settings.llm_model} @ {settings.endpoint}")


def _key(settings: Settings) -> Words:
    if settings.api_key:
        return "已设置", "set"
    return "未设置（本地模型多不需要）", "not set (a local model seldom needs one)"


def _line(seen: Diagnosis, messages: Messenger) -> str:
    symbol = {True: "✓", False: "✗", None: "·"}[seen.ok]
    return f"{symbol} {messages.choose(seen.label)}: {messages.choose(seen.detail)}\n"
