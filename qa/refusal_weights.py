"""Weights of the signs for and against an answer: log odds per unit of each.

Written by `python -m qa.training.refusal --data FOLDER --write`; do not edit. Fitted to
these questions on 9 articles:
reviews-a 120, reviews-b 120, chen-2024-atra-more 127, development 143, second 91.
"""

BY_TOKEN = (
    -8.2363,
    {
        "kind": -12.0054,
        "late": 14.7837,
        "far": -47.8300,
        "kind_late": -6.0700,
        "strange": -1.6463,
    },
)
"""The offset, and the weights with late interaction."""

BY_WORD = (
    -0.2555,
    {
        "similarity": 5.9503,
        "sentence": 1.5942,
        "kind": -21.4320,
        "strange": -1.9333,
    },
)
"""The same without; its offset is such that the same threshold refuses as few."""

ANSWERED_FROM = 0.5108
"""Below this probability the answer is a refusal: so are at most three in a hundred of
the answerable questions that were learned from.
"""
