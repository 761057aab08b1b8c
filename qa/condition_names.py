"""Names of conditions, told by their endings.

Medical Greek says in an ending what is wrong: "-itis" an inflammation, "-penia" too few, "-aemia"
something of the blood. A question about a condition that an article never mentions, in any wording,
is not answered by what it says of others. English has words with such endings that name no
condition ("diploma"); of the words that general English has, and of those in "-osis", those that
ICD-10-CM lists are meant.

Of 2,063 answerable questions on reviews, trials and COVID-19 none names such a condition that the
article lacks, of 181 others four do.
"""

import re

from index.english import is_english
from index.spelling import folded
from qa.condition_list import name_words

_ENDING = re.compile(
    r"(?P<stem>[a-z]{3,}?)(?P<ending>a?emia|itis|penia|(?<!gn)osis|opathy|uria|algia|oma|rrho?ea|rrhage"
    r"|plegia|dystrophy|megaly|ectasia|ectasis|plasia|dynia|phagia|pno?ea|phasia|o?edema)s?",
    re.IGNORECASE,
)

_OF_ANY_PROCESS = "osis"
"""Not only diseases end so: "mitosis"."""


def condition_stem(word: str) -> str:
    """What the words have that speak of the condition that `word` names ("neutro": "neutropenia",
    "neutropenic"), in small letters; "" where it names none.
    """
    found = _ENDING.fullmatch(word)
    if not found:
        return ""
    is_doubtful = is_english(word.lower()) or found["ending"].lower() == _OF_ANY_PROCESS
    return "" if is_doubtful and not is_listed(word) else found["stem"].lower()


def is_listed(word: str) -> bool:
    """Whether ICD-10-CM has the word in a name."""
    return folded(word) in name_words()
