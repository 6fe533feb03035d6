"""What stands where: picked, sorted, counted."""

import numpy as np
from _numpy_types import _alike, _Int, _own, float64, int64
from _numpy_making import _ints, _of_objects, _whole, array, asarray, linspace, zeros_like
from _numpy_shapes import atleast_1d, concatenate, expand_dims, moveaxis, ravel, stack


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
        return counts / np.diff(edges) / counts.sum(), edges
    return counts, edges


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
    return np.vectorize(func)
