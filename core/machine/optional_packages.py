"""Packages that only some features need, and the error if one is not installed."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from core.errors import ExportError, InklingError
from core.messages import Message


@contextmanager
def optional_packages(
    packages: Collection[str],
    explain: Callable[[str], Message],
    error_class: type[InklingError] = ExportError,
) -> Iterator[None]:
    """Turn the failed import of one of these packages into an error that says how to install it.

    One that is installed may be damaged, or too old to have what is asked of it.

    Args:
        packages: their names for `import`.
        explain: returns the text for the name of the missing module.
        error_class: the class of the error.

    Raises:
        InklingError: of that class, if one of them cannot be imported.
    """
    try:
        yield
    except ImportError as error:
        name = error.name or ""
        if name.partition(".")[0] not in packages:
            raise
        raise error_class(explain(name)) from error
