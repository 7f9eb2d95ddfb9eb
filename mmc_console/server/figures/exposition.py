"""`/metrics` for Prometheus and programs like it: names, units, HELP and TYPE by its rules, labels few and bounded.

Labels are clinics, ticket states, groups of routes, classes of answers and names of caches: never a path, a person, a
desk or a label of a ticket, so that the number of series is known beforehand. prometheus-client is imported with the
first scrape, which a start need not wait for.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from mmc_console import __version__
from mmc_console.server.figures.counting import Scope
from mmc_console.server.figures.histogram import Histogram
from mmc_console.server.figures.lines import Lines
from mmc_console.server.figures.meters import Meters, Reading
from mmc_console.server.figures.tally import Tally, gather

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

_STATES: Final = {
    "waiting": "waiting", "called": "called", "in_service": "in_service", "held": "held", "served": "done",
    "no_shows": "no_show", "cancelled": "cancelled", "transferred": "transferred",
}  # fmt: skip
_RANKS: Final = {
    "wait_median": "Half wait no longer for their first call",
    "wait_p90": "Nine in ten wait no longer for their first call",
    "service_median": "Half are no longer in the room",
    "service_p90": "Nine in ten are no longer in the room",
}
"""Gauges, each with a name of its own: the label `quantile` belongs to summaries, which these are not."""


def exposed(meters: Meters, reading: Reading, accept: str) -> tuple[str, bytes]:
    """The content type and the text of one scrape; *accept*: what the scraper would like. Blocks."""
    from prometheus_client import CollectorRegistry
    from prometheus_client.exposition import choose_encoder

    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Families(meters, reading))
    _add_process(registry)
    encode, media = choose_encoder(accept)
    return media, encode(registry)


def _add_process(registry: Any) -> None:
    """Memory, time and open files of this process, where the system tells them."""
    from prometheus_client import ProcessCollector

    ProcessCollector(registry=registry)


class _Families:
    """What prometheus-client calls a collector."""

    def __init__(self, meters: Meters, reading: Reading) -> None:
        self._meters, self._reading = meters, reading

    def collect(self) -> Iterator[Metric]:
        """Every family."""
        yield from self._centre()
        yield from self._requests()
        yield from self._rest()

    def _centre(self) -> Iterator[Metric]:
        from prometheus_client.metrics_core import GaugeMetricFamily

        writer = self._meters.writer
        today = writer.calendar.day(self._meters.clock.now())
        with self._meters.database.read() as conn:
            scope = Scope(today, today, today)
            _, (found,) = gather(conn, Lines(writer.calendar), scope, "room", lambda day, key: key[0])
        tickets = GaugeMetricFamily(
            "mmc_tickets", "Tickets of the service day, by clinic and state.", labels=["clinic", "state"]
        )
        ranks = {
            name: GaugeMetricFamily(f"mmc_{name}_seconds", f"{what}, of the service day so far.", labels=["clinic"])
            for name, what in _RANKS.items()
        }
        for clinic in writer.center.clinics:
            figures = (found.get(clinic.code) or Tally()).figures()
            for name, state in _STATES.items():
                tickets.add_metric([clinic.code, state], getattr(figures, name))
            for name, family in ranks.items():
                measured, _, rank = name.partition("_")
                spread = figures.wait if measured == "wait" else figures.service
                if spread.n:
                    family.add_metric([clinic.code], spread.p50 if rank == "median" else spread.p90)
        yield tickets
        yield from ranks.values()

    def _requests(self) -> Iterator[Metric]:
        from prometheus_client.metrics_core import CounterMetricFamily, HistogramMetricFamily

        requests = CounterMetricFamily(
            "mmc_http_requests",
            "Requests answered, by group of routes and class of status.",
            labels=["group", "status"],
        )
        took = HistogramMetricFamily(
            "mmc_http_request_duration_seconds",
            "Time from a request's first byte to the end of its answer; streams are not timed.",
            labels=["group"],
        )
        for group, counted in self._reading.groups.items():
            for status, number in (("2xx", counted.fine), ("4xx", counted.refused), ("5xx", counted.failed)):
                requests.add_metric([group, status], number)
            took.add_metric([group], counted.delay.told(), counted.delay.seconds)
        yield requests
        yield took

    def _rest(self) -> Iterator[Metric]:
        from prometheus_client.metrics_core import (
            CounterMetricFamily,
            GaugeMetricFamily,
            HistogramMetricFamily,
            InfoMetricFamily,
        )

        meters, stream = self._meters, self._reading.stream
        boards, pages = meters.watching()
        streams = GaugeMetricFamily("mmc_streams", "Open streams, by who reads them.", labels=["reader"])
        for reader, number in (("console", meters.feed.readers), ("board", boards), ("phone", pages)):
            streams.add_metric([reader], number)
        yield streams
        delay = HistogramMetricFamily(
            "mmc_stream_delay_seconds", "Time from an event's commit to its bytes being handed to a stream's socket."
        )
        delay.add_metric([], _told(stream), stream.seconds)
        yield delay
        asked = CounterMetricFamily("mmc_cache_lookups", "Times a cache was asked.", labels=["cache"])
        hits = CounterMetricFamily("mmc_cache_hits", "Times a cache had the answer.", labels=["cache"])
        for name, (number, had) in self._reading.caches.items():
            asked.add_metric([name], number)
            hits.add_metric([name], had)
        yield asked
        yield hits
        yield GaugeMetricFamily(
            "mmc_log_position", "Number of events in the centre's log.", value=meters.writer.health.seq
        )
        if meters.started.took is not None:
            yield GaugeMetricFamily(
                "mmc_start_seconds",
                "Time from the start of the process to its first answer.",
                value=meters.started.took,
            )
        if meters.stations is not None:
            stations = meters.stations()
            yield GaugeMetricFamily(
                "mmc_stations_pending_actions", "Actions that wait at consoles to be sent, as last reported.",
                value=sum(each.pending for each in stations),
            )  # fmt: skip
            yield GaugeMetricFamily(
                "mmc_stations_oldest_pending_seconds", "Age of the oldest action that waits at a console.",
                value=max((each.oldest for each in stations), default=0),
            )  # fmt: skip
        yield InfoMetricFamily("mmc_build", "The program's version.", value={"version": __version__})


def _told(histogram: Histogram) -> list[tuple[str, float]]:
    return [(edge, float(count)) for edge, count in histogram.told()]
