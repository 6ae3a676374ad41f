"""Ground: the stages of a text and the fixed lists of kinds and roles, each with the word the reader sees."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Stage(models.TextChoices):
    """Where the current revision of a statement or translation stands. Written only by `editorial.workflow.moves`."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in review", _("in review")
    VERIFIED = "verified", _("verified")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Kind(models.TextChoices):
    """What sort of text a statement is."""

    STATEMENT = "statement", _("statement")
    JOINT = "joint statement", _("joint statement")
    COMMENTARY = "commentary", _("commentary")
    INTERVIEW = "interview", _("interview")
    LETTER = "letter", _("letter")
    APPEAL = "appeal", _("appeal")
    REPORT = "report", _("report")
    RESOLUTION = "resolution", _("resolution")
    GREETING = "greeting", _("greeting")
    OBITUARY = "obituary", _("obituary")


class Role(models.TextChoices):
    """The part an organisation or person plays towards a statement."""

    ISSUER = "issuer", _("issuer")
    SIGNATORY = "signatory", _("signatory")
    PUBLISHER = "publisher", _("publisher")
    QUOTING_SOURCE = "quoting source", _("quoting source")


class Origin(models.TextChoices):
    """Who made a translation."""

    OFFICIAL = "official", _("by the issuer")
    FOUND = "found", _("found with somebody else")
    OURS = "ours", _("our own")
    MACHINE = "machine", _("by machine")


class Axis(models.TextChoices):
    """What a verifier looks at, one assessment each."""

    TEXT = "text", _("text")
    ATTRIBUTION = "attribution", _("attribution")
    DATE = "date", _("date")
    TRANSLATION = "translation", _("translation")


class Verdict(models.TextChoices):
    """A verifier's answer on one axis. No row means: not looked at."""

    CONFIRMED = "confirmed", _("confirmed")
    CONTRADICTED = "contradicted", _("contradicted")
    COULD_NOT_CHECK = "could not check", _("could not check")


KINDS = tuple(Kind.values)
