"""Keeps the catalogues in translations/ equal to the words in the code, and compiles them for the program.

`compile` writes a .qm beside each .ts that is newer; `update` takes new words over from the code; `check` fails where
`update` would change a catalogue, a text has no translation yet, or a translation has lost a placeholder.
It translates nothing itself.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "translations"
TOOLS = Path(sys.executable).parent
PLACEHOLDER = re.compile(r"%L?\d+|%L?n|\{\w*\}")


def main() -> int:
    """Do the step named on the command line; 1 when `check` found something."""
    steps = {"compile": compile_changed, "update": update, "check": check}
    if len(sys.argv) != 2 or sys.argv[1] not in steps:
        print(f"usage: translations.py {'|'.join(steps)}", file=sys.stderr)
        return 2
    faults = steps[sys.argv[1]]()
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def compile_changed() -> list[str]:
    """Write the .qm of each catalogue that is newer than it."""
    for source in _catalogues():
        compiled = source.with_suffix(".qm")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            _run("pyside6-lrelease", "-silent", source, "-qm", compiled)
    return []


def update() -> list[str]:
    """Take the words of the code over into each catalogue; what is gone from the code goes."""
    for catalogue in _catalogues():
        _extract(catalogue)
    return []


def check() -> list[str]:
    """One line for each way a catalogue is behind the code."""
    faults: list[str] = []
    with tempfile.TemporaryDirectory() as scratch:
        for catalogue in _catalogues():
            fresh = Path(scratch, catalogue.name)
            shutil.copy(catalogue, fresh)
            _extract(fresh)
            if fresh.read_bytes() != catalogue.read_bytes():
                faults.append(f"{catalogue.name}: behind the code; run packaging/translations.py update")
            faults += [f"{catalogue.name}: {fault}" for fault in _faults(fresh)]
    return faults


def _catalogues() -> list[Path]:
    return sorted(CATALOGUES.glob("*.ts"))


def _extract(catalogue: Path) -> None:
    """lupdate keeps the language that stands in the file; English needs its plural forms only."""
    sources = sorted((ROOT / "mmc_console" / "desktop").rglob("*.py"))
    plural_only = ("-pluralonly",) if catalogue.stem.endswith("_en") else ()
    options = ("-silent", "-no-obsolete", "-locations", "none", *plural_only)
    _run("pyside6-lupdate", *sources, *options, "-ts", catalogue)


def _faults(catalogue: Path) -> list[str]:
    """Texts without a translation, and translations whose placeholders differ from the text's."""
    told = []
    for message in ET.parse(catalogue).iter("message"):  # noqa: S314 - our own file
        text = message.findtext("source") or ""
        translation = message.find("translation")
        if translation is None or translation.get("type") == "unfinished":
            told.append(f"unfinished: {text!r}")
            continue
        plural = message.get("numerus") == "yes"
        forms = ["".join(form.itertext()) for form in translation.iter("numerusform")] if plural else [translation.text]
        for form in forms:
            wanted, found = (Counter(PLACEHOLDER.findall(words or "")) for words in (text, form))
            if plural:  # "one patient" may be said without the number
                del wanted["%n"], found["%n"]
            if wanted != found or not form:
                told.append(f"placeholders differ: {text!r} -> {form!r}")
    return told


def _run(tool: str, *arguments: str | Path) -> None:
    subprocess.run([str(TOOLS / tool), *map(str, arguments)], check=True, cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main())
