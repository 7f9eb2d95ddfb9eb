"""Why a request about signing in is not answered. Each has a `code` of the HTTP interface (`http.problems`).

AuthFault
  NotAuthenticated   401, always the same words, whatever was wrong
  NotAllowed         403
  PasswordChange     403, until a generated password was changed
  TooManyTries       429, with the seconds to wait
  BadEntry           422, names one field
"""

from __future__ import annotations

from typing import ClassVar

from mmc_console.domain.refusals import Params


class AuthFault(Exception):
    """Base. *params* fill the translated sentence, *headers* go with the answer."""

    code: ClassVar[str]

    def __init__(self, **params: str | int) -> None:
        super().__init__(self.code)
        self.params: Params = params
        self.headers: dict[str, str] = {}


class NotAuthenticated(AuthFault):
    """No, or no longer, a known person. Never says what was wrong; *params*: what holds for everybody just now."""

    code = "not-authenticated"

    def __init__(self, **params: str | int) -> None:
        super().__init__(**params)
        self.headers = {"WWW-Authenticate": 'Bearer realm="mmc"'}


class StartNotHeard(NotAuthenticated):
    """A console proved its key, but for another start of this server: it is told the present one and asks again."""


class NotAllowed(AuthFault):
    """A known person without the right to this."""

    code = "not-allowed"


class PasswordChange(AuthFault):
    """Nothing else is answered until the generated password was changed."""

    code = "password-change-needed"


class TooManyTries(AuthFault):
    """Guessing; *seconds* until the next try is looked at."""

    code = "too-many-requests"

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds=seconds)
        self.headers = {"Retry-After": str(seconds)}


class BadEntry(AuthFault):
    """Something typed cannot be taken: *field* is a JSON path, *message* says why."""

    code = "invalid"

    def __init__(self, field: str, message: str, **params: str | int) -> None:
        super().__init__(**params)
        self.field = field
        self.message = message


class WeakPassword(BadEntry):
    """A password nobody should use. *reason*: `short`, `long`, `common`, `name` or `same`."""

    code = "password-too-weak"

    def __init__(self, reason: str, field: str = "$.new") -> None:
        super().__init__(field, f"password is too weak: {reason}", reason=reason)
        self.reason = reason
