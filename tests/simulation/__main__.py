"""Run seeds, or one: `python -m tests.simulation --seed 17` replays a failure and prints its steps."""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import nullcontext

from tests.simulation.protections import PROTECTIONS, without
from tests.simulation.story import STEPS, tell


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--without", choices=PROTECTIONS, help="switch this protection off")
    given = parser.parse_args()
    with without(given.without) if given.without else nullcontext():
        return run(given)


def run(given: argparse.Namespace) -> int:
    """What was asked for; 1 when a promise was broken."""
    if given.seed is not None:
        try:
            story = tell(given.seed, given.steps)
        except AssertionError as fault:
            print("\n".join(getattr(fault, "__notes__", [])))
            print(f"{type(fault).__name__}: {fault}")
            return 1
        print("\n".join(story.audit.trail))
        return 0
    began, bad = time.process_time(), 0
    for seed in range(given.first, given.first + given.seeds):
        try:
            tell(seed, given.steps)
        except AssertionError as fault:
            bad += 1
            print(f"seed {seed}: {type(fault).__name__}: {str(fault)[:200]}", flush=True)
    took = time.process_time() - began
    print(f"{given.seeds} seeds, {bad} bad, {given.seeds / took:.1f} seeds/s")
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
