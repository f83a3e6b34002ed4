"""The words and small grammars of the genre, once: clauses, roles of sections, indicator tree,
themes, comparators, status, vocabulary. Engines, verifier and audit read them here."""
