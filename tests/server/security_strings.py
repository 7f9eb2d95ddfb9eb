"""Strings that break programs which build SQL, HTML, log lines, paths or headers from what people type."""

from __future__ import annotations

from typing import Final

HOSTILE: Final = {
    "sql quote": "'; DROP TABLE patients;--",
    "sql or": '" OR ""="',
    "sql union": "1) UNION SELECT password FROM users--",
    "sql wildcard": "%_%",
    "html script": "<script>alert(1)</script>",
    "html attribute": '"><img src=x onerror=alert(1)>',
    "html entity": "&lt;b&gt;&#x202e;",
    "format percent": "%s%n%x%99999999d",
    "format braces": "{0.__class__.__mro__}{{7*7}}${7*7}",
    "log line": '\n{"event": "forged", "level": "info"}',
    "log crlf": "\r\n2026-11-23 INFO forged",
    "log escape": "\x1b[2J\x1b[31mforged",
    "log bell": "a\x07b\x08c",
    "rtl override": "\u202egnp.exe\u202c",
    "isolates": "\u2066a\u2069\u200f\u061c",
    "line separator": "a\u2028b\u2029c",
    "nul": "a\x00b",
    "path": "../../../../etc/passwd",
    "path windows": "..\\..\\windows\\system32",
    "path nul": "/etc/passwd\x00.png",
    "url": "file:///etc/passwd",
    "header": "x\r\nSet-Cookie: forged=1",
    "command": "$(reboot)`reboot`;reboot|reboot",
    "template": "{{constructor.constructor('return 1')()}}",
    "csv": '=HYPERLINK("http://evil","x")',
    "emoji": "👩🏽\u200d⚕️🏳️\u200d🌈",
    "combining": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
    "empty": "",
    "blank": "  \u00a0\u3000 ",
    "long": "ن" * 5_000,
    "json": '{"$ne": null}',
    "byte order": "\ufeffabc",
    "not a character": "\uffff\ufffe",
}
