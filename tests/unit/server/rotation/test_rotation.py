"""Keys exchanged under people: everybody is readable and found before, during and after, wherever it was killed."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from mmc_console.domain.ids import ActionId, NoteId, PatientId
from mmc_console.domain.patients import PatientEntry
from mmc_console.server.audit import Audit
from mmc_console.server.audit.chain import read
from mmc_console.server.auth import Auth
from mmc_console.server.backups.keys import backup_keys, key_from
from mmc_console.server.keys import Keys, inspect, open_keys
from mmc_console.server.people import Arrivals, People
from mmc_console.server.rotation import rows
from mmc_console.server.rotation.copies import AllPrinted, Copies
from mmc_console.server.rotation.rotation import TOKENS_LIVE, Rotation, UnderWay
from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import DiskFull
from tests.guards import ExpectedLogs
from tests.server.auth_parts import GOOD, HandClock, opened, sign_in, site

PEOPLE = 90


class Killed(BaseException):
    """The process ends here: nothing behind it happens."""


@dataclass
class Place:
    """A centre's database and keys as one start of the program finds them."""

    database: Database
    keys: Keys
    clock: HandClock
    people: People
    audit: Audit
    rotation: Rotation

    def register(self, n: int) -> None:
        entry = PatientEntry(number=f"10{n:08d}", gender="female", name=f"نورة {n}", phone=f"050{n:07d}")

        def work(conn: Any) -> None:
            arrivals = Arrivals(self.people, conn)
            action = ActionId(f"00000000-0000-7000-8000-{n:012d}")
            arrivals.look_up([(action, entry, None)])
            arrivals.keep(arrivals.find(action, entry, None))
            arrivals.store()
            self.people.write_note(conn, NoteId(f"note-{n}"), f"ملاحظة {n}")

        self.database.transact(work)

    def check(self, *numbers: int) -> None:
        """These people can be found by number and read, and are one person each."""
        with self.database.read() as conn:
            for n in numbers:
                card = self.people.by_number(conn, f"10{n:08d}")
                assert card is not None, n
                assert (card.name, card.phone) == (f"نورة {n}", f"050{n:07d}")
                assert self.people.note(conn, NoteId(f"note-{n}")) == f"ملاحظة {n}"
            count = conn.exec_driver_sql("SELECT count(*) FROM patients").scalar_one()
        assert count == len(numbers)

    def stored(self) -> list[Any]:
        with self.database.read() as conn:
            return list(conn.exec_driver_sql("SELECT number, name, phone, number_hash, id FROM patients"))


@contextmanager
def place_in(folder: Path, clock: HandClock | None = None) -> Iterator[Place]:
    """A start of the program in *folder*."""
    clock = clock or HandClock()
    with opened(folder) as (database, keys):
        audit = Audit(database, keys, clock)
        rotation = Rotation(database, keys, clock, audit)
        rotation.load()
        rotation._rows = 20
        yield Place(database, keys, clock, People(keys, clock), audit, rotation)
        audit.flush()


def filled(place: Place) -> None:
    for n in range(PEOPLE):
        place.register(n)


@pytest.mark.parametrize("kind", ["field", "index"])
def test_everybody_is_found_and_read_at_every_step_while_more_come(tmp_path: Path, kind: str) -> None:
    with place_in(tmp_path) as place:
        filled(place)
        first, n = place.stored(), PEOPLE
        place.rotation.ask(kind, None)
        with pytest.raises(UnderWay):
            place.rotation.ask(kind, None)
        while place.rotation.step():
            place.register(n)
            n += 1
            place.register(3)  # somebody known comes again: the same person
            place.check(*range(n))
        assert place.rotation.states()[0].state == "done"
        before = {row.id: row for row in first}
        for row in place.stored():
            if row.id in before and kind == "index":
                assert row.number_hash != before[row.id].number_hash
                assert row.name == before[row.id].name
            if kind == "field":
                assert row.name[:2] == row.number[:2] == row.phone[:2] == b"\x00\x02"
        with place.database.read() as conn:
            assert rows.left(conn, place.keys) == 0
        assert len(place.keys.searched) == 1, "one hash is enough again"
        with place.database.read() as conn:
            assert People(place.keys, place.clock).by_number(conn, "1000000003") is not None
        assert inspect(place.keys) == "ok"
    with place_in(tmp_path) as place:
        place.check(*range(n))
        assert not place.rotation.step()
        assert len(place.keys.searched) == 1


@pytest.mark.parametrize("kind", ["field", "index"])
def test_killed_at_every_write_it_goes_on_and_nobody_is_lost(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before and after each transaction, and before and after the key's file: each time another start goes on."""
    with place_in(tmp_path) as place:
        filled(place)
        place.rotation.ask(kind, None)
    kills = 0
    for when in range(60):
        with place_in(tmp_path) as place:
            place.check(*range(PEOPLE))
            left = [when % 4 + 1]

            def dying(real: Any, left: list[int] = left) -> Any:
                def work(*args: Any) -> Any:
                    left[0] -= 1
                    if left[0] == 0:
                        raise Killed
                    done = real(*args)
                    left[0] -= 1
                    if left[0] == 0:
                        raise Killed
                    return done

                return work

            monkeypatch.setattr(place.database, "transact", dying(place.database.transact))
            monkeypatch.setattr(place.keys, "add", dying(place.keys.add))
            place.rotation._rows = 10
            try:
                place.rotation.run()
            except Killed:
                kills += 1
            else:
                break
            finally:
                monkeypatch.undo()
            place.audit._waiting.clear()  # lost with the process
            assert inspect(open_keys(tmp_path / "keys", database_exists=True)) == "ok"
    with place_in(tmp_path) as place:
        place.rotation.run()
        assert {state.state for state in place.rotation.states()} == {"done"}
        place.check(*range(PEOPLE))
        with place.database.read() as conn:
            assert rows.left(conn, place.keys) == 0
        assert len(place.keys.ring(kind)) == 2, "killed again and again, still one new key"
    assert kills >= 8


def test_a_database_that_is_older_than_its_keys_follows_them(tmp_path: Path) -> None:
    """A restore: the folder of the keys has gone on."""
    with place_in(tmp_path) as place:
        filled(place)
    saved = (tmp_path / "center.db").read_bytes()
    with place_in(tmp_path) as place:
        for kind in ("field", "index"):
            place.rotation.ask(kind, None)
            place.rotation.run()
    (tmp_path / "center.db").write_bytes(saved)
    with place_in(tmp_path) as place:
        place.check(*range(PEOPLE))
        place.register(PEOPLE)
        place.check(*range(PEOPLE + 1))
        place.rotation.run()
        place.check(*range(PEOPLE + 1))
        with place.database.read() as conn:
            assert rows.left(conn, place.keys) == 0
        assert sorted(state.kind for state in place.rotation.states()) == ["field", "index"]


def test_what_cannot_be_read_stays_and_does_not_hold_up_the_rest(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    with place_in(tmp_path) as place:
        filled(place)
        damaged = place.stored()[7].id
        with place.database.write() as conn:
            conn.exec_driver_sql("UPDATE patients SET name = substr(name, 1, 20) WHERE id = ?", (damaged,))
        expected_logs.expect(f"patients {damaged} cannot be read, so it stays under its old key")
        place.rotation.ask("field", None)
        place.rotation.run()
        with place.database.read() as conn:
            assert rows.left(conn, place.keys) == 1
        assert place.rotation.states()[0].state == "done"


def test_tokens_live_on_until_they_run_out_then_the_old_key_goes(tmp_path: Path) -> None:
    clock = HandClock()
    with place_in(tmp_path, clock) as place:
        auth = Auth(place.database, place.keys, clock, site=site)
        auth.add_user("noora", GOOD, ["reception"])
        before = sign_in(auth)
        clock.pass_by(minutes=1)
        place.rotation.ask("token", None)
        place.rotation.run()
        assert auth.authenticate(before.access_token).username == "noora"
        fresh = Auth(place.database, place.keys, clock, site=site)
        assert fresh.authenticate(before.access_token).username == "noora", "without a memory of it too"
        renewed = fresh.refresh(before.refresh_token)
        again = fresh.refresh(before.refresh_token)
        assert again.refresh_token == renewed.refresh_token, "an answer that was lost on the way is given again"
        clock.pass_by(minutes=5)
        after = fresh.refresh(renewed.refresh_token)
        assert (tmp_path / "keys" / "token.key").exists()
        clock.at += TOKENS_LIVE - timedelta(minutes=5)
        place.rotation.run()
        assert not (tmp_path / "keys" / "token.key").exists()
        assert list(place.keys.ring("token")) == [2]
        assert place.rotation.states()[0].state == "done"
        assert fresh.refresh(after.refresh_token).access_token
        assert inspect(place.keys) == "ok"
    with place_in(tmp_path, clock) as place:
        assert not place.rotation.step()
        assert list(place.keys.ring("token")) == [2]


def test_a_new_backup_key_is_taken_by_the_next_backup(tmp_path: Path) -> None:
    with place_in(tmp_path) as place:
        first = backup_keys(place.keys.folder).newest
        place.rotation.ask("backup", None)
        place.rotation.run()
        now = backup_keys(place.keys.folder)
        assert now.newest.number == 2
        assert now.find(first.id) is not None, "older backups open with theirs"


def test_recovery_copies_are_handed_out_once_taken_down_and_never_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    with place_in(tmp_path) as place:
        copies = Copies(place.database, place.keys, place.clock, place.audit)
        found = copies.hand_out(None)
        names = [(copy.kind, copy.id) for copy in found]
        assert names == [
            ("field", 1), ("index", 1), ("token", 1), ("database", 1), ("audit", 1), ("pages", 1), ("backup", 1),
        ]  # fmt: skip
        assert key_from(found[0].text).secret == place.keys.fields[1]
        with pytest.raises(AllPrinted):
            copies.hand_out(None)
        place.rotation.ask("field", None)
        place.rotation.run()
        assert [(copy.kind, copy.id) for copy in copies.hand_out(None)] == [("field", 2)]
        assert all(row.printed for row in copies.rows(lambda seconds: place.clock.now()))
        place.audit.flush()
        with place.database.read() as conn:
            bodies = [body for (body,) in conn.exec_driver_sql("SELECT body FROM audit")]
        told = [entry.detail["keys"] for entry in map(read, bodies) if entry.act == "keys-printed"]
        assert told == [["field-1", "index-1", "token-1", "database-1", "audit-1", "pages-1", "backup-1"], ["field-2"]]
        text = caplog.text + "".join(bodies)
        for path in (tmp_path / "keys").glob("*.key"):
            assert path.read_text().strip() not in text
        for copy in found:
            assert copy.text not in text
            assert copy.text[:11] not in text


@pytest.mark.parametrize("full", ["folder", "database"])
def test_what_a_full_disk_keeps_from_being_taken_down_is_not_handed_out_and_may_be_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, full: str
) -> None:
    with place_in(tmp_path) as place:
        copies = Copies(place.database, place.keys, place.clock, place.audit)

        def touched(*_: object, **__: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        def written(work: Callable[[Connection], Any]) -> None:
            with place.database.write() as conn:
                work(conn)
                raise DiskFull

        with monkeypatch.context() as filled_up:
            where: tuple[Any, str, Any] = (
                (Path, "touch", touched) if full == "folder" else (place.database, "transact", written)
            )
            filled_up.setattr(*where)
            with pytest.raises(DiskFull):
                copies.hand_out(None)
        assert len(copies.hand_out(None)) == 7


def test_a_step_is_short_however_many_there_are(tmp_path: Path) -> None:
    """The rows of a step are chosen by how long it took: far below the 100 ms that others may be kept waiting."""
    with place_in(tmp_path) as place:
        filled(place)
        place.rotation.ask("field", None)
        while place.rotation.step():
            assert rows_of(place) <= 500


def rows_of(place: Place) -> int:
    return place.rotation._rows


def test_nobody_gets_two_rows_when_the_index_changes_between_two_visits(tmp_path: Path) -> None:
    with place_in(tmp_path) as place:
        place.register(1)
        place.rotation.ask("index", None)
        place.rotation.step()  # the new key is in use, nothing is hashed anew yet
        place.register(1)
        place.check(1)
        with place.database.read() as conn:
            card = place.people.by_number(conn, "1000000001")
        assert card is not None
        assert card.id == PatientId(card.id)
