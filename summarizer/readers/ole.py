"""The names at the root of an OLE compound file, which tell a .doc from a .xls.

Only the directory is read, under limits; the streams stay closed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

__all__ = ["MAGIC", "root_names"]

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Sectors of the directory that are looked at: 64 KiB to 512 KiB of names.
DIRECTORY_SECTORS = 128
# Entries of the root that are looked at; a document has some ten.
ROOT_ENTRIES = 512

_NONE = 0xFFFFFFFF
_ENTRY = 128


def root_names(data: bytes) -> frozenset[str]:
    """The names of the streams and storages at the root; empty when the directory is broken.

    >>> root_names(MAGIC + bytes(600))
    frozenset()
    """
    try:
        return frozenset(_root_names(_directory(data)))
    except (struct.error, IndexError, ValueError):
        return frozenset()


def _directory(data: bytes) -> bytes:
    """The sectors of the directory, one behind the other."""
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in (9, 12):
        raise ValueError("no such sector size")
    size = 1 << shift
    fat = struct.unpack_from("<109I", data, 76)
    (sector,) = struct.unpack_from("<I", data, 48)
    found: list[bytes] = []
    while sector < _NONE - 4 and len(found) < DIRECTORY_SECTORS:
        start = (sector + 1) * size
        if start >= len(data):
            break
        found.append(data[start : start + size])
        block, place = divmod(sector, size // 4)
        if block >= len(fat) or fat[block] >= _NONE - 4:
            break
        (sector,) = struct.unpack_from("<I", data, (fat[block] + 1) * size + 4 * place)
    return b"".join(found)


def _root_names(directory: bytes) -> Iterator[str]:
    """Names of the children of the root: a tree by left, right; entry 0 is the root itself."""
    (first,) = struct.unpack_from("<I", directory, 76)
    waiting, seen = [first], {_NONE}
    while waiting and len(seen) < ROOT_ENTRIES:
        number = waiting.pop()
        if number in seen or (number + 1) * _ENTRY > len(directory):
            continue
        seen.add(number)
        entry = directory[number * _ENTRY : (number + 1) * _ENTRY]
        (length,) = struct.unpack_from("<H", entry, 64)
        yield entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        waiting.extend(struct.unpack_from("<2I", entry, 68))
