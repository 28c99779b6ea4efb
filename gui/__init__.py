"""The window; it never imports torch.

Importing this package keeps PySide from reading the source of each of the thousand modules that
are imported after it. PySide looks there for its own name, to know which modules may have switched
to other names of its methods (`from __feature__ import snake_case`); nothing here does.
"""

import sys
from typing import Any

import PySide6.QtCore  # noqa: F401 - it begins to watch imports

_feature: Any = sys.modules.get("shibokensupport.feature")
if hasattr(_feature, "_mod_uses_pyside"):
    _feature._mod_uses_pyside = lambda _module: False
