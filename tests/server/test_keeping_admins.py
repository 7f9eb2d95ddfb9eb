"""Who may restore is kept beside the database: no look that overlaps its destruction spoils that file."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest

from mmc_console.server.auth import devices, users
from mmc_console.server.auth.devices import checked_hello
from mmc_console.server.auth.faults import NotAuthenticated
from mmc_console.server.auth.passwords import Hasher
from mmc_console.server.backups.stores import Place
from mmc_console.server.keys import Keys
from mmc_console.server.restore import known_admins
from mmc_console.server.restore import watch as watch_module
from mmc_console.server.restore.known_admins import Emergency
from mmc_console.server.restore.watch import Watch
from mmc_console.server.store.engine import Database
from mmc_console.server.store.errors import StoreError
from mmc_console.server.store.migrate import migrate
from mmc_console.wire.answers import DeviceHello, LoginRequest
from tests.server.auth_parts import GOOD, START, HandClock, opened, site

Destroy = Callable[[Path, Path], None]


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[tuple[Database, Keys]]:
    """One that has had an administrator and three consoles."""
    with opened(tmp_path, tables=False) as (database, keys):
        migrate(database, START)
        appoint(database, "admin")
        for n in range(3):
            enrol(database, f"console-000{n}")
        yield database, keys
        with suppress(StoreError):  # it may be destroyed by now
            database.close()


def appoint(database: Database, name: str) -> None:
    def work(conn: Any) -> None:
        user = users.new_user(name, name, Hasher().hash(GOOD), frozenset({"admin"}), frozenset(), must_change=False)
        users.add(conn, user, 0)
        users.count_up(conn)

    database.transact(work)


def enrol(database: Database, id: str) -> None:
    database.transact(lambda conn: devices.enrol(conn, checked_hello(DeviceHello(id, "desk")), 0))


def looking(database: Database, keys: Keys, before_reading: Callable[[], None] = lambda: None) -> Watch:
    """A watch; *before_reading* happens between its look at the database and its look at who may restore."""

    def places() -> tuple[Place, ...]:
        before_reading()
        return ()

    return Watch(database, keys, database.path.parent, site, lambda: "", places)


def emptied(database: Path, _: Path) -> None:
    for path in (database, database.with_name("center.db-wal")):
        os.truncate(path, 0)


def overwritten(database: Path, _: Path) -> None:
    for path in (database, database.with_name("center.db-wal")):
        path.write_bytes(os.urandom(path.stat().st_size))


def half_overwritten(database: Path, _: Path) -> None:
    """The first page stands still."""
    with database.open("r+b") as file:
        file.seek(4096)
        file.write(bytes(database.stat().st_size - 4096))
    os.truncate(database.with_name("center.db-wal"), 0)


def replaced(database: Path, other: Path) -> None:
    """Another database is there, whole and under the same key, before anybody has looked again."""
    for path in database.parent.glob("center.db*"):
        path.unlink()
    shutil.copy(other, database)


WAYS: tuple[Destroy, ...] = (emptied, overwritten, half_overwritten, replaced)


@pytest.mark.parametrize("fresh", [False, True])
@pytest.mark.parametrize("destroy", WAYS)
def test_a_look_that_overlaps_the_destruction_leaves_the_administrators_file_as_it_was(
    centre: tuple[Database, Keys], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_logs: Any,
    destroy: Destroy, fresh: bool,
) -> None:  # fmt: skip
    """*fresh*: nothing of the database is in memory any more."""
    expected_logs.expect("signed in on console console-0001 without a database")
    monkeypatch.setattr(watch_module.log, "disabled", True)  # it has read all in time, or warns
    database, keys = centre
    other = Database(tmp_path / "other.db", keys.database)
    other.open()
    migrate(other, START)
    for n in range(9):
        enrol(other, f"stranger-{n}")
    other.close()
    watch = looking(database, keys)
    assert watch.look() == ""
    sealed = tmp_path / known_admins.FILE
    good = sealed.read_bytes()
    enrol(database, "console-0009")  # the file is to be written anew
    if fresh:
        database.reopen()

    def now() -> None:
        destroy(database.path, other.path)

    for each in (looking(database, keys, now), watch):
        each.look()
        known = known_admins.read(tmp_path, keys.database)
        assert known is not None
        assert {admin.username for admin in known.admins} == {"admin"}
        assert {"console-0000", "console-0001", "console-0002"} <= known.desks.keys()
        assert sealed.read_bytes() == good or "console-0009" in known.desks, "as it was, or all of it"
    known = known_admins.read(tmp_path, keys.database)
    signed = Emergency(known, keys, HandClock(), []).login(asked(), "192.0.2.1")
    assert signed.user.username == "admin"


def test_an_administrator_whose_password_must_change_is_taken_out_of_the_file(centre: tuple[Database, Keys]) -> None:
    """That a centre is never without one guards against half a look, not against what was decided."""
    database, keys = centre
    watch = looking(database, keys)
    watch.look()

    def work(conn: Any) -> None:
        [user] = users.everybody(conn)
        changed = users.User(**{f: getattr(user, f) for f in user.__struct_fields__} | {"must_change": True})
        users.store(conn, changed, 0)
        users.count_up(conn)

    database.transact(work)
    watch.look()
    known = known_admins.read(database.path.parent, keys.database)
    assert known is not None
    assert known.admins == ()


@pytest.mark.parametrize("changed", [
    {"tellers": [{"name": "mail", "about": {"declared": "as another version declares it"}}]},
    {"places": [{"kind": "tape"}]}, {"zone": 3},
])  # fmt: skip
def test_what_another_version_has_written_of_the_rest_keeps_no_administrator_out(
    centre: tuple[Database, Keys], changed: dict[str, Any], monkeypatch: pytest.MonkeyPatch, expected_logs: Any
) -> None:
    """The first start of a new version may be the one that finds the database destroyed."""
    expected_logs.expect("the administrators' file says more than this version understands")
    expected_logs.expect("signed in on console console-0001 without a database")
    database, keys = centre
    folder = database.path.parent
    looking(database, keys).look()
    plain = msgspec.msgpack.encode

    def of_another_version(known: Any) -> bytes:
        return plain(msgspec.to_builtins(known, builtin_types=(bytes,)) | changed)

    good = known_admins.read(folder, keys.database)
    assert good is not None
    monkeypatch.setattr(msgspec.msgpack, "encode", of_another_version)
    known_admins.keep(folder, keys.database, good)
    known = known_admins.read(folder, keys.database)
    assert known is not None
    assert (known.admins, known.desks, known.center) == (good.admins, good.desks, good.center)
    assert known.tellers == ()
    assert Emergency(known, keys, HandClock(), []).login(asked(), "192.0.2.1").user.username == "admin"


def asked(username: str = "admin", password: str = GOOD, console: str = "console-0001") -> LoginRequest:
    return LoginRequest(username, password, DeviceHello(console, "desk"))


@pytest.mark.parametrize(("request_", "says"), [
    (asked(password="guessed-it-right-1"), "the password of user "),
    (asked("somebody"), "no administrator of this name is known"),
    (asked(console="console-9999"), "console console-9999 is not known"),
])  # fmt: skip
def test_the_log_says_what_was_wrong_and_the_answer_does_not(
    centre: tuple[Database, Keys], expected_logs: Any, caplog: pytest.LogCaptureFixture, request_: LoginRequest,
    says: str,
) -> None:  # fmt: skip
    expected_logs.expect("a sign-in without a database was refused")
    database, keys = centre
    looking(database, keys).look()
    emergency = Emergency(known_admins.read(database.path.parent, keys.database), keys, HandClock(), [])
    with pytest.raises(NotAuthenticated) as refused:
        emergency.login(request_, "192.0.2.1")
    assert str(refused.value) == "not-authenticated"
    assert says in caplog.text
    assert "somebody" not in caplog.text
    assert "guessed" not in caplog.text
