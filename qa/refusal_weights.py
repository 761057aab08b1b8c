"""Weights of the signs for and against an answer: log odds per unit of each.

Written by `python -m qa.training.refusal --data FOLDER --write`; do not edit. Fitted to
these questions on 9 articles:
reviews-a 120, reviews-b 120, chen-2024-atra-more 127, development 143, second 91.
"""

BY_TOKEN = (
    -7.6119,
    {
        "kind": -11.1813,
        "late": 13.8463,
        "far": -44.7663,
        "kind_late": -5.6705,
        "strange": -1.5440,
    },
)
"""The offset, and the weights with late interaction."""

BY_WORD = (
    -0.1564,
    {
        "similarity": 5.6317,
        "sentence": 1.5090,
        "kind": -20.1980,
        "strange": -1.8313,
    },
)
"""The same without; its offset is such that the same threshold refuses as few."""

ANSWERED_FROM = 0.5284
"""Below this probability the answer is a refusal: so are at most three in a hundred of
the answerable questions that were learned from.
"""
