"""Recognise who issued a statement, through which organ, who wrote it, and who only passed it on.

Asked in the order of how much each place can be believed: byline, lead-in or editor's note, sign-off, title, the line
of an address above, the first words of the body; only then the page's owner is inherited, with low confidence, and
never by a text that a named person wrote, that another channel brought here, or that many signed (unless the owner is
one of them). Host, issuer and quoting source are told apart: who published a page need not have said what stands on
it.
"""

import re
from dataclasses import replace

from editorial.intake import cues
from editorial.intake.recognise.above import of_head_prose, of_lead_above, of_masthead, of_title_call
from editorial.intake.recognise.attribution import ISSUER, PUBLISHER, QUOTING, Attribution, Finding, named
from editorial.intake.recognise.bodies import is_wish, names_medium
from editorial.intake.recognise.date_place import POSTING
from editorial.intake.recognise.headline import NEVER, verdict
from editorial.intake.recognise.in_title import behind_a_kind, in_full
from editorial.intake.recognise.leads import (
    acts,
    announced,
    holds_office,
    is_about,
    quoted_from,
    says_it_spoke,
    site_of,
    speaks_for,
    spoke,
)
from editorial.intake.recognise.letters import fold
from editorial.intake.recognise.name_line import bodies_in, name_of_line
from editorial.intake.recognise.naming import NameFound, clean, read_name, without_dates
from editorial.intake.recognise.opening import of_opening, of_weak_signs
from editorial.intake.recognise.owner import inherit
from editorial.intake.recognise.person import person_in, person_within
from editorial.intake.recognise.sign_off import of_sign_off
from editorial.intake.recognise.surroundings import Surroundings
from editorial.intake.recognise.vocabulary import Vocabulary
from editorial.records import Guess, Named, Part, Passage, Span

_NEWS_DESK = re.compile(
    r"\W*(?:navenda nuceyan|haber merkezi|news ?desk|news agency|redaktion|redaccion|redacao|redaction|staff|admin|"
    r"هیات تحریریه|تحریریه|خبرگزاری|هییه التحریر|سهنتهری ههوال)\W*"
)
_BYLINE_LEAD = re.compile(
    r"^\W*(?:(?:a )?(?:commentary|column|article|text|report|interview|story|analysis|opinion)\s+)?"
    r"(?:written |posted |published |issued )?"
    r"(?:by|por|par|von|yazan|nivîskar|بقلم|نوشته|نویسنده|نووسینی|به قلم|author|autor|auteur|autora)\s*:?\s+",
    re.IGNORECASE,
)
#: Who sent a greeting or letter, before the name of its officer: "From A B, president of the …".
_SENT_BY = re.compile(r"\W*(?:From|from|من|از|از طرف)\s+")
_SENTENCE = re.compile(r"\S.*?(?:(?<=[^\W\d_]{3})[.!?؟](?=\s)|\Z)", re.DOTALL)
_LABEL = re.compile(
    r"^\W*(?:press release|media release|press statement|source|from|communiqué de presse|nota de prensa|"
    r"pressemitteilung|"
    r"basın açıklaması|da página do|da redação do|منبع|المصدر|سەرچاوە|(?:از|من|لە|ji|kimden|de|von)\s*(?=:))"
    r"\s*[:\-–]?\s*",
    re.IGNORECASE,
)


def attribute(
    page: Surroundings,
    passage: Passage,
    vocabulary: Vocabulary,
    language: str,
    year: int | None,
    signed: tuple[Named, ...],
) -> Attribution:
    """Organisations, organ and author of a passage. `signed` are its signatories, `year` the year of its date."""
    found = Finding()
    signed = tuple(one for one in signed if not is_wish(one.written))
    for kind in ("byline", "date line"):
        for part in passage.spans(kind):
            _of_byline(found, page, part, vocabulary, language, year)
    for at, line in _bylines_in_head(page, passage):
        _byline(found, without_dates(line, language), at, vocabulary, year, persons=True)
    for part in passage.spans("provenance"):
        _of_note(found, page, part, vocabulary, language, year)
    for part in reversed(passage.spans("sign-off")):
        of_sign_off(found, page, passage, part, vocabulary, language, year, signed)
    agency = _set_aside(found)
    if not found.issuer():
        _of_title(found, page, passage, vocabulary, year)
        in_full(found, page, passage, vocabulary, year)
    if not found.issuer():
        of_title_call(found, page, passage, vocabulary, year)
    for part in passage.spans("provenance"):
        if not found.issuer() and not signed:
            _of_mention(found, page, part, vocabulary, language, year)
    if not found.issuer():
        of_head_prose(found, page, passage, vocabulary, language, year)
    if not found.issuer() and not passage.spans("byline"):
        of_lead_above(found, page, passage, vocabulary, language, year)
    if not found.issuer():
        _of_address_line(found, page, passage, vocabulary, year)
    if not found.issuer() and not (len(signed) > 2 and not passage.spans("title")):
        of_opening(found, page, passage, vocabulary, language, year, joint=len(signed) > 2)
    if agency:
        found.add(replace(agency, role=PUBLISHER) if found.issuer() else agency)
    if not found.issuer() and not found.author and len(signed) <= 2 and not page.is_from_elsewhere(passage):
        of_masthead(found, page, passage, vocabulary, year)
    if not found.issuer():
        inherit(found, page, passage, signed)
    if not found.issuer() and len(signed) <= 2:
        of_weak_signs(found, page, passage, vocabulary, year)
    return Attribution(tuple(found.names), found.organ, found.author)


def _set_aside(found: Finding) -> Named | None:
    """The agency or paper that signs a text: taken out until it is clear that the text names nobody whose it is."""
    issuers = [one for one in found.names if one.role == ISSUER]
    if len(issuers) != 1 or not (names_medium(issuers[0].name) or names_medium(issuers[0].written)):
        return None
    found.names.remove(issuers[0])
    return issuers[0]


def _of_byline(
    found: Finding, page: Surroundings, part: Part, vocabulary: Vocabulary, language: str, year: int | None
) -> None:
    text = without_dates(page.raw(part), language)
    at = part.start
    for line in text.split("\n"):
        if line.strip():
            _byline(found, line, at, vocabulary, year, persons=part.kind == "byline")
        at += len(line) + 1


def _bylines_in_head(page: Surroundings, passage: Passage) -> list[tuple[int, str]]:
    """Lines of the head that open like a byline and were counted to another part."""
    known = [*passage.spans("byline"), *passage.spans("date line")]
    lines = [(at, line) for at, _, line in page.head_lines(passage) if _BYLINE_LEAD.match(line)]
    return [(at, line) for at, line in lines if not any(part.start <= at < part.end for part in known)]


def _byline(found: Finding, line: str, at: int, vocabulary: Vocabulary, year: int | None, persons: bool) -> None:
    """Read one line of a byline; of a date line (`persons` false) a person only where "by" announces one."""
    if _NEWS_DESK.fullmatch(fold(line)[0]):
        return
    name = announced(line, vocabulary)
    if name and name.written:
        found.add(named(name, at, ISSUER, 0.95, year), name.organ)
        return
    lead = _BYLINE_LEAD.match(line) or _LABEL.match(line)
    begin = lead.end() if lead else 0
    name = read_name(line, begin, vocabulary)
    whole = name_of_line(line[begin:], vocabulary) if name is None or not name.hit else None
    name = whole.shifted(begin) if whole else name
    if lead and name and not name.hit and len(line[begin:].split()) <= 2 and holds_office(line[begin:]):
        return  # "by the organisation's president": no name
    if name and name.written:
        found.add(named(name, at, ISSUER, 0.95 if name.hit else 0.9, year), name.organ)
        return
    if name and name.organ:
        found.organ = found.organ or Guess(name.organ, 0.85, Span(at + name.start, at + name.end))
        return
    for hit in vocabulary.find(line):
        found.add(named(NameFound(hit.start, hit.end, line[hit.start : hit.end], hit), at, ISSUER, 0.8, year))
        return
    posted = POSTING.search(fold(line[:60])[0])
    person = person_in(line[begin:]) if lead or (persons and not posted) else ""
    if person and found.author is None:
        start = at + line.find(person)
        found.author = Guess(person, 0.9 if lead else 0.75, Span(start, start + len(person)))


def _of_note(
    found: Finding,
    page: Surroundings,
    part: Part,
    vocabulary: Vocabulary,
    language: str,
    year: int | None,
) -> None:
    """A lead-in or an editor's note: who issued, who wrote, on whose pages it stood."""
    text = without_dates(page.raw(part), language)
    folded, positions = fold(text)
    site = site_of(text, vocabulary) or quoted_from(text, vocabulary)
    source = named(site, part.start, QUOTING, 0.9, year) if site else None
    issuer = announced(text, vocabulary) or spoke(text, vocabulary)
    if issuer and issuer.written and not (source and source.written == issuer.written):
        found.add(named(issuer, part.start, ISSUER, 0.95 if issuer.hit else 0.92, year), issuer.organ)
    wrote = re.search(r"(?:written by|author is|by the author)\s+", folded)
    if wrote:
        _writer(found, text, positions[wrote.end()], part.start, vocabulary, year)
    if source:
        found.add(source)
    officer = speaks_for(text, vocabulary) if not found.issuer() else None
    if officer and not (source and source.written == officer.written):
        found.add(named(officer, part.start, ISSUER, 0.7, year), officer.organ)


def _of_mention(
    found: Finding, page: Surroundings, part: Part, vocabulary: Vocabulary, language: str, year: int | None
) -> None:
    """A note that names a known body or its address without saying what it did: most likely the issuer."""
    text = without_dates(page.raw(part), language)
    sources = {one.written for one in found.names}
    hits = [hit for hit in vocabulary.find(text) if clean(text[hit.start : hit.end]) not in sources]
    host = vocabulary.of_host(text)
    if host:
        found.add(Named(host.canonical, ISSUER, host.name, host.slug, "", 0.6, Span(part.start, part.end)))
    elif hits:
        hit = hits[0]
        found.add(named(NameFound(hit.start, hit.end, text[hit.start : hit.end], hit), part.start, ISSUER, 0.6, year))
    else:
        sentences = [(match.start(), match[0]) for match in _SENTENCE.finditer(text)]
        for at, sentence in reversed(sentences):
            body = next((one for one in bodies_in(sentence, vocabulary) if one.written not in sources), None)
            if body:
                found.add(named(body, part.start + at, ISSUER, 0.65, year), body.organ)
                return


def _writer(found: Finding, text: str, at: int, base: int, vocabulary: Vocabulary, year: int | None) -> None:
    """A person who wrote, with the body they belong to: "written by labor activist A B, a member of the …"."""
    rest = text[at : at + 200]
    person = person_within(rest)
    if person:
        start = base + at + person.start()
        found.author = Guess(person[0], 0.9, Span(start, start + len(person[0])))
    name = speaks_for(rest, vocabulary)
    if name:
        found.names[:] = [one for one in found.names if one.role != ISSUER]
        found.add(named(name, base + at, ISSUER, 0.7, year))


def _of_title(found: Finding, page: Surroundings, passage: Passage, vocabulary: Vocabulary, year: int | None) -> None:
    """A title that names its issuer: "Statement of the …", "Name: …", "Name statement on …"."""
    titles = [*passage.spans("title"), *(passage.spans("date line") if passage.spans("provenance") else ())]
    lines = [(part.start, page.raw(part)) for part in titles]
    told = {line.strip() for _, text in lines for line in text.split("\n")}
    lines += [
        (at, line)
        for at, _, line in page.head_lines(passage)
        if line not in told and verdict(line) > NEVER and not names_medium(line)
    ]
    for start, line in lines:
        name = announced(without_dates(line), vocabulary)
        if name and name.written:
            found.add(named(name, start, ISSUER, 0.9 if name.hit else 0.85, year), name.organ)
            return
    for start, line in lines:
        name = behind_a_kind(line, vocabulary) if line in told else None
        if name:
            found.add(named(name, start, ISSUER, 0.8, year), name.organ)
            return
    for start, line in lines:
        text = without_dates(line)
        label = _LABEL.match(text)
        begin = label.end() if label else 0
        alone = name_of_line(text, vocabulary)
        acronym = alone is not None and not alone.hit and " " not in alone.written and line not in told
        if alone and alone.written and not acronym and not names_medium(text):
            # Beside a title it may be no more than the site's name.
            found.add(named(alone, start, ISSUER, 0.8 if line in told else 0.72, year), alone.organ)
            return
        officer = speaks_for(text, vocabulary) if _SENT_BY.match(text) else None
        if officer:
            found.add(named(officer, start, ISSUER, 0.85, year), officer.organ)
            return
        name = read_name(text, begin, vocabulary)
        if not name or not name.written or (acronym and alone and name.written == alone.written):
            continue
        after = fold(text[name.end :])[0].lstrip()
        if name.organ:
            after = after.removeprefix(fold(name.organ)[0]).lstrip()
        if after.startswith((":", "-", "|")) or says_it_spoke(after) or cues.STATEMENT.begins(cues.plain(after)):
            found.add(named(name, start, ISSUER, 0.9 if name.hit else 0.85, year), name.organ)
        elif acts(after) or is_about(after):
            found.add(named(name, start, ISSUER, 0.75, year), name.organ)


def _of_address_line(
    found: Finding, page: Surroundings, passage: Passage, vocabulary: Vocabulary, year: int | None
) -> None:
    """An address alone on a line right above the passage or in its head: "www.example.org"."""
    near = [
        line for line in page.lines_above(passage.start, 3) if not page.extract.text[line[1] : passage.start].strip()
    ]
    body = page.body(passage)[0]
    head = page.extract.text[passage.start : body]
    near.append((passage.start, body, head))
    for start, end, line in near:
        known = vocabulary.of_host(line)
        if known:
            found.add(Named(known.canonical, ISSUER, line.strip()[:120], known.slug, "", 0.8, Span(start, end)))
            return
