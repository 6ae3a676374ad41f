"""What statements and translations have in common: a stage, and the revisions that are worked on and shown."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from archive.models.revision import Revision
from archive.stages import Stage


class Staged(models.Model):
    """A text that goes its way from draft to published.

    `stage` says where the current revision stands; the public sees `published_revision`, whatever is being worked on.
    """

    stage = models.CharField(_("stage"), max_length=10, choices=Stage, default=Stage.DRAFT, editable=False)
    current_revision = models.ForeignKey(
        "archive.Revision", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    published_revision = models.ForeignKey(
        "archive.Revision", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    withdrawal_reason = models.TextField(_("reason of withdrawal"), blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    @staticmethod
    def rules(name: str) -> tuple[models.CheckConstraint, ...]:
        """What must hold for every such table, in the database; `name` begins the constraints' names."""
        return (
            models.CheckConstraint(
                name=f"{name}_published_has_revision",
                condition=~Q(stage=Stage.PUBLISHED)
                | Q(published_revision__isnull=False, published_revision=models.F("current_revision")),
            ),
            models.CheckConstraint(
                name=f"{name}_published_has_moment",
                condition=Q(published_revision__isnull=True) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name=f"{name}_withdrawn_has_reason",
                condition=~Q(stage=Stage.WITHDRAWN) | (Q(withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")),
            ),
        )

    def text(self) -> Revision:
        """The revision that is being worked on. Raises Revision.DoesNotExist where nothing was written yet."""
        if self.current_revision is None:
            raise Revision.DoesNotExist
        return self.current_revision

    def title(self) -> str:
        return self.current_revision.title if self.current_revision else ""
