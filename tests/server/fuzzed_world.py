"""A server with something of everything in it, to be thrown away after schemathesis was let loose on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx

from tests.server.auth_parts import GOOD
from tests.server.fuzzing import Fuzz
from tests.server.live_parts import PATIENCE, registration, sign_in

SEED = 20_261_128
ROUND = 5_000
ENDS_THE_SESSION = (("POST", "/api/v1/auth/logout"),)
"""Not with the token the other cases are sent with. Without one it is asked like all."""


class World:
    """A server with something of everything, for it to be thrown away."""

    def __init__(self, url: str, client: httpx.Client) -> None:
        self.url, self.client = url, client
        self.token = self.client.post("/auth/login", json=sign_in()).json()["access_token"]
        self.client.headers["Authorization"] = f"Bearer {self.token}"
        wide = dict.fromkeys(("device_per_second", "address_per_second"), 10_000)
        wide |= dict.fromkeys(("device_burst", "address_burst"), 100_000)
        assert self.client.patch("/admin/settings/limits", json={"fields": wide}).status_code == 200
        self.document: dict[str, Any] = self.client.get("/openapi.json").json()
        self.known = self._furnish()

    def _furnish(self) -> dict[str, list[str]]:
        """Ids and names that are there. None of those with which the fuzzing itself would be shut out."""
        send = self.client.post
        person = {
            "username": "huda", "name": "هدى", "roles": ["clinician"], "clinics": ["lab"], "password": GOOD,
        }  # fmt: skip
        user = send("/admin/users", json=person).json()["user"]["id"]
        other = {"username": "huda", "password": GOOD, "device": {"id": "console-other-1", "name": "Other"}}
        assert send("/auth/login", json=other).status_code == 200
        acted = send("/actions", json={"actions": [registration("1234567")]}).json()
        visit = self.client.get("/snapshot").json()["visits"][0]["id"]
        assert acted["results"][0]["outcome"] == "applied"
        assert send("/admin/boards", json={"name": "hall"}).status_code in (200, 201)
        incident = send("/admin/incidents", json={"title": "Power cut", "severity": "warning"})
        settings = self.client.get("/admin/settings").json()
        files = httpx.get(f"{self.url}/t/x", trust_env=False).text
        return {
            "clinic": ["lab", "xray", "vitals"],
            "/api/v1/visits/{id} id": [visit],
            "/api/v1/admin/users/{id} id": [user],
            "/api/v1/admin/users/{id}/password id": [user],
            "/api/v1/admin/users/{id}/sign-out id": [user],
            "/api/v1/admin/devices/{id} id": ["console-other-1"],
            "/api/v1/admin/devices/{id}/revoke id": ["console-other-1"],
            "/api/v1/admin/boards/{name} name": ["hall"],
            "/api/v1/admin/plugins/{name} name": ["webhook", "sms"],
            "/api/v1/admin/settings/{area} area": [a for a in areas_of(settings) if a not in ("limits", "backups")],
            "/api/v1/admin/settings/{area}/history area": areas_of(settings),
            "/t/files/{name} name": [
                word.removeprefix("/t/files/") for word in files.split('"') if word.startswith("/t/files/")
            ],
            "n": ["1"],
            "/api/v1/admin/keys/{kind}/rotate kind": ["database", "audit"],
            **({} if incident.status_code >= 400 else {
                f"/api/v1/admin/incidents/{{id}}{more} id": [str(incident.json()["id"])]
                for more in ("", "/notes", "/export", "/follow-ups", "/follow-ups/{n}")
            }),
        }  # fmt: skip

    def fuzz(self, cases: int, seed: int = SEED) -> Fuzz:
        """At least so many, in rounds of other chances; some three quarters as an administrator, the rest as nobody."""
        fuzz = Fuzz(self.url, self.document, self.known, seed)
        routes = sum(map(len, self.document["paths"].values()))
        each = max(4, min(cases, ROUND) // routes)
        while fuzz.sent < cases:
            fuzz.run("", each // 4)
            fuzz.run(self.token, each - each // 4, skipped=ENDS_THE_SESSION)
            fuzz.chances += 1
        return fuzz


def areas_of(settings: dict[str, Any]) -> list[str]:
    return [area["area"] if isinstance(area, dict) else str(area) for area in settings["areas"]]


def asking(url: str) -> httpx.Client:
    return httpx.Client(base_url=f"{url}/api/v1", trust_env=False, timeout=PATIENCE)


def failed_requests(folder: Path) -> list[str]:
    """The lines the server wrote about requests that failed inside."""
    lines = "".join(file.read_text() for file in (folder / "logs").glob("server-*.log")).splitlines()
    return [line for line in lines if json.loads(line).get("code") == "request-failed"]
