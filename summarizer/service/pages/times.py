"""Moments as a reader's clock shows them."""

from __future__ import annotations

from datetime import datetime

__all__ = ["clock"]


def clock(moment: float | None) -> str:
    """A moment in the service's own time zone: the hour of today, else the day too."""
    if moment is None:
        return ""
    # The service stands where its people are; a zone of the browser's needs a script.
    at, now = datetime.fromtimestamp(moment).astimezone(), datetime.now().astimezone()
    return at.strftime("%H:%M" if at.date() == now.date() else "%Y-%m-%d %H:%M")
