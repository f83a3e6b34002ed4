"""Write findings and doubts into the user's own file: comments in Word, highlights in a PDF."""

from summarizer.annotating.annotate import ANNOTATABLE, annotate

__all__ = ["ANNOTATABLE", "annotate"]
