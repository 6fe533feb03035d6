// The documentation of ops in Chinese, by the English sentence: what ops do element by element, losses, comparisons, products of several tensors, Fourier transforms.

export const elements: Record<string, string> = {
  'Sets what is negative to 0: max(x, 0).': '把负数变成 0：max(x, 0)。',
  'The gradient of `threshold`: passes where the input was above it.':
    '`threshold` 的梯度：输入高于阈值处原样通过。',
  'Puts `value` where an element is not above `threshold`.': '不大于 `threshold` 的元素换成 `value`。',
  'Puts `value` where an element is not above `threshold`, in place.':
    '不大于 `threshold` 的元素换成 `value`，就地修改。',
  'Limits elements to a range: `min_val` below it, `max_val` above it.':
    '把元素限制在一个范围内：小于 `min_val` 取 `min_val`，大于 `max_val` 取 `max_val`。',
  '`relu` that stops at 6: min(max(x, 0), 6).': '到 6 为止的 `relu`：min(max(x, 0), 6)。',
  'A sigmoid of three straight lines: 0 below -3, 1 above 3, x / 6 + 1 / 2 between.':
    '由三段直线组成的 sigmoid：-3 以下是 0，3 以上是 1，中间是 x / 6 + 1 / 2。',
  'x where it is positive, `negative_slope * x` else.': 'x 为正时是 x，否则是 `negative_slope * x`。',
  'x where it is positive, `weight * x` else; one weight for all, or one for each channel (dimension 1).':
    'x 为正时是 x，否则是 `weight * x`；权重可以共用一个，也可以每个通道（第 1 维）一个。',
  'Sets what lies between -lambd and lambd to 0.': '把 -lambd 和 lambd 之间的元素变成 0。',
  'x where it is positive, `alpha * (exp(x) - 1)` else.': 'x 为正时是 x，否则是 `alpha * (exp(x) - 1)`。',
  'x where it is positive, `alpha * (exp(x / alpha) - 1)` else.':
    'x 为正时是 x，否则是 `alpha * (exp(x / alpha) - 1)`。',
  '`celu` in place.': '`celu` 的就地版本。',
  'A scaled `elu` that keeps mean 0 and variance 1 from layer to layer.':
    '经过缩放的 `elu`，使均值 0、方差 1 逐层保持不变。',
  '`selu` in place.': '`selu` 的就地版本。',
  'x times its sigmoid; also called swish.': 'x 乘以它的 sigmoid，也叫 swish。',
  'x times tanh(softplus(x)): smooth, and a little below 0 for negative x.':
    'x 乘以 tanh(softplus(x))：光滑，x 为负时略低于 0。',
  'x times the normal distribution function at x; `approximate: "tanh"` uses a formula with tanh for it.':
    'x 乘以标准正态分布函数在 x 处的值；`approximate: "tanh"` 改用含 tanh 的近似公式。',
  'Halves the input along `dim`: the first half times the sigmoid of the second, a gate.':
    '沿 `dim` 把输入分成两半：前一半乘以后一半的 sigmoid，起门控作用。',
  'x / (1 + |x|).': 'x / (1 + |x|)。',
  'x - tanh(x).': 'x - tanh(x)。',
  'Adds `other`, times `alpha`, to each element.': '给每个元素加上 `other` 乘以 `alpha`。',
  'Subtracts `other`, times `alpha`, from each element.': '从每个元素减去 `other` 乘以 `alpha`。',
  'Subtracts each element, times `alpha`, from `other`.': '用 `other` 减去每个元素乘以 `alpha`。',
  'Multiplies element by element.': '逐元素相乘。',
  'Divides element by element; integers give floats.': '逐元素相除；整数相除得浮点数。',
  "Divides and rounds: 'trunc' towards zero, 'floor' down as Python's `//`.":
    "相除并取整：'trunc' 向零取整，'floor' 向下取整，与 Python 的 `//` 相同。",
  "Divides and rounds down: Python's `//`.": '相除并向下取整：Python 的 `//`。',
  "What is left after division, with the divisor's sign: Python's `%`.":
    '除法的余数，符号与除数相同：Python 的 `%`。',
  "What is left after division, with the dividend's sign: C's `fmod`.":
    '除法的余数，符号与被除数相同：C 的 `fmod`。',
  'Changes the sign of each element.': '改变每个元素的符号。',
  'The tensor itself: unary plus.': '张量本身：一元加号。',
  'Adds `value * tensor1 * tensor2`.': '加上 `value * tensor1 * tensor2`。',
  'Adds `value * tensor1 / tensor2`.': '加上 `value * tensor1 / tensor2`。',
  'The point between `self` and `end` at `weight` (0: self, 1: end).':
    '`self` 和 `end` 之间位于 `weight` 处的点（0 是 self，1 是 end）。',
  'Bits that both have.': '按位与：两者都有的位。',
  'Bits that either has.': '按位或：至少一方有的位。',
  'Bits that just one has.': '按位异或：只有一方有的位。',
  'Shifts bits left.': '按位左移。',
  'Shifts bits right, keeping the sign.': '按位右移，保留符号。',
  'Flips every bit; of a bool tensor, every element.': '按位取反；布尔张量则逐元素取反。',
  'Greatest common divisor.': '最大公约数。',
  'Least common multiple.': '最小公倍数。',
  'Whether both are not zero.': '是否两者都不为零。',
  'Whether at least one is not zero.': '是否至少一个不为零。',
  'Whether just one is not zero.': '是否恰有一个不为零。',
  'Whether each element is zero.': '每个元素是否为零。',
  'Mean of the squared differences.': '差的平方的平均值。',
  'Mean of the absolute differences.': '差的绝对值的平均值。',
  'Squared differences where they are below `beta`, absolute ones above: outliers pull less.':
    '差小于 `beta` 时取平方，大于时取绝对值：离群点的影响较小。',
  '`delta` times the smooth L1 loss: half the squared difference below `delta`, a straight line above.':
    '`delta` 乘以 smooth L1 损失：差在 `delta` 以内是平方的一半，以外是直线。',
  'How surprising the targets (0 to 1) are under the probabilities `input`: -(t log x + (1 - t) log(1 - x)), averaged.':
    '按概率 `input` 看，目标（0 到 1）有多出人意料：-(t log x + (1 - t) log(1 - x))，取平均。',
  'A sigmoid and `binary_cross_entropy` in one, exact where the sigmoid alone would round to 0 or 1.':
    'sigmoid 与 `binary_cross_entropy` 合一；单用 sigmoid 会舍入成 0 或 1 时仍然准确。',
  "How far the distribution `target` is from the one whose log-probabilities are `input`: t (log t - x). `reduction: 'batchmean'` is the divergence as the books define it.":
    "分布 `target` 与对数概率为 `input` 的分布相差多远：t (log t - x)。`reduction: 'batchmean'` 才是教科书定义的散度。",
  'Minus the log-probability of the target class, averaged; `weight` has a factor for each class.':
    '目标类别的对数概率的相反数，取平均；`weight` 给每个类别一个系数。',
  "Log-softmax of the scores `input`, then `nll_loss`: how surprising the target classes are. The target holds class indices, or class probabilities in the input's shape.":
    '对得分 `input` 求 log-softmax，再求 `nll_loss`：目标类别有多出人意料。目标可以是类别编号，也可以是与输入同形状的类别概率。',
  'Whether elements are equal.': '元素是否相等。',
  'Whether elements differ.': '元素是否不等。',
  'Whether each element is less than `other`.': '每个元素是否小于 `other`。',
  'Whether each element is at most `other`.': '每个元素是否小于或等于 `other`。',
  'Whether each element is greater than `other`.': '每个元素是否大于 `other`。',
  'Whether each element is at least `other`.': '每个元素是否大于或等于 `other`。',
  'Whether each element is not a number.': '每个元素是否是 NaN（非数）。',
  'Whether each element is infinite.': '每个元素是否是无穷大。',
  'Whether each element is neither infinite nor NaN.': '每个元素是否既不是无穷大也不是 NaN。',
  'Whether each element has no imaginary part.': '每个元素的虚部是否为零。',
  'Whether each element is positive infinity.': '每个元素是否是正无穷。',
  'Whether each element is negative infinity.': '每个元素是否是负无穷。',
  'Whether the sign bit is set; unlike `x < 0`, also for -0.': '符号位是否为 1；与 `x < 0` 不同，-0 也算。',
  'Whether both have the same shape and the same elements.': '两者的形状和元素是否都相同。',
  'Whether elements differ by at most `atol + rtol * |other|`.':
    '元素之差是否不超过 `atol + rtol * |other|`。',
  'Whether all elements differ by at most `atol + rtol * |other|`.':
    '是否所有元素之差都不超过 `atol + rtol * |other|`。',
  'The larger of two elements; NaN if one is NaN.': '两个元素中较大的；有一个是 NaN 就是 NaN。',
  'The smaller of two elements; NaN if one is NaN.': '两个元素中较小的；有一个是 NaN 就是 NaN。',
  'The larger of two elements; a number is preferred to NaN.':
    '两个元素中较大的；有一个是 NaN 时取另一个数。',
  'The smaller of two elements; a number is preferred to NaN.':
    '两个元素中较小的；有一个是 NaN 时取另一个数。',
  'Elements of `self` where `condition` holds, of `other` elsewhere.':
    '`condition` 成立处取 `self` 的元素，其他取 `other` 的元素。',
  'Indices of the elements that are not zero, one tensor a dimension.':
    '不为零的元素的下标，每一维一个张量。',
  '0 below zero, 1 above, and `values` at zero.': '小于零是 0，大于零是 1，等于零是 `values`。',
  'Limits each element to the range from `min` to `max`.': '把每个元素限制在 `min` 到 `max` 的范围内。',
  'Raises elements below `min` to it.': '小于 `min` 的元素提高到 `min`。',
  'Lowers elements above `max` to it.': '大于 `max` 的元素降低到 `max`。',
  'Complex numbers as pairs of real ones, in a last dimension of size 2. Shares memory.':
    '把复数看作实数对，放在大小为 2 的最后一维。共享内存。',
  'Pairs of real numbers, in a last dimension of size 2, as complex ones. Shares memory.':
    '把最后一维（大小为 2）里的实数对看作复数。共享内存。',
  'The real parts, sharing memory with the tensor; a real tensor is its own real part.':
    '实部，与张量共享内存；实数张量的实部就是它自己。',
  'The imaginary parts, sharing memory with the tensor.': '虚部，与张量共享内存。',
  'The complex conjugate: the sign of the imaginary part changed. A real tensor is its own conjugate.':
    '共轭复数：虚部变号。实数张量的共轭就是它自己。',
  'The complex conjugate in new memory. A real tensor is its own conjugate.':
    '共轭复数，占用新的内存。实数张量的共轭就是它自己。',
  'Changes the sign of the imaginary parts in place.': '就地改变虚部的符号。',
  'The tensor itself, or a copy of what `is_conj` says is a conjugate of another: it is computed here already.':
    '张量本身；如果 `is_conj` 说它是另一个张量的共轭，则是一份副本：这里早已算好。',
  'Whether the tensor is a conjugate view of another in PyTorch: what `conj` gave, and its views.':
    '在 PyTorch 里，这个张量是否是另一个张量的共轭视图：`conj` 的结果及其视图。',
  'The tensor itself, or a copy of what `is_neg` says is a negative of another: it is computed here already.':
    '张量本身；如果 `is_neg` 说它是另一个张量的负视图，则是一份副本：这里早已算好。',
  'Whether the tensor is a negative view of another in PyTorch: the imaginary part of what `conj` gave.':
    '在 PyTorch 里，这个张量是否是另一个张量的负视图：`conj` 结果的虚部。',
  'Complex numbers from their real and imaginary parts.': '由实部和虚部组成的复数。',
  'Complex numbers from their size and their angle in radians.': '由模和辐角（弧度）组成的复数。',
  'Multiplies and sums over several dimensions: the last `dims` of `a` with the first `dims` of `b`, or two lists of dimensions.':
    '在若干维上相乘再求和：`a` 的最后 `dims` 维与 `b` 的最前 `dims` 维，或两个维度列表。',
  'Sums of products over the last dimension of both: the dot product for vectors.':
    '在两者的最后一维上乘积求和：对向量就是点积。',
  'Kronecker product: each element of `self` replaced by itself times `other`.':
    '克罗内克积：`self` 的每个元素换成它乘以 `other`。',
  "Sums of products in Einstein's notation: `'ij,jk->ik'` is a matrix product. Letters that are missing on the right are summed; `...` stands for further dimensions. Operands follow one by one or as a list.":
    "用爱因斯坦记号写的乘积之和：`'ij,jk->ik'` 是矩阵乘法。右边没有的字母要求和；`...` 表示其余的维。操作数可以逐个给，也可以放在列表里。",
  'A copy with memory of its own. Gradients flow through it.': '占用自己内存的副本。梯度可以穿过它。',
  'Sets every element to one value.': '把每个元素设为同一个值。',
  'A copy with every element set to one value.': '一份副本，每个元素都是同一个值。',
  'Sets every element to zero.': '把每个元素设为零。',
  "Changes the shape in place to another tensor's.": '就地改成另一个张量的形状。',
  'The discrete Fourier transform along a dimension, of `n` points.': '沿一维的离散傅里叶变换，共 `n` 点。',
  'The inverse of the discrete Fourier transform.': '离散傅里叶变换的逆变换。',
  'The transform of real numbers: the first half, which says all.':
    '实数的傅里叶变换：只要前一半，它已包含全部信息。',
  'The inverse of `rfft`, of `n` points; by default of an even number.':
    '`rfft` 的逆变换，共 `n` 点；默认是偶数点。',
  'The real transform of a signal of which `input` is half, the other being its conjugate.':
    '信号的一半是 `input`、另一半是其共轭时，信号的实变换。',
  'The inverse of `hfft`.': '`hfft` 的逆变换。',
  'The discrete Fourier transform along two dimensions, by default the last.':
    '沿两维的离散傅里叶变换，默认是最后两维。',
  'The discrete Fourier transform along several dimensions, by default all.':
    '沿多维的离散傅里叶变换，默认是所有维。',
  'The inverse of the discrete Fourier transform along two dimensions, by default the last.':
    '沿两维的离散傅里叶逆变换，默认是最后两维。',
  'The inverse of the discrete Fourier transform along several dimensions, by default all.':
    '沿多维的离散傅里叶逆变换，默认是所有维。',
  'The half of the transform of real numbers that says all along two dimensions, by default the last.':
    '沿两维的实数变换中包含全部信息的一半，默认是最后两维。',
  'The half of the transform of real numbers that says all along several dimensions, by default all.':
    '沿多维的实数变换中包含全部信息的一半，默认是所有维。',
  'The inverse of `rfft2` and `rfftn` along two dimensions, by default the last.':
    '`rfft2` 和 `rfftn` 沿两维的逆变换，默认是最后两维。',
  'The inverse of `rfft2` and `rfftn` along several dimensions, by default all.':
    '`rfft2` 和 `rfftn` 沿多维的逆变换，默认是所有维。',
  'The real transform of a signal of which `input` is half along two dimensions, by default the last.':
    '`input` 是信号的一半时，信号沿两维的实变换，默认是最后两维。',
  'The real transform of a signal of which `input` is half along several dimensions, by default all.':
    '`input` 是信号的一半时，信号沿多维的实变换，默认是所有维。',
  'The inverse of `hfft2` and `hfftn` along two dimensions, by default the last.':
    '`hfft2` 和 `hfftn` 沿两维的逆变换，默认是最后两维。',
  'The inverse of `hfft2` and `hfftn` along several dimensions, by default all.':
    '`hfft2` 和 `hfftn` 沿多维的逆变换，默认是所有维。',
  'The frequencies of the results of `fft`, for samples that are `d` apart: from 0 up, then the negative ones.':
    '采样间隔为 `d` 时 `fft` 结果对应的频率：从 0 往上，然后是负频率。',
  'The frequencies of the results of `rfft`, for samples that are `d` apart.':
    '采样间隔为 `d` 时 `rfft` 结果对应的频率。',
  'Moves frequency 0 from the start to the middle.': '把频率 0 从开头移到中间。',
  'Moves frequency 0 from the middle back to the start.': '把频率 0 从中间移回开头。',
  'A triangle that rises from 0 to 1 and falls. `periodic`, as without it: so that the next period goes on from it; else its ends are alike.':
    '三角窗：从 0 升到 1 再降下来。`periodic`（默认）：下一个周期可以接上；否则两端对称。',
  "Blackman's window: a bell of two cosines. `periodic`, as without it: so that the next period goes on from it; else its ends are alike.":
    '布莱克曼窗：由两个余弦组成的钟形。`periodic`（默认）：下一个周期可以接上；否则两端对称。',
  "Hamming's window: alpha - beta cos, 0.54 and 0.46 if not given. `periodic`, as without it: so that the next period goes on from it; else its ends are alike.":
    '汉明窗：alpha - beta cos，默认 0.54 和 0.46。`periodic`（默认）：下一个周期可以接上；否则两端对称。',
  "Hann's window: a raised cosine from 0 to 1. `periodic`, as without it: so that the next period goes on from it; else its ends are alike.":
    '汉恩窗：从 0 到 1 的升余弦。`periodic`（默认）：下一个周期可以接上；否则两端对称。',
  "Kaiser's window, the narrower the larger beta is, 12 if not given. `periodic`, as without it: so that the next period goes on from it; else its ends are alike.":
    '凯泽窗，beta 越大越窄，默认 12。`periodic`（默认）：下一个周期可以接上；否则两端对称。',
  'Spectra of pieces of a signal, each `n_fft` long and `hop_length` after the one before, a quarter of that if not given. `center`: the signal is continued at both ends, so that piece t has its middle at t * hop_length.':
    '信号各段的频谱，每段长 `n_fft`，相隔 `hop_length`，默认是它的四分之一。`center`：信号在两端延长，使第 t 段的中心在 t * hop_length。',
  'The signal whose `stft` this is: the pieces again, added where they lie over each other, without the window.':
    '由 `stft` 还原的信号：各段在重叠处相加，再除去窗的作用。',
  'Moves elements towards 0 by `lambd`, and sets those that would pass it to 0.':
    '把元素向 0 移动 `lambd`，会越过 0 的变成 0。',
  'A smooth relu: log(1 + exp(beta * x)) / beta, or x itself where beta * x is above `threshold`.':
    '光滑的 relu：log(1 + exp(beta * x)) / beta，beta * x 大于 `threshold` 时就是 x。',
  'log(sigmoid(x)), without losing digits where the sigmoid is tiny.':
    'log(sigmoid(x))，sigmoid 极小时也不损失精度。',
}
