"""Notes on the parts of the program that `core.program.script` writes.

Their keys are the names in its templates. They stand in Python, not with the templates, because the
translation tool collects texts from calls of `message` only.
"""

from core.messages import Message, message
from core.program.data_notes import DATA_NOTES
from core.program.hardening_notes import HARDENING_NOTES
from core.program.note import Note

_OF_PARTS = DATA_NOTES | HARDENING_NOTES

NOTES: dict[str, Note] = _OF_PARTS | {
    "head": Note(
        message("The program"),
        message(
            "Everything the run does, in one file. Save it, and Python trains the same network "
            "without Inkling. Put the cursor on a line to read what it is for."
        ),
    ),
    "imports": Note(
        message("Libraries"),
        message(
            "torch computes with tensors, on a processor or a GPU; torch.nn has the layers, "
            "torch.optim the optimizers. NumPy reads files and mixes seeds. The rest comes with"
            " Python."
        ),
    ),
    "settings": Note(
        message("Settings"),
        message(
            "The numbers that you chose, each with a name, so that they can be changed in one "
            "place. Choosing them well is most of the work. They are called hyperparameters, "
            "because training does not learn them."
        ),
    ),
    "dropout": Note(
        message("Dropout layer"),
        message(
            "During training, each number is set to 0 with this probability, drawn afresh for "
            "every example, so no neuron can rely on any particular other neuron. The rest are "
            "scaled up, so that the sum stays about the same. In evaluation mode nothing happens."
        ),
    ),
    "batch_norm": Note(
        message("Batch normalization"),
        message(
            "In training mode, the sums of each neuron, or of each map, get mean 0 and deviation 1"
            " over the batch; then they are scaled and shifted by two learned numbers. So the "
            "activation gets sums of a useful size, however deep the layer. Running means of both "
            "are kept, which evaluation mode uses instead: there the answer to one example must "
            "not depend on the others."
        ),
    ),
    "layer_norm": Note(
        message("Layer normalization"),
        message(
            "The sums of the whole layer get mean 0 and deviation 1 for each example by itself; "
            "then each is scaled and shifted by learned numbers. It does the same in training and "
            "in evaluation, with batches of any size. Of maps, GroupNorm with one group does this."
        ),
    ),
    "masks": Note(
        message("The zeros of dropout"),
        message(
            "nn.Dropout needs none of this. It is here so that the costs equal Inkling's to the "
            "last digit: Inkling draws its zeros from other random numbers, more quickly. Without "
            "the function, and the lines in main that use it, the network learns as well; the "
            "costs then differ as they do with another seed."
        ),
    ),
    "channels_last": Note(
        message("Channels last"),
        message(
            "The numbers that all maps have at one position now lie side by side in memory. "
            "Convolutions and pooling are quicker in this order; their results are the same but "
            "for the last digits."
        ),
    ),
    "build_model": Note(
        Message("build_model"),
        message(
            "Sequential calls its layers one after the other. Linear multiplies by a matrix of "
            "weights; the function behind it bends the result, otherwise several layers would "
            "do no more than one. The last layer gives one number per answer, without a bend: "
            "CrossEntropyLoss expects raw numbers. The names are those in Inkling's exported "
            "weights, so load_state_dict accepts them."
        ),
    ),
    "initial_weights": Note(
        message("Initial weights"),
        message(
            "Each layer has drawn weights when it was made; here they are drawn again by another "
            "formula, and the biases start at 0. Weights must differ, or all neurons of a layer "
            "would learn the same. Their spread decides whether signals and gradients keep their "
            "size on the way through many layers: Xavier's suits sigmoid and tanh, He's suits ReLU."
        ),
    ),
    "random_of": Note(
        message("Random numbers"),
        message(
            "With a different order in each epoch, batches differ and the network cannot learn "
            "their sequence. The order depends only on the seed and the epoch, so compared "
            "networks see the same batches."
        ),
    ),
    "schedule_step": Note(
        message("Learning rate in steps"),
        message(
            "Large steps find the valley quickly but jump around at its bottom. So the steps "
            "become smaller every few epochs. torch.optim.lr_scheduler.StepLR does the same."
        ),
    ),
    "schedule_cosine": Note(
        message("Cosine learning rate"),
        message(
            "The learning rate falls slowly at first, then faster, and slowly again at the end. "
            "It needs to know how many epochs there will be. "
            "torch.optim.lr_scheduler.CosineAnnealingLR does the same."
        ),
    ),
    "schedule_one_cycle": Note(
        message("One cycle"),
        message(
            "Small steps while the weights are still random, large ones in the middle, tiny "
            "ones at the end. It changes with every batch. torch.optim.lr_scheduler.OneCycleLR "
            "does the same; unless called with cycle_momentum=False, it changes the momentum "
            "too."
        ),
    ),
    "train": Note(
        Message("train"),
        message(
            "One step of gradient descent with one batch. All of learning is this function, "
            "called thousands of times."
        ),
    ),
    "flush": Note(
        Message("torch.set_flush_denormal(True)"),
        message(
            "Where a weight has no gradient, what the optimizer remembers of it shrinks with every"
            " step, to numbers so small that some processors take a hundred times as long for"
            " them. With this line they count as 0; no weight and no cost changes. It has to come"
            " before anything is computed, because PyTorch's other threads copy it when they start."
        ),
    ),
    "train_mode": Note(
        Message("model.train()"),
        message(
            "Tells the layers that the network is learning now. Some behave differently then: "
            "dropout drops, batch normalization takes means over the batch. Without such layers "
            "the line changes nothing, but it is a good habit."
        ),
    ),
    "zero_grad": Note(
        Message("optimizer.zero_grad()"),
        message(
            "PyTorch adds new gradients to the existing ones. Without this line each step would"
            " also follow all earlier batches."
        ),
    ),
    "forward": Note(
        message("Forward"),
        message(
            "The batch goes through all layers. PyTorch keeps a record of what was computed, "
            "for the way back. The loss turns all mistakes into one number: the mean over the "
            "batch."
        ),
    ),
    "forward_bfloat16": Note(
        message("Forward pass, in 16 bits"),
        message(
            "Inside autocast the large products are computed in 16 bits, which some processors "
            "do faster; the weights keep their 32 bits. The loss turns all mistakes into one "
            "number: the mean over the batch."
        ),
    ),
    "l1": Note(
        message("L1 penalty"),
        message(
            "The sum of the weights' absolute values, times a small factor, is made small together"
            " with the cost. Its gradient pulls every weight towards 0 with the same force, so that"
            " those that do not help end there. Biases are left out. The cost that is reported is"
            " without it."
        ),
    ),
    "backward": Note(
        Message("cost.backward()"),
        message(
            "Goes back through the record and computes, by the chain rule, how much the cost "
            "would change with each single weight: its gradient, stored in weight.grad."
        ),
    ),
    "step": Note(
        Message("optimizer.step()"),
        message(
            "Changes every weight a little, against its gradient, so that the cost becomes "
            "smaller. item() turns the cost into a plain Python number, so that the record can "
            "be freed."
        ),
    ),
    "no_grad": Note(
        Message("torch.no_grad()"),
        message(
            "Nothing is learned here, so PyTorch need not keep a record for the backward pass. "
            "That saves time and memory; the numbers are the same."
        ),
    ),
    "evaluate": Note(
        Message("evaluate"),
        message(
            "Evaluates examples that were not used for training. When their cost rises while "
            "that of the training examples falls, the network is memorising: it overfits."
        ),
    ),
    "eval_mode": Note(
        Message("model.eval()"),
        message(
            "Tells the layers that the network is being used: dropout is off, and batch "
            "normalization takes its running means, so the same image always gets the same "
            "answer. Forgetting this line is a common mistake; accuracy "
            "suffers, and nothing tells you why."
        ),
    ),
    "evaluate_images": Note(
        message("Evaluating the test images"),
        message(
            "A thousand at a time, to spare memory. The answer is the class with the largest "
            "output (argmax). The cost also counts how sure the network was; accuracy counts only "
            "right and wrong."
        ),
    ),
    "evaluate_points": Note(
        message("Evaluating the test points"),
        message(
            "The answer is the class with the largest output (argmax). The cost also counts how "
            "sure the network was; accuracy counts only right and wrong."
        ),
    ),
    "evaluate_line": Note(
        message("Evaluating the test points"),
        message("The mean squared distance between the line and other noisy points."),
    ),
    "predict": Note(
        Message("predict"),
        message(
            "Uses the trained network. Its weights can be loaded again at any time: "
            "model.load_state_dict(torch.load(FILE)), or, for those that Inkling exports, with "
            "load_file of safetensors.torch."
        ),
    ),
    "main": Note(
        Message("main"),
        message(
            "Puts the parts together: the data, the network, and epoch after epoch of training "
            "and evaluating."
        ),
    ),
    "main_data": Note(
        message("The data"),
        message(
            "All examples stay in memory, on the device: MNIST is small enough, and nothing is "
            "faster. For data that do not fit, PyTorch has Dataset and DataLoader."
        ),
    ),
    "label_noise": Note(
        message("Label noise"),
        message(
            "Some training examples get another class, drawn once from a random stream of their "
            "own, so that nothing else changes. There is no rule behind them: to lower their cost, "
            "the network must memorise them, and reads new examples worse for it."
        ),
    ),
    "validation": Note(
        message("Held-out examples"),
        message(
            "If you choose the best of many runs by their test examples, you have learned from "
            "those too. Choose by held-out examples, and look at the test examples once, at the"
            " end."
        ),
    ),
    "seed": Note(
        Message("torch.manual_seed(SEED)"),
        message(
            "Random numbers on a computer are computed from a seed. The initial weights and "
            "dropout come from here, so the same seed gives the same run. Try others to see how"
            " much is luck."
        ),
    ),
    "main_model": Note(
        message("Model and loss"),
        message(
            "The initial weights are random. The loss is what learning makes small: "
            "cross-entropy for classes (how surprised the network is by the correct answer), "
            "the mean squared error for a line."
        ),
    ),
    "optimizer_sgd": Note(
        message("Stochastic gradient descent"),
        message(
            "weight = weight − learning rate × gradient, with the gradient of one batch. With "
            "momentum each step also keeps part of the previous one, like a rolling ball. "
            "fused=True computes the same, faster."
        ),
    ),
    "optimizer_adam": Note(
        Message("Adam"),
        message(
            "Keeps a running mean of each weight's gradient and of its square, and divides one "
            "by the root of the other: every weight gets its own step size. fused=True computes"
            " the same, faster."
        ),
    ),
    "optimizer_adamw": Note(
        Message("AdamW"),
        message(
            "Adam, with the weight decay taken out of the gradient: it shrinks the weights "
            "directly. fused=True computes the same, faster."
        ),
    ),
    "optimizer_rmsprop": Note(
        Message("RMSprop"),
        message(
            "Divides each weight's gradient by its recent size, so that steep and flat directions "
            "move alike."
        ),
    ),
    "optimizer_adagrad": Note(
        Message("Adagrad"),
        message(
            "Divides each weight's gradient by the root of the sum of all its squared gradients"
            " so far: weights with large past gradients move less and less."
        ),
    ),
    "batches": Note(
        message("Epochs and batches"),
        message(
            "An epoch goes through all training examples once, one batch at a time. A batch's "
            "gradient is a noisy estimate of the gradient over all examples, and available far "
            "sooner."
        ),
    ),
    "set_rate": Note(
        message("Setting the learning rate"),
        message(
            "The optimizer keeps its learning rate in its param_groups, where it can be changed "
            "at any time."
        ),
    ),
    "loop": Note(
        message("The batches of an epoch"),
        message(
            "Takes the next batch of examples and learns from it. The reported cost is the mean"
            " over all batches, each measured before its step."
        ),
    ),
    "report": Note(
        message("After each epoch"),
        message(
            "Training cost and test cost are both needed to see what is going on. They are "
            "printed with all digits, so that they can be compared with Inkling's."
        ),
    ),
    "early_stopping": Note(
        message("Early stopping"),
        message(
            "While the cost of the held-out examples falls, the network learns what holds for other"
            " examples, too. Once it has not fallen for a while, more training only memorises. The "
            "weights are then those of the last epoch; to go back to the best one, keep a copy of "
            "the state_dict whenever the cost is the lowest so far."
        ),
    ),
    "save": Note(
        message("Saving"),
        message(
            "The state_dict holds all weights by name. The program saves only those: to use "
            "them, build the model first and then load them into it."
        ),
    ),
    "start": Note(
        message("Start"),
        message(
            "Runs main when the file is run as a program, but not when another program imports "
            "its functions."
        ),
    ),
}
