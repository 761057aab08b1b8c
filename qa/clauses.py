"""The questions within a question: "what is X, and what does Y do?" asks for two things.

A search for the whole favours pieces that are a little about both, so each clause is searched for
itself too, and its best piece is shown. Clauses end where another question begins ("…, and what",
";") or where two things are set against each other ("versus", "compared with", "whereas").
"""

import re

from index.tokens import terms

_ASKING = (
    r"(?:what|which|how|who|whom|whose|where|when|why|is|are|was|were|do|does|did|can|could|give"
    r"|name|list|quote|show)"
)
_LEADING = r"(?:(?:at|by|for|from|in|of|on|to|under|with)\s+)?"
_BORDER = re.compile(
    rf"[;?.!]\s+|,?\s+and\s+(?={_LEADING}{_ASKING}\b)|,\s+(?={_LEADING}(?:what|which|how|who|where"
    r"|when|why)\b)"
    r"|,?\s+(?:versus|vs\.?|as against|against|(?:as )?compared (?:with|to)|whereas|while|but)\s+",
    re.IGNORECASE,
)
_MIN_TERMS = 2
"""A clause of fewer content words ("how large?") finds anything."""

MAX_CLAUSES = 4


def clauses(question: str) -> tuple[str, ...]:
    """Its clauses that can be searched by themselves, in order; none if there are not two."""
    pieces = [piece.strip(" ,;") for piece in _BORDER.split(question)]
    pieces = [piece for piece in pieces if piece]
    if len(pieces) < 2:
        return ()
    return tuple(piece for piece in pieces if len(terms(piece)) >= _MIN_TERMS)[:MAX_CLAUSES]
