"""Word documents (.docx) → parts, read from their XML.

One way for every file: python-docx refuses strict files, broken relationships and some files of
WPS, and text boxes, revisions, notes and list numbers would have to be read from the XML anyway.
"""

from summarizer.readers.docx.reader import read_docx, story_paragraphs

__all__ = ["read_docx", "story_paragraphs"]
