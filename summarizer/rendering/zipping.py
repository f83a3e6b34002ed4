"""Files of Office, which are zip archives, without the time at which they were packed."""

from __future__ import annotations

import io
import zipfile

__all__ = ["timeless"]

_EARLIEST = (1980, 1, 1, 0, 0, 0)


def timeless(data: bytes) -> bytes:
    """The same archive with one date for all of its members: what is made twice is the same."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            member = zipfile.ZipInfo(info.filename, _EARLIEST)
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, source.read(info))
    return packed.getvalue()
