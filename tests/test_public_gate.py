"""The gate holds: words of hidden texts of every stage stand at no public address."""

import re

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from archive.models import Assessment, Decision, Extract, Participation, Statement, Topic, Witness
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
    "juvendrik", "dravonelt", "kimborasz", "nulfaterin", "popelvack", "garmundex", "hestrioll",
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
        self.hidden = list(
            Statement.objects.filter(published_revision__isnull=True).values_list("reference", flat=True)
        )
        self.left = list(words)


def addresses(hiding: Hiding) -> dict[str, list[str]]:
    """Every public address by its name in `archive.public.urls`, with parameters that dig."""
    reference = hiding.public.reference
    searches = ["", *[f"?q={word}" for word in HIDDEN], "?organisation=hidden-body", "?language=en&order=added"]
    statement = [reverse("statement_detail", args=[reference])]
    statement += [f"{statement[0]}?with={tag}" for tag in LANGUAGES]
    statement += [f"{statement[0]}?with=fa&origin={origin}" for origin in ("ours", "official", "machine", "found")]
    hidden = [*hiding.hidden, hiding.gone.reference]
    endings = ("json", "txt", "bib", "ris", "csl.json")
    topics = list(Topic.objects.values_list("slug", flat=True))
    return {
        "front": ["/"],
        "permalink": [reverse("permalink", args=[one]) for one in [reference, *hidden]],
        "permalink_format": [
            reverse("permalink_format", args=[one, ending]) for one in [reference, *hidden] for ending in endings
        ],
        "statements_atom": [reverse("statements_atom") + asked for asked in searches],
        "sitemap": [reverse("sitemap")],
        "sitemap_sheet": [reverse("sitemap_sheet", args=[0]), reverse("sitemap_sheet", args=[1])],
        "robots": ["/robots.txt"],
        "healthz": ["/healthz"],
        "home": [reverse("home")],
        "statement_list": [reverse("statement_list") + asked for asked in searches],
        "statement_detail": statement + [reverse("statement_detail", args=[one]) for one in hidden],
        "statement_provenance": [reverse("statement_provenance", args=[one]) for one in [reference, *hidden]],
        "organisation_list": [reverse("organisation_list")],
        "organisation_detail": [
            reverse("organisation_detail", args=[slug]) for slug in ("harbour-union", "hidden-body")
        ],
        "topic_list": [reverse("topic_list")],
        "topic_detail": [reverse("topic_detail", args=[slug]) for slug in topics],
        "timeline": [reverse("timeline")],
        "about": [reverse("about")],
    }


def words_of(response) -> str:
    """A page's words as sent, without what the reader had typed into the address."""
    body = response.content.decode()
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
        for name in ("statement_detail", "statement_provenance", "permalink"):
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
