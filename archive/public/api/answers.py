"""How the API answers: JSON, problems as RFC 9457 has them, open to every origin, only read."""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import set_response_etag
from django.views.decorators.csrf import csrf_exempt

from archive.public.api.openapi import PROBLEM_TYPE
from archive.public.api.parameters import Parameter, faults_of
from archive.public.api.resources import Fault, Problem
from archive.public.headers import MOST_PARAMETERS, public_page

_METHODS = "GET, HEAD, OPTIONS"
_PREFLIGHT = {
    "Access-Control-Allow-Methods": _METHODS,
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class Refusal(Exception):
    """What is asked cannot be answered: carries the problem that is answered instead."""

    def __init__(self, status: int, detail: str, faults: Sequence[Fault] = (), **more: str):
        super().__init__(detail)
        self.status, self.detail, self.faults, self.more = status, detail, faults, more

    def problem(self) -> Problem:
        problem: Problem = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
        }
        if self.faults:
            problem["faults"] = list(self.faults)
        return cast(Problem, problem | self.more)


def json_answer(content: Mapping[str, Any], status: int = 200, media_type: str = "application/json") -> HttpResponse:
    """JSON in UTF-8, its letters as they are."""
    return HttpResponse(json.dumps(content, ensure_ascii=False) + "\n", content_type=media_type, status=status)


def answering(
    view: Callable[..., Mapping[str, Any] | HttpResponse], parameters: Sequence[Parameter] = ()
) -> Callable[..., HttpResponseBase]:
    """The view behind an address of the API: judges what is asked, answers in JSON and in English.

    `view` returns the content, or a response of its own; it raises Refusal, or Http404 where nothing public is there.
    """

    @wraps(view)
    def content(request: HttpRequest, **path: str) -> HttpResponse:
        try:
            if request.META.get("QUERY_STRING", "").count("&") > MOST_PARAMETERS:
                raise Refusal(400, "There are too many parameters.")
            faults = faults_of(request.GET, parameters)
            if faults:
                raise Refusal(400, "Parameters cannot be read.", faults)
            with translation.override("en"):
                found = view(request, **path)
        except Refusal as refusal:
            return json_answer(refusal.problem(), refusal.status, PROBLEM_TYPE)
        except Http404:
            return json_answer(Refusal(404, "Nothing public is there.").problem(), 404, PROBLEM_TYPE)
        return found if isinstance(found, HttpResponse) else json_answer(found)

    reading = public_page(content)

    # Nothing is written here, so there is nothing that a forged request could do: it is told what it may.
    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, **path: str) -> HttpResponseBase:
        response: HttpResponseBase
        if request.method in ("GET", "HEAD"):
            response = reading(request, **path)
            if request.method == "HEAD" and response.status_code == 200:
                set_response_etag(response)  # Django gives it to GET alone
        elif request.method == "OPTIONS":
            response = HttpResponse(status=204, headers={"Allow": _METHODS, **_PREFLIGHT})
        else:
            problem = Refusal(405, f"Only {_METHODS} are answered.").problem()
            response = json_answer(problem, 405, PROBLEM_TYPE)
            response["Allow"] = _METHODS
        response["Content-Language"] = "en"
        return response

    return answer
