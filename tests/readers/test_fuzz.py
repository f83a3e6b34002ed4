"""Broken workbooks, pages and tables by the thousand: parts or a refusal, nothing else."""

from __future__ import annotations

import contextlib
import os
import random
import zipfile
from io import BytesIO

import pytest
from workbooks import changed, xls, xlsx, zipped

from summarizer.errors import ReadError
from summarizer.readers.formats import PARTS_READERS, load_reader
from summarizer.readers.sniffing import media_type

TIMES = int(os.environ.get("SUMMARIZER_TEST_EXAMPLES", "3000"))
ROWS = [["指标", "目标值", 0.985], ["培训人次", "≥500人次", 512], [None, "合计", 45291]]
PAGE = (
    "<!DOCTYPE html><html><head><title>自评</title></head><body><h1>一、概况</h1><table><tr>"
    "<td rowspan=2>指标</td><td colspan=3>9</td></tr><tr><td>8<br>7</td></tr></table><ol><li>甲"
    "<script>var a='支出';</script><p style='display:none'>乙</p>&nbsp;&#26;</body></html>"
).encode()
ODS = (
    '<d><table name="a"><table-row><table-cell number-columns-repeated="3"><p>3</p></table-cell>'
    "</table-row></table></d>"
)
SEEDS = {
    "x.xlsx": xlsx(ROWS),
    "x.xls": xls([(0, 0, "指标", "General"), (1, 1, 0.5, "0.0%"), (2, 1, 45291, "yyyy/m/d")]),
    "x.ods": zipped(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": ODS}
    ),
    "x.html": PAGE,
    "x.csv": '指标,值\n甲,"1\n2"\n\n乙;3\n'.encode(),
}


@pytest.mark.long
@pytest.mark.parametrize("name", SEEDS)
def test_broken_bytes_are_parts_or_a_refusal(name: str) -> None:
    """Readers themselves refuse what is broken; what else they raise is caught behind them, and
    counted here."""
    chance = random.Random(name)
    others: dict[str, int] = {}
    for _ in range(TIMES):
        content = broken(SEEDS[name], chance)
        media = media_type(content, name)
        if media not in PARTS_READERS:
            continue
        try:
            with contextlib.suppress(ReadError):
                load_reader(media, name)(content, name)
        except Exception as error:
            others[type(error).__name__] = others.get(type(error).__name__, 0) + 1
    assert sum(others.values()) <= TIMES // (5 if name == "x.xls" else 100), others


def broken(content: bytes, chance: random.Random) -> bytes:
    """Bytes changed, left out or doubled; of a package those of a part within."""
    if content.startswith(b"PK") and chance.random() < 0.7:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            part = chance.choice([name for name in archive.namelist() if name.endswith(".xml")])
            return changed(content, {part: broken_bytes(archive.read(part), chance)})
    return broken_bytes(content, chance)


def broken_bytes(content: bytes, chance: random.Random) -> bytes:
    found = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(found))
        length = chance.choice([1, 1, 2, 8, 40])
        way = chance.random()
        if way < 0.5:
            found[at : at + length] = chance.randbytes(length)
        elif way < 0.75:
            del found[at : at + length]
        else:
            found[at:at] = found[at : at + length]
        if not found:
            break
    return bytes(found)
