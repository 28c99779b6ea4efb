"""The colour and dash of each run in plots, the same in the window and on paper."""

# M. Okabe and K. Ito, "Color Universal Design", 2008, https://jfly.uni-koeln.de/color/: nearly
# everyone can distinguish them.
ON_LIGHT = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b87a00", "#2f8fc4")
ON_DARK = ("#56a8dc", "#ff8a3d", "#2fc79a", "#e49cc4", "#f0b429", "#86cdf5")
DASHES: tuple[tuple[float, ...] | None, ...] = (
    None,
    (6, 3),
    (2, 2),
    (8, 3, 2, 3),
    (10, 3),
    (4, 2, 1, 2),
)


def colour_and_dash(index: int) -> tuple[int, tuple[float, ...] | None]:
    """Return the colour's index and the dash for the run with this index; None for a solid line.

    After six runs the colours repeat, with other dashes.
    """
    return index % len(ON_LIGHT), DASHES[(index + index // len(ON_LIGHT)) % len(DASHES)]
