"""Machine translation behind one small interface; off where no service is set.

Whoever wants another service writes one class with `name` and `translate` and returns it from `translator`. The one
here speaks LibreTranslate's protocol over the guarded connection that everything is fetched through: the address is
judged, certificates are checked, nothing is followed elsewhere, and time and size are capped.
"""

import json
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from archive.environment import LOOPBACK
from editorial.bilingual import unfit
from editorial.intake.connection import Deadline, Route
from editorial.intake.exchange import exchange
from editorial.intake.guard import Address, read_address
from editorial.intake.refusals import FetchRefused

#: Seconds for one paragraph, and bytes of one answer.
SECONDS, MOST_BYTES = 30.0, 2**20
#: A rendering longer than so many times its source, and some, is a machine that has lost itself.
LONGEST = 8


class MachineFailed(Exception):
    """No translation came; the message says why, in the editor's language."""


class Translator(Protocol):
    """Something that proposes a rendering of a paragraph."""

    @property
    def name(self) -> str:
        """What the log calls it."""

    def translate(self, text: str, source_language: str, language: str) -> str:
        """A rendering of `text`; languages are BCP 47 tags. Raises MachineFailed."""


@dataclass(frozen=True, slots=True)
class LibreTranslate:
    """A service with LibreTranslate's `POST /translate`: JSON in, JSON with `translatedText` out."""

    address: Address
    route: Route
    key: str = ""

    @property
    def name(self) -> str:
        return self.address.host

    def translate(self, text: str, source_language: str, language: str) -> str:
        asked = {
            "q": text,
            # It knows languages, not regions and scripts.
            "source": source_language.partition("-")[0],
            "target": language.partition("-")[0],
            "format": "text",
        }
        sending = json.dumps(asked | ({"api_key": self.key} if self.key else {})).encode()
        asking = {"Content-Type": "application/json", "Accept": "application/json"}
        try:
            answer = exchange(self.address, self.route, Deadline(SECONDS), MOST_BYTES, asking, sending=sending)
        except FetchRefused as refusal:
            raise MachineFailed(_("The machine translation did not answer: %s") % refusal) from refusal
        if answer.status not in (200, 203):
            raise MachineFailed(_why(answer.status))
        try:
            found = json.loads(answer.body)["translatedText"]
        except (ValueError, KeyError, TypeError, RecursionError):
            found = None
        if not isinstance(found, str) or unfit(found) or len(found) > LONGEST * len(text) + 200:
            raise MachineFailed(_("What the machine translation answered is no translation."))
        return found.strip()


def _why(status: int) -> str:
    """What a refusal of the service means."""
    if status in (401, 403):
        return _("The machine translation asks for another key; whoever runs this site has to set MT_KEY.")
    if status == 400:
        return _("The machine translation does not know this pair of languages, or not this text.")
    if status == 429:
        return _("The machine translation asks for patience; try again in some minutes.")
    return _("The machine translation answered with status %d.") % status


def translator() -> Translator | None:
    """The service of the settings, or None where machine translation is off."""
    if not settings.MT_ADDRESS:
        return None
    ports = range(1, 65536)
    address = read_address(settings.MT_ADDRESS + "/translate", ports)
    # Whoever runs the site may run the service beside it; every other address is judged as any that is fetched.
    own = address.host in LOOPBACK
    route = Route(permit={(address.host, address.port)}) if own else Route(proxy=settings.FETCH_PROXY)
    return LibreTranslate(address, route, settings.MT_KEY)
