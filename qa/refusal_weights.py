"""Weights of the signs for and against an answer: log odds per unit of each.

Written by `python -m qa.training.refusal --data FOLDER --write`; do not edit. Fitted to
these questions on 9 articles:
reviews-a 120, reviews-b 120, chen-2024-atra-more 127, development 143, second 91.
"""

BY_TOKEN = (
    -7.5068,
    {
        "kind": -10.9626,
        "late": 13.6979,
        "far": -44.0978,
        "kind_late": -5.5632,
        "strange": -1.5186,
    },
)
"""The offset, and the weights with late interaction."""

BY_WORD = (
    -0.2244,
    {
        "similarity": 5.5507,
        "sentence": 1.6170,
        "kind": -19.9340,
        "strange": -1.7818,
    },
)
"""The same without; its offset is such that the same threshold refuses as few."""

ANSWERED_FROM = 0.5182
"""Below this probability the answer is a refusal: so are at most three in a hundred of
the answerable questions that were learned from.
"""
