"""Read Word documents (.docx) into parts, directly from their XML.

python-docx rejects strict files, broken relationships and some WPS files, and does not read text
boxes, revisions, notes or list numbers.
"""

from summarizer.readers.docx.reader import read_docx, story_paragraphs

__all__ = ["read_docx", "story_paragraphs"]
