"""Make the search index agree with what is public: after an upgrade that changed the form in which it holds words."""

from django.core.management.base import BaseCommand

from archive import search
from archive.models import Statement

#: Statements that are indexed in one transaction.
AT_ONCE = 500


class Command(BaseCommand):
    help = "Index again what the search index holds in an older form or not at all. Safe to stop and to run again."

    def handle(self, *args, **options) -> None:
        keys = list(search.outdated().order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), AT_ONCE):
            search.index_all(list(Statement.objects.filter(pk__in=keys[start : start + AT_ONCE])))
            self.stderr.write(f"{min(start + AT_ONCE, len(keys)):,} of {len(keys):,}")
        self.stdout.write(f"{len(keys):,} statements indexed again.")
