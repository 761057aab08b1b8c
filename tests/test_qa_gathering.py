from qa.assistant import Assistant
from qa.types import ReferenceLocation


def test_the_entry_given_is_what_the_answering_sentence_rests_on(assistant: Assistant) -> None:
    answer = assistant.answer("Who first treated APL patients with ATRA in the 1980s?")
    first, entry = answer.parts[0], answer.citations[1].location
    around = [source.key for source in answer.citations[0].sources]
    assert around[0] not in first.sources, "the first study named around it is another"
    assert isinstance(entry, ReferenceLocation)
    assert entry.key in first.sources
