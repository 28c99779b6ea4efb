"""The values with which a program cuts weights, and trains against attacks."""

from core.config.choices import PruningKind
from core.config.run import RunConfig
from core.robustness.cuts import TRAINING_STREAM


def hardening_values(config: RunConfig) -> dict[str, object]:
    """Return what the templates need beyond the settings themselves."""
    low, high = config.data.input_limits
    kind = config.pruning.kind
    return {
        "lowest": low,
        "highest": high,
        "is_cut": config.pruning.cuts,
        "is_cut_at_random": kind is PruningKind.RANDOM,
        "is_rewound": kind in (PruningKind.REWIND, PruningKind.RANDOM),
        "is_redrawn": kind is PruningKind.REDRAW,
        "stream_of_cut": TRAINING_STREAM,
    }
