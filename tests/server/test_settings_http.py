"""Settings over HTTP: what there is, changing, going back, and who did it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import pytest
from msgspec import Meta

from mmc_console.server.areas import AREAS
from mmc_console.server.http.settings import fields_of
from mmc_console.server.preferences import Area
from tests.server.auth_app import server_in
from tests.server.auth_http import Caller

SETTINGS = "/api/v1/admin/settings"


def told(place: Path, story: Callable[[Caller], Awaitable[None]]) -> None:
    async def run() -> None:
        async with server_in(place) as server:
            await story(await server.caller().sign_in())

    asyncio.run(run())


def test_every_area_is_listed_with_what_its_fields_may_be(tmp_path: Path) -> None:
    async def story(admin: Caller) -> None:
        areas = {a["area"]: a for a in (await admin.ask("GET", SETTINGS)).json()["areas"]}
        assert list(areas) == [area.AREA for area in AREAS]
        assert areas["patients"]["fields"] == [
            {"name": "keep_months", "kind": "whole", "default": 12, "value": 12, "least": 1.0, "most": 120.0}
        ]
        assert "changed" not in areas["patients"]

    told(tmp_path, story)


def test_a_change_says_who_and_goes_back_to_the_default(tmp_path: Path) -> None:
    async def story(admin: Caller) -> None:
        path = f"{SETTINGS}/patients"
        for asked, value in (({"fields": {"keep_months": 24}}, 24), ({"defaults": ["keep_months"]}, 12)):
            answer = await admin.ask("PATCH", path, json=asked)
            assert (answer.status_code, answer.json()["fields"][0]["value"]) == (200, value), answer.text
            assert answer.json()["by"]["name"] == "Admin"
        steps = (await admin.ask("GET", f"{path}/history")).json()["steps"]
        assert [(s["before"], s["after"], s["by"]["name"]) for s in steps] == [
            ({"keep_months": 24}, {"keep_months": 12}, "Admin"),
            ({"keep_months": 12}, {"keep_months": 24}, "Admin"),
        ]

    told(tmp_path, story)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"fields": {"keep_months": 0}}, "keep_months"), ({"fields": {"keep_months": 121}}, "keep_months"),
        ({"fields": {"keep_months": "x"}}, "keep_months"), ({"fields": {"sugar": 1}}, "sugar"),
        ({"defaults": ["sugar"]}, "sugar"),
        ({"fields": {"keep_months": 2}, "defaults": ["keep_months"]}, "keep_months"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field_and_changes_nothing(
    tmp_path: Path, asked: dict[str, Any], field: str
) -> None:
    async def story(admin: Caller) -> None:
        refused = await admin.ask("PATCH", f"{SETTINGS}/patients", json=asked)
        assert (refused.status_code, refused.json()["code"]) == (422, "bad-setting")
        assert refused.json()["errors"][0]["field"] == field
        areas = (await admin.ask("GET", SETTINGS)).json()["areas"]
        assert next(a for a in areas if a["area"] == "patients")["fields"][0]["value"] == 12

    told(tmp_path, story)


def test_an_area_that_is_none_is_not_found(tmp_path: Path) -> None:
    async def story(admin: Caller) -> None:
        for method, path in (("PATCH", "/nothing"), ("GET", "/nothing/history")):
            assert (await admin.ask(method, SETTINGS + path, json={})).status_code == 404

    told(tmp_path, story)


class Everything(Area, frozen=True):
    """One field of each kind."""

    AREA: ClassVar[str] = "everything"
    whole: Annotated[int, Meta(ge=1, le=9)] = 4
    number: Annotated[float, Meta(gt=0)] = 1.5
    switch: bool = False
    choice: Literal["a", "b"] = "a"
    text: Annotated[str, Meta(max_length=20)] = "x"
    words: tuple[str, ...] = ("x",)
    some: tuple[Literal["sun", "mon"], ...] = ("sun",)


def test_fields_of_every_kind_are_described() -> None:
    found = {f.name: f for f in fields_of(Everything, Everything(whole=7))}
    assert {f.name: f.kind for f in found.values()} == {
        "whole": "whole", "number": "number", "switch": "switch", "choice": "choice", "text": "text", "words": "list",
        "some": "list",
    }  # fmt: skip
    assert (found["whole"].least, found["whole"].most, found["whole"].value, found["whole"].default) == (1, 9, 7, 4)
    assert (found["number"].least, found["number"].most) == (0, None)
    assert found["choice"].choices == ("a", "b")
    assert found["text"].longest == 20
    assert found["some"].choices == ("sun", "mon")
