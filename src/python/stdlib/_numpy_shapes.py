"""The shapes of arrays: changed, put together, cut apart."""

from operator import index

import numpy as np
from _numpy_types import _Int, _own, axes_of, axis_of, result_type
from _numpy_making import asarray


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
    axes = [index(one) for one in (axis if isinstance(axis, (tuple, list)) else [axis])]
    count = a.ndim + len(axes)
    axes = [one + count if one < 0 else one for one in axes]
    for one in axes:
        if not 0 <= one < count:
            raise np.AxisError(f'axis {one} is out of bounds for array of dimension {count}')
    sizes = list(a.shape)
    return a.reshape([1 if i in axes else sizes.pop(0) for i in range(count)])


def squeeze(a, axis=None):
    """Without its axes of length one."""
    a = asarray(a)
    if axis is None:
        return a.reshape([n for n in a.shape if n != 1])
    axes = axes_of(axis, a.ndim)
    if any(a.shape[one] != 1 for one in axes):
        raise ValueError('cannot select an axis to squeeze out which has size not equal to one')
    return a.reshape([n for i, n in enumerate(a.shape) if i not in axes])


def moveaxis(a, source, destination):
    """With axes elsewhere."""
    a = asarray(a)
    froms, tos = [[index(one) for one in (axes if isinstance(axes, (tuple, list)) else [axes])]
                  for axes in (source, destination)]
    if len(froms) != len(tos):
        raise ValueError('`source` and `destination` arguments must have the same number of elements')
    for name, axes in (('source', froms), ('destination', tos)):
        for one in axes:
            if not -a.ndim <= one < a.ndim:
                raise np.AxisError(f'{name}: axis {one} is out of bounds for array of dimension {a.ndim}')
    froms, tos = [one % a.ndim for one in froms], [one % a.ndim for one in tos]
    order = [i for i in range(a.ndim) if i not in froms]
    for to, one in sorted(zip(tos, froms)):
        order.insert(to, one)
    return transpose(a, order)


def swapaxes(a, axis1, axis2):
    """With two axes for one another."""
    a = asarray(a)
    order = list(range(a.ndim))
    axis1, axis2 = axis_of(axis1, a.ndim), axis_of(axis2, a.ndim)
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
                         f'({",".join(map(str, array.shape))}{"," if array.ndim == 1 else ""})  and requested shape '
                         f'({",".join(map(str, shape))}{"," if len(shape) == 1 else ""})') from None


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
    axes = axes_of(axis, m.ndim)
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
    axis = axis_of(axis, a.ndim)
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
    axis = axis_of(axis, first.ndim)
    for i, item in enumerate(items):
        if item.ndim != first.ndim:
            raise ValueError('all the input arrays must have same number of dimensions, but the array at index 0 has '
                             f'{first.ndim} dimension(s) and the array at index {i} has {item.ndim} dimension(s)')
        for d in range(first.ndim):
            if d != axis and item.shape[d] != first.shape[d]:
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
    places = [np.nonzero(one)[0] if one.dtype == 'bool' else one for one in places]
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
    axis = axis_of(axis, arr.ndim)
    rows = list(moveaxis(arr, axis, 0))
    if isinstance(obj, slice):
        obj = list(range(len(rows))[obj])
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
    axis = axis_of(axis, arr.ndim)
    n = arr.shape[axis]
    if isinstance(obj, slice):
        gone = set(range(n)[obj])
    else:
        if not isinstance(obj, _Int) and asarray(obj).dtype.kind == 'b':
            obj = np.flatnonzero(obj)
        gone = {int(i) for i in ([obj] if isinstance(obj, _Int) else obj)}
        for i in gone:
            if not -n <= i < n:
                raise IndexError(f'index {i} is out of bounds for axis {axis} with size {n}')
        gone = {i % n for i in gone}
    return np.take(arr, [i for i in range(n) if i not in gone], axis)


def array_split(ary, indices_or_sections, axis=0):
    """In parts of nearly one size."""
    ary = asarray(ary)
    axis = axis_of(axis, ary.ndim)
    n = ary.shape[axis]
    if isinstance(indices_or_sections, _Int):
        size, more = divmod(n, indices_or_sections)
        ends, at = [0], 0
        for i in range(indices_or_sections):
            at += size + (i < more)
            ends.append(at)
    else:
        ends = [0] + [int(i) for i in indices_or_sections] + [n]
    before = (slice(None),) * axis
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
    axis = axis_of(axis, a.ndim)
    n = a.shape[axis]
    counts = [repeats] * n if isinstance(repeats, _Int) else [int(i) for i in repeats]
    if len(counts) == 1:
        counts = counts * n
    if sum(counts) > 2 ** 27:
        raise MemoryError('Unable to allocate an array of that size')
    return np.take(a, [i for i in range(n) for _ in range(counts[i])], axis)


def tile(A, reps):
    """Several times in a row."""
    reps = (reps,) if isinstance(reps, _Int) else tuple(int(i) for i in reps)
    A = asarray(A)
    reps = (1,) * (A.ndim - len(reps)) + reps
    A = A.reshape((1,) * (len(reps) - A.ndim) + tuple(A.shape))
    for axis, count in enumerate(reps):
        A = concatenate([A] * count, axis) if count else np.take(A, [], axis)
    return A


def _pairs(given, ndim):
    """For each axis a value before and one behind."""
    given = asarray(given).tolist() if not isinstance(given, _Int) else given
    if not isinstance(given, list):
        return [[given, given]] * ndim
    if len(given) == 1:
        given = given[0]
        return [given if isinstance(given, list) else [given] * 2] * ndim
    if not isinstance(given[0], list):
        return [given] * ndim
    return given


_folds = {'maximum': 'max', 'minimum': 'min', 'mean': 'mean', 'median': 'median'}


def pad(array, pad_width, mode='constant', *, constant_values=0, end_values=0, stat_length=None, reflect_type='even'):
    """With a border."""
    array = asarray(array)
    kind = array.dtype
    widths = _pairs(pad_width, array.ndim)
    if any(one < 0 for pair in widths for one in pair):
        raise ValueError("index can't contain negative values")
    if callable(mode):
        return _padded_by(array, widths, mode)
    for axis, (before, after) in enumerate(widths):
        n = array.shape[axis]

        def line(count, values):
            shape = list(array.shape)
            shape[axis] = count
            return broadcast_to(values, shape).astype(kind)

        def part(piece):
            return array[(slice(None),) * axis + (piece,)]
        if mode == 'constant':
            low, high = _pairs(constant_values, array.ndim)[axis]
            array = concatenate([line(before, asarray(low)), array, line(after, asarray(high))], axis)
            continue
        if mode == 'empty':
            array = concatenate([line(before, asarray(0)), array, line(after, asarray(0))], axis)
            continue
        if mode in _folds:
            lengths = [n, n] if stat_length is None else _pairs(stat_length, array.ndim)[axis]

            def folded(piece):
                found = getattr(np, _folds[mode])(piece, axis=axis, keepdims=True)
                return np.rint(found) if kind.kind in 'iu' and mode in ('mean', 'median') else found
            first, last = folded(part(slice(0, lengths[0]))), folded(part(slice(n - lengths[1], n)))
            array = concatenate([line(before, first), array, line(after, last)], axis)
            continue
        if mode == 'linear_ramp':
            low, high = _pairs(end_values, array.ndim)[axis]
            first, last = part(slice(0, 1)), part(slice(n - 1, n))
            ramps = [[end + (edge - end) * (i / count) for i in range(count)] for edge, end, count in
                     ((first, low, before), (last, high, after))]
            pieces = [np.trunc(one).astype(kind) if kind.kind in 'iu' else one for one in ramps[0]]
            ends = [np.trunc(one).astype(kind) if kind.kind in 'iu' else one for one in ramps[1][::-1]]
            array = concatenate([*pieces, array, *ends], axis)
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
        if reflect_type == 'odd' and mode in ('reflect', 'symmetric'):
            raise ValueError("pad with reflect_type='odd' is not here: 2 * edge - np.pad(…) makes it")
        array = np.take(array, chosen, axis)
    return array


def _padded_by(array, widths, function):
    padded = pad(array, widths)
    for axis, pair in enumerate(widths):
        rows = moveaxis(padded, axis, -1)
        flat = rows.reshape(-1, rows.shape[-1]).copy()
        for i in range(flat.shape[0]):
            row = flat[i].copy()
            function(row, tuple(pair), axis, {})
            flat[i] = row
        padded = moveaxis(flat.reshape(rows.shape), -1, axis)
    return padded


def rot90(m, k=1, axes=(0, 1)):
    """Turned by quarters."""
    m = asarray(m)
    for _ in range(k % 4):
        m = flip(swapaxes(m, axes[0], axes[1]), axes[0])
    return m


class _Slices:
    """What stands between brackets, as it is."""

    def __init__(self, tuples):
        self._tuples = tuples

    def __getitem__(self, key):
        return (key,) if self._tuples and not isinstance(key, tuple) else key


s_ = _Slices(False)
index_exp = _Slices(True)


class _StrideTricks:
    """Windows and strides, as copies."""

    @staticmethod
    def sliding_window_view(x, window_shape, axis=None, *, subok=False, writeable=False):
        """All windows: an axis for where they begin, and at the end one for what they show."""
        x = asarray(x)
        sizes = [window_shape] if isinstance(window_shape, _Int) else list(window_shape)
        if any(size < 0 for size in sizes):
            raise ValueError('`window_shape` cannot contain negative values')
        axes = list(range(x.ndim)) if axis is None else [axis] if isinstance(axis, _Int) else list(axis)
        if len(axes) != len(sizes):
            said = f'; got {len(sizes)} window_shape elements and `x.ndim` is {x.ndim}.' if axis is None else ''
            raise ValueError('Since axis is None, must provide window_shape for all dimensions of `x`' + said
                             if axis is None else 'Must provide matching length window_shape and axis; '
                             f'got {len(sizes)} window_shape elements and {len(axes)} axes elements.')
        for size, one in zip(sizes, axes):
            count = x.shape[one] - size + 1
            if count < 1:
                raise ValueError('window shape cannot be larger than input array shape')
            one %= x.ndim
            before = (slice(None),) * one
            x = stack([x[before + (slice(i, i + count),)] for i in range(size)], -1)
        return x

    @staticmethod
    def as_strided(x, shape=None, strides=None, subok=False, writeable=True):
        """What lies so many bytes apart."""
        x = asarray(x)
        shape = x.shape if shape is None else shape
        strides = x.strides if strides is None else strides
        places = np.zeros(tuple(shape), dtype=int)
        for i, step in enumerate(strides):
            line = [1] * len(shape)
            line[i] = shape[i]
            places = places + np.arange(shape[i]).reshape(line) * (step // x.itemsize)
        return ravel(x)[places]


class _Lib:
    stride_tricks = _StrideTricks


lib = _Lib
