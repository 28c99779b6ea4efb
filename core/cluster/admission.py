"""How many may stand at the door: connections that have not proved yet to have the cluster file.

Dask lets any number of them wait without end, and each takes a descriptor, of which a process often
has only 1,024. A machine with the file proves it within milliseconds.
"""

import asyncio
import logging
from typing import Any

MAX_UNPROVED = 64  # connections; where more come, the oldest is closed
PROOF_S = 10  # in which TLS must be agreed on


def limit_connections() -> None:
    """Let the listeners that Dask makes from now on admit only so many at a time."""
    from distributed.comm import registry, tcp

    class Listener(tcp.TLSListener):  # type: ignore[misc]
        """Dask's listener, with these limits."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self._unproved: list[Any] = []

        async def _prepare_stream(self, stream: Any, address: str) -> Any:
            """Return the connection once TLS is agreed on; None if it is not."""
            if len(self._unproved) >= MAX_UNPROVED:
                self._unproved.pop(0).close()
            self._unproved.append(stream)
            try:
                proved = super()._prepare_stream(stream, address)
                return await asyncio.wait_for(proved, PROOF_S)
            except TimeoutError:
                stream.close()
                return None
            finally:
                if stream in self._unproved:
                    self._unproved.remove(stream)

    class Backend(tcp.TLSBackend):  # type: ignore[misc]
        _listener_class = Listener

    registry.backends["tls"] = Backend()


def silence_dask() -> None:
    """Let Dask and what it stands on log nothing but what ends it; what matters is reported."""
    # Dask's configuration gives the last one a level of its own
    for name in ("distributed", "tornado", "asyncio", "tornado.application"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
