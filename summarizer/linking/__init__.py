"""Linking: targets to their results, measures to the problems they answer."""

from summarizer.linking.links import link

__all__ = ["link"]
