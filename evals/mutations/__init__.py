"""Mutations: true items with one thing made false, and true items reworded.

They were written once, before and independently of the rules that they test, and are frozen: a test
pins the hash of the code of every file here except `run.py` and `counting.py`. A verifier must flag
the false items and must not reject the true ones.
"""
