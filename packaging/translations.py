"""Keeps the words of the console in step with its code: `extract`, `compile`, `check`.

The source texts are English; `mmc_console_ar.ts` carries everything, `mmc_console_en.ts` the plural forms only.
Another language is another .ts file. Translating itself is done by people, with Qt Linguist or an editor.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
CODE: Final = ROOT / "mmc_console" / "desktop"
FOLDER: Final = ROOT / "translations"
SOURCE_LANGUAGE: Final = "en"
FORMS: Final = {"ar": 6, "en": 2}
"""How many forms a counted text has; a language not named here is checked for having some."""
_HOLE: Final = re.compile(r"\{\w*\}")


def ts_files(folder: Path = FOLDER) -> list[Path]:
    """All translation files, by language."""
    return sorted(folder.glob("mmc_console_*.ts"))


def language_of(file: Path) -> str:
    """`ar` of `mmc_console_ar.ts`."""
    return file.stem.removeprefix("mmc_console_")


def extract(folder: Path = FOLDER) -> None:
    """Bring every .ts file of *folder* up to date with the code; what is gone from the code goes."""
    sources = sorted(str(path.relative_to(ROOT)) for path in CODE.rglob("*.py"))
    for file in ts_files(folder):
        plural_only = ["-pluralonly"] if language_of(file) == SOURCE_LANGUAGE else []
        _run("lupdate", *sources, *plural_only, "-source-language", "en", "-target-language", language_of(file),
             "-no-obsolete", "-locations", "none", "-ts", str(file))  # fmt: skip


def compile_all(folder: Path = FOLDER, into: Path | None = None) -> list[Path]:
    """Write the .qm of each .ts beside it, or into *into*; answers the files.

    A running console has its file mapped: one that is written over ends it. So what is the same stays, and what is not
    comes as another file of that name.
    """
    made = []
    for file in ts_files(folder):
        target = (into or folder) / f"{file.stem}.qm"
        draft = target.with_name(f".{target.name}.{os.getpid()}")
        try:
            _run("lrelease", str(file), "-qm", str(draft))
            if not target.is_file() or target.read_bytes() != draft.read_bytes():
                draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
        made.append(target)
    return made


def check(folder: Path = FOLDER) -> list[str]:
    """Everything wrong with the files, one line each; empty when all is well."""
    faults = [fault for file in ts_files(folder) for fault in faults_in(file)]
    with tempfile.TemporaryDirectory() as name:
        fresh = Path(name)
        for file in ts_files(folder):
            shutil.copy(file, fresh / file.name)
        extract(fresh)
        faults += [
            f"{file.name}: not in step with the code; run packaging/translations.py extract"
            for file in ts_files(folder)
            if file.read_text(encoding="utf-8") != (fresh / file.name).read_text(encoding="utf-8")
        ]
    return faults


def faults_in(file: Path) -> Iterator[str]:
    """What is unfinished, has other holes than its source, or misses a plural form."""
    language = language_of(file)
    for context, message in _messages(file):
        source = message.findtext("source") or ""
        translation = message.find("translation")
        where = f"{file.name}: {context}: {source!r}"
        if translation is None or translation.get("type"):
            yield f"{where} is unfinished"
            continue
        if message.get("numerus") == "yes":
            forms = [form.text or "" for form in translation.findall("numerusform")]
            wanted = FORMS.get(language, len(forms))
            if not forms or len(forms) != wanted or not all(forms):
                yield f"{where} has {sum(map(bool, forms))} of {wanted} plural forms"
            texts = forms
        else:
            texts = [translation.text or ""]
            if not all(texts):
                yield f"{where} is empty"
        for text in texts:
            if set(_HOLE.findall(text)) != set(_HOLE.findall(source)):
                yield f"{where}: holes differ in {text!r}"


def _messages(file: Path) -> Iterator[tuple[str, ET.Element]]:
    for context in ET.parse(file).getroot().iter("context"):  # noqa: S314 - our own file
        for message in context.iter("message"):
            yield context.findtext("name") or "", message


def _run(tool: str, *arguments: str) -> None:
    program = Path(sys.executable).parent / f"pyside6-{tool}"
    done = subprocess.run(
        [str(program), *arguments], cwd=ROOT, check=False, capture_output=True, text=True, timeout=120
    )
    if done.returncode:
        raise SystemExit(f"pyside6-{tool} failed:\n{done.stdout}{done.stderr}")


def main(arguments: list[str]) -> int:
    """`extract`, `compile` or `check`; anything else is told how."""
    match arguments:
        case ["extract" | "update"]:
            extract()
        case ["compile"]:
            compile_all()
        case ["check"]:
            faults = check()
            print("\n".join(faults) or "the words are in step with the code")
            return 1 if faults else 0
        case _:
            print("translations.py extract | compile | check")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
