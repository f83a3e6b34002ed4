"""Display of times."""

from __future__ import annotations

from datetime import datetime

__all__ = ["clock"]


def clock(moment: float | None) -> str:
    """Format a time in the service's time zone: today's as hour and minute, others with
    the date.
    """
    if moment is None:
        return ""
    # The service usually runs in its users' time zone; the browser's would need a script.
    at, now = datetime.fromtimestamp(moment).astimezone(), datetime.now().astimezone()
    return at.strftime("%H:%M" if at.date() == now.date() else "%Y-%m-%d %H:%M")
