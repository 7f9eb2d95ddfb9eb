"""C2: whatever is sent, no answer is a 5xx, and none is undocumented: by status, kind, form and problem."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.server.fuzzed_world import SEED, World, asking
from tests.server.fuzzing import PROBLEM, Fuzz
from tests.server.live_parts import Program

CASES = 500


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One server for this file. It does as it is told, so whatever it does is its own."""
    program = Program(tmp_path_factory.mktemp("fuzzed"))
    try:
        with asking(program.start()) as client:
            yield World(program.url, client)
        assert program.stop() == (0, "")
    finally:
        program.kill()


def test_five_hundred_cases_find_nothing(world: World) -> None:
    fuzz = world.fuzz(CASES)
    assert "\n".join(fuzz.found) == ""
    assert fuzz.sent >= CASES
    assert {200, 204, 401, 404, 422} <= fuzz.answered.keys()
    routes = sum(map(len, world.document["paths"].values()))
    assert len(fuzz.done) > routes // 2, "what is sent comes as far as the routes' own work"
    assert 429 not in fuzz.answered or fuzz.answered[429] < fuzz.sent // 20, "the pace is not what is tried here"


def test_what_is_not_documented_is_found(world: World) -> None:
    """The check itself: each lie in the document is a finding."""

    def lying(change: Callable[[dict[str, Any]], None]) -> list[str]:
        document = json.loads(json.dumps(world.document))
        document["paths"] = {"/api/v1/health/live": document["paths"]["/api/v1/health/live"]}
        change(document["paths"]["/api/v1/health/live"]["get"]["responses"])
        fuzz = Fuzz(world.url, document, {}, SEED)
        fuzz.run("", 1)
        return fuzz.found

    def other_form(responses: dict[str, Any]) -> None:
        responses["200"]["content"]["application/json"]["schema"] = {"type": "object", "required": ["nothing"]}

    assert lying(lambda responses: None) == []
    assert "200 is not documented" in lying(lambda responses: responses.pop("200"))[0]
    assert "nothing" in lying(other_form)[0]
    assert lying(lambda r: r["200"].update(content={"text/plain": {"schema": {"type": "string"}}}))


def test_a_method_no_path_has_is_refused_as_a_problem(world: World) -> None:
    for path, operations in world.document["paths"].items():
        for method in ("TRACE", "PUT", "DELETE"):
            if method.lower() in operations:
                continue
            filled = "/".join("x" if part.startswith("{") else part for part in path.split("/"))
            answer = world.client.request(method, world.url + filled)
            known = (405, "method-not-allowed"), (401, "not-authenticated"), (404, "not-found")
            assert answer.headers["Content-Type"].startswith(PROBLEM), (method, path, answer.status_code)
            assert (answer.status_code, answer.json()["code"]) in known, (method, path)
