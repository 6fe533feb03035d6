// The documentation of ops in Chinese, by the English sentence: trigonometry, statistics, and the methods of tensors.

export const methods: Record<string, string> = {
  'Sine.': '正弦。',
  'Cosine.': '余弦。',
  'Tangent.': '正切。',
  'Hyperbolic sine.': '双曲正弦。',
  'Hyperbolic cosine.': '双曲余弦。',
  'Hyperbolic tangent: squashes each element into (-1, 1).': '双曲正切：把每个元素压缩到 (-1, 1)。',
  'Inverse of the sine.': '反正弦。',
  'Inverse of the cosine.': '反余弦。',
  'Inverse of the tangent.': '反正切。',
  'Inverse of the hyperbolic sine.': '反双曲正弦。',
  'Inverse of the hyperbolic cosine.': '反双曲余弦。',
  'Inverse of the hyperbolic tangent.': '反双曲正切。',
  'Angle of the point (other, self) to the first axis, in radians.':
    '点 (other, self) 与第一轴的夹角，单位弧度。',
  'Degrees to radians.': '度换成弧度。',
  'Radians to degrees.': '弧度换成度。',
  'sin(πx) / (πx), and 1 at 0.': 'sin(πx) / (πx)，在 0 处是 1。',
  'Angle of a complex number; for a real one, π if it is negative.': '复数的辐角；实数为负时是 π。',
  'The different elements, in ascending order unless `sorted` is false; on request where each went, and how often it occurs.':
    '不同的元素，按升序排列（`sorted` 为 false 时除外）；需要时还给出每个元素去了哪里、各出现几次。',
  'Keeps one of each run of equal neighbours.': '连续相等的元素只保留一个。',
  'Where values would have to be put in so that a sorted sequence stays sorted.':
    '把值插入有序序列时应放的位置，插入后仍然有序。',
  'Where a number would have to be put in so that a sorted sequence stays sorted.':
    '把一个数插入有序序列时应放的位置，插入后仍然有序。',
  'The number of the bucket between boundaries that each value falls into.':
    '每个值落在哪两个边界之间的桶里，给出桶的编号。',
  'The number of the bucket between boundaries that a number falls into.':
    '一个数落在哪两个边界之间的桶里，给出桶的编号。',
  'How often each of the numbers 0, 1, … occurs; with weights, the sum of theirs.':
    '0、1、… 各出现几次；有权重时是权重之和。',
  'How many elements fall into each of `bins` equal parts from `min` to `max`; both 0: those of the data.':
    '`min` 到 `max` 分成 `bins` 等份，每份有多少元素；两者都是 0 时用数据的范围。',
  'How many elements fall between given edges; with weights, the sum of theirs; `density`: as a density.':
    '给定的边界之间有多少元素；有权重时是权重之和；`density`：给出密度。',
  'How many elements fall into each of `bins` equal parts of a range.':
    '一个范围分成 `bins` 等份，每份有多少元素。',
  'A histogram of points: how many rows fall into each box between edges, or of `bins` equal parts a dimension.':
    '点的直方图：每个由边界围成（或每维分成 `bins` 等份）的格子里有多少行。',
  'Which elements occur among others; `invert`: which do not.':
    '哪些元素在另一些元素里出现；`invert`：哪些不出现。',
  'Whether a number occurs among others.': '一个数是否在另一些元素里出现。',
  'Which elements are a number.': '哪些元素等于一个数。',
  'The most frequent elements along a dimension, the smallest of those that tie, and where each is last.':
    '沿一维最常见的元素（次数相同时取最小的）及其最后出现的位置。',
  'Reduces the parts of `source` that `index` sends to one part of dimension `dim`: prod, mean, amax or amin. The values that were there take part unless `include_self` is false.':
    '把 `index` 送到 `dim` 这一维同一部分的 `source` 归约：prod、mean、amax 或 amin。原有的值也参与，除非 `include_self` 为 false。',
  'Reduces runs of a dimension, each to one element: sum, mean, max, min or prod. `lengths` says how long they are, or `offsets` where they begin and the last ends.':
    '把一维分成若干段，每段归约成一个元素：sum、mean、max、min 或 prod。`lengths` 给出各段长度，或 `offsets` 给出各段的起点和最后的终点。',
  'Slopes of a sampled function along dimensions, by differences of neighbours. `spacing`: how far samples lie from each other, or for each dimension where they lie.':
    '用相邻样本之差求函数沿各维的斜率。`spacing`：样本的间隔，或每一维上样本的位置。',
  'The variance of all elements, divided by n - 1 unless `unbiased` is false.':
    '所有元素的方差，除以 n - 1，`unbiased` 为 false 时除以 n。',
  'The variance along dimensions, divided by n - 1 unless `unbiased` is false.':
    '沿若干维的方差，除以 n - 1，`unbiased` 为 false 时除以 n。',
  'The variance along dimensions, divided by n - `correction` (1 where not given).':
    '沿若干维的方差，除以 n - `correction`（默认 1）。',
  'The variance and the mean of all elements.': '所有元素的方差和平均值。',
  'The variance and the mean along dimensions.': '沿若干维的方差和平均值。',
  'The variance and the mean along dimensions, divided by n - `correction` (1 where not given).':
    '沿若干维的方差和平均值，除以 n - `correction`（默认 1）。',
  'The standard deviation of all elements, divided by n - 1 unless `unbiased` is false.':
    '所有元素的标准差，除以 n - 1，`unbiased` 为 false 时除以 n。',
  'The standard deviation along dimensions, divided by n - 1 unless `unbiased` is false.':
    '沿若干维的标准差，除以 n - 1，`unbiased` 为 false 时除以 n。',
  'The standard deviation along dimensions, divided by n - `correction` (1 where not given).':
    '沿若干维的标准差，除以 n - `correction`（默认 1）。',
  'The standard deviation and the mean of all elements.': '所有元素的标准差和平均值。',
  'The standard deviation and the mean along dimensions.': '沿若干维的标准差和平均值。',
  'The standard deviation and the mean along dimensions, divided by n - `correction` (1 where not given).':
    '沿若干维的标准差和平均值，除以 n - `correction`（默认 1）。',
  'This tensor where `condition` holds, `other` elsewhere.': '`condition` 成立处是这个张量，其他是 `other`。',
  'Writes the elements of src, broadcast and converted, over this tensor.':
    '把 src 的元素广播、转换后写入这个张量。',
  'This tensor in another dtype or on another device; itself where nothing changes.':
    '换成另一种类型或移到另一个设备；没有变化时就是它自己。',
  "This tensor in another's dtype.": '换成另一个张量的类型。',
  'This tensor on the cpu.': '移到 CPU。',
  'This tensor on the gpu: what PyTorch calls cuda.': '移到 GPU：PyTorch 称之为 cuda。',
  "Without an argument the type's name; with a dtype or such a name, the tensor cast to it.":
    '没有参数时是类型的名字；给出 dtype 或名字时转换成该类型。',
  'Changes the shape in place; more memory is taken when needed, with unspecified contents.':
    '就地改变形状；需要时占用更多内存，多出的内容不确定。',
  'A NumPy array (of the npm package numpy-ts) on the same memory.':
    '同一内存上的 NumPy 数组（npm 包 numpy-ts 的）。',
  "A tensor whose elements are whatever was in memory, of any shape and with this tensor's dtype.":
    '未初始化的张量，形状任意，类型与这个张量相同。',
  "A tensor of zeros, of any shape and with this tensor's dtype.": '全零张量，形状任意，类型与这个张量相同。',
  "A tensor of ones, of any shape and with this tensor's dtype.": '全一张量，形状任意，类型与这个张量相同。',
  "A tensor filled with one value, of any shape and with this tensor's dtype.":
    '用同一个值填满的张量，形状任意，类型与这个张量相同。',
  "A new tensor with the given values and, unless told otherwise, this tensor's dtype.":
    '由给定的值组成的新张量，类型默认与这个张量相同。',
  "A tensor whose elements are whatever was in memory, with the strides asked for and this tensor's dtype.":
    '未初始化的张量，步长由参数指定，类型与这个张量相同。',
  'Puts in the place of each element what a function makes of it.': '把每个元素换成函数的结果。',
  'Puts in the place of each element what a function makes of it and of that of another tensor.':
    '把每个元素换成函数对它和另一个张量的元素算出的结果。',
  'Puts in the place of each element what a function makes of it and of those of two other tensors.':
    '把每个元素换成函数对它和另外两个张量的元素算出的结果。',
  'All numbers of the memory that this tensor looks at, those of its views and its base included. A write to one is seen in the other.':
    '这个张量所看内存里的所有数，包括它的视图和基张量的。写一个，另一个也变。',
  'The memory that this tensor looks at, as bytes.': '这个张量所看的内存，按字节。',
  'Whether both look at the same memory in the same way.': '两者是否以同样的方式看同一块内存。',
  'Looks at the memory of another tensor, or at a storage, from now on.':
    '从此看另一个张量的内存，或一个 storage。',
  'Another shape for the same number of elements. Kept for programs written long ago: say `reshape`.':
    '同样个数的元素，另一种形状。为旧程序保留：请用 `reshape`。',
  'The shape of another tensor for the same number of elements. Kept for programs written long ago: say `reshape`.':
    '同样个数的元素，另一个张量的形状。为旧程序保留：请用 `reshape`。',
  "What Python writes `x[…]`: numbers, slices (`new torch.Slice(1, 3)` or `'1:3'`), `'...'`, `null` for a new dimension, integer tensors or lists, and masks. A view, unless tensors, lists or masks pick elements.":
    "即 Python 的 `x[…]`：数字、切片（`new torch.Slice(1, 3)` 或 `'1:3'`）、`'...'`、表示新维的 `null`、整数张量或列表、掩码。结果是视图，除非用张量、列表或掩码取元素。",
  'What `other @ self` calls: `matmul` the other way round.': '`other @ self` 所调用的：反过来的 `matmul`。',
  'What `self @ other` calls: `matmul`.': '`self @ other` 所调用的：`matmul`。',
  'The same, written to `self`.': '同上，结果写入 `self`。',
  'Raises to a power in place; `self` is float64 already.': '就地乘方；`self` 已是 float64。',
  'Fills the tensor with random numbers from `from` (included) to `to` (excluded), each equally likely.':
    '用 `from`（含）到 `to`（不含）的均匀随机数填充。',
  'Fills the tensor with normal random numbers.': '用正态随机数填充。',
  'Fills the tensor with random whole numbers, from 0 to the largest of its type; for a floating type, to the largest up to which it holds every whole number.':
    '用随机整数填充，从 0 到该类型的最大值；浮点类型到能逐个表示整数的最大值。',
  'Fills the tensor with random whole numbers from 0 to `to` - 1.': '用 0 到 `to` - 1 的随机整数填充。',
  'Fills the tensor with random whole numbers from `from` to `to` - 1, or to the largest of its type.':
    '用 `from` 到 `to` - 1（或该类型的最大值）的随机整数填充。',
  'Fills the tensor with coin tosses, each with a probability of 1 of its own.':
    '用抛硬币的结果填充，每个元素为 1 的概率各不相同。',
  'Fills the tensor with coin tosses: 1 with probability `p`, else 0.':
    '用抛硬币的结果填充：以概率 `p` 为 1，否则为 0。',
  'Fills the tensor with random waiting times: exponential distribution, mean 1 / `lambd`.':
    '用随机等待时间填充：指数分布，均值 1 / `lambd`。',
  'Fills the tensor with how many tries it takes until one succeeds, when each does with probability `p`.':
    '用直到成功所需的次数填充，每次成功的概率是 `p`。',
  'Fills the tensor with random numbers of the Cauchy distribution, which has no mean.':
    '用柯西分布的随机数填充；该分布没有均值。',
  'Fills the tensor with exp(z), z normal with this mean and standard deviation.':
    '用 exp(z) 填充，z 是给定均值和标准差的正态随机数。',
  'Sums what broadcasting had repeated, back to the given size.':
    '把广播重复出来的部分加回去，回到给定的大小。',
  'Repeats dimensions of size 1 without copying; -1 keeps a size.':
    '重复大小为 1 的维，不复制；-1 保持大小不变。',
  'Repeats dimensions of size 1 to the shape of `other`.': '把大小为 1 的维重复到 `other` 的形状。',
  'Writes a value to the main diagonal; with `wrap` it begins again below a tall matrix.':
    '把一个值写到主对角线；有 `wrap` 时高矩阵的对角线在下方重新开始。',
  'Exchanges two dimensions of the tensor itself.': '就地交换两维。',
  'Rows of the tensor itself become columns.': '就地把行变成列。',
  'Copies of the whole tensor, side by side along each dimension.': '整个张量的副本，沿每一维并排。',
  'The same memory read as another dtype.': '把同一内存读作另一种类型。',
  'The same memory under another shape. One size may be -1: it is worked out from the others.':
    '同一内存，另一种形状。有一个大小可以是 -1：由其他的算出。',
  'The same memory under the shape of `other`.': '同一内存，`other` 的形状。',
  'The same elements under the shape of `other`.': '同样的元素，`other` 的形状。',
  'The tensor itself where its elements lie in row-major order, or as `memory_format` says, else a copy where they do.':
    '元素按行优先排列，或按 `memory_format` 所说排列时就是张量本身，否则是这样排列的副本。',
  'Drops the dimensions of size 1 of the tensor itself.': '就地去掉大小为 1 的维。',
  'Drops dimension `dim` of the tensor itself where it has size 1.': '第 `dim` 维大小为 1 时就地去掉它。',
  'Puts a dimension of size 1 into the tensor itself.': '就地插入大小为 1 的一维。',
  'Every `step`-th part from `start` up to `end` (not included) of dimension `dim`; what Python writes `x[start:end:step]`.':
    '`dim` 这一维从 `start` 到 `end`（不含）每隔 `step` 取一份；即 Python 的 `x[start:end:step]`。',
  'Windows of `size` parts that start every `step` parts of a dimension, as a new last dimension.':
    '沿一维每隔 `step` 取 `size` 个的窗口，成为新的最后一维。',
}
