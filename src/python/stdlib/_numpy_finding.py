"""What stands where: picked, sorted, counted."""

import math

import numpy as np
from _numpy_types import _alike, _Int, _own, axis_of, float64, int64
from _numpy_making import _ints, _of_objects, _whole, array, asarray, linspace, zeros_like
from _numpy_joining import concatenate, stack
from _numpy_shapes import atleast_1d, expand_dims, moveaxis, ravel


def take(a, indices, axis=None, out=None, mode='raise'):
    """Those at places; `mode` says what is done with places outside."""
    a = asarray(a)
    if axis is None:
        a, axis = a.flatten(), 0
    axis = axis_of(axis, a.ndim)
    places = asarray(indices)
    if places.size == 0:
        return a[(slice(None),) * axis + (slice(0, 0),)]
    n = a.shape[axis]
    if mode == 'wrap':
        places = places % n
    elif mode == 'clip':
        places = np.clip(places, 0, n - 1)
    return a[(slice(None),) * axis + (places.astype(int64) if places.ndim else int(places.item()),)]


def _judged(a):
    """Objects as whether each is true: there are no numbers to ask."""
    given = asarray(a)
    if not hasattr(given, '_text'):
        return given
    return array([bool(one) for one in given.flatten().tolist()], dtype=bool).reshape(given.shape)


def nonzero(a):
    """The places that are not zero."""
    return tuple(_ints(one) for one in _own['nonzero'](atleast_1d(_judged(a))))


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
    return np.array(_own['where'](_judged(condition), x, y))


def argsort(a, axis=-1, kind=None, order=None):
    """The places in rising order."""
    if _of_objects(a, None):
        items = asarray(a).tolist()
        return np.array(sorted(range(len(items)), key=items.__getitem__), dtype=int64)
    a = asarray(a)
    if axis is None:
        a, axis = a.flatten(), 0
    return _ints(_own['argsort'](a, axis_of(axis, a.ndim)))


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
    found = _whole(find(a, axis_of(axis, a.ndim)))
    return expand_dims(found, axis) if keepdims else found


def searchsorted(a, v, side='left', sorter=None):
    """Where values go in what is sorted."""
    a = asarray(a)
    if a.ndim != 1:
        raise ValueError('object too deep for desired array')
    values = asarray(v)
    found = _ints(_own['searchsorted'](a if sorter is None else a[asarray(sorter)], values.flatten(), side))
    return found.reshape(values.shape) if values.ndim else found[0]


def digitize(x, bins, right=False):
    """In which bin values lie."""
    x, bins = asarray(x), asarray(bins)
    if x.dtype.kind == 'c':
        raise TypeError('x may not be complex')
    steps = bins[1:] - bins[:-1]
    if np.all(steps >= 0):
        return searchsorted(bins, x, 'left' if right else 'right')
    if np.all(steps <= 0):
        # Falling bins are counted from their end.
        return len(bins) - searchsorted(bins[::-1], x, 'left' if right else 'right')
    raise ValueError('bins must be monotonically increasing or decreasing')


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
    first, places1 = unique(ar1, return_index=True)
    second, places2 = unique(ar2, return_index=True)
    values = first[isin(first, second)]
    if not return_indices:
        return values
    return values, places1[isin(first, second)], places2[isin(second, first)]


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
    if not all(isinstance(one, _Int) for one in (kth if isinstance(kth, (tuple, list)) else [kth])):
        raise TypeError('Partition index must be integer')
    return sort(a, axis)


def argpartition(a, kth, axis=-1, kind='introselect', order=None):
    """The places with the kth at its own."""
    return _ints(_own['argpartition'](asarray(a), kth, axis))


def bincount(x, weights=None, minlength=0):
    """How often each of 0, 1, 2 … is there."""
    x = asarray(x)
    if x.ndim > 1:
        raise ValueError('object too deep for desired array')
    if x.size and x.dtype.kind not in 'iub':
        raise TypeError(f"Cannot cast array data from {x.dtype!r} to dtype('int64') according to the rule 'safe'")
    items = [int(one) for one in x.tolist()]
    if any(one < 0 for one in items):
        raise ValueError("'list' argument must have no negative elements")
    counts = [0] * max(max(items, default=-1) + 1, minlength)
    for i, one in enumerate(items):
        counts[one] += 1 if weights is None else float(weights[i])
    return np.array(counts, dtype=int64 if weights is None else float64)


def _width(a, method, low, high):
    n = a.size
    if method == 'sqrt':
        return (high - low) / n ** 0.5
    if method == 'sturges':
        return (high - low) / (math.log2(n) + 1)
    if method == 'rice':
        return (high - low) / (2 * n ** (1 / 3))
    if method == 'scott':
        return (24 * math.pi ** 0.5 / n) ** (1 / 3) * float(np.std(a))
    spread = float(np.subtract(*np.percentile(a, [75, 25])))
    if method == 'fd':
        return 2 * spread * n ** (-1 / 3)
    if method == 'auto':
        fd = 2 * spread * n ** (-1 / 3)
        sturges = _width(a, 'sturges', low, high)
        return min(fd, sturges) if fd else sturges
    raise ValueError(f'{method!r} is not a valid estimator for `bins`')


def histogram_bin_edges(a, bins=10, range=None, weights=None):
    """Where bins begin and end; a text names a rule for how many there are."""
    a = ravel(a)
    if isinstance(bins, str) and weights is not None:
        raise TypeError('Automated estimation of the number of bins is not supported for weighted data')
    if not isinstance(bins, (_Int, str)):
        bins = asarray(bins)
        if bins.ndim != 1:
            raise ValueError('`bins` must be 1d, when an array')
        if np.any(bins[:-1] > bins[1:]):
            raise ValueError('`bins` must increase monotonically, when an array')
        return bins
    if range is not None:
        low, high = range
        if low > high:
            raise ValueError('max must be larger than min in range parameter.')
        if isinstance(bins, str):
            a = a[(a >= low) & (a <= high)]
    else:
        low, high = (a.min(), a.max()) if a.size else (0.0, 1.0)
    low, high = float(low), float(high)
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ValueError(f'{"supplied" if range is not None else "autodetected"} range of [{low}, {high}] is not finite')
    if low == high:
        low, high = low - 0.5, high + 0.5
    if isinstance(bins, str):
        width = _width(a, bins, float(a.min()), float(a.max())) if a.size else 0
        bins = int(math.ceil((high - low) / width)) if width else 1
    if bins < 1:
        raise ValueError('`bins` must be positive, when an integer')
    return linspace(low, high, bins + 1)


def histogram(a, bins=10, range=None, density=None, weights=None):
    """How many lie in each bin."""
    a = ravel(a)
    edges = histogram_bin_edges(a, bins, range, weights)
    n = len(edges) - 1
    inside = (a >= edges[0]) & (a <= edges[-1])
    at = np.clip(searchsorted(edges, a[inside], 'right') - 1, 0, n - 1).tolist()
    kind = int64 if weights is None else asarray(weights).dtype
    given = [1] * len(at) if weights is None else ravel(weights)[inside].tolist()
    counts = [0] * n
    for place, one in zip(at, given):
        counts[place] += one
    counts = np.array(counts, dtype=kind)
    if density:
        return counts / np.diff(edges) / counts.sum(), edges
    return counts, edges


def select(condlist, choicelist, default=0):
    """From the first of several arrays whose condition holds."""
    if len(condlist) != len(choicelist):
        raise ValueError('list of cases must be same length as list of conditions')
    if len(condlist) == 0:
        raise ValueError('select with an empty condition list is not possible')
    result = asarray(default)
    for condition, choice in reversed(list(zip(condlist, choicelist))):
        result = where(asarray(condition), choice, result)
    return result


def choose(a, choices, out=None, mode='raise'):
    """From the array that each number says."""
    n = len(choices)
    places, *parts = np.broadcast_arrays(asarray(a), *choices)
    if mode == 'wrap':
        places = places % n
    elif mode == 'clip':
        places = np.clip(places, 0, n - 1)
    elif np.any((places < 0) | (places >= n)):
        raise ValueError('invalid entry in choice array')
    result = select([places == i for i in range(n)], parts)
    if out is not None:
        out[...] = result
        return out
    return result


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
    return np.vectorize(func)


def msort(a):
    """In rising order, along the first axis."""
    return sort(a, 0)


def place(arr, mask, vals):
    """Puts values where a mask is true, from the first again when they are used up."""
    values = ravel(vals)
    spots = flatnonzero(asarray(mask).astype(bool))
    if len(spots) == 0:
        return
    if len(values) == 0:
        raise ValueError('Cannot insert from an empty array!')
    arr[asarray(mask).astype(bool)] = values[np.arange(len(spots)) % len(values)].astype(arr.dtype)


def fill_diagonal(a, val, wrap=False):
    """Writes to the diagonal."""
    if a.ndim < 2:
        raise ValueError('array must be at least 2-d')
    if a.ndim > 2 and any(n != a.shape[0] for n in a.shape):
        raise ValueError('All dimensions of input must be of equal length')
    rows, columns = a.shape[0], a.shape[1]
    count = min(a.shape)
    places = list(range(rows if wrap and a.ndim == 2 else count))
    values = ravel(val)
    n = 0
    for i in places:
        if a.ndim == 2 and wrap:
            j = i % (columns + 1)
            if j == columns:
                continue
            a[i, j] = values[n % len(values)]
        else:
            a[(i,) * a.ndim] = values[n % len(values)]
        n += 1
