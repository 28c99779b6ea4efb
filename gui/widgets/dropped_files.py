"""The files that are dropped or pasted."""

from PySide6.QtCore import QMimeData

MAX_BYTES = 1_000_000  # of the list of files: Qt makes an object of each, which takes seconds


def local_files(mime: QMimeData) -> list[str]:
    """Return the paths of the files on this machine; none of a list that is too long."""
    if mime.data("text/uri-list").size() > MAX_BYTES:
        return []
    return [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
