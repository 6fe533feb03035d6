"""What NumPy has beyond the arrays and loops of numpy-ts: its signatures, its types, and functions made of others."""

import math
import operator
from contextlib import contextmanager
from itertools import product

import numpy as np
from numpy import asarray

_own = {name: getattr(np, name) for name in dir(np)}
_array, _asarray = np.array, np.asarray
_ndarray = type(np.zeros(1))


def _has_axes(x):
    # A number of NumPy's has a shape, too.
    return not isinstance(x, (int, float, complex, generic)) and hasattr(x, 'shape')



# ---- types ----


(generic, number, integer, signedinteger, unsignedinteger, inexact, floating, complexfloating) = [
    getattr(np, _name) for _name in ('generic', 'number', 'integer', 'signedinteger', 'unsignedinteger', 'inexact',
                                     'floating', 'complexfloating')]
int64, int32, int16, int8 = np.int64, np.int32, np.int16, np.int8
uint64, uint32, uint16, uint8 = np.uint64, np.uint32, np.uint16, np.uint8
float64, float32, float16 = np.float64, np.float32, np.float16
complex128, complex64, bool_ = np.complex128, np.complex64, np.bool_
int_ = intp = longlong = int64
intc, short, byte = int32, int16, int8
uint = uintp = ulonglong = uint64
uintc, ushort, ubyte = uint32, uint16, uint8
double = float_ = float64
single, half = float32, float16
cdouble = complex_ = complex128
csingle = complex64
bool8 = bool_
_Int = (int, integer)


class ComplexWarning(RuntimeWarning):
    """A complex number that lost its imaginary part."""


_types = {'int64': int64, 'int32': int32, 'int16': int16, 'int8': int8, 'uint64': uint64, 'uint32': uint32,
          'uint16': uint16, 'uint8': uint8, 'float64': float64, 'float32': float32, 'float16': float16,
          'complex128': complex128, 'complex64': complex64, 'bool': bool_}


def dtype(kind):
    """The dtype of a name, a type or a dtype."""
    return np.zeros(0, dtype=kind).dtype


def issubdtype(arg1, arg2):
    """Whether one type is of the kind of another."""
    def cls(one):
        return one if isinstance(one, type) and issubclass(one, generic) else _types[dtype(one).name]
    return issubclass(cls(arg1), cls(arg2))


def result_type(*args):
    """The dtype that several have in common."""
    total = None
    for arg in args:
        one = ravel(arg)[:0] if _has_axes(arg) or isinstance(arg, (int, float)) else np.zeros(0, arg)
        total = one if total is None else total + one
    return total.dtype


def promote_types(type1, type2):
    """The dtype that holds the numbers of both."""
    return (np.zeros(1, type1) + np.zeros(1, type2)).dtype


def can_cast(from_, to, casting='safe'):
    """Whether all numbers of one dtype have a place in another."""
    before, after = dtype(from_), dtype(to)
    if casting == 'unsafe':
        return True
    rank = {'b': 0, 'u': 1, 'i': 2, 'f': 3, 'c': 4}
    if casting == 'same_kind' and rank[before.kind] <= rank[after.kind] or before == after:
        return True
    return casting != 'no' and promote_types(before, after) == after


def block(arrays):
    """A matrix of matrices."""
    def joined(part, depth):
        if not isinstance(part, list):
            return part
        return concatenate([atleast_nd(joined(one, depth - 1), deepest) for one in part], axis=-depth)

    def depth_of(part):
        return 1 + max(map(depth_of, part)) if isinstance(part, list) and part else 0

    def atleast_nd(part, count):
        part = asarray(part)
        return part if part.ndim >= count else part.reshape(*[1] * (count - part.ndim), *part.shape)
    deepest = depth_of(arrays)
    return joined(arrays, deepest)


_kinds = ['b', 'iu', 'f', 'c']


def _alike(x, y):
    """Two arrays of one dtype; a number takes that of the array, where that is of its kind or a richer one."""
    a, b = asarray(x), asarray(y)
    if a.dtype == b.dtype:
        return a, b
    rank = [next(i for i, kinds in enumerate(_kinds) if one.dtype.kind in kinds) for one in (a, b)]
    if b.ndim == 0 and a.ndim > 0 and rank[1] <= rank[0]:
        return a, b.astype(a.dtype)
    if a.ndim == 0 and b.ndim > 0 and rank[0] <= rank[1]:
        return a.astype(b.dtype), b
    common = result_type(a, b)
    return a.astype(common), b.astype(common)


class iinfo:
    """The least and the most of a type of ints."""

    def __init__(self, kind):
        self.dtype = dtype(kind)
        self.bits = self.dtype.itemsize * 8
        signed = self.dtype.kind == 'i'
        self.min = -2 ** (self.bits - 1) if signed else 0
        self.max = 2 ** (self.bits - signed) - 1

    def __repr__(self):
        return f'iinfo(min={self.min}, max={self.max}, dtype={self.dtype})'

    def __str__(self):
        line = '-' * 63
        return f'Machine parameters for {self.dtype}\n{line}\nmin = {self.min}\nmax = {self.max}\n{line}\n'


class finfo:
    """What a type of floats can hold."""

    def __init__(self, kind=float):
        self.dtype = dtype(kind)
        self.bits = self.dtype.itemsize * 8
        digits, most = {16: (10, 15), 32: (23, 127), 64: (52, 1023)}[self.bits]
        cast = _types[self.dtype.name]
        self.eps = cast(2.0 ** -digits)
        self.epsneg = cast(2.0 ** -(digits + 1))
        self.max = cast((2 - 2.0 ** -digits) * 2.0 ** most)
        self.min = cast(-((2 - 2.0 ** -digits) * 2.0 ** most))
        self.tiny = self.smallest_normal = cast(2.0 ** (1 - most))
        self.resolution = cast(10.0 ** -{16: 3, 32: 6, 64: 15}[self.bits])
        self.precision = {16: 3, 32: 6, 64: 15}[self.bits]


# ---- making arrays ----


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
        result = stack(rows, axis)
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
    result = np.power(10.0, linspace(math.log10(start), math.log10(stop), num, endpoint))
    return result if dtype is None else result.astype(dtype)


def _like(a, value, kind):
    a = asarray(a)
    return np.full(a.shape, value, dtype=a.dtype if kind is None else kind)


def zeros_like(a, dtype=None, order='K', subok=True, shape=None):
    """Zeros in the shape of another."""
    return _like(a, 0, dtype)


def ones_like(a, dtype=None, order='K', subok=True, shape=None):
    """Ones in the shape of another."""
    return _like(a, 1, dtype)


def full_like(a, fill_value, dtype=None, order='K', subok=True, shape=None):
    """A number in the shape of another."""
    return _like(a, fill_value, dtype)


empty_like = zeros_like


def identity(n, dtype=None):
    """Ones on the diagonal."""
    return np.eye(n, dtype=dtype)


def _first(items):
    while isinstance(items, (list, tuple)) and items:
        items = items[0]
    return items


def _of_objects(items, dtype):
    if isinstance(dtype, list):
        raise TypeError('arrays of records (a dtype with fields) are not here: a dict of arrays, one for each field, serves')
    if isinstance(dtype, str) and dtype.startswith(('datetime64', 'timedelta64', 'M8', 'm8')):
        raise TypeError(f'arrays of {dtype} are not here: a list of datetime.date, or days as ints, serves')
    if dtype is not None and dtype in (object, str, 'object', 'O'):
        return True
    if isinstance(items, (list, tuple, str)):
        return isinstance(_first(items), str)
    return type(items).__name__ == 'ndarray' and type(items) is not _ndarray


def array(object, dtype=None, *, copy=True, order='K', subok=False, ndmin=0, like=None):
    """An array of numbers, or of texts."""
    if _of_objects(object, dtype):
        from _numpy_texts import objects
        return objects.of(object, dtype)
    try:
        result = _array(object) if dtype is None else _array(object, dtype=dtype)
    except TypeError:
        # A text among numbers.
        if dtype is not None or not isinstance(object, (list, tuple)) or not any(isinstance(_first(one), str) for one in object):
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
    return _asarray(a) if dtype is None else _asarray(a, dtype=dtype)


def copy(a, order='K', subok=False):
    """A copy."""
    return asarray(a).copy()


def array_of(items, dtype=None, count=-1):
    """What can be gone through, as an array."""
    return np.array(list(items), dtype=dtype)


fromiter = array_of


def asanyarray(a, dtype=None, order=None):
    """As an array."""
    return asarray(a) if dtype is None else asarray(a, dtype=dtype)


ascontiguousarray = asanyarray


def fromfunction(function, shape, *, dtype=float, **kwargs):
    """Made of its places by a function."""
    return function(*indices(shape, dtype), **kwargs)


def indices(dimensions, dtype=int):
    """The places along each axis."""
    return stack(meshgrid(*[np.arange(n) for n in dimensions], indexing='ij')).astype(dtype)


def meshgrid(*xi, copy=True, sparse=False, indexing='xy'):
    """Grids of the points that coordinates make."""
    xs = [ravel(x) for x in xi]
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
        grids.append(x.reshape(own) if sparse else broadcast_to(x.reshape(own), shape).copy())
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
        return grids if self._sparse else stack(grids)


mgrid, ogrid = _Grid(False), _Grid(True)


class _Joined:
    def __init__(self, columns):
        self._columns = columns

    def __getitem__(self, key):
        parts = []
        for one in key if isinstance(key, tuple) else (key,):
            if isinstance(one, slice):
                one = mgrid[one]
            one = atleast_1d(one)
            parts.append(one[:, None] if self._columns and one.ndim == 1 else one)
        return concatenate(parts, axis=-1)


c_, r_ = _Joined(True), _Joined(False)


# ---- shapes ----


def ravel(a, order='C'):
    """In one line."""
    a = asarray(a)
    return transpose(a).flatten() if order == 'F' else a.flatten()


def reshape(a, newshape, order='C'):
    """In another shape."""
    if order == 'F':
        sizes = [newshape] if isinstance(newshape, _Int) else list(newshape)
        return transpose(ravel(a, 'F').reshape(sizes[::-1]))
    return asarray(a).reshape(newshape)


def transpose(a, axes=None):
    """With its axes in another order."""
    return _own['transpose'](asarray(a)) if axes is None else _own['transpose'](asarray(a), axes)


def expand_dims(a, axis):
    """With one more axis."""
    a = asarray(a)
    axes = [axis] if isinstance(axis, _Int) else list(axis)
    count = a.ndim + len(axes)
    axes = [one + count if one < 0 else one for one in axes]
    for one in axes:
        if not 0 <= one < count:
            raise ValueError(f'axis {one} is out of bounds for array of dimension {count}')
    sizes = list(a.shape)
    return a.reshape([1 if i in axes else sizes.pop(0) for i in range(count)])


def squeeze(a, axis=None):
    """Without its axes of length one."""
    a = asarray(a)
    if axis is None:
        return a.reshape([n for n in a.shape if n != 1])
    axes = [one + a.ndim if one < 0 else one for one in ([axis] if isinstance(axis, _Int) else axis)]
    if any(a.shape[one] != 1 for one in axes):
        raise ValueError('cannot select an axis to squeeze out which has size not equal to one')
    return a.reshape([n for i, n in enumerate(a.shape) if i not in axes])


def moveaxis(a, source, destination):
    """With an axis elsewhere."""
    a = asarray(a)
    order = [i for i in range(a.ndim) if i != source % a.ndim]
    order.insert(destination % a.ndim, source % a.ndim)
    return transpose(a, order)


def swapaxes(a, axis1, axis2):
    """With two axes for one another."""
    a = asarray(a)
    order = list(range(a.ndim))
    order[axis1], order[axis2] = order[axis2], order[axis1]
    return transpose(a, order)


def broadcast_to(array, shape, subok=False):
    """Repeated to a shape."""
    array = asarray(array)
    shape = (shape,) if isinstance(shape, _Int) else tuple(shape)
    try:
        return _own['broadcast_to'](array, list(shape))
    except Exception:
        raise ValueError('operands could not be broadcast together with remapped shapes [original->remapped]: '
                         f'{array.shape} and requested shape {shape}') from None


def broadcast_arrays(*args, subok=False):
    """All in one shape."""
    total = sum([asarray(a) * 0 for a in args])
    return [broadcast_to(a, total.shape) for a in args]


def atleast_1d(*arys):
    """With one axis at least."""
    found = [asarray(a).reshape(1) if asarray(a).ndim == 0 else asarray(a) for a in arys]
    return found[0] if len(found) == 1 else found


def atleast_2d(*arys):
    """With two axes at least."""
    found = [a if a.ndim > 1 else a.reshape(1, -1) for a in map(asarray, arys)]
    return found[0] if len(found) == 1 else found


def atleast_3d(*arys):
    """With three axes at least."""
    found = []
    for a in map(asarray, arys):
        found.append(a if a.ndim > 2 else a.reshape(a.shape + (1,)) if a.ndim == 2 else a.reshape(1, -1, 1))
    return found[0] if len(found) == 1 else found


def flip(m, axis=None):
    """Backwards."""
    m = asarray(m)
    axes = range(m.ndim) if axis is None else [axis] if isinstance(axis, _Int) else axis
    axes = [one % m.ndim for one in axes]
    return m[tuple(slice(None, None, -1) if i in axes else slice(None) for i in range(m.ndim))]


def fliplr(m):
    """Backwards in its rows."""
    return flip(m, 1)


def flipud(m):
    """Its rows backwards."""
    return flip(m, 0)


def roll(a, shift, axis=None):
    """Turned round."""
    a = asarray(a)
    if axis is None:
        return _rolled(a.flatten(), shift, 0).reshape(a.shape)
    if isinstance(axis, _Int):
        return _rolled(a, shift, axis)
    for one, by in zip(axis, shift if isinstance(shift, (tuple, list)) else [shift] * len(axis)):
        a = _rolled(a, by, one)
    return a


def _rolled(a, shift, axis):
    n = a.shape[axis]
    shift %= n or 1
    head = [slice(None)] * a.ndim
    tail = list(head)
    head[axis], tail[axis] = slice(n - shift, n), slice(0, n - shift)
    return concatenate([a[tuple(head)], a[tuple(tail)]], axis)


def _arrays(items):
    items = [asarray(item) for item in items]
    if not items:
        raise ValueError('need at least one array to concatenate')
    return items


def concatenate(arrays, axis=0, out=None, dtype=None):
    """One behind the other."""
    items = _arrays(arrays)
    if any(item.ndim == 0 for item in items):
        raise ValueError('zero-dimensional arrays cannot be concatenated')
    if axis is None:
        items, axis = [item.flatten() for item in items], 0
    first = items[0]
    for i, item in enumerate(items):
        if item.ndim != first.ndim:
            raise ValueError('all the input arrays must have same number of dimensions, but the array at index 0 has '
                             f'{first.ndim} dimension(s) and the array at index {i} has {item.ndim} dimension(s)')
        for d in range(first.ndim):
            if d != axis % first.ndim and item.shape[d] != first.shape[d]:
                raise ValueError('all the input array dimensions except for the concatenation axis must match '
                                 f'exactly, but along dimension {d}, the array at index 0 has size {first.shape[d]} '
                                 f'and the array at index {i} has size {item.shape[d]}')
    full = [item for item in items if item.size] or items[:1]
    if any(item.dtype != full[0].dtype for item in full):
        common = result_type(*full)
        full = [item if item.dtype == common else item.astype(common) for item in full]
    result = _own['concatenate'](full, axis)
    return result if dtype is None else result.astype(dtype)


def stack(arrays, axis=0, out=None):
    """Along a new axis."""
    items = _arrays(arrays)
    if any(item.shape != items[0].shape for item in items):
        raise ValueError('all input arrays must have the same shape')
    return concatenate([expand_dims(item, axis) for item in items], axis)


def vstack(tup):
    """One below the other."""
    return concatenate([atleast_2d(item) for item in tup], 0)


row_stack = vstack


def hstack(tup):
    """One beside the other."""
    items = [atleast_1d(item) for item in tup]
    return concatenate(items, 0 if items and items[0].ndim == 1 else 1)


def dstack(tup):
    """One behind the other."""
    return concatenate([atleast_3d(item) for item in tup], 2)


def column_stack(tup):
    """As columns."""
    return concatenate([a.reshape(-1, 1) if a.ndim < 2 else a for a in map(asarray, tup)], 1)


def ix_(*args):
    """Arrays of places that meet as a grid."""
    places = [asarray(list(arg) if isinstance(arg, range) else arg) for arg in args]
    places = [nonzero(one)[0] if one.dtype == 'bool' else one for one in places]
    return tuple(one.reshape(*[-1 if j == i else 1 for j in range(len(places))]) for i, one in enumerate(places))


def append(arr, values, axis=None):
    """With values at the end."""
    if axis is None:
        return concatenate([ravel(arr), ravel(values)])
    return concatenate([asarray(arr), asarray(values)], axis)


def insert(arr, obj, values, axis=None):
    """With values in between."""
    arr = asarray(arr)
    if axis is None:
        arr, axis = arr.flatten(), 0
    rows = list(moveaxis(arr, axis, 0))
    places = [obj] if isinstance(obj, _Int) else list(obj)
    given = asarray(values).astype(arr.dtype)
    items = [broadcast_to(given, rows[0].shape) if arr.ndim > 1 else given] * len(places) if given.ndim == 0 else list(given) if len(places) > 1 or arr.ndim == 1 else [given]
    if isinstance(obj, _Int) and len(items) > 1:
        places = places * len(items)
    for place, item in reversed(list(zip(places, items))):
        rows.insert(place, item)
    return moveaxis(stack([asarray(row) for row in rows]).astype(arr.dtype), 0, axis)


def delete(arr, obj, axis=None):
    """Without some."""
    arr = asarray(arr)
    if axis is None:
        arr, axis = arr.flatten(), 0
    n = arr.shape[axis]
    if isinstance(obj, slice):
        gone = set(range(n)[obj])
    else:
        gone = {int(i) for i in ([obj] if isinstance(obj, _Int) else obj)}
        for i in gone:
            if not -n <= i < n:
                raise IndexError(f'index {i} is out of bounds for axis {axis} with size {n}')
        gone = {i % n for i in gone}
    return take(arr, [i for i in range(n) if i not in gone], axis)


def array_split(ary, indices_or_sections, axis=0):
    """In parts of nearly one size."""
    ary = asarray(ary)
    n = ary.shape[axis]
    if isinstance(indices_or_sections, _Int):
        size, more = divmod(n, indices_or_sections)
        ends, at = [0], 0
        for i in range(indices_or_sections):
            at += size + (i < more)
            ends.append(at)
    else:
        ends = [0] + [int(i) for i in indices_or_sections] + [n]
    before = (slice(None),) * (axis % ary.ndim)
    return [ary[before + (slice(a, b),)] for a, b in zip(ends, ends[1:])]


def split(ary, indices_or_sections, axis=0):
    """In equal parts."""
    if isinstance(indices_or_sections, _Int) and asarray(ary).shape[axis] % indices_or_sections:
        raise ValueError('array split does not result in an equal division')
    return array_split(ary, indices_or_sections, axis)


def hsplit(ary, indices_or_sections):
    """In parts side by side."""
    return split(ary, indices_or_sections, 0 if asarray(ary).ndim == 1 else 1)


def vsplit(ary, indices_or_sections):
    """In parts one below the other."""
    return split(ary, indices_or_sections, 0)


def repeat(a, repeats, axis=None):
    """Each several times."""
    a = asarray(a)
    if axis is None:
        a, axis = a.flatten(), 0
    n = a.shape[axis]
    counts = [repeats] * n if isinstance(repeats, _Int) else [int(i) for i in repeats]
    if len(counts) == 1:
        counts = counts * n
    return take(a, [i for i in range(n) for _ in range(counts[i])], axis)


def tile(A, reps):
    """Several times in a row."""
    reps = (reps,) if isinstance(reps, _Int) else tuple(int(i) for i in reps)
    A = asarray(A)
    reps = (1,) * (A.ndim - len(reps)) + reps
    A = A.reshape((1,) * (len(reps) - A.ndim) + tuple(A.shape))
    for axis, count in enumerate(reps):
        A = concatenate([A] * count, axis) if count else take(A, [], axis)
    return A


def pad(array, pad_width, mode='constant', *, constant_values=0, end_values=0, **kwargs):
    """With a border."""
    array = asarray(array)
    widths = asarray(pad_width).tolist()
    if isinstance(widths, _Int):
        widths = [[widths, widths]] * array.ndim
    elif len(widths) == 2 and isinstance(widths[0], _Int):
        widths = [widths] * array.ndim
    elif len(widths) == 1:
        widths = [widths[0] if isinstance(widths[0], list) else [widths[0]] * 2] * array.ndim
    values = constant_values if isinstance(constant_values, (tuple, list)) else (constant_values, constant_values)
    for axis, (before, after) in enumerate(widths):
        n = array.shape[axis]
        if mode == 'constant':
            def border(count, value):
                shape = list(array.shape)
                shape[axis] = count
                return np.full(shape, value, dtype=array.dtype)
            array = concatenate([border(before, values[0]), array, border(after, values[1])], axis)
            continue
        places = range(-before, n + after)
        if mode == 'edge':
            chosen = [min(max(i, 0), n - 1) for i in places]
        elif mode == 'wrap':
            chosen = [i % n for i in places]
        elif mode == 'reflect':
            round_trip = max(2 * (n - 1), 1)
            chosen = [min(i % round_trip, round_trip - i % round_trip) for i in places]
        elif mode == 'symmetric':
            chosen = [min(i % (2 * n), 2 * n - 1 - i % (2 * n)) for i in places]
        else:
            raise ValueError(f"mode '{mode}' is not supported")
        array = take(array, chosen, axis)
    return array


# ---- finding ----


def take(a, indices, axis=None, out=None, mode='raise'):
    """Those at places."""
    a = asarray(a)
    if axis is None:
        a, axis = a.flatten(), 0
    axis %= a.ndim
    places = asarray(indices)
    if places.size == 0:
        return a[(slice(None),) * axis + (slice(0, 0),)]
    return a[(slice(None),) * axis + (places.astype(int64) if places.ndim else int(places.item()),)]


def nonzero(a):
    """The places that are not zero."""
    return tuple(_ints(one) for one in _own['nonzero'](atleast_1d(a)))


def flatnonzero(a):
    """The places that are not zero, in one line."""
    return nonzero(ravel(a))[0]


def argwhere(a):
    """The places that are not zero, a row each."""
    return stack(nonzero(a), 1)


def where(condition, x=None, y=None):
    """One or the other; or the places that are true."""
    if x is None:
        return nonzero(condition)
    if _of_objects(x, None) or _of_objects(y, None):
        from _numpy_texts import objects
        condition = asarray(condition)
        left, right = [asarray(one) for one in (x, y)]
        texts = [[str(item) for item in one.flatten().tolist()] * (condition.size if one.size == 1 else 1) for one in (left, right)]
        return objects.of([texts[0 if one else 1][i] for i, one in enumerate(condition.flatten().tolist())]).reshape(condition.shape)
    x, y = _alike(x, y)
    if hasattr(condition, '__len__'):
        x, y = atleast_1d(x), atleast_1d(y)
    # numpy-ts gives an array that knows less.
    return np.array(_own['where'](asarray(condition), x, y))


def argsort(a, axis=-1, kind=None, order=None):
    """The places in rising order."""
    if _of_objects(a, None):
        items = asarray(a).tolist()
        return np.array(sorted(range(len(items)), key=items.__getitem__), dtype=int64)
    return _ints(_own['argsort'](asarray(a), axis))


def sort(a, axis=-1, kind=None, order=None):
    """In rising order."""
    if _of_objects(a, None):
        texts = asarray(a)
        return texts[argsort(texts)] if texts.ndim == 1 else array([list(sort(row)) for row in texts])
    a = asarray(a)
    return _own['sort'](a.flatten() if axis is None else a, -1 if axis is None else axis)


def argmax(a, axis=None, out=None, *, keepdims=False):
    """Where the largest is."""
    return _arg(_own['argmax'], asarray(a), axis, keepdims)


def argmin(a, axis=None, out=None, *, keepdims=False):
    """Where the smallest is."""
    return _arg(_own['argmin'], asarray(a), axis, keepdims)


def _arg(find, a, axis, keepdims):
    if a.size == 0:
        raise ValueError('attempt to get argmax of an empty sequence')
    if axis is None:
        return int64(find(a.flatten()))
    found = _whole(find(a, axis % a.ndim))
    return expand_dims(found, axis) if keepdims else found


def searchsorted(a, v, side='left', sorter=None):
    """Where values go in what is sorted."""
    found = _ints(_own['searchsorted'](asarray(a), atleast_1d(v), side))
    return found if hasattr(v, '__len__') else found[0]


def digitize(x, bins, right=False):
    """In which bin values lie."""
    return searchsorted(bins, x, 'left' if right else 'right')


def unique(ar, return_index=False, return_inverse=False, return_counts=False, axis=None, *, equal_nan=True):
    """Each value once, in order."""
    if _of_objects(ar, None):
        return asarray(ar).unique(return_counts, return_inverse)
    ar = asarray(ar)
    if axis is not None:
        rows = [tuple(row) for row in moveaxis(ar, axis, 0).reshape(ar.shape[axis], -1).tolist()]
        values = sorted(set(rows))
        result = take(ar, [rows.index(value) for value in values], axis)
    else:
        rows = ar.flatten().tolist()
        values = sorted(set(rows))
        result = np.array(values, dtype=ar.dtype) if ar.dtype.kind != 'U' else np.array(values)
    extra = []
    if return_index:
        extra.append(np.array([rows.index(value) for value in values], dtype=int64))
    if return_inverse:
        place = {value: i for i, value in enumerate(values)}
        extra.append(np.array([place[row] for row in rows], dtype=int64))
    if return_counts:
        counts = {}
        for row in rows:
            counts[row] = counts.get(row, 0) + 1
        extra.append(np.array([counts[value] for value in values], dtype=int64))
    return (result, *extra) if extra else result


def isin(element, test_elements, assume_unique=False, invert=False):
    """Whether each is among others."""
    element = asarray(element)
    known = set(ravel(test_elements).tolist())
    found = [(one in known) != invert for one in element.flatten().tolist()]
    return np.array(found, dtype=bool).reshape(element.shape)


def in1d(ar1, ar2, assume_unique=False, invert=False):
    """Whether each is among others, in one line."""
    return isin(ravel(ar1), ar2, invert=invert)


def intersect1d(ar1, ar2, assume_unique=False, return_indices=False):
    """What both have."""
    values = unique(ar1)
    return values[isin(values, ar2)]


def union1d(ar1, ar2):
    """What one or the other has."""
    return unique(concatenate([ravel(ar1), ravel(ar2)]))


def setdiff1d(ar1, ar2, assume_unique=False):
    """What the other has not."""
    values = unique(ar1)
    return values[isin(values, ar2, invert=True)]


def setxor1d(ar1, ar2, assume_unique=False):
    """What one of both has alone."""
    return union1d(setdiff1d(ar1, ar2), setdiff1d(ar2, ar1))


def lexsort(keys, axis=-1):
    """The places in the order of several keys, the last first."""
    columns = [asarray(key).tolist() for key in keys][::-1]
    return np.array(sorted(range(len(columns[0])), key=lambda i: tuple(column[i] for column in columns)), dtype=int64)


def partition(a, kth, axis=-1, kind='introselect', order=None):
    """With the kth at its place."""
    return sort(a, axis)


def argpartition(a, kth, axis=-1, kind='introselect', order=None):
    """The places with the kth at its own."""
    return _ints(_own['argpartition'](asarray(a), kth, axis))


def bincount(x, weights=None, minlength=0):
    """How often each of 0, 1, 2 … is there."""
    x = [int(one) for one in x]
    if any(one < 0 for one in x):
        raise ValueError("'list' argument must have no negative elements")
    counts = [0] * max(max(x, default=-1) + 1, minlength)
    for i, one in enumerate(x):
        counts[one] += 1 if weights is None else float(weights[i])
    return np.array(counts, dtype=int64 if weights is None else float64)


def histogram_bin_edges(a, bins=10, range=None, weights=None):
    """Where bins begin and end."""
    a = ravel(a)
    if not isinstance(bins, _Int):
        return asarray(bins)
    low, high = (range if range is not None else (a.min(), a.max())) if a.size or range else (0.0, 1.0)
    if low == high:
        low, high = low - 0.5, high + 0.5
    return linspace(float(low), float(high), bins + 1)


def histogram(a, bins=10, range=None, density=None, weights=None):
    """How many lie in each bin."""
    edges = histogram_bin_edges(a, bins, range)
    ends = edges.tolist()
    counts = [0] * (len(ends) - 1)
    for i, value in enumerate(ravel(a).tolist()):
        if ends[0] <= value <= ends[-1]:
            at = min(int(searchsorted(edges, value, 'right')) - 1, len(counts) - 1)
            counts[at] += 1 if weights is None else weights[i]
    counts = np.array(counts, dtype=int64 if weights is None else float64)
    if density:
        return counts / diff(edges) / counts.sum(), edges
    return counts, edges


# ---- statistics ----


def ptp(a, axis=None, out=None, keepdims=False):
    """From the smallest to the largest."""
    return np.max(a, axis=axis) - np.min(a, axis=axis)


def quantile(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False):
    """What a part of the values lies below."""
    a = asarray(a).astype(float64)
    if axis is None:
        a, axis = a.flatten(), 0
    a = sort(moveaxis(a, axis, 0), 0)

    def at(part):
        if not 0 <= part <= 1:
            raise ValueError('Quantiles must be in the range [0, 1]')
        place = part * (a.shape[0] - 1)
        low = math.floor(place)
        if method == 'lower':
            return a[low]
        if method in ('higher', 'nearest', 'midpoint'):
            high = math.ceil(place)
            return a[high] if method == 'higher' else a[round(place)] if method == 'nearest' else (a[low] + a[high]) / 2
        t = place - low
        below, above = a[low], a[min(low + 1, a.shape[0] - 1)]
        return above - (above - below) * (1 - t) if t >= 0.5 else below + (above - below) * t
    if hasattr(q, '__len__'):
        return stack([asarray(at(float(one))) for one in q])
    return at(float(q))


def percentile(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False):
    """What so many of a hundred lie below."""
    parts = [float(one) / 100 for one in q] if hasattr(q, '__len__') else float(q) / 100
    try:
        return quantile(a, parts, axis, method=method)
    except ValueError as e:
        raise ValueError(str(e).replace('Quantiles', 'Percentiles').replace('[0, 1]', '[0, 100]')) from None


def average(a, axis=None, weights=None, returned=False, *, keepdims=False):
    """The mean, by weights."""
    a = asarray(a)
    if weights is None:
        return np.mean(a, axis=axis)
    weights = asarray(weights)
    if axis is not None and weights.ndim < a.ndim:
        shape = [1] * a.ndim
        shape[axis] = -1
        weights = weights.reshape(shape)
    total = np.sum(broadcast_to(weights, a.shape), axis=axis)
    result = np.sum(a * weights, axis=axis) / total
    return (result, total) if returned else result


def cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None):
    """How rows go together."""
    x = atleast_2d(asarray(m).astype(float64))
    if not rowvar and x.shape[0] != 1:
        x = x.T
    if y is not None:
        y = atleast_2d(asarray(y).astype(float64))
        x = concatenate([x, y if rowvar or y.shape[0] == 1 else y.T])
    ddof = (0 if bias else 1) if ddof is None else ddof
    x = x - np.mean(x, axis=1, keepdims=True)
    result = np.dot(x, x.T) / (x.shape[1] - ddof)
    return squeeze(result)


def corrcoef(x, y=None, rowvar=True, **kwargs):
    """How rows go together, from -1 to 1."""
    c = cov(x, y, rowvar)
    if c.ndim == 0:
        return c / c
    d = np.sqrt(diag(c))
    return np.clip(c / d[:, None] / d[None, :], -1, 1)


def _without_nan(name):
    def run(a, axis=None, dtype=None, out=None, keepdims=False, **kwargs):
        a = asarray(a)
        if axis is None:
            return getattr(np, name)(a[~np.isnan(a)], **kwargs)
        rows = moveaxis(a, axis, -1)
        flat = rows.reshape(-1, rows.shape[-1])
        return np.array([getattr(np, name)(row[~np.isnan(row)], **kwargs) for row in flat]).reshape(rows.shape[:-1])
    run.__name__ = 'nan' + name
    return run


nansum, nanmean, nanmax, nanmin, nanstd, nanvar, nanmedian, nanprod = map(
    _without_nan, ['sum', 'mean', 'max', 'min', 'std', 'var', 'median', 'prod'])


def _moment(name):
    of_all = _own[name]

    def run(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False):
        a = asarray(a) if dtype is None else asarray(a, dtype=dtype)
        if a.ndim == 1 or axis is None:
            result = of_all(a.flatten(), ddof=ddof) if name != 'mean' else of_all(a.flatten())
            return np.array(result).reshape([1] * a.ndim) if keepdims else result
        if name == 'mean':
            return of_all(a, axis=axis, keepdims=keepdims)
        return of_all(a, axis=axis, ddof=ddof, keepdims=keepdims)
    run.__name__ = name
    return run


mean, std, var = map(_moment, ['mean', 'std', 'var'])


def nan_to_num(x, copy=True, nan=0.0, posinf=None, neginf=None):
    """Numbers in the place of what is none."""
    x = asarray(x)
    x = where(np.isnan(x), nan, x)
    most = finfo(x.dtype).max if x.dtype.kind == 'f' else 0
    x = where(x == np.inf, most if posinf is None else posinf, x)
    return where(x == -np.inf, -most if neginf is None else neginf, x)


def count_nonzero(a, axis=None, *, keepdims=False):
    """How many are not zero."""
    found = np.sum(asarray(a) != 0, axis=axis)
    return int(found) if axis is None else found


def diff(a, n=1, axis=-1, prepend=None, append=None):
    """From each to the next."""
    a = asarray(a)
    if prepend is not None:
        a = concatenate([atleast_1d(prepend), a], axis)
    if append is not None:
        a = concatenate([a, atleast_1d(append)], axis)
    for _ in range(n):
        before = (slice(None),) * (axis % a.ndim)
        a = a[before + (slice(1, None),)] - a[before + (slice(None, -1),)]
    return a


def trapz(y, x=None, dx=1.0, axis=-1):
    """The area below points."""
    y = asarray(y)
    d = dx if x is None else diff(x)
    return np.sum(d * (y[1:] + y[:-1]) / 2.0)


def interp(x, xp, fp, left=None, right=None, period=None):
    """On the lines between points."""
    result = _own['interp'](atleast_1d(asarray(x)).astype(float64), asarray(xp).astype(float64),
                            asarray(fp).astype(float64))
    return result if hasattr(x, '__len__') else result[0]


def convolve(a, v, mode='full'):
    """One slid along the other."""
    a, v = asarray(a), asarray(v)
    if len(v) > len(a):
        a, v = v, a
    n, m = len(a), len(v)
    full = np.zeros(n + m - 1, dtype=(a[:1] * v[:1]).dtype)
    for i in range(m):
        full[i:i + n] = full[i:i + n] + a * v[i]
    if mode == 'full':
        return full
    if mode == 'same':
        start = (m - 1) // 2
        return full[start:start + n]
    return full[m - 1:n]


def correlate(a, v, mode='valid'):
    """How one goes with the other, slid along it."""
    return convolve(a, flip(v), mode)


# ---- polynomials ----


def polyfit(x, y, deg, rcond=None, full=False, w=None, cov=False):
    """The polynomial that is nearest to points."""
    x, y = asarray(x).astype(float64), asarray(y).astype(float64)
    lhs = vander(x, deg + 1)
    scale = np.sqrt(np.sum(lhs * lhs, axis=0))
    return linalg.lstsq(lhs / scale, y, rcond)[0] / scale


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
    return linalg.eigvals(companion)


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


# ---- rounding and comparing ----


def around(a, decimals=0, out=None):
    """To so many digits."""
    if isinstance(a, (int, float, generic)):
        return asarray(_own['around'](asarray(a), decimals))[()]
    return _own['around'](asarray(a), decimals)


round_ = around


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


# ---- matrices ----


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


@contextmanager
def errstate(**kwargs):
    """A `with` in which other faults of floats are told."""
    before = np.seterr(**kwargs)
    try:
        yield
    finally:
        np.seterr(**before)


def rot90(m, k=1, axes=(0, 1)):
    """Turned by quarters."""
    m = asarray(m)
    for _ in range(k % 4):
        m = flip(swapaxes(m, axes[0], axes[1]), axes[0])
    return m


def gradient(f, *varargs, axis=None, edge_order=1):
    """From each to its neighbours, halved."""
    f = asarray(f).astype(float64)
    step = varargs[0] if varargs else 1
    inner = (f[2:] - f[:-2]) / (2.0 * step)
    return concatenate([(f[1:2] - f[:1]) / step, inner, (f[-1:] - f[-2:-1]) / step])


@contextmanager
def printoptions(*args, **kwargs):
    """A `with` in which arrays are printed otherwise."""
    before = np.get_printoptions()
    np.set_printoptions(*args, **kwargs)
    try:
        yield np.get_printoptions()
    finally:
        np.set_printoptions(**before)


def array_str(a, max_line_width=None, precision=None, suppress_small=None):
    """As it is printed."""
    with printoptions(linewidth=max_line_width, precision=precision, suppress=suppress_small):
        return str(asarray(a))


def array_repr(arr, max_line_width=None, precision=None, suppress_small=None):
    """As the prompt shows it."""
    with printoptions(linewidth=max_line_width, precision=precision, suppress=suppress_small):
        return repr(asarray(arr))


def array2string(a, max_line_width=None, precision=None, suppress_small=None, separator=' ', prefix='', *,
                 formatter=None, threshold=None, edgeitems=None, floatmode=None, suffix='', **kwargs):
    """As it is printed."""
    with printoptions(precision, threshold, edgeitems, max_line_width, suppress_small, formatter=formatter):
        if separator == ', ':
            return repr(asarray(a))[len('array('):].rsplit(', dtype', 1)[0].rstrip(')').replace('\n' + ' ' * 6, '\n')
        return str(asarray(a))


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


class _Slices:
    """What stands between brackets, as it is."""

    def __init__(self, tuples):
        self._tuples = tuples

    def __getitem__(self, key):
        return (key,) if self._tuples and not isinstance(key, tuple) else key


s_ = _Slices(False)
index_exp = _Slices(True)


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


def tril_indices(n, k=0, m=None):
    """The places on and below a diagonal."""
    return nonzero(tri(n, m, k) > 0)


def triu_indices(n, k=0, m=None):
    """The places on and above a diagonal."""
    return nonzero(tri(n, m, k - 1) == 0)


def diag_indices(n, ndim=2):
    """The places on the diagonal."""
    return (np.arange(n),) * ndim


def unravel_index(indices, shape, order='C'):
    """Places in a shape, of places in a row."""
    single = isinstance(indices, _Int)
    left = asarray(indices)
    found = []
    for size in shape[::-1] if order == 'C' else shape:
        found.append(left % size)
        left = left // size
    found = found[::-1] if order == 'C' else found
    return tuple(int64(one) if single else _ints(one) for one in found)


def ravel_multi_index(multi_index, dims, mode='raise', order='C'):
    """Places in a row, of places in a shape."""
    place = 0
    for index, size in zip(multi_index, dims):
        place = place * size + (index if isinstance(index, _Int) else asarray(index))
    return place


def select(condlist, choicelist, default=0):
    """From the first of several arrays whose condition holds."""
    result = asarray(default)
    for condition, choice in reversed(list(zip(condlist, choicelist))):
        result = where(asarray(condition), choice, result)
    return result


def choose(a, choices, out=None, mode='raise'):
    """From the array that each number says."""
    a = asarray(a)
    return select([a == i for i in range(len(choices))], choices)


def piecewise(x, condlist, funclist, *args, **kw):
    """A function with parts."""
    x = asarray(x)
    conditions = [asarray(one) for one in condlist]
    if len(funclist) == len(conditions) + 1:
        rest = conditions[0]
        for one in conditions[1:]:
            rest = rest | one
        conditions.append(~rest)
    result = zeros_like(x)
    for condition, f in zip(conditions, funclist):
        result[condition] = f(x[condition], *args, **kw) if callable(f) else f
    return result


def frompyfunc(func, nin, nout, *, identity=None):
    """A function of each item."""
    return vectorize(func)


def unwrap(p, discont=None, axis=-1, *, period=2 * math.pi):
    """Angles without jumps."""
    p = asarray(p).astype(float64)
    step = diff(p)
    turned = (step + period / 2) % period - period / 2
    turned = where((turned == -period / 2) & (step > 0), period / 2, turned)
    moved = where(np.abs(step) < (period / 2 if discont is None else discont), 0.0, turned - step)
    return concatenate([p[:1], p[1:] + np.cumsum(moved)])


class _StrideTricks:
    """Views of windows, as copies."""

    @staticmethod
    def sliding_window_view(x, window_shape, axis=None):
        """All windows along one axis."""
        x = asarray(x)
        size = window_shape if isinstance(window_shape, _Int) else window_shape[0]
        return stack([x[i:i + size] for i in range(x.shape[0] - size + 1)])


class _Lib:
    stride_tricks = _StrideTricks


lib = _Lib


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


def _of_open_files(name):
    read = _own[name]

    def run(fname, *args, **kwargs):
        if not hasattr(fname, 'read') and not isinstance(fname, (list, tuple)):
            return read(fname, *args, **kwargs)
        import os
        import tempfile
        text = fname.read() if hasattr(fname, 'read') else '\n'.join(fname)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'read.txt')
            with open(path, 'w') as file:
                file.write(text if isinstance(text, str) else text.decode())
            return read(path, *args, **kwargs)
    run.__name__ = name
    return run


loadtxt, genfromtxt = _of_open_files('loadtxt'), _of_open_files('genfromtxt')


class _Char:
    """Methods of texts, on each text of an array."""

    def __getattr__(self, name):
        if not hasattr(str, name) or name.startswith('_'):
            raise AttributeError(f"module 'numpy.char' has no attribute '{name}'")

        def of_each(a, *args):
            texts = array(a, str) if not _of_objects(a, None) else asarray(a)
            return array([getattr(one, name)(*args) for one in texts.flatten().tolist()]).reshape(texts.shape)
        return of_each

    def add(self, x1, x2):
        """One behind the other."""
        return asarray(x1) + asarray(x2)


char = _Char()


class object_:
    """Any object."""


class str_(str):
    """A text."""


str_.__module__ = object_.__module__ = 'numpy'
float_power = _own.get('float_power')
fix = np.trunc
asfarray = asanyarray
cumproduct = np.cumprod
for _of in (iinfo, finfo, poly1d, nditer, ndenumerate, ndindex, ComplexWarning):
    _of.__module__ = 'numpy'
__all__ = [name for name in dir() if not name.startswith('_') and name not in
           ('contextmanager', 'product', 'math', 'operator', 'np', 'array_of')]
