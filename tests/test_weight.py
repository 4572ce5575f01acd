"""What a page weighs as text, with fifty rows in every list."""

import pytest

from organizations import paging
from tests.cast import Cast
from tests.fifty import ROWS, fifty
from tests.visitor import Visitor
from workflows.presenting import running

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MOST = 60_000  # bytes of HTML
EDITOR = 65_000  # where each row is a form of its own: a promise with its unit, target and tools


def test_no_page_of_fifty_rows_is_more_than_60_kb_of_html(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (paging, running):
        monkeypatch.setattr(module, "PAGE", ROWS)  # the pages of lists have half as many
    weights = {}
    for name, (user, url) in fifty(cast).items():
        response = Visitor(user).client.get(url)
        assert response.status_code == 200, (name, url)
        weights[name] = len(response.content)
    assert weights.pop("pk-edit") < EDITOR
    assert {name: weight for name, weight in weights.items() if weight >= MOST} == {}
