"""Fingerprints: the shadow of each statement's text by which duplicates are found."""

from django.db import models


class TextKey(models.Model):
    """SHA-256 of the folded words of a statement's text: equal keys are equal texts."""

    statement = models.OneToOneField("archive.Statement", models.CASCADE, related_name="text_key")
    digest = models.CharField(max_length=64, db_index=True)

    def __str__(self) -> str:
        return f"{self.statement_id} {self.digest[:12]}"


class Fingerprint(models.Model):
    """One sampled shingle of a statement's text (signed 63-bit hash, see `editorial.fingerprints`).

    Hashes fall anywhere. In one index over all of them every insert met another page, and each chunk of an import wrote
    nearly the whole index again. So the index goes by shelves, of which only the last one grows; a look-up visits all.
    """

    #: Statements on one shelf.
    SHELF = 16_384

    pk = models.CompositePrimaryKey("shelf", "hash", "statement")
    shelf = models.IntegerField()  # `shelf_of` the statement
    hash = models.BigIntegerField()
    # A shadow that is made anew from the text at any time; to let the database look up the statement thirty times
    # costs as much as to put the fingerprints in.
    statement = models.ForeignKey("archive.Statement", models.CASCADE, related_name="fingerprints", db_constraint=False)

    def __str__(self) -> str:
        return f"{self.statement_id} {self.hash}"

    @classmethod
    def shelf_of(cls, statement: int) -> int:
        """The shelf on which the fingerprints of the statement with this key stand."""
        return statement // cls.SHELF
