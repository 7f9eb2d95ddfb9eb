"""`mmc-console keys` and `audit`: beside a running server and without one, and back from the printed copies."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import httpx
import pytest

from mmc_console.cli import main
from mmc_console.server.keys import load_key
from tests.e2e.centre import PASSWORD, Centre


def test_keys_are_listed_exchanged_copied_and_put_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    centre = Centre(tmp_path)
    data = str(centre.folder)

    def said(*command: str, code: int = 0) -> str:
        assert main([*command, "--data", data]) == code, capsys.readouterr()
        out = capsys.readouterr()
        return out.out if code in (0, 5) else out.err

    centre.start()
    try:
        assert "the running server takes it into use" in said("keys", "rotate", "token")
        signed_in = httpx.post(
            f"{centre.url}/api/v1/auth/login", trust_env=False,
            json={"username": "admin", "password": PASSWORD, "device": {"id": "console-1", "name": "x"}},
        )  # fmt: skip
        assert signed_in.status_code == 200
        assert said("audit", "verify").startswith("intact: ")
    finally:
        assert centre.stop() == ""
    assert said("keys", "rotate", "field") == "field-2 is in use, and nothing needs the old one but backups\n"
    assert said("keys", "rotate", "index") == "index-2 is in use, and nothing needs the old one but backups\n"
    listed = said("keys", "list").splitlines()
    assert listed[0].startswith("field-2\t")
    assert "copy never printed" in listed[0]
    copies = said("keys", "recovery")
    assert said("keys", "recovery", code=3).startswith(
        "mmc-console keys recovery: the copy of every key was handed out"
    )
    kept = {path.name: load_key(path) for path in (centre.folder / "keys").glob("*.key")}
    logs = b"".join(path.read_bytes() for path in (centre.folder / "logs").rglob("*") if path.is_file())
    for key in kept.values():
        assert key.hex().encode() not in logs
        assert key not in logs
    for line in copies.splitlines():
        assert line.split(" ")[1].encode() not in logs
    moved = tmp_path / "moved"
    shutil.move(centre.folder / "keys", moved)
    monkeypatch.setattr("sys.stdin", io.StringIO(copies.replace("-2 ", "-2 2", 1)))
    assert "is not as it was printed" in said("keys", "enter", code=2)
    assert not (centre.folder / "keys").exists()
    monkeypatch.setattr("sys.stdin", io.StringIO(copies.lower()))
    assert said("keys", "enter").count(" is there\n") == len(copies.splitlines())
    assert {path.name: load_key(path) for path in (centre.folder / "keys").glob("*.key")} == kept
    monkeypatch.setattr("sys.stdin", io.StringIO(copies))
    assert "is there already" in said("keys", "enter", code=3)
    shutil.copy(moved / "audit.head", centre.folder / "keys" / "audit.head")
    assert said("audit", "verify").startswith("intact: ")
    centre.start()
    assert centre.stop() == ""
