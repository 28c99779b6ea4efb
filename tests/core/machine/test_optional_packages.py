import pytest

from core.errors import ExportError
from core.machine.optional_packages import optional_packages
from core.messages import message


def missing(package):
    return message("Needs {package}", package=package)


def test_a_missing_package_is_named():
    with (
        pytest.raises(ExportError, match="Needs no_such_package"),
        optional_packages(["no_such_package"], missing),
    ):
        import no_such_package  # noqa: F401


def test_the_fault_of_another_package_is_not_explained_away():
    with pytest.raises(ModuleNotFoundError), optional_packages(["another"], missing):
        import no_such_package  # noqa: F401
