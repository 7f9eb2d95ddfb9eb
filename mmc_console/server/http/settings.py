"""Settings of the running centre over HTTP, for administrators: what there is, changing it, who changed what."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec
from litestar import Request, Response, get, patch
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from msgspec import inspect

from mmc_console.server.auth import Auth
from mmc_console.server.http.guards import principal_of
from mmc_console.server.http.problems import ProblemError
from mmc_console.server.http.requests import answer, body_of
from mmc_console.server.preferences import Area, BadPreference, Change, Preferences
from mmc_console.wire.centre import Who
from mmc_console.wire.office import AreaView, Field, SettingsAnswer, SettingsChange, SettingsHistory, SettingsStep
from mmc_console.wire.problems import FieldError, problem


def routes(
    preferences: Preferences, auth: Auth, stamp: Callable[[datetime], datetime]
) -> list[HTTPRouteHandler]:  # fmt: skip
    """The routes, on these services. *stamp* gives a moment the centre's own offset."""

    def names() -> dict[str, str]:
        return {person.id: person.name or person.username for person in auth.people()}

    def known(area: str) -> type[Area]:
        found = preferences.areas.get(area)
        if found is None:
            raise ProblemError(problem("not-found"))
        return found

    def view(kind: type[Area], people: Mapping[str, str]) -> AreaView:
        last = next(iter(preferences.history(kind.AREA, 1)), None)
        return AreaView(
            area=kind.AREA, fields=fields_of(kind, preferences.read(kind)),
            changed=None if last is None else stamp(last.at), by=Who() if last is None else _who(last.by, people),
        )  # fmt: skip

    @get("/api/v1/admin/settings", opt={"answer": SettingsAnswer})
    async def read_settings() -> Response[bytes]:
        """Every area with its fields: limits, defaults, present values, and who changed it last."""

        def work() -> SettingsAnswer:
            people = names()
            return SettingsAnswer(tuple(view(kind, people) for kind in preferences.areas.values()))

        return answer(await asyncio.to_thread(work))

    @patch("/api/v1/admin/settings/{area:str}", opt={"body": SettingsChange, "answer": AreaView})
    async def change_settings(request: Request[Any, Any, Any], area: FromPath[str]) -> Response[bytes]:
        """Set some fields, or put them back to their defaults; all of it or nothing."""
        kind = known(area)
        asked, by = await body_of(request, SettingsChange), principal_of(request).actor.user

        def work() -> AreaView:
            default: dict[str, Any] = msgspec.to_builtins(kind())
            try:
                for name in asked.defaults:
                    if name not in default or name in asked.fields:
                        raise BadPreference(name, "unknown" if name not in default else "set and put back at once")
                wanted = {**asked.fields, **{name: default[name] for name in asked.defaults}}
                if wanted:
                    preferences.change(kind, wanted, by)
            except BadPreference as fault:
                errors = (FieldError(fault.field, fault.message),)
                raise ProblemError(problem("bad-setting", errors=errors, field=fault.field)) from None
            return view(kind, names())

        return answer(await asyncio.to_thread(work))

    @get("/api/v1/admin/settings/{area:str}/history", opt={"answer": SettingsHistory})
    async def read_history(area: FromPath[str]) -> Response[bytes]:
        """What was changed in an area, by whom and when."""
        kind = known(area)

        def work() -> SettingsHistory:
            people = names()
            return SettingsHistory(steps_of(kind, preferences.history(kind.AREA), people, stamp))

        return answer(await asyncio.to_thread(work))

    return [read_settings, change_settings, read_history]


def fields_of(kind: type[Area], value: Area) -> tuple[Field, ...]:
    """The fields of an area as a page can show them."""
    declared = inspect.type_info(kind)
    assert isinstance(declared, inspect.StructType)
    default, present = msgspec.to_builtins(kind()), msgspec.to_builtins(value)
    written = get_type_hints(kind, include_extras=True)
    return tuple(
        _field(f.name, f.type, default[f.name], present[f.name], _choices(written[f.name])) for f in declared.fields
    )  # fmt: skip


def _choices(written: Any) -> tuple[str, ...]:
    """The words a field or the items of its list may be, in the order they are written: msgspec sorts them."""
    if get_origin(written) is Literal:
        return tuple(str(choice) for choice in get_args(written))
    return next((found for part in get_args(written) if (found := _choices(part))), ())


def _field(name: str, type: inspect.Type, default: Any, value: Any, choices: tuple[str, ...]) -> Field:
    bare = type.type if isinstance(type, inspect.Metadata) else type
    match bare:
        case inspect.BoolType():
            return Field(name=name, kind="switch", default=default, value=value)
        case inspect.IntType() | inspect.FloatType():
            return Field(
                name=name, kind="whole" if isinstance(bare, inspect.IntType) else "number", default=default,
                value=value, least=_least(bare), most=_most(bare),
            )  # fmt: skip
        case inspect.LiteralType():
            return Field(name=name, kind="choice", default=default, value=value, choices=choices)
        case inspect.StrType():
            return Field(name=name, kind="text", default=default, value=value, longest=bare.max_length)
        case _:
            return Field(name=name, kind="list", default=default, value=value, choices=choices)


def _least(type: inspect.IntType | inspect.FloatType) -> float | None:
    return type.ge if type.ge is not None else type.gt


def _most(type: inspect.IntType | inspect.FloatType) -> float | None:
    return type.le if type.le is not None else type.lt


def steps_of(
    kind: type[Area], history: tuple[Change, ...], people: Mapping[str, str], stamp: Callable[[datetime], datetime]
) -> tuple[SettingsStep, ...]:
    """What each change did. A row keeps only what was not at its default: the rest follows from the row before."""
    default: dict[str, Any] = msgspec.to_builtins(kind())
    found = []
    for change, earlier in zip(history, [*history, None][1:], strict=True):
        was = default | (earlier.fields if earlier is not None else {})
        now = default | change.fields
        touched = [name for name in now if now[name] != was.get(name)]
        found.append(
            SettingsStep(
                at=stamp(change.at), by=_who(change.by, people), before={n: was.get(n) for n in touched},
                after={n: now[n] for n in touched},
            )
        )  # fmt: skip
    return tuple(found)


def _who(id: str, people: Mapping[str, str]) -> Who:
    return Who(id, people[id]) if id in people else Who()
