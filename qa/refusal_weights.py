"""Weights of the signs for and against an answer: log odds per unit of each.

Written by `python -m qa.training.refusal --data FOLDER --write`; do not edit. Fitted to
these questions on 9 articles:
reviews-a 120, reviews-b 120, chen-2024-atra-more 127, development 143, second 91.
"""

BY_TOKEN = (
    -8.1096,
    {
        "kind": -12.4931,
        "late": 14.6655,
        "far": -49.5334,
        "kind_late": -6.1762,
        "strange": -1.6393,
    },
)
"""The offset, and the weights with late interaction."""

BY_WORD = (
    -0.2705,
    {
        "similarity": 5.9874,
        "sentence": 1.8867,
        "kind": -22.2397,
        "strange": -1.8569,
    },
)
"""The same without; its offset is such that the same threshold refuses as few."""

ANSWERED_FROM = 0.5390
"""Below this probability the answer is a refusal: so are at most three in a hundred of
the answerable questions that were learned from.
"""
