"""Bodies of requests: how deep, and what headers say."""

from __future__ import annotations

import json
from typing import Any

import pytest

from summarizer.service.intake import clean_name, json_of
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
