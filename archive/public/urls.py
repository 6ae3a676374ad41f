"""Public addresses: language-free ones, then the pages under their language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path, re_path

from archive.public import feeds, sitemaps
from archive.public.api.views import urlpatterns as api
from archive.public.oai.views import oai
from archive.public.views import (
    carried,
    corrections,
    countries,
    home,
    machines,
    organisations,
    permalinks,
    pictures,
    reading,
    statements,
    topics,
)

REFERENCE = r"(?P<reference>[0-9a-z]{1,12})"
_ENDINGS = "|".join(ending.replace(".", r"\.") for ending in permalinks.FORMATS)
#: A text of a statement by its language, and its origin where the language has several: fa, az-Arab, fa.machine.
_TEXT = r"(?P<name>[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}(?:\.[a-z]{1,10})?)"
_OF_TEXTS = "|".join(permalinks.OF_TEXTS)

language_free = [
    path("", home.front, name="front"),
    re_path(rf"^s/{REFERENCE}$", permalinks.permalink, name="permalink"),
    re_path(rf"^s/{REFERENCE}\.(?P<ending>{_ENDINGS})$", permalinks.permalink_format, name="permalink_format"),
    re_path(rf"^s/{REFERENCE}\.pdf$", carried.statement_pdf, name="statement_pdf"),
    re_path(rf"^s/{REFERENCE}\.epub$", carried.statement_epub, name="statement_epub"),
    re_path(rf"^s/{REFERENCE}\.zip$", carried.statement_bundle, name="statement_bundle"),
    re_path(rf"^s/{REFERENCE}\.{_TEXT}\.(?P<ending>{_OF_TEXTS})$", permalinks.permalink_format, name="permalink_text"),
    path("feeds/statements.atom", feeds.statements_atom, name="statements_atom"),
    path("feeds/corrections.atom", corrections.corrections_atom, name="corrections_atom"),
    *api,
    path("oai", oai, name="oai"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", sitemaps.sitemap_sheet, name="sitemap_sheet"),
    path("sitemap-pages-<int:number>.xml", sitemaps.sitemap_pages, name="sitemap_pages"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("healthz", sitemaps.healthz, name="healthz"),
]
pages = [
    path("", home.home, name="home"),
    path("statements/", statements.statement_list, name="statement_list"),
    re_path(rf"^statements/{REFERENCE}/$", reading.statement_detail, name="statement_detail"),
    re_path(rf"^statements/{REFERENCE}/provenance/$", reading.statement_provenance, name="statement_provenance"),
    re_path(rf"^statements/{REFERENCE}/versions/$", reading.statement_versions, name="statement_versions"),
    re_path(
        rf"^statements/{REFERENCE}/versions/(?P<number>[0-9]{{1,6}})/$",
        reading.statement_version,
        name="statement_version",
    ),
    path("organisations/", organisations.organisation_list, name="organisation_list"),
    path("organisations/<slug:slug>/", organisations.organisation_detail, name="organisation_detail"),
    path("topics/", topics.topic_list, name="topic_list"),
    path("topics/<slug:slug>/", topics.topic_detail, name="topic_detail"),
    path("countries/", countries.country_list, name="country_list"),
    re_path(r"^countries/(?P<code>[a-z]{2})/$", countries.country_detail, name="country_detail"),
    path("timeline/", pictures.timeline_page, name="timeline"),
    path("network/", pictures.network_page, name="network"),
    path("coverage/", pictures.coverage_page, name="coverage"),
    path("verification/", corrections.verification, name="verification"),
    path("corrections/", corrections.correction_log, name="correction_log"),
    path("about/", home.about, name="about"),
    path("machines/", machines.machines, name="machines"),
]
#: Joined to the root's addresses and not included from it: a language prefix is allowed in the root only.
urlpatterns = [*language_free, *i18n_patterns(*pages)]
