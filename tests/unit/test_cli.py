"""The command line says what it understood, refuses what it did not, and loads no program it does not run."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from mmc_console import __version__, cli


def _understood(monkeypatch: pytest.MonkeyPatch, command: str, line: str) -> dict[str, object]:
    """What *command* would be run with, for the words of *line*."""
    seen: list[argparse.Namespace] = []

    def note(args: argparse.Namespace) -> int:
        seen.append(args)
        return 7

    monkeypatch.setattr(cli, command, note)
    assert cli.main(line.split()) == 7
    (args,) = seen
    return {name: value for name, value in vars(args).items() if name != "run"}


@pytest.mark.parametrize("line", ["", "console"])
def test_without_a_command_the_console_opens(monkeypatch: pytest.MonkeyPatch, line: str) -> None:
    nothing: dict[str, object] = {"profile": None, "server": None, "page": None, "language": None}
    nothing |= {"board": False, "screen": None, "recordings": None, "still": False}
    assert _understood(monkeypatch, "_console", line) == nothing


def test_options_of_the_console_need_no_command(monkeypatch: pytest.MonkeyPatch) -> None:
    understood = _understood(monkeypatch, "_console", "--profile desk --language ar")
    assert (understood["profile"], understood["language"]) == (Path("desk"), "ar")


def test_the_server_listens_on_this_pc_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    understood = _understood(monkeypatch, "_serve", "serve --data centre")
    assert (understood["data"], understood["host"], understood["port"]) == (Path("centre"), "127.0.0.1", 8765)
    assert [understood[name] for name in ("center", "cert", "key")] == [None, None, None]


def test_a_person_may_have_two_roles_and_several_clinics(monkeypatch: pytest.MonkeyPatch) -> None:
    line = "users add noor --role clinician --role supervisor --clinic LAB --clinic ECG --data centre"
    understood = _understood(monkeypatch, "_users_add", line)
    assert (understood["role"], understood["clinic"]) == (["clinician", "supervisor"], ["LAB", "ECG"])


def test_a_day_is_replayed_at_the_speed_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    understood = _understood(monkeypatch, "_replay", "replay day.csv --server http://127.0.0.1:8765 --speed 0.5")
    assert (understood["file"], understood["speed"]) == (Path("day.csv"), 0.5)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("serve", "--data"),
        ("serve --data x --port 65536", "'65536' is no port"),
        ("serve --data x --port http", "'http' is no port"),
        ("users", "COMMAND"),
        ("users add noor --data x", "--role"),
        ("replay day.csv --server x --speed 0", "'0' is no speed"),
        ("replay day.csv --server x --speed nan", "'nan' is no speed"),
        ("console --language fr", "'fr'"),
        ("unknown", "unknown"),
    ],
)
def test_what_makes_no_sense_is_refused_and_named(capsys: pytest.CaptureFixture[str], line: str, told: str) -> None:
    with pytest.raises(SystemExit) as refused:
        cli.main(line.split())
    assert refused.value.code == 2
    assert told in capsys.readouterr().err


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"mmc-console {__version__}\n"


def test_ctrl_c_ends_a_command_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(args: argparse.Namespace) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "_serve", interrupted)
    assert cli.main(["serve", "--data", "x"]) == 130


def test_help_loads_no_program() -> None:
    code = (
        "import sys\nfrom mmc_console import cli\n"
        "try: cli.main(['--help'])\nexcept SystemExit: pass\n"
        "slow = {'PySide6', 'httpx', 'litestar', 'sqlalchemy', 'msgspec', 'asyncio'}\n"
        "sys.exit(', '.join(slow & sys.modules.keys()) or 0)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")
