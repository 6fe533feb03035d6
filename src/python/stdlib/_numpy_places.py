"""The places of arrays, one after the other, and their numbers."""

import operator
from itertools import product

import numpy as np
from _numpy_types import _Int, axis_of, int64
from _numpy_making import _ints, asarray
from _numpy_shapes import broadcast_arrays
from _numpy_finding import nonzero


class ndenumerate:
    """The places of an array and what stands there."""

    def __init__(self, arr):
        arr = asarray(arr)
        self._pairs = zip(ndindex(arr.shape), arr.flatten())

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._pairs)


class ndindex:
    """The places of a shape, one after the other."""

    def __init__(self, *shape):
        if len(shape) == 1 and isinstance(shape[0], tuple):
            shape = shape[0]
        self._places = product(*map(range, shape))

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._places)


class _Place:
    """An item of an array that is gone over, which can be written."""

    def __init__(self, array, place):
        self._array, self._place = array, place

    def __setitem__(self, key, value):
        self._array[self._place] = value

    def __getitem__(self, key):
        return self._array[self._place]

    def __array__(self, dtype=None):
        return asarray(self._array[self._place])

    def __repr__(self):
        return f'array({self._array[self._place]!r})'

    def __str__(self):
        return str(self._array[self._place])

    def __format__(self, spec):
        return format(self._array[self._place], spec)


def _reading(name):
    def method(self, *args):
        return getattr(operator, name)(self._array[self._place], *args)
    return method


for _name in ('add', 'sub', 'mul', 'truediv', 'floordiv', 'mod', 'pow', 'eq', 'ne', 'lt', 'le', 'gt', 'ge', 'neg', 'abs'):
    setattr(_Place, f'__{_name}__', _reading(_name))
for _name in ('add', 'sub', 'mul', 'truediv', 'floordiv', 'mod', 'pow'):
    def _turned(self, other, _of=getattr(operator, _name)):
        return _of(other, self._array[self._place])
    setattr(_Place, f'__r{_name}__', _turned)
for _name, _of in (('int', int), ('float', float), ('bool', bool), ('index', operator.index)):
    def _as(self, _of=_of):
        return _of(self._array[self._place])
    setattr(_Place, f'__{_name}__', _as)


class nditer:
    """The items of arrays, one after the other."""

    def __init__(self, op, flags=(), op_flags=(), order='K', **kwargs):
        self._several = isinstance(op, (list, tuple))
        arrays = [asarray(one) for one in (op if self._several else [op])]
        self.operands = tuple(broadcast_arrays(*arrays) if self._several else arrays)
        self.shape = self.operands[0].shape
        columns = order == 'F'
        places = product(*map(range, self.shape[::-1] if columns else self.shape))
        self._places = [place[::-1] if columns else place for place in places]
        self.itersize = len(self._places)
        self.iterindex = 0
        self._external = 'external_loop' in flags
        self._started = False

    @property
    def finished(self):
        return self.iterindex >= self.itersize

    @property
    def multi_index(self):
        return self._places[self.iterindex]

    @property
    def index(self):
        return self.iterindex

    @property
    def value(self):
        place = self._places[self.iterindex]
        items = tuple(_Place(array, place) for array in self.operands)
        return items if self._several else items[0]

    def __getitem__(self, i):
        return _Place(self.operands[i], self._places[self.iterindex])

    def __setitem__(self, i, value):
        self.operands[i][self._places[self.iterindex]] = value

    def iternext(self):
        self.iterindex += 1
        return not self.finished

    def reset(self):
        self.iterindex = 0
        self._started = False

    def __iter__(self):
        return self

    def __next__(self):
        if self._external and not self._started and self.itersize:
            self._started, self.iterindex = True, self.itersize
            return asarray([self.operands[0][place] for place in self._places])
        if self._started:
            self.iterindex += 1
        self._started = True
        if self.finished:
            raise StopIteration
        return self.value

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def close(self):
        """Nothing is kept."""


def tril_indices(n, k=0, m=None):
    """The places on and below a diagonal."""
    return nonzero(np.tri(n, m, k) > 0)


def triu_indices(n, k=0, m=None):
    """The places on and above a diagonal."""
    return nonzero(np.tri(n, m, k - 1) == 0)


def diag_indices(n, ndim=2):
    """The places on the diagonal."""
    return (np.arange(n),) * ndim


def _along(arr, indices, axis):
    """The places of what is taken or put along an axis, as a key."""
    axis = axis_of(axis, arr.ndim)
    indices = asarray(indices)
    if indices.dtype.kind not in 'iu':
        raise IndexError('`indices` must be an integer array')
    if indices.ndim != arr.ndim:
        raise ValueError('`indices` and `arr` must have the same number of dimensions')
    n = arr.shape[axis]
    for place in indices.flatten():
        if not -n <= place < n:
            raise IndexError(f'index {place} is out of bounds for axis {axis} with size {n}')
    key = []
    for i, size in enumerate(arr.shape):
        own = [1] * arr.ndim
        own[i] = size
        key.append(indices if i == axis else np.arange(size).reshape(own))
    return tuple(np.broadcast_arrays(*key))


def take_along_axis(arr, indices, axis):
    """What lies at places along an axis."""
    arr = asarray(arr)
    if axis is None:
        arr, axis = arr.flatten(), 0
    return arr[_along(arr, indices, axis)]


def put_along_axis(arr, indices, values, axis):
    """Puts values at places along an axis."""
    if axis is None:
        np.put(arr, asarray(indices).flatten(), values)
    else:
        arr[_along(arr, indices, axis)] = values


def unravel_index(indices, shape, order='C'):
    """Places in a shape, of places in a row."""
    single = isinstance(indices, _Int)
    left = asarray(indices)
    count = 1
    for size in shape:
        count *= size
    for place in left.flatten():
        if not 0 <= place < count:
            raise ValueError(f'index {place} is out of bounds for array with size {count}')
    found = []
    for size in shape[::-1] if order == 'C' else shape:
        found.append(left % size)
        left = left // size
    found = found[::-1] if order == 'C' else found
    return tuple(int64(one) if single else _ints(one) for one in found)


def ravel_multi_index(multi_index, dims, mode='raise', order='C'):
    """Places in a row, of places in a shape."""
    place = 0
    if len(multi_index) != len(dims):
        raise ValueError(f'parameter multi_index must be a sequence of length {len(dims)}')
    for index, size in zip(multi_index, dims) if order == 'C' else list(zip(multi_index, dims))[::-1]:
        if mode == 'wrap':
            index = asarray(index) % size
        elif mode == 'clip':
            index = np.clip(index, 0, size - 1)
        elif not np.all((asarray(index) >= 0) & (asarray(index) < size)):
            raise ValueError('invalid entry in coordinates array')
        place = place * size + (index if isinstance(index, _Int) else asarray(index))
    return place


def _square(arr):
    arr = asarray(arr)
    if arr.ndim != 2:
        raise ValueError('input array must be 2-d')
    return arr.shape


def tril_indices_from(arr, k=0):
    """The places on and below a diagonal of a matrix."""
    rows, columns = _square(arr)
    return tril_indices(rows, k, columns)


def triu_indices_from(arr, k=0):
    """The places on and above a diagonal of a matrix."""
    rows, columns = _square(arr)
    return triu_indices(rows, k, columns)


def diag_indices_from(arr):
    """The places on the diagonal."""
    arr = asarray(arr)
    if arr.ndim < 2:
        raise ValueError('input array must be at least 2-d')
    if any(n != arr.shape[0] for n in arr.shape):
        raise ValueError('All dimensions of input must be of equal length')
    return diag_indices(arr.shape[0], arr.ndim)


def mask_indices(n, mask_func, k=0):
    """The places that a function of a matrix leaves."""
    return nonzero(mask_func(np.ones((n, n), int), k) != 0)
