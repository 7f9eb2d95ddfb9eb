"""The ten rules of the domain under generated histories of whole days; each law is asked after each step."""

from __future__ import annotations

from hypothesis import settings

from tests.simulation.rules.machine import ClinicDay

TestClinicDay = ClinicDay.TestCase
TestClinicDay.settings = settings(stateful_step_count=25)
