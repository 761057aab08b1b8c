"""Weights of the signs for and against an answer: log odds per unit of each.

Written by `python -m qa.training.refusal --data FOLDER --write`; do not edit. Fitted to
these questions on 12 articles:
reviews-a 120, reviews-b 120, reviews-c 70, chen-2024-atra-more 127, development 143, second 91.
"""

BY_TOKEN = (
    -10.9173,
    {
        "kind": -11.1786,
        "late": 17.2937,
        "far": -57.5894,
        "kind_late": -6.9083,
        "unheard": -5.5452,
    },
)
"""The offset, and the weights with late interaction."""

BY_WORD = (
    -1.3788,
    {
        "similarity": 5.0991,
        "sentence": 3.3036,
        "kind": -21.1710,
        "unheard": -6.1704,
    },
)
"""The same without; its offset is such that the same threshold refuses as few."""

ANSWERED_FROM = 0.5131
"""Below this probability the answer is a refusal: so are at most three in two hundred
of the answerable questions that were learned from.
"""
