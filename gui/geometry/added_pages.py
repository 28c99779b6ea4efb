"""The pages of this room, added to the tab Inside."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from core.config.run import RunConfig
from core.messages import message
from gui.insight.added_page import AddedPage, PageServices
from gui.insight.insight_panel import InsightPanel

# the names of the pages, and what they show
MAP = message("Map"), message("How a layer sorts the test images, and where the drawing lies")
LANDSCAPE = (
    message("Landscape"),
    message("The cost around the path of a run, as a map with contours"),
)


def add_pages(
    inside: InsightPanel, services: PageServices, train: Callable[[RunConfig], str]
) -> None:
    """Add the pages, which are imported and built when they are first shown.

    Args:
        train: starts a run and returns its id.
    """
    needs = services.store, services.selection, services.moments, services.jobs

    def build_map(parent: QWidget) -> QWidget:
        from gui.geometry.map_page import MapPage

        page = MapPage(*needs, parent)
        page.set_digit(inside.digit)
        inside.digit_changed.connect(page.set_digit)
        return page

    def build_landscape(parent: QWidget) -> QWidget:
        from gui.geometry.landscape_page import LandscapePage

        return LandscapePage(*needs, parent, train=train)

    for build, words in ((build_map, MAP), (build_landscape, LANDSCAPE)):
        inside.add_page(AddedPage(build, *words))
