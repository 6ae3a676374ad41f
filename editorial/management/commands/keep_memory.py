"""Make the translation memory agree with what is public: after an upgrade that brought it, or a change of folding."""

from itertools import batched

from django.core.management.base import BaseCommand

from archive.models import Statement, Translation
from editorial.models import Segment
from editorial.workflow.memory import keep

#: Statements in one transaction; a command that is broken off goes on where nothing is lost: run it again.
AT_ONCE = 200


class Command(BaseCommand):
    help = "Rebuild the translation memory out of the published translations."

    def handle(self, *args, **options):
        held = set(Segment.objects.order_by().values_list("translation__statement", flat=True).distinct())
        public = set(Translation.objects.public().order_by().values_list("statement", flat=True).distinct())
        for keys in batched(sorted(held | public), AT_ONCE):
            keep(list(Statement.objects.filter(pk__in=keys)))
        self.stdout.write(f"{Segment.objects.count():,} segments of {len(public):,} statements.")
