"""Weights of the signs for and against an answer: log odds per unit of each.

Written by `python -m qa.training.refusal --data FOLDER --write`; do not edit. Fitted to
these questions on 9 articles:
reviews-a 120, reviews-b 120, chen-2024-atra-more 127, development 143.
"""

BY_TOKEN = (
    -9.8365,
    {
        "kind": -9.3187,
        "late": 12.4553,
        "low": 4.9740,
        "kind_late": -4.6544,
        "strange": -1.1971,
    },
)
"""The offset, and the weights with late interaction."""

BY_WORD = (
    0.1161,
    {
        "similarity": 4.9694,
        "sentence": 1.5040,
        "kind": -18.5236,
        "strange": -1.7189,
    },
)
"""The same without; its offset is such that the same threshold refuses as few."""

ANSWERED_FROM = 0.5601
"""Below this probability the answer is a refusal: so are at most three in a hundred of
the answerable questions that were learned from.
"""
