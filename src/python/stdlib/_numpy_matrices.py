"""Matrices: linear algebra and Fourier transforms."""

import math

import numpy as np
from _numpy_types import _Int, _own, float64
from _numpy_making import _whole, asarray
from _numpy_shapes import ravel, stack, transpose
from _numpy_finding import where
from _numpy_comparing import imag, real


def diag(v, k=0):
    """The diagonal, or a matrix of it."""
    v = asarray(v)
    if v.ndim == 2:
        return diagonal(v, k)
    n = len(v) + abs(k)
    result = np.zeros((n, n), dtype=v.dtype)
    for i, value in enumerate(v):
        result[i + max(-k, 0), i + max(k, 0)] = value
    return result


def diagonal(a, offset=0, axis1=0, axis2=1):
    """The diagonal."""
    a = asarray(a)
    n = min(a.shape[0] - max(-offset, 0), a.shape[1] - max(offset, 0))
    return np.array([a[i + max(-offset, 0), i + max(offset, 0)] for i in range(n)], dtype=a.dtype)


def trace(a, offset=0):
    """The sum of the diagonal."""
    return np.sum(diagonal(a, offset))


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
    """What stands upright on both."""
    a, b = asarray(a), asarray(b)
    return stack([a[..., 1] * b[..., 2] - a[..., 2] * b[..., 1], a[..., 2] * b[..., 0] - a[..., 0] * b[..., 2],
                  a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]], -1)


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


def einsum(subscripts, *operands, optimize=False):
    """Products summed as letters say."""
    result = _own['einsum'](subscripts.replace(' ', ''), *[asarray(one) for one in operands])
    if all(asarray(one).dtype.kind in 'iu' for one in operands):
        return _whole(result)
    return result


class LinAlgError(Exception):
    """A matrix that does not do for it."""


class _Linalg:
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
        x = asarray(x).astype(float64) if asarray(x).dtype.kind in 'iub' else asarray(x)
        if axis is None and (ord is None or x.ndim == 1 and ord == 2):
            if ord is None or x.ndim == 1:
                flat = x.flatten()
                return np.sqrt(np.dot(flat, flat))
        if axis is None and x.ndim == 2:
            if ord in ('fro',):
                return self.norm(x)
            if ord == 1:
                return np.max(np.sum(np.abs(x), axis=0))
            if ord == np.inf:
                return np.max(np.sum(np.abs(x), axis=1))
            if ord == 2:
                return np.max(self.svd(x, compute_uv=False))
            if ord == 'nuc':
                return np.sum(self.svd(x, compute_uv=False))
        if ord in (None, 2, 'fro'):
            return np.sqrt(np.sum(np.square(np.abs(x)), axis=axis, keepdims=keepdims))
        if ord == np.inf:
            return np.max(np.abs(x), axis=axis, keepdims=keepdims)
        if ord == -np.inf:
            return np.min(np.abs(x), axis=axis, keepdims=keepdims)
        if ord == 0:
            return np.sum((x != 0).astype(float64), axis=axis)
        if ord == 1:
            return np.sum(np.abs(x), axis=axis, keepdims=keepdims)
        return np.sum(np.abs(x) ** ord, axis=axis, keepdims=keepdims) ** (1 / ord)

    def inv(self, a):
        """The inverse."""
        return self._call('inv', self._square(a))

    def det(self, a):
        """The determinant."""
        return self._call('det', self._square(a))

    def slogdet(self, a):
        """The determinant's sign and logarithm."""
        return self._call('slogdet', self._square(a))

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


linalg = _Linalg()


class _Fft:
    """Fourier transforms."""

    __name__ = 'numpy.fft'


def _of_fft(name):
    run = getattr(_own['fft'], name)

    def transform(self, a, *args, **kwargs):
        given = asarray(a) if hasattr(a, '__len__') else a
        return run(given, *args, *kwargs.values())
    return transform


for _name in ('fft', 'ifft', 'rfft', 'irfft', 'fft2', 'ifft2', 'fftn', 'ifftn', 'fftshift', 'ifftshift', 'fftfreq',
              'rfftfreq'):
    if hasattr(_own['fft'], _name):
        setattr(_Fft, _name, _of_fft(_name))
fft = _Fft()
