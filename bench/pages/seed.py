"""The two databases: offices, patterns, and so many copies of them; the large one goes on where the small one ends."""

import sys
from collections.abc import Sequence
from datetime import datetime
from time import perf_counter

from django.core.management import call_command
from django.db import connection

from bench.pages.copying import copy_patterns, forget_patterns, keep_patterns
from bench.pages.offices import load_places, places
from bench.pages.patterns import play
from bench.pages.size import SHARES, Size, by_pattern, spread


class Seeder:
    """Fills a database in steps, and says on stderr how far it is."""

    def __init__(self, size: Size) -> None:
        self.size, self.began = size, perf_counter()
        self.patterns: list[list[int]] = []  # by office, the measured one first; the ids of cases, by share
        self.made: list[list[int]] = []  # the copies of each so far, the pattern itself included
        self.stride = 0

    def progress(self, what: str) -> None:
        """One line with the seconds since the beginning."""
        print(f"{perf_counter() - self.began:7.1f} s  {what}", file=sys.stderr, flush=True)

    def lay_ground(self, at: datetime) -> None:
        """The schema, the offices with their people and SOPs, and the patterns as they stand at that moment."""
        call_command("migrate", verbosity=0)
        load_places(self.size.offices)
        self.progress(f"{self.size.offices} kantor")
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")
        for number, place in enumerate(places(self.size.offices), 1):
            self.patterns.append(play(place, at))
            if number % 10 == 0 or number == self.size.offices:
                self.progress(f"pola: {number} dari {self.size.offices} kantor")
        self.made = [[1] * len(SHARES) for _ in self.patterns]
        with connection.cursor() as cursor:
            self.stride = keep_patterns(cursor)

    def fill(self, cases: int) -> None:
        """Grow to so many cases in all; the measured office has its own from the first time on."""
        others = spread(cases - self.size.measured, self.size.others)
        wanted = [by_pattern(number) for number in (self.size.measured, *others)]
        asked = [
            (pattern, made, number - 1)
            for patterns, before, after in zip(self.patterns, self.made, wanted, strict=True)
            for pattern, made, number in zip(patterns, before, after, strict=True)
            if number > made
        ]
        self.made = [
            [max(pair) for pair in zip(before, after, strict=True)]
            for before, after in zip(self.made, wanted, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")
            if asked:
                copy_patterns(cursor, asked, self.stride, self.progress)

    def finish(self) -> None:
        """Statistics, and nothing of the seeding left."""
        with connection.cursor() as cursor:
            forget_patterns(cursor)
            self.progress("VACUUM ANALYZE")
            cursor.execute("VACUUM ANALYZE")
            cursor.execute("CHECKPOINT")
        connection.close()


def counted(tables: Sequence[str]) -> dict[str, int]:
    """The rows of these tables."""
    with connection.cursor() as cursor:
        found = {}
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608  names of ours
            found[table] = cursor.fetchone()[0]
        return found
