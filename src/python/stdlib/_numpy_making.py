"""Arrays are made."""

import math
import operator

import numpy as np
from _numpy_types import _array, _asarray, _has_axes, _ndarray, _own, int64


def _ints(values):
    return values.astype(int64)


def _whole(value):
    return int64(value) if not _has_axes(value) or value.shape == () else _ints(value)


def linspace(start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0):
    """Numbers at equal distances."""
    num = operator.index(num)
    if num < 0:
        raise ValueError(f'Number of samples, {num}, must be non-negative.')
    parts = num - 1 if endpoint else num
    if _has_axes(start) or _has_axes(stop) or isinstance(start, (list, tuple)):
        start, stop = asarray(start), asarray(stop)
        rows = [start + (stop - start) * i / max(parts, 1) for i in range(num)]
        result = np.stack(rows, axis)
    elif endpoint:
        result = _own['linspace'](start, stop, num)
    else:
        result = start + np.arange(0, num) * ((stop - start) / max(parts, 1))
    if dtype is not None:
        result = result.astype(dtype)
    return (result, (stop - start) / parts if parts else np.nan) if retstep else result


def logspace(start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0):
    """Powers at equal distances."""
    result = np.power(base, linspace(start, stop, num, endpoint))
    return result if dtype is None else result.astype(dtype)


def geomspace(start, stop, num=50, endpoint=True, dtype=None, axis=0):
    """Numbers of equal quotients."""
    if start == 0 or stop == 0:
        raise ValueError('Geometric sequence cannot include zero')
    if (start < 0) != (stop < 0):
        raise ValueError('math domain error')
    if start < 0:
        return -geomspace(-start, -stop, num, endpoint, dtype)
    result = np.power(10.0, linspace(math.log10(start), math.log10(stop), num, endpoint))
    if num > 0:
        result[0] = start
        if num > 1 and endpoint:
            result[-1] = stop
    return result if dtype is None else result.astype(dtype)


def _like(a, value, kind, shape):
    a = asarray(a)
    if shape is None:
        shape = a.shape
    if kind is None:
        kind = a.dtype
        # Trainings ask for noughts and ones in the shape of small arrays a thousand times.
        if kind.kind in 'fiubc' and type(value) is int and value in (0, 1):
            return np.ones(shape, kind) if value else np.zeros(shape, kind)
        if kind.kind == 'U' and value == 0:
            value = ''
    # The number is cast as elements are: floats to ints towards zero.
    return np.full(shape, asarray(value).astype(kind)[()], dtype=kind)


def zeros_like(a, dtype=None, order='K', subok=True, shape=None):
    """Zeros in the shape of another."""
    return _like(a, 0, dtype, shape)


def ones_like(a, dtype=None, order='K', subok=True, shape=None):
    """Ones in the shape of another."""
    return _like(a, 1, dtype, shape)


def full(shape, fill_value, dtype=None, order='C', *, like=None):
    """The same number, or text, everywhere; a list is stretched."""
    if isinstance(fill_value, complex) or getattr(getattr(fill_value, 'dtype', None), 'kind', '') == 'c':
        result = np.zeros(shape, complex if dtype is None else dtype)
        result[...] = fill_value
        return result
    if not isinstance(fill_value, str) and dtype not in (object, str):
        if isinstance(fill_value, (list, tuple)) or _has_axes(fill_value):
            return np.broadcast_to(asarray(fill_value, dtype), shape).copy()
        return _own['full'](shape, fill_value, dtype=dtype)
    items = fill_value
    for size in reversed(shape if isinstance(shape, (tuple, list)) else [shape]):
        items = [items] * size
    return array(items, dtype)


def full_like(a, fill_value, dtype=None, order='K', subok=True, shape=None):
    """A number in the shape of another."""
    return _like(a, fill_value, dtype, shape)


empty_like = zeros_like


def identity(n, dtype=None):
    """Ones on the diagonal."""
    return np.eye(n, dtype=dtype)


def _first(items):
    # No array is deeper, and a list may lie in itself.
    for _ in range(33):
        if not isinstance(items, (list, tuple)) or not items:
            break
        items = items[0]
    return items


def _of_objects(items, dtype):
    if isinstance(dtype, list):
        raise TypeError('arrays of records (a dtype with fields) are not here: a dict of arrays, one for each field, serves')
    if isinstance(dtype, str) and dtype.startswith(('datetime64', 'timedelta64', 'M8', 'm8')):
        raise TypeError(f'arrays of {dtype} are not here: a list of datetime.date, or days as ints, serves')
    if dtype is not None:
        if isinstance(dtype, type) and (issubclass(dtype, str) or dtype.__name__ in ('object', 'object_')):
            return True
        if dtype in ('object', 'O', 'str') or str(dtype).lstrip('<>=|')[:1] in ('U', 'S'):
            return True
    elif isinstance(items, (list, tuple, str)):
        return isinstance(_first(items), str)
    return type(items).__name__ == 'ndarray' and type(items) is not _ndarray


def _has_none(items):
    return any(one is None or isinstance(one, (list, tuple)) and _has_none(one) for one in items)


def array(object, dtype=None, *, copy=True, order='K', subok=False, ndmin=0, like=None):
    """An array of numbers, or of texts."""
    if _of_objects(object, dtype):
        from _numpy_texts import objects
        return objects.of(object, dtype)
    try:
        result = _array(object) if dtype is None else _array(object, dtype=dtype)
    except TypeError:
        if dtype is not None or not isinstance(object, (list, tuple)):
            raise
        if _has_none(object):
            return array(object, 'object')
        # A text among numbers.
        if not any(isinstance(_first(one), str) for one in object):
            raise
        return array(object, str)
    return result if result.ndim >= ndmin else result.reshape(*[1] * (ndmin - result.ndim), *result.shape)


def asarray(a, dtype=None, order=None, *, like=None):
    """As an array."""
    if dtype is None and type(a) is _ndarray:
        return a
    if _of_objects(a, dtype):
        from _numpy_texts import objects
        return a if isinstance(a, objects) else objects.of(a, dtype)
    if dtype is None:
        return _asarray(a) if not isinstance(a, (list, tuple)) else array(a)
    return _asarray(a, dtype=dtype)


def copy(a, order='K', subok=False):
    """A copy."""
    return asarray(a).copy()


def array_of(items, dtype=None, count=-1):
    """What can be gone through, as an array."""
    items = list(items)
    if count >= 0:
        if len(items) < count:
            raise ValueError(f'iterator too short: Expected {count} but iterator had only {len(items)} items.')
        items = items[:count]
    return np.array(items, dtype=dtype)


fromiter = array_of


def asanyarray(a, dtype=None, order=None):
    """As an array."""
    return asarray(a) if dtype is None else asarray(a, dtype=dtype)


ascontiguousarray = asanyarray


def fromfunction(function, shape, *, dtype=float, **kwargs):
    """Made of its places by a function."""
    return function(*indices(shape, dtype), **kwargs)


def indices(dimensions, dtype=int, sparse=False):
    """The places along each axis."""
    if sparse:
        return tuple(one.astype(dtype) for one in meshgrid(*[np.arange(n) for n in dimensions], indexing='ij', sparse=True))
    return np.stack(meshgrid(*[np.arange(n) for n in dimensions], indexing='ij')).astype(dtype)


def meshgrid(*xi, copy=True, sparse=False, indexing='xy'):
    """Grids of the points that coordinates make."""
    if indexing not in ('xy', 'ij'):
        raise ValueError("Valid values for `indexing` are 'xy' and 'ij'.")
    xs = [np.ravel(x) for x in xi]
    sizes = [len(x) for x in xs]
    if indexing == 'xy' and len(xs) > 1:
        order = [1, 0] + list(range(2, len(xs)))
    else:
        order = list(range(len(xs)))
    shape = [sizes[i] for i in order]
    grids = []
    for i, x in enumerate(xs):
        own = [1] * len(xs)
        own[order.index(i)] = sizes[i]
        grids.append(x.reshape(own) if sparse else np.broadcast_to(x.reshape(own), shape).copy())
    return grids


class _Grid:
    def __init__(self, sparse):
        self._sparse = sparse

    def __getitem__(self, key):
        keys = key if isinstance(key, tuple) else (key,)
        axes = []
        for one in keys:
            start = 0 if one.start is None else one.start
            if isinstance(one.step, complex):
                axes.append(linspace(start, one.stop, int(abs(one.step))))
            else:
                axes.append(np.arange(start, one.stop, 1 if one.step is None else one.step))
        if not isinstance(key, tuple):
            return axes[0]
        grids = meshgrid(*axes, indexing='ij', sparse=self._sparse)
        return grids if self._sparse else np.stack(grids)


mgrid, ogrid = _Grid(False), _Grid(True)


class _Joined:
    def __init__(self, columns):
        self._columns = columns

    def __getitem__(self, key):
        parts = []
        for one in key if isinstance(key, tuple) else (key,):
            if isinstance(one, slice):
                one = mgrid[one]
            one = np.atleast_1d(one)
            parts.append(one[:, None] if self._columns and one.ndim == 1 else one)
        return np.concatenate(parts, axis=-1)


c_, r_ = _Joined(True), _Joined(False)
