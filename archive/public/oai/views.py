"""`/oai`: OAI-PMH 2.0. Harvesters take the whole archive, and later what has changed, what was withdrawn included."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from lxml import etree

from archive.public.headers import public_page
from archive.public.oai import verbs
from archive.public.oai.asked import SECOND, Error
from archive.public.oai.verbs import NAMESPACE, XSI, Arguments, put, storable


@dataclass(frozen=True, slots=True)
class Verb:
    """What writes the answer, and which arguments it must and may have; `alone` excludes all others."""

    write: Callable[[HttpRequest, Arguments, etree._Element], None]
    required: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()
    alone: str = ""


_LISTED = (frozenset({"metadataPrefix"}), frozenset({"from", "until", "set"}), "resumptionToken")
VERBS = {
    "Identify": Verb(verbs.identify),
    "ListMetadataFormats": Verb(verbs.list_metadata_formats, allowed=frozenset({"identifier"})),
    "ListSets": Verb(verbs.list_sets, alone="resumptionToken"),
    "GetRecord": Verb(verbs.get_record, frozenset({"identifier", "metadataPrefix"})),
    "ListIdentifiers": Verb(verbs.list_identifiers, *_LISTED),
    "ListRecords": Verb(verbs.list_records, *_LISTED),
}


def _read(query: QueryDict) -> tuple[str, Verb, dict[str, str]]:
    """The verb and its arguments. Raises Error for what the protocol does not know."""
    names = query.getlist("verb")
    if len(names) != 1 or names[0] not in VERBS:
        raise Error("badVerb", f"verb is one of: {', '.join(VERBS)}.")
    verb = VERBS[names[0]]
    arguments = {name: str(query[name]) for name in query if name != "verb"}
    if any(len(query.getlist(name)) > 1 for name in arguments):
        raise Error("badArgument", "An argument is given once.")
    if verb.alone and verb.alone in arguments:
        if len(arguments) > 1:
            raise Error("badArgument", f"{verb.alone} stands alone.")
        return names[0], verb, arguments
    unknown = arguments.keys() - verb.required - verb.allowed
    missing = verb.required - arguments.keys()
    if unknown or missing:
        wrong = [f"{name} is unknown" for name in sorted(unknown)] + [f"{name} is missing" for name in sorted(missing)]
        raise Error("badArgument", "; ".join(wrong)[:500])
    return names[0], verb, arguments


def _answer(request: HttpRequest, query: QueryDict) -> HttpResponse:
    root = etree.Element(f"{{{NAMESPACE}}}OAI-PMH", nsmap={None: NAMESPACE, "xsi": XSI})
    root.set(f"{{{XSI}}}schemaLocation", f"{NAMESPACE} {NAMESPACE}OAI-PMH.xsd")
    put(root, "responseDate", f"{timezone.now():{SECOND}}")
    asked = put(root, "request", request.build_absolute_uri(reverse("oai")))
    try:
        name, verb, arguments = _read(query)
        content = etree.Element(f"{{{NAMESPACE}}}{name}", nsmap={None: NAMESPACE})
        try:
            with translation.override("en"):
                verb.write(request, arguments, content)
        except Error as error:
            if error.code == "badArgument":
                raise
            put(root, "error", error.message, code=error.code)
        else:
            root.append(content)
        # Only what is well-formed is repeated, as the protocol wants it.
        asked.set("verb", name)
        for key, value in arguments.items():
            asked.set(key, storable(value))
    except Error as error:
        put(root, "error", error.message, code=error.code)
    body = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return HttpResponse(body, content_type="text/xml; charset=utf-8")


_reading = public_page(lambda request: _answer(request, request.GET))


# The protocol wants POST too, for long arguments. Nothing is written, so no forged request can do anything.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """`/oai`: one address for all six verbs; errors are answers with status 200, as the protocol has them."""
    return _answer(request, request.POST) if request.method == "POST" else _reading(request)
