"""SciPy's functions on images, loaded when the first of them is called.

Loading takes a sixth of a second, which a window that starts does not need yet.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scipy import ndimage
else:

    class _OnDemand:
        """Stands for `scipy.ndimage`."""

        def __getattr__(self, name: str) -> object:
            from scipy import ndimage

            return getattr(ndimage, name)

    ndimage = _OnDemand()

__all__ = ["ndimage"]
