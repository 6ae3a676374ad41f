"""Recognise whose page it is, and which of its texts are the owner's own.

The owner is what the format says of the site, its address, its frame, or the names on its items.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace

from archive.folding import match_form
from editorial.intake import cues
from editorial.intake.recognise.acronym import is_acronym
from editorial.intake.recognise.attribution import ISSUER, PUBLISHER, Finding, named
from editorial.intake.recognise.bodies import has_kind, names_medium
from editorial.intake.recognise.name_line import name_of_line
from editorial.intake.recognise.naming import NameFound, clean, key_of
from editorial.intake.recognise.surroundings import CLAIMED, Surroundings
from editorial.intake.recognise.vocabulary import Vocabulary, best_of, host_of
from editorial.intake.voice import listen
from editorial.records import Named, Passage, Span

#: How firmly an owner is believed by where it was found; the issuer of an item inherits it.
FIRM = {"hint": 0.85, "site": 0.75, "author": 0.75, "address": 0.7, "title": 0.65, "frame": 0.55, "items": 0.55}
#: Names of services that host sites, which no page belongs to.
_HOSTERS = frozenset(
    {"wordpress", "blogger", "blogspot", "medium", "facebook", "substack", "telegraph", "telegram", "github"}
)
#: So often a page names by its acronym the body that its facts call its author.
_OFTEN = 3
#: So many lines at a page's end may be its foot.
_FOOT = 4
#: Items from which a page lists its owner's.
_SEVERAL = 3
#: A line longer than this is prose, in which a name is mentioned rather than shown.
_PROSE_WORDS = 20


def find_owner(
    page: Surroundings, vocabulary: Vocabulary, issuers: Iterable[Named], hint: dict[str, str]
) -> Named | None:
    """The owner of the page as a publisher, or None; `issuers` are those named on its items."""
    if hint.get("issuer"):
        return _called(hint["issuer"], vocabulary, "hint")
    facts = page.extract.page
    by_site = None
    for fact, place in ((facts.get("site", ""), "site"), (facts.get("author", "").replace("-", " "), "author")):
        owner = _called(fact, vocabulary, place) if fact else None
        if owner and (owner.slug or has_kind(fact) or vocabulary.find(fact)):
            return owner
        if owner and place == "author" and is_acronym(fact) and page.extract.text.count(fact) >= _OFTEN:
            return owner
        if owner and place == "site" and "." not in fact and match_form(fact) not in _HOSTERS:
            by_site = replace(owner, confidence=0.45)
    known = vocabulary.of_host(facts.get("address", ""))
    if known:
        return Named(known.canonical, PUBLISHER, known.name, known.slug, "", FIRM["address"])
    for segment in reversed(facts.get("title", "").replace(" | ", " - ").split(" - ")[1:]):
        owner = _called(segment, vocabulary, "title")
        if owner and (owner.slug or has_kind(segment)):
            return owner
        if owner and key_of(segment) in page.mastheads and len(segment.split()) > 1 and not names_medium(segment):
            by_site = by_site or replace(owner, confidence=0.45)
    sure = list(issuers)
    framed, banner = _of_frame(page, vocabulary), _of_banner(page, vocabulary)
    claims = banner and banner.evidence and CLAIMED.search(page.raw(banner.evidence))
    if framed and ((banner and claims and framed.written in banner.written) or _only_guests(framed, sure)):
        framed = None  # a branch calls itself by its own name; a compiler's notes name guests
    return (
        framed
        or banner
        or by_site
        or _of_items(page, sure)
        or _of_texts(page, vocabulary)
        or _of_site_line(page, vocabulary)
    )


def _of_site_line(page: Surroundings, vocabulary: Vocabulary) -> Named | None:
    """What stands over the page's menu, whatever its words, where the page shows it to be more than a host's name.

    It lists several items, or names it again in its texts or below them; the menu itself does not count.
    """
    if page.banner is None:
        return None
    start, end, line = page.banner
    begin = page.statements[0].start
    again = match_form(line) in match_form(page.extract.text[begin:])
    owner = _called(line, vocabulary, "frame")
    if owner is None or not (again or len(page.statements) >= _SEVERAL):
        return None
    return replace(owner, confidence=0.45, evidence=Span(start, end))


def _only_guests(owner: Named, issuers: list[Named]) -> bool:
    """Whether the items name two issuers and more in their own words, and none of them is the page's frame's."""
    told = {one.slug or one.name for one in issuers if one.role == ISSUER and one.confidence > 0.6}
    return len(told) >= 2 and owner.slug not in told


def _called(name: str, vocabulary: Vocabulary, place: str) -> Named | None:
    name = clean(name)
    if not name:
        return None
    known = vocabulary.exact(name)
    hits = vocabulary.find(name) if known is None else []
    if hits and len(name) <= 2 * (hits[0].end - hits[0].start):
        known = hits[0].best()
    if known:
        return Named(known.canonical, PUBLISHER, name, known.slug, "", FIRM[place])
    return Named(name, PUBLISHER, name, "", "", round(FIRM[place] * 0.8, 2))


def _of_frame(page: Surroundings, vocabulary: Vocabulary) -> Named | None:
    """The known name that the page's frame shows most: head and foot, contact and copyright lines count more."""
    weights: dict[str, float] = defaultdict(float)
    first: dict[str, Named] = {}
    lines = page.loose_lines
    for number, (start, _, line) in enumerate(lines):
        plain = cues.plain(line)
        weight = 1.0 if len(line.split()) <= _PROSE_WORDS else 0.5
        if number < 4 or number >= len(lines) - 12:
            weight += 0.5
        if cues.COPYRIGHT.within(plain) or cues.CONTACT.begins(plain):
            weight += 1.0
        branch = name_of_line(line, vocabulary)
        if branch and branch.hit is None and has_kind(branch.written) and vocabulary.find(line):
            slug = key_of(branch.written)
            weights[slug] += weight
            first.setdefault(slug, named(branch, start, PUBLISHER, FIRM["frame"]))
            continue
        for hit in vocabulary.find(line):
            if line[hit.end : hit.end + 1] in ("'", "’") and line[hit.end + 1 : hit.end + 3] != "s ":
                continue  # Turkish: a case ending makes it a mention
            known = best_of(hit.known)
            shown = hit.end - hit.start > 0.3 * len(line) or number < 4
            weights[known.slug] += weight if shown else weight / 2
            found = NameFound(hit.start, hit.end, line[hit.start : hit.end], hit)
            first.setdefault(known.slug, named(found, start, PUBLISHER, FIRM["frame"]))
        host = vocabulary.of_host(line)
        if host and len(line.split()) <= 2:
            weights[host.slug] += weight
            first.setdefault(
                host.slug,
                Named(host.canonical, PUBLISHER, line, host.slug, "", FIRM["frame"], Span(start, start + len(line))),
            )
    best = max(weights, key=lambda slug: weights[slug], default="")
    return first[best] if weights.get(best, 0.0) >= 1.0 else None


def _of_banner(page: Surroundings, vocabulary: Vocabulary) -> Named | None:
    """A body's name, known or not, that is all a line at the head of the page says, or that claims the copyright."""
    last = page.statements[-1].end if len(page.statements) == 1 else len(page.extract.text)
    heads = {key_of(line.strip()) for line in page.extract.text[:1500].split("\n")[:12]}
    for number, (start, end, line) in enumerate(page.loose_lines):
        if start in page.menu:
            continue
        claimed = CLAIMED.search(line)
        words = claimed[1] if claimed else line
        plain = cues.plain(words)
        foot = number >= len(page.loose_lines) - _FOOT and start > last
        if not claimed and ((number > 2 and not foot) or cues.NAVIGATION.whole(plain) or cues.STATEMENT.within(plain)):
            continue
        name = name_of_line(words, vocabulary)
        if name and len(name.written.split()) >= 2:
            return Named(name.written, PUBLISHER, name.written, "", "", 0.5, Span(start, end))
        bare = clean(words)
        if claimed and len(bare.split()) >= 2 and key_of(bare) in heads and not names_medium(bare):
            return Named(bare, PUBLISHER, bare, "", "", 0.45, Span(start, end))
    return None


def _of_items(page: Surroundings, issuers: Iterable[Named]) -> Named | None:
    """On a listing the issuer that most items name, of several the first: other bodies are guests there.

    One item that names its issuer tells of its neighbours only where it does so in a line of its own.
    """
    if not page.is_listing:
        return None
    named_issuers = [one for one in issuers if one.role == ISSUER and one.confidence >= 0.6]
    if not named_issuers:
        return None
    counts = Counter(one.slug or one.name for one in named_issuers)
    most = max(counts.values())
    heads = [part for item in page.statements for kind in ("byline", "date line") for part in item.spans(kind)]
    for owner in named_issuers:
        times, where = counts[owner.slug or owner.name], owner.evidence
        in_head = where is not None and any(part.start <= where.start < part.end for part in heads)
        if times == most and (in_head or (times >= 2 and times * 3 >= len(named_issuers))):
            break
    else:
        return None
    return Named(owner.name, PUBLISHER, owner.written, owner.slug, "", FIRM["items"], owner.evidence)


def _of_texts(page: Surroundings, vocabulary: Vocabulary) -> Named | None:
    """On a listing that nobody signs the known body that its items name most: thrice, and twice as often as others."""
    if not page.is_listing:
        return None
    begin, end = page.statements[0].start, page.statements[-1].end
    text = page.extract.text[begin : min(end, begin + 20000)]
    hits = vocabulary.find(text)
    counts = Counter(best_of(hit.known).slug for hit in hits).most_common(2)
    if not counts or counts[0][1] < 3 or (len(counts) > 1 and counts[1][1] * 2 > counts[0][1]):
        return None
    hit = next(hit for hit in hits if best_of(hit.known).slug == counts[0][0])
    return named(NameFound(hit.start, hit.end, text[hit.start : hit.end], hit), begin, PUBLISHER, 0.5)


def inherit(found: Finding, page: Surroundings, passage: Passage, signed: tuple[Named, ...]) -> None:
    """The page's owner, where nothing else is known and the text may be the owner's own.

    Of a text that many signed the convener is the signatory who owns the page, or whose site the text links to.
    """
    host = _linked_signatory(page, passage, signed)
    if host:
        found.add(Named(host.name, ISSUER, host.written, host.slug, "", 0.6, host.evidence))
    owner = page.owner
    if owner is None:
        return
    if len(signed) > 2:
        convener = next((one for one in signed if _one_body(one, owner)), None)
        if convener and owner.confidence >= 0.5:
            found.add(Named(owner.name, ISSUER, owner.written, owner.slug, "", 0.7, owner.evidence))
        else:
            found.add(Named(owner.name, PUBLISHER, owner.written, owner.slug, "", 0.6, owner.evidence))
        return
    hosted = page.banner is not None and owner.evidence is not None and owner.evidence.start == page.banner[0]
    if hosted and not owner.slug and not has_kind(owner.name) and _speaks_unnamed(page, passage, owner):
        return
    if found.author or page.is_from_elsewhere(passage):
        found.add(Named(owner.name, PUBLISHER, owner.written, owner.slug, "", 0.6, owner.evidence))
        return
    found.add(Named(owner.name, ISSUER, owner.written, owner.slug, "", owner.confidence, owner.evidence))


def _speaks_unnamed(page: Surroundings, passage: Passage, owner: Named) -> bool:
    """Whether a whole text speaks in the first person and the page does not name its site again: others' words."""
    if passage.kind == "excerpt" or not listen(page.body_text(passage)).statement:
        return False
    return match_form(owner.written) not in match_form(page.extract.text[page.statements[0].start :])


def _linked_signatory(page: Surroundings, passage: Passage, signed: tuple[Named, ...]) -> Named | None:
    """The first signatory, if the body or the page's address leads to a site that bears its name."""
    if len(signed) < 3:
        return None
    start, end = page.body(passage)
    addresses = [mark.value for mark in page.extract.marks if mark.kind == "link" and start <= mark.start < end]
    addresses += [
        page.extract.page.get("address", ""),
        *re.findall(r"(?:https?://|www\.)[^\s()<>]+", page.extract.text[start:end]),
    ]
    names = {key_of(host_of(address)) for address in addresses} | {
        key_of(host_of(address).rpartition(".")[0]) for address in addresses
    }
    name = key_of(signed[0].name)
    return signed[0] if len(name) > 4 and name in names else None


def _one_body(one: Named, other: Named) -> bool:
    return (bool(one.slug) and one.slug == other.slug) or key_of(clean(one.name)) == key_of(clean(other.name))
