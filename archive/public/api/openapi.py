"""The API described in OpenAPI 3.1, made of the types and parameters that answer: `openapi.json`."""

from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints, is_typeddict

from archive.public.api.parameters import Parameter
from archive.public.api.resources import Problem, Tombstone

VERSION = "1.0.0"
PROBLEM_TYPE = "application/problem+json"
_PLAIN: dict[Any, str] = {str: "string", int: "integer", bool: "boolean", NoneType: "null"}
_LINK = {"Link": {"description": "next and prev page (RFC 8288)", "schema": {"type": "string"}}}
_ETAG = {
    "ETag": {"description": "give it back in If-None-Match", "schema": {"type": "string"}},
    "Cache-Control": {"schema": {"type": "string"}},
}


def schema_of(hint: Any, components: dict[str, Any]) -> dict[str, Any]:
    """The JSON Schema of a type; that of a TypedDict goes into `components`. Raises TypeError for any other type."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        schema = schema_of(arguments[0], components)
        for note in arguments[1:]:
            schema = schema | (note if isinstance(note, dict) else {"description": note})
        return schema
    if is_typeddict(hint):
        if hint.__name__ not in components:
            components[hint.__name__] = {}  # its place, should it lead back to itself
            members = get_type_hints(hint, include_extras=True)
            components[hint.__name__] = {
                "type": "object",
                "description": (hint.__doc__ or "").strip(),
                "properties": {name: schema_of(_required(member), components) for name, member in members.items()},
                "required": [name for name in members if name in hint.__required_keys__],
            }
        return {"$ref": f"#/components/schemas/{hint.__name__}"}
    if origin is list:
        return {"type": "array", "items": schema_of(arguments[0], components)}
    if origin is dict:
        return {"type": "object", "additionalProperties": schema_of(arguments[1], components)}
    if origin is Literal:
        return {"type": "string", "enum": list(arguments)}
    if origin in (Union, UnionType):
        return {"anyOf": [schema_of(one, components) for one in arguments]}
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    raise TypeError(f"{hint} has no place in JSON.")


def _required(member: Any) -> Any:
    """What stands inside NotRequired."""
    return get_args(member)[0] if str(get_origin(member)).endswith("NotRequired") else member


def operation(
    name: str,
    summary: str,
    answer: type,
    parameters: tuple[Parameter, ...],
    path_parameters: dict[str, str],
    components: dict[str, Any],
) -> dict[str, Any]:
    """One GET: what it may be asked, and each answer. `path_parameters` are the patterns of what stands in its path."""
    pages = any(parameter.name == "cursor" for parameter in parameters)

    def said(description: str, of: type, media_type: str, headers: dict[str, Any] | None = None) -> dict[str, Any]:
        content = {media_type: {"schema": schema_of(of, components)}}
        return {"description": description, "content": content} | ({"headers": headers} if headers else {})

    responses: dict[str, Any] = {
        "200": said("found", answer, "application/json", _ETAG | (_LINK if pages else {})),
        "304": {"description": "nothing has changed since the ETag in If-None-Match"},
        "400": said("a parameter cannot be read", Problem, PROBLEM_TYPE),
        "405": said("only GET, HEAD and OPTIONS are answered", Problem, PROBLEM_TYPE),
    }
    if path_parameters or pages:
        responses["404"] = said("nothing public is there", Problem, PROBLEM_TYPE)
    if "reference" in path_parameters:
        responses["301"] = {
            "description": "it was merged into another statement, which is there",
            "headers": {"Location": {"schema": {"type": "string"}}},
        }
        responses["410"] = said("it was withdrawn; this remains of it", Tombstone, PROBLEM_TYPE)
    in_path = [
        {
            "name": key,
            "in": "path",
            "required": True,
            "schema": {"type": "string", "pattern": f"^{pattern}$"},
        }
        for key, pattern in path_parameters.items()
    ]
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [*in_path, *(parameter.described() for parameter in parameters)],
        "responses": dict(sorted(responses.items())),
    }


def document(server: str, documentation: str, paths: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    """The whole description."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sanad",
            "version": VERSION,
            "description": (
                "Political statements in many languages, each traceable to the captured bytes. Everything can be read "
                "without a key; nothing can be written. Members may be added: pass over those that you do not know."
            ),
        },
        "externalDocs": {"url": documentation},
        "servers": [{"url": server}],
        "paths": paths,
        "components": {"schemas": components},
    }
