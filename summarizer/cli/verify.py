"""`summarizer verify`: somebody's summary, ours or any text, held against a report."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

import summarizer
from summarizer.cli.messages import Messenger, UsageError
from summarizer.cli.options import FormatName, choose_format, keep_input
from summarizer.cli.run import look
from summarizer.cli.sources import STDIN, only_once, open_document, read_stdin
from summarizer.cli.streams import check_output, deliver
from summarizer.errors import UnreadableDocument
from summarizer.rendering.labels import SYMBOLS, word
from summarizer.schema import Document, Summary
from summarizer.settings import Settings, load_settings
from summarizer.verification import TextCheck

__all__ = ["verify"]

DONE, FAULTY = 0, 1
_PROSE = re.compile(r"[\n，。；：！？、]")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_FILE_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")


def verify(
    messages: Messenger,
    claimed: str,
    *,
    source: str,
    format: FormatName | None,  # noqa: A002
    output: str | None,
) -> int:
    """Check and print; returns 1 when an item or a number is `failed`."""
    only_once(claimed, source)
    chosen = choose_format(format, output)
    keep_input(output, *(name for name in (claimed, source) if not _is_prose(name)))
    check_output(output)
    settings = load_settings()
    claims = _claims(claimed, settings)
    document = open_document(source, settings)
    if isinstance(claims, str):
        content, code = _verify_text(claims, document, chosen)
    else:
        summary = _verify_summary(claims, document, claimed)
        content = summarizer.render(summary, chosen, document, look(messages, output))
        code = FAULTY if any(i.check.verdict == "failed" for i in summary.items) else DONE
    deliver(content, output)
    return code


def _verify_summary(claims: dict[str, Any], document: Document, name: str) -> Summary:
    try:
        return summarizer.verify(claims, document)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        said = first["msg"]
        raise _broken(
            name, f"{place} 处不像摘要（{said}）", f"{place} is not as in a summary ({said})"
        ) from error


def _verify_text(text: str, document: Document, chosen: FormatName) -> tuple[str, int]:
    checks = summarizer.verify(text, document)
    code = FAULTY if any(check.check.verdict == "failed" for check in checks) else DONE
    if chosen == "json":
        fields = TypeAdapter(tuple[TextCheck, ...]).dump_python(checks, mode="json")
        return json.dumps(fields, ensure_ascii=False, indent=2) + "\n", code
    if chosen == "table":
        return "".join(_line(check) for check in checks), code
    raise UsageError(
        f"对文字的核对只有 json 与 table 两种格式，没有 {chosen}",
        f"checks of a text come as json or table, not {chosen}",
    )


def _line(check: TextCheck) -> str:
    verdict = check.check.verdict
    said = [f"{SYMBOLS[verdict]} {word('verdict', verdict)}", check.text]
    said += [word("reason", reason) for reason in check.check.reasons]
    return "  ".join(said) + "\n"


def _claims(claimed: str, settings: Settings) -> dict[str, Any] | str:
    """The fields of a summary when it is JSON, else free text. Raises ReadError."""
    if _is_prose(claimed):
        return claimed
    content = read_stdin(settings) if claimed == STDIN else _content(Path(claimed))
    fields = _object(content)
    if fields is not None:
        return fields
    if claimed.lower().endswith(".json"):
        raise _broken(claimed, "不是一个完整的 JSON 对象", "it is not one complete JSON object")
    return summarizer.read_bytes(content, Path(claimed).name).text


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        said = error.strerror or type(error).__name__
        raise _broken(str(path), f"系统报告 {said}", said) from error


def _object(content: bytes) -> dict[str, Any] | None:
    try:
        fields = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return fields if isinstance(fields, dict) else None


def _broken(name: str, zh: str, en: str) -> UnreadableDocument:
    return UnreadableDocument(
        f"无法读取 {name!r}：{zh}；请给出摘要 JSON 或文字文件",
        f"cannot read {name!r}: {en}; pass a summary's JSON or a file of text",
    )


def _is_prose(claimed: str) -> bool:
    """The text itself instead of a file's name: Chinese, and nothing that a name would be."""
    if claimed == STDIN or _FILE_SUFFIX.search(claimed) or not _CHINESE.search(claimed):
        return False
    try:
        return not Path(claimed).exists()
    except OSError:
        return True  # too long for a name
