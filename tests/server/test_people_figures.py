"""The day's figures are those of the tickets, and supervisors only are told."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_console.domain.ids import mint_action_id
from mmc_console.server.http.metrics import Spread, spread
from tests.server.auth_app import server_in


def test_figures_are_counted_from_the_tickets_of_the_day(tmp_path: Path) -> None:
    async def story() -> None:
        async with server_in(tmp_path) as server:
            admin = await server.caller().sign_in()
            no = 0

            async def act(**fields: Any) -> dict[str, Any]:
                nonlocal no
                no += 1
                now = server.clock.now()
                action = {"id": mint_action_id(now, no.to_bytes(10, "big")), "at": now.isoformat(), **fields}
                answer = await admin.ask("POST", "/api/v1/actions", json={"actions": [action]})
                result: dict[str, Any] = answer.json()["results"][0]
                assert result["outcome"] == "applied", result
                return result

            for who in range(4):
                await act(type="issue_ticket", clinic="lab", patient={"number": f"10{who}", "gender": "male"})
            for wait in (60, 30):
                server.clock.pass_by(seconds=wait)
                called = await act(type="call_next", clinic="lab", room=1)
                await act(type="start", ticket=called["ticket"])
                server.clock.pass_by(seconds=120)
                await act(type="finish", ticket=called["ticket"])
            called = await act(type="call_next", clinic="lab", room=1)
            server.clock.pass_by(seconds=60)
            await act(type="no_show", ticket=called["ticket"])
            report = (await admin.ask("GET", "/api/v1/metrics")).json()
            lab = next(c for c in report["clinics"] if c["clinic"] == "lab")
            assert (report["day"], len(report["clinics"])) == ("2026-11-23", len(server.center.clinics))
            assert lab == {
                "clinic": "lab", "total": 4, "waiting": 1, "served": 2, "no_shows": 1,
                "wait": {"mean": 200.0, "p50": 210.0, "p90": 330.0},
                "service": {"mean": 120.0, "p50": 120.0, "p90": 120.0},
            }  # fmt: skip

    asyncio.run(story())


@pytest.mark.parametrize(
    ("seconds", "found"),
    [([], Spread(0, 0, 0)), ([7], Spread(7, 7, 7)), (list(range(1, 11)), Spread(5.5, 5, 9)), ([9, 1], Spread(5, 1, 9))],
)
def test_a_spread_is_of_what_was_measured(seconds: list[float], found: Spread) -> None:
    assert spread(seconds) == found


@given(st.lists(st.integers(0, 36_000), min_size=1))
def test_half_wait_no_longer_than_the_middle_and_nine_in_ten_than_the_upper(seconds: list[int]) -> None:
    found = spread(seconds)
    assert sum(s <= found.p50 for s in seconds) * 2 >= len(seconds)
    assert sum(s <= found.p90 for s in seconds) * 10 >= 9 * len(seconds)
    assert {found.p50, found.p90} <= set(seconds)
