"""Names of medicines, told by their stems.

The World Health Organization gives medicines names whose endings say what they are: "-mab" for
antibodies, "-tinib" for kinase inhibitors ("The use of stems in the selection of International
Nonproprietary Names (INN) for pharmaceutical substances"). A question about a medicine that an
article never names is not answered by what it says of others.
"""

import re

_STEMS = (
    # Antibodies, fusion proteins, enzymes, growth factors
    "mab|tacept|nercept|bercept|kinra|stim|poetin|teplase"
    # Cancer
    "|tinib|rafenib|metinib|ciclib|parib|lisib|zomib|degib|sertib|clax|platin|taxel|rubicin"
    "|tecan|trexed|trexate|citabine|domide|lutamide|inostat|sidenib|arotene|leucel"
    # Heart and vessels
    "|statin|sartan|olol|dipine|pril|dogrel|grelor|xaban|gatran|parin|darone|dustat|vaptan|ciguat"
    # Infection
    "|cillin|mycin|micin|cycline|floxacin|penem|conazole|fungin|clovir|navir|tegravir|buvir"
    "|vudine|mivir|bendazole|quine"
    # Hormones and metabolism
    "|gliptin|gliflozin|glitazone|glutide|formin|dronate|dronic acid|lukast|natide"
    # Nerves and mind
    "|oxetine|triptan|azepam|azolam|barbital|caine|fentanil|giline|peridone|zapine|tiapine"
    # Immune system, stomach
    "|limus|imod|prazole|setron"
)
_NAME = re.compile(rf"[a-z]{{2,}}(?:{_STEMS})", re.IGNORECASE)


def is_drug_name(word: str) -> bool:
    """Whether a word is built like the name of a medicine."""
    return bool(_NAME.fullmatch(word))
