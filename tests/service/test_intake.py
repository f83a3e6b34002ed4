"""Bodies of requests: how deep, and what headers say."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.requests import Request

from summarizer.service.intake import (
    body_of,
    clean_name,
    engine_of,
    json_of,
    number_in,
    sort_files,
    submission_of,
)
from summarizer.service.models import NewVerification
from summarizer.service.problems import ProblemError


def nested(depth: int) -> bytes:
    """A summary of so many objects within each other."""
    value: Any = {}
    for _ in range(depth):
        value = {"a": value}
    return json.dumps({"source": "x", "summary": value}).encode()


def test_json_is_deep_only_so_far() -> None:
    # The body itself is one more.
    assert json_of(nested(63), NewVerification).summary
    for depth in (64, 65, 200, 900):
        with pytest.raises(ProblemError) as refused:
            json_of(nested(depth), NewVerification)
        assert refused.value.code == "invalid"
    with pytest.raises(ProblemError):
        json_of(b"[" * 200_000, NewVerification)


@pytest.mark.parametrize(
    "body", [b'{"source": NaN}', b"{", b"\xff", b"[]", b'{"source": "x", "b": 1}']
)
def test_what_is_no_json_of_ours_is_refused(body: bytes) -> None:
    with pytest.raises(ProblemError) as refused:
        json_of(body, NewVerification)
    assert refused.value.status == 422


def test_a_name_is_only_a_label() -> None:
    assert clean_name("../../etc/passwd") == "passwd"
    assert clean_name("a\r\nb") == "a\ufffd\ufffdb"
    assert len(clean_name("x" * 1000)) == 255


def request(*parts: bytes, query: str = "", leaves: bool = False, **headers: str) -> Request:
    """A request with a body in these parts; with `leaves` the client leaves after them."""
    messages: list[dict[str, Any]] = [
        {"type": "http.request", "body": part, "more_body": True} for part in parts
    ]
    last = {"type": "http.disconnect"} if leaves else {"type": "http.request", "body": b""}
    waiting = iter([*messages, last])

    async def receive() -> dict[str, Any]:
        return next(waiting)

    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "POST", "query_string": query.encode(), "headers": named}
    return Request(scope, receive)


async def test_a_body_ends_at_its_limit() -> None:
    assert await body_of(request(b"ab", b"cd"), limit=4, seconds=5) == b"abcd"
    for refused in (request(b"ab", b"cde"), request(b"", content_length="5")):
        with pytest.raises(ProblemError) as problem:
            await body_of(refused, limit=4, seconds=5)
        assert problem.value.status == 413
    assert await body_of(request(b"abcd", content_length="4"), limit=4, seconds=5) == b"abcd"
    with pytest.raises(ProblemError) as problem:
        await body_of(request(b"ab", leaves=True), limit=4, seconds=5)
    assert problem.value.status == 408


def test_a_length_has_at_most_nineteen_digits() -> None:
    assert number_in("9" * 19) == int("9" * 19)
    assert number_in("9" * 20) is None


async def test_a_raw_body_is_named_by_query_header_or_kind() -> None:
    async def named(**given: str) -> str:
        submission = await submission_of(request(**given), b"x", owner="me", idempotency_key=None)
        return submission.name

    assert await named(query="name=a.md", content_disposition="x; filename=b.md") == "a.md"
    assert await named(content_disposition="x; filename=b%20c.md") == "b c.md"
    assert await named(content_type="text/csv; charset=gbk") == "document.csv"
    assert await named() == "document.txt"


async def test_a_json_body_is_a_submission() -> None:
    body = '{"text": "完成3项。", "name": "a/b.txt", "engine": "rules", "client_ref": "7"}'.encode()
    given = request(content_type="application/json")
    one = await submission_of(given, body, owner="me", idempotency_key="k")
    assert (one.owner, one.name, one.content) == ("me", "b.txt", "完成3项。".encode())
    assert (one.engine, one.client_ref, one.idempotency_key) == ("rules", "7", "k")


@pytest.mark.parametrize("count", [0, 1, 2])
async def test_a_form_holds_one_file(count: int) -> None:
    part = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n3\r\n'
    field = '--x\r\nContent-Disposition: form-data; name="engine"\r\n\r\nrules\r\n'
    body = f"{part * count}{field}--x--\r\n".encode()
    given = request(content_type="multipart/form-data; boundary=x")
    if count == 1:
        one = await submission_of(given, body, owner="me", idempotency_key=None)
        assert (one.name, one.content, one.engine) == ("a.txt", b"3", "rules")
    else:
        with pytest.raises(ProblemError):
            await submission_of(given, body, owner="me", idempotency_key=None)


def test_an_engine_is_one_of_three() -> None:
    assert [engine_of(name) for name in (None, "", "auto", "rules", "llm")] == [
        *("auto", "auto", "auto", "rules", "llm")
    ]
    with pytest.raises(ProblemError):
        engine_of("gpt")


def test_files_of_a_batch_are_taken_or_refused() -> None:
    good, refused = sort_files([("x/a.txt", "完成3项。".encode()), ("b.txt", b"")])
    assert [name for name, _ in good] == ["a.txt"]
    assert [(one["name"], one["error"]["retryable"]) for one in refused] == [("b.txt", False)]
