"""The page that tells people how their programs read the archive."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.models import Statement
from archive.public.api.parameters import MOST_ON_A_PAGE, STATEMENTS
from archive.public.headers import public_page

#: Of the parameters of a list, those that only the API has.
_ITS_OWN = {"limit", "cursor"}


@public_page
def machines(request: HttpRequest) -> HttpResponse:
    """Every address for programs, shown on the newest statement where there is one."""
    newest = Statement.objects.public().newest_first().values_list("reference", flat=True).first()
    return render(
        request,
        "archive/machines.html",
        {
            "reference": newest or "",
            "parameters": [one.name for one in STATEMENTS if one.name not in _ITS_OWN],
            "most": MOST_ON_A_PAGE,
        },
    )
