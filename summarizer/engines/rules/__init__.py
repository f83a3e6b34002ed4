"""The rules engine: headings and clauses → items, without a model."""

from summarizer.engines.rules.engine import RulesEngine

__all__ = ["RulesEngine"]
