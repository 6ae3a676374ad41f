"""`publish_due`: publish what is verified and scheduled."""

import sys

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from editorial import roles
from editorial.workflow.publish import publish_due


class Command(BaseCommand):
    help = "Publish every verified statement whose scheduled moment has come. Run it from a timer."

    def add_arguments(self, parser):
        parser.add_argument("--as", dest="user", required=True, metavar="USER", help="the publisher who answers for it")

    def handle(self, user, **options):
        by = User.objects.filter(username=user, is_active=True).first()
        if by is None or not by.has_perm(roles.PUBLISH):
            raise CommandError(f"“{user}” is nobody who may publish.", returncode=2)
        done, refused = publish_due(by)
        for statement in done:
            self.stdout.write(f"published {statement.reference}")
        for statement, reason in refused:
            self.stdout.write(f"refused {statement.reference}: {reason}")
        if refused:
            sys.exit(1)
