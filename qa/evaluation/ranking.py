"""Ranking measures over required pieces.

Every function takes the rank (from 1) at which each required piece is first satisfied, None where
it never is. With one piece per relevant document they are the measures of the same name of
trec_eval with binary relevance, and are tested for agreement with it.
"""

from collections.abc import Sequence
from math import log2

Ranks = Sequence[int | None]


def success(ranks: Ranks, k: int) -> float:
    """1 if any required piece is among the first `k`, else 0 (success@k, "hit rate").

    Craswell and Hawking, "Overview of the TREC-2004 Web Track" (TREC 2004).
    """
    return float(found(ranks, k) > 0)


def recall(ranks: Ranks, k: int) -> float:
    """The share of required pieces among the first `k`.

    Cleverdon, "The Cranfield tests on index language devices" (Aslib Proceedings 1967).
    """
    return found(ranks, k) / len(ranks)


def reciprocal_rank(ranks: Ranks, k: int) -> float:
    """1 / rank of the first required piece, 0 beyond `k`; its mean is MRR@k.

    Voorhees, "The TREC-8 Question Answering Track Report" (TREC 1999).
    """
    first = min((rank for rank in ranks if rank is not None), default=k + 1)
    return 1 / first if first <= k else 0.0


def ndcg(ranks: Ranks, k: int) -> float:
    """Discounted cumulative gain of the first `k` over the best attainable one.

    A piece gains 1 / log2(rank + 1) at its first rank; the ideal has one piece per rank. One
    citation may satisfy two pieces and so beat that ideal: the ratio is held at 1.
    Järvelin and Kekäläinen, "Cumulated gain-based evaluation of IR techniques" (TOIS 2002), with
    the discount of Burges et al. (ICML 2005), as in trec_eval.
    """
    gain = sum(1 / log2(rank + 1) for rank in ranks if rank is not None and rank <= k)
    ideal = sum(1 / log2(rank + 1) for rank in range(1, min(len(ranks), k) + 1))
    return min(1.0, gain / ideal)


def evidence_complete(ranks: Ranks, k: int) -> float:
    """1 if every required piece is among the first `k`, else 0.

    The strict form of recall that multi-evidence questions need, as "all supporting facts" in
    Yang et al., "HotpotQA" (EMNLP 2018). Seven rows do not fit into five citations: where more
    than `k` pieces are required, as many citations as pieces count.
    """
    return float(found(ranks, max(k, len(ranks))) == len(ranks))


def found(ranks: Ranks, k: int) -> int:
    """How many required pieces are among the first `k`."""
    return sum(rank is not None and rank <= k for rank in ranks)
