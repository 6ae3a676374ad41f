"""`/api/v1/`: statements, organisations and topics as JSON, and the description of it all.

Every address stands in `ENDPOINTS`; the addresses that answer and `openapi.json` are both made of that table.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import URLPattern, re_path, reverse

from archive.models import Statement
from archive.public.addresses import Choices
from archive.public.api import openapi, parameters, resources, values
from archive.public.api.answers import Refusal, answering, json_answer
from archive.public.api.parameters import Parameter
from archive.public.filters import REVERSED, StatementFilter
from archive.public.gate import public_organisations, public_relations, public_topics
from archive.public.paging import CursorLost
from archive.public.relevance import page as page_of_list
from archive.public.represent import for_lists, for_reading, represent, represent_all
from archive.public.views.permalinks import replacement_of

ROOT = "api/v1/"
_REFERENCE = "[0-9a-z]{1,12}"
_SLUG = "[-a-zA-Z0-9_]{1,80}"


def _address(request: HttpRequest, name: str, *arguments: str) -> str:
    return request.build_absolute_uri(reverse(name, args=arguments))


def _limit(request: HttpRequest) -> int:
    return int(request.GET.get("limit") or parameters.ON_A_PAGE)


def _paged(request: HttpRequest, content: Mapping[str, Any], before: str, after: str) -> HttpResponse:
    """A page with the addresses of its neighbours, in the body and in the header `Link`."""

    def neighbour(cursor: str) -> str | None:
        if not cursor:
            return None
        asked = request.GET.copy()
        asked["cursor"] = cursor
        return request.build_absolute_uri(f"{request.path}?{asked.urlencode()}")

    links = {"next": neighbour(after), "prev": neighbour(before)}
    response = json_answer({**content, "links": links})
    named = [f'<{address}>; rel="{name}"' for name, address in links.items() if address]
    if named:
        response["Link"] = ", ".join(named)
    return response


# --- What is asked for -------------------------------------------------------------------------------------------


def index(request: HttpRequest) -> resources.Index:
    """Where everything for machines stands."""
    return {
        "statements": _address(request, "api_statements"),
        "organisations": _address(request, "api_organisations"),
        "topics": _address(request, "api_topics"),
        "openapi": _address(request, "api_openapi"),
        "documentation": _address(request, "machines"),
        "feed": _address(request, "statements_atom"),
        "oai": _address(request, "oai"),
        "sitemap": _address(request, "sitemap"),
    }


def statements(request: HttpRequest) -> HttpResponse:
    """The list of statements: the same choices, order and cursor as on its page."""
    filters = StatementFilter(request.GET, Statement.objects.public())
    if not filters.is_valid():
        if all(error.code == REVERSED for errors in filters.form.errors.as_data().values() for error in errors):
            # Each of the two can be read, and no day lies between them. Only a person is asked whether that was meant.
            return _paged(request, {"statements": []}, "", "")
        told: list[resources.Fault] = [
            {"parameter": name, "detail": str(message)}
            for name, messages in filters.form.errors.items()
            for message in messages
        ]
        raise Refusal(400, "Parameters cannot be read.", told)
    try:
        page = page_of_list(filters, filters.ordering, for_lists, request.GET.get("cursor", ""), _limit(request))
    except CursorLost as lost:
        raise Http404 from lost
    shown = [values.statement_summary(one, _permalink(request, one.reference)) for one in represent_all(page.rows)]
    return _paged(request, {"statements": shown}, page.before, page.after)


def _permalink(request: HttpRequest, reference: str) -> str:
    return _address(request, "permalink", reference)


def statement(request: HttpRequest, reference: str) -> resources.StatementResource | HttpResponse:
    """Everything public of one statement; what it was merged into; or what remains of it."""
    replacement = replacement_of(reference)
    if replacement:
        return HttpResponsePermanentRedirect(reverse("api_statement", args=[replacement]))
    found = for_reading(Statement.objects.public()).filter(reference=reference).first()
    if found:
        return values.statement_resource(represent(found, whole=True), _permalink(request, reference))
    gone = Statement.objects.tombstones().filter(reference=reference).first()
    if gone is None or gone.withdrawn_at is None:
        raise Http404
    raise Refusal(
        410,
        "This statement was withdrawn.",
        reference=reference,
        withdrawn_at=gone.withdrawn_at.isoformat(),
        reason=gone.withdrawal_reason,
    )


def _by_slug[Thing: Model](request: HttpRequest, things: QuerySet[Thing]) -> tuple[list[Thing], str, str]:
    """A page of things in the order of their slugs, with the cursors of the pages before and after."""
    cursor, limit = request.GET.get("cursor", ""), _limit(request)
    backwards = cursor.startswith("~")
    if backwards:
        rows = list(things.filter(slug__lt=cursor[1:]).order_by("-slug")[: limit + 1])
    else:
        rows = list(things.filter(slug__gt=cursor).order_by("slug")[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    if backwards:
        rows.reverse()
    if not rows:
        return [], "", ""
    first, last = (getattr(row, "slug") for row in (rows[0], rows[-1]))  # noqa: B009 - a type of any model
    before = f"~{first}" if (more if backwards else cursor) else ""
    return rows, before, last if (backwards or more) else ""


def organisations(request: HttpRequest) -> HttpResponse:
    """Bodies that take part in public statements."""
    rows, before, after = _by_slug(request, public_organisations())
    shown = [
        values.organisation_summary(row, lambda slug: _address(request, "organisation_detail", slug)) for row in rows
    ]
    return _paged(request, {"organisations": shown}, before, after)


def organisation(request: HttpRequest, slug: str) -> resources.OrganisationResource:
    """One body, with its names over time and its relations to others."""
    found = public_organisations().filter(slug=slug).first()
    if found is None:
        raise Http404
    return values.organisation_resource(
        found,
        public_relations([found.pk]),
        lambda own: _address(request, "organisation_detail", own),
        lambda own: _address(request, "api_statements") + Choices({"organisation": [own]}).encoded(),
    )


def _topic(request: HttpRequest, topic: Any) -> resources.TopicResource:
    return values.topic_resource(
        topic,
        lambda own: _address(request, "topic_detail", own),
        lambda own: _address(request, "api_statements") + Choices({"topic": [own]}).encoded(),
    )


def topics(request: HttpRequest) -> HttpResponse:
    """What public statements are about."""
    rows, before, after = _by_slug(request, public_topics())
    return _paged(request, {"topics": [_topic(request, row) for row in rows]}, before, after)


def topic(request: HttpRequest, slug: str) -> resources.TopicResource:
    """One subject heading."""
    found = public_topics().filter(slug=slug).first()
    if found is None:
        raise Http404
    return _topic(request, found)


# --- Addresses and their description -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address below `/api/v1/`: its path as OpenAPI writes it, what it answers with, what it can be asked."""

    name: str
    path: str
    view: Callable[..., Mapping[str, Any] | HttpResponse]
    answer: type
    parameters: tuple[Parameter, ...] = ()
    in_path: dict[str, str] = field(default_factory=dict)

    def route(self) -> str:
        """The path as a regular expression."""
        route = self.path
        for key, pattern in self.in_path.items():
            route = route.replace(f"{{{key}}}", f"(?P<{key}>{pattern})")
        return rf"^{ROOT}{route}\Z"


ENDPOINTS = (
    Endpoint("api_index", "", index, resources.Index),
    Endpoint("api_statements", "statements/", statements, resources.StatementPage, parameters.STATEMENTS),
    Endpoint(
        "api_statement",
        "statements/{reference}/",
        statement,
        resources.StatementResource,
        in_path={"reference": _REFERENCE},
    ),
    Endpoint("api_organisations", "organisations/", organisations, resources.OrganisationPage, parameters.VOCABULARY),
    Endpoint(
        "api_organisation",
        "organisations/{slug}/",
        organisation,
        resources.OrganisationResource,
        in_path={"slug": _SLUG},
    ),
    Endpoint("api_topics", "topics/", topics, resources.TopicPage, parameters.VOCABULARY),
    Endpoint("api_topic", "topics/{slug}/", topic, resources.TopicResource, in_path={"slug": _SLUG}),
)


@cache
def _described() -> tuple[dict[str, Any], dict[str, Any]]:
    """Paths and components of the description: the same for every request."""
    components: dict[str, Any] = {}
    paths = {}
    for one in ENDPOINTS:
        summary = (one.view.__doc__ or "").strip()
        told = openapi.operation(one.name, summary, one.answer, one.parameters, one.in_path, components)
        paths[f"/{one.path}"] = {"get": told}
    return paths, dict(sorted(components.items()))


def description(request: HttpRequest) -> dict[str, Any]:
    """`openapi.json`, its examples taken from what is there."""
    server = _address(request, "api_index").removesuffix("/")
    paths, components = deepcopy(_described())
    there = {
        "api_statement": Statement.objects.public().newest_first().values_list("reference", flat=True),
        "api_organisation": public_organisations().order_by("slug").values_list("slug", flat=True),
        "api_topic": public_topics().order_by("slug").values_list("slug", flat=True),
    }
    for path in paths.values():
        example = there[path["get"]["operationId"]].first() if path["get"]["operationId"] in there else None
        if example:
            path["get"]["parameters"][0]["example"] = example
    return openapi.document(server, _address(request, "machines"), paths, components)


def nothing(request: HttpRequest) -> HttpResponse:
    """Whatever else stands below `/api/`: no page, so its 404 is none either."""
    raise Http404


urlpatterns: list[URLPattern] = [
    *(re_path(one.route(), answering(one.view, one.parameters), name=one.name) for one in ENDPOINTS),
    re_path(rf"^{ROOT}openapi\.json\Z", answering(description), name="api_openapi"),
    re_path(r"^api/(?:[\s\S]*/)?\Z", answering(nothing), name="api_nothing"),
]
