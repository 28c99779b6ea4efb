"""A config as the PyTorch program that does the same: what the window's Code tab shows, and `export` writes.

The program stands in `resources/script`, one template for each of its sections, written to be read as the Python that
it nearly is: statements of Jinja stand on lines of their own, a line ``#: name`` says that the note of that name
(see `core.codegen_notes`) is about the lines from there to the next one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import jinja2

import resources
from core import presets
from core.architecture import KERNEL, LayerKind, LayerPlan, plan
from core.choices import Activation, DeviceKind, OptimizerKind, Precision
from core.codegen_notes import NOTES, Note
from core.config import RunConfig

WIDTH = 88  # of a line, in characters: the formatters' own
MARK = "#:"
FOR_LINE = ("head", "line", "model", "learning", "answers", "main")
FOR_IMAGES = ("head", "images", "model", "learning", "answers", "main")
ACTIVATIONS: dict[Activation, str] = {
    Activation.SIGMOID: "nn.Sigmoid()",
    Activation.TANH: "nn.Tanh()",
    Activation.RELU: "nn.ReLU()",
    Activation.LEAKY_RELU: "nn.LeakyReLU()",
    Activation.GELU: "nn.GELU()",
}
OPTIMIZERS: dict[OptimizerKind, str] = {
    OptimizerKind.SGD: "SGD",
    OptimizerKind.ADAM: "Adam",
    OptimizerKind.ADAMW: "AdamW",
    OptimizerKind.RMSPROP: "RMSprop",
    OptimizerKind.ADAGRAD: "Adagrad",
}
WITH_MOMENTUM = (OptimizerKind.SGD, OptimizerKind.RMSPROP)
WITH_FUSED = (OptimizerKind.SGD, OptimizerKind.ADAM, OptimizerKind.ADAMW)


@dataclass(frozen=True)
class Passage:
    """Lines of the program that one note is about.

    Attributes:
        first, last: their numbers, from 1, both included.
    """

    note: Note
    first: int
    last: int


@dataclass(frozen=True)
class Script:
    """The program, and what there is to say about it.

    Attributes:
        text: all of it, ready to be saved.
        passages: in the order of the program; together they hold every line but blank ones between functions.
        file_name: what to save it as.
    """

    text: str
    passages: tuple[Passage, ...]
    file_name: str

    def passage_at(self, line: int) -> Passage:
        """The one that holds this line (from 1), or the last before it."""
        return [passage for passage in self.passages if passage.first <= max(line, 1)][-1]


def script(config: RunConfig) -> str:
    """The complete program, formatted, in Python for PyTorch, NumPy and torchvision alone.

    With the same number of threads it prints the costs of the run that `config` describes.
    """
    return annotated(config).text


def annotated(config: RunConfig) -> Script:
    """The program with its notes."""
    values = _values(config)
    names = FOR_LINE if config.is_regression else FOR_IMAGES
    rendered = [_templates().get_template(f"{name}.py.jinja").render(values) for name in names]
    return _without_marks("\n\n\n".join(text.strip("\n") for text in rendered) + "\n", _file_name(config))


def _without_marks(marked: str, file_name: str) -> Script:
    lines: list[str] = []
    starts: list[tuple[str, int]] = []
    for line in marked.splitlines():
        if line.startswith(MARK):
            starts.append((line.removeprefix(MARK).strip(), len(lines) + 1))
        else:
            lines.append(line)
    ends = [start for _, start in starts[1:]] + [len(lines) + 1]
    passages = []
    for (name, first), end in zip(starts, ends, strict=True):
        last = end - 1
        while last > first and not lines[last - 1]:
            last -= 1
        passages.append(Passage(NOTES[name], first, last))
    return Script("\n".join(lines) + "\n", tuple(passages), file_name)


@cache
def _templates() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(resources.path("script")),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        autoescape=False,  # noqa: S701 - it is Python; what is not the templates' own goes through `literal`
        keep_trailing_newline=True,
    )


def _values(config: RunConfig) -> dict[str, object]:
    """What the templates ask for."""
    layers = plan(config.model)
    return {
        "config": config,
        "title": presets.title(config),
        "aim": "a line through noisy points" if config.is_regression else "a network that reads images",
        "file_name": _file_name(config),
        "weights_file": _file_name(config).replace(".py", ".pt"),
        "is_line": config.is_regression,
        "is_bfloat16": config.precision is Precision.BFLOAT16,
        "has_dropout": any(layer.kind is LayerKind.DROPOUT for layer in layers),
        "layers": [_Line(layer.name, _module(layer), "x".join(map(str, layer.outputs))) for layer in layers],
        "classes": '"0123456789"',
        "optimizer": call("    optimizer = ", f"optim.{OPTIMIZERS[config.optimizer.kind]}", list(_options(config))),
        "pixel_mean": 0.1307,
        "pixel_deviation": 0.3081,
        "pixel_order_seed": 784,
    }


@dataclass(frozen=True)
class _Line:
    name: str
    code: str
    size: str


def _file_name(config: RunConfig) -> str:
    return f"{config.preset or 'network'}.py"


def _module(layer: LayerPlan) -> str:
    bias = "" if layer.bias else ", bias=False"
    inputs, outputs = layer.inputs[0], layer.outputs[0]
    match layer.kind:
        case LayerKind.LINEAR:
            return f"nn.Linear({inputs}, {outputs}{bias})"
        case LayerKind.CONVOLUTION:
            return f"nn.Conv2d({inputs}, {outputs}, {KERNEL}, padding={KERNEL // 2}{bias})"
        case LayerKind.MAX_POOL:
            return "nn.MaxPool2d(2)"
        case LayerKind.AS_IMAGE:
            return f"nn.Unflatten(1, {layer.outputs})"
        case LayerKind.FLATTEN:
            return "nn.Flatten()"
        case LayerKind.DROPOUT:
            return f"Dropout({layer.rate})"
        case LayerKind.ACTIVATION:
            assert layer.activation is not None
            return ACTIVATIONS[layer.activation]


def _options(config: RunConfig) -> Iterator[str]:
    """What the optimizer is built with; what would be PyTorch's own choice is left out."""
    own = config.optimizer
    yield "model.parameters()"
    yield "lr=LEARNING_RATE"
    if own.kind in WITH_MOMENTUM and own.momentum:
        yield f"momentum={own.momentum}"
    if own.kind is OptimizerKind.SGD and own.nesterov:
        yield "nesterov=True"
    if own.weight_decay or own.kind is OptimizerKind.ADAMW:  # AdamW's own choice is not 0
        yield f"weight_decay={own.weight_decay}"
    if own.kind in WITH_FUSED and not config.plain and config.device is not DeviceKind.MPS:
        yield "fused=True"


def call(before: str, function: str, arguments: Sequence[str]) -> str:
    """A call, broken as formatters break it: on one line, else with its arguments on one, else on one each."""
    indent = " " * (len(before) - len(before.lstrip()))
    whole = f"{before}{function}({', '.join(arguments)})"
    inner = f"{indent}    {', '.join(arguments)}"
    if len(whole) <= WIDTH:
        return whole
    if len(inner) <= WIDTH:
        return f"{before}{function}(\n{inner}\n{indent})"
    each = "".join(f"{indent}    {argument},\n" for argument in arguments)
    return f"{before}{function}(\n{each}{indent})"
