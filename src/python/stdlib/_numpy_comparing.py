"""Rounding, comparing, and functions of one item made into those of arrays."""

import math

import numpy as np
from _numpy_types import _has_axes, _ndarray, _own, bool_, generic, result_type
from _numpy_making import asarray
from _numpy_joining import stack
from _numpy_shapes import broadcast_arrays, moveaxis
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


def clip(a, a_min=None, a_max=None, out=None, **kwargs):
    """Not below one bound, nor above the other."""
    if a_min is None and a_max is None:
        raise ValueError('One of max or min must be given')
    result = a if isinstance(a, generic) else asarray(a)
    if a_min is not None:
        result = np.maximum(result, a_min)
    if a_max is not None:
        result = np.minimum(result, a_max)
    if out is not None:
        out[...] = result
        return out
    return result


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


def may_share_memory(a, b, max_work=None):
    """Whether both lie in one piece of memory."""
    return shares_memory(a, b)


def shares_memory(a, b, max_work=None):
    """Whether an item of one is one of the other, too."""
    if not isinstance(a, _ndarray) or not isinstance(b, _ndarray):
        return False
    return _own['shares_memory'](a, b)


def _of_ints(of):
    def run(x1, x2, out=None):
        a, b = asarray(x1), asarray(x2)
        if any(one.dtype.kind not in 'iub' for one in (a, b)):
            raise TypeError(f"ufunc '{of.__name__}' not supported for the input types, and the inputs could not be safely "
                            "coerced to any supported types according to the casting rule ''safe''")
        pair = broadcast_arrays(a, b)
        kind = result_type(a, b)
        found = np.array([of(x, y) for x, y in zip(*(one.flatten().tolist() for one in pair))], dtype=kind)
        found = found.reshape(pair[0].shape)
        if out is not None:
            out[...] = found
            return out
        return found if found.ndim else found[()]
    return run


_gcd, _lcm = _of_ints(math.gcd), _of_ints(math.lcm)


def _fmod(x1, x2, out=None):
    a, b = asarray(x1), asarray(x2)
    rest = np.abs(a) % np.abs(b)
    result = asarray(np.where(a < 0, -rest, rest))
    if out is not None:
        out[...] = result
        return out
    return result if result.ndim else result[()]


def _sinc(x):
    x = asarray(x)
    y = np.pi * np.where(x == 0, 1.0e-20, x)
    result = np.sin(y) / y
    return result


def _divmod(x1, x2, out=None):
    return np.floor_divide(x1, x2), np.remainder(x1, x2)
