"""Packages that only some exports need, and the error if one is not installed."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from core.errors import ExportError
from core.messages import Message


@contextmanager
def optional_packages(
    packages: Collection[str], explain: Callable[[str], Message]
) -> Iterator[None]:
    """Turn the failed import of one of these packages into an error that says how to install it.

    One that is installed may be damaged, or too old to have what is asked of it.

    Args:
        packages: their names for `import`.
        explain: returns the text for the name of the missing module.

    Raises:
        ExportError: if one of them cannot be imported.
    """
    try:
        yield
    except ImportError as error:
        name = error.name or ""
        if name.partition(".")[0] not in packages:
            raise
        raise ExportError(explain(name)) from error
