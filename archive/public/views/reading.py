"""One statement: the reading page, its published versions, and the page on which a text can be checked."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from archive import languages
from archive.differences import paragraph_differences, word_difference
from archive.models import Statement
from archive.public import citations, pdf, provenance
from archive.public.at_hand import public_statement, public_statements, represent_whole
from archive.public.beside import all_texts, find, name_in_address, reading
from archive.public.formats import MEDIA_TYPES, signposts
from archive.public.headers import public_page
from archive.public.linked_data import linked_data
from archive.public.represent import for_lists, represent, represent_all
from archive.public.shapes import Represented, Text
from archive.public.versions import Version, versions


def tombstone(request: HttpRequest, reference: str) -> HttpResponse:
    """What remains of a withdrawn statement: 410 with reference, reason, date and replacement."""
    gone = Statement.objects.tombstones().select_related("replaced_by").filter(reference=reference).first()
    if gone is None:
        raise Http404
    replacement = gone.replaced_by if gone.replaced_by and gone.replaced_by.is_public() else None
    if replacement:
        replacement = represent(for_lists(Statement.objects.public()).get(pk=replacement.pk))
    return render(
        request,
        "archive/statement_tombstone.html",
        {"statement": gone, "replacement": replacement, "address": permalink(request, reference)},
        status=410,
    )


def statement_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`public_page` about one statement: the view is given it, loaded for reading. A withdrawn one's tombstone answers
    in its place."""

    @public_page
    @wraps(view)
    def answered(request: HttpRequest, reference: str, **rest: str) -> HttpResponse:
        statement = public_statement(reference)
        return view(request, statement, **rest) if statement else tombstone(request, reference)

    return answered


@statement_page
def statement_detail(request: HttpRequest, statement: Statement) -> HttpResponse:
    """The reading page: `?text=` the text that is read (else the original), `?with=` another one beside it."""
    shown = represent_whole(statement)
    asked = reading(shown, *(request.GET.get(key, "") for key in ("text", "with", "origin")))
    address = permalink(request, statement.reference)
    response = render(
        request,
        "archive/statement_detail.html",
        {
            "statement": shown,
            "reading": asked,
            "first": asked.first,
            "second": asked.second,
            "missing": [(tag, languages.language(tag).own_name) for tag in asked.missing],
            "choices": choices_of(shown, asked.first, asked.second),
            "reader_text": shown.text_in(get_language() or "en"),
            "judgements": [*shown.judgements, *(one.judgement for one in asked.texts if one.judgement)],
            "witnesses": provenance.standing(statement),
            "corrected": corrected(statement, shown),
            "address": address,
            "can_be_set": pdf.can_be_set(asked),
            "carry": carry(asked.first, asked.second, shown),
            "citation": citations.pieces(shown, address, get_language() or "en"),
            "linked_data": linked_data(shown, address),
            "related": related(statement, shown),
            "formats": MEDIA_TYPES,
        },
    )
    response["Link"] = signposts(address)
    return response


def choices_of(shown: Represented, first: Text, second: Text | None) -> list[dict[str, Any]]:
    """Each text of a statement as it can be chosen: its name in the address, and whether it is read first or second."""
    return [
        {
            "text": text,
            "name": name_in_address(shown, text),
            "first": text == first,
            "second": text == second,
            "alone": text == first and second is None,
            "beside_original": first == shown.original and text == second,
        }
        for text in all_texts(shown)
    ]


def carry(first: Text, second: Text | None, shown: Represented) -> str:
    """The parameters that name what is read, `text=fa&with=en`; "" for the original alone."""
    names = {"text": "" if first == shown.original else name_in_address(shown, first)}
    names["with"] = name_in_address(shown, second) if second else ""
    return "&".join(f"{key}={name}" for key, name in names.items() if name)


def corrected(statement: Statement, shown: Represented) -> list[Version]:
    """The published versions of the original where there are several; no query where it was never revised."""
    revision = statement.published_revision
    found = versions(shown, shown.original) if revision and revision.number > 1 else []
    return found if len(found) > 1 else []


@statement_page
def statement_versions(request: HttpRequest, statement: Statement) -> HttpResponse:
    """The published versions of each text of a statement."""
    shown = represent_whole(statement)
    return render(
        request,
        "archive/statement_versions.html",
        {
            "statement": shown,
            "texts": [(text, name_in_address(shown, text), versions(shown, text)[::-1]) for text in all_texts(shown)],
            "address": permalink(request, statement.reference),
        },
    )


@statement_page
def statement_version(request: HttpRequest, statement: Statement, number: str) -> HttpResponse:
    """One published version, `?text=` of a translation; `?against=` another one tells the words that changed."""
    shown = represent_whole(statement)
    name = request.GET.get("text", "")
    text = find(shown, name) if name else shown.original
    if text is None:
        raise Http404
    found = versions(shown, text)
    version = next((one for one in found if str(one.number) == number), None)
    against = request.GET.get("against", "")
    other = next((one for one in found if str(one.number) == against), None)
    if version is None or (against and other is None):
        raise Http404
    return render(
        request,
        "archive/statement_version.html",
        {
            "statement": shown,
            "version": version,
            "other": other if other != version else None,
            "versions": found,
            "newest": found[-1],
            "name": name_in_address(shown, text) if text != shown.original else "",
            "title_pieces": word_difference(other.text.title, version.text.title) if other else (),
            "paragraphs": paragraph_differences(_numbered(other), _numbered(version)) if other else (),
            "keep_query": True,
        },
    )


def _numbered(version: Version) -> list[dict]:
    return [{"number": one.number, "text": one.text} for one in version.text.paragraphs]


@statement_page
def statement_provenance(request: HttpRequest, statement: Statement) -> HttpResponse:
    """Captures, spans, chains, assessments, acts and digests of one statement."""
    shown = represent_whole(statement)
    return render(
        request,
        "archive/statement_provenance.html",
        {
            "statement": shown,
            "evidence": provenance.evidence(statement, shown),
            "acts": provenance.acts(shown),
            "address": permalink(request, statement.reference),
        },
    )


def permalink(request: HttpRequest, reference: str) -> str:
    """The permanent address in full."""
    return request.build_absolute_uri(reverse("permalink", args=[reference]))


def related(statement: Statement, shown: Represented) -> list[Represented]:
    """Up to two statements before and two after by the same issuers, the newest first; three queries."""
    slugs = [name.slug for name in shown.issuers if name.slug]
    if not slugs or not shown.date:
        return []
    same: QuerySet[Statement] = (
        Statement.objects.public()
        .filter(organisations__slug__in=slugs, first_day__isnull=False)
        .exclude(pk=statement.pk)
        .distinct()
    )
    earlier = same.filter(first_day__lte=shown.date.first).order_by("-first_day", "-pk")
    later = same.filter(first_day__gt=shown.date.first).order_by("first_day", "pk")
    near = Q(pk__in=earlier.values("pk")[:2]) | Q(pk__in=later.values("pk")[:2])
    return represent_all(public_statements(Statement.objects.filter(near).values_list("pk", flat=True)))
