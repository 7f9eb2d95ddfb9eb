"""An incident as a document, Markdown or HTML, in Arabic or English: for those who were not there."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Final

import msgspec
from msgspec.structs import replace

from mmc_console import assets
from mmc_console.wire.alerts import Entry, Incident

FORMATS: Final = ("md", "html", "json")
_MARKS: Final = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~])")


@cache
def words(language: str) -> dict[str, str]:
    """The headings, in this language."""
    return msgspec.json.decode(
        assets.path("translations", f"incidents_{language}.json").read_bytes(), type=dict[str, str]
    )


def local(incident: Incident, stamp: Callable[[datetime], datetime]) -> Incident:
    """The incident with its moments as the centre's clocks show them."""

    def at(moment: datetime | None) -> datetime | None:
        return None if moment is None else stamp(moment)

    return replace(
        incident, began=stamp(incident.began), mitigated=at(incident.mitigated), closed=at(incident.closed),
        entries=tuple(replace(entry, at=stamp(entry.at)) for entry in incident.entries),
        follow_ups=tuple(replace(each, done_at=at(each.done_at)) for each in incident.follow_ups),
    )  # fmt: skip


def written(incident: Incident, kind: str, language: str) -> bytes:
    """The document; every text in it is only text."""
    return (_html(incident, language) if kind == "html" else _markdown(incident, language)).encode()


def facts(incident: Incident, language: str) -> list[tuple[str, str]]:
    """What stands at its top: a word, and what it is."""
    say = words(language)
    found = [
        (say["state"], say[f"state.{incident.state}"]),
        (say["severity"], say[f"severity.{incident.severity}"]),
        (say["began"], _moment(incident.began)),
    ]
    if incident.mitigated is not None:
        found.append((say["mitigated"], _moment(incident.mitigated)))
    if incident.repair_seconds is not None:
        found.append((say["repair"], say["minutes"].format(minutes=f"{incident.repair_seconds / 60:.1f}")))
    if incident.closed is not None:
        found.append((say["closed"], _moment(incident.closed)))
    if incident.owner:
        found.append((say["owner"], incident.owner))
    return found


def told(entry: Entry, language: str) -> str:
    """One line of the time line in words; what stood in the log stays as it stood there."""
    say = words(language)
    if entry.sort == "note" and entry.code:
        text = say[f"entry.{entry.code}"]
    else:
        text = entry.text
    return f"{text} ({entry.by})" if entry.by else text


def _markdown(incident: Incident, language: str) -> str:
    say = words(language)
    lines = [f"# {_plain(incident.title)}", ""]
    lines += [f"- **{name}**: {_plain(value)}" for name, value in facts(incident, language)]
    lines += [
        "",
        f"## {say['cause']}",
        "",
        _paragraphs(incident.cause) or say["none"],
        "",
        f"## {say['time_line']}",
        "",
    ]
    lines += [
        f"- {_moment(e.at)} {_plain(e.level.upper()) + ' ' if _loud(e) else ''}{_plain(told(e, language))}"
        for e in incident.entries
    ]
    if incident.more:
        lines += ["", say["more"]]
    lines += ["", f"## {say['follow_ups']}", ""]
    lines += [
        f"- [{'x' if f.done_at else ' '}] {_plain(f.text)}{f' ({_plain(f.who)})' if f.who else ''}"
        for f in incident.follow_ups
    ]
    return "\n".join(lines) + "\n"


def _html(incident: Incident, language: str) -> str:
    say, e = words(language), html.escape
    direction = "rtl" if language == "ar" else "ltr"
    top = "".join(
        f"<tr><th>{e(name)}</th><td><bdi>{e(value)}</bdi></td></tr>" for name, value in facts(incident, language)
    )
    rows = "".join(
        f'<tr class="{e(each.level)}"><td class="at"><bdi>{_moment(each.at)}</bdi></td>'
        f"<td><bdi>{e(told(each, language))}</bdi></td></tr>"
        for each in incident.entries
    )
    later = "".join(
        f"<li>{'☑' if each.done_at else '☐'} <bdi>{e(each.text)}</bdi> <bdi>{e(each.who)}</bdi></li>"
        for each in incident.follow_ups
    )
    cause = e(incident.cause).replace("\n", "<br>") or e(say["none"])
    more = f"<p>{e(say['more'])}</p>" if incident.more else ""
    return (
        f'<!doctype html><html lang="{language}" dir="{direction}"><meta charset="utf-8">'
        f"<title>{e(incident.title)}</title>"
        "<style>body{font:15px sans-serif;margin:2rem;max-width:60rem}table{border-collapse:collapse}"
        "th,td{text-align:start;padding:.2rem .8rem .2rem 0;vertical-align:top}.at{white-space:nowrap}"
        ".error td,.critical td{font-weight:bold}</style>"
        f"<h1>{e(incident.title)}</h1><table>{top}</table><h2>{e(say['cause'])}</h2><p>{cause}</p>"
        f"<h2>{e(say['time_line'])}</h2><table>{rows}</table>{more}<h2>{e(say['follow_ups'])}</h2><ul>{later}</ul></html>"
    )


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"


def _loud(entry: Entry) -> bool:
    return entry.level not in ("info", "debug")


def _plain(text: str) -> str:
    """Text that no reader of Markdown takes for a mark, on one line."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def _paragraphs(text: str) -> str:
    return "\n\n".join(_plain(part) for part in text.splitlines() if part.strip())
