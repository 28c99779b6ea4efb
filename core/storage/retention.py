"""Which epochs are kept to look back at, of more and more that are completed. Arithmetic only: it loads nothing."""

# Files of weights in a run's folder, unless the user wants another number; of the largest preset
# each has 2.7 MB.
MAX_KEPT, LIMIT = 12, 100


def kept_after(epochs: int, most: int = MAX_KEPT) -> tuple[int, ...]:
    """The epochs whose weights are kept once so many are completed: at most `most`, in order.

    The first, and every one, then every second, fourth, eighth: the step doubles whenever there
        would be too many.
    So they stay evenly spread, and thinning only ever takes files away; none has to be made again.
    """
    if most < 1:
        return ()
    step = 1
    while len(_every(step, epochs)) > most:
        step *= 2
    return _every(step, epochs)


def _every(step: int, epochs: int) -> tuple[int, ...]:
    first = () if step == 1 or epochs < 1 else (1,)
    return (*first, *range(step, epochs + 1, step))
