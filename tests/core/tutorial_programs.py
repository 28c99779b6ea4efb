"""The tutorial's five programs, written as its text writes them and mended where the text is wrong.

Nothing of Inkling is used here, so that these programs can judge it. Mended: `is_available`, the
model builder that returned nothing, `reduction="mean"` for a name that PyTorch no longer knows,
class labels as whole numbers, an output layer as wide as there are classes, the test set asked once
after each epoch, `num_batches` and `len(x)` misspelt. Pixels are divided by 255, as in the programs
that the text was taken from. The sizes are arguments.
"""

import gzip
from pathlib import Path

import numpy as np
import torch
from torch import optim

MNIST_DIR = Path(__file__).parents[2] / "resources" / "mnist"


def device_check():
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    a = torch.IntTensor([2, 3, 4]).to(device)
    b = torch.IntTensor([3, 4, 5]).to(device)
    return (a * b).cpu().numpy()


def load_images(name, count):
    with gzip.open(MNIST_DIR / name) as fd:
        loaded = np.frombuffer(fd.read(16 + count * 784), dtype=np.uint8)
    return loaded[16:].reshape((count, 28 * 28)).astype(float) / 255


def load_labels(name, count):
    with gzip.open(MNIST_DIR / name) as fd:
        return np.frombuffer(fd.read(8 + count), dtype=np.uint8)[8:].copy()


def load_mnist(n_train, n_test):
    tr_X = load_images("train-images-idx3-ubyte.gz", n_train)
    te_X = load_images("t10k-images-idx3-ubyte.gz", n_test)
    tr_Y = load_labels("train-labels-idx1-ubyte.gz", n_train)
    te_Y = load_labels("t10k-labels-idx1-ubyte.gz", n_test)
    return tr_X, te_X, tr_Y, te_Y


def train(model, loss, optimizer, x_val, y_val):
    model.train()
    x = x_val.requires_grad_(False)
    y = y_val.requires_grad_(False)
    optimizer.zero_grad()
    fx = model.forward(x)
    output = loss.forward(fx, y)
    output.backward()
    optimizer.step()
    return output.item()


def predict(model, x_val):
    model.eval()
    x = x_val.requires_grad_(False)
    output = model.forward(x)
    return output.data.numpy().argmax(axis=1)


def linear_regression(epochs):
    """Section 2: the cost of each epoch, and the weight at the end."""

    def build_model():
        model = torch.nn.Sequential()
        model.add_module("linear", torch.nn.Linear(1, 1, bias=False))
        return model

    def train(model, loss, optimizer, x, y):
        model.train()
        x = x.requires_grad_(False)
        y = y.requires_grad_(False)
        optimizer.zero_grad()
        fx = model.forward(x.view(len(x), 1)).squeeze()
        output = loss.forward(fx, y)
        output.backward()
        optimizer.step()
        return output.item()

    torch.manual_seed(42)
    X = torch.linspace(-1, 1, 101)
    Y = 2 * X + torch.randn(X.size()) * 0.33
    model = build_model()
    loss = torch.nn.MSELoss(reduction="mean")
    optimizer = optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    batch_size = 10
    costs = []
    for _ in range(epochs):
        cost = 0.0
        num_batches = len(X) // batch_size
        for k in range(num_batches):
            start, end = k * batch_size, (k + 1) * batch_size
            cost += train(model, loss, optimizer, X[start:end], Y[start:end])
        costs.append(cost / num_batches)
    return costs, next(model.parameters()).item()


def logistic_model(input_dim, output_dim):
    model = torch.nn.Sequential()
    model.add_module("linear", torch.nn.Linear(input_dim, output_dim, bias=False))
    return model


def two_hidden_layers_model(input_dim, output_dim):
    return torch.nn.Sequential(
        torch.nn.Linear(input_dim, 128),
        torch.nn.ReLU(),
        torch.nn.Linear(128, 64),
        torch.nn.ReLU(),
        torch.nn.Linear(64, output_dim),
    )


def sigmoid_model(input_dim, output_dim):
    model = torch.nn.Sequential()
    model.add_module("linear_1", torch.nn.Linear(input_dim, 512, bias=False))
    model.add_module("sigmoid_1", torch.nn.Sigmoid())
    model.add_module("linear_2", torch.nn.Linear(512, output_dim, bias=False))
    return model


def relu_dropout_model(input_dim, output_dim):
    model = torch.nn.Sequential()
    model.add_module("linear_1", torch.nn.Linear(input_dim, 512, bias=False))
    model.add_module("relu_1", torch.nn.ReLU())
    model.add_module("dropout_1", torch.nn.Dropout(0.2))
    model.add_module("linear_2", torch.nn.Linear(512, 512, bias=False))
    model.add_module("relu_2", torch.nn.ReLU())
    model.add_module("dropout_2", torch.nn.Dropout(0.2))
    model.add_module("linear_3", torch.nn.Linear(512, output_dim, bias=False))
    return model


def sgd(model):
    return optim.SGD(model.parameters(), lr=0.01, momentum=0.9)


def adam(model):
    return optim.Adam(model.parameters())


def classify(build_model, build_optimizer, n_train, n_test, epochs):
    """The main function that sections 3, 4 and 5 share: cost and accuracy (0 to 1) of
    each epoch.
    """
    torch.manual_seed(42)
    tr_X, te_X, tr_Y, te_Y = load_mnist(n_train, n_test)
    tr_X = torch.from_numpy(tr_X).float()
    te_X = torch.from_numpy(te_X).float()
    tr_Y = torch.from_numpy(tr_Y).long()
    n_examples, n_features = tr_X.size()
    n_classes = 10
    model = build_model(n_features, n_classes)
    loss = torch.nn.CrossEntropyLoss(reduction="mean")
    optimizer = build_optimizer(model)
    batch_size = 100
    epoch_costs, accuracies = [], []
    for _ in range(epochs):
        cost = 0.0
        num_batches = n_examples // batch_size
        for k in range(num_batches):
            start, end = k * batch_size, (k + 1) * batch_size
            cost += train(model, loss, optimizer, tr_X[start:end], tr_Y[start:end])
        pred_Y = predict(model, te_X)
        epoch_costs.append(cost / num_batches)
        accuracies.append(np.mean(pred_Y == te_Y))
    return epoch_costs, accuracies


def logistic_regression(n_train, n_test, epochs):
    """Section 3."""
    return classify(logistic_model, sgd, n_train, n_test, epochs)


def two_hidden_layers(n_train, n_test, epochs):
    """Section 3.7, in section 3's main function."""
    return classify(two_hidden_layers_model, sgd, n_train, n_test, epochs)


def sigmoid_network(n_train, n_test, epochs):
    """Section 4."""
    return classify(sigmoid_model, sgd, n_train, n_test, epochs)


def relu_dropout_network(n_train, n_test, epochs):
    """Section 5."""
    return classify(relu_dropout_model, adam, n_train, n_test, epochs)
