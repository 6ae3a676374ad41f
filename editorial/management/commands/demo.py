"""`demo`: a working archive to look at, from nothing, in one line."""

import socket

import waitress
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from archive.wsgi import application
from editorial.demo import load


def listen(port: int) -> socket.socket:
    """A socket on the loopback address, before the work begins. Raises CommandError where the port is no free one."""
    try:
        return socket.create_server(("127.0.0.1", port))
    except (OSError, OverflowError) as error:
        raise CommandError(f"Nothing can be served at port {port}: {error}. Choose another one: --port N") from None


class Command(BaseCommand):
    help = "Make a demonstration archive out of invented pages and serve it. Twice is as good as once."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000, metavar="N")
        parser.add_argument("--no-serve", action="store_true", help="make it ready and stop")

    def handle(self, port, no_serve, **options):
        if settings.PRODUCTION:
            raise CommandError("This is a deployment: the demonstration is for trying things out elsewhere.")
        listening = None if no_serve else listen(port)
        call_command("migrate", verbosity=0)
        if load.holds_something_else():
            raise CommandError(
                f"The database {settings.DATABASES['default']['NAME']} holds an archive that is not the demonstration. "
                "Nothing was touched. Name another one: DATABASE_URL=sqlite:///var/demo.sqlite3"
            )
        self.stdout.write("The demonstration goes through the whole flow; this takes a moment.")
        passwords = load.people()
        for line in load.load():
            self.stdout.write(f"  {line}")
        self.stdout.write("\nPeople at the desk (new passwords at every run):")
        for role, password in passwords.items():
            self.stdout.write(f"  {role:14} {password}")
        if listening is None:
            self.stdout.write("\nReady.")
            return
        self.stdout.write(f"\nThe archive: http://127.0.0.1:{port}/   the desk: http://127.0.0.1:{port}/desk/")
        self.stdout.write("Stop with Ctrl-C.")
        self.stdout.flush()
        waitress.serve(application, sockets=[listening], ident=None, _quiet=True)
