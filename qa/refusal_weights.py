"""Weights of the signs for and against an answer: log odds per unit of each.

Written by `python -m qa.training.refusal --data FOLDER --write`; do not edit. Fitted to
these questions on 9 articles:
reviews-a 120, reviews-b 120, chen-2024-atra-more 127, development 143, second 91.
"""

BY_TOKEN = (
    -7.5036,
    {
        "kind": -11.1203,
        "late": 13.7067,
        "far": -44.2958,
        "kind_late": -5.5281,
        "strange": -1.5323,
    },
)
"""The offset, and the weights with late interaction."""

BY_WORD = (
    -0.1661,
    {
        "similarity": 5.5949,
        "sentence": 1.4834,
        "kind": -20.0361,
        "strange": -1.8298,
    },
)
"""The same without; its offset is such that the same threshold refuses as few."""

ANSWERED_FROM = 0.5191
"""Below this probability the answer is a refusal: so are at most three in a hundred of
the answerable questions that were learned from.
"""
