"""Weights of the signs for and against an answer: log odds per unit of each.

Written by `python -m qa.training.refusal --data FOLDER --write`; do not edit. Fitted to
these questions on 9 articles:
reviews-a 120, reviews-b 120, chen-2024-atra-more 127, development 143, second 91.
"""

BY_TOKEN = (
    -10.2371,
    {
        "kind": -14.3017,
        "late": 16.6810,
        "far": -60.6645,
        "kind_late": -7.6448,
        "unheard": -6.5172,
    },
)
"""The offset, and the weights with late interaction."""

BY_WORD = (
    -1.9583,
    {
        "similarity": 7.1250,
        "sentence": 2.4352,
        "kind": -27.4206,
        "unheard": -7.8278,
    },
)
"""The same without; its offset is such that the same threshold refuses as few."""

ANSWERED_FROM = 0.4879
"""Below this probability the answer is a refusal: so are at most three in two hundred
of the answerable questions that were learned from.
"""
