"""Quality sheet of a report: the elements that its kind requires and the points that can be
computed, each with its place or a reason.
"""

from summarizer.quality.model import QualityElement, QualityPoint, QualitySheet
from summarizer.quality.sheet import quality_of

__all__ = ["QualityElement", "QualityPoint", "QualitySheet", "quality_of"]
