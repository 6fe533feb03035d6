"""Polynomials and windows."""

import math
import operator

import numpy as np
from _numpy_types import _has_axes, _own, float64
from _numpy_making import asarray
from _numpy_joining import stack


def polyfit(x, y, deg, rcond=None, full=False, w=None, cov=False):
    """The polynomial that is nearest to points."""
    x, y = asarray(x).astype(float64), asarray(y).astype(float64)
    lhs = vander(x, deg + 1)
    scale = np.sqrt(np.sum(lhs * lhs, axis=0))
    return np.linalg.lstsq(lhs / scale, y, rcond)[0] / scale


def polyval(p, x):
    """A polynomial at points."""
    result = 0 * x if _has_axes(x) else 0
    x = asarray(x) if isinstance(x, list) else x
    for one in (p.coeffs if isinstance(p, poly1d) else asarray(p)).tolist():
        result = result * x + one
    return result


def roots(p):
    """Where a polynomial is zero."""
    p = asarray(p).astype(float64)
    n = len(p) - 1
    companion = np.eye(n, k=-1)
    companion[0] = -p[1:] / p[0]
    return np.linalg.eigvals(companion)


def _trimmed(c):
    c = np.atleast_1d(asarray(c))
    if c.ndim > 1:
        raise ValueError('Polynomial must be 1d only.')
    while len(c) > 1 and c[0] == 0:
        c = c[1:]
    return c


class poly1d:
    """A polynomial, the highest power first; of its roots, where they are given."""

    def __init__(self, c_or_r, r=False, variable=None):
        if isinstance(c_or_r, poly1d):
            variable = variable or c_or_r.variable
            c_or_r, r = c_or_r.coeffs, False
        self.coeffs = _trimmed(np.poly(c_or_r) if r else c_or_r)
        self.variable = variable or 'x'

    @property
    def c(self):
        return self.coeffs

    coef = coefficients = c

    @property
    def order(self):
        return len(self.coeffs) - 1

    o = order

    @property
    def roots(self):
        return roots(self.coeffs)

    r = roots

    def __call__(self, x):
        return polyval(self.coeffs, x)

    def __len__(self):
        return self.order

    def __iter__(self):
        return iter(self.coeffs)

    def __array__(self, dtype=None):
        return self.coeffs if dtype is None else self.coeffs.astype(dtype)

    def __getitem__(self, power):
        return self.coeffs[self.order - power] if 0 <= power <= self.order else 0

    def __setitem__(self, power, value):
        if power < 0:
            raise ValueError('Does not support negative powers.')
        if power > self.order:
            self.coeffs = np.concatenate([np.zeros(power - self.order, self.coeffs.dtype), self.coeffs])
        self.coeffs[self.order - power] = value

    def __eq__(self, other):
        if not isinstance(other, poly1d):
            return NotImplemented
        return self.coeffs.shape == other.coeffs.shape and bool(np.all(self.coeffs == other.coeffs))

    def __neg__(self):
        return poly1d(-self.coeffs)

    def __pos__(self):
        return self

    def __add__(self, other):
        return poly1d(np.polyadd(self.coeffs, poly1d(other).coeffs))

    __radd__ = __add__

    def __sub__(self, other):
        return poly1d(np.polysub(self.coeffs, poly1d(other).coeffs))

    def __rsub__(self, other):
        return poly1d(np.polysub(poly1d(other).coeffs, self.coeffs))

    def __mul__(self, other):
        if isinstance(other, poly1d) or hasattr(other, '__len__'):
            return poly1d(np.polymul(self.coeffs, poly1d(other).coeffs))
        return poly1d(self.coeffs * other)

    __rmul__ = __mul__

    def __truediv__(self, other):
        if isinstance(other, poly1d) or hasattr(other, '__len__'):
            quotient, rest = np.polydiv(self.coeffs, poly1d(other).coeffs)
            return poly1d(quotient), poly1d(rest)
        return poly1d(self.coeffs / other)

    def __pow__(self, power):
        if not isinstance(power, int) or power < 0:
            raise ValueError('Power to non-negative integers only.')
        result = poly1d([1])
        for _ in range(power):
            result = result * self
        return result

    def deriv(self, m=1):
        """The slope, so many times."""
        c = self.coeffs
        for _ in range(m):
            c = c[:-1] * np.arange(len(c) - 1, 0, -1) if len(c) > 1 else np.zeros(1, c.dtype)
        return poly1d(c)

    def integ(self, m=1, k=0):
        """The area, so many times, with constants."""
        c = self.coeffs
        constants = [k] * m if not hasattr(k, '__len__') else list(k)
        for i in range(m):
            c = np.concatenate([c / np.arange(len(c), 0, -1), np.atleast_1d(asarray(constants[i]))])
        return poly1d(c)

    def __repr__(self):
        return f'poly1d({repr(self.coeffs)[6:-1]})'

    def __str__(self):
        above, below = '', ''
        for i, c in enumerate(self.coeffs.tolist()):
            power = self.order - i
            if c == 0 and self.order > 0:
                continue
            sign = ('-' if c < 0 else '') if not below else (' - ' if c < 0 else ' + ')
            size = f'{abs(c):.4g}'
            below += sign + (size if power == 0 else f'{size} {self.variable}')
            if power > 1:
                above = above.ljust(len(below)) + str(power)
                below += ' ' * (len(str(power)) - 1)
        return (above or ' ') + '\n' + below


def _of_two(name, combine):
    of_arrays = _own[name]

    def run(a1, a2):
        if isinstance(a1, poly1d) or isinstance(a2, poly1d):
            return combine(poly1d(a1), poly1d(a2))
        return of_arrays(asarray(a1), asarray(a2))
    run.__name__ = name
    return run


polyadd, polysub = _of_two('polyadd', operator.add), _of_two('polysub', operator.sub)
polymul = _of_two('polymul', operator.mul)


def polydiv(u, v):
    """The quotient and what is left."""
    if isinstance(u, poly1d) or isinstance(v, poly1d):
        return poly1d(u) / poly1d(v)
    return _own['polydiv'](asarray(u), asarray(v))


def vander(x, N=None, increasing=False):
    """The powers of each."""
    x = asarray(x)
    N = len(x) if N is None else N
    columns = [x ** i for i in range(N)]
    return stack(columns if increasing else columns[::-1], 1)


def hanning(M):
    """A window that falls as a cosine does."""
    return asarray([0.5 + 0.5 * math.cos(math.pi * n / (M - 1)) for n in range(1 - M, M, 2)]) if M > 1 else np.ones(M)


def hamming(M):
    """One that does not fall to nothing."""
    return asarray([0.54 + 0.46 * math.cos(math.pi * n / (M - 1)) for n in range(1 - M, M, 2)]) if M > 1 else np.ones(M)


def blackman(M):
    """One of two cosines."""
    if M <= 1:
        return np.ones(M)
    return asarray([0.42 + 0.5 * math.cos(math.pi * n / (M - 1)) + 0.08 * math.cos(2.0 * math.pi * n / (M - 1))
                    for n in range(1 - M, M, 2)])


def bartlett(M):
    """One that falls as a triangle does."""
    if M <= 1:
        return np.ones(M)
    return asarray([1 + n / (M - 1) if n <= 0 else 1 - n / (M - 1) for n in range(1 - M, M, 2)])
