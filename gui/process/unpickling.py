"""Protection against pickles: PySide would unpickle Python objects that Qt's own formats hold.

PySide stores a Python object in a `QVariant` as a pickle and loads it wherever Qt decodes one: in
each entry of a settings file, Inkling's or Qt's own, and in what is dropped on a list. A pickle can
call anything, so a settings file from somebody else could run a program. Inkling stores texts and
bytes alone.
"""

import pickle

from PySide6.QtCore import QByteArray, QDataStream, QIODevice


def forbid_unpickling() -> None:
    """Let PySide decode each pickle as None, in this process; call it before settings are read.

    PySide looks up `pickle.loads` when it decodes its first object, and keeps what it finds there.
    Python's own uses of `pickle` stay as they are.

    Raises:
        RuntimeError: if this version of PySide decodes pickles in another way, or did so before.
    """
    content = QByteArray()
    stream = QDataStream(content, QIODevice.OpenModeFlag.WriteOnly)
    stream.writeQVariant(frozenset())  # no type of Qt's, so PySide pickles it

    loads = pickle.loads
    pickle.loads = _as_none  # type: ignore[assignment]
    try:
        QDataStream(content).readQVariant()
    finally:
        pickle.loads = loads

    if QDataStream(content).readQVariant() is not None:
        raise RuntimeError("PySide still decodes pickles")


def _as_none(*_: object) -> None:
    """Stand in for `pickle.loads`; an error raised here would appear in a later call."""
