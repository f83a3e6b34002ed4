"""Read a structured file in a child process.

The child may exceed its memory or time or crash without harm to the parent. It returns parts or an
error and never executable objects.
"""

from __future__ import annotations

import io
import json
import os
import pickle
import re
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from typing import BinaryIO, NoReturn

from summarizer import errors
from summarizer.errors import ReadError
from summarizer.memory import collect_seldom
from summarizer.readers.confinement import (
    MEMORY_BYTES,
    confine,
    end_with_parent,
    limit_time,
    seconds_for,
)
from summarizer.readers.formats import damaged, read_here, too_heavy
from summarizer.readers.parts import Grid, GridCell, Paragraph, Parts, Run
from summarizer.schema import Locator, Note

__all__ = ["Child", "main", "packed", "unpacked"]

# Maximum size of a reply; the parts of the largest files take about ten million bytes.
LARGEST_REPLY = 512 * 1024 * 1024
# Ratio of wall-clock time to processor time: a busy machine gives a child only a share.
PATIENCE = 4

_SECRET = re.compile(r"^(?:SUMMARIZER|OPENAI|OTEL|DATABASE)_|KEY|TOKEN|SECRET|PASSW|CREDENTIAL")

# The child imports from the same places as its parent, never from the current folder (-I).
_BEGIN = (
    "import sys, json\n"
    "head = json.loads(sys.stdin.buffer.readline())\n"
    "sys.path[:] = head.pop('path')\n"
    "from summarizer.readers.child import main\n"
    "main(**head)\n"
)


@dataclass(frozen=True, slots=True)
class Child:
    """A child process that is reading a file."""

    process: subprocess.Popen[bytes]
    media: str
    name: str
    size: int

    @classmethod
    def start(
        cls, data: bytes, name: str, media: str, target: str, *, memory: int = MEMORY_BYTES
    ) -> Child:
        """Start reading with the function `target` ("module:name"); `parts` returns the result."""
        head = {
            "path": [os.path.abspath(place) for place in sys.path],
            "media": media,
            "target": target,
            "name": name,
            "memory": memory,
        }
        process = subprocess.Popen(  # noqa: S603 - this same Python, on our own words
            [sys.executable, "-I", "-c", _BEGIN],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=_environment(),
            stderr=None if os.environ.get("SUMMARIZER_DEBUG") else subprocess.DEVNULL,
            # Ctrl-C reaches the parent only, which ends the child and its subprocesses.
            start_new_session=sys.platform != "win32",
        )
        assert process.stdin
        sending = (process.stdin, json.dumps(head).encode() + b"\n", data)
        threading.Thread(target=_send, args=sending, daemon=True).start()
        return cls(process, media, name, len(data))

    def parts(self) -> Parts:
        """Return the parts that were read.

        Raises ReadError, also when the child crashed or exceeded its memory or time.
        """
        seconds = PATIENCE * seconds_for(self.media, self.size)
        late = threading.Event()

        def stop() -> None:
            late.set()
            self.end()

        clock = threading.Timer(seconds, stop)
        clock.daemon = True
        clock.start()
        try:
            reply = self._reply()
            code = self.process.wait()
        finally:
            clock.cancel()
            self.end()
        if late.is_set() or reply is None:
            raise too_heavy(self.name)
        if code or not reply:
            raise self._died(code)
        try:
            return unpacked(reply)
        except ReadError:
            raise
        except Exception as error:
            raise damaged(self.name, type(error).__name__) from error

    def end(self) -> None:
        """End the child and its subprocesses."""
        with suppress(OSError):
            if sys.platform == "win32":
                self.process.kill()
            elif self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)

    def _reply(self) -> bytes | None:
        """Return the bytes that the child sent; None when they exceed the limit."""
        assert self.process.stdout
        with self.process.stdout as stream:
            reply = stream.read(LARGEST_REPLY + 1)
        return reply if len(reply) <= LARGEST_REPLY else None

    def _died(self, code: int) -> ReadError:
        """Return the error for a child killed for its time, for its memory, or by a parser
        crash.
        """
        heavy = {-signal.SIGKILL, -signal.SIGXCPU} if sys.platform != "win32" else {}
        return too_heavy(self.name) if code in heavy else damaged(self.name, f"exit {code}")


def _environment() -> dict[str, str]:
    """Return the environment variables that a reader needs: no keys, no database addresses."""
    present = os.environ.items()
    kept = {name: value for name, value in present if not _SECRET.search(name.upper())}
    debug = os.environ.get("SUMMARIZER_DEBUG")
    return kept | ({"SUMMARIZER_DEBUG": debug} if debug else {})


def _send(stream: BinaryIO, head: bytes, data: bytes) -> None:
    with suppress(OSError), stream:
        stream.write(head)
        stream.write(data)


def main(*, media: str, target: str, name: str, memory: int) -> NoReturn:
    """Run the child: read the file from stdin and write the parts to stdout."""
    data = sys.stdin.buffer.read()
    # Output printed by a library must not mix with the reply.
    reply = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    collect_seldom()
    end_with_parent()
    confine(memory)
    limit_time(seconds_for(media, len(data)))
    content = _read(media, target, data, name)
    with reply:
        reply.write(content)
    # No cleanup is needed, and a broken parser might hang in it.
    os._exit(0)


def _read(media: str, target: str, data: bytes, name: str) -> bytes:
    try:
        return packed(read_here(media, data, name, target))
    except ReadError as error:
        return packed(error)


def packed(reply: Parts | ReadError) -> bytes:
    """Return a reply serialised as bytes.

    >>> parts = Parts((Paragraph("一、概况", 1), Grid((GridCell("3", 0, 1),))))
    >>> unpacked(packed(parts)) == parts
    True
    """
    return pickle.dumps(reply, protocol=5)


def unpacked(reply: bytes) -> Parts:
    """Return the parts in a reply.

    Raises the ReadError that the reply holds, and UnpicklingError when it holds any other class.
    """
    found = _Known(io.BytesIO(reply)).load()
    if isinstance(found, ReadError):
        raise found
    if not isinstance(found, Parts):
        raise pickle.UnpicklingError("no parts")
    return found


# The only classes that a reply may contain.
_CLASSES = (Parts, Paragraph, Grid, GridCell, Run, Locator, Note)
_ERRORS = (kind for kind in vars(errors).values() if isinstance(kind, type))
_KNOWN: dict[tuple[str, str], type] = {
    (kind.__module__, kind.__name__): kind
    for kind in (*_CLASSES, *(kind for kind in _ERRORS if issubclass(kind, ReadError)))
}


class _Known(pickle.Unpickler):
    """An unpickler that resolves the classes of parts and no functions: a child cannot run code
    here.
    """

    def find_class(self, module: str, name: str) -> type:
        if (module, name) in _KNOWN:
            return _KNOWN[module, name]
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a reply")
