"""Fingerprints: the shadow of each statement's text by which duplicates are found."""

from django.db import models


class TextKey(models.Model):
    """SHA-256 of the folded words of a statement's text: equal keys are equal texts."""

    statement = models.OneToOneField("archive.Statement", models.CASCADE, related_name="text_key")
    digest = models.CharField(max_length=64, db_index=True)

    def __str__(self) -> str:
        return f"{self.statement_id} {self.digest[:12]}"


class Fingerprint(models.Model):
    """One sampled shingle of a statement's text (signed 63-bit hash, see `editorial.intake.match.fingerprints`)."""

    hash = models.BigIntegerField()
    statement = models.ForeignKey("archive.Statement", models.CASCADE, related_name="fingerprints")

    class Meta:
        indexes = [models.Index(fields=["hash", "statement"], name="fingerprint_hash")]

    def __str__(self) -> str:
        return f"{self.statement_id} {self.hash}"
