"""The demonstration's pages in Chromium: nothing foreign, nothing kept, nothing broken; accessible and valid."""

import pytest

from archive.public.urls import pages
from tests import every_page, own_archive
from tests.every_page import Report

pytestmark = pytest.mark.browser

#: One of each direction, and each type of page in one of them; `python -m tests.every_page` looks at all pages in every
#: language, width and scheme.
VIEWS = {"en": ((390, "dark"),), "fa": ((1280, "light"),)}


@pytest.fixture(scope="module")
def tools(tmp_path_factory):
    return tmp_path_factory.mktemp("tools")


@pytest.fixture(scope="module")
def at(tmp_path_factory, django_db_blocker):
    """Where the demonstration is served, by the real command, from an archive of its own."""
    with (
        django_db_blocker.unblock(),
        own_archive.empty(tmp_path_factory.mktemp("demo"), sqlite=True) as archive,
        every_page.demonstration(archive.start, every_page.free_port()) as address,
    ):
        yield address


@pytest.fixture(scope="module")
def types(at):
    return every_page.page_types(at)


def test_every_type_of_page_is_reached_by_links(types):
    assert {pattern.name for pattern in pages} - set(types) == set()


@pytest.mark.parametrize("language", VIEWS)
def test_pages_hold_in_a_browser(chromium, at, types, language, tools):
    report = Report()
    axe = every_page.axe_source(tools)
    own = list(types.values())[list(VIEWS).index(language) :: len(VIEWS)]
    for paths in own:
        every_page.look(chromium, at, f"/{language}/{paths[0]}", report, VIEWS[language], axe)
    assert report.faults == []
    assert report.looked_at["views"] == len(own)
    if not axe:
        pytest.skip("no npm or no registry: looked at without axe-core")


def test_pages_are_valid_html(at, types, tools, tmp_path):
    jar = every_page.validator(tools)
    if jar is None:
        pytest.skip("no Java, no npm or no registry: the validator cannot be had")
    report = Report()
    every = [f"/{tag}/{path}" for paths in types.values() for path in paths for tag in VIEWS]
    every_page.validate(jar, tmp_path, ((full, every_page.serving(at + full)[1]) for full in every), report)
    assert report.faults == []
