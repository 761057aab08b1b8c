"""Weights of the signs for and against an answer: log odds per unit of each.

Written by `python -m qa.training.refusal --data FOLDER --write`; do not edit. Fitted to
these questions on 9 articles:
reviews-a 120, reviews-b 120, chen-2024-atra-more 127, development 143.
"""

BY_TOKEN = (
    -0.3768,
    {
        "kind": -9.0517,
        "late": 3.8155,
        "low": 4.0146,
        "kind_late": -7.1664,
        "strange": -1.2235,
    },
)
"""The offset, and the weights with late interaction."""

BY_WORD = (
    0.3515,
    {
        "similarity": 4.9474,
        "sentence": 1.4591,
        "kind": -19.0547,
        "strange": -1.7965,
    },
)
"""The same without; its offset is such that the same threshold refuses as few."""

ANSWERED_FROM = 0.5977
"""Below this probability the answer is a refusal: so are at most three in a hundred of
the answerable questions that were learned from.
"""
