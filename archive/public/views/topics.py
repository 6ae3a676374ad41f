"""Topics: what public statements are about, and who speaks about it."""

from collections import Counter
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from archive.models import Statement, Topic
from archive.public import charts
from archive.public.addresses import Choices
from archive.public.gate import public_topics
from archive.public.headers import public_page
from archive.public.reader import readers_calendar
from archive.public.represent import for_lists, represent_all, topic_name
from archive.public.speakers import by_organisation

SHOWN = 12
MOST_SPEAKERS = 12


@public_page
def topic_list(request: HttpRequest) -> HttpResponse:
    """Topics of public statements with how many there are of each, the most frequent drawn widest."""
    through: Any = Statement.topics.through.objects  # type: ignore[attr-defined]  # the stubs do not know automatic tables
    numbers = dict(
        through.filter(statement__in=Statement.objects.public()).values_list("topic").annotate(number=Count("pk"))
    )
    topics = [(topic_name(topic), numbers[topic.pk]) for topic in Topic.objects.filter(pk__in=numbers)]
    return render(
        request,
        "archive/topic_list.html",
        {"topics": sorted(topics, key=lambda row: row[0].text.casefold())},
    )


@public_page
def topic_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One topic: who speaks about it and in which languages, statements by year, and the newest ones."""
    topic: Topic | None = public_topics().filter(slug=slug).first()
    if topic is None:
        raise Http404
    statements = Statement.objects.public().filter(topics=topic)
    tongues = Counter(dict(statements.order_by().values_list("language").annotate(number=Count("pk"))))
    return render(
        request,
        "archive/topic_detail.html",
        {
            "topic": topic_name(topic),
            "total": sum(tongues.values()),
            "languages": tongues.most_common(),
            "speakers": by_organisation(statements, MOST_SPEAKERS),
            "statements": represent_all(for_lists(statements.newest_first())[:SHOWN]),
            "histogram": charts.histogram(statements, readers_calendar(request)),
            "choices": Choices({"topic": [slug]}),
        },
    )
