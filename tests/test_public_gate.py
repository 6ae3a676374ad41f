"""The gate holds: words of hidden texts of every stage stand at no public address."""

import io
import re
import zipfile

import pypdfium2
import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from archive.models import (
    Assessment,
    Decision,
    Extract,
    Organisation,
    OrganisationRelation,
    Participation,
    Statement,
    Topic,
    Witness,
)
from archive.models.capture import Capture
from archive.public.urls import language_free, pages
from archive.stages import Axis, Role, Verdict
from editorial.paragraphs import number
from editorial.workflow.moves import move
from editorial.workflow.revise import write_revision
from tests import cast

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "fa", "ar", "ckb", "tr")
#: Made-up words, one for each hiding place. None of them may ever be seen.
HIDDEN = [
    "zalmoxin", "brindolak", "quervatil", "ospenuriam", "felkandor", "tirmossek", "wolgatine", "xarbemol",
    "juvendrik", "dravonelt", "kimborasz", "nulfaterin", "popelvack", "garmundex", "hestrioll", "lupastine",
    "cronavelt", "dubrixane", "vintomerk", "sulbracten", "morvandiq", "perhoxalt",
]  # fmt: skip


class Hiding:
    """A collection with one public statement, and something hidden everywhere else."""

    def __init__(self):
        words = iter(HIDDEN)
        self.public = cast.statement("The lamp on the quay", ("It burns all night.", "Nobody puts it out."))
        secret_body = cast.organisation("hidden-body", "IR", en=next(words).title())
        for stage in ("draft", "in review", "verified"):
            word = next(words)
            hidden = cast.statement(f"Title {word}", (f"Body {word} body.",), stage=stage, issuer=secret_body)
            hidden.topics.add(Topic.objects.create(slug=f"topic-{stage.replace(' ', '-')}", name_en=f"Topic {word}"))
        word = next(words)
        self.gone = cast.statement(f"Gone {word}", (f"Text {word}.",), stage="withdrawn")
        cast.carry(self.public, "published")
        for stage, language in (("draft", "fa"), ("in review", "ar"), ("verified", "ckb"), ("withdrawn", "tr")):
            word = next(words)
            cast.translation(self.public, language, f"T {word}", (f"P {word}.", f"Q {word}."), stage=stage)
        # A translation that is public, with a newer revision that is not.
        self.rendering = cast.translation(
            self.public, "fa", "چراغ اسکله", ("تمام شب می‌سوزد.",), stage="published", origin="official"
        )
        word = next(words)
        move(self.rendering, "revise", cast.person("translator"))
        write_revision(
            self.rendering,
            title=f"New {word}",
            paragraphs=[{"number": 1, "text": f"New {word}.", "source": "", "machine": False}],
            by=cast.person("translator"),
        )
        # The public statement is being revised.
        word = next(words)
        move(self.public, "revise", cast.person("importer"))
        revision = write_revision(
            self.public, title=f"Again {word}", paragraphs=number([f"Again {word}."]), by=cast.person("importer")
        )
        word = next(words)
        Assessment.objects.create(
            revision=revision, axis=Axis.TEXT, verdict=Verdict.CONFIRMED, note=word, by=cast.person("verifier")
        )
        # The rest of the page on which the public statement stands.
        word = next(words)
        capture = Capture.objects.create(sha256="0" * 64, size=10, media_type="text/plain")
        extract = Extract.objects.create(
            capture=capture,
            tool="test 1",
            text=f"The lamp on the quay. It burns all night. {word}",
            page={"note": word},
        )
        Witness.objects.create(statement=self.public, extract=extract, start=0, end=40)
        # Somebody who only takes part in hidden work, and the notes of the desk.
        draft = Statement.objects.filter(stage="draft", published_revision__isnull=True).first()
        Participation.objects.create(statement=draft, role=Role.SIGNATORY, written=next(words))
        word = next(words)
        submitted = cast.statement("Waiting", ("Waits.",), stage="in review")
        move(submitted, "return", cast.person("verifier"), word)
        # What an editor notes of a version that was never published, and a translator of one that was.
        word = next(words)
        write_revision(
            self.public, title="Once more", paragraphs=number(["Once more."]), by=cast.person("importer"), note=word
        )
        word = next(words)
        corrected = cast.translation(
            self.public, "tr", "Fener", ("Bütün gece yanar.",), stage="published", origin="official"
        )
        move(corrected, "revise", cast.person("translator"))
        write_revision(
            corrected,
            title="Fener",
            paragraphs=[{"number": 1, "text": "Gece boyunca yanar.", "source": "", "machine": False}],
            by=cast.person("translator"),
            note=word,
        )
        cast.carry(corrected, "published")
        # A relative of the public organisation that nobody has looked at, and who signs hidden work with it.
        harbour = cast.organisation()
        word = next(words)
        unseen = Organisation.objects.create(slug="unseen", name_en=word.title(), country="SE", reviewed=False)
        OrganisationRelation.objects.create(organisation=unseen, other=harbour, kind="split", year=1990)
        word = next(words)
        partner = cast.organisation("partner", "NO", en=word.title())
        joint = cast.statement("Together", ("Together.",), stage="verified")
        Participation.objects.create(statement=joint, organisation=partner, role=Role.SIGNATORY, position=1)
        # A span that its statement's editor left a name out of.
        word = next(words)
        wide = f"The lamp on the quay\n\nIt burns all night. {word.title()} lit it.\n\nNobody puts it out."
        second = Extract.objects.create(capture=capture, tool="test 2", text=wide)
        Witness.objects.create(statement=self.public, extract=second, start=0, end=len(wide))
        # Versions: one that was withdrawn for a name, and a draft between two that were published.
        self.versions = cast.statement("The tide", (f"{next(words).title()} saw the tide.",), stage="published")
        move(self.versions, "withdraw", cast.person("publisher"), "Somebody's name.")
        move(self.versions, "restore", cast.person("publisher"), "Without the name.")
        for text, public in (("We saw the tide.", True), (f"{next(words)} tide.", False), ("We all saw it.", True)):
            self.versions.refresh_from_db()
            if self.versions.stage == "published":
                move(self.versions, "revise", cast.person("importer"))
            write_revision(self.versions, title="The tide", paragraphs=number([text]), by=cast.person("importer"))
            if public:
                cast.carry(self.versions, "published")
        self.hidden = list(
            Statement.objects.filter(published_revision__isnull=True).values_list("reference", flat=True)
        )
        self.left = list(words)


def addresses(hiding: Hiding) -> dict[str, list[str]]:
    """Every public address by its name in `archive.public.urls`, with parameters that dig."""
    reference, versions = hiding.public.reference, hiding.versions.reference
    searches = [
        "",
        *[f"?q={word}" for word in HIDDEN],
        "?organisation=hidden-body",
        "?language=en&order=added",
        "?format=epub",
    ]
    statement = [reverse("statement_detail", args=[reference])]
    statement += [f"{statement[0]}?with={tag}" for tag in LANGUAGES]
    statement += [
        f"{statement[0]}?text={tag}&with={other}" for tag in LANGUAGES for other in ("fa", "en", "tr.official")
    ]
    statement += [reverse("statement_detail", args=[versions])]
    statement += [f"{statement[0]}?with=fa&origin={origin}" for origin in ("ours", "official", "machine", "found")]
    hidden = [*hiding.hidden, hiding.gone.reference]
    endings = ("json", "tei.xml", "txt", "md", "bib", "ris", "csl.json", "bib?p=1")
    own = [reference, versions, *hidden]
    topics = list(Topic.objects.values_list("slug", flat=True))
    return {
        "front": ["/"],
        "permalink": [reverse("permalink", args=[one]) for one in [reference, *hidden]],
        "permalink_format": [reverse("permalink", args=[one]) + f".{ending}" for one in own for ending in endings],
        "permalink_text": [
            reverse("permalink_text", args=[one, name, ending])
            for one in own
            for name in ((*LANGUAGES, "fa.official", "fa.ours", "tr.ours") if one == reference else ("en", "fa"))
            for ending in ("txt", "md")
        ],
        "api_index": ["/api/v1/"],
        "api_statements": [reverse("api_statements") + asked for asked in searches],
        "api_statement": [reverse("api_statement", args=[one]) for one in own],
        "api_organisations": [reverse("api_organisations")],
        "api_organisation": [
            reverse("api_organisation", args=[slug]) for slug in ("harbour-union", "hidden-body", "partner", "unseen")
        ],
        "api_topics": [reverse("api_topics")],
        "api_topic": [reverse("api_topic", args=[slug]) for slug in topics],
        "api_openapi": [reverse("api_openapi")],
        "api_nothing": ["/api/nothing/"],
        "oai": [
            f"/oai?verb={asked}"
            for asked in (
                "Identify",
                "ListSets",
                "ListRecords&metadataPrefix=oai_dc",
                "ListRecords&metadataPrefix=oai_dc&set=language-en",
                "ListIdentifiers&metadataPrefix=oai_dc",
                *(f"GetRecord&metadataPrefix=oai_dc&identifier=oai:sanad.localhost:{one}" for one in own),
            )
        ],
        "machines": [reverse("machines")],
        "statements_atom": [reverse("statements_atom") + asked for asked in searches],
        "sitemap": [reverse("sitemap")],
        "sitemap_sheet": [reverse("sitemap_sheet", args=[0]), reverse("sitemap_sheet", args=[1])],
        "sitemap_pages": [reverse("sitemap_pages", args=[0])],
        "robots": ["/robots.txt"],
        "healthz": ["/healthz"],
        "home": [reverse("home")],
        "statement_list": [reverse("statement_list") + asked for asked in searches],
        "statement_detail": statement + [reverse("statement_detail", args=[one]) for one in hidden],
        "statement_provenance": [reverse("statement_provenance", args=[one]) for one in [reference, versions, *hidden]],
        "statement_versions": [reverse("statement_versions", args=[one]) for one in [reference, versions, *hidden]],
        "statement_version": [
            reverse("statement_version", args=[one, place]) + asked
            for one in [reference, versions]
            for place in range(1, 4)
            for asked in ("", "?against=1", "?against=2", "?text=tr&against=1")
        ],
        "statement_pdf": [
            reverse("statement_pdf", args=[one]) + asked
            for one in [reference, versions, *hidden]
            for asked in ("", "?text=fa&with=tr&in=fa")
        ],
        "statement_epub": [
            reverse("statement_epub", args=[one]) + asked
            for one in [reference, versions, *hidden]
            for asked in ("", "?text=fa&with=tr&in=fa")
        ],
        "statement_bundle": [reverse("statement_bundle", args=[one]) for one in [reference, versions, *hidden]],
        "organisation_list": [reverse("organisation_list")],
        "organisation_detail": [
            reverse("organisation_detail", args=[slug]) for slug in ("harbour-union", "hidden-body")
        ],
        "topic_list": [reverse("topic_list")],
        "topic_detail": [reverse("topic_detail", args=[slug]) for slug in topics],
        "country_list": [reverse("country_list")],
        "country_detail": [reverse("country_detail", args=[code]) for code in ("iq", "ir", "se", "no")],
        "timeline": [
            reverse("timeline") + asked for asked in (*searches, "?from=2020&to=2029", "?from=2021-02&to=2021-02")
        ],
        "network": [
            reverse("network") + asked
            for asked in (
                "",
                "?organisation=harbour-union",
                "?organisation=partner",
                "?organisation=hidden-body",
                "?organisation=harbour-union&organisation=partner",
            )
        ],
        "coverage": [reverse("coverage")],
        "verification": [reverse("verification")],
        "correction_log": [reverse("correction_log"), reverse("correction_log") + "?before=2100-01-01T00:00:00Z"],
        "corrections_atom": [reverse("corrections_atom")],
        "about": [reverse("about")],
    }


def unpacked(content: bytes) -> str:
    """The words of a page, of a PDF, or of every file of a zip."""
    if content.startswith(b"%PDF"):
        document = pypdfium2.PdfDocument(content)
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return "\n".join(f"{name}\n{packed.read(name).decode()}" for name in packed.namelist())
    return content.decode()


def words_of(response) -> str:
    """A page's words as sent, without what the reader had typed into the address."""
    body = unpacked(response.content)
    asked = response.wsgi_request.GET.get("q")
    if asked:
        # A search echoes the word that was searched for: in its box, in its sentence, and in links of this page.
        body = re.sub(rf"q={asked}|value=\"{asked}\"|[“«]{asked}[”»]", "", body)
    return body.casefold()


def test_no_hidden_word_at_any_public_address():
    hiding = Hiding()
    assert hiding.left == [], "every hidden word has its hiding place"
    client = Client()
    seen = 0
    for name, paths in addresses(hiding).items():
        for path in paths:
            for tag in LANGUAGES if path.startswith("/en/") else ("en",):
                response = client.get(path.replace("/en/", f"/{tag}/", 1))
                assert response.status_code < 500, path
                body = words_of(response)
                leaked = [word for word in HIDDEN if word in body]
                assert leaked == [], f"{path} ({name}) shows {leaked}"
                seen += 1
    assert seen > 300


def test_the_public_text_is_there():
    """The same walk finds what is public, so that the test above does not pass on empty pages."""
    hiding = Hiding()
    client = Client()
    reading = client.get(reverse("statement_detail", args=[hiding.public.reference]) + "?with=fa").content.decode()
    assert "It burns all night." in reading
    assert "تمام شب می‌سوزد." in reading
    assert hiding.public.reference in client.get(reverse("statements_atom")).content.decode()
    found = client.get(reverse("statement_list") + "?q=lamp").content.decode()
    assert "The <mark>lamp</mark> on the quay" in found


def test_hidden_and_unknown_look_alike():
    """Whoever guesses a reference cannot tell hidden work from none."""
    hiding = Hiding()
    client = Client()
    for reference in hiding.hidden:
        for name in ("statement_detail", "statement_provenance", "permalink", "api_statement"):
            hidden = client.get(reverse(name, args=[reference]))
            unknown = client.get(reverse(name, args=["0" * 8]))
            assert hidden.status_code == unknown.status_code == 404
            assert hidden.content.replace(reference.encode(), b"") == unknown.content.replace(b"0" * 8, b"")


def test_the_desk_acts_are_not_told():
    """The provenance page tells when a text was verified and published, never by whom nor what the desk wrote."""
    hiding = Hiding()
    page = Client().get(reverse("statement_provenance", args=[hiding.public.reference])).content.decode()
    published = Decision.objects.get(reference=hiding.public.reference, verb="publish", thing="statement")
    assert published.revision_digest in page
    for user in ("importer", "verifier"):
        assert user not in page
    assert hiding.public.current_revision.digest not in page


def test_every_public_address_is_walked():
    """A new public page without a line in this file fails here."""
    named = {pattern.name for pattern in [*language_free, *pages] if isinstance(pattern, URLPattern)}
    assert named == set(addresses(Hiding()))
