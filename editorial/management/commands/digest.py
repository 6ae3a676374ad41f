"""`digest`: send everybody at the desk what waits for them. Run it once a day from a timer."""

import sys
from smtplib import SMTPException

from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from archive.languages import INTERFACE
from editorial.digest import digest_for
from editorial.models import SentDigest


class Command(BaseCommand):
    help = "Mail each person at the desk what waits for them: their texts, what was said to them, the queues."

    def add_arguments(self, parser):
        parser.add_argument("--desk", required=True, metavar="ADDRESS", help="the desk's address, for the letter's end")
        parser.add_argument("--language", default="en", choices=INTERFACE, help="the letters' language")
        parser.add_argument("--dry-run", action="store_true", help="print the letters and send none")

    def handle(self, desk, language, dry_run, **options):
        if not desk.startswith(("https://", "http://")):
            raise CommandError(f"“{desk}” is no address: it begins with https://.", returncode=2)
        sent = failed = 0
        people = User.objects.filter(is_active=True, is_staff=True).exclude(email="").order_by("username")
        for person in people:
            letter = digest_for(person, desk, language)
            if letter is None:
                continue
            if dry_run:
                self.stdout.write(f"To: {person.email}\nSubject: {letter.subject}\n\n{letter.body}")
                continue
            # Run twice a day, or again after an interruption, it still writes once to each.
            day, fresh = SentDigest.objects.get_or_create(person=person, day=timezone.localdate())
            if not fresh:
                continue
            try:
                EmailMessage(letter.subject, letter.body, to=[person.email]).send()
                sent += 1
            except (OSError, SMTPException) as error:
                day.delete()
                failed += 1
                self.stderr.write(f"{person}: {error}")
        self.stdout.write(f"{sent} sent, {failed} failed")
        if failed:
            sys.exit(1)
