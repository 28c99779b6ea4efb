<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name></name>
    <message>
        <source>Line (one weight)</source>
        <translation>直线（一个权重）</translation>
    </message>
    <message>
        <source>Fully connected</source>
        <translation>全连接</translation>
    </message>
    <message>
        <source>Convolutional</source>
        <translation>卷积</translation>
    </message>
    <message>
        <source>Sigmoid</source>
        <translation>Sigmoid</translation>
    </message>
    <message>
        <source>Tanh</source>
        <translation>Tanh</translation>
    </message>
    <message>
        <source>ReLU</source>
        <translation>ReLU</translation>
    </message>
    <message>
        <source>Leaky ReLU</source>
        <translation>Leaky ReLU</translation>
    </message>
    <message>
        <source>GELU</source>
        <translation>GELU</translation>
    </message>
    <message>
        <source>MNIST digits</source>
        <translation>MNIST 手写数字</translation>
    </message>
    <message>
        <source>Noisy line</source>
        <translation>带噪声的直线</translation>
    </message>
    <message>
        <source>Shuffled each epoch</source>
        <translation>每轮打乱</translation>
    </message>
    <message>
        <source>As in the file</source>
        <translation>按文件顺序</translation>
    </message>
    <message>
        <source>0 to 1</source>
        <translation>0 到 1</translation>
    </message>
    <message>
        <source>0 to 255, as stored</source>
        <translation>0 到 255（原始值）</translation>
    </message>
    <message>
        <source>Mean 0, deviation 1</source>
        <translation>均值 0，标准差 1</translation>
    </message>
    <message>
        <source>SGD</source>
        <translation>SGD</translation>
    </message>
    <message>
        <source>Adam</source>
        <translation>Adam</translation>
    </message>
    <message>
        <source>AdamW</source>
        <translation>AdamW</translation>
    </message>
    <message>
        <source>RMSprop</source>
        <translation>RMSprop</translation>
    </message>
    <message>
        <source>Adagrad</source>
        <translation>Adagrad</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>恒定</translation>
    </message>
    <message>
        <source>In steps</source>
        <translation>阶梯下降</translation>
    </message>
    <message>
        <source>Cosine</source>
        <translation>余弦退火</translation>
    </message>
    <message>
        <source>One cycle</source>
        <translation>单周期</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>处理器（CPU）</translation>
    </message>
    <message>
        <source>NVIDIA or AMD GPU (CUDA)</source>
        <translation>NVIDIA 或 AMD 显卡（CUDA）</translation>
    </message>
    <message>
        <source>Apple GPU (MPS)</source>
        <translation>苹果显卡（MPS）</translation>
    </message>
    <message>
        <source>32 bits</source>
        <translation>32 位</translation>
    </message>
    <message>
        <source>16 bits (bfloat16)</source>
        <translation>16 位（bfloat16）</translation>
    </message>
    <message>
        <source>The run {run} fits a line; it cannot read digits.</source>
        <translation>运行 {run} 拟合的是一条直线，不能识别数字。</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>神经元</translation>
    </message>
    <message>
        <source>How many neurons the layer has. More can learn more, and take longer.</source>
        <translation>这一层有多少个神经元。越多，能学到的越多，训练也越慢。</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>激活函数</translation>
    </message>
    <message>
        <source>The bend after the layer. Without it, several layers would be no more than one.</source>
        <translation>线性层之后的非线性变换。没有它，再多层也只等于一层。</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>丢弃率</translation>
    </message>
    <message>
        <source>The share of the layer&apos;s outputs set to zero at random in each training batch; 0 for none.</source>
        <translation>训练时每个批次随机置零的输出所占比例；0 表示不丢弃。</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>Fully connected: every input reaches every neuron. Convolutional: small windows slide over the image.</source>
        <translation>全连接：每个输入都连到每个神经元。卷积：小窗口在图像上滑动。</translation>
    </message>
    <message>
        <source>Hidden layers</source>
        <translation>隐藏层</translation>
    </message>
    <message>
        <source>The layers between the pixels and the ten answers, in order. None at all is logistic regression.</source>
        <translation>从像素到十个输出之间的各层，按顺序排列。一层也没有就是逻辑回归。</translation>
    </message>
    <message>
        <source>Bias</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>Whether each neuron also adds a learned constant to its sum.</source>
        <translation>每个神经元的加权和是否再加上一个可学习的常数。</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>The examples to learn from. Both sets come with Inkling.</source>
        <translation>用来学习的样本。两个数据集都随 Inkling 附带。</translation>
    </message>
    <message>
        <source>Training examples</source>
        <translation>训练样本数</translation>
    </message>
    <message>
        <source>How many of the first training examples are used. With few, networks learn them by heart.</source>
        <translation>使用训练集开头的多少个样本。样本太少，网络会把它们死记硬背下来。</translation>
    </message>
    <message>
        <source>Test examples</source>
        <translation>测试样本数</translation>
    </message>
    <message>
        <source>How many of the first test examples are asked after each epoch. They are never trained on.</source>
        <translation>每轮结束后用测试集开头的多少个样本来测验。它们从不参与训练。</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>批大小</translation>
    </message>
    <message>
        <source>How many examples are averaged for each change of the weights. Examples that do not fill a last batch sit the epoch out.</source>
        <translation>每次更新权重时对多少个样本取平均。凑不满最后一批的样本，本轮不参与训练。</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>Shuffled: a new order each epoch, the same for all runs with the same seed.</source>
        <translation>打乱：每轮换一个新顺序；种子相同的运行，顺序也相同。</translation>
    </message>
    <message>
        <source>Pixels</source>
        <translation>像素值</translation>
    </message>
    <message>
        <source>How grey levels are scaled. Large numbers need a small learning rate.</source>
        <translation>灰度值如何缩放。数值大时，学习率要小。</translation>
    </message>
    <message>
        <source>Optimizer</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>SGD takes plain steps down the gradient. The others adapt the step to each weight.</source>
        <translation>SGD 直接沿梯度下降；其他优化器会为每个权重调整步长。</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>The size of a step. Too small: slow. Too large: the cost jumps about or becomes infinite.</source>
        <translation>每一步的大小。太小，学得慢；太大，代价来回跳动，甚至变成无穷大。</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>动量</translation>
    </message>
    <message>
        <source>How much of the last step is kept in the next one, like a ball that rolls on.</source>
        <translation>下一步保留上一步的多少，像小球借着惯性继续滚动。</translation>
    </message>
    <message>
        <source>Nesterov</source>
        <translation>Nesterov 动量</translation>
    </message>
    <message>
        <source>Look ahead along the momentum before computing the step. Needs a momentum above 0.</source>
        <translation>先沿动量方向往前看一步，再计算梯度。要求动量大于 0。</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>Pulls every weight a little towards zero at each step (L2), against learning by heart.</source>
        <translation>每一步都把各个权重往零拉一点（L2 正则化），防止死记硬背。</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>学习率调度</translation>
    </message>
    <message>
        <source>How the learning rate changes: never, in steps, along half a cosine to zero, or up and down once.</source>
        <translation>学习率如何变化：不变、阶梯下降、沿半个余弦降到零，或先升后降一次。</translation>
    </message>
    <message>
        <source>Step after</source>
        <translation>下降间隔</translation>
    </message>
    <message>
        <source>After every so many epochs the learning rate is multiplied by the factor.</source>
        <translation>每过这么多轮，学习率乘以一次系数。</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>Factor</source>
        <translation>系数</translation>
    </message>
    <message>
        <source>What the learning rate is multiplied by at each step.</source>
        <translation>每次下降时学习率要乘的数。</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>A known network to start from.</source>
        <translation>从一个已知的网络开始。</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>How often training goes through all the training examples.</source>
        <translation>把全部训练样本过多少遍。</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>The start of the random numbers: first weights, order, dropout. Same seed, same run.</source>
        <translation>随机数的起点：初始权重、样本顺序、丢弃。种子相同，结果相同。</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Where to compute. Automatic takes a CUDA GPU if there is one.</source>
        <translation>在哪里计算。“自动”会优先使用 CUDA 显卡。</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程数</translation>
    </message>
    <message>
        <source>How many processor threads the run computes with; 0 lets Inkling choose.</source>
        <translation>用多少个处理器线程计算；0 表示由 Inkling 决定。</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>精度</translation>
    </message>
    <message>
        <source>16 bits are faster where the processor has them; the results differ a little.</source>
        <translation>处理器支持时，16 位更快；结果会略有差别。</translation>
    </message>
    <message>
        <source>Plain arithmetic</source>
        <translation>朴素算法</translation>
    </message>
    <message>
        <source>Compute bit for bit as a simple PyTorch program does, without the faster fused optimizers.</source>
        <translation>与最简单的 PyTorch 程序逐位一致，不使用更快的融合优化器。</translation>
    </message>
    <message>
        <source>Nesterov needs a momentum above 0; 0.9 is usual.</source>
        <translation>Nesterov 要求动量大于 0，常用 0.9。</translation>
    </message>
    <message>
        <source>The linear model goes with the noisy line (noisy-line), every other with digits (mnist).</source>
        <translation>线性模型要配带噪声的直线（noisy-line），其他模型都配手写数字（mnist）。</translation>
    </message>
    <message>
        <source>The linear model has no hidden layers; use [] or another model.</source>
        <translation>线性模型没有隐藏层；请用 []，或换一个模型。</translation>
    </message>
    <message>
        <source>The linear model has one weight and no bias; set it to false.</source>
        <translation>线性模型只有一个权重，没有偏置；请设为 false。</translation>
    </message>
    <message>
        <source>There are only {most} examples, not {size}.</source>
        <translation>只有 {most} 个样本，没有 {size} 个。</translation>
    </message>
    <message>
        <source>A batch of {batch} does not fit into {train} training examples; take {train} or fewer.</source>
        <translation>训练样本只有 {train} 个，装不满一批 {batch} 个；请取 {train} 或更小。</translation>
    </message>
    <message>
        <source>{file} holds {images} images, but {other} holds {labels} labels; the two must match.</source>
        <translation>{file} 有 {images} 张图像，而 {other} 有 {labels} 个标签；两者必须一致。</translation>
    </message>
    <message>
        <source>{file} holds the label {label}; labels go from 0 to {highest}.</source>
        <translation>{file} 中有标签 {label}；标签只能是 0 到 {highest}。</translation>
    </message>
    <message>
        <source>{file} cannot be read: {reason}.</source>
        <translation>无法读取 {file}：{reason}。</translation>
    </message>
    <message>
        <source>{file} is not an IDX file of bytes in {dimensions} dimensions.</source>
        <translation>{file} 不是 {dimensions} 维字节型 IDX 文件。</translation>
    </message>
    <message>
        <source>{file} announces the shape {given}; expected are 1 to {most} examples of shape {shape}.</source>
        <translation>{file} 声明的形状是 {given}；应为 1 到 {most} 个形状为 {shape} 的样本。</translation>
    </message>
    <message>
        <source>{file} announces {length} values but ends after {count}.</source>
        <translation>{file} 声明有 {length} 个值，却只有 {count} 个。</translation>
    </message>
    <message>
        <source>{file} holds more than the {length} values it announces.</source>
        <translation>{file} 中的值比它声明的 {length} 个还多。</translation>
    </message>
    <message>
        <source>PyTorch finds no Apple GPU on this machine; choose cpu or auto.</source>
        <translation>PyTorch 在这台机器上没有找到苹果显卡；请选 cpu 或 auto。</translation>
    </message>
    <message>
        <source>PyTorch finds no CUDA GPU on this machine; choose cpu or auto.</source>
        <translation>PyTorch 在这台机器上没有找到 CUDA 显卡；请选 cpu 或 auto。</translation>
    </message>
    <message>
        <source>This build of PyTorch has no CUDA; choose cpu or auto.</source>
        <translation>这个 PyTorch 版本不带 CUDA；请选 cpu 或 auto。</translation>
    </message>
    <message>
        <source>must be true or false, not {given}.</source>
        <translation>必须是 true 或 false，不能是 {given}。</translation>
    </message>
    <message>
        <source>must be one of {choices}, not {given}.</source>
        <translation>必须是 {choices} 之一，不能是 {given}。</translation>
    </message>
    <message>
        <source>must be a list of at most 6 layers with units, activation and dropout, not {given}.</source>
        <translation>必须是最多 6 层的列表，每层有神经元数、激活函数和丢弃率，不能是 {given}。</translation>
    </message>
    <message>
        <source>must be small letters, digits and hyphens, not {given}.</source>
        <translation>只能用小写字母、数字和连字符，不能是 {given}。</translation>
    </message>
    <message>
        <source>A comparison needs two presets or more.</source>
        <translation>比较至少需要两个预设。</translation>
    </message>
    <message>
        <source>No verdict: no seed was completed by two networks to be compared.</source>
        <translation>没有结论：没有任何一个种子被要比较的两个网络都完成。</translation>
    </message>
    <message>
        <source>must be a whole number from {low} to {high}, not {given}.</source>
        <translation>必须是 {low} 到 {high} 之间的整数，不能是 {given}。</translation>
    </message>
    <message>
        <source>must be a number from {low} to {high}, not {given}.</source>
        <translation>必须是 {low} 到 {high} 之间的数，不能是 {given}。</translation>
    </message>
    <message>
        <source>{text!r} is not of the form FIELD=VALUE.</source>
        <translation>{text!r} 不是“字段=值”的形式。</translation>
    </message>
    <message>
        <source>there is no such setting; did you mean {field}?</source>
        <translation>没有这个设置；您是不是想写 {field}？</translation>
    </message>
    <message>
        <source>there is no such setting; there are {fields}.</source>
        <translation>没有这个设置；可用的有 {fields}。</translation>
    </message>
    <message>
        <source>{file} has {width} x {height} pixels; at most {most} million can be read.</source>
        <translation>{file} 有 {width} x {height} 个像素；最多能读取 {most} 百万像素。</translation>
    </message>
    <message>
        <source>{file} is not a picture in a format that can be read.</source>
        <translation>{file} 不是能够识别的图片格式。</translation>
    </message>
    <message>
        <source>Linear regression</source>
        <translation>线性回归</translation>
    </message>
    <message>
        <source>One weight learns the slope of a noisy line.</source>
        <translation>用一个权重学出带噪声直线的斜率。</translation>
    </message>
    <message>
        <source>Logistic regression</source>
        <translation>逻辑回归</translation>
    </message>
    <message>
        <source>Every pixel votes for every digit; no hidden layer.</source>
        <translation>每个像素给每个数字投票；没有隐藏层。</translation>
    </message>
    <message>
        <source>Two small hidden layers</source>
        <translation>两个小隐藏层</translation>
    </message>
    <message>
        <source>128 and 64 neurons with ReLU.</source>
        <translation>128 和 64 个神经元，ReLU 激活。</translation>
    </message>
    <message>
        <source>One hidden layer of 512 sigmoid neurons, trained with SGD: the classic.</source>
        <translation>一个隐藏层，512 个 Sigmoid 神经元，用 SGD 训练：经典网络。</translation>
    </message>
    <message>
        <source>ReLU + Dropout</source>
        <translation>ReLU + Dropout</translation>
    </message>
    <message>
        <source>Two hidden layers of 512 ReLU neurons with dropout, trained with Adam: the modern one.</source>
        <translation>两个隐藏层，各 512 个 ReLU 神经元，带丢弃，用 Adam 训练：现代网络。</translation>
    </message>
    <message>
        <source>Two convolutions look for strokes wherever they are; two linear layers decide.</source>
        <translation>两层卷积在任何位置寻找笔画，两层全连接做出判断。</translation>
    </message>
    <message>
        <source>Sigmoid + Adam</source>
        <translation>Sigmoid + Adam</translation>
    </message>
    <message>
        <source>ReLU + Adam</source>
        <translation>ReLU + Adam</translation>
    </message>
    <message>
        <source>Two ReLU layers</source>
        <translation>两层 ReLU</translation>
    </message>
    <message>
        <source>The ladder&apos;s first rung: Sigmoid with the optimizer changed to Adam.</source>
        <translation>阶梯第一级：Sigmoid，优化器换成 Adam。</translation>
    </message>
    <message>
        <source>The second rung: the activation changed to ReLU.</source>
        <translation>第二级：激活函数换成 ReLU。</translation>
    </message>
    <message>
        <source>The third rung: a second hidden layer. Dropout is the last step, to ReLU + Dropout.</source>
        <translation>第三级：增加第二个隐藏层。最后一步加上丢弃，就是 ReLU + Dropout。</translation>
    </message>
    <message>
        <source>There is no preset {name!r}; there are {names}.</source>
        <translation>没有名为 {name!r} 的预设；可用的有 {names}。</translation>
    </message>
    <message>
        <source>The run {run} is being trained already.</source>
        <translation>运行 {run} 正在训练。</translation>
    </message>
    <message>
        <source>The run {run} has completed {done} epochs; ask for more than that, not {epochs}.</source>
        <translation>运行 {run} 已完成 {done} 轮；请要求更多轮，而不是 {epochs}。</translation>
    </message>
    <message>
        <source>A fork keeps its parent&apos;s network; start a new run for another one.</source>
        <translation>分叉沿用原来的网络；要换网络，请另开一个运行。</translation>
    </message>
    <message>
        <source>The run cannot be kept in {folder}: {reason}.</source>
        <translation>无法把运行保存到 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>The run is not kept: another Inkling is writing to {folder}.</source>
        <translation>运行没有保存：另一个 Inkling 正在写入 {folder}。</translation>
    </message>
    <message>
        <source>The run is no longer kept in {folder}: {reason}.</source>
        <translation>运行不再保存到 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>There is no run {run!r}, neither in {folder} nor as a folder.</source>
        <translation>找不到运行 {run!r}：{folder} 中没有，也没有这个文件夹。</translation>
    </message>
    <message>
        <source>{file} holds settings that cannot be: {reason}</source>
        <translation>{file} 中的设置无效：{reason}</translation>
    </message>
    <message>
        <source>{file} is not JSON: {reason}.</source>
        <translation>{file} 不是 JSON：{reason}。</translation>
    </message>
    <message>
        <source>{file} is not a run description of version {version}.</source>
        <translation>{file} 不是第 {version} 版的运行说明。</translation>
    </message>
    <message>
        <source>{file} is damaged: {reason}.</source>
        <translation>{file} 已损坏：{reason}。</translation>
    </message>
    <message>
        <source>{file} does not hold the weights of this run&apos;s network.</source>
        <translation>{file} 中不是这个运行的网络权重。</translation>
    </message>
    <message>
        <source>{file} holds weights that are not finite numbers.</source>
        <translation>{file} 中的权重含有非有限数值。</translation>
    </message>
    <message>
        <source>{file} does not hold a checkpoint of this run&apos;s network.</source>
        <translation>{file} 中不是这个运行的网络的检查点。</translation>
    </message>
    <message>
        <source>{file} is not a file.</source>
        <translation>{file} 不是文件。</translation>
    </message>
    <message>
        <source>{file} is larger than the {most} bytes it may have.</source>
        <translation>{file} 超过了允许的 {most} 字节。</translation>
    </message>
    <message>
        <source>The cost became infinite in epoch {epoch}. Pixels up to 255 make large steps: scale them to 0 to 1, or try the learning rate {rate}.</source>
        <translation>第 {epoch} 轮中代价变成无穷大。像素值高达 255，步子太大：请把像素缩放到 0 到 1，或试试学习率 {rate}。</translation>
    </message>
    <message>
        <source>The cost became infinite in epoch {epoch}: the steps are too large. Try the learning rate {rate}.</source>
        <translation>第 {epoch} 轮中代价变成无穷大：步子太大。试试学习率 {rate}。</translation>
    </message>
    <message>
        <source>The memory does not suffice. Try a batch size below {batch}, smaller layers, or fewer runs at once.</source>
        <translation>内存不足。试试小于 {batch} 的批大小、更小的层，或减少同时训练的运行。</translation>
    </message>
    <message>
        <source>Training failed: {reason}</source>
        <translation>训练失败：{reason}</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Machine</source>
        <translation>机器</translation>
    </message>
    <message>
        <source>The output cannot be written: {reason}.</source>
        <translation>无法写出输出：{reason}。</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Each network of a comparison needs a name of its own.</source>
        <translation>参加比较的每个网络都要有自己的名字。</translation>
    </message>
    <message>
        <source>a comparison needs one seed or more, each of them once.</source>
        <translation>比较至少需要一个种子，且不能重复。</translation>
    </message>
    <message>
        <source>a line reads no digits; it cannot be compared.</source>
        <translation>直线不能识别数字，无法参加比较。</translation>
    </message>
    <message>
        <source>must be the same for all networks of a comparison.</source>
        <translation>参加比较的所有网络必须相同。</translation>
    </message>
    <message>
        <source>The checkpoint belongs to another network.</source>
        <translation>这个检查点属于另一个网络。</translation>
    </message>
    <message>
        <source>exact McNemar test</source>
        <translation>McNemar 精确检验</translation>
    </message>
    <message>
        <source>t test over seeds, normal over digits</source>
        <translation>种子间 t 检验，数字间正态近似</translation>
    </message>
    <message>
        <source>{better} reads {points} points more digits right than {other} (95 % interval {low} to {high}). With one seed this is known of these two networks only, not of their settings.</source>
        <translation>{better} 的准确率比 {other} 高 {points} 个百分点（95% 置信区间 {low} 到 {high}）。只有一个种子，这个结论只适用于这两个训练好的网络，不能推广到它们的设置。</translation>
    </message>
    <message>
        <source>No difference is shown between {a} and {b}: {points} points ({low} to {high}, one seed); about {more} more test digits would be needed.</source>
        <translation>看不出 {a} 与 {b} 有差别：{points} 个百分点（{low} 到 {high}，一个种子）；大约还需要 {more} 个测试数字才能分辨。</translation>
    </message>
    <message>
        <source>No difference is shown between {a} and {b}: {points} points ({low} to {high}, one seed).</source>
        <translation>看不出 {a} 与 {b} 有差别：{points} 个百分点（{low} 到 {high}，一个种子）。</translation>
    </message>
    <message>
        <source>{better} reads {points} points more digits right than {other} (95 % interval {low} to {high}, {seeds} seeds).</source>
        <translation>{better} 的准确率比 {other} 高 {points} 个百分点（95% 置信区间 {low} 到 {high}，{seeds} 个种子）。</translation>
    </message>
    <message>
        <source>No difference is shown between {a} and {b}: {points} points ({low} to {high}, {seeds} seeds); about {more} more test digits or some more seeds would be needed.</source>
        <translation>看不出 {a} 与 {b} 有差别：{points} 个百分点（{low} 到 {high}，{seeds} 个种子）；大约还需要 {more} 个测试数字，或再多几个种子才能分辨。</translation>
    </message>
    <message>
        <source>No difference is shown between {a} and {b}: {points} points ({low} to {high}, {seeds} seeds); more seeds would be needed.</source>
        <translation>看不出 {a} 与 {b} 有差别：{points} 个百分点（{low} 到 {high}，{seeds} 个种子）；需要更多种子。</translation>
    </message>
    <message>
        <source>No difference is shown between {a} and {b}: {points} points ({low} to {high}, {seeds} seeds).</source>
        <translation>看不出 {a} 与 {b} 有差别：{points} 个百分点（{low} 到 {high}，{seeds} 个种子）。</translation>
    </message>
    <message>
        <source>Something failed: {reason}</source>
        <translation>出错了：{reason}</translation>
    </message>
    <message>
        <source>{folder} cannot be deleted: {reason}.</source>
        <translation>无法删除 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>No program here shows folders. The run is kept in {folder}.</source>
        <translation>这里没有能打开文件夹的程序。运行保存在 {folder}。</translation>
    </message>
    <message>
        <source>{done} epochs are done already; ask for more.</source>
        <translation>已经完成 {done} 轮；请填更大的数。</translation>
    </message>
    <message>
        <source>{run} goes on where it stopped, after epoch {done}. How many epochs shall it have in all?</source>
        <translation>{run} 从第 {done} 轮之后停下的地方继续。一共要训练多少轮？</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续训练</translation>
    </message>
    <message>
        <source>A new run begins with the weights that {run} has after epoch {done}, and one setting changed. Their curves part there.</source>
        <translation>新的运行从 {run} 第 {done} 轮之后的权重开始，只改变一项设置。两条曲线从那里分开。</translation>
    </message>
    <message>
        <source>Fork</source>
        <translation>分叉</translation>
    </message>
    <message>
        <source>{run} learns with these from its next batch on; the place is marked on its curve. Whatever changes the network itself needs a new run.</source>
        <translation>{run} 从下一批起按新值学习，改动处会标在曲线上。要改网络本身，请另开一个运行。</translation>
    </message>
    <message>
        <source>Change while it trains</source>
        <translation>训练中调整</translation>
    </message>
</context>
<context>
    <name>Canvas</name>
    <message>
        <source>Draw a digit here</source>
        <translation>在这里写一个数字</translation>
    </message>
    <message>
        <source>Canvas for drawing a digit</source>
        <translation>手写数字的画布</translation>
    </message>
</context>
<context>
    <name>ComparisonPanel</name>
    <message numerus="yes">
        <source>%n seed(s)</source>
        <translation>
            <numerusform>%n 个种子</numerusform>
        </translation>
    </message>
    <message>
        <source>The ladder</source>
        <translation>阶梯</translation>
    </message>
    <message>
        <source>Here you learn whether one network is really better than another: the same seeds, the same batches, the same test digits, and an interval for the difference.

Compare in the toolbar races two networks once. A new comparison can take several seeds, climb the ladder from Sigmoid to ReLU + Dropout, or try a grid of settings.</source>
        <translation>在这里可以知道一个网络是否真的比另一个好：种子相同、批次相同、测试数字相同，并给出差别的置信区间。

工具栏的“比较”让两个网络赛跑一次。新建比较可以用多个种子，沿阶梯从 Sigmoid 走到 ReLU + Dropout，或者试一个参数网格。</translation>
    </message>
    <message>
        <source>{done} of {total} runs done</source>
        <translation>已完成 {done} / {total} 个运行</translation>
    </message>
    <message>
        <source>No seed was completed by two of the networks, so nothing can be said.</source>
        <translation>没有任何一个种子被两个网络都完成，无法下结论。</translation>
    </message>
    <message>
        <source>The verdict comes when both networks have completed a seed.</source>
        <translation>两个网络都完成一个种子之后，就会给出结论。</translation>
    </message>
    <message>
        <source>These networks cannot be put in an order: each might be as good as another.</source>
        <translation>这些网络排不出名次：它们可能一样好。</translation>
    </message>
    <message>
        <source>{order}   (no order is shown between networks joined by a dot)</source>
        <translation>{order}&#x3000;（用点相连的网络之间看不出名次）</translation>
    </message>
    <message>
        <source>together</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Accuracy after the last epoch; rows: {rows}</source>
        <translation>最后一轮之后的准确率；行：{rows}</translation>
    </message>
    <message>
        <source>, columns: {columns}</source>
        <translation>，列：{columns}</translation>
    </message>
    <message>
        <source>Only {name} reads these right ({count} with seed {seed})</source>
        <translation>只有 {name} 读对的数字（种子 {seed} 时有 {count} 个）</translation>
    </message>
    <message>
        <source>Experiments of this window</source>
        <translation>本窗口的实验</translation>
    </message>
    <message>
        <source>New comparison…</source>
        <translation>新建比较…</translation>
    </message>
    <message>
        <source>What each step adds, in percentage points of test digits read right</source>
        <translation>每一步带来的变化（测试准确率，百分点）</translation>
    </message>
</context>
<context>
    <name>DigitWall</name>
    <message>
        <source>Test digit {number}: a {label}. Click to have the networks read it.</source>
        <translation>第 {number} 个测试数字：{label}。点击后让各个网络来读。</translation>
    </message>
</context>
<context>
    <name>DrawPanel</name>
    <message>
        <source>Draw</source>
        <translation>手写</translation>
    </message>
    <message>
        <source>seen as</source>
        <translation>网络看到的</translation>
    </message>
    <message>
        <source>The 28 x 28 pixels that the networks get, prepared as MNIST&apos;s digits were</source>
        <translation>网络得到的 28 x 28 像素，按 MNIST 的方法处理</translation>
    </message>
    <message>
        <source>Width of the pen</source>
        <translation>笔的粗细</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo stroke</source>
        <translation>撤销一笔</translation>
    </message>
    <message>
        <source>Clear drawing</source>
        <translation>清空画布</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Train a network on digits: it reads your drawing here, while it learns and after.</source>
        <translation>先训练一个识别数字的网络：它会在这里读出您写的数字，边学边读，学完也读。</translation>
    </message>
</context>
<context>
    <name>ExperimentDialog</name>
    <message>
        <source>New comparison</source>
        <translation>新建比较</translation>
    </message>
    <message>
        <source>Compare networks</source>
        <translation>比较网络</translation>
    </message>
    <message>
        <source>Climb the ladder from Sigmoid to ReLU + Dropout</source>
        <translation>沿阶梯从 Sigmoid 走到 ReLU + Dropout</translation>
    </message>
    <message>
        <source>Try a grid of settings</source>
        <translation>试一个参数网格</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>种子数</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>All are trained for {epochs} epochs on {examples} examples, as the form says.</source>
        <translation>全部按左侧设置训练 {epochs} 轮，使用 {examples} 个样本。</translation>
    </message>
    <message>
        <source>Held equal for each seed: the batches and their order, and the first weights as far as the layers agree.</source>
        <translation>同一种子下保持相同的有：批次及其顺序，以及层结构一致部分的初始权重。</translation>
    </message>
    <message>
        <source>Networks to compare</source>
        <translation>要比较的网络</translation>
    </message>
    <message>
        <source>Settings of {run}</source>
        <translation>{run} 的设置</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置项</translation>
    </message>
    <message>
        <source>Second setting</source>
        <translation>第二个设置项</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>取值</translation>
    </message>
    <message>
        <source>values, separated by commas</source>
        <translation>多个值，用逗号分隔</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) in all</source>
        <translation>
            <numerusform>共 %n 个运行</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose two networks or values, or more.</source>
        <translation>请选择两个或更多网络或取值。</translation>
    </message>
    <message>
        <source>These are {count} runs; choose fewer than {most}.</source>
        <translation>这样共有 {count} 个运行；请控制在 {most} 个以内。</translation>
    </message>
</context>
<context>
    <name>LayersEditor</name>
    <message>
        <source>None: pixels straight to answers</source>
        <translation>没有：像素直接连到输出</translation>
    </message>
    <message>
        <source>Add a layer</source>
        <translation>添加一层</translation>
    </message>
    <message>
        <source>Remove this layer</source>
        <translation>删除这一层</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>About Inkling</source>
        <translation>关于 Inkling</translation>
    </message>
    <message>
        <source>Inkling: see neural networks learn.

Code under the MIT licence. The MNIST digits are by Y. LeCun and C. Cortes, CC BY-SA 3.0.</source>
        <translation>Inkling：看神经网络学习。

代码采用 MIT 许可证。MNIST 手写数字由 Y. LeCun 和 C. Cortes 制作，采用 CC BY-SA 3.0 许可。</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Stopping the runs…</source>
        <translation>正在停止训练……</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;Run</source>
        <translation>运行(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Runs at once</source>
        <translation>同时训练的运行数</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>配色</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>About Inkling</source>
        <translation>关于 Inkling</translation>
    </message>
    <message>
        <source>As the desktop</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>PlotMenu</name>
    <message>
        <source>Axis, smoothing, seeds, save and copy</source>
        <translation>坐标轴、平滑、种子、保存与复制</translation>
    </message>
    <message>
        <source>Options of the plots</source>
        <translation>曲线图选项</translation>
    </message>
    <message>
        <source>Horizontal axis</source>
        <translation>横轴</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>Time of work</source>
        <translation>训练用时</translation>
    </message>
    <message>
        <source>Examples seen</source>
        <translation>已见样本数</translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Exponential average, corrected for its start as in TensorBoard; the real curve stays faintly behind</source>
        <translation>指数滑动平均，并像 TensorBoard 那样修正起始偏差；原始曲线以浅色留在后面</translation>
    </message>
    <message>
        <source>Mean and band over seeds</source>
        <translation>按种子取均值与区间带</translation>
    </message>
    <message>
        <source>Runs that differ in the seed alone become one curve: the mean of the runs that reached the epoch,
in a band from the lowest to the highest of them</source>
        <translation>只有种子不同的运行合成一条曲线：取已到达该轮的各次运行的均值，
区间带从其中最低值到最高值</translation>
    </message>
    <message>
        <source>Single runs behind the mean</source>
        <translation>均值后面显示各次运行</translation>
    </message>
    <message>
        <source>Save picture as PNG…</source>
        <translation>将图片保存为 PNG…</translation>
    </message>
    <message>
        <source>Save picture as SVG…</source>
        <translation>将图片保存为 SVG…</translation>
    </message>
    <message>
        <source>Save numbers as CSV…</source>
        <translation>将数据保存为 CSV…</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>复制图片</translation>
    </message>
</context>
<context>
    <name>PlotSaver</name>
    <message>
        <source>Save the plots as a PNG picture</source>
        <translation>将曲线图保存为 PNG 图片</translation>
    </message>
    <message>
        <source>Save the plots as an SVG picture</source>
        <translation>将曲线图保存为 SVG 图片</translation>
    </message>
    <message>
        <source>Save the runs&apos; numbers as CSV</source>
        <translation>将各次运行的数据保存为 CSV</translation>
    </message>
    <message>
        <source>The file {path} could not be written: {reason}</source>
        <translation>无法写入文件 {path}：{reason}</translation>
    </message>
</context>
<context>
    <name>PlotsPanel</name>
    <message>
        <source>Cost</source>
        <translation>代价</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>from – to</source>
        <translation>最低 – 最高</translation>
    </message>
    <message>
        <source>epoch {count}</source>
        <translation>第 {count} 轮</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>seconds of work</source>
        <translation>训练用时（秒）</translation>
    </message>
    <message>
        <source>examples seen</source>
        <translation>已见样本数</translation>
    </message>
    <message>
        <source>strong: test digits · faint: training</source>
        <translation>粗线：测试集 · 细线：训练集</translation>
    </message>
    <message>
        <source>log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Logarithmic cost axis</source>
        <translation>代价轴用对数刻度</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟随</translation>
    </message>
    <message>
        <source>Show all curves again and follow their live ends</source>
        <translation>重新显示全部曲线，并跟随最新的一端</translation>
    </message>
    <message>
        <source>Press Train: the cost falls here, the accuracy rises below.
Compare starts two networks at once.</source>
        <translation>按“训练”：代价在这里下降，准确率在下面上升。
按“比较”：两个网络同时开始。</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>cost</source>
        <translation>代价</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>权重</translation>
    </message>
</context>
<context>
    <name>PlottedRuns</name>
    <message>
        <source>Best epoch: {epoch}, {accuracy} right</source>
        <translation>最佳轮次：第 {epoch} 轮，准确率 {accuracy}</translation>
    </message>
    <message>
        <source>{setting}: {before} → {value}, from epoch {epoch}, batch {batch}</source>
        <translation>{setting}：{before} → {value}，从第 {epoch} 轮第 {batch} 批起</translation>
    </message>
    <message>
        <source>{run} · {count} seeds</source>
        <translation>{run} · {count} 个种子</translation>
    </message>
</context>
<context>
    <name>RunActions</name>
    <message numerus="yes">
        <source>Delete %n run(s)? Their folders go to the bin.</source>
        <translation>
            <numerusform>删除 %n 个运行？它们的文件夹会移到回收站。</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>No bin takes {run}. Delete it for good?</source>
        <translation>无法把 {run} 移到回收站。要永久删除吗？</translation>
    </message>
    <message>
        <source>Delete for good</source>
        <translation>永久删除</translation>
    </message>
</context>
<context>
    <name>RunsModel</name>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>Test cost</source>
        <translation>测试代价</translation>
    </message>
    <message>
        <source>Best accuracy</source>
        <translation>最高准确率</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>diverged</source>
        <translation>已发散</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>After epoch {epoch}, of {asked} test digits. 95% interval: {low} to {high}.</source>
        <translation>第 {epoch} 轮之后，{asked} 个测试数字。95% 置信区间：{low} 到 {high}。</translation>
    </message>
</context>
<context>
    <name>RunsTable</name>
    <message>
        <source>{shown} of {total}</source>
        <translation>{shown} / {total}</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>隐藏</translation>
    </message>
    <message>
        <source>Show only these</source>
        <translation>只显示这些</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Colour {n}</source>
        <translation>颜色 {n}</translation>
    </message>
    <message>
        <source>Use these settings</source>
        <translation>使用这组设置</translation>
    </message>
    <message>
        <source>Continue…</source>
        <translation>继续训练…</translation>
    </message>
    <message>
        <source>Fork…</source>
        <translation>分叉…</translation>
    </message>
    <message>
        <source>Change while it trains…</source>
        <translation>训练中调整…</translation>
    </message>
    <message>
        <source>Train next</source>
        <translation>优先训练</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>Filter the runs</source>
        <translation>筛选运行</translation>
    </message>
    <message>
        <source>Words that occur in a run&apos;s row: its name, state, device, a setting</source>
        <translation>该行中出现的文字：名称、状态、设备或某项设置</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行列表</translation>
    </message>
</context>
<context>
    <name>SettingsDialog</name>
    <message>
        <source>Setting</source>
        <translation>设置项</translation>
    </message>
    <message>
        <source>New value</source>
        <translation>新值</translation>
    </message>
</context>
<context>
    <name>SetupPanel</name>
    <message numerus="yes">
        <source>%Ln parameter(s) to learn</source>
        <translation>
            <numerusform>%Ln 个待学习的参数</numerusform>
        </translation>
    </message>
    <message>
        <source>From {low} to {high}.</source>
        <translation>范围：{low} 到 {high}。</translation>
    </message>
</context>
<context>
    <name>ToolBar</name>
    <message>
        <source>epoch {epoch} of {epochs}</source>
        <translation>第 {epoch} 轮，共 {epochs} 轮</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n 个运行</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n 个排队</numerusform>
        </translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Train the network that the form describes</source>
        <translation>训练左侧设置的网络</translation>
    </message>
    <message>
        <source>Let all runs wait, or go on</source>
        <translation>让所有训练暂停或继续</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>单步</translation>
    </message>
    <message>
        <source>Train for one epoch, then wait</source>
        <translation>训练一轮，然后等待</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>End all runs; their networks stay usable</source>
        <translation>结束所有训练；网络仍然可用</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Race Sigmoid against ReLU + Dropout, with the same data and epochs</source>
        <translation>让 Sigmoid 与 ReLU + Dropout 赛跑，数据和轮数相同</translation>
    </message>
    <message>
        <source>New comparison…</source>
        <translation>新建比较…</translation>
    </message>
    <message>
        <source>Several seeds, other networks, the ladder, or a grid of settings</source>
        <translation>多个种子、其他网络、阶梯，或参数网格</translation>
    </message>
</context>
</TS>
