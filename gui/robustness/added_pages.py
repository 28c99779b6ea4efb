"""The pages of this room, added to the tab Inside."""

from typing import TypeVar

from PySide6.QtWidgets import QWidget

from core.messages import message
from gui.insight.added_page import AddedPage, PageServices
from gui.insight.insight_panel import InsightPanel
from gui.robustness.break_page import BreakPage
from gui.robustness.cut_page import CutPage
from gui.robustness.fool_page import FoolPage
from gui.robustness.run_page import RunPage
from gui.runs.kept_runs import KeptRuns

# the names of the pages, and what they show
BREAK = message("Break"), message("Mute neurons, change weights, add noise, and see what it costs")
CUT = message("Cut"), message("How many of its weights, and of their bits, a network needs")
FOOL = message("Fool"), message("The smallest change of the digit that changes the answer")

Page = TypeVar("Page", bound=RunPage)


def add_pages(inside: InsightPanel, services: PageServices, kept: KeptRuns | None) -> None:
    """Add the pages, which are built when they are first shown.

    Args:
        kept: the runs on disk, of which forks are made of damaged and of cut networks.
    """

    def follow(page: Page) -> Page:
        page.set_digit(inside.digit, inside.example)
        inside.digit_changed.connect(page.set_digit)
        page.plane_requested.connect(inside.plane_requested)
        return page

    def build_break(parent: QWidget) -> BreakPage:
        page = follow(BreakPage(services, parent))
        if kept is not None:
            page.fork_requested.connect(kept.keep_changed)
        return page

    def build_cut(parent: QWidget) -> CutPage:
        page = follow(CutPage(services, parent))
        if kept is not None:
            page.fork_requested.connect(kept.fork)
        page.run_selected.connect(services.selection.select)
        return page

    def build_fool(parent: QWidget) -> FoolPage:
        page = follow(FoolPage(services, parent))
        page.run_selected.connect(services.selection.select)
        return page

    for build, words in ((build_break, BREAK), (build_cut, CUT), (build_fool, FOOL)):
        inside.add_page(AddedPage(build, *words))
