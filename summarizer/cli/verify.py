"""`summarizer verify`: check a summary, ours or any text, against a report."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import summarizer
from summarizer.cli.messages import Messenger, UsageError
from summarizer.cli.options import FormatName, choose_format, keep_input
from summarizer.cli.run import look
from summarizer.cli.sources import STDIN, only_once, open_document, read_stdin
from summarizer.cli.streams import check_output, deliver
from summarizer.errors import UnreadableDocument
from summarizer.rendering.labels import SYMBOLS, Language, word
from summarizer.schema import Document, Summary
from summarizer.verification import TextCheck

__all__ = ["verify"]

DONE, FAULTY = 0, 1
_KINDS = frozenset({"targets", "results", "problems", "measures"})
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
    """Verify and print; return 1 when an item, the overview or a number is `failed`."""
    only_once(claimed, source)
    chosen = choose_format(format, output)
    keep_input(output, *(name for name in (claimed, source) if not _is_prose(name)))
    check_output(output)
    claims = _claims(claimed)
    document = open_document(source)
    content: str | bytes
    if isinstance(claims, str):
        content, code = _verify_text(messages, claims, document, chosen, messages.one_language)
    else:
        summary = summarizer.verify(claims, document)
        content = summarizer.render(summary, chosen, document, look(messages, output))
        checked = (summary.overview, *summary.items)
        code = FAULTY if any(one.check.verdict == "failed" for one in checked) else DONE
        _tell_another_source(messages, summary, document)
    deliver(content, output)
    return code


def _tell_another_source(messages: Messenger, summary: Summary, document: Document) -> None:
    """Warn that the summary belongs to another report, which makes every check fail."""
    if summary.document.text_sha256 != document.text_sha256:
        messages.say(
            f"这份摘要不是 {document.name!r} 的（原文为 {summary.document.name!r}，或原文已改动）",
            f"this summary is not of {document.name!r} (but of {summary.document.name!r},"
            " or the text has changed)",
            label="warning[other-source]",
        )


def _verify_text(
    messages: Messenger, text: str, document: Document, chosen: FormatName, language: Language
) -> tuple[str, int]:
    checks = summarizer.verify(text, document)
    if not checks:
        messages.say(
            "这段文字里没有可核对的数字；没有数字的说法不能用本命令核对",
            "no number was found in this text; a claim without numbers cannot be checked here",
            label="warning[nothing-checked]",
        )
    code = FAULTY if any(check.check.verdict == "failed" for check in checks) else DONE
    if chosen == "json":
        fields = [check.model_dump(mode="json") for check in checks]
        return json.dumps(fields, ensure_ascii=False, indent=2) + "\n", code
    if chosen == "table":
        return "".join(_line(check, language) for check in checks), code
    raise UsageError(
        f"对文字的核对只有 json 与 table 两种格式，没有 {chosen}",
        f"checks of a text come as json or table, not {chosen}",
    )


def _line(number: TextCheck, language: Language) -> str:
    """Return verdict, number, reason, and its source or the closest number."""
    verdict = number.check.verdict
    said = [f"{SYMBOLS[verdict]} {word('verdict', verdict, language)}", number.text]
    said += [word("reason", reason, language) for reason in number.check.reasons]
    if place := number.found or number.nearest:
        said.append(f"{'←' if number.found else '≈'} {place.start}–{place.end} {place.quote}")
    return "  ".join(" ".join(part.split()) for part in said) + "\n"


def _claims(claimed: str) -> dict[str, Any] | str:
    """Return the fields of a JSON summary, else free text. Raises ReadError, UsageError."""
    if not claimed.strip():
        raise UsageError("没有可核对的内容", "there is nothing to check")
    if _is_prose(claimed):
        return claimed
    content = read_stdin() if claimed == STDIN else _content(Path(claimed))
    fields = _object(content)
    if fields is not None and _KINDS.intersection(fields):
        return fields
    if claimed.lower().endswith(".json"):
        raise _broken(claimed, "不是一份完整的摘要 JSON", "it is not a complete summary JSON")
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
    """Return whether the argument is text and not a file name: it is Chinese and not a plausible
    name.
    """
    if claimed == STDIN or _FILE_SUFFIX.search(claimed) or not _CHINESE.search(claimed):
        return False
    try:
        return not Path(claimed).exists()
    except OSError:
        return True  # too long for a file name
