"""What training on a cluster needs to be installed."""

from importlib.util import find_spec

from core.cluster.keys import missing
from core.errors import ClusterError


def check_installed() -> None:
    """Refuse to begin without the extra `[cluster]`; nothing is loaded for it.

    Raises:
        ClusterError: saying how to install the package that is missing.
    """
    for package in ("distributed", "cryptography"):
        if find_spec(package) is None:
            raise ClusterError(missing(package))
