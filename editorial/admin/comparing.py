"""The verifier's page: the captured page with the statement's span marked, and how the text differs from it."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from archive.differences import SAME, ParagraphDifference, paragraph_differences
from archive.models import Statement, Witness
from editorial.admin.texts import TextAdmin
from editorial.margin import Stretch, lay_out
from editorial.models import Candidate
from editorial.paragraphs import number, renumber, split_paragraphs
from editorial.quality.finding import quoted

#: Paragraphs that only the capture has are numbered from here on, above any number in use.
LAST_USED = 1_000_000


def captured(witness: Witness) -> list[str]:
    """The paragraphs of a statement as they stand in one capture: its salutation and body."""
    here = Candidate.objects.filter(extract=witness.extract_id, start=witness.start, end=witness.end).first()
    if here and here.reading.get("paragraphs"):
        return list(here.reading["paragraphs"])
    return split_paragraphs(witness.extract.text[witness.start : witness.end])


def differences(witness: Witness, paragraphs: Sequence[dict]) -> list[ParagraphDifference]:
    """From the capture to the text: what went is in the capture only, what is new is in the text only."""
    before = renumber(paragraphs, captured(witness), LAST_USED) if paragraphs else number(captured(witness))
    return paragraph_differences(before, paragraphs)


class Compared(TextAdmin):
    """A statement that can be laid beside each captured page on which it stands."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("<path:object_id>/compare/", wrap(self.compare_view), name="archive_statement_compare"),
            *super().get_urls(),
        ]

    def compare_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """`?witness=` chooses one of several; the first otherwise."""
        statement = self.thing(request, object_id)
        if not isinstance(statement, Statement):
            raise Http404
        witnesses = list(statement.witnesses.select_related("extract__capture").order_by("id"))
        key = request.GET.get("witness", "")
        witness = next((one for one in witnesses if str(one.pk) == key), witnesses[0] if witnesses else None)
        if witness is None:
            raise Http404(_("No captured page stands behind this statement."))
        span = (witness.start, witness.end)
        page = reverse("admin:archive_capture_change", args=[witness.extract.capture_id])
        word = _("statement %s") % quoted(statement.reference)
        rows = differences(witness, statement.current_revision.paragraphs if statement.current_revision else [])
        return render(
            request,
            "admin/archive/statement/compare.html",
            {
                **self.admin_site.each_context(request),
                **self.text_context(request, statement),
                "title": _("Compare with the capture"),
                "opts": self.opts,
                "thing": statement,
                "witnesses": witnesses,
                "witness": witness,
                "layout": lay_out(witness.extract.text, [Stretch("passage", "passage", *span, word, page)], span),
                "page_language": witness.extract.page.get("language", ""),
                "paragraphs": rows,
                "changed": sum(row.kind != SAME for row in rows),
                "language": statement.language,
            },
        )
