"""Public addresses: language-free ones, then the pages under their language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path, re_path

from archive.public import feeds, sitemaps
from archive.public.views import home, organisations, permalinks, statements

REFERENCE = r"(?P<reference>[0-9a-z]{1,12})"
_ENDINGS = "|".join(ending.replace(".", r"\.") for ending in permalinks.FORMATS)

language_free = [
    path("", home.front, name="front"),
    re_path(rf"^s/{REFERENCE}$", permalinks.permalink, name="permalink"),
    re_path(rf"^s/{REFERENCE}\.(?P<ending>{_ENDINGS})$", permalinks.permalink_format, name="permalink_format"),
    path("feeds/statements.atom", feeds.statements_atom, name="statements_atom"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemaps.sitemap_sheet, name="sitemap_sheet"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("healthz", sitemaps.healthz, name="healthz"),
]
pages = [
    path("", home.home, name="home"),
    path("statements/", statements.statement_list, name="statement_list"),
    re_path(rf"^statements/{REFERENCE}/$", statements.statement_detail, name="statement_detail"),
    re_path(rf"^statements/{REFERENCE}/provenance/$", statements.statement_provenance, name="statement_provenance"),
    path("organisations/", organisations.organisation_list, name="organisation_list"),
    path("organisations/<slug:slug>/", organisations.organisation_detail, name="organisation_detail"),
    path("topics/", organisations.topic_list, name="topic_list"),
    path("topics/<slug:slug>/", organisations.topic_detail, name="topic_detail"),
    path("timeline/", home.timeline, name="timeline"),
    path("about/", home.about, name="about"),
]
#: Joined to the root's addresses and not included from it: a language prefix is allowed in the root only.
urlpatterns = [*language_free, *i18n_patterns(*pages)]
