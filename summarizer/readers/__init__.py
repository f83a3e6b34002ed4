"""Read files into Documents. The content selects the reader, not the file name."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from summarizer.limits import LARGEST_FILE, LARGEST_TEXT
    from summarizer.readers.formats import PARTS_READERS, read_parts
    from summarizer.readers.reading import (
        READERS,
        Reader,
        check_takeable,
        read,
        read_bytes,
        read_text,
    )

__all__ = [
    "LARGEST_FILE",
    "LARGEST_TEXT",
    "PARTS_READERS",
    "READERS",
    "Reader",
    "check_takeable",
    "read",
    "read_bytes",
    "read_parts",
    "read_text",
]

# Imported on first access: a process that only reads the parts of a file needs few of them.
_HOMES = {
    "LARGEST_FILE": "limits",
    "LARGEST_TEXT": "limits",
    "PARTS_READERS": "readers.formats",
    "read_parts": "readers.formats",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'summarizer.readers' has no attribute {name!r}")
    home = import_module(f"summarizer.{_HOMES.get(name, 'readers.reading')}")
    return getattr(home, name)
