<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name></name>
    <message>
        <source>The networks hold out different examples, by which they cannot be compared: no verdict unless the test set is opened.</source>
        <translation>各网络留出的样本不同，无法据此比较：不打开测试集就没有结论。</translation>
    </message>
    <message>
        <source>Stopped before two networks had finished with the same seed: no verdict.</source>
        <translation>在两个网络用同一种子训练完之前已停止：没有结论。</translation>
    </message>
    <message>
        <source>Runs failed, so no two networks finished with the same seed: no verdict.</source>
        <translation>有训练失败，没有两个网络用同一种子训练完：没有结论。</translation>
    </message>
    <message>
        <source>Runs were deleted or never started, so there are no two networks with the same seed: no verdict.</source>
        <translation>有训练记录被删除或从未开始，没有两个网络具有相同的种子：没有结论。</translation>
    </message>
    <message>
        <source>No seed was completed by two of the networks: no verdict.</source>
        <translation>没有任何一个种子被两个网络都完成：没有结论。</translation>
    </message>
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
        <source>Written by employees of the US Census Bureau and by high-school students in the USA.</source>
        <translation>由美国人口普查局的雇员和美国高中生书写。</translation>
    </message>
    <message>
        <source>Written by employees of the US Census Bureau and by high-school students in the USA; nobody wrote both training and test digits.</source>
        <translation>由美国人口普查局的雇员和美国高中生书写；没有人同时写过训练数字和测试数字。</translation>
    </message>
    <message>
        <source>MNIST digits</source>
        <translation>MNIST 手写数字</translation>
    </message>
    <message>
        <source>70,000 handwritten digits; they come with Inkling.</source>
        <translation>70,000 个手写数字，随 Inkling 一起提供。</translation>
    </message>
    <message>
        <source>Noisy line</source>
        <translation>带噪声的直线</translation>
    </message>
    <message>
        <source>101 points along a line, with noise.</source>
        <translation>沿一条直线分布的 101 个带噪声的点。</translation>
    </message>
    <message>
        <source>Fashion-MNIST</source>
        <translation>Fashion-MNIST</translation>
    </message>
    <message>
        <source>Ten kinds of clothing, as large as MNIST and harder to tell apart.</source>
        <translation>十类服饰，规模与 MNIST 相同，但更难区分。</translation>
    </message>
    <message>
        <source>KMNIST</source>
        <translation>KMNIST</translation>
    </message>
    <message>
        <source>Ten characters of old Japanese writing, each written in several ways.</source>
        <translation>十个古日文草书字符，每个都有多种写法。</translation>
    </message>
    <message>
        <source>EMNIST digits</source>
        <translation>EMNIST 数字</translation>
    </message>
    <message>
        <source>280,000 handwritten digits.</source>
        <translation>280,000 个手写数字。</translation>
    </message>
    <message>
        <source>EMNIST letters</source>
        <translation>EMNIST 字母</translation>
    </message>
    <message>
        <source>The letters A to Z, capital and small ones in the same class.</source>
        <translation>字母 A 到 Z，大写和小写属于同一类别。</translation>
    </message>
    <message>
        <source>QMNIST digits</source>
        <translation>QMNIST 数字</translation>
    </message>
    <message>
        <source>MNIST rebuilt from its sources, with 60,000 test digits.</source>
        <translation>由原始资料重新制作的 MNIST，有 60,000 个测试数字。</translation>
    </message>
    <message>
        <source>Two clouds</source>
        <translation>两团点云</translation>
    </message>
    <message>
        <source>Points around two centres; a straight line divides them.</source>
        <translation>围绕两个中心的点，用一条直线就能分开。</translation>
    </message>
    <message>
        <source>Circle</source>
        <translation>圆环</translation>
    </message>
    <message>
        <source>Points in a disc, and points in a ring around it.</source>
        <translation>圆盘内的点，以及围着它的圆环上的点。</translation>
    </message>
    <message>
        <source>Exclusive or</source>
        <translation>异或</translation>
    </message>
    <message>
        <source>Points in four quarters of the plane, opposite ones in the same class.</source>
        <translation>平面四个象限里的点，对角的两个象限属于同一类。</translation>
    </message>
    <message>
        <source>Spiral</source>
        <translation>螺旋</translation>
    </message>
    <message>
        <source>Points on two arms that wind around each other.</source>
        <translation>两条互相缠绕的旋臂上的点。</translation>
    </message>
    <message>
        <source>Two moons</source>
        <translation>双月牙</translation>
    </message>
    <message>
        <source>Points on two half circles that reach into each other.</source>
        <translation>两个互相嵌入的半圆上的点。</translation>
    </message>
    <message>
        <source>Three arms</source>
        <translation>三旋臂</translation>
    </message>
    <message>
        <source>Points on the three arms of a spiral, a class for each.</source>
        <translation>螺旋的三条旋臂上的点，每条旋臂一类。</translation>
    </message>
    <message>
        <source>Your own points</source>
        <translation>自定义的点</translation>
    </message>
    <message>
        <source>Points that you set in the plane yourself.</source>
        <translation>您自己在平面上放置的点。</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>恒等函数</translation>
    </message>
    <message>
        <source>No normalization</source>
        <translation>不归一化</translation>
    </message>
    <message>
        <source>Batch normalization</source>
        <translation>批归一化</translation>
    </message>
    <message>
        <source>Layer normalization</source>
        <translation>层归一化</translation>
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
        <source>Spread evenly over all</source>
        <translation>均匀分布于全部</translation>
    </message>
    <message>
        <source>The first</source>
        <translation>最前面的</translation>
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
        <source>As it is</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>Inverted</source>
        <translation>反色</translation>
    </message>
    <message>
        <source>Picture by picture</source>
        <translation>逐张判断</translation>
    </message>
    <message>
        <source>Not determined</source>
        <translation>未判定</translation>
    </message>
    <message>
        <source>Light on dark</source>
        <translation>深底浅字</translation>
    </message>
    <message>
        <source>Dark on light</source>
        <translation>浅底深字</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>两种都有</translation>
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
        <source>PyTorch&apos;s default</source>
        <translation>PyTorch 默认</translation>
    </message>
    <message>
        <source>Xavier</source>
        <translation>Xavier</translation>
    </message>
    <message>
        <source>He</source>
        <translation>He（何恺明）</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>正态分布</translation>
    </message>
    <message>
        <source>All zero</source>
        <translation>全为零</translation>
    </message>
    <message>
        <source>Nothing is cut</source>
        <translation>不剪枝</translation>
    </message>
    <message>
        <source>Cut, train on</source>
        <translation>剪枝后继续训练</translation>
    </message>
    <message>
        <source>Cut, back to the first weights</source>
        <translation>剪枝后回到初始权重</translation>
    </message>
    <message>
        <source>Cut, new first weights</source>
        <translation>剪枝后重取初始权重</translation>
    </message>
    <message>
        <source>Cut at random, back to the first weights</source>
        <translation>随机剪枝后回到初始权重</translation>
    </message>
    <message>
        <source>Processor (CPU)</source>
        <translation>处理器（CPU）</translation>
    </message>
    <message>
        <source>NVIDIA or AMD GPU (CUDA)</source>
        <translation>NVIDIA 或 AMD GPU（CUDA）</translation>
    </message>
    <message>
        <source>Apple GPU (MPS)</source>
        <translation>Apple GPU（MPS）</translation>
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
        <source>Last epoch</source>
        <translation>最后一轮</translation>
    </message>
    <message>
        <source>Best epoch</source>
        <translation>最佳轮</translation>
    </message>
    <message>
        <source>The run {run} fits a line; it cannot read digits.</source>
        <translation>训练记录 {run} 拟合的是一条直线，不能识别数字。</translation>
    </message>
    <message>
        <source>The run {run} learned from points of the plane; it reads no pictures.</source>
        <translation>训练 {run} 学的是平面上的点，不识别图片。</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>神经元</translation>
    </message>
    <message>
        <source>How many neurons the layer has. More neurons can learn more, but take longer.</source>
        <translation>这一层有多少个神经元。越多，能学到的越多，训练也越慢。</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>激活函数</translation>
    </message>
    <message>
        <source>A page shows one to {most} networks, not {count}.</source>
        <translation>一个网页可容纳 1 到 {most} 个网络，不能是 {count} 个。</translation>
    </message>
    <message>
        <source>A page is for networks that read images; for points and lines there is nothing to draw. Export a report instead.</source>
        <translation>网页只适用于识别图像的网络；点和直线没有可画的内容。请改为导出报告。</translation>
    </message>
    <message>
        <source>The weights are stored in 32 bits, because with fewer some answers would change.</source>
        <translation>权重以 32 位保存，因为位数更少时会有答案改变。</translation>
    </message>
    <message>
        <source>Draw, and see what is read</source>
        <translation>动手写，看网络读成什么</translation>
    </message>
    <message>
        <source>Canvas for drawing</source>
        <translation>手写画布</translation>
    </message>
    <message>
        <source>With the keyboard: arrow keys move the pen, faster with Shift; Space puts it down and lifts it.</source>
        <translation>用键盘：方向键移动画笔，按住 Shift 移动更快；空格键落笔和提笔。</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清空</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Seen as</source>
        <translation>网络看到的</translation>
    </message>
    <message>
        <source>The drawing is scaled and centred as the makers of MNIST did it: 28 × 28 pixels.</source>
        <translation>所写内容按 MNIST 制作者的方法缩放并居中：28 × 28 像素。</translation>
    </message>
    <message>
        <source>Drawing needs JavaScript, which is switched off or not available here. Everything else on this page can be read without it.</source>
        <translation>手写需要 JavaScript，而它在这里已关闭或不可用。本页其余内容无需它即可阅读。</translation>
    </message>
    <message>
        <source>Model cards</source>
        <translation>模型卡片</translation>
    </message>
    <message>
        <source>The program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>These lines run in this page: they turn the 784 pixels into the probabilities above. Nothing is sent anywhere.</source>
        <translation>这些代码就在本页中执行：把 784 个像素变成上面的概率。不会向任何地方发送数据。</translation>
    </message>
    <message>
        <source>How a drawing becomes these pixels</source>
        <translation>手写内容如何变成这些像素</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>The weights are stored in 32 bits, because the images of its data are not on the machine that made this page.</source>
        <translation>权重以 32 位保存，因为制作此网页的电脑上没有它的数据图像。</translation>
    </message>
    <message>
        <source>The weights are stored in {bits} bits; all answers to {count} images that it did not learn from are the same as with 32 bits.</source>
        <translation>权重以 {bits} 位保存；对 {count} 张没有学习过的图像，答案都与 32 位时相同。</translation>
    </message>
    <message>
        <source>Draw here</source>
        <translation>在这里书写</translation>
    </message>
    <message>
        <source>{title}: {answer}, {share}</source>
        <translation>{title}：{answer}，{share}</translation>
    </message>
    <message>
        <source>Everything the run does, in one file. Save it, and Python trains the same network without Inkling. Put the cursor on a line to read what it is for.</source>
        <translation>一次训练所做的一切都在这一个文件里。保存后，不用 Inkling，Python 也能训练出同样的网络。把光标放到某一行，就能看到它的作用。</translation>
    </message>
    <message>
        <source>Libraries</source>
        <translation>库</translation>
    </message>
    <message>
        <source>torch computes with tensors, on a processor or a GPU; torch.nn has the layers, torch.optim the optimizers. NumPy reads files and mixes seeds. The rest comes with Python.</source>
        <translation>torch 在处理器或 GPU 上做张量运算；torch.nn 提供各种层，torch.optim 提供优化器。NumPy 用来读文件、混合随机种子。其余的库是 Python 自带的。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>The numbers that you chose, each with a name, so that they can be changed in one place. Choosing them well is most of the work. They are called hyperparameters, because training does not learn them.</source>
        <translation>您选定的数值都有自己的名字，要改只需改一处。选好它们往往最费功夫：它们叫超参数，因为训练本身学不到它们。</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>What the network&apos;s answers mean, in the order of its outputs. The files know only their numbers.</source>
        <translation>网络各个输出依次代表什么。文件里只有类别的编号。</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Where the program looks for the data. A different folder can be given at the start: --data FOLDER.</source>
        <translation>到哪里去找数据。启动程序时可以另行指定文件夹：--data 文件夹。</translation>
    </message>
    <message>
        <source>Where to compute. The weights and the data must be on the same device; .to(DEVICE) moves them there.</source>
        <translation>在哪里计算。权重和数据必须在同一设备上；.to(DEVICE) 把它们移过去。</translation>
    </message>
    <message>
        <source>The points</source>
        <translation>数据点</translation>
    </message>
    <message>
        <source>The true slope is 2, and the noise hides it a little. A column of numbers, (N, 1), is a batch of N examples with one number each: layers expect the batch first.</source>
        <translation>真正的斜率是 2，噪声把它稍稍掩盖了。一列数 (N, 1) 就是一批 N 个样本，每个样本一个数：各层都要求批的维度在最前面。</translation>
    </message>
    <message>
        <source>Points of the plane, drawn instead of read. Those to test with come from the same shape by other random numbers. RandomState is NumPy&apos;s old generator, which gives the same numbers in every version. A row for each point, (N, 2): layers expect the batch first.</source>
        <translation>平面上的点，是随机生成而不是从文件读取的。测试用的点来自同样的形状，但用另一组随机数。RandomState 是 NumPy 的旧生成器，在每个版本里给出的数都相同。每个点一行，(N, 2)：各层要求第一维是批次。</translation>
    </message>
    <message>
        <source>The shape of the classes</source>
        <translation>各类的形状</translation>
    </message>
    <message>
        <source>Where the points of each class would lie without noise. y has the class of each point, and x gets a row for each.</source>
        <translation>没有噪声时各类的点所在的位置。y 是每个点的类别，x 里每个点占一行。</translation>
    </message>
    <message>
        <source>Reading a file</source>
        <translation>读取文件</translation>
    </message>
    <message>
        <source>An IDX file begins with a few numbers that say how many dimensions it has, and how long each one is. The grey levels follow, one byte each.</source>
        <translation>IDX 文件开头的几个数说明有几个维度、每个维度多长。后面是灰度值，每个占一个字节。</translation>
    </message>
    <message>
        <source>Loading the images</source>
        <translation>加载图像</translation>
    </message>
    <message>
        <source>Files that are already in the folder are read as they are; otherwise torchvision downloads them once. The test images are never trained on: they show how the network reads images it has not seen.</source>
        <translation>文件夹里已有文件就直接读取；没有则由 torchvision 下载一次。测试图像从不参与学习：它们用来看网络如何对待没见过的图像。</translation>
    </message>
    <message>
        <source>Reading a picture</source>
        <translation>读取图片</translation>
    </message>
    <message>
        <source>The way MNIST was made: the drawing is cut out, scaled to 20 pixels, and placed with its centre of mass in the middle. So a network need not learn that the same digit can be large or small, here or there. Pillow reads the files; it comes with torchvision.</source>
        <translation>与 MNIST 的做法相同：把画出的部分裁下来，缩放到 20 像素，再把质心放到正中。这样网络就不必学习同一个字可大可小、可左可右。文件由 Pillow 读取，它随 torchvision 一起安装。</translation>
    </message>
    <message>
        <source>Unpacking</source>
        <translation>解压</translation>
    </message>
    <message>
        <source>The files that are read are unpacked from the zip file into a temporary folder, which is removed as soon as the images are in memory. The limits keep a small file from filling the disk.</source>
        <translation>只把要读取的文件从 zip 文件解压到临时文件夹，图像读入内存后该文件夹立即删除。设置上限是为了防止一个小文件占满磁盘。</translation>
    </message>
    <message>
        <source>A NumPy file holds one array, an archive each array under its name. Grey levels from 0 to 1 become 0 to 255, and labels with a column for each class become the column&apos;s number.</source>
        <translation>一个 NumPy 文件存放一个数组，归档文件则按名称存放各个数组。0 到 1 的灰度变为 0 到 255；每个类别一列的标签变为列的序号。</translation>
    </message>
    <message>
        <source>Loading the tables</source>
        <translation>读取表格</translation>
    </message>
    <message>
        <source>Each line of a table is an image: its class, then 784 grey levels, row by row. NumPy&apos;s loadtxt reads the lines as the rows of an array.</source>
        <translation>表格的每一行是一张图像：先是类别，然后是逐行排列的 784 个灰度。NumPy 的 loadtxt 把各行读成数组的行。</translation>
    </message>
    <message>
        <source>Training and test images</source>
        <translation>训练图像与测试图像</translation>
    </message>
    <message>
        <source>The test images are never trained on: they show how the network reads images it has not seen. Where no file holds test images, every sixth image of each class is held out.</source>
        <translation>测试图像从不用于训练：它们显示网络如何识别没见过的图像。若没有存放测试图像的文件，则每个类别每六张图像留出一张。</translation>
    </message>
    <message>
        <source>Loading the pictures</source>
        <translation>加载图片</translation>
    </message>
    <message>
        <source>Each folder is a class. The pictures are shuffled, always in the same way, so that the first of them contain all classes. Those for testing are never trained on.</source>
        <translation>每个文件夹是一个类别。图片总是以同样的方式打乱，所以前面的图片就包含所有类别。用于测试的图片从不参与学习。</translation>
    </message>
    <message>
        <source>Preparing the images</source>
        <translation>准备图像</translation>
    </message>
    <message>
        <source>A fully connected layer takes a row of numbers, so each image becomes one. The size of the numbers matters: they multiply the weights&apos; gradients, and so the steps. Whatever is done here must also be done to every image that the network reads later.</source>
        <translation>全连接层接收一行数，所以每张图像都展开成一行。数的大小很重要：权重的梯度与它们成正比，每一步的大小也就随之变化。这里怎样处理，以后网络要识别的每张图像也必须同样处理。</translation>
    </message>
    <message>
        <source>Shuffled pixels</source>
        <translation>打乱像素</translation>
    </message>
    <message>
        <source>The pixels of all images are put into the same random order. Nothing is lost, but neighbours are no longer neighbours. A fully connected network does not mind; a convolutional one does.</source>
        <translation>所有图像的像素都按同一种随机顺序重排。信息没有丢失，但相邻的像素不再相邻。全连接网络不在乎，卷积网络则不然。</translation>
    </message>
    <message>
        <source>Training details</source>
        <translation>训练细节</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Images</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Points of the plane</source>
        <translation>平面上的点</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>数据增强</translation>
    </message>
    <message>
        <source>Seed and machine</source>
        <translation>随机种子与机器</translation>
    </message>
    <message>
        <source>A digit that is turned or shifted a little is still the same digit. Because they change every time they are shown, the images are harder to memorise. Only training images are changed; test images are shown as they are.</source>
        <translation>一个数字稍微转一转、移一移，还是同一个数字。图像每次出现都重新变化，网络就更难死记硬背。只有训练图像会变；测试图像保持原样。</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>丢弃率</translation>
    </message>
    <message>
        <source>Dropout layer</source>
        <translation>丢弃层</translation>
    </message>
    <message>
        <source>During training, each number is set to 0 with this probability, drawn afresh for every example, so no neuron can rely on any particular other neuron. The rest are scaled up, so that the sum stays about the same. In evaluation mode nothing happens.</source>
        <translation>训练时，每个数以这个概率被置为 0，对每个样本都重新抽取，所以任何神经元都不能依赖另一个特定的神经元。其余的数相应放大，使总和大致不变。评估模式下什么也不做。</translation>
    </message>
    <message>
        <source>In training mode, the sums of each neuron, or of each map, get mean 0 and deviation 1 over the batch; then they are scaled and shifted by two learned numbers. So the activation gets sums of a useful size, however deep the layer. Running means of both are kept, which evaluation mode uses instead: there the answer to one example must not depend on the others.</source>
        <translation>训练模式下，每个神经元（或每个特征图）的加权和在整批上变为均值 0、标准差 1，再由两个可学习的数缩放和平移。这样无论层有多深，激活函数得到的数都大小合适。两者的滑动平均会保存下来，供评估模式使用：那时对一个样本的答案不应取决于其他样本。</translation>
    </message>
    <message>
        <source>The sums of the whole layer get mean 0 and deviation 1 for each example by itself; then each is scaled and shifted by learned numbers. It does the same in training and in evaluation, with batches of any size. Of maps, GroupNorm with one group does this.</source>
        <translation>对每个样本单独计算，把整层的加权和变为均值 0、标准差 1，再由可学习的数分别缩放和平移。它在训练和评估时相同，与批大小无关。对特征图，只有一组的 GroupNorm 就是如此。</translation>
    </message>
    <message>
        <source>The zeros of dropout</source>
        <translation>丢弃法置零的位置</translation>
    </message>
    <message>
        <source>nn.Dropout needs none of this. It is here so that the costs equal Inkling&apos;s to the last digit: Inkling draws its zeros from other random numbers, more quickly. Without the function, and the lines in main that use it, the network learns as well; the costs then differ as they do with another seed.</source>
        <translation>nn.Dropout 本身用不着这些。写在这里，是为了让代价与 Inkling 的逐位相同：Inkling 用另一组随机数决定把哪些数置零，而且更快。去掉这个函数以及 main 中用到它的几行，网络照样能学好；代价会有差别，如同换了一个种子。</translation>
    </message>
    <message>
        <source>Sequential calls its layers one after the other. Linear multiplies by a matrix of weights; the function behind it bends the result, otherwise several layers would do no more than one. The last layer gives one number per answer, without a bend: CrossEntropyLoss expects raw numbers. The names are those in Inkling&apos;s exported weights, so load_state_dict accepts them.</source>
        <translation>Sequential 依次调用各层。Linear 乘以权重矩阵；后面的激活函数带来非线性，否则多层也只相当于一层。最后一层为每个类别输出一个数，不再经过激活函数：CrossEntropyLoss 要的就是原始值。各层的名字与 Inkling 导出的权重一致，可以直接用 load_state_dict 载入。</translation>
    </message>
    <message>
        <source>Each layer has drawn weights when it was made; here they are drawn again by another formula, and the biases start at 0. Weights must differ, or all neurons of a layer would learn the same. Their spread decides whether signals and gradients keep their size on the way through many layers: Xavier&apos;s suits sigmoid and tanh, He&apos;s suits ReLU.</source>
        <translation>每一层在创建时已随机取过权重；这里按另一种公式重新取值，偏置从 0 开始。权重必须各不相同，否则同一层的神经元会学到一样的东西。权重的离散程度决定信号和梯度穿过许多层后能否保持大小：Xavier 的方法适合 sigmoid 和 tanh，He 的方法适合 ReLU。</translation>
    </message>
    <message>
        <source>Random numbers</source>
        <translation>随机数</translation>
    </message>
    <message>
        <source>With a different order in each epoch, batches differ and the network cannot learn their sequence. The order depends only on the seed and the epoch, so compared networks see the same batches.</source>
        <translation>每轮的顺序都不同，每一批的内容也就不同，网络无法记住它们的次序。顺序只取决于种子和轮数，所以互相比较的网络看到的批次完全相同。</translation>
    </message>
    <message>
        <source>Learning rate in steps</source>
        <translation>阶梯式学习率</translation>
    </message>
    <message>
        <source>Large steps find the valley quickly but jump around at its bottom. So the steps become smaller every few epochs. torch.optim.lr_scheduler.StepLR does the same.</source>
        <translation>大步很快就能找到谷地，但到了谷底会来回跳。所以每隔几轮就把步子变小。torch.optim.lr_scheduler.StepLR 的作用相同。</translation>
    </message>
    <message>
        <source>Cosine learning rate</source>
        <translation>余弦学习率</translation>
    </message>
    <message>
        <source>The learning rate falls slowly at first, then faster, and slowly again at the end. It needs to know how many epochs there will be. torch.optim.lr_scheduler.CosineAnnealingLR does the same.</source>
        <translation>学习率先慢慢下降，再加快，最后又放慢。它需要预先知道总共有多少轮。torch.optim.lr_scheduler.CosineAnnealingLR 的作用相同。</translation>
    </message>
    <message>
        <source>From a photograph to ink</source>
        <translation>从照片到墨迹</translation>
    </message>
    <message>
        <source>Paper is never evenly lit, and it has grain, lines and specks. These functions are the ones with which Inkling itself estimates the light on the paper, removes printed lines and noise, and keeps the ink.</source>
        <translation>纸面的光照从来不均匀，纸上还有颗粒、格线和污点。Inkling 自己就是用这些函数估计纸面的光照、去除印刷格线和噪声，只留下墨迹。</translation>
    </message>
    <message>
        <source>Loading the arrays</source>
        <translation>载入数组</translation>
    </message>
    <message>
        <source>Small steps while the weights are still random, large ones in the middle, tiny ones at the end. It changes with every batch. torch.optim.lr_scheduler.OneCycleLR does the same; unless called with cycle_momentum=False, it changes the momentum too.</source>
        <translation>权重还很随机时用小步，中间用大步，最后用极小的步。学习率每一批都在变。torch.optim.lr_scheduler.OneCycleLR 的作用相同；不过，除非设为 cycle_momentum=False，它还会同时改变动量。</translation>
    </message>
    <message>
        <source>One step of gradient descent with one batch. All of learning is this function, called thousands of times.</source>
        <translation>用一批样本做一步梯度下降。全部的学习就是把这个函数调用成千上万次。</translation>
    </message>
    <message>
        <source>Where a weight has no gradient, what the optimizer remembers of it shrinks with every step, to numbers so small that some processors take a hundred times as long for them. With this line they count as 0; no weight and no cost changes. It has to come before anything is computed, because PyTorch&apos;s other threads copy it when they start.</source>
        <translation>没有梯度的权重，优化器为它保存的状态会逐步缩小，直到变成极小的数，某些处理器计算这样的数要慢上一百倍。有了这一行，它们就当作 0，权重和代价都不变。这一行必须在任何计算之前，因为 PyTorch 的其他线程在启动时沿用这一设置。</translation>
    </message>
    <message>
        <source>PyTorch adds new gradients to the existing ones. Without this line each step would also follow all earlier batches.</source>
        <translation>PyTorch 会把新的梯度累加到已有的梯度上。没有这一行，每一步都会把以前各批的梯度也算进来。</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>前向传播</translation>
    </message>
    <message>
        <source>The batch goes through all layers. PyTorch keeps a record of what was computed, for the way back. The loss turns all mistakes into one number: the mean over the batch.</source>
        <translation>一批样本依次经过所有层。PyTorch 记下每一步计算，以便反向传播时原路返回。代价函数把所有错误汇总成一个数：整批的平均值。</translation>
    </message>
    <message>
        <source>Forward pass, in 16 bits</source>
        <translation>前向传播（16 位）</translation>
    </message>
    <message>
        <source>Inside autocast the large products are computed in 16 bits, which some processors do faster; the weights keep their 32 bits. The loss turns all mistakes into one number: the mean over the batch.</source>
        <translation>在 autocast 中，大的矩阵乘法用 16 位计算，有些处理器这样更快；权重仍保持 32 位。代价函数把所有错误汇总成一个数：整批的平均值。</translation>
    </message>
    <message>
        <source>The sum of the weights&apos; absolute values, times a small factor, is made small together with the cost. Its gradient pulls every weight towards 0 with the same force, so that those that do not help end there. Biases are left out. The cost that is reported is without it.</source>
        <translation>权重绝对值之和乘以一个小系数，与代价一起被最小化。它的梯度以同样的力把每个权重拉向 0，没有用处的权重最终停在那里。偏置不计入。报告的代价不含这一项。</translation>
    </message>
    <message>
        <source>Goes back through the record and computes, by the chain rule, how much the cost would change with each single weight: its gradient, stored in weight.grad.</source>
        <translation>沿着记录往回走，用链式法则求出每个权重稍有变化时代价会变化多少：这就是它的梯度，存放在 weight.grad 里。</translation>
    </message>
    <message>
        <source>Changes every weight a little, against its gradient, so that the cost becomes smaller. item() turns the cost into a plain Python number, so that the record can be freed.</source>
        <translation>让每个权重沿梯度的反方向移动一点，使代价变小。item() 把代价变成普通的 Python 数，计算记录就可以释放了。</translation>
    </message>
    <message>
        <source>Nothing is learned here, so PyTorch need not keep a record for the backward pass. That saves time and memory; the numbers are the same.</source>
        <translation>这里不学习，所以 PyTorch 不必为反向传播留下记录。这样省时间、省内存，结果完全一样。</translation>
    </message>
    <message>
        <source>Evaluates examples that were not used for training. When their cost rises while that of the training examples falls, the network is memorising: it overfits.</source>
        <translation>用没有学过的样本来检验。如果它们的代价上升，而训练样本的代价下降，网络就是在死记硬背：过拟合了。</translation>
    </message>
    <message>
        <source>Tells the layers that the network is learning now. Some behave differently then: dropout drops, batch normalization takes means over the batch. Without such layers the line changes nothing, but it is a good habit.</source>
        <translation>告诉各层现在处于训练模式。有些层在训练时行为不同：丢弃层会随机丢弃，批归一化取整批的均值。没有这样的层，这一行不起作用，但写上是好习惯。</translation>
    </message>
    <message>
        <source>Channels last</source>
        <translation>通道在后（channels last）</translation>
    </message>
    <message>
        <source>The numbers that all maps have at one position now lie side by side in memory. Convolutions and pooling are quicker in this order; their results are the same but for the last digits.</source>
        <translation>所有特征图在同一位置上的数现在在内存中相邻存放。按这种顺序，卷积和池化更快；结果除最后几位数字外完全相同。</translation>
    </message>
    <message>
        <source>Tells the layers that the network is being used: dropout is off, and batch normalization takes its running means, so the same image always gets the same answer. Forgetting this line is a common mistake; accuracy suffers, and nothing tells you why.</source>
        <translation>告诉各层现在处于评估模式：丢弃层停止丢弃，批归一化改用滑动平均，所以同一张图像总得到同样的答案。忘记这一行是常见的错误：准确率会变差，却没有任何提示。</translation>
    </message>
    <message>
        <source>Evaluating the test images</source>
        <translation>用测试图像检验</translation>
    </message>
    <message>
        <source>A thousand at a time, to spare memory. The answer is the class with the largest output (argmax). The cost also counts how sure the network was; accuracy counts only right and wrong.</source>
        <translation>每次一千张，以节省内存。答案是输出最大的那个类别（argmax）。代价还会计入网络有多大把握；准确率只看对错。</translation>
    </message>
    <message>
        <source>Evaluating the test points</source>
        <translation>用测试点检验</translation>
    </message>
    <message>
        <source>The answer is the class with the largest output (argmax). The cost also counts how sure the network was; accuracy counts only right and wrong.</source>
        <translation>输出最大的类别就是回答（argmax）。代价还计入网络有多确信；准确率只计对与错。</translation>
    </message>
    <message>
        <source>The mean squared distance between the line and other noisy points.</source>
        <translation>直线与另一组带噪声的点之间距离平方的平均值。</translation>
    </message>
    <message>
        <source>Uses the trained network. Its weights can be loaded again at any time: model.load_state_dict(torch.load(FILE)), or, for those that Inkling exports, with load_file of safetensors.torch.</source>
        <translation>使用训练好的网络。权重随时可以再装回去：model.load_state_dict(torch.load(文件))；Inkling 导出的权重用 safetensors.torch 的 load_file 读取。</translation>
    </message>
    <message>
        <source>Puts the parts together: the data, the network, and epoch after epoch of training and evaluating.</source>
        <translation>把各部分合在一起：数据、网络，然后一轮又一轮地学习和测试。</translation>
    </message>
    <message>
        <source>The data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>All examples stay in memory, on the device: MNIST is small enough, and nothing is faster. For data that do not fit, PyTorch has Dataset and DataLoader.</source>
        <translation>所有样本都放在设备的内存里：MNIST 足够小，没有比这更快的办法。装不下的数据，PyTorch 有 Dataset 和 DataLoader。</translation>
    </message>
    <message>
        <source>Some training examples get another class, drawn once from a random stream of their own, so that nothing else changes. There is no rule behind them: to lower their cost, the network must memorise them, and reads new examples worse for it.</source>
        <translation>一部分训练样本得到另一个类别，只抽取一次，用单独的随机数，所以别的都不变。它们背后没有规律：要降低它们的代价，网络只能死记硬背，读新样本就会变差。</translation>
    </message>
    <message>
        <source>Held-out examples</source>
        <translation>留出的验证样本</translation>
    </message>
    <message>
        <source>If you choose the best of many runs by their test examples, you have learned from those too. Choose by held-out examples, and look at the test examples once, at the end.</source>
        <translation>如果用测试样本从许多次训练中挑出最好的，就等于也从测试样本里学了东西。应当用留出的验证样本来挑，测试样本只在最后看一次。</translation>
    </message>
    <message>
        <source>Random numbers on a computer are computed from a seed. The initial weights and dropout come from here, so the same seed gives the same run. Try others to see how much is luck.</source>
        <translation>计算机的随机数是由种子算出来的。初始权重和丢弃法都由此而来，所以同样的种子得到同样的训练。换几个种子试试，看看有多少是运气。</translation>
    </message>
    <message>
        <source>Model and loss</source>
        <translation>模型与代价函数</translation>
    </message>
    <message>
        <source>The initial weights are random. The loss is what learning makes small: cross-entropy for classes (how surprised the network is by the correct answer), the mean squared error for a line.</source>
        <translation>初始权重是随机的。学习就是让代价变小（代价函数也叫损失函数，代码中写作 loss）：分类用交叉熵（正确答案让网络有多意外），直线用均方误差。</translation>
    </message>
    <message>
        <source>Stochastic gradient descent</source>
        <translation>随机梯度下降</translation>
    </message>
    <message>
        <source>weight = weight − learning rate × gradient, with the gradient of one batch. With momentum each step also keeps part of the previous one, like a rolling ball. fused=True computes the same, faster.</source>
        <translation>权重 = 权重 − 学习率 × 梯度，梯度由一批样本算出。有动量时，每一步还保留上一步的一部分，像小球借着惯性继续滚动。fused=True 结果相同，只是更快。</translation>
    </message>
    <message>
        <source>Keeps a running mean of each weight&apos;s gradient and of its square, and divides one by the root of the other: every weight gets its own step size. fused=True computes the same, faster.</source>
        <translation>为每个权重维护梯度及其平方的滑动平均，再用前者除以后者的平方根：每个权重都有自己的步长。fused=True 结果相同，只是更快。</translation>
    </message>
    <message>
        <source>Adam, with the weight decay taken out of the gradient: it shrinks the weights directly. fused=True computes the same, faster.</source>
        <translation>Adam 的变体：权重衰减不再经过梯度，而是直接缩小权重。fused=True 结果相同，只是更快。</translation>
    </message>
    <message>
        <source>Divides each weight&apos;s gradient by its recent size, so that steep and flat directions move alike.</source>
        <translation>把每个权重的梯度除以它近来的大小，使陡峭和平缓的方向步子相近。</translation>
    </message>
    <message>
        <source>Divides each weight&apos;s gradient by the root of the sum of all its squared gradients so far: weights with large past gradients move less and less.</source>
        <translation>把每个权重的梯度除以至今梯度平方和的平方根：梯度一直较大的权重，步子会越来越小。</translation>
    </message>
    <message>
        <source>Epochs and batches</source>
        <translation>轮与批</translation>
    </message>
    <message>
        <source>An epoch goes through all training examples once, one batch at a time. A batch&apos;s gradient is a noisy estimate of the gradient over all examples, and available far sooner.</source>
        <translation>一轮就是把所有训练样本过一遍，每次一批。一批的梯度是对全部样本梯度的带噪声的估计，但算起来快得多。</translation>
    </message>
    <message>
        <source>Setting the learning rate</source>
        <translation>设定学习率</translation>
    </message>
    <message>
        <source>The optimizer keeps its learning rate in its param_groups, where it can be changed at any time.</source>
        <translation>优化器把学习率存放在 param_groups 里，随时可以修改。</translation>
    </message>
    <message>
        <source>The batches of an epoch</source>
        <translation>一轮中的各批</translation>
    </message>
    <message>
        <source>Takes the next batch of examples and learns from it. The reported cost is the mean over all batches, each measured before its step.</source>
        <translation>从样本中取出下一批来学习。报告的是各批代价的平均值，每个代价都在更新权重之前测得。</translation>
    </message>
    <message>
        <source>After each epoch</source>
        <translation>每轮之后</translation>
    </message>
    <message>
        <source>Training cost and test cost are both needed to see what is going on. They are printed with all digits, so that they can be compared with Inkling&apos;s.</source>
        <translation>训练代价和测试代价都要看，才知道情况如何。数值打印出全部位数，便于与 Inkling 的结果对照。</translation>
    </message>
    <message>
        <source>Early stopping</source>
        <translation>早停</translation>
    </message>
    <message>
        <source>While the cost of the held-out examples falls, the network learns what holds for other examples, too. Once it has not fallen for a while, more training only memorises. The weights are then those of the last epoch; to go back to the best one, keep a copy of the state_dict whenever the cost is the lowest so far.</source>
        <translation>留出样本的代价还在下降时，网络学到的规律对其他样本也成立。它若有一段时间没有下降，继续训练就只是死记硬背。此时的权重是最后一轮的；要回到最好的一轮，可在代价创新低时保存一份 state_dict。</translation>
    </message>
    <message>
        <source>Saving</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>The state_dict holds all weights by name. The program saves only those: to use them, build the model first and then load them into it.</source>
        <translation>state_dict 按名字保存所有权重。程序只保存这些：使用时先建好模型，再把权重装进去。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Runs main when the file is run as a program, but not when another program imports its functions.</source>
        <translation>文件作为程序运行时执行 main；别的程序只导入它的函数时则不执行。</translation>
    </message>
    <message>
        <source>The curve that each neuron&apos;s sum goes through. With the identity, which changes nothing, several layers can do no more than one.</source>
        <translation>每个神经元的加权和所经过的曲线。恒等函数什么也不改变，用它时多层并不比一层更强。</translation>
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
        <source>Bias</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>Whether each neuron also adds a learned constant to its sum.</source>
        <translation>每个神经元的加权和是否再加上一个可学习的常数（偏置）。</translation>
    </message>
    <message>
        <source>no bias</source>
        <translation>无偏置</translation>
    </message>
    <message>
        <source>bias</source>
        <translation>有偏置</translation>
    </message>
    <message>
        <source>Normalization</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>Centres and scales the sums before each activation: of a neuron over the batch, or of a layer for one example. A learned scale and shift follow. It helps deep networks.</source>
        <translation>在激活函数之前，把加权和变为均值 0、标准差 1：每个神经元在整批上计算，或每个样本在整层上计算；之后再做可学习的缩放和平移。对深层网络有帮助。</translation>
    </message>
    <message>
        <source>no normalization</source>
        <translation>无归一化</translation>
    </message>
    <message>
        <source>batch norm</source>
        <translation>批归一化</translation>
    </message>
    <message>
        <source>layer norm</source>
        <translation>层归一化</translation>
    </message>
    <message>
        <source>Initial weights</source>
        <translation>初始权重</translation>
    </message>
    <message>
        <source>The random numbers that the weights start from. Xavier suits sigmoid and tanh, He suits ReLU. With zeros all neurons of a layer stay alike, or learn nothing.</source>
        <translation>权重最初取的随机数。Xavier 适合 sigmoid 和 tanh，He 适合 ReLU。若全为零，同一层的神经元始终相同，或者什么也学不到。</translation>
    </message>
    <message>
        <source>initial weights: {value}</source>
        <translation>初始权重：{value}</translation>
    </message>
    <message>
        <source>Standard deviation</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>The spread of normal initial weights. Too small, and signals fade from layer to layer; too large, and they explode.</source>
        <translation>正态初始权重的离散程度。太小，信号会逐层消失；太大，则会爆炸。</translation>
    </message>
    <message>
        <source>standard deviation {value}</source>
        <translation>标准差 {value}</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入数</translation>
    </message>
    <message>
        <source>How many numbers the network gets: one for each pixel or coordinate.</source>
        <translation>网络得到多少个数：每个像素或坐标一个。</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>The standard deviation of the noise on each pixel of a training image, where empty is 0 and ink is 1.</source>
        <translation>训练图像每个像素上噪声的标准差；从空白到墨迹的范围为 1。</translation>
    </message>
    <message>
        <source>shift {value}</source>
        <translation>平移 {value}</translation>
    </message>
    <message>
        <source>rotation {value}</source>
        <translation>旋转 {value}</translation>
    </message>
    <message>
        <source>scale {value}</source>
        <translation>缩放 {value}</translation>
    </message>
    <message>
        <source>noise {value}</source>
        <translation>噪声 {value}</translation>
    </message>
    <message>
        <source>The examples to learn from: a known data set, or a folder or file of your own.</source>
        <translation>用来学习的样本：已知的数据集，或您自己的文件夹或文件。</translation>
    </message>
    <message>
        <source>The names of the classes of your own folder; known data sets have their own names.</source>
        <translation>自备文件夹中各类别的名称；已知数据集有自己的名称。</translation>
    </message>
    <message>
        <source>Training examples</source>
        <translation>训练样本数</translation>
    </message>
    <message>
        <source>How many of the first training examples are used. With few, networks memorise them.</source>
        <translation>使用训练集开头的多少个样本。样本太少，网络会把它们死记硬背下来。</translation>
    </message>
    <message>
        <source>{value} examples</source>
        <translation>{value} 个样本</translation>
    </message>
    <message>
        <source>Test examples</source>
        <translation>测试样本数</translation>
    </message>
    <message>
        <source>How many of the test examples are evaluated after each epoch. They are never trained on.</source>
        <translation>每轮之后用多少个测试样本来评估。它们从不参与训练。</translation>
    </message>
    <message>
        <source>Choice of test examples</source>
        <translation>测试样本的选取</translation>
    </message>
    <message>
        <source>Where not all test examples are used: those spread evenly over all, or the first. The first half of MNIST&apos;s is harder to read than the rest.</source>
        <translation>不使用全部测试样本时：均匀分布于全部的样本，或最前面的样本。MNIST 测试集的前一半比其余的更难辨认。</translation>
    </message>
    <message>
        <source>Validation examples</source>
        <translation>验证样本数</translation>
    </message>
    <message>
        <source>How many of the following training examples are held out and evaluated after each epoch. They choose the best epoch without a look at the test examples; 0 for none.</source>
        <translation>从训练样本之后再留出多少个样本，每轮结束后用它们来检验。这样不看测试样本也能选出最佳轮；0 表示不留。</translation>
    </message>
    <message>
        <source>{value} held out</source>
        <translation>留出 {value} 个</translation>
    </message>
    <message>
        <source>Label noise</source>
        <translation>标签噪声</translation>
    </message>
    <message>
        <source>The share of training examples, 0 to 1, that get a wrong label, chosen at random by the seed. A network can only learn them by heart.</source>
        <translation>训练样本中得到错误标签的比例（0 到 1），由种子随机选取。这些样本网络只能死记硬背。</translation>
    </message>
    <message>
        <source>label noise {value}</source>
        <translation>标签噪声 {value}</translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation>批量大小</translation>
    </message>
    <message>
        <source>How many examples are averaged for each change of the weights. Examples that do not fill a last batch are left out of the epoch.</source>
        <translation>每次更新权重时对多少个样本取平均。凑不满最后一批的样本，本轮不参与训练。</translation>
    </message>
    <message>
        <source>batch {value}</source>
        <translation>批量 {value}</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>顺序</translation>
    </message>
    <message>
        <source>Shuffled: a new order each epoch, the same for all runs with the same seed.</source>
        <translation>打乱：每轮换一个新顺序；种子相同，顺序也相同。</translation>
    </message>
    <message>
        <source>file order</source>
        <translation>按文件顺序</translation>
    </message>
    <message>
        <source>shuffled</source>
        <translation>打乱顺序</translation>
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
        <source>pixels 0 to 1</source>
        <translation>像素 0 到 1</translation>
    </message>
    <message>
        <source>raw pixels</source>
        <translation>原始像素</translation>
    </message>
    <message>
        <source>standardized pixels</source>
        <translation>标准化像素</translation>
    </message>
    <message>
        <source>Polarity</source>
        <translation>明暗</translation>
    </message>
    <message>
        <source>Automatic: dark ink on light is inverted, decided once for all images, so that networks get light on dark, as in MNIST. Drawings follow the choice.</source>
        <translation>自动：对整套数据统一判断，浅底深字会被反色，使网络得到与 MNIST 一样的深底浅字。手写的数字也按此处理。</translation>
    </message>
    <message>
        <source>polarity automatic</source>
        <translation>自动明暗</translation>
    </message>
    <message>
        <source>polarity as it is</source>
        <translation>明暗保持原样</translation>
    </message>
    <message>
        <source>inverted</source>
        <translation>反色</translation>
    </message>
    <message>
        <source>polarity per picture</source>
        <translation>逐张判断明暗</translation>
    </message>
    <message>
        <source>Polarity of the files</source>
        <translation>文件的明暗</translation>
    </message>
    <message>
        <source>Whether your own images are light on dark or dark on light.</source>
        <translation>您自己的图像是深底浅字还是浅底深字。</translation>
    </message>
    <message>
        <source>Shuffle pixels</source>
        <translation>打乱像素</translation>
    </message>
    <message>
        <source>Puts every image&apos;s pixels into one fixed random order, the same for all runs. A fully connected network does not care; a convolutional one loses its neighbours.</source>
        <translation>把每张图像的像素按同一个固定的随机顺序重排，所有训练都相同。这对全连接网络毫无影响；卷积网络则失去了相邻像素的信息。</translation>
    </message>
    <message>
        <source>pixels in order</source>
        <translation>像素按原顺序</translation>
    </message>
    <message>
        <source>shuffled pixels</source>
        <translation>打乱像素</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>How many answers the network gives: one for each class of the data.</source>
        <translation>网络给出多少个输出：数据的每个类别一个。</translation>
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
        <source>{value}</source>
        <translation>{value}</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>lr {value}</source>
        <translation>学习率 {value}</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>动量</translation>
    </message>
    <message>
        <source>How much of the last step is kept in the next one, like a rolling ball.</source>
        <translation>下一步保留上一步的多少，像小球借着惯性继续滚动。</translation>
    </message>
    <message>
        <source>momentum {value}</source>
        <translation>动量 {value}</translation>
    </message>
    <message>
        <source>Nesterov</source>
        <translation>Nesterov 动量</translation>
    </message>
    <message>
        <source>no Nesterov</source>
        <translation>无 Nesterov</translation>
    </message>
    <message>
        <source>Weight decay</source>
        <translation>权重衰减</translation>
    </message>
    <message>
        <source>decay {value}</source>
        <translation>衰减 {value}</translation>
    </message>
    <message>
        <source>L1 penalty</source>
        <translation>L1 惩罚</translation>
    </message>
    <message>
        <source>Adds this much times the sum of all weights&apos; absolute values to the cost that is minimised; biases are left out. It drives weights that do not help to zero.</source>
        <translation>把所有权重绝对值之和乘以此系数，加到要最小化的代价上；不含偏置。没有用处的权重会因此变为零。</translation>
    </message>
    <message>
        <source>L1 {value}</source>
        <translation>L1 {value}</translation>
    </message>
    <message>
        <source>Adversarial training</source>
        <translation>对抗训练</translation>
    </message>
    <message>
        <source>How far each pixel is changed against the network before each step (fast gradient sign; 1: from paper to ink). It is then harder to fool.</source>
        <translation>每一步之前，每个像素朝不利于网络的方向改动多少（快速梯度符号法；1 即从白纸到全黑）。这样训练的网络更难被欺骗。</translation>
    </message>
    <message>
        <source>The smallest weights of the trained network are cut and stay 0; the others train on, or begin again where they first were (the lottery ticket).</source>
        <translation>训练好的网络中最小的权重被剪去，保持为 0；其余的继续训练，或者回到初始值重新训练（彩票假设）。</translation>
    </message>
    <message>
        <source>adversarial {value}</source>
        <translation>对抗 {value}</translation>
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
        <source>schedule {value}</source>
        <translation>调度 {value}</translation>
    </message>
    <message>
        <source>Step after</source>
        <translation>下降间隔</translation>
    </message>
    <message>
        <source>Every few epochs the learning rate is multiplied by the factor.</source>
        <translation>每过这么多轮，学习率乘以一次系数。</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>step {value}</source>
        <translation>步长 {value}</translation>
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
        <source>factor {value}</source>
        <translation>系数 {value}</translation>
    </message>
    <message>
        <source>Pruning</source>
        <translation>剪枝</translation>
    </message>
    <message>
        <source>uncut</source>
        <translation>未剪枝</translation>
    </message>
    <message>
        <source>cut, trained on</source>
        <translation>剪枝后续训</translation>
    </message>
    <message>
        <source>cut, rewound</source>
        <translation>剪枝后回退</translation>
    </message>
    <message>
        <source>cut, redrawn</source>
        <translation>剪枝后重取</translation>
    </message>
    <message>
        <source>cut at random, rewound</source>
        <translation>随机剪枝后回退</translation>
    </message>
    <message>
        <source>Share cut</source>
        <translation>剪枝比例</translation>
    </message>
    <message>
        <source>The share of all weights, 0 to 1, that is cut; biases stay.</source>
        <translation>全部权重中被剪去的比例，0 到 1；偏置保留。</translation>
    </message>
    <message>
        <source>{value} cut</source>
        <translation>剪去 {value}</translation>
    </message>
    <message>
        <source>Cut after</source>
        <translation>剪枝前训练</translation>
    </message>
    <message>
        <source>How many epochs the whole network trains before the cut.</source>
        <translation>剪枝之前，完整的网络训练多少轮。</translation>
    </message>
    <message>
        <source>after epoch {value}</source>
        <translation>第 {value} 轮后</translation>
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
        <source>patience {value}</source>
        <translation>耐心 {value} 轮</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>The classes of the folder {folder} are not known.</source>
        <translation>不知道文件夹 {folder} 的类别。</translation>
    </message>
    <message>
        <source>This data set has its own class names; leave them out.</source>
        <translation>该数据集有自己的类别名称，请不要另外给出。</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>The probability with which each of the layer&apos;s outputs is set to zero while training; 0 for none.</source>
        <translation>训练时，这一层的每个输出被随机置零的概率；0 表示不丢弃。</translation>
    </message>
    <message>
        <source>The layers before the answers, in order. A fully connected network without hidden layers is logistic regression.</source>
        <translation>输出之前的各个隐藏层，按顺序排列。全连接网络一个隐藏层也没有，就是逻辑回归。</translation>
    </message>
    <message>
        <source>What the gradient is multiplied by: the size of a step. Too small: slow. Too large: the cost jumps around or becomes infinite.</source>
        <translation>梯度要乘的系数，决定每一步迈多大。太小，学得慢；太大，代价来回跳动，甚至变成无穷大。</translation>
    </message>
    <message>
        <source>Look ahead along the momentum before computing the gradient. Needs a momentum above 0.</source>
        <translation>先沿动量方向往前看一步，再计算梯度。要求动量大于 0。</translation>
    </message>
    <message>
        <source>Pulls every weight a little towards zero at each step, to counter overfitting. Implemented as an L2 penalty on the cost; AdamW shrinks the weights directly.</source>
        <translation>每一步都把各个权重往零拉一点，以抑制过拟合。做法是在代价上加 L2 惩罚；AdamW 则直接缩小权重。</translation>
    </message>
    <message>
        <source>Patience</source>
        <translation>早停耐心</translation>
    </message>
    <message>
        <source>Early stopping: training ends once the cost on the validation examples has not fallen for so many epochs. 0 trains all epochs.</source>
        <translation>早停：验证样本上的代价连续这么多轮没有下降，训练就结束。0 表示训练完所有轮次。</translation>
    </message>
    <message>
        <source>The start of the random numbers: initial weights, order, dropout. The same settings with the same seed give the same run.</source>
        <translation>随机数的起点：初始权重、样本顺序、随机丢弃都由它决定。设置和种子都相同，结果就相同。</translation>
    </message>
    <message>
        <source>seed {value}</source>
        <translation>种子 {value}</translation>
    </message>
    <message>
        <source>Where to compute. Automatic takes a CUDA GPU if there is one.</source>
        <translation>在哪里计算。“自动”会优先使用 CUDA GPU。</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程数</translation>
    </message>
    <message>
        <source>How many processor threads the run uses; 0 lets Inkling choose.</source>
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
        <source>Compute bit for bit what a simple PyTorch program computes, without the faster fused optimizers.</source>
        <translation>与最简单的 PyTorch 程序逐位一致，不使用更快的融合优化器。</translation>
    </message>
    <message>
        <source>Nesterov needs a momentum above 0; 0.9 is usual.</source>
        <translation>Nesterov 要求动量大于 0，常用 0.9。</translation>
    </message>
    <message>
        <source>must be one of {known}, or the path of a folder or file, not {given}.</source>
        <translation>必须是 {known} 之一，或文件夹或文件的路径，不能是 {given}。</translation>
    </message>
    <message>
        <source>{name} cannot be the name of a class: it is a path.</source>
        <translation>{name} 不能用作类别名称：它是一个路径。</translation>
    </message>
    <message>
        <source>The linear model needs the noisy line (noisy-line), every other model needs images (mnist) or points (points-spiral).</source>
        <translation>线性模型需要带噪声的直线（noisy-line），其他模型都需要图像（mnist）或点（points-spiral）。</translation>
    </message>
    <message>
        <source>A convolutional network needs images (mnist); for points take a fully connected one (mlp).</source>
        <translation>卷积网络需要图像（mnist）；对于点，请用全连接网络（mlp）。</translation>
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
        <source>{train} of the {most} training examples are used for training; hold out {rest} or fewer, or train on fewer.</source>
        <translation>共有 {most} 个训练样本，其中 {train} 个用于训练；最多留出 {rest} 个，或减少训练样本。</translation>
    </message>
    <message>
        <source>The noisy line has no validation examples; set it to 0.</source>
        <translation>带噪声的直线没有验证样本，请设为 0。</translation>
    </message>
    <message>
        <source>Your own points are all learned from; set it to 0.</source>
        <translation>自定义的点全部用于训练，请设为 0。</translation>
    </message>
    <message>
        <source>Early stopping needs validation examples; hold some out, or set it to 0.</source>
        <translation>早停需要验证样本；请留出一些，或把它设为 0。</translation>
    </message>
    <message>
        <source>A batch of {batch} does not fit into {train} training examples; take {train} or fewer.</source>
        <translation>训练样本只有 {train} 个，装不满 {batch} 个一批；批量大小请取 {train} 或更小。</translation>
    </message>
    <message>
        <source>Batch normalization needs batches of at least 2 examples.</source>
        <translation>批归一化要求每批至少有 2 个样本。</translation>
    </message>
    <message>
        <source>Nothing is left to train after the cut: it is after epoch {after} of {epochs}. Cut earlier, or train for more epochs.</source>
        <translation>剪枝之后没有训练可做：它在第 {after} 轮之后，而总共只有 {epochs} 轮。请提前剪枝，或增加训练轮数。</translation>
    </message>
    <message>
        <source>A schedule has one course and would not begin again after a cut; with pruning the learning rate stays constant.</source>
        <translation>学习率调度只走一遍，剪枝之后不会重新开始；剪枝时学习率须保持不变。</translation>
    </message>
    <message>
        <source>Early stopping could end the run before its cut; set it to 0.</source>
        <translation>早停可能在剪枝之前就结束训练；请设为 0。</translation>
    </message>
    <message>
        <source>{file} contains {images} images, but {other} contains {labels} labels; the two must match.</source>
        <translation>{file} 有 {images} 张图像，而 {other} 有 {labels} 个标签；两者必须一致。</translation>
    </message>
    <message>
        <source>{file} contains the label {label}; labels go from 0 to {highest}.</source>
        <translation>{file} 中有标签 {label}；标签只能是 0 到 {highest}。</translation>
    </message>
    <message>
        <source>This run is already here: {run}.</source>
        <translation>这条训练记录已经在这里了：{run}。</translation>
    </message>
    <message>
        <source>Imported as {run}: another run is already called {was}.</source>
        <translation>已导入为 {run}：这里已有另一条名为 {was} 的训练记录。</translation>
    </message>
    <message>
        <source>Imported: {run}.</source>
        <translation>已导入：{run}。</translation>
    </message>
    <message>
        <source>{name} is larger than its network.</source>
        <translation>{name} 大于它的网络所需。</translation>
    </message>
    <message>
        <source>There is no file {file}.</source>
        <translation>没有文件 {file}。</translation>
    </message>
    <message>
        <source>{address} is no address; it needs a host and a port, such as {example}.</source>
        <translation>{address} 不是有效的地址；地址由主机和端口组成，例如 {example}。</translation>
    </message>
    <message>
        <source>{address} stands for all of a computer&apos;s addresses; give the one by which the workers reach this computer.</source>
        <translation>{address} 代表一台计算机的所有地址；请给出工作进程用来连接本机的那个地址。</translation>
    </message>
    <message>
        <source>A cluster needs the package {package}, which is not installed: {command}</source>
        <translation>集群需要软件包 {package}，但尚未安装：{command}</translation>
    </message>
    <message>
        <source>{file} exists already.</source>
        <translation>{file} 已存在。</translation>
    </message>
    <message>
        <source>{file} cannot be written: {reason}.</source>
        <translation>无法写入 {file}：{reason}。</translation>
    </message>
    <message>
        <source>{file} is no cluster file: {reason}.</source>
        <translation>{file} 不是集群文件：{reason}。</translation>
    </message>
    <message>
        <source>{file} cannot be read: {reason}.</source>
        <translation>无法读取 {file}：{reason}。</translation>
    </message>
    <message>
        <source>Others may read {file}, and could run code on the workers with it: chmod 600 {word}</source>
        <translation>其他用户可以读取 {file}，并能借此在工作进程所在的计算机上执行代码：chmod 600 {word}</translation>
    </message>
    <message>
        <source>it contains too many files.</source>
        <translation>其中的文件太多。</translation>
    </message>
    <message>
        <source>{file} is not a valid zip file: it was damaged or is incomplete, or is no export of a run. Copy or download it again.</source>
        <translation>{file} 不是有效的 zip 文件：它已损坏或不完整，或者不是导出的训练记录。请重新复制或下载。</translation>
    </message>
    <message>
        <source>{name} is not a file of a run.</source>
        <translation>{name} 不是训练记录应有的文件。</translation>
    </message>
    <message>
        <source>{name} is in it twice.</source>
        <translation>{name} 出现了两次。</translation>
    </message>
    <message>
        <source>it does not contain exactly one run with its {name}.</source>
        <translation>其中没有唯一的一条带有 {name} 的训练记录。</translation>
    </message>
    <message>
        <source>it would grow to {size:,} bytes.</source>
        <translation>解压后会达到 {size:,} 字节。</translation>
    </message>
    <message>
        <source>{name} is encrypted.</source>
        <translation>{name} 已加密。</translation>
    </message>
    <message>
        <source>{name} is a link or a device.</source>
        <translation>{name} 是链接或设备。</translation>
    </message>
    <message>
        <source>{name} is compressed with an unsupported method.</source>
        <translation>{name} 使用了少见的压缩方式。</translation>
    </message>
    <message>
        <source>{name} is larger packed than unpacked.</source>
        <translation>{name} 压缩后反而比解压后大。</translation>
    </message>
    <message>
        <source>{name} is too large.</source>
        <translation>{name} 太大。</translation>
    </message>
    <message>
        <source>{archive} cannot be imported: {reason}</source>
        <translation>无法导入 {archive}：{reason}</translation>
    </message>
    <message>
        <source>{name} is not JSON.</source>
        <translation>{name} 不是 JSON。</translation>
    </message>
    <message>
        <source>{name} does not contain the epochs of a run.</source>
        <translation>{name} 中不是训练记录的各轮数据。</translation>
    </message>
    <message>
        <source>{file} contains numbers that are not labels.</source>
        <translation>{file} 中有不能作为标签的数。</translation>
    </message>
    <message>
        <source>{file} announces the shape {given}; expected: 1 to {most} examples of shape {shape}.</source>
        <translation>{file} 声明的形状是 {given}；应为 1 到 {most} 个形状为 {shape} 的样本。</translation>
    </message>
    <message>
        <source>{file} announces {length} values but ends after {count}.</source>
        <translation>{file} 声明有 {length} 个值，却只有 {count} 个。</translation>
    </message>
    <message>
        <source>unsigned bytes</source>
        <translation>无符号字节</translation>
    </message>
    <message>
        <source>signed bytes</source>
        <translation>有符号字节</translation>
    </message>
    <message>
        <source>16-bit integers</source>
        <translation>16 位整数</translation>
    </message>
    <message>
        <source>32-bit integers</source>
        <translation>32 位整数</translation>
    </message>
    <message>
        <source>32-bit floating-point numbers</source>
        <translation>32 位浮点数</translation>
    </message>
    <message>
        <source>64-bit floating-point numbers</source>
        <translation>64 位浮点数</translation>
    </message>
    <message>
        <source>{file} contains more than the {length} values it announces.</source>
        <translation>{file} 中的值比它声明的 {length} 个还多。</translation>
    </message>
    <message>
        <source>{file} is not an IDX file.</source>
        <translation>{file} 不是 IDX 文件。</translation>
    </message>
    <message>
        <source>{file} ends within its header.</source>
        <translation>{file} 在文件头中就结束了。</translation>
    </message>
    <message>
        <source>{file} contains {type} (dimensions: {dimensions}); expected: {expected} (dimensions: {number}).</source>
        <translation>{file} 的内容是{type}（{dimensions} 维）；需要的是{expected}（{number} 维）。</translation>
    </message>
    <message>
        <source>PyTorch finds no Apple GPU on this machine; choose cpu or auto.</source>
        <translation>PyTorch 在这台机器上没有找到 Apple GPU；请选择 cpu 或 auto。</translation>
    </message>
    <message>
        <source>Safe mode does not look for a GPU; choose cpu or auto.</source>
        <translation>安全模式下不检测 GPU；请选择 cpu 或 auto。</translation>
    </message>
    <message>
        <source>This processor has no instructions for bfloat16; 16 bits would be slower than 32 bits.</source>
        <translation>这个处理器没有 bfloat16 指令；用 16 位会比用 32 位更慢。</translation>
    </message>
    <message>
        <source>This GPU has no instructions for bfloat16; 16 bits would be slower than 32 bits.</source>
        <translation>这块显卡没有 bfloat16 指令；用 16 位会比用 32 位更慢。</translation>
    </message>
    <message>
        <source>PyTorch finds no CUDA GPU on this machine; choose cpu or auto.</source>
        <translation>PyTorch 在这台机器上没有找到 CUDA GPU；请选择 cpu 或 auto。</translation>
    </message>
    <message>
        <source>This build of PyTorch has no CUDA; choose cpu or auto.</source>
        <translation>这个 PyTorch 版本不支持 CUDA；请选择 cpu 或 auto。</translation>
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
        <source>Only a page shows more than one run.</source>
        <translation>只有网页可以包含多条训练记录。</translation>
    </message>
    <message>
        <source>must be a list of at most {most} layers with units, activation and dropout, not {given}.</source>
        <translation>必须是至多 {most} 层的列表，每层给出神经元数、激活函数和丢弃率，不能是 {given}。</translation>
    </message>
    <message>
        <source>must be lower-case letters, digits and hyphens, not {given}.</source>
        <translation>只能用小写字母、数字和连字符，不能是 {given}。</translation>
    </message>
    <message>
        <source>what --tune-rates chooses cannot be planned for.</source>
        <translation>--tune-rates 要选出什么，无法预先估计。</translation>
    </message>
    <message>
        <source>A comparison needs two presets or more.</source>
        <translation>比较至少需要两个预设。</translation>
    </message>
    <message>
        <source>needs two presets: the first and the last.</source>
        <translation>需要两个预设：起点和终点。</translation>
    </message>
    <message>
        <source>must be another file than the report.</source>
        <translation>必须是与报告不同的文件。</translation>
    </message>
    <message>
        <source>{path} belongs to a run, comparison or search that is kept; choose another file.</source>
        <translation>{path} 属于已保存的训练记录、比较或搜索；请另选一个文件。</translation>
    </message>
    <message>
        <source>{path} already exists.</source>
        <translation>{path} 已经存在。</translation>
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
        <source>must be a name or a path, not {given}.</source>
        <translation>必须是名称或路径，不能是 {given}。</translation>
    </message>
    <message>
        <source>must be a list of at most {most} names, not {given}.</source>
        <translation>必须是至多 {most} 个名称的列表，不能是 {given}。</translation>
    </message>
    <message>
        <source>must be a list of 1 to {most} points [x, y, class], with x and y from {low} to {high} and classes from 0 to {last}, not {given}.</source>
        <translation>必须是 1 到 {most} 个点 [x, y, 类别] 的列表，x 和 y 为 {low} 到 {high}，类别为 0 到 {last}，不能是 {given}。</translation>
    </message>
    <message>
        <source>must be a number from {low} to {high}, not {given}.</source>
        <translation>必须是 {low} 到 {high} 之间的数，不能是 {given}。</translation>
    </message>
    <message>
        <source>must be a whole number from {low} to {high}.</source>
        <translation>必须是 {low} 到 {high} 之间的整数。</translation>
    </message>
    <message>
        <source>must be a number from {low} to {high}.</source>
        <translation>必须是 {low} 到 {high} 之间的数。</translation>
    </message>
    <message>
        <source>must not contain the character {character}.</source>
        <translation>不能包含字符 {character}。</translation>
    </message>
    <message>
        <source>The settings are nested too deep.</source>
        <translation>设置嵌套得太深。</translation>
    </message>
    <message>
        <source>there is no such hidden layer.</source>
        <translation>没有这个隐藏层。</translation>
    </message>
    <message>
        <source>&apos;{text}&apos; is not of the form FIELD=VALUE.</source>
        <translation>“{text}”不是 FIELD=VALUE（字段=值）的形式。</translation>
    </message>
    <message>
        <source>follows from the data; it cannot be set.</source>
        <translation>由数据决定，不能设置。</translation>
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
        <source>The picture</source>
        <translation>该图片</translation>
    </message>
    <message>
        <source>decoding it takes too long</source>
        <translation>解码耗时过长</translation>
    </message>
    <message>
        <source>it has too many pixels</source>
        <translation>像素太多</translation>
    </message>
    <message>
        <source>{file} is a picture in the format HEIC or AVIF, which cannot be read here. Install the newest pillow-heif, or save the picture as JPEG or PNG (iPhone: Settings &gt; Camera &gt; Formats &gt; Most Compatible).</source>
        <translation>{file} 是 HEIC 或 AVIF 格式的图片，这里无法读取。请安装最新的 pillow-heif 包，或将图片另存为 JPEG 或 PNG（iPhone：设置 &gt; 相机 &gt; 格式 &gt; 兼容性最佳）。</translation>
    </message>
    <message>
        <source>{file} has {width} x {height} pixels; at most {most} million can be read.</source>
        <translation>{file} 有 {width} x {height} 个像素；最多能读取 {most} 百万像素。</translation>
    </message>
    <message>
        <source>{file} has {width} x {height} pixels; at most {most:,} can be read on a side.</source>
        <translation>{file} 有 {width} x {height} 个像素；每边最多能读取 {most:,} 个像素。</translation>
    </message>
    <message>
        <source>its tiles share what they hold</source>
        <translation>各分块共用同一段数据</translation>
    </message>
    <message>
        <source>its tiles have too many scans</source>
        <translation>各分块的扫描次数过多</translation>
    </message>
    <message>
        <source>its tiles have no valid size</source>
        <translation>分块的大小无效</translation>
    </message>
    <message>
        <source>it consists of more than {most:,} tiles</source>
        <translation>由超过 {most:,} 个分块组成</translation>
    </message>
    <message>
        <source>its metadata are too large</source>
        <translation>元数据过大</translation>
    </message>
    <message>
        <source>its tiles have more than {most} million pixels</source>
        <translation>分块的像素超过 {most} 百万</translation>
    </message>
    <message>
        <source>the description of its parts is damaged</source>
        <translation>对其组成部分的描述已损坏</translation>
    </message>
    <message>
        <source>it is composed of too many pictures</source>
        <translation>由过多的图片合成</translation>
    </message>
    <message>
        <source>it has more than {most} scans</source>
        <translation>扫描次数超过 {most}</translation>
    </message>
    <message>
        <source>it has more than {most} segments</source>
        <translation>数据段超过 {most} 个</translation>
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
        <source>Tensors and the device</source>
        <translation>张量与设备</translation>
    </message>
    <message>
        <source>One instruction works on a whole table: a single product takes a whole batch through a layer. The place where a tensor is stored and processed is its device, the processor or a graphics card. The data and the weights must be on the same one.</source>
        <translation>一条指令就能处理整张表格：只需一次矩阵乘法，整批图像便一起通过一层网络。张量存放在哪里、在哪里计算，哪里就是它的“设备”：可以是处理器（CPU），也可以是显卡（GPU）。数据和权重必须放在同一个设备上。</translation>
    </message>
    <message>
        <source>Batches of 10: each is little work</source>
        <translation>每批 10 个：每批的计算量小</translation>
    </message>
    <message>
        <source>Both alike: they are the same digits</source>
        <translation>差不多：数字都是一样的</translation>
    </message>
    <message>
        <source>Batches of 1,000</source>
        <translation>每批 1,000 个</translation>
    </message>
    <message>
        <source>Batches of 10,000, learning rate {rate}</source>
        <translation>每批 10,000 个，学习率 {rate}</translation>
    </message>
    <message>
        <source>Batches of 10</source>
        <translation>每批 10 个</translation>
    </message>
    <message>
        <source>One gradient step</source>
        <translation>梯度下降的一步</translation>
    </message>
    <message>
        <source>A network learns in steps. Forward: it answers, and the cost measures how wrong that is. Backward: for each weight its gradient is computed, which is how the cost changes if the weight grows a little. Step: each weight moves against its gradient, by the gradient times the learning rate. Then zero_grad forgets the gradients, because PyTorch would add the next ones to them.</source>
        <translation>网络是一步一步学习的。前向：网络给出答案，代价衡量它错了多少。反向：求出每个权重的梯度，也就是权重稍微变大时代价如何变化。更新：每个权重沿梯度的反方向移动，移动的距离是梯度乘以学习率。然后用 zero_grad 清零梯度，否则 PyTorch 会把下一次的梯度累加上去。</translation>
    </message>
    <message>
        <source>Here a line with a single weight w sees all points in one batch, so that an epoch is one step. Two runs start from the same w. One takes a single step with the learning rate 1, the other ten steps with 0.1.</source>
        <translation>这里是一条只有一个权重 w 的直线，所有的点都在同一批里，所以一轮就是一步。两次训练从同一个 w 出发：一次用学习率 1 走一步，另一次用学习率 0.1 走十步。</translation>
    </message>
    <message>
        <source>Neither: 10 × 0.1 is 1</source>
        <translation>一样远：10 × 0.1 等于 1</translation>
    </message>
    <message>
        <source>The ten small steps</source>
        <translation>十个小步</translation>
    </message>
    <message>
        <source>The one large step</source>
        <translation>一个大步</translation>
    </message>
    <message>
        <source>One step, ten times the learning rate</source>
        <translation>一步，学习率增大到十倍</translation>
    </message>
    <message>
        <source>One step, learning rate {rate}</source>
        <translation>一步，学习率 {rate}</translation>
    </message>
    <message>
        <source>Ten steps, learning rate {rate}</source>
        <translation>十步，学习率 {rate}</translation>
    </message>
    <message>
        <source>A line and the learning rate</source>
        <translation>一条直线与学习率</translation>
    </message>
    <message>
        <source>The smallest network has one weight w and turns x into w · x. The points scatter around a line. The cost is the mean of the squared errors; plotted over w, it is a valley.</source>
        <translation>最小的网络只有一个权重 w，把 x 变成 w · x。数据点散布在一条直线附近，带有一些噪声。代价是误差平方的平均值；以 w 为横轴画出来，就像一个山谷。</translation>
    </message>
    <message>
        <source>Scaling the pixels</source>
        <translation>像素的缩放</translation>
    </message>
    <message>
        <source>Grey levels are stored as whole numbers from 0 to 255. A network can be given them as they are; divided by 255, so that they lie between 0 and 1; or standardized, which means shifted and scaled so that over all training images their mean is 0 and their standard deviation 1.</source>
        <translation>灰度以 0 到 255 的整数存储。交给网络时，可以原样不动；可以除以 255，使它们落在 0 到 1 之间；也可以标准化，即通过平移和缩放，使它们在全部训练图像上均值为 0、标准差为 1。</translation>
    </message>
    <message>
        <source>Nothing else differs: the same digits, the same initial weights, the same batches. Three networks use gradient descent with momentum and the learning rate 0.01, two more use Adam with 0.001.</source>
        <translation>其他一切都相同：同样的数字、同样的初始权重、同样的批次。三个网络使用带动量的梯度下降，学习率 0.01；另外两个使用 Adam，学习率 0.001。</translation>
    </message>
    <message>
        <source>With gradient descent, how high is the cost on test digits with the pixels as stored, compared with pixels divided by 255?</source>
        <translation>使用梯度下降时，与像素除以 255 相比，像素原样不动时测试数字上的代价有多高？</translation>
    </message>
    <message>
        <source>About the same: the weights adapt</source>
        <translation>差不多：权重会自己适应</translation>
    </message>
    <message>
        <source>2 to 100 times as high</source>
        <translation>2 到 100 倍</translation>
    </message>
    <message>
        <source>More than 100 times as high</source>
        <translation>100 倍以上</translation>
    </message>
    <message>
        <source>A weight&apos;s gradient has the weight&apos;s input as a factor: inputs 255 times as large make it 255 times as large. When the next image arrives, the change of the weight is multiplied by the input once more. For the same error one step of plain gradient descent changes the logits 255 × 255, about 65,000 times as much: it leaps to and fro, and the network is very sure of its mistakes. Adam divides the gradient by its own size, which leaves a factor of 255. The learning rate no longer fits, nor do the initial weights. The share of digits read correctly shows less of it than the cost: it asks only which logit is the largest. Standardized pixels are what usual learning rates and initial weights are made for.</source>
        <translation>权重的梯度以它的输入为因子：输入大到 255 倍，梯度也大到 255 倍。下一张图像到来时，权重的变化还要再乘一次输入。所以，误差相同时，梯度下降的一步使 logits 的变化达到 255 × 255 倍，约 65,000 倍：来回跳跃，网络还对自己的错误深信不疑。Adam 会把梯度除以梯度自身的大小，因此只剩 255 倍。学习率不再合适，初始权重也不再合适。识别准确率不如代价反映得明显，因为它只看哪个 logit 最大。常用的学习率和初始权重，正是为标准化后的输入准备的。</translation>
    </message>
    <message>
        <source>As stored, a thousandth of the learning rate</source>
        <translation>原样不动，学习率缩小到千分之一</translation>
    </message>
    <message>
        <source>Divided by 255</source>
        <translation>除以 255</translation>
    </message>
    <message>
        <source>Standardized</source>
        <translation>标准化</translation>
    </message>
    <message>
        <source>Divided by 255, Adam</source>
        <translation>除以 255，Adam</translation>
    </message>
    <message>
        <source>As stored, Adam</source>
        <translation>原样不动，Adam</translation>
    </message>
    <message>
        <source>As stored</source>
        <translation>原样不动</translation>
    </message>
    <message>
        <source>A network computes with tensors: tables of numbers, with as many dimensions as are needed. An image of 28 × 28 pixels becomes a row of 784 numbers; a batch of 100 images is a table of 100 × 784.</source>
        <translation>神经网络用张量来计算。张量就是由数排成的表格，需要几个维度，就有几个维度。一张 28 × 28 像素的图像，可以排成一行 784 个数；一批 100 张图像，就是一张 100 × 784 的表格。</translation>
    </message>
    <message>
        <source>One step with the learning rate 1, or ten steps with 0.1, from the same w and with all points in one batch: which of the two moves w farther?</source>
        <translation>从同一个 w 出发、所有的点都在同一批里：用学习率 1 走一步，或用 0.1 走十步，哪一种把 w 移动得更远？</translation>
    </message>
    <message>
        <source>A step knows nothing but the slope at the point where it begins. The small steps measure the slope again each time, and nearer to the bottom it is flatter: each is shorter than the one before. The large step goes all the way with the slope of its start; at a still larger rate it would pass the bottom and climb the other side. Training in slow motion shows each of these lines of code with all numbers of a small network; there zero_grad can be left out, too.</source>
        <translation>每一步只知道起点处的坡度。小步每次都重新测量坡度，而越靠近谷底越平，所以一步比一步短。大步则自始至终按起点的坡度走；学习率再大一些，就会越过谷底，爬到对面去。“慢动作训练”逐行执行这几行代码，并显示一个小网络的所有数值；在那里还可以去掉 zero_grad 试试。</translation>
    </message>
    <message>
        <source>Three networks start from the same weight and train for 10 epochs, with learning rates 0.003, 0.1 and 4. Which one has the lowest cost in the end?</source>
        <translation>三个网络从同一个权重出发，各训练 10 轮，学习率分别是 0.003、0.1 和 4。最后哪一个的代价最低？</translation>
    </message>
    <message>
        <source>0.003: careful steps miss nothing</source>
        <translation>0.003：步子小，不会走过头</translation>
    </message>
    <message>
        <source>0.1</source>
        <translation>0.1</translation>
    </message>
    <message>
        <source>4: long steps arrive first</source>
        <translation>4：步子大，最先到达</translation>
    </message>
    <message>
        <source>Steps that are too short arrive late. Steps that are too long leap over the valley and land higher up on the other side, each leap longer than the last; waiting does not help. Between the two lies a wide range that works. Finding it is the first thing to do with any network. Run &gt; Find a learning rate… tries all of them in one short training.</source>
        <translation>步子太小，很久才能走到。步子太大，会一下子跨过谷底，落到对面更高的地方，而且一次比一次跨得更远，等多久都没有用。两者之间有一个很宽的合适范围。无论训练什么网络，都应该先把这个范围找出来。“运行 &gt; 寻找学习率…”用一次短时间的训练就能把各种学习率都试一遍。</translation>
    </message>
    <message>
        <source>Learning rate {rate}</source>
        <translation>学习率 {rate}</translation>
    </message>
    <message>
        <source>Logistic regression</source>
        <translation>逻辑回归</translation>
    </message>
    <message>
        <source>Three networks go twice through the same 20,000 digits: one in batches of 10, two in batches of 1,000, the second of these with a larger learning rate. Which batches get through more digits in a second?</source>
        <translation>三个网络都把同样的 20,000 个数字学两遍：一个每批 10 个，两个每批 1,000 个，其中后一个的学习率更大。哪种批量每秒处理的数字更多？</translation>
    </message>
    <message>
        <source>Each instruction costs a little fixed time, however small the table, and a large table spreads it over many images. But a batch is also one learning step, so larger batches mean fewer steps per epoch. How much of what that costs comes back with longer steps, the third network shows: whoever changes the batch size has to choose the learning rate again.</source>
        <translation>表格再小，每条指令本身也要花一点时间；表格大了，这点时间就由许多张图像分摊。但是，每学一批只更新一次权重：批越大，一轮之中更新的次数就越少。由此失去的准确率，靠更大的步长能找回多少，看第三个网络就知道：改了批量大小，学习率也要重新选。</translation>
    </message>
    <message>
        <source>Batches of 1,000, learning rate {rate}</source>
        <translation>每批 1,000 个，学习率 {rate}</translation>
    </message>
    <message>
        <source>Gradient descent feels how steep the ground is where w stands, and takes a step downhill. The step is as long as the steepness times the learning rate.</source>
        <translation>梯度下降先看 w 所在之处的坡有多陡，再朝下坡方向走一步：坡度乘以学习率，就是这一步的步长。</translation>
    </message>
    <message>
        <source>The valley in the picture is the cost over all points. A step feels only the ten points of its batch: their valley is a little different, so that steps may be longer or shorter than the picture suggests, and near the bottom even point uphill.</source>
        <translation>图中的山谷，是所有数据点上的代价。而每一步只看得到一批中的十个点：它们的山谷略有不同，所以实际的步子可能比图上看起来的长一些或短一些，在谷底附近甚至可能朝上坡走。</translation>
    </message>
    <message>
        <source>Now the input is an image and there are ten answers. Every pixel has a vote for every digit: 784 × 10 weights, and a bias for each digit, 7,850 numbers to learn.</source>
        <translation>现在，输入变成了一张图像，可能的答案有十个。每个像素都给每个数字投票：一共 784 × 10 个权重，再给每个数字加一个偏置，总共要学 7,850 个数。</translation>
    </message>
    <message>
        <source>The network sees 20,000 digits three times each. How many of the digits it has never seen will it read correctly?</source>
        <translation>网络把 20,000 个数字各看三遍。对于从未见过的数字，它能读对多少？</translation>
    </message>
    <message>
        <source>Fewer than 20%; guessing gives 10%</source>
        <translation>不到 20%（随机猜测是 10%）</translation>
    </message>
    <message>
        <source>20 to 70%</source>
        <translation>20% 到 70%</translation>
    </message>
    <message>
        <source>70 to 95%</source>
        <translation>70% 到 95%</translation>
    </message>
    <message>
        <source>More than 95%</source>
        <translation>超过 95%</translation>
    </message>
    <message>
        <source>A layer in the plane</source>
        <translation>平面上的隐藏层</translation>
    </message>
    <message>
        <source>Hidden layer: identity</source>
        <translation>隐藏层：恒等</translation>
    </message>
    <message>
        <source>Hidden layer: tanh</source>
        <translation>隐藏层：tanh</translation>
    </message>
    <message>
        <source>The curve is what matters. Without it, sums of sums would just be sums again, and the second layer would add nothing; the activation “Identity” lets you try that. The price: about 407,000 numbers to learn instead of 7,850.</source>
        <translation>关键就在这条曲线（激活函数）。没有它，对和再求和仍然只是求和，第二层就什么也没有增加；把激活函数选为“恒等函数”，就能亲自试一试。当然，要学的数也从 7,850 个增加到约 407,000 个。</translation>
    </message>
    <message>
        <source>One network has no hidden layer, the other has one of 512 sigmoid neurons. Each is trained with the learning rates 0.01 and 0.1, and 2,000 held-out digits choose the better of the two. Which network then reads more test digits correctly after eight epochs?</source>
        <translation>一个网络没有隐藏层，另一个有一个含 512 个 Sigmoid 神经元的隐藏层。两者各用学习率 0.01 和 0.1 训练一次，再用留出的 2,000 个数字从中选出较好的一次。训练八轮之后，哪个网络读对的测试数字更多？</translation>
    </message>
    <message>
        <source>A hidden layer</source>
        <translation>隐藏层</translation>
    </message>
    <message>
        <source>Softmax turns the ten sums of votes, the logits, into probabilities that add up to 1. The cost is the cross-entropy: the negative logarithm of the probability that the correct digit was given. It is 0 for certainty and 2.3 for a tenth, as guessing gives. No pixel knows anything about any other.</source>
        <translation>Softmax 把这十个票数之和（logits）变成总和为 1 的概率。代价是交叉熵：正确数字所得概率的负对数。完全确信时为 0；概率只有十分之一时，也就是随机猜测时，为 2.3。每个像素对其他像素一无所知。</translation>
    </message>
    <message>
        <source>A digit can often be recognised by where its ink is, without any notion of a stroke. What such votes cannot express is “ink here counts, but only if there is none over there”. The Inside tab shows each digit&apos;s votes as an image, and under Cost how the ten sums become probabilities and the cost; there you can drag a sum. CrossEntropyLoss computes softmax and logarithm in one, so the network itself ends with the sums.</source>
        <translation>很多时候，只要知道哪里有墨迹，不必懂得笔画，就能认出数字。但这样的投票无法表达“这里有墨才算数，前提是那里没有墨”。在“内部”标签页中，可以把每个数字的权重当作图像来看；其中的“代价”一页显示十个和怎样变成概率和代价，这些和还可以用鼠标拖动。CrossEntropyLoss 把 softmax 和对数合在一起计算，所以网络本身以这些和作为输出。</translation>
    </message>
    <message>
        <source>To see what a layer does, take two inputs instead of 784: a point of the plane. Points in opposite quarters belong to the same class, so that the class depends on whether the signs of the two coordinates are equal: the exclusive or.</source>
        <translation>要看清一层在做什么，不妨把 784 个输入换成两个：平面上的一个点。对角象限的点属于同一类别，所以类别取决于两个坐标的正负号是否相同：这就是异或。</translation>
    </message>
    <message>
        <source>Three networks learn from 200 such points. The first has no hidden layer. The second has one of 8 neurons that pass their sums on as they are, with the activation “Identity”. The third has the same with a curve, tanh.</source>
        <translation>三个网络用 200 个这样的点来学习。第一个没有隐藏层。第二个有一个含 8 个神经元的隐藏层，激活函数为“恒等函数”，把加权和原样传下去。第三个与第二个相同，但有一条曲线：tanh。</translation>
    </message>
    <message>
        <source>Exclusive or in the plane, with no hidden layer, with one without a curve, with one with a curve: which networks classify at least 90% of the test points correctly?</source>
        <translation>平面上的异或：没有隐藏层、有隐藏层但没有曲线、有隐藏层也有曲线，哪些网络能正确分类至少 90% 的测试点？</translation>
    </message>
    <message>
        <source>All three</source>
        <translation>三个都能</translation>
    </message>
    <message>
        <source>Both with a hidden layer</source>
        <translation>两个有隐藏层的</translation>
    </message>
    <message>
        <source>Only the one with a curve</source>
        <translation>只有有曲线的那个</translation>
    </message>
    <message>
        <source>None: the classes are too entangled</source>
        <translation>都不能：类别交错得太厉害</translation>
    </message>
    <message>
        <source>Without a hidden layer the border between the classes is a straight line, and no straight line divides opposite quarters. A second layer of sums does not help: sums of sums are sums, so its border is straight as well. With a curve each hidden neuron draws a line of its own, and the output layer puts together what lies on this side of one and on that side of another. The small maps in the plane show these lines, one for each neuron. With digits it is the same in 784 dimensions, where nobody can look at it.</source>
        <translation>没有隐藏层，类别之间的边界就是一条直线，而任何直线都分不开对角的象限。再加一层求和也无济于事：和的和还是和，边界仍是直线。有了曲线，每个隐藏神经元各画一条线，输出层再把“在这条线的这一侧、在那条线的那一侧”组合起来。平面中的小图显示了这些线，每个神经元一张。识别数字时也是如此，只不过是在 784 维空间里，谁也没法亲眼去看。</translation>
    </message>
    <message>
        <source>{count} neurons with a curve, ten times as many</source>
        <translation>{count} 个有曲线的神经元，增加到十倍</translation>
    </message>
    <message>
        <source>No hidden layer</source>
        <translation>没有隐藏层</translation>
    </message>
    <message>
        <source>A hidden layer lets pixels be judged together. Each of its 512 neurons adds up all pixels with its own weights and sends the sum through a curve, here the sigmoid, which squeezes any number into the range from 0 to 1. The ten answers then count the votes of neurons, not of pixels.</source>
        <translation>有了隐藏层，像素就可以放在一起判断。512 个神经元各有一组权重，先对所有像素加权求和，再让结果经过一条曲线，这里用的是 Sigmoid，它把任何数都压缩到 0 和 1 之间。这样一来，十个答案统计的就是神经元的投票，而不是像素的投票。</translation>
    </message>
    <message>
        <source>The one without: it has less to learn</source>
        <translation>没有隐藏层的：要学的东西少</translation>
    </message>
    <message>
        <source>The one with a hidden layer</source>
        <translation>有隐藏层的</translation>
    </message>
    <message>
        <source>No difference can be shown</source>
        <translation>看不出差别</translation>
    </message>
    <message>
        <source>Nobody tells the neurons what to look for: each becomes a detector of whatever makes the cost smaller. They start as random as their initial weights, so it takes some training before they are useful. Compare the figures after the first epoch with the last ones.</source>
        <translation>没有人告诉神经元该找什么：凡是能降低代价的特征，它们都会逐渐学会去检测。初始权重是随机的，神经元一开始也就毫无章法，要训练一段时间才派得上用场。请比较第一轮之后和最后的数字。</translation>
    </message>
    <message>
        <source>{count} neurons, a tenth of them</source>
        <translation>{count} 个神经元，只有十分之一</translation>
    </message>
    <message>
        <source>Convolution</source>
        <translation>卷积</translation>
    </message>
    <message>
        <source>In a fully connected layer each neuron has a weight of its own for every pixel. That two pixels are neighbours means nothing to it. A convolution looks at the image through a small window, here of 5 × 5 pixels, with the same 25 weights wherever it stands; each of its 16 windows yields a map of where its pattern occurs.</source>
        <translation>在全连接层中，每个神经元对每个像素都有各自的权重；两个像素是否相邻，对它毫无意义。卷积则透过一个小窗口（这里是 5 × 5 个像素）观察图像，无论窗口移到哪里，用的都是同样的 25 个权重；16 个这样的窗口（卷积核）各得到一张特征图，显示自己的图案出现在哪里。</translation>
    </message>
    <message>
        <source>How much depends on neighbours? The pixels of all images are shuffled, in one random order that is the same for every image, so that no information is lost. A fully connected and a convolutional network learn from 5,000 digits, once as they are, once shuffled.</source>
        <translation>相邻关系有多重要？把所有图像的像素打乱，所有图像用同一种随机顺序，因此信息没有丢失。一个全连接网络和一个卷积网络各用 5,000 个数字训练两次：一次用原图，一次用打乱后的图像。</translation>
    </message>
    <message>
        <source>Once all pixels are shuffled, in one fixed order: which network reads clearly fewer test digits than before, by 5 points or more?</source>
        <translation>所有像素按同一种固定的顺序打乱之后，哪个网络读对的测试数字比原来明显变少（至少少 5 个百分点）？</translation>
    </message>
    <message>
        <source>Both of them</source>
        <translation>两个都变少</translation>
    </message>
    <message>
        <source>Only the fully connected one</source>
        <translation>只有全连接网络</translation>
    </message>
    <message>
        <source>Only the convolutional one</source>
        <translation>只有卷积网络</translation>
    </message>
    <message>
        <source>Neither of them</source>
        <translation>两个都不变少</translation>
    </message>
    <message>
        <source>The fully connected network learns a weight for each pixel in any case, so one fixed order is as good as any other; what differs is chance. A convolution is built on a supposition: what belongs together lies close together, and may occur anywhere in the image. That is true of images, and so the convolution itself needs few weights (most of this network&apos;s are in the layer behind it) and few examples. Where it is not true, it gets in the way. Inside &gt; Weights shows the windows of the first layer as small pictures.</source>
        <translation>全连接网络本来就为每个像素各学一个权重，所以任何一种固定的顺序都一样好，剩下的差别只是偶然。卷积建立在一个假设之上：有关联的像素彼此靠近，而且同样的图案可以出现在图像的任何位置。对图像来说确实如此，所以卷积本身用很少的权重（这个网络的权重大多在它后面的一层）和很少的样本就够了；假设不成立时，它反而碍事。“内部 &gt; 权重”把第一层的卷积核显示成小图。</translation>
    </message>
    <message>
        <source>Convolutional, shuffled, ten times as many digits</source>
        <translation>卷积，打乱，数字增加到十倍</translation>
    </message>
    <message>
        <source>Fully connected, shuffled</source>
        <translation>全连接，打乱</translation>
    </message>
    <message>
        <source>Convolutional, shuffled</source>
        <translation>卷积，打乱</translation>
    </message>
    <message>
        <source>Why sigmoid learns slowly</source>
        <translation>Sigmoid 为什么学得慢</translation>
    </message>
    <message>
        <source>Learning goes backwards through a network. The gradient that reaches a layer is the next layer&apos;s, multiplied by weights and by the slope of the curve in between.</source>
        <translation>学习是从后往前进行的（反向传播）。传到一层的梯度，等于后一层的梯度乘以权重，再乘以两层之间那条曲线的斜率。</translation>
    </message>
    <message>
        <source>ReLU is the simplest of curves: max(0, x). A negative sum becomes 0, a positive one passes unchanged. Where a sum passes, the slope is exactly 1, so the curve leaves the gradient as it is.</source>
        <translation>ReLU 是最简单的曲线：max(0, x)。负数变成 0，正数原样通过。在让数值通过的地方，斜率恰好是 1，所以梯度经过它时丝毫不减。</translation>
    </message>
    <message>
        <source>A large network that sees few examples can memorise them: it reads training digits perfectly and new ones less well. That is overfitting. You can see it where the two curves part: the training cost keeps falling while the test cost rises.</source>
        <translation>样本少而网络大时，网络可能把样本死记硬背下来：训练数字全都读对，新数字却差一些。这就是过拟合。从曲线上看，就是两条线分道扬镳：训练代价继续下降，测试代价反而上升。</translation>
    </message>
    <message>
        <source>About as large: more than a third of it</source>
        <translation>差不多：大于三分之一</translation>
    </message>
    <message>
        <source>Smaller: a third to a hundredth of it</source>
        <translation>较小：三分之一到百分之一</translation>
    </message>
    <message>
        <source>Tiny: less than a hundredth of it</source>
        <translation>极小：不到百分之一</translation>
    </message>
    <message>
        <source>The slope of the sigmoid is 1/4 at most, and nearly 0 at both of its flat ends. On the way from the output back through four sigmoid layers, four such factors are multiplied: by themselves they leave 1/256 or less.</source>
        <translation>Sigmoid 的斜率最大也只有 1/4，在两头平坦的地方几乎是 0。从输出往回传，穿过四层 Sigmoid，就要连乘四个这样的因子：单凭它们，梯度最多只剩 1/256。</translation>
    </message>
    <message>
        <source>They are not all. The weights in between are factors as well, and what a layer receives and how wide it is counts, too. So one network with sigmoid begins with the initial weights that PyTorch draws, another with Xavier&apos;s, which are larger.</source>
        <translation>但因子不止这些。各层之间的权重也是因子，各层接收到的数值和层的宽度也有影响。所以，一个 Sigmoid 网络从 PyTorch 默认的初始权重开始，另一个从 Xavier 的初始权重开始，后者更大。</translation>
    </message>
    <message>
        <source>In a network with four sigmoid layers and PyTorch&apos;s initial weights, how large is the gradient of the first layer&apos;s weights compared with that of the output layer&apos;s?</source>
        <translation>在一个有四层 Sigmoid、使用 PyTorch 默认初始权重的网络中，第一层权重的梯度与输出层相比有多大？</translation>
    </message>
    <message>
        <source>A weight with almost no gradient hardly moves. The first layers stay as random as they started, and the last ones have to make do with what comes through. This is the vanishing gradient. For a long time it kept deep networks from learning; a different curve was a good part of the remedy, and initial weights that suit the curve another. Inside &gt; Activation shows the mean slope of each layer and the product of all of them; the rest of the factor is weights, inputs and widths.</source>
        <translation>梯度几乎为零的权重，也就几乎不会改变。前几层始终停留在最初的随机状态，后面的层只能将就着用它们传来的东西。这就是梯度消失。它曾长期妨碍深层网络的训练；换一种激活函数，正是解决办法的重要一环，选用与激活函数相配的初始权重则是另一环。“内部 &gt; 激活”显示各层的平均斜率及其乘积；其余的因子来自权重、输入和层宽。</translation>
    </message>
    <message>
        <source>Ten times the learning rate</source>
        <translation>学习率增大到十倍</translation>
    </message>
    <message>
        <source>{network}, initial weights: {init}</source>
        <translation>{network}，初始权重：{init}</translation>
    </message>
    <message>
        <source>Networks with one hidden layer of 512 neurons start from the same weights and see the same batches. But a smaller slope also makes smaller steps in the layer before it, and a larger learning rate makes larger ones. So each curve is tried with two.</source>
        <translation>几个网络都只有一个含 512 个神经元的隐藏层，初始权重相同，所见的批次也相同。但是，斜率小，前面那一层的步子也小；学习率大，步子就大。所以，每种曲线都用两个学习率来试。</translation>
    </message>
    <message>
        <source>After one epoch with the learning rate 0.01, the network with ReLU is some points ahead of the one with sigmoid. What becomes of that lead if each has the rate, 0.01 or 0.1, that suits it better?</source>
        <translation>学习率为 0.01 时，训练一轮之后，ReLU 网络领先 Sigmoid 网络若干个百分点。如果两者各用 0.01 和 0.1 中更适合自己的学习率，这个领先会怎样？</translation>
    </message>
    <message>
        <source>It is gone: the rate was all there was to it</source>
        <translation>消失：差别全在学习率</translation>
    </message>
    <message>
        <source>It becomes smaller, but remains</source>
        <translation>变小，但仍然存在</translation>
    </message>
    <message>
        <source>It stays about as large, or grows</source>
        <translation>基本不变，或者更大</translation>
    </message>
    <message>
        <source>{network}, learning rate {rate}</source>
        <translation>{network}，学习率 {rate}</translation>
    </message>
    <message>
        <source>{network} (learning rate {rate})</source>
        <translation>{network}（学习率 {rate}）</translation>
    </message>
    <message>
        <source>no run of {network} completed with any of them.</source>
        <translation>{network} 用其中任何一个学习率都没有完成训练。</translation>
    </message>
    <message>
        <source>Learning rates are chosen by held-out examples; hold some out.</source>
        <translation>学习率要靠留出样本来选择，请留出一些样本。</translation>
    </message>
    <message>
        <source>{network}: no run completed.</source>
        <translation>{network}：没有一次训练完成。</translation>
    </message>
    <message>
        <source>{network}: learning rate {rate}, with {accuracy} on held-out examples.</source>
        <translation>{network}：学习率 {rate}，在留出样本上为 {accuracy}。</translation>
    </message>
    <message>
        <source>{network}: learning rate {rate}, with {accuracy} on held-out examples. It is the smallest that was tried; a smaller one may be better.</source>
        <translation>{network}：学习率 {rate}，在留出样本上为 {accuracy}。它是试过的最小值，更小的也许更好。</translation>
    </message>
    <message>
        <source>{network}: learning rate {rate}, with {accuracy} on held-out examples. It is the largest that was tried; a larger one may be better.</source>
        <translation>{network}：学习率 {rate}，在留出样本上为 {accuracy}。它是试过的最大值，更大的也许更好。</translation>
    </message>
    <message>
        <source>Whoever compares two curves at one learning rate compares also which of them that rate suits. In one hidden layer a larger rate can make up for some of a small slope; where many layers follow one another it cannot, because each of them would need another rate. ReLU has a weakness of its own: a neuron whose sum is negative for every image has no gradient at all and rarely recovers. It is a dead unit. The Inside tab counts them under Over time and shows under Activation where the sums lie.</source>
        <translation>只用一个学习率比较两种曲线，比的也是这个学习率更适合哪一种。只有一个隐藏层时，较大的学习率可以部分弥补斜率的不足；许多层连在一起时就不行了，因为每一层需要的学习率都不同。ReLU 也有自己的弱点：如果一个神经元对所有图像的加权和都是负数，它就完全没有梯度，很难再恢复，成为死亡神经元。“内部”标签页的“逐轮变化”会统计它们的比例，“激活”则显示加权和落在哪里。</translation>
    </message>
    <message>
        <source>ReLU, again ten times the learning rate</source>
        <translation>ReLU，学习率再增大到十倍</translation>
    </message>
    <message>
        <source>Before the first step weights are random numbers. How large should they be? Each layer multiplies by its weights what passes through it, forwards and backwards; over several layers these factors are multiplied with one another.</source>
        <translation>在第一步之前，权重是随机数。它们应该多大？无论前向还是反向，穿过一层的数都要乘以这一层的权重；经过许多层，这些因子就会连乘起来。</translation>
    </message>
    <message>
        <source>Xavier&apos;s formula keeps the size of the numbers for curves that hardly change them, He&apos;s is for ReLU, which sets about half of them to 0. PyTorch&apos;s default for linear layers is 2.4 times smaller than He&apos;s. Four networks with four layers of 128 ReLU neurons differ in their initial weights alone: all zero; random and small, with a standard deviation of 0.01; PyTorch&apos;s default; He&apos;s.</source>
        <translation>Xavier 的公式适用于几乎不改变数值大小的曲线，He 的公式适用于 ReLU，因为 ReLU 会把大约一半的数变成 0。PyTorch 对线性层的默认初始权重，大小约为 He 的 1/2.4。四个网络都有四层、每层 128 个 ReLU 神经元，只有初始权重不同：全为零；很小的随机数，标准差 0.01；PyTorch 默认；He。</translation>
    </message>
    <message>
        <source>How many test digits does a network of four ReLU layers read correctly after two epochs, if all its weights were zero at first?</source>
        <translation>一个有四个 ReLU 层的网络，如果一开始权重全为零，训练两轮之后能读对多少测试数字？</translation>
    </message>
    <message>
        <source>No more than guessing would</source>
        <translation>不比随机猜测多</translation>
    </message>
    <message>
        <source>Some, but fewer than with the default</source>
        <translation>有一些，但比默认权重少</translation>
    </message>
    <message>
        <source>As many as with the default, or more</source>
        <translation>与默认权重一样多，或更多</translation>
    </message>
    <message>
        <source>With weights of zero each hidden neuron computes 0 for every image, and no gradient gets back through weights that are 0: only the biases of the output layer learn how frequent each digit is. Equal weights other than 0 would hardly do better, because the neurons of a layer would stay copies of one another. So weights are random, to differ, and of a size at which neither the numbers nor the gradients fade or explode from layer to layer. With one hidden layer this hardly matters, with many it decides whether the network learns.</source>
        <translation>权重全为零时，每个隐藏神经元对任何图像都输出 0，梯度也无法经由为 0 的权重往回传：只有输出层的偏置学到了各个数字出现得多频繁。即使权重相等而不为 0，也好不了多少，因为同一层的神经元会始终一模一样。所以权重要随机，才能各不相同；大小也要合适，使数值和梯度不会逐层消失或爆炸。只有一个隐藏层时，这几乎无关紧要；层数多了，它就决定网络能不能学会。</translation>
    </message>
    <message>
        <source>Random weights, ten times as large</source>
        <translation>随机权重，增大到十倍</translation>
    </message>
    <message>
        <source>Small random weights</source>
        <translation>很小的随机权重</translation>
    </message>
    <message>
        <source>He&apos;s weights</source>
        <translation>He 初始权重</translation>
    </message>
    <message>
        <source>Overfitting and dropout</source>
        <translation>过拟合与丢弃法</translation>
    </message>
    <message>
        <source>During training, dropout sets each output of a layer to 0 with a certain probability, here 1/2, drawn afresh for every image, and doubles the others to compensate. No neuron can rely on any particular other neuron.</source>
        <translation>丢弃法（dropout）在训练时以一定的概率（这里是 1/2）把一层的各个输出置为 0，对每张图像都重新抽取；其余的输出加倍，作为补偿。这样，任何神经元都不能只依赖某个特定的同伴。</translation>
    </message>
    <message>
        <source>When the network is tested or used, all neurons are active. The two lines model.train() and model.eval() switch between the two modes; whoever forgets the second one tests a network from which half of the neurons are missing.</source>
        <translation>测试或使用网络时，所有神经元都参与工作。model.train() 和 model.eval() 这两行在两种模式之间切换；忘了后一行，测试的就是一个缺了一半神经元的网络。</translation>
    </message>
    <message>
        <source>Two networks learn from only 1,500 digits for 30 epochs, one with dropout, one without. What has dropout done in the end?</source>
        <translation>两个网络都只用 1,500 个数字训练 30 轮，一个使用丢弃法，一个不用。到最后，丢弃法会带来什么？</translation>
    </message>
    <message>
        <source>It hurts: the cost is higher on all digits</source>
        <translation>有害：所有数字上的代价都更高</translation>
    </message>
    <message>
        <source>Lower cost on test digits only</source>
        <translation>只有测试数字上的代价更低</translation>
    </message>
    <message>
        <source>Lower cost on training digits, too</source>
        <translation>训练数字上的代价也更低</translation>
    </message>
    <message>
        <source>The cost on training digits alone says little about a network, which is why test digits are never trained on. The cost also counts how sure a network is, the accuracy only right and wrong: dropout makes answers less certain, mistakes among them, and so it may lower the cost clearly and hardly change the accuracy. More data is usually the better remedy; dropout helps where there is no more.</source>
        <translation>只看训练数字上的代价，几乎不能说明网络的好坏，所以测试数字从不参与学习。代价还反映网络有多确信，准确率只看对错：丢弃法使答案不那么确信，错误的答案也是如此，因此代价可能明显降低，而准确率几乎不变。通常，增加数据是更好的办法；没有更多数据时，丢弃法就能帮上忙。</translation>
    </message>
    <message>
        <source>Ten times as many digits, a tenth of the epochs</source>
        <translation>数字增加到十倍，轮数减少到十分之一</translation>
    </message>
    <message>
        <source>Without dropout</source>
        <translation>不用丢弃法</translation>
    </message>
    <message>
        <source>With dropout</source>
        <translation>使用丢弃法</translation>
    </message>
    <message>
        <source>Optimizers</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>Plain gradient descent moves each weight by the learning rate times the gradient. With momentum each step keeps a part of the one before, here nine tenths, like a ball that rolls on. Adam keeps two running means for each weight, of its gradient and of the gradient&apos;s square, and divides the one by the root of the other: every weight gets steps of its own size.</source>
        <translation>普通的梯度下降让每个权重移动“学习率乘以梯度”。有动量时，每一步还保留上一步的一部分（这里是十分之九），像小球借着惯性继续滚动。Adam 为每个权重维护两个滑动平均，一个是梯度的，一个是梯度平方的，再用前者除以后者的平方根：每个权重都有自己的步长。</translation>
    </message>
    <message>
        <source>Five networks with 128 ReLU neurons start from the same weights and see the same batches for one epoch: gradient descent with the learning rates 0.01 and 0.1, the same with a momentum of 0.9, and Adam with its usual 0.001.</source>
        <translation>五个网络各有 128 个 ReLU 神经元，从同样的权重出发，用同样的批次训练一轮：学习率为 0.01 和 0.1 的梯度下降，同样两个学习率、动量为 0.9 的梯度下降，以及使用常用学习率 0.001 的 Adam。</translation>
    </message>
    <message>
        <source>That without momentum at the same rate, 0.01</source>
        <translation>同样学习率 0.01、没有动量的</translation>
    </message>
    <message>
        <source>That without momentum at 0.1</source>
        <translation>学习率 0.1、没有动量的</translation>
    </message>
    <message>
        <source>Adam&apos;s</source>
        <translation>Adam 的</translation>
    </message>
    <message>
        <source>Adam, ten times the learning rate</source>
        <translation>Adam，学习率增大到十倍</translation>
    </message>
    <message>
        <source>Adam, learning rate {rate}</source>
        <translation>Adam，学习率 {rate}</translation>
    </message>
    <message>
        <source>Gradient descent, learning rate {rate}</source>
        <translation>梯度下降，学习率 {rate}</translation>
    </message>
    <message>
        <source>Momentum, learning rate {rate}</source>
        <translation>动量，学习率 {rate}</translation>
    </message>
    <message>
        <source>A fair race</source>
        <translation>公平的比赛</translation>
    </message>
    <message>
        <source>Sigmoid against ReLU + Dropout is a nice race, but it explains nothing: four things differ at once, and with the optimizer a fifth, its learning rate. The ladder changes one at a time: first the learning rate of gradient descent with momentum, 0.1 instead of 0.01, then Adam instead of it, with the rate that is usual for Adam, then ReLU instead of sigmoid, then a second layer, then dropout.</source>
        <translation>Sigmoid 对 ReLU + Dropout，比赛很好看，却说明不了原因：四处不同混在了一起，而且换了优化器，学习率也跟着变，这就是第五处。阶梯每次只改一处：先把带动量的梯度下降的学习率从 0.01 改为 0.1，再把它换成 Adam（取其常用的学习率），再把 Sigmoid 换成 ReLU，然后增加第二个隐藏层，最后加上丢弃法。</translation>
    </message>
    <message>
        <source>Luck plays a part too: different initial weights and a different order give a different result. So each of the six networks is trained with five seeds; with the same seed they all see the same batches in the same order. That makes 30 short runs.</source>
        <translation>运气也起作用：初始权重不同、样本顺序不同，结果就不同。因此六个网络各用五个种子训练；种子相同时，它们以同样的顺序看到同样的批次。一共是 30 次短训练。</translation>
    </message>
    <message>
        <source>This is true of a race as short as this one, and of the changes in this order. Without the first step, what the learning rate does would be credited to Adam. Dropout, for example, has little to prevent before a network overfits, and a slow optimizer may catch up given time. Try again with more epochs: Run &gt; New comparison… climbs a ladder under your own conditions, and the Comparison tab shows every step with its interval.</source>
        <translation>这个结论只适用于这样短的比赛，也只适用于按这个次序逐项改动。要是没有第一步，学习率的作用就会被算成 Adam 的功劳。又比如，网络还没有过拟合时，丢弃法就没有多少用武之地；给足时间，慢的优化器也可能赶上来。不妨用更多的轮数再问一次：“运行 &gt; 新建比较…”可以按您自己的条件走一遍阶梯，“比较”标签页会给出每一步的置信区间。</translation>
    </message>
    <message>
        <source>The last rung with ten times as many epochs</source>
        <translation>阶梯最后一级，轮数增加到十倍</translation>
    </message>
    <message>
        <source>Which cost on test digits does gradient descent with a momentum of 0.9 and the learning rate 0.01 come closest to after one epoch?</source>
        <translation>一轮之后，动量 0.9、学习率 0.01 的梯度下降，测试数字上的代价与哪一个最接近？</translation>
    </message>
    <message>
        <source>Where the gradients of many batches point the same way, a momentum of 0.9 adds up 1 + 0.9 + 0.81 + …, ten of them in all: it works like ten times the learning rate. In addition it smooths what differs from batch to batch. In a ravine it goes on along the bottom, where plain descent hardly gets ahead; across, it overshoots and swings before it comes to rest. So whoever compares optimizers at one learning rate compares rates above all. Adam&apos;s rate means something else again, about the largest distance that a weight moves in a step. Each optimizer deserves the rate that suits it. In the valley you can drag the start and change the rate, and watch which way each one takes.</source>
        <translation>如果许多批次的梯度方向一致，0.9 的动量就把 1 + 0.9 + 0.81 + … 累加起来，总和是 10：效果相当于把学习率放大十倍。此外，它还能抹平各批次之间的差别。在峡谷里，普通的梯度下降沿着谷底几乎走不动，动量却能一路向前；横着看，它会冲过头、来回摆动，然后才停下来。因此，用同一个学习率比较优化器，比的主要是学习率。Adam 的学习率又是另一个意思：大致是一个权重每一步最多移动多远。每个优化器都应当用适合自己的学习率。在山谷中，您可以拖动起点、改变学习率，看看它们各走哪条路。</translation>
    </message>
    <message>
        <source>Each network gets 6,000 digits and two epochs. Which single change adds most to the digits read correctly?</source>
        <translation>每个网络用 6,000 个数字训练两轮。哪一处改动最能让它多读对一些数字？</translation>
    </message>
    <message>
        <source>The larger learning rate</source>
        <translation>更大的学习率</translation>
    </message>
    <message>
        <source>Adam, the optimizer</source>
        <translation>优化器 Adam</translation>
    </message>
    <message>
        <source>ReLU, the curve</source>
        <translation>激活函数 ReLU</translation>
    </message>
    <message>
        <source>The second hidden layer</source>
        <translation>第二个隐藏层</translation>
    </message>
    <message>
        <source>Dropout, the last rung</source>
        <translation>最后一级：丢弃法</translation>
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
        <translation>两个隐藏层，各 512 个 ReLU 神经元，使用丢弃法，用 Adam 训练：现代网络。</translation>
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
        <source>Every pixel votes for every class; no hidden layer.</source>
        <translation>每个像素给每个类别投票；没有隐藏层。</translation>
    </message>
    <message>
        <source>The second rung: the activation changed to ReLU.</source>
        <translation>第二级：激活函数换成 ReLU。</translation>
    </message>
    <message>
        <source>The third rung: a second hidden layer. Dropout is the last step, to ReLU + Dropout.</source>
        <translation>第三级：增加第二个隐藏层。最后一步加上丢弃法，就是 ReLU + Dropout。</translation>
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
        <source>Like four sigmoid layers except for the activation: with ReLU the gradient reaches the first layer.</source>
        <translation>除激活函数外与“四层 Sigmoid”相同：换成 ReLU，梯度就能传到第一层。</translation>
    </message>
    <message>
        <source>Four sigmoid layers, normalized</source>
        <translation>四层 Sigmoid，归一化</translation>
    </message>
    <message>
        <source>Batch normalization keeps sums where the sigmoid is steep: all layers learn.</source>
        <translation>批归一化使加权和保持在 Sigmoid 陡峭的一段：各层都能学习。</translation>
    </message>
    <message>
        <source>Plane: no hidden layer</source>
        <translation>平面：无隐藏层</translation>
    </message>
    <message>
        <source>Exclusive or without a hidden layer: no straight line divides it.</source>
        <translation>没有隐藏层的异或：任何一条直线都分不开。</translation>
    </message>
    <message>
        <source>Plane: exclusive or</source>
        <translation>平面：异或</translation>
    </message>
    <message>
        <source>Four hidden neurons, a line each: together they enclose what one cannot.</source>
        <translation>四个隐藏神经元，各画一条线：合起来就能围出单独一条线围不出的区域。</translation>
    </message>
    <message>
        <source>Plane: spiral, 8 neurons</source>
        <translation>平面：螺旋，8 个神经元</translation>
    </message>
    <message>
        <source>Eight ReLU neurons bend their border too few times for two arms.</source>
        <translation>八个 ReLU 神经元让边界弯折的次数太少，跟不上两条旋臂。</translation>
    </message>
    <message>
        <source>Plane: spiral, sigmoid</source>
        <translation>平面：螺旋，Sigmoid</translation>
    </message>
    <message>
        <source>Like the spiral&apos;s network but for the activation: it learns far more slowly.</source>
        <translation>除激活函数外与螺旋的网络相同：学得慢得多。</translation>
    </message>
    <message>
        <source>Plane: spiral, normalized</source>
        <translation>平面：螺旋，归一化</translation>
    </message>
    <message>
        <source>Like the sigmoid&apos;s network, with layer normalization: the same curve learns it.</source>
        <translation>与 Sigmoid 网络相同，但加上层归一化：同样的曲线就学得会。</translation>
    </message>
    <message>
        <source>Plane: spiral</source>
        <translation>平面：螺旋</translation>
    </message>
    <message>
        <source>Two hidden layers of 32 ReLU neurons follow both arms to the centre.</source>
        <translation>两个各有 32 个 ReLU 神经元的隐藏层，能沿两条旋臂一直跟到中心。</translation>
    </message>
    <message>
        <source>Plane: few noisy points</source>
        <translation>平面：少量带噪声的点</translation>
    </message>
    <message>
        <source>A large network learns forty noisy points by heart, and their noise with them.</source>
        <translation>大网络把四十个带噪声的点背了下来，连噪声也一起背了。</translation>
    </message>
    <message>
        <source>Plane: few noisy points, dropout</source>
        <translation>平面：少量带噪声的点，丢弃法</translation>
    </message>
    <message>
        <source>The same with dropout: its border is smoother and its test cost lower.</source>
        <translation>同样的网络加上丢弃法：边界更平滑，测试代价更低。</translation>
    </message>
    <message>
        <source>Plane: wrong labels</source>
        <translation>平面：错误标签</translation>
    </message>
    <message>
        <source>A fifth of the labels are wrong: the border winds around what is only memorised.</source>
        <translation>五分之一的标签是错的：边界绕着只能死记的点弯曲。</translation>
    </message>
    <message>
        <source>There is no preset &apos;{name}&apos;; there are {names}.</source>
        <translation>没有名为“{name}”的预设；可用的有 {names}。</translation>
    </message>
    <message>
        <source>The run {run} is already being trained.</source>
        <translation>{run} 正在训练。</translation>
    </message>
    <message>
        <source>The run {run} cannot be continued, since {path} is in the way; move that elsewhere.</source>
        <translation>训练 {run} 无法继续：{path} 占用了训练文件的位置，请将其移到别处。</translation>
    </message>
    <message>
        <source>The run {run} cannot be continued: its checkpoint is from the end of epoch {epoch}, but {file} ends with epoch {last}; the lines after that are missing.</source>
        <translation>训练记录 {run} 无法继续训练：它的检查点来自第 {epoch} 轮结束时，但 {file} 只到第 {last} 轮；其后的行缺失。</translation>
    </message>
    <message>
        <source>The checkpoint of the run {run} is gone; it can no longer be continued.</source>
        <translation>训练记录 {run} 的检查点已不存在，无法再继续训练。</translation>
    </message>
    <message>
        <source>The fork begins after epoch {epoch}; weights can be cut there or later.</source>
        <translation>分叉从第 {epoch} 轮之后开始；剪枝只能在那时或更晚。</translation>
    </message>
    <message>
        <source>The run {run} has completed {done} epochs; choose more than that, not {epochs}.</source>
        <translation>训练记录 {run} 已完成 {done} 轮；请指定比这更大的轮数，而不是 {epochs}。</translation>
    </message>
    <message>
        <source>Its folder was deleted or moved meanwhile, so the run was not continued.</source>
        <translation>其文件夹已被删除或移走，因此这条训练记录没有继续训练。</translation>
    </message>
    <message>
        <source>Its weights are no finite numbers, so it is not kept.</source>
        <translation>它的权重不是有限的数，因此不予保存。</translation>
    </message>
    <message>
        <source>A fork keeps its parent&apos;s network; start a new run for another one.</source>
        <translation>分叉沿用原来的网络；要换网络，请另开一次训练。</translation>
    </message>
    <message>
        <source>The run cannot be kept in {folder}: {reason}.</source>
        <translation>无法把训练记录保存到 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>The run in {folder} cannot be used: this name is for other files. Rename the folder.</source>
        <translation>无法使用 {folder} 中的训练记录：这个名称保留给其他文件。请重命名该文件夹。</translation>
    </message>
    <message>
        <source>The run in {folder} cannot be used: the folder&apos;s name must not contain the character {character}. Rename the folder.</source>
        <translation>无法使用 {folder} 中的训练记录：文件夹名称不能包含字符 {character}。请重命名该文件夹。</translation>
    </message>
    <message>
        <source>{folder} is the rest of a run that cannot be opened: {file} is missing.</source>
        <translation>{folder} 是一条无法打开的训练记录的残留：缺少 {file}。</translation>
    </message>
    <message>
        <source>Another Inkling is training this run; it is left unchanged.</source>
        <translation>另一个 Inkling 正在进行这次训练；训练记录保持原样。</translation>
    </message>
    <message>
        <source>The run is kept in {folder} again.</source>
        <translation>训练记录已重新开始保存到 {folder}。</translation>
    </message>
    <message>
        <source>The run is not kept: {reason}</source>
        <translation>训练记录没有保存：{reason}</translation>
    </message>
    <message>
        <source>The run is not kept: another Inkling is writing to {folder}.</source>
        <translation>训练记录没有保存：另一个 Inkling 正在写入 {folder}。</translation>
    </message>
    <message>
        <source>The run is no longer kept in {folder}: {reason}.</source>
        <translation>训练记录不再保存到 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>{most} changes by hand of this run are kept. Later ones are not; the run itself is.</source>
        <translation>本次训练已保存 {most} 次手动更改，之后的更改不再记录；训练本身仍会继续保存。</translation>
    </message>
    <message>
        <source>Another Inkling has changed this run meanwhile, so it is left unchanged. Continue it again, from where it is now.</source>
        <translation>另一个 Inkling 在此期间更改了这条训练记录，因此它保持原样。请从它现在的位置再次继续训练。</translation>
    </message>
    <message>
        <source>There is no home folder to keep runs and data sets in. Set {variable} to a folder of your own, or choose a folder for the runs alone with --runs-dir.</source>
        <translation>找不到用于保存训练记录和数据集的主目录。请将 {variable} 设为您自己的一个文件夹，或仅为训练记录用 --runs-dir 指定文件夹。</translation>
    </message>
    <message>
        <source>There is no run &apos;{run}&apos;, neither in {folder} nor as a folder.</source>
        <translation>找不到训练记录“{run}”：{folder} 中没有，也没有这个文件夹。</translation>
    </message>
    <message>
        <source>{file} does not describe the layers of this run&apos;s network.</source>
        <translation>{file} 描述的不是本次训练的网络的各层。</translation>
    </message>
    <message>
        <source>{file} does not contain the epochs of a run: line {line} is about epoch {epoch}.</source>
        <translation>{file} 中不是一次训练的各轮：第 {line} 行是第 {epoch} 轮。</translation>
    </message>
    <message>
        <source>{file} is damaged: epoch {later} follows epoch {earlier}.</source>
        <translation>{file} 已损坏：第 {earlier} 轮之后是第 {later} 轮。</translation>
    </message>
    <message>
        <source>{file} contains invalid settings: {reason}</source>
        <translation>{file} 中的设置无效：{reason}</translation>
    </message>
    <message>
        <source>{file} cannot be used: {field} must not contain the character {character}.</source>
        <translation>无法使用 {file}：{field} 不能包含字符 {character}。</translation>
    </message>
    <message>
        <source>{file} is not JSON: {reason}.</source>
        <translation>{file} 不是 JSON：{reason}。</translation>
    </message>
    <message>
        <source>{file} was written by a later Inkling, in version {version} of the format; this one reads versions up to {known}. Use the later one to open the run; it is left unchanged.</source>
        <translation>{file} 由更新版本的 Inkling 写入（格式版本 {version}），本版本最高只能读取版本 {known}。请用新版本打开这条训练记录；文件保持原样。</translation>
    </message>
    <message>
        <source>{file} is not the description of a run.</source>
        <translation>{file} 不是训练记录的描述文件。</translation>
    </message>
    <message>
        <source>{file} is damaged: {reason}.</source>
        <translation>{file} 已损坏：{reason}。</translation>
    </message>
    <message>
        <source>{file} does not contain the weights of this run&apos;s network.</source>
        <translation>{file} 中不是这条训练记录的网络权重。</translation>
    </message>
    <message>
        <source>{file} contains weights that are not finite numbers.</source>
        <translation>{file} 中的权重含有非有限数值。</translation>
    </message>
    <message>
        <source>{file} does not contain a checkpoint of this run&apos;s network.</source>
        <translation>{file} 中不是这条训练记录的网络的检查点。</translation>
    </message>
    <message>
        <source>{file} is not a file.</source>
        <translation>{file} 不是文件。</translation>
    </message>
    <message>
        <source>{file} has {count} columns and no labels; expected are {wanted} columns: a label and {pixels} grey levels.</source>
        <translation>{file} 有 {count} 列，没有标签；应有 {wanted} 列：一个标签和 {pixels} 个灰度。</translation>
    </message>
    <message>
        <source>{file} is empty.</source>
        <translation>{file} 是空的。</translation>
    </message>
    <message>
        <source>{count} columns; expected are {wanted}: a label and {pixels} grey levels</source>
        <translation>有 {count} 列；应有 {wanted} 列：一个标签和 {pixels} 个灰度</translation>
    </message>
    <message>
        <source>{file}, line {line}: {reason}.</source>
        <translation>{file} 第 {line} 行：{reason}。</translation>
    </message>
    <message>
        <source>{file} contains no images.</source>
        <translation>{file} 中没有图像。</translation>
    </message>
    <message>
        <source>{file} contains more than {most} images.</source>
        <translation>{file} 中的图像超过 {most} 张。</translation>
    </message>
    <message>
        <source>a quotation mark is not closed in its column</source>
        <translation>引号没有在同一列内成对</translation>
    </message>
    <message>
        <source>{count} columns; expected are {wanted}, as in the first line</source>
        <translation>有 {count} 列；应与第一行一样有 {wanted} 列</translation>
    </message>
    <message>
        <source>the label is {given}; expected is a whole number from 0 to {highest}</source>
        <translation>标签是 {given}；应为 0 到 {highest} 的整数</translation>
    </message>
    <message>
        <source>column {column} is {given}; expected is a grey level from 0 to 255</source>
        <translation>第 {column} 列是 {given}；应为 0 到 255 的灰度</translation>
    </message>
    <message>
        <source>{file} is larger than the {most} bytes it may have.</source>
        <translation>{file} 超过了允许的 {most} 字节。</translation>
    </message>
    <message>
        <source>the line is too long for {count} grey levels</source>
        <translation>这一行太长，不可能只有 {count} 个灰度</translation>
    </message>
    <message>
        <source>no text; expected is a CSV file in UTF-8</source>
        <translation>不是文本；应为 UTF-8 编码的 CSV 文件</translation>
    </message>
    <message>
        <source>more than {most:,} empty lines</source>
        <translation>空行超过 {most:,} 行</translation>
    </message>
    <message>
        <source>The cost became infinite in epoch {epoch}. Pixels up to 255 multiply the effect of each step: scale them to 0 to 1, or try the learning rate {rate}.</source>
        <translation>第 {epoch} 轮中代价变成无穷大。像素值高达 255，每一步的作用都成倍放大：请把像素缩放到 0 到 1，或试试学习率 {rate}。</translation>
    </message>
    <message>
        <source>The cost became infinite in epoch {epoch}: the steps are too large. Try the learning rate {rate}.</source>
        <translation>第 {epoch} 轮中代价变成无穷大：步子太大。试试学习率 {rate}。</translation>
    </message>
    <message>
        <source>Not enough memory. Try a batch size below {batch}, smaller layers, or fewer runs at once.</source>
        <translation>内存不足。试试小于 {batch} 的批量大小、更小的层，或减少同时进行的训练。</translation>
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
        <source>{count} points</source>
        <translation>{count} 个点</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>Each network of a comparison needs its own name.</source>
        <translation>参加比较的每个网络都要有自己的名字。</translation>
    </message>
    <message>
        <source>a comparison needs one seed or more, each of them once.</source>
        <translation>比较至少需要一个种子，且不能重复。</translation>
    </message>
    <message>
        <source>a line does not read digits, so it cannot be compared.</source>
        <translation>直线不能识别数字，无法参加比较。</translation>
    </message>
    <message>
        <source>Networks can only be compared on the same data, but {network} learns from {data}, and {other} from {others}.</source>
        <translation>只有使用相同数据的网络才能比较，但{network}用的是“{data}”，{other}用的是“{others}”。</translation>
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
        <source>These are {count:,} networks; at most {most:,} are possible.</source>
        <translation>共有 {count:,} 个网络；最多可以有 {most:,} 个。</translation>
    </message>
    <message>
        <source>The program is not run with {file}: unpacked it has {size:,} bytes, more than {most:,}.</source>
        <translation>未用 {file} 运行程序：解压后有 {size:,} 字节，超过 {most:,}。</translation>
    </message>
    <message>
        <source>The checkpoint belongs to another network.</source>
        <translation>这个检查点属于另一个网络。</translation>
    </message>
    <message>
        <source>The checkpoint&apos;s random generators are damaged.</source>
        <translation>这个检查点的随机数生成器已损坏。</translation>
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
        <source>All intervals hold together with 95%: they are corrected for {count} comparisons (Bonferroni), as is the order of the networks.</source>
        <translation>所有区间同时成立的置信度为 95%：它们和网络的排序一样，都针对 {count} 次比较做了校正（Bonferroni）。</translation>
    </message>
    <message>
        <source>{verdict} {note}</source>
        <translation>{verdict}{note}</translation>
    </message>
    <message>
        <source>{better} is more accurate than {other} by {points} percentage points (95% interval {low} to {high}). With one seed this is known of these two networks only, not of their settings.</source>
        <translation>{better} 的准确率比 {other} 高 {points} 个百分点（95% 置信区间 {low} 到 {high}）。只有一个种子，这个结论只适用于这两个训练好的网络，不能推广到它们的设置。</translation>
    </message>
    <message>
        <source>No difference is shown between {a} and {b}: {points} points (95% interval {low} to {high}). With one seed this is known of these two networks only, not of their settings.</source>
        <translation>看不出 {a} 与 {b} 有差别：{points} 个百分点（95% 置信区间 {low} 到 {high}）。只有一个种子，这个结论只适用于这两个训练好的网络，不能推广到它们的设置。</translation>
    </message>
    <message>
        <source>No difference is shown between {a} and {b}: {points} points (95% interval {low} to {high}, {seeds} seeds); about {needed} seeds would show one of this size.</source>
        <translation>看不出 {a} 与 {b} 有差别：{points} 个百分点（95% 置信区间 {low} 到 {high}，{seeds} 个种子）；大约要 {needed} 个种子才能显示出这么大的差别。</translation>
    </message>
    <message>
        <source>{better} is ahead of {other} with each of the {seeds} seeds, by {least} to {most} points, but chance is not excluded: {seeds} seeds agree by chance in one of {odds} cases (mean {points}, 95% interval {low} to {high}); about {needed} seeds would show a difference of this size.</source>
        <translation>{seeds} 个种子下 {better} 都领先 {other}，领先 {least} 到 {most} 个百分点，但不能排除偶然：{seeds} 个种子碰巧方向一致的情况，每 {odds} 次就有一次（平均 {points}，95% 置信区间 {low} 到 {high}）；大约要 {needed} 个种子才能显示出这么大的差别。</translation>
    </message>
    <message>
        <source>{better} is ahead of {other} with each of the {seeds} seeds, by {least} to {most} points, but chance is not excluded (mean {points}, 95% interval {low} to {high}); about {needed} seeds would show a difference of this size.</source>
        <translation>{seeds} 个种子下 {better} 都领先 {other}，领先 {least} 到 {most} 个百分点，但不能排除偶然（平均 {points}，95% 置信区间 {low} 到 {high}）；大约要 {needed} 个种子才能显示出这么大的差别。</translation>
    </message>
    <message>
        <source>{network} diverged, which counts as a network that only guesses.</source>
        <translation>{network} 发散了，按只会随机猜测的网络计算。</translation>
    </message>
    <message>
        <source>{network} diverged with {count} of {seeds} seeds, which count as a network that only guesses.</source>
        <translation>{network} 在 {seeds} 个种子中有 {count} 个发散，发散的按只会随机猜测的网络计算。</translation>
    </message>
    <message>
        <source>{better} is better than {other} by {points} points</source>
        <translation>{better} 比 {other} 高出 {points} 个百分点</translation>
    </message>
    <message>
        <source>{better} is better by {points} points</source>
        <translation>{better} 高出 {points} 个百分点</translation>
    </message>
    <message>
        <source>{better} is ahead of {other} with each of the {seeds} seeds, by {least} to {most} points; chance is not excluded</source>
        <translation>{seeds} 个种子下 {better} 都领先 {other}，差 {least} 到 {most} 个百分点；不能排除偶然</translation>
    </message>
    <message>
        <source>{better} is ahead with each of the {seeds} seeds, by {least} to {most} points; chance is not excluded</source>
        <translation>{seeds} 个种子下 {better} 都领先 {least} 到 {most} 个百分点；不能排除偶然</translation>
    </message>
    <message>
        <source>{better} is more accurate than {other} by {points} percentage points (95% interval {low} to {high}, {seeds} seeds).</source>
        <translation>{better} 的准确率比 {other} 高 {points} 个百分点（95% 置信区间 {low} 到 {high}，{seeds} 个种子）。</translation>
    </message>
    <message>
        <source>All intervals hold together with 95%: they are corrected for {count} comparisons (Bonferroni).</source>
        <translation>所有区间同时以 95% 成立：已按 {count} 次比较做了校正（Bonferroni）。</translation>
    </message>
    <message>
        <source>No difference is shown between {a} and {b}: {points} points (95% interval {low} to {high}, {seeds} seeds); with these examples not even {most_seeds} seeds would show one of this size.</source>
        <translation>看不出 {a} 与 {b} 有差别：{points} 个百分点（95% 置信区间 {low} 到 {high}，{seeds} 个种子）；只用这些样本，即使 {most_seeds} 个种子也显示不出这么大的差别。</translation>
    </message>
    <message>
        <source>No difference is shown between {a} and {b}: {points} points (95% interval {low} to {high}, {seeds} seeds).</source>
        <translation>看不出 {a} 与 {b} 有差别：{points} 个百分点（95% 置信区间 {low} 到 {high}，{seeds} 个种子）。</translation>
    </message>
    <message>
        <source>{better} is ahead of {other} with each of the {seeds} seeds, by {least} to {most} points, but chance is not excluded (mean {points}, 95% interval {low} to {high}); with these examples not even {most_seeds} seeds would show a difference of this size.</source>
        <translation>{seeds} 个种子下 {better} 都领先 {other}，领先 {least} 到 {most} 个百分点，但不能排除偶然（平均 {points}，95% 置信区间 {low} 到 {high}）；只用这些样本，即使 {most_seeds} 个种子也显示不出这么大的差别。</translation>
    </message>
    <message>
        <source>no difference is shown</source>
        <translation>看不出差别</translation>
    </message>
    <message>
        <source>Something failed: {reason}</source>
        <translation>出错了：{reason}</translation>
    </message>
    <message>
        <source>{problem} The run&apos;s folder is now {place}.</source>
        <translation>{problem}该训练记录的文件夹已移至 {place}。</translation>
    </message>
    <message>
        <source>The run {run} is not deleted: another Inkling is training it. Stop it there first.</source>
        <translation>训练记录 {run} 没有删除：另一个 Inkling 正在训练它。请先在那里停止它。</translation>
    </message>
    <message>
        <source>{folder} cannot be deleted: {reason}.</source>
        <translation>无法删除 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>This run is no longer here: it was deleted by another window or command.</source>
        <translation>这条训练记录已不在这里：它已被另一个窗口或命令删除。</translation>
    </message>
    <message>
        <source>{run} has stopped training; nothing was changed.</source>
        <translation>{run} 已经停止训练；没有任何改动。</translation>
    </message>
    <message>
        <source>No file manager was found. The run is kept in {folder}.</source>
        <translation>没有找到文件管理器。训练记录保存在 {folder}。</translation>
    </message>
    <message>
        <source>{done} epochs are already done; choose more.</source>
        <translation>已经完成 {done} 轮；请填更大的数。</translation>
    </message>
    <message>
        <source>{run} continues where it stopped, after epoch {done}. How many epochs should it have in total?</source>
        <translation>{run} 从第 {done} 轮之后停下的地方继续。一共要训练多少轮？</translation>
    </message>
    <message>
        <source>No epoch of {run} was completed: it begins again. How many epochs should it have?</source>
        <translation>{run} 还没有完成任何一轮：将重新开始训练。总共要训练多少轮？</translation>
    </message>
    <message>
        <source>{run} is part of a comparison, whose verdict needs it as it is. A copy of it continues after epoch {done}. How many epochs should the copy have in total?</source>
        <translation>{run} 属于一个对比，其结论依赖它的现状。将从第 {done} 轮之后继续训练它的一个副本。副本总共训练多少轮？</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续训练</translation>
    </message>
    <message>
        <source>A new run starts from the weights that {run} has after epoch {done}. Choose the one setting in which it differs, and its new value; their curves part there.</source>
        <translation>新的训练从“{run}”第 {done} 轮之后的权重开始。请选择唯一不同的那项设置，并填入新的值；两条曲线从那里分开。</translation>
    </message>
    <message>
        <source>Fork</source>
        <translation>分叉</translation>
    </message>
    <message>
        <source>There are already {most} samples; more are not possible.</source>
        <translation>已有 {most} 个样本，不能再增加。</translation>
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
        <source>There are {n} samples; only {most} can be shown.</source>
        <translation>共有 {n} 个样本，只能显示其中 {most} 个。</translation>
    </message>
    <message>
        <source>{folder} contains no folders named {first} to {last}.</source>
        <translation>{folder} 中没有名为 {first} 到 {last} 的文件夹。</translation>
    </message>
    <message>
        <source>{file} cannot be written or deleted: {reason}.</source>
        <translation>无法写入或删除 {file}：{reason}。</translation>
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
        <source>Pixels up to 255 make the first layer&apos;s gradient about 255 times as large, and the effect of the step that follows it about 65,000 times.</source>
        <translation>像素值高达 255，第一层的梯度约为原来的 255 倍，随后那一步的作用约为 65,000 倍。</translation>
    </message>
    <message>
        <source>With pixels up to 255, the same change of a weight has 255 times as much effect on the first layer&apos;s sums.</source>
        <translation>像素值高达 255 时，权重改变同样多，对第一层加权和的影响是原来的 255 倍。</translation>
    </message>
    <message>
        <source>{accuracy} of the examples are classified correctly, and yet the cost of {cost} is above that of guessing, {chance}.</source>
        <translation>{accuracy} 的样本分类正确，代价却是 {cost}，比随机猜测的 {chance} 还高。</translation>
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
        <source>The cost jumps up and down from epoch to epoch.</source>
        <translation>代价在各轮之间忽高忽低。</translation>
    </message>
    <message>
        <source>Pixels up to 255 give huge outputs: the network is almost 100% sure of its mistakes too.</source>
        <translation>像素值高达 255，输出也就极大：网络即使认错，也几乎 100% 确信。</translation>
    </message>
    <message>
        <source>The cost shot up to {cost}, and only {accuracy} of the examples are classified correctly.</source>
        <translation>代价曾猛增到 {cost}，目前只有 {accuracy} 的样本分类正确。</translation>
    </message>
    <message>
        <source>After {epochs} epochs {accuracy} of the examples are classified correctly; guessing gives {chance}.</source>
        <translation>{epochs} 轮后只有 {accuracy} 的样本分类正确，而随机猜测也有 {chance}。</translation>
    </message>
    <message>
        <source>Each sigmoid layer makes the gradient smaller, so almost nothing reaches the first layers.</source>
        <translation>梯度消失：每经过一个 Sigmoid 层梯度都会变小，几乎传不到最前面的层。</translation>
    </message>
    <message>
        <source>The steps are too large and have driven the network onto a plateau.</source>
        <translation>学习率过大，网络被推到了平坦区域。</translation>
    </message>
    <message>
        <source>The steps are too small to make progress.</source>
        <translation>学习率过小，几乎没有进展。</translation>
    </message>
    <message>
        <source>The cost falls by only {fall} in {steps} steps, and {accuracy} of the examples are classified correctly.</source>
        <translation>每 {steps} 步代价只下降 {fall}，目前 {accuracy} 的样本分类正确。</translation>
    </message>
    <message>
        <source>The steps are too small.</source>
        <translation>学习率过小。</translation>
    </message>
    <message>
        <source>{share} of the units in hidden layer {layer} are dead.</source>
        <translation>第 {layer} 个隐藏层的神经元中有 {share} 是死亡神经元。</translation>
    </message>
    <message>
        <source>They give 0 for every example measured, so no gradient reaches them.</source>
        <translation>它们对所测的每个样本都输出 0，梯度传不到它们。</translation>
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
        <source>{count} examples are few enough to be memorised.</source>
        <translation>样本只有 {count} 个，网络可以全部死记下来。</translation>
    </message>
    <message>
        <source>Try {count} training examples</source>
        <translation>试试 {count} 个训练样本</translation>
    </message>
    <message>
        <source>The network is starting to memorise the training examples.</source>
        <translation>过拟合：网络开始死记训练样本。</translation>
    </message>
    <message>
        <source>{why} Test images chose that epoch, so its result is optimistic; held-out examples would choose it without them.</source>
        <translation>{why}这一轮是用测试图像选出来的，因此其结果偏乐观；用留出的样本来选，就不必借助测试图像。</translation>
    </message>
    <message>
        <source>It makes no more mistakes than then, but is surer of those it makes.</source>
        <translation>读错的并不比那时多，但对读错的答案更有把握了。</translation>
    </message>
    <message>
        <source>The validation cost was lowest in epoch {epoch} (best accuracy: epoch {accurate}), the training cost still falls.</source>
        <translation>验证代价在第 {epoch} 轮最低（准确率最高：第 {accurate} 轮），训练代价仍在下降。</translation>
    </message>
    <message>
        <source>The test cost was lowest in epoch {epoch} (best accuracy: epoch {accurate}), the training cost still falls.</source>
        <translation>测试代价在第 {epoch} 轮最低（准确率最高：第 {accurate} 轮），训练代价仍在下降。</translation>
    </message>
    <message>
        <source>{train} of the training examples are classified correctly, but only {test} of the examples held out for validation.</source>
        <translation>训练样本分类正确 {train}，但留作验证的样本只有 {test}。</translation>
    </message>
    <message>
        <source>{train} of the training examples are classified correctly, but only {test} of the test examples.</source>
        <translation>训练样本的准确率为 {train}，测试样本只有 {test}。</translation>
    </message>
    <message>
        <source>Try dropout {rate}</source>
        <translation>试试丢弃率 {rate}</translation>
    </message>
    <message>
        <source>Try {epochs} epochs</source>
        <translation>试试 {epochs} 轮</translation>
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
        <source>Each training image is shifted by up to this much in each direction, differently in every epoch.</source>
        <translation>每张训练图像向各方向最多平移这么多，每轮都重新随机。</translation>
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
        <source>Each training image is rotated by up to this much to either side, differently in every epoch.</source>
        <translation>每张训练图像向两侧最多旋转这么多，每轮都重新随机。</translation>
    </message>
    <message>
        <source>degrees</source>
        <translation>度</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>Each training image is scaled up or down by up to this share, differently in every epoch.</source>
        <translation>每张训练图像最多按此比例放大或缩小，每轮都重新随机。</translation>
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
        <source>Undo keeping</source>
        <translation>撤销保存</translation>
    </message>
    <message>
        <source>Undo deletion</source>
        <translation>撤销删除</translation>
    </message>
    <message>
        <source>Undo label</source>
        <translation>撤销标签更改</translation>
    </message>
    <message>
        <source>The import was cancelled.</source>
        <translation>已取消导入。</translation>
    </message>
    <message>
        <source>Importing pictures from {folder}…</source>
        <translation>正在从 {folder} 导入图片…</translation>
    </message>
    <message>
        <source>Undo import</source>
        <translation>撤销导入</translation>
    </message>
    <message>
        <source>Pictures imported: {n}; not imported: {left}. {reason}</source>
        <translation>已导入 {n} 张图片，{left} 张未导入。{reason}</translation>
    </message>
    <message>
        <source>Pictures imported: {n}.</source>
        <translation>已导入 {n} 张图片。</translation>
    </message>
    <message>
        <source>The export was cancelled.</source>
        <translation>已取消导出。</translation>
    </message>
    <message>
        <source>Writing pictures to {folder}…</source>
        <translation>正在将图片写入 {folder}…</translation>
    </message>
    <message>
        <source>Pictures written to {folder}: {n}.</source>
        <translation>已把 {n} 张图片写入 {folder}。</translation>
    </message>
    <message>
        <source>Nothing is drawn in this picture.</source>
        <translation>这张图片中没有画任何内容。</translation>
    </message>
    <message>
        <source>The run {run} has not completed an epoch, so it has no best one.</source>
        <translation>训练记录 {run} 尚未完成任何一轮，因此没有最佳轮。</translation>
    </message>
    <message>
        <source>The weights of the best epoch of {run} (epoch {epoch}) are not kept; use those of the last epoch.</source>
        <translation>{run} 的最佳轮（第 {epoch} 轮）的权重没有保存；请使用最后一轮的权重。</translation>
    </message>
    <message>
        <source>{name} cannot be fetched; there are {names}.</source>
        <translation>{name} 无法下载；可下载的有 {names}。</translation>
    </message>
    <message>
        <source>{data} is not on this machine yet: download it in the Data tab or with the command `fetch {name}`, or put its files into {folder}.</source>
        <translation>本机还没有 {data}：请在“数据”标签页中下载，或使用命令 `fetch {name}`，也可以把文件放入 {folder}。</translation>
    </message>
    <message>
        <source>{file} has no class with two images, so that none can be held out for testing.</source>
        <translation>{file} 中没有一个类别有两张图像，因此无法留出图像用于测试。</translation>
    </message>
    <message>
        <source>Not used, because it has no labels: {names}.</source>
        <translation>没有标签，因此未使用：{names}。</translation>
    </message>
    <message>
        <source>There are no test images with labels: every sixth image of each class in {file} is held out for testing.</source>
        <translation>没有带标签的测试图像：{file} 中每个类别每六张图像留出一张用于测试。</translation>
    </message>
    <message>
        <source>The images in {file} are used for {use}.</source>
        <translation>{file} 中的图像用于{use}。</translation>
    </message>
    <message>
        <source>There is a label below {first}.</source>
        <translation>有小于 {first} 的标签。</translation>
    </message>
    <message>
        <source>{folder} contains more than {most} files; choose the folder of the data itself.</source>
        <translation>{folder} 中的文件超过 {most} 个；请选择数据本身所在的文件夹。</translation>
    </message>
    <message>
        <source>{folder} has only some of the four IDX files; missing: {missing} (the file may be gzipped, and a prefix may precede its name).</source>
        <translation>{folder} 中只有四个 IDX 文件中的一部分；缺少：{missing}（文件可以用 gzip 压缩，文件名前可以有前缀）。</translation>
    </message>
    <message>
        <source>{file} names {names} classes, but the labels have {count}.</source>
        <translation>{file} 列出了 {names} 个类别，但标签中有 {count} 个。</translation>
    </message>
    <message>
        <source>{folder} has {count} classes; it must have 2 to {most}.</source>
        <translation>{folder} 有 {count} 个类别；允许 2 到 {most} 个。</translation>
    </message>
    <message>
        <source>{file}, line {line}: expected are a label and the code of its character.</source>
        <translation>{file} 第 {line} 行：应为一个标签和它所对应字符的编码。</translation>
    </message>
    <message>
        <source>{file} does not name all labels from {first} on.</source>
        <translation>{file} 没有从 {first} 起依次说明所有标签。</translation>
    </message>
    <message>
        <source>{data} has only {there} examples; lower {field}.</source>
        <translation>{data} 只有 {there} 个样本；请减小 {field}。</translation>
    </message>
    <message>
        <source>The classes in {data} have changed since the run was set up; choose the folder again.</source>
        <translation>{data} 中的类别已与该训练记录的不同；请重新选择文件夹。</translation>
    </message>
    <message>
        <source>The images in {data} have changed since the run was set up, from &quot;{before}&quot; to &quot;{now}&quot;; choose the folder again.</source>
        <translation>{data} 中的图像在设置训练之后变了：由“{before}”变为“{now}”；请重新选择该文件夹。</translation>
    </message>
    <message>
        <source>Cancelled; nothing was kept.</source>
        <translation>已取消；未保存任何内容。</translation>
    </message>
    <message>
        <source>{data} is larger than it should be.</source>
        <translation>{data} 比应有的大小更大。</translation>
    </message>
    <message>
        <source>{data} needs {needed} MB during the download, but only {free} MB are free in {folder}.</source>
        <translation>下载 {data} 时需要 {needed} MB 空间，但 {folder} 只剩 {free} MB。</translation>
    </message>
    <message>
        <source>{address} is not downloaded: only https addresses are allowed.</source>
        <translation>不下载 {address}：只允许 https 地址。</translation>
    </message>
    <message>
        <source>the file is not the one its authors published (its hash differs)</source>
        <translation>收到的内容与发布者公布的不一致（哈希值不同）</translation>
    </message>
    <message>
        <source>the server answers {status}</source>
        <translation>服务器返回 {status}</translation>
    </message>
    <message>
        <source>the server does not answer</source>
        <translation>服务器没有响应</translation>
    </message>
    <message>
        <source>the server&apos;s certificate is not trusted</source>
        <translation>服务器的证书不受信任</translation>
    </message>
    <message>
        <source>there is no connection</source>
        <translation>没有网络连接</translation>
    </message>
    <message>
        <source>the connection was lost</source>
        <translation>连接中断</translation>
    </message>
    <message>
        <source>{data} cannot be downloaded from {host}: {reason}. You can put the files {files} into {folder} by hand, or choose a folder that has them.</source>
        <translation>无法从 {host} 下载 {data}：{reason}。您可以手动把文件 {files} 放入 {folder}，或选择一个含有这些文件的文件夹。</translation>
    </message>
    <message>
        <source>There is no space left in {folder}; nothing was kept.</source>
        <translation>{folder} 没有剩余空间；未保存任何内容。</translation>
    </message>
    <message>
        <source>Data cannot be kept in {folder}: {reason}.</source>
        <translation>数据无法保存到 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>{file} is not the expected archive.</source>
        <translation>{file} 不是应有的压缩包。</translation>
    </message>
    <message>
        <source>PyTorch program: the code that trains this network, to read and to run</source>
        <translation>PyTorch 程序：训练这个网络的代码，可读可运行</translation>
    </message>
    <message>
        <source>Settings: a few lines of text, to train the same elsewhere</source>
        <translation>设置：几行文字，可在别处做同样的训练</translation>
    </message>
    <message>
        <source>ONNX: the trained network for other programs and languages</source>
        <translation>ONNX：训练好的网络，供其他程序和语言使用</translation>
    </message>
    <message>
        <source>Safetensors: the weights, for the PyTorch program</source>
        <translation>Safetensors：权重，供 PyTorch 程序加载</translation>
    </message>
    <message>
        <source>TensorBoard: the curves and settings as event files in a folder</source>
        <translation>TensorBoard：曲线和设置，以事件文件存入文件夹</translation>
    </message>
    <message>
        <source>CSV: the numbers of every epoch, for a spreadsheet</source>
        <translation>CSV：每一轮的数值，供电子表格使用</translation>
    </message>
    <message>
        <source>Zip: the whole run as one file, for another Inkling</source>
        <translation>Zip：整条训练记录存成一个文件，供另一个 Inkling 导入</translation>
    </message>
    <message>
        <source>Report: curves, settings and numbers on a page for a browser</source>
        <translation>报告：曲线、设置和数值，一个可用浏览器打开的网页</translation>
    </message>
    <message>
        <source>Page: the network in a browser, reading what one draws, on phones too</source>
        <translation>网页：网络本身就在浏览器里，任何手机上都能手写试用</translation>
    </message>
    <message>
        <source>The run {run} has no weights yet: no epoch was completed.</source>
        <translation>训练记录 {run} 还没有权重：尚未完成任何一轮。</translation>
    </message>
    <message>
        <source>Written to {path}, {size} MB.</source>
        <translation>已写入 {path}，{size} MB。</translation>
    </message>
    <message>
        <source>Written to {path}. ONNX Runtime gives the network&apos;s answers to all {count} test examples; no output differs by more than {apart}.</source>
        <translation>已写入 {path}。对全部 {count} 个测试样本，ONNX Runtime 给出的答案与网络一致，数值相差不超过 {apart}。</translation>
    </message>
    <message>
        <source>Written to {path}. ONNX Runtime gives the network&apos;s answers to {count} random pictures, since its own data are not on this machine; no output differs by more than {apart}.</source>
        <translation>已写入 {path}。由于本机没有该训练记录的数据，改用 {count} 张随机图片检验：ONNX Runtime 给出的答案与网络一致，数值相差不超过 {apart}。</translation>
    </message>
    <message>
        <source>Written to {path}. To look at it: tensorboard --logdir {parent}</source>
        <translation>已写入 {path}。查看方法：tensorboard --logdir {parent}</translation>
    </message>
    <message>
        <source>The run {run} is not kept in a folder.</source>
        <translation>训练记录 {run} 没有保存在文件夹中。</translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}.</source>
        <translation>无法写入 {path}：{reason}。</translation>
    </message>
    <message>
        <source>Written to {path}.</source>
        <translation>已写入 {path}。</translation>
    </message>
    <message>
        <source>{trial}: the cost became infinite in epoch {epoch}.</source>
        <translation>{trial}：代价在第 {epoch} 轮变成无穷大。</translation>
    </message>
    <message>
        <source>{trial}: the run ended early.</source>
        <translation>{trial}：训练提前结束了。</translation>
    </message>
    <message>
        <source>{trial}: in the end w is {weight}, and the cost on the test points is {cost}.</source>
        <translation>{trial}：最后 w 为 {weight}，测试点上的代价为 {cost}。</translation>
    </message>
    <message>
        <source>{trial}: {share}% of the test points are classified correctly, and the cost on them is {cost}.</source>
        <translation>{trial}：测试点的分类准确率为 {share}%，代价为 {cost}。</translation>
    </message>
    <message>
        <source>{trial}: {share}% of the test digits are read correctly, and the cost on them is {cost}.</source>
        <translation>{trial}：测试数字的识别准确率为 {share}%，代价为 {cost}。</translation>
    </message>
    <message>
        <source>A run was changed by hand while it trained, so the networks cannot be compared.</source>
        <translation>有一次训练在进行中被手动调整过，因此无法比较。</translation>
    </message>
    <message>
        <source>The cost of a run became infinite in epoch {epoch}, so there is nothing to judge.</source>
        <translation>有一次训练的代价在第 {epoch} 轮变成无穷大，无法判断。</translation>
    </message>
    <message>
        <source>A run failed, so there is nothing to judge.</source>
        <translation>有一次训练失败了，无法判断。</translation>
    </message>
    <message>
        <source>A run was stopped after {done} of {epochs} epochs. That is too early to tell.</source>
        <translation>有一次训练只进行了 {done} 轮就停止了（共 {epochs} 轮），现在下结论还太早。</translation>
    </message>
    <message>
        <source>The runs have not finished yet.</source>
        <translation>这些训练还没有结束。</translation>
    </message>
    <message>
        <source>Batches of {large}: {fast} digits per second, {few} learning steps. Batches of {small}: {slow} digits per second, {many} steps. Of new digits the small batches read {many_right}%; the large ones read {few_right}% with the same learning rate, {rate}, and {tuned_right}% with {tuned_rate}. Computed on: {device}.</source>
        <translation>每批 {large} 个：每秒处理 {fast} 个数字，更新权重 {few} 次。每批 {small} 个：每秒 {slow} 个，更新 {many} 次。新数字的识别准确率：小批 {many_right}%；大批用同样的学习率 {rate} 时为 {few_right}%，用 {tuned_rate} 时为 {tuned_right}%。计算设备：{device}。</translation>
    </message>
    <message>
        <source>Learning rate {first}: {first_cost}. Learning rate {second}: {second_cost}. Learning rate {third}: {third_cost}.</source>
        <translation>学习率 {first}：{first_cost}；学习率 {second}：{second_cost}；学习率 {third}：{third_cost}。</translation>
    </message>
    <message>
        <source>At the start w is {start} and its gradient {gradient}. One step with the learning rate {large_rate} leads to {large_end}. Of {count} steps with {small_rate} the first leads to {first}, the last to {small_end}: it moved w by {last_step} only, the first by {first_step}.</source>
        <translation>开始时 w 为 {start}，梯度为 {gradient}。用学习率 {large_rate} 走一步，到达 {large_end}。用 {small_rate} 走 {count} 步，第一步到达 {first}，最后一步到达 {small_end}：最后一步只移动了 {last_step}，第一步移动了 {first_step}。</translation>
    </message>
    <message>
        <source>With gradient descent the cost on test digits is {unit} with pixels divided by 255, {standardized} standardized, and {raw} as stored, {times} times as high as divided; of the digits {unit_right}%, {standardized_right}% and {raw_right}% are read correctly. With Adam the cost is {adam_unit} divided and {adam_raw} as stored.</source>
        <translation>使用梯度下降时，测试数字上的代价：像素除以 255 为 {unit}，标准化为 {standardized}，原样不动为 {raw}，是除以 255 时的 {times} 倍；识别准确率分别为 {unit_right}%、{standardized_right}% 和 {raw_right}%。使用 Adam 时，除以 255 为 {adam_unit}，原样不动为 {adam_raw}。</translation>
    </message>
    <message>
        <source>Of {asked} test digits the network with weights of zero reads {zeros}% correctly, with small random weights {small}%, with PyTorch&apos;s default {default}%, with He&apos;s {he}%. In the end the gradient of the first layer&apos;s weights is {gradient} with zeros and {he_gradient} with He&apos;s.</source>
        <translation>在 {asked} 个测试数字上的识别准确率：权重全为零的网络 {zeros}%，很小的随机权重 {small}%，PyTorch 默认 {default}%，He {he}%。最后，第一层权重的梯度在全为零时是 {gradient}，在 He 初始权重时是 {he_gradient}。</translation>
    </message>
    <message>
        <source>After one epoch the cost on test digits is {momentum} with momentum and the learning rate {low}. Without momentum it is {plain_low} at {low} and {plain_high} at {high}; with Adam {adam} at {adam_rate}. With momentum at {high} it is {momentum_high}.</source>
        <translation>一轮之后测试数字上的代价：动量加学习率 {low} 为 {momentum}。没有动量时，学习率 {low} 为 {plain_low}，学习率 {high} 为 {plain_high}；Adam 用 {adam_rate} 为 {adam}。动量加学习率 {high} 为 {momentum_high}。</translation>
    </message>
    <message>
        <source>{figures} That is too close to call.</source>
        <translation>{figures}差距太小，分不出高下。</translation>
    </message>
    <message>
        <source>Of {asked} test points the network without a hidden layer classifies {plain}% correctly, the one with a hidden layer but no curve {flat}%, the one with a curve {curved}%. Their costs are {plain_cost}, {flat_cost} and {curved_cost}; guessing costs 0.693.</source>
        <translation>在 {asked} 个测试点上的分类准确率：没有隐藏层的网络 {plain}%，有隐藏层但没有曲线的 {flat}%，有曲线的 {curved}%。代价分别为 {plain_cost}、{flat_cost} 和 {curved_cost}；随机猜测的代价是 0.693。</translation>
    </message>
    <message>
        <source>Of {asked} test digits the fully connected network reads {connected}% correctly, shuffled {connected_shuffled}%: {connected_loss} points. The convolutional one reads {convolutional}%, shuffled {convolutional_shuffled}%: {convolutional_loss} points.</source>
        <translation>在 {asked} 个测试数字上的识别准确率：全连接网络 {connected}%，打乱后 {connected_shuffled}%，相差 {connected_loss} 个百分点；卷积网络 {convolutional}%，打乱后 {convolutional_shuffled}%，相差 {convolutional_loss} 个百分点。</translation>
    </message>
    <message>
        <source>the cost became infinite in epoch {epoch}</source>
        <translation>代价在第 {epoch} 轮变成无穷大</translation>
    </message>
    <message>
        <source>cost {cost} in the end</source>
        <translation>最终代价 {cost}</translation>
    </message>
    <message>
        <source>Of {asked} digits it had never seen, it reads {share}% correctly; after the first epoch it was {first}%. Their cost is {cost} on average: what a network pays that gives the correct digit {probability} each time.</source>
        <translation>对 {asked} 个从未见过的数字，识别准确率为 {share}%；第一轮之后是 {first}%。它们的代价平均为 {cost}，相当于每次都给正确的数字 {probability} 的概率。</translation>
    </message>
    <message>
        <source>Of {asked} test digits the network with a hidden layer reads {hidden}% correctly (learning rate {hidden_rate}), the one without {plain}% ({plain_rate}). After the first epoch it was {hidden_first}% and {plain_first}%.</source>
        <translation>在 {asked} 个测试数字中，有隐藏层的网络识别正确 {hidden}%（学习率 {hidden_rate}），没有隐藏层的 {plain}%（学习率 {plain_rate}）。第一轮之后，二者分别是 {hidden_first}% 和 {plain_first}%。</translation>
    </message>
    <message>
        <source>With sigmoid, the first layer&apos;s gradient is {share} of the output layer&apos;s, with Xavier&apos;s initial weights {xavier_share}; with ReLU instead it is {relu_share}. After {epochs} epochs the sigmoid networks read {right}% and {xavier_right}% of the test digits correctly, the one with ReLU {relu_right}%.</source>
        <translation>用 Sigmoid 时，第一层的梯度是输出层的 {share}；用 Xavier 初始权重时是 {xavier_share}；换成 ReLU，则是 {relu_share}。训练 {epochs} 轮之后，两个 Sigmoid 网络对测试数字的识别准确率分别是 {right}% 和 {xavier_right}%，ReLU 网络是 {relu_right}%。</translation>
    </message>
    <message>
        <source>With the learning rate {rate} ReLU reads {relu}% of the test digits correctly and sigmoid {sigmoid}%: {lead} points. With the better rate of each, {best_relu_rate} and {best_sigmoid_rate}, it is {best_relu}% and {best_sigmoid}%: {left} points.</source>
        <translation>学习率为 {rate} 时，ReLU 读对 {relu}% 的测试数字，Sigmoid 读对 {sigmoid}%：相差 {lead} 个百分点。各用更适合自己的学习率（ReLU {best_relu_rate}，Sigmoid {best_sigmoid_rate}），则是 {best_relu}% 和 {best_sigmoid}%：相差 {left} 个百分点。</translation>
    </message>
    <message>
        <source>{figures} So there was no lead to begin with.</source>
        <translation>{figures}可见一开始就没有领先。</translation>
    </message>
    <message>
        <source>Averaged over {seeds} seeds, the larger learning rate added {first} points, Adam {second}, ReLU {third}, the second layer {fourth} and dropout {fifth}.</source>
        <translation>按 {seeds} 个种子取平均，各步带来的变化（百分点）：更大的学习率 {first}，Adam {second}，ReLU {third}，第二个隐藏层 {fourth}，丢弃法 {fifth}。</translation>
    </message>
    <message>
        <source>{figures} The largest step is the same with every seed, but chance is not excluded: its 95% interval reaches from {low} to {high} points.</source>
        <translation>{figures}无论哪个种子，最大的一步都是同一步，但还不能排除偶然：它的 95% 置信区间从 {low} 到 {high} 个百分点。</translation>
    </message>
    <message>
        <source>{figures} The largest step is the same with every seed, and more than chance: its 95% interval reaches from {low} to {high} points.</source>
        <translation>{figures}无论哪个种子，最大的一步都是同一步，而且不是偶然：它的 95% 置信区间从 {low} 到 {high} 个百分点。</translation>
    </message>
    <message>
        <source>These accuracies on test digits differ by more than chance explains.</source>
        <translation>测试数字上的这两个准确率之差超出了随机波动的范围。</translation>
    </message>
    <message>
        <source>These accuracies on test digits differ by no more than chance explains.</source>
        <translation>测试数字上的这两个准确率之差没有超出随机波动的范围。</translation>
    </message>
    <message>
        <source>The gradients of these runs were not measured.</source>
        <translation>这几次训练没有测量梯度。</translation>
    </message>
    <message>
        <source>The layers of these runs were not measured.</source>
        <translation>这几次训练没有测量各层的情况。</translation>
    </message>
    <message>
        <source>Without dropout the cost is {train} on training digits and {test} on test digits; the network trained with dropout, tested with all its neurons, has {train_with} and {test_with}. Without it, {train_right}% of the training digits and {test_right}% of the test digits are read correctly; with it, {train_right_with}% and {test_right_with}%. {chance} In training mode, with neurons missing, its cost on training digits would be {missing} instead of {train_with}.</source>
        <translation>不用丢弃法时，训练数字上的代价是 {train}，测试数字上是 {test}；用丢弃法训练的网络，在所有神经元都工作时，分别是 {train_with} 和 {test_with}。识别准确率：不用丢弃法，训练数字 {train_right}%，测试数字 {test_right}%；使用丢弃法，训练数字 {train_right_with}%，测试数字 {test_right_with}%。{chance}如果处于训练模式，缺少一部分神经元，它在训练数字上的代价会是 {missing}，而不是 {train_with}。</translation>
    </message>
    <message>
        <source>{figures} Which step is the largest depends on the seed, so it is not settled.</source>
        <translation>{figures}哪一步变化最大因种子而异，所以还不能下结论。</translation>
    </message>
    <message>
        <source>ONNX needs the package {package}, which is not installed: {command}</source>
        <translation>ONNX 需要软件包 {package}，但尚未安装：{command}</translation>
    </message>
    <message>
        <source>ONNX Runtime&apos;s answers differ from the network&apos;s: logits by up to {apart}.</source>
        <translation>ONNX Runtime 的答案与网络不同：logit 最多相差 {apart}。</translation>
    </message>
    <message>
        <source>{folder} contains more than {most} pictures.</source>
        <translation>{folder} 中的图片超过 {most} 张。</translation>
    </message>
    <message>
        <source>The class {name} in {folder} has too few pictures that can be read: none for training, {test} for testing.</source>
        <translation>{folder} 中的类别 {name} 可读取的图片太少：没有可用于训练的图片，用于测试的有 {test} 张。</translation>
    </message>
    <message>
        <source>{folder} has no test pictures that can be read.</source>
        <translation>{folder} 中没有可以读取的测试图片。</translation>
    </message>
    <message>
        <source>There is no folder of test images: every sixth picture of each class in {folder} is held out for testing.</source>
        <translation>没有测试图像的文件夹：{folder} 中每个类别每六张图片留出一张用于测试。</translation>
    </message>
    <message>
        <source>testing</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>The pictures in {folder} are used for {use}.</source>
        <translation>{folder} 中的图片用于{use}。</translation>
    </message>
    <message>
        <source>{count} of {all} pictures are left out, because they cannot be read or show nothing: {names}.</source>
        <translation>{all} 张图片中有 {count} 张无法读取或没有内容，已略过：{names}。</translation>
    </message>
    <message>
        <source>The run {run} is being trained; repeat it when it has ended.</source>
        <translation>{run} 正在训练；请等它结束后再重复。</translation>
    </message>
    <message>
        <source>The run {run} started from the weights of {parent}; repeat that one instead.</source>
        <translation>训练记录 {run} 是从 {parent} 的权重开始的；请改为重复后者。</translation>
    </message>
    <message>
        <source>The run {run} has no epoch to compare with.</source>
        <translation>训练记录 {run} 还没有可供比较的轮。</translation>
    </message>
    <message>
        <source>Graphics processor</source>
        <translation>图形处理器（GPU）</translation>
    </message>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>处理器（CPU）</translation>
    </message>
    <message>
        <source>Processor instructions</source>
        <translation>处理器指令集</translation>
    </message>
    <message>
        <source>Training images</source>
        <translation>训练图像</translation>
    </message>
    <message>
        <source>Training labels</source>
        <translation>训练标签</translation>
    </message>
    <message>
        <source>Test images</source>
        <translation>测试图像</translation>
    </message>
    <message>
        <source>Test labels</source>
        <translation>测试标签</translation>
    </message>
    <message>
        <source>Training points</source>
        <translation>训练点</translation>
    </message>
    <message>
        <source>Training values</source>
        <translation>训练值</translation>
    </message>
    <message>
        <source>Test points</source>
        <translation>测试点</translation>
    </message>
    <message>
        <source>Test values</source>
        <translation>测试值</translation>
    </message>
    <message>
        <source>Identical: the numbers of the only epoch are the same, bit for bit.</source>
        <translation>完全一致：唯一一轮的数值逐位相同。</translation>
    </message>
    <message>
        <source>Identical: the numbers of all {epochs} epochs are the same, bit for bit.</source>
        <translation>完全一致：全部 {epochs} 轮的数值逐位相同。</translation>
    </message>
    <message>
        <source>Different: the repetition ended before epoch {epoch}, which the run completed.</source>
        <translation>不一致：重复训练在第 {epoch} 轮之前就结束了，而原来的训练完成了该轮。</translation>
    </message>
    <message>
        <source>Different from the first epoch on.</source>
        <translation>从第一轮起就不一致。</translation>
    </message>
    <message>
        <source>Different from epoch {epoch} on; the epoch before is identical, bit for bit.</source>
        <translation>从第 {epoch} 轮起不一致；之前的一轮逐位相同。</translation>
    </message>
    <message>
        <source>Different from epoch {epoch} on; the epochs before are identical, bit for bit.</source>
        <translation>从第 {epoch} 轮起不一致；之前各轮逐位相同。</translation>
    </message>
    <message>
        <source>What has changed since then:</source>
        <translation>与当时不同之处：</translation>
    </message>
    <message>
        <source>Versions, machine, device, threads and data are the same, as far as is known.</source>
        <translation>就已知情况而言，软件版本、机器、设备、线程数和数据都相同。</translation>
    </message>
    <message>
        <source>en</source>
        <translation>zh-CN</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Settings in common</source>
        <translation>相同的设置</translation>
    </message>
    <message>
        <source>Model card</source>
        <translation>模型卡片</translation>
    </message>
    <message>
        <source>Made by Inkling on {time}.</source>
        <translation>由 Inkling 于 {time} 生成。</translation>
    </message>
    <message>
        <source>percentage points</source>
        <translation>个百分点</translation>
    </message>
    <message>
        <source>{verdict} ({seeds}).</source>
        <translation>{verdict}（{seeds}）。</translation>
    </message>
    <message>
        <source>{verdict}.</source>
        <translation>{verdict}。</translation>
    </message>
    <message>
        <source>No difference is shown between {a} and {b}.</source>
        <translation>看不出 {a} 与 {b} 有差别。</translation>
    </message>
    <message>
        <source>{count} of {planned} seeds</source>
        <translation>{planned} 个种子中的 {count} 个</translation>
    </message>
    <message>
        <source>one seed</source>
        <translation>一个种子</translation>
    </message>
    <message>
        <source>{count} seeds</source>
        <translation>{count} 个种子</translation>
    </message>
    <message>
        <source>{order}   (networks joined by a dot are not ranked)</source>
        <translation>{order}&#x3000;（用点相连的网络之间看不出名次）</translation>
    </message>
    <message>
        <source>McNemar&apos;s exact test for each seed alone: {p_values}</source>
        <translation>每个种子单独的 McNemar 精确检验：{p_values}</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>代价</translation>
    </message>
    <message>
        <source>Slope</source>
        <translation>斜率</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>The test set was always open: it was trained by a version of Inkling that never closed it.</source>
        <translation>测试集一直是打开的：训练它的 Inkling 版本还不会封闭测试集。</translation>
    </message>
    <message>
        <source>Judged by the {count} held-out examples: the test set is closed.</source>
        <translation>依据 {count} 个留出样本评判：测试集尚未打开。</translation>
    </message>
    <message>
        <source>{closed} {opened}</source>
        <translation>{closed}{opened}</translation>
    </message>
    <message>
        <source>The test set was opened once, on {day}.</source>
        <translation>测试集打开过一次，时间是 {day}。</translation>
    </message>
    <message>
        <source>The test set was opened twice, last on {day}.</source>
        <translation>测试集打开过两次，最近一次是 {day}。</translation>
    </message>
    <message>
        <source>The test set was opened {count} times, last on {day}.</source>
        <translation>测试集打开过 {count} 次，最近一次是 {day}。</translation>
    </message>
    <message>
        <source>Thick lines: test examples. Thin lines: training examples.</source>
        <translation>粗线：测试样本。细线：训练样本。</translation>
    </message>
    <message>
        <source>Held-out accuracy</source>
        <translation>留出样本准确率</translation>
    </message>
    <message>
        <source>Held-out cost</source>
        <translation>留出样本代价</translation>
    </message>
    <message>
        <source>Thick lines: held-out examples. Thin lines: training examples.</source>
        <translation>粗线：留出样本。细线：训练样本。</translation>
    </message>
    <message>
        <source>Test or held-out accuracy</source>
        <translation>测试或留出样本准确率</translation>
    </message>
    <message>
        <source>Test or held-out cost</source>
        <translation>测试或留出样本代价</translation>
    </message>
    <message>
        <source>Thick lines: test examples, of runs whose test set is closed held-out ones. Thin lines: training examples.</source>
        <translation>粗线：测试样本；测试集尚未打开的训练记录则为留出样本。细线：训练样本。</translation>
    </message>
    <message>
        <source>Lines are means over the seeds, bands reach from the lowest to the highest.</source>
        <translation>曲线是各随机种子的均值，色带从最低值到最高值。</translation>
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
        <source>stopped early</source>
        <translation>提前停止</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>pruned</source>
        <translation>已剪枝</translation>
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
        <source>Results by seed, after the last epoch</source>
        <translation>各种子在最后一轮之后的结果</translation>
    </message>
    <message>
        <source>Means over the seeds, after the last epoch</source>
        <translation>最后一轮之后各种子的均值</translation>
    </message>
    <message>
        <source>Size, time and the settings that differ</source>
        <translation>规模、用时和不同的设置</translation>
    </message>
    <message>
        <source>Accuracy where all have spent as much</source>
        <translation>相同投入下的准确率</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>Multiplications for an answer</source>
        <translation>一次作答的乘法次数</translation>
    </message>
    <message>
        <source>Training time, mean</source>
        <translation>平均训练用时</translation>
    </message>
    <message>
        <source>Accuracy on the test examples after the last epoch</source>
        <translation>最后一轮之后在测试样本上的准确率</translation>
    </message>
    <message>
        <source>Accuracy on the held-out examples after the last epoch</source>
        <translation>最后一轮之后在验证样本上的准确率</translation>
    </message>
    <message>
        <source>{budget} epochs</source>
        <translation>{budget} 轮</translation>
    </message>
    <message>
        <source>{budget} s</source>
        <translation>{budget} 秒</translation>
    </message>
    <message>
        <source>{budget} products</source>
        <translation>{budget} 次乘法</translation>
    </message>
    <message>
        <source>Each network after its last epoch within the epochs, seconds of computing or products of a weight and an input (forwards) that all have spent. Difference: {last} minus {first}, in percentage points; with one seed it is known of these two runs only.</source>
        <translation>预算是所有网络都用到的轮数、计算秒数或（前向的）权重与输入的乘法次数；每个网络取预算之内最后一轮之后的结果。差值：{last} 减 {first}，以百分点计；只有一个种子时，只适用于这两次训练。</translation>
    </message>
    <message>
        <source>Each network after its last epoch within the epochs, seconds of computing or products of a weight and an input (forwards) that all have spent. Difference: {last} minus {first}, in percentage points; intervals (Student&apos;s t) are over {seeds} seeds and these very examples, corrected for {count} comparisons.</source>
        <translation>预算是所有网络都用到的轮数、计算秒数或（前向的）权重与输入的乘法次数；每个网络取预算之内最后一轮之后的结果。差值：{last} 减 {first}，以百分点计；区间（学生 t）只考虑 {seeds} 个种子，针对这些样本，并按 {count} 次比较作了校正。</translation>
    </message>
    <message>
        <source>Each network after its last epoch within the epochs, seconds of computing or products of a weight and an input (forwards) that all have spent. Difference: {last} minus {first}, in percentage points; intervals (Student&apos;s t) are over {seeds} seeds and these very examples.</source>
        <translation>预算是所有网络都用到的轮数、计算秒数或（前向的）权重与输入的乘法次数；每个网络取预算之内最后一轮之后的结果。差值：{last} 减 {first}，以百分点计；区间（学生 t）只考虑 {seeds} 个种子，针对这些样本。</translation>
    </message>
    <message>
        <source>Test accuracy</source>
        <translation>测试准确率</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Difference: {ahead} minus {behind}; of accuracies in percentage points.</source>
        <translation>差值：{ahead} 减去 {behind}；准确率的差值以百分点计。</translation>
    </message>
    <message>
        <source>{value} (diverged)</source>
        <translation>{value}（发散）</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差值</translation>
    </message>
    <message>
        <source>together</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Points</source>
        <translation>百分点</translation>
    </message>
    <message>
        <source>95% interval</source>
        <translation>95% 置信区间</translation>
    </message>
    <message>
        <source>What each step adds, in percentage points of test examples read correctly</source>
        <translation>每一步带来的提升（测试样本识别准确率，百分点）</translation>
    </message>
    <message>
        <source>What each step adds, in percentage points of held-out examples read correctly</source>
        <translation>每一步的贡献：正确识别的留出样本增加了几个百分点</translation>
    </message>
    <message>
        <source>Intervals (95%) reflect the number of these examples.</source>
        <translation>区间（95%）反映这些样本的数量。</translation>
    </message>
    <message>
        <source>Every run</source>
        <translation>所有训练记录</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Training cost</source>
        <translation>训练代价</translation>
    </message>
    <message>
        <source>Test cost</source>
        <translation>测试代价</translation>
    </message>
    <message>
        <source>Training accuracy</source>
        <translation>训练准确率</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>In epoch {epoch} the costs differ: {theirs} in the program, {ours} in the run.</source>
        <translation>第 {epoch} 轮的代价不同：脚本算得 {theirs}，Inkling 算得 {ours}。</translation>
    </message>
    <message>
        <source>The program&apos;s costs equal the run&apos;s to the last digit: {n} of {n} epochs.</source>
        <translation>脚本与 Inkling 算得的代价逐位相同：{n} / {n} 轮。</translation>
    </message>
    <message>
        <source>The program&apos;s costs equal the run&apos;s to three decimals: {n} of {n} epochs.</source>
        <translation>脚本与 Inkling 算得的代价在三位小数内相同：{n} / {n} 轮。</translation>
    </message>
    <message>
        <source>The run failed.</source>
        <translation>训练失败。</translation>
    </message>
    <message>
        <source>its exit status is {status}</source>
        <translation>退出状态为 {status}</translation>
    </message>
    <message>
        <source>The program failed: {reason}</source>
        <translation>脚本运行失败：{reason}</translation>
    </message>
    <message>
        <source>There are no settings in this text; settings start with {{&quot;{mark}&quot;: 1.</source>
        <translation>这段文字里没有设置；设置以 {{&quot;{mark}&quot;: 1 开头。</translation>
    </message>
    <message>
        <source>The settings are of version {given}; this Inkling reads version {own}.</source>
        <translation>这些设置是版本 {given}；此 Inkling 只能读取版本 {own}。</translation>
    </message>
    <message>
        <source>TensorBoard&apos;s files need the package tensorboardX, which is not installed: {command}</source>
        <translation>TensorBoard 文件需要软件包 tensorboardX，但尚未安装：{command}</translation>
    </message>
    <message>
        <source>TensorBoard&apos;s files are no longer written to {folder}: {reason}.</source>
        <translation>不再向 {folder} 写入 TensorBoard 文件：{reason}。</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Draw</source>
        <translation>手写</translation>
    </message>
    <message>
        <source>Inside</source>
        <translation>内部</translation>
    </message>
    <message>
        <source>Lesson</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Run: show it</source>
        <translation>训练记录：显示</translation>
    </message>
    <message>
        <source>Lesson: open it</source>
        <translation>课程：打开</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Network: into the form</source>
        <translation>网络：填入训练设置</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>标签页</translation>
    </message>
    <message>
        <source>Section</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>No runs are kept here, so none can be imported.</source>
        <translation>这里不保存训练记录，因此无法导入。</translation>
    </message>
    <message>
        <source>Importing {file}…</source>
        <translation>正在导入 {file}…</translation>
    </message>
    <message>
        <source>{file} is no longer there; it was removed from the recent imports.</source>
        <translation>{file} 已不存在，已从最近导入的列表中移除。</translation>
    </message>
    <message>
        <source>At most {most} files can be imported at once.</source>
        <translation>一次最多可以导入 {most} 个文件。</translation>
    </message>
    <message>
        <source>The import has failed: {reason}</source>
        <translation>导入失败：{reason}</translation>
    </message>
    <message>
        <source>The settings are in the form now.</source>
        <translation>设置已填入“训练设置”。</translation>
    </message>
    <message>
        <source>Some settings are invalid. Fix the highlighted ones first.</source>
        <translation>部分设置无效。请先改正标出的设置。</translation>
    </message>
    <message>
        <source>The settings are copied: paste them into a chat, or into another Inkling.</source>
        <translation>设置已复制：可粘贴到聊天中，或粘贴到另一个 Inkling。</translation>
    </message>
    <message>
        <source>Select one run in the table of runs to export it.</source>
        <translation>请在训练记录列表中选中一条训练记录，再导出它。</translation>
    </message>
    <message>
        <source>Exporting {run}…</source>
        <translation>正在导出 {run}…</translation>
    </message>
    <message>
        <source>The export has failed: {reason}</source>
        <translation>导出失败：{reason}</translation>
    </message>
    <message>
        <source>Making the report {file}…</source>
        <translation>正在生成报告 {file}…</translation>
    </message>
    <message>
        <source>These are two of the {count} networks compared.</source>
        <translation>这是所比较的 {count} 个网络中的两个。</translation>
    </message>
    <message>
        <source>Select one to three runs in the table of runs to save them as a page.</source>
        <translation>请在训练记录列表中选择一到三条，以保存为网页。</translation>
    </message>
    <message>
        <source>Making the page {file}…</source>
        <translation>正在生成网页 {file}…</translation>
    </message>
    <message>
        <source>There is no comparison yet; Compare in the toolbar starts one.</source>
        <translation>还没有比较；点击工具栏中的“比较”即可开始。</translation>
    </message>
    <message>
        <source>{file}: {reason}</source>
        <translation>{file}：{reason}</translation>
    </message>
    <message>
        <source>{field}: {reason}</source>
        <translation>{field}：{reason}</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>The lesson changed the form: {settings}</source>
        <translation>这一课改动了训练设置：{settings}</translation>
    </message>
    <message>
        <source>{names}, {name}</source>
        <translation>{names}、{name}</translation>
    </message>
    <message>
        <source>{names} and {count} more</source>
        <translation>{names}，另有 {count} 项</translation>
    </message>
    <message>
        <source>No file manager was found. The log is in {folder}.</source>
        <translation>没有找到文件管理器。日志位于 {folder}。</translation>
    </message>
    <message>
        <source>The log cannot be written to {file}: {reason}.</source>
        <translation>无法写入日志 {file}：{reason}。</translation>
    </message>
    <message>
        <source>Plane</source>
        <translation>平面</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>比较</translation>
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
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Setup</source>
        <translation>训练设置</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>手写输入</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>训练记录</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>窗口</translation>
    </message>
    <message>
        <source>Same as the desktop</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>The language of the window.</source>
        <translation>窗口所用的语言。</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>配色</translation>
    </message>
    <message>
        <source>Light or dark mode, including plots and canvas.</source>
        <translation>浅色或深色（暗色、夜间）模式；曲线图和画布随之改变。</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Projector mode</source>
        <translation>投影模式</translation>
    </message>
    <message>
        <source>Larger text and lines, for the back row of a classroom.</source>
        <translation>字更大、线更粗，教室后排也看得清。</translation>
    </message>
    <message>
        <source>Legend of the networks</source>
        <translation>网络图例</translation>
    </message>
    <message>
        <source>A line below the networks that explains their picture, where there is space.</source>
        <translation>空间足够时，在网络下方用一行文字说明图的含义。</translation>
    </message>
    <message>
        <source>Runs folder</source>
        <translation>训练记录文件夹</translation>
    </message>
    <message>
        <source>Where runs are kept. A change takes effect at the next start; existing runs are not moved.</source>
        <translation>训练记录保存在这里。更改后从下次启动起生效；已有的训练记录不会移动。</translation>
    </message>
    <message>
        <source>Runs at once</source>
        <translation>同时进行的训练</translation>
    </message>
    <message>
        <source>How many runs train at the same time; the others wait. On most machines two finish a comparison soonest.</source>
        <translation>同时进行多少次训练，其余排队等待。在大多数电脑上，同时训练两个能最快完成一次比较。</translation>
    </message>
    <message>
        <source>Threads per run</source>
        <translation>每次训练的线程数</translation>
    </message>
    <message>
        <source>Processor threads for each run started from now on, unless its own settings specify them.</source>
        <translation>此后开始的每次训练使用的处理器线程数；训练自身的设置优先。</translation>
    </message>
    <message>
        <source>Epochs kept</source>
        <translation>保留权重的轮数</translation>
    </message>
    <message>
        <source>For how many epochs of a run the weights are kept, to look back at: evenly spread, including the first.</source>
        <translation>每条训练记录保留多少轮的权重以供回看：均匀分布，并包含第一轮。</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>TensorBoard&apos;s files</source>
        <translation>TensorBoard 文件</translation>
    </message>
    <message>
        <source>Runs started from now on also write event files; TensorBoard shows them in the runs folder while they train. Requires the package tensorboardX.</source>
        <translation>此后开始的训练还会写入事件文件；训练时可用 TensorBoard 查看训练记录文件夹中的这些文件。需要安装 tensorboardX。</translation>
    </message>
    <message>
        <source>The settings in {file} are damaged; defaults are used for what cannot be read.</source>
        <translation>设置文件 {file} 已损坏；无法读取的部分使用默认值。</translation>
    </message>
    <message>
        <source>The settings cannot be kept in {file}.</source>
        <translation>设置无法保存到 {file}。</translation>
    </message>
    <message>
        <source>Everything is kept only until the window closes: there is no home folder.</source>
        <translation>所有内容只保留到窗口关闭为止：找不到主目录。</translation>
    </message>
    <message>
        <source>Safe mode: settings are not kept, and no GPU is used.</source>
        <translation>安全模式：不保存设置，也不使用 GPU。</translation>
    </message>
    <message>
        <source>Runs are kept only until the window closes. {problem} Start Inkling again afterwards, or choose another folder in the settings.</source>
        <translation>训练记录只保留到窗口关闭为止。{problem}之后请重新启动 Inkling，或在设置中选择其他文件夹。</translation>
    </message>
    <message>
        <source>Runs are kept only until the window closes: nothing can be written to {folder}: {reason}.</source>
        <translation>训练记录只保留到窗口关闭为止：无法写入 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>Qt cannot be loaded: {reason}. On Debian or Ubuntu this helps: apt install {packages}</source>
        <translation>无法加载 Qt：{reason}。在 Debian 或 Ubuntu 上可执行：apt install {packages}</translation>
    </message>
    <message>
        <source>PySide6 {version} crashes after a few minutes on Python {python}: it loses references to None. Install another version: {command}</source>
        <translation>PySide6 {version} 在 Python {python} 上运行几分钟后会崩溃（None 的引用计数出错）。请安装其他版本：{command}</translation>
    </message>
    <message>
        <source>PySide6 {version} arranges windows incorrectly. Install another version: {command}</source>
        <translation>PySide6 {version} 的窗口布局有缺陷。请安装其他版本：{command}</translation>
    </message>
    <message>
        <source>There is no display for the window: neither DISPLAY nor WAYLAND_DISPLAY is set. Without a window there are the commands; see --help.</source>
        <translation>没有可以显示窗口的屏幕：DISPLAY 和 WAYLAND_DISPLAY 都没有设置。不需要窗口的命令见 --help。</translation>
    </message>
    <message>
        <source>The comparison cannot be kept in {folder}: {reason}.</source>
        <translation>无法把比较保存到 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>The comparison {file} was deleted, perhaps in another window; what has changed in it is not kept.</source>
        <translation>比较 {file} 已被删除（可能是在另一个窗口中），因此其中的更改不会保存。</translation>
    </message>
    <message>
        <source>There is another comparison {file}.</source>
        <translation>已有另一个比较 {file}。</translation>
    </message>
    <message>
        <source>{file} cannot be deleted: {reason}.</source>
        <translation>无法删除 {file}：{reason}。</translation>
    </message>
    <message>
        <source>Not shown of the comparisons in {folder}: {names}. All together have more than {most} networks; those with runs here come first, then small ones. Move some files elsewhere.</source>
        <translation>{folder} 中有比较未显示：{names}。全部比较的网络总数超过 {most} 个；优先显示训练记录在此的比较，其次是较小的比较。请将部分文件移到别处。</translation>
    </message>
    <message>
        <source>The comparison {file} was written by a later version of Inkling.</source>
        <translation>比较 {file} 由更新版本的 Inkling 写入，本版本无法读取。</translation>
    </message>
    <message>
        <source>The comparison {file} is damaged: {reason}.</source>
        <translation>比较 {file} 已损坏：{reason}。</translation>
    </message>
    <message>
        <source>{problem} The file is now {place}.</source>
        <translation>{problem}该文件已移至 {place}。</translation>
    </message>
    <message>
        <source>{path} could not be removed completely: it cannot be moved to the bin, it is in use or protected, or it holds weights that no undamaged file holds.</source>
        <translation>{path} 未能完全删除：无法移到回收站，正在使用中或受到保护，或者其中的权重在其他完好的文件中没有保存。</translation>
    </message>
    <message>
        <source>{network}, as in the form</source>
        <translation>{network}（当前设置）</translation>
    </message>
    <message>
        <source>in epoch {epoch}, after batch {batch}</source>
        <translation>第 {epoch} 轮第 {batch} 批之后</translation>
    </message>
    <message>
        <source>after epoch {epoch}</source>
        <translation>第 {epoch} 轮之后</translation>
    </message>
    <message>
        <source>before training</source>
        <translation>训练开始之前</translation>
    </message>
    <message>
        <source>after {part} of epoch {epoch}</source>
        <translation>第 {epoch} 轮完成 {part} 之后</translation>
    </message>
    <message>
        <source>1 epoch</source>
        <translation>1 轮</translation>
    </message>
    <message>
        <source>{epochs} epochs</source>
        <translation>{epochs} 轮</translation>
    </message>
    <message>
        <source>when it was stopped</source>
        <translation>停止时</translation>
    </message>
    <message>
        <source>{run} ({moment})</source>
        <translation>{run}（{moment}）</translation>
    </message>
    <message>
        <source>Not enough memory. Close other programs, or use smaller layers, fewer examples or smaller batches.</source>
        <translation>内存不足。请关闭其他程序，或使用更小的层、更少的样本或更小的批量。</translation>
    </message>
    <message>
        <source>There is too little memory to load {library}: {reason}.</source>
        <translation>内存不足，无法加载 {library}：{reason}。</translation>
    </message>
    <message>
        <source>{library} cannot be loaded: {reason}. Its installation is incomplete or does not fit this machine; install it again: python -m pip install --force-reinstall {package}</source>
        <translation>无法加载 {library}：{reason}。它的安装不完整或不适合这台机器，请重新安装：python -m pip install --force-reinstall {package}</translation>
    </message>
    <message>
        <source>A name must not contain the character {character}.</source>
        <translation>名称不能包含字符 {character}。</translation>
    </message>
    <message>
        <source>No training images of: {classes}.</source>
        <translation>以下类别没有训练图像：{classes}。</translation>
    </message>
    <message>
        <source>No test images of: {classes}.</source>
        <translation>以下类别没有测试图像：{classes}。</translation>
    </message>
    <message>
        <source>{name}, {setting}</source>
        <translation>{name}，{setting}</translation>
    </message>
    <message>
        <source>dropout {value}</source>
        <translation>丢弃率 {value}</translation>
    </message>
    <message>
        <source>This run needs at least {needed} GB of memory; this machine has {there} GB. Use smaller layers, smaller batches or fewer examples.</source>
        <translation>此训练至少需要 {needed} GB 内存；这台计算机有 {there} GB。请使用更小的层、更小的批量或更少的样本。</translation>
    </message>
    <message>
        <source>Number of hidden layers</source>
        <translation>隐藏层数量</translation>
    </message>
    <message>
        <source>The last layer is repeated, or layers are left out from the end.</source>
        <translation>重复最后一层，或从末尾去掉若干层。</translation>
    </message>
    <message>
        <source>The settings of these two runs are the same: only chance makes a difference.</source>
        <translation>这两条训练记录的设置相同：差别只来自随机性。</translation>
    </message>
    <message>
        <source>{run} ({change})</source>
        <translation>{run}（{change}）</translation>
    </message>
    <message>
        <source>The two differ in one thing only: {change}.</source>
        <translation>两者只有一处不同：{change}。</translation>
    </message>
    <message>
        <source>{file} has only some of the arrays ({names}); missing: {missing} (with test images also x_test and y_test).</source>
        <translation>{file} 中只有部分数组（{names}）；缺少：{missing}（若有测试图像，还要有 x_test 和 y_test）。</translation>
    </message>
    <message>
        <source>{file} cannot be read: {reason}. Expected are NumPy arrays: x_train and x_test of 28 x 28 grey levels, and y_train and y_test.</source>
        <translation>无法读取 {file}：{reason}。应为 NumPy 数组：28 x 28 灰度的 x_train 和 x_test，以及 y_train 和 y_test。</translation>
    </message>
    <message>
        <source>{folder} contains no data: expected are IDX files named like MNIST&apos;s, NumPy arrays (mnist.npz, or x_train.npy, y_train.npy, …), tables (train.csv: a label and 784 grey levels in each line), or 2 to {most} folders of pictures, one for each class; all of these also in a zip file.</source>
        <translation>{folder} 中没有数据：应有与 MNIST 同名的 IDX 文件、NumPy 数组（mnist.npz，或 x_train.npy、y_train.npy……）、表格（train.csv：每行一个标签和 784 个灰度），或 2 到 {most} 个图片文件夹，每个类别一个；也可以把它们放在 zip 文件里。</translation>
    </message>
    <message>
        <source>the name {name} is none of a file in it</source>
        <translation>名称 {name} 指向文件之外</translation>
    </message>
    <message>
        <source>it contains more than {most} folders</source>
        <translation>其中的文件夹超过 {most} 个</translation>
    </message>
    <message>
        <source>{name} is a file and a folder in it</source>
        <translation>{name} 在其中既是文件又是文件夹</translation>
    </message>
    <message>
        <source>it contains more than {most} files</source>
        <translation>其中的文件超过 {most} 个</translation>
    </message>
    <message>
        <source>unpacked it would have {size:,} bytes, more than {most:,}</source>
        <translation>解压后将有 {size:,} 字节，超过 {most:,}</translation>
    </message>
    <message>
        <source>it is protected by a password; unpack it first</source>
        <translation>它有密码保护；请先解压</translation>
    </message>
    <message>
        <source>it is not compressed with Deflate; pack it again</source>
        <translation>其压缩方式不是 Deflate，请重新打包</translation>
    </message>
    <message>
        <source>the sizes stated in it are wrong</source>
        <translation>其中记录的文件大小有误</translation>
    </message>
    <message>
        <source>a file is in it twice</source>
        <translation>其中有一个文件出现了两次</translation>
    </message>
    <message>
        <source>Pictures are judged one by one, as in earlier versions; arrays are not.</source>
        <translation>与早期版本一样，图片逐张判断，数组不作判断。</translation>
    </message>
    <message>
        <source>Light on dark, as in MNIST.</source>
        <translation>深底浅字，与 MNIST 一致。</translation>
    </message>
    <message>
        <source>Light on dark: inverted, so that networks get dark on light.</source>
        <translation>深底浅字：已反色，网络得到浅底深字。</translation>
    </message>
    <message>
        <source>Dark on light: inverted, so that networks get light on dark.</source>
        <translation>浅底深字：已反色，网络得到深底浅字。</translation>
    </message>
    <message>
        <source>Dark on light; drawings are inverted for networks that learn it.</source>
        <translation>浅底深字；对于用它训练的网络，手写的数字会被反色。</translation>
    </message>
    <message>
        <source>Some images are light on dark, some dark on light: pictures are judged one by one, arrays are used as they are.</source>
        <translation>有的图像深底浅字，有的浅底深字：图片逐张判断，数组保持原样。</translation>
    </message>
    <message>
        <source>Some images are light on dark, some dark on light; used as they are.</source>
        <translation>有的图像深底浅字，有的浅底深字；保持原样使用。</translation>
    </message>
    <message>
        <source>Some images are light on dark, some dark on light; all inverted.</source>
        <translation>有的图像深底浅字，有的浅底深字；全部反色。</translation>
    </message>
    <message>
        <source>Dropout, layer {number}</source>
        <translation>隐藏层 {number} 的丢弃率</translation>
    </message>
    <message>
        <source>{path} is on another machine. Settings, runs and what is dropped or pasted open nothing there until you choose a file or folder on it yourself, in a dialog or with --set.</source>
        <translation>{path} 位于另一台计算机上。在您亲自通过对话框或 --set 选择该计算机上的文件或文件夹之前，设置、训练记录以及拖放或粘贴的内容都不会打开其中的任何东西。</translation>
    </message>
    <message>
        <source>{file} has changed while it was read.</source>
        <translation>{file} 在读取过程中发生了变化。</translation>
    </message>
    <message>
        <source>{file} contains more than {most} test images.</source>
        <translation>{file} 中的测试图像超过 {most} 张。</translation>
    </message>
    <message>
        <source>{best}: {accuracy}. No other cell completed.</source>
        <translation>{best}：{accuracy}。没有其他单元格完成。</translation>
    </message>
    <message>
        <source>Best is {accuracy} ({best}), {lead} percentage points ahead of {second}. With one seed for each cell nobody knows whether that is chance; several seeds tell.</source>
        <translation>最佳为 {accuracy}（{best}），比 {second} 高 {lead} 个百分点。每个单元格只有一个种子，无法判断这是否出于偶然；使用多个种子才能判断。</translation>
    </message>
    <message>
        <source>Best is {accuracy} ({best}), but {level} of the {others} other cells may be as good: the spread of the seeds explains differences of up to {margin} percentage points.</source>
        <translation>最佳为 {accuracy}（{best}），但其余 {others} 个单元格中有 {level} 个可能同样好：种子间的波动可解释至多 {margin} 个百分点的差异。</translation>
    </message>
    <message>
        <source>Best is {accuracy} ({best}). Its lead of {lead} percentage points over {second} exceeds the {margin} that the spread of the seeds explains.</source>
        <translation>最佳为 {accuracy}（{best}）。它比 {second} 高 {lead} 个百分点，超过种子间波动可解释的 {margin} 个百分点。</translation>
    </message>
    <message>
        <source>The runs have ended.</source>
        <translation>训练都已结束。</translation>
    </message>
    <message>
        <source>The comparison has ended without a verdict.</source>
        <translation>比较已结束，没有得出结论。</translation>
    </message>
    <message>
        <source>{data} has been downloaded.</source>
        <translation>{data} 已下载完成。</translation>
    </message>
    <message>
        <source>The data have changed since the run was last trained: {parts}. From here on it is trained and tested on them as they are now; its earlier epochs are of the former data.</source>
        <translation>自上次训练以来，数据已发生变化：{parts}。此后将用现在的数据训练和测试；之前各轮对应的是原来的数据。</translation>
    </message>
    <message>
        <source>{data} has not been downloaded: {reason}</source>
        <translation>{data} 未能下载：{reason}</translation>
    </message>
    <message>
        <source>The robustness has been measured.</source>
        <translation>鲁棒性测量完成。</translation>
    </message>
    <message>
        <source>Measuring the robustness has failed: {reason}</source>
        <translation>鲁棒性测量失败：{reason}</translation>
    </message>
    <message>
        <source>Clean up has ended; not everything could be removed.</source>
        <translation>清理已结束，但有些内容未能移除。</translation>
    </message>
    <message>
        <source>Clean up has ended.</source>
        <translation>清理已完成。</translation>
    </message>
    <message>
        <source>Clean up has failed: {reason}</source>
        <translation>清理失败：{reason}</translation>
    </message>
    <message>
        <source>The repetition has failed: {reason}</source>
        <translation>重复训练失败：{reason}</translation>
    </message>
    <message>
        <source>As it should be: logits, and the right class as a whole number, its index.</source>
        <translation>正确的用法：传入 logits，并用整数（类别序号）表示正确类别。</translation>
    </message>
    <message>
        <source>One-hot: 1 for the right class, 0 for all others. The cost is the same.</source>
        <translation>独热编码：正确类别为 1，其余为 0。代价相同。</translation>
    </message>
    <message>
        <source>An index is a whole number; that is why the labels are converted by .long().</source>
        <translation>序号必须是整数，所以标签要用 .long() 转换。</translation>
    </message>
    <message>
        <source>CrossEntropyLoss contains the softmax. After a second one the cost cannot fall below {least}, however sure the network is, and gradients are small.</source>
        <translation>CrossEntropyLoss 已包含 softmax。再做一次，网络再有把握，代价也降不到 {least} 以下，而且梯度很小。</translation>
    </message>
    <message>
        <source>Two inputs, three hidden neurons with ReLU, two answers; four points are the batch. Each line is executed as you go on, and what it changes is marked.</source>
        <translation>两个输入、三个 ReLU 隐藏神经元、两个输出；四个点组成一批。逐行执行时，被改变的内容会标出来。</translation>
    </message>
    <message>
        <source>The gradients of the last step are forgotten.</source>
        <translation>清除上一步的梯度。</translation>
    </message>
    <message>
        <source>Forward: the batch goes through the layers. a is what reaches the output layer; fx are the logits, a row for each point.</source>
        <translation>前向：这一批数据穿过各层。a 是到达输出层的值；fx 是 logits，每个点一行。</translation>
    </message>
    <message>
        <source>Training mode: dropout sets each activation to zero with probability {rate}, and makes up for it in the others.</source>
        <translation>训练模式：丢弃法以概率 {rate} 把激活值置零，并相应放大其余的激活值。</translation>
    </message>
    <message>
        <source>Evaluation mode: dropout changes nothing.</source>
        <translation>评估模式：丢弃法不起作用。</translation>
    </message>
    <message>
        <source>The cost: how wrong the four answers are, as their mean.</source>
        <translation>代价：四个答案错了多少，取平均值。</translation>
    </message>
    <message>
        <source>The cost: how wrong the four answers are, as their sum. It is four times the mean, and so are all gradients.</source>
        <translation>代价：四个答案错了多少，取总和。它是平均值的四倍，所有梯度也是。</translation>
    </message>
    <message>
        <source>A line with a single weight, and four points as the batch. Each line of the program is executed as you go on, and what it changes is marked.</source>
        <translation>一条只有一个权重的直线，四个点组成一批。每前进一步就执行一行程序，它改变的数字会标出来。</translation>
    </message>
    <message>
        <source>Training or evaluation mode: that matters to layers such as dropout. This network has none, and computes the same in both.</source>
        <translation>训练模式或评估模式：只对丢弃法这样的层有区别。这个网络没有这样的层，两种模式算出的结果相同。</translation>
    </message>
    <message>
        <source>Forward: each x is multiplied by the weight, which gives fx.</source>
        <translation>前向：每个 x 乘以权重，得到 fx。</translation>
    </message>
    <message>
        <source>The cost: the mean of the four squared errors, fx − y.</source>
        <translation>代价：四个误差 fx − y 的平方的平均值。</translation>
    </message>
    <message>
        <source>Backward: the new gradients are added to those of the steps before, because nothing has set them to zero.</source>
        <translation>反向：新的梯度累加到之前各步的梯度上，因为没有把它们清零。</translation>
    </message>
    <message>
        <source>Backward: the slope of the cost, how it changes if the weight grows a little. It stands in .grad; the weight is still the same.</source>
        <translation>反向：代价的斜率，也就是权重增大一点时代价怎样变化。它存放在 .grad 中；权重还没有变。</translation>
    </message>
    <message>
        <source>Backward: the output layer gets gradients; the hidden one requires none, so its .grad stays None.</source>
        <translation>反向：输出层得到梯度；隐藏层不需要梯度，所以它的 .grad 仍是 None。</translation>
    </message>
    <message>
        <source>Backward: how the cost changes with each weight, from the last layer to the first. It stands in .grad; the weights are still the same.</source>
        <translation>反向：从最后一层到第一层，算出代价随每个权重如何变化，结果在 .grad 中；权重还没有变。</translation>
    </message>
    <message>
        <source>Step: momentum = {momentum} · momentum + grad, and each weight becomes w − {rate} · momentum.</source>
        <translation>更新：momentum = {momentum} · momentum + grad，每个权重变为 w − {rate} · momentum。</translation>
    </message>
    <message>
        <source>Step: each weight w becomes w − {rate} · grad.</source>
        <translation>更新：每个权重 w 变为 w − {rate} · grad。</translation>
    </message>
    <message>
        <source>Round bowl</source>
        <translation>圆碗</translation>
    </message>
    <message>
        <source>Ravine</source>
        <translation>峡谷</translation>
    </message>
    <message>
        <source>Saddle</source>
        <translation>鞍点</translation>
    </message>
    <message>
        <source>The noisy line: slope and intercept</source>
        <translation>带噪声的直线：斜率和截距</translation>
    </message>
    <message>
        <source>A slice through a network: two of its weights</source>
        <translation>一个网络的切片：其中两个权重</translation>
    </message>
    <message>
        <source>SGD with momentum</source>
        <translation>带动量的 SGD</translation>
    </message>
    <message>
        <source>{link} is a link that leads out of {folder}, so it is not followed; put a copy of the data there instead.</source>
        <translation>{link} 是指向 {folder} 之外的链接，因此不会读取；请把数据复制到该文件夹中。</translation>
    </message>
    <message>
        <source>Handwriting cannot be kept in {folder}: its drive is not connected at {drive}. If no drive belongs there any more, delete {file}.</source>
        <translation>无法将手写样本保存到 {folder}：{drive} 处未连接其所在的驱动器。如果该处不再有驱动器，请删除 {file}。</translation>
    </message>
    <message>
        <source>Handwriting cannot be kept in {folder}, since it is unknown whether its drive is connected: {reason} If all drives are connected, delete that file.</source>
        <translation>无法将手写保存到 {folder}，因为不清楚其所在的驱动器是否已连接：{reason} 如果所有驱动器都已连接，请删除该文件。</translation>
    </message>
    <message>
        <source>{link} is a link, so it is not followed; put a copy of the pictures there instead.</source>
        <translation>{link} 是一个链接，因此不予跟随；请改为把图片的副本放在那里。</translation>
    </message>
    <message>
        <source>Points of the plane are no images: what networks make of them is shown in Plane.</source>
        <translation>平面上的点不是图像：网络如何划分它们，见“平面”页。</translation>
    </message>
    <message>
        <source>Show Plane</source>
        <translation>打开“平面”</translation>
    </message>
    <message>
        <source>Noise of the points</source>
        <translation>点的噪声</translation>
    </message>
    <message>
        <source>The standard deviation of what is added to both coordinates of each point, where the points reach from -1 to 1. Of your own points it scatters the test points.</source>
        <translation>加到每个点两个坐标上的噪声的标准差，点的范围为 -1 到 1。对于自定义的点，测试点按它散布。</translation>
    </message>
    <message>
        <source>Seed of the points</source>
        <translation>点的随机种子</translation>
    </message>
    <message>
        <source>The start of the random numbers that the points are drawn from. The run&apos;s own seed does not change them.</source>
        <translation>生成这些点的随机数的起点。训练自己的随机种子不会改变它们。</translation>
    </message>
    <message>
        <source>points of seed {value}</source>
        <translation>点的种子 {value}</translation>
    </message>
    <message>
        <source>Own points</source>
        <translation>自定义的点</translation>
    </message>
    <message>
        <source>The points to learn from, each as [x, y, class], with classes from 0 on: set them in the tab Plane.</source>
        <translation>用于学习的点，每个写作 [x, y, 类别]，类别从 0 起：在“平面”标签页里放置。</translation>
    </message>
    <message>
        <source>The cost on the validation examples has not fallen for {patience} epochs; it was lowest after epoch {best}.</source>
        <translation>验证样本上的代价已有 {patience} 轮没有下降；最低的是第 {best} 轮之后。</translation>
    </message>
    <message>
        <source>a line through noisy points</source>
        <translation>穿过带噪声的点的直线</translation>
    </message>
    <message>
        <source>a network for points of the plane</source>
        <translation>识别平面上的点的网络</translation>
    </message>
    <message>
        <source>a network for images of your own</source>
        <translation>识别您自己的图像的网络</translation>
    </message>
    <message>
        <source>a network for {data}</source>
        <translation>一个网络，数据为 {data}</translation>
    </message>
    <message>
        <source>PyTorch and NumPy, and torchvision to fetch the data</source>
        <translation>PyTorch 和 NumPy，下载数据还需要 torchvision</translation>
    </message>
    <message>
        <source>PyTorch and NumPy</source>
        <translation>PyTorch 和 NumPy</translation>
    </message>
    <message>
        <source>PyTorch, NumPy, Pillow, SciPy and pillow-heif, which reads HEIC</source>
        <translation>PyTorch、NumPy、Pillow、SciPy，以及读取 HEIC 的 pillow-heif</translation>
    </message>
    <message>
        <source>PyTorch, NumPy, Pillow and SciPy</source>
        <translation>PyTorch、NumPy、Pillow 和 SciPy</translation>
    </message>
    <message>
        <source>nothing is learned here, so no gradients are prepared</source>
        <translation>这里不学习，所以不必为求梯度做准备</translation>
    </message>
    <message>
        <source>The mean cost of examples that were not learned from.</source>
        <translation>未参与训练的样本的平均代价。</translation>
    </message>
    <message>
        <source>The mean cost of examples not learned from, and the share that is read right.</source>
        <translation>未参与训练的样本的平均代价和识别准确率。</translation>
    </message>
    <message>
        <source>dropout rests</source>
        <translation>关闭丢弃法</translation>
    </message>
    <message>
        <source>The y that the line has at x, both plain numbers.</source>
        <translation>直线在 x 处的 y，两者都是普通的数。</translation>
    </message>
    <message>
        <source>The class of one point: its two coordinates, (2,).</source>
        <translation>一个点的类别：给出它的两个坐标，(2,)。</translation>
    </message>
    <message>
        <source>one number for each class</source>
        <translation>每个类别一个数</translation>
    </message>
    <message>
        <source>The class of one image: grey levels 0 to 255, {% if is_dark_on_light %}black ink on white{% else %}white ink on black{% endif %}, (28, 28).</source>
        <translation>一张图像的类别：灰度 0 到 255，{% if is_dark_on_light %}白底黑字{% else %}黑底白字{% endif %}，(28, 28)。</translation>
    </message>
    <message>
        <source>An array of a NumPy archive.</source>
        <translation>NumPy 压缩包中的一个数组。</translation>
    </message>
    <message>
        <source>stored or compressed with Deflate; other methods may fill the memory</source>
        <translation>未压缩或用 Deflate 压缩；其他压缩方法可能占满内存</translation>
    </message>
    <message>
        <source>Grey levels 0 to 255, (N, 28, 28), and the class of each image, (N,).</source>
        <translation>灰度 0 到 255，(N, 28, 28)；以及每张图像的类别，(N,)。</translation>
    </message>
    <message>
        <source>parts of white</source>
        <translation>以白色为 1 的小数</translation>
    </message>
    <message>
        <source>a column for each class</source>
        <translation>每个类别一列</translation>
    </message>
    <message>
        <source>the start of all random numbers</source>
        <translation>所有随机数的起点</translation>
    </message>
    <message>
        <source>how often to go through the training examples</source>
        <translation>把训练样本过几遍</translation>
    </message>
    <message>
        <source>how many examples make one step</source>
        <translation>多少个样本走一步</translation>
    </message>
    <message>
        <source>the size of a step</source>
        <translation>步子的大小</translation>
    </message>
    <message>
        <source>how many examples to use</source>
        <translation>使用多少个样本</translation>
    </message>
    <message>
        <source>what the size of the weights costs</source>
        <translation>权重大小的惩罚系数</translation>
    </message>
    <message>
        <source>the share of training examples with a wrong label</source>
        <translation>训练样本中标签错误的比例</translation>
    </message>
    <message>
        <source>how many to hold out of training</source>
        <translation>从训练样本中留出多少个用于验证</translation>
    </message>
    <message>
        <source>epochs to go on although the held-out cost does not fall</source>
        <translation>留出样本上的代价不再下降时，还继续训练多少轮</translation>
    </message>
    <message>
        <source>not EPS: Ghostscript runs it</source>
        <translation>不含 EPS：它要由 Ghostscript 执行</translation>
    </message>
    <message>
        <source>The numbers in an IDX file, the format of MNIST and its relatives.</source>
        <translation>IDX 文件中的数；MNIST 及同类数据集都用这种格式。</translation>
    </message>
    <message>
        <source>gzipped</source>
        <translation>用 gzip 压缩过</translation>
    </message>
    <message>
        <source>the type</source>
        <translation>数据类型</translation>
    </message>
    <message>
        <source>needed only to fetch the files</source>
        <translation>只在下载文件时需要</translation>
    </message>
    <message>
        <source>the files hold the pixels column by column</source>
        <translation>文件中的像素按列存放</translation>
    </message>
    <message>
        <source>next to it the writer and more</source>
        <translation>旁边还有书写者等信息</translation>
    </message>
    <message>
        <source>the files count the classes from {{ first_label }}</source>
        <translation>文件中的类别从 {{ first_label }} 开始编号</translation>
    </message>
    <message>
        <source>from dark ink on light to light on dark, or back</source>
        <translation>浅底深字与深底浅字互换</translation>
    </message>
    <message>
        <source>Random numbers that depend on the seed and on these numbers, and on nothing else.</source>
        <translation>只取决于种子和这些数的随机数。</translation>
    </message>
    <message>
        <source>The learning rate, smaller after every {{ config.schedule.step_epochs }} epochs.</source>
        <translation>学习率，每 {{ config.schedule.step_epochs }} 轮减小一次。</translation>
    </message>
    <message>
        <source>The learning rate, along half a cosine from its full size towards 0.</source>
        <translation>学习率，沿半个余弦从最大值降到接近 0。</translation>
    </message>
    <message>
        <source>The learning rate: up for 30% of all steps, then down to almost 0.</source>
        <translation>学习率：前 30% 的步数上升，之后降到几乎为 0。</translation>
    </message>
    <message>
        <source>From start to end along half a cosine, when this share of the way is done.</source>
        <translation>走完这一比例的路程时，沿半个余弦从 start 到 end 的值。</translation>
    </message>
    <message>
        <source>One step of learning, from a batch of examples x and what they should give, y.</source>
        <translation>学习的一步：x 是一批样本，y 是应有的答案。</translation>
    </message>
    <message>
        <source>dropout is at work</source>
        <translation>启用丢弃法</translation>
    </message>
    <message>
        <source>forget the gradients of the last batch</source>
        <translation>清除上一批的梯度</translation>
    </message>
    <message>
        <source>products in 16 bits</source>
        <translation>乘法用 16 位计算</translation>
    </message>
    <message>
        <source>forward: what the network makes of them</source>
        <translation>前向：网络给出的结果</translation>
    </message>
    <message>
        <source>how wrong that is, one number</source>
        <translation>错了多少，用一个数表示</translation>
    </message>
    <message>
        <source>not of biases</source>
        <translation>不含偏置</translation>
    </message>
    <message>
        <source>backward: the gradient of both for every weight</source>
        <translation>反向：求两者对每个权重的梯度</translation>
    </message>
    <message>
        <source>backward: the gradient of the cost for every weight</source>
        <translation>反向：求代价对每个权重的梯度</translation>
    </message>
    <message>
        <source>move every weight a little against its gradient</source>
        <translation>让每个权重沿梯度的反方向移动一点</translation>
    </message>
    <message>
        <source>Points to learn from and points to test with: x and y = 2x plus noise, (N, 1).</source>
        <translation>用于训练和测试的点：x 和 y = 2x 加噪声，(N, 1)。</translation>
    </message>
    <message>
        <source>whatever the run&apos;s own seed, the points are the same</source>
        <translation>无论训练用什么种子，这些点都相同</translation>
    </message>
    <message>
        <source>numbers below 1e-38 count as 0</source>
        <translation>小于 1e-38 的数当作 0</translation>
    </message>
    <message>
        <source>prepared batch by batch</source>
        <translation>逐批处理</translation>
    </message>
    <message>
        <source>a stream of its own for the labels</source>
        <translation>标签专用的随机数流</translation>
    </message>
    <message>
        <source>these examples</source>
        <translation>这些样本</translation>
    </message>
    <message>
        <source>spread evenly</source>
        <translation>均匀选取</translation>
    </message>
    <message>
        <source>{{ title }}: {{ aim }}.

Made by Inkling. It needs {{ needs }}:

    python -P {{ file_name }}

With the same seed it computes the numbers that Inkling computes.</source>
        <translation>{{ title }}：{{ aim }}。

由 Inkling 生成。需要 {{ needs }}：

    python -P {{ file_name }}

种子相同时，算出的结果与 Inkling 的相同。</translation>
    </message>
    <message>
        <source>how far each pixel is changed against the network</source>
        <translation>每个像素朝不利于网络的方向改动多少</translation>
    </message>
    <message>
        <source>the share of weights to cut, after so many epochs</source>
        <translation>剪去的权重比例，以及在多少轮之后</translation>
    </message>
    <message>
        <source>Weights, and 1 for each of them that stays; the others are 0 from now on.</source>
        <translation>各层权重，以及每个保留的权重对应的 1；其余的从此为 0。</translation>
    </message>
    <message>
        <source>a stream of its own for the cut</source>
        <translation>剪枝用自己的随机数流</translation>
    </message>
    <message>
        <source>the smallest of the whole network first</source>
        <translation>整个网络中最小的在前</translation>
    </message>
    <message>
        <source>Set the weights that are cut to 0, whatever a step has made of them.</source>
        <translation>把剪去的权重置为 0，不管这一步把它们变成了什么。</translation>
    </message>
    <message>
        <source>The images, with every pixel changed against the network by EPSILON of its range.</source>
        <translation>图像的每个像素都朝不利于网络的方向改动，幅度为取值范围的 EPSILON 倍。</translation>
    </message>
    <message>
        <source>how each pixel raises the cost</source>
        <translation>每个像素怎样使代价上升</translation>
    </message>
    <message>
        <source>passed over: as if the noise had been drawn from this seed, too</source>
        <translation>跳过这些随机数：就像噪声也由这个种子产生一样</translation>
    </message>
    <message>
        <source>quicker convolutions</source>
        <translation>卷积更快</translation>
    </message>
    <message>
        <source>it draws its zeros as Inkling does</source>
        <translation>按 Inkling 的方式随机置零</translation>
    </message>
    <message>
        <source>nothing is cut yet</source>
        <translation>还没有剪枝</translation>
    </message>
    <message>
        <source>what does not fill a last batch is left out</source>
        <translation>不够一批的剩余样本不用</translation>
    </message>
    <message>
        <source>a stream of its own for the changes</source>
        <translation>数据增强使用单独的随机数流</translation>
    </message>
    <message>
        <source>weights that are cut stay 0</source>
        <translation>剪去的权重保持为 0</translation>
    </message>
    <message>
        <source>What nn.Dropout does{% if not is_plain %}, with random numbers that are drawn more quickly{% endif %}.</source>
        <translation>与 nn.Dropout 的作用相同{% if not is_plain %}，只是随机数产生得更快{% endif %}。</translation>
    </message>
    <message>
        <source>1, or 0 where dropped</source>
        <translation>1，被丢弃的为 0</translation>
    </message>
    <message>
        <source>16 for each</source>
        <translation>每个值 16 位</translation>
    </message>
    <message>
        <source>the sum stays about the same</source>
        <translation>总和大致不变</translation>
    </message>
    <message>
        <source>The layers in order; behind each stands the size of what it puts out.</source>
        <translation>依次排列的各层；每层后面注明其输出的大小。</translation>
    </message>
    <message>
        <source>Whether an image is for testing: every sixth one of each class, or its last.</source>
        <translation>图像是否用于测试：每个类别中每六张取一张，或取最后一张。</translation>
    </message>
    <message>
        <source>A picture&apos;s grey levels, made like a digit of MNIST: white on black, (28, 28).

None if it cannot be read, or if nothing is drawn in it.</source>
        <translation>图片的灰度，处理成与 MNIST 数字一样：黑底白字，(28, 28)。

如果无法读取，或图中什么也没有画，则为 None。</translation>
    </message>
    <message>
        <source>pictures may have earlier ones run code</source>
        <translation>更早的版本可能会被图片利用来执行代码</translation>
    </message>
    <message>
        <source>so that Pillow reads HEIC</source>
        <translation>让 Pillow 能读取 HEIC</translation>
    </message>
    <message>
        <source>of this Pillow</source>
        <translation>此版本 Pillow 所支持的</translation>
    </message>
    <message>
        <source>as large as it shall be</source>
        <translation>大小已符合要求</translation>
    </message>
    <message>
        <source>in all of these data</source>
        <translation>所有这些数据都是如此</translation>
    </message>
    <message>
        <source>dark on light, as it is</source>
        <translation>保持原样：浅底深字</translation>
    </message>
    <message>
        <source>as it is</source>
        <translation>保持原样</translation>
    </message>
    <message>
        <source>The part that is drawn on, scaled so that its longer side has 20 pixels.</source>
        <translation>有笔迹的部分，缩放到长边为 20 个像素。</translation>
    </message>
    <message>
        <source>The ink within 28x28 pixels, its centre of mass at the centre.</source>
        <translation>放进 28x28 像素、重心居中的笔迹。</translation>
    </message>
    <message>
        <source>Grey levels 0 to 255, (N, 28, 28), and the class of each image, (N,); mixed.</source>
        <translation>灰度 0 到 255，(N, 28, 28)；以及每张图像的类别，(N,)；顺序已打乱。</translation>
    </message>
    <message>
        <source>every sixth</source>
        <translation>每六张取一张</translation>
    </message>
    <message>
        <source>black on white?</source>
        <translation>是白底黑字吗？</translation>
    </message>
    <message>
        <source>White on black; what was prepared from a larger picture, of real numbers, is so.</source>
        <translation>黑底白字；由较大图片处理得到的（实数）已经如此。</translation>
    </message>
    <message>
        <source>All pictures of 28 x 28 pixels, for training and for testing.</source>
        <translation>所有 28 x 28 像素的图片，训练用和测试用的都包括。</translation>
    </message>
    <message>
        <source>The pictures in an order that looks random and is always the same.</source>
        <translation>图片的顺序看似随机，但始终相同。</translation>
    </message>
    <message>
        <source>The pictures in a folder, by name; not the hidden and the unreadable ones.</source>
        <translation>文件夹中的图片，按文件名排序；不含隐藏的和无法读取的。</translation>
    </message>
    <message>
        <source>Whether a file is named like a picture; reading a pipe would never end.</source>
        <translation>文件名是否像图片；读取管道文件会永不结束。</translation>
    </message>
    <message>
        <source>what the network&apos;s answers mean, in the order of its outputs</source>
        <translation>网络各个答案的含义，按输出的顺序</translation>
    </message>
    <message>
        <source>the standard deviation of what is added to each coordinate</source>
        <translation>加到每个坐标上的噪声的标准差</translation>
    </message>
    <message>
        <source>the points are the same whatever the run&apos;s own seed</source>
        <translation>无论训练用什么种子，这些点都相同</translation>
    </message>
    <message>
        <source>x, y and the class</source>
        <translation>x、y 和类别</translation>
    </message>
    <message>
        <source>Points to learn from (part 0) or to test with (1): x and y (N, 2), and classes (N,).</source>
        <translation>用于训练（part 为 0）或测试（1）的点：x 和 y (N, 2)，以及类别 (N,)。</translation>
    </message>
    <message>
        <source>others, around these</source>
        <translation>在这些点周围另取的点</translation>
    </message>
    <message>
        <source>classes take turns</source>
        <translation>各类别轮流出现</translation>
    </message>
    <message>
        <source>Points around (-0.5, -0.5) and (0.5, 0.5), normally distributed.</source>
        <translation>分布在 (-0.5, -0.5) 和 (0.5, 0.5) 周围、服从正态分布的点。</translation>
    </message>
    <message>
        <source>Points spread evenly over a disc, and over a ring around it.</source>
        <translation>均匀分布在圆盘上及其外围圆环上的点。</translation>
    </message>
    <message>
        <source>the area within a radius grows with its square</source>
        <translation>半径以内的面积与半径的平方成正比</translation>
    </message>
    <message>
        <source>Points whose coordinates have equal signs in class 0, and different ones in class 1.</source>
        <translation>类别 0 的点两个坐标同号，类别 1 的点异号。</translation>
    </message>
    <message>
        <source>Points on the upper half of one circle, and on the lower half of another one.</source>
        <translation>一个圆的上半部分和另一个圆的下半部分上的点。</translation>
    </message>
    <message>
        <source>Points along arms, whose radius and angle grow together; an arm for each class.</source>
        <translation>沿旋臂分布的点，半径与角度一起增大；每个类别一条旋臂。</translation>
    </message>
    <message>
        <source>The points at a distance from 0, in a direction given in full turns.</source>
        <translation>与 0 相距为此、方向以整圈为单位的点。</translation>
    </message>
    <message>
        <source>Grey levels (N, 28, 28) as what the network gets: a row for each image, (N, 784).</source>
        <translation>把灰度 (N, 28, 28) 变成网络的输入：每张图像一行，(N, 784)。</translation>
    </message>
    <message>
        <source>mean 0, standard deviation 1</source>
        <translation>均值 0，标准差 1</translation>
    </message>
    <message>
        <source>the same order for all images</source>
        <translation>所有图像用同样的顺序</translation>
    </message>
    <message>
        <source>Grey levels (B, 28, 28), each image changed a little at random.</source>
        <translation>灰度 (B, 28, 28)，每张图像都随机改动一点。</translation>
    </message>
    <message>
        <source>what comes in is paper</source>
        <translation>移进来的部分当作纸</translation>
    </message>
    <message>
        <source>turned to either side</source>
        <translation>向左或向右旋转</translation>
    </message>
    <message>
        <source>not turned</source>
        <translation>不旋转</translation>
    </message>
    <message>
        <source>made larger or smaller</source>
        <translation>放大或缩小</translation>
    </message>
    <message>
        <source>not made larger</source>
        <translation>不缩放</translation>
    </message>
    <message>
        <source>moved, in halves of the side</source>
        <translation>平移，以边长的一半为单位</translation>
    </message>
    <message>
        <source>not moved</source>
        <translation>不平移</translation>
    </message>
    <message>
        <source>counted from {{ first_label }}</source>
        <translation>从 {{ first_label }} 开始编号</translation>
    </message>
    <message>
        <source>Unpack the files that are read, of at most 4 GiB, from a zip file into a folder.</source>
        <translation>把要读取的文件从 zip 文件解压到一个文件夹，总共不超过 4 GiB。</translation>
    </message>
    <message>
        <source>others may fill the memory</source>
        <translation>其他压缩方法可能占满内存</translation>
    </message>
    <message>
        <source>grey level from which a pixel counts as light</source>
        <translation>灰度达到此值的像素算作亮</translation>
    </message>
    <message>
        <source>share of a picture&apos;s edge that is alike: then it is paper</source>
        <translation>图片边缘同样亮（或暗）的比例：达到就算是纸</translation>
    </message>
    <message>
        <source>share of the plain pictures of a set that are alike: then all are</source>
        <translation>一套图片中边缘清楚者相同的比例：达到就算全部如此</translation>
    </message>
    <message>
        <source>Return whether a set of pictures is black on white; None if it holds both kinds.

The pictures with a plain edge decide. Without any, the set is taken as it is: white on black.</source>
        <translation>返回一套图片是否为白底黑字；两种都有则为 None。

由边缘清楚的图片决定。一张这样的图片也没有时，按原样处理：黑底白字。</translation>
    </message>
    <message>
        <source>Return whether a set has light paper, from the light share of each picture&apos;s edge.</source>
        <translation>根据每张图片边缘的亮部比例，返回一套图片的纸是否为浅色。</translation>
    </message>
    <message>
        <source>Return whether an edge with this light share is plain: paper, light or dark.</source>
        <translation>返回亮部比例为此值的边缘是否清楚：是纸，浅色或深色。</translation>
    </message>
    <message>
        <source>Return a picture as white on black; in a set of both kinds (None) its own edge decides.</source>
        <translation>返回黑底白字的图片；两种都有的一套图片（None）由各自的边缘决定。</translation>
    </message>
    <message>
        <source>Return the share of the picture&apos;s edge that is light.</source>
        <translation>返回图片边缘中亮部的比例。</translation>
    </message>
    <message>
        <source>pixels along the longer side of the small copy</source>
        <translation>缩小副本的长边像素数</translation>
    </message>
    <message>
        <source>of the copy&apos;s longer side; wider strokes are taken for shadows</source>
        <translation>占副本长边的比例；更宽的笔画会被当成阴影</translation>
    </message>
    <message>
        <source>pixels of the copy, along each side of the window of a local median</source>
        <translation>局部中位数窗口的边长，副本中的像素数</translation>
    </message>
    <message>
        <source>grey levels between paper and ink, in the copy</source>
        <translation>副本中纸与墨之间的灰度差</translation>
    </message>
    <message>
        <source>of the contrast, over nine tenths of the paper: still even</source>
        <translation>占对比度的比例，取纸的十分之九：仍算均匀</translation>
    </message>
    <message>
        <source>of the picture; more ink than that lies around the paper, not on it</source>
        <translation>占图片的比例；墨比这还多，就是在纸的周围而不在纸上</translation>
    </message>
    <message>
        <source>of the variance of all levels, between those of ink and of paper</source>
        <translation>墨与纸之间的方差占全部灰度方差的比例</translation>
    </message>
    <message>
        <source>of the picture&apos;s edge; if both groups have more, the corners decide</source>
        <translation>占图片边缘的比例；两组都超过时由四角决定</translation>
    </message>
    <message>
        <source>pixels of the copy that count as the picture&apos;s edge</source>
        <translation>算作图片边缘的副本像素数</translation>
    </message>
    <message>
        <source>standard deviations per median absolute deviation, for normal noise</source>
        <translation>正态噪声下，标准差与绝对中位差之比</translation>
    </message>
    <message>
        <source>grey levels; darker paper is not scaled up any further</source>
        <translation>灰度；更暗的纸不再放大</translation>
    </message>
    <message>
        <source>Estimate the paper&apos;s grey levels (H, W) behind dark ink.

1. A closing: in each window the lightest level wins, so that strokes vanish.
2. What is darker than that is ink, and is left out of what follows.
3. A surface of the second degree through the rest: a lamp&apos;s gradient, a lens&apos;s dark
   corners.
4. What still remains, as medians over small windows: shadows, whose edges a median
   keeps sharp.

Args:
    page: where there is paper at all (H, W); see `core.data.photographs.page`.</source>
        <translation>估计深色墨迹背后纸的灰度 (H, W)。

1. 闭运算：每个窗口取最亮的灰度，笔画随之消失。
2. 比它暗的是墨，以下各步不再考虑。
3. 用二次曲面拟合其余部分：灯光的渐变、镜头的暗角。
4. 剩下的用小窗口的中位数表示：即阴影，中位数能保持其边缘清晰。

参数：
    page：哪里有纸 (H, W)；见 `core.data.photographs.page`。</translation>
    </message>
    <message>
        <source>Return the one level of evenly lit paper (H, W), or None if the light is uneven.

Even light leaves two clear groups of levels, ink&apos;s and paper&apos;s. Then the ink may be
of any size, and fill the picture. Where it does, as in a picture cut out closely
around a digit, the light may also change steadily.

Args:
    is_lighter: whether the paper is the lighter group; the picture&apos;s edge shows it
        if None.</source>
        <translation>返回光照均匀的纸的唯一灰度 (H, W)；光照不均匀则为 None。

光照均匀时，灰度明显分成墨和纸两组。此时墨迹可以是任意大小，甚至占满图片；
占满时（例如紧贴数字裁剪的图片），光照也可以平缓变化。

参数：
    is_lighter：纸是否为较亮的一组；为 None 时由图片边缘判断。</translation>
    </message>
    <message>
        <source>Return the median of the picture&apos;s edge as the level of all paper.</source>
        <translation>返回图片边缘的中位数，作为全部纸的灰度。</translation>
    </message>
    <message>
        <source>Return the median of the lighter levels as the level of all paper.</source>
        <translation>返回较亮灰度的中位数，作为全部纸的灰度。</translation>
    </message>
    <message>
        <source>Return the levels along the four sides of a picture, in one row.</source>
        <translation>返回图片四边的灰度，排成一行。</translation>
    </message>
    <message>
        <source>Return the level that separates dark from light best.

It is the one with the largest variance between the two classes. (N. Otsu, &quot;A
threshold selection method from gray-level histograms&quot;, 1979.)</source>
        <translation>返回最能区分暗与亮的灰度。

即使两类之间方差最大的灰度。（N. Otsu, &quot;A threshold selection method from
gray-level histograms&quot;, 1979。）</translation>
    </message>
    <message>
        <source>Return how much darker than the paper each point is, as if all paper were equally light.

Ink absorbs a share of the light; in a shadow that is fewer grey levels than in the
light.</source>
        <translation>返回每一点比纸暗多少，如同所有的纸都一样亮。

墨吸收一定比例的光；在阴影中，对应的灰度差比在亮处小。</translation>
    </message>
    <message>
        <source>Whether the ink is lighter than the paper, which most of the picture&apos;s edge shows.

A digit that is cut out closely touches much of the edge, but hardly the corners.</source>
        <translation>墨是否比纸亮，由图片边缘的大部分判断。

紧贴边缘裁剪的数字会碰到许多边缘，但几乎碰不到四角。</translation>
    </message>
    <message>
        <source>Return whether all four corners are light, where they are the same and the edge is not.

None if the corners decide nothing.</source>
        <translation>四角相同而边缘不同时，返回四角是否都亮。

四角无法判断时为 None。</translation>
    </message>
    <message>
        <source>Return the mean fourth power of the positive part: few strong pixels outweigh many weak.</source>
        <translation>返回正值部分四次方的平均：少数强的像素胜过许多弱的。</translation>
    </message>
    <message>
        <source>Fit a surface of the second degree to the picture&apos;s edge, leaving out what stands out.</source>
        <translation>用二次曲面拟合图片边缘，排除突出的部分。</translation>
    </message>
    <message>
        <source>Close all that is darker than its surroundings and narrower than `MAX_STROKE`.

A morphological closing: the maximum over a window around each point, then the
minimum of these. Beyond the edge the light is continued at the same slope.</source>
        <translation>填平比周围暗且窄于 `MAX_STROKE` 的一切。

形态学闭运算：先取每点周围窗口的最大值，再取这些值的最小值。
边缘之外按同样的坡度延续光照。</translation>
    </message>
    <message>
        <source>Find what differs more than noise does, and a margin of one pixel around it.</source>
        <translation>找出差异大于噪声的部分，并向四周各扩一个像素。</translation>
    </message>
    <message>
        <source>Fit a polynomial of the second degree in x and y to the paper, by least squares.

What the paper leaves open is as light as its middle.</source>
        <translation>用最小二乘法对纸面拟合 x、y 的二次多项式。

纸面无法确定的部分，取与纸面中位数相同的亮度。</translation>
    </message>
    <message>
        <source>Return the median of the paper near each point; where only ink is near, the nearest one.</source>
        <translation>返回每点附近纸的中位数；附近只有墨时，取最近的一个。</translation>
    </message>
    <message>
        <source>NaN comes last</source>
        <translation>NaN 排在最后</translation>
    </message>
    <message>
        <source>Scale down to a longer side of `side` pixels, each the mean of those it covers.</source>
        <translation>缩小到长边为 `side` 个像素，每个像素是所覆盖像素的平均。</translation>
    </message>
    <message>
        <source>Scale up to (H, W) by linear interpolation.</source>
        <translation>用线性插值放大到 (H, W)。</translation>
    </message>
    <message>
        <source>the largest numbers of 8, 10, 12, 14 and 16 bits</source>
        <translation>8、10、12、14 和 16 位所能表示的最大数</translation>
    </message>
    <message>
        <source>share of a picture that is not transparent: then it is paper that was cut out</source>
        <translation>图片不透明部分的比例：达到就是裁剪下来的纸</translation>
    </message>
    <message>
        <source>pixels; longer pictures are scaled down as they are read</source>
        <translation>像素；更长的图片在读取时缩小</translation>
    </message>
    <message>
        <source>the tag of Exif</source>
        <translation>Exif 标签</translation>
    </message>
    <message>
        <source>that are converted at once, before scaling down</source>
        <translation>一次转换的像素数（缩小之前）</translation>
    </message>
    <message>
        <source>Return grey levels (H, W) or colours (H, W, 3), upright; transparent parts become paper.

A picture longer than twice `MAX_DECODED_SIDE` is scaled down by a whole number.</source>
        <translation>返回灰度 (H, W) 或颜色 (H, W, 3)，方向已摆正；透明部分变成纸。

长边超过 `MAX_DECODED_SIDE` 两倍的图片按整数倍缩小。</translation>
    </message>
    <message>
        <source>decodes fewer pixels</source>
        <translation>减少要解码的像素</translation>
    </message>
    <message>
        <source>cameras store the orientation separately</source>
        <translation>相机把方向另行存储</translation>
    </message>
    <message>
        <source>Return grey levels of deep pixels: black is 0, white the largest number of the fewest bits.

Cameras store 10 or 12 bits in 16. Fractions up to 1 count as shares of white.</source>
        <translation>返回高位深像素的灰度：黑为 0，白为所需最少位数的最大数。

相机把 10 或 12 位存放在 16 位中。不超过 1 的小数当作白色的比例。</translation>
    </message>
    <message>
        <source>Choose the paper for the transparent parts of an RGBA picture, so that its ink shows.

Dark ink stands on white, light ink on black. A sheet that was cut out continues in
its colour.</source>
        <translation>为 RGBA 图片的透明部分选择纸色，使墨迹显现。

深色的墨配白色，浅色的墨配黑色。裁剪下来的纸按其颜色延续。</translation>
    </message>
    <message>
        <source>Convert to mode L, F or RGBA strip by strip, since large pictures hardly fit into memory.</source>
        <translation>逐条转换为 L、F 或 RGBA 模式，因为大图片很难整个放进内存。</translation>
    </message>
    <message>
        <source>after scaling down</source>
        <translation>缩小之后的行数</translation>
    </message>
    <message>
        <source>not past the end: a picture of one row would become one of `factor` rows</source>
        <translation>不超出末尾：否则只有一行的图片会变成 `factor` 行</translation>
    </message>
    <message>
        <source>of all metadata, which may be large, only this</source>
        <translation>元数据可能很大，只取这一项</translation>
    </message>
    <message>
        <source>Return the mode that holds the same: L or RGBA, or F for more than 8 bits.</source>
        <translation>返回能容纳同样内容的模式：L 或 RGBA，超过 8 位则为 F。</translation>
    </message>
    <message>
        <source>brightness of red, green and blue (ITU-R BT.601)</source>
        <translation>红、绿、蓝的亮度（ITU-R BT.601）</translation>
    </message>
    <message>
        <source>of what grey ink would have: enough contrast in brightness</source>
        <translation>占灰色墨迹应有对比度的比例：亮度对比已足够</translation>
    </message>
    <message>
        <source>pixels of the copy, over which light varies and ink does not</source>
        <translation>副本像素数；在此范围内光照会变而墨不变</translation>
    </message>
    <message>
        <source>Return grey levels (H, W), 0 to 255, of grey levels or of colours (H, W, 3).</source>
        <translation>由灰度或颜色 (H, W, 3) 返回灰度 (H, W)，0 到 255。</translation>
    </message>
    <message>
        <source>two colours differ by at most 442</source>
        <translation>两种颜色最多相差 442</translation>
    </message>
    <message>
        <source>Return the unit vector (3,) from the paper&apos;s to the ink&apos;s colour, up to its sign.</source>
        <translation>返回从纸色到墨色的单位向量 (3,)，正负号不定。</translation>
    </message>
    <message>
        <source>weighted by length: ink counts, grain does not</source>
        <translation>按长度加权：墨算数，颗粒不算</translation>
    </message>
    <message>
        <source>pixels along the longer side of the copy in which the page is looked for</source>
        <translation>用来寻找页面的副本的长边像素数</translation>
    </message>
    <message>
        <source>pixels of a picture that may have a frame</source>
        <translation>可能带边框的图片的像素数</translation>
    </message>
    <message>
        <source>of the page&apos;s level: a frame is as dark as ink</source>
        <translation>占页面灰度的比例：边框与墨一样暗</translation>
    </message>
    <message>
        <source>of the picture</source>
        <translation>占图片的比例</translation>
    </message>
    <message>
        <source>of the page&apos;s bounding box, which a tilted sheet does not fill completely</source>
        <translation>占页面外接矩形的比例；倾斜的纸不会把它占满</translation>
    </message>
    <message>
        <source>of one side of the picture, along which there is frame</source>
        <translation>占图片一边的比例；这一边上有边框</translation>
    </message>
    <message>
        <source>grey levels in the copy, by which ink is darker than the page</source>
        <translation>副本中墨比页面暗的灰度差</translation>
    </message>
    <message>
        <source>of the picture; a smaller light rectangle may be a stroke of chalk</source>
        <translation>占图片的比例；更小的亮矩形可能是粉笔的笔画</translation>
    </message>
    <message>
        <source>of the page</source>
        <translation>占页面的比例</translation>
    </message>
    <message>
        <source>of the step from frame to page, within one pixel of the copy</source>
        <translation>占边框到页面灰度跃变的比例，在副本的一个像素之内</translation>
    </message>
    <message>
        <source>of the picture&apos;s longer side</source>
        <translation>占图片长边的比例</translation>
    </message>
    <message>
        <source>pixels of the copy that are cut off along the frame, for its blurred edge</source>
        <translation>沿边框裁去的副本像素数，因为其边缘模糊</translation>
    </message>
    <message>
        <source>Return where the page is (H, W): everywhere, unless there is a black frame around it.</source>
        <translation>返回页面所在之处 (H, W)：没有黑色边框时处处都是。</translation>
    </message>
    <message>
        <source>Replace what lies outside the page by the page&apos;s nearest levels.</source>
        <translation>用页面最近处的灰度替换页面以外的部分。</translation>
    </message>
    <message>
        <source>Return the largest light region, together with all that it encloses.</source>
        <translation>返回最大的亮区及其包围的一切。</translation>
    </message>
    <message>
        <source>strokes that reach the frame would divide the sheet</source>
        <translation>碰到边框的笔画会把纸分开</translation>
    </message>
    <message>
        <source>Whether what surrounds the page is a frame rather than a shadow, a stroke or the paper.</source>
        <translation>页面周围是否为边框，而不是阴影、笔画或纸。</translation>
    </message>
    <message>
        <source>of the picture&apos;s height (of its width, for vertical lines)</source>
        <translation>占图片高度的比例（竖线则占宽度）</translation>
    </message>
    <message>
        <source>quantile along a row that must differ from the paper</source>
        <translation>一行中必须与纸不同的分位数</translation>
    </message>
    <message>
        <source>of a row&apos;s length, over which noise is averaged before</source>
        <translation>占行长的比例；先在此范围内平均噪声</translation>
    </message>
    <message>
        <source>grey levels of contrast</source>
        <translation>对比度的灰度</translation>
    </message>
    <message>
        <source>from so many times a line&apos;s contrast on it is ink that covers the line</source>
        <translation>对比度达到线条的这么多倍，就是盖住线条的墨</translation>
    </message>
    <message>
        <source>pixels of the copy in which the tilt is looked for</source>
        <translation>用来寻找倾斜的副本的像素数</translation>
    </message>
    <message>
        <source>rows per column: six degrees</source>
        <translation>每列偏移的行数：六度</translation>
    </message>
    <message>
        <source>of a tilt over none</source>
        <translation>有倾斜相对于没有倾斜</translation>
    </message>
    <message>
        <source>Remove lines in both directions.

Args:
    contrast: how much darker than the paper each point is, in grey levels (H, W).
    noise: standard deviation of the grain, in grey levels.</source>
        <translation>去除两个方向的格线。

参数：
    contrast：每一点比纸暗多少，以灰度计 (H, W)。
    noise：颗粒的标准差，以灰度计。</translation>
    </message>
    <message>
        <source>Remove nearly horizontal lines.</source>
        <translation>去除接近水平的格线。</translation>
    </message>
    <message>
        <source>Return the slope, rows per column, along which rows stand out most; 0 if none does.</source>
        <translation>返回使行最突出的斜率（每列的行数）；都不突出则为 0。</translation>
    </message>
    <message>
        <source>Return for each point (H, W) the row that a line of this slope through it has there.</source>
        <translation>对每一点 (H, W)，返回经过它、斜率为此值的直线所对应的行。</translation>
    </message>
    <message>
        <source>Return by how many grey levels a line across the picture stands out in each row (H,).</source>
        <translation>返回每一行中横贯图片的线突出多少灰度 (H,)。</translation>
    </message>
    <message>
        <source>Fill the rows `first` to `end`, and the line&apos;s soft edges, from the rows next to them.</source>
        <translation>用相邻的行填补 `first` 到 `end` 各行以及线的柔和边缘。</translation>
    </message>
    <message>
        <source>less than this share of full ink counts as paper</source>
        <translation>低于浓墨的这一比例就算作纸</translation>
    </message>
    <message>
        <source>grey levels of 255 between paper and ink below which a picture counts as empty</source>
        <translation>纸与墨的灰度差（满分 255）低于此值，图片就算空白</translation>
    </message>
    <message>
        <source>of full ink: where a stroke is, before its soft edges</source>
        <translation>占浓墨的比例：笔画所在之处，不含柔和边缘</translation>
    </message>
    <message>
        <source>standard deviations of noise above which something may be ink</source>
        <translation>超过噪声标准差的这么多倍，就可能是墨</translation>
    </message>
    <message>
        <source>grey levels; paper with less is clean</source>
        <translation>灰度；低于此值的纸算干净</translation>
    </message>
    <message>
        <source>of the largest piece&apos;s extent; smaller ones are specks</source>
        <translation>占最大块范围的比例；更小的是污点</translation>
    </message>
    <message>
        <source>of the picture&apos;s longer side: gap within a stroke that is drawn faintly</source>
        <translation>占图片长边的比例：浅淡笔画内部的间隙</translation>
    </message>
    <message>
        <source>of the largest piece&apos;s extent: the pieces that show how dark full ink is</source>
        <translation>占最大块范围的比例：由这些块得知浓墨有多暗</translation>
    </message>
    <message>
        <source>pieces, the darkest ones, of which it is measured; a picture may have a hundred thousand</source>
        <translation>用来测量的最暗的块数；一张图片可能有十万块</translation>
    </message>
    <message>
        <source>quantile; the very darkest pixel of a noisy picture is darker than the ink</source>
        <translation>分位数；有噪声的图片中，最暗的像素比墨还暗</translation>
    </message>
    <message>
        <source>of the ink&apos;s extent: a stroke that would be pale among 20 pixels</source>
        <translation>占墨迹范围的比例：在 20 个像素中会显得太淡的笔画</translation>
    </message>
    <message>
        <source>of the ink&apos;s extent: how wide such a stroke is made</source>
        <translation>占墨迹范围的比例：这样的笔画加宽到多少</translation>
    </message>
    <message>
        <source>pixels that touch by a corner are connected</source>
        <translation>只有角相接的像素也算相连</translation>
    </message>
    <message>
        <source>Estimate the standard deviation of the grain, in grey levels.

It is what the difference of neighbouring pixels shows in most of the picture;
strokes are few.</source>
        <translation>估计颗粒的标准差，以灰度计。

由图片大部分区域中相邻像素之差得出；笔画只占少数。</translation>
    </message>
    <message>
        <source>Blur grain away; a clean picture is left as it is.</source>
        <translation>把颗粒模糊掉；干净的图片保持原样。</translation>
    </message>
    <message>
        <source>Return the contrast of full ink, in grey levels; 0 if nothing is drawn.</source>
        <translation>返回浓墨的对比度，以灰度计；什么也没画则为 0。</translation>
    </message>
    <message>
        <source>nor is any later one darker</source>
        <translation>后面的也不会更暗</translation>
    </message>
    <message>
        <source>Return ink, 0 to 1, without grain and specks; all 0 if nothing is drawn.

A threshold with hysteresis: strokes are what is dark and large enough, together
with the fainter pixels that are connected to them.</source>
        <translation>返回去除颗粒和污点的墨，0 到 1；什么也没画则全为 0。

滞后阈值：足够暗、足够大的是笔画，与之相连的较淡像素也算在内。</translation>
    </message>
    <message>
        <source>grain connects far; soft edges reach only two pixels</source>
        <translation>颗粒会连得很远；柔和边缘只延伸两个像素</translation>
    </message>
    <message>
        <source>Leave out groups of pieces much smaller than the largest, and ends of lines at the edge.</source>
        <translation>去除远小于最大者的块组，以及边缘处的线头。</translation>
    </message>
    <message>
        <source>Return groups of pieces with small gaps between them, in the form of `pieces_of`.</source>
        <translation>返回间隙很小的块所组成的组，形式同 `pieces_of`。</translation>
    </message>
    <message>
        <source>around the pieces only, for distances in a large picture take long</source>
        <translation>只在块的周围计算，因为在大图片中求距离很费时</translation>
    </message>
    <message>
        <source>Return the rows and the columns that `mask` covers, and `margin` more on each side.</source>
        <translation>返回 `mask` 覆盖的行和列，每边再加 `margin`。</translation>
    </message>
    <message>
        <source>Whether a piece is long, thin and straight and touches the picture&apos;s edge.

Such pieces remain of printed lines that cross only a corner of the picture.

Args:
    piece: where the piece is within its bounding box.
    part: rows and columns of that box.
    shape: of the picture.</source>
        <translation>一块是否又长又细又直，并且碰到图片边缘。

只穿过图片一角的印刷线条会留下这样的块。

参数：
    piece：块在其外接矩形中的位置。
    part：该矩形的行和列。
    shape：图片的形状。</translation>
    </message>
    <message>
        <source>Make hairlines wider, so that they are not pale among the 20 pixels of a digit.</source>
        <translation>加宽极细的线，使它们在数字的 20 个像素中不至于太淡。</translation>
    </message>
    <message>
        <source>Return the mean width of strokes, in pixels; 0 without strokes.

Across a stroke the distance to its edge rises from half a pixel to half its width,
and falls
again: a quarter of its width in the mean.</source>
        <translation>返回笔画的平均宽度，以像素计；没有笔画则为 0。

横穿一笔时，到边缘的距离从半个像素升到宽度的一半，再降下来：
平均为宽度的四分之一。</translation>
    </message>
    <message>
        <source>Return the connected components: where each lies, and the number of each pixel&apos;s, from 1.</source>
        <translation>返回连通块：各块的位置，以及每个像素所属块的编号，从 1 开始。</translation>
    </message>
    <message>
        <source>Return the longer side of a piece&apos;s bounding box, in pixels.</source>
        <translation>返回块的外接矩形的长边，以像素计。</translation>
    </message>
    <message>
        <source>pixels along the longer side; strokes of a 400th still have three</source>
        <translation>长边像素数；宽为其四百分之一的笔画还有三个像素</translation>
    </message>
    <message>
        <source>pixels along the longer side up to which a picture is no photograph</source>
        <translation>长边像素数；不超过此值的图片不是照片</translation>
    </message>
    <message>
        <source>grey levels; less is no difference</source>
        <translation>灰度；小于此值就算没有差别</translation>
    </message>
    <message>
        <source>The stages of a photograph that can be left out, to see what each is good for.</source>
        <translation>照片处理中可以省略的步骤，用来看各自有什么用。</translation>
    </message>
    <message>
        <source>The stages of a photograph on its way to ink, each (H, W).

Attributes:
    levels: grey levels in which the ink is darker than the paper, without a frame.
    paper: grey levels of the paper behind the ink.
    contrast: `paper` - `levels`, as if all paper were equally light.
    unruled: the contrast without printed lines.
    ink: 0 for paper to 1 for full ink.</source>
        <translation>照片变成墨迹的各个阶段，均为 (H, W)。

属性：
    levels：墨比纸暗、不含边框的灰度。
    paper：墨背后纸的灰度。
    contrast：`paper` - `levels`，如同所有的纸都一样亮。
    unruled：去除印刷线条后的对比度。
    ink：纸为 0，浓墨为 1。</translation>
    </message>
    <message>
        <source>Prepare a picture of any size as a (28, 28) digit; None if it shows nothing.</source>
        <translation>把任意大小的图片处理成 (28, 28) 的数字；什么也没有则为 None。</translation>
    </message>
    <message>
        <source>Return the ink of a picture, scaled down to a longer side of `WORKING_SIDE` if larger.

Args:
    picture: grey levels (H, W) or colours (H, W, 3), 0 to 255.
    light_ink: whether the ink is lighter than the paper. If None, or if there is no
        such ink, the picture itself shows it.</source>
        <translation>返回图片的墨迹；长边超过 `WORKING_SIDE` 时先缩小到该值。

参数：
    picture：灰度 (H, W) 或颜色 (H, W, 3)，0 到 255。
    light_ink：墨是否比纸亮。为 None 或没有这样的墨时，由图片本身判断。</translation>
    </message>
    <message>
        <source>Whether a picture&apos;s ink is lighter than its paper, as far as it shows that alone.</source>
        <translation>图片的墨是否比纸亮，只就图片本身判断。</translation>
    </message>
    <message>
        <source>Take a picture through all stages to ink; see `ink_of_picture`.</source>
        <translation>让图片经过所有阶段变成墨迹；见 `ink_of_picture`。</translation>
    </message>
    <message>
        <source>where it is known what is ink, strokes may reach the edge</source>
        <translation>已知哪里是墨时，笔画可以碰到边缘</translation>
    </message>
    <message>
        <source>Whether a program drew a picture, or it is too small to show what a camera adds.</source>
        <translation>图片是否由程序画成，或者小得看不出相机带来的影响。</translation>
    </message>
    <message>
        <source>Whether all of a picture&apos;s edge has one level, and most of the rest has it too.</source>
        <translation>图片的整个边缘是否只有一种灰度，而且其余大部分也是如此。</translation>
    </message>
    <message>
        <source>The runs folder {folder} cannot be made: {reason}.</source>
        <translation>无法创建训练记录文件夹 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>{folder} cannot be the runs folder: its path must not contain the character {character}.</source>
        <translation>{folder} 不能用作训练记录文件夹：路径中不得含有字符 {character}。</translation>
    </message>
    <message>
        <source>The runs folder {folder} is not there: its drive is not connected at {drive}. Connect it, or choose another folder. If no drive belongs there any more, delete {file}.</source>
        <translation>训练记录文件夹 {folder} 不存在：{drive} 处未连接其所在的驱动器。请连接该驱动器，或选择其他文件夹。如果该处不再有驱动器，请删除 {file}。</translation>
    </message>
    <message>
        <source>The runs folder {folder} is not there. Connect its drive, or make the folder again.</source>
        <translation>训练记录文件夹 {folder} 不存在。请连接其所在的驱动器，或重新创建该文件夹。</translation>
    </message>
    <message>
        <source>The runs folder {folder} is not there, nor is the folder that it would be in. Connect its drive, or make that folder.</source>
        <translation>训练记录文件夹 {folder} 及其上一级文件夹都不存在。请连接其所在的驱动器，或创建上一级文件夹。</translation>
    </message>
    <message>
        <source>The runs folder {folder} is not used, since it is unknown whether its drive is connected: {reason} If all drives are connected, delete that file.</source>
        <translation>未使用训练记录文件夹 {folder}，因为不清楚其所在的驱动器是否已连接：{reason} 如果所有驱动器都已连接，请删除该文件。</translation>
    </message>
    <message>
        <source>Not everything could be saved when Inkling was last closed; see Details.</source>
        <translation>上次关闭 Inkling 时，有内容未能保存；请查看“详情”。</translation>
    </message>
    <message>
        <source>must be another file than the sheet.</source>
        <translation>必须与学习单是不同的文件。</translation>
    </message>
    <message>
        <source>must end in .html; the window also writes PDF.</source>
        <translation>必须以 .html 结尾；窗口还可以保存为 PDF。</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>姓名</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>Lessons: my sheet</source>
        <translation>课程：我的学习单</translation>
    </message>
    <message>
        <source>These answers came true with each of six seeds, on two processor cores. The check of a lesson reads what its runs really did, so another machine may show something else.</source>
        <translation>以下答案在两个处理器核心上用六个种子训练，结果都是如此。课程检验的是各次训练的真实结果，所以在别的电脑上可能有所不同。</translation>
    </message>
    <message>
        <source>Lessons: answers</source>
        <translation>课程：答案</translation>
    </message>
    <message>
        <source>Try further: {trial}</source>
        <translation>再试一步：{trial}</translation>
    </message>
    <message>
        <source>What we measured</source>
        <translation>我们测得的结果</translation>
    </message>
    <message>
        <source>Why it is so, in my own words</source>
        <translation>为什么会这样（用自己的话写）</translation>
    </message>
    <message>
        <source>These data are points, not images.</source>
        <translation>这些数据是点，不是图像。</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Where it fails</source>
        <translation>在哪里出错</translation>
    </message>
    <message>
        <source>What it is not for</source>
        <translation>不适用于什么</translation>
    </message>
    <message>
        <source>Convolutional: two convolutions, then layers of {sizes} neurons; {count} parameters, {size} kB as 32-bit numbers.</source>
        <translation>卷积网络：两个卷积层，之后各层的神经元数为 {sizes}；共 {count} 个参数，以 32 位数存储为 {size} kB。</translation>
    </message>
    <message>
        <source>Fully connected, {sizes} neurons; {count} parameters, {size} kB as 32-bit numbers.</source>
        <translation>全连接网络，各层神经元数为 {sizes}；共 {count} 个参数，以 32 位数存储为 {size} kB。</translation>
    </message>
    <message>
        <source>Trained for one epoch with {optimizer}, seed {seed}.</source>
        <translation>用 {optimizer} 训练了 1 轮，种子 {seed}。</translation>
    </message>
    <message>
        <source>Trained for {epochs} epochs with {optimizer}, seed {seed}.</source>
        <translation>用 {optimizer} 训练了 {epochs} 轮，种子 {seed}。</translation>
    </message>
    <message>
        <source>It learned from images that were changed against it, each pixel by {epsilon} of the way from paper to ink.</source>
        <translation>它从对抗改动过的图像中学习，每个像素的改动是白纸到全黑的 {epsilon}。</translation>
    </message>
    <message>
        <source>Of its weights, {share} were cut after epoch {epoch} and are 0.</source>
        <translation>第 {epoch} 轮之后，它的权重中有 {share} 被剪去，恒为 0。</translation>
    </message>
    <message>
        <source>It is a fork: up to epoch {epoch} it was another run, whose settings may have been others.</source>
        <translation>这是一个分叉：前 {epoch} 轮属于另一次训练，其设置可能不同。</translation>
    </message>
    <message>
        <source>Changed by hand while it trained: {settings}.</source>
        <translation>训练期间手动更改过：{settings}。</translation>
    </message>
    <message>
        <source>{data}: {train} images to learn from, {test} others to test it.</source>
        <translation>{data}：{train} 张图像用于训练，另外 {test} 张用于测试。</translation>
    </message>
    <message>
        <source>{data}: {train} points to learn from, {test} others to test it.</source>
        <translation>{data}：{train} 个点用于训练，另外 {test} 个用于测试。</translation>
    </message>
    <message>
        <source>Source: {licence}.</source>
        <translation>来源：{licence}。</translation>
    </message>
    <message>
        <source>Of the training labels, {share} were made wrong on purpose.</source>
        <translation>训练标签中有 {share} 被故意改错。</translation>
    </message>
    <message>
        <source>Its accuracy has not been measured.</source>
        <translation>尚未测量它的准确率。</translation>
    </message>
    <message>
        <source>Accuracy on the test examples: {accuracy}; the interval (95%) reflects their number.</source>
        <translation>测试样本上的准确率：{accuracy}；区间（95%）反映测试样本的数量。</translation>
    </message>
    <message>
        <source>Confused most often (label → answer, how often): {pairs}</source>
        <translation>最常见的混淆（标签 → 答案，次数）：{pairs}</translation>
    </message>
    <message>
        <source>It also answers where no points were that it could learn from, and may be sure of a wrong answer there.</source>
        <translation>在没有训练点的地方它也会给出答案，而且可能对错误答案十分肯定。</translation>
    </message>
    <message>
        <source>Read worst: {classes}</source>
        <translation>识别最差的类别：{classes}</translation>
    </message>
    <message>
        <source>Accuracy on the held-out examples: {accuracy}; the interval (95%) reflects their number.</source>
        <translation>留出样本上的准确率：{accuracy}；区间（95%）反映样本的数量。</translation>
    </message>
    <message>
        <source>It misreads none of these examples.</source>
        <translation>这些样本它一个也没有读错。</translation>
    </message>
    <message>
        <source>On average it gives its answer a probability of {right} where it is right, and of {wrong} where it is wrong.</source>
        <translation>它给自己答案的概率，答对时平均为 {right}，答错时平均为 {wrong}。</translation>
    </message>
    <message>
        <source>It knows nothing but the images that it learned from ({data}): other pens, papers, cameras and writers may be read much worse than the test images.</source>
        <translation>它只认识训练用过的图像（{data}）：换了笔、纸、相机或书写者，识别效果可能远不如测试图像。</translation>
    </message>
    <message>
        <source>It always answers with one of its {count} classes, also to a scribble, and may be sure of a wrong answer.</source>
        <translation>它总会从 {count} 个类别中给出一个答案，随手乱涂也不例外，而且可能对错误答案十分肯定。</translation>
    </message>
    <message>
        <source>It was made for learning and trying out, not for decisions about people, money or safety.</source>
        <translation>它是为学习和尝试而做的，不能用于涉及人、金钱或安全的决定。</translation>
    </message>
    <message>
        <source>Is there an NVIDIA GPU?</source>
        <translation>有 NVIDIA GPU 吗？</translation>
    </message>
    <message>
        <source>As the tutorial spells it: two letters are exchanged</source>
        <translation>教程里的拼写：有两个字母写反了</translation>
    </message>
    <message>
        <source>Make a tensor of whole numbers</source>
        <translation>创建一个整数张量</translation>
    </message>
    <message>
        <source>Make another one</source>
        <translation>再创建一个</translation>
    </message>
    <message>
        <source>Copy it to the chosen device</source>
        <translation>复制到所选的设备</translation>
    </message>
    <message>
        <source>Multiply number by number, on the device where both are</source>
        <translation>逐个元素相乘，在两者所在的设备上进行</translation>
    </message>
    <message>
        <source>PyTorch&apos;s own way to print a tensor</source>
        <translation>PyTorch 自己打印张量的方式</translation>
    </message>
    <message>
        <source>As NumPy&apos;s array, which needs the numbers in memory</source>
        <translation>转成 NumPy 数组，数值必须在内存中</translation>
    </message>
    <message>
        <source>First back to the processor&apos;s memory</source>
        <translation>先回到处理器的内存</translation>
    </message>
    <message>
        <source>This machine has one device, the processor (cpu). For a second one, meta stands in: a device of PyTorch without memory. Its tensors have a shape and a type, but no numbers, so what has been moved there cannot come back. Choose it and move one of the two, and PyTorch refuses to multiply them.</source>
        <translation>这台电脑只有一个设备，即处理器（cpu）。这里用 meta 充当第二个设备：它是 PyTorch 的一种没有存储空间的设备，上面的张量有形状和类型，却没有数值，所以移过去的张量无法再取回来。选中 meta，只移动两个张量中的一个，PyTorch 就会拒绝把它们相乘。</translation>
    </message>
    <message>
        <source>This machine has several devices: {names}.</source>
        <translation>这台电脑有多个设备：{names}。</translation>
    </message>
    <message>
        <source>Pixels: {scaling}</source>
        <translation>像素：{scaling}</translation>
    </message>
    <message>
        <source>Smallest first</source>
        <translation>从最小的剪起</translation>
    </message>
    <message>
        <source>At random</source>
        <translation>随机剪</translation>
    </message>
    <message>
        <source>{layer} silenced</source>
        <translation>{layer}已整层屏蔽</translation>
    </message>
    <message>
        <source>{layer}: map {unit} muted</source>
        <translation>{layer}：特征图 {unit} 已屏蔽</translation>
    </message>
    <message>
        <source>{layer}: neuron {unit} muted</source>
        <translation>{layer}：神经元 {unit} 已屏蔽</translation>
    </message>
    <message>
        <source>{layer}: bias of neuron {unit} set to {value}</source>
        <translation>{layer}：神经元 {unit} 的偏置设为 {value}</translation>
    </message>
    <message>
        <source>{layer}: weight {input} of neuron {unit} set to {value}</source>
        <translation>{layer}：神经元 {unit} 的第 {input} 个权重设为 {value}</translation>
    </message>
    <message>
        <source>Noise of {strength} deviations</source>
        <translation>{strength} 倍标准差的噪声</translation>
    </message>
    <message>
        <source>Biases removed</source>
        <translation>已去掉偏置</translation>
    </message>
    <message>
        <source>It was cancelled.</source>
        <translation>操作已取消。</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>分布图</translation>
    </message>
    <message>
        <source>How a layer sorts the test images, and where the drawing lies</source>
        <translation>一层怎样区分测试图像，您写的数字落在何处</translation>
    </message>
    <message>
        <source>Landscape</source>
        <translation>代价地形</translation>
    </message>
    <message>
        <source>The cost around the path of a run, as a map with contours</source>
        <translation>训练路径周围的代价，以等高线图显示</translation>
    </message>
    <message>
        <source>The cuts have been measured.</source>
        <translation>剪枝与量化已测完。</translation>
    </message>
    <message>
        <source>Measuring the cuts has failed: {reason}</source>
        <translation>测量剪枝与量化失败：{reason}</translation>
    </message>
    <message>
        <source>The attacks have been measured.</source>
        <translation>攻击效果已测完。</translation>
    </message>
    <message>
        <source>Measuring the attacks has failed: {reason}</source>
        <translation>测量攻击效果失败：{reason}</translation>
    </message>
    <message>
        <source>The {seeds} kept seeds differ by {points} points; not even {most_seeds} seeds would show that.</source>
        <translation>已保存的 {seeds} 个种子相差 {points} 个百分点；即使 {most_seeds} 个种子也显示不出这么小的差别。</translation>
    </message>
    <message>
        <source>The {seeds} kept seeds differ by {points} points; about {needed} seeds show as much in four of five comparisons.</source>
        <translation>已保存的 {seeds} 个种子相差 {points} 个百分点；要有约 80% 的把握检出这么大的差别，大约需要 {needed} 个种子。</translation>
    </message>
    <message>
        <source>Two seeds or more of {a} and {b} must be kept with these very settings to plan by; train {count} seeds of both first.</source>
        <translation>要据此规划，{a} 与 {b} 需各有至少两个以完全相同的设置训练并保存的种子；请先把两者各用 {count} 个种子训练一遍。</translation>
    </message>
    <message>
        <source>With one seed the verdict is on these networks only, not on their settings.</source>
        <translation>只有一个种子时，结论只适用于这几个训练好的网络，不能推广到它们的设置。</translation>
    </message>
    <message>
        <source>With fewer than {advised} seeds, only a large difference can be distinguished from chance. Once each of these networks has been trained with two seeds, the smallest such difference is estimated here.</source>
        <translation>少于 {advised} 个种子时，只有较大的差别才能与偶然区分开。每个网络都用两个种子训练过之后，这里会估计能区分的最小差别。</translation>
    </message>
    <message>
        <source>The more seeds, the smaller the differences that can be distinguished from chance. Once each of these networks has been trained with two seeds, the smallest such difference is estimated here.</source>
        <translation>种子越多，能与偶然区分开的差别就越小。每个网络都用两个种子训练过之后，这里会估计能区分的最小差别。</translation>
    </message>
    <message>
        <source>{seeds} seeds would show no difference, however large: by the {pilot} kept seeds the networks vary too much.</source>
        <translation>{seeds} 个种子显示不出任何差别，再大也不行：从已保存的 {pilot} 个种子看，这些网络的波动太大。</translation>
    </message>
    <message>
        <source>{seeds} seeds show differences of {points} points or more, in four of five comparisons; estimated from {pilot} kept seeds.</source>
        <translation>用 {seeds} 个种子，约 80% 的情况下能检出 {points} 个百分点以上的差别；这是根据已保存的 {pilot} 个种子估计的。</translation>
    </message>
    <message>
        <source>This run has diverged: its weights are not numbers.</source>
        <translation>这条训练已发散：权重不是有效数值。</translation>
    </message>
    <message>
        <source>Too few moments are kept: all kept weights lie on a line.</source>
        <translation>保存的时刻太少：所有保存的权重都在一条直线上。</translation>
    </message>
    <message>
        <source>The run {run} reads no images.</source>
        <translation>训练记录 {run} 不识别图像。</translation>
    </message>
    <message>
        <source>The run {run} has diverged.</source>
        <translation>训练记录 {run} 已发散。</translation>
    </message>
    <message>
        <source>waits for work</source>
        <translation>等待任务</translation>
    </message>
    <message>
        <source>differs, gets no work</source>
        <translation>与其他不同，不分配任务</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>已断开</translation>
    </message>
    <message>
        <source>The worker at {address} is gone; another one trains its epoch. Workers left: {count}.</source>
        <translation>位于 {address} 的工作进程已断开；它的这一轮将由另一个工作进程训练。剩余工作进程：{count}。</translation>
    </message>
    <message>
        <source>The worker at {address} gets no work, since its numbers may differ from those of the others: {differences}.</source>
        <translation>不会给位于 {address} 的工作进程分配任务，因为它算出的数值可能与其他工作进程不同：{differences}。</translation>
    </message>
    <message>
        <source>The worker at {address} may round otherwise than this computer: {differences}.</source>
        <translation>位于 {address} 的工作进程的舍入可能与本机不同：{differences}。</translation>
    </message>
    <message>
        <source>A worker has come from {address}.</source>
        <translation>工作进程 {address} 已加入。</translation>
    </message>
    <message>
        <source>{address} cannot be listened on: {reason}.</source>
        <translation>无法在 {address} 上监听：{reason}。</translation>
    </message>
    <message>
        <source>No worker has come to {address} within {seconds} seconds.</source>
        <translation>{seconds} 秒内没有工作进程连接到 {address}。</translation>
    </message>
    <message>
        <source>Waiting for work from {address}.</source>
        <translation>正在等待来自 {address} 的任务。</translation>
    </message>
    <message>
        <source>The work is over; waiting for more from {address}.</source>
        <translation>任务已结束；正在等待来自 {address} 的新任务。</translation>
    </message>
    <message>
        <source>{address} has other keys than this cluster file; copy the file again.</source>
        <translation>{address} 使用的密钥与这个集群文件不同；请重新复制该文件。</translation>
    </message>
    <message>
        <source>Another program listens at {address}; waiting until it ends.</source>
        <translation>另一个程序正在 {address} 上监听；等待它结束。</translation>
    </message>
    <message>
        <source>The keys of the cluster file are damaged.</source>
        <translation>集群文件中的密钥已损坏。</translation>
    </message>
    <message>
        <source>Several workers were lost while they trained the same epoch; is their memory full?</source>
        <translation>多个工作进程在训练同一轮时断开；它们的内存是否已满？</translation>
    </message>
    <message>
        <source>No worker has been left for {minutes} minutes.</source>
        <translation>已有 {minutes} 分钟没有任何工作进程。</translation>
    </message>
    <message>
        <source>The connection to the workers was lost.</source>
        <translation>与工作进程的连接已断开。</translation>
    </message>
    <message>
        <source>The workers have ended.</source>
        <translation>工作进程已结束。</translation>
    </message>
    <message>
        <source>A worker process has ended unexpectedly; another one is started.</source>
        <translation>一个工作进程意外结束；正在启动另一个。</translation>
    </message>
    <message>
        <source>The digit took the place of your drawing, which Undo brings back.</source>
        <translation>这个数字取代了您写的内容；点击“撤销”可以恢复。</translation>
    </message>
    <message>
        <source>This network is too large for a landscape.</source>
        <translation>这个网络太大，无法计算其代价地形。</translation>
    </message>
    <message>
        <source>Saved as {path}.</source>
        <translation>已保存为 {path}。</translation>
    </message>
    <message>
        <source>The run {run} holds no examples out: its test set is open.</source>
        <translation>训练记录 {run} 没有留出样本：它的测试集本来就是打开的。</translation>
    </message>
    <message>
        <source>The run {run} was trained on, which closed its test set again.</source>
        <translation>训练记录 {run} 又继续训练过，它的测试集因此重新封闭。</translation>
    </message>
    <message>
        <source>{run}: {note}</source>
        <translation>{run}：{note}</translation>
    </message>
    <message>
        <source>The run {run} is being trained; its test set can be opened afterwards.</source>
        <translation>训练记录 {run} 正在训练；训练结束后才能打开它的测试集。</translation>
    </message>
    <message>
        <source>Here you learn whether one network is really better than another: the same seeds, the same batches, the same test examples, and an interval for the difference.

Compare in the toolbar races two networks once. A new comparison can use several seeds, climb the ladder from Sigmoid to ReLU + Dropout, or try a grid of settings.</source>
        <translation>在这里可以知道一个网络是否真的比另一个好：种子相同、批次相同、测试样本相同，并给出差别的置信区间。

工具栏中的“比较”让两个网络赛一场。“新建比较”可以用多个种子，沿阶梯从 Sigmoid 走到 ReLU + Dropout，或者试一个超参数网格。</translation>
    </message>
    <message>
        <source>This comparison came from elsewhere. It names runs of yours that were not trained for it: they are judged here, but they stay as they are, and are not listed below it.</source>
        <translation>此比较来自别处。它所列的您的训练记录并非为它而训练：这里会对它们作出评判，但它们保持原样，也不会列在它之下。</translation>
    </message>
    <message>
        <source>No seed was completed by both the first and the last network: no verdict on the ladder as a whole.</source>
        <translation>没有任何一个种子被第一个和最后一个网络都完成：对整个阶梯没有结论。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Open the test set</source>
        <translation>打开测试集</translation>
    </message>
    <message>
        <source>Judge by the test examples from now on? Whoever chooses settings after that has seen them, so it is recorded when and how often the test set was opened.</source>
        <translation>从现在起改用测试样本评判吗？此后再选择设置的人已经看过它们，所以会记录测试集打开的时间和次数。</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>a search that goes on keeps its own; leave this option out.</source>
        <translation>接着进行的搜索沿用自己的设置；请去掉这个选项。</translation>
    </message>
    <message>
        <source>a new search needs this option.</source>
        <translation>新的搜索需要这个选项。</translation>
    </message>
    <message>
        <source>must be one of {choices}.</source>
        <translation>必须是 {choices} 之一。</translation>
    </message>
    <message>
        <source>must be a number, not {given}.</source>
        <translation>必须是数字，而不是 {given}。</translation>
    </message>
    <message>
        <source>No trial reads more held-out examples than the default settings; there is nothing to compare.</source>
        <translation>没有哪次试验在留出样本上超过默认设置，因此没有可比较的对象。</translation>
    </message>
    <message>
        <source>Pruned by its search after epoch {epoch}: on the held-out examples other trials were better by then.</source>
        <translation>第 {epoch} 轮后被搜索剪枝：这时其他试验在留出样本上更好。</translation>
    </message>
    <message>
        <source>The search cannot be kept in {folder}: {reason}.</source>
        <translation>搜索无法保存到 {folder}：{reason}。</translation>
    </message>
    <message>
        <source>There is no search &apos;{name}&apos; in {folder}.</source>
        <translation>{folder} 中没有名为“{name}”的搜索。</translation>
    </message>
    <message>
        <source>{file} is not a folder.</source>
        <translation>{file} 不是文件夹。</translation>
    </message>
    <message>
        <source>The search {file} is damaged: {reason}.</source>
        <translation>搜索文件 {file} 已损坏：{reason}。</translation>
    </message>
    <message>
        <source>The search {name} cannot be deleted: {reason}.</source>
        <translation>搜索 {name} 无法删除：{reason}。</translation>
    </message>
    <message>
        <source>Also unreadable of the searches in {folder}: {count}.</source>
        <translation>{folder} 中另有 {count} 个搜索无法读取。</translation>
    </message>
    <message>
        <source>Not shown of the searches in {folder}: {count}, the first of them {name}. At most {most} are; move some of the files elsewhere.</source>
        <translation>{folder} 中有 {count} 次搜索没有显示，其中第一个是 {name}。最多显示 {most} 次；请把一部分文件移到别处。</translation>
    </message>
    <message>
        <source>there is no such setting to search.</source>
        <translation>没有可搜索的这项设置。</translation>
    </message>
    <message>
        <source>a range must rise; {low} is not below {high}.</source>
        <translation>范围必须由小到大；{low} 不小于 {high}。</translation>
    </message>
    <message>
        <source>a logarithmic range must begin above 0, not at {low}.</source>
        <translation>对数范围必须从大于 0 的数开始，而不是 {low}。</translation>
    </message>
    <message>
        <source>a range from {low} to {high} must have whole ends.</source>
        <translation>从 {low} 到 {high} 的范围，两端必须是整数。</translation>
    </message>
    <message>
        <source>needs a range, such as 0.001..1, or two to {most} values, such as 64,128.</source>
        <translation>需要一个范围，例如 0.001..1，或者 2 到 {most} 个取值，例如 64,128。</translation>
    </message>
    <message>
        <source>A search varies one to {most} settings.</source>
        <translation>一次搜索可以改变 1 到 {most} 项设置。</translation>
    </message>
    <message>
        <source>has two ranges; leave one.</source>
        <translation>给了两个范围；请只留一个。</translation>
    </message>
    <message>
        <source>has no effect here, or cannot be searched; there are {settings}.</source>
        <translation>在这里不起作用，或者不能搜索；可以搜索的有 {settings}。</translation>
    </message>
    <message>
        <source>is no setting with a range, such as optimizer.learning_rate=0.001..1 or model.hidden.units=64,128.</source>
        <translation>不是带范围的设置，例如 optimizer.learning_rate=0.001..1 或 model.hidden.units=64,128。</translation>
    </message>
    <message>
        <source>a range ends in :log or :linear, not {given}.</source>
        <translation>范围以 :log 或 :linear 结尾，而不是 {given}。</translation>
    </message>
    <message>
        <source>below the median of the others</source>
        <translation>低于其他试验的中位数</translation>
    </message>
    <message>
        <source>successive halving</source>
        <translation>逐次减半</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>a line reads no digits, so there is nothing to choose by.</source>
        <translation>直线不识别数字，因此没有可供挑选的依据。</translation>
    </message>
    <message>
        <source>A search chooses by held-out examples; hold some out.</source>
        <translation>搜索按留出样本挑选；请留出一些样本。</translation>
    </message>
    <message>
        <source>must be {least} to {most} epochs for trials of {each} epochs, not {given}.</source>
        <translation>每次试验 {each} 轮，预算必须是 {least} 到 {most} 轮，而不是 {given}。</translation>
    </message>
    <message>
        <source>must be above 0 and at most {most}.</source>
        <translation>必须大于 0，最多 {most}。</translation>
    </message>
    <message>
        <source>must be {low} to {high}.</source>
        <translation>必须在 {low} 到 {high} 之间。</translation>
    </message>
    <message>
        <source>Default ({settings})</source>
        <translation>默认（{settings}）</translation>
    </message>
    <message>
        <source>Winner ({settings})</source>
        <translation>胜出（{settings}）</translation>
    </message>
    <message>
        <source>A search needs the package {name}; install it with: {command}</source>
        <translation>搜索需要软件包 {name}；安装命令：{command}</translation>
    </message>
    <message>
        <source>The journal of the search, {file}, cannot be used: {reason}.</source>
        <translation>搜索的日志文件 {file} 无法使用：{reason}。</translation>
    </message>
    <message>
        <source>In {count} attempts no values were found that go together.</source>
        <translation>尝试了 {count} 次，没有找到可以搭配的取值。</translation>
    </message>
    <message>
        <source>not counted</source>
        <translation>不计入</translation>
    </message>
    <message>
        <source>Search: {settings}</source>
        <translation>搜索：{settings}</translation>
    </message>
    <message>
        <source>{done} of {budget} epochs</source>
        <translation>{done} / {budget} 轮</translation>
    </message>
    <message>
        <source>A search needs a folder in which runs are kept.</source>
        <translation>搜索需要一个保存训练记录的文件夹。</translation>
    </message>
    <message>
        <source>No trial was completed, so there is no winner.</source>
        <translation>没有试验训练完成，因此没有胜出者。</translation>
    </message>
    <message>
        <source>The journal of the search is gone: {file}.</source>
        <translation>搜索的日志文件不见了：{file}。</translation>
    </message>
    <message>
        <source>Training against attacks</source>
        <translation>对抗训练</translation>
    </message>
    <message>
        <source>Before each step the network is attacked: the gradient of the cost is computed for the pixels instead of the weights, and each pixel goes a little in the direction that raises the cost (fast gradient sign). It is attacked in evaluation mode, where no dropout mask is drawn and no running mean changes. The step then learns from these images, and the reported cost is theirs.</source>
        <translation>每一步之前先攻击网络：对像素而不是对权重计算代价的梯度，让每个像素朝代价上升的方向移动一点（快速梯度符号法）。攻击时网络处于评估模式，既不抽取丢弃掩码，也不更新滑动平均。这一步随后从这些图像中学习，报告的代价也是它们的。</translation>
    </message>
    <message>
        <source>For each weight a 1 or a 0 says whether it stays. The optimizer knows nothing of that, so after each of its steps the others are set to 0 again. Biases stay.</source>
        <translation>每个权重对应一个 1 或 0，表示是否保留。优化器并不知道这一点，所以它每走一步之后，都要把其余的权重重新置为 0。偏置保留。</translation>
    </message>
    <message>
        <source>The cut</source>
        <translation>剪枝的时刻</translation>
    </message>
    <message>
        <source>If weights go back to their first values, or to new ones, the optimizer begins anew, too. A small network that learns as well from its own first weights, but not from others, was a winning ticket in the lottery of the first weights.</source>
        <translation>如果权重回到初始值或换成新的初始值，优化器也重新开始。若剪小的网络从自己的初始权重出发学得一样好，换成别的初始权重却不行，那它就是初始权重这场抽奖中的中奖彩票。</translation>
    </message>
    <message>
        <source>The checkpoint is from epoch {epoch}; its weights were to be cut after epoch {after}, and were not.</source>
        <translation>检查点来自第 {epoch} 轮；它的权重本应在第 {after} 轮之后剪枝，却没有。</translation>
    </message>
    <message>
        <source>For these writers: intervals take digits as drawn one by one, but the digits of one writer resemble each other, and held-out digits may be of writers whose other digits the networks are trained with. For other writers they are too narrow.</source>
        <translation>只针对这些书写者：计算区间时假定每个数字独立抽样，但同一个人写的数字彼此相似，而且留出的数字可能出自某些书写者，网络训练时见过他们写的其他数字。换成别的书写者，区间就偏窄。</translation>
    </message>
    <message>
        <source>For these writers: intervals take digits as drawn one by one, but the digits of one writer resemble each other. For other writers they are too narrow.</source>
        <translation>只针对这些书写者：计算区间时假定每个数字独立抽样，但同一个人写的数字彼此相似。换成别的书写者，区间就偏窄。</translation>
    </message>
    <message>
        <source>Each network has the best of {count} learning rates, chosen by held-out examples with one seed. The same budget for all is fair, yet a finer search might choose otherwise.</source>
        <translation>每个网络都用 {count} 个学习率中最好的一个，由一个种子在留出样本上选出。人人预算相同，因而公平；但更细的搜索也许会选出别的值。</translation>
    </message>
    <message>
        <source>Each network keeps the learning rate that it was given, and another one may suit it better.</source>
        <translation>每个网络都保持给定的学习率，换一个也许更适合它。</translation>
    </message>
    <message>
        <source>What a change adds depends on what was changed before it: this is its average over all orders, Shapley&apos;s value, and the smallest and the largest it adds.</source>
        <translation>一项改动的贡献取决于之前已改了什么：这里是它在所有顺序下的平均值（沙普利值），以及最小值和最大值。</translation>
    </message>
    <message>
        <source>A step adds what it adds in this order; only the sum does not depend on the order.</source>
        <translation>每一步的贡献只对这个顺序成立；只有总和与顺序无关。</translation>
    </message>
    <message>
        <source>For these writers: intervals take digits as drawn one by one, but MNIST&apos;s 10,000 test digits come from 297 writers, and the digits of one writer resemble each other. For other writers they are too narrow: if writers are drawn, an accuracy lies outside its interval in 17% of cases instead of 5%.</source>
        <translation>只针对这些书写者：计算区间时假定每个数字独立抽样，但 MNIST 的 10,000 个测试数字出自 297 位书写者，同一个人写的数字彼此相似。换成别的书写者，区间就偏窄：若以书写者为单位抽样，准确率落在区间之外的情况是 17%，而不是 5%。</translation>
    </message>
    <message>
        <source>Another Inkling is training trial {number} of this search; the search can go on here afterwards.</source>
        <translation>另一个 Inkling 正在训练这次搜索的第 {number} 次试验；等它结束后，可在这里继续搜索。</translation>
    </message>
    <message>
        <source>Another Inkling is training {run} for the verdict of this search; it can be given here afterwards.</source>
        <translation>另一个 Inkling 正在为这次搜索的结论训练 {run}；训练完之后，可以在这里得出结论。</translation>
    </message>
    <message>
        <source>These two runs differ in one thing at most, so there is only one order.</source>
        <translation>这两次训练最多只有一处不同，所以只有一种顺序。</translation>
    </message>
    <message>
        <source>These are {count} changes; all orders of at most {most} can be trained.</source>
        <translation>这里有 {count} 处改动；最多只能训练 {most} 处改动的所有顺序。</translation>
    </message>
    <message>
        <source>Not every order is possible, as one change needs another: {reason}</source>
        <translation>并非每种顺序都可行，因为一处改动依赖另一处：{reason}</translation>
    </message>
    <message>
        <source>What each change adds to the test accuracy on average over all orders, in percentage points</source>
        <translation>每项改动按所有顺序平均使测试准确率提高多少（百分点）</translation>
    </message>
    <message>
        <source>What each change adds to the held-out accuracy on average over all orders, in percentage points</source>
        <translation>每项改动按所有顺序平均使留出样本准确率提高多少（百分点）</translation>
    </message>
    <message>
        <source>{least} to {most}, by what was changed before it</source>
        <translation>{least} 至 {most}，视之前已改了什么而定</translation>
    </message>
    <message>
        <source>Break</source>
        <translation>破坏</translation>
    </message>
    <message>
        <source>Mute neurons, change weights, add noise, and see what it costs</source>
        <translation>屏蔽神经元、修改权重、加噪声，看看要付出多大代价</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>剪枝</translation>
    </message>
    <message>
        <source>How many of its weights, and of their bits, a network needs</source>
        <translation>网络究竟需要多少权重，每个权重又需要多少位</translation>
    </message>
    <message>
        <source>Fool</source>
        <translation>欺骗</translation>
    </message>
    <message>
        <source>The smallest change of the digit that changes the answer</source>
        <translation>能让答案改变的最小改动</translation>
    </message>
    <message>
        <source>Another Inkling is training this search; once it has stopped there, it can go on here, or be deleted.</source>
        <translation>另一个 Inkling 正在训练这次搜索；等它在那边停下后，就可以在这里继续或删除。</translation>
    </message>
    <message>
        <source>The lock of the search, {file}, cannot be used: {reason}.</source>
        <translation>无法使用这次搜索的锁文件 {file}：{reason}。</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} 秒</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} 分钟</translation>
    </message>
    <message>
        <source>{count} h</source>
        <translation>{count} 小时</translation>
    </message>
    <message>
        <source>Save the sheet</source>
        <translation>保存学习单</translation>
    </message>
    <message>
        <source>Save the answers</source>
        <translation>保存答案</translation>
    </message>
    <message>
        <source>{setting}: {value}</source>
        <translation>{setting}：{value}</translation>
    </message>
    <message>
        <source>{a}, {b}</source>
        <translation>{a}，{b}</translation>
    </message>
    <message>
        <source>{a}, {b}, {c}</source>
        <translation>{a}，{b}，{c}</translation>
    </message>
    <message>
        <source>{a}, {b}, {c}, {d}</source>
        <translation>{a}，{b}，{c}，{d}</translation>
    </message>
</context>
<context>
    <name>AboutDialog</name>
    <message>
        <source>System</source>
        <translation>系统</translation>
    </message>
    <message>
        <source>Screen</source>
        <translation>屏幕</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>训练记录</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>尚未确定</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>About Inkling</source>
        <translation>关于 Inkling</translation>
    </message>
</context>
<context>
    <name>ActivationPage</name>
    <message>
        <source>{layer} · {activation} · mean slope {slope}</source>
        <translation>{layer} · {activation} · 平均斜率 {slope}</translation>
    </message>
    <message>
        <source>{title}: function</source>
        <translation>{title}：函数</translation>
    </message>
    <message>
        <source>{run}, {activation}</source>
        <translation>{run}，{activation}</translation>
    </message>
    <message>
        <source>{title}: slope</source>
        <translation>{title}：斜率</translation>
    </message>
    <message>
        <source>{layer}; {other}: {slope}</source>
        <translation>{layer}；{other}：{slope}</translation>
    </message>
    <message>
        <source>Sums before normalization: mean {mean}, deviation {deviation}; after it: {after_mean}, {after_deviation}</source>
        <translation>归一化前的加权和：均值 {mean}，标准差 {deviation}；归一化后：{after_mean}，{after_deviation}</translation>
    </message>
    <message>
        <source>Left: the function of a neuron&apos;s sum z. Right: its slope. Grey: how often which z comes, over {count} test examples.</source>
        <translation>左：激活函数，横轴是神经元的加权和 z；右：它的斜率。灰色：{count} 个测试样本中各个 z 出现得多频繁。</translation>
    </message>
    <message>
        <source>Outline: the sums before normalization.</source>
        <translation>轮廓线：归一化前的加权和。</translation>
    </message>
    <message>
        <source>This network has diverged: it has no numbers that could be shown.</source>
        <translation>这个网络已发散，没有可以显示的数值。</translation>
    </message>
    <message>
        <source>This network has no hidden layer, and so no activation function. Train Four sigmoid layers to see some.</source>
        <translation>这个网络没有隐藏层，也就没有激活函数。训练“四层 Sigmoid”，就能看到几个。</translation>
    </message>
    <message>
        <source>On its way back each gradient is multiplied by the slope: by {slope} on average.</source>
        <translation>反向传播时，每个梯度都要乘以斜率：平均为 {slope}。</translation>
    </message>
    <message>
        <source>On its way back each gradient is multiplied by the slopes of all layers: by about {slope} from the last to the first. Weights change it, too.</source>
        <translation>反向传播时，每个梯度都要乘以各层的斜率：从最后一层到第一层约为 {slope}。权重也会改变梯度。</translation>
    </message>
    <message>
        <source>{run}: by {slope}.</source>
        <translation>{run}：{slope}。</translation>
    </message>
    <message>
        <source>Each normalization divides it by the deviation of the sums as well, which makes up for small slopes.</source>
        <translation>每次归一化还会把它除以加权和的标准差，从而弥补斜率之小。</translation>
    </message>
    <message>
        <source>Where a curve is flat, its slope is nearly 0, and a neuron whose sums lie there hardly learns. Sigmoid is nowhere steeper than 1/4; the slope of ReLU is 1 above 0 and 0 below.</source>
        <translation>曲线平坦处斜率接近 0，加权和落在那里的神经元几乎学不到东西。sigmoid 最陡处的斜率也只有 1/4；ReLU 的斜率在 0 以上为 1，以下为 0。</translation>
    </message>
</context>
<context>
    <name>AfterCut</name>
    <message>
        <source>Only a kept run with a completed epoch can be trained on</source>
        <translation>只有已保存且至少完成一轮的训练记录才能继续训练</translation>
    </message>
    <message>
        <source>Then, with {run}:</source>
        <translation>之后，对“{run}”：</translation>
    </message>
    <message>
        <source>A fork begins where a finished run ended: show it as it is now</source>
        <translation>分叉从训练结束处开始：请等训练结束，并把时刻移到“现在”</translation>
    </message>
    <message>
        <source>Nothing is cut yet: choose a share above</source>
        <translation>还没有剪去任何权重：请在上面选择比例</translation>
    </message>
    <message>
        <source>A fork that keeps what is cut at 0 and trains for as many epochs again. Its settings describe all of it, so a comparison of two of them with fresh seeds gives a verdict.</source>
        <translation>得到一个分叉：剪去的权重保持为 0，再训练同样多的轮数。它的设置完整描述了整个过程，因此可以用新的种子比较两个这样的分叉，得出结论。</translation>
    </message>
    <message>
        <source>What the weights that are left go on from</source>
        <translation>剩下的权重从哪里继续</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
</context>
<context>
    <name>AnalysisTabs</name>
    <message>
        <source>Views</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>More views</source>
        <translation>更多视图</translation>
    </message>
    <message>
        <source>Next tab</source>
        <translation>下一个标签页</translation>
    </message>
    <message>
        <source>Previous tab</source>
        <translation>上一个标签页</translation>
    </message>
    <message>
        <source>Show as a panel</source>
        <translation>显示为面板</translation>
    </message>
</context>
<context>
    <name>AnswerColumn</name>
    <message>
        <source>No answer: this network has diverged, its numbers are undefined.</source>
        <translation>没有答案：这个网络已发散，数值无定义。</translation>
    </message>
</context>
<context>
    <name>AnswersArea</name>
    <message>
        <source>Train a network on images, or tick an earlier one in the table: it reads your drawing here.</source>
        <translation>训练一个识别图像的网络，或在表中勾选一个以前的网络：它会在这里读出您画的内容。</translation>
    </message>
    <message>
        <source>Train a network on images: it reads your drawing here, while it learns and after.</source>
        <translation>先训练一个识别图像的网络：它会在这里读出您画的内容，边学边读，学完也读。</translation>
    </message>
</context>
<context>
    <name>Arranger</name>
    <message>
        <source>Reset layout</source>
        <translation>重置布局</translation>
    </message>
</context>
<context>
    <name>AxisEditor</name>
    <message>
        <source>values, separated by commas</source>
        <translation>多个值，用逗号分隔</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>取值</translation>
    </message>
</context>
<context>
    <name>BreakPage</name>
    <message>
        <source>Here you damage a network, and see what that costs.</source>
        <translation>在这里破坏一个网络，看看要付出多大代价。</translation>
    </message>
    <message>
        <source>The digit: {after}</source>
        <translation>这个数字：{after}</translation>
    </message>
    <message>
        <source>The digit: {before} → {after}</source>
        <translation>这个数字：{before} → {after}</translation>
    </message>
    <message>
        <source>The images are being read …</source>
        <translation>正在读取图像…</translation>
    </message>
    <message>
        <source>accuracy on {count} images, nothing changed</source>
        <translation>在 {count} 张图像上的准确率，没有改动</translation>
    </message>
    <message>
        <source>accuracy on {count} images; before {before}, {change} points</source>
        <translation>在 {count} 张图像上的准确率；改动前 {before}，变化 {change} 个百分点</translation>
    </message>
    <message>
        <source>Only a kept run with a completed epoch can be forked</source>
        <translation>只有已保存且至少完成一轮的训练记录才能分叉</translation>
    </message>
    <message>
        <source>A fork begins where a finished run ended: show it as it is now</source>
        <translation>分叉从训练结束处开始：请等训练结束，并把时刻移到“现在”</translation>
    </message>
    <message>
        <source>{run}, damaged</source>
        <translation>{run}（已破坏）</translation>
    </message>
    <message>
        <source>Confusions</source>
        <translation>混淆</translation>
    </message>
    <message>
        <source>After the changes</source>
        <translation>改动之后</translation>
    </message>
    <message>
        <source>Before the changes</source>
        <translation>改动之前</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation>混淆矩阵</translation>
    </message>
</context>
<context>
    <name>CalibrationView</name>
    <message>
        <source>There is no confidence: this network&apos;s answers are undefined numbers.</source>
        <translation>没有置信度可言：这个网络的输出不是有效的数。</translation>
    </message>
    <message>
        <source>{low} – {high} sure: {right} of {asked} images right, {accuracy} (95% interval {from_} – {to})</source>
        <translation>置信度 {low} – {high}：{asked} 张图像中 {right} 张正确，{accuracy}（95% 置信区间 {from_} – {to}）</translation>
    </message>
    <message>
        <source>On average it is {sure} sure and right {right} of the time (95% interval {low} – {high}): well calibrated overall, as far as {count} images show.</source>
        <translation>它平均有 {sure} 的把握，实际准确率为 {right}（95% 区间 {low} – {high}）：就 {count} 张图像所能判断的而言，总体校准良好。</translation>
    </message>
    <message>
        <source>On average it is {sure} sure but right only {right} of the time (95% interval {low} – {high}): overconfident.</source>
        <translation>它平均有 {sure} 的把握，但准确率只有 {right}（95% 区间 {low} – {high}）：过于自信。</translation>
    </message>
    <message>
        <source>On average it is {sure} sure but right {right} of the time (95% interval {low} – {high}): underconfident.</source>
        <translation>它平均有 {sure} 的把握，但准确率为 {right}（95% 区间 {low} – {high}）：信心不足。</translation>
    </message>
    <message>
        <source>Expected calibration error: {points} points; chance alone would give a perfectly calibrated network {mean}, and in 95% of cases less than {limit}.</source>
        <translation>期望校准误差：{points} 个百分点；完美校准的网络仅因随机性平均也会有 {mean}，且在 95% 的情况下低于 {limit}。</translation>
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
        <source>Images in {bins} bins by confidence; the larger a dot, the more images; whiskers: 95% intervals. On the dashed line a network is right exactly as often as it says (Guo et al. 2017).</source>
        <translation>图像按置信度分为 {bins} 个区间；圆点越大，图像越多；竖线为 95% 置信区间。在虚线上，网络的准确率与其置信度完全一致（Guo 等，2017）。</translation>
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
        <source>Canvas for drawing</source>
        <translation>手写画布</translation>
    </message>
    <message>
        <source>Draw here</source>
        <translation>在这里书写</translation>
    </message>
    <message>
        <source>With the keyboard: arrow keys move the pen, faster with Shift; Space puts it down and lifts it.</source>
        <translation>用键盘：方向键移动画笔，按住 Shift 移动更快；空格键落笔和提笔。</translation>
    </message>
    <message>
        <source>Draw here, or drop a picture.</source>
        <translation>在这里书写，或拖入一张图片。</translation>
    </message>
</context>
<context>
    <name>CardDialog</name>
    <message>
        <source>Model card</source>
        <translation>模型卡片</translation>
    </message>
    <message>
        <source>The examples are being read…</source>
        <translation>正在读取样本…</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
</context>
<context>
    <name>ChangeList</name>
    <message>
        <source>A new run with these changes, in the table; from there it can be trained on</source>
        <translation>在表格中新建一条带有这些改动的训练记录，之后可以从那里继续训练</translation>
    </message>
    <message>
        <source>Changes: {count}</source>
        <translation>改动：{count} 项</translation>
    </message>
    <message>
        <source>No changes yet</source>
        <translation>还没有改动</translation>
    </message>
    <message>
        <source>Undo last</source>
        <translation>撤销上一项</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤销所选</translation>
    </message>
    <message>
        <source>Take the marked change back, and no other</source>
        <translation>只撤销选中的这一项改动</translation>
    </message>
    <message>
        <source>Take all back</source>
        <translation>全部撤销</translation>
    </message>
    <message>
        <source>Keep as a fork</source>
        <translation>保存为分叉</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>改动</translation>
    </message>
</context>
<context>
    <name>CheckRow</name>
    <message>
        <source>Comparing with {run}: {done} of {total} epochs</source>
        <translation>正在与 {run} 对照：已完成 {done} / {total} 轮</translation>
    </message>
    <message>
        <source>A fresh run, then the program: {done} of {total} epochs</source>
        <translation>先训练一次，再运行脚本：已完成 {done} / {total} 轮</translation>
    </message>
    <message>
        <source>Compared with {run}.</source>
        <translation>与 {run} 对照。</translation>
    </message>
    <message numerus="yes">
        <source>Compared with %n epoch(s) trained just now.</source>
        <translation>
            <numerusform>与刚刚训练的 %n 轮对照。</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
</context>
<context>
    <name>ClassesView</name>
    <message>
        <source>Training image {number}: {label}, but labelled {wrong} in training. Click to have the networks read it.</source>
        <translation>训练图像 {number}：{label}，但训练时标为 {wrong}。点击让网络识别它。</translation>
    </message>
    <message>
        <source>Training image {number}: {label}. Click to have the networks read it.</source>
        <translation>第 {number} 号训练图像：{label}。点击后让各个网络来读。</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>for training / for testing</source>
        <translation>训练 / 测试</translation>
    </message>
</context>
<context>
    <name>CleanUpDialog</name>
    <message>
        <source>Clean up</source>
        <translation>清理</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>正在统计…</translation>
    </message>
    <message>
        <source>Weights of earlier epochs</source>
        <translation>较早各轮的权重</translation>
    </message>
    <message>
        <source>Checkpoints of completed runs</source>
        <translation>已完成训练的检查点</translation>
    </message>
    <message>
        <source>Runs that were never completed</source>
        <translation>未完成的训练记录</translation>
    </message>
    <message>
        <source>Runs not trained for</source>
        <translation>超过此天数未训练的记录</translation>
    </message>
    <message>
        <source>Runs set aside as damaged</source>
        <translation>因损坏而移开的文件夹</translation>
    </message>
    <message>
        <source> days</source>
        <translation> 天</translation>
    </message>
    <message>
        <source>Days</source>
        <translation>天数</translation>
    </message>
    <message>
        <source>Move to the bin</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>Folders that cannot be used</source>
        <translation>无法使用的文件夹</translation>
    </message>
    <message>
        <source>Temporary files</source>
        <translation>临时文件</translation>
    </message>
    <message>
        <source>Delete permanently</source>
        <translation>彻底删除</translation>
    </message>
    <message>
        <source>Space per run</source>
        <translation>每条训练记录占用的空间</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>训练记录</translation>
    </message>
    <message>
        <source>Earlier epochs</source>
        <translation>较早各轮</translation>
    </message>
    <message>
        <source>Checkpoint</source>
        <translation>检查点</translation>
    </message>
    <message>
        <source>In all</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>Can be freed</source>
        <translation>可释放</translation>
    </message>
    <message>
        <source>Their best and last weights are kept.</source>
        <translation>最佳轮和最后一轮的权重仍会保留。</translation>
    </message>
    <message>
        <source>Such a run can no longer be continued or forked.</source>
        <translation>这样的训练记录不能再继续训练，也不能分叉。</translation>
    </message>
    <message>
        <source>Stopped, diverged, failed or interrupted.</source>
        <translation>已停止、发散、失败或中断。</translation>
    </message>
    <message>
        <source>Folders that could not be opened.</source>
        <translation>无法打开的文件夹。</translation>
    </message>
    <message>
        <source>Without run.json, or with a name that no run may have.</source>
        <translation>缺少 run.json，或其名称不能用作训练记录的名称。</translation>
    </message>
    <message>
        <source>Left by an Inkling that was killed.</source>
        <translation>程序被强行终止后遗留的文件。</translation>
    </message>
    <message>
        <source>The runs take {size}</source>
        <translation>所有训练记录共占用 {size}</translation>
    </message>
    <message>
        <source>Choose above what may be removed.</source>
        <translation>请在上方选择可以删除的内容。</translation>
    </message>
    <message>
        <source>{size} would be freed.</source>
        <translation>可释放 {size}。</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) would be deleted entirely.</source>
        <translation>
            <numerusform>将彻底删除 %n 条训练记录。</numerusform>
        </translation>
    </message>
    <message>
        <source>What is in the bin takes up space until the bin is emptied.</source>
        <translation>回收站中的内容在清空之前仍会占用空间。</translation>
    </message>
</context>
<context>
    <name>CodePanel</name>
    <message>
        <source>Save the program</source>
        <translation>保存程序</translation>
    </message>
    <message>
        <source>Python programs (*.py)</source>
        <translation>Python 程序 (*.py)</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>{lines}, {changed} changed</source>
        <translation>{lines}，改动 {changed} 行</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>核对</translation>
    </message>
    <message>
        <source>Copies the whole program to the clipboard</source>
        <translation>把整个程序复制到剪贴板</translation>
    </message>
    <message>
        <source>Runs the program in a process of its own and compares its costs with those of the same run</source>
        <translation>在单独的进程中运行程序，把它的代价与同样设置的训练记录对照</translation>
    </message>
    <message>
        <source>Slow motion…</source>
        <translation>慢动作…</translation>
    </message>
    <message>
        <source>Trains a tiny network line by line and shows all of its numbers</source>
        <translation>逐行训练一个极小的网络，并显示它的全部数值</translation>
    </message>
    <message>
        <source>The program</source>
        <translation>程序</translation>
    </message>
</context>
<context>
    <name>CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Action, page, run, lesson, network or setting</source>
        <translation>操作、页面、训练记录、课程、网络或设置</translation>
    </message>
    <message>
        <source>Name of a command</source>
        <translation>命令名称</translation>
    </message>
    <message>
        <source>Commands found</source>
        <translation>找到的命令</translation>
    </message>
    <message>
        <source>Nothing has this name.</source>
        <translation>没有这个名称。</translation>
    </message>
</context>
<context>
    <name>ComparisonChoice</name>
    <message>
        <source>nothing</source>
        <translation>不对比</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Another function or another run to compare with</source>
        <translation>用来对比的另一个激活函数或另一条训练记录</translation>
    </message>
</context>
<context>
    <name>ComparisonNames</name>
    <message>
        <source>{comparison} · imported</source>
        <translation>{comparison} · 外来</translation>
    </message>
    <message numerus="yes">
        <source>%n seed(s)</source>
        <translation>
            <numerusform>%n 个种子</numerusform>
        </translation>
    </message>
    <message>
        <source>Learning rates of {networks}</source>
        <translation>{networks} 的学习率</translation>
    </message>
    <message>
        <source>{networks}, {seeds}</source>
        <translation>{networks}，{seeds}</translation>
    </message>
    <message>
        <source>{first} → {last}, all orders</source>
        <translation>{first} → {last}，所有顺序</translation>
    </message>
    <message>
        <source>The ladder</source>
        <translation>阶梯</translation>
    </message>
    <message>
        <source>The tuned ladder</source>
        <translation>调优后的阶梯</translation>
    </message>
</context>
<context>
    <name>ComparisonPanel</name>
    <message>
        <source>{done} of {total} runs done</source>
        <translation>已完成 {done} / {total} 次训练</translation>
    </message>
    <message numerus="yes">
        <source>The verdict comes when all %n seed(s) are trained: after the first it would be about single networks, not about their settings.</source>
        <translation>
            <numerusform>全部 %n 个种子训练完毕后给出结论：只有一个种子时，结论只关乎这几个网络本身，而不是它们的设置。</numerusform>
        </translation>
    </message>
    <message>
        <source>The verdict comes when both networks have completed a seed.</source>
        <translation>两个网络都完成一个种子之后，就会给出结论。</translation>
    </message>
    <message>
        <source>Not judged: {reasons}.</source>
        <translation>未参与评判：{reasons}。</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message numerus="yes">
        <source>Finish %n run(s)</source>
        <translation>
            <numerusform>补完 %n 次训练</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) that were deleted or never started</source>
        <translation>
            <numerusform>%n 次训练已删除或从未开始</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) that were stopped or interrupted</source>
        <translation>
            <numerusform>%n 次训练已停止或中断</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) that were changed by hand while they trained</source>
        <translation>
            <numerusform>%n 次训练在进行中被手动调整过</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) that were trained for more epochs than the others</source>
        <translation>
            <numerusform>%n 次训练的轮数多于其他训练</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) that cannot be read</source>
        <translation>
            <numerusform>%n 条训练记录无法读取</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete this comparison</source>
        <translation>删除此比较</translation>
    </message>
    <message>
        <source>Stopped runs go on where they were stopped; other excluded ones are trained again from the start</source>
        <translation>被停止的训练从停下的地方继续；其余未计入的从头重新训练</translation>
    </message>
    <message>
        <source>Open the test set…</source>
        <translation>打开测试集…</translation>
    </message>
    <message>
        <source>Delete comparison</source>
        <translation>删除比较</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) that failed</source>
        <translation>
            <numerusform>%n 次训练失败</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete this comparison?</source>
        <translation>要删除此比较吗？</translation>
    </message>
    <message numerus="yes">
        <source>Delete its %n run(s), too</source>
        <translation>
            <numerusform>同时删除其 %n 条训练记录</numerusform>
        </translation>
    </message>
    <message>
        <source>Comparisons</source>
        <translation>已有的比较</translation>
    </message>
    <message>
        <source>New comparison…</source>
        <translation>新建比较…</translation>
    </message>
    <message>
        <source>Save as report…</source>
        <translation>保存为报告…</translation>
    </message>
</context>
<context>
    <name>ConfusionChart</name>
    <message>
        <source>row: label · column: what was read</source>
        <translation>行：真实数字 · 列：识别结果</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>{count} of {asked} examples of {label} were read correctly: {share}, 95% interval {low} – {high}.</source>
        <translation>{label} 的 {asked} 个样本中有 {count} 个识别正确：{share}，95% 置信区间 {low} – {high}。</translation>
    </message>
    <message>
        <source>{count} of {asked} examples of {label} were read as {given}: {share}.</source>
        <translation>{label} 的 {asked} 个样本中有 {count} 个被识别为 {given}：{share}。</translation>
    </message>
</context>
<context>
    <name>ConfusionView</name>
    <message>
        <source>{label} read as {given}: {count}</source>
        <translation>{label} 被识别为 {given}：{count} 张</translation>
    </message>
    <message>
        <source>Click a cell to see its images</source>
        <translation>点击单元格查看其中的图像</translation>
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
        <source>What the cells show</source>
        <translation>单元格的内容</translation>
    </message>
    <message>
        <source>Confusion matrix</source>
        <translation>混淆矩阵</translation>
    </message>
</context>
<context>
    <name>Contributions</name>
    <message>
        <source>Activation × weight. Click to see how this activation is computed.</source>
        <translation>激活值 × 权重。点击查看这个激活值是怎么算出来的。</translation>
    </message>
</context>
<context>
    <name>ConvolutionView</name>
    <message>
        <source>Sum of the {count} products {sum}, with the bias {bias}: {total}.</source>
        <translation>{count} 个乘积之和 {sum}，加上偏置 {bias}：{total}。</translation>
    </message>
    <message>
        <source>Normalized: {value}.</source>
        <translation>归一化后：{value}。</translation>
    </message>
    <message>
        <source>After ReLU: {value}, the marked point of the map.</source>
        <translation>经过 ReLU：{value}，就是特征图上标出的那一点。</translation>
    </message>
    <message>
        <source>Pixel × weight, and their product</source>
        <translation>像素 × 权重，及其乘积</translation>
    </message>
    <message>
        <source>Click or drag, or use the arrow keys: the kernel goes there.</source>
        <translation>点击、拖动或用方向键：卷积核移到那里。</translation>
    </message>
    <message>
        <source>Digit</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>Kernel {number} at row {row}, column {column}, the same at every place</source>
        <translation>卷积核 {number} 在第 {row} 行第 {column} 列，它在每个位置都相同</translation>
    </message>
    <message>
        <source>Map of the kernel</source>
        <translation>这个卷积核的特征图</translation>
    </message>
</context>
<context>
    <name>CostPage</name>
    <message>
        <source>This network has no answer: it has diverged.</source>
        <translation>这个网络没有答案：它已发散。</translation>
    </message>
    <message>
        <source>Temperature {value}</source>
        <translation>温度 {value}</translation>
    </message>
    <message>
        <source>cost = −ln of the probability of {right}, {share}</source>
        <translation>代价 = −ln（{right} 的概率 {share}）</translation>
    </message>
    <message>
        <source>Training lowers the mean of this number over the {count} images of a batch.</source>
        <translation>训练降低的是这个数在一批 {count} 张图像上的平均值。</translation>
    </message>
    <message>
        <source>Right class</source>
        <translation>正确类别</translation>
    </message>
    <message>
        <source>The logits are divided by it before the softmax. Above 1 the probabilities become more alike, below 1 less; the answer stays the same.</source>
        <translation>softmax 之前先把 logits 除以温度。大于 1 时各概率更接近，小于 1 时相差更大；答案不变。</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>The network&apos;s own logits, and temperature 1</source>
        <translation>恢复网络自己的 logits，温度为 1</translation>
    </message>
    <message>
        <source>logit z</source>
        <translation>logit z</translation>
    </message>
    <message>
        <source>exp(z−max)</source>
        <translation>exp(z−max)</translation>
    </message>
    <message>
        <source>p = softmax</source>
        <translation>p = softmax</translation>
    </message>
    <message>
        <source>−ln p</source>
        <translation>−ln p</translation>
    </message>
    <message>
        <source>Exponential: exp((z − the largest z) / temperature), so that the largest is 1; this changes no probability. Softmax: each exponential divided by the sum of all, so that the probabilities sum to 1. Cross-entropy: minus the logarithm of the probability of the right class.</source>
        <translation>指数：exp((z − 最大的 z) / 温度)，因此最大的为 1；这不改变任何概率。softmax：每个指数除以所有指数之和，于是概率总和为 1。交叉熵：正确类别的概率取对数再取负。</translation>
    </message>
    <message>
        <source>Drag a logit, or change it with the arrow keys: raising one lowers the probabilities of all others. Only that of the right class counts for the cost.</source>
        <translation>拖动一个 logit，或用方向键改变它：一个升高，其他类别的概率都会降低。代价只取决于正确类别的概率。</translation>
    </message>
    <message>
        <source>The same in PyTorch: loss = nn.CrossEntropyLoss()</source>
        <translation>在 PyTorch 中：loss = nn.CrossEntropyLoss()</translation>
    </message>
</context>
<context>
    <name>CutPage</name>
    <message>
        <source>Here you see how many of its weights, and of their bits, a network needs.</source>
        <translation>在这里可以看到网络究竟需要多少权重，每个权重又需要多少位。</translation>
    </message>
    <message>
        <source>Cut {share} of the weights</source>
        <translation>剪去 {share} 的权重</translation>
    </message>
    <message>
        <source>{bits} bits for each</source>
        <translation>每个权重 {bits} 位</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>{moment}: {before} → {after} kB</source>
        <translation>{moment}：{before} → {after} kB</translation>
    </message>
    <message>
        <source>the digit</source>
        <translation>这个数字</translation>
    </message>
    <message>
        <source>On all test images. Sizes count the bits of the weights that are left, and one bit for each weight that says whether it is.</source>
        <translation>在全部测试图像上测得。大小按剩余权重的位数计算，另外每个权重用一位标记它是否保留。</translation>
    </message>
    <message>
        <source>Measure cuts and rounds all shown runs step by step, and plots what is left.</source>
        <translation>“测量”会对所有显示的训练记录逐级剪枝和量化，并画出剩下的准确率。</translation>
    </message>
    <message>
        <source>Accuracy after a cut; thin: at random</source>
        <translation>剪枝后的准确率；细线：随机剪</translation>
    </message>
    <message>
        <source>Accuracy with fewer bits</source>
        <translation>位数减少后的准确率</translation>
    </message>
    <message>
        <source>Which weights are cut</source>
        <translation>剪去哪些权重</translation>
    </message>
    <message>
        <source>Share of the weights that is cut</source>
        <translation>剪去的权重比例</translation>
    </message>
    <message>
        <source>Of the whole network, not of each layer; biases stay</source>
        <translation>按整个网络计算，而不是逐层；偏置保留</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Bits of each weight</source>
        <translation>每个权重的位数</translation>
    </message>
    <message>
        <source>Each neuron&apos;s weights become whole numbers of so many bits, times one common factor; with one bit only their signs are left</source>
        <translation>每个神经元的权重变成这么多位的整数乘以一个公共系数；只有一位时只剩下符号</translation>
    </message>
</context>
<context>
    <name>DamageControls</name>
    <message>
        <source>The output&apos;s neurons are the answers: click one to edit its weights.</source>
        <translation>输出层的神经元就是答案：点击一个即可修改它的权重。</translation>
    </message>
    <message>
        <source>Click a neuron to mute it, again to undo that. Green: excited by the digit, violet: inhibited, empty: neither.</source>
        <translation>点击神经元将它屏蔽，再点一次撤销。绿色：被这个数字激发；紫色：被抑制；空白：都不是。</translation>
    </message>
    <message>
        <source>bias</source>
        <translation>偏置</translation>
    </message>
    <message>
        <source>Map {unit}:</source>
        <translation>特征图 {unit}：</translation>
    </message>
    <message>
        <source>Neuron {unit}:</source>
        <translation>神经元 {unit}：</translation>
    </message>
    <message>
        <source>Units of the layer</source>
        <translation>该层的单元</translation>
    </message>
    <message>
        <source>input </source>
        <translation>输入 </translation>
    </message>
    <message>
        <source>Input of the weight</source>
        <translation>权重对应的输入</translation>
    </message>
    <message>
        <source>Value of the weight</source>
        <translation>权重的值</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>设定</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Silence the layer</source>
        <translation>整层屏蔽</translation>
    </message>
    <message>
        <source>The next layer gets nothing from it: only biases are left</source>
        <translation>下一层收不到它的任何输出，只剩下偏置</translation>
    </message>
    <message>
        <source>Strength of the noise</source>
        <translation>噪声强度</translation>
    </message>
    <message>
        <source>Add noise</source>
        <translation>加噪声</translation>
    </message>
    <message>
        <source>Normal noise on all weights; its standard deviation is this many times that of the layer&apos;s weights</source>
        <translation>给所有权重加上正态噪声，其标准差是该层权重标准差的这么多倍</translation>
    </message>
    <message>
        <source>Remove biases</source>
        <translation>去掉偏置</translation>
    </message>
</context>
<context>
    <name>DataChoice</name>
    <message>
        <source>{data} (not here)</source>
        <translation>{data}（未下载）</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>A folder with IDX files named like MNIST&apos;s, NumPy arrays, tables, or with a folder of pictures for each class</source>
        <translation>含有与 MNIST 同名的 IDX 文件、NumPy 数组或表格的文件夹，或每个类别一个图片文件夹</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>文件…</translation>
    </message>
    <message>
        <source>A table (CSV), a NumPy file (NPZ, NPY), or a zip file of what a folder may hold</source>
        <translation>表格（CSV）、NumPy 文件（NPZ、NPY），或装有上述文件夹内容的 zip 文件</translation>
    </message>
    <message>
        <source>Data file</source>
        <translation>数据文件</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>数据文件夹</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Reading {folder}…</source>
        <translation>正在读取 {folder}…</translation>
    </message>
    <message>
        <source>Reading {folder}: {done:,} of {total:,} pictures. Choose other data to stop.</source>
        <translation>正在读取 {folder}：已读 {done:,} 张图片，共 {total:,} 张。选择其他数据即可停止。</translation>
    </message>
</context>
<context>
    <name>DataPanel</name>
    <message>
        <source>{data}: {done} of {total} MB</source>
        <translation>{data}：{done} / {total} MB</translation>
    </message>
    <message>
        <source>Location: {path}</source>
        <translation>位置：{path}</translation>
    </message>
    <message>
        <source>They are no images: the Plane tab shows them.</source>
        <translation>这些不是图像，可在“平面”标签页中查看。</translation>
    </message>
    <message>
        <source>They are no images: the Line tab shows them.</source>
        <translation>这些不是图像，可在“直线”标签页中查看。</translation>
    </message>
    <message>
        <source>Data of your own.</source>
        <translation>您自己的数据。</translation>
    </message>
    <message>
        <source>The images are being read…</source>
        <translation>正在读取图像…</translation>
    </message>
    <message>
        <source>It is being downloaded. You can go on working meanwhile.</source>
        <translation>正在下载。您可以继续做别的事。</translation>
    </message>
    <message>
        <source>It is not on this machine yet. Download it, or put these files into that folder by hand: {files}.</source>
        <translation>本机还没有这个数据集。请下载，或手动把这些文件放到上述位置：{files}。</translation>
    </message>
    <message>
        <source>{train} of {train_there} training images and {test} of {test_there} test images are used.</source>
        <translation>使用 {train_there} 张训练图像中的 {train} 张，{test_there} 张测试图像中的 {test} 张。</translation>
    </message>
    <message>
        <source>{count} more training images are held out for validation.</source>
        <translation>另外留出 {count} 张训练图像用于验证。</translation>
    </message>
    <message>
        <source>{count} training images have a wrong label; they are marked.</source>
        <translation>{count} 张训练图像的标签是错的，已标出。</translation>
    </message>
    <message>
        <source>Top row: the original images. Below each: what it may look like in one epoch.</source>
        <translation>上排是原图，下排是它在某一轮中可能的样子。</translation>
    </message>
    <message>
        <source>No image is changed. Shift, rotation, scale and noise are in the form under {group}.</source>
        <translation>图像保持原样。平移、旋转、缩放和噪声可在训练设置的“{group}”部分调整。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Download ({size} MB)</source>
        <translation>下载（{size} MB）</translation>
    </message>
    <message>
        <source>Other samples</source>
        <translation>换一批样本</translation>
    </message>
    <message>
        <source>Augmentation</source>
        <translation>数据增强</translation>
    </message>
    <message>
        <source>Download progress</source>
        <translation>下载进度</translation>
    </message>
    <message>
        <source>Classes: their mean, samples and numbers</source>
        <translation>类别：平均图像、样本和数量</translation>
    </message>
</context>
<context>
    <name>DecidingWalls</name>
    <message>
        <source>Below each digit: its label → what {name} reads</source>
        <translation>每个数字下方：真实值 → {name} 的识别结果</translation>
    </message>
    <message>
        <source>Only {name} reads these correctly ({count} with seed {seed})</source>
        <translation>只有 {name} 读对的数字（种子 {seed} 时有 {count} 个）</translation>
    </message>
    <message>
        <source>Only {name} reads these correctly ({count} with seed {seed}, the first {shown})</source>
        <translation>只有 {name} 读对的数字（种子 {seed} 时有 {count} 个，这里显示前 {shown} 个）</translation>
    </message>
</context>
<context>
    <name>DiagramMenu</name>
    <message>
        <source>Save diagram as SVG…</source>
        <translation>将网络图保存为 SVG…</translation>
    </message>
    <message>
        <source>Save diagram as PNG…</source>
        <translation>将网络图保存为 PNG…</translation>
    </message>
    <message>
        <source>Copy diagram</source>
        <translation>复制网络图</translation>
    </message>
</context>
<context>
    <name>DiagramView</name>
    <message>
        <source>{layer}, map {number}</source>
        <translation>{layer}，第 {number} 号特征图</translation>
    </message>
    <message>
        <source>{layer}, neuron {number}</source>
        <translation>{layer}，第 {number} 号神经元</translation>
    </message>
    <message>
        <source>Widest line drawn: {amount} to {target}.</source>
        <translation>图中最粗的连线通向：{target}（{amount}）。</translation>
    </message>
    <message>
        <source>neuron {number}</source>
        <translation>第 {number} 号神经元</translation>
    </message>
    <message>
        <source>Click to see it in Inside.</source>
        <translation>点击可在“内部”中查看。</translation>
    </message>
    <message>
        <source>{layer}: the strip shows all {count} units.
The {shown} shown large contribute most to the next layer for this digit: activation times the size of their outgoing weights.
Lines are the largest contributions, weight times activation: {positive} for it, {negative} against it.</source>
        <translation>{layer}：左侧细条显示全部 {count} 个单元。
放大显示的 {shown} 个对下一层贡献最大：激活值乘以其输出权重的绝对值之和。
连线是最大的贡献（权重 × 激活值）：{positive}为正，{negative}为负。</translation>
    </message>
    <message>
        <source>green</source>
        <translation>绿色</translation>
    </message>
    <message>
        <source>violet</source>
        <translation>紫色</translation>
    </message>
</context>
<context>
    <name>DifferencePlot</name>
    <message>
        <source>Seed {seed}: {points} percentage points</source>
        <translation>种子 {seed}：{points} 个百分点</translation>
    </message>
    <message>
        <source>Accuracy of {ahead} minus that of {behind}, in percentage points.
Dots: one for each seed. Short line: their mean. Bar: its 95% interval. Long line: zero, no difference.</source>
        <translation>{ahead} 的准确率减去 {behind} 的准确率，单位是百分点。
圆点：每个种子一个。短竖线：平均值。横条：95% 置信区间。长竖线：零，即没有差别。</translation>
    </message>
</context>
<context>
    <name>DigitChooser</name>
    <message>
        <source>{number} of {count} ›</source>
        <translation>第 {number}/{count} 个 ›</translation>
    </message>
    <message>
        <source>There are {count} digits on the canvas, each with what is read in it. The answers are about the one in the bold box. Click for the next one.</source>
        <translation>画布上有 {count} 个数字，旁边标出了各自的识别结果。下面的结果针对粗框中的数字，点击切换到下一个。</translation>
    </message>
    <message>
        <source>Digit {number} of {count}</source>
        <translation>第 {number} 个数字，共 {count} 个</translation>
    </message>
</context>
<context>
    <name>DigitGallery</name>
    <message>
        <source>Click to have the networks read it.</source>
        <translation>点击让各网络识别它。</translation>
    </message>
    <message>
        <source>Test image {number}: {label}. Read as   {answers}
Click to have the networks read it.</source>
        <translation>第 {number} 号测试图像，真实值 {label}。识别为   {answers}
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
        <source>Green: more ink here raises its logit. Violet: it lowers it.</source>
        <translation>绿色：这里多一点墨迹会提高其 logit；紫色：会降低。</translation>
    </message>
    <message>
        <source>The gradient of the answer&apos;s logit over the ink (saliency), with the drawing in grey behind it.</source>
        <translation>答案的 logit 对墨迹的梯度（显著性），背后以灰色显示手写内容。</translation>
    </message>
    <message>
        <source>Evidence for {digit}</source>
        <translation>哪些像素支持 {digit}</translation>
    </message>
    <message>
        <source>Map {number}</source>
        <translation>特征图 {number}</translation>
    </message>
    <message>
        <source>Weights of neuron {number}</source>
        <translation>神经元 {number} 的权重</translation>
    </message>
    <message>
        <source>Its strongest neurons for this drawing, shown as what they look for</source>
        <translation>该层激活值最大的神经元，以及它们在寻找的图案</translation>
    </message>
</context>
<context>
    <name>DigitWall</name>
    <message>
        <source>Test image {number}: {label}
{first} reads {first_answer}, {second} reads {second_answer}.
Click to have the networks read it.</source>
        <translation>第 {number} 号测试图像，真实值 {label}
{first} 识别为 {first_answer}，{second} 识别为 {second_answer}。
点击让各网络识别它。</translation>
    </message>
</context>
<context>
    <name>DockTitle</name>
    <message>
        <source>{panel}: open as a separate window, or put back</source>
        <translation>{panel}：成为独立窗口，或放回原处</translation>
    </message>
    <message>
        <source>{panel}: hide; the View menu brings it back</source>
        <translation>{panel}：隐藏；可从“视图”菜单重新显示</translation>
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
        <source>Redo drawing</source>
        <translation>重做绘制</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo drawing</source>
        <translation>撤销绘制</translation>
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
    <name>DrawingDetails</name>
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
        <source>The training images that look most like the drawing</source>
        <translation>与所画内容最相像的训练样本</translation>
    </message>
    <message>
        <source>Handwriting</source>
        <translation>手写样本</translation>
    </message>
    <message>
        <source>Keep the drawing in a test set of your own</source>
        <translation>把手写内容保存为您自己的测试集</translation>
    </message>
</context>
<context>
    <name>DropoutPage</name>
    <message>
        <source>{count} passes with dropout: {share} of them read {digit}</source>
        <translation>启用丢弃法，前向传播 {count} 次：其中 {share} 识别为 {digit}</translation>
    </message>
    <message>
        <source>dropout on</source>
        <translation>启用丢弃法</translation>
    </message>
    <message>
        <source>dropout off</source>
        <translation>关闭丢弃法</translation>
    </message>
    <message>
        <source>This network has no dropout. Train ReLU + Dropout to see what it does.</source>
        <translation>这个网络没有使用丢弃法。训练 ReLU + Dropout，就能看到它的作用。</translation>
    </message>
    <message>
        <source>This network has no answer: it has diverged.</source>
        <translation>这个网络没有答案：它已发散。</translation>
    </message>
    <message>
        <source>Draw something on the right: it is read a hundred times, each time with different neurons left out.</source>
        <translation>在右边画点什么：网络会识别一百次，每次随机丢弃不同的神经元。</translation>
    </message>
    <message>
        <source>Cost of the same weights on 200 training examples: dashed with dropout, solid without</source>
        <translation>同一组权重在 200 个训练样本上的代价：虚线为启用丢弃法，实线为关闭</translation>
    </message>
    <message>
        <source>Each point is one pass; the upright line is the network without dropout.</source>
        <translation>每个点是一次前向传播；竖线是关闭丢弃法时的网络。</translation>
    </message>
    <message>
        <source>One pass: the dotted neurons are left out</source>
        <translation>其中一次：虚线圈出的神经元被丢弃</translation>
    </message>
    <message>
        <source>Another pass</source>
        <translation>再来一次</translation>
    </message>
</context>
<context>
    <name>EpochsModel</name>
    <message>
        <source>Run</source>
        <translation>训练记录</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>Training cost</source>
        <translation>训练代价</translation>
    </message>
    <message>
        <source>Training accuracy</source>
        <translation>训练准确率</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
</context>
<context>
    <name>EvaluationPanel</name>
    <message>
        <source>The images are being read…</source>
        <translation>正在读取图像…</translation>
    </message>
    <message>
        <source>{moment}: {accuracy}, 95% interval {low}–{high}</source>
        <translation>{moment}：{accuracy}，95% 置信区间 {low}–{high}</translation>
    </message>
    <message>
        <source>Share of {asked} test images read correctly {moment}, and its 95% interval</source>
        <translation>{moment}在 {asked} 张测试图像上的准确率及其 95% 置信区间</translation>
    </message>
    <message>
        <source>{moment}, held-out images: {accuracy}, 95% interval {low}–{high}</source>
        <translation>{moment}，留出图像：{accuracy}，95% 区间 {low}–{high}</translation>
    </message>
    <message>
        <source>Share of {asked} held-out images read correctly {moment}, and its 95% interval. The test set is closed.</source>
        <translation>{moment}，{asked} 张留出图像中正确识别的比例及其 95% 区间。测试集尚未打开。</translation>
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
        <translation>对比</translation>
    </message>
    <message>
        <source>Robustness</source>
        <translation>鲁棒性</translation>
    </message>
    <message>
        <source>Label noise</source>
        <translation>标签噪声</translation>
    </message>
    <message>
        <source>Here you see why a network reads as well as it does: which classes it confuses, where it is confidently wrong, and how robust it is.

Train a network on images, or select one in the table of runs below.</source>
        <translation>在这里可以看到网络为什么有这样的表现：它混淆了哪些类别，在哪里错得很自信，又能承受多大的干扰。

请先训练一个识别图像的网络，或在下方的训练记录列表中选择一个。</translation>
    </message>
</context>
<context>
    <name>Example</name>
    <message>
        <source>{moment} · reading a test image until you draw</source>
        <translation>{moment} · 尚未手写，先读一张测试图像</translation>
    </message>
    <message>
        <source>The first test image that the networks shown misread before training, so that one sees what they learn.</source>
        <translation>图中各网络在训练前全都认错的第一张测试图像，这样看得出训练让它们学到了什么。</translation>
    </message>
</context>
<context>
    <name>ExperimentDialog</name>
    <message>
        <source>New comparison</source>
        <translation>新建比较</translation>
    </message>
    <message numerus="yes">
        <source>All are trained for %n epoch(s) on {examples} examples, as set in the form.</source>
        <translation>
            <numerusform>全部按训练设置训练 %n 轮，使用 {examples} 个样本。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The form fits a line, so the defaults for digits apply: all are trained for %n epoch(s) on {examples} examples.</source>
        <translation>
            <numerusform>表单描述的是直线拟合，因此采用数字识别的默认设置：全部训练 %n 轮，使用 {examples} 个样本。</numerusform>
        </translation>
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
        <translation>试一个超参数网格</translation>
    </message>
    <message>
        <source>Seeds</source>
        <translation>种子数</translation>
    </message>
    <message>
        <source>How many times each network is trained, each time with different initial weights and a different order of examples</source>
        <translation>每个网络的训练次数，每次的初始权重和样本顺序都不同</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>What makes the difference?</source>
        <translation>差别从何而来？</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>训练地点</translation>
    </message>
    <message>
        <source>The same for each seed: the batches and their order, and the initial weights as far as the layers agree.</source>
        <translation>同一种子下保持相同的有：批次及其顺序，以及层结构一致部分的初始权重。</translation>
    </message>
    <message>
        <source>Everything else is as in the first run.</source>
        <translation>其余设置均与第一条训练记录相同。</translation>
    </message>
    <message>
        <source>The network in the form is varied, {network}; all else is as set there.</source>
        <translation>改变的是设置中的网络（{network}）；其余都和那里设置的一样。</translation>
    </message>
    <message>
        <source>Climb the ladder from one run to the other</source>
        <translation>从一条训练记录逐级攀登到另一条训练记录</translation>
    </message>
    <message>
        <source>Search for good settings</source>
        <translation>搜索好的超参数</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) in all</source>
        <translation>
            <numerusform>共 %n 次训练</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) to choose the rates</source>
        <translation>
            <numerusform>训练 %n 次以选择学习率</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) to compare</source>
        <translation>
            <numerusform>再训练 %n 次以作比较</numerusform>
        </translation>
    </message>
    <message>
        <source>{first}, then {then}</source>
        <translation>{first}，{then}</translation>
    </message>
    <message>
        <source>{runs}, about {time}</source>
        <translation>{runs}，约需 {time}</translation>
    </message>
    <message>
        <source>Enter or tick two or more values.</source>
        <translation>请输入或勾选两个或更多的值。</translation>
    </message>
    <message>
        <source>Choose two or more networks.</source>
        <translation>请选择两个或更多网络。</translation>
    </message>
    <message>
        <source>{first} and {second} are the same network here: untick one.</source>
        <translation>{first} 与 {second} 在这里是同一个网络：请取消勾选其中一个。</translation>
    </message>
    <message>
        <source>These are {count} runs; at most {most} are possible.</source>
        <translation>这样共有 {count} 次训练；最多只能有 {most} 次。</translation>
    </message>
</context>
<context>
    <name>ExportDialog</name>
    <message>
        <source>Export run</source>
        <translation>导出训练记录</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Weights of</source>
        <translation>权重取自</translation>
    </message>
    <message>
        <source>ONNX and Safetensors hold the weights of one epoch.</source>
        <translation>ONNX 和 Safetensors 只保存某一轮的权重。</translation>
    </message>
</context>
<context>
    <name>FolderRow</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Default folder</source>
        <translation>默认文件夹</translation>
    </message>
    <message>
        <source>Inkling&apos;s own</source>
        <translation>Inkling 默认位置</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Nothing can be kept in {folder}: {reason}.</source>
        <translation>无法在 {folder} 中保存：{reason}。</translation>
    </message>
</context>
<context>
    <name>FoolPage</name>
    <message>
        <source>Here a digit is changed so little that you hardly see it, and the network reads another one.</source>
        <translation>在这里对数字做几乎看不出来的改动，网络就会把它认成另一个。</translation>
    </message>
    <message>
        <source>any other</source>
        <translation>任意其他类别</translation>
    </message>
    <message>
        <source>The network reads a {target} already.</source>
        <translation>网络本来就把它认作 {target}。</translation>
    </message>
    <message>
        <source>No change that is found in this way changes the answer.</source>
        <translation>用这种方法找到的改动都不能改变答案。</translation>
    </message>
    <message>
        <source>From ε = {epsilon} on, the {before} is read as something else.</source>
        <translation>从 ε = {epsilon} 起，{before} 会被认成别的类别。</translation>
    </message>
    <message>
        <source>From ε = {epsilon} on, the {before} is read as a {target}.</source>
        <translation>从 ε = {epsilon} 起，{before} 会被认作 {target}。</translation>
    </message>
    <message>
        <source>the digit</source>
        <translation>这个数字</translation>
    </message>
    <message>
        <source>changed digit</source>
        <translation>改动后的数字</translation>
    </message>
    <message>
        <source>The change is made with the gradients of the run named above. Other runs that are fooled as well show that it carries over.</source>
        <translation>改动用的是上面这条训练记录的梯度。如果其他训练记录也被骗，说明这种改动可以迁移。</translation>
    </message>
    <message>
        <source>Measure changes 1,000 test images, with each run&apos;s own gradients.</source>
        <translation>“测量”会用每条训练记录自己的梯度改动 1,000 张测试图像。</translation>
    </message>
    <message>
        <source>epsilon</source>
        <translation>ε</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Accuracy over epsilon</source>
        <translation>准确率随 ε 的变化</translation>
    </message>
    <message>
        <source>Epsilon</source>
        <translation>ε</translation>
    </message>
    <message>
        <source>Epsilon, the most by which a pixel may change; ink goes from 0 to 1</source>
        <translation>ε：每个像素最多允许改变多少；墨迹的范围是 0 到 1</translation>
    </message>
    <message>
        <source>Smallest</source>
        <translation>最小改动</translation>
    </message>
    <message>
        <source>The smallest change that is enough</source>
        <translation>足以改变答案的最小改动</translation>
    </message>
    <message>
        <source>One step</source>
        <translation>一步</translation>
    </message>
    <message>
        <source>Ten steps</source>
        <translation>十步</translation>
    </message>
    <message>
        <source>How the change is found</source>
        <translation>寻找改动的方法</translation>
    </message>
    <message>
        <source>One step: each pixel goes by epsilon in the direction in which the cost grows (fast gradient sign). Ten steps: shorter ones, each with the gradient where it begins (projected gradient).</source>
        <translation>一步：每个像素朝代价增大的方向移动 ε（快速梯度符号法）。十步：步子更小，每一步都用当时的梯度（投影梯度法）。</translation>
    </message>
    <message>
        <source>to be read as</source>
        <translation>要被认作</translation>
    </message>
    <message>
        <source>The answer that is aimed at</source>
        <translation>想要得到的答案</translation>
    </message>
</context>
<context>
    <name>FoolPictures</name>
    <message>
        <source>the digit</source>
        <translation>这个数字</translation>
    </message>
    <message>
        <source>change × {factor}</source>
        <translation>改动 × {factor}</translation>
    </message>
    <message>
        <source>change</source>
        <translation>改动</translation>
    </message>
    <message>
        <source>changed digit</source>
        <translation>改动后的数字</translation>
    </message>
</context>
<context>
    <name>FormGroup</name>
    <message>
        <source>{title} ({unit})</source>
        <translation>{title}（{unit}）</translation>
    </message>
    <message>
        <source>From {low} to {high}.</source>
        <translation>范围：{low} 到 {high}。</translation>
    </message>
    <message>
        <source>{setting}: {value}</source>
        <translation>{setting}：{value}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>FormHistory</name>
    <message>
        <source>Undo setting</source>
        <translation>撤销设置</translation>
    </message>
    <message>
        <source>Undo the last change of the form</source>
        <translation>恢复到上一次更改之前的训练设置</translation>
    </message>
    <message>
        <source>Redo setting</source>
        <translation>重做设置</translation>
    </message>
    <message>
        <source>Redo the last undone change of the form</source>
        <translation>恢复到撤销之前的训练设置</translation>
    </message>
</context>
<context>
    <name>FunctionChart</name>
    <message>
        <source>z = {z}: {y}; {share} of the inputs lie about here</source>
        <translation>z = {z}：{y}；约有 {share} 的输入落在这里</translation>
    </message>
</context>
<context>
    <name>GridPage</name>
    <message>
        <source>Setting</source>
        <translation>设置项</translation>
    </message>
    <message>
        <source>Second setting</source>
        <translation>第二项设置</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>取值</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
</context>
<context>
    <name>GridView</name>
    <message>
        <source>The largest of several accuracies on the same test examples is optimistic. To choose settings without the test examples, hold out examples for validation.</source>
        <translation>在同一批测试样本上的多个准确率中，最大的那个偏乐观。若要不借助测试样本来选择设置，请留出一部分样本作验证。</translation>
    </message>
    <message>
        <source>On the test examples, which did not choose it, it reaches {accuracy}.</source>
        <translation>选择时没有用到测试样本；在测试样本上它达到 {accuracy}。</translation>
    </message>
    <message>
        <source>{accuracy}; rows: {rows}</source>
        <translation>{accuracy}；行：{rows}</translation>
    </message>
    <message>
        <source>{accuracy}; rows: {rows}, columns: {columns}</source>
        <translation>{accuracy}；行：{rows}，列：{columns}</translation>
    </message>
</context>
<context>
    <name>HandwritingDialog</name>
    <message>
        <source>My handwriting</source>
        <translation>我的手写样本</translation>
    </message>
    <message>
        <source>Only runs that read these classes answer.</source>
        <translation>只有识别这些类别的网络才会作答。</translation>
    </message>
    <message>
        <source>{first} to {last}</source>
        <translation>{first} 到 {last}</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Draw something, open Handwriting below the canvas and choose what it is: it is stored here.</source>
        <translation>画点什么，在画布下方打开“手写样本”并选择它的类别，就会保存到这里。</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>训练记录</translation>
    </message>
    <message>
        <source>Read right</source>
        <translation>识别正确</translation>
    </message>
    <message>
        <source>95% interval</source>
        <translation>95% 置信区间</translation>
    </message>
    <message>
        <source>Test accuracy</source>
        <translation>测试准确率</translation>
    </message>
    <message numerus="yes">
        <source>%n drawing(s)</source>
        <translation>
            <numerusform>%n 个手绘样本</numerusform>
        </translation>
    </message>
    <message>
        <source>Folders {first} to {last} with PNG pictures</source>
        <translation>名为 {first} 到 {last}、包含 PNG 图片的文件夹</translation>
    </message>
    <message>
        <source>Import: {folders}</source>
        <translation>导入：{folders}</translation>
    </message>
    <message>
        <source>Export: {folders}</source>
        <translation>导出：{folders}</translation>
    </message>
    <message>
        <source>{accuracy} (held out)</source>
        <translation>{accuracy}（留出）</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Change label</source>
        <translation>更改标签</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
</context>
<context>
    <name>HandwritingRow</name>
    <message>
        <source>Change label</source>
        <translation>更改标签</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Draw something to keep it as a digit of your own.</source>
        <translation>请先手写，才能把它保存为自己的数字。</translation>
    </message>
    <message>
        <source>Kept as {label}</source>
        <translation>已保存为 {label}</translation>
    </message>
    <message>
        <source>Keep the drawing in my handwriting as {label}</source>
        <translation>将手写内容以标签 {label} 存入我的手写样本</translation>
    </message>
    <message>
        <source>Kept as {label}; press again to delete it</source>
        <translation>已保存为 {label}；再按一次即可删除</translation>
    </message>
    <message>
        <source>Change the label to {label}</source>
        <translation>将标签改为 {label}</translation>
    </message>
    <message>
        <source>This is</source>
        <translation>这是</translation>
    </message>
    <message>
        <source>What the drawing is</source>
        <translation>手写内容的类别</translation>
    </message>
    <message>
        <source>Show all…</source>
        <translation>查看全部…</translation>
    </message>
</context>
<context>
    <name>HeatMap</name>
    <message>
        <source>{name}: no run completed. Click to select its runs.</source>
        <translation>{name}：没有完成的训练。单击可选中它的训练记录。</translation>
    </message>
    <message>
        <source>{name}: {accuracy}. Click to show its run.</source>
        <translation>{name}：{accuracy}。单击可显示它的训练记录。</translation>
    </message>
    <message>
        <source>{name}: {accuracy}, of {count} runs {each}. Click to show them.</source>
        <translation>{name}：{accuracy}，{count} 次训练分别为 {each}。单击可显示它们。</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) diverged and count as guesses.</source>
        <translation>
            <numerusform>%n 次训练发散，按随机猜测计算。</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HintStrip</name>
    <message>
        <source>{run}: {seen} {why}</source>
        <translation>{run}：{seen}{why}</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ImageGrid</name>
    <message>
        <source>{name}: from {low} to {high}</source>
        <translation>{name}：{low} 到 {high}</translation>
    </message>
</context>
<context>
    <name>InsightPanel</name>
    <message>
        <source>Here you see what goes on inside a network that reads images.
Press Train, or show a kept run in the table below, and draw something on the right.</source>
        <translation>在这里可以看到识别图像的网络内部发生了什么。
请点击“训练”，或在下方的训练记录列表中勾选一条已有的训练记录，然后在右边画点什么。</translation>
    </message>
    <message>
        <source>Draw something on the right: here you follow it through the network, layer by layer.</source>
        <translation>在右边画点什么：这里可以逐层看它怎样穿过网络。</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>手写</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>代价</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>激活</translation>
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
        <source>From logits to probabilities and the cost, step by step</source>
        <translation>从 logits 到概率，再到代价，一步一步地看</translation>
    </message>
    <message>
        <source>What the neurons of the first layer look for</source>
        <translation>第一层神经元在寻找的图案</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>丢弃法</translation>
    </message>
    <message>
        <source>The curve and slope of each activation function, and what arrives there</source>
        <translation>各激活函数的曲线和斜率，以及送入其中的数值</translation>
    </message>
    <message>
        <source>How much the answer varies when neurons are left out</source>
        <translation>随机丢弃神经元时，答案有多分散</translation>
    </message>
    <message>
        <source>Over time</source>
        <translation>逐轮变化</translation>
    </message>
    <message>
        <source>Gradients, steps and idle units, epoch by epoch</source>
        <translation>逐轮查看梯度、更新幅度，以及死亡或饱和的神经元</translation>
    </message>
</context>
<context>
    <name>LabelNoiseView</name>
    <message>
        <source>It is shown after the first epoch.</source>
        <translation>第一轮之后显示。</translation>
    </message>
    <message>
        <source>The training labels of this run are those of its data. To see how a network learns wrong labels by heart, set {setting} in the form under {group}.</source>
        <translation>这条训练记录的训练标签就是数据本身的标签。要看网络怎样死记错误的标签，请在训练设置的“{group}”中设置“{setting}”。</translation>
    </message>
    <message>
        <source>epoch {epoch}: {share} given {label} label, cost {cost}</source>
        <translation>第 {epoch} 轮：{share} 判为{label}标签，代价 {cost}</translation>
    </message>
    <message>
        <source>{count} training examples have a wrong label. After epoch {epoch} the network gives {wrong} of them the wrong label, which it can only have memorised, and {right} the right one.</source>
        <translation>{count} 个训练样本的标签是错的。第 {epoch} 轮之后，网络把其中 {wrong} 判为错误的标签，这只能是死记下来的；把 {right} 判为正确的标签。</translation>
    </message>
    <message>
        <source>share of the wrongly labelled examples</source>
        <translation>占标签错误样本的比例</translation>
    </message>
    <message>
        <source>Solid: given their wrong label. Dashed: given their right label. At most as many of these examples are measured as there are test examples.</source>
        <translation>实线：判为错误的标签；虚线：判为正确的标签。测量的这类样本最多与测试样本一样多。</translation>
    </message>
    <message>
        <source>their wrong</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>their right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>Their cost is {wrong} by the wrong labels and {right} by the right ones.</source>
        <translation>按错误标签计算的代价是 {wrong}，按正确标签是 {right}。</translation>
    </message>
    <message>
        <source>epoch</source>
        <translation>轮</translation>
    </message>
</context>
<context>
    <name>LadderChart</name>
    <message>
        <source>Bold: shown, as the interval excludes 0.</source>
        <translation>粗体：差别成立，因为置信区间不含 0。</translation>
    </message>
    <message>
        <source>Not bold: the interval includes 0, so this may be chance, however large it is.</source>
        <translation>非粗体：置信区间包含 0，无论数值多大都可能只是偶然。</translation>
    </message>
</context>
<context>
    <name>LadderPage</name>
    <message>
        <source>Tune the learning rate of each network</source>
        <translation>为每个网络调优学习率</translation>
    </message>
    <message>
        <source>So no network is behind only because its learning rate suits it less.</source>
        <translation>这样，没有哪个网络只是因为学习率不合适而落后。</translation>
    </message>
    <message>
        <source>Make the changes in all orders</source>
        <translation>按所有顺序作改动</translation>
    </message>
    <message>
        <source>What a change adds depends on what was changed before it; so each change gets its average over all orders.</source>
        <translation>一项改动的贡献取决于之前已改了什么；因此给出它在所有顺序下的平均值。</translation>
    </message>
    <message>
        <source>These changes lead from {first} to {last}. Each of the {count} networks with some of them is trained, so that you see what each change adds on average, and how that depends on the others.</source>
        <translation>从 {first} 到 {last} 要作以下改动。含有其中若干项的 {count} 个网络都会训练，因此能看出每项改动的平均贡献，以及它怎样取决于其他改动。</translation>
    </message>
    <message>
        <source>These {count} networks are trained. Each differs from the previous one in one thing, so that you see what each change adds.</source>
        <translation>将训练这 {count} 个网络。每个网络与前一个只差一项，因此能看出每项改动的贡献。</translation>
    </message>
    <message>
        <source>Each first tries the same {count} learning rates; then they are compared, each at the rate with which it read most held-out examples, with fresh seeds.</source>
        <translation>每个网络先试同样的 {count} 个学习率；再各用读对留出样本最多的那个，以新的种子作比较。</translation>
    </message>
    <message>
        <source>An optimizer and its learning rate are one thing: a rate that suits one does not suit another.</source>
        <translation>优化器与它的学习率算作一处：适合一种优化器的学习率并不适合另一种。</translation>
    </message>
</context>
<context>
    <name>LadderView</name>
    <message>
        <source>together</source>
        <translation>合计</translation>
    </message>
    <message>
        <source>What each step adds to the held-out accuracy, in percentage points</source>
        <translation>每一步使留出样本准确率提高多少（百分点）</translation>
    </message>
    <message>
        <source>What each step adds to the test accuracy, in percentage points</source>
        <translation>每一步带来的变化（测试准确率，百分点）</translation>
    </message>
</context>
<context>
    <name>LandscapePage</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Compute</source>
        <translation>计算</translation>
    </message>
    <message>
        <source>{used} of {kept} kept moments are on it.</source>
        <translation>使用了 {kept} 个已保存时刻中的 {used} 个。</translation>
    </message>
    <message>
        <source>A slice: {shares} of the path&apos;s movement lies in this plane.</source>
        <translation>这是一个二维切片：训练路径 {shares} 的位移落在该平面内。</translation>
    </message>
    <message>
        <source>Train with {optimizer}, too</source>
        <translation>也用 {optimizer} 训练</translation>
    </message>
    <message>
        <source>The second run trains; then the landscape of both is computed.</source>
        <translation>正在训练第二个网络；完成后就计算两者的代价地形。</translation>
    </message>
    <message>
        <source>It was trained on since: Compute shows the whole path.</source>
        <translation>此后又继续训练过：点击“计算”可显示完整的路径。</translation>
    </message>
    <message>
        <source>Press Train, or show a kept run in the table below.</source>
        <translation>请点击“训练”，或在下方的训练记录列表中勾选一条已有的训练记录。</translation>
    </message>
    <message>
        <source>The cost around the path of a run, on a plane through its start and its end; with runs of the same network and seed, through theirs.</source>
        <translation>一条训练路径周围的代价，所取平面经过它的起点和终点；若还有网络和种子都相同的训练，则也经过它们的终点。</translation>
    </message>
    <message>
        <source>Cost here: {cost}</source>
        <translation>此处的代价：{cost}</translation>
    </message>
    <message>
        <source>Dark: low cost, on {count} training images without dropout. Dots: kept moments, hollow at the start; the ring: the moment shown. Point at it, or click a dot.</source>
        <translation>深色：代价低，在 {count} 张训练图像上计算，不用丢弃法。圆点：保存的时刻，空心为起点；圆环：当前显示的时刻。将鼠标移到图上可查看数值，也可点击圆点。</translation>
    </message>
    <message>
        <source>Lines: equal cost, {factor} times the next.</source>
        <translation>线：代价相等，相邻两条相差 {factor} 倍。</translation>
    </message>
    <message>
        <source>{run}: cost {kept}; of the nearest point in the plane {projected}</source>
        <translation>{run}：代价 {kept}；平面内最近点的代价 {projected}</translation>
    </message>
    <message>
        <source>Computes the cost at {count} points; the weights of the kept moments span the plane</source>
        <translation>在 {count} 个点上计算代价；平面由保存的各时刻的权重张成</translation>
    </message>
    <message>
        <source>The same network from the same initial weights, with another optimizer at its usual rate: two paths on one plane</source>
        <translation>同样的网络、同样的初始权重，换另一个优化器，用它常用的学习率：同一个平面上的两条路</translation>
    </message>
    <message>
        <source>Progress of the landscape</source>
        <translation>代价地形的计算进度</translation>
    </message>
    <message>
        <source>The cost around the paths of the runs</source>
        <translation>各训练路径周围的代价</translation>
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
        <source>from {low} to {high}</source>
        <translation>从 {low} 到 {high}</translation>
    </message>
    <message>
        <source>largest {value}</source>
        <translation>最大 {value}</translation>
    </message>
    <message>
        <source>Neuron {number}: {value}. Click to see how it is computed.</source>
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
        <translation>死亡神经元，%（对 200 个训练数字，输出都不大于 0）</translation>
    </message>
    <message>
        <source>Saturated units, % (over 90% of outputs within 5% of an end)</source>
        <translation>饱和神经元，%（超过 90% 的输出落在值域两端 5% 以内）</translation>
    </message>
    <message>
        <source>Dead or saturated units, %</source>
        <translation>死亡或饱和的神经元，%</translation>
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
        <source>Size of a step, as a share of the weights (dotted: the rule of thumb, 0.001)</source>
        <translation>单步更新与权重之比（点线：经验值 0.001）</translation>
    </message>
    <message>
        <source>Nothing has been measured in this run yet. The layers of runs trained in this window are measured after each epoch. To see a gradient vanish, train Four sigmoid layers and Four ReLU layers.</source>
        <translation>这条训练记录还没有测量数据。在本窗口中进行的训练，每轮结束后都会测量各层。想看梯度消失，请分别训练“四层 Sigmoid”和“四层 ReLU”。</translation>
    </message>
</context>
<context>
    <name>LessonPage</name>
    <message>
        <source>First choose what you expect.</source>
        <translation>请先选出您的预测。</translation>
    </message>
    <message>
        <source>Training: {done} of {all} runs done, {share}% overall.</source>
        <translation>训练中：已完成 {done} / {all} 次训练，总进度 {share}%。</translation>
    </message>
    <message>
        <source>Paused: {done} of {all} runs done, {share}% overall.</source>
        <translation>已暂停：已完成 {done} / {all} 次训练，总进度 {share}%。</translation>
    </message>
    <message>
        <source>These runs wait until one of the training runs has ended.</source>
        <translation>这几次训练正在排队，等正在进行的训练结束后再开始。</translation>
    </message>
    <message>
        <source>Try other random numbers</source>
        <translation>换一组随机数再试</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>When you last did this lesson</source>
        <translation>您上次学习这一课时</translation>
    </message>
    <message>
        <source>These runs do not show it</source>
        <translation>这几次训练还说明不了问题</translation>
    </message>
    <message>
        <source>As you expected: “{happened}”</source>
        <translation>与您的预测一致：“{happened}”</translation>
    </message>
    <message>
        <source>You expected “{expected}”. What happened: “{happened}”</source>
        <translation>您预测“{expected}”，实际结果是“{happened}”</translation>
    </message>
    <message>
        <source>See it in slow motion…</source>
        <translation>用慢动作看这一步…</translation>
    </message>
    <message>
        <source>See them in a valley…</source>
        <translation>看它们怎样走下山谷…</translation>
    </message>
    <message>
        <source>Try tensors by mouse…</source>
        <translation>用鼠标试试张量…</translation>
    </message>
    <message>
        <source>See what scaling does…</source>
        <translation>看看缩放的作用…</translation>
    </message>
    <message>
        <source>What do you expect?</source>
        <translation>先猜一猜</translation>
    </message>
    <message>
        <source>Start and see</source>
        <translation>开始验证</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Show the runs</source>
        <translation>查看曲线</translation>
    </message>
    <message>
        <source>Next lesson</source>
        <translation>下一课</translation>
    </message>
    <message>
        <source>The same in PyTorch</source>
        <translation>对应的 PyTorch 代码</translation>
    </message>
</context>
<context>
    <name>LessonSheets</name>
    <message>
        <source>PDF (*.pdf)</source>
        <translation>PDF (*.pdf)</translation>
    </message>
    <message>
        <source>Web pages (*.html)</source>
        <translation>网页 (*.html)</translation>
    </message>
    <message>
        <source>Lessons on paper: a sheet for pupils, answers for the teacher</source>
        <translation>纸质课程：学生用的学习单，教师用的答案</translation>
    </message>
    <message>
        <source>Save the sheet…</source>
        <translation>保存学习单…</translation>
    </message>
    <message>
        <source>Print the sheet…</source>
        <translation>打印学习单…</translation>
    </message>
    <message>
        <source>Save the answers…</source>
        <translation>保存答案…</translation>
    </message>
    <message>
        <source>Print the answers…</source>
        <translation>打印答案…</translation>
    </message>
</context>
<context>
    <name>LessonsPanel</name>
    <message>
        <source>{lesson}, done</source>
        <translation>{lesson}，已完成</translation>
    </message>
    <message>
        <source>{done} of {all} done</source>
        <translation>已完成 {done} / {all}</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>课程</translation>
    </message>
</context>
<context>
    <name>LinePanel</name>
    <message>
        <source>Lowest cost at w = {best} (least squares). Without momentum, steps overshoot above a learning rate of about {half} and diverge above {whole}.</source>
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
        <source>Here a line moves onto points, one gradient step after the other.</source>
        <translation>在这里可以看到一条直线怎样随梯度下降一步步贴近各点。</translation>
    </message>
    <message>
        <source>Train a linear regression</source>
        <translation>训练线性回归</translation>
    </message>
</context>
<context>
    <name>LogDialog</name>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>警告和错误</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Nothing to report.</source>
        <translation>没有内容。</translation>
    </message>
    <message>
        <source>Lines of the log</source>
        <translation>日志内容</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>No log file is written.</source>
        <translation>没有写入日志文件。</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Stopping the runs…</source>
        <translation>正在停止训练…</translation>
    </message>
</context>
<context>
    <name>MapChart</name>
    <message>
        <source>{label}, read correctly</source>
        <translation>{label}，识别正确</translation>
    </message>
    <message>
        <source>{label}, read as {answer}</source>
        <translation>{label}，被认成 {answer}</translation>
    </message>
</context>
<context>
    <name>MapColumn</name>
    <message>
        <source>The images are being read…</source>
        <translation>正在读取图像…</translation>
    </message>
    <message>
        <source>This network has diverged: its numbers are infinite or undefined.</source>
        <translation>这个网络已发散：数值为无穷大或无定义。</translation>
    </message>
    <message>
        <source>shows {share} of the variance</source>
        <translation>显示了方差的 {share}</translation>
    </message>
    <message>
        <source>How much of the spread of the activations lies in this plane; the rest lies in directions that are not seen here.</source>
        <translation>激活值的分散有多少落在这个平面内；其余的在这里看不到的方向上。</translation>
    </message>
    <message>
        <source>Layer of the map</source>
        <translation>分布图所用的层</translation>
    </message>
</context>
<context>
    <name>MapLegend</name>
    <message>
        <source>Let the images of {name} stand out, or all alike</source>
        <translation>突出显示“{name}”的图像，或恢复同等显示</translation>
    </message>
    <message>
        <source>your drawing</source>
        <translation>您写的内容</translation>
    </message>
    <message>
        <source>outlined: misread</source>
        <translation>带描边：认错</translation>
    </message>
</context>
<context>
    <name>MapPage</name>
    <message>
        <source>Each marker is a test image; alike ones lie near each other.</source>
        <translation>每个标记是一张测试图像；相似的彼此靠近。</translation>
    </message>
    <message>
        <source>The plane shows the two directions in which the layer&apos;s activations for the images differ most (principal components). It is turned so that it lies as closely as possible on the map of the pixels, at every moment.</source>
        <translation>平面由这一层对这些图像的激活值差异最大的两个方向（主成分）构成。在每个时刻，它都经旋转而尽可能与像素的分布图重合。</translation>
    </message>
    <message>
        <source>Here you see how a layer sorts the test images.
Press Train, or show a kept run in the table below.</source>
        <translation>在这里可以看到某一层怎样区分测试图像。
请点击“训练”，或在下面的表格中显示一条保存的训练记录。</translation>
    </message>
</context>
<context>
    <name>MeasureRow</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Measurement progress</source>
        <translation>测量进度</translation>
    </message>
</context>
<context>
    <name>MemberList</name>
    <message>
        <source>Networks to compare</source>
        <translation>要比较的网络</translation>
    </message>
    <message>
        <source>The form&apos;s network ({network})</source>
        <translation>当前设置的网络（{network}）</translation>
    </message>
    <message>
        <source>Settings of {run}</source>
        <translation>{run} 的设置</translation>
    </message>
    <message>
        <source>In the form</source>
        <translation>训练设置中的网络</translation>
    </message>
    <message>
        <source>Presets</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>Kept runs, trained again under the form&apos;s conditions</source>
        <translation>已保存的训练记录，按当前训练设置的条件重新训练</translation>
    </message>
</context>
<context>
    <name>Menus</name>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
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
        <source>Layout</source>
        <translation>布局</translation>
    </message>
    <message>
        <source>Show as a panel</source>
        <translation>显示为面板</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Export run…</source>
        <translation>导出训练记录…</translation>
    </message>
    <message>
        <source>Copy settings</source>
        <translation>复制设置</translation>
    </message>
    <message>
        <source>Paste settings</source>
        <translation>粘贴设置</translation>
    </message>
    <message>
        <source>Save comparison as report…</source>
        <translation>将比较保存为报告…</translation>
    </message>
    <message>
        <source>Find a learning rate…</source>
        <translation>寻找学习率…</translation>
    </message>
    <message>
        <source>Clean up…</source>
        <translation>清理…</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>欢迎</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Settings…</source>
        <translation>设置…</translation>
    </message>
    <message>
        <source>Training in slow motion…</source>
        <translation>慢动作训练…</translation>
    </message>
    <message>
        <source>Optimizers in a valley…</source>
        <translation>山谷中的优化器…</translation>
    </message>
    <message>
        <source>Tensors and the device…</source>
        <translation>张量与设备…</translation>
    </message>
    <message>
        <source>Scaling the pixels…</source>
        <translation>像素的缩放…</translation>
    </message>
    <message>
        <source>Find a command…</source>
        <translation>查找命令…</translation>
    </message>
    <message>
        <source>Keyboard shortcuts…</source>
        <translation>键盘快捷键…</translation>
    </message>
    <message>
        <source>Log…</source>
        <translation>日志…</translation>
    </message>
    <message>
        <source>About Inkling</source>
        <translation>关于 Inkling</translation>
    </message>
</context>
<context>
    <name>MistakesView</name>
    <message>
        <source>{count} of {total} images</source>
        <translation>{count} / {total} 张图像</translation>
    </message>
    <message>
        <source>Test image {number}: {label}</source>
        <translation>第 {number} 号测试图像，真实值 {label}</translation>
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
    <name>MomentBar</name>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>moment</source>
        <translation>时刻</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Stay at this moment</source>
        <translation>停在此刻</translation>
    </message>
    <message>
        <source>Show the training again, one moment after the other</source>
        <translation>逐个时刻重放训练过程</translation>
    </message>
    <message>
        <source>All shown runs at an earlier moment of their training, in all views: untrained, within the first epoch, after an epoch; at the right end, as they are now.
A run that keeps no weights of that moment is shown at its last one before.</source>
        <translation>所有显示的网络在训练早先某一时刻的样子，各视图一同切换：未训练时、第一轮之中、某一轮之后；最右端为现在的样子。
没有保存该时刻权重的，显示其此前最后保存的时刻。</translation>
    </message>
    <message>
        <source>Moment at which the networks are shown</source>
        <translation>所显示网络的时刻</translation>
    </message>
    <message>
        <source>How fast the moments follow each other</source>
        <translation>各时刻切换的快慢</translation>
    </message>
    <message>
        <source>Playing speed</source>
        <translation>播放速度</translation>
    </message>
</context>
<context>
    <name>NearestRow</name>
    <message>
        <source>nearest training images</source>
        <translation>最近邻的训练样本</translation>
    </message>
    <message>
        <source>Once something is drawn, the five training images that differ least from it.</source>
        <translation>画好之后，这里显示与它差别最小的五个训练样本。</translation>
    </message>
    <message>
        <source>Training image {number}: {label}, {distance} away</source>
        <translation>训练样本 {number}：{label}，距离 {distance}</translation>
    </message>
    <message>
        <source>Euclidean distance over 784 pixels to each of {count} images, in {ms} ms</source>
        <translation>在 784 个像素上与 {count} 张图像逐一计算欧氏距离，用时 {ms} 毫秒</translation>
    </message>
</context>
<context>
    <name>NetworkBand</name>
    <message>
        <source>Save or copy the diagram</source>
        <translation>保存或复制网络图</translation>
    </message>
    <message>
        <source>Change settings while it trains</source>
        <translation>训练中调整设置</translation>
    </message>
    <message>
        <source>no answer: diverged</source>
        <translation>没有答案：已发散</translation>
    </message>
    <message>
        <source>reads {answer} · {share}</source>
        <translation>读作 {answer} · {share}</translation>
    </message>
</context>
<context>
    <name>NetworksArea</name>
    <message>
        <source>A straight line has one weight and no layers: its training is shown in Line.</source>
        <translation>一条直线只有一个权重，没有隐藏层：它的训练过程见“直线”页。</translation>
    </message>
    <message>
        <source>Show Line</source>
        <translation>打开“直线”</translation>
    </message>
    <message>
        <source>+{count} more</source>
        <translation>还有 {count} 个</translation>
    </message>
    <message>
        <source>no space for curves</source>
        <translation>没有空间显示曲线</translation>
    </message>
    <message>
        <source>Make the window higher, or hide the runs, to see cost and accuracy here.</source>
        <translation>把窗口调高，或隐藏训练列表，就能在这里看到代价和准确率。</translation>
    </message>
    <message>
        <source>green: for · violet: against · tile: a neuron · bar: how active · strip: all units</source>
        <translation>绿：支持 · 紫：反对 · 方块：神经元 · 横条：激活 · 竖条：全部</translation>
    </message>
    <message>
        <source>green: for, violet: against · tile: a neuron, with its weights in the first layer, in the colour of its activation in later ones · bar below it: how active · striped column: all units</source>
        <translation>绿色：支持，紫色：反对 · 方块：一个神经元，第一层显示其权重，之后各层以颜色表示激活值 · 下方横条：激活强弱 · 条纹竖条：全部单元</translation>
    </message>
    <message>
        <source>Hide the legend; Settings show it again</source>
        <translation>隐藏图例；可在“设置”中重新显示</translation>
    </message>
    <message>
        <source>Hide the legend</source>
        <translation>隐藏图例</translation>
    </message>
</context>
<context>
    <name>NeuronSummary</name>
    <message>
        <source>{layer}, map {number}</source>
        <translation>{layer}，特征图 {number}</translation>
    </message>
    <message>
        <source>{layer}, neuron {number}</source>
        <translation>{layer}，神经元 {number}</translation>
    </message>
    <message>
        <source>{layer}, class {number}</source>
        <translation>{layer}，类别 {number}</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>{unit}: weights</source>
        <translation>{unit}：权重</translation>
    </message>
    <message>
        <source>× pixels</source>
        <translation>× 像素</translation>
    </message>
    <message>
        <source>{unit}: weights × pixels</source>
        <translation>{unit}：权重 × 像素</translation>
    </message>
    <message>
        <source>Kernel over the pixels</source>
        <translation>作用于像素的卷积核</translation>
    </message>
    <message>
        <source>Kernel over map {number} of the layer before</source>
        <translation>作用于上一层特征图 {number} 的卷积核</translation>
    </message>
    <message>
        <source>map {number}</source>
        <translation>特征图 {number}</translation>
    </message>
    <message>
        <source>neuron {number}</source>
        <translation>神经元 {number}</translation>
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
        <source>normalized</source>
        <translation>归一化后</translation>
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
    <name>NewClusterDialog</name>
    <message>
        <source>New cluster file</source>
        <translation>新建集群文件</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>The file tells the computers of a cluster where to meet, and holds the keys to all their connections. Copy it to each computer that is to train.</source>
        <translation>这个文件告诉集群中的计算机连接到哪里，并包含所有连接的密钥。请把它复制到每台要参与训练的计算机。</translation>
    </message>
    <message>
        <source>Whoever has the file can run code on all these computers, and on this one while it has runs trained there. Copy it by a way that nobody else can read.</source>
        <translation>谁拿到这个文件，谁就能在这些计算机上执行代码；由集群训练期间，也能在本机上执行代码。请用别人无法读取的方式复制它。</translation>
    </message>
    <message>
        <source>Where the workers reach this computer. Nobody else can reach {local}.</source>
        <translation>工作进程用这个地址连接本机。其他计算机无法连接 {local}。</translation>
    </message>
</context>
<context>
    <name>NoPoints</name>
    <message>
        <source>In the plane one sees what a network answers everywhere, and how its boundary grows while it trains.
Choose points to learn from:</source>
        <translation>在平面上可以看到网络对每一处的回答，以及决策边界在训练中如何形成。
请选择用来学习的点：</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Show the result</source>
        <translation>查看结果</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Undo this change</source>
        <translation>撤销这次改动</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Technical details to copy into a bug report</source>
        <translation>供开发者查找原因的信息，可复制到问题报告中</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>PageSaving</name>
    <message>
        <source>Save comparison as report</source>
        <translation>将比较保存为报告</translation>
    </message>
    <message>
        <source>Save as page</source>
        <translation>保存为网页</translation>
    </message>
</context>
<context>
    <name>PhotographStrip</name>
    <message>
        <source>{count} digits: click one in the photo to have it read.</source>
        <translation>共 {count} 个数字：在照片中点击其中一个来识别。</translation>
    </message>
    <message>
        <source>photo</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>even light</source>
        <translation>均匀光照</translation>
    </message>
    <message>
        <source>no lines</source>
        <translation>去格线</translation>
    </message>
    <message>
        <source>ink</source>
        <translation>墨迹</translation>
    </message>
    <message>
        <source>The picture, its ink dark. Draw a box around what is to be read.</source>
        <translation>图片，墨迹为深色。请在要识别的部分周围拖出一个方框。</translation>
    </message>
    <message>
        <source>How much darker than the paper around it each point is.</source>
        <translation>每一点比周围纸面暗多少。</translation>
    </message>
    <message>
        <source>The same without the printed lines of ruled and squared paper.</source>
        <translation>同上，但去掉了横线纸和方格纸的印刷线条。</translation>
    </message>
    <message>
        <source>What is taken for ink: without grain and specks.</source>
        <translation>被当作墨迹的部分：不含颗粒和污点。</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>光照</translation>
    </message>
    <message>
        <source>Lines</source>
        <translation>格线</translation>
    </message>
    <message>
        <source>Grain</source>
        <translation>颗粒</translation>
    </message>
    <message>
        <source>Off: all paper counts as equally light, so shadows become ink.</source>
        <translation>关闭：认为整张纸一样亮，于是阴影会变成墨迹。</translation>
    </message>
    <message>
        <source>Off: printed lines stay.</source>
        <translation>关闭：保留印刷格线。</translation>
    </message>
    <message>
        <source>Off: grain is not smoothed.</source>
        <translation>关闭：不平滑颗粒。</translation>
    </message>
</context>
<context>
    <name>PictureSaver</name>
    <message>
        <source>Save as a PNG picture</source>
        <translation>保存为 PNG 图片</translation>
    </message>
    <message>
        <source>Save as an SVG picture</source>
        <translation>保存为 SVG 图片</translation>
    </message>
</context>
<context>
    <name>PixelsDialog</name>
    <message>
        <source>Scaling the pixels</source>
        <translation>像素的缩放</translation>
    </message>
    <message>
        <source>How often which input comes, in logarithmic bars: most of an image is background.</source>
        <translation>各输入值出现的次数（条形为对数高度）：图像大部分是背景。</translation>
    </message>
    <message>
        <source>The first step</source>
        <translation>第一步</translation>
    </message>
    <message>
        <source>pixels</source>
        <translation>像素</translation>
    </message>
    <message>
        <source>gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>effect</source>
        <translation>影响</translation>
    </message>
    <message>
        <source>cost of the batch</source>
        <translation>这一批的代价</translation>
    </message>
    <message>
        <source>gradient, from zeros</source>
        <translation>梯度（从零开始）</translation>
    </message>
    <message>
        <source>effect, from zeros</source>
        <translation>影响（从零开始）</translation>
    </message>
    <message>
        <source>Train all three</source>
        <translation>训练三个网络</translation>
    </message>
    <message>
        <source>Cost over the epochs</source>
        <translation>各轮的代价</translation>
    </message>
    <message>
        <source>Gradient of the first layer; 0 cannot be drawn</source>
        <translation>第一层的梯度；0 无法画出</translation>
    </message>
    <message>
        <source>The first step of the first layer: its gradient (root mean square over the weights), and the step&apos;s effect on its sums. A weight&apos;s gradient is its input times the error that comes back. With inputs 255 times as large it is 255 times as large, and so is the step of SGD, which then meets the large inputs again: 255 × 255 = 65,025. Adam&apos;s step does not depend on the gradient&apos;s size, so its effect is 255 times as large. This is exact if the same error comes back, as from a first layer of zeros, on the right. From the weights that are drawn at first, the sums are 255 times as large from the start: outputs without an upper limit err more, sigmoid units are saturated and let little come back.</source>
        <translation>第一层的第一步：它的梯度（各权重的均方根），以及这一步对加权和的影响。一个权重的梯度等于它的输入乘以传回来的误差。输入大 255 倍，梯度就大 255 倍，SGD 的步长也是如此；这一步又要再乘上大输入：255 × 255 = 65,025。Adam 的步长与梯度的大小无关，所以影响只大 255 倍。如果传回来的误差相同，这些倍数就是精确的，例如第一层全为零时，见右侧两列。从随机的初始权重出发，加权和一开始就大 255 倍：没有上限的输出错得更厉害，而 sigmoid 单元已经饱和，几乎没有误差传回来。</translation>
    </message>
    <message>
        <source>{scaling}: mean {mean}, deviation {deviation}</source>
        <translation>{scaling}：均值 {mean}，标准差 {deviation}</translation>
    </message>
</context>
<context>
    <name>PlaneColumn</name>
    <message>
        <source>Each tile is a neuron&apos;s activation over the same square: green above 0, violet below, the stronger the farther. Lines are the largest weights. Point at a tile to see it large.</source>
        <translation>每个小图是一个神经元在同一区域内的激活值：绿色大于 0，紫色小于 0，颜色越深离 0 越远。连线是最大的权重。指向小图即可放大查看。</translation>
    </message>
    <message>
        <source>The neurons&apos; maps</source>
        <translation>各神经元的激活图</translation>
    </message>
</context>
<context>
    <name>PlaneLegend</name>
    <message>
        <source>filled: training points</source>
        <translation>实心：训练点</translation>
    </message>
    <message>
        <source>hollow: test points</source>
        <translation>空心：测试点</translation>
    </message>
    <message>
        <source>ring: learned with a wrong label</source>
        <translation>圆圈：标签错误的训练点</translation>
    </message>
    <message>
        <source>tint: the answer, the stronger the surer</source>
        <translation>底色：网络的回答，越深越确定</translation>
    </message>
    <message>
        <source>line: the boundary</source>
        <translation>线：决策边界</translation>
    </message>
</context>
<context>
    <name>PlanePanel</name>
    <message>
        <source>+{count} more</source>
        <translation>还有 {count} 个</translation>
    </message>
    <message>
        <source>{run}, before it learns from these points</source>
        <translation>{run}（还没有学习这些点）</translation>
    </message>
    <message>
        <source>The network of the form</source>
        <translation>训练设置中的网络</translation>
    </message>
    <message>
        <source>test {test}, train {training}</source>
        <translation>测试 {test}，训练 {training}</translation>
    </message>
    <message>
        <source>epoch {epoch}: test {test}, train {training}</source>
        <translation>第 {epoch} 轮：测试 {test}，训练 {training}</translation>
    </message>
    <message>
        <source>held out {test}, train {training}</source>
        <translation>留出 {test}，训练 {training}</translation>
    </message>
    <message>
        <source>epoch {epoch}: held out {test}, train {training}</source>
        <translation>第 {epoch} 轮：留出 {test}，训练 {training}</translation>
    </message>
    <message>
        <source>{accuracies}, wrong labels learned {wrong}</source>
        <translation>{accuracies}，记住的错误标签 {wrong}</translation>
    </message>
</context>
<context>
    <name>Player</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
</context>
<context>
    <name>PlotKey</name>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>held out</source>
        <translation>留出</translation>
    </message>
    <message>
        <source>test / held out</source>
        <translation>测试 / 留出</translation>
    </message>
    <message>
        <source>bold: test · faint: training</source>
        <translation>粗线：测试 · 细线：训练</translation>
    </message>
    <message>
        <source>bold: held out · faint: training</source>
        <translation>粗线：留出 · 细线：训练</translation>
    </message>
    <message>
        <source>bold: test, or held out · faint: training</source>
        <translation>粗线：测试或留出 · 细线：训练</translation>
    </message>
    <message>
        <source>Runs that hold examples out are drawn by these, until their test set is opened in the table of runs.</source>
        <translation>有留出样本的训练记录按留出样本绘制，直到在训练记录列表中打开它的测试集。</translation>
    </message>
    <message>
        <source>Within an epoch, faint is the mean cost of its batches so far; bold (≈) is measured after each quarter, in the first epoch more often, on {count} of these examples: always the same, spread evenly over all. The end of the epoch is measured on all of them.</source>
        <translation>在一轮之内，细线是这一轮到目前为止各批次的平均代价；粗线（≈）每四分之一轮测量一次（第一轮更频繁），用其中 {count} 个固定的、均匀分布的样本。每轮结束时在全部样本上测量。</translation>
    </message>
    <message numerus="yes">
        <source>not drawn: %n run(s) with cross-entropy; select one</source>
        <translation>
            <numerusform>未画出：%n 条使用交叉熵的训练记录，选中即可查看</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>not drawn: %n run(s) with squared error; select one</source>
        <translation>
            <numerusform>未画出：%n 条使用平方误差的训练记录，选中即可查看</numerusform>
        </translation>
    </message>
    <message>
        <source>Squared errors and cross-entropies cannot be compared, so they never share an axis. Select a run to see it and all others of its kind.</source>
        <translation>平方误差和交叉熵无法相互比较，因此不会画在同一坐标轴上。选中一条训练记录，即可查看它和所有同类的训练记录。</translation>
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
        <source>Computing time</source>
        <translation>训练用时</translation>
    </message>
    <message>
        <source>Examples seen</source>
        <translation>已学样本数</translation>
    </message>
    <message>
        <source>Multiplications, forwards</source>
        <translation>乘法次数（前向）</translation>
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
        <source>Runs that differ only in the seed become one curve: the mean of the runs that reached the epoch,
in a band from the lowest to the highest of them</source>
        <translation>只有种子不同的训练合成一条曲线：取已到达该轮的各次训练的均值，
区间带从其中最低值到最高值</translation>
    </message>
    <message>
        <source>Single runs behind the mean</source>
        <translation>均值后面显示各次训练</translation>
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
    <message>
        <source>Show as table…</source>
        <translation>以表格显示…</translation>
    </message>
</context>
<context>
    <name>PlotSaver</name>
    <message>
        <source>Save the runs&apos; numbers as CSV</source>
        <translation>将各次训练的数据保存为 CSV</translation>
    </message>
</context>
<context>
    <name>PlotTable</name>
    <message>
        <source>Curves as a table</source>
        <translation>曲线数据表</translation>
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
        <source>seconds of computing</source>
        <translation>训练用时（秒）</translation>
    </message>
    <message>
        <source>examples seen</source>
        <translation>已学样本数</translation>
    </message>
    <message>
        <source>multiplications, forwards</source>
        <translation>乘法次数（前向）</translation>
    </message>
    <message>
        <source>Earlier runs are kept: tick one in the table to see it again.</source>
        <translation>以前的训练记录都保留着：在训练记录列表中勾选一个，就能再次查看。</translation>
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
        <source>Show all curves again and follow them as they grow</source>
        <translation>重新显示全部曲线，并跟随最新的一端</translation>
    </message>
    <message>
        <source>Press Train: the cost falls, the accuracy rises.
Compare starts two networks at once.</source>
        <translation>点击“训练”：代价下降，准确率上升。
点击“比较”：两个网络同时开始。</translation>
    </message>
    <message>
        <source>Accuracy, %</source>
        <translation>准确率（%）</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>轮</translation>
    </message>
</context>
<context>
    <name>PlottedRuns</name>
    <message>
        <source>Best epoch by the test examples: {epoch}, {accuracy} of them correct</source>
        <translation>按测试样本选出的最佳轮次：第 {epoch} 轮，准确率 {accuracy}</translation>
    </message>
    <message>
        <source>Best epoch by the held-out examples: {epoch}, {accuracy} of them correct</source>
        <translation>依据留出样本的最佳轮次：{epoch}，其中 {accuracy} 正确</translation>
    </message>
    <message>
        <source>Best epoch by the held-out examples: {epoch}, {accuracy} of the test examples correct</source>
        <translation>按验证样本选出的最佳轮次：第 {epoch} 轮，测试样本准确率 {accuracy}</translation>
    </message>
    <message>
        <source>≈: measured on {count} examples, always the same, spread evenly over all; once the epoch is done it is measured on all of them.</source>
        <translation>≈：在 {count} 个固定的、均匀分布的样本上测得；这一轮结束后在全部样本上测量。</translation>
    </message>
    <message>
        <source>{marked} of {count} changes are marked.</source>
        <translation>共 {count} 次更改，其中 {marked} 次有标记。</translation>
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
    <name>PointsBar</name>
    <message>
        <source>Set points</source>
        <translation>放置点</translation>
    </message>
    <message>
        <source>Set points of your own in the plane: they become the data of the form, from the points that it has now.</source>
        <translation>在平面上放置自己的点：它们以训练设置中当前的点为起点，成为训练所用的数据。</translation>
    </message>
    <message>
        <source>click: set · drag: move · right click or Delete: remove</source>
        <translation>单击：放置 · 拖动：移动 · 右键或 Delete：删除</translation>
    </message>
    <message>
        <source>With the keys: arrows move the cross, Space sets a point, Delete removes it.</source>
        <translation>用键盘：方向键移动十字，空格键放置一个点，Delete 键删除它。</translation>
    </message>
    <message>
        <source>Set points of class {name}</source>
        <translation>放置类别 {name} 的点</translation>
    </message>
</context>
<context>
    <name>PreparationStrip</name>
    <message>
        <source>strokes</source>
        <translation>笔画</translation>
    </message>
    <message>
        <source>The drawing, in black and white like the scans that MNIST was made from.</source>
        <translation>写下的内容，只有黑白两色，就像制作 MNIST 时的扫描件。</translation>
    </message>
    <message>
        <source>box</source>
        <translation>外框</translation>
    </message>
    <message>
        <source>The smallest box that contains all the ink.</source>
        <translation>能容纳全部墨迹的最小方框。</translation>
    </message>
    <message>
        <source>scaled</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>The box, scaled so that its longer side has 20 pixels; edges become grey.</source>
        <translation>把方框缩小到长边为 20 像素；边缘因此变成灰色。</translation>
    </message>
    <message>
        <source>mass</source>
        <translation>质心</translation>
    </message>
    <message>
        <source>The ink&apos;s centre of mass.</source>
        <translation>墨迹质心所在的位置。</translation>
    </message>
    <message>
        <source>28 × 28</source>
        <translation>28 × 28</translation>
    </message>
    <message>
        <source>This digit needs no preparation: it comes from the data.</source>
        <translation>这个数字来自数据，无需预处理。</translation>
    </message>
    <message>
        <source>inverted</source>
        <translation>反色</translation>
    </message>
    <message>
        <source>The centre of mass in the middle: this is what the networks get.</source>
        <translation>质心移到正中：这就是网络得到的输入。</translation>
    </message>
    <message>
        <source>The centre of mass in the middle of 28 × 28 pixels, dark on light as in the data: this is what the networks get.</source>
        <translation>重心位于 28 × 28 像素的中央，并与数据一样为浅底深字：这就是网络得到的输入。</translation>
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
    <name>PresetChoice</name>
    <message>
        <source>Changed from the preset.</source>
        <translation>已不同于预设值。</translation>
    </message>
    <message>
        <source>The tutorial&apos;s programs divide pixels by 255; its text leaves them as they are. For the text&apos;s way, choose “{raw}” under {group}, {field}.</source>
        <translation>教程的程序把像素除以 255，而教程正文没有这样做。若要按正文的做法，请在“{group}”的“{field}”中选择“{raw}”。</translation>
    </message>
    <message>
        <source>As in the tutorial</source>
        <translation>与教程一致</translation>
    </message>
    <message>
        <source>All settings of the beginner&apos;s program from which Inkling grew: with seed 42 every epoch&apos;s cost is the program&apos;s, bit for bit.</source>
        <translation>采用 Inkling 所源自的入门程序的全部设置：种子为 42 时，每一轮的代价都与该程序逐位相同。</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>&amp;Look in:</source>
        <translation>查找范围(&amp;L)：</translation>
    </message>
    <message>
        <source>Files of &amp;type:</source>
        <translation>文件类型(&amp;T)：</translation>
    </message>
</context>
<context>
    <name>QPrintSettingsOutput</name>
    <message>
        <source>Page &amp;Set:</source>
        <translation>页面范围(&amp;S)：</translation>
    </message>
</context>
<context>
    <name>RangeEditor</name>
    <message>
        <source>From</source>
        <translation>从</translation>
    </message>
    <message>
        <source>To</source>
        <translation>到</translation>
    </message>
    <message>
        <source>logarithmic</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>Try each tenfold step as often as the next, instead of each equal distance</source>
        <translation>每个十倍区间尝试同样多次，而不是每段相等的距离</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>取值</translation>
    </message>
    <message>
        <source>to</source>
        <translation>到</translation>
    </message>
</context>
<context>
    <name>RateChart</name>
    <message>
        <source>cost</source>
        <translation>代价</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>学习率</translation>
    </message>
</context>
<context>
    <name>RateFinderDialog</name>
    <message>
        <source>Find a learning rate</source>
        <translation>寻找学习率</translation>
    </message>
    <message>
        <source>Trains the network once with a rate that rises from batch to batch, and shows the cost. Nothing is kept.</source>
        <translation>把网络训练一次，学习率逐批升高，并显示代价。不保存任何结果。</translation>
    </message>
    <message>
        <source>Cost over the learning rate</source>
        <translation>代价随学习率的变化</translation>
    </message>
    <message>
        <source>Another network to compare with</source>
        <translation>用来对比的另一个网络</translation>
    </message>
    <message>
        <source>Compare with…</source>
        <translation>与其对比…</translation>
    </message>
    <message>
        <source>Use it</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>At no rate did the cost fall in so few batches: this network learns slowly, or not at all.</source>
        <translation>在这么少的批次里，无论学习率多大，代价都没有下降：这个网络学得很慢，或者根本学不会。</translation>
    </message>
    <message>
        <source>Use {rate}</source>
        <translation>采用 {rate}</translation>
    </message>
    <message>
        <source>Beyond its lowest point the cost rises again: the steps are too large. A tenth of that rate, {rate}, is a good start.</source>
        <translation>过了最低点，代价又上升：步子太大了。取那里学习率的十分之一，即 {rate}，是个好的起点。</translation>
    </message>
    <message>
        <source>{network}: {rate}</source>
        <translation>{network}：{rate}</translation>
    </message>
    <message>
        <source>A tenth of the rate at which each cost is lowest (dashed): {rates}</source>
        <translation>各自代价最低处学习率的十分之一（虚线）：{rates}</translation>
    </message>
</context>
<context>
    <name>ReasonBars</name>
    <message>
        <source>{name}: activation × weight is {answer} for the answer, {second} for the runner-up. Click to see how this activation is computed.</source>
        <translation>{name}：激活值 × 权重对答案为 {answer}，对第二名为 {second}。单击查看该激活值的计算过程。</translation>
    </message>
</context>
<context>
    <name>ReasonView</name>
    <message>
        <source>This network has no answer: it has diverged, its numbers are infinite or undefined. Train it again with a lower learning rate.</source>
        <translation>这个网络没有答案：它已发散，数值为无穷大或无定义。请用更小的学习率重新训练。</translation>
    </message>
    <message>
        <source>runner-up {second}, {share}</source>
        <translation>第二名 {second}，{share}</translation>
    </message>
    <message>
        <source>bar: to the logit of {answer} · line: to that of {second}</source>
        <translation>条形：对 {answer} 的 logit 的贡献 · 竖线：对 {second} 的贡献</translation>
    </message>
    <message>
        <source>pixels for it</source>
        <translation>支持的像素</translation>
    </message>
    <message>
        <source>pixels against it</source>
        <translation>反对的像素</translation>
    </message>
    <message>
        <source>{answer} leads {second} by {lead} in the logits by its bias alone: whatever is drawn here, nothing of it arrives at the output.</source>
        <translation>{answer} 的 logit 仅凭偏置就比 {second} 高 {lead}：无论在这里画什么，都传不到输出层。</translation>
    </message>
    <message>
        <source>{answer} leads {second} by {lead} in the logits: pixels add {gain} to its own and take {loss} from it.</source>
        <translation>{answer} 的 logit 比 {second} 高 {lead}：像素为它增加 {gain}，减少 {loss}。</translation>
    </message>
    <message>
        <source>{answer} leads {second} by {lead} in the logits; most for it in {layer}: {supporting}; most against it: {opposing}.</source>
        <translation>{answer} 的 logit 比 {second} 高 {lead}；{layer} 中支持最强的是{supporting}，反对最强的是{opposing}。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>map {numbers}</source>
        <translation>特征图 {numbers}</translation>
    </message>
    <message>
        <source>maps {numbers}</source>
        <translation>特征图 {numbers}</translation>
    </message>
    <message>
        <source>neuron {numbers}</source>
        <translation>神经元 {numbers}</translation>
    </message>
    <message>
        <source>neurons {numbers}</source>
        <translation>神经元 {numbers}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Strongest contributions</source>
        <translation>最大贡献</translation>
    </message>
    <message>
        <source>The logit of a class is the number that the network computes for it: the larger it is compared with the others, the more probable the class. Softmax turns all logits into probabilities.</source>
        <translation>某个类别的 logit 是网络为它算出的数：与其他类别相比越大，该类别的概率就越高。Softmax 把所有 logit 变成概率。</translation>
    </message>
</context>
<context>
    <name>RecentFiles</name>
    <message>
        <source>Import recent</source>
        <translation>最近导入</translation>
    </message>
    <message>
        <source>Clear the list</source>
        <translation>清空列表</translation>
    </message>
</context>
<context>
    <name>RepeatDialog</name>
    <message>
        <source>Repeat and compare</source>
        <translation>重复并比较</translation>
    </message>
    <message>
        <source>{run} is trained again from its settings, its seed and the changes made by hand. The repetition is not kept.</source>
        <translation>{run} 将按其设置、随机种子和手动更改重新训练一次。重复的结果不会保存。</translation>
    </message>
    <message>
        <source>Epoch {epoch} of {epochs}</source>
        <translation>第 {epoch} 轮，共 {epochs} 轮</translation>
    </message>
    <message>
        <source>What</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Then</source>
        <translation>当时</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
</context>
<context>
    <name>RobustnessView</name>
    <message>
        <source>All test images</source>
        <translation>全部测试图像</translation>
    </message>
    <message>
        <source>Otherwise 2,000 spread evenly over them; using all takes longer</source>
        <translation>否则从中均匀抽取 2，000 张；使用全部则需要更长时间</translation>
    </message>
    <message>
        <source>Measure shows the visible runs test images of their own data that are shifted (mean over four directions), rotated (both ways), noisy, thicker and thinner, and plots how much of their accuracy remains.</source>
        <translation>点击“测量”，让当前显示的各网络识别各自数据中经过平移（四个方向取平均）、旋转（两个方向取平均）、加噪、笔画加粗和变细的测试图像，并画出准确率还能保持多少。</translation>
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
        <source>Delete %n run(s)? Their folders are moved to the bin.</source>
        <translation>
            <numerusform>删除 %n 条训练记录？它们的文件夹会移到回收站。</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>A comparison is judged by what is deleted; it loses its verdict.</source>
        <translation>某次比较要靠被删除的内容来判定；删除后那次比较就没有结论了。</translation>
    </message>
    <message>
        <source>Delete {run}? Its folder is moved to the bin.</source>
        <translation>要删除 {run} 吗？它的文件夹会移到回收站。</translation>
    </message>
    <message>
        <source>Delete {run}? It is not kept anywhere else.</source>
        <translation>要删除 {run} 吗？它没有保存在别处。</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n run(s)? They are not kept anywhere else.</source>
        <translation>
            <numerusform>删除 %n 条训练记录？它们没有保存在别处。</numerusform>
        </translation>
    </message>
    <message>
        <source>{run} cannot be moved to the bin. Delete it permanently?</source>
        <translation>无法把 {run} 移到回收站。要永久删除吗？</translation>
    </message>
    <message numerus="yes">
        <source>These %n run(s) cannot be moved to the bin. Delete them permanently?</source>
        <translation>
            <numerusform>无法把这 %n 条训练记录移到回收站。要永久删除吗？</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete permanently</source>
        <translation>永久删除</translation>
    </message>
</context>
<context>
    <name>RunController</name>
    <message>
        <source>waiting for workers at {address}</source>
        <translation>在 {address} 等待工作进程</translation>
    </message>
    <message>
        <source>waiting for a worker</source>
        <translation>等待空闲的工作进程</translation>
    </message>
    <message numerus="yes">
        <source>waiting: %n run(s) train at once</source>
        <translation>
            <numerusform>排队中：同时最多训练 %n 个</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RunGroups</name>
    <message>
        <source>no verdict</source>
        <translation>没有结论</translation>
    </message>
    <message>
        <source>{comparison}: {outcome}</source>
        <translation>{comparison}：{outcome}</translation>
    </message>
    <message>
        <source>best {accuracy}</source>
        <translation>最佳 {accuracy}</translation>
    </message>
    <message>
        <source>{done} of {total} runs done</source>
        <translation>已完成 {done} / {total} 次训练</translation>
    </message>
</context>
<context>
    <name>RunHead</name>
    <message>
        <source>{moment} · judged by held-out images</source>
        <translation>{moment} · 依据留出图像评判</translation>
    </message>
</context>
<context>
    <name>RunKnobs</name>
    <message>
        <source>A run that is changed by hand does not count in its comparison.</source>
        <translation>手动更改过的训练不计入所属的比较。</translation>
    </message>
</context>
<context>
    <name>RunPage</name>
    <message>
        <source>{purpose}
The line has no images to read, and no classes.</source>
        <translation>{purpose}
直线没有可识别的图像，也没有类别。</translation>
    </message>
    <message>
        <source>This network has diverged: its weights are no numbers any more.</source>
        <translation>这个网络已发散：它的权重已不再是有效数字。</translation>
    </message>
    <message>
        <source>{purpose}
Press Train, or show a kept run in the table below.</source>
        <translation>{purpose}
请点击“训练”，或在下面的表格中显示一条保存的训练记录。</translation>
    </message>
</context>
<context>
    <name>RunReadouts</name>
    <message>
        <source>weight</source>
        <translation>权重</translation>
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
        <source>{seconds} s</source>
        <translation>{seconds} 秒</translation>
    </message>
</context>
<context>
    <name>RunsModel</name>
    <message>
        <source>Run</source>
        <translation>训练记录</translation>
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
        <source>Cost</source>
        <translation>代价</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
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
        <source>A fork: up to epoch {epoch} it was another run.</source>
        <translation>这是一个分叉：前 {epoch} 轮属于另一次训练。</translation>
    </message>
    <message>
        <source>It was imported.</source>
        <translation>此训练记录是导入的。</translation>
    </message>
    <message>
        <source>After epoch {epoch}, on {asked} test examples.</source>
        <translation>第 {epoch} 轮之后，在 {asked} 个测试样本上。</translation>
    </message>
    <message>
        <source>After epoch {epoch}, on {asked} held-out examples.</source>
        <translation>第 {epoch} 轮之后，在 {asked} 个留出样本上。</translation>
    </message>
    <message>
        <source>After epoch {epoch}, the last one so far, on {asked} test examples. 95% interval: {low} to {high}.</source>
        <translation>第 {epoch} 轮之后（目前的最后一轮），用 {asked} 个测试样本测得。95% 置信区间：{low} 到 {high}。</translation>
    </message>
    <message>
        <source>After epoch {epoch}, the last one so far, on {asked} held-out examples. 95% interval: {low} to {high}.</source>
        <translation>第 {epoch} 轮（目前的最后一轮）之后，在 {asked} 个留出样本上。95% 区间：{low} 至 {high}。</translation>
    </message>
    <message>
        <source>After epoch {epoch}, the largest of {epochs} on the {asked} held-out examples that choose it, and therefore a little optimistic.</source>
        <translation>第 {epoch} 轮之后，是 {epochs} 轮中的最大值；选出它的正是这 {asked} 个留出样本，因此略偏乐观。</translation>
    </message>
    <message>
        <source>After epoch 1, the only one so far. The largest of several on the same test examples has no honest interval; that of the last epoch is with its accuracy.</source>
        <translation>第 1 轮之后，目前只有这一轮。在同一批测试样本上取多轮中的最大值，没有可信的置信区间；最后一轮的区间见“准确率”一栏。</translation>
    </message>
    <message>
        <source>After epoch {epoch}, the largest of {epochs} on the {asked} test examples, and therefore optimistic. Held-out examples would choose the epoch without them.</source>
        <translation>第 {epoch} 轮之后；这是 {epochs} 轮中在 {asked} 个测试样本上最高的一次，因此偏乐观。用留出的样本来选轮，就不必借助测试样本。</translation>
    </message>
    <message>
        <source>After epoch {epoch}, on {asked} test examples. 95% interval: {low} to {high}.</source>
        <translation>第 {epoch} 轮之后，{asked} 个测试样本。95% 置信区间：{low} 到 {high}。</translation>
    </message>
</context>
<context>
    <name>RunsTable</name>
    <message>
        <source>{shown} of {total}</source>
        <translation>{shown} / {total}</translation>
    </message>
    <message>
        <source>No runs yet. Train starts one; Compare starts a race of two.</source>
        <translation>还没有训练记录。点击“训练”开始一次；点击“比较”让两个网络比赛。</translation>
    </message>
    <message>
        <source>No run matches all of these words.</source>
        <translation>没有同时包含这些词的训练记录。</translation>
    </message>
    <message>
        <source>Copy settings</source>
        <translation>复制设置</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Save as page…</source>
        <translation>保存为网页…</translation>
    </message>
    <message>
        <source>Model card…</source>
        <translation>模型卡片…</translation>
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
        <source>Columns</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Show search</source>
        <translation>查看所属的搜索</translation>
    </message>
    <message>
        <source>Show comparison</source>
        <translation>查看所属的比较</translation>
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
        <source>Repeat and compare…</source>
        <translation>重复并比较…</translation>
    </message>
    <message>
        <source>Open the test set…</source>
        <translation>打开测试集…</translation>
    </message>
    <message>
        <source>Change while it trains…</source>
        <translation>训练中调整…</translation>
    </message>
    <message>
        <source>Explain these two…</source>
        <translation>解释这两条训练记录的差别…</translation>
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
        <translation>筛选训练记录</translation>
    </message>
    <message>
        <source>Words that occur in a run&apos;s row: its name, state, device, a setting</source>
        <translation>该行中出现的文字：名称、状态、设备或某项设置</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>训练记录</translation>
    </message>
    <message>
        <source>Click to sort; right-click to choose the columns</source>
        <translation>单击排序；右键单击选择显示的列</translation>
    </message>
    <message>
        <source>Delete runs…</source>
        <translation>删除训练记录…</translation>
    </message>
    <message>
        <source>Move the selected runs to the bin</source>
        <translation>把选中的训练记录放入回收站</translation>
    </message>
</context>
<context>
    <name>ScreenActions</name>
    <message>
        <source>Projector mode</source>
        <translation>投影模式</translation>
    </message>
    <message>
        <source>Larger text and lines, for the back row</source>
        <translation>字更大、线更粗，教室后排也看得清</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Show nothing but Inkling on the screen</source>
        <translation>整个屏幕只显示 Inkling</translation>
    </message>
</context>
<context>
    <name>SearchMap</name>
    <message>
        <source>Map of what was tried</source>
        <translation>试验地图</translation>
    </message>
    <message>
        <source>{trial}
Click to show its run.</source>
        <translation>{trial}
单击以显示其训练记录。</translation>
    </message>
    <message numerus="yes">
        <source>Trial {number}: {values}; {state}, %n epoch(s)</source>
        <translation>
            <numerusform>第 {number} 次试验：{values}；{state}，%n 轮</numerusform>
        </translation>
    </message>
    <message>
        <source>Held-out accuracy</source>
        <translation>留出样本准确率</translation>
    </message>
</context>
<context>
    <name>SearchPage</name>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>轮</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>no limit of time</source>
        <translation>不限时间</translation>
    </message>
    <message>
        <source>minutes</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source>Minutes of training</source>
        <translation>训练时间（分钟）</translation>
    </message>
    <message>
        <source>How long all trials together may train</source>
        <translation>所有试验总共可以训练多久</translation>
    </message>
    <message>
        <source>Pruning</source>
        <translation>剪枝</translation>
    </message>
    <message>
        <source>When a trial ends before its last epoch, so that the epochs saved are left for others</source>
        <translation>试验在什么情况下提前结束，把省下的轮数留给其他试验</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置项</translation>
    </message>
    <message>
        <source>Second setting</source>
        <translation>第二项设置</translation>
    </message>
    <message>
        <source>Third setting</source>
        <translation>第三项设置</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>范围</translation>
    </message>
    <message>
        <source>Trials are pruned and chosen by {held_out} held-out examples, never by the test examples; they learn from {examples}. Out of many the winner was lucky, too: so it then meets the settings of the form with fresh seeds, and that verdict is the result.</source>
        <translation>各次试验从 {examples} 个样本学习，只按 {held_out} 个留出样本剪枝和挑选，从不看测试样本。试验多了，胜出者也有运气的成分，所以它还要用新的种子与当前的训练设置再比一次，这个结论才是结果。</translation>
    </message>
    <message numerus="yes">
        <source>%n trial(s)</source>
        <translation>
            <numerusform>%n 次试验</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n 次训练</numerusform>
        </translation>
    </message>
    <message>
        <source>{trials} or more, if some are pruned; then {runs} for the verdict</source>
        <translation>{trials}，有剪枝时更多；随后再用 {runs}得出结论</translation>
    </message>
</context>
<context>
    <name>SearchView</name>
    <message numerus="yes">
        <source>%n trial(s)</source>
        <translation>
            <numerusform>%n 次试验</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pruned</source>
        <translation>
            <numerusform>%n 次剪枝</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n diverged</source>
        <translation>
            <numerusform>%n 次发散</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The winner meets the default settings once more, with %n fresh seed(s); the verdict is below.</source>
        <translation>
            <numerusform>胜出的设置用 %n 个新种子与默认设置再比一次；结论见下方。</numerusform>
        </translation>
    </message>
    <message>
        <source>It was interrupted, and can go on.</source>
        <translation>搜索已中断，可以继续。</translation>
    </message>
    <message>
        <source>Best on the held-out examples: {values}, {accuracy}.</source>
        <translation>留出样本上最好的试验：{values}，{accuracy}。</translation>
    </message>
    <message>
        <source>Delete search</source>
        <translation>删除搜索</translation>
    </message>
    <message>
        <source>Delete this search?</source>
        <translation>要删除此搜索吗？</translation>
    </message>
    <message>
        <source>Delete this search</source>
        <translation>删除此搜索</translation>
    </message>
    <message numerus="yes">
        <source>Delete the %n run(s) of its trials, too</source>
        <translation>
            <numerusform>同时删除其试验的 %n 条训练记录</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop the search</source>
        <translation>停止搜索</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Setting to the right</source>
        <translation>横轴的设置</translation>
    </message>
    <message>
        <source>Setting upwards</source>
        <translation>纵轴的设置</translation>
    </message>
    <message>
        <source>The stronger a trial&apos;s colour, the more held-out examples it reads; no test example took part. Square: the default settings; ring: the best; faded: pruned; cross: diverged.</source>
        <translation>颜色越醒目，读对的留出样本越多；测试样本没有参与。方块：默认设置；圆环：最好的试验；淡化：已剪枝；叉：发散。</translation>
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
    <message>
        <source>This window keeps runs in {folder}.</source>
        <translation>本窗口的训练记录保存在 {folder}。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
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
        <source>Each training image is changed at random</source>
        <translation>每张训练图像都会随机改变</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>In the panels</source>
        <translation>各面板内</translation>
    </message>
</context>
<context>
    <name>SlowMotionDialog</name>
    <message>
        <source>Training in slow motion</source>
        <translation>慢动作训练</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Forget the gradients in each step</source>
        <translation>每一步都清除梯度</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>取平均</translation>
    </message>
    <message>
        <source>The cost is the mean, otherwise the sum</source>
        <translation>代价取平均值，否则取总和</translation>
    </message>
    <message>
        <source>Training mode, otherwise evaluation: eval()</source>
        <translation>训练模式，否则为评估模式：eval()</translation>
    </message>
    <message>
        <source>Momentum</source>
        <translation>动量</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>A hidden layer</source>
        <translation>带一个隐藏层</translation>
    </message>
    <message>
        <source>A line: one weight</source>
        <translation>直线：一个权重</translation>
    </message>
    <message>
        <source>Keep nine tenths of the last step</source>
        <translation>保留上一步的十分之九</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>丢弃法</translation>
    </message>
    <message>
        <source>In each step some hidden neurons are left out, while it is training</source>
        <translation>训练模式下，每一步随机丢弃一些隐藏神经元</translation>
    </message>
    <message>
        <source>The hidden layer learns, otherwise it stays as it is</source>
        <translation>隐藏层参与学习，否则保持不变</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>上一行</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一行</translation>
    </message>
    <message>
        <source>Line by line</source>
        <translation>逐行</translation>
    </message>
    <message>
        <source>Step {step} of {count}</source>
        <translation>第 {step} 步，共 {count} 步</translation>
    </message>
    <message>
        <source>Cost: {costs}</source>
        <translation>代价：{costs}</translation>
    </message>
</context>
<context>
    <name>StagePanel</name>
    <message>
        <source>The network of the form</source>
        <translation>训练设置中的网络</translation>
    </message>
</context>
<context>
    <name>StepBar</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Gradient steps that are shown</source>
        <translation>显示到第几次梯度更新</translation>
    </message>
    <message>
        <source>Each position is one gradient step; runs that made fewer stay at their last.</source>
        <translation>每个位置是一次梯度更新；更新次数较少的训练停在自己的最后一次。</translation>
    </message>
    <message>
        <source>One step back</source>
        <translation>后退一步</translation>
    </message>
    <message>
        <source>One step forward</source>
        <translation>前进一步</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>{count} a second</source>
        <translation>每秒 {count} 步</translation>
    </message>
    <message>
        <source>Playing speed</source>
        <translation>播放速度</translation>
    </message>
    <message>
        <source>Steps a second; automatic: slow at first, faster along a long path</source>
        <translation>每秒走几步；自动：先慢，路长则越走越快</translation>
    </message>
</context>
<context>
    <name>StepView</name>
    <message>
        <source>Step {step} of {count}.</source>
        <translation>第 {step} 步，共 {count} 步。</translation>
    </message>
    <message>
        <source>It is a whole epoch: its gradient steps are not recorded.</source>
        <translation>这是一整轮：其中的梯度步没有记录。</translation>
    </message>
    <message>
        <source>Epoch {epoch}, batch {batch}: at w = {before} the cost of this batch is {cost} and its slope {gradient}; over all points the slope is {whole}. The step leads to w = {after}.</source>
        <translation>第 {epoch} 轮第 {batch} 批：在 w = {before} 处，这一批的代价为 {cost}，斜率为 {gradient}；全部数据点的斜率为 {whole}。这一步走到 w = {after}。</translation>
    </message>
</context>
<context>
    <name>TablesView</name>
    <message>
        <source>{number} by seed, after the last epoch</source>
        <translation>各种子在最后一轮之后的{number}</translation>
    </message>
</context>
<context>
    <name>TensorBoxes</name>
    <message>
        <source>Batch</source>
        <translation>批量</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Hidden layer</source>
        <translation>隐藏层</translation>
    </message>
    <message>
        <source>Output layer</source>
        <translation>输出层</translation>
    </message>
    <message>
        <source>Activations, logits, cost</source>
        <translation>激活值、logits、代价</translation>
    </message>
    <message>
        <source>Outputs, cost</source>
        <translation>输出与代价</translation>
    </message>
</context>
<context>
    <name>TensorLines</name>
    <message>
        <source>Device to move to</source>
        <translation>移到哪个设备</translation>
    </message>
    <message>
        <source>Lines that were executed</source>
        <translation>已执行的代码行</translation>
    </message>
    <message>
        <source>Click lines, from top to bottom or as you like: each is executed, and its result or error stands here.</source>
        <translation>单击左边的语句，可以从上到下，也可以随意挑选：每一句都会真的执行，结果或报错显示在这里。</translation>
    </message>
    <message>
        <source>Start over</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Numbers of {name}</source>
        <translation>{name} 的数值</translation>
    </message>
</context>
<context>
    <name>TensorTimes</name>
    <message>
        <source>The product of a batch (B, 784) and weights (784, 512), the largest in the tutorial&apos;s network. Does an image cost less in a large batch? That depends on the device: a single image leaves most of a GPU idle, a processor can be busy with it. The times are measured now, on this machine, with whatever else it does.</source>
        <translation>一批图像 (B, 784) 与权重 (784, 512) 的乘积，是教程网络中最大的一次乘法。批量大了，平均每张图像会更省时间吗？这要看设备：只算一张图像时，GPU 大部分闲着，处理器却可能已经忙满。时间是此刻在这台电脑上测得的，会受其他程序影响。</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>images</source>
        <translation>图像数</translation>
    </message>
    <message>
        <source>ms for the product</source>
        <translation>乘积用时（毫秒）</translation>
    </message>
    <message>
        <source>µs for an image</source>
        <translation>每张图像（微秒）</translation>
    </message>
</context>
<context>
    <name>TensorWay</name>
    <message>
        <source>Images in the batch</source>
        <translation>一批中的图像数</translation>
    </message>
    <message>
        <source>Batch of {count}</source>
        <translation>每批 {count} 张</translation>
    </message>
    <message>
        <source>Tensors on the way</source>
        <translation>沿途的张量</translation>
    </message>
    <message>
        <source>line</source>
        <translation>代码行</translation>
    </message>
    <message>
        <source>shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>numbers</source>
        <translation>数值个数</translation>
    </message>
    <message>
        <source>Test images go through an untrained network of 512 sigmoid units. A batch is one tensor: each product treats all of its images at once. Choose a line to see all numbers of its tensor as colours, and some as they are.</source>
        <translation>测试图像穿过一个未训练的网络，它有 512 个 sigmoid 单元。一批就是一个张量：每次乘法同时处理其中的所有图像。选一行代码，就能以颜色看到该张量的全部数值，并看到其中一部分的原值。</translation>
    </message>
    <message>
        <source>Rows {first} to {last}, columns {left} to {right}:</source>
        <translation>第 {first} 至 {last} 行，第 {left} 至 {right} 列：</translation>
    </message>
</context>
<context>
    <name>TensorsDialog</name>
    <message>
        <source>Tensors and the device</source>
        <translation>张量与设备</translation>
    </message>
    <message>
        <source>Line by line</source>
        <translation>逐行执行</translation>
    </message>
    <message>
        <source>Shapes on their way</source>
        <translation>沿途的形状</translation>
    </message>
    <message>
        <source>Time of a product</source>
        <translation>乘法的用时</translation>
    </message>
</context>
<context>
    <name>TextDialog</name>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
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
            <numerusform>%n 次训练</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>另有 %n 个排队</numerusform>
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
        <translation>按训练设置训练网络</translation>
    </message>
    <message>
        <source>Pause all runs, or resume them</source>
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
        <source>Step one batch</source>
        <translation>单步（一批）</translation>
    </message>
    <message>
        <source>Make one gradient step with the next batch, then wait</source>
        <translation>用下一批样本做一次梯度更新，然后等待</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop all runs; their networks remain usable</source>
        <translation>结束所有训练；网络仍然可用</translation>
    </message>
    <message>
        <source>Compare: race two networks</source>
        <translation>比较：让两个网络比赛</translation>
    </message>
    <message>
        <source>Race Sigmoid against ReLU + Dropout on the form&apos;s data and epochs</source>
        <translation>用设置中的数据和轮数，让 Sigmoid 与 ReLU + Dropout 比赛</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Train now</source>
        <translation>立即训练</translation>
    </message>
    <message>
        <source>Train it together with the others; all are slower then</source>
        <translation>与其他训练同时进行；各个训练都会变慢</translation>
    </message>
    <message>
        <source>{done} of {epochs} epochs</source>
        <translation>已完成 {done} 轮，共 {epochs} 轮</translation>
    </message>
    <message>
        <source>race of {count}</source>
        <translation>比赛：{count} 次训练</translation>
    </message>
    <message>
        <source>New comparison…</source>
        <translation>新建比较…</translation>
    </message>
    <message>
        <source>Several seeds, other networks, the ladder, or a grid of settings</source>
        <translation>多个种子、其他网络、阶梯，或超参数网格</translation>
    </message>
</context>
<context>
    <name>TrainingActions</name>
    <message>
        <source>{run} is trained again: a comparison counts only its own runs</source>
        <translation>{run} 会重新训练：比较只采用自己的训练记录</translation>
    </message>
</context>
<context>
    <name>Transfer</name>
    <message>
        <source>{folder} holds TensorBoard&apos;s files of a run already. Replace them?</source>
        <translation>{folder} 中已有一条训练记录的 TensorBoard 文件。要替换吗？</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Import a run or settings</source>
        <translation>导入训练记录或设置</translation>
    </message>
    <message>
        <source>Runs and settings</source>
        <translation>训练记录和设置</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>所有文件</translation>
    </message>
    <message>
        <source>Importing</source>
        <translation>正在导入</translation>
    </message>
    <message>
        <source>A folder for TensorBoard&apos;s files</source>
        <translation>存放 TensorBoard 文件的文件夹</translation>
    </message>
    <message>
        <source>Export run</source>
        <translation>导出训练记录</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>正在导出</translation>
    </message>
</context>
<context>
    <name>TrialCurves</name>
    <message>
        <source>Held-out accuracy of the trials over the epochs</source>
        <translation>各次试验的留出样本准确率随轮数的变化</translation>
    </message>
    <message>
        <source>Held-out accuracy</source>
        <translation>留出样本准确率</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮</translation>
    </message>
</context>
<context>
    <name>TrialView</name>
    <message>
        <source>Try this, too</source>
        <translation>也试试这个</translation>
    </message>
    <message>
        <source>Training…</source>
        <translation>正在训练…</translation>
    </message>
    <message>
        <source>Try further</source>
        <translation>再试一步</translation>
    </message>
</context>
<context>
    <name>TuningChart</name>
    <message>
        <source>Accuracy by learning rate</source>
        <translation>各学习率的准确率</translation>
    </message>
    <message>
        <source>{network}, learning rate {rate}: {result}. Click to show its run.</source>
        <translation>{network}，学习率 {rate}：{result}。点击可显示该次训练。</translation>
    </message>
    <message>
        <source>diverged</source>
        <translation>发散</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
</context>
<context>
    <name>TuningView</name>
    <message>
        <source>Accuracy on held-out examples after the last epoch, by learning rate</source>
        <translation>最后一轮之后在留出样本上的准确率，按学习率</translation>
    </message>
    <message numerus="yes">
        <source>Each network tries the same {count} learning rates, with one seed. With the best of them it is compared with the others, with %n fresh seed(s).</source>
        <translation>
            <numerusform>每个网络都以一个种子试同样的 {count} 个学习率；再各用最好的那个，以 %n 个新的种子互相比较。</numerusform>
        </translation>
    </message>
    <message>
        <source>Compare them with these rates</source>
        <translation>用这些学习率比较它们</translation>
    </message>
</context>
<context>
    <name>TwoRunsView</name>
    <message>
        <source>Select two runs in the table (Ctrl+click) to see which images only one of them reads correctly.</source>
        <translation>请在训练记录列表中选择两条训练记录（Ctrl+单击），查看只有其中一个识别正确的图像。</translation>
    </message>
    <message>
        <source>These two runs were tested on different images: their data are not the same.</source>
        <translation>这两条训练记录测试的图像不同：它们的数据不一样。</translation>
    </message>
    <message>
        <source>Only {name} is right: {count}</source>
        <translation>只有 {name} 正确：{count} 张</translation>
    </message>
    <message>
        <source>The images are being read…</source>
        <translation>正在读取图像…</translation>
    </message>
    <message>
        <source>Below each image: the label, what the other run reads, and how sure it is.</source>
        <translation>每张图像下方：真实值、另一条训练记录的识别结果及其置信度。</translation>
    </message>
</context>
<context>
    <name>UnitGrid</name>
    <message>
        <source>Map {number}</source>
        <translation>特征图 {number}</translation>
    </message>
    <message>
        <source>Neuron {number}</source>
        <translation>神经元 {number}</translation>
    </message>
    <message>
        <source>activation {value}</source>
        <translation>激活值 {value}</translation>
    </message>
    <message>
        <source>Click: hear it again</source>
        <translation>点击：恢复</translation>
    </message>
    <message>
        <source>Click: mute it</source>
        <translation>点击：屏蔽</translation>
    </message>
</context>
<context>
    <name>UnitWords</name>
    <message>
        <source>Map {number} slides a kernel of {side} × {side} weights over the pixels. It is strong where the ink resembles the kernel.</source>
        <translation>第 {number} 号特征图用一个 {side} × {side} 的卷积核扫过所有像素：墨迹与卷积核越相似的地方，激活越强。</translation>
    </message>
    <message>
        <source>Map {number} slides a kernel of {side} × {side} weights over each map of the layer before, and adds the results up.</source>
        <translation>第 {number} 号特征图用 {side} × {side} 的卷积核扫过上一层的每个特征图，再把结果相加。</translation>
    </message>
    <message>
        <source>Neuron {number} adds up all positions of the maps before it, weighted.</source>
        <translation>第 {number} 号神经元把前面各特征图的所有位置加权求和。</translation>
    </message>
    <message>
        <source>Neuron {number} adds up all neurons of the layer before, weighted.</source>
        <translation>第 {number} 号神经元把上一层的所有神经元加权求和。</translation>
    </message>
    <message>
        <source>For this digit {raising} raises it most.</source>
        <translation>对这个数字，{raising}对它的提升最大。</translation>
    </message>
    <message>
        <source>For this digit {raising} raises it most, {lowering} lowers it most.</source>
        <translation>对这个数字，{raising}对它的提升最大，{lowering}对它的抑制最大。</translation>
    </message>
    <message>
        <source>Ink where the weights are green makes neuron {number} more active, ink where they are violet less.</source>
        <translation>笔迹落在权重为绿色的地方会让第 {number} 号神经元更活跃，落在紫色的地方则相反。</translation>
    </message>
    <message>
        <source>For this digit its mean activation is {value}.</source>
        <translation>对这个数字，它的平均激活值是 {value}。</translation>
    </message>
    <message>
        <source>For this digit its activation is {value}.</source>
        <translation>对这个数字，它的激活值是 {value}。</translation>
    </message>
    <message>
        <source>It is off and adds nothing to the next layer.</source>
        <translation>它没有激活，对下一层没有贡献。</translation>
    </message>
    <message>
        <source>It speaks most for {raised} and most against {lowered}.</source>
        <translation>它最支持 {raised}，最反对 {lowered}。</translation>
    </message>
    <message>
        <source>In the next layer it raises {raised} most and lowers {lowered} most.</source>
        <translation>在下一层，它对{raised}的提升最大，对{lowered}的抑制最大。</translation>
    </message>
    <message>
        <source>It speaks most for {raised}.</source>
        <translation>它最支持 {raised}。</translation>
    </message>
    <message>
        <source>In the next layer it raises {raised} most.</source>
        <translation>在下一层，它对{raised}的提升最大。</translation>
    </message>
    <message>
        <source>It speaks most against {lowered}.</source>
        <translation>它最反对 {lowered}。</translation>
    </message>
    <message>
        <source>In the next layer it lowers {lowered} most.</source>
        <translation>在下一层，它对{lowered}的抑制最大。</translation>
    </message>
    <message>
        <source>map {number}</source>
        <translation>第 {number} 号特征图</translation>
    </message>
    <message>
        <source>neuron {number}</source>
        <translation>第 {number} 号神经元</translation>
    </message>
</context>
<context>
    <name>ValleyDialog</name>
    <message>
        <source>Optimizers in a valley</source>
        <translation>山谷中的优化器</translation>
    </message>
    <message>
        <source>Map of the cost, and ways of the optimizers</source>
        <translation>代价地图和各优化器的路径</translation>
    </message>
    <message>
        <source>Valley</source>
        <translation>山谷</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Across is one weight, up the other; dark is a low cost. Click or drag to choose where all start. They have the same learning rate. A dot is where one is, its arrow what it remembers of the gradients before.</source>
        <translation>横向是一个权重，纵向是另一个；颜色越深，代价越低。点击或拖动可选择共同的起点。学习率都相同。圆点是当前位置，箭头是它对之前梯度的记忆。</translation>
    </message>
    <message>
        <source>diverged</source>
        <translation>已发散</translation>
    </message>
    <message>
        <source>Learning rate {rate}</source>
        <translation>学习率 {rate}</translation>
    </message>
    <message>
        <source>Cost after {count} steps</source>
        <translation>{count} 步之后的代价</translation>
    </message>
</context>
<context>
    <name>VerdictCardView</name>
    <message>
        <source>Why?</source>
        <translation>为什么？</translation>
    </message>
    <message>
        <source>Climb the ladder from one to the other, one change at a time</source>
        <translation>从一个网络沿阶梯走到另一个，每次只改动一处</translation>
    </message>
    <message>
        <source>Which digits?</source>
        <translation>哪些数字？</translation>
    </message>
    <message>
        <source>Show the digits that only one of the two reads correctly</source>
        <translation>显示只有其中一个网络读对的数字</translation>
    </message>
    <message>
        <source>Save as page…</source>
        <translation>保存为网页…</translation>
    </message>
    <message>
        <source>finished runs only</source>
        <translation>仅限已完成的训练记录</translation>
    </message>
    <message>
        <source>A seed is the number from which the first weights, the order of the examples and dropout are drawn. Networks with the same seed start alike; several seeds show how much of a difference is luck.</source>
        <translation>种子是一个数，初始权重、样本顺序和丢弃都由它随机产生。种子相同的网络起点相同；多个种子可以看出差别中有多少是运气。</translation>
    </message>
    <message>
        <source>Its runs were deleted, so there are no curves.</source>
        <translation>它的训练记录已被删除，没有曲线可保存。</translation>
    </message>
    <message>
        <source>What each step adds</source>
        <translation>每一步的贡献</translation>
    </message>
    <message>
        <source>race, {seeds}</source>
        <translation>比赛，{seeds}</translation>
    </message>
    <message>
        <source>Show in Comparison by how much each change from one to the other helps</source>
        <translation>在“比较”中显示从一个网络到另一个网络的每项改动各有多大帮助</translation>
    </message>
    <message>
        <source>Again with more seeds</source>
        <translation>用更多种子再来一次</translation>
    </message>
    <message>
        <source>Save a page for any browser or phone, on which the networks answer whoever draws, next to the verdict and the curves</source>
        <translation>保存为任何浏览器或手机都能打开的网页：谁来书写，网络都会作答，并附结论和曲线</translation>
    </message>
    <message>
        <source>With more than {count} seeds there would be too many runs.</source>
        <translation>种子若多于 {count} 个，训练次数就太多了。</translation>
    </message>
    <message>
        <source>Train {runs} runs, to learn about the settings, not only these runs. All seeds are new, so that the verdict does not depend on results that are known.</source>
        <translation>训练 {runs} 次，了解的是设置本身，而不只是这几次训练。全部使用新种子，因此结论不受已知结果的影响。</translation>
    </message>
    <message>
        <source>Again with {count} seeds</source>
        <translation>用 {count} 个种子再来一次</translation>
    </message>
    <message>
        <source>Digits are compared between two networks only.</source>
        <translation>只有两个网络相比时才能比较数字。</translation>
    </message>
    <message>
        <source>With the first seed both networks read the same digits correctly.</source>
        <translation>用第一个种子时，两个网络读对的数字相同。</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>What to do next</source>
        <translation>接下来可以做什么</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Close the verdict</source>
        <translation>关闭结论</translation>
    </message>
</context>
<context>
    <name>WeightsPage</name>
    <message>
        <source>Kernel {number}</source>
        <translation>卷积核 {number}</translation>
    </message>
    <message>
        <source>Weights of {answer}</source>
        <translation>{answer} 的权重</translation>
    </message>
    <message>
        <source>Weights of neuron {number}</source>
        <translation>神经元 {number} 的权重</translation>
    </message>
    <message>
        <source>The kernels of the first convolution, {count}</source>
        <translation>第一个卷积层的卷积核，共 {count} 个</translation>
    </message>
    <message>
        <source>Click one, and drag it over the digit or its map: this is bright where ink lies under green only.</source>
        <translation>点击一个卷积核，在数字或特征图上拖动它：只有绿色下面有笔迹的地方，特征图才亮。</translation>
    </message>
    <message>
        <source>What each digit looks for</source>
        <translation>每个数字在寻找的图案</translation>
    </message>
    <message>
        <source>Ink under green speaks for the digit, ink under violet against it.</source>
        <translation>绿色处有墨支持该数字，紫色处有墨则反对。</translation>
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
        <source>Ink under green excites the neuron, ink under violet inhibits it. Click one to see its sum.</source>
        <translation>绿色处有墨使神经元兴奋，紫色处有墨则抑制它。点击一个，查看它的加权和。</translation>
    </message>
    <message>
        <source>First-layer weights</source>
        <translation>第一层权重</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Welcome to Inkling</source>
        <translation>欢迎使用 Inkling</translation>
    </message>
    <message>
        <source>Take a lesson</source>
        <translation>学一课</translation>
    </message>
    <message>
        <source>Watch a race</source>
        <translation>看一场比赛</translation>
    </message>
    <message>
        <source>The network below has learned nothing yet: it can only guess which digit it sees. Draw one on the right, press Train, and watch it learn. Or begin here:</source>
        <translation>下面的网络还什么都没学过，看到数字只能猜。请在右侧写一个数字，点击“训练”，看着它学会识别。也可以从这里开始：</translation>
    </message>
    <message>
        <source>Draw a digit on the right, press Train, and watch a network learn to read it. Or begin here:</source>
        <translation>请在右侧写一个数字，点击“训练”，看网络如何学会识别它。也可以从这里开始：</translation>
    </message>
    <message>
        <source>Two networks train side by side. Draw a digit meanwhile, and both will read it.</source>
        <translation>两个网络同时训练。您可以一边写数字，看它们各读成什么。</translation>
    </message>
    <message>
        <source>Short lessons. You say what you expect, train, and see what really happens.</source>
        <translation>课程都很短。先说出您的预测，再训练，看看实际结果如何。</translation>
    </message>
    <message>
        <source>Close the welcome</source>
        <translation>关闭欢迎信息</translation>
    </message>
</context>
<context>
    <name>WhereChoice</name>
    <message>
        <source>Where</source>
        <translation>训练地点</translation>
    </message>
    <message>
        <source>The computers that train the runs; the runs are kept on this one</source>
        <translation>由哪些计算机训练；训练记录都保存在本机</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>本机</translation>
    </message>
    <message>
        <source>Choose a cluster file…</source>
        <translation>选择集群文件…</translation>
    </message>
    <message>
        <source>Cluster file</source>
        <translation>集群文件</translation>
    </message>
    <message>
        <source>New cluster file…</source>
        <translation>新建集群文件…</translation>
    </message>
    <message>
        <source>Workers meet at {address}. To start one, on this computer or another with a copy of the file: {command}</source>
        <translation>工作进程连接到 {address}。在本机或有该文件副本的其他计算机上，用此命令启动工作进程：{command}</translation>
    </message>
    <message>
        <source>Choose a cluster file</source>
        <translation>选择集群文件</translation>
    </message>
</context>
<context>
    <name>WorkersView</name>
    <message>
        <source>Workers at {address}</source>
        <translation>{address} 的工作进程</translation>
    </message>
    <message>
        <source>Waiting for workers at {address}</source>
        <translation>正在 {address} 等待工作进程</translation>
    </message>
    <message>
        <source>To start one: {command}</source>
        <translation>启动工作进程的命令：{command}</translation>
    </message>
    <message>
        <source>now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>{time} ago</source>
        <translation>{time}前</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>训练记录</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>轮次</translation>
    </message>
    <message>
        <source>Last seen</source>
        <translation>最近联系</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>工作进程</translation>
    </message>
</context>
</TS>
