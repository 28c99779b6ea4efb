"""A run's network as an ONNX file, for programs in other languages and on other devices.

PyTorch's own exporter writes the graph. Before the file is returned, ONNX Runtime evaluates it on
the run's test examples, and its answers must agree with the network's.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from core.cancellation import check_cancelled, go_on
from core.config.catalogue import PIXEL_DEVIATION, PIXEL_MEAN, PIXELS, SIDE
from core.config.choices import Pixels, Precision
from core.config.fields import with_values
from core.config.run import RunConfig
from core.data import datasets
from core.errors import DataError, ExportError
from core.evaluation import accuracy as evaluation
from core.machine.optional_packages import optional_packages
from core.messages import Message, message
from core.network import models
from core.network.weights import Weights

if TYPE_CHECKING:
    from onnx import ModelProto

# the version that PyTorch's exporter is written for; fixed, whatever version is installed
OPSET = 18
# the first version of the format that may hold this opset (onnx/docs/Versioning.md); with the
# exporter's own, 10, programs of early 2024 and before refuse the file, such as ONNX Runtime 1.17
IR_VERSION = 8
INPUT, OUTPUT = "x", "logits"
# largest accepted difference of a logit, as a share of the largest logit: rounding in float32
TOLERANCE = 1e-4
RANDOM_EXAMPLES = 1000
STACK_TRACE = "pkg.torch.onnx.stack_trace"  # which PyTorch's exporter writes into each node
PACKAGES = ("onnx", "onnxscript", "onnxruntime", "onnx_ir")
INSTALL = "python -m pip install onnx onnxruntime onnxscript"


@dataclass(frozen=True)
class Checked:
    """A checked ONNX file.

    Attributes:
        content: the file.
        examples: how many examples ONNX Runtime was checked on.
        is_random: whether they were random numbers, because the run's data are not on this machine.
        farthest: the largest difference of a logit.
    """

    content: bytes
    examples: int
    is_random: bool
    farthest: float


def onnx_of(run: str, config: RunConfig, weights: Weights) -> Checked:
    """Write the network with these weights as an ONNX file, and check it.

    It maps float32 (batch, 784), (batch, 2) for points, or (batch, 1) for a line, to logits (batch,
    classes). Its metadata describe the preparation of pixels and name the classes.

    Raises:
        ExportError: if a package is missing, or ONNX Runtime's answers differ from the network's.
    """
    with optional_packages(PACKAGES, _missing):
        network = models.network_of(config, weights)
        check_cancelled()
        model = _model(network, config)
        _remove_paths(model)
        _describe(model, run, config)
        content: bytes = model.SerializeToString()
        return _checked(content, network, config)


def _missing(package: str) -> Message:
    return message(
        "ONNX needs the package {package}, which is not installed: {command}",
        package=package,
        command=INSTALL,
    )


def _model(network: nn.Module, config: RunConfig) -> "ModelProto":
    import onnx  # noqa: F401 - PyTorch's own message about a missing package names another command
    import onnxscript  # noqa: F401

    example = torch.zeros(2, config.model.inputs)
    program = torch.onnx.export(
        network,
        (example,),
        dynamo=True,
        opset_version=OPSET,
        input_names=[INPUT],
        output_names=[OUTPUT],
        dynamic_shapes=({0: torch.export.Dim("batch")},),
        verbose=False,
    )
    assert program is not None
    model: ModelProto = program.model_proto
    return model


def _remove_paths(model: "ModelProto") -> None:
    """Remove where on this machine the code lies that each node comes from."""
    for part in (model.graph, *model.functions):
        for node in part.node:
            kept = [one for one in node.metadata_props if one.key != STACK_TRACE]
            del node.metadata_props[:]
            node.metadata_props.extend(kept)


def _describe(model: "ModelProto", run: str, config: RunConfig) -> None:
    """Add metadata, so that the file can be used on its own: its input, output and origin."""
    from onnx import helper

    model.ir_version = IR_VERSION
    model.producer_name = "inkling"
    facts = {"run": run, "config": config.model_dump_json(), "input": _input(config)}
    if not config.is_regression:
        facts |= {
            "output": "logits, one per class; softmax gives probabilities",
            "classes": json.dumps(list(config.classes), ensure_ascii=False),
        }
    if config.has_images:
        facts["preprocessing"] = _PREPARED[config.data.pixels]
        if config.data.shuffle_pixels:
            facts["pixel_order"] = json.dumps(datasets.pixel_order().tolist())
            facts["preprocessing"] += "; then place i of the input takes pixel pixel_order[i]"
    helper.set_model_props(model, facts)


_PREPARED = {
    Pixels.UNIT: "grey levels from 0 (empty) to 255 (ink), divided by 255",
    Pixels.RAW: "grey levels from 0 (empty) to 255 (ink) as they are",
    Pixels.STANDARDIZED: (
        "grey levels from 0 (empty) to 255 (ink), divided by 255, "
        f"minus {PIXEL_MEAN}, divided by {PIXEL_DEVIATION}"
    ),
}


def _input(config: RunConfig) -> str:
    if config.is_regression:
        return "float32 (batch, 1): x"
    if config.has_points:
        return "float32 (batch, 2): the coordinates x and y of points, unscaled"
    shape = f"float32 (batch, {PIXELS}): pictures of {SIDE} x {SIDE} pixels"
    return f"{shape}, row by row, like those of the data set {Path(config.data.dataset).name}"


def _checked(content: bytes, network: nn.Module, config: RunConfig) -> Checked:
    # ONNX Runtime 1.32 looks for its makers' server, and writes a file that another one may lead to
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    x, is_random = _examples(config)

    # ONNX Runtime computes in 32 bits, whatever the run was trained with
    exact = (
        config
        if config.precision is Precision.FLOAT32
        else with_values(config, {"precision": "float32"})
    )
    own: NDArray[np.float32] = evaluation.logits(exact, network, x).numpy()
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    answers, chunks = [], x.split(evaluation.CHUNK)
    for index, chunk in enumerate(chunks):
        go_on(index / len(chunks))
        answers.append(session.run(None, {INPUT: chunk.numpy()})[0])
    others = np.concatenate(answers)

    apart = np.abs(own - others)
    limit = TOLERANCE * max(1.0, float(np.abs(own).max()))
    if own.shape != others.shape or not float(apart.max()) <= limit:
        text = message(
            "ONNX Runtime's answers differ from the network's: logits by up to {apart}.",
            apart=apart.max(),
        )
        raise ExportError(text)
    return Checked(content, len(x), is_random, float(apart.max()))


def _examples(config: RunConfig) -> tuple[Tensor, bool]:
    """Load the run's test examples; return random ones if the data are not on this machine."""
    try:
        return datasets.load(config.data).test_x.cpu(), False
    except DataError:
        generator = torch.Generator().manual_seed(config.seed)
        grey = torch.randint(0, 256, (RANDOM_EXAMPLES, PIXELS), generator=generator)
        return datasets.network_input(grey, config.data), True
