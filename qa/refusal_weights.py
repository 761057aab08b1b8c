"""Weights of the signs for and against an answer: log odds per unit of each.

Written by `python -m qa.training.refusal --data FOLDER --write`; do not edit. Fitted to
these questions on 9 articles:
reviews-a 120, reviews-b 120, chen-2024-atra-more 127, development 143, second 91.
"""

BY_TOKEN = (
    -7.9409,
    {
        "kind": -12.3174,
        "late": 14.4161,
        "far": -48.7481,
        "kind_late": -6.0389,
        "strange": -1.5997,
    },
)
"""The offset, and the weights with late interaction."""

BY_WORD = (
    -0.2965,
    {
        "similarity": 6.0371,
        "sentence": 1.6618,
        "kind": -22.1594,
        "strange": -1.8946,
    },
)
"""The same without; its offset is such that the same threshold refuses as few."""

ANSWERED_FROM = 0.5212
"""Below this probability the answer is a refusal: so are at most three in a hundred of
the answerable questions that were learned from.
"""
