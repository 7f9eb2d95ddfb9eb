"""Every store keeps the same promises: whole or not there, by name, and its faults have names. A real S3 answers."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from mmc_console.server.backups.catalogue import in_store, name_of, read_note, verified, write_note
from mmc_console.server.backups.faults import BackupFailed
from mmc_console.server.backups.keys import BackupKey, BackupKeys
from mmc_console.server.backups.shipping import Shipping
from mmc_console.server.backups.stores import FolderStore, ObjectsStore, Place, Store, put_bytes, read_small, store_at
from mmc_console.server.backups.taking import take
from mmc_console.server.backups.testing import compared
from tests.server.backup_parts import nothing, small_centre
from tests.server.s3_server import nobody_at, place_at, s3_server


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    with s3_server() as url:
        yield url


@pytest.fixture(params=["folder", "s3", "s3 under a prefix"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "folder":
        return FolderStore("folder", tmp_path)
    prefix = f"{secrets.token_hex(4)}/more" if "prefix" in request.param else secrets.token_hex(4)
    return store_at(place_at(request.getfixturevalue("s3"), prefix))


def test_what_was_put_is_there_whole_and_found_by_name(store: Store) -> None:
    content = {"a.backup": b"", "b.backup": secrets.token_bytes(3_000_000), "c/1.segment": b"x", "c/2.segment": b"yy"}
    for name, body in content.items():
        put_bytes(store, name, body)
    assert [(item.name, item.size) for item in store.items()] == [(name, len(body)) for name, body in content.items()]
    assert [item.name for item in store.items("c")] == ["c/1.segment", "c/2.segment"]
    assert store.items("d") == []
    for name, body in content.items():
        with store.open(name) as file:
            assert file.read() == body
    put_bytes(store, "c/1.segment", b"again")
    assert read_small(store, "c/1.segment") == b"again"


def test_what_was_deleted_is_gone_and_may_be_deleted_again(store: Store) -> None:
    put_bytes(store, "c/1.segment", b"x")
    assert store.has("c/1.segment")
    for _ in range(2):
        store.delete("c/1.segment")
    assert store.items() == []
    assert not store.has("c/1.segment")
    with pytest.raises(BackupFailed, match="backup-gone"), store.open("c/1.segment"):
        pass


def test_what_was_not_finished_was_never_there(store: Store) -> None:
    put_bytes(store, "a.backup", b"the one before")

    def half(sink: BinaryIO) -> None:
        sink.write(b"half of the next")
        raise KeyError("stop")

    with pytest.raises(KeyError):
        store.put("a.backup", half)
    assert [item.name for item in store.items()] == ["a.backup"]
    assert read_small(store, "a.backup") == b"the one before"


def test_a_whole_backup_goes_in_comes_back_and_is_shipped_after(store: Store, tmp_path: Path) -> None:
    with small_centre(tmp_path / "centre") as centre:
        taken = take(centre.source, [store], "manual", centre.clock, nothing)
        assert taken.faults == {}
        ship = Shipping(centre.source, [store], centre.clock)
        for _ in range(3):
            centre.work(10)
            ship.turn()
        found = in_store(store, centre.backup_keys)
        assert [note.header for note in found] == [taken.note.header]
        assert found[0].verified_at is not None
        proof = compared(centre.source, store, found[0], centre.clock, nothing)
        assert (proof.segments, proof.seq) == (3, centre.seq)


@pytest.mark.parametrize("name", ["../a", "a/b/c", "", "a/../../b", "a\\b", "a/"])
def test_no_name_leads_out_of_a_folder(tmp_path: Path, name: str) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    with pytest.raises(BackupFailed):
        put_bytes(FolderStore("folder", inner), name, b"x")
    assert list(tmp_path.rglob("*")) == [inner]


def test_a_folder_that_is_gone_is_not_made_again(tmp_path: Path) -> None:
    store = FolderStore("second", tmp_path / "stick")
    for use in (lambda: put_bytes(store, "a", b""), store.items, lambda: read_small(store, "a"), store.free):
        with pytest.raises(BackupFailed) as fault:
            use()
        assert (fault.value.code, fault.value.place) == ("backup-folder-gone", "second")
    assert not (tmp_path / "stick").exists()


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "backup-disk-full"), (errno.EACCES, "backup-no-rights"), (errno.EROFS, "backup-no-rights"),
        (errno.EIO, "backup-disk-failed"), (errno.ENODEV, "backup-folder-gone"),
    ],
)  # fmt: skip
def test_each_fault_of_a_disk_has_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(BackupFailed, match=code):
        put_bytes(FolderStore("folder", tmp_path), "a", b"x")
    assert list(tmp_path.iterdir()) == []


def test_each_fault_of_an_s3_store_has_its_name(s3: str) -> None:
    away = store_at(place_at(nobody_at(), prefix="404"))  # so might the milliseconds say that the fault's text counts
    with pytest.raises(BackupFailed, match="backup-store-unreachable: s3"):
        away.items()
    with pytest.raises(BackupFailed, match="backup-store-unreachable: s3"):
        away.has("403.backup")
    nowhere = store_at(place_at(s3, bucket="no-such-bucket"))
    with pytest.raises(BackupFailed, match="backup-gone: s3"):
        put_bytes(nowhere, "a", b"x")
    with pytest.raises(BackupFailed, match="backup-gone: s3"):
        nowhere.items()
    place = Place("s3", bucket="b-b-b", secret="hidden", access="hidden")  # no endpoint, region or prefix
    assert "hidden" not in repr(place)
    store = store_at(place)
    assert isinstance(store, ObjectsStore)
    assert store._store() is not None


def test_a_note_of_nobody_who_has_the_key_proves_nothing(tmp_path: Path) -> None:
    with small_centre(tmp_path) as centre:
        note = centre.take().note
        stranger = BackupKey(bytes(32))
        write_note(centre.store, verified(note, centre.clock.now()), stranger)
        found = read_note(centre.store, name_of(note.header), note.size, centre.backup_keys)
        assert (found.header, found.verified_at) == (note.header, None)
        write_note(centre.store, note, centre.backup_keys.newest)
        file = centre.file_of(note.header)
        file.write_bytes(file.read_bytes() + b"x")
        found = in_store(centre.store, centre.backup_keys)[0]
        assert found.verified_at is None
        assert in_store(centre.store, BackupKeys((stranger,)))[0].verified_at is None


def test_drafts_of_killed_programs_are_swept_and_never_listed(tmp_path: Path) -> None:
    store = FolderStore("folder", tmp_path)
    put_bytes(store, "c/1.segment", b"x")
    for draft in (".a.backup.1234.part", "c/.2.segment.1234.part"):
        (tmp_path / draft).write_bytes(b"half")
    assert [item.name for item in store.items()] == ["c/1.segment"]
    store.tidy()
    assert sorted(path.name for path in tmp_path.rglob("*.part")) == []
