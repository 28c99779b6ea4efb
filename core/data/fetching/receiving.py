"""The answer of a server, received in a thread of its own.

A server that sends a byte a second, or a name server that keeps silent, blocks its reader for as
long as it likes, without any timeout of a socket. Here it blocks only a daemon thread, which
neither a cancellation nor the end of the program waits for.
"""

import contextlib
import threading
import time
from collections.abc import Callable, Generator
from queue import Empty, Full, Queue
from typing import Any

CHUNK_BYTES = 1 << 16
TIMEOUT_S = 15.0  # of silence
MAX_CHUNK_S = 60.0  # for the first chunk, headers included, and for each further one
POLL_S = 0.1
MAX_AHEAD = 4  # chunks received before they are asked for


def receive(
    address: str, check: Callable[[], None], on_response: Callable[..., None]
) -> Generator[bytes, None, None]:
    """Yield what the server sends, in chunks of at most `CHUNK_BYTES`.

    Args:
        address: an address for `requests`.
        check: called every `POLL_S` seconds at least; what it raises ends the iteration.
        on_response: a hook of `requests` for each response, redirections included.

    Raises:
        requests.RequestException: if the server does not answer, is too slow or breaks off.
    """
    import requests

    reader = _Reader(address, on_response)
    reader.start()
    try:
        due = time.monotonic() + MAX_CHUNK_S
        while (chunk := reader.chunk(POLL_S)) != b"":
            check()
            if chunk is not None:
                yield chunk
                due = time.monotonic() + MAX_CHUNK_S
            elif time.monotonic() > due:
                raise requests.Timeout(f"no {CHUNK_BYTES} bytes within {MAX_CHUNK_S:.0f} s")
    finally:
        reader.stop()


class _Reader(threading.Thread):
    """Reads the chunks of one answer, a few of them ahead."""

    def __init__(self, address: str, on_response: Callable[..., None]) -> None:
        super().__init__(name="receiving", daemon=True)
        self._address = address
        self._on_response = on_response
        self._chunks: Queue[bytes | Exception] = Queue(MAX_AHEAD)
        self._is_stopped = threading.Event()
        self._response: Any = None

    def chunk(self, timeout_s: float) -> bytes | None:
        """Return the next chunk, empty at the end of the answer, None if there is none yet.

        Raises:
            Exception: whatever reading raised.
        """
        try:
            chunk = self._chunks.get(timeout=timeout_s)
        except Empty:
            return None
        if isinstance(chunk, Exception):
            raise chunk
        return chunk

    def stop(self) -> None:
        """End the thread: at once if the answer has begun, else once the server lets it go."""
        self._is_stopped.set()
        response = self._response
        if response is not None:
            # AttributeError: urllib3 before 2.3; the others: the connection has ended already
            with contextlib.suppress(AttributeError, OSError, RuntimeError, ValueError):
                response.raw.shutdown()
            self.join(POLL_S)

    def run(self) -> None:
        """Read in the new thread."""
        try:
            self._read()
        except Exception as error:  # raised again where the chunks are asked for
            self._put(error)

    def _read(self) -> None:
        import requests

        hooks = {"response": [_leave_redirection, self._on_response]}
        with requests.get(
            self._address, timeout=TIMEOUT_S, stream=True, hooks=hooks
        ) as self._response:
            self._response.raise_for_status()
            for chunk in self._response.iter_content(CHUNK_BYTES):
                if self._is_stopped.is_set():
                    return
                self._put(chunk)
        self._put(b"")

    def _put(self, chunk: bytes | Exception) -> None:
        while not self._is_stopped.is_set():
            with contextlib.suppress(Full):
                self._chunks.put(chunk, timeout=POLL_S)
                return


def _leave_redirection(response: Any, *_: object, **__: object) -> None:
    """Close an answer that leads elsewhere; `requests` would read all that comes with it at once.

    Without an end it would fill the memory, and nothing stops it before there is another answer.
    """
    if response.is_redirect:
        response.close()
