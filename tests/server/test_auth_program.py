"""`users add` and the server as real programs: in beside a running server, and nothing readable stays on disk."""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from mmc_console import cli
from mmc_console.domain.ids import mint_action_id
from tests.server.auth_parts import GOOD, OTHER, opened
from tests.server.auth_program import serving, users_add

DEVICE = {"id": "console-0001", "name": "Reception 1"}


def signed_in(url: str, username: str, password: str) -> httpx.Response:
    asked = {"username": username, "password": password, "device": DEVICE}
    return httpx.post(f"{url}/api/v1/auth/login", json=asked, timeout=30, trust_env=False)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    place = tmp_path_factory.mktemp("centre")
    with serving(place) as url:
        yield place, url


def test_a_person_added_beside_a_running_server_comes_in_at_once(running: tuple[Path, str]) -> None:
    place, url = running
    assert signed_in(url, "huda", GOOD).status_code == 401
    words = ("Huda", "--role", "clinician", "--role", "supervisor", "--clinic", "lab", "--display-name", "هدى")
    added = users_add(place, *words)
    assert (added.returncode, added.stdout, added.stderr) == (0, "user Huda added: clinician, supervisor, lab\n", "")
    answer = signed_in(url, "huda", GOOD).json()
    assert (answer["user"]["name"], answer["user"]["roles"]) == ("هدى", ["clinician", "supervisor"])
    assert not answer["user"]["must_change_password"]
    assert users_add(place, "noora", "--role", "reception", "--first-password").returncode == 0
    assert signed_in(url, "noora", GOOD).json()["user"]["must_change_password"]


@pytest.mark.parametrize(
    ("words", "password", "code", "told"),
    [
        (("admin", "--role", "admin"), GOOD, 3, "exists already"),
        (("ADMIN", "--role", "admin"), GOOD, 3, "exists already"),
        (
            ("sami", "--role", "boss"),
            GOOD,
            2,
            "unknown role boss (roles: reception, clinician",
        ),
        (("sami", "--role", "clinician"), GOOD, 2, "at least one clinic (clinics: "),
        (("sami", "--role", "clinician", "--clinic", "moon"), GOOD, 2, "unknown clinic moon (clinics: "),
        (("s", "--role", "reception"), GOOD, 2, "2 to 64 letters"),
        (("../../x", "--role", "reception"), GOOD, 2, "2 to 64 letters"),
        (("sami", "--role", "reception"), "nine-char", 2, "fewer than 10 characters"),
        (("sami", "--role", "reception"), "", 2, "fewer than 10 characters"),
        (("sami", "--role", "reception"), "password2026", 2, "one of the first that are tried"),
        (("sami", "--role", "reception"), "sami-2026!!", 2, "the person's own name"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_and_nobody_is_added(
    running: tuple[Path, str],
    words: tuple[str, ...],
    password: str,
    code: int,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    place, url = running
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{password}\n"))
    assert cli.main(["users", "add", *words, "--data", str(place)]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert told in err
    assert err.startswith("mmc-console users add: ")
    assert err.count("\n") == 1
    assert not password or password not in err
    assert signed_in(url, "sami", password).status_code in (401, 429)


def test_a_folder_without_a_centre_or_with_other_keys_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refused(place: Path) -> str:
        assert cli.main(["users", "add", "sami", "--role", "reception", "--data", str(place)]) == 4
        out, err = capsys.readouterr()
        assert out == ""
        return err

    assert "there is no centre here" in refused(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
    for name in ("one", "other"):
        with opened(tmp_path / name):
            pass  # an empty database of its own keys
    assert "not of this version yet" in refused(tmp_path / "one")
    monkeypatch.setenv("MMC_KEYS", str(tmp_path / "one" / "keys"))
    wrong = refused(tmp_path / "other")
    assert "database-wrong-key" in wrong
    monkeypatch.delenv("MMC_KEYS")
    shutil.rmtree(tmp_path / "other" / "keys")
    missing = refused(tmp_path / "other")
    assert "keys-missing" in missing
    assert str(tmp_path) not in wrong + missing


def test_the_streams_of_a_session_end_with_it(running: tuple[Path, str]) -> None:
    """By the person's own sign-out, and by another console of the same person changing the password."""
    place, url = running
    users_add(place, "streamer", "--role", "reception")
    here = signed_in(url, "streamer", GOOD).json()
    there = signed_in(url, "streamer", GOOD).json()
    with httpx.Client(base_url=url, timeout=60, trust_env=False) as client:

        def following(who: dict[str, Any]) -> Any:
            return client.stream("GET", "/api/v1/events/stream", headers=bearer(who))

        with following(here) as mine, following(there) as other:
            assert (mine.status_code, other.status_code) == (200, 200)
            changed = client.post("/api/v1/auth/password", json={"current": GOOD, "new": OTHER}, headers=bearer(here))
            assert changed.status_code == 204
            assert other.read().endswith(b": session\n\n")
            assert client.post("/api/v1/auth/logout", headers=bearer(here)).status_code == 204
            assert mine.read().endswith(b": session\n\n")
        for who in (here, there):
            assert client.get("/api/v1/queues", headers=bearer(who)).status_code == 401


def bearer(answer: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {answer['access_token']}"}


PLANTED = {
    "number": "918273645546", "name": "عبدالمحسن Zorblatt المستكشف", "phone": "+96655091827364",
    "note": "مريض نادر الطراز quixotic-remark",
}  # fmt: skip
WORDS = ("918273645546", "عبدالمحسن", "Zorblatt", "المستكشف", "55091827364", "نادر الطراز", "quixotic", GOOD, OTHER)


def everything_in(place: Path) -> dict[str, bytes]:
    return {str(p.relative_to(place)): p.read_bytes() for p in place.rglob("*") if p.is_file()}


def found_in(files: dict[str, bytes]) -> list[tuple[str, str]]:
    """Where any planted word stands, in any usual encoding."""
    forms = [(w, w.encode(e)) for w in WORDS for e in ("utf-8", "utf-16-le", "utf-16-be")]
    forms += [(w, w.encode("unicode_escape")) for w in WORDS]
    return [(name, word) for name, raw in files.items() for word, form in forms if form in raw]


def test_no_name_number_phone_text_or_password_is_readable_on_the_disk(tmp_path: Path) -> None:
    with serving(tmp_path) as url:
        admin = signed_in(url, "admin", GOOD).json()
        headers = {"Authorization": f"Bearer {admin['access_token']}"}
        now = datetime.now(UTC)

        def act(no: int, **fields: Any) -> dict[str, Any]:
            action = {"id": mint_action_id(now, bytes([no] * 10)), "at": now.isoformat(), **fields}
            answer = httpx.post(
                f"{url}/api/v1/actions", json={"actions": [action]}, headers=headers, timeout=30, trust_env=False
            )
            result: dict[str, Any] = answer.json()["results"][0]
            assert result["outcome"] == "applied", result
            return result

        person = {"number": PLANTED["number"], "name": PLANTED["name"], "phone": PLANTED["phone"], "gender": "male"}
        issued = act(1, type="issue_ticket", clinic="lab", patient=person)
        act(2, type="hold", ticket=issued["ticket"], reason="other", note=PLANTED["note"])
        found = httpx.get(
            f"{url}/api/v1/patients", params={"q": "Zorblatt"}, headers=headers, timeout=30, trust_env=False
        )
        assert found.json()["cards"][0]["number"] == PLANTED["number"]
        changed = httpx.post(
            f"{url}/api/v1/auth/password", json={"current": GOOD, "new": OTHER}, headers=headers, timeout=30,
            trust_env=False,
        )  # fmt: skip
        assert changed.status_code == 204
        signed_in(url, PLANTED["name"], PLANTED["number"])  # typed into the wrong fields
        while_running = everything_in(tmp_path)
        assert any(name.endswith("-wal") and raw for name, raw in while_running.items())
        assert found_in(while_running) == []
    files = everything_in(tmp_path)
    assert any(name.startswith("logs") for name in files)
    assert found_in(files) == []
    assert not files["center.db"].startswith(b"SQLite format 3")
    keys = {raw.strip() for name, raw in files.items() if name.endswith(".key")}
    rest = b"".join(raw for name, raw in files.items() if not name.startswith("keys"))
    assert not any(key in rest or bytes.fromhex(key.decode()) in rest for key in keys)


def test_the_search_itself_finds_what_is_readable(tmp_path: Path) -> None:
    (tmp_path / "leak").write_text(f"x{PLANTED['name']}y", encoding="utf-16-le")
    assert {word for _, word in found_in(everything_in(tmp_path))} == {"عبدالمحسن", "Zorblatt", "المستكشف"}
