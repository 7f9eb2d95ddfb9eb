"""What schemathesis makes of the OpenAPI file, sent to a real server, and everything that is wrong with the answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.strategies import SearchStrategy
from schemathesis import Case, Response
from schemathesis.checks import CHECKS, load_all_checks
from schemathesis.core.failures import FailureGroup

from mmc_console.wire.json import Malformed, decode
from mmc_console.wire.problems import Problem

PATIENCE = 30
PROBLEM = "application/problem+json"
STREAM = "text/event-stream"
BREATH = 3
"""Of how many cases one names something that is there, where the path asks for a name."""

load_all_checks()
CHECKED: list[Any] = [
    CHECKS.get_one(name)
    for name in (
        "status_code_conformance", "content_type_conformance", "response_headers_conformance",
        "response_schema_conformance", "negative_data_rejection", "missing_required_header",
        "unsupported_method", "allow_header_conformance",
    )
]  # fmt: skip
"""All of schemathesis but three kinds: that no 5xx comes is asked more strictly below (503 only, with the time to come
again); who may do what is asked by C1's table; and fit data need not be taken, the rules know more than a schema."""


def _offered(made: Any) -> Any:
    """One operation of the document; what is wrong with it is raised."""
    return made.ok()


@dataclass
class Fuzz:
    """One run. *known*: values that are really there, by route and name in the path, else by the name alone."""

    url: str
    document: Mapping[str, Any]
    known: Mapping[str, Iterable[str]]
    chances: int
    sent: int = 0
    found: list[str] = field(default_factory=list)
    answered: dict[int, int] = field(default_factory=dict)
    done: set[tuple[str, str]] = field(default_factory=set)
    """Routes that did what was asked at least once."""
    _headers: dict[str, str] = field(default_factory=dict)

    def run(self, token: str, examples: int, *, skipped: Iterable[tuple[str, str]] = ()) -> None:
        """So many cases of every route but the *skipped*; with an empty *token* as nobody."""
        schema = schemathesis.openapi.from_dict(dict(self.document))
        with requests.Session() as session:
            session.trust_env = False
            self._headers = {"Authorization": f"Bearer {token}"} if token else {}
            for made in schema.get_all_operations():
                operation = _offered(made)
                route = (operation.method.upper(), operation.path)
                if route not in skipped:
                    self._route(operation.as_strategy(), route, session, examples)

    def _route(
        self, cases: SearchStrategy[Case[Any]], route: tuple[str, str], session: requests.Session, examples: int
    ) -> None:
        random = Random(f"{self.chances} {route} {len(self._headers)}")

        @seed(self.chances)
        @settings(
            max_examples=examples, database=None, deadline=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(cases)
        def each(case: Case[Any]) -> None:
            self._name_what_is_there(case, route, random)
            self._ask(case, route, session)

        each()

    def _name_what_is_there(self, case: Case[Any], route: tuple[str, str], random: Random) -> None:
        parameters: dict[str, Any] = case.path_parameters or {}
        for name in parameters:
            choices = [*self.known.get(f"{route[1]} {name}", self.known.get(name, ()))]
            if choices and random.randrange(BREATH):
                parameters[name] = random.choice(choices)

    def _ask(self, case: Case[Any], route: tuple[str, str], session: requests.Session) -> None:
        asked = case.as_transport_kwargs(base_url=self.url, headers=self._headers)
        try:
            with session.request(**asked, timeout=PATIENCE, stream=True, allow_redirects=False) as raw:
                flows = raw.status_code == 200 and raw.headers.get("Content-Type", "").startswith(STREAM)
                if flows:  # it never ends: its head is all there is to check
                    raw._content = b""
                else:
                    _ = raw.content
                self._look(case, route, raw, flows=flows)
        except requests.RequestException as fault:
            self._fault(route, case, f"no answer: {type(fault).__name__}")

    def _look(self, case: Case[Any], route: tuple[str, str], raw: requests.Response, *, flows: bool) -> None:
        self.sent += 1
        status = raw.status_code
        self.answered[status] = self.answered.get(status, 0) + 1
        if status < 300:
            self.done.add(route)
        told = self.document["paths"][route[1]][route[0].lower()]["responses"]
        if status < 400 and str(status) not in told:
            self._fault(route, case, f"{status} is not documented")
        if status >= 500 and (status != 503 or "Retry-After" not in raw.headers):
            self._fault(route, case, f"{status} {raw.text[:200]}")
        if status >= 400 and raw.headers.get("Content-Type", "").startswith(PROBLEM):
            try:
                code = decode(raw.content, Problem)
            except Malformed:
                self._fault(route, case, f"{status} with what is no problem")
            else:
                if code.status != status or not code.code:
                    self._fault(route, case, f"{status} says it is {code.status} {code.code!r}")
        if status in (404, 405) and flows:
            return
        if not flows:
            response = Response.from_requests(raw, verify=True)
            try:
                case.validate_response(response, checks=CHECKED)
            except FailureGroup as group:
                for fault in group.exceptions:
                    self._fault(route, case, f"{status} {getattr(fault, 'title', '')}: {str(fault)[:400]}")

    def _fault(self, route: tuple[str, str], case: Case[Any], what: str) -> None:
        self.found.append(f"{' '.join(route)} {case.path_parameters} {case.query} {str(case.body)[:200]}: {what}")
