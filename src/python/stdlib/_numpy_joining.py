"""Arrays put together, cut apart, repeated and padded."""

import numpy as np
from _numpy_types import _Int, _own, axis_of, result_type
from _numpy_making import asarray
from _numpy_shapes import atleast_1d, atleast_2d, atleast_3d, broadcast_to, expand_dims, moveaxis, ravel


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
    for place in places:
        if not -len(rows) <= place <= len(rows):
            raise IndexError(f'index {place} is out of bounds for axis {axis} with size {len(rows)}')
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
    ary = asarray(ary)
    if ary.ndim == 0:
        raise ValueError('hsplit only works on arrays of 1 or more dimensions')
    return split(ary, indices_or_sections, 0 if ary.ndim == 1 else 1)


def vsplit(ary, indices_or_sections):
    """In parts one below the other."""
    ary = asarray(ary)
    if ary.ndim < 2:
        raise ValueError('vsplit only works on arrays of 2 or more dimensions')
    return split(ary, indices_or_sections, 0)


def repeat(a, repeats, axis=None):
    """Each several times."""
    a = asarray(a)
    if axis is None:
        a, axis = a.flatten(), 0
    axis = axis_of(axis, a.ndim)
    n = a.shape[axis]
    counts = [repeats] * n if isinstance(repeats, _Int) else [int(i) for i in repeats]
    if isinstance(repeats, _Int) and repeats < 0:
        raise ValueError('negative dimensions are not allowed')
    if any(count < 0 for count in counts):
        raise ValueError('repeats may not contain negative values.')
    if len(counts) == 1:
        counts = counts * n
    if len(counts) != n:
        raise ValueError(f'operands could not be broadcast together with shape ({n},) ({len(counts)},)')
    if sum(counts) > 2 ** 27:
        raise MemoryError('Unable to allocate an array of that size')
    return np.take(a, [i for i in range(n) for _ in range(counts[i])], axis)


def tile(A, reps):
    """Several times in a row."""
    reps = (reps,) if isinstance(reps, _Int) else tuple(int(i) for i in reps)
    if any(count < 0 for count in reps):
        raise ValueError('negative dimensions are not allowed')
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
