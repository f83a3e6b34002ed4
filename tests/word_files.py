"""Word documents for tests, made from their XML: what no library writes can be written so."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from html import escape

NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def part(name: str, inner: str) -> str:
    """A part of a package: an element `w:NAME` with every namespace declared."""
    declared = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in NAMES.items())
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {declared}>{inner}</w:{name}>'


def word_file(
    body: str,
    *,
    parts: Mapping[str, str] | None = None,
    files: Mapping[str, bytes] | None = None,
    document: str | bytes | None = None,
) -> bytes:
    """A docx with the body given as XML. `parts` are further parts by the name of their element
    (styles, numbering, footnotes, header1 …), `files` any files; `document` replaces the main
    part whole."""
    parts = dict(parts or {})
    links = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/{name.rstrip("0123456789")}"'
        f' Target="{name}.xml"/>'
        for at, name in enumerate(parts, 1)
    )
    held: dict[str, str | bytes] = {
        "[Content_Types].xml": _types(parts),
        "_rels/.rels": _relations(
            f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/document.xml": document or part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": _relations(links),
    }
    elements = {"header": "hdr", "footer": "ftr"}
    for name, inner in parts.items():
        plain = name.rstrip("0123456789")
        held[f"word/{name}.xml"] = part(elements.get(plain, plain), inner)
    held.update(files or {})
    return zipped(held)


def zipped(held: Mapping[str, str | bytes]) -> bytes:
    """A zip with these files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in held.items():
            archive.writestr(path, content)
    return target.getvalue()


def _types(parts: Mapping[str, str]) -> str:
    named = {"document": "document.main"} | {name: name.rstrip("0123456789") for name in parts}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for name, kind in named.items()
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" '
        'ContentType="application/xml"/><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>'
    )


def _relations(links: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def p(text: str = "", properties: str = "", *, runs: str = "") -> str:
    """A paragraph: its text as one run, then further runs as XML."""
    run = r(text) if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}{runs}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    shown = f'<w:t xml:space="preserve">{escape(text, quote=False)}</w:t>'
    return f"<w:r><w:rPr>{properties}</w:rPr>{shown}</w:r>"


def tbl(*rows: str) -> str:
    """A table of rows as `tr` makes them."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def tr(*cells: str, properties: str = "") -> str:
    """A row; a cell that is no XML is a text."""
    made = (cell if cell.startswith("<w:") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(made)}</w:tr>"


def tc(content: str = "", *, span: int = 1, merge: str | None = None) -> str:
    """A cell over `span` columns; `merge` is "restart" or "continue"."""
    stated = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    stated += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    inner = content if content.startswith("<w:") else p(content)
    return f"<w:tc><w:tcPr>{stated}</w:tcPr>{inner}</w:tc>"


def listed(number: int, level: int = 0) -> str:
    """Paragraph properties of a place in an automatic list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def numbering(*levels: tuple[str, str], instances: str = "") -> str:
    """The inside of numbering.xml: one list with levels (number format, pattern), as number 1."""
    made = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for at, (style, pattern) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="0">{made}</w:abstractNum>'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{instances}'
    )
