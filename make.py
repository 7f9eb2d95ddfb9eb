"""Everything a developer types, on every system: `make test` and `python make.py test` are the same.

Runs under any Python, before anything is installed: standard library only, and no rule of the program in here.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
READY = VENV / ".ready"
PATIENT = ("-o", "faulthandler_timeout=0")
"""Long runs are not hanging."""
COMPILED = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""The environment of every step. Where nothing may be written beside the sources, what is compiled is kept in .venv:
the tests start some hundred servers and consoles, and compiling is over half of a start."""
if "PYTHONDONTWRITEBYTECODE" in os.environ:
    COMPILED.setdefault("PYTHONPYCACHEPREFIX", str(VENV / "compiled"))
SHARED = ("-n", str((os.cpu_count() or 1) + 1), "--dist", "loadfile", "--max-worker-restart", "0")
"""A file's tests stay together, in order: they share what is dear to build. One process more than there are cores: a
third of their time they wait for a server or a console to start, to stop, or to notice that the line is gone. A process
that dies is named and not replaced: the run would wait for the new one for ever."""

NO_DISPLAY = """\
There is no display here, so no window can open. To see the console:
  make tour                                  writes a picture of every page to docs/pictures
  ssh -X THIS_MACHINE, then make run         shows the window on your own screen
  xvfb-run make run                          runs it on a display nobody sees
The server alone: .venv/bin/mmc-console serve --data DIR"""


def main() -> int:
    """Do what the command line names; the exit code of the first step that failed."""
    parser = argparse.ArgumentParser(prog="make", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    what = "\n".join(f"{name:11}{(step.__doc__ or '').splitlines()[0]}" for name, step in STEPS.items())
    parser.add_argument("step", choices=STEPS, metavar="STEP", help=what)
    given, more = parser.parse_known_args()
    try:
        STEPS[given.step](more)
    except subprocess.CalledProcessError as failed:
        print(f"make {given.step}: {' '.join(map(str, failed.cmd[:4]))} … failed", file=sys.stderr)
        return failed.returncode or 1
    except KeyboardInterrupt:
        return 130
    return 0


def setup(more: list[str]) -> None:
    """make .venv from the locked requirements; at once when nothing has changed"""
    wanted = hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in ("requirements.txt", "pyproject.toml")))
    if not (READY.exists() and READY.read_text(encoding="ascii") == wanted.hexdigest()):
        _run(sys.executable, "packaging/system_libraries.py")
        if not _has_pip():
            _run(sys.executable, "-m", "venv", VENV)
        pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-compile")
        print("Installing what the program needs into .venv (a few minutes the first time)", flush=True)
        _run(*pip, "--require-hashes", "--requirement", "requirements.txt")
        _run(*pip, "--no-deps", "--no-build-isolation", "--editable", ".")
        READY.write_text(wanted.hexdigest(), encoding="ascii")
    _run(PYTHON, "packaging/translations.py", "compile", *more)


def run(more: list[str]) -> None:
    """open the console, on a server of its own"""
    setup([])
    seen = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in seen):
        print(NO_DISPLAY)
        return
    _run(PYTHON, "-m", "mmc_console", *more)


def test(more: list[str]) -> None:
    """everything that must hold: lint, then the whole suite, a file at a time on every core"""
    lint([])
    _run(PYTHON, "-m", "pytest", *SHARED, *more)


def lint(more: list[str]) -> None:
    """style, types, layers and translations"""
    setup([])
    _run(BIN / "ruff", "check", *more)
    _run(BIN / "ruff", "format", "--check", "--quiet")
    _run(PYTHON, "-m", "mypy", "--num-workers", "auto")
    _run(BIN / "lint-imports")
    _run(PYTHON, "packaging/translations.py", "check")


def format(more: list[str]) -> None:
    """lay the code out anew and mend what ruff can mend"""
    setup([])
    _run(BIN / "ruff", "check", "--fix", *more)
    _run(BIN / "ruff", "format", *more)


def tour(more: list[str]) -> None:
    """write a picture of every page, in both languages and both themes"""
    setup([])
    _run(PYTHON, "-m", "mmc_console.desktop.tour", *(more or ("--out", "docs/pictures")))


def bench(more: list[str]) -> None:
    """print the promised figures beside the measured ones"""
    setup([])
    _run(PYTHON, "-m", "bench", *more)


def estimates(more: list[str]) -> None:
    """print how wrong the told waits are in a recorded log: make estimates FILE…"""
    setup([])
    files = [str(Path(name).resolve()) for name in more]
    _run(PYTHON, "-m", "mmc_console.replay.estimating", *files)


def faults(more: list[str]) -> None:
    """the long fault injection, and every rule under 5,000 generated histories"""
    setup([])
    os.environ["MMC_HYPOTHESIS"] = "faults"
    _run(PYTHON, "-m", "pytest", *PATIENT, "-m", "(faults or hypothesis) and not soak and not bench", *more)


def soak(more: list[str]) -> None:
    """the runs that take hours; --from, --count and --jobs choose the simulator's seeds"""
    setup([])
    parser = argparse.ArgumentParser(prog="make soak", allow_abbrev=False)
    for name in ("--from", "--count", "--jobs"):
        parser.add_argument(name, type=int)
    seeds, rest = parser.parse_known_args(more)
    chosen = [f"--{name}={value}" for name, value in vars(seeds).items() if value is not None]
    _run(PYTHON, "-m", "tests.simulation", "--protections")
    _run(PYTHON, "-m", "tests.simulation", "--soak", *chosen)
    os.environ["MMC_HYPOTHESIS"] = "soak"
    _run(PYTHON, "-m", "pytest", *PATIENT, "-m", "hypothesis", "tests/unit/client/test_sse.py")
    _run(PYTHON, "-m", "pytest", *PATIENT, "-m", "soak", *rest)


def lock(more: list[str]) -> None:
    """write requirements.txt anew from pyproject.toml (needs `uv`; add --upgrade for newer versions)"""
    options = ("--extra", "test", "--generate-hashes", "--universal", "--python-version", "3.11")
    quiet = ("--quiet", "--no-header", "--no-emit-index-url", "--output-file", "requirements.txt")
    _run("uv", "pip", "compile", "pyproject.toml", *options, *quiet, *more)


def wheel(more: list[str]) -> None:
    """build dist/*.whl, translations inside"""
    setup([])
    build = ("-m", "pip", "--disable-pip-version-check", "wheel", "--no-deps", "--no-build-isolation", "--quiet")
    _run(PYTHON, *build, "--wheel-dir", "dist", ".", *more)


STEPS = {
    step.__name__: step for step in (setup, run, test, lint, format, tour, bench, estimates, faults, soak, lock, wheel)
}


def _has_pip() -> bool:
    return (
        PYTHON.exists()
        and subprocess.run([PYTHON, "-c", "import pip"], check=False, capture_output=True).returncode == 0
    )


def _run(*command: str | Path) -> None:
    """Run *command* at the top of the checkout; CalledProcessError when it fails."""
    subprocess.run([str(part) for part in command], cwd=ROOT, env=COMPILED, check=True)


if __name__ == "__main__":
    if sys.version_info < (3, 11):
        sys.exit(f"MMC Console needs Python 3.11 or newer; this is {sys.version.split()[0]} ({sys.executable})")
    sys.exit(main())
