"""Read the issuer out of the statement's own first and last words, and what else it calls itself."""

import re

from editorial.intake import cues
from editorial.intake.recognise.attribution import ISSUER, Finding, named
from editorial.intake.recognise.bodies import has_kind
from editorial.intake.recognise.leads import acts, announced, opens, said, speaks_for, spoke, spoke_last
from editorial.intake.recognise.letters import fold
from editorial.intake.recognise.name_line import bodies_in
from editorial.intake.recognise.naming import NameFound, key_of, read_name, without_dates
from editorial.intake.recognise.surroundings import Surroundings
from editorial.intake.recognise.vocabulary import Vocabulary
from editorial.intake.voice import listen
from editorial.records import Named, Part, Passage, Span

_HASHTAG = re.compile(r"#\s?[^\W_][\w]{2,40}")
#: After a name that opens a sentence: one of several, or not the one who speaks ("X, Y and Z", "X'ten", "X's").
_LISTED_OR_BENT = re.compile(
    r"\s*(?:/|['’]|[,،]\s*[A-ZÀ-Þ]|"
    r"[,،]?\s*\b(?:and|et|y|e|und|ve|û|و)\b(?! (?:its|all|ses|sus|suas|seus|ihre)\b))"
)
#: A clause that is put between the name and what the body does: "The Union, which speaks for …, condemns".
_CLAUSE_ENDS = re.compile(r"[,،–—]\s+")
#: Those who speak, before the name of their body: "We, the …", "Desde la asamblea de …", «ما اعضای …».
_WE = re.compile(
    r"(?:(?:we|nous|nosotr[oa]s|nos|wir|biz|em|نحن|ما|یمه)(?:,|\s+(?:in|of|at|from|as|als|de|do|da|del|"
    r"des|der|die|das|the|wek|members of|membres de|miembros de|mitglieder der|اعضای|اعضا و کارکنان|فی|ل))+,?\s+"
    r"(?:the |la |le |l'|el |die |das |der )?"
    r"|(?:desde|from|a partir d[ao]) (?:the |la |el |los |las )?)"
)
_SENTENCES = re.compile(r"(?<=[.!?؟])\s+")
#: So many characters of a text are its opening.
_OPENING = 420
#: From this rank on a line is set as a sub-heading and signs nothing.
_SUBHEADING = 2
#: So many paragraphs are looked at for a body that acts.
_PARAGRAPHS = 30


def of_opening(
    found: Finding,
    page: Surroundings,
    passage: Passage,
    vocabulary: Vocabulary,
    language: str,
    year: int | None,
    joint: bool,
) -> None:
    """The body's first words: an issuer line run into it, or the known name that the first sentence begins with."""
    end = page.body(passage)[1]
    start = _after_title(page, passage, page.text_start(passage))
    text = without_dates(page.extract.text[start : min(end, start + _OPENING)], language)
    name = opens(text[:260], vocabulary)
    first = passage.spans("body")[:1]
    if not name and first and text.split("\n\n")[0].rstrip().endswith((":", "：")):
        lead_in = text.split("\n\n")[0]
        name = spoke(lead_in, vocabulary) or speaks_for(lead_in, vocabulary)
    name = name or _relayed(page, passage, vocabulary)
    if name:
        found.add(named(name, start, ISSUER, 0.88, year), name.organ)
        return
    if joint:
        return
    name = _subject(text, vocabulary)
    if name:
        found.add(named(name, start, ISSUER, 0.75, year), name.organ)
        return
    name = said(text, vocabulary)
    if name:
        found.add(named(name, start, ISSUER, 0.65, year))
        return
    acting = [
        (part, subject) for part in passage.spans("body")[1:_PARAGRAPHS] if (subject := _acting(page, part, vocabulary))
    ]
    if acting and len({key_of(subject.written) for _, subject in acting}) == 1:
        part, name = acting[0]
        found.add(named(name, part.start, ISSUER, 0.65, year), name.organ)
        return
    _of_last_lines(found, page, passage, vocabulary, language, year)


def _relayed(page: Surroundings, passage: Passage, vocabulary: Vocabulary) -> NameFound | None:
    """Whose the text is by a paragraph of the page's own over it: "We print below the communiqué of …"."""
    for part in passage.spans("body")[:1]:
        lead = page.raw(part)
        last = _SENTENCES.split(lead.rstrip())[-1]
        if len(lead) <= _OPENING and cues.STATEMENT.within(cues.plain(last)) and listen(last).follows:
            return announced(last, vocabulary)
    return None


def _after_title(page: Surroundings, passage: Passage, start: int) -> int:
    """Where the body goes on behind its title, where it repeats it."""
    for part in passage.spans("title")[:1]:
        title = page.raw(part)
        if len(title) > 8 and page.extract.text.startswith(title, start):
            return (
                start
                + len(title)
                + len(page.extract.text[start + len(title) :][:3])
                - len(page.extract.text[start + len(title) :][:3].lstrip())
            )
    return start


def _first_name(text: str, vocabulary: Vocabulary) -> NameFound | None:
    """The name that a text begins with, unless it is one of several or bears a case ending."""
    begin = re.match(r"[\W_]*(?:\(?amended[^)]*\)?)?[\W_]*", text)
    name = read_name(text, begin.end() if begin else 0, vocabulary)
    return name if name and name.written and not _LISTED_OR_BENT.match(text[name.end :]) else None


def _subject(text: str, vocabulary: Vocabulary) -> NameFound | None:
    """The body that the first sentence begins with and lets act: condemn, call, demand; behind a clause or at once."""
    folded, positions = fold(text)
    begin = len(folded) - len(folded.lstrip(" \n*_\"'«“("))
    we = _WE.match(folded, begin)
    if we and we.end() < len(folded):
        name = read_name(text, positions[we.end()], vocabulary)
        return name if name and name.written and not _LISTED_OR_BENT.match(text[name.end :]) else None
    name = _first_name(text, vocabulary)
    if name is None:
        return None
    sentence = re.split(r"[.!?؟]\s", text[name.end :], maxsplit=1)[0]
    after = [0, *(clause.end() for clause in _CLAUSE_ENDS.finditer(sentence))]
    return (
        name
        if any(acts(sentence[at:]) for at in after) or spoke_last(text[: name.end] + sentence, 0, name.end)
        else None
    )


def _acting(page: Surroundings, part: Part, vocabulary: Vocabulary) -> NameFound | None:
    """The body that a later paragraph begins with and lets act."""
    return _subject(page.raw(part)[:_OPENING], vocabulary)


def of_weak_signs(
    found: Finding, page: Surroundings, passage: Passage, vocabulary: Vocabulary, year: int | None
) -> None:
    """Where no owner is known either: a known name at the head of title or text, or the one a text calls its own."""
    body = page.body(passage)[0]
    heads = [(part.start, page.raw(part)) for part in passage.spans("title")]
    for start, text in (*heads, (body, page.extract.text[body : body + 260])):
        name = _first_name(text, vocabulary)
        if name and name.hit and not found.author:
            found.add(named(name, start, ISSUER, 0.5, year), name.organ)
            return
    twice = _in_title_and_opening(page, passage, vocabulary)
    if twice and not found.author:
        found.add(named(twice, body, ISSUER, 0.45, year))
        return
    self_named = _self_named(page, passage, vocabulary)
    if self_named:
        found.add(self_named)
        return
    for start, text in heads if not found.author else ():
        known = [name for name in bodies_in(text, vocabulary) if name.hit]
        if len({name.written for name in known}) == 1:
            found.add(named(known[0], start, ISSUER, 0.4, year), known[0].organ)
            return


def _in_title_and_opening(page: Surroundings, passage: Passage, vocabulary: Vocabulary) -> NameFound | None:
    """The one known body that the title names and the first sentences name again."""
    start, _ = page.body(passage)
    opening = page.extract.text[start : start + 400]
    titled = {hit.known[0].slug for part in passage.spans("title") for hit in vocabulary.find(page.raw(part))}
    hits = [hit for hit in vocabulary.find(opening) if hit.known[0].slug in titled]
    if len(titled) != 1 or not hits:
        return None
    return NameFound(hits[0].start, hits[0].end, opening[hits[0].start : hits[0].end], hits[0])


def _of_last_lines(
    found: Finding, page: Surroundings, passage: Passage, vocabulary: Vocabulary, language: str, year: int | None
) -> None:
    """A name that stands alone in one of the body's last short lines: a sign-off that reads like the text."""
    for part in passage.spans("body")[-4:][::-1]:
        line = page.raw(part)
        if len(line) > 120 or page.heading_rank(part.start) >= _SUBHEADING:
            continue
        line = without_dates(line, language)
        if len(line.split()) > 12:
            continue
        name = read_name(line, 0, vocabulary)
        if name and name.written and not re.search(r"\w", line[name.end :]):
            found.add(named(name, part.start, ISSUER, 0.8 if name.hit else 0.65, year), name.organ)
            return
        hits = vocabulary.find(line)
        if len(hits) == 1 and not re.search(r"\w", line[hits[0].end :]) and line.rstrip()[-1:] not in "!?":
            hit = NameFound(hits[0].start, hits[0].end, line[hits[0].start : hits[0].end], hits[0])
            found.add(named(hit, part.start, ISSUER, 0.65, year))
            return


def _self_named(page: Surroundings, passage: Passage, vocabulary: Vocabulary) -> Named | None:
    """A body that a text names again and again by its hashtag, or as "our party …"."""
    start, end = page.body(passage)
    text = page.extract.text[start:end]
    tags: dict[str, int] = {}
    for tag in _HASHTAG.finditer(text):
        tags[key_of(tag[0])] = tags.get(key_of(tag[0]), 0) + 1
    for tag in _HASHTAG.finditer(text):
        if tags[key_of(tag[0])] < 3:
            continue
        word = re.search(r"([^\W\d_]+)\s+$", text[: tag.start()])
        if (word and has_kind(word[1])) or (word and cues.ORGANISATION.whole(cues.plain(word[1]))):
            span = Span(start + word.start(1), start + tag.end())
            written = " ".join(page.extract.text[span.start : span.end].split())
            return Named(written, ISSUER, written, "", "", 0.6, span)
    our = re.search(
        r"(?:our|we,? the|we in the|as the)\s+(?=[A-Z])|(?:حزب ما،|ما در )\s*|(?:حزبنا)\s*,?\s*", text[:4000]
    )
    if our:
        name = read_name(text, our.end(), vocabulary)
        if name and name.hit:
            return named(name, start, ISSUER, 0.7)
    return None
