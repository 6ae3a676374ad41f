"""The desk: Django's admin site, as Sanad's editors see it."""

import datetime
from dataclasses import dataclass
from functools import wraps

from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.i18n import set_language

from archive.models import Statement
from archive.stages import Stage
from editorial import allowances, roles
from editorial.door import Door
from editorial.models import Assignment, Candidate, SourceFlag
from editorial.overview import figures, given_to, matrix, overdue, said_to
from editorial.queues import Kind, Thing, queues


class Desk(Door):
    """The one AdminSite. It stands here and not inside `admin/`, where it would lose every registration."""

    site_header = gettext_lazy("Sanad · desk")
    site_title = gettext_lazy("Sanad · desk")
    index_title = gettext_lazy("What waits")
    index_template = "admin/index.html"
    # The workbenches need the whole width; the few lists that everybody uses stand in the header instead.
    enable_nav_sidebar = False

    def get_urls(self):
        return [
            path("language/", set_language, name="language"),
            path("who/", self.admin_view(self.allowances_view), name="allowances"),
            path("overview/", self.admin_view(self.overview_view), name="overview"),
            *super().get_urls(),
        ]

    def admin_view(self, view, cacheable=False):
        """Every page of the desk, for whom `editorial.allowances` names. Refuses NUL, which PostgreSQL keeps in no
        text."""

        @wraps(view)
        def readable(request, *args, **kwargs):
            refused = allowances.refusal(request)
            if refused is not None:
                return refused
            typed = (*request.GET.lists(), *request.POST.lists())
            if any("\x00" in word for key, values in typed for word in (key, *values)):
                raise BadRequest("NUL stands in what was sent.")
            return view(request, *args, **kwargs)

        return super().admin_view(readable, cacheable)

    def each_context(self, request):
        context = super().each_context(request)
        user = request.user
        return {
            **context,
            "may_take_in": user.has_perm(roles.TAKE_IN),
            "may_draft": user.has_perm(roles.DRAFT),
            "role_names": [
                roles.ROLE_NAMES.get(name, name) for name in user.groups.values_list("name", flat=True).order_by("name")
            ]
            if context["has_permission"]
            else [],
        }

    def index(self, request, extra_context=None):
        """The first page: what waits for this person, then every list."""
        shown = [
            {
                "kind": queue.kind,
                "count": queue.count,
                "more": queue.more,
                "address": _list_of(queue.kind),
                "rows": [row_of(thing, queue.stale.get(thing.pk, 0)) for thing in queue.rows],
            }
            for queue in queues(request.user)
        ]
        context = {
            "queues": shown,
            "given": [(one, row_of(one.thing)) for one in given_to(request.user)],
            "said": [(one.remark, address_of(one.remark.thing)) for one in said_to(request.user)],
            "overdue": [row_of(one) for one in overdue()] if request.user.has_perm(roles.PUBLISH) else [],
        }
        return super().index(request, {**context, **(extra_context or {})})

    def allowances_view(self, request: HttpRequest) -> HttpResponse:
        """The table of who may do what."""
        context = {"title": _("Who may do what"), "parts": allowances.shown(), "roles": roles.ROLE_NAMES.values()}
        return render(request, "admin/allowances.html", {**self.each_context(request), **context})

    def overview_view(self, request: HttpRequest) -> HttpResponse:
        """Statements by languages, and the figures."""
        if not request.user.has_perm("archive.view_statement"):
            raise PermissionDenied
        stage = request.GET.get("stage", "")
        shown = matrix(request.GET.get("page", "1"), stage)
        context = {
            **self.each_context(request),
            "title": _("Overview"),
            "matrix": shown,
            "figures": figures(),
            "stage": stage,
            "stages": Stage.choices,
        }
        return render(request, "admin/overview.html", context)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing of a queue. `detail` tells apart what this person may not do; `own` is that they wrote a part of it;
    `work` who is on it, until when and how urgent it is."""

    address: str
    title: str
    language: str
    shown_language: str
    since: datetime.datetime
    author: str = ""
    detail: str = ""
    own: bool = False
    work: Assignment | None = None


def address_of(thing: Model) -> str:
    """The page of the desk on which a row is worked on."""
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])


def row_of(thing: Thing, stale: int = 0) -> Row:
    """A row of a queue, without a query: the selections of `editorial.queues` bring along what it needs."""
    address = address_of(thing)
    if isinstance(thing, Candidate):
        title = thing.title or _("without a title")
        detail = _("excerpt") if thing.excerpt else ""
        return Row(address, title, thing.language, thing.language, thing.created_at, detail=detail)
    if isinstance(thing, SourceFlag):
        return Row(address, thing.address, "", "", thing.at, author=str(thing.source), detail=thing.get_kind_display())
    revision = thing.current_revision
    author = revision.author.get_username() if revision and revision.author else ""
    since = revision.created_at if revision else thing.created_at
    own = getattr(thing, "own", False)
    detail = _("you wrote a part: somebody else verifies") if own and thing.stage != Stage.DRAFT else ""
    work = Assignment.live(thing)
    if isinstance(thing, Statement):
        title = thing.title() or thing.reference
        return Row(address, title, thing.language, thing.language, since, author, detail, own, work)
    if stale:
        detail = ngettext("%d paragraph", "%d paragraphs", stale) % stale
    original = thing.statement
    title = original.title() or original.reference
    return Row(address, title, original.language, thing.language, since, author, detail, own, work)


def _list_of(kind: Kind) -> str:
    """The list behind a queue, filtered to what the queue counts."""
    return (
        reverse(f"admin:{kind.model._meta.app_label}_{kind.model._meta.model_name}_changelist") + f"?queue={kind.key}"
    )
