"""Flags of watched sources on the desk: what changed or went away, until somebody has looked at it."""

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from editorial import roles
from editorial.admin.kept import ReadOnly, editor
from editorial.admin.lists import WaitsFor
from editorial.models import SourceFlag
from editorial.templatetags.desk import visible

#: What a line of a difference begins with, and the element that says so.
_ELEMENTS = {"- ": "del", "+ ": "ins"}


@admin.register(SourceFlag)
class SourceFlagAdmin(ReadOnly):
    list_display = ("at", "kind", "source", "address", "seen_by")
    list_filter = (WaitsFor, "kind", "source")
    list_select_related = ("source", "seen_by")
    search_fields = ("address", "source__name")
    fields = ("source", "address", "kind", "at", "last_at", "shown_difference", "before", "after", "seen_by")
    readonly_fields = ("shown_difference",)
    actions = ("seen",)

    def has_seen_permission(self, request) -> bool:
        return request.user.has_perm(roles.TAKE_IN)

    @admin.action(description=_("Mark as seen"), permissions=["seen"])
    def seen(self, request, flags) -> None:
        """Whoever has looked at a flag takes it out of the queue; the flag itself stays."""
        count = flags.filter(seen_by=None).update(seen_by=editor(request))
        self.message_user(
            request, ngettext("%d flag was marked as seen.", "%d flags were marked as seen.", count) % count
        )

    @admin.display(description=_("difference"))
    def shown_difference(self, flag: SourceFlag):
        """The lines that went and came, each by its own direction."""
        lines = [
            (_ELEMENTS.get(line[:2], "span"), visible(line[2:] if line[:2] in (*_ELEMENTS, "  ") else line))
            for line in flag.diff.splitlines()
        ]
        return format_html(
            '<div class="text-difference">{}</div>',
            format_html_join("", '<p dir="auto"><{0}>{1}</{0}></p>', lines),
        )
