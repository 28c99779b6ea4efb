"""The command `predict`: what a kept run reads in picture files."""

import argparse
import math

from core.cli import transfer
from core.cli.console import DONE, FAILED, complain, print_json, print_line
from core.cli.options import runs_dir_of
from core.config.catalogue import MNIST
from core.errors import InklingError, PictureError
from core.messages import message


def run_predict(options: argparse.Namespace) -> int:
    """Do what `predict` asks for; returns the exit status."""
    from core.data import ink, picture_folders, pictures
    from core.insight.predictor import Predictor
    from core.storage import best_weights, layout
    from core.storage import records as runs

    kept = runs.open_run(layout.find(options.run, runs_dir_of(options)))
    if kept.config.is_regression:
        raise InklingError(
            message("The run {run} fits a line; it cannot read digits.", run=kept.run)
        )
    predictor = Predictor(
        kept.config.model, kept.config.data.pixels, kept.config.data.shuffle_pixels
    )
    predictor.set_weights(best_weights.weights_of(kept.folder, transfer.which_weights(options)))
    # Images of other data than MNIST are not all cut out and centred: pictures of their size are
    # read as they are.
    prepared = (
        ink.digit_from_picture if kept.config.data.dataset == MNIST else picture_folders.prepared
    )
    status = DONE
    for file in options.files:
        try:
            digit = prepared(pictures.read_picture(file))
        except PictureError as error:
            status = complain(error, FAILED)
            continue
        probabilities = (
            None if digit is None else predictor.probabilities(digit).astype(float).tolist()
        )
        if probabilities is None:
            status = complain(f"nothing is drawn in {file}", FAILED)
        elif not all(map(math.isfinite, probabilities)):
            status = complain(f"the run's weights are too large to read {file}", FAILED)
            probabilities = None
        answer = None if probabilities is None else probabilities.index(max(probabilities))
        name = None if answer is None else kept.config.classes[answer]
        if options.json:
            line = {"event": "prediction", "file": str(file), "digit": answer, "class": name}
            print_json(line | {"probabilities": probabilities})
        elif probabilities is not None:
            print_line(f"{file}: {name} ({max(probabilities):.1%})")
    return status
