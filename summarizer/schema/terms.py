"""Terms with a fixed set of values in a summary."""

from __future__ import annotations

from typing import Literal

__all__ = [
    "AttainmentState",
    "Category",
    "Direction",
    "Level1",
    "Level2",
    "MeasureKind",
    "Reason",
    "Salience",
    "Severity",
    "Status",
    "Theme",
    "Verdict",
]

Verdict = Literal["verified", "review", "failed"]
Reason = Literal[
    "value-mismatch",
    "unit-mismatch",
    "approx-dropped",
    "approx-added",
    "comparator-mismatch",
    "not-in-evidence",
    "elsewhere-in-report",
    "not-in-report",
    "quote-not-in-report",
    "bound-to-other-label",
    "direction-flip",
    "negation-flip",
    "status-mismatch",
    "period-mismatch",
    "subject-mismatch",
    "part-as-total",
    "derived",
    "low-wording-support",
    "label-crosses-clause",
    "label-incomplete",
    "label-joined",
    "subject-unsure",
    "kind-mismatch",
    "voices-differ",
    "unplaced",
    "ocr",
]
Level1 = Literal["cost", "output", "benefit", "satisfaction", "execution", "decision", "process"]
Level2 = Literal[
    "quantity",
    "quality",
    "timeliness",
    "cost",
    "economic_cost",
    "social_cost",
    "eco_cost",
    "economic",
    "social",
    "ecological",
    "sustainable",
    "service_satisfaction",
    "public_satisfaction",
]
AttainmentState = Literal[
    "met",
    "exceeded",
    "partly",
    "not_met",
    "not_reported",
    "no_target",
    "not_comparable",
    "unclear",
]
Direction = Literal["none", "increase", "decrease"]
Status = Literal["done", "ongoing", "planned", "expected"]
Theme = Literal[
    "party_building",
    "economy",
    "city_management",
    "environment",
    "public_security",
    "livelihood",
    "employment",
    "social_security",
    "health",
    "epidemic",
    "culture",
    "governance",
    "funds",
    "other",
]
Category = Literal[
    "goal_setting",
    "budget_prep",
    "execution",
    "fund_mgmt",
    "project_mgmt",
    "output_shortfall",
    "benefit_weak",
    "satisfaction",
    "data_evidence",
    "awareness",
    "mechanism",
    "staffing",
    "policy_external",
    "asset_contract",
    "disclosure",
    "other",
]
MeasureKind = Literal[
    "rule", "training", "budget", "supervision", "coordination", "data", "target", "other"
]
Severity = Literal["error", "warning", "info"]
Salience = Literal["core", "detail"]
