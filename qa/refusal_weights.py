"""Weights of the signs for and against an answer: log odds per unit of each.

Written by `python -m qa.training.refusal --data FOLDER --write`; do not edit. Fitted to
these questions on 9 articles:
reviews-a 120, reviews-b 120, chen-2024-atra-more 127, development 143.
"""

BY_TOKEN = (
    -0.4608,
    {
        "kind": -7.6987,
        "late": 3.6243,
        "low": 3.9776,
        "kind_late": -5.7823,
        "strange": -1.0329,
    },
)
"""The offset, and the weights with late interaction."""

BY_WORD = (
    0.0973,
    {
        "similarity": 4.6377,
        "sentence": 1.3481,
        "kind": -16.2804,
        "strange": -1.5988,
    },
)
"""The same without; its offset is such that the same threshold refuses as few."""

ANSWERED_FROM = 0.5519
"""Below this probability the answer is a refusal: so are at most three in a hundred of
the answerable questions that were learned from.
"""
