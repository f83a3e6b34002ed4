"""Make Office files, which are zip archives, reproducible."""

from __future__ import annotations

import io
import re
import zipfile

__all__ = ["timeless"]

_EARLIEST = (1980, 1, 1, 0, 0, 0)


_ABOUT = "docProps/core.xml"
_CREATED = re.compile(rb"<dcterms:created[^>]*>([^<]*)</dcterms:created>")
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def timeless(data: bytes) -> bytes:
    """Return the archive with one fixed date for all members: equal content gives equal bytes."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            member = zipfile.ZipInfo(info.filename, _EARLIEST)
            member.compress_type = zipfile.ZIP_DEFLATED
            content = source.read(info)
            if info.filename == _ABOUT:
                content = _unmodified(content)
            target.writestr(member, content)
    return packed.getvalue()


def _unmodified(about: bytes) -> bytes:
    """Set the modification date in a file's properties to its creation date."""
    created = _CREATED.search(about)
    if created is None:
        return about
    return _MODIFIED.sub(lambda found: found[1] + created[1] + found[2], about)
