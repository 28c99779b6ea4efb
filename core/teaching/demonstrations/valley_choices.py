"""What can be chosen in the valley: its shape, and the optimizers that go down into it."""

from core.config.choices import Choice
from core.messages import message

STEPS = 60
MIN_RATE, MAX_RATE, RATE = 0.001, 1.0, 0.08
START = (-2.4, 1.6)  # from the centre of the map: uphill in all valleys
MOMENTUM = 0.9


class Surface(Choice):
    """The cost over two weights."""

    ROUND = "round", message("Round bowl")
    RAVINE = "ravine", message("Ravine")
    SADDLE = "saddle", message("Saddle")
    LINE = "line", message("The noisy line: slope and intercept")
    NETWORK = "network", message("A slice through a network: two of its weights")


class Descent(Choice):
    """An optimizer of PyTorch, with the settings that it is usually given."""

    SGD = "sgd", message("SGD")
    MOMENTUM = "momentum", message("SGD with momentum")
    NESTEROV = "nesterov", message("Nesterov")
    RMSPROP = "rmsprop", message("RMSprop")
    ADAGRAD = "adagrad", message("Adagrad")
    ADAM = "adam", message("Adam")
