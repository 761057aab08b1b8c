"""Kinds of answer: what a question asks for, and whether a text gives such a thing at all.

A sentence that shares every other word with "What p-value …?" and prints no p-value does not
answer. Kinds are told by the question's own wording and recognised in a text by how such things are
printed. They are not of any one article; they come from three general lists: the quantities and
entities of Li and Roth, "Learning Question Classifiers" (COLING 2002); the statistics that the
CONSORT statement (Schulz et al., BMJ 2010) asks a trial to report, with the data elements of a
trial registry; and the sections of a medicine's label (21 CFR 201.57).
"""

import re
from dataclasses import dataclass

from index.tokens import tokens

_COUNTED = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
    "|hundred|thousand|million|billion|dozens?|half|third|quarter|none|no|single|both|several|many"
)
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
    "|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
)
_TIME = (
    r"(?:h|hrs?|hours?|min(?:ute)?s?|sec(?:ond)?s?|d|days?|weeks?|wks?|months?|mos?|years?|yrs?|y"
    r"|decades?)"
)
_MASS = r"(?:kg|mg|µg|μg|ug|mcg|ng|g|grams?|iu|units?|ml|l|mmol|µmol|μmol|nmol|(?-i:[mµμn]?M))"
_PEOPLE = (
    "(?:patients?|participants?|subjects?|people|persons?|individuals?|adults?|children|infants?"
    "|women|men|females?|males?|girls|boys|cases?|volunteers?)"
)
_DATE = rf"(?:(?:{_MONTHS})\.?,? (?:\d{{1,2}},? )?\d{{4}}|(?<![\w./])(?:19|20)\d\d\b)"
_BOUNDARY = (
    "(?:complet\\w+|finish\\w*|start\\w*|began|begun|end|ended|until|expected|anticipated"
    "|estimated|due|clos\\w+)"
)
_RUNNING = "(?:recruit\\w*|enrol\\w*|conducted|ran|treated|period|between|from)"
_COUNTRIES = (
    "afghanistan|algeria|argentina|australia|austria|bangladesh|belgium|bolivia|brazil|bulgaria"
    "|cameroon|canada|chile|china|colombia|congo|costa rica|croatia|cuba|czech|denmark|ecuador"
    "|egypt|england|estonia|ethiopia|finland|france|germany|ghana|great britain|greece|guatemala"
    "|hong kong|hungary|iceland|india|indonesia|iran|iraq|ireland|israel|italy|japan|jordan"
    "|kazakhstan|kenya|korea|kuwait|latvia|lebanon|liberia|libya|lithuania|malawi|malaysia|mali"
    "|mexico|mongolia|morocco|mozambique|myanmar|nepal|netherlands|new zealand|nigeria|norway"
    "|pakistan|panama|paraguay|peru|philippines|poland|portugal|romania|russia|rwanda|saudi arabia"
    "|scotland|senegal|serbia|sierra leone|singapore|slovakia|slovenia|somalia|south africa|spain"
    "|sri lanka|sudan|sweden|switzerland|syria|taiwan|tanzania|thailand|tunisia|turkey|uganda"
    "|ukraine|united kingdom|united states|uruguay|usa?|uk|venezuela|vietnam|wales|zambia|zimbabwe"
)

_IDENTIFIER = re.compile(
    r"\b(?=[\w.-]*[A-Za-z])[A-Z][\w.-]*\d{4,}\b|\b10\.\d{4,}/\S+|\bhttps?://\S+"
)

_CITED = re.compile(
    r"\([^()]*[A-Z][^()]*,\s*(?:19|20)\d\d[a-z]?(?:[,;][^()]*)?\)"
    r"|\bet al\.?,?\s*\(?(?:19|20)\d\d[a-z]?\)?"
)
"""A citation by author and year, whose year is that of a report, not of what it reports."""


@dataclass(frozen=True, slots=True)
class AnswerKind:
    """`name` reads after "gives"; `asked` is found in questions, `given` in texts that have one.

    `in_references` says whether an entry of the reference list, which is full of names and
    numbers, gives such a thing, and `by_citation` whether the year of a citation does.
    """

    name: str
    asked: re.Pattern[str]
    given: re.Pattern[str]
    in_references: bool = False
    by_citation: bool = True


def _kind(
    name: str, asked: str, given: str, *, in_references: bool = False, by_citation: bool = True
) -> AnswerKind:
    flags = re.IGNORECASE | re.DOTALL
    return AnswerKind(
        name, re.compile(asked, flags), re.compile(given, flags), in_references, by_citation
    )


KINDS = (
    # Statistics of a result
    _kind(
        "a p-value",
        r"\bp[- ]?values?\b",
        r"\bp\s*[-‐–]?\s*(?:values?\b)?\s*(?:[<>=≤≥]|of|was)\s*0?[.·]?\d",
    ),
    _kind(
        "a statement of significance",
        r"\bstatistically significant\b|\bstatistical significance\b",
        r"\bp\s*[-‐–]?\s*(?:values?\b|[<>=≤≥]\s*0?[.·]?\d)|\b(?:non-?)?significan(?:t|ce|tly)\b",
    ),
    _kind(
        "a measure of heterogeneity",
        r"\bI[- ]?(?:2|²|squared)\b|\bheterogeneity\b",
        r"\bI\s?(?:2|²|squared)|\bheterogene\w+|\bCochran\b",
    ),
    _kind(
        "a median or rate of survival",
        r"\b(?:median|mean|months? of|years?|how long|per ?cent|%)\b.{0,40}\bsurviv|\bsurvival rate"
        r"|\bhow long .{0,40}\b(?:live|surviv)|\bmedian (?:PFS|OS|DFS|EFS)\b",
        rf"\b(?:surviv\w+|PFS|OS|DFS|EFS|lived|time to)\b.*\d[ -]?(?:{_TIME}|%)"
        rf"|\d[ -]?(?:{_TIME}|%).*\b(?:surviv\w+|PFS|OS|DFS|EFS|lived|time to)\b",
    ),
    _kind(
        "a time to an event",
        r"\b(?:median|mean|average) time to\b",
        rf"\btime to\b.*\d[ -]?{_TIME}|\d[ -]?{_TIME}.*\b(?:time to|until|after|within|before)\b"
        rf"|\b(?:until|after|within|before)\b.*\d[ -]?{_TIME}",
    ),
    _kind(
        "data on deaths",
        r"^(?!\W*(?:why|how (?:do|does|did|can|is|are))\b).*"
        r"\b(?:mortality|death|fatality|lethality) rates?\b"
        r"|\b(?:day|week|month|year|hospital|overall|all[- ]cause|operative) mortality\b"
        r"|\bhow many (?:[\w-]+ ){0,7}?(?:died|deaths?)\b",
        r"\b(?:mortality|deaths?|died|dead|dying|deceased|fatal\w*|lethal\w*|surviv\w+|(?-i:OS))\b",
    ),
    _kind(
        "a grade of severity",
        r"\bgrades? (?:[1-5]|I{1,3}V?|IV|V)\b",
        r"\bgrades? ?(?:[1-5]|I{1,3}V?|IV|V)\b|\bG[1-5]\b|\bsevere\b|\bCTCAE\b",
    ),
    _kind(
        "a hazard ratio, odds ratio or relative risk",
        r"\b(?:hazard|odds|risk|rate) ratios?\b|\brelative risks?\b",
        r"(?-i:\b(?:a?[HO]R|RR|IRR)[a-z]?\b)"  # with the letter of a table note
        r"|\b(?:hazard|odds|risk|rate) ratios?\b|\brelative risks?\b",
    ),
    _kind(
        "a confidence interval",
        r"\bconfidence intervals?\b|\b95 ?% ?CI\b",
        r"(?-i:\bCI\b)|\bconfidence intervals?\b",
    ),
    # Data elements of a trial
    _kind(
        "an investigator",
        r"\b(?:principal|lead|chief|coordinating) investigators?\b"
        r"|\b(?:who|which|what) (?:is|are|was|were) the investigators?\b",
        r"\binvestigators?\b|\b(?:led|headed|directed|conducted) by\b",
    ),
    _kind(
        "an investigator or author",
        r"\bwho (?:leads|led|is leading|heads|headed|ran|conducted|carried out)\b"
        r"(?=.{0,60}\b(?:trials?|stud(?:y|ies)|experiments?|reviews?|(?:meta-?)?analys[ei]s"
        r"|research|protocol|registry|programme|survey|(?-i:[A-Z]{3,}[\w-]*))\b)",
        r"\b(?:investigators?|et al)\b|\b(?:led|headed|directed|conducted) by\b",
    ),
    _kind(
        "a start or completion date",
        r"\bwhen (?:will|is|are|does|do|did|was|were)\b(?=.*\b(?:complet(?:e|ed|ion)|finish(?:ed)?"
        r"|end|ended|starts?|started|begin|begun|open|opened|read out)\b(?! \w+ing\b))"
        r"|\b(?:completion|start|closing) dates?\b",
        rf"\b{_BOUNDARY}\b.{{0,60}}\b{_DATE}|\b{_DATE}.{{0,60}}\b{_BOUNDARY}\b"
        rf"|\bdates?:? .{{0,12}}\b{_DATE}",
        by_citation=False,
    ),
    _kind(
        "the time of recruitment",
        r"(?:^when|\b(?:what|which) (?:years?|months?|period))\b.*\b(?:recruited|enrol+ed)\b",
        rf"\b{_RUNNING}\b.*\b{_DATE}|\b{_DATE}.*\b{_RUNNING}\b",
        by_citation=False,
    ),
    _kind(
        "the date of an approval",
        r"\b(?:when|(?:what|which) (?:date|year|month))\b.*\b(?:approv|licen[cs]ed|authori[sz]ed)",
        rf"\b(?:approv|licen[cs]|authori[sz])\w*\b.*{_DATE}"
        rf"|{_DATE}.*\b(?:approv|licen[cs]|authori[sz])\w*\b",
        by_citation=False,
    ),
    _kind(
        "a hospital or centre",
        r"\b(?:what|which) (?:hospital|clinic|cent(?:er|re)|university|institut\w+|site)s?\b",
        r"(?-i:\b(?:Hospitals?|Clinics?|Cent(?:er|re)s?|Universit\w+|Institut\w*|College|School))\b",
        in_references=True,
    ),
    _kind(
        "a company",
        r"\b(?:what|which) (?:compan(?:y|ies)|manufacturers?|suppliers?|firms?|makers?)\b"
        r"|\bwho (?:supplied|supplies|manufactures|manufactured)\b",
        r"(?-i:\b(?:Inc|Ltd|GmbH|AG|Co|Corp|LLC|BV|SA|Pharma\w*|Laborator\w+|Therapeutics))\b"
        r"|\b(?:compan(?:y|ies)|manufactur\w+|suppli(?:ed|er)\w*|provided by|marketed by)\b",
    ),
    _kind(
        "a sample size",
        rf"\bhow many (?:[\w-]+ ){{0,3}}?{_PEOPLE}\b|\bsample size\b",
        rf"\b(?:\d+|{_COUNTED})\b[^.;]{{0,60}}?\b{_PEOPLE}\b|\bn\s*=\s*\d"
        rf"|\b(?:{_PEOPLE}|enrol\w*|included|recruited|sample|size)\b[^.;]{{0,40}}?\d",
    ),
    _kind(
        "figures by sex",
        r"\bhow many (?:[\w-]+ )?(?:women|men|females?|males?|girls|boys)\b"
        r"|\b(?:sex|gender) (?:ratio|distribution)\b"
        r"|\b(?:share|proportion|percentage) of (?:wo)?men\b",
        r"\b(?:women|men|females?|males?|girls|boys|sex|gender)\b",
    ),
    _kind(
        "the number of dropouts",
        r"\b(?:how (?:many|often)|number|percentage|proportion|share|rate|what per ?cent)\b.*"
        r"\b(?:drop(?:ped|ping|s)?[- ]?outs?|withdr[ae]w(?:als?|n)?\b|discontinu\w+|quit"
        r"|lost to follow)",
        r"\b(?:drop(?:ped|ping|s)?[- ]?outs?|withdr[ae]w\w*|discontinu\w+|lost to follow|attrition"
        r"|stopped|did not complete|completed|excluded)",
    ),
    # Sections of a label
    _kind(
        "data on use in pregnancy or breast-feeding",
        r"\b(?:pregnan\w*|breast-?feed\w*|lactat\w*|nursing mothers?|unborn|expecting a"
        r"|birth defects?|teratogen\w*|malformations?)\b",
        r"\b(?:pregnan\w*|breast-?f[ae]ed?\w*|lactat\w*|gestation\w*|teratogen\w*|f[o]?etal|f[o]?etus"
        r"|trimester|maternal|mothers?|birth defects?|malform\w*|congenital)\b",
    ),
    _kind(
        "advice on taking it with food",
        r"\b(?:(?:with|without|before|after|between) (?:food|meals?|eating)|(?:fatty|light|heavy)"
        r" (?:meal|food)s?|empty stomach|fasting state)\b|\bwith an? (?:\w+ )?meal\b",
        r"\b(?:food|meals?|fasting|fasted|empty stomach|eating)\b",
    ),
    _kind(
        "a half-life or other pharmacokinetics",
        r"\b(?:half-?li(?:fe|ves)\b|bio-?availability|clearance rate|peak (?:plasma )?(?:level|"
        r"concentration)|pharmacokinetics?|how long does (?=.* stay in\b))",
        r"\b(?:half-?li(?:fe|ves)|bio-?availab\w+|clearance|pharmacokinetics?|plasma|serum|AUC"
        r"|[Cc]max|eliminat\w+)\b",
    ),
    _kind(
        "advice on storage",
        r"\b(?:stored?|storage|refrigerat\w+|shelf[- ]life|expir(?:y|es|ation))\b",
        r"\b(?:stor(?:ed?|age|ing)|refrigerat\w+|shelf[- ]life|expir(?:y|es|ation)|freez\w+)\b|°C",
    ),
    _kind(
        "a price or cost",
        r"\b(?:pric(?:es?|ing)|costs?|expensive|cheap(?:er)?|fees?|affordab\w+|reimburs\w+|money"
        r"|dollars?|euros)\b|[$€£]",
        r"[$€£¥]\s?\d|\d\s?(?:[$€£¥]|usd|eur|gbp|dollars?|euros?|pounds?|cents?\b)"
        r"|\b(?:pric(?:es?|ing|ed)|costs?|costly|expens\w+|cheap\w*|fees?|reimburs\w+|afford\w+)\b",
    ),
    _kind(
        "an approval",
        r"\b(?:approv(?:ed|al)|licen[cs]ed|authori[sz](?:ed|ation)|marketed|on the market)\b",
        r"\b(?:approv\w+|licen[cs]\w+|authori[sz]\w+|market\w+|registered|FDA|EMA)\b",
    ),
    # Quantities and entities
    _kind(
        "a percentage or share",
        r"\b(?:percent(?:age)?s?\b|per cent\b|proportion of|what share|what fraction|prevalence"
        r"|incidence|what (?=.{0,30}\brates?\b)|how (?:often|common)\b)",
        rf"\d\s?(?:%|‰|per ?cent\b)|\bper ?cent(?:age)?\b|\d\s?(?:/|of|out of|in)\s?\d"
        rf"|\b(?:{_COUNTED}) (?:out of|of the|in|of)\b|\b(?:majority|most)\b",
    ),
    _kind(
        "a dose or concentration",
        r"(?<!low[- ])(?<!high[- ])\b(?:dos(?:es?|ages?|ing)|what concentrations?)\b"
        r"|\bhow (?:many|much) (?:(?:micro|milli)?grams?|[mµμ]?g|[mµμ]?mol|units)\b",
        rf"\d[\s-]?{_MASS}\b|\d\s?(?:%|wt)|\b(?:low|high|standard|reduced)(?:er|est)?[- ]dose",
    ),
    _kind(
        "an age",
        r"\b(?:how old|(?:mean|median|average|what) ages?)\b",
        r"\bage[ds]?\b[^.;]{0,60}?\d|\d[^.;]{0,30}?\b(?:years? old|years? of age|yrs? old)\b",
    ),
    _kind(
        "a length of time",
        r"\b(?:how long|how many (?:seconds|minutes|hours|days|weeks|months|years)|duration of"
        r"|(?:what|median|mean|average) (?:duration|follow-?up (?:time|period|duration))"
        r"|for how (?:many|much))\b",
        rf"(?:\d|\b(?:{_COUNTED}|few)\b)[\s-]?{_TIME}\b|\b(?:aged?|centur(?:y|ies)|long-?term)\b"
        r"|\b(?:1\d|20)\d\ds?\b",
    ),
    _kind(
        "a year or date",
        r"\b(?:what|which|in what|in which) (?:years?|month|date|decade|century)\b"
        r"|^when (?:did|was|were|will)\b"
        r"|\bwhat date\b",
        rf"\b(?:1\d|20)\d\ds?\b|\b(?:{_MONTHS})\.? \d|\b\d{{1,2}}(?:st|nd|rd|th)\b"
        r"|\b\d+ (?:bce?|ad)\b|\bcentur(?:y|ies)\b|\b(?:after|before|during|while|once|until|upon"
        r"|when|following|ago)\b",
        in_references=True,
    ),
    _kind(
        "a number",
        r"\bhow (?:many|much|large|big|high|far|tall|deep|heavy)\b|\b(?:number|amount|sample size)"
        r" of\b",
        rf"\d|\b(?:{_COUNTED}|numerous|hundreds|thousands)\b",
    ),
    _kind(
        "a country",
        r"\b(?:what|which|in which|how many) (?:other )?(?:countr(?:y|ies)|nations?)\b",
        rf"\b(?:{_COUNTRIES})\b|\b(?:countr(?:y|ies)|europe(?:an)?|africa|asia|worldwide)\b"
        r"|(?-i:\b[A-Z][a-z]+(?:ese|ish|ian|ch)\b)",
    ),
    _kind(
        "a person's name",
        r"^(?:and )?who(?:se|m)?\b",
        r"(?-i:\b[A-Z][\w'’-]+ (?:(?:[A-Z]\.? ?)*[A-Z][\w'’-]+|et al|and (?:colleagues|others"
        r"|co-?workers))|[A-Z][\w'’-]+, [A-Z]\.)|(?-i:(?<=\w )[A-Z][a-z]{2,})"
        r"|\b(?:authors?|we|group|team)\b",
        in_references=True,
    ),
)
"""More particular kinds first; a question may ask for several."""


def asked_kinds(question: str) -> tuple[AnswerKind, ...]:
    """What kinds of thing the question asks for; empty where its wording does not tell."""
    return tuple(kind for kind in KINDS if kind.asked.search(question))


def gives(kind: AnswerKind, text: str) -> bool:
    """Whether a text gives such a thing; the figures in identifiers ("NCT02020304") do not."""
    plain = _IDENTIFIER.sub(" ", text)
    return kind.given.search(plain if kind.by_citation else _CITED.sub(" ", plain)) is not None


def asking_words(kind: AnswerKind, question: str) -> frozenset[str]:
    """The question's words, in lower case, that only say what kind of thing is asked for: a text
    with "42 %" gives a percentage without that word.
    """
    matches = (match[0] for match in kind.asked.finditer(question))
    return frozenset(token.word.lower() for match in matches for token in tokens(match))
