"""Which edition of the archive is shown: it changes with every act of the desk that readers could see.

The log of decisions is the edition's number. A decision is written in the transaction of what was decided and carries
the digest of all before it, so an edition is never told before what it stands for is there, goes to hot standbys
together with it, and is another one after a backup was restored. What was made of an edition is good as long as that
is the current one: pages, counts. Nothing needs to be told to forget.
"""

import time

from django.db import connections, router

from archive.models import Decision

#: Acts that change nothing which readers see. Everything else ends an edition, rather once too often.
_UNSEEN = ("open", "write", "submit", "discard", "people")
#: Past the ORM, which takes ten times as long to say it: this is asked for every page.
_LAST = (
    f"SELECT digest FROM {Decision._meta.db_table} WHERE verb NOT IN ({', '.join(['%s'] * len(_UNSEEN))}) "
    "ORDER BY id DESC LIMIT 1"
)


#: Seconds for which a process shows the edition that it has seen; its own acts it sees at once (`forget`).
SHOWN_FOR = 1.0
_shown: list[tuple[float, str]] = []


def shown() -> str:
    """The edition that a kept page is looked for in: `current`, or what that was within the last second."""
    seen = _shown[:]  # another thread may forget it in between
    if seen and time.monotonic() < seen[0][0]:
        return seen[0][1]
    edition = current()
    _shown[:] = [(time.monotonic() + SHOWN_FOR, edition)]
    return edition


def forget() -> None:
    """Look at the log again: something was decided in this process."""
    _shown.clear()


def current() -> str:
    """The current edition, one quick query: 64 letters, "" of an archive in which nothing was decided.

    What is kept is kept under this one, asked for on the connection on which it is made: another standby may be ahead.
    """
    with connections[router.db_for_read(Decision)].cursor() as cursor:
        cursor.execute(_LAST, _UNSEEN)
        last = cursor.fetchone()
    return last[0] if last else ""
