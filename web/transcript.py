"""A conversation as Markdown: each answer with its references, to be pasted or kept."""

from collections.abc import Iterator, Sequence

from corpus.identifiers import doi_url
from qa.types import Citation, DocumentCard, Source
from web.conversation import TurnView, articles_of
from web.sources import SourceCard, place_name, study_name
from web.tabular import markdown, markdown_table, table_cells


def transcript(turns: Sequence[TurnView]) -> str:
    """The turns in order, each with its references; the articles and their licences at the end."""
    blocks = [block for turn in turns for block in turn_blocks(turn)]
    if articles := articles_of(turns):
        blocks += ["---", "\n".join(f"- {article_line(one)}" for one in articles)]
    return "\n\n".join(blocks) + "\n"


def turn_blocks(turn: TurnView) -> Iterator[str]:
    answer = turn.answer
    yield f"## {one_line(answer.question)}"
    if turn.asked.as_typed:
        yield "*Searched exactly as typed.*"
    elif answer.standalone_question != answer.question:
        yield f"*Searched as: {one_line(answer.standalone_question)}*"
    if answer.refusal:
        yield f"**No answer found.** {markdown(answer.refusal.reason)}"
        if answer.refusal.missing_terms:
            yield f"Not found there: {markdown(', '.join(answer.refusal.missing_terms))}"
        if turn.nearest:
            yield "What came nearest:"
            yield "\n".join(f"- {nearest_line(card.citation)}" for card in turn.nearest)
        return
    if turn.rows and answer.rows:
        filters = ", ".join(map(str, turn.rows.filters))
        yield f"**{markdown(turn.rows.count)}**" + (f": {markdown(filters)}" if filters else "")
        if turn.rows.summary:
            yield markdown(turn.rows.summary)
        if turn.rows.explanation:
            yield markdown(turn.rows.explanation)
        yield markdown_table(table_cells(answer.rows, answer.citations)).rstrip()
        if turn.rows.studies:
            yield "Primary studies of these rows:"
            yield "\n".join(f"- {study_line(study.source)}" for study in turn.rows.studies)
    for part in turn.parts:
        numbers = " ".join(f"[{number}]" for number, _ in part.cites)
        said = (
            "\n> ".join(f"**{markdown(c.label)}:** {markdown(c.text)}  " for c in part.cells)
            if part.cells
            else markdown(part.text).replace("\n", "\n> ")
        )
        names = "; ".join(study_name(source) for source in part.studies)
        who = f"{part.speaker} {names}".strip()
        yield f"> {said.rstrip()} {numbers}" + (f"\n\n{markdown(who)}" if who else "")
    for one in turn.disagreements:
        sides = "; ".join(
            f"{markdown(side.value)} [{side.number}] ({markdown(side.place)})" for side in one.sides
        )
        yield f"**{markdown(one.heading)}:** {sides}"
    if turn.cards:
        yield "### References"
        yield "\n".join(line for card in turn.cards for line in reference_lines(card))


def reference_lines(card: SourceCard) -> Iterator[str]:
    """Where a quotation stands, and beneath it the primary studies that it rests on."""
    citation = card.citation
    document = citation.document
    where = one_line(place_name(citation.location))
    yield f"{citation.number}. {where}. In: {markdown(document.title)} ({document.year})"
    for study in card.studies.primary:
        yield f"   - {study_line(study.source)}"
    for identifier in citation.identifiers:
        yield f"   - {identifier.url}"


def nearest_line(citation: Citation) -> str:
    text = one_line(citation.cited_text)
    return f"“{text}” ({one_line(place_name(citation.location))})"


def study_line(source: Source) -> str:
    """A primary study as a reference: authors, year, title, journal, DOI."""
    authors = ", ".join(source.authors) or source.key
    year = f" ({source.year})" if source.year else ""
    title = source.title.rstrip(".")
    told = ". ".join(text for text in (f"{authors}{year}", title, source.container) if text)
    link = doi_url(source.doi) if source.doi else source.url
    return one_line(told) + "." + (f" {link}" if link.startswith("https://") else "")


def article_line(document: DocumentCard) -> str:
    """The article as its licence asks for: authors, title, year, DOI, licence."""
    told = f"{', '.join(document.authors)} ({document.year}). {document.title.rstrip('.')}."
    link = f" {doi_url(document.doi)}" if document.doi else ""
    return f"{one_line(told)}{link}" + (f" ({document.licence})" if document.licence else "")


def one_line(text: str) -> str:
    return markdown(" ".join(text.split()))
