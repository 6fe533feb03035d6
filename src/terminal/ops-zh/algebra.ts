// The documentation of ops in Chinese, by the English sentence: softmax, sorting, special functions and factorizations of matrices.

export const algebra: Record<string, string> = {
  'exp(x) / sum(exp(x)) along a dimension: positive numbers that sum to one.':
    '沿一维的 exp(x) / sum(exp(x))：和为一的正数。',
  'log(softmax(x)) along a dimension, without the loss of digits that taking both steps has.':
    '沿一维的 log(softmax(x))，没有分两步计算时的精度损失。',
  'softmax(-x): the smallest gets the largest share.': 'softmax(-x)：最小的份额最大。',
  'The elements in order along a dimension, and where they were. The order of equal elements is told by `stable` alone.':
    '沿一维排序后的元素及其原来的位置。相等元素的顺序只由 `stable` 决定。',
  'The elements in order along a dimension; equal ones keep their order where `stable` is True.':
    '沿一维排序后的元素；`stable` 为 True 时相等元素保持原来的顺序。',
  'Where the elements in order along a dimension were.': '沿一维排序后各元素原来的位置。',
  'Where the elements in order along a dimension were; equal ones keep their order where `stable` is True.':
    '沿一维排序后各元素原来的位置；`stable` 为 True 时相等元素保持原来的顺序。',
  'The elements in ascending order along the first dimension.': '沿第一维升序排列的元素。',
  'The k largest (or smallest) elements along a dimension, and where they are.':
    '沿一维最大（或最小）的 k 个元素及其位置。',
  'The error function: chance that a normal number lies within x√2 deviations.':
    '误差函数：正态随机数落在 x√2 个标准差以内的概率。',
  '1 - erf(x), exact where that is small.': '1 - erf(x)，很小时仍然准确。',
  'Inverse of the error function.': '误差函数的反函数。',
  'Logarithm of the size of the gamma function.': '伽马函数绝对值的对数。',
  'Derivative of `lgamma`.': '`lgamma` 的导数。',
  'Modified Bessel function of the first kind, order 0.': '0 阶第一类修正贝塞尔函数。',
  '`i0(x) exp(-|x|)`.': '`i0(x) exp(-|x|)`。',
  'Modified Bessel function of the first kind, order 1.': '1 阶第一类修正贝塞尔函数。',
  'exp(x²) erfc(x).': 'exp(x²) erfc(x)。',
  'Inverse of the normal distribution function.': '正态分布函数的反函数。',
  'Logarithm of the normal distribution function.': '正态分布函数的对数。',
  '-x log(x), 0 at 0, and -inf below.': '-x log(x)，在 0 处是 0，小于 0 是 -inf。',
  'Normal distribution function: chance of a value below x.': '正态分布函数：小于 x 的概率。',
  'The n-th derivative of `digamma`.': '`digamma` 的 n 阶导数。',
  'Hurwitz zeta function: the sum of (other + k)^-self over k = 0, 1, ….':
    '赫尔维茨 ζ 函数：(other + k)^-self 对 k = 0, 1, … 求和。',
  'x log(1 + y), and 0 where x is 0.': 'x log(1 + y)，x 为 0 时是 0。',
  'As `lu_factor`, without an error for a singular matrix: `info` is the number of the first pivot that is 0, or 0.':
    '同 `lu_factor`，奇异矩阵也不报错：`info` 是第一个为 0 的主元的序号，没有则是 0。',
  'The LU factorization with partial pivoting in compact form: U above, L, whose diagonal is 1, below; `pivots` says which row each row was exchanged with, counted from 1.':
    '部分选主元的 LU 分解，紧凑形式：U 在上，对角线为 1 的 L 在下；`pivots` 说明每行与哪一行交换，从 1 数起。',
  'The LU factorization in compact form, and the pivots; with `get_infos` also a number for each matrix, which is 0 where none of its pivots is.':
    '紧凑形式的 LU 分解和主元；有 `get_infos` 时每个矩阵还有一个数，没有为 0 的主元时是 0。',
  'P, L and U with A = P L U from the compact form that `lu_factor` gives.':
    '由 `lu_factor` 的紧凑形式得到 P、L、U，A = P L U。',
  'A = P L U: a permutation, a lower triangle with 1 on the diagonal, an upper triangle.':
    'A = P L U：置换、对角线为 1 的下三角、上三角。',
  'Solves A X = B, or X A = B where `left` is false, given the LU factorization of A; with `adjoint` of the conjugate transpose of A.':
    '已知 A 的 LU 分解，解 A X = B；`left` 为 false 时解 X A = B；`adjoint` 用 A 的共轭转置。',
  'Solves A X = `self`, given the LU factorization of A.': '已知 A 的 LU 分解，解 A X = `self`。',
  'As `solve`, without an error for a singular matrix: `info` is the number of the first pivot that is 0, or 0.':
    '同 `solve`，奇异矩阵也不报错：`info` 是第一个为 0 的主元的序号，没有则是 0。',
  'The X with A X = B for square matrices A; with X A = B where `left` is false. B may be a vector, or one for each matrix of a batch.':
    '对方阵 A 求满足 A X = B 的 X；`left` 为 false 时是 X A = B。B 可以是向量，或每个矩阵一个。',
  'As `inv`, without an error for a singular matrix: `info` is the number of the first pivot that is 0, or 0.':
    '同 `inv`，奇异矩阵也不报错：`info` 是第一个为 0 的主元的序号，没有则是 0。',
  'The inverse of a square matrix, or of each matrix of a batch.': '方阵的逆，或一批矩阵中每个的逆。',
  'The inverse of a square matrix, or of each matrix of a batch: `torch.linalg.inv`.':
    '方阵的逆，或一批矩阵中每个的逆：`torch.linalg.inv`。',
  'The determinant of a square matrix, or of each matrix of a batch.':
    '方阵的行列式，或一批矩阵中每个的行列式。',
  'The determinant of a square matrix: `torch.linalg.det`.': '方阵的行列式：`torch.linalg.det`。',
  'The sign of the determinant and the logarithm of its size, which does not overflow.':
    '行列式的符号，及其绝对值的对数，不会溢出。',
  'The sign of the determinant and the logarithm of its size: `torch.linalg.slogdet`.':
    '行列式的符号，及其绝对值的对数：`torch.linalg.slogdet`。',
  'The logarithm of the determinant; NaN where it is negative.': '行列式的对数；行列式为负时是 NaN。',
  'The inverse of a tensor as a map of tensors: its first `ind` dimensions are the rows of a matrix.':
    '把张量看作张量之间的映射时的逆：前 `ind` 维是矩阵的行。',
  'The tensor x with `tensordot(self, x, x.ndim) = other`; `dims` of `self` are moved to its end first.':
    '满足 `tensordot(self, x, x.ndim) = other` 的张量 x；`self` 的 `dims` 先移到末尾。',
  'The X with A X = B, or X A = B where `left` is false, for triangular matrices A; with `unitriangular` the diagonal counts as 1.':
    '对三角矩阵 A 求满足 A X = B 的 X；`left` 为 false 时是 X A = B；`unitriangular` 把对角线当作 1。',
  'The X with A X = `self` for triangular matrices A, and a copy of A. The old name of `linalg.solve_triangular`.':
    '对三角矩阵 A 求满足 A X = `self` 的 X，以及 A 的副本。`linalg.solve_triangular` 的旧名。',
  'As `cholesky`, without an error: `info` is the order of the first leading minor that is not positive-definite, or 0.':
    '同 `cholesky`，但不报错：`info` 是第一个不正定的顺序主子式的阶数，没有则是 0。',
  'The lower triangle L with A = L Lᴴ of a positive-definite matrix A, of which the lower triangle is read; with `upper` the upper one, U = Lᴴ.':
    '正定矩阵 A = L Lᴴ 的下三角 L，只读 A 的下三角；有 `upper` 时是上三角 U = Lᴴ。',
  'The triangle L with A = L Lᴴ of a positive-definite matrix: the old name of `linalg.cholesky`.':
    '正定矩阵 A = L Lᴴ 的三角矩阵 L：`linalg.cholesky` 的旧名。',
  'The X with A X = `self`, given the Cholesky factor of A.':
    '已知 A 的 Cholesky 因子，求满足 A X = `self` 的 X。',
  'The inverse of the matrix that `self` is the Cholesky factor of.': '`self` 是其 Cholesky 因子的矩阵的逆。',
  "A = Q R with orthonormal columns in Q and an upper triangle R. `mode` 'complete' makes Q square, 'r' gives R alone.":
    "A = Q R：Q 的列标准正交，R 是上三角。`mode` 为 'complete' 时 Q 是方阵，'r' 只给 R。",
  'A = Q R: the old name of `linalg.qr`; without `some` Q is square.':
    'A = Q R：`linalg.qr` 的旧名；没有 `some` 时 Q 是方阵。',
  'A QR factorization as LAPACK leaves it: R above, reflectors below the diagonal, and their factors τ.':
    'LAPACK 形式的 QR 分解：R 在上，反射向量在对角线下方，以及系数 τ。',
  'The first columns of a product of reflectors I - τ v vᴴ, as `geqrf` gives them: Q.':
    '`geqrf` 给出的反射 I - τ v vᴴ 之积的前若干列：Q。',
  'The first columns of a product of reflectors: `linalg.householder_product`.':
    '反射之积的前若干列：`linalg.householder_product`。',
  'The product of Q, whose reflectors `self` and `input2` are, with `input3`: Q from the left or the right, or its conjugate transpose.':
    'Q（反射由 `self` 和 `input2` 给出）与 `input3` 的乘积：Q 在左或在右，或用其共轭转置。',
  'Eigenvalues of a symmetric or Hermitian matrix in rising order, and orthonormal vectors as columns. `UPLO` says which triangle is read.':
    '对称矩阵或埃尔米特矩阵的特征值（升序）和标准正交的特征向量（列）。`UPLO` 指定读哪个三角。',
  'Eigenvalues of a symmetric or Hermitian matrix in rising order.': '对称矩阵或埃尔米特矩阵的特征值，升序。',
  'Eigenvalues of a symmetric matrix, and vectors where they are asked for: the old name of `linalg.eigh`.':
    '对称矩阵的特征值，需要时也给出特征向量：`linalg.eigh` 的旧名。',
  'Eigenvalues of any square matrix, which are complex, and vectors of length one as columns.':
    '任意方阵的特征值（复数）和长度为一的特征向量（列）。',
  'Eigenvalues of any square matrix, which are complex.': '任意方阵的特征值，是复数。',
  'A = U diag(S) Vh: orthonormal columns in U, rows in Vh, and the singular values S, largest first. Without `full_matrices` U and Vh have no more of them than S has values.':
    'A = U diag(S) Vh：U 的列、Vh 的行标准正交，S 是奇异值，从大到小。没有 `full_matrices` 时 U 和 Vh 的个数与 S 相同。',
  'The singular values of a matrix, or of each matrix of a batch; largest first.':
    '矩阵的奇异值，或一批矩阵中每个的奇异值；从大到小。',
  'A = U diag(S) Vᴴ: the old name of `linalg.svd`, which gives V and not its conjugate transpose.':
    'A = U diag(S) Vᴴ：`linalg.svd` 的旧名，给出的是 V 而不是它的共轭转置。',
  'The pseudoinverse: of all X with the shortest A X - 1 the shortest. Singular values below `atol`, or below `rtol` times the largest, count as 0.':
    '伪逆：使 A X - 1 最短的所有 X 中最短的。小于 `atol` 或小于最大值 `rtol` 倍的奇异值当作 0。',
  'The pseudoinverse: the old name of `linalg.pinv`.': '伪逆：`linalg.pinv` 的旧名。',
  'The rank of a matrix: how many singular values are above `atol`, and above `rtol` times the largest.':
    '矩阵的秩：大于 `atol` 且大于最大值 `rtol` 倍的奇异值的个数。',
  'The condition number: how much errors of a system of equations may grow, in the norm `p` (see `linalg.matrix_norm`).':
    '条件数：方程组的误差最多放大多少倍，用范数 `p`（见 `linalg.matrix_norm`）。',
  "A norm of matrices: 'fro' (the root of the sum of squares), 'nuc' (the sum of singular values), 1 or -1 (the largest or smallest sum of a column), inf or -inf (of a row), 2 or -2 (the largest or smallest singular value).":
    "矩阵的范数：'fro'（平方和的平方根）、'nuc'（奇异值之和）、1 或 -1（列和的最大或最小值）、inf 或 -inf（行和）、2 或 -2（最大或最小的奇异值）。",
  'A norm of vectors, or with `ord` and two dimensions of matrices: see `linalg.vector_norm` and `linalg.matrix_norm`.':
    '向量的范数；有 `ord` 和两维时是矩阵的范数：见 `linalg.vector_norm` 和 `linalg.matrix_norm`。',
  'The sum of the singular values of a matrix.': '矩阵的奇异值之和。',
  'The sums of the singular values of the matrices in two dimensions.': '两维所含各矩阵的奇异值之和。',
  'The root of the sum of squares.': '平方和的平方根。',
  'The roots of the sums of squares along dimensions.': '沿若干维的平方和的平方根。',
  'As `ldl_factor`, without an error: `info` is the number of the first block of D that is 0, or 0.':
    '同 `ldl_factor`，但不报错：`info` 是 D 的第一个为 0 的块的序号，没有则是 0。',
  'P L D Lᵀ Pᵀ of a symmetric matrix (with `hermitian` of a Hermitian one) in compact form: L, whose diagonal is 1, and blocks of one or two rows of D on the diagonal.':
    '对称矩阵（有 `hermitian` 时是埃尔米特矩阵）的 P L D Lᵀ Pᵀ，紧凑形式：对角线为 1 的 L，对角线上是 D 的一行或两行的块。',
  'Solves A X = B, given the LDL factorization of A.': '已知 A 的 LDL 分解，解 A X = B。',
  'The X with the shortest A X - B, and of all such the shortest. `driver` chooses how: gels (A of full rank), gelsy (the default), gelsd or gelss (by singular values, of which those below `rcond` times the largest count as 0).':
    '使 A X - B 最短的 X，有多个时取最短的。`driver` 选择算法：gels（A 满秩）、gelsy（默认）、gelsd 或 gelss（用奇异值，小于最大值 `rcond` 倍的当作 0）。',
  'The matrix multiplied by itself n times; its inverse for a negative n.':
    '矩阵自乘 n 次；n 为负时用逆矩阵。',
  'The exponential of a square matrix: 1 + A + A²/2 + A³/6 + …': '方阵的指数：1 + A + A²/2 + A³/6 + …',
  'The product of two matrices or more, multiplied in the order that takes the least work.':
    '两个或更多矩阵的乘积，按运算量最小的顺序相乘。',
  'The product of matrices: the old name of `linalg.multi_dot`, which takes a list.':
    '矩阵的乘积：`linalg.multi_dot` 的旧名，后者接受列表。',
  'The cross product of vectors of three elements along a dimension; the others broadcast.':
    '沿一维三元素向量的叉积；其他维广播。',
  'The cross product along a dimension of three elements, by default the first such.':
    '沿大小为三的一维的叉积，默认是第一个这样的维。',
  'Dot products of vectors along a dimension, the first being conjugated.':
    '沿一维的向量点积，第一个取共轭。',
  'The powers 0 to N - 1 of each element, in rows; by default as many as there are elements.':
    '每个元素的 0 到 N - 1 次幂，排成行；N 默认是元素的个数。',
  "Bessel's function of the first kind, order 0.": '0 阶第一类贝塞尔函数。',
  "Bessel's function of the first kind, order 1.": '1 阶第一类贝塞尔函数。',
  "Bessel's function of the second kind, order 0.": '0 阶第二类贝塞尔函数。',
  "Bessel's function of the second kind, order 1.": '1 阶第二类贝塞尔函数。',
  "Bessel's modified function of the first kind, order 0.": '0 阶第一类修正贝塞尔函数。',
  "Bessel's modified function of the first kind, order 1.": '1 阶第一类修正贝塞尔函数。',
  "Bessel's modified function of the second kind, order 0.": '0 阶第二类修正贝塞尔函数。',
  "Bessel's modified function of the second kind, order 1.": '1 阶第二类修正贝塞尔函数。',
  '`exp(x)` times `modified_bessel_k0`.': '`exp(x)` 乘以 `modified_bessel_k0`。',
  '`exp(x)` times `modified_bessel_k1`.': '`exp(x)` 乘以 `modified_bessel_k1`。',
  'The spherical Bessel function of order 0, sin(x) / x.': '0 阶球贝塞尔函数，sin(x) / x。',
  "Airy's function Ai.": '艾里函数 Ai。',
  '`i1(x) exp(-|x|)`.': '`i1(x) exp(-|x|)`。',
  'The regularized lower incomplete gamma function: the chance that a gamma distributed number of shape `self` is below `other`.':
    '正则化下不完全伽马函数：形状为 `self` 的伽马随机数小于 `other` 的概率。',
  'The regularized upper incomplete gamma function: the chance that a gamma distributed number of shape `self` is above `other`.':
    '正则化上不完全伽马函数：形状为 `self` 的伽马随机数大于 `other` 的概率。',
  'Logarithm of the gamma function of p variables: the sum of `lgamma(self - j/2)` for j below p, and p(p - 1)/4 log(π).':
    'p 元伽马函数的对数：`lgamma(self - j/2)` 对小于 p 的 j 求和，再加 p(p - 1)/4 log(π)。',
  "The value of the physicists' Hermite polynomial of degree n at x.":
    'n 次埃尔米特多项式（物理学定义）在 x 处的值。',
  "The value of the probabilists' Hermite polynomial of degree n at x.":
    'n 次埃尔米特多项式（概率论定义）在 x 处的值。',
  "The value of Laguerre's polynomial of degree n at x.": 'n 次拉盖尔多项式在 x 处的值。',
  "The value of Legendre's polynomial of degree n at x.": 'n 次勒让德多项式在 x 处的值。',
  "The value of Chebyshev's polynomial of the first kind of degree n at x.":
    'n 次第一类切比雪夫多项式在 x 处的值。',
  "The value of Chebyshev's polynomial of the first kind, shifted to [0, 1] of degree n at x.":
    'n 次第一类切比雪夫多项式（移到 [0, 1]）在 x 处的值。',
  "The value of Chebyshev's polynomial of the second kind of degree n at x.":
    'n 次第二类切比雪夫多项式在 x 处的值。',
  "The value of Chebyshev's polynomial of the second kind, shifted to [0, 1] of degree n at x.":
    'n 次第二类切比雪夫多项式（移到 [0, 1]）在 x 处的值。',
  "The value of Chebyshev's polynomial of the third kind of degree n at x.":
    'n 次第三类切比雪夫多项式在 x 处的值。',
  "The value of Chebyshev's polynomial of the third kind, shifted to [0, 1] of degree n at x.":
    'n 次第三类切比雪夫多项式（移到 [0, 1]）在 x 处的值。',
  "The value of Chebyshev's polynomial of the fourth kind of degree n at x.":
    'n 次第四类切比雪夫多项式在 x 处的值。',
  "The value of Chebyshev's polynomial of the fourth kind, shifted to [0, 1] of degree n at x.":
    'n 次第四类切比雪夫多项式（移到 [0, 1]）在 x 处的值。',
  'U, S and V of a matrix of low rank, of which `q` is a little more than the rank, by `niter` rounds with random vectors; of A - M where there is a mean M.':
    '低秩矩阵的 U、S 和 V，`q` 略大于秩，用随机向量迭代 `niter` 轮；有均值 M 时是 A - M 的。',
  'The principal components of the rows of a matrix: U, S and V of it with the mean taken off (unless `center` is false); the columns of V are the directions.':
    '矩阵各行的主成分：减去均值后（除非 `center` 为 false）的 U、S 和 V；V 的列是各方向。',
  'The `k` largest (or smallest) eigenvalues of a symmetric matrix, or of A x = λ B x, and their vectors. Found exactly, by `linalg.eigh`, and not by iteration: what steers that changes nothing.':
    '对称矩阵（或 A x = λ B x）最大（或最小）的 `k` 个特征值及其特征向量。用 `linalg.eigh` 精确求出，不迭代：控制迭代的参数不起作用。',
}
