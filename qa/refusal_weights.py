"""Weights of the signs for and against an answer: log odds per unit of each.

Written by `python -m qa.training.refusal --data FOLDER --write`; do not edit. Fitted to
these questions on 9 articles:
reviews-a 120, reviews-b 120, chen-2024-atra-more 127, development 143, second 91.
"""

BY_TOKEN = (
    -8.9406,
    {
        "kind": -12.2297,
        "late": 15.5779,
        "far": -46.9650,
        "kind_late": -6.0402,
        "strange": -1.5567,
    },
)
"""The offset, and the weights with late interaction."""

BY_WORD = (
    -0.2639,
    {
        "similarity": 5.9614,
        "sentence": 1.9832,
        "kind": -22.1057,
        "strange": -1.8211,
    },
)
"""The same without; its offset is such that the same threshold refuses as few."""

ANSWERED_FROM = 0.5518
"""Below this probability the answer is a refusal: so are at most three in a hundred of
the answerable questions that were learned from.
"""
