"""Weights of the signs for and against an answer: log odds per unit of each.

Written by `python -m qa.training.refusal --data FOLDER --write`; do not edit. Fitted to
these questions on 9 articles:
reviews-a 120, reviews-b 120, chen-2024-atra-more 127, development 143, second 91.
"""

BY_TOKEN = (
    -9.2034,
    {
        "kind": -13.6844,
        "late": 15.3209,
        "far": -54.6627,
        "kind_late": -7.3348,
        "unheard": -6.1855,
    },
)
"""The offset, and the weights with late interaction."""

BY_WORD = (
    -1.5436,
    {
        "similarity": 6.4722,
        "sentence": 2.1850,
        "kind": -26.3534,
        "unheard": -7.4835,
    },
)
"""The same without; its offset is such that the same threshold refuses as few."""

ANSWERED_FROM = 0.5087
"""Below this probability the answer is a refusal: so are at most three in two hundred
of the answerable questions that were learned from.
"""
