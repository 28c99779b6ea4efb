"""A search as the window knows it."""

from dataclasses import dataclass, field

from core.comparison.grid_settings import named_together
from core.messages import Message, message
from core.run.identity import made_at
from core.search.search import Search
from core.search.study import Study
from core.search.trial import Trial, winner_of
from gui.comparison.comparison import dated
from gui.style.translation import translate


@dataclass(eq=False)
class ShownSearch:
    """A search and its state; compared by identity. Only the GUI thread may use it.

    Attributes:
        study: None until the journal is opened; only jobs and training threads call it.
        trials: as far as they are known.
        training: the numbers of the trials that train, or are being written, by their runs.
        is_new: whether nothing of it has been written yet.
        is_earlier: whether an earlier window or a command started it.
        is_running: whether trials follow until the budget is spent.
        is_asking: whether a job opens the journal, or looks for the next trial.
        is_over: whether the budget is spent.
        problem: why it ended or cannot go on.
    """

    search: Search
    study: Study | None = None
    trials: tuple[Trial, ...] = ()
    training: dict[str, int] = field(default_factory=dict)
    is_new: bool = False
    is_earlier: bool = False
    is_running: bool = False
    is_asking: bool = False
    is_over: bool = False
    problem: Message | None = None

    @property
    def title(self) -> str:
        """The settings that it varies, translated; of an earlier window's also when it was made."""
        settings = named_together((one.path for one in self.search.ranges), translate)
        title = translate(message("Search: {settings}", settings=settings))
        made = made_at(self.search.name) if self.is_earlier else None
        return title if made is None else dated(title, made)

    @property
    def epochs_text(self) -> str:
        """How much of the budget is spent, translated."""
        done, budget = f"{self.epochs_spent:,}", f"{self.search.epochs:,}"
        return translate(message("{done} of {budget} epochs", done=done, budget=budget))

    @property
    def best(self) -> Trial | None:
        """The best of the trials that are completed so far."""
        return winner_of(self.trials)

    @property
    def epochs_spent(self) -> int:
        """How many epochs all trials have trained so far."""
        return sum(len(trial.accuracies) for trial in self.trials)
