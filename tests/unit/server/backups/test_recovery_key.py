"""The printed recovery key: comes back exactly, says which group is wrong, and is handed out once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmc_console.server.backups.faults import BadRecovery
from mmc_console.server.backups.keys import (
    BackupKey,
    backup_keys,
    key_from,
    next_key,
    print_once,
    recovery_text,
    was_printed,
)
from mmc_console.server.keys import open_keys

SECRETS = st.binary(min_size=32, max_size=32)
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@given(SECRETS)
def test_what_was_printed_is_the_key_however_it_is_typed(secret: bytes) -> None:
    text = recovery_text(BackupKey(secret))
    assert len(text.split("-")) == 14
    for typed in (text, text.lower(), text.replace("-", " "), text.replace("-", ""), f"  {text}\n"):
        assert key_from(typed).secret == secret
    assert key_from(text).id == BackupKey(secret).id


@given(SECRETS, st.data())
def test_a_mistyped_letter_is_told_by_its_group(secret: bytes, data: st.DataObject) -> None:
    text = recovery_text(BackupKey(secret))
    place = data.draw(st.integers(0, len(text) - 1).filter(lambda at: text[at] != "-"))
    letter = data.draw(st.sampled_from([other for other in LETTERS + "0O1I" if other != text[place]]))
    with pytest.raises(BadRecovery) as wrong:
        key_from(text[:place] + letter + text[place + 1 :])
    assert wrong.value.group == place // 6 + 1


@given(SECRETS, st.data())
def test_two_letters_exchanged_are_told_by_their_group(secret: bytes, data: st.DataObject) -> None:
    text = recovery_text(BackupKey(secret))
    pairs = [at for at in range(len(text) - 1) if "-" not in text[at : at + 2] and text[at] != text[at + 1]]
    at = data.draw(st.sampled_from(pairs))
    with pytest.raises(BadRecovery) as wrong:
        key_from(text[:at] + text[at + 1] + text[at] + text[at + 2 :])
    assert wrong.value.group == at // 6 + 1


@pytest.mark.parametrize(
    ("change", "group"),
    [
        (lambda text: "", 1),
        (lambda text: text[:30], 6),
        (lambda text: text[:-6], 14),
        (lambda text: text + "-22222", 0),
        (lambda text: "-".join([*text.split("-")[1::-1], *text.split("-")[2:]]), 1),
    ],
    ids=["nothing", "half of it", "one group less", "one group more", "two groups exchanged"],
)
def test_what_is_not_whole_is_refused(change: object, group: int) -> None:
    assert callable(change)
    with pytest.raises(BadRecovery) as wrong:
        key_from(change(recovery_text(BackupKey(bytes(range(32))))))
    assert wrong.value.group == group


def test_each_key_is_handed_out_once_and_a_new_one_again(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    open_keys(folder, database_exists=False)
    first = backup_keys(folder).newest
    assert not was_printed(folder, first)
    assert print_once(folder, first) == recovery_text(first)
    assert print_once(folder, first) is None
    assert was_printed(folder, first)
    both = next_key(folder)
    assert [key.id for key in both.all] == [first.id, both.newest.id]
    assert both.newest.id != first.id
    assert print_once(folder, both.newest) == recovery_text(both.newest)


def test_a_key_is_in_no_text_about_it() -> None:
    key = BackupKey(bytes(range(32)))
    assert key.secret.hex() not in repr(key)
    assert recovery_text(key)[:5] not in repr(key)
