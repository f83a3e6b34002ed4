"""The vocabulary and small grammars of the genre: clauses, section roles, indicator tree, themes,
comparators, status. Engines, verifier and audit share them.
"""
