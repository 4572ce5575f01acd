"""Several people at once who open one page again and again, and what that cost in the database."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from statistics import quantiles
from time import perf_counter
from typing import Any

from bench.pages.pages import Page

TIMEOUT = 60
SPENT = """
    SELECT coalesce(sum(calls), 0), coalesce(sum(total_exec_time + total_plan_time), 0)
    FROM pg_stat_statements WHERE dbid = (SELECT oid FROM pg_database WHERE datname = %s)"""


@dataclass(frozen=True)
class Cost:
    """What one opening costs: milliseconds that half and 95 of 100 took at most, milliseconds in the database, and
    queries (an average, for now and then a session is noted as used)."""

    p50: float
    p95: float
    database: float
    queries: float


@dataclass(frozen=True)
class Side:
    """A server of pages: its port and its database, of which `cursor` asks what it spent."""

    port: int
    database: str
    cursor: Any

    def spent(self) -> tuple[float, float]:
        """Statements and milliseconds so far."""
        self.cursor.execute(SPENT, [self.database])
        calls, milliseconds = self.cursor.fetchone()
        return float(calls), float(milliseconds)

    def measure(self, page: Page, cookie: str, *, clients: int, requests: int) -> Cost:
        """Open the page so often, by so many clients at once."""
        before = self.spent()
        with ThreadPoolExecutor(clients) as pool:
            took = list(pool.map(lambda _: opened(self.port, page, cookie), range(requests)))
        after = self.spent()
        p50, p95 = middle_and_slow(took)
        return Cost(p50, p95, (after[1] - before[1]) / requests, (after[0] - before[0]) / requests)


def middle_and_slow(took: Sequence[float]) -> tuple[float, float]:
    """What half of them and 95 of 100 took at most."""
    cuts = quantiles(took, n=20, method="inclusive") if len(took) > 1 else [took[0]] * 19
    return cuts[9], cuts[18]


def opened(port: int, page: Page, cookie: str) -> float:
    """The milliseconds until the last byte. Raises AssertionError unless it is the page."""
    started = perf_counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    connection.request(
        "GET", page.path, headers={"Host": "localhost", "Cookie": cookie, "Connection": "close"}
    )
    response = connection.getresponse()
    response.read()
    connection.close()
    if response.status != 200:
        raise AssertionError(f"{page.name} ({page.path}): {response.status}")
    return (perf_counter() - started) * 1000
