"""Readers that do what a parser does that errs or was led astray. Read by `test_child`."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys

from summarizer.errors import EncryptedDocument
from summarizer.readers.parts import Paragraph, Parts


def well(content: bytes, name: str) -> Parts:
    print("a library that prints")
    return Parts((Paragraph(f"{name} {len(content)}"),))


def tell(content: bytes, name: str) -> Parts:
    return Parts(tuple(Paragraph(name) for name in os.environ))


def refuse(content: bytes, name: str) -> Parts:
    raise EncryptedDocument(f"“{name}”有密码", f"'{name}' has a password")


def break_down(content: bytes, name: str) -> Parts:
    raise KeyError("styles.xml")


def nest(content: bytes, name: str) -> Parts:
    return nest(content, name)


def loop(content: bytes, name: str) -> Parts:
    while True:
        pass


def grow(content: bytes, name: str) -> Parts:
    return Parts((Paragraph("目" * (4 << 30)),))


def crash(content: bytes, name: str) -> Parts:
    os.kill(os.getpid(), signal.SIGSEGV)
    raise AssertionError


def leave(content: bytes, name: str) -> Parts:
    sys.exit(0)


def connect(content: bytes, name: str) -> Parts:
    with socket.socket() as made:
        made.connect(("127.0.0.1", 9))
    return well(content, name)


def launch(content: bytes, name: str) -> Parts:
    subprocess.run([sys.executable, "-c", ""], check=True)
    return well(content, name)


def lie(content: bytes, name: str) -> Parts:
    return Parts((Lie(),))  # type: ignore[arg-type]


class Lie:
    """Something that would run a function of the parent's."""

    def __reduce__(self) -> tuple[object, ...]:
        return os.system, ("touch /tmp/lie",)
