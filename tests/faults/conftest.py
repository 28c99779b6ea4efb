"""Time for the long profile: `python -m pytest tests/faults --hypothesis-profile=nightly`."""

import pytest
from hypothesis import settings

SHORT_S, LONG_S = 120, 3600


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a test with thousands of examples take longer than others."""
    for item in items:
        if item.path.is_relative_to(__file__.removesuffix("conftest.py")):
            is_long = settings().max_examples > 1000
            item.add_marker(pytest.mark.timeout(LONG_S if is_long else SHORT_S))
