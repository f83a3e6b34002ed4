"""Read a request's body into a submission: multipart, raw or JSON, limited while it arrives."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from email.message import Message
from typing import Any
from urllib.parse import unquote

from pydantic import BaseModel, ValidationError
from python_multipart.exceptions import MultipartParseError
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from summarizer.errors import SummarizerError
from summarizer.readers import check_takeable
from summarizer.readers.sniffing import CSV, DOC, DOCX, HTML, ODS, ODT, PDF, PLAIN, RTF, XLS, XLSX
from summarizer.service.models import EngineName, NewSummary
from summarizer.service.problems import ProblemError
from summarizer.service.store import Submission

__all__ = [
    "MAX_BATCH",
    "RAW_KINDS",
    "body_of",
    "files_of",
    "json_of",
    "number_in",
    "sort_files",
    "submission_of",
]

MAX_BATCH = 200
# Media types of raw bodies and their file suffixes. The content still decides the format.
RAW_KINDS: dict[str, str] = {
    PLAIN: ".txt",
    "text/markdown": ".md",
    CSV: ".csv",
    HTML: ".html",
    PDF: ".pdf",
    DOCX: ".docx",
    XLSX: ".xlsx",
    DOC: ".doc",
    XLS: ".xls",
    RTF: ".rtf",
    ODT: ".odt",
    ODS: ".ods",
}
_ENGINES = ("auto", "rules", "llm")
_MAX_DEPTH = 64


async def body_of(request: Request, *, limit: int, seconds: float) -> bytes:
    """Return the whole body.

    Ends with 413 as soon as it exceeds the limit, 408 when it is too slow or breaks off.
    """
    declared = number_in(request.headers.get("content-length"))
    if declared is not None and declared > limit:
        raise ProblemError("input-too-large")
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(seconds):
            async for part in request.stream():
                size += len(part)
                if size > limit:
                    raise ProblemError("input-too-large")
                parts.append(part)
    except (TimeoutError, ClientDisconnect) as error:
        # A client that is gone never sees the 408; the log and the metrics do.
        raise ProblemError("timeout") from error
    return b"".join(parts)


def json_of(body: bytes, model: type[BaseModel]) -> Any:
    """Parse the body as one of our models; broken JSON, excessive nesting and unknown keys
    are 422.
    """
    try:
        value = json.loads(body.decode("utf-8-sig"), parse_constant=_refuse_constant)
        _check_depth(value)
        return model.model_validate(value)
    except ValidationError as error:
        details = error.errors(include_url=False, include_input=False, include_context=False)
        raise ProblemError("invalid", errors=[dict(detail) for detail in details]) from error
    except (ValueError, RecursionError) as error:
        raise ProblemError(
            "invalid", zh="请求体不是有效的 JSON", en="the body is not valid JSON"
        ) from error


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _check_depth(value: Any, depth: int = 0) -> None:
    if depth > _MAX_DEPTH:
        raise ValueError("too deep")
    if isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            _check_depth(inner, depth + 1)


def number_in(header: str | None) -> int | None:
    """Return the number in a header; None when it is invalid or too long.

    >>> number_in("30"), number_in("²"), number_in("9" * 5000), number_in(None)
    (30, None, None, None)
    """
    text = (header or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None


async def submission_of(
    request: Request, body: bytes, *, owner: str, idempotency_key: str | None
) -> Submission:
    """Return the submission of a POST.

    Raises ProblemError 415 for an unsupported format, 422 for an empty body.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/json":
        given: NewSummary = await asyncio.to_thread(json_of, body, NewSummary)
        content = given.text.encode("utf-8", "surrogatepass")
        name, engine, client_ref = given.name, given.engine, given.client_ref
    elif kind == "multipart/form-data":
        files, fields = await files_of(request, body)
        if len(files) != 1:
            raise ProblemError("invalid", zh="需要一个 file 字段", en="one `file` is needed")
        (name, content), client_ref = files[0], fields.get("client_ref")
        engine = engine_of(fields.get("engine"))
    else:
        content, client_ref = body, request.query_params.get("client_ref")
        name = request.query_params.get("name") or _named(request) or _unnamed(kind)
        engine = engine_of(request.query_params.get("engine"))
    name = clean_name(name)
    # Detecting the encoding is slow.
    await asyncio.to_thread(check_takeable, content, name)
    return Submission(
        owner=owner,
        name=name,
        content=content,
        media_type=kind,
        engine=engine,
        client_ref=clean_name(client_ref) if client_ref else None,
        idempotency_key=idempotency_key,
    )


def _unnamed(kind: str) -> str:
    """Return the default name of a raw body; the suffix distinguishes a table from text."""
    return f"document{RAW_KINDS.get(kind, '.txt')}"


def engine_of(name: str | None) -> EngineName:
    """Return an engine's name; an unknown name is 422."""
    for known in _ENGINES:
        if name in (None, "", known):
            return known if name else "auto"  # type: ignore[return-value]
    raise ProblemError(
        "invalid", zh=f"未知引擎 {name!r}", en=f"unknown engine {name!r}: auto, rules or llm"
    )


def clean_name(name: str) -> str:
    """Clean a file name: no folders, no control characters, limited length."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(mark if mark.isprintable() else "\ufffd" for mark in last).strip()
    return shown[:255] or "document.txt"


def _named(request: Request) -> str | None:
    header = request.headers.get("content-disposition")
    if not header:
        return None
    message = Message()
    message["content-disposition"] = header
    try:
        name = message.get_filename()
    except (LookupError, ValueError):
        # Unusable character set.
        return None
    return unquote(name) if name else None


def sort_files(
    files: list[tuple[str, bytes]],
) -> tuple[list[tuple[str, bytes]], list[dict[str, Any]]]:
    """Split files into those that can become jobs and those refused, each with name and reason."""
    good: list[tuple[str, bytes]] = []
    refused: list[dict[str, Any]] = []
    for given, content in files:
        name = clean_name(given)
        try:
            check_takeable(content, name)
        except SummarizerError as error:
            why = {
                "code": error.error_code,
                "retryable": False,
                "zh": error.zh,
                "en": error.en,
            }
            refused.append({"name": name, "error": why})
        else:
            good.append((name, content))
    return good, refused


async def files_of(
    request: Request, body: bytes
) -> tuple[list[tuple[str, bytes]], Mapping[str, str]]:
    """Return the files and plain fields of a complete multipart body."""

    async def again() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(
        request.headers, again(), max_files=MAX_BATCH + 1, max_fields=20, max_part_size=65_536
    )
    try:
        form = await parser.parse()
    except (MultiPartException, MultipartParseError, LookupError, ValueError) as error:
        raise ProblemError(
            "invalid", zh="multipart 请求体有误", en="the multipart body is broken"
        ) from error
    files: list[tuple[str, bytes]] = []
    fields: dict[str, str] = {}
    for key, value in form.multi_items():
        if isinstance(value, UploadFile):
            files.append((value.filename or "document.txt", await value.read()))
        else:
            fields[key] = value
    await form.close()
    return files, fields
