"""The interface as OpenAPI 3.1, from the types the code uses, and a page to read it that needs nothing from outside."""

from __future__ import annotations

import html
import inspect
from collections.abc import Sequence
from typing import Any, Final

import msgspec
from litestar import MediaType, Response, get
from litestar.handlers import HTTPRouteHandler

from mmc_console import __version__
from mmc_console.server.http import guards
from mmc_console.wire.json import encode
from mmc_console.wire.problems import Problem

PLACE: Final = "/api/v1/openapi.json"
_REF: Final = "#/components/schemas/{name}"


def documentation(handlers: Sequence[HTTPRouteHandler]) -> list[HTTPRouteHandler]:
    """The two routes that describe *handlers* and themselves. Made when first asked for."""
    made: list[bytes] = []
    every: list[HTTPRouteHandler] = []

    def document() -> bytes:
        if not made:
            made.append(encode(describe(every)))
        return made[0]

    @get(PLACE, opt={"summary": "This description"})
    async def read_openapi() -> Response[bytes]:
        """The interface as OpenAPI 3.1."""
        return Response(document(), media_type=MediaType.JSON)

    @get("/api/v1/docs", opt={"media": "text/html"})
    async def read_docs() -> Response[str]:
        """The interface as a page to read."""
        return Response(_page(msgspec.json.decode(document())), media_type=MediaType.HTML)

    every.extend((*handlers, read_openapi, read_docs))
    return [read_openapi, read_docs]


def describe(handlers: Sequence[HTTPRouteHandler]) -> dict[str, Any]:
    """The OpenAPI document of these routes."""
    types = [
        Problem,
        *{t for h in handlers for key in ("body", "answer", "later") if (t := h.opt.get(key)) is not None},
        *{t for h in handlers for t in h.opt.get("otherwise", {}).values() if t is not None},
    ]
    _, schemas = msgspec.json.schema_components(types, ref_template=_REF)
    paths: dict[str, Any] = {}
    for handler in handlers:
        for path in sorted(handler.paths):
            for method in sorted(handler.http_methods):
                entry = _operation(handler, method, path)
                paths.setdefault(_plain(path), {})[method.lower()] = entry
    return {
        "openapi": "3.1.0",
        "info": {"title": "MMC Console", "version": __version__},
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": schemas,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _operation(handler: HTTPRouteHandler, method: str, path: str) -> dict[str, Any]:
    roles = guards.ROUTES.get((method, _plain(path)), "public")
    text = inspect.getdoc(handler.fn) or ""
    parameters = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in _names(path)]
    for name, what in handler.opt.get("query", {}).items():
        parameters.append({"name": name, "in": "query", "schema": what})
    operation: dict[str, Any] = {
        "operationId": handler.fn.__name__,
        "summary": text.partition("\n")[0],
        "responses": {
            str(handler.opt.get("status", 200)): _answer(handler),
            "default": {"description": "A problem", "content": _content("application/problem+json", Problem)},
        },
    }
    for media, kind in handler.opt.get("otherwise", {}).items():  # what some callers are told instead of a problem
        told = {media: {"schema": {"type": "string"}}} if kind is None else _content(media, kind)
        operation["responses"]["default"]["content"] |= told
    if (later := handler.opt.get("later")) is not None:
        operation["responses"]["202"] = {"description": "It goes on", "content": _content("application/json", later)}
    if parameters:
        operation["parameters"] = parameters
    body = handler.opt.get("body")
    if body is not None:
        operation["requestBody"] = {"required": True, "content": _content("application/json", body)}
    if roles != "public":
        operation["security"] = [{"bearer": []}]
        operation["x-roles"] = sorted(roles)
    return operation


def _answer(handler: HTTPRouteHandler) -> dict[str, Any]:
    found: dict[str, Any] = {"description": "Done"}
    kind = handler.opt.get("answer")
    if kind is not None:
        found["content"] = _content("application/json", kind)
    elif handler.opt.get("stream"):
        found["content"] = {"text/event-stream": {"schema": {"type": "string"}}}
    elif "media" in handler.opt:
        media = handler.opt["media"]
        kinds = (media,) if isinstance(media, str) else media
        found["content"] = {kind: {"schema": {} if kind.endswith("json") else {"type": "string"}} for kind in kinds}
    for media in handler.opt.get("files", ()):  # what else it is given as, when it is asked for
        found["content"][media] = {"schema": {"type": "string", "format": "binary"}}
    return found


def _content(media: str, kind: Any) -> dict[str, Any]:
    return {media: {"schema": {"$ref": _REF.format(name=kind.__name__)}}}


def _plain(path: str) -> str:
    """`/queues/{clinic:str}` as OpenAPI writes it."""
    return "/".join(p.partition(":")[0] + "}" if p.startswith("{") and ":" in p else p for p in path.split("/"))


def _names(path: str) -> list[str]:
    return [p[1:-1] for p in _plain(path).split("/") if p.startswith("{")]


def _page(document: dict[str, Any]) -> str:
    rows = []
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            who = ", ".join(operation.get("x-roles", ["everybody"]))
            cells = (method.upper(), path, operation["summary"], who)
            rows.append("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>")
    schemas = "".join(
        f"<details><summary>{html.escape(name)}</summary><pre>"
        f"{html.escape(msgspec.json.format(msgspec.json.encode(schema), indent=2).decode())}</pre></details>"
        for name, schema in sorted(document["components"]["schemas"].items())
    )
    title = html.escape(f"{document['info']['title']} {document['info']['version']}")
    return (
        "<!doctype html><html lang=en><meta charset=utf-8><title>"
        + title
        + "</title><style>body{font:16px sans-serif;margin:2rem;max-width:70rem}td{padding:.3rem 1rem .3rem 0;"
        "vertical-align:top}td:nth-child(2){font-family:monospace}</style><h1>"
        + title
        + f"</h1><p>OpenAPI: <code>{PLACE}</code></p><table>"
        + "".join(rows)
        + "</table><h2>Types</h2>"
        + schemas
        + "</html>"
    )
