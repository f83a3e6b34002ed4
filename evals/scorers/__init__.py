"""Scorers: one question each, pure functions of gold and prediction."""
