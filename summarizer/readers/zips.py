"""What Python raises for a zip that is damaged, encrypted or packed in an unknown way."""

from __future__ import annotations

import lzma
import zipfile
import zlib

__all__ = ["UNREADABLE_ZIP"]

# RuntimeError for a password, NotImplementedError (its subclass) for a method of compression,
# ValueError for an entry that claims to begin before the file.
UNREADABLE_ZIP = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    *(EOFError, KeyError, OSError, RuntimeError, ValueError),
)
