"""Makes a mirror: every public page through its own view, in every language asked for, as files that open from a stick.

Pages about one statement are found from its reading page on; all others are followed from the home pages. Whatever a
link leads to that no file holds is a link no more.
"""

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import batched
from pathlib import Path
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db.models import F
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation
from django.utils.safestring import mark_safe

from archive import languages
from archive.models import Statement
from archive.public.at_hand import at_hand, represent_whole
from archive.public.filters import PARTS
from archive.public.mirror import folding_data, lists, words
from archive.public.mirror.answers import answer, request
from archive.public.mirror.edition import Files
from archive.public.mirror.ledger import Ledger
from archive.public.mirror.places import GROUPS, HOME, SEARCH, Places
from archive.public.mirror.rewriting import Page, policy
from archive.public.represent import for_lists, for_reading, represent
from archive.public.views.permalinks import FORMATS

PORTION = 200  # statements that are held at a time
#: Set page by page, half a second each: no part of a copy of texts that a browser prints.
_TOO_DEAR = ("pdf", "epub")
ENDINGS = tuple(ending for ending in FORMATS if ending not in _TOO_DEAR)
_SCRIPTS = ("archive/mirror-query.js", "archive/mirror-search.js")
_SHEETS = ("archive/typefaces.css", "archive/archive.css")
_URL = re.compile(r"""url\(["']?([^"')]+)["']?\)""")
#: A statement has a handful of pages; more than this is a circle.
_MOST_OF_ONE = 400

type Told = Callable[[str, int], object]


class Mirror:
    """One mirror in the making; `host` is the live site with scheme, `year` (Gregorian) narrows its statements."""

    def __init__(self, files: Files, ledger: Ledger, tags: Iterable[str], host: str, year: int | None, told: Told):
        self.files, self.ledger, self.host, self.year, self.told = files, ledger, host, year, told
        self.tags = tuple(tags)
        self.places = Places(self.tags, set(), ENDINGS, host)
        self._waiting: dict[str, tuple[str, str]] = {}  # file → address, tag
        self._seen: set[str] = set()
        self._behind: dict[tuple[str, str], dict[str, str]] = {}  # (tag, reference) → file → address
        self._statics: set[str] = set()
        self._tongues: set[str] = set()
        self._done = 0

    def steps(self) -> int:
        """About how often progress is told: once for each statement's texts, twice for it in each language; for each
        organisation, topic and country its page, its feed and its list."""
        return self.ledger.count() * (1 + 2 * len(self.tags)) + self.ledger.count_groups() * 3 * len(self.tags)

    # --- Statements -------------------------------------------------------------------------------------------------

    def _chosen(self):
        public = Statement.objects.public()
        if self.year:
            public = public.between(datetime.date(self.year, 1, 1), datetime.date(self.year, 12, 31))
        return public

    def collect(self) -> None:
        """Which statements there are, in which groups and years; and what remains of those that were withdrawn."""
        known = Statement.objects.known().order_by(F("published_at").asc(nulls_first=True), "pk")
        chosen = {row["pk"]: row["first_day"] for row in self._chosen().values("pk", "first_day")}
        numbered = enumerate(known.values_list("pk", "reference").iterator(chunk_size=PORTION * 10))
        self.ledger.add_statements(
            (number, key, reference, chosen[key]) for number, (key, reference) in numbered if key in chosen
        )
        self.places.references = {reference for _number, _key, reference in self.ledger.statements()}
        if not self.year:
            gone = Statement.objects.tombstones().values_list("reference", flat=True)
            self.places.references |= set(gone)
        for kind in GROUPS:
            self.ledger.add_groups(kind, self._groups(kind).order_by().distinct().iterator(chunk_size=PORTION * 10))
        for calendar in sorted({languages.language(tag).calendar for tag in self.tags}):
            self.ledger.add_years(calendar)

    def _groups(self, kind: str):
        public = self._chosen()
        if kind == "language":
            return public.values_list("language", "pk")
        if kind == "topic":
            return public.filter(topics__isnull=False).values_list("topics__slug", "pk")
        parts = public.filter(participations__role__in=PARTS, participations__organisation__isnull=False)
        if kind == "organisation":
            return parts.values_list("participations__organisation__slug", "pk")
        return parts.exclude(participations__organisation__country="").values_list(
            "participations__organisation__country", "pk"
        )

    def _portions(self, rows_of: Iterable, load: Callable) -> Iterator[list[tuple[int, Statement]]]:
        """Statements with their numbers, loaded for lists or for reading."""
        for rows in batched(rows_of, PORTION, strict=False):
            found = {one.pk: one for one in load(Statement.objects.public().filter(pk__in=[row[1] for row in rows]))}
            yield [(number, found[key]) for number, key, _reference in rows if key in found]

    # --- Everything -------------------------------------------------------------------------------------------------

    def make(self) -> None:
        """Write every file but those that the edition says about itself."""
        self._write_texts()
        planned = {tag: lists.plan(self.ledger, self.places, tag) for tag in self.tags}
        for tag in self.tags:
            self._wait(f"/{tag}/", tag)
            self._wait(f"/{tag}/corrections/", tag)
        self._follow()
        for tag in self.tags:
            with translation.override(tag):
                self._write_entries(tag)
                for _one in lists.write(self.ledger, planned[tag], self.host, self._page_of(tag)):
                    self._tell()
                self._write_search(tag)
            self._write_statements(tag)
        self._follow()
        words.write_words(self.ledger, self.files.write)
        self.files.write("search/folding.js", folding_data.script())
        self._write_statics()

    def front(self, about: object) -> None:
        """The first page: the languages, and what this is."""
        sheets = [static(name).lstrip("/") for name in _SHEETS]
        context = {"tags": self.tags, "edition": about, "sheets": sheets, "policy": mark_safe(policy(scripts=False))}  # noqa: S308
        self.files.write(HOME, render_to_string("archive/mirror/front.html", context))

    def _tell(self) -> None:
        self._done += 1
        self.told("pages", self._done)

    def _write_texts(self) -> None:
        """The formats of each statement, and the words of its texts."""
        cards: list[tuple[int, list]] = []
        for portion in self._portions(self.ledger.statements(), for_reading):
            with at_hand(statement for _number, statement in portion):
                for number, statement in portion:
                    with translation.override("en"):
                        shown = represent_whole(statement)
                    self.ledger.add_words(words.rows(number, shown))
                    if cards and cards[0][0] // words.SEGMENT != number // words.SEGMENT:
                        words.write_cards(cards, self.files.write)
                        cards = []
                    cards.append((number, words.card(shown)))
                    self._tongues |= {text.language for text in shown.translations}
                    self._write_formats(statement.reference)
                    self._tell()
        if cards:
            words.write_cards(cards, self.files.write)

    def _write_formats(self, reference: str) -> None:
        for ending in ENDINGS:
            address = f"/s/{reference}.{ending}"
            file, content = self.places.file_of(address, "en"), answer(address, self.host, "en")
            if file and content is not None:
                self.files.write(file, content)

    def _write_entries(self, tag: str) -> None:
        """Every statement as lists show it, in one language; and the same for results of a search."""
        self.ledger.forget_entries()
        for portion in self._portions(self.ledger.statements(), for_lists):
            shown = [(number, represent(statement)) for number, statement in portion]
            self.ledger.add_entries(
                (number, render_to_string("archive/_entry.html", {"one": one, "find": None})) for number, one in shown
            )
            for _one in shown:
                self._tell()
        page = Page(self.places, f"/{tag}/search/", f"{tag}/{SEARCH}", tag, self._wanted)
        found = ((number, page.fragment(html)) for number, html in self.ledger.all_entries())
        words.write_entries(found, tag, self.files.write)

    def _write_search(self, tag: str) -> None:
        scripts = [*map(static, _SCRIPTS), "/static/../search/folding.js", "/static/../search/index.js"]
        context = {"scripts": ["../" + one.lstrip("/").replace("static/../", "") for one in scripts]}
        self._statics |= {one.lstrip("/") for one in scripts[:2]}
        asked = request(f"/{tag}/search/", self.host, tag)
        context |= {"tongues": sorted(self._tongues)}
        text = render_to_string("archive/mirror/search.html", context, request=asked)
        page = Page(self.places, f"/{tag}/search/", f"{tag}/{SEARCH}", tag, self._wanted)
        self.files.write(f"{tag}/{SEARCH}", page.write(text, scripts=True))

    def _page_of(self, tag: str) -> lists.Write:
        def page(address: str, file: str, text: str) -> None:
            self.files.write(file, Page(self.places, address, file, tag, self._wanted).write(text))

        return page

    # --- Pages that are followed ------------------------------------------------------------------------------------

    def _wanted(self, address: str, file: str) -> None:
        """Note what a link leads to, where nothing else makes that file."""
        parts = urlsplit(address).path.strip("/").split("/")
        if parts[0] == "static":
            self._statics.add(file)
        elif parts[0] == "feeds":
            self._wait(address, file.partition("/")[0])
        elif parts[0] in self.tags and parts[1:2] == ["statements"]:
            if "versions" in parts:
                self._behind.setdefault((parts[0], parts[2]), {})[file] = address
        elif parts[0] in self.tags and file not in self.places.lists and parts[1:2] != ["search"]:
            self._wait(address, parts[0])

    def _wait(self, address: str, tag: str) -> None:
        bare = address.partition("#")[0]
        file = self.places.file_of(bare, tag)
        if file and file not in self._seen:
            self._seen.add(file)
            self._waiting[file] = (bare, tag)

    def _follow(self) -> None:
        while self._waiting:
            file, (address, tag) = self._waiting.popitem()
            self._write_page(address, file, tag, self._wanted)
            self._tell()

    def _write_page(self, address: str, file: str, tag: str, wanted: Callable[[str, str], object]) -> None:
        content = answer(address, self.host, tag)
        if content is None:
            return
        if file.endswith(".html"):
            content = Page(self.places, address, file, tag, wanted).write(content.decode()).encode()
        self.files.write(file, content)

    def _write_statements(self, tag: str) -> None:
        """The reading page of each statement, and every page behind it that one of them leads to."""
        gone = set(self.places.references)
        for portion in self._portions(self.ledger.neighbours(), for_reading):
            with at_hand(statement for _number, statement in portion):
                for _number, statement in portion:
                    gone.discard(statement.reference)
                    self._write_statement(tag, statement.reference)
                    self._tell()
        for reference in sorted(gone):
            self._write_statement(tag, reference)

    def _write_statement(self, tag: str, reference: str) -> None:
        base = f"/{tag}/statements/{reference}/"
        first = self.places.statement(tag, reference) or ""
        waiting = {first: base} | self._behind.pop((tag, reference), {})
        seen = set(waiting)

        def wanted(address: str, file: str) -> None:
            if not address.startswith(base):
                self._wanted(address, file)
            elif file not in seen and len(seen) < _MOST_OF_ONE:
                seen.add(file)
                waiting[file] = address.partition("#")[0]

        while waiting:
            file, address = waiting.popitem()
            self._write_page(address, file, tag, wanted)

    # --- Static files -----------------------------------------------------------------------------------------------

    def _write_statics(self) -> None:
        """What pages and style sheets name, under the names that they use."""
        waiting, done = sorted(self._statics), set()
        while waiting:
            file = waiting.pop()
            if file in done:
                continue
            done.add(file)
            data = _static(file.removeprefix("static/"))
            self.files.write(file, data)
            if file.endswith(".css"):
                base = f"/{file}"
                for url in _URL.findall(data.decode()):
                    local = self.places.local(url, base.rpartition("/")[0] + "/")
                    if local and not url.startswith("data:"):
                        waiting.append(local.lstrip("/"))


def _static(name: str) -> bytes:
    """A static file by the name that pages use: collected in a deployment, else where it lies."""
    found = finders.find(name)
    if found:
        return Path(found).read_bytes()
    with staticfiles_storage.open(name) as opened:
        return opened.read()
