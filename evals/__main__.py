"""`python -m evals`: score, list, compare, mutate."""

from __future__ import annotations

import sys

from evals.cli import main

sys.exit(main())
