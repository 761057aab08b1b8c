"""Conversations of several kinds, medical and not, each with the question as it is searched."""

import pytest

from qa.followup import resolve

TRIAL = "Which trial gives eltrombopag with ATRA?"


@pytest.mark.parametrize(
    ("history", "question", "alone"),
    [
        # A pronoun is replaced where it stands.
        (
            ["What is metformin used for?"],
            "What about its side effects?",
            "What about metformin’s side effects?",
        ),
        ([TRIAL], "Who sponsors it?", "Who sponsors the trial that gives eltrombopag with ATRA?"),
        (
            ["Which drugs lower cholesterol?"],
            "Which of them is the newest?",
            "Which of the drugs that lower cholesterol is the newest?",
        ),
        (["What causes gout?"], "How is it treated?", "How is gout treated?"),
        (
            ["What are penguins?", "What do sharks eat?"],
            "How long do they live?",
            "How long do sharks live?",
        ),
        (
            ["Who was Marie Curie?", "Where did she study?"],
            "What did her husband do?",
            "What did Marie Curie’s husband do?",
        ),
        (
            ["Who was Alan Turing?", "What is a Turing machine?"],
            "When did he die?",
            "When did Alan Turing die?",
        ),
        (["Tell me about the Eiffel Tower."], "How tall is it?", "How tall is the Eiffel Tower?"),
        (
            ["What is tocilizumab?"],
            "Does it interact with warfarin?",
            "Does tocilizumab interact with warfarin?",
        ),
        # What was carried over stays what the conversation is about.
        (
            ["What is the Marshall Plan?", "Who paid for it?"],
            "When did it end?",
            "When did the Marshall Plan end?",
        ),
        (
            ["How does ibuprofen work?", "Is it safer than aspirin?"],
            "How long does it last?",
            "How long does ibuprofen last?",
        ),
        (
            ["What is the Marshall Plan?", "Which countries opposed it?"],
            "When did it end?",
            "When did the Marshall Plan end?",
        ),
        # A verb that is in no list does not become part of the name.
        (["Does Netflix zorb?"], "When did it begin?", "When did Netflix begin?"),
        # A noun with "this" or "the".
        (
            ["What is sickle cell disease?"],
            "What drugs are used for this disease?",
            "What drugs are used for sickle cell disease?",
        ),
        (
            ["Tell me about the RECOVERY trial."],
            "How many patients did the trial enrol?",
            "How many patients did the RECOVERY trial enrol?",
        ),
        (["What is a pulsar?"], "What is the nearest one?", "What is the nearest pulsar?"),
        # The question before with a part of it changed.
        (
            ["How effective was SP+AQ in Basse?"],
            "And SP+PQ?",
            "How effective was SP+PQ in Basse?",
        ),
        (
            ["How is asthma treated in adults?"],
            "And in children?",
            "How is asthma treated in children?",
        ),
        (
            ["How is asthma treated in adults?"],
            "What about COPD?",
            "How is COPD treated in adults?",
        ),
        (
            ["What response did lenalidomide give in MDS?"],
            "and in AML?",
            "What response did lenalidomide give in AML?",
        ),
        (
            ["Does aspirin prevent stroke?"],
            "And heart attack?",
            "Does aspirin prevent heart attack?",
        ),
        (
            ["What is metformin used for?", "What about its side effects?"],
            "And in older people?",
            "What about metformin’s side effects in older people?",
        ),
        (
            ["List the trials of phase 3"],
            "only those in children",
            "List the trials of phase 3, only those in children",
        ),
        ([TRIAL], "why?", f"{TRIAL} why?"),
        ([TRIAL], "why so small?", f"{TRIAL} why so small?"),
        ([TRIAL], "and why is it so small?", f"{TRIAL} and why is it so small?"),
        # What the question leaves out.
        (["What causes gout?"], "What are the symptoms?", "What are the symptoms of gout?"),
        (["What is tocilizumab?"], "Doses?", "Doses of tocilizumab?"),
        (
            ["What is a hurricane?"],
            "What are the main types?",
            "What are the main types of a hurricane?",
        ),
        (["Does melatonin prevent jet lag?"], "At what dose?", "At what dose of melatonin?"),
        (
            ["How does warfarin compare with apixaban?"],
            "Which is safer?",
            "Which of warfarin and apixaban is safer?",
        ),
        (
            ["What are tapeworms?"],
            "What is the largest in the world?",
            "What is the largest tapeworms in the world?",
        ),
        # A noun that is said of another is no part of its name.
        (
            ["Is ketamine part of any of the ongoing trials?"],
            "For what kind of pain is it?",
            "For what kind of pain is ketamine?",
        ),
        # All that took part in what was asked about.
        (
            ["How many people did Smith treat with warfarin and ATRA?"],
            "How many relapsed?",
            "How many relapsed (Smith, warfarin and ATRA)?",
        ),
        (
            ["How many people did Smith treat with warfarin and ATRA?", "How many relapsed?"],
            "How many died?",
            "How many died (Smith, warfarin and ATRA)?",
        ),
        # It stays with what it is of, not with who else took part before.
        (
            ["How did Netflix shift from DVDs to Blu-ray?", "How has it grown?"],
            "Is it profitable?",
            "Is Netflix profitable?",
        ),
        # What was asked for by a clause.
        (
            ["Which company is testing TAS1440 with ATRA?"],
            "and its identifier?",
            "and its identifier (TAS1440, ATRA)?",
        ),
        (
            ["Which company makes aspirin?"],
            "When was it founded?",
            "When was the company that makes aspirin founded?",
        ),
        (
            ["Which ongoing trials are in APL?"],
            "Which of them is the largest?",
            "Which of the ongoing trials that are in APL is the largest?",
        ),
        (
            ["Which trial tests eltrombopag?"],
            "Is there a phase 3 trial of it?",
            "Is there a phase 3 trial of eltrombopag?",
        ),
        (
            ["Which drugs are used for gout?"],
            "What are their side effects?",
            "What are the side effects of the drugs that are used for gout?",
        ),
        # A property takes the place of its like only.
        (
            ["What was the one-year survival with decitabine and ATRA in myeloid neoplasms?"],
            "and the 2-year rate?",
            "What was the 2-year survival rate with decitabine and ATRA in myeloid neoplasms?",
        ),
        (
            ["What was the one-year survival with decitabine in MDS?"],
            "and the 2-year survival?",
            "What was the 2-year survival with decitabine in MDS?",
        ),
        (
            ["What was the one-year survival with decitabine in MDS?"],
            "and the relapse rate?",
            "and the relapse rate (the one-year survival, decitabine, MDS)?",
        ),
        (
            ["What is the response rate of EPO in MDS?"],
            "and the dose?",
            "and the dose of EPO (MDS)?",
        ),
        # What was said, not one of the things it was said of.
        (
            ["Does removing sialic acid help NK cells kill myeloma cells?"],
            "who showed that?",
            "who showed that removing sialic acid help NK cells kill myeloma cells?",
        ),
        (
            ["Why does ATRA worsen liver injury?"],
            "Who reported this?",
            "Who reported this (Why does ATRA worsen liver injury)?",
        ),
        (
            ["Does removing sialic acid help NK cells kill myeloma cells?"],
            "How is it measured?",
            "How is sialic acid measured?",
        ),
        # No word is left twice.
        (
            ["What are important literary elements?"],
            "What are the most important ones?",
            "What are the most important literary elements?",
        ),
        # A new subject takes over, also when it was announced.
        (
            ["What causes gout?", "New topic: what is a pulsar?"],
            "How far away is it?",
            "How far away is a pulsar?",
        ),
    ],
)
def test_a_follow_up_stands_alone(history: list[str], question: str, alone: str) -> None:
    found = resolve(question, history)
    assert found.text == alone
    assert found.carried


@pytest.mark.parametrize(
    ("history", "question", "carried"),
    [
        (["What causes gout?"], "How is it treated?", ("gout",)),
        ([TRIAL], "When will it be completed?", ("trial that gives eltrombopag with ATRA",)),
        (["What response did lenalidomide give in MDS?"], "and in AML?", ("lenalidomide",)),
        (
            ["How many people did Smith treat with warfarin and ATRA?"],
            "what share relapsed?",
            ("Smith", "warfarin and ATRA"),
        ),
    ],
)
def test_what_was_carried_over_is_told(
    history: list[str], question: str, carried: tuple[str, ...]
) -> None:
    assert resolve(question, history).carried == carried


def test_no_more_is_carried_than_is_needed() -> None:
    history = ["What is photosynthesis?", "Which cells do it?", "What is mitosis?"]
    found = resolve("How long does it take?", history)
    assert found.text == "How long does mitosis take?"
    assert found.carried == ("mitosis",)


def test_nothing_from_before_an_announced_new_topic_is_carried() -> None:
    history = ["Tell me about the RECOVERY trial.", "New question: what is a pulsar?"]
    assert "RECOVERY" not in resolve("Who ran the trial?", history).text
    assert "RECOVERY" in resolve("Who ran the trial?", history[:1]).text
