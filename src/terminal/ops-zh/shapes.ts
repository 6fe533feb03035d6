// The documentation of ops in Chinese, by the English sentence: products and norms of vectors and matrices, powers, random numbers, sums, and what changes shapes.

export const shapes: Record<string, string> = {
  'Product of two matrices, n×m and m×p, giving n×p.': '两个矩阵的乘积，n×m 乘 m×p 得 n×p。',
  'Products of the matrices in two batches, b×n×m and b×m×p, giving b×n×p. Does not broadcast.':
    '两批矩阵逐个相乘，b×n×m 乘 b×m×p 得 b×n×p。不广播。',
  'Product of a matrix and a vector, n×m and m, giving n.': '矩阵与向量的乘积，n×m 乘 m 得 n。',
  'Sum of the products of two vectors, element by element.': '两个向量逐元素乘积之和。',
  'Sum of the products of two vectors; of complex vectors the first is conjugated.':
    '两个向量的乘积之和；复向量取第一个的共轭。',
  'All products of an element of one vector with an element of the other: a matrix.':
    '一个向量的元素与另一个向量的元素的所有乘积：一个矩阵。',
  'The product `self @ other`: of vectors (dot), matrices, or batches of matrices, whose leading dimensions broadcast.':
    '乘积 `self @ other`：向量（点积）、矩阵，或成批的矩阵，前面的维可以广播。',
  '`beta * self + alpha * (mat1 @ mat2)`; `self` is broadcast.':
    '`beta * self + alpha * (mat1 @ mat2)`；`self` 会广播。',
  '`beta * self + alpha * (mat @ vec)`; `self` is broadcast.':
    '`beta * self + alpha * (mat @ vec)`；`self` 会广播。',
  '`beta * self + alpha * outer(vec1, vec2)`; `self` is broadcast.':
    '`beta * self + alpha * outer(vec1, vec2)`；`self` 会广播。',
  '`beta * self + alpha * bmm(batch1, batch2)`; `self` is broadcast.':
    '`beta * self + alpha * bmm(batch1, batch2)`；`self` 会广播。',
  '`beta * self + alpha *` the sum of the products in two batches of matrices; `self` is broadcast.':
    '`beta * self + alpha *` 两批矩阵乘积之和；`self` 会广播。',
  "The p-norm, of all elements or along dimensions; 'fro' is the root of the sum of squares.":
    "p 范数，全部元素或沿若干维；'fro' 是平方和的平方根。",
  'The p-norm of vectors: of all elements, or along dimensions.': '向量的 p 范数：全部元素，或沿若干维。',
  'The norms over all dimensions but one, which keep their places: what `weight_norm` divides by. With `dim=-1` one norm.':
    '除一维以外各维的范数，保留原位置：`weight_norm` 用它来除。`dim=-1` 时只有一个范数。',
  'The parts along a dimension, those whose p-norm is above `maxnorm` scaled down to it.':
    '沿一维的各部分，p 范数大于 `maxnorm` 的缩小到它。',
  'The p-norm of the difference.': '差的 p 范数。',
  'Divides vectors along a dimension by their norm, so that each has length one.':
    '沿一维把向量除以范数，使长度都为一。',
  'The cosine of the angle between vectors along a dimension.': '沿一维两向量夹角的余弦。',
  'The p-norm distance of each row of one matrix to each of another.':
    '一个矩阵的每行到另一个矩阵的每行的 p 范数距离。',
  'The p-norm distances between all pairs of rows of a matrix.': '矩阵各行两两之间的 p 范数距离。',
  'The integral of samples at places x by the trapezoidal rule.': '用梯形法则求 x 处样本的积分。',
  'The integral of samples that lie dx apart by the trapezoidal rule.':
    '用梯形法则求间隔为 dx 的样本的积分。',
  'The running integral of samples at places x by the trapezoidal rule.': '用梯形法则求 x 处样本的累计积分。',
  'The running integral of samples that lie dx apart by the trapezoidal rule.':
    '用梯形法则求间隔为 dx 的样本的累计积分。',
  'Covariances between variables, which are rows; their observations are columns.':
    '变量（行）之间的协方差；观测是列。',
  'Correlations between variables, which are rows; their observations are columns.':
    '变量（行）之间的相关系数；观测是列。',
  'The middle element in ascending order, the lower one of two.':
    '升序排列居中的元素，居中有两个时取较小的。',
  'The middle elements along a dimension, the lower one of two, and where they are.':
    '沿一维升序排列居中的元素（有两个时取较小的）及其位置。',
  'The middle element in ascending order, the lower one of two, not-a-numbers left out.':
    '升序排列居中的元素，居中有两个时取较小的，略去 NaN。',
  'The middle elements along a dimension, the lower one of two, and where they are, not-a-numbers left out.':
    '沿一维升序排列居中的元素（有两个时取较小的）及其位置，略去 NaN。',
  'The k-th smallest elements along a dimension, counted from one, and where they are.':
    '沿一维第 k 小的元素（从一数起）及其位置。',
  'The element below which a share q of the others lies, interpolated where it is between two.':
    '有比例 q 的元素小于它的那个元素，落在两个元素之间时插值。',
  'The elements below which shares q of the others lie; one row a share.':
    '有各比例 q 的元素小于它的那些元素；每个比例一行。',
  'The element below which a share q of the others lies, interpolated where it is between two, not-a-numbers left out.':
    '有比例 q 的元素小于它的那个元素，落在两个元素之间时插值，略去 NaN。',
  'The elements below which shares q of the others lie; one row a share, not-a-numbers left out.':
    '有各比例 q 的元素小于它的那些元素；每个比例一行，略去 NaN。',
  'Raises to a power, element by element.': '逐元素乘方。',
  'Raises to a power in float64, whatever the dtypes are.': '用 float64 乘方，不管原来是什么类型。',
  'Multiplies each element by itself.': '每个元素的平方。',
  'Multiplies each element by itself, in place.': '每个元素平方，就地修改。',
  'Square root.': '平方根。',
  'One over the square root.': '平方根的倒数。',
  'One over each element.': '每个元素的倒数。',
  'Length of the hypotenuse: the square root of the sum of squares.': '斜边的长度：平方和的平方根。',
  'Random numbers between 0 (included) and 1 (excluded), each equally likely.':
    '0（含）到 1（不含）之间的均匀随机数。',
  'Random numbers of the standard normal distribution: mean 0, standard deviation 1.':
    '标准正态分布的随机数：均值 0，标准差 1。',
  'Random whole numbers from 0 to `high` - 1.': '0 到 `high` - 1 的随机整数。',
  'Random whole numbers from `low` to `high` - 1.': '`low` 到 `high` - 1 的随机整数。',
  'The whole numbers from 0 to `n` - 1 in random order.': '0 到 `n` - 1 的整数的随机排列。',
  'Random numbers between 0 (included) and 1 (excluded), in the shape of another tensor.':
    '0（含）到 1（不含）之间的均匀随机数，形状与另一个张量相同。',
  'Random numbers of the standard normal distribution, in the shape of another tensor.':
    '标准正态分布的随机数，形状与另一个张量相同。',
  'Random whole numbers from 0 to `high` - 1, in the shape and dtype of another tensor.':
    '0 到 `high` - 1 的随机整数，形状和类型与另一个张量相同。',
  'Random whole numbers from `low` to `high` - 1, in the shape and dtype of another tensor.':
    '`low` 到 `high` - 1 的随机整数，形状和类型与另一个张量相同。',
  'Normal random numbers, each with a mean and a standard deviation of its own.':
    '正态随机数，每个有自己的均值和标准差。',
  'Normal random numbers, each with a mean of its own.': '正态随机数，每个有自己的均值。',
  'Normal random numbers, each with a standard deviation of its own.': '正态随机数，每个有自己的标准差。',
  'Normal random numbers with mean `mean` and standard deviation `std`.':
    '均值为 `mean`、标准差为 `std` 的正态随机数。',
  'Coin tosses: each element is 1 with the probability that the tensor has there, else 0.':
    '抛硬币：每个元素以张量在该处给出的概率为 1，否则为 0。',
  'Coin tosses in the shape of the tensor: each element is 1 with probability `p`, else 0.':
    '抛硬币，形状与张量相同：每个元素以概率 `p` 为 1，否则为 0。',
  'Draws category numbers: number i with a probability in proportion to element i. From a matrix, `num_samples` numbers for each row. Without `replacement` no number is drawn twice.':
    '抽取类别编号：抽到 i 的概率与第 i 个元素成正比。矩阵的每行抽 `num_samples` 个。没有 `replacement` 时不会重复抽到同一个。',
  'How many events happen where the tensor says how many to expect (Poisson distribution).':
    '发生的次数，张量给出期望的次数（泊松分布）。',
  'How many of `count` tries succeed when each does with probability `prob`.':
    '`count` 次试验中成功的次数，每次成功的概率是 `prob`。',
  'Starts the default generator anew, so that the random numbers that follow can be repeated. Any 64-bit integer will do as a seed. Returns the generator.':
    '重新设定默认生成器的种子，使之后的随机数可以重现。种子可以是任意 64 位整数。返回生成器。',
  'Starts the default generator anew from an unpredictable seed, and returns that seed.':
    '用不可预知的种子重新设定默认生成器，并返回该种子。',
  'The seed that the default generator last started from.': '默认生成器最近一次所用的种子。',
  'The state of the default generator, for `set_rng_state`.': '默认生成器的状态，供 `set_rng_state` 使用。',
  'Continues the default generator from a state that `get_rng_state` gave.':
    '从 `get_rng_state` 给出的状态继续默认生成器。',
  'The sum of all elements. Integers add up in int64.': '所有元素之和。整数按 int64 相加。',
  'The sums along one or several dimensions. Integers add up in int64.':
    '沿一维或多维求和。整数按 int64 相加。',
  'The mean of all elements, which must be floating point.': '所有元素的平均值；元素必须是浮点数。',
  'The means along one or several dimensions.': '沿一维或多维求平均。',
  'The product of all elements.': '所有元素之积。',
  'The products along a dimension.': '沿一维求积。',
  'Whether every element is true (not zero).': '是否所有元素都为真（不为零）。',
  'Whether every element along a dimension is true (not zero).': '沿一维是否所有元素都为真（不为零）。',
  'Whether some element is true (not zero).': '是否有元素为真（不为零）。',
  'Whether some element along a dimension is true (not zero).': '沿一维是否有元素为真（不为零）。',
  'How many elements are not zero, of all or along dimensions.': '不为零的元素的个数，全部或沿若干维。',
  'The sum with not-a-numbers left out.': '求和，略去 NaN。',
  'The mean with not-a-numbers left out.': '求平均，略去 NaN。',
  'log(sum(exp(x))) along dimensions, safe against overflow.': '沿若干维的 log(sum(exp(x)))，不会溢出。',
  'The sum of the main diagonal of a matrix.': '矩阵主对角线之和（迹）。',
  'Rounds up.': '向上取整。',
  'Rounds down.': '向下取整。',
  'Rounds towards zero.': '向零取整。',
  'Rounds to the nearest integer, halves to the even one.': '取最近的整数，恰在中间时取偶数。',
  'Rounds to a number of decimals; a negative one rounds to tens, hundreds, ….':
    '保留若干位小数；负数表示取整到十、百……。',
  'What is left of each element without its integer part.': '每个元素去掉整数部分后剩下的。',
  'Distance from zero.': '绝对值。',
  'Distance from zero, as `abs`.': '绝对值，与 `abs` 相同。',
  '-1, 0 or 1, as each element is below, at or above zero.': '元素小于零、等于零、大于零时分别是 -1、0、1。',
  '`sign`, and for complex numbers the number of length 1 in the same direction.':
    '`sign`；对复数是同方向、长度为 1 的数。',
  'Magnitude of `self` with the sign of `other`.': '`self` 的大小，`other` 的符号。',
  'The next number that the dtype has, on the way from `self` to `other`.':
    '从 `self` 往 `other` 的方向，该类型能表示的下一个数。',
  'Replaces NaN by `nan` (0), and infinities by `posinf` and `neginf` (the largest numbers of the dtype).':
    '把 NaN 换成 `nan`（0），无穷大换成 `posinf` 和 `neginf`（该类型的最大数）。',
  'A copy with the elements of `src` (or one value) where `index` says along `dim`. The opposite of gather.':
    '一份副本，`src` 的元素（或一个值）放到 `index` 沿 `dim` 指定的位置。与 gather 相反。',
  'A copy with `value` where `index` says along `dim`.': '一份副本，`index` 沿 `dim` 指定的位置是 `value`。',
  "A copy in which the elements of `src` are added (`reduce: 'add'`) or multiplied (`'multiply'`) where `index` says.":
    "一份副本，`src` 的元素加到（`reduce: 'add'`）或乘到（`'multiply'`）`index` 指定的位置。",
  'A copy in which `value` is added or multiplied where `index` says.':
    '一份副本，`value` 加到或乘到 `index` 指定的位置。',
  'A copy to which the elements of `src` are added where `index` says along `dim`.':
    '一份副本，`src` 的元素加到 `index` 沿 `dim` 指定的位置。',
  'Reduces the elements of `src` that `index` sends to one place: sum, prod, mean, amax or amin. The value that was there takes part unless `include_self` is false.':
    '把 `index` 送到同一位置的 `src` 元素归约：sum、prod、mean、amax 或 amin。原有的值也参与，除非 `include_self` 为 false。',
  'Repeats dimensions of size 1 to the shape `size`.': '把大小为 1 的维重复到形状 `size`。',
  'The shape that tensors of these shapes broadcast to.': '这些形状的张量广播后的形状。',
  'Expands tensors to their common shape, without copying.': '把张量扩展到共同的形状，不复制。',
  "Grids of coordinates from one-dimensional tensors. With `indexing: 'xy'` the first two swap places.":
    "由一维张量组成的坐标网格。`indexing: 'xy'` 交换前两个。",
  'Gives a tensor at least one dimension.': '使张量至少有一维。',
  'Gives each tensor at least one dimension.': '使每个张量至少有一维。',
  'Gives a tensor at least two dimensions.': '使张量至少有两维。',
  'Gives each tensor at least two dimensions.': '使每个张量至少有两维。',
  'Gives a tensor at least three dimensions.': '使张量至少有三维。',
  'Gives each tensor at least three dimensions.': '使每个张量至少有三维。',
  'Adds a border of `value`. `pad` has (before, after) for the last dimension, then for the one before it, and so on; negative widths crop.':
    '加上 `value` 的边。`pad` 先给最后一维的（前，后），再给倒数第二维的，依此类推；负数表示裁掉。',
  'A copy with `src` in place of a slice.': '一份副本，其中一个切片换成 `src`。',
  'A copy with `src` in place of the part at `index`.': '一份副本，`index` 处的部分换成 `src`。',
  'A copy with `src` in place of a diagonal.': '一份副本，一条对角线换成 `src`。',
  'A copy with `src` in place of the window that `as_strided` would show.':
    '一份副本，`as_strided` 所看到的窗口换成 `src`。',
  'All ways to take one element of each vector, one a row.': '从每个向量各取一个元素的所有取法，每行一种。',
  'All ways to choose r elements of a vector, in its order, one a row.':
    '从向量里取 r 个元素的所有取法，保持顺序，每行一种。',
  'Powers of a vector, one power a column: the highest first, unless `increasing`.':
    '向量的各次幂，每列一种：默认从高到低，有 `increasing` 时从低到高。',
  'A matrix with all elements of a tensor on a diagonal.': '对角线上依次是张量所有元素的矩阵。',
  'Puts the dimensions in the order `dims`.': '按 `dims` 的顺序重排各维。',
  'Exchanges two dimensions.': '交换两维。',
  'Exchanges two dimensions: `transpose` by another name.': '交换两维：`transpose` 的另一个名字。',
  'Rows become columns. For up to two dimensions.': '行变成列。最多两维。',
  'Moves dimensions to other places; the others keep their order.': '把若干维移到别处，其余的维顺序不变。',
  'Moves a dimension to another place; the others keep their order.': '把一维移到别处，其余的维顺序不变。',
  'Exchanges the last two dimensions, and conjugates complex elements.': '交换最后两维，复数元素取共轭。',
  'Reverses the order along `dims`.': '沿 `dims` 倒转顺序。',
  'Reverses the columns.': '左右翻转：倒转各列。',
  'Reverses the rows.': '上下翻转：倒转各行。',
  'Shifts elements along `dims`; what falls off comes back at the other end.':
    '沿 `dims` 移动元素，移出的从另一端回来。',
  'Turns the plane of two dimensions by 90 degrees `k` times, from the first towards the second.':
    '把两维构成的平面旋转 90 度 `k` 次，方向是从第一维到第二维。',
  'Copies of the whole tensor, side by side; missing leading counts are 1.':
    '把整个张量并排复制；缺少的前面的次数是 1。',
  'Repeats each element as often as `repeats` says, along `dim` or over all elements.':
    '按 `repeats` 重复每个元素，沿 `dim` 或对所有元素。',
  'Repeats each element `repeats` times, along `dim` or over all elements.':
    '每个元素重复 `repeats` 次，沿 `dim` 或对所有元素。',
  'The index i, repeated `repeats[i]` times.': '下标 i 重复 `repeats[i]` 次。',
  'The same elements under another shape: a view where the memory allows it, else a copy.':
    '同样的元素，另一种形状：内存允许时是视图，否则是副本。',
  'The same tensor as a new view.': '同一个张量的新视图。',
  'Makes one dimension of the dimensions from `start_dim` to `end_dim`.':
    '把 `start_dim` 到 `end_dim` 的各维合成一维。',
  'All elements in one dimension; a view where the memory allows it.': '所有元素排成一维；内存允许时是视图。',
  'Splits one dimension into several.': '把一维拆成几维。',
  'Drops the dimensions of size 1: all of them, or those named.': '去掉大小为 1 的维：全部，或指定的几维。',
  'Drops dimension `dim` where it has size 1.': '第 `dim` 维大小为 1 时去掉它。',
  'Drops those of the dimensions `dim` that have size 1.': '`dim` 里大小为 1 的维都去掉。',
  'Puts in a dimension of size 1 at place `dim`.': '在 `dim` 处插入大小为 1 的一维。',
  'Any window on the memory: sizes, steps between elements, and where it starts.':
    '内存上的任意窗口：大小、元素之间的步长和起点。',
  'Makes the tensor itself another window on its memory.': '使张量本身成为其内存上的另一个窗口。',
  'The part at `index` of dimension `dim`, which goes away.': '`dim` 这一维中 `index` 处的部分，这一维消失。',
  '`length` parts of dimension `dim`, from `start` on.': '`dim` 这一维从 `start` 起的 `length` 个部分。',
  'A copy of `length` parts of dimension `dim`, from `start` on.':
    '`dim` 这一维从 `start` 起的 `length` 个部分的副本。',
  'The diagonal of two dimensions, as the last dimension of the result.':
    '两维的对角线，成为结果的最后一维。',
  'The diagonal of the last two dimensions, as the last dimension of the result.':
    '最后两维的对角线，成为结果的最后一维。',
  'Cuts a dimension into parts of `split_size` (the last may be smaller), or of the sizes in a list. The parts are views.':
    '把一维切成大小为 `split_size` 的部分（最后一份可能较小），或按列表给出的大小。各部分是视图。',
  'Cuts a dimension into parts of the given sizes. The parts are views.':
    '把一维按给定的大小切开。各部分是视图。',
  'Cuts a dimension into at most `chunks` equal parts; the last may be smaller. The parts are views.':
    '把一维切成最多 `chunks` 个相等的部分，最后一份可能较小。各部分是视图。',
  'All parts along a dimension, which goes away. The parts are views.':
    '沿一维的所有部分，这一维消失。各部分是视图。',
  'Cuts a dimension into `sections` parts of nearly equal size, or at the given places. The parts are views.':
    '把一维切成 `sections` 个大小相近的部分，或在给定的位置切开。各部分是视图。',
  'Cuts a dimension at the given places. The parts are views.': '在给定的位置切开一维。各部分是视图。',
  'Cuts a dimension as a tensor says: a number of sections, or places.':
    '按张量切开一维：张量给出份数或位置。',
  'Cuts a tensor along its second dimension into `sections` equal parts, or at the given places. The parts are views.':
    '沿第二维把张量切成 `sections` 个相等的部分，或在给定的位置切开。各部分是视图。',
  'Cuts a tensor along its second dimension at the given places. The parts are views.':
    '沿第二维在给定的位置切开张量。各部分是视图。',
  'Cuts a tensor along its first dimension into `sections` equal parts, or at the given places. The parts are views.':
    '沿第一维把张量切成 `sections` 个相等的部分，或在给定的位置切开。各部分是视图。',
  'Cuts a tensor along its first dimension at the given places. The parts are views.':
    '沿第一维在给定的位置切开张量。各部分是视图。',
  'Cuts a tensor along its third dimension into `sections` equal parts, or at the given places. The parts are views.':
    '沿第三维把张量切成 `sections` 个相等的部分，或在给定的位置切开。各部分是视图。',
  'Cuts a tensor along its third dimension at the given places. The parts are views.':
    '沿第三维在给定的位置切开张量。各部分是视图。',
  'Cuts a dimension into parts of a size, the last one perhaps smaller. The parts are copies.':
    '把一维切成给定大小的部分，最后一份可能较小。各部分是副本。',
  'Cuts a dimension into parts of the given sizes. The parts are copies.':
    '把一维按给定的大小切开。各部分是副本。',
  'Cuts a dimension into a number of parts, as equal as can be. The parts are copies.':
    '把一维切成若干尽可能相等的部分。各部分是副本。',
  'Keeps the elements on and below the diagonal, zeros elsewhere.': '保留对角线及其下方的元素，其他为零。',
  'Keeps the elements on and above the diagonal, zeros elsewhere.': '保留对角线及其上方的元素，其他为零。',
  'Rows and columns of the elements that `tril` keeps.': '`tril` 保留的元素的行号和列号。',
  'Rows and columns of the elements that `triu` keeps.': '`triu` 保留的元素的行号和列号。',
  'The diagonal of a matrix; or a matrix with a vector on its diagonal.':
    '矩阵的对角线；或以一个向量为对角线的矩阵。',
  'Matrices whose diagonals are the last dimension of the input.': '以输入的最后一维为对角线的矩阵。',
  'Zeros of `input_sizes` with `grad_output` where `select` reads.':
    '大小为 `input_sizes` 的零，`select` 读取处是 `grad_output`。',
  'Zeros of `input_sizes` with `grad_output` where `slice` reads.':
    '大小为 `input_sizes` 的零，`slice` 读取处是 `grad_output`。',
  'Zeros of `input_sizes` with `grad_output` on the diagonal.':
    '大小为 `input_sizes` 的零，对角线上是 `grad_output`。',
  'Adds up windows where `unfold` took them.': '把 `unfold` 取出的窗口加回原处。',
  'Adds the gradient of one window on a memory up and reads it through another. Where several elements of the input are one place in memory, they share its gradient (FunctionsManual.cpp, as_strided_backward).':
    '把内存上一个窗口的梯度加起来，再从另一个窗口读取。输入的几个元素在内存中是同一处时，平分该处的梯度（FunctionsManual.cpp, as_strided_backward）。',
}
