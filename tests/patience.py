"""How long a test waits for a state that comes within a second on an idle machine."""

from __future__ import annotations

__all__ = ["PATIENCE"]

# Seconds. A test that passes does not wait; one on a busy machine must not fail.
PATIENCE = 300.0
