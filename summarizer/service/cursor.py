"""Opaque page cursors, signed and bound to their owner."""

from __future__ import annotations

import base64
import binascii
import hmac
from hashlib import sha256

from summarizer.service.problems import ProblemError

__all__ = ["Cursors"]


class Cursors:
    """Signs and opens cursors with a key of this service."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def seal(self, number: int, owner: str) -> str:
        """Return a cursor for the jobs below a number."""
        body = str(number).encode()
        return base64.urlsafe_b64encode(self._mark(body, owner) + body).decode().rstrip("=")

    def open(self, cursor: str, owner: str) -> int:
        """Return the number in a cursor.

        Raises ProblemError 422 for a forged cursor and for another owner's.
        """
        try:
            padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
            raw = base64.b64decode(padded, altchars=b"-_", validate=True)
        except (UnicodeEncodeError, binascii.Error, ValueError):
            raw = b""
        mark, body = raw[:16], raw[16:]
        if not body.isdigit() or not hmac.compare_digest(mark, self._mark(body, owner)):
            raise ProblemError("invalid", zh="cursor 无效", en="the cursor is not valid")
        return int(body)

    def _mark(self, body: bytes, owner: str) -> bytes:
        return hmac.digest(self._secret, owner.encode() + b"\0" + body, sha256)[:16]
