"""The six verbs of OAI-PMH 2.0: what each writes into its answer.

Sets are languages of the original. Not picked: sets by organisation. A deleted record names its sets, and who issued
a withdrawn statement is no longer said.
"""

import datetime
import re
from collections.abc import Mapping
from dataclasses import replace
from email.utils import parseaddr

from django.conf import settings
from django.db.models import Min, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from lxml import etree

from archive import languages
from archive.models import Statement
from archive.public import dublin_core
from archive.public.citations import SITE
from archive.public.oai.asked import PREFIX, SECOND, Asked, Error, bounds
from archive.public.represent import for_lists, represent, topic_name

NAMESPACE = "http://www.openarchives.org/OAI/2.0/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
_IDENTIFIER = "http://www.openarchives.org/OAI/2.0/oai-identifier"
#: Headers are small; records need some queries for each part of a list.
_RECORDS, _HEADERS = 100, 500
_SET = "language-"
_WORD = r"[A-Za-z0-9\-_.!~*'()]+"
_SET_SPEC = re.compile(f"{_WORD}(:{_WORD})*")
_DOMAIN = re.compile(r"[a-z][a-z0-9-]*(\.[a-z][a-z0-9-]*)+", re.IGNORECASE)
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def storable(text: str) -> str:
    """`text` with a mark in place of each character that XML 1.0 cannot hold."""
    return _NOT_IN_XML.sub("\ufffd", text)


# --- Records ----------------------------------------------------------------------------------------------------


def domain() -> str:
    """The name in which identifiers are written: the archive's first host, whatever name it was asked under."""
    host = settings.ALLOWED_HOSTS[0]
    return host if _DOMAIN.fullmatch(host) else "sanad.localhost"


def identifier(reference: str) -> str:
    """A record's permanent identifier."""
    return f"oai:{domain()}:{reference}"


def _records() -> QuerySet[Statement]:
    return Statement.objects.known().filter(changed_at__isnull=False)


def _selected(asked: Asked) -> QuerySet[Statement]:
    """The whole list that is asked for, in no order."""
    first, before = bounds(asked)
    found = _records()
    if first:
        found = found.filter(changed_at__gte=first)
    if before:
        found = found.filter(changed_at__lt=before)
    if asked.set:
        known = asked.set.startswith(_SET)
        found = found.filter(language=asked.set.removeprefix(_SET)) if known else found.none()
    return found


def _part(asked: Asked, size: int) -> tuple[list[Statement], Asked | None, Asked]:
    """The part of a list that is asked for, what to ask for next (None at its end), and `asked` with its total."""
    found = _selected(asked)
    if not asked.at:
        asked = replace(asked, total=found.count())
    else:
        at = datetime.datetime.fromisoformat(asked.at)
        # The first condition lets the index begin at the place, the second parts what changed in one moment.
        found = found.filter(Q(changed_at__gt=at) | Q(reference__gt=asked.reference), changed_at__gte=at)
    rows = list(found.order_by("changed_at", "reference")[: size + 1])
    if not rows:
        # Also where what was left of a list has changed meanwhile and stands in another one now.
        raise Error("noRecordsMatch", "Nothing fits.")
    following = None
    if len(rows) > size:
        last = rows[size - 1]
        at_last = last.changed_at.isoformat() if last.changed_at else ""
        following = replace(asked, at=at_last, reference=last.reference, cursor=asked.cursor + size)
    return rows[:size], following, asked


def put(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    """A new child of the protocol's own."""
    made = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    made.text = storable(text) or None
    return made


def _header(parent: etree._Element, statement: Statement, *, deleted: bool) -> None:
    header = put(parent, "header", **({"status": "deleted"} if deleted else {}))
    put(header, "identifier", identifier(statement.reference))
    put(header, "datestamp", f"{statement.changed_at:{SECOND}}")
    put(header, "setSpec", _SET + statement.language)


def _put_records(parent: etree._Element, rows: list[Statement], request: HttpRequest) -> None:
    """Each row as a record; what is not public (any more) as a deleted one."""
    public = for_lists(Statement.objects.public().filter(pk__in=[row.pk for row in rows])).prefetch_related("topics")
    shown = {statement.pk: statement for statement in public}
    for row in rows:
        record = put(parent, "record")
        statement = shown.get(row.pk)
        _header(record, row, deleted=statement is None)
        if statement:
            topics = [topic_name(topic) for topic in statement.topics.all()]
            address = request.build_absolute_uri(reverse("permalink", args=[statement.reference]))
            described = dublin_core.dublin_core(represent(statement), topics, address, SITE)
            put(record, "metadata").append(described)


# --- Verbs ------------------------------------------------------------------------------------------------------

type Arguments = Mapping[str, str]


def identify(request: HttpRequest, arguments: Arguments, parent: etree._Element) -> None:
    """`Identify`."""
    earliest = _records().aggregate(earliest=Min("changed_at"))["earliest"] or timezone.now()
    mail = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    put(parent, "repositoryName", SITE)
    put(parent, "baseURL", request.build_absolute_uri(reverse("oai")))
    put(parent, "protocolVersion", "2.0")
    put(parent, "adminEmail", mail if re.fullmatch(r"\S+@(\S+\.)+\S+", mail) else f"archive@{domain()}")
    put(parent, "earliestDatestamp", f"{earliest:{SECOND}}")
    put(parent, "deletedRecord", "persistent")
    put(parent, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    put(parent, "compression", "gzip")
    described = etree.SubElement(
        put(parent, "description"), f"{{{_IDENTIFIER}}}oai-identifier", nsmap={None: _IDENTIFIER, "xsi": XSI}
    )
    described.set(f"{{{XSI}}}schemaLocation", f"{_IDENTIFIER} {_IDENTIFIER}.xsd")
    told = (("scheme", "oai"), ("repositoryIdentifier", domain()), ("delimiter", ":"))
    for name, text in (*told, ("sampleIdentifier", identifier("7k2mq9xd"))):
        etree.SubElement(described, f"{{{_IDENTIFIER}}}{name}").text = text


def _named(arguments: Arguments) -> Statement:
    """The record that `identifier` names. Raises Error."""
    reference = arguments["identifier"].removeprefix(identifier(""))
    found = _records().filter(reference=reference).first() if "\0" not in reference else None
    if found is None or identifier(found.reference) != arguments["identifier"]:
        raise Error("idDoesNotExist", "There is no such record here.")
    return found


def list_metadata_formats(request: HttpRequest, arguments: Arguments, parent: etree._Element) -> None:
    """`ListMetadataFormats`."""
    if "identifier" in arguments:
        _named(arguments)
    told = put(parent, "metadataFormat")
    put(told, "metadataPrefix", PREFIX)
    put(told, "schema", dublin_core.SCHEMA)
    put(told, "metadataNamespace", dublin_core.NAMESPACE)


def list_sets(request: HttpRequest, arguments: Arguments, parent: etree._Element) -> None:
    """`ListSets`."""
    if "resumptionToken" in arguments:
        raise Error("badResumptionToken", "The list of sets has one part.")
    tags = list(_records().order_by("language").values_list("language", flat=True).distinct())
    if not tags:
        raise Error("noSetHierarchy", "There are no sets as long as nothing is published.")
    for tag in tags:
        told = put(parent, "set")
        put(told, "setSpec", _SET + tag)
        put(told, "setName", f"Statements in {languages.language(tag).english_name}")


def _needs_format(arguments: Arguments) -> None:
    if not re.fullmatch(_WORD, arguments["metadataPrefix"]):
        raise Error("badArgument", "This is not the name of a format.")
    if arguments["metadataPrefix"] != PREFIX:
        raise Error("cannotDisseminateFormat", f"Records are in {PREFIX} only.")


def get_record(request: HttpRequest, arguments: Arguments, parent: etree._Element) -> None:
    """`GetRecord`."""
    found = _named(arguments)
    _needs_format(arguments)
    _put_records(parent, [found], request)


def _list(request: HttpRequest, arguments: Arguments, parent: etree._Element, *, whole: bool) -> None:
    if "resumptionToken" in arguments:
        asked = Asked.of_token(arguments["resumptionToken"])
    else:
        _needs_format(arguments)
        asked = Asked(PREFIX, arguments.get("from", ""), arguments.get("until", ""), arguments.get("set", ""))
        if asked.set and not _SET_SPEC.fullmatch(asked.set):
            raise Error("badArgument", "This is not the name of a set.")
    rows, following, asked = _part(asked, _RECORDS if whole else _HEADERS)
    if whole:
        _put_records(parent, rows, request)
    else:
        for row in rows:
            _header(parent, row, deleted=not row.is_public())
    if following or asked.at:
        # The last part of a list in several parts ends with an empty token.
        counted = {"completeListSize": str(asked.total), "cursor": str(asked.cursor)} if asked.total else {}
        put(parent, "resumptionToken", following.token() if following else "", **counted)


def list_records(request: HttpRequest, arguments: Arguments, parent: etree._Element) -> None:
    """`ListRecords`."""
    _list(request, arguments, parent, whole=True)


def list_identifiers(request: HttpRequest, arguments: Arguments, parent: etree._Element) -> None:
    """`ListIdentifiers`."""
    _list(request, arguments, parent, whole=False)
