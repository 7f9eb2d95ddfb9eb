"""Who may come in, for administrators over HTTP: other rights for a person, the end of a console. Decides nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from litestar import Request, Response, get, patch, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from mmc_console.domain.ids import ClinicCode
from mmc_console.server.auth import Auth
from mmc_console.server.auth.passwords import generate_password
from mmc_console.server.auth.users import checked_clinics, checked_roles
from mmc_console.server.http.audited import note
from mmc_console.server.http.problems import ProblemError
from mmc_console.server.http.requests import answer, body_of
from mmc_console.wire.admin import (
    ConsolesAnswer,
    NewPerson,
    PasswordMade,
    PeopleAnswer,
    Person,
    RenameRequest,
    RightsRequest,
)
from mmc_console.wire.problems import problem


def routes(auth: Auth, clinics: Callable[[], Sequence[ClinicCode]]) -> list[HTTPRouteHandler]:
    """The routes, on this service. *clinics*: the centre's, as they are now."""

    @get("/api/v1/admin/users", opt={"answer": PeopleAnswer})
    async def read_people(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Everybody who may sign in, or no longer may."""
        return answer(PeopleAnswer(tuple(await asyncio.to_thread(auth.people))))

    async def person(id: str) -> Person:
        found = next((person for person in await asyncio.to_thread(auth.people) if person.id == id), None)
        if found is None:
            raise ProblemError(problem("not-found"))
        return found

    @post("/api/v1/admin/users", status_code=201, opt={"body": NewPerson, "answer": PasswordMade, "status": 201})
    async def add_person(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Somebody new. Without a password one is made, told this once, and changed at the first sign-in."""
        asked = await body_of(request, NewPerson)
        password = asked.password or generate_password()
        await asyncio.to_thread(checked_clinics, asked.clinics, checked_roles(asked.roles), clinics())
        info = await asyncio.to_thread(
            auth.add_user, asked.username, password, asked.roles, asked.clinics, name=asked.name,
            must_change=not asked.password,
        )  # fmt: skip
        note(request.scope, about=info.id, roles=list(info.roles), clinics=list(info.clinics))
        made = PasswordMade(user=await person(info.id), password="" if asked.password else password)
        return answer(made, status=201)

    @post("/api/v1/admin/users/{id:str}/password", status_code=200, opt={"answer": PasswordMade})
    async def reset_password(request: Request[Any, Any, Any], id: FromPath[str]) -> Response[bytes]:
        """A new first password, told this once; every session of the person ends."""
        await person(id)
        password = await asyncio.to_thread(auth.accounts.reset_password, id)
        return answer(PasswordMade(user=await person(id), password=password))

    @post("/api/v1/admin/users/{id:str}/sign-out", status_code=204, opt={"status": 204})
    async def sign_out(request: Request[Any, Any, Any], id: FromPath[str]) -> Response[None]:
        """End every session of this person; their streams are cut."""
        await person(id)
        await asyncio.to_thread(auth.accounts.sign_out, id)
        return Response(None, status_code=204)

    @patch("/api/v1/admin/users/{id:str}", opt={"body": RightsRequest, "answer": Person})
    async def change_person(request: Request[Any, Any, Any], id: FromPath[str]) -> Response[bytes]:
        """Other roles or clinics, or no more access: true at the person's next request; their streams are cut."""
        asked = await body_of(request, RightsRequest)
        found = await person(id)
        await asyncio.to_thread(
            auth.change_user, found.username, name=asked.name, roles=asked.roles, clinics=asked.clinics,
            enabled=asked.enabled, known=clinics(),
        )  # fmt: skip
        note(request.scope, changed=changed_rights(found, asked))
        return answer(await person(id))

    @get("/api/v1/admin/devices", opt={"answer": ConsolesAnswer})
    async def read_consoles(request: Request[Any, Any, Any]) -> Response[bytes]:
        """Every console, with its desk letter and when it was here last."""
        return answer(ConsolesAnswer(tuple(await asyncio.to_thread(auth.consoles))))

    @patch("/api/v1/admin/devices/{id:str}", status_code=204, opt={"body": RenameRequest, "status": 204})
    async def rename_console(request: Request[Any, Any, Any], id: FromPath[str]) -> Response[None]:
        """What people call this console; empty: as it calls itself."""
        asked = await body_of(request, RenameRequest)
        if all(console.id != id for console in await asyncio.to_thread(auth.consoles)):
            raise ProblemError(problem("not-found"))
        await asyncio.to_thread(auth.accounts.rename_console, id, asked.name)
        return Response(None, status_code=204)

    @post("/api/v1/admin/devices/{id:str}/revoke", status_code=204, opt={"status": 204})
    async def revoke_console(request: Request[Any, Any, Any], id: FromPath[str]) -> Response[None]:
        """A lost or stolen console: its sessions end, and it sends nothing any more."""
        if all(console.id != id for console in await asyncio.to_thread(auth.consoles)):
            raise ProblemError(problem("not-found"))
        await asyncio.to_thread(auth.revoke_device, id)
        return Response(None, status_code=204)

    return [
        read_people, add_person, change_person, reset_password, sign_out, read_consoles, rename_console, revoke_console,
    ]  # fmt: skip


def changed_rights(was: Person, asked: RightsRequest) -> dict[str, object]:
    """What of a person's rights is asked to be another: `{"roles": [old, new]}`."""
    wanted = {name: getattr(asked, name) for name in ("roles", "clinics", "enabled")}
    return {
        name: [getattr(was, name), value] for name, value in wanted.items()
        if value is not None and value != getattr(was, name)
    }  # fmt: skip
