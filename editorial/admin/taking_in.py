"""Take in on the desk: files or a pasted text become a batch of captures and candidates."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from editorial import roles
from editorial.admin.kept import ReadOnly, editor
from editorial.forms import TakeInForm
from editorial.intake.cell import Answer, Cell, Quarantined
from editorial.intake.known_names import hint_of, known_names
from editorial.intake.quarantine import set_aside
from editorial.intake.take_in import Taken, keep_container, take_in
from editorial.intake.unpack import DECODED
from editorial.models import Batch
from editorial.records import Item

#: What a pasted text is called where a file has its name.
_PASTED = "pasted.txt"


class TakesIn(ReadOnly):
    """The page that stands where another list has "add"."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("take-in/", wrap(self.take_in_view), name="archive_capture_take_in"),
            *super().get_urls(),
        ]

    def take_in_view(self, request: HttpRequest) -> HttpResponse:
        """Files or a pasted text, taken in as one batch; one bad file never stops the others."""
        if not request.user.has_perm(roles.TAKE_IN):
            raise PermissionDenied
        form = TakeInForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            values = form.cleaned_data
            given = [(file.name, file.read()) for file in values["pages"]]
            if values["pasted"].strip():
                given.append((_PASTED, values["pasted"].encode()))
            taken = self._take_in(request, given, values["source"], values["address"] if len(given) == 1 else "")
            if taken:
                return HttpResponseRedirect(_first_waiting(taken))
        return render(
            request,
            "admin/archive/capture/take_in.html",
            {**self.admin_site.each_context(request), "title": _("Take in"), "opts": self.opts, "form": form},
            status=400 if form.is_bound else 200,
        )

    def _take_in(self, request, given, source, address: str) -> list[Taken]:
        """Take each page of each file in, read in a cell, and say what came of it; those that went in."""
        name = f"{timezone.now():%Y-%m-%d-%H%M%S}-{editor(request).get_username()}"[:100]
        done = []
        with Cell(known_names()) as cell:
            for file_name, data in given:
                item = Item(data=data, name=file_name, address=address)
                for answer in cell.read(item, hint_of(source)):
                    try:
                        taken = self._take_page(request, name, item, answer, source)
                    except (ValueError, OSError, DatabaseError) as error:
                        self.message_user(request, f"“{answer.item.name}”: {error}", messages.ERROR)
                        continue
                    done.append(taken)
                    self._tell(request, answer.item.name, taken)
        return done

    def _tell(self, request: HttpRequest, name: str, taken: Taken) -> None:
        """What came of one page. That nothing did is no success: there is nothing to go on with."""
        if taken.new or taken.known:
            said = _("“%(file)s”: %(new)d new candidates, %(known)d known.")
            told = said % {"file": name, "new": len(taken.new), "known": taken.known}
            self.message_user(request, told, messages.SUCCESS)
        else:
            told = _("“%(file)s” was kept, but no statement was found in it.") % {"file": name}
            self.message_user(request, told, messages.WARNING)

    def _take_page(self, request, name: str, item: Item, answer: Answer, source) -> Taken:
        """Take in what was read of one page of `item`. Raises Quarantined where nothing was; then it is set aside."""
        if answer.proposal is None:
            set_aside(answer.item, answer.error)
            raise Quarantined(answer.error)
        with transaction.atomic():
            batch, _made = Batch.objects.get_or_create(name=name, defaults={"by": editor(request)})
            if answer.item.facts.get("container_kind") in DECODED:
                keep_container(item, batch=batch, source=source)
            return take_in(answer.item, answer.proposal, batch=batch, source=source)


def _first_waiting(taken: list[Taken]) -> str:
    """The page of the first new candidate, else of the capture that was known already."""
    for one in taken:
        if one.new:
            return reverse("admin:editorial_candidate_change", args=[one.new[0].pk])
    return reverse("admin:archive_capture_change", args=[taken[0].capture.pk])
