"""Files and folders that are dropped on a widget."""

from PySide6.QtCore import QMimeData


def dropped_path(content: QMimeData) -> str:
    """Return the path of the only file or folder that is being dropped, "" for anything else."""
    urls = content.urls()
    return urls[0].toLocalFile() if len(urls) == 1 else ""
