"""Polynomials and windows."""

import math

import numpy as np
from _numpy_types import _has_axes, float64
from _numpy_making import asarray
from _numpy_shapes import stack


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
    for one in asarray(p).tolist():
        result = result * x + one
    return result


def roots(p):
    """Where a polynomial is zero."""
    p = asarray(p).astype(float64)
    n = len(p) - 1
    companion = np.eye(n, k=-1)
    companion[0] = -p[1:] / p[0]
    return np.linalg.eigvals(companion)


class poly1d:
    """A polynomial."""

    def __init__(self, c_or_r):
        self.coeffs = self.c = asarray(c_or_r)
        self.order = self.o = len(self.coeffs) - 1

    def __call__(self, x):
        return polyval(self.coeffs, x)

    def deriv(self, m=1):
        return poly1d([c * (self.order - i) for i, c in enumerate(self.coeffs.tolist()[:-1])])

    def __getitem__(self, power):
        return self.coeffs[self.order - power]

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
            below += sign + (size if power == 0 else size + ' x')
            if power > 1:
                above = above.ljust(len(below)) + str(power)
                below += ' ' * (len(str(power)) - 1)
        return above + '\n' + below


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
