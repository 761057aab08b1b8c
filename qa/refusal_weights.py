"""Weights of the signs for and against an answer: log odds per unit of each.

Written by `python -m qa.training.refusal --data FOLDER --write`; do not edit. Fitted to
these questions on 9 articles:
reviews-a 120, reviews-b 120, chen-2024-atra-more 127, development 143, second 91.
"""

BY_TOKEN = (
    -8.1822,
    {
        "kind": -12.0379,
        "late": 14.7362,
        "far": -48.0089,
        "kind_late": -6.0703,
        "strange": -1.6459,
    },
)
"""The offset, and the weights with late interaction."""

BY_WORD = (
    -0.2466,
    {
        "similarity": 5.9923,
        "sentence": 1.5998,
        "kind": -21.5975,
        "strange": -1.9432,
    },
)
"""The same without; its offset is such that the same threshold refuses as few."""

ANSWERED_FROM = 0.5136
"""Below this probability the answer is a refusal: so are at most three in a hundred of
the answerable questions that were learned from.
"""
