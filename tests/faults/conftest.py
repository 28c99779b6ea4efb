"""Time for the long profile: `python -m pytest tests/faults --hypothesis-profile=nightly`."""

from collections.abc import Iterator

import pytest
import torch
from hypothesis import settings

SHORT_S, LONG_S = 120, 3600


@pytest.fixture(autouse=True)
def _denormal_numbers_are_computed_as_they_are() -> Iterator[None]:
    """Undo what commands change in this thread, since Hypothesis draws such numbers."""
    yield
    torch.set_flush_denormal(False)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a test with thousands of examples take longer than others."""
    for item in items:
        if item.path.is_relative_to(__file__.removesuffix("conftest.py")):
            is_long = settings().max_examples > 1000
            item.add_marker(pytest.mark.timeout(LONG_S if is_long else SHORT_S))
