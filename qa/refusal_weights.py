"""Weights of the signs for and against an answer: log odds per unit of each.

Written by `python -m qa.training.refusal --data FOLDER --write`; do not edit. Fitted to
these cases, six groups (articles) of ten of each public set; the others, and all of
COVID-QA, are for testing; calibrated on the project's development questions:
squad2 1958, scifact 200, pubmedqa 178, fetaqa 366, evidence-inference 517, kinds 1464.
"""

WEIGHTS = {
    "similarity": 3.9103,
    "sentence": 2.3897,
    "known": 1.1770,
    "apart": -1.2087,
    "kind": -37.7726,
}
BIAS = -0.1585

ANSWERED_FROM = 0.825
"""Below this probability the answer is a refusal: so are three in a hundred answerable
questions of the project's development split.
"""
