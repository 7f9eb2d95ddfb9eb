"""What is filled into the form for the person whose number is typed, and taken out again for the next. No Qt."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mmc_console.desktop.reception.contract import Form

if TYPE_CHECKING:
    from mmc_console.desktop.reception.issuing import Issuing
    from mmc_console.domain.patients import Card


class Filling:
    """Remembers what of the form was not typed."""

    def __init__(self, issuing: Issuing) -> None:
        self._issuing = issuing
        self.card: Card | None = None
        """Whose details stand in the form."""
        self.usual = ""
        """The purpose that stood in it before an unfinished visit named its own."""

    def fill(self, form: Form, card: Card | None) -> Form:
        """*form* with what is known of the person of *card*; None where nobody has that number."""
        filled, self.card = self.card, card
        form = self._usually(form)
        if card is not None:
            taken = self._issuing.unfinished(form)
            if taken is not None:
                self.usual = form.purpose
                form = replace(form, purpose=f"exam:{taken.exam}")
            name = card.name or form.name
            errors = {field: e for field, e in form.errors.items() if field != "name" or not name}
            gender = form.gender if card.gender == "unknown" else card.gender
            return replace(form, name=name, gender=gender, known=True, first=None, errors=errors)
        if filled is not None and form.name == filled.name:
            form = replace(form, name="")  # it was the name of the number typed before
        return replace(form, known=False)

    def another(self, form: Form, blank: Form) -> Form:
        """*blank* for somebody else: nothing typed of the person before stays, and why people come here does."""
        return replace(blank, purpose=self.empty(form).purpose)

    def empty(self, form: Form) -> Form:
        """*form* with the purpose of everybody else again; nobody's details are in it from now on."""
        self.card = None
        return self._usually(form)

    def _usually(self, form: Form) -> Form:
        usual, self.usual = self.usual, ""
        return replace(form, purpose=usual) if usual else form
