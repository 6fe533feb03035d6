// The documentation of ops in Chinese, by the English sentence: what networks are made of.

export const networks: Record<string, string> = {
  'What `nn.Linear` does: `input @ weight.t() + bias`.':
    '即 `nn.Linear` 的计算：`input @ weight.t() + bias`。',
  'What `nn.Bilinear` does: for each output k, `input1 @ weight[k] @ input2 + bias[k]`.':
    '即 `nn.Bilinear` 的计算：对每个输出 k，`input1 @ weight[k] @ input2 + bias[k]`。',
  'Sets each element to 0 with probability `p` and divides the others by 1 - p, so that the mean stays.':
    '以概率 `p` 把元素变成 0，其余除以 1 - p，使均值不变。',
  'Dropout for SELU networks: keeps mean and variance.': '用于 SELU 网络的 dropout：保持均值和方差。',
  '`alpha_dropout` of whole features (the first two dimensions).': '对整个特征（前两维）做 `alpha_dropout`。',
  'Dropout of whole channels of sequences; (C, L) or (N, C, L).':
    '对序列的整个通道做 dropout；(C, L) 或 (N, C, L)。',
  'Dropout of whole channels of images; (N, C, H, W).': '对图像的整个通道做 dropout；(N, C, H, W)。',
  'Dropout of whole channels of volumes; (C, D, H, W) or (N, C, D, H, W).':
    '对体数据的整个通道做 dropout；(C, D, H, W) 或 (N, C, D, H, W)。',
  'Sets each element to 0 with probability `p` and divides the others by 1 - p.':
    '以概率 `p` 把元素变成 0，其余除以 1 - p。',
  '`dropout` in place.': '`dropout` 的就地版本。',
  'Dropout, and which elements it kept.': 'dropout 的结果，以及保留了哪些元素。',
  'Dropout that keeps mean and variance.': '保持均值和方差的 dropout。',
  '`alpha_dropout` in place.': '`alpha_dropout` 的就地版本。',
  'Dropout of whole features (the first two dimensions).': '对整个特征（前两维）做 dropout。',
  '`feature_dropout` in place.': '`feature_dropout` 的就地版本。',
  '`alpha_dropout` of whole features.': '对整个特征做 `alpha_dropout`。',
  '`feature_alpha_dropout` in place.': '`feature_alpha_dropout` 的就地版本。',
  'Batch normalization, with the means and 1 / standard deviations that it used.':
    '批归一化，同时给出用到的均值和标准差的倒数。',
  'Each channel with mean 0 and variance 1: of the batch while training, which the running numbers follow, else of these.':
    '使每个通道均值为 0、方差为 1：训练时用这一批的统计量，并更新累计统计量；否则用累计统计量。',
  'Each channel of each image with mean 0 and variance 1.': '使每幅图像的每个通道均值为 0、方差为 1。',
  'Layer normalization, with the means and 1 / standard deviations.':
    '层归一化，同时给出均值和标准差的倒数。',
  'The last dimensions, of these sizes, with mean 0 and variance 1.':
    '使最后几维（给定大小）均值为 0、方差为 1。',
  'Group normalization, with the means and 1 / standard deviations.':
    '组归一化，同时给出均值和标准差的倒数。',
  'Channels in `num_groups` groups, each group of each image with mean 0 and variance 1.':
    '把通道分成 `num_groups` 组，使每幅图像的每组均值为 0、方差为 1。',
  'Divides each number by how large those of the `size` channels around it are.':
    '每个数除以它周围 `size` 个通道的大小。',
  'What all convolutions of one to three dimensions call; transposed, it is the gradient of one.':
    '一维到三维的卷积都调用它；转置时是卷积的梯度。',
  'Slides windows (`weight`: one a result channel) over sequences: (N, C, L), and sums the products at each place.':
    '用窗口（`weight`：每个输出通道一个）滑过序列 (N, C, L)，在每处求乘积之和。',
  "The same with a padding by name: 'valid' is none, 'same' keeps the size.":
    "同上，填充用名字指定：'valid' 不填充，'same' 保持大小不变。",
  'Lays a window, times the number there, at each place of sequences: (N, C, L), and sums what overlaps: the gradient of a convolution.':
    '在序列 (N, C, L) 的每处放上窗口乘以该处的数，重叠部分相加：即卷积的梯度。',
  'Slides windows (`weight`: one a result channel) over images: (N, C, H, W), and sums the products at each place.':
    '用窗口（`weight`：每个输出通道一个）滑过图像 (N, C, H, W)，在每处求乘积之和。',
  'Lays a window, times the number there, at each place of images: (N, C, H, W), and sums what overlaps: the gradient of a convolution.':
    '在图像 (N, C, H, W) 的每处放上窗口乘以该处的数，重叠部分相加：即卷积的梯度。',
  'Slides windows (`weight`: one a result channel) over volumes: (N, C, D, H, W), and sums the products at each place.':
    '用窗口（`weight`：每个输出通道一个）滑过体数据 (N, C, D, H, W)，在每处求乘积之和。',
  'Lays a window, times the number there, at each place of volumes: (N, C, D, H, W), and sums what overlaps: the gradient of a convolution.':
    '在体数据 (N, C, D, H, W) 的每处放上窗口乘以该处的数，重叠部分相加：即卷积的梯度。',
  'A convolution of sequences that lie as (time, batch, channels); `weight` is (width, channels, outputs).':
    '对排成（时间，批，通道）的序列做卷积；`weight` 是（宽度，通道，输出）。',
  'The largest number of each window; windows lie `stride` apart, by default side by side.':
    '每个窗口里最大的数；窗口相隔 `stride`，默认紧挨着。',
  'The largest number of each window; with `return_indices` also where it lies in its plane.':
    '每个窗口里最大的数；有 `return_indices` 时还给出它在平面内的位置。',
  'The largest number of each window, and where it lies in its plane.':
    '每个窗口里最大的数，及其在平面内的位置。',
  'The largest number of each of `output_size` windows that share the input out.':
    '把输入平分成 `output_size` 个窗口，取每个窗口里最大的数。',
  'The largest number of each of `output_size` windows, and where it lies in its plane.':
    '把输入平分成 `output_size` 个窗口，取每个窗口里最大的数及其在平面内的位置。',
  'Max pooling with windows at random distances, so that any output size (or ratio) is possible.':
    '窗口间距随机的最大池化，输出可以是任意大小（或比例）。',
  'Fractional max pooling, with where the largest numbers lie.': '分数最大池化，同时给出最大数的位置。',
  'The mean of each window over a sequence.': '序列上每个窗口的平均值。',
  'The means of `output_size` windows that share the input out; None keeps a size.':
    '把输入平分成 `output_size` 个窗口求平均；None 保持大小不变。',
  'The means of `output_size` windows that share a sequence out.':
    '把序列平分成 `output_size` 个窗口求平均。',
  'The `norm_type`-norm of each window: the root of the sum of the powers.':
    '每个窗口的 `norm_type` 范数：各次幂之和的根。',
  'Undoes max pooling as far as that is possible: the largest numbers at their places, zeros elsewhere.':
    '尽可能还原最大池化：最大的数放回原处，其他是零。',
  "Adds a border: of `value` ('constant'), or of what is inside ('reflect', 'replicate', 'circular'). `pad` has (before, after) for the last dimension, then for the one before it, and so on; negative widths crop.":
    "加边：用 `value`（'constant'），或用内部的内容（'reflect'、'replicate'、'circular'）。`pad` 先给最后一维的（前，后），再给倒数第二维的，依此类推；负数表示裁掉。",
  'Sequences, images or volumes of another size, or `scale_factor` times as large: nearest, nearest-exact, linear, bilinear, bicubic, trilinear or area.':
    '把序列、图像或体数据缩放到另一个大小，或 `scale_factor` 倍：nearest、nearest-exact、linear、bilinear、bicubic、trilinear 或 area。',
  'The old name of `interpolate`.': '`interpolate` 的旧名。',
  '`interpolate` with the nearest number; an old name.': '取最近的数的 `interpolate`；旧名。',
  '`interpolate` of images along lines, corners on corners; an old name.':
    '图像的双线性 `interpolate`，角对齐；旧名。',
  'What a window sees at each of its places in an image, as columns: (N, C · cells of the window, places).':
    '窗口在图像每处看到的内容，排成列：(N, C · 窗口的格数, 位置数)。',
  'Adds columns up to images of `output_size`, where `unfold` would have seen them.':
    '把各列加回成 `output_size` 的图像，位置与 `unfold` 取时相同。',
  'Makes squares of places of channels: (…, C · r², H, W) becomes (…, C, H · r, W · r).':
    '把通道变成方块：(…, C · r², H, W) 变成 (…, C, H · r, W · r)。',
  'Undoes `pixel_shuffle`: (…, C, H · r, W · r) becomes (…, C · r², H, W).':
    '`pixel_shuffle` 的逆操作：(…, C, H · r, W · r) 变成 (…, C · r², H, W)。',
  'Takes channels from each of `groups` groups in turn.': '依次从 `groups` 个组里各取一个通道。',
  'What `grid_sample` does with images, modes being numbers.': '`grid_sample` 对图像的计算，模式用数字表示。',
  'What `grid_sample` does with volumes, modes being numbers.':
    '`grid_sample` 对体数据的计算，模式用数字表示。',
  'What `grid_sample` does, modes being numbers.': '`grid_sample` 的计算，模式用数字表示。',
  'Images or volumes at the places that a grid names: from -1 to 1 in each dimension, x first. Between cells it is interpolated (bilinear, bicubic) or not (nearest); outside are zeros, the border, or a reflection.':
    '在网格指定的位置取图像或体数据的值：每一维从 -1 到 1，x 在前。格点之间可以插值（bilinear、bicubic）或取最近的（nearest）；外面是零、边缘值或镜像。',
  'The work of `affine_grid`.': '`affine_grid` 的内部计算。',
  'The grid for `grid_sample` that turns, scales and moves: an affine matrix for each image (2 × 3) or volume (3 × 4), applied to every place of a result of the size N × C × (D ×) H × W.':
    '供 `grid_sample` 用的网格，可旋转、缩放、平移：每幅图像一个仿射矩阵（2 × 3），体数据是（3 × 4），用于大小为 N × C × (D ×) H × W 的结果的每一处。',
  'For each class index a row with 1 at that index and 0 elsewhere; `num_classes` -1 takes the largest one plus 1.':
    '每个类别编号得到一行：该编号处是 1，其他是 0；`num_classes` 为 -1 时取最大编号加 1。',
  'The rows of `weight` that `indices` name. The row `padding_idx` gets no gradient.':
    '`indices` 指定的 `weight` 的各行。第 `padding_idx` 行没有梯度。',
  'Scales the rows that `indices` name down to the norm `max_norm`, in place.':
    '把 `indices` 指定的行缩小到范数 `max_norm`，就地修改。',
  'The rows of `weight` that `input` names; with `max_norm`, those rows are first scaled down to it in place.':
    '`input` 指定的 `weight` 的各行；有 `max_norm` 时先就地把这些行缩小到该范数。',
  'Sums (`mode` 0), means (1) or maxima (2) of bags of rows of `weight`; a bag begins at each offset into `indices`.':
    '`weight` 各行分袋求和（`mode` 0）、平均（1）或最大值（2）；每个袋从 `indices` 的一个偏移处开始。',
  'Means (or sums, or maxima: `mode`) of bags of rows of `weight`. Each row of a matrix of numbers is a bag; in a vector, a bag begins at each offset.':
    '`weight` 各行分袋求平均（或求和、最大值：`mode`）。矩阵的每一行是一袋；向量则每个偏移处开始一袋。',
  'Attention of queries to keys: the means of values, and the weights.':
    '查询对键的注意力：值的加权平均，以及权重。',
  'Attention of queries to keys: softmax(q kᵀ / √d) v. A mask of booleans allows, one of numbers is added; `is_causal` lets each query see the keys up to its own place.':
    '查询对键的注意力：softmax(q kᵀ / √d) v。布尔掩码表示允许，数字掩码相加；`is_causal` 使每个查询只看到自己位置及以前的键。',
  'Attention of several heads, each in a part of the width, between linear maps: what `nn.MultiheadAttention` computes.':
    '多头注意力：每个头用一部分宽度，前后各有线性变换；即 `nn.MultiheadAttention` 的计算。',
  'How much too little `input1` is above `input2` where `target` is 1, below where it is -1: max(0, -t (a - b) + margin).':
    '`target` 为 1 时 `input1` 应高于 `input2`，为 -1 时应低于，差多少算多少：max(0, -t (a - b) + margin)。',
  'The distance `input` where `target` is 1, and what it lacks to `margin` where it is -1.':
    '`target` 为 1 时是距离 `input`，为 -1 时是它离 `margin` 还差多少。',
  '1 minus the cosine of the angle where `target` is 1, and the cosine above `margin` where it is -1.':
    '`target` 为 1 时是 1 减夹角余弦，为 -1 时是余弦超过 `margin` 的部分。',
  'The p-norm of the difference of the vectors in the last dimension; `eps` is added to each difference.':
    '最后一维上两向量之差的 p 范数；每个差先加上 `eps`。',
  'How much the anchor is not nearer to the positive than to the negative by `margin`. `swap` takes the negative’s distance to the positive where that is smaller.':
    '锚点到正例比到负例近得不足 `margin` 的量。`swap`：负例到正例更近时改用那个距离。',
  '`triplet_margin_loss` with any distance: a function of two tensors.':
    '可用任意距离的 `triplet_margin_loss`：距离是两个张量的函数。',
  'Binary cross entropy of several labels at once, each 0 or 1, averaged over them.':
    '多个标签（各为 0 或 1）的二元交叉熵，对标签取平均。',
  'The logistic loss of labels 1 and -1: log(1 + exp(-t x)), averaged.':
    '标签为 1 和 -1 的逻辑损失：log(1 + exp(-t x))，取平均。',
  'How much other classes come nearer to the target’s score than `margin`, averaged over the classes.':
    '其他类别的得分与目标类别相差不足 `margin` 的量，对类别取平均。',
  'How much classes that are no labels come nearer to a label’s score than 1. A row of labels ends at the first -1.':
    '非标签类别的得分与标签的得分相差不足 1 的量。一行标签到第一个 -1 为止。',
  'Minus the log-likelihood of counts under a Poisson distribution with rate exp(input), or `input` itself.':
    '泊松分布下计数的对数似然的相反数，速率是 exp(input) 或 `input` 本身。',
  'Minus the log-likelihood of `target` under normal noise with mean `input` and variance `var`, up to a constant.':
    '`target` 在均值 `input`、方差 `var` 的正态噪声下的对数似然的相反数，略去常数。',
  'Minus the log-probability of texts, summed over all ways in which their letters, with blanks between, fill the steps. `log_probs` has steps, batch and classes.':
    '文本的对数概率的相反数，对字母之间插入空白、填满各步的所有方式求和。`log_probs` 的各维是步、批、类别。',
  'x where it is positive, else x times a slope: drawn between `lower` and `upper` in training, else the middle.':
    'x 为正时是 x，否则乘以斜率：训练时在 `lower` 和 `upper` 之间随机取，否则取中间值。',
  'x where it is positive, else x times a slope: drawn between `lower` and `upper` in training, else the middle. In place.':
    'x 为正时是 x，否则乘以斜率：训练时在 `lower` 和 `upper` 之间随机取，否则取中间值。就地修改。',
  'A sample of a class in proportion to exp(logits), soft enough to have a gradient; `hard` gives 0 and 1, with the gradient of the soft one.':
    '按 exp(logits) 的比例抽一个类别，但保持平滑以便求梯度；`hard` 给出 0 和 1，梯度仍是平滑的。',
  'Gated recurrent units over a batch of sequences, in layers.': '多层门控循环单元，处理一批序列。',
  'A recurrent network with the hyperbolic tangent, in layers.': '用双曲正切的多层循环网络。',
  'A recurrent network with `relu`, in layers.': '用 `relu` 的多层循环网络。',
  'Long short-term memory over a batch of sequences, in layers.': '多层长短期记忆网络，处理一批序列。',
  'One step of an LSTM: its new hidden state and its new cell.': 'LSTM 的一步：新的隐状态和新的细胞状态。',
  'One step of gated recurrent units: their new state.': '门控循环单元的一步：新的状态。',
  'One step of a recurrent network with the hyperbolic tangent.': '用双曲正切的循环网络的一步。',
  'One step of a recurrent network with `relu`.': '用 `relu` 的循环网络的一步。',
  'The mean of each window; what was padded counts as zeros, or not, or all sums are divided by one number.':
    '每个窗口的平均值；填充部分可以算作零，也可以不算，或者所有和都除以同一个数。',
}
