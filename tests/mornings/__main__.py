"""Run mornings: `python -m tests.mornings --seed 17` tells one; `--first 600 --seeds 600` runs a range."""

from __future__ import annotations

import argparse
import time
from collections import Counter

from tests.mornings.morning import tell


def main() -> int:
    """What the command line asks for; 1 when something was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.mornings", description=__doc__)
    parser.add_argument("--seed", type=int, help="tell this one")
    parser.add_argument("--seeds", type=int, default=100, help="how many to run")
    parser.add_argument("--first", type=int, default=0, help="from this one on")
    parser.add_argument("--keeps", action="store_true", help="people keep what the server has, whatever is recommended")
    parser.add_argument("--restores", action="store_true", help="the server is put back to older copies, too")
    given = parser.parse_args()
    if given.seed is not None:
        morning, wrong = tell(given.seed, keeps=given.keeps, restores=given.restores)
        print(*morning.world.diary.trail, *wrong, sep="\n")
        return int(bool(wrong))
    return run(given.first, given.seeds, keeps=given.keeps, restores=given.restores)


def run(first: int, count: int, *, keeps: bool, restores: bool) -> int:
    """A range of seeds; each that is wrong is named at once."""
    began, asked = time.process_time(), Counter[str]()
    bad = exams = helped = people = 0
    for seed in range(first, first + count):
        morning, wrong = tell(seed, keeps=keeps, restores=restores)
        asked.update(morning.questions)
        people += len(morning.patients)
        exams += sum(len(p.exams) for p in morning.patients)
        helped += len(morning.helped)
        if wrong:
            bad += 1
            print(f"seed {seed}: {'; '.join(wrong)[:300]}", flush=True)
    print(f"{count} mornings from {first}: {bad} bad, {time.process_time() - began:.0f} CPU s")
    print(f"{people} people, {exams} exams, {helped} had to ask at reception; asked of those who work there:")
    print(*(f"{n:6} {what}" for what, n in asked.most_common()), sep="\n")
    return int(bad > 0)


if __name__ == "__main__":
    raise SystemExit(main())
