"""Learning rates that are chosen for each network of a command before the networks are compared."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from core.cli.comparing.training import Collected
from core.cli.console import FAILED, CommandOutcome, print_json, print_line, report_error
from core.comparison.experiment import Experiment
from core.comparison.ladders.tuning import Tuning, conclusions, tuning_for
from core.comparison.results import Cell, Results
from core.config.fields import ConfigError
from core.number_text import accuracy_text

MAX_NAME = 31  # letters of a network's name in a row


def tuned(
    experiment: Experiment,
    titles: Mapping[str, str],
    train: Callable[[Collected], CommandOutcome],
    is_json: bool,
) -> tuple[Experiment | None, CommandOutcome]:
    """Let each network try all rates, print what they reach, and choose the best ones.

    Returns:
        The same comparison with them, and with fresh seeds; None if it was stopped, or a network
        has no best rate. And how the training went.

    Raises:
        ConfigError: before anything is trained, if no examples can be held out.
    """
    tuning = tuning_for(experiment)
    collected = Collected(Results(tuning.experiment(), is_sealed=True))
    outcome = train(collected)
    if outcome.is_stopped:
        return None, outcome

    cells = collected.results.table(tuning.names)
    _print_cells(tuning, cells, titles, is_json)
    try:
        return tuning.tuned(cells), outcome
    except ConfigError as error:
        return None, replace(outcome, failure=report_error(error, FAILED))


def _print_cells(
    tuning: Tuning, cells: Sequence[Sequence[Cell]], titles: Mapping[str, str], is_json: bool
) -> None:
    """Print what each network reaches with each learning rate, and which one it got."""
    if is_json:
        for network, row, column in zip(tuning.networks, cells, tuning.chosen(cells), strict=True):
            print_json(
                {
                    "event": "tuned",
                    "network": network.name,
                    "learning_rates": tuning.rates,
                    "validation_accuracies": [cell.validation for cell in row],
                    "learning_rate": None if column is None else tuning.rates[column],
                }
            )
        return
    print_line(f"{'':{MAX_NAME}} " + "".join(f"{rate:>9g}" for rate in tuning.rates))
    for network, row in zip(tuning.networks, cells, strict=True):
        numbers = "".join(f"{accuracy_text(cell.validation):>9}" for cell in row)
        print_line(f"{network.name[:MAX_NAME]:{MAX_NAME}} {numbers}")
    for text in conclusions(tuning, cells, titles):
        print_line(str(text))
