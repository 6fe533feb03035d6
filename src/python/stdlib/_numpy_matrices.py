"""Matrices: linear algebra and Fourier transforms."""

import math
import operator
import sys
import types

import numpy as np
from _numpy_types import _Int, axis_of, float64, result_type
from _numpy_making import asarray
from _numpy_joining import stack
from _numpy_shapes import moveaxis, ravel, transpose
from _numpy_finding import where
from _numpy_comparing import imag, real


def diag(v, k=0):
    """The diagonal, or a matrix of it."""
    v = asarray(v)
    if v.ndim == 2:
        return diagonal(v, k)
    if v.ndim != 1:
        raise ValueError('Input must be 1- or 2-d.')
    n = len(v) + abs(k)
    result = np.zeros((n, n), dtype=v.dtype)
    for i, value in enumerate(v):
        result[i + max(-k, 0), i + max(k, 0)] = value
    return result


def diagonal(a, offset=0, axis1=0, axis2=1):
    """The diagonal of two axes, as the last one."""
    a = asarray(a)
    if a.ndim < 2:
        raise ValueError('diag requires an array of at least two dimensions')
    a = moveaxis(a, (axis1, axis2), (-2, -1))
    n = max(min(a.shape[-2] - max(-offset, 0), a.shape[-1] - max(offset, 0)), 0)
    places = np.arange(n)
    return a[..., places + max(-offset, 0), places + max(offset, 0)]


def trace(a, offset=0, axis1=0, axis2=1, dtype=None, out=None):
    """The sum of the diagonal."""
    return np.sum(diagonal(a, offset, axis1, axis2), axis=-1)


def tri(N, M=None, k=0, dtype=float):
    """Ones up to the diagonal."""
    M = N if M is None else M
    return (np.arange(N).reshape(-1, 1) >= np.arange(M).reshape(1, -1) - k).astype(dtype)


def tril(m, k=0):
    """What lies below the diagonal."""
    m = asarray(m)
    return where(tri(m.shape[-2], m.shape[-1], k, bool), m, m * 0).astype(m.dtype)


def triu(m, k=0):
    """What lies above the diagonal."""
    m = asarray(m)
    return where(tri(m.shape[-2], m.shape[-1], k - 1, bool), m * 0, m).astype(m.dtype)


def outer(a, b, out=None):
    """Each by each."""
    return ravel(a).reshape(-1, 1) * ravel(b).reshape(1, -1)


def inner(a, b):
    """Sums of products along the last axis."""
    a, b = asarray(a), asarray(b)
    return np.dot(a, b.T) if b.ndim > 1 else np.dot(a, b)


def vdot(a, b):
    """The sum of all products."""
    return np.dot(ravel(a), ravel(b))


def kron(a, b):
    """Each by all of the other."""
    a, b = asarray(a), asarray(b)
    n = max(a.ndim, b.ndim)
    a, b = a.reshape((1,) * (n - a.ndim) + tuple(a.shape)), b.reshape((1,) * (n - b.ndim) + tuple(b.shape))
    long_a = a.reshape([size for one in a.shape for size in (one, 1)])
    long_b = b.reshape([size for one in b.shape for size in (1, one)])
    return (long_a * long_b).reshape([x * y for x, y in zip(a.shape, b.shape)])


def cross(a, b, axisa=-1, axisb=-1, axisc=-1, axis=None):
    """What stands upright on both; of vectors in the plane how far."""
    if axis is not None:
        axisa = axisb = axisc = axis
    a, b = moveaxis(asarray(a), axisa, -1), moveaxis(asarray(b), axisb, -1)
    if a.shape[-1] not in (2, 3) or b.shape[-1] not in (2, 3):
        raise ValueError('incompatible dimensions for cross product\n(dimension must be 2 or 3)')
    a0, a1, b0, b1 = a[..., 0], a[..., 1], b[..., 0], b[..., 1]
    third = a0 * b1 - a1 * b0
    if a.shape[-1] == b.shape[-1] == 2:
        return asarray(third)
    a2 = a[..., 2] if a.shape[-1] == 3 else a0 * 0
    b2 = b[..., 2] if b.shape[-1] == 3 else b0 * 0
    result = stack([asarray(one) for one in (a1 * b2 - a2 * b1, a2 * b0 - a0 * b2, third)], -1)
    return moveaxis(result, -1, axisc)


def tensordot(a, b, axes=2):
    """Products summed along axes."""
    a, b = asarray(a), asarray(b)
    if isinstance(axes, _Int):
        axes = list(range(a.ndim - axes, a.ndim)), list(range(axes))
    of_a, of_b = [[one] if isinstance(one, _Int) else list(one) for one in axes]
    of_a, of_b = [i % a.ndim for i in of_a], [i % b.ndim for i in of_b]
    left = [i for i in range(a.ndim) if i not in of_a]
    right = [i for i in range(b.ndim) if i not in of_b]
    count = math.prod(a.shape[i] for i in of_a)
    first = transpose(a, left + of_a).reshape(-1, count)
    second = transpose(b, of_b + right).reshape(count, -1)
    return np.dot(first, second).reshape([a.shape[i] for i in left] + [b.shape[i] for i in right])


def einsum(subscripts, *operands, out=None, dtype=None, optimize=False):
    """Products summed as letters say."""
    import torch
    kind = result_type(*operands) if dtype is None else np.dtype(dtype)
    given = [torch.from_numpy(asarray(one).astype(kind)) for one in operands]
    result = torch.einsum(subscripts.replace(' ', ''), *given).numpy()
    if out is not None:
        out[...] = result
        return out
    return result if result.ndim else result[()]


class LinAlgError(Exception):
    """A matrix that does not do for it."""
    __module__ = 'numpy.linalg'


class _Part:
    """A part of NumPy, which is a module."""


class _Linalg(_Part):
    """Factorizations, as PyTorch has them."""

    LinAlgError = LinAlgError
    __name__ = 'numpy.linalg'

    def _call(self, name, *args, **kwargs):
        import torch
        given = [torch.from_numpy(asarray(a).astype(float64 if asarray(a).dtype.kind in 'iub' else asarray(a).dtype))
                 if hasattr(a, '__len__') else a for a in args]
        try:
            result = getattr(torch.linalg, name)(*given, **kwargs)
        except torch.linalg.LinAlgError:
            raise LinAlgError('Singular matrix') from None
        if isinstance(result, tuple):
            return tuple(one.numpy() if one.dim() else one.numpy()[()] for one in result)
        return result.numpy() if result.dim() else result.numpy()[()]

    def _square(self, a):
        a = asarray(a)
        if a.ndim < 2:
            raise LinAlgError(f'{a.ndim}-dimensional array given. Array must be at least two-dimensional')
        if a.shape[-1] != a.shape[-2]:
            raise LinAlgError('Last 2 dimensions of the array must be square')
        return a

    def norm(self, x, ord=None, axis=None, keepdims=False):
        """How long vectors are, how large matrices."""
        x = asarray(x)
        if x.dtype.kind not in 'fc':
            x = x.astype(float64)
        n = x.ndim
        if axis is None and (ord is None or n == 2 and ord in ('f', 'fro') or n == 1 and ord == 2):
            flat = x.flatten()
            length = np.sqrt(np.dot(flat, flat) if x.dtype.kind == 'f' else np.sum(np.square(np.abs(flat))))
            return np.reshape(length, (1,) * n) if keepdims else length
        axes = tuple(range(n)) if axis is None else axis if isinstance(axis, tuple) else (operator.index(axis),)
        axes = tuple(axis_of(one, n) for one in axes)
        if len(axes) == 1:
            return self._length(x, ord, axes[0], keepdims)
        if len(axes) != 2:
            raise ValueError('Improper number of dimensions to norm.')
        if axes[0] == axes[1]:
            raise ValueError('Duplicate axes given.')
        size = self._extent(np.moveaxis(x, axes, (-2, -1)), ord)
        if not keepdims:
            return size
        return np.reshape(size, tuple(1 if i in axes else k for i, k in enumerate(x.shape)))

    def _length(self, x, ord, axis, keepdims):
        if ord is None or ord == 2:
            return np.sqrt(np.sum(np.square(np.abs(x)), axis=axis, keepdims=keepdims))
        if isinstance(ord, str):
            raise ValueError(f"Invalid norm order '{ord}' for vectors")
        if ord == np.inf:
            return np.max(np.abs(x), axis=axis, keepdims=keepdims)
        if ord == -np.inf:
            return np.min(np.abs(x), axis=axis, keepdims=keepdims)
        if ord == 0:
            return np.sum((x != 0).astype(np.abs(x).dtype), axis=axis, keepdims=keepdims)
        if ord == 1:
            return np.sum(np.abs(x), axis=axis, keepdims=keepdims)
        return np.sum(np.abs(x) ** ord, axis=axis, keepdims=keepdims) ** (1 / ord)

    def _extent(self, x, ord):
        """Of the matrices that lie in the last two axes."""
        if ord is None or ord in ('f', 'fro'):
            return np.sqrt(np.sum(np.square(np.abs(x)), axis=(-2, -1)))
        if ord in (1, -1, np.inf, -np.inf):
            sums = np.sum(np.abs(x), axis=-2 if ord in (1, -1) else -1)
            return np.max(sums, axis=-1) if ord > 0 else np.min(sums, axis=-1)
        if ord not in (2, -2, 'nuc'):
            raise ValueError('Invalid norm order for matrices.')
        if x.ndim > 2:
            sizes = [self._extent(one, ord) for one in x.reshape((-1,) + tuple(x.shape[-2:]))]
            return asarray(sizes).reshape(x.shape[:-2])
        values = self.svd(x, compute_uv=False)
        return np.max(values) if ord == 2 else np.min(values) if ord == -2 else np.sum(values)

    def inv(self, a):
        """The inverse."""
        return self._call('inv', self._square(a))

    def det(self, a):
        """The determinant."""
        sign, logarithm = self.slogdet(a)
        with np.errstate(all='ignore'):
            return sign * np.exp(logarithm)

    def slogdet(self, a):
        """The determinant's sign and logarithm."""
        matrix = self._square(a)
        sign, logarithm = self._call('slogdet', matrix)
        sign = np.where(logarithm == -np.inf, 0, sign)[()]
        return (np.float32(sign), np.float32(logarithm)) if matrix.dtype == np.float32 else (sign, logarithm)

    def solve(self, a, b):
        """What the matrix makes b of."""
        return self._call('solve', self._square(a), b)

    def eigh(self, a, UPLO='L'):
        """Eigenvalues and vectors, of a symmetric matrix."""
        return self._call('eigh', self._square(a))

    def eigvalsh(self, a, UPLO='L'):
        """Eigenvalues of a symmetric matrix."""
        return self._call('eigvalsh', self._square(a))

    def _real(self, values):
        return real(values) if np.all(imag(values) == 0) else values

    def eig(self, a):
        """Eigenvalues and vectors."""
        w, v = self._call('eig', self._square(a))
        return self._real(w), self._real(v)

    def eigvals(self, a):
        """Eigenvalues."""
        return self.eig(a)[0]

    def svd(self, a, full_matrices=True, compute_uv=True, hermitian=False):
        """Singular values, between two rotations."""
        if not compute_uv:
            return self._call('svdvals', a)
        return self._call('svd', a, full_matrices=full_matrices)

    def qr(self, a, mode='reduced'):
        """A rotation and a triangle."""
        return self._call('qr', a, mode=mode)

    def cholesky(self, a):
        """A triangle whose square it is."""
        try:
            return self._call('cholesky', self._square(a))
        except LinAlgError:
            raise LinAlgError('Matrix is not positive definite') from None

    def pinv(self, a, rcond=1e-15, hermitian=False):
        """The pseudo-inverse."""
        return self._call('pinv', a)

    def matrix_rank(self, A, tol=None, hermitian=False):
        """How many rows say something new."""
        return int(self._call('matrix_rank', A))

    def matrix_power(self, a, n):
        """Multiplied with itself."""
        a = self._square(a)
        if n < 0:
            a, n = self.inv(a), -n
        result = np.eye(a.shape[-1], dtype=a.dtype)
        for _ in range(n):
            result = np.matmul(result, a)
        return result

    def cond(self, x, p=None):
        """How near to singular it is."""
        s = self.svd(x, compute_uv=False)
        return s[0] / s[-1]

    def lstsq(self, a, b, rcond='warn'):
        """What comes nearest to solving it."""
        a, b = asarray(a).astype(float64), asarray(b).astype(float64)
        u, s, vh = self.svd(a, full_matrices=False)
        least = (np.finfo(float64).eps * max(a.shape) if rcond in (None, 'warn') else rcond) * s[0]
        rank = int(np.sum(s > least))
        x = np.dot(vh[:rank].T, (np.dot(u.T, b)[:rank].T / s[:rank]).T)
        rest = b - np.dot(a, x)
        residuals = np.sum(rest * rest, axis=0, keepdims=b.ndim == 1)
        return x, residuals if a.shape[0] > rank == a.shape[1] else np.array([]), rank, s

    def multi_dot(self, arrays, out=None):
        """A product of several."""
        result = asarray(arrays[0])
        for one in arrays[1:]:
            result = np.dot(result, one)
        return result


    def tensorinv(self, a, ind=2):
        """The inverse with respect to `tensordot`."""
        a = asarray(a)
        if ind <= 0:
            raise ValueError('Invalid ind argument.')
        first, last = list(a.shape[:ind]), list(a.shape[ind:])
        return self.inv(a.reshape(math.prod(last), -1)).reshape(last + first)


def _module(part):
    """A part as a module, which can be imported by itself."""
    module = types.ModuleType(part.__name__)
    names = [name for name in dir(type(part)) if not name.startswith('_')]
    for name in names:
        setattr(module, name, getattr(part, name))
    module.__all__ = names
    sys.modules[part.__name__] = module
    return module


linalg = _module(_Linalg())


class _Fft(_Part):
    """Fourier transforms."""

    __name__ = 'numpy.fft'

    def fftfreq(self, n, d=1.0):
        """The frequencies of a transform."""
        _check_count(n)
        half = (n - 1) // 2 + 1
        places = np.concatenate([np.arange(0, half), np.arange(-(n // 2), 0)])
        return places * (1.0 / (n * d))

    def rfftfreq(self, n, d=1.0):
        """The frequencies of a transform of reals."""
        _check_count(n)
        return np.arange(0, n // 2 + 1) * (1.0 / (n * d))

    def fftshift(self, x, axes=None):
        """With the frequency zero in the middle."""
        return self._shifted(x, axes, lambda n: n // 2)

    def ifftshift(self, x, axes=None):
        """With the frequency zero in front again."""
        return self._shifted(x, axes, lambda n: -(n // 2))

    def _shifted(self, x, axes, by):
        x = asarray(x)
        axes = list(range(x.ndim)) if axes is None else [axes] if isinstance(axes, _Int) else list(axes)
        return np.roll(x, [by(x.shape[one]) for one in axes], axes)


_most_elements = 2 ** 31


def _check_count(n):
    """Refuses what is no count of frequencies."""
    if not isinstance(n, _Int):
        raise ValueError('n should be an integer')
    if n >= _most_elements:
        raise MemoryError('Unable to allocate an array of that size')


def _transformed(name, a, n, axis, norm):
    """The transform of one axis, of `n` points, by PyTorch's of that name."""
    import torch
    a = asarray(a)
    inverse = name in ('irfft', 'hfft')
    if n is None:
        n = (a.shape[axis] - 1) * 2 if inverse else a.shape[axis]
    if n < 1:
        raise ValueError(f'Invalid number of FFT data points ({n}) specified.')
    if norm not in (None, 'backward', 'ortho', 'forward'):
        raise ValueError(f'Invalid norm value {norm}; should be "backward","ortho" or "forward".')
    axis = axis_of(axis, a.ndim)
    if not isinstance(n, _Int):
        raise TypeError('slice indices must be integers or None or have an __index__ method')
    if n * (a.size // max(a.shape[axis], 1)) >= _most_elements:
        raise MemoryError('Unable to allocate an array of that size')
    a = a.astype(float64 if a.dtype.kind in 'iubf' and name not in ('irfft', 'hfft') else np.complex128)
    return getattr(torch.fft, name)(torch.from_numpy(a), n=n, dim=axis, norm=norm).numpy()


def _of_one(name):
    def transform(self, a, n=None, axis=-1, norm=None):
        return _transformed(name, a, n, axis, norm)
    return transform


def _cooked(a, s, axes, inverse):
    """How many points, and of which axis, for each transform of several."""
    is_shapeless = s is None
    if s is None:
        s = a.shape if axes is None else [_size_at(a.shape, axis) for axis in axes]
    s = list(s)
    axes = list(range(-len(s), 0)) if axes is None else list(axes)
    if len(s) != len(axes):
        raise ValueError('Shape and axes have different lengths.')
    if inverse and is_shapeless:
        s[-1] = (a.shape[axes[-1]] - 1) * 2
    return list(zip(s, axes))


def _size_at(shape, axis):
    axis = operator.index(axis)
    if not -len(shape) <= axis < len(shape):
        raise IndexError(f'index {axis} is out of bounds for axis 0 with size {len(shape)}')
    return shape[axis]


def _of_several(name, of_one, is_last_its_own, default):
    """A transform of several axes in turn: the last one first, or by a function of its own."""
    inverse = of_one.startswith('i')
    plain = 'ifft' if inverse else 'fft'

    def transform(self, a, s=None, axes=default, norm=None):
        a = asarray(a)
        turns = _cooked(a, s, axes, name.startswith('irfft'))
        if not turns:
            return a
        *others, last = turns
        if not is_last_its_own:
            steps = [(plain, turn) for turn in reversed(turns)]
        elif inverse:
            steps = [*((plain, turn) for turn in others), (of_one, last)]
        else:
            steps = [(of_one, last), *((plain, turn) for turn in others)]
        for which, (n, axis) in steps:
            a = _transformed(which, a, n, axis, norm)
        return a
    return transform


for _name in ('fft', 'ifft', 'rfft', 'irfft', 'hfft', 'ihfft'):
    setattr(_Fft, _name, _of_one(_name))
for _name in ('fft', 'ifft', 'rfft', 'irfft'):
    setattr(_Fft, f'{_name}2', _of_several(f'{_name}2', _name, 'r' in _name, (-2, -1)))
    setattr(_Fft, f'{_name}n', _of_several(f'{_name}n', _name, 'r' in _name, None))
fft = _module(_Fft())
