"""Which words of a question are its subject, and which of them a refusal names.

That an article lacks "sickle" tells a reader something, that it lacks "lowered" does not. Where
a word stands tells a name from a verb well enough for a sentence that only explains: after a
preposition, an article or a question word stands a noun, before an article a verb (Quirk et al., "A
Comprehensive Grammar of the English Language", 1985, chapters 2 and 5).
"""

import re
from collections.abc import Collection

from index.english import is_english
from index.query import Query


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


_EVERYDAY_WORDS = _words(
    "case cases proportion two three four five seven eight nine",
    "arm arms average course day days depth difficulty grade half highest lowest month week weeks",
    "months nobody everyone occur principal range six ten together value values wait year years",
    "able add added alive allow answer away back bad begin believe best better big",
    "author authors cite cited cites citation reference references writer writers",
    "bring call came change choose come common consider decide describe different",
    "easy end enough entry explain fail fall far fast feel felt few find first fit follow",
    "good great group hard heard held help helped high hold idea important",
    "interesting job keep kind large last late lead learn leave less lie list live long look",
    "lose lot low made main major make matter mention mentioned method need new next normal",
    "order ordinary part people person place plan point possible problem quick quote",
    "raise ran read real reason recommend recruit recruiting report reported right role row rows",
    "run safe see seem seen set share short show showed shown side simple single size small sort",
    "speak stand start stop successful sure swallow take taken talk tell tested tests text thing",
    "things think tried tries try trying turn type understand use used useful users using usual",
    "want watch water way went whole win won word work worked working works worse worst write",
    "wrong earlier later appear appears appeared",
    "form forms altogether anyone anything anybody apart avoid avoids away become becomes begins",
    "biggest bigger brings calls causes comes count counts deal differ differs drop drops else",
    "ends ever exact exactly expect falls fewest fewer finds gain gives goes happen happened",
    "happens helps instead keeps largest larger latest lasts leads least longest looks loses",
    "makes maybe means needs never newest newer none nothing oldest pays perhaps precise puts",
    "quite raises rather reach reached reaches reads rises runs says seems shortest shows",
    "smallest smaller somebody someone something spend starts stay stays stops takes tells thinks",
    "moment top tries turn turns unlike wants whenever whereas works worth worthwhile",
)
"""Words that are no subject matter: that an article lacks them tells a reader nothing."""

_WORD = re.compile(r"[^\W_]+")
_CONTRACTED = re.compile(r"\w+n['’]t\b", re.IGNORECASE)
_DETERMINERS = _words(
    "a an the this that these those its their his her my our your no any some each every"
)
_BEFORE_A_NOUN = _DETERMINERS | _words(
    "in on of for with without by from at under over after before during among against between",
    "than versus vs and or nor about into via per through as like which what whose many much few",
    "has have had",
)
_AFTER_A_NOUN = _words(
    "in on of for with without by from at under over after before during among against between",
    "than versus vs and or is are was were be do does did has have had will would can could",
)
_INVERTED = _words("do does did is are was were can could will would")
_ASKING = _words("how why when where what which who")
_HEADS = _words(
    "cell cells disease diseases disorder disorders syndrome syndromes infection infections",
    "failure deficiency cancer cancers tumor tumors tumour tumours therapy treatment surgery",
    "test tests score scale inhibitor inhibitors virus vaccine vaccination",
)
"""Words that a name ends in; they alone are often there where the name is not."""


def is_everyday(word: str) -> bool:
    """Whether a word is no subject matter, also with an s at its end ("matters")."""
    return not _EVERYDAY_WORDS.isdisjoint((word.lower(), word.lower().removesuffix("s")))


def missing_terms(query: Query, besides: Collection[str] = ()) -> tuple[str, ...]:
    """Names in the question that the index lacks in any form, also as a slip of the keyboard, each
    once, as asked, with the words that end them ("sickle cell disease"); none of `besides`, words
    in small letters.
    """
    lacking = {concept.word.lower() for concept in query.concepts if not concept.known}
    lacking -= set(besides)
    text = _CONTRACTED.sub(lambda match: " " * len(match[0]), query.mended)
    words = list(_WORD.finditer(text))
    found: dict[str, str] = {}
    for position, match in enumerate(words):
        if match[0].lower() in lacking and _is_name(text, words, position):
            end = position
            while (
                end + 1 < len(words)
                and words[end + 1][0].lower() in _HEADS
                and text[words[end].end() : words[end + 1].start()].isspace()
            ):
                end += 1
            found.setdefault(match[0].lower(), text[match.start() : words[end].end()])
    split = {match[0].lower() for match in _WORD.finditer(query.mended)}
    for concept in query.concepts:
        if concept.word.lower() in lacking - split and not is_everyday(concept.word):
            found.setdefault(concept.word.lower(), concept.word)
    return tuple(found.values())


def _is_name(text: str, words: list[re.Match[str]], position: int) -> bool:
    word = words[position][0]
    before = words[position - 1][0].lower() if position else ""
    after = words[position + 1][0].lower() if position + 1 < len(words) else ""
    if is_everyday(word):
        return False
    if not is_english(word.lower()) or any(map(str.isdigit, word)):
        return True
    if position and (word[1:] != word[1:].lower() or word[0].isupper()) and not text.isupper():
        return True
    if word.endswith(("ed", "ing")) or after in _DETERMINERS:
        return False
    if not before or before in _BEFORE_A_NOUN:
        return True
    if before in _INVERTED:
        return position == 1 or words[position - 2][0].lower() in _ASKING
    return before not in _ASKING and (not after or after in _AFTER_A_NOUN)
