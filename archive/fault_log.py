"""How an error of a page is written down: where in the code it happened, and nothing of whoever asked.

Django mails errors to administrators that nobody has named here, so a page that fails would fail unheard. Its usual
words hold the address and the message of the exception, in which what a reader typed may stand; neither is kept.
"""

import logging
import traceback


class WithoutReaders(logging.Formatter):
    """Kind of request, name of the page, kind of exception, and the lines that it went through."""

    def format(self, record: logging.LogRecord) -> str:
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        page = match.view_name if match else "no page"
        said = [f"{self.formatTime(record)} {record.levelname} {getattr(request, 'method', '?')} {page}"]
        error = record.exc_info[1] if record.exc_info else None
        while error is not None:
            said += [line.rstrip() for line in traceback.format_tb(error.__traceback__)]
            said.append(f"{type(error).__module__}.{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(said)
