"""Flattened forms: tables that lost their grid, rebuilt from known labels and the form's
arithmetic.
"""
