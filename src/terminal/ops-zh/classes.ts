// The documentation of classes in Chinese, by the English sentence above them: layers, losses, optimizers, schedulers, data.

export const classDocs: Record<string, string> = {
  'A softmax of very many classes, in clusters, with its loss (Grave et al., 2017).':
    '类别极多时分成几簇的 softmax，带损失（Grave 等，2017）。',
  'Divides each number by how large those of the channels around it are, as Torch 7 did.':
    '把每个数除以周围通道的大小，与 Torch 7 相同。',
  '`AlphaDropout` of whole channels.': '整个通道的 `AlphaDropout`。',
  'A module with these submodules. Subclass `nn.Module` today.':
    '带有这些子模块的模块。现在请继承 `nn.Module`。',
  "Calls a module; on several devices it would share the batch among them. Its state's names begin with `module.`.":
    '调用一个模块；有几个设备时会把一批数据分给它们。它的状态的名字以 `module.` 开头。',
  'A `BatchNorm` over several gpus. There is one device here at most, so that calling it says what PyTorch says on a CPU.':
    '跨几个 gpu 的 `BatchNorm`。这里最多有一个设备，所以调用它时得到 PyTorch 在 CPU 上的说法。',
  'Max pooling of images with windows at random distances.': '图像的最大池化，窗口的间距随机。',
  'Max pooling of volumes with windows at random distances.': '立体数据的最大池化，窗口的间距随机。',
  '`Upsample` of images along lines, corners on corners.': '沿直线的图像 `Upsample`，四角对四角。',
  '`Upsample` of images with the nearest number.': '取最近的数的图像 `Upsample`。',
  'A buffer whose shape comes later, by `materialize`.': '形状以后由 `materialize` 决定的缓冲区。',
  'A parameter whose shape comes later, by `materialize`.': '形状以后由 `materialize` 决定的参数。',
  'Seeds the generator. There is one for all devices: random numbers are drawn on the CPU, with the same digits.':
    '设定随机数的种子。所有设备共用一个发生器：随机数在 CPU 上产生，各位数字相同。',
  'Records gradients again inside a `no_grad` region.': '在 `no_grad` 的范围内重新记录梯度。',
  'Runs `callback` without recording gradients and returns its value; without a callback, switches recording off until the returned guard is disposed: `using _ = torch.no_grad()`.':
    '运行 `callback` 而不记录梯度，返回它的值；不给 callback 时，在得到的守卫释放之前不记录：`using _ = torch.no_grad()`。',
  'Sets recording on or off: for the callback, until the guard is disposed, or for good when neither is used.':
    '打开或关闭梯度的记录：只在 callback 运行期间，或到守卫释放为止；两者都不用时一直有效。',
  'Reads a file that `torch.save` wrote, here or in PyTorch, or a safetensors file.':
    '读取 `torch.save` 写的文件（这里写的或 PyTorch 写的），或 safetensors 文件。',
  'The means of `output_size` windows that share a sequence out.':
    '把序列均分成 `output_size` 个窗口，各取平均值。',
  'The means of windows that share an image out.': '把图像均分成若干窗口，各取平均值。',
  'The means of windows that share a volume out.': '把立体数据均分成若干窗口，各取平均值。',
  'The largest numbers of `output_size` windows that share a sequence out.':
    '把序列均分成 `output_size` 个窗口，各取最大值。',
  'The largest numbers of windows that share an image out.': '把图像均分成若干窗口，各取最大值。',
  'The largest numbers of windows that share a volume out.': '把立体数据均分成若干窗口，各取最大值。',
  'Dropout for networks of SELU: keeps mean and variance.': '用于 SELU 网络的 dropout：保持均值和方差。',
  'The mean of each window of sequences.': '序列上每个窗口的平均值。',
  'The mean of each window of images.': '图像上每个窗口的平均值。',
  'The mean of each window of volumes.': '立体数据上每个窗口的平均值。',
  'Cross entropy of probabilities and targets in [0, 1].': '概率与目标（都在 [0, 1] 之内）的交叉熵。',
  'A sigmoid and the binary cross entropy in one, without overflow.':
    '把 sigmoid 和二元交叉熵合在一起，不会溢出。',
  'Each feature with mean 0 and variance 1 over the batch; (N, C) or (N, C, L).':
    '让每个特征在一批数据上均值为 0、方差为 1；形状 (N, C) 或 (N, C, L)。',
  'Each channel of images with mean 0 and variance 1 over the batch.':
    '让图像的每个通道在一批数据上均值为 0、方差为 1。',
  'Each channel of volumes with mean 0 and variance 1 over the batch.':
    '让立体数据的每个通道在一批数据上均值为 0、方差为 1。',
  '`x1 @ weight[k] @ x2 + bias[k]` for every output k.':
    '对每个输出 k 计算 `x1 @ weight[k] @ x2 + bias[k]`。',
  'x where x > 0, `alpha * (exp(x / alpha) - 1)` elsewhere.':
    'x > 0 时为 x，否则为 `alpha * (exp(x / alpha) - 1)`。',
  'The loss of texts under sequences, whatever step each letter falls into.':
    '序列对应文字的损失，不论每个字母落在哪一步。',
  'Takes channels from each group in turn.': '轮流从每组取出通道。',
  'A border of one value around sequences.': '在序列两端补一个固定的值。',
  'A border of one value around images.': '在图像四周补一个固定的值。',
  'A border of one value around volumes.': '在立体数据周围补一个固定的值。',
  'Slides windows over sequences (N, C, L).': '在序列 (N, C, L) 上滑动窗口。',
  'Slides windows over images (N, C, H, W): each result channel is a sum of products with a window of its own.':
    '在图像 (N, C, H, W) 上滑动窗口：输出的每个通道都是与自己的卷积核相乘再求和。',
  'Slides windows over volumes (N, C, D, H, W).': '在立体数据 (N, C, D, H, W) 上滑动窗口。',
  'The gradient of a convolution of sequences, as a layer.': '序列卷积的梯度，作为一层。',
  'The gradient of a convolution of images, as a layer: makes images larger.':
    '图像卷积的梯度，作为一层：使图像变大。',
  'The gradient of a convolution of volumes, as a layer.': '立体数据卷积的梯度，作为一层。',
  'How far two vectors are from the same direction, or too near to it.':
    '两个向量的方向相差多远，或者过于接近多少。',
  'Cosine of the angle between two tensors along a dimension.': '两个张量沿一维的夹角余弦。',
  'Log-softmax and the negative log-likelihood in one: takes scores, and classes or their probabilities.':
    '把 log-softmax 和负对数似然合在一起：输入是得分，目标是类别或各类的概率。',
  'Sets each element to zero with probability `p` and scales the others by 1 / (1 - p).':
    '以概率 `p` 把元素置零，其余的乘以 1 / (1 - p)。',
  'Switches off whole channels of sequences: (N, C, L) or (C, L).':
    '关掉序列的整个通道：(N, C, L) 或 (C, L)。',
  'Switches off whole channels of images: (N, C, H, W).': '关掉图像的整个通道：(N, C, H, W)。',
  'Switches off whole channels of volumes: (N, C, D, H, W).': '关掉立体数据的整个通道：(N, C, D, H, W)。',
  'x where x > 0, `alpha * (exp(x) - 1)` elsewhere.': 'x > 0 时为 x，否则为 `alpha * (exp(x) - 1)`。',
  'A table of vectors, looked up by numbers. It starts as normal noise; the row `padding_idx` as zeros, and it gets no gradient.':
    '一张向量表，按编号查找。初始为正态噪声；`padding_idx` 那一行为零，而且没有梯度。',
  'Means, sums or maxima of bags of rows of a table, without the rows themselves.':
    '表中成组的行的平均、总和或最大值，不必先取出这些行。',
  'Makes one dimension of several; by default of all but the batch.':
    '把几维合成一维；默认合并批以外的所有维。',
  'Adds columns up to images.': '把列加回到图像上。',
  'x times the normal distribution function of x.': 'x 乘以正态分布函数在 x 的值。',
  'Half of `dim` times the sigmoid of the other half.': '`dim` 的一半乘以另一半的 sigmoid。',
  'Gated recurrent units (Cho et al., 2014): gates decide how much of the state is replaced.':
    '门控循环单元（Cho 等，2014）：由门决定状态替换多少。',
  'One step of a `GRU`.': '`GRU` 的一步。',
  'Minus the log-likelihood under normal noise of a given variance.': '给定方差的正态噪声下的负对数似然。',
  'Channels in groups, each group of each image with mean 0 and variance 1.':
    '把通道分组，让每幅图像的每一组均值为 0、方差为 1。',
  'x, and 0 within ±`lambd`.': 'x；在 ±`lambd` 之内为 0。',
  'A sigmoid of straight lines: x / 6 + 1/2, cut off at 0 and 1.':
    '由直线组成的 sigmoid：x / 6 + 1/2，截到 0 和 1 之间。',
  'x · hardsigmoid(x).': 'x · hardsigmoid(x)。',
  'x, cut off at `min_val` and `max_val`.': 'x，截到 `min_val` 和 `max_val` 之间。',
  'A distance where the target is 1, what it lacks to `margin` where it is -1.':
    '目标为 1 时是距离，为 -1 时是离 `margin` 还差多少。',
  '`delta` times the smooth L1 loss.': '平滑 L1 损失的 `delta` 倍。',
  'Returns its input. Takes any arguments, so that it can stand where another layer stood.':
    '原样返回输入。可以给任意参数，因此能放在别的层原来的位置。',
  'Each channel of each sequence with mean 0 and variance 1.': '让每个序列的每个通道均值为 0、方差为 1。',
  'Each channel of each image with mean 0 and variance 1.': '让每幅图像的每个通道均值为 0、方差为 1。',
  'Each channel of each volume with mean 0 and variance 1.': '让每份立体数据的每个通道均值为 0、方差为 1。',
  'Kullback–Leibler divergence; the input is a log-probability.': 'KL 散度；输入是对数概率。',
  'Mean of the absolute differences.': '差的绝对值的平均。',
  'The `norm_type`-norm of each window of sequences.': '序列上每个窗口的 `norm_type` 范数。',
  'The `norm_type`-norm of each window of images.': '图像上每个窗口的 `norm_type` 范数。',
  'Long short-term memory (Hochreiter & Schmidhuber, 1997): a state that gates let in, keep and let out.':
    '长短期记忆（Hochreiter 和 Schmidhuber，1997）：由门决定状态写入、保留和输出什么。',
  'One step of an `LSTM`.': '`LSTM` 的一步。',
  'The last dimensions, of these sizes, with mean 0 and variance 1.':
    '让这些大小的最后几维均值为 0、方差为 1。',
  'A linear layer that has as many inputs as its first batch.': '线性层，输入的个数由第一批数据决定。',
  'x where x > 0, `negative_slope * x` elsewhere.': 'x > 0 时为 x，否则为 `negative_slope * x`。',
  '`x @ weight.T + bias`. Both start uniform in ±1/√in_features.':
    '`x @ weight.T + bias`。两者的初始值都在 ±1/√in_features 之间均匀分布。',
  'Divides each number by how large those of the channels around it are.': '把每个数除以周围通道的大小。',
  'log(sigmoid(x)).': 'log(sigmoid(x))。',
  'The logarithm of softmax, without overflow.': 'softmax 的对数，不会溢出。',
  'Mean of the squared differences.': '差的平方的平均。',
  'How much too little one number is above another.': '一个数比另一个大得还不够多少。',
  'The largest number of each window of sequences.': '序列上每个窗口的最大值。',
  'The largest number of each window of images.': '图像上每个窗口的最大值。',
  'The largest number of each window of volumes.': '立体数据上每个窗口的最大值。',
  'Puts the largest numbers of sequences back where they were.': '把序列的最大值放回原来的位置。',
  'Puts the largest numbers of images back where they were.': '把图像的最大值放回原来的位置。',
  'Puts the largest numbers of volumes back where they were.': '把立体数据的最大值放回原来的位置。',
  'x · tanh(softplus(x)).': 'x · tanh(softplus(x))。',
  'Base of all networks: subclass it, assign layers to attributes, write `forward`.':
    '所有网络的基类：继承它，把层赋给属性，写 `forward`。',
  'A dict of modules whose parameters are found.': '模块的字典，其中的参数能被找到。',
  'A list of modules whose parameters are found.': '模块的列表，其中的参数能被找到。',
  "How much classes that are no labels come nearer to a label's score than 1.":
    '不是标签的类别离标签的得分不到 1 的部分。',
  'Binary cross entropy of several labels at once.': '多个标签同时的二元交叉熵。',
  "How much other classes come nearer to the target's score than `margin`.":
    '其他类别离目标的得分不到 `margin` 的部分。',
  'Attention of several heads (Vaswani et al., 2017): every query takes a mean of values, weighed by how well their keys fit.':
    '多头注意力（Vaswani 等，2017）：每个查询取各个值的加权平均，权重由键与它相符的程度决定。',
  'Minus the log-probability of the target class.': '目标类别的负对数概率。',
  'x where x > 0, a learned slope times x elsewhere.': 'x > 0 时为 x，否则为 x 乘以一个学来的斜率。',
  'The p-norm of differences of vectors.': '向量之差的 p 范数。',
  'A dict of parameters that a module finds. Tensors become parameters; other values stand beside them.':
    '参数的字典，模块能找到它们。张量会成为参数，其他的值放在旁边。',
  'A list of parameters that a module finds. Tensors become parameters; other values stand beside them.':
    '参数的列表，模块能找到它们。张量会成为参数，其他的值放在旁边。',
  "Makes a parameter of a tensor. It shares the tensor's memory, is a leaf, and prints `Parameter containing:`.":
    '把张量变成参数。它与张量共用内存，是叶子，显示为 `Parameter containing:`。',
  'Makes squares of places of channels.': '把通道变成位置的方块。',
  'Makes channels of squares of places.': '把位置的方块变成通道。',
  'Minus the log-likelihood of counts under a Poisson distribution.': '泊松分布下计数的负对数似然。',
  "A recurrent network (Elman): each step's state is the hyperbolic tangent of a linear map of the input and of the last state.":
    '循环网络（Elman）：每一步的状态是输入与上一状态的线性映射的双曲正切。',
  'Base of the recurrent layers.': '循环层的基类。',
  'One step of an `RNN`.': '`RNN` 的一步。',
  'Base of the single steps.': '单步循环层的基类。',
  'x where it is positive; below, x times a slope that is drawn while training.':
    'x 为正时是 x；否则是 x 乘以训练时随机抽取的斜率。',
  'max(x, 0).': 'max(x, 0)。',
  'min(max(x, 0), 6).': 'min(max(x, 0), 6)。',
  'Sequences go on mirrored.': '序列在两端以镜像延续。',
  'Images go on mirrored.': '图像在四周以镜像延续。',
  'Volumes go on mirrored.': '立体数据在周围以镜像延续。',
  'The ends of sequences, repeated.': '重复序列两端的值。',
  'The edges of images, repeated.': '重复图像边缘的值。',
  'The faces of volumes, repeated.': '重复立体数据表面的值。',
  'ELU with the scale that keeps mean and variance.': '带缩放的 ELU，保持均值和方差。',
  'Calls modules one after another, each on the result of the one before.':
    '依次调用各个模块，每个以前一个的结果为输入。',
  'x · sigmoid(x).': 'x · sigmoid(x)。',
  '1 / (1 + exp(-x)).': '1 / (1 + exp(-x))。',
  'Squared below `beta`, absolute above.': '差小于 `beta` 时取平方，大于时取绝对值。',
  'The logistic loss of labels 1 and -1.': '标签为 1 和 -1 的逻辑损失。',
  'exp(x), scaled so that `dim` sums to 1.': 'exp(x)，缩放到沿 `dim` 的和为 1。',
  'Softmax over the channels of an image.': '对图像的通道做 softmax。',
  'softmax(-x).': 'softmax(-x)。',
  'log(1 + exp(beta x)) / beta. It is linear above `threshold`.':
    'log(1 + exp(beta x)) / beta；超过 `threshold` 时是直线。',
  'x moved towards 0 by `lambd`, 0 within.': 'x 向 0 移动 `lambd`，在此之内为 0。',
  'x / (1 + |x|).': 'x / (1 + |x|)。',
  '(exp(x) - exp(-x)) / (exp(x) + exp(-x)).': '(exp(x) - exp(-x)) / (exp(x) + exp(-x))。',
  'x - tanh(x).': 'x - tanh(x)。',
  'x where x > `threshold`, `value` elsewhere.': 'x > `threshold` 时为 x，否则为 `value`。',
  'A transformer: an encoder of one sequence, and a decoder of another that attends to what the encoder made.':
    '一个 transformer：编码器处理一个序列，解码器处理另一个，并关注编码器的结果。',
  'Decoder layers, one after another.': '若干解码层，一层接一层。',
  'An encoder layer that also attends to what an encoder made.': '一个编码层，同时关注编码器的结果。',
  'Encoder layers, one after another.': '若干编码层，一层接一层。',
  'Attention of a sequence to itself, then two linear layers for each step; both added to their input and normalized.':
    '序列对自身的注意力，然后每一步两个线性层；两者都加到输入上并归一化。',
  'How much an anchor is not nearer to a positive than to a negative by `margin`.':
    '锚点离正例比离负例近得还不到 `margin` 的部分。',
  '`TripletMarginLoss` with any distance.': '可用任何距离的 `TripletMarginLoss`。',
  'Makes several dimensions of one.': '把一维拆成几维。',
  'What a window sees at each of its places, as columns.': '窗口在每个位置看到的内容，排成列。',
  'Images of another size, or `scale_factor` times as large.':
    '把图像变成另一个大小，或放大 `scale_factor` 倍。',
  'A border of zeros around images.': '在图像四周补零。',
  "Adds the gradients of `tensors`, weighted by `gradTensors`, to the `.grad` of the graph's leaves; of `inputs` alone, leaves or not, where they are given.":
    '把 `tensors` 的梯度（以 `gradTensors` 加权）累加到计算图叶子的 `.grad` 里；给出 `inputs` 时只加到它们上，不论是不是叶子。',
  'Gradients of `outputs` with respect to `inputs`, as a tuple; nothing is added to any `.grad`.':
    '`outputs` 对 `inputs` 的梯度，以元组返回；不改动任何 `.grad`。',
  'Whether the gradients of `f` agree with finite differences at `inputs`, which should be float64.':
    '检查 `f` 在 `inputs` 处的梯度是否与有限差分一致；`inputs` 应为 float64。',
  'Gradient descent with a falling rate; `ax` in the state is the average of the weights from step `t0` on (Polyak & Juditsky, 1992).':
    '学习率逐渐下降的梯度下降；状态中的 `ax` 是从第 `t0` 步起权重的平均（Polyak 和 Juditsky，1992）。',
  'Adadelta: the step is the gradient times the ratio of two running sizes, of the steps before and of the gradient (Zeiler, 2012).':
    'Adadelta：步长是梯度乘以两个滑动大小之比，即以前各步的大小与梯度的大小（Zeiler，2012）。',
  "Adagrad: each number's step is divided by the root of the sum of all its squared gradients (Duchi et al., 2011).":
    'Adagrad：每个数的步长除以它所有梯度平方和的平方根（Duchi 等，2011）。',
  'Adam: a step of about `lr` in every direction, whatever the size of the gradient (Kingma & Ba, 2014).':
    'Adam：不论梯度大小，每个方向上的步长大约是 `lr`（Kingma 和 Ba，2014）。',
  'Adam whose weight decay shrinks the weights themselves (Loshchilov & Hutter, 2017).':
    '权重衰减直接作用于权重的 Adam（Loshchilov 和 Hutter，2017）。',
  'Adamax: steps scaled by the running mean of the gradient over its running maximum (Kingma & Ba, 2014).':
    'Adamax：步长是梯度的滑动平均除以它的滑动最大值（Kingma 和 Ba，2014）。',
  'L-BFGS (Liu & Nocedal, 1989): each call of `step` takes up to `max_iter` steps and asks the closure for loss and gradients after each. For full batches; one group of parameters.':
    'L-BFGS（Liu 和 Nocedal，1989）：每次调用 `step` 最多走 `max_iter` 步，每步之后都向闭包要损失和梯度。用于全批数据，参数只有一组。',
  "NAdam: Adam with Nesterov's momentum, whose share grows over time (Dozat, 2016).":
    'NAdam：带 Nesterov 动量的 Adam，其比重随时间增长（Dozat，2016）。',
  'Base of the optimizers. A subclass writes `update`, which changes the parameters of one group, or `step` itself.':
    '优化器的基类。子类写 `update`，改变一组参数，或者写 `step` 本身。',
  'RAdam: Adam whose first steps are not scaled, and the next ones the less, the fewer gradients it has seen (Liu et al., 2019).':
    'RAdam：最初几步不缩放的 Adam，此后见过的梯度越少缩放越少（Liu 等，2019）。',
  'RMSprop: the step is the gradient over the root of the running mean of its square (Hinton, 2012); `centered` takes the variance instead.':
    'RMSprop：步长是梯度除以它平方的滑动平均的平方根（Hinton，2012）；`centered` 时用方差。',
  'Rprop: a step of its own for each number, longer while the gradient keeps its sign, shorter when that turns (Riedmiller & Braun, 1993). For full batches.':
    'Rprop：每个数有自己的步长，梯度符号不变时变长，反转时变短（Riedmiller 和 Braun，1993）。用于全批数据。',
  'Moves every parameter against its gradient: `p -= lr * buffer`, `buffer = momentum * buffer + gradient`.':
    '让每个参数逆着梯度移动：`p -= lr * buffer`，`buffer = momentum * buffer + gradient`。',
  'Several schedulers, all of which step: each changes the rates that the one before has set.':
    '几个调度器一起走：每个都改变前一个设定的学习率。',
  'Multiplies the rate by `factor` for the first `total_iters` epochs.':
    '前 `total_iters` 轮把学习率乘以 `factor`。',
  'Lets the rate fall along half a cosine wave, to `eta_min` in `T_max` epochs (Loshchilov & Hutter, 2016).':
    '让学习率沿半个余弦波下降，`T_max` 轮后到 `eta_min`（Loshchilov 和 Hutter，2016）。',
  'A cosine from the rate to `eta_min` in `T_0` epochs, again and again, each time `T_mult` times as long (Loshchilov & Hutter, 2016).':
    '在 `T_0` 轮内沿余弦从学习率降到 `eta_min`，反复进行，每次长 `T_mult` 倍（Loshchilov 和 Hutter，2016）。',
  'Lets the rate go up and down between `base_lr` and `max_lr`, and the momentum the other way (Smith, 2015).':
    '让学习率在 `base_lr` 和 `max_lr` 之间上下变化，动量则相反（Smith，2015）。',
  'Multiplies the rate by `gamma` every epoch.': '每轮把学习率乘以 `gamma`。',
  'Base of the schedulers. A subclass writes `get_lr`, the rates of the groups at `last_epoch`.':
    '调度器的基类。子类写 `get_lr`：各组在 `last_epoch` 的学习率。',
  'The base rate times a function of the epoch; one function, or one a group.':
    '基础学习率乘以轮数的函数；一个函数，或每组一个。',
  'Changes the factor on the rate in a straight line, from `start_factor` to `end_factor` in `total_iters` epochs.':
    '让学习率的系数在 `total_iters` 轮内从 `start_factor` 直线变到 `end_factor`。',
  'Multiplies the rate by `gamma` at each of the milestones.': '每到一个里程碑就把学习率乘以 `gamma`。',
  'The rate of the epoch before times a function of the epoch.': '上一轮的学习率乘以轮数的函数。',
  'One cycle over the whole training: up to `max_lr`, and down far below the start (Smith & Topin, 2017). Step after every batch.':
    '整个训练走一个周期：升到 `max_lr`，再降到远低于起点（Smith 和 Topin，2017）。每批之后调用 step。',
  'Lets the rate fall to zero in `total_iters` epochs, as a power of the time left.':
    '让学习率在 `total_iters` 轮内按剩余时间的幂降到零。',
  'Multiplies the rate by `factor` when `patience` epochs have brought nothing better.':
    '连续 `patience` 轮没有变好时，把学习率乘以 `factor`。',
  'One scheduler after another: the next begins at each of the milestones.':
    '调度器一个接一个：到每个里程碑换下一个。',
  'Multiplies the rate by `gamma` every `step_size` epochs.': '每 `step_size` 轮把学习率乘以 `gamma`。',
  'Puts the numbers of another sampler into batches.': '把另一个采样器的编号组成批。',
  'Several streams, one behind the other.': '几个数据流，一个接一个。',
  'Several datasets, one behind the other.': '几个数据集，一个接一个。',
  'Batches of a dataset, stacked into tensors; a new order each time it is walked over, where `shuffle` is set.':
    '数据集的各批，堆叠成张量；设了 `shuffle` 时，每次遍历的顺序都不同。',
  'Base of datasets: a subclass writes `index(i)`, which gives sample number i, and `length`.':
    '数据集的基类：子类写 `index(i)`，给出第 i 个样本，以及 `length`。',
  'Base of datasets that are streams: a subclass writes `[Symbol.iterator]`.':
    '数据流的基类：子类写 `[Symbol.iterator]`。',
  'Samples in random order; with `replacement`, each drawn from all of them.':
    '按随机顺序取样；有 `replacement` 时每次都从全部中抽取。',
  'Base of samplers: a subclass writes `[Symbol.iterator]`, and `length` where it is known.':
    '采样器的基类：子类写 `[Symbol.iterator]`，知道长度时还有 `length`。',
  'One sample after another.': '按顺序逐个取样。',
  'Some samples of a dataset, by their numbers.': '数据集中按编号选出的一些样本。',
  'The given numbers in random order.': '给定的编号，按随机顺序。',
  'Tensors of one length: sample i is row i of each of them.':
    '长度相同的几个张量：第 i 个样本是它们各自的第 i 行。',
  'Number i with a probability in proportion to weight i.': '编号 i 的概率与第 i 个权重成正比。',
  "Deals a dataset's samples at random into parts.": '把数据集的样本随机分成几份。',
  'The factor by which a nonlinearity asks for larger weights.': '非线性函数要求权重放大的倍数。',
  'The same value everywhere.': '处处为同一个值。',
  'The identity matrix: as many inputs as possible pass through a linear layer unchanged.':
    '单位矩阵：让尽可能多的输入原样通过线性层。',
  'Normal, so that the variance survives layers with ReLUs (He et al., 2015).':
    '正态分布，使方差经过带 ReLU 的层保持不变（He 等，2015）。',
  'Uniform, so that the variance survives layers with ReLUs (He et al., 2015).':
    '均匀分布，使方差经过带 ReLU 的层保持不变（He 等，2015）。',
  'Normal with this mean and standard deviation.': '给定均值和标准差的正态分布。',
  'Ones everywhere.': '处处为一。',
  'A matrix with orthonormal rows or columns, whichever are fewer (Saxe et al., 2013).':
    '行或列（取较少的）标准正交的矩阵（Saxe 等，2013）。',
  'Normal, with a share `sparsity` of each column set to zero (Martens, 2010).':
    '正态分布，每列有 `sparsity` 比例置零（Martens，2010）。',
  'Normal, cut off outside [a, b].': '正态分布，截到 [a, b] 之内。',
  'Uniform in [a, b).': '在 [a, b) 内均匀分布。',
  'Normal, so that the variance is the same on both sides of the layer (Glorot & Bengio, 2010).':
    '正态分布，使方差在层的两侧相同（Glorot 和 Bengio，2010）。',
  'Uniform, so that the variance is the same on both sides of the layer (Glorot & Bengio, 2010).':
    '均匀分布，使方差在层的两侧相同（Glorot 和 Bengio，2010）。',
  'Zeros everywhere.': '处处为零。',
  'Scales all gradients together so that the norm of all of them is at most `max_norm`. Returns the norm before.':
    '把所有梯度一起缩小，使总的范数不超过 `max_norm`。返回原来的范数。',
  'Limits every element of the gradients to ±`clip_value`.': '把梯度的每个元素限制在 ±`clip_value` 之内。',
  'All parameters behind each other, as one vector.': '把所有参数连成一个向量。',
  'Gives the parameters the values of one vector.': '把一个向量的值分给各个参数。',
  'The rate may be left out where each group has its own.': '各组有自己的学习率时可以不给。',
  'Throws ValueError for a negative rate, momentum or weight decay':
    '学习率、动量或权重衰减为负时抛出 ValueError',
  'Throws ValueError where `p` is not a probability': '`p` 不是概率时抛出 ValueError',
  'Throws ValueError where the lengths do not add up': '各份的长度加起来不对时抛出 ValueError',
  'Throws ValueError for an empty dataset': '数据集为空时抛出 ValueError',
  'lengths: how many samples each part gets, or which fraction of them':
    'lengths：每份有多少个样本，或占多大比例',
  'map_location: where the tensors are to be: a device, a dict of devices, or a function':
    'map_location：张量放在哪里：设备、设备的字典，或函数',
  'data: the values; an empty tensor unless given': 'data：各个值；不给时为空张量',
  'requires_grad: whether it is trained': 'requires_grad：是否训练它',
  'norm_type: which p-norm; `Infinity` for the largest absolute value':
    'norm_type：哪种 p 范数；`Infinity` 为最大的绝对值',
  'The last map of an attention: a linear layer under a name of its own.':
    '注意力的最后一个映射：另有名字的线性层。',
}
