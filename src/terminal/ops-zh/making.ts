// The documentation of ops in Chinese, by the English sentence: how tensors are made, running sums, extrema, what picks and joins elements.

export const making: Record<string, string> = {
  'A new tensor with the given values: numbers, nested arrays, typed arrays, NumPy arrays. Whole numbers become int64, others float32.':
    '由给定的值组成的新张量：数字、嵌套列表、类型化数组、NumPy 数组。整数得 int64，其他得 float32。',
  'A tensor of the data, on the same memory where that is possible: a tensor of the dtype asked for is returned as it is.':
    '数据的张量，尽可能共用内存：类型已符合要求的张量原样返回。',
  'A tensor on the memory of a NumPy array or typed array: a change of one is seen in the other.':
    '与 NumPy 数组或类型化数组共用内存的张量：改一个，另一个也变。',
  'A tensor whose elements are whatever was in memory.': '元素是内存里原有内容的张量（未初始化）。',
  'A tensor whose elements are whatever was in memory, with the shape and dtype of another.':
    '未初始化的张量，形状和类型与另一个张量相同。',
  'A tensor of zeros.': '全零张量。',
  'A tensor of zeros, with the shape and dtype of another.': '全零张量，形状和类型与另一个张量相同。',
  'A tensor of ones.': '全一张量。',
  'A tensor of ones, with the shape and dtype of another.': '全一张量，形状和类型与另一个张量相同。',
  'A tensor filled with one value, whose type decides the dtype.':
    '用同一个值填满的张量，值的类型决定 dtype。',
  'A tensor filled with one value, with the shape and dtype of another.':
    '用同一个值填满的张量，形状和类型与另一个张量相同。',
  'A 0-dim tensor of one number.': '由一个数组成的 0 维张量。',
  'Ones on the diagonal, zeros elsewhere.': '对角线上是 1，其他是 0。',
  'Values from start (0 if not given) up to but without end, step by step. Whole numbers give int64.':
    '从 start（默认 0）到 end（不含）按步长取值。整数得 int64。',
  'Values from start up to end, which is one of them, step by step. An old function: `arange` leaves out the end.':
    '从 start 到 end（含）按步长取值。旧函数：`arange` 不含 end。',
  'A given number of values, evenly spaced, both ends included.': '给定个数的等间隔值，包括两端。',
  'Powers of base whose exponents are evenly spaced, both ends included.':
    '以 base 为底、指数等间隔的幂，包括两端。',
  'A tensor of the data, on the same memory where that is possible. `copy`: true makes a copy in any case, false refuses to make one.':
    '数据的张量，尽可能共用内存。`copy`：true 一定复制，false 拒绝复制。',
  'A tensor of one dimension on the memory of an ArrayBuffer or of a typed array, whatever is in it: `count` numbers of a dtype, from byte `offset` on. A change of one is seen in the other.':
    '与 ArrayBuffer 或类型化数组共用内存的一维张量，不管里面是什么：从第 `offset` 字节起，`count` 个指定类型的数。改一个，另一个也变。',
  'A tensor whose elements are whatever was in memory, with the strides asked for.':
    '未初始化的张量，步长由参数指定。',
  'The running sum along a dimension.': '沿一维的累计和。',
  'The running product along a dimension.': '沿一维的累计积。',
  'The largest element so far along a dimension, and where it is.': '沿一维到目前为止最大的元素及其位置。',
  'The smallest element so far along a dimension, and where it is.': '沿一维到目前为止最小的元素及其位置。',
  'log(cumsum(exp(x))) along a dimension, safe against overflow.': '沿一维的 log(cumsum(exp(x)))，不会溢出。',
  'Differences of neighbours along a dimension, `n` times over.': '沿一维相邻元素之差，做 `n` 次。',
  'e to the power of each element.': 'e 的各元素次幂。',
  '2 to the power of each element.': '2 的各元素次幂。',
  'exp(x) - 1, exact where x is small.': 'exp(x) - 1，x 很小时仍然准确。',
  'Natural logarithm.': '自然对数。',
  'Logarithm to base 2.': '以 2 为底的对数。',
  'Logarithm to base 10.': '以 10 为底的对数。',
  'log(1 + x), exact where x is small.': 'log(1 + x)，x 很小时仍然准确。',
  'Squashes each element into (0, 1): 1 / (1 + exp(-x)).': '把每个元素压缩到 (0, 1)：1 / (1 + exp(-x))。',
  'Gradient of `sigmoid`, from its output y: g * (1 - y) * y, in one pass.':
    '由输出 y 一次算出 `sigmoid` 的梯度：g * (1 - y) * y。',
  'Gradient of `tanh`, from its output y: g * (1 - y^2), in one pass.':
    '由输出 y 一次算出 `tanh` 的梯度：g * (1 - y^2)。',
  'Inverse of `sigmoid`: log(x / (1 - x)); `eps` keeps x that far from 0 and 1.':
    '`sigmoid` 的反函数：log(x / (1 - x))；`eps` 使 x 与 0 和 1 至少相距这么多。',
  'log(exp(x) + exp(y)), without overflow.': 'log(exp(x) + exp(y))，不会溢出。',
  'log2(2^x + 2^y), without overflow.': 'log2(2^x + 2^y)，不会溢出。',
  'x * 2^other.': 'x * 2^other。',
  'x * 2^other, in place.': 'x * 2^other，就地修改。',
  'Numbers as mantissas from 0.5 up to 1, times powers of two.': '把数写成 0.5 到 1 的尾数乘以 2 的幂。',
  'x log(y), and 0 where x is 0.': 'x log(y)，x 为 0 时是 0。',
  'The largest element.': '最大的元素。',
  'The larger of two elements, elementwise; the same as `torch.maximum`.':
    '逐元素取较大的；与 `torch.maximum` 相同。',
  'The largest elements along a dimension, and where they are.': '沿一维最大的元素及其位置。',
  'The largest elements along dimensions. The gradient is shared by equals.':
    '沿若干维最大的元素。相等的元素平分梯度。',
  'Where the largest element is: the first of equals.': '最大元素的位置：相等时取第一个。',
  'The smallest element.': '最小的元素。',
  'The smaller of two elements, elementwise; the same as `torch.minimum`.':
    '逐元素取较小的；与 `torch.minimum` 相同。',
  'The smallest elements along a dimension, and where they are.': '沿一维最小的元素及其位置。',
  'The smallest elements along dimensions. The gradient is shared by equals.':
    '沿若干维最小的元素。相等的元素平分梯度。',
  'Where the smallest element is: the first of equals.': '最小元素的位置：相等时取第一个。',
  'The smallest and the largest elements, of all or along a dimension.': '最小和最大的元素，全部或沿一维。',
  'For each element of `index`, the element of `self` at the same place except along `dim`, where the index says.':
    '对 `index` 的每个元素，取 `self` 中同一位置的元素，只是 `dim` 这一维的位置由下标指定。',
  'Picks elements along `dim` (or of the flattened tensor), as argsort and argmax name them.':
    '沿 `dim`（或在展平的张量里）按 argsort、argmax 给出的下标取元素。',
  'The elements at the given places of the flattened tensor, in the shape of `index`.':
    '展平的张量中给定位置的元素，形状与 `index` 相同。',
  'A copy with the elements of `source` at the given places of the flattened tensor; with `accumulate` they are added.':
    '一份副本，展平后给定位置的元素换成 `source` 的元素；有 `accumulate` 时相加。',
  'The parts of dimension `dim` that a vector of indices names, in its order.':
    '按下标向量给出的顺序，取 `dim` 这一维的各部分。',
  'Adds the parts of `source`, times `alpha`, to those parts of dimension `dim` that `index` names.':
    '把 `source` 的各部分乘以 `alpha`，加到 `dim` 这一维中 `index` 指定的部分。',
  'A copy in which the parts of dimension `dim` that `index` names are those of `source`.':
    '一份副本，`dim` 这一维中 `index` 指定的部分换成 `source` 的部分。',
  'A copy in which the parts of dimension `dim` that `index` names are `value`.':
    '一份副本，`dim` 这一维中 `index` 指定的部分都是 `value`。',
  'What Python writes `x[indices] = values`; with `accumulate`, values are added, also where a place is named twice.':
    '即 Python 的 `x[indices] = values`；有 `accumulate` 时相加，位置重复也照加。',
  'A copy of the tensor in which the indexed elements are `values`.':
    '一份副本，下标指定的元素换成 `values`。',
  'A copy that is `value` where the mask is true.': '一份副本，掩码为真处是 `value`。',
  'The elements where the mask is true, as one dimension.': '掩码为真处的元素，排成一维。',
  'A copy with the elements of `source`, in order, where the mask is true.':
    '一份副本，掩码为真处依次填入 `source` 的元素。',
  'The indices of all elements that are not zero, one row each.': '所有不为零的元素的下标，每个一行。',
  'The indices of all elements that are not zero: with `as_tuple`, one tensor for each dimension.':
    '所有不为零的元素的下标；有 `as_tuple` 时每一维一个张量。',
  'Joins tensors along a dimension they have.': '沿已有的一维连接张量。',
  'Joins tensors of one shape along a new dimension.': '沿新的一维连接形状相同的张量。',
  'Joins tensors side by side: along the second dimension, or the only one.':
    '左右并排连接张量：沿第二维，只有一维时沿这一维。',
  'Joins tensors as rows, one below the other.': '把张量作为行，上下连接。',
  'Joins tensors along the third dimension.': '沿第三维连接张量。',
  'Joins tensors as columns; a tensor of one dimension is one column.': '把张量作为列连接；一维张量是一列。',
  'A matrix with the given matrices along its diagonal.': '对角线上依次是给定矩阵的矩阵。',
}
