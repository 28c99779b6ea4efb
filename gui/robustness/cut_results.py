"""What is left of the shown networks after a cut, kept up to date in the background."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal

from core.data.ink import Ink
from core.messages import Message
from gui.background.generator_job import GeneratorJob
from gui.background.jobs import JobQueue
from gui.background.latest_job import LatestJob
from gui.robustness.cutting import Cut, CutAnswer, CutProgress, CutResult, cut_network, read_digit
from gui.runs.moments import ShownNetwork
from gui.runs.run_store import RunStore


class CutResults(QObject):
    """The last result of each run, and how what is left of its network reads the drawing.

    One network is cut at a time, and to the end if it trains meanwhile: it would never be measured
    if its newer weights came first. A network without a result is next, then the one whose result
    is the oldest; one that trains is cut again at the end of an epoch only.

    Args:
        jobs: for the test images.
        quick_jobs: for the drawing.

    Signals:
        progressed(int, int): numbers of steps done and of all steps for the network being cut.
        changed(): a network has been cut, or has read the drawing.
        ended(): nothing is being cut any more.
    """

    progressed = Signal(int, int)
    changed = Signal()
    ended = Signal()

    def __init__(
        self,
        store: RunStore,
        jobs: JobQueue,
        quick_jobs: JobQueue,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._cutting = GeneratorJob(jobs)
        self._reading = LatestJob(quick_jobs)
        self._asked: tuple[ShownNetwork, Cut] | None = None  # being cut
        self._results: dict[str, CutResult] = {}  # the oldest first
        self._answers: dict[str, CutAnswer] = {}
        store.run_removed.connect(self._on_run_removed)

    def of(self, network: ShownNetwork, cut: Cut) -> CutResult | None:
        """Return what is left of a network, or was at an earlier moment of its training."""
        result = self._results.get(network.run)
        return result if result is not None and _counts(result, network, cut) else None

    def answer(self, network: ShownNetwork, cut: Cut) -> CutAnswer | None:
        """Return how a network read the drawing last; None if it has not since another cut."""
        answer = self._answers.get(network.run)
        return answer if answer is not None and _counts(answer.result, network, cut) else None

    def renew(self, networks: Sequence[ShownNetwork], cut: Cut, ink: Ink | None) -> None:
        """Cut the next of these networks, and have them read the ink, as far as need be."""
        self._cut_next(networks, cut)
        self._read(networks, cut, ink)

    def _cut_next(self, networks: Sequence[ShownNetwork], cut: Cut) -> None:
        if self._asked is not None:
            asked, asked_cut = self._asked
            if asked_cut == cut and any(network.succeeds(asked) for network in networks):
                return
        waiting = [network for network in networks if not self._is_known(network, cut)]
        if not waiting:
            self.cancel()
            return

        ages = {run: age for age, run in enumerate(self._results)}
        network = min(waiting, key=lambda one: ages.get(one.run, -1))
        self._asked = network, cut
        steps = cut_network(network, cut, self._whole(network))
        self._cutting.start(steps, self._on_step, self._on_done, self._on_failed)

    def _is_known(self, network: ShownNetwork, cut: Cut) -> bool:
        """Return whether a network need not be cut now."""
        result = self.of(network, cut)
        if result is None:
            return False
        return result.network.weights is network.weights or network.is_mid_epoch

    def _whole(self, network: ShownNetwork) -> float | None:
        """Return the accuracy of the whole network if an earlier cut has measured it."""
        known = self._results.get(network.run)
        if known is None or known.network.weights is not network.weights:
            return None
        return known.whole if network.succeeds(known.network) else None

    def _read(self, networks: Sequence[ShownNetwork], cut: Cut, ink: Ink | None) -> None:
        results = [self.of(network, cut) for network in networks]
        unread = [one for one in results if one is not None and not self._has_read(one, ink)]
        if unread:
            shown = [network.config for network in networks]
            work = partial(read_digit, unread, ink, shown)
            self._reading.request(work, self._on_read, topic=self)

    def _has_read(self, result: CutResult, ink: Ink | None) -> bool:
        answer = self._answers.get(result.network.run)
        return answer is not None and answer.result is result and answer.ink is ink

    def cancel(self) -> None:
        """Cut nothing more; the results so far stay."""
        self._cutting.cancel()
        self._asked = None
        self.ended.emit()

    def _on_step(self, step: CutProgress) -> None:
        if step.result is not None:
            run = step.result.network.run
            self._results.pop(run, None)
            self._results[run] = step.result
        self.progressed.emit(step.done, step.total)

    def _on_done(self) -> None:
        self._asked = None
        self.changed.emit()

    def _on_failed(self, reason: Message) -> None:
        self.cancel()
        self._jobs.report(reason)

    def _on_read(self, answers: Sequence[CutAnswer]) -> None:
        self._answers.update({answer.result.network.run: answer for answer in answers})
        self.changed.emit()

    def _on_run_removed(self, run: str) -> None:
        self._results.pop(run, None)
        self._answers.pop(run, None)


def _counts(result: CutResult, network: ShownNetwork, cut: Cut) -> bool:
    return result.cut == cut and network.succeeds(result.network)
