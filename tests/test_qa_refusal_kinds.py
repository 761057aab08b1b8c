import pytest

from qa.refusal_kinds import KINDS, asked_kinds, gives

BY_NAME = {kind.name: kind for kind in KINDS}


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("What was the p-value of ATRA plus danazol against danazol alone?", "a p-value"),
        ("Which odds ratio was found?", "a hazard ratio, odds ratio or relative risk"),
        ("What does a month of treatment cost?", "a price or cost"),
        ("Can you recommend one under 500 euros?", "a price or cost"),
        ("Is it safe in pregnancy?", "data on use in pregnancy or breast-feeding"),
        ("Does it cause birth defects?", "data on use in pregnancy or breast-feeding"),
        ("Should capsules be swallowed with a fatty meal?", "advice on taking it with food"),
        ("In which countries has it been approved?", "a country"),
        ("In which countries has it been approved?", "an approval"),
        ("Who is the principal investigator?", "an investigator"),
        ("Who led the sirolimus study?", "an investigator or author"),
        ("Who carried out the trial in children?", "an investigator or author"),
        ("when will it be completed?", "a start or completion date"),
        ("How many of them dropped out?", "the number of dropouts"),
        ("What percentage of patients had headache?", "a percentage or share"),
        ("At what dose was it given?", "a dose or concentration"),
        ("How long were they followed?", "a length of time"),
        ("In which year did it start?", "a year or date"),
        ("On which date was it approved?", "the date of an approval"),
        ("In which years were the patients recruited?", "the time of recruitment"),
        ("Which hospital led the study?", "a hospital or centre"),
        ("Which company supplied the tablets?", "a company"),
        ("How many patients took part?", "a sample size"),
        ("How many women were in the trial?", "figures by sex"),
        ("What was the mean age?", "an age"),
        ("What is the median progression-free survival?", "a median or rate of survival"),
        ("What were the I-squared values?", "a measure of heterogeneity"),
        ("How many micrograms a day did they take?", "a dose or concentration"),
        ("How many days do they stay?", "a length of time"),
        ("What was the one-year mortality?", "data on deaths"),
        ("Give the death rate in the second arm", "data on deaths"),
        ("How many of the patients in the second arm died?", "data on deaths"),
        ("grade 3-4 neutropenia under it", "a grade of severity"),
        ("How often was toxicity of grade III seen?", "a grade of severity"),
        ("What is the median time to response?", "a time to an event"),
        ("How much money does it save?", "a price or cost"),
    ],
)  # fmt: skip
def test_a_question_says_what_kind_of_thing_it_asks_for(question: str, name: str) -> None:
    assert name in {kind.name for kind in asked_kinds(question)}


@pytest.mark.parametrize(
    "question",
    [
        "Why does the retinoid sensitise myeloma cells?",
        "What does low-dose cytarabine do?",
        "Which trials study high dose arsenic?",
        "Compare mortality in the two groups.",
        "Why was the death rate so high?",
        "Was the endpoint met when it is recommended?",
        "",
    ],
)
def test_other_questions_ask_for_no_kind(question: str) -> None:
    assert asked_kinds(question) == ()


@pytest.mark.parametrize(
    ("name", "giving", "lacking"),
    [
        ("a p-value", "more often (P < 0.001)", "more often in the second arm of 12"),
        ("a price or cost", "at US$ 1,200 a month", "at 1,200 mg a month"),
        ("a percentage or share", "42 % relapsed", "the 42 mice relapsed"),
        ("a percentage or share", "7 of 12 patients", "after 12 weeks"),
        ("a dose or concentration", "45 mg/m2 daily", "three times daily"),
        ("a length of time", "for 28 days", "for the elderly"),
        ("a length of time", "from 24.6 to 27.5 mo", "from 24.6 to 27.5 mol"),
        ("a length of time", "4.0 y [IQR 3.2]", "4.0 yards"),
        ("a country", "a trial in Italy", "a trial in adults"),
        ("a start or completion date", "until March 2021", "NCT02020304 recruits 120"),
        (
            "data on use in pregnancy or breast-feeding",
            "teratogenic in the first trimester",
            "toxic",
        ),
        ("data on deaths", "three patients died", "three patients relapsed"),
        ("a grade of severity", "grade 3 leukopenia", "mild leukopenia"),
        ("a grade of severity", "severe leukopenia", "the upgraded protocol"),
        ("a time to an event", "responded within 28 days", "28 of them responded"),
        ("a p-value", "p value of 0.03", "the change was significant"),
        ("a percentage or share", "in 10%–15% of cases", "in 10–15 of them"),
        ("a start or completion date", "expected to end in 2025", "in 2025 others found this"),
        ("a start or completion date", "Date: 26 October 2015; City: Oslo", "2015; City: Oslo"),
        ("a start or completion date", "completion date: May 2027", "data obtained in May 2027"),
        ("the date of an approval", "approved by the FDA in 1995", "approved by the FDA"),
        ("a hospital or centre", "at the University of Oslo", "at a big clinic"),
        ("a company", "supplied by Acme GmbH", "given by mouth"),
        ("a sample size", "42 patients were enrolled", "at 42 mg in tablets"),
        ("figures by sex", "12 women and 9 men", "12 patients"),
        ("an age", "a median age of 64 years", "for 64 days"),
        ("a number", "in 120 mice", "NCT02020304 recruits mice"),
        ("a confidence interval", "HR 0.6 (95% CI 0.4-0.9)", "95% of the cells"),
    ],
)
def test_a_text_gives_a_kind_as_it_is_printed(name: str, giving: str, lacking: str) -> None:
    assert gives(BY_NAME[name], giving)
    assert not gives(BY_NAME[name], lacking)


def test_names_are_told_apart_and_read_after_gives() -> None:
    assert len(BY_NAME) == len(KINDS)
    assert all(kind.name and not kind.name.endswith(".") for kind in KINDS)


@pytest.mark.parametrize(
    "question", ["When was this review published and in which journal?", "When was it recommended?"]
)
def test_what_is_published_or_recommended_is_no_stage_of_a_trial(question: str) -> None:
    assert "a start or completion date" not in {kind.name for kind in asked_kinds(question)}


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who ran in the 2002 election?", "an investigator or author"),
        ("Who led the clinic after 1979?", "an investigator or author"),
        ("When did physicians start using it?", "a start or completion date"),
        ("What did the Euro Heart Survey find?", "a price or cost"),
    ],
)
def test_a_word_of_a_kind_may_be_said_of_other_things(question: str, name: str) -> None:
    assert name not in {kind.name for kind in asked_kinds(question)}
