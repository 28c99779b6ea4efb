"""How often a run publishes its weights: more often while somebody looks, if that costs little.

Whoever shows the weights reports how long that takes. A publication may then cost `MAX_SHARE` of
the run's time: the copy that the run makes, and the work of showing it, which takes the processor
from the training. The times decide only when weights are copied, never what is computed.
"""

from dataclasses import dataclass

MAX_SHARE = 0.03  # of a run's time that looking at it may cost
UNSEEN_S = 0.5  # seconds of work between two copies of the weights while nobody looks
MIN_SEEN_S = 0.125  # the shortest time between two while somebody does
# the same of a map of the plane, whose boundary should move smoothly; its networks are small
MAX_SMOOTH_SHARE, MIN_SMOOTH_S = 0.1, 0.08


@dataclass
class PublicationPace:
    """The time between two publications of one run.

    Attributes:
        showing_s: seconds of training that showing one of them last cost; None while nobody looks.
            Another thread may set it at any time.
        is_smooth: whether what is shown should move smoothly, which may cost `MAX_SMOOTH_SHARE`.
    """

    showing_s: float | None = None
    is_smooth: bool = False

    def interval_s(self, copying_s: float) -> float:
        """Return the seconds of work from one publication to the next.

        Args:
            copying_s: seconds that the run itself needed for the last one.
        """
        showing_s = self.showing_s  # once, because it may change
        if showing_s is None:
            return UNSEEN_S
        share, least_s = MAX_SHARE, MIN_SEEN_S
        if self.is_smooth:
            share, least_s = MAX_SMOOTH_SHARE, MIN_SMOOTH_S
        return min(max((copying_s + showing_s) / share, least_s), UNSEEN_S)
