<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name></name>
    <message>
        <source>Line (one weight)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fully connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Convolutional</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sigmoid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tanh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ReLU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Leaky ReLU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GELU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MNIST digits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Noisy line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shuffled each epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As in the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0 to 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>0 to 255, as stored</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mean 0, deviation 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SGD</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adam</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>AdamW</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>RMSprop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Adagrad</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Constant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In steps</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One cycle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NVIDIA or AMD GPU (CUDA)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Apple GPU (MPS)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>32 bits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>16 bits (bfloat16)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run {run} fits a line; it cannot read digits.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many neurons the layer has. More can learn more, and take longer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Activation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bend after the layer. Without it, several layers would be no more than one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The share of the layer&apos;s outputs set to zero at random in each training batch; 0 for none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fully connected: every input reaches every neuron. Convolutional: small windows slide over the image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hidden layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The layers between the pixels and the ten answers, in order. None at all is logistic regression.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bias</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Whether each neuron also adds a learned constant to its sum.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The examples to learn from. Both sets come with Inkling.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many of the first training examples are used. With few, networks learn them by heart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test examples</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many of the first test examples are asked after each epoch. They are never trained on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many examples are averaged for each change of the weights. Examples that do not fill a last batch sit the epoch out.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Order</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shuffled: a new order each epoch, the same for all runs with the same seed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How grey levels are scaled. Large numbers need a small learning rate.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>SGD takes plain steps down the gradient. The others adapt the step to each weight.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The size of a step. Too small: slow. Too large: the cost jumps about or becomes infinite.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much of the last step is kept in the next one, like a ball that rolls on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nesterov</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look ahead along the momentum before computing the step. Needs a momentum above 0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pulls every weight a little towards zero at each step (L2), against learning by heart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How the learning rate changes: never, in steps, along half a cosine to zero, or up and down once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step after</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>After every so many epochs the learning rate is multiplied by the factor.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Factor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the learning rate is multiplied by at each step.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A known network to start from.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How often training goes through all the training examples.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The start of the random numbers: first weights, order, dropout. Same seed, same run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where to compute. Automatic takes a CUDA GPU if there is one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How many processor threads the run computes with; 0 lets Inkling choose.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Precision</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>16 bits are faster where the processor has them; the results differ a little.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plain arithmetic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compute bit for bit as a simple PyTorch program does, without the faster fused optimizers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nesterov needs a momentum above 0; 0.9 is usual.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The linear model goes with the noisy line (noisy-line), every other with digits (mnist).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The linear model has no hidden layers; use [] or another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The linear model has one weight and no bias; set it to false.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are only {most} examples, not {size}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A batch of {batch} does not fit into {train} training examples; take {train} or fewer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} holds {images} images, but {other} holds {labels} labels; the two must match.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} holds the label {label}; labels go from 0 to {highest}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} cannot be read: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is not an IDX file of bytes in {dimensions} dimensions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} announces the shape {given}; expected are 1 to {most} examples of shape {shape}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} announces {length} values but ends after {count}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} holds more than the {length} values it announces.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PyTorch finds no Apple GPU on this machine; choose cpu or auto.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PyTorch finds no CUDA GPU on this machine; choose cpu or auto.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This build of PyTorch has no CUDA; choose cpu or auto.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be true or false, not {given}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be one of {choices}, not {given}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be a list of at most 6 layers with units, activation and dropout, not {given}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be small letters, digits and hyphens, not {given}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be a whole number from {low} to {high}, not {given}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>must be a number from {low} to {high}, not {given}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{text!r} is not of the form FIELD=VALUE.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no such setting; did you mean {field}?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>there is no such setting; there are {fields}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} has {width} x {height} pixels; at most {most} million can be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is not a picture in a format that can be read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Linear regression</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One weight learns the slope of a noisy line.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logistic regression</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Every pixel votes for every digit; no hidden layer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two small hidden layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>128 and 64 neurons with ReLU.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One hidden layer of 512 sigmoid neurons, trained with SGD: the classic.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ReLU + Dropout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two hidden layers of 512 ReLU neurons with dropout, trained with Adam: the modern one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Two convolutions look for strokes wherever they are; two linear layers decide.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sigmoid, Adam</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The ladder&apos;s first rung: Sigmoid with the optimizer changed to Adam.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ReLU, Adam</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The second rung: the activation changed to ReLU.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ReLU, two layers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The third rung: a second hidden layer. Dropout is the last step, to ReLU + Dropout.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no preset {name!r}; there are {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run cannot be kept in {folder}: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run is no longer kept in {folder}: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no run {run!r}, neither in {folder} nor as a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} holds settings that cannot be: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is not JSON: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is not a run description of version {version}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is damaged: {reason}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} does not hold the weights of this run&apos;s network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} holds weights that are not finite numbers.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is larger than the {most} bytes it may have.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cost became infinite in epoch {epoch}. Pixels up to 255 make large steps: scale them to 0 to 1, or try the learning rate {rate}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The cost became infinite in epoch {epoch}: the steps are too large. Try the learning rate {rate}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The memory does not suffice. Try a batch size below {batch}, smaller layers, or fewer runs at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training failed: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Machine</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Draw a digit here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Canvas for drawing a digit</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>DrawPanel</name>
    <message>
        <source>Draw</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>seen as</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The 28 x 28 pixels that the networks get, prepared as MNIST&apos;s digits were</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Width of the pen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo stroke</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear drawing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clear</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train a network on digits: it reads your drawing here, while it learns and after.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>LayersEditor</name>
    <message>
        <source>None: pixels straight to answers</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a layer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove this layer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>About Inkling</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inkling: see neural networks learn.

Code under the MIT licence. The MNIST digits are by Y. LeCun and C. Cortes, CC BY-SA 3.0.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Language</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping the runs…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>PlotsPanel</name>
    <message>
        <source>Cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>strong: test digits · faint: training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logarithmic cost axis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show all curves again and follow their live ends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Press Train: the cost falls here, the accuracy rises below.
Compare starts two networks at once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>weight</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RunsModel</name>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Best accuracy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>completed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>diverged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>RunsTable</name>
    <message>
        <source>Use these settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>SetupPanel</name>
    <message numerus="yes">
        <source>%Ln parameter(s) to learn</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>From {low} to {high}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>epoch {epoch} of {epochs}</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation type="unfinished">
            <numerusform></numerusform>
        </translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train the network that the form describes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Let all runs wait, or go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train for one epoch, then wait</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End all runs; their networks stay usable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Race Sigmoid against ReLU + Dropout, with the same data and epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Climb the ladder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From Sigmoid to ReLU + Dropout, one change at a time</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
