"""Weights of the signs for and against an answer: log odds per unit of each.

Written by `python -m qa.training.refusal --data FOLDER --write`; do not edit. Fitted to
these questions on 12 articles:
reviews-a 120, reviews-b 120, reviews-c 70, chen-2024-atra-more 127, development 143, second 91.
"""

BY_TOKEN = (
    -10.6852,
    {
        "kind": -12.3454,
        "late": 17.0172,
        "far": -59.4073,
        "kind_late": -7.0360,
        "unheard": -5.6584,
    },
)
"""The offset, and the weights with late interaction."""

BY_WORD = (
    -1.5880,
    {
        "similarity": 5.0494,
        "sentence": 3.2898,
        "kind": -22.7078,
        "unheard": -6.3432,
    },
)
"""The same without; its offset is such that the same threshold refuses as few."""

ANSWERED_FROM = 0.4298
"""Below this probability the answer is a refusal: so are at most one in a hundred
of the answerable questions that were learned from.
"""
