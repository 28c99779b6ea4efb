"""The commands `cluster` and `workers`, and the option that has runs trained on a cluster."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli.console import DONE, print_json, print_line, print_message
from core.cli.options import Commands, add_common_options, whole_number
from core.cluster.keys import DEFAULT_ADDRESS
from core.lifecycle.job import TrainingLoop
from core.messages import Message

if TYPE_CHECKING:
    from core.cluster.engine import Engine

WAIT_S = 60.0  # for the first worker


def add_cluster(commands: Commands) -> None:
    """Add the command `cluster`."""
    parser = commands.add_parser(
        "cluster", help="make the file by which computers train together (see workers, compare)"
    )
    parser.add_argument("action", choices=["new"], help="new makes a file with new keys")
    parser.add_argument(
        "file",
        type=Path,
        metavar="FILE",
        help="whoever has it can run code on all computers that use it: copy it to these alone",
    )
    parser.add_argument(
        "--address",
        default=DEFAULT_ADDRESS,
        metavar="HOST:PORT",
        help="where the workers reach the computer that gives the commands; "
        f"{DEFAULT_ADDRESS}, which no other computer can reach, unless given",
    )
    add_common_options(parser, run_cluster)


def add_workers(commands: Commands) -> None:
    """Add the command `workers`."""
    parser = commands.add_parser(
        "workers", help="train for another computer, or another command of this one"
    )
    parser.add_argument(
        "--join", type=Path, required=True, metavar="FILE", help="what `cluster new` has made"
    )
    parser.add_argument(
        "--count", default="1", metavar="N", help="how many epochs to train at a time; 1"
    )
    add_common_options(parser, run_workers)


def add_cluster_option(parser: argparse.ArgumentParser) -> None:
    """Let runs be trained by the workers of a cluster."""
    parser.add_argument(
        "--cluster",
        type=Path,
        metavar="FILE",
        help="train on the computers where `workers --join` runs with this file",
    )


def run_cluster(options: argparse.Namespace) -> int:
    """Make a cluster file; return the exit status.

    Raises:
        ClusterError: if that cannot be done.
    """
    from core.cluster import keys

    made = keys.create(options.file, options.address)
    if options.json:
        facts = {"file": str(options.file), "address": made.address}
        print_json({"event": "cluster_created", **facts})
    else:
        print_line(f"{options.file}: computers that train together meet at {made.address}")
        print_message("inkling: whoever has this file can run code on all of them")
    return DONE


def run_workers(options: argparse.Namespace) -> int:
    """Train for whoever drives runs with the same cluster file, until a signal ends the process.

    Raises:
        ClusterError: if the file cannot be used, or a package is missing.
    """
    from core.cluster import workers

    workers.serve(options.join, whole_number("count", options.count, 1, workers.MAX_COUNT), report)
    return DONE


def report(text: Message) -> None:
    """Print what happens in a cluster for users."""
    print_message(f"inkling: {text}")


@contextmanager
def engine_of(path: Path | None) -> "Iterator[Engine | None]":
    """Yield the engine of a cluster when its first worker has come; None without a cluster.

    Raises:
        ClusterError: if the file cannot be used, a package is missing, or no worker has come.
    """
    if path is None:
        yield None
        return

    from core.cluster import keys
    from core.cluster.dask_engine import dask_engine
    from core.cluster.membership import Workers

    cluster = keys.read(path)
    command = keys.worker_command(path)
    print_message(f"inkling: waiting for workers at {cluster.address}; to start one: {command}")
    with dask_engine(cluster, Workers(report), WAIT_S) as engine:
        yield engine


def loop_of(engine: "Engine | None") -> TrainingLoop | None:
    """Return the loop that trains a run on an engine; None without one."""
    if engine is None:
        return None
    from core.cluster.driver import train_on

    return partial(train_on, engine)
