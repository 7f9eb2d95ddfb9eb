"""Run seeds: `python -m tests.simulation --seed 17` replays one and prints its steps.

`--seeds 5000 --first 20000` runs a range in this process and says how far it is; `--soak --from 0 --count 500000` runs
one on every core, can be stopped and goes on where it was; `--keep` writes what it has shown into the repository, so
that a soak elsewhere goes on from there; `--dense` takes worlds where more goes wrong; `--protections` prints which
seed finds each protection that is switched off.
"""

from __future__ import annotations

import argparse
import sys
import time
from contextlib import nullcontext
from dataclasses import replace

from tests.simulation.mixture import DENSE, USUAL, World
from tests.simulation.protections import PROTECTIONS, found, without
from tests.simulation.soak import keep, settle, soak
from tests.simulation.story import tell

TOLD_EVERY = 1_000
AT_MOST = 1_000


def main() -> int:
    """What the command line asks for; 1 when a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seed", type=int, help="replay this one")
    parser.add_argument("--seeds", type=int, default=100, help="how many to run")
    parser.add_argument("--first", type=int, default=0, help="from this one on")
    parser.add_argument("--steps", type=int, help="steps of one run")
    parser.add_argument("--dense", action="store_true", help="two people, longer, and more goes wrong")
    parser.add_argument("--without", choices=PROTECTIONS, help="switch this protection off")
    parser.add_argument("--soak", action="store_true", help="run very many, on every core; again: what is missing")
    parser.add_argument("--from", dest="start", type=int, default=0, help="soak from this seed on")
    parser.add_argument("--count", type=int, default=500_000, help="how many seeds to soak")
    parser.add_argument("--jobs", type=int, help="processes to soak with; as many as there are cores")
    parser.add_argument("--keep", action="store_true", help="write what soaks have shown into the repository")
    parser.add_argument("--protections", action="store_true", help="print the table of protections")
    given = parser.parse_args()
    if given.protections:
        return table()
    if given.keep:
        return keep()
    if given.soak:
        settle()
        return soak(given.start, given.count, given.jobs)
    world = DENSE if given.dense else USUAL
    world = replace(world, steps=given.steps or world.steps)
    with without(given.without) if given.without else nullcontext():
        return replay(given.seed, world) if given.seed is not None else run(given.first, given.seeds, world)


def replay(seed: int, world: World) -> int:
    """One run, step by step."""
    try:
        story = tell(seed, world)
    except AssertionError as broken:
        print("\n".join(getattr(broken, "__notes__", [])))
        print(f"{type(broken).__name__}: {broken}")
        return 1
    print("\n".join(story.audit.trail))
    return 0


def run(first: int, count: int, world: World) -> int:
    """A range of seeds; each that fails is named at once."""
    began, bad = time.process_time(), 0
    for done, seed in enumerate(range(first, first + count), 1):
        try:
            tell(seed, world)
        except AssertionError as broken:
            bad += 1
            print(f"seed {seed}: {type(broken).__name__}: {str(broken)[:200]}", flush=True)
        if done % TOLD_EVERY == 0 or done == count:
            speed = done / (time.process_time() - began)
            print(f"{done} of {count} seeds from {first}: {bad} bad, {speed:.1f} a second", flush=True)
    return int(bad > 0)


def table() -> int:
    """Each protection, and the seed that finds it missing."""
    missed = 0
    print(f"{'protection switched off':24} {'seed':>5}  what was noticed")
    for name in PROTECTIONS:
        what = found(name, AT_MOST)
        missed += what is None
        print(f"{name:24} {what[0]:5}  {what[1]}" if what else f"{name:24}  none in {AT_MOST}", flush=True)
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
