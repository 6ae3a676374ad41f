"""The bundle that proves a statement: its published texts, the public words of its spans, digests, and how to compare.

A zip that needs nothing but a shell with `sha256sum`, `head` and `tail`. The same statement gives the same bytes.
"""

import hashlib
import io
import json
import zipfile
from typing import Any

from archive import dates
from archive.models import Extract, Statement, canonical_text
from archive.public.beside import all_texts
from archive.public.disclosure import bytes_if_public
from archive.public.provenance import Evidence, acts, evidence
from archive.public.shapes import Represented, Text

#: A zip has no time zone and no year before 1980; one moment for all makes equal bundles equal.
_MOMENT = (1980, 1, 1, 0, 0, 0)

#: What a reader runs; a test runs it too, out of the README that stands in the bundle.
COMMANDS = """\
# Nothing was changed on the way to you:
sha256sum -c SHA256SUMS

# The texts, spans and bytes have the digests that the page on provenance shows:
sha256sum -c DIGESTS

# Each paragraph stands in its span, byte for byte, where the manifest says:
find . -name paragraphs.tsv | while read -r list; do
  span=$(dirname "$list")/span.txt
  while read -r number start length digest; do
    found=$(tail -c "+$((start + 1))" "$span" | head -c "$length" | sha256sum | cut -d " " -f 1)
    [ "$found" = "$digest" ] && said=OK || said=FAILED
    echo "$span, paragraph $number: $said"
  done < "$list"
done
"""

README = """\
Sanad, an archive of political statements
Statement {reference}
{address}

WHAT IS HERE

texts/        the published texts, original and translations, in the very characters of which their digests are made:
              title and numbered paragraphs as JSON without spaces, in UTF-8
captures/     a folder for each page on which the statement was found:
              span.txt         the span that holds the statement, where all of its words have been published
              published-*.txt  otherwise only those stretches of the span whose words have been published
              paragraphs.tsv   paragraph number, first byte in span.txt, length in bytes, SHA-256
              capture.bin      the captured bytes, where they are plain text and all of their words have been published
manifest.json everything that is public about it: addresses, moments, digests, places, verdicts, acts
DIGESTS       the digests as the page on provenance shows them
SHA256SUMS    the digest of every other file of this bundle

WHAT IS NOT HERE, AND WHY

A captured page can hold other statements that have not been published, and names that were left out to protect
somebody. Its bytes are therefore given only where every word in them has been published. If you have kept the same
page yourself, or another archive has, compare the SHA-256 of your copy with "sha256" in manifest.json: equal digests
mean equal bytes.
The names of the people who worked on the text are not given.

HOW TO COMPARE

Unpack the bundle, go into its folder, and run:

{commands}
Then compare DIGESTS with {provenance}
"""


def bundle(statement: Statement, shown: Represented, address: str, provenance: str) -> bytes:
    """The zip of one public statement loaded by `for_reading`; `provenance` is the page to compare with."""
    files: dict[str, bytes] = {}
    digests: list[tuple[str, str]] = []
    for text in all_texts(shown):
        name = f"texts/{_file_of(text)}"
        files[name] = canonical_text(text.title, ((one.number, one.text) for one in text.paragraphs)).encode()
        digests.append((text.digest, name))
    captures = []
    for place, one in enumerate(evidence(statement, shown), start=1):
        captures.append(_capture(f"captures/{place}", one, files, digests))
    files["manifest.json"] = _json(_manifest(shown, address, captures))
    files["DIGESTS"] = "".join(f"{digest}  {name}\n" for digest, name in digests).encode()
    readme = README.format(reference=shown.reference, address=address, commands=COMMANDS, provenance=provenance)
    files["README.txt"] = readme.encode()
    sums = "".join(f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(files.items()))
    files["SHA256SUMS"] = sums.encode()
    return _zipped(files, f"sanad-{shown.reference}")


def _file_of(text: Text) -> str:
    return f"translation-{text.language}-{text.origin}.json" if text.origin else f"original-{text.language}.json"


def _json(content: Any) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _capture(folder: str, one: Evidence, files: dict[str, bytes], digests: list[tuple[str, str]]) -> dict[str, Any]:
    """Put what is public of one witness among the files, and describe it."""
    given = bytes_if_public(Extract.objects.select_related("capture").get(pk=one.extract))
    if given is not None:
        files[f"{folder}/capture.bin"] = given
        digests.append((one.sha256, f"{folder}/capture.bin"))
    whole = not one.withheld
    if whole:
        files[f"{folder}/span.txt"] = one.text[one.start : one.end].encode()
        digests.append((one.span_digest, f"{folder}/span.txt"))
        files[f"{folder}/paragraphs.tsv"] = _paragraphs(one)
    else:
        for place, stretch in enumerate(one.stretches, start=1):
            files[f"{folder}/published-{place:03}.txt"] = one.text[stretch.start : stretch.end].encode()
    return {
        "folder": folder,
        "sha256": one.sha256,
        "size": one.size,
        "media_type": one.media_type,
        "bytes_given": given is not None,
        "sightings": [
            {
                "address": seen.address or None,
                "seen_at": seen.seen_at.isoformat(),
                "source": str(seen.source or "") or None,
            }
            for seen in one.sightings
        ],
        "extract": {"tool": one.tool, "characters": one.length},
        "span": {"start": one.start, "end": one.end, "sha256": one.span_digest or None, "given_whole": whole},
        "completeness": one.completeness,
        "hand": one.hand,
        "published_stretches": [
            {"kind": stretch.kind, "number": stretch.number, "start": stretch.start, "end": stretch.end}
            for stretch in one.stretches
        ],
        "not_found_in_these_words": [place.number for place in one.places if place.start is None],
    }


def _paragraphs(one: Evidence) -> bytes:
    """Each paragraph that stands in the span: its number, first byte, length in bytes and digest."""
    lines = []
    for place in one.places:
        if place.start is not None and place.end is not None:
            before = len(one.text[one.start : place.start].encode())
            words = one.text[place.start : place.end].encode()
            lines.append(f"{place.number}\t{before}\t{len(words)}\t{hashlib.sha256(words).hexdigest()}\n")
    return "".join(lines).encode()


def _manifest(shown: Represented, address: str, captures: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "reference": shown.reference,
        "address": address,
        "kind": shown.kind,
        "language": shown.language,
        "date": {**shown.date.to_dict(), "edtf": dates.edtf(shown.date)} if shown.date else None,
        "issuers": [name.text for name in shown.issuers],
        "signatories": [name.text for name in shown.signatories],
        "texts": [
            {
                "file": f"texts/{_file_of(text)}",
                "language": text.language,
                "origin": text.origin or "original",
                "translator": text.translator or None,
                "sha256": text.digest,
                "checked_by_one_person": text.alone,
                "published_at": text.published_at.isoformat(),
            }
            for text in all_texts(shown)
        ],
        "captures": captures,
        "chain": [
            {"station": stop.label, "names": [name.text for name in stop.names], "state": stop.state}
            for stop in shown.chain
        ],
        "assessments": {one.axis: one.verdict or "not looked at" for one in shown.judgements},
        "acts": [
            {"act": act.label, "language": act.thing or shown.language, "at": act.at.isoformat(), "sha256": act.digest}
            for act in acts(shown)
        ],
    }


def _zipped(files: dict[str, bytes], folder: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in sorted(files.items()):
            entry = zipfile.ZipInfo(f"{folder}/{name}", _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return packed.getvalue()
