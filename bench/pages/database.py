"""The database server of the benchmark."""

from tests.private_servers import PrivatePostgres

MEASURING = {
    "shared_preload_libraries": "pg_stat_statements",
    "pg_stat_statements.track_planning": "on",
    "pg_stat_statements.track_utility": "off",
    "max_wal_size": "8GB",  # of the seeding
    "autovacuum": "off",  # both databases were vacuumed, and nothing is written any more
}


class MeasuredPostgres(PrivatePostgres):
    """PostgreSQL as it comes, but that it notes how long its statements take, and leaves tables alone."""

    def options(self, port: int) -> list[str]:
        return [
            *super().options(port),
            *(part for pair in MEASURING.items() for part in ("-c", "=".join(pair))),
        ]
