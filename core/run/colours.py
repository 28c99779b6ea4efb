"""How runs are told apart in plots: a colour and a dash each, the same in the window and on paper."""

# M. Okabe and K. Ito, "Color Universal Design", 2008, https://jfly.uni-koeln.de/color/: told apart
# by nearly everyone.
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
    """Which of the colours the run with this running number has, and its dash (None for a solid line).

    There are six looks before colours repeat, then with other dashes.
    """
    return index % len(ON_LIGHT), DASHES[(index + index // len(ON_LIGHT)) % len(DASHES)]
