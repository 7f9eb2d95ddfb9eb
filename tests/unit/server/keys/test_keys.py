"""The keys: made once, private, never shown, never replaced under a database."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mmc_console.server.keys import KeysFault, inspect, keys_folder, open_keys
from tests.guards import ExpectedLogs

posix = pytest.mark.skipif(os.name != "posix", reason="mode bits tell owners on POSIX only")


def test_first_start_makes_every_key_and_the_next_finds_the_same(tmp_path: Path) -> None:
    made = open_keys(tmp_path / "keys", database_exists=False)
    keys = [made.database, made.index, made.token, *made.fields.values()]
    assert [len(key) for key in keys] == [32] * 4
    assert len(set(keys)) == 4
    again = open_keys(tmp_path / "keys", database_exists=True)
    assert (again.database, again.index, again.token, again.fields) == (
        made.database, made.index, made.token, made.fields,
    )  # fmt: skip
    assert inspect(again) == "ok"
    assert sorted(path.name for path in (tmp_path / "keys").iterdir()) == [
        "audit.key", "database.key", "field-1.key", "index.key", "pages.key", "token.key",
    ]  # fmt: skip


@posix
def test_only_the_servers_user_may_read_them(tmp_path: Path) -> None:
    open_keys(tmp_path / "keys", database_exists=False)
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}


@posix
def test_wide_permissions_are_named_and_mended(tmp_path: Path, expected_logs: ExpectedLogs) -> None:
    folder = tmp_path / "keys"
    open_keys(folder, database_exists=False)
    folder.chmod(0o755)
    (folder / "token.key").chmod(0o644)
    expected_logs.expect(r"keys could be read by other users \(mode 0755\): mended")
    expected_logs.expect(r"token.key could be read by other users \(mode 0644\): mended")
    open_keys(folder, database_exists=True)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "token.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["database.key", "index.key", "token.key", "field-1.key"])
def test_a_key_missing_under_a_database_is_never_replaced(tmp_path: Path, name: str) -> None:
    keys = open_keys(tmp_path / "keys", database_exists=False)
    (tmp_path / "keys" / name).unlink()
    with pytest.raises(KeysFault) as fault:
        open_keys(tmp_path / "keys", database_exists=True)
    assert (fault.value.code, fault.value.name) == ("keys-missing", name)
    assert not (tmp_path / "keys" / name).exists()
    assert inspect(keys) == "keys-missing"


def test_a_folder_missing_under_a_database_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(KeysFault, match="keys-missing"):
        open_keys(tmp_path / "keys", database_exists=True)
    assert not (tmp_path / "keys").exists()


def test_a_centre_of_an_earlier_version_gets_the_keys_that_came_later(tmp_path: Path) -> None:
    first = open_keys(tmp_path / "keys", database_exists=False)
    for name in ("audit.key", "pages.key"):
        (tmp_path / "keys" / name).unlink()
        assert inspect(first) == "keys-missing"
    again = open_keys(tmp_path / "keys", database_exists=True)
    assert again.pages == again.index == first.index, "the day's exit PINs and patients' pages go on"
    assert again.audit not in (first.audit, again.index)


@pytest.mark.parametrize("content", ["", "secret-that-is-no-key", "ab" * 31, "ab" * 33, "ä" * 64])
def test_a_damaged_key_is_named_and_not_quoted(tmp_path: Path, content: str) -> None:
    open_keys(tmp_path / "keys", database_exists=False)
    (tmp_path / "keys" / "index.key").write_text(content, encoding="utf-8")
    with pytest.raises(KeysFault) as fault:
        open_keys(tmp_path / "keys", database_exists=True)
    assert (fault.value.code, fault.value.name) == ("keys-damaged", "index.key")
    assert not content or content not in str(fault.value)


def test_another_key_in_place_of_ours_is_noticed(tmp_path: Path) -> None:
    keys = open_keys(tmp_path / "keys", database_exists=False)
    (tmp_path / "keys" / "token.key").write_text("cd" * 32)
    assert inspect(keys) == "keys-changed"


def test_a_second_field_key_becomes_the_one_to_write_with(tmp_path: Path) -> None:
    open_keys(tmp_path / "keys", database_exists=False)
    path = tmp_path / "keys" / "field-2.key"
    path.write_text("ef" * 32)
    path.chmod(0o600)
    keys = open_keys(tmp_path / "keys", database_exists=True)
    assert keys.field_id == 2
    assert sorted(keys.fields) == [1, 2]


def test_keys_are_never_shown(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    keys = open_keys(tmp_path / "keys", database_exists=False)
    shown = f"{keys!r} {keys} {caplog.text}"
    for key in (keys.database, keys.index, keys.token, *keys.fields.values()):
        assert key.hex() not in shown
        assert repr(key) not in shown


def test_the_folder_is_named_by_the_environment_or_stands_in_the_servers(tmp_path: Path) -> None:
    assert keys_folder(tmp_path, {}) == tmp_path / "keys"
    assert keys_folder(tmp_path, {"MMC_KEYS": "/elsewhere"}) == Path("/elsewhere")
