"""The cast: sample people of each role, and statements carried as far along the flow as a test wants."""

import datetime
from collections.abc import Sequence

from django.contrib.auth.models import Group, Permission, User

from archive.dates import HistoricalDate
from archive.models import (
    Capture,
    Extract,
    Organisation,
    OrganisationName,
    Participation,
    Sighting,
    Source,
    Statement,
    Translation,
)
from archive.stages import Kind, Role
from editorial import roles
from editorial.models import Candidate
from editorial.paragraphs import number
from editorial.workflow.decisions import decide
from editorial.workflow.moves import move
from editorial.workflow.revise import write_revision
from editorial.workflow.translate import open_translation, render

#: Where each stage lies on the way.
WAY = ("draft", "in review", "verified", "published", "withdrawn")


def person(role: str, name: str = "") -> User:
    """Somebody on the desk who holds one role (a key of `roles.ROLES`); made once per name."""
    user, made = User.objects.get_or_create(username=name or role, defaults={"is_staff": True})
    if made:
        user.set_password("only for tests")
        user.save()
        user.groups.add(_group(role))
    return User.objects.get(pk=user.pk)  # without cached permissions


def _group(role: str) -> Group:
    """The group that the migration made of a role; made anew where a test with an open database was emptied before."""
    group, made = Group.objects.get_or_create(name=role)
    if made:
        names = [name.split(".") for name in roles.ROLES[role]]
        group.permissions.set(
            [Permission.objects.get(content_type__app_label=app, codename=codename) for app, codename in names]
        )
    return group


def organisation(slug: str = "harbour-union", country: str = "IQ", **names: str) -> Organisation:
    """An invented organisation with names by language; made once per slug."""
    found = Organisation.objects.filter(slug=slug).first()
    if found:
        return found
    names = names or {"en": "Harbour Workers’ Union", "fa": "اتحادیهٔ کارگران بندر"}
    made = Organisation.objects.create(
        slug=slug, country=country, **{f"name_{tag}": text for tag, text in names.items()}
    )
    for tag, text in names.items():
        OrganisationName.objects.create(organisation=made, text=text, language=tag)
    return made


def statement(
    title: str = "Against the closing of the mole",
    texts: Sequence[str] = ("The mole was closed at dawn.", "We ask for it to be opened."),
    *,
    language: str = "en",
    stage: str = "draft",
    issuer: Organisation | None = None,
    day: datetime.date | None = datetime.date(2021, 2, 5),
    excerpt: bool = False,
    kind: str = Kind.STATEMENT,
) -> Statement:
    """A statement written by the importer and carried to `stage` by the people whose work that is."""
    writer = person("importer")
    made = Statement(language=language, kind=kind, excerpt=excerpt)
    if day:
        made.date = HistoricalDate(day.isoformat(), "gregorian", day, day, "day")
    made.save()
    write_revision(made, title=title, paragraphs=number(list(texts)), by=writer, excerpt=excerpt)
    Participation.objects.create(statement=made, organisation=issuer or organisation(), role=Role.ISSUER)
    decide("accept", "statement", made.reference, writer, to_stage="draft")
    return carry(made, stage)


def carry(thing: Statement | Translation, stage: str) -> Statement | Translation:
    """Move a draft along the way to `stage`, each step by the role whose step it is."""
    writer = person("importer") if isinstance(thing, Statement) else person("translator")
    steps = [("submit", writer), ("verify", person("verifier")), ("publish", person("publisher"))]
    for name, by in steps[: WAY.index(stage)]:
        # A translation's warnings may stand where somebody says why.
        move(thing, name, by, "Looked at." if name == "submit" and isinstance(thing, Translation) else "")
    if stage == "withdrawn":
        move(thing, "withdraw", person("publisher"), "Asked for by the issuer.")
    return thing


def translation(
    of: Statement,
    language: str = "fa",
    title: str = "در اعتراض به بستن اسکله",
    texts: Sequence[str] = ("اسکله سپیده‌دم بسته شد.", "خواهان بازگشایی آن هستیم."),
    *,
    stage: str = "draft",
    origin: str = "ours",
) -> Translation:
    """A translation by the translator, carried to `stage`."""
    translator = person("translator")
    made = open_translation(of, language=language, by=translator, origin=origin, translator="T. Translator")
    numbers = [paragraph["number"] for paragraph in of.current_revision.paragraphs]
    render(made, title=title, texts=dict(zip(numbers, texts, strict=False)), by=translator)
    return carry(made, stage)


#: An invented page: two statements, a heading of the page's own above them.
PAGE = (
    "News of the quay\n\n"
    "Against the closing of the mole\n\n5 February 2021\n\nHarbour Workers’ Union\n\n"
    "The mole was closed at dawn.\n\nWe ask for it to be opened.\n\n"
    "On the price of bread\n\n6 February 2021\n\nBakers’ League\n\nBread has become dear again."
)


def candidates(text: str = PAGE, language: str = "en") -> list[Candidate]:
    """The two candidates of one invented captured page, as intake stores them."""
    sha256 = Capture.store(text.encode())
    capture = Capture.objects.create(sha256=sha256, size=len(text.encode()), media_type="text/plain")
    source, _made = Source.objects.get_or_create(slug="quay-news", defaults={"name_en": "News of the quay"})
    Sighting.objects.create(
        capture=capture,
        source=source,
        address="https://quay.example/2021/02",
        seen_at=datetime.datetime(2021, 2, 7, 12, tzinfo=datetime.UTC),
    )
    extract = Extract.objects.create(capture=capture, tool="test", text=text, page={"language": language})
    first, second = text.index("Against the"), text.index("On the price")
    union = organisation()
    spans = [(first, second), (second, len(text))]
    made = []
    for position, (start, end) in enumerate(spans, start=1):
        title, written, name, *paragraphs = text[start:end].strip().split("\n\n")
        day = "2021-02-05" if position == 1 else "2021-02-06"
        span = {words: [text.index(words, start), text.index(words, start) + len(words)] for words in (title, written)}
        at = text.index(name, start)
        reading = {
            "title": title,
            "kind": "statement",
            "hand": 1,
            "date": {"written": written, "calendar": "gregorian", "first": day, "last": day, "precision": "day"},
            "organisations": [
                {
                    "name": name,
                    "written": name,
                    "role": "issuer",
                    "slug": union.slug if position == 1 else "",
                    "confidence": 0.9,
                    "evidence": [at, at + len(name)],
                }
            ],
            "signatories": [],
            "paragraphs": paragraphs,
            "parts": [["title", *span[title]], ["date line", *span[written]]],
            "confidence": {"title": 0.9, "date": 0.7, "language": 0.3},
            "evidence": {"title": span[title], "date": span[written]},
        }
        made.append(
            Candidate.objects.create(
                extract=extract,
                position=position,
                start=start,
                end=end,
                reading=reading,
                title=title,
                language=language,
                confidence=0.8,
            )
        )
    return made
