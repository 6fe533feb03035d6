"""What NumPy's universal functions do besides being called: reduce, accumulate, outer, at."""

import operator

import numpy as np
from _numpy_types import axes_of
from _numpy_making import asarray
from _numpy_joining import stack
from _numpy_shapes import broadcast_to, expand_dims, moveaxis

_of_all = {'add': 'sum', 'multiply': 'prod', 'maximum': 'max', 'minimum': 'min', 'logical_and': 'all', 'logical_or': 'any'}
_unset = object()


def lines(a, axis):
    """With the axes that are reduced as one at the end; and what makes the shape of a result of it."""
    axes = axes_of(axis, a.ndim)
    rest = [i for i in range(a.ndim) if i not in axes]
    size = 1
    for i in axes:
        size *= a.shape[i]
    rows = np.transpose(a, rest + axes).reshape([a.shape[i] for i in rest] + [size])

    def shaped(result, keepdims):
        if not keepdims:
            return result
        return asarray(result).reshape([1 if i in axes else n for i, n in enumerate(a.shape)])
    return rows, shaped


def written(result, out):
    """Into `out`, where there is one."""
    if out is None:
        return result
    if isinstance(out, tuple):
        out = out[0]
    out[...] = result
    return out


def _check(f):
    if f.nin != 2 or f.nout != 1:
        raise ValueError('reduce only supported for binary functions')


def reduce_by(f, array, axis=0, dtype=None, out=None, keepdims=False, initial=None, where=True):
    """All items along axes in one, from the first to the last."""
    _check(f)
    a = asarray(array) if dtype is None else asarray(array).astype(dtype)
    if a.ndim == 0:
        return a[()]
    name = f.__name__
    if name in _of_all and initial is None and where is True:
        return written(getattr(np, _of_all[name])(a, axis=axis if axis is None else tuple(axes_of(axis, a.ndim)),
                                                  keepdims=keepdims), out)
    if name.startswith('logical'):
        a = a.astype(bool)
    rows, shaped = lines(a, axis)
    start = f.identity if initial is None else initial
    if where is not True:
        mask, _ = lines(broadcast_to(where, a.shape), axis)
        if start is None:
            raise ValueError(f"reduction operation '{name}' does not have an identity, so to use a where mask one has to "
                             "specify 'initial'")
        rows = np.where(mask, rows, np.asarray(start).astype(rows.dtype))
    n = rows.shape[-1]
    if n == 0 and start is None:
        raise ValueError(f'zero-size array to reduction operation {name} which has no identity')
    total = start if initial is not None or n == 0 else rows[..., 0]
    for i in range(0 if initial is not None else 1, n):
        total = f(total, rows[..., i])
    if n == 0:
        total = np.full(rows.shape[:-1], start, dtype=rows.dtype)
    total = shaped(total, keepdims)
    return written(total[()] if hasattr(total, 'ndim') and total.ndim == 0 else total, out)


def reduced(name, a, axis=None, dtype=None, out=None, keepdims=False, initial=None, where=True, ddof=0):
    """What the functions of all items do with `initial` and `where`."""
    a = asarray(a)
    if name in ('mean', 'std', 'var'):
        rows, shaped = lines(a, axis)
        mask, _ = lines(broadcast_to(where, a.shape), axis)
        count = np.sum(mask, axis=-1)
        values = np.where(mask, rows, 0)
        mean = np.sum(values, axis=-1) / count
        if name != 'mean':
            apart = np.where(mask, rows - expand_dims(mean, -1), 0)
            mean = np.sum(apart * apart, axis=-1) / (count - ddof)
            mean = np.sqrt(mean) if name == 'std' else mean
        return written(shaped(mean, keepdims), out)
    by = {whole: np.__dict__[f] for f, whole in _of_all.items()}
    f = by[{'amax': 'max', 'amin': 'min'}.get(name, name)]
    if a.dtype.kind == 'b' and name == 'sum':
        a = a.astype(int)
    return reduce_by(f, a, axis, dtype, out, keepdims, initial, where)


def accumulate(f, array, axis=0, dtype=None, out=None):
    """What is there so far, at each item."""
    _check(f)
    a = asarray(array) if dtype is None else asarray(array).astype(dtype)
    rows = list(moveaxis(a, axis, 0))
    so_far = rows[:1]
    for row in rows[1:]:
        so_far.append(f(so_far[-1], row))
    if not so_far:
        return a
    return written(moveaxis(stack([asarray(one) for one in so_far]), 0, axis), out)


def reduceat(f, array, indices, axis=0, dtype=None, out=None):
    """From each place to the next in one."""
    _check(f)
    a = asarray(array) if dtype is None else asarray(array).astype(dtype)
    rows = moveaxis(a, axis, 0)
    n = rows.shape[0]
    places = [operator.index(i) for i in indices]
    for i in places:
        if not 0 <= i < n:
            raise IndexError(f'index {i} out-of-bounds in {f.__name__}.reduceat [0, {n})')
    ends = places[1:] + [n]
    parts = [rows[a] if a >= b else reduce_by(f, rows[a:b], 0) for a, b in zip(places, ends)]
    return written(moveaxis(stack([asarray(one) for one in parts]), 0, axis), out)


def outer_by(f, A, B):
    """Each with each."""
    _check(f)
    A, B = asarray(A), asarray(B)
    return f(A.reshape(list(A.shape) + [1] * B.ndim), B)


def at(f, a, indices, b=None):
    """In place, once more for each place that comes twice."""
    places = np.arange(a.size).reshape(a.shape)[indices]
    flat = np.ravel(places).tolist()
    line = a.reshape(-1)
    if b is None:
        for place in flat:
            line[place] = f(line[place])
    else:
        values = np.ravel(broadcast_to(b, asarray(places).shape))
        for place, value in zip(flat, values):
            line[place] = f(line[place], value)
    a[...] = line.reshape(a.shape)
