"""The private servers of tests and benchmarks start anywhere and leave nothing behind."""

from pathlib import Path

import psycopg2
import redis

from tests.private_servers import PrivatePostgres, PrivateRedis


def is_running(process_id: int) -> bool:
    return Path(f"/proc/{process_id}").exists()


def test_postgres_answers_and_leaves_nothing() -> None:
    with PrivatePostgres(fsync=True) as server:
        assert server.process
        folder, process_id = server.folder, server.process.pid
        connection = psycopg2.connect(server.url)
        with connection.cursor() as cursor:
            cursor.execute("select 1, current_setting('fsync')")
            assert cursor.fetchone() == (1, "on")
        connection.close()
        children = Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
        assert children

    assert not [process for process in [process_id, *map(int, children)] if is_running(process)]
    assert not folder.exists()


def test_redis_answers_and_leaves_nothing() -> None:
    with PrivateRedis() as server:
        assert server.process
        folder, process_id = server.folder, server.process.pid
        assert redis.Redis.from_url(server.url).ping()

    assert not is_running(process_id)
    assert not folder.exists()
