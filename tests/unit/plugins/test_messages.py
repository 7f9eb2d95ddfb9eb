"""Text messages: real apprise, a gateway on this PC, phones as people write them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from mmc_console.domain import actions as a
from mmc_console.domain.patients import PatientEntry
from mmc_console.plugins.api import Skip
from mmc_console.plugins.builtin.messages import number_of
from mmc_console.server.plugins.switchboard import PluginFault
from tests.server.plugin_parts import Plugged, gateway, plugged
from tests.server.writer_parts import EXAM


@pytest.mark.parametrize(
    ("phone", "country", "found"),
    [
        ("+97455512345", "", "+97455512345"), ("0097455512345", "", "+97455512345"),
        ("5551 2345", "+974", "+97455512345"), ("05551-2345", "+974", "+97455512345"),
        ("(974) 5551.2345", "", "97455512345"), ("+97455512345", "+1", "+97455512345"),
    ],
)  # fmt: skip
def test_phones_are_made_what_services_want(phone: str, country: str, found: str) -> None:
    assert number_of(phone, country) == found


@pytest.mark.parametrize(
    ("phone", "code"),
    [
        ("", "no-phone"), (" - ", "no-phone"), ("12345", "not-a-phone"), ("x&to=1", "not-a-phone"),
        ("1" * 16, "not-a-phone"),
    ],
)  # fmt: skip
def test_what_is_no_phone_is_sent_nowhere(phone: str, code: str) -> None:
    with pytest.raises(Skip) as skipped:
        number_of(phone, "")
    assert skipped.value.code == code


async def _come(at: Plugged, number: str, phone: str, language: str) -> None:
    desk = at.place.desk()
    person = PatientEntry(number=number, gender="male", phone=phone, language=language, name="محمد")
    assert (await desk.act(desk.new(a.RegisterVisit, patient=person, exam_type=EXAM))).outcome == "applied"


def test_messages_go_out_in_the_patient_s_language_without_a_name(tmp_path: Path) -> None:
    async def story() -> None:
        with gateway() as sms:
            address = sms.url.replace("http://", "json://") + "/{phone}?+Idempotency-Key={id}"
            async with plugged(tmp_path, first_retry=0.01, call_seconds=10) as at:
                sms.answers = [(503, {})]
                await at.change(
                    "messages", on=True, grants=("contact",), settings={"url": address, "kinds": "near_turn"}
                )
                await _come(at, "1001", "+97455512345", "ar")
                await _come(at, "1002", "+97455512346", "en")
                await _come(at, "1003", "", "en")
                view = await at.counted("messages", sent=2, retried=1, skipped=3)
                assert view.settings["url"] == "•••"
                sent = {(r.path, r.json["message"]) for r in sms.requests}
                assert sent == {
                    ("/in/+97455512345", "رقم 001: اقترب دورك. يرجى التواجد قرب الميزانين."),
                    ("/in/+97455512346", "Number 002: your turn is near. Please stay close to Mezzanine."),
                }
                assert len(sms.requests) == 3
                assert len(sms.taken) == 2

    asyncio.run(story())


def test_without_the_grant_there_is_no_phone_and_nothing_goes_out(tmp_path: Path) -> None:
    async def story() -> None:
        with gateway() as sms:
            address = sms.url.replace("http://", "json://") + "/{phone}"
            async with plugged(tmp_path, call_seconds=10) as at:
                await at.change("messages", on=True, settings={"url": address})
                await _come(at, "1001", "+97455512345", "ar")
                await at.counted("messages", skipped=2)
                assert sms.requests == []
                with pytest.raises(PluginFault) as fault:
                    await at.change("messages", settings={"url": "nosuchservice://{phone}"})
                assert fault.value.params["reason"] == "url-unknown"

    asyncio.run(story())
