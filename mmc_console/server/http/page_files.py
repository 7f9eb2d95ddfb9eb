"""The page's own files, from `resources/page` and `translations`: read once, named by their content, kept by browsers.

A file's address changes with its content and may be kept for a year; the page and the service worker name the present
ones and are asked for each time. Nothing in them is about anybody: the same bytes for every phone.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from mmc_console import assets

FOLDER: Final = "/t/files/"
_MEDIA: Final = {
    ".css": "text/css", ".js": "text/javascript",
    ".json": "application/json", ".png": "image/png", ".html": "text/html",
}  # fmt: skip
KINDS: Final = tuple(sorted(_MEDIA.values()))
_WORDS: Final = "words.json"


class File(NamedTuple):
    """One file as it is sent; `packed` is empty where packing gains nothing."""

    media: str
    body: bytes
    packed: bytes


class Files(NamedTuple):
    """Everything the page is made of. `kept`: by the name in their address."""

    shell: File
    """The page for somebody whose token is known."""
    unknown: File
    """The same for a number that has not arrived here yet."""
    worker: File
    kept: dict[str, File]
    icons: tuple[tuple[str, str], ...]
    """Address and size."""
    words: dict[str, dict[str, Any]]
    """Sentences by language; counted ones by form."""


@cache
def page_files() -> Files:
    """The files, read at the first phone that asks."""
    folder = assets.path("resources", "page")
    kept: dict[str, File] = {}
    places: dict[str, str] = {}

    def keep(name: str, body: bytes) -> None:
        stem, dot, ending = name.rpartition(".")
        named = f"{stem}.{hashlib.sha256(body).hexdigest()[:12]}.{ending}"
        kept[named] = _file(dot + ending, body)
        places[name] = FOLDER + named

    words = _words()
    keep(_WORDS, json.dumps(words, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode())
    for path in sorted(folder.iterdir()):
        if path.suffix in (".css", ".png") or path.name == "line.js":
            keep(path.name, path.read_bytes())
    keep("page.js", _filled(folder / "page.js", places))
    shell = _filled(folder / "page.html", places)
    keep("shell.html", shell)
    worker = _filled(folder / "worker.js", places | {"every": json.dumps(sorted(places.values()))})
    icons = tuple((places[f"icon-{size}.png"], f"{size}x{size}") for size in (192, 512))
    unknown = shell.replace(b"<html ", b'<html data-unknown="" ', 1)
    html = ".html"
    return Files(_file(html, shell), _file(html, unknown), _file(".js", worker), kept, icons, words)


def _filled(path: Path, places: dict[str, str]) -> bytes:
    """*path* with `{{name}}` replaced by where that file is found."""
    text = path.read_text(encoding="utf-8")
    for name, place in places.items():
        text = text.replace("{{" + name + "}}", place)
    assert "{{" not in text, f"{path.name} names a file that is not here"
    return text.encode()


def _file(ending: str, body: bytes) -> File:
    packed = b"" if ending == ".png" else gzip.compress(body, 9, mtime=0)
    return File(_MEDIA[ending], body, packed)


def _words() -> dict[str, dict[str, Any]]:
    """Every language of the page: a file more is a language more."""
    return {
        path.stem.removeprefix("page_"): json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(assets.path("translations").glob("page_*.json"))
    }
