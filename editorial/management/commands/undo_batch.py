"""`undo_batch`: take a batch back."""

from django.core.management.base import BaseCommand, CommandError

from editorial.intake.undo import undo
from editorial.models import Batch


class Command(BaseCommand):
    help = "Take a batch back: everything that it made and no person has touched since. Says what it leaves, and why."

    def add_arguments(self, parser):
        parser.add_argument("name", metavar="NAME")

    def handle(self, name, **options):
        batch = Batch.objects.filter(name=name).first()
        if batch is None:
            last = ", ".join(Batch.objects.values_list("name", flat=True)[:5]) or "none"
            raise CommandError(f"There is no batch “{name}”. The last ones: {last}.", returncode=2)
        undone = undo(batch)
        counts = ", ".join(f"{count} {thing}s" for thing, count in undone.taken_back.items() if count)
        self.stdout.write(f"Taken back: {counts or 'nothing'}.")
        for line in undone.left:
            self.stdout.write(f"left: {line}")
