"""Read web pages (.html, .mht, page sources) into parts: the content without the page frame."""

from __future__ import annotations

from email import message_from_bytes

from selectolax.lexbor import LexborHTMLParser

from summarizer.errors import DamagedDocument, UnreadableDocument
from summarizer.readers import sniffing
from summarizer.readers.encoding import decode
from summarizer.readers.html.flow import Flow
from summarizer.readers.html.frame import cleaned
from summarizer.readers.html.scripts import words_in_scripts
from summarizer.readers.html.titles import with_title
from summarizer.readers.html.words import count_words, without_placeholders
from summarizer.readers.parts import Paragraph, Part, Parts
from summarizer.schema import Note

__all__ = ["read_html"]

# A page with fewer words than this may be filled in by its scripts.
FEW_WORDS = 200


def read_html(content: bytes, name: str) -> Parts:
    """Return the parts of a page. Raises ReadError."""
    if sniffing.media_type(content, name) == sniffing.MHTML:
        content = _page_of_archive(content, name)
    decoded = decode(content, name)
    text, placeholders = without_placeholders(decoded.text)
    page = cleaned(text)
    flow = Flow()
    flow.read(page.body)
    parts = with_title(flow.parts, page.titles, full=page.full)
    notes = [*decoded.notes, *page.notes, *flow.notes()]
    if placeholders:
        notes.append(_placeholders(placeholders))
    if count_words(parts) < FEW_WORDS and (more := _from_scripts(page.scripts, count_words(parts))):
        parts.extend(more)
        notes.append(
            Note(
                "script-data",
                "网页正文由脚本填入，已读取脚本中的文字；请对照原网页",
                "scripts fill in this page; the words in them were read, compare them with it",
            )
        )
    if not count_words(parts):
        raise UnreadableDocument(
            f"网页“{name}”里没有正文；请在浏览器中打开，全选复制后另存为文本再试",
            f"the page '{name}' holds no text; open it in a browser and save its text",
            code="input-empty",
        )
    return Parts(tuple(parts), tuple(notes))


def _page_of_archive(content: bytes, name: str) -> bytes:
    """Return the page in a web archive; its other files are not opened."""
    for part in message_from_bytes(content).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page.strip():
                return page
    raise DamagedDocument(
        f"网页存档“{name}”里没有网页；请重新保存",
        f"the web archive '{name}' holds no page; save it again",
    )


def _from_scripts(scripts: list[str], fewer: int) -> list[Part]:
    """Return the text in script strings when it is longer than the text of the page."""
    found: list[Part] = []
    for text in words_in_scripts(scripts):
        if "</" in text:
            flow = Flow()
            flow.read(LexborHTMLParser(text).body)
            found.extend(flow.parts)
        else:
            found.extend(Paragraph(line.strip()) for line in text.splitlines() if line.strip())
    return found if count_words(found) > fewer else []


def _placeholders(count: int) -> Note:
    return Note(
        "placeholders",
        f"有 {count} 处是网页程序的占位符（${{…}}），其值不在文件里，读作空白",
        f"{count} placeholders of the page's program (${{…}}) have no value in the file and are"
        " read as empty",
    )
