"""Linking: targets held against their results, measures against the problems they answer."""

from summarizer.linking.links import link

__all__ = ["link"]
