"""Rounding, comparing, and functions of one item made into those of arrays."""

import math

import numpy as np
from _numpy_types import _has_axes, _own, bool_, generic
from _numpy_making import asarray
from _numpy_shapes import broadcast_arrays, moveaxis, ravel, stack
from _numpy_finding import where


def around(a, decimals=0, out=None):
    """To so many digits."""
    if isinstance(a, (int, float, generic)):
        return asarray(_own['around'](asarray(a), decimals))[()]
    return _own['around'](asarray(a), decimals)


round_ = around


def _as_float(x):
    """Of the type that NumPy's functions of floats take it for."""
    x = asarray(x)
    return x if x.dtype.kind in 'fc' else np.fabs(x) if x.dtype.kind == 'b' else np.trunc(x)


def modf(x):
    """What is behind the point, and what is before it."""
    x = _as_float(x)
    whole = np.trunc(x)
    rest = where(np.isinf(x), 0, x - whole).astype(x.dtype)
    return np.copysign(rest, x), whole


def frexp(x):
    """Halves to ones, and powers of two."""
    x = _as_float(x)
    parts = [math.frexp(float(one)) for one in x.ravel()]
    return (np.array([part for part, _ in parts]).astype(x.dtype).reshape(x.shape)[()],
            np.array([power for _, power in parts]).astype('int32').reshape(x.shape)[()])


def angle(z, deg=False):
    """How far complex numbers are turned."""
    z = asarray(z)
    turned = np.arctan2(z.imag, z.real) if z.dtype.kind == 'c' else np.arctan2(np.zeros_like(z), z)
    return turned * (180 / math.pi) if deg else turned


def i0(x):
    """Bessel's function, modified, of the first kind and order nought."""
    import torch
    x = _as_float(x)
    if x.dtype.kind == 'c':
        raise TypeError('i0 not supported for complex values')
    return torch.special.i0(torch.from_numpy(x.astype('float64'))).numpy().astype(x.dtype if x.dtype.kind == 'f' else 'float64')[()]


def isclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    """Whether they are nearly equal."""
    x, y = asarray(a), asarray(b)
    result = (np.abs(x - y) <= atol + rtol * np.abs(y)) | (x == y)
    if equal_nan:
        result = result | (np.isnan(x) & np.isnan(y))
    return result if _has_axes(result) and result.shape != () else bool_(result)


def allclose(a, b, rtol=1e-05, atol=1e-08, equal_nan=False):
    """Whether all are nearly equal."""
    return bool(np.all(isclose(a, b, rtol, atol, equal_nan)))


def array_equal(a1, a2, equal_nan=False):
    """Whether shape and all are equal."""
    a1, a2 = asarray(a1), asarray(a2)
    return a1.shape == a2.shape and bool(np.all(a1 == a2))


def real(val):
    """The real part."""
    return val.real if isinstance(val, (int, float, complex, generic)) else _own['real'](asarray(val))


def imag(val):
    """The imaginary part."""
    return val.imag if isinstance(val, (int, float, complex, generic)) else _own['imag'](asarray(val))


def ndim(a):
    """How many axes."""
    return asarray(a).ndim


def size(a, axis=None):
    """How many."""
    return asarray(a).size if axis is None else asarray(a).shape[axis]


def isscalar(element):
    """Whether it is one number or text."""
    return isinstance(element, (int, float, complex, str, bytes, generic))


def iterable(y):
    """Whether it can be gone through."""
    return hasattr(y, '__iter__')


def vectorize(pyfunc, otypes=None, signature=None):
    """A function of each item."""
    def run(*args):
        arrays = broadcast_arrays(*args)
        values = [pyfunc(*items) for items in zip(*(one.flatten().tolist() for one in arrays))]
        return np.array(values).reshape(arrays[0].shape)
    return run


def apply_along_axis(func1d, axis, arr, *args, **kwargs):
    """A function of each row along an axis."""
    rows = moveaxis(asarray(arr), axis, -1)
    results = [asarray(func1d(row, *args, **kwargs)) for row in rows.reshape(-1, rows.shape[-1])]
    whole = stack(results).reshape(tuple(rows.shape[:-1]) + tuple(results[0].shape))
    return moveaxis(whole, -1, axis) if results[0].ndim else whole


class ufunc:
    """A function of two arrays, and of all items of one."""

    def __init__(self, of, whole, start):
        self._of, self._whole, self._start = of, whole, start
        self.__name__ = of.__name__

    def __call__(self, *args, **kwargs):
        return self._of(*args, **kwargs)

    def __repr__(self):
        return f"<ufunc '{self.__name__}'>"

    def reduce(self, array, axis=0, **kwargs):
        """All items in one."""
        return self._whole(asarray(array), axis=axis)

    def accumulate(self, array, axis=0):
        """What is there so far, at each item."""
        rows = list(moveaxis(asarray(array), axis, 0))
        so_far = [rows[0]]
        for row in rows[1:]:
            so_far.append(self._of(so_far[-1], row))
        return moveaxis(stack([asarray(one) for one in so_far]), 0, axis)

    def outer(self, A, B):
        """Each with each."""
        A, B = asarray(A), asarray(B)
        return self._of(A.reshape(*A.shape, *[1] * B.ndim), B)

    def at(self, a, indices, b):
        """Once more for each place that comes twice."""
        values = ravel(b)
        for i, place in enumerate(ravel(indices)):
            a[int(place)] = self._of(a[int(place)], values[i % len(values)])


ufunc.__module__ = 'numpy'
add = ufunc(np.add, np.sum, 0)
multiply = ufunc(np.multiply, np.prod, 1)
maximum = ufunc(np.maximum, np.max, None)
minimum = ufunc(np.minimum, np.min, None)


def may_share_memory(a, b, max_work=None):
    return a is b


def gcd(x1, x2):
    """The greatest common divisor."""
    return vectorize(math.gcd)(x1, x2)


def lcm(x1, x2):
    """The least common multiple."""
    return vectorize(math.lcm)(x1, x2)
