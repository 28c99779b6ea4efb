"""What a window takes while nothing happens: ``python -m tests.benchmarks.resting``.

Ten runs are shown, of the largest preset that is fully connected, and the tab Network is visible.
Memory is this process's (Linux): all of it that is in use, and the part that is not the files of
libraries, of which torch's are by far the largest. Nothing else should run on the machine
meanwhile.
"""

import time

from core.config import presets
from core.config.fields import with_values
from tests.benchmarks.answering import wait_for
from tests.benchmarks.figures import Figure, at_most, tell
from tests.benchmarks.memory import memory_mb
from tests.open_window import let_pass, open_window, show_networks, warm_up

RUNS, SECONDS = 10, 10
SMALL = {"data.train_size": 2000, "data.test_size": 1000, "epochs": 2, "threads": 1}


def figures() -> list[Figure]:
    """Processor time and memory of the window with ten runs shown."""
    config = with_values(presets.preset("relu-dropout").config, SMALL)
    with open_window() as (application, _app, _translation):
        warm_up()
        show_networks(application)
        for _ in range(RUNS):
            application.controller.start(config)
        wait_for(
            lambda: not application.controller.active() and not application.controller.waiting()
        )

        let_pass(3)  # what follows the last run, such as writing
        began_s, began_cpu_s = time.perf_counter(), time.process_time()
        let_pass(SECONDS)
        share = (time.process_time() - began_cpu_s) / (time.perf_counter() - began_s)
        memory = memory_mb()
    return [
        at_most("an idle window with ten runs shown", share * 100, 1, "% of a core"),
        at_most("memory of its own then", memory["RssAnon"], 300, "MB", ".0f"),
        Figure("with the files of libraries", f"{memory['VmRSS']:.0f} MB"),
    ]


if __name__ == "__main__":
    tell(figures())
