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
        <source>Shuffle the pixels</source>
        <translation>打乱像素</translation>
    </message>
    <message>
        <source>Puts every image&apos;s pixels into one fixed random order, the same for all runs. To a fully connected network it is all the same; a convolutional one loses its neighbours.</source>
        <translation>把每张图像的像素按同一个固定的随机顺序重排，所有运行都相同。对全连接网络来说毫无影响；卷积网络则失去了相邻像素的信息。</translation>
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
        <source>Four sigmoid layers</source>
        <translation>四层 Sigmoid</translation>
    </message>
    <message>
        <source>The gradient fades on its way back through four sigmoid layers, so the first ones hardly learn.</source>
        <translation>梯度反向穿过四层 Sigmoid 时越来越小（梯度消失），前几层几乎学不到东西。</translation>
    </message>
    <message>
        <source>Four ReLU layers</source>
        <translation>四层 ReLU</translation>
    </message>
    <message>
        <source>The same as four sigmoid layers but for the activation: with ReLU the gradient reaches the first layer.</source>
        <translation>除激活函数外与“四层 Sigmoid”相同：换成 ReLU，梯度就能传到第一层。</translation>
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
        <source>A grid varies two different settings.</source>
        <translation>网格要改变两个不同的设置。</translation>
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
    <message>
        <source>There are {most} samples already, and there cannot be more.</source>
        <translation>已有 {most} 个样本，不能再增加。</translation>
    </message>
    <message>
        <source>{folder} has no folders named 0 to 9 in it.</source>
        <translation>{folder} 中没有名为 0 到 9 的文件夹。</translation>
    </message>
    <message>
        <source>{file} is larger than {most} MB.</source>
        <translation>{file} 大于 {most} MB。</translation>
    </message>
    <message>
        <source>Nothing is drawn in {file}.</source>
        <translation>{file} 中没有画任何内容。</translation>
    </message>
    <message>
        <source>{file} cannot be written or deleted: {reason}.</source>
        <translation>无法写入或删除 {file}：{reason}。</translation>
    </message>
    <message>
        <source>Pixels up to 255 make every step hundreds of times larger.</source>
        <translation>像素值高达 255，使每一步放大数百倍。</translation>
    </message>
    <message>
        <source>Scale pixels to 0 to 1</source>
        <translation>将像素缩放到 0 至 1</translation>
    </message>
    <message>
        <source>The steps are too large: they leap over the valley instead of going down into it.</source>
        <translation>学习率过大：每一步都越过谷底，而不是走下去。</translation>
    </message>
    <message>
        <source>The cost became infinite in epoch {epoch}.</source>
        <translation>第 {epoch} 轮时代价变为无穷大。</translation>
    </message>
    <message>
        <source>The cost climbs: {cost} after {epochs} epochs.</source>
        <translation>代价不降反升：{epochs} 轮后为 {cost}。</translation>
    </message>
    <message>
        <source>The cost shot up to {cost}, and only {accuracy} of the digits are read right.</source>
        <translation>代价曾猛增到 {cost}，目前只有 {accuracy} 的数字识别正确。</translation>
    </message>
    <message>
        <source>The cost jumps up and down from epoch to epoch.</source>
        <translation>代价在各轮之间忽高忽低。</translation>
    </message>
    <message>
        <source>After {epochs} epochs {accuracy} of the digits are read right; guessing gives 10 %.</source>
        <translation>{epochs} 轮后只有 {accuracy} 的数字识别正确，而随机猜测也有 10 %。</translation>
    </message>
    <message>
        <source>Each sigmoid layer makes the gradient smaller, so almost nothing reaches the first layers.</source>
        <translation>梯度消失：每经过一个 Sigmoid 层梯度都会变小，几乎传不到最前面的层。</translation>
    </message>
    <message>
        <source>The steps are too large and have driven the network into a flat place.</source>
        <translation>学习率过大，网络被推到了平坦区域。</translation>
    </message>
    <message>
        <source>The steps are too small to get anywhere.</source>
        <translation>学习率过小，几乎没有进展。</translation>
    </message>
    <message>
        <source>The cost falls by only {fall} in {steps} steps, and {accuracy} of the digits are read right.</source>
        <translation>每 {steps} 步代价只下降 {fall}，目前 {accuracy} 的数字识别正确。</translation>
    </message>
    <message>
        <source>The steps are too small.</source>
        <translation>学习率过小。</translation>
    </message>
    <message>
        <source>{share} of the units in hidden layer {layer} are dead.</source>
        <translation>第 {layer} 个隐藏层有 {share} 的神经元已失活。</translation>
    </message>
    <message>
        <source>They give 0 for every digit, so no gradient reaches them any more.</source>
        <translation>它们对所有数字都输出 0，不再有梯度传到它们。</translation>
    </message>
    <message>
        <source>{share} of the units in hidden layer {layer} are saturated.</source>
        <translation>第 {layer} 个隐藏层有 {share} 的神经元已饱和。</translation>
    </message>
    <message>
        <source>Their curve is flat there, so hardly any gradient comes through.</source>
        <translation>那里的激活曲线很平，梯度几乎无法通过。</translation>
    </message>
    <message>
        <source>{count} examples are few enough to be learned by heart.</source>
        <translation>样本只有 {count} 个，网络可以全部死记下来。</translation>
    </message>
    <message>
        <source>Try {count} training examples</source>
        <translation>试试 {count} 个训练样本</translation>
    </message>
    <message>
        <source>The test cost is above its best, of epoch {epoch}, while the training cost still falls.</source>
        <translation>测试代价已高于第 {epoch} 轮的最低值，而训练代价仍在下降。</translation>
    </message>
    <message>
        <source>The network begins to learn the training digits by heart.</source>
        <translation>过拟合：网络开始死记训练数字。</translation>
    </message>
    <message>
        <source>Try dropout {rate}</source>
        <translation>试试 Dropout {rate}</translation>
    </message>
    <message>
        <source>Try {epochs} epochs</source>
        <translation>试试 {epochs} 轮</translation>
    </message>
    <message>
        <source>{train} of the training digits are read right, but only {test} of the test digits.</source>
        <translation>训练数字的正确率为 {train}，测试数字只有 {test}。</translation>
    </message>
    <message>
        <source>Try learning rate {rate}</source>
        <translation>试试学习率 {rate}</translation>
    </message>
    <message>
        <source>Try {activation}</source>
        <translation>试试 {activation}</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出层</translation>
    </message>
    <message>
        <source>Convolution {number}</source>
        <translation>卷积层 {number}</translation>
    </message>
    <message>
        <source>Hidden layer {number}</source>
        <translation>隐藏层 {number}</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>平移</translation>
    </message>
    <message>
        <source>pixels</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>Rotation</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>degrees</source>
        <translation>度</translation>
    </message>
    <message>
        <source>Noise</source>
        <translation>噪声</translation>
    </message>
    <message>
        <source>deviation</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>Stroke thickness</source>
        <translation>笔画粗细</translation>
    </message>
    <message>
        <source>There is no picture to paste.</source>
        <translation>剪贴板中没有可粘贴的图片。</translation>
    </message>
    <message>
        <source>Pictures taken in: {n}; not taken in: {left}. {reason}</source>
        <translation>已导入 {n} 张图片，{left} 张未导入。{reason}</translation>
    </message>
    <message>
        <source>Pictures taken in: {n}.</source>
        <translation>已导入 {n} 张图片。</translation>
    </message>
    <message>
        <source>Pictures written below {folder}: {n}.</source>
        <translation>已把 {n} 张图片写入 {folder}。</translation>
    </message>
    <message>
        <source>Nothing is drawn in this picture.</source>
        <translation>这张图片中没有画任何内容。</translation>
    </message>
</context>
<context>
    <name>AnswersArea</name>
    <message>
        <source>after epoch {n}</source>
        <translation>第 {n} 轮之后</translation>
    </message>
    <message>
        <source>Train a network on digits: it reads your drawing here, while it learns and after.</source>
        <translation>先训练一个识别数字的网络：它会在这里读出您写的数字，边学边读，学完也读。</translation>
    </message>
</context>
<context>
    <name>CalibrationView</name>
    <message>
        <source>{low} – {high} sure: {right} of {asked} digits right, {accuracy} (95 % interval {from_} – {to})</source>
        <translation>置信度 {low} – {high}：{asked} 个数字中 {right} 个正确，{accuracy}（95% 置信区间 {from_} – {to}）</translation>
    </message>
    <message>
        <source>On average it is {sure} sure and right {right} of the time: well calibrated.</source>
        <translation>平均置信度为 {sure}，准确率为 {right}：校准良好。</translation>
    </message>
    <message>
        <source>On average it is {sure} sure but right only {right} of the time: too sure of itself.</source>
        <translation>平均置信度为 {sure}，准确率却只有 {right}：过于自信。</translation>
    </message>
    <message>
        <source>On average it is {sure} sure but right {right} of the time: less sure than it could be.</source>
        <translation>平均置信度为 {sure}，而准确率为 {right}：自信不足。</translation>
    </message>
    <message>
        <source>Expected calibration error: {points} points.</source>
        <translation>期望校准误差（ECE）：{points} 个百分点。</translation>
    </message>
    <message>
        <source>how sure the network is</source>
        <translation>网络的置信度</translation>
    </message>
    <message>
        <source>how often it is right</source>
        <translation>实际准确率</translation>
    </message>
    <message>
        <source>Digits in {bins} bins by confidence; the larger a dot, the more digits; whiskers: 95 % intervals. On the dashed line a network is right exactly as often as it says (Guo et al. 2017).</source>
        <translation>数字按置信度分为 {bins} 个区间；圆点越大，数字越多；竖线为 95% 置信区间。在虚线上，网络的准确率与其置信度完全一致（Guo 等，2017）。</translation>
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
    <message>
        <source>By keyboard: arrow keys move the pen, with Shift faster; Space puts it down and lifts it.</source>
        <translation>用键盘：方向键移动画笔，按住 Shift 移动更快；空格键落笔和提笔。</translation>
    </message>
    <message>
        <source>Draw here, or drop a picture.</source>
        <translation>在这里书写，或拖入一张图片。</translation>
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
        <source>{order}   (no order is shown between networks joined by a dot)</source>
        <translation>{order}&#x3000;（用点相连的网络之间看不出名次）</translation>
    </message>
    <message>
        <source>McNemar&apos;s exact test for each seed alone: {p_values}</source>
        <translation>每个种子单独的 McNemar 精确检验：{p_values}</translation>
    </message>
    <message>
        <source>Runs that were changed by hand while they trained are not judged.</source>
        <translation>训练中被手动调整过的运行不参与评判。</translation>
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
    <name>ConfusionChart</name>
    <message>
        <source>row: what it is · column: what was read</source>
        <translation>行：真实数字 · 列：识别结果</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>{count} of {asked} digits {label} were read right: {share}, 95 % interval {low} – {high}.</source>
        <translation>{asked} 个数字 {label} 中有 {count} 个识别正确：{share}，95% 置信区间 {low} – {high}。</translation>
    </message>
    <message>
        <source>{count} of {asked} digits {label} were read as {given}: {share}.</source>
        <translation>{asked} 个数字 {label} 中有 {count} 个被识别为 {given}：{share}。</translation>
    </message>
</context>
<context>
    <name>ConfusionView</name>
    <message>
        <source>Digits {label} read as {given}: {count}</source>
        <translation>数字 {label} 被识别为 {given}：{count} 个</translation>
    </message>
    <message>
        <source>Click a cell to see its digits</source>
        <translation>点击单元格查看其中的数字</translation>
    </message>
    <message>
        <source>Counts</source>
        <translation>个数</translation>
    </message>
    <message>
        <source>% of the row</source>
        <translation>占该行的 %</translation>
    </message>
    <message>
        <source>What the cells hold</source>
        <translation>单元格的内容</translation>
    </message>
</context>
<context>
    <name>Contributions</name>
    <message>
        <source>Activation × weight. Click to see how this activation comes about.</source>
        <translation>激活值 × 权重。点击查看这个激活值是怎么算出来的。</translation>
    </message>
</context>
<context>
    <name>DigitGallery</name>
    <message>
        <source>Click to have the networks read it.</source>
        <translation>点击让各网络识别它。</translation>
    </message>
    <message>
        <source>Test digit {number}, a {label}. Read as   {answers}
Click to have the networks read it.</source>
        <translation>第 {number} 号测试数字，真实值 {label}。识别为   {answers}
点击让各网络识别它。</translation>
    </message>
</context>
<context>
    <name>DigitPage</name>
    <message>
        <source>Output: logits</source>
        <translation>输出层：logits</translation>
    </message>
    <message>
        <source>What speaks for {digit}</source>
        <translation>哪些像素支持 {digit}</translation>
    </message>
    <message>
        <source>Orange: ink added here makes the network surer of its answer. Blue: ink here speaks against it. This is the gradient of the answer&apos;s logit (saliency); the drawing shows through in grey.</source>
        <translation>橙色：在这里添墨，网络对答案更有把握；蓝色：这里的墨不利于该答案。这是答案 logit 对输入的梯度（显著图），灰色是您写的数字。</translation>
    </message>
    <message>
        <source>Its strongest neurons here, as what they look for</source>
        <translation>该层激活值最大的神经元，以及它们在寻找的图案</translation>
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
        <source>Pictures ({patterns})</source>
        <translation>图片 ({patterns})</translation>
    </message>
    <message>
        <source>Open picture</source>
        <translation>打开图片</translation>
    </message>
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
        <source>Pictures and my handwriting</source>
        <translation>图片与我的手写样本</translation>
    </message>
    <message>
        <source>Preparation</source>
        <translation>预处理</translation>
    </message>
    <message>
        <source>How the drawing becomes 28 × 28 pixels</source>
        <translation>笔迹如何变成 28 × 28 像素</translation>
    </message>
    <message>
        <source>Nearest</source>
        <translation>最近邻</translation>
    </message>
    <message>
        <source>The training digits that look most like the drawing</source>
        <translation>与所写数字最相像的训练样本</translation>
    </message>
    <message>
        <source>Handwriting</source>
        <translation>手写样本</translation>
    </message>
    <message>
        <source>Keep the drawing as a test digit of your own</source>
        <translation>把所写的数字留作自己的测试样本</translation>
    </message>
    <message>
        <source>Open picture…</source>
        <translation>打开图片…</translation>
    </message>
    <message>
        <source>Paste picture</source>
        <translation>粘贴图片</translation>
    </message>
    <message>
        <source>My handwriting…</source>
        <translation>我的手写样本…</translation>
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
</context>
<context>
    <name>DropoutPage</name>
    <message>
        <source>{count} passes with dropout: {share} of them read {digit}</source>
        <translation>开启丢弃前向传播 {count} 次：其中 {share} 读作 {digit}</translation>
    </message>
    <message>
        <source>dropout on</source>
        <translation>开启丢弃</translation>
    </message>
    <message>
        <source>dropout off</source>
        <translation>关闭丢弃</translation>
    </message>
    <message>
        <source>This network has no dropout. Train ReLU + Dropout to see what it does.</source>
        <translation>这个网络没有丢弃。训练 ReLU + Dropout，就能看到它的作用。</translation>
    </message>
    <message>
        <source>Draw a digit on the right: it is read a hundred times, each time with other neurons left out.</source>
        <translation>在右边写一个数字：网络会读一百次，每次随机丢弃不同的神经元。</translation>
    </message>
    <message>
        <source>Each point is one pass; the upright line is the network without dropout.</source>
        <translation>每个点是一次前向传播；竖线是关闭丢弃时的网络。</translation>
    </message>
    <message>
        <source>One pass: the dotted neurons are left out</source>
        <translation>其中一次：虚线的神经元被丢弃</translation>
    </message>
    <message>
        <source>Another pass</source>
        <translation>再来一次</translation>
    </message>
    <message>
        <source>Cost of the same weights on 200 training digits: orange with dropout, blue without</source>
        <translation>同一组权重在 200 个训练数字上的代价：橙色开启丢弃，蓝色关闭</translation>
    </message>
</context>
<context>
    <name>EpochSlider</name>
    <message>
        <source>after epoch</source>
        <translation>训练轮次</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>The drawing as the network read it after an earlier epoch; at the right end, as it does now</source>
        <translation>网络在较早一轮之后如何识别所写的数字；最右端为现在的结果</translation>
    </message>
    <message>
        <source>Epoch whose network reads the drawing</source>
        <translation>用第几轮的网络识别</translation>
    </message>
</context>
<context>
    <name>EvaluationPanel</name>
    <message>
        <source>The test digits are being read…</source>
        <translation>正在识别测试数字…</translation>
    </message>
    <message>
        <source>epoch {epoch}: {accuracy} ({low} – {high})</source>
        <translation>第 {epoch} 轮：{accuracy}（{low} – {high}）</translation>
    </message>
    <message>
        <source>Read right of {asked} test digits after epoch {epoch}, and the 95 % interval</source>
        <translation>第 {epoch} 轮之后在 {asked} 个测试数字上的准确率及其 95% 置信区间</translation>
    </message>
    <message>
        <source>Confusion</source>
        <translation>混淆矩阵</translation>
    </message>
    <message>
        <source>Mistakes</source>
        <translation>错例</translation>
    </message>
    <message>
        <source>Calibration</source>
        <translation>校准</translation>
    </message>
    <message>
        <source>Two runs</source>
        <translation>两个运行</translation>
    </message>
    <message>
        <source>Robustness</source>
        <translation>鲁棒性</translation>
    </message>
    <message>
        <source>Here you see why a network reads as well as it does: which digits it mixes up, where it is sure and wrong, and what it can bear.

Train a network on digits, or select one in the table of runs below.</source>
        <translation>在这里可以看到网络为什么有这样的表现：它混淆了哪些数字，在哪里错得很自信，又能承受多大的干扰。

请先训练一个识别数字的网络，或在下方的运行列表中选择一个。</translation>
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
    <name>HandwritingDialog</name>
    <message>
        <source>My handwriting</source>
        <translation>我的手写样本</translation>
    </message>
    <message>
        <source>Draw a digit, open Handwriting below the canvas and say which digit it is: it is kept here.</source>
        <translation>写一个数字，展开画布下方的“手写样本”，指明它是几，就会保存在这里。</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Read right</source>
        <translation>识别正确</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95 % 置信区间</translation>
    </message>
    <message>
        <source>MNIST</source>
        <translation>MNIST</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>A folder that has folders 0 to 9 with PNG pictures in them</source>
        <translation>一个含有 0 到 9 子文件夹的文件夹，子文件夹中是 PNG 图片</translation>
    </message>
    <message numerus="yes">
        <source>%n digit(s)</source>
        <translation>
            <numerusform>%n 个数字</numerusform>
        </translation>
    </message>
    <message>
        <source>Import folders 0 to 9 of PNG pictures</source>
        <translation>导入 0 到 9 各文件夹中的 PNG 图片</translation>
    </message>
    <message>
        <source>Export as folders 0 to 9 of PNG pictures</source>
        <translation>把 PNG 图片导出到 0 到 9 各文件夹</translation>
    </message>
</context>
<context>
    <name>HandwritingRow</name>
    <message>
        <source>Kept as a {digit}</source>
        <translation>已存为 {digit}</translation>
    </message>
    <message>
        <source>This is a</source>
        <translation>这是</translation>
    </message>
    <message>
        <source>Show all…</source>
        <translation>查看全部…</translation>
    </message>
    <message>
        <source>Keep the drawing in my handwriting as a {digit}</source>
        <translation>把所写的数字作为 {digit} 存入我的手写样本</translation>
    </message>
</context>
<context>
    <name>HintStrip</name>
    <message>
        <source>{run}: {seen} {why}</source>
        <translation>{run}：{seen}{why}</translation>
    </message>
    <message>
        <source>{run}: {seen}</source>
        <translation>{run}：{seen}</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ImageGrid</name>
    <message>
        <source>Number {number}: from {low} to {high}</source>
        <translation>编号 {number}：{low} 到 {high}</translation>
    </message>
</context>
<context>
    <name>InsightPanel</name>
    <message>
        <source>Here you see what goes on inside a network that reads digits.
Press Train, or show a kept run in the table below, and draw a digit on the right.</source>
        <translation>在这里可以看到识别数字的网络内部发生了什么。
请按“训练”，或在下面的表格中显示一个已保存的运行，然后在右边写一个数字。</translation>
    </message>
    <message>
        <source>Draw a digit on the right: here you follow it through the network, layer by layer.</source>
        <translation>在右边写一个数字：这里可以逐层看它怎样穿过网络。</translation>
    </message>
    <message>
        <source>{layer}, map {number}</source>
        <translation>{layer}，特征图 {number}</translation>
    </message>
    <message>
        <source>{layer}, neuron {number}</source>
        <translation>{layer}，神经元 {number}</translation>
    </message>
    <message>
        <source>{layer}, digit {number}</source>
        <translation>{layer}，数字 {number}</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>× pixels</source>
        <translation>× 像素</translation>
    </message>
    <message>
        <source>map {number}</source>
        <translation>特征图 {number}</translation>
    </message>
    <message>
        <source>neuron {number}</source>
        <translation>神经元 {number}</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>手写输入</translation>
    </message>
    <message>
        <source>What the network does with the drawing, layer by layer</source>
        <translation>网络逐层怎样处理您写的数字</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>What the neurons of the first layer look for</source>
        <translation>第一层神经元在寻找的图案</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>丢弃率</translation>
    </message>
    <message>
        <source>How far the answer scatters when neurons are left out</source>
        <translation>随机丢弃神经元时，答案有多分散</translation>
    </message>
    <message>
        <source>Over time</source>
        <translation>随训练变化</translation>
    </message>
    <message>
        <source>Gradients, steps and idle units, epoch by epoch</source>
        <translation>梯度、更新幅度和失活或饱和的单元，逐轮变化</translation>
    </message>
</context>
<context>
    <name>LayerBars</name>
    <message>
        <source>{shown} of {count} shown</source>
        <translation>显示 {count} 个中的 {shown} 个</translation>
    </message>
    <message>
        <source>{count} of {total} dropped</source>
        <translation>{total} 个中丢弃 {count} 个</translation>
    </message>
    <message>
        <source>mean {mean}</source>
        <translation>均值 {mean}</translation>
    </message>
    <message>
        <source>{share} silent</source>
        <translation>{share} 未激活</translation>
    </message>
    <message>
        <source>largest {value}</source>
        <translation>最大 {value}</translation>
    </message>
    <message>
        <source>Neuron {number}: {value}. Click to see how it comes about.</source>
        <translation>神经元 {number}：{value}。点击查看它是怎么算出来的。</translation>
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
    <name>LayersPlot</name>
    <message>
        <source>epochs</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>Dead units, % (no output above 0 for any of 200 training digits)</source>
        <translation>失活单元，%（200 个训练数字上的输出都不大于 0）</translation>
    </message>
    <message>
        <source>Saturated units, % (over 90 % of outputs within 5 % of an end)</source>
        <translation>饱和单元，%（超过 90% 的输出落在值域两端 5% 以内）</translation>
    </message>
    <message>
        <source>Dead or saturated units, %</source>
        <translation>失活或饱和单元，%</translation>
    </message>
    <message>
        <source>epoch {count}</source>
        <translation>第 {count} 轮</translation>
    </message>
    <message>
        <source>Size of the gradient (root mean square over a layer&apos;s weights)</source>
        <translation>梯度大小（该层所有权重上的均方根）</translation>
    </message>
    <message>
        <source>Size of a step, as a share of the weights (about 0.001 is healthy)</source>
        <translation>单步更新与权重之比（0.001 左右为宜）</translation>
    </message>
    <message>
        <source>Nothing was measured in this run yet. The layers of runs that are trained in this window are measured after each epoch. To see a gradient vanish, train Four sigmoid layers and Four ReLU layers.</source>
        <translation>这个运行还没有测量数据。在本窗口中训练的运行，每轮结束后都会测量各层。想看梯度消失，请分别训练“四层 Sigmoid”和“四层 ReLU”。</translation>
    </message>
</context>
<context>
    <name>LinePanel</name>
    <message>
        <source>Least cost at w = {best} (least squares). Without momentum, steps overshoot above a learning rate of about {half} and climb above {whole}.</source>
        <translation>w = {best} 时代价最低（最小二乘）。不用动量时，学习率超过约 {half} 就会越过谷底，超过约 {whole} 则发散。</translation>
    </message>
    <message>
        <source>Points and fitted lines</source>
        <translation>数据点与拟合直线</translation>
    </message>
    <message>
        <source>Cost for every weight w</source>
        <translation>权重 w 对应的代价</translation>
    </message>
    <message>
        <source>Dashed in grey: y = {slope}x, the line without noise.</source>
        <translation>灰色虚线：y = {slope}x，即不含噪声的直线。</translation>
    </message>
    <message>
        <source>cost</source>
        <translation>代价</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>重放</translation>
    </message>
    <message>
        <source>Walk the way of the optimizer once more, step by step</source>
        <translation>逐步重放优化器走过的路径</translation>
    </message>
    <message>
        <source>Choose the preset Linear regression and press Train:
here its line moves into the points.</source>
        <translation>选择预设“线性回归”并点击“训练”：
这里会显示直线如何逐步贴合数据点。</translation>
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
        <source>Inside</source>
        <translation>内部</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>评估</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>直线</translation>
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
    <name>MistakesView</name>
    <message>
        <source>{count} of {total} digits</source>
        <translation>{total} 个数字中的 {count} 个</translation>
    </message>
    <message>
        <source>Test digit {number}, a {label}</source>
        <translation>第 {number} 号测试数字，真实值 {label}</translation>
    </message>
    <message>
        <source>Is</source>
        <translation>真实值</translation>
    </message>
    <message>
        <source>Read as</source>
        <translation>识别为</translation>
    </message>
    <message>
        <source>any</source>
        <translation>任意</translation>
    </message>
</context>
<context>
    <name>NearestRow</name>
    <message>
        <source>nearest training digits</source>
        <translation>最近邻的训练样本</translation>
    </message>
    <message>
        <source>Once something is drawn, the five of 60,000 training digits that differ least from it.</source>
        <translation>写下数字后，这里显示 60,000 个训练样本中与它差别最小的五个。</translation>
    </message>
    <message>
        <source>Training digit {number}: a {label}, {distance} away</source>
        <translation>训练样本 {number}：数字 {label}，距离 {distance}</translation>
    </message>
    <message>
        <source>Euclidean distance over 784 pixels to each of 60,000 digits, in {ms} ms</source>
        <translation>在 784 个像素上与 60,000 个样本逐一计算欧氏距离，用时 {ms} 毫秒</translation>
    </message>
</context>
<context>
    <name>NeuronView</name>
    <message>
        <source>inputs × weights</source>
        <translation>输入 × 权重</translation>
    </message>
    <message>
        <source>+ bias</source>
        <translation>+ 偏置</translation>
    </message>
    <message>
        <source>= sum</source>
        <translation>= 总和</translation>
    </message>
    <message>
        <source>after {activation}</source>
        <translation>经过 {activation}</translation>
    </message>
    <message>
        <source>Strongest inputs</source>
        <translation>影响最大的输入</translation>
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
        <source>Earlier runs are kept: tick one in the table to see it again.</source>
        <translation>以前的运行都保留着：在表格中勾选一个即可重新查看。</translation>
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
    <name>RivalsView</name>
    <message>
        <source>The test digits are being read…</source>
        <translation>正在识别测试数字…</translation>
    </message>
    <message>
        <source>Select two runs in the table (Ctrl+click) to see which digits only one of them reads right.</source>
        <translation>在列表中选择两个运行（按住 Ctrl 点击），查看只有其中一个识别正确的数字。</translation>
    </message>
    <message>
        <source>Only {name} is right: {count}</source>
        <translation>只有 {name} 正确：{count} 个</translation>
    </message>
    <message>
        <source>Below each digit: what it is, what the other run reads, and how sure that one is.</source>
        <translation>每个数字下方：真实值、另一个运行的识别结果及其置信度。</translation>
    </message>
</context>
<context>
    <name>RobustnessView</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>{run} (after epoch {epoch})</source>
        <translation>{run}（第 {epoch} 轮之后）</translation>
    </message>
    <message>
        <source>All test digits</source>
        <translation>全部测试数字</translation>
    </message>
    <message>
        <source>Otherwise the first 2,000; all of them take longer</source>
        <translation>不勾选时只用前 2,000 个；全部测量耗时更长</translation>
    </message>
    <message>
        <source>Progress of the measurement</source>
        <translation>测量进度</translation>
    </message>
    <message>
        <source>Measure asks the visible runs for test digits that are moved (mean over four directions), turned (both ways), noisy, thicker and thinner, and draws how much of their accuracy they keep.</source>
        <translation>点击“测量”，让当前显示的各运行识别经过平移（四个方向取平均）、旋转（两个方向取平均）、加噪、笔画加粗和变细的测试数字，并画出准确率还能保持多少。</translation>
    </message>
    <message>
        <source>{name} ({unit})</source>
        <translation>{name}（{unit}）</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>准确率</translation>
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
    <message>
        <source>Changed from the preset.</source>
        <translation>已不同于预设。</translation>
    </message>
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
    <name>StagesStrip</name>
    <message>
        <source>strokes</source>
        <translation>笔画</translation>
    </message>
    <message>
        <source>What was drawn, black and white like the scans that MNIST was made from.</source>
        <translation>写下的内容，只有黑白两色，就像制作 MNIST 时的扫描件。</translation>
    </message>
    <message>
        <source>box</source>
        <translation>外框</translation>
    </message>
    <message>
        <source>The smallest box that holds all the ink.</source>
        <translation>能容纳全部墨迹的最小方框。</translation>
    </message>
    <message>
        <source>scaled</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>The box made so small that its longer side has 20 pixels; edges become grey.</source>
        <translation>把方框缩小到长边为 20 像素；边缘因此变成灰色。</translation>
    </message>
    <message>
        <source>mass</source>
        <translation>质心</translation>
    </message>
    <message>
        <source>Where the ink has its centre of mass.</source>
        <translation>墨迹质心所在的位置。</translation>
    </message>
    <message>
        <source>28 × 28</source>
        <translation>28 × 28</translation>
    </message>
    <message>
        <source>The centre of mass at the centre: this is what the networks get.</source>
        <translation>质心移到正中：这就是网络得到的输入。</translation>
    </message>
    <message>
        <source>Box</source>
        <translation>外框</translation>
    </message>
    <message>
        <source>Off: the whole canvas is scaled to 28 × 28, however small the ink.</source>
        <translation>关闭：不论墨迹多小，都把整块画布缩放到 28 × 28。</translation>
    </message>
    <message>
        <source>Smooth</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Off: each pixel takes the nearest ink, all or nothing.</source>
        <translation>关闭：每个像素只取最近一点的墨迹，非黑即白。</translation>
    </message>
    <message>
        <source>Centre</source>
        <translation>居中</translation>
    </message>
    <message>
        <source>Off: the middle of the box goes to the centre; without a box, the ink stays where it is.</source>
        <translation>关闭：改为让方框的中点居中；若连外框也关闭，墨迹就留在原处。</translation>
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
<context>
    <name>WeightsPage</name>
    <message>
        <source>The kernels of the first convolution, {count}</source>
        <translation>第一个卷积层的卷积核，共 {count} 个</translation>
    </message>
    <message>
        <source>Each slides over the digit; its map is bright where the digit looks like it: ink under orange, none under blue.</source>
        <translation>每个卷积核在数字上滑动；图像与它相似的地方，特征图就强：橙色处有墨，蓝色处无墨。</translation>
    </message>
    <message>
        <source>What each digit looks for</source>
        <translation>每个数字在寻找的图案</translation>
    </message>
    <message>
        <source>Ink under orange speaks for the digit, ink under blue against it.</source>
        <translation>橙色处有墨支持该数字，蓝色处有墨则反对。</translation>
    </message>
    <message>
        <source>What the first layer&apos;s neurons look for</source>
        <translation>第一层神经元在寻找的图案</translation>
    </message>
    <message>
        <source>What the first layer&apos;s neurons look for, {shown} of {count}</source>
        <translation>第一层神经元在寻找的图案，{count} 个中的 {shown} 个</translation>
    </message>
    <message>
        <source>Ink under orange excites the neuron, ink under blue inhibits it. Click one to see its sum.</source>
        <translation>橙色处有墨使神经元兴奋，蓝色处有墨则抑制它。点击一个，查看它的加权和。</translation>
    </message>
    <message>
        <source>First-layer weights</source>
        <translation>第一层权重</translation>
    </message>
</context>
</TS>
