"""The choice of the epochs whose weights a run keeps as it grows; it reads no files."""

# Weight files in a run's folder: the default number and the largest that a user can set. Those of
# the largest preset have 2.7 MB each.
MAX_KEPT, LIMIT = 12, 100


def kept_after(epochs: int, max_kept: int = MAX_KEPT) -> tuple[int, ...]:
    """Return the epochs whose weights are kept after `epochs` epochs: at most `max_kept`, in order.

    They are the first, and all, then every second, fourth, eighth: the step doubles whenever there
    would be too many. So they stay evenly spread, and as the run gets longer files are only ever
    deleted; none has to be made again.
    """
    if max_kept < 1:
        return ()
    step = 1
    while epochs // step + (step > 1) > max_kept:  # counted, as a file may state any epoch
        step *= 2
    first = () if step == 1 or epochs < 1 else (1,)
    return (*first, *range(step, epochs + 1, step))
