"""Mutations: true items with one thing made false, and true items worded otherwise.

Written once, before and apart from the rules that they test, and frozen: a test pins the hash of
every file here but `run.py` and `counting.py`. A verifier must flag the former and must not fail
the latter.
"""
