"""Notes on the parts of the program that cut weights and train against attacks."""

from core.messages import message
from core.program.note import Note

HARDENING_NOTES: dict[str, Note] = {
    "adversarial": Note(
        message("Training against attacks"),
        message(
            "Before each step the network is attacked: the gradient of the cost is computed for the"
            " pixels instead of the weights, and each pixel goes a little in the direction that"
            " raises the cost (fast gradient sign). It is attacked in evaluation mode, where no"
            " dropout mask is drawn and no running mean changes. The step then learns from these"
            " images, and the reported cost is theirs."
        ),
    ),
    "cut": Note(
        message("Pruning"),
        message(
            "For each weight a 1 or a 0 says whether it stays. The optimizer knows nothing of that,"
            " so after each of its steps the others are set to 0 again. Biases stay."
        ),
    ),
    "cut_now": Note(
        message("The cut"),
        message(
            "If weights go back to their first values, or to new ones, the optimizer begins anew,"
            " too. A small network that learns as well from its own first weights, but not from"
            " others, was a winning ticket in the lottery of the first weights."
        ),
    ),
}
