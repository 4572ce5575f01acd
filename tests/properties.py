"""How the property tests run: the same examples every time, nothing kept, no clock."""

from hypothesis import settings

steady = settings(deadline=None, derandomize=True, database=None, max_examples=100)
