"""Series: differences, slopes, areas, lines between points, one slid along another."""

import math
from operator import index

import numpy as np
from _numpy_types import _Int, axes_of, float64
from _numpy_making import asarray
from _numpy_joining import concatenate
from _numpy_shapes import atleast_1d, broadcast_to, flip, moveaxis
from _numpy_finding import where


def _along(axis, ndim, piece):
    return (slice(None),) * (axis % ndim) + (piece,)


def diff(a, n=1, axis=-1, prepend=None, append=None):
    """From each to the next."""
    n = index(n)
    if n == 0:
        return a
    if n < 0:
        raise ValueError('order must be non-negative but got ' + repr(n))
    a = asarray(a)
    if a.ndim == 0:
        raise ValueError('diff requires input that is at least one dimensional')
    axis = axes_of(axis, a.ndim)[0]

    def beside(one):
        one = asarray(one)
        if one.ndim == 0:
            shape = list(a.shape)
            shape[axis] = 1
            one = broadcast_to(one, shape)
        return one
    parts = [beside(one) for one in (prepend,) if one is not None] + [a] + [beside(one) for one in (append,) if one is not None]
    if len(parts) > 1:
        a = concatenate(parts, axis)
    for _ in range(min(n, a.shape[axis])):
        later, before = a[_along(axis, a.ndim, slice(1, None))], a[_along(axis, a.ndim, slice(None, -1))]
        a = later != before if a.dtype.kind == 'b' else later - before
    return a


def ediff1d(ary, to_end=None, to_begin=None):
    """From each to the next in one line, between what is given."""
    flat = np.ravel(ary)
    steps = flat[1:] - flat[:-1]
    parts = [np.ravel(one).astype(flat.dtype) for one in (to_begin,) if one is not None] + [steps]
    parts += [np.ravel(one).astype(flat.dtype) for one in (to_end,) if one is not None]
    return concatenate(parts)


def trapz(y, x=None, dx=1.0, axis=-1):
    """The area below points."""
    y = asarray(y)
    if x is None:
        d = dx
    else:
        d = diff(asarray(x), axis=-1 if asarray(x).ndim == 1 else axis)
        if d.ndim == 1:
            shape = [1] * y.ndim
            shape[axis] = d.shape[0]
            d = d.reshape(shape)
    later, before = y[_along(axis, y.ndim, slice(1, None))], y[_along(axis, y.ndim, slice(None, -1))]
    return np.sum(d * (later + before) / 2.0, axis=axis)


def interp(x, xp, fp, left=None, right=None, period=None):
    """On the lines between points."""
    points = atleast_1d(asarray(x)).astype(float64)
    xp, fp = asarray(xp).astype(float64), asarray(fp)
    fp = fp if fp.dtype.kind == 'c' else fp.astype(float64)
    if xp.ndim != 1 or fp.ndim != 1:
        raise ValueError('Data points must be 1-D sequences')
    if xp.shape[0] != fp.shape[0]:
        raise ValueError('fp and xp are not of the same length.')
    if xp.shape[0] == 0:
        raise ValueError('array of sample points is empty')
    if period is not None:
        if period == 0:
            raise ValueError('period must be a non-zero value')
        period, left, right = abs(period), None, None
        points, xp = points % period, xp % period
        order = np.argsort(xp)
        xp, fp = xp[order], fp[order]
        xp = concatenate([xp[-1:] - period, xp, xp[:1] + period])
        fp = concatenate([fp[-1:], fp, fp[:1]])
    n = xp.shape[0]
    j = np.clip(np.searchsorted(xp, points, 'right') - 1, 0, max(n - 2, 0))
    if n == 1:
        result = broadcast_to(fp, points.shape).copy()
    else:
        slope = (fp[j + 1] - fp[j]) / (xp[j + 1] - xp[j])
        result = slope * (points - xp[j]) + fp[j]
        result = where(points == xp[j], fp[j], result)
        result = where(points == xp[-1], fp[-1], result)
    result = where(points < xp[0], fp[0] if left is None else left, result)
    result = where(points > xp[-1], fp[-1] if right is None else right, result)
    result = where(np.isnan(points), np.nan, result)
    return result.reshape(asarray(x).shape) if asarray(x).ndim else result[0]


def convolve(a, v, mode='full'):
    """One slid along the other."""
    a, v = atleast_1d(asarray(a)), atleast_1d(asarray(v))
    if len(v) > len(a):
        a, v = v, a
    if len(v) == 0:
        raise ValueError('a cannot be empty' if len(a) == 0 else 'v cannot be empty')
    n, m = len(a), len(v)
    full = np.zeros(n + m - 1, dtype=(a[:1] * v[:1]).dtype)
    for i in range(m):
        full[i:i + n] = full[i:i + n] + a * v[i]
    if mode == 'full':
        return full
    if mode == 'same':
        start = (m - 1) // 2
        return full[start:start + n]
    if mode == 'valid':
        return full[m - 1:n]
    raise ValueError("mode must be one of 'valid', 'same', or 'full' (got " + repr(mode) + ')')


def correlate(a, v, mode='valid'):
    """How one goes with the other, slid along it."""
    a, v = atleast_1d(asarray(a)), asarray(np.conj(atleast_1d(asarray(v))))
    if len(a) == 0 or len(v) == 0:
        raise ValueError(f'{"first" if len(a) == 0 else "second"} array argument cannot be empty')
    if len(v) > len(a):
        # What is slid is the shorter one, and comes out backwards.
        return flip(convolve(v, flip(a), mode))
    return convolve(a, flip(v), mode)


def _slope(f, h, axis, edge_order):
    n = f.shape[axis]
    if n < edge_order + 1:
        raise ValueError('Shape of array too small to calculate a numerical gradient, '
                         'at least (edge_order + 1) elements are required.')
    rows = moveaxis(f, axis, 0)
    even = asarray(h).ndim == 0
    if not even:
        h = diff(asarray(h).astype(float64))
        if np.all(h == h[0]):
            even, h = True, h[0]
    column = [-1] + [1] * (f.ndim - 1)
    if even:
        inner = (rows[2:] - rows[:-2]) / (2.0 * h)
        first, last = (rows[1] - rows[0]) / h, (rows[-1] - rows[-2]) / h
        if edge_order == 2:
            first = -1.5 / h * rows[0] + 2.0 / h * rows[1] + -0.5 / h * rows[2]
            last = 0.5 / h * rows[-3] + -2.0 / h * rows[-2] + 1.5 / h * rows[-1]
    else:
        h1, h2 = h[:-1].reshape(column), h[1:].reshape(column)
        inner = -h2 / (h1 * (h1 + h2)) * rows[:-2] + (h2 - h1) / (h1 * h2) * rows[1:-1] + h1 / (h2 * (h1 + h2)) * rows[2:]
        first, last = (rows[1] - rows[0]) / h[0], (rows[-1] - rows[-2]) / h[-1]
        if edge_order == 2:
            a, b = h[0], h[1]
            first = -(2.0 * a + b) / (a * (a + b)) * rows[0] + (a + b) / (a * b) * rows[1] - a / (b * (a + b)) * rows[2]
            a, b = h[-2], h[-1]
            last = b / (a * (a + b)) * rows[-3] - (b + a) / (a * b) * rows[-2] + (2.0 * b + a) / (b * (a + b)) * rows[-1]
    whole = concatenate([asarray(first)[None], inner, asarray(last)[None]])
    return moveaxis(whole, 0, axis)


def gradient(f, *varargs, axis=None, edge_order=1):
    """The slope at each, from its neighbours; one array for each axis."""
    f = asarray(f)
    f = f if f.dtype.kind in 'fc' else f.astype(float64)
    axes = axes_of(axis, f.ndim)
    if len(varargs) == 0:
        steps = [1.0] * len(axes)
    elif len(varargs) == 1 and asarray(varargs[0]).ndim == 0:
        steps = [varargs[0]] * len(axes)
    elif len(varargs) == len(axes):
        steps = list(varargs)
        for one, along in zip(steps, axes):
            if asarray(one).ndim > 1:
                raise ValueError('distances must be either scalars or 1d')
            if asarray(one).ndim == 1 and asarray(one).shape[0] != f.shape[along]:
                raise ValueError('when 1d, distances must match the length of the corresponding dimension')
    else:
        raise TypeError('invalid number of arguments')
    if edge_order > 2:
        raise ValueError("'edge_order' greater than 2 not supported")
    found = [_slope(f, h, along, edge_order) for h, along in zip(steps, axes)]
    return found[0] if len(found) == 1 else found


def unwrap(p, discont=None, axis=-1, *, period=2 * math.pi):
    """Angles without jumps."""
    p = asarray(p)
    step = diff(p, axis=axis)
    whole = p.dtype.kind in 'iu' and isinstance(period, _Int)
    if not whole:
        p, step = p.astype(float64), step.astype(float64)
    low = -(period // 2) if whole else -period / 2
    # Halfway goes on in the direction of the step.
    halfway = whole and period % 2 == 0 or not whole
    turned = (step - low) % period + low
    if halfway:
        turned = where((turned == low) & (step > 0), -low, turned)
    limit = period / 2 if discont is None else discont
    moved = where(np.abs(step) < limit, 0, turned - step)
    up = p.copy()
    rest = _along(axis, p.ndim, slice(1, None))
    up[rest] = p[rest] + np.cumsum(moved, axis=axis).astype(p.dtype)
    return up
