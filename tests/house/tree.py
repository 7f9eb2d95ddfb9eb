"""The files of the project as it stands, so that rules can read them. Knows no rule."""

from __future__ import annotations

import ast
import io
import re
import shutil
import subprocess
import tokenize
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_EXEMPTS = re.compile(r"#\s*(house|noqa|type)\b")
_MADE = {"__pycache__", "build", "dist", ".venv", ".git"}


@dataclass(frozen=True)
class Source:
    """One Python file: where it stands and what it says."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed file."""
        return ast.parse(self.text, self.path)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """All that the tree holds; walked once for every rule."""
        return tuple(ast.walk(self.tree))

    @cached_property
    def calls(self) -> tuple[tuple[ast.Call, str], ...]:
        """Every call and the dotted name of what is called."""
        return tuple((node, ast.unparse(node.func)) for node in self.nodes if isinstance(node, ast.Call))

    @cached_property
    def lines(self) -> list[str]:
        """The lines as written; the first has index 0."""
        return self.text.splitlines()

    @cached_property
    def comments(self) -> dict[int, str]:
        """What stands behind a `#`, by line number; the same words inside a string are none.

        Only of a file that exempts anything: to take every file apart costs more than all else.
        """
        if not _EXEMPTS.search(self.text):
            return {}
        tokens = tokenize.generate_tokens(io.StringIO(self.text).readline)
        return {token.start[0]: token.string for token in tokens if token.type == tokenize.COMMENT}

    def within(self, *folders: str) -> bool:
        """True below any of *folders*, or where one of them is this file."""
        return any(self.path == folder or self.path.startswith(folder + "/") for folder in folders)


@cache
def files() -> tuple[str, ...]:
    """Paths of all files that belong to the project; without git, all but what tools make."""
    git = shutil.which("git")
    if git is not None and (ROOT / ".git").exists():
        listing = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        told = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=False)
        if told.returncode == 0:
            return tuple(sorted({name for name in told.stdout.split("\0") if name and (ROOT / name).is_file()}))
    found = (path for path in ROOT.rglob("*") if path.is_file())
    relative = (path.relative_to(ROOT) for path in found)
    return tuple(sorted(path.as_posix() for path in relative if not _made(path)))


@cache
def sources() -> tuple[Source, ...]:
    """All Python files of the project."""
    return tuple(
        Source(name, (ROOT / name).read_text(encoding="utf-8")) for name in files() if Path(name).suffix == ".py"
    )


def _made(path: Path) -> bool:
    return any(part in _MADE or part.endswith((".egg-info", "_cache")) for part in path.parts) or path.suffix == ".qm"
