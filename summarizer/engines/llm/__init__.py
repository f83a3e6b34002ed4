"""The model engine: a chunk becomes a prompt, a checked answer becomes drafts."""

from summarizer.engines.llm.engine import LlmEngine

__all__ = ["LlmEngine"]
