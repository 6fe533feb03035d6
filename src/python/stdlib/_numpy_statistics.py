"""Statistics: averages, spreads, how rows go together; without what is no number."""

import warnings

import numpy as np
from _numpy_types import _own, axes_of, finfo, float64
from _numpy_making import asarray
from _numpy_joining import concatenate, stack
from _numpy_shapes import atleast_2d, broadcast_to, squeeze
from _numpy_finding import where
from _numpy_ufuncs import lines, reduced as _reduced, written


def ptp(a, axis=None, out=None, keepdims=False):
    """From the smallest to the largest."""
    return written(np.max(a, axis=axis, keepdims=keepdims) - np.min(a, axis=axis, keepdims=keepdims), out)


def average(a, axis=None, weights=None, returned=False, *, keepdims=False):
    """The mean, by weights."""
    a = asarray(a)
    if weights is None:
        result = np.mean(a, axis=axis, keepdims=keepdims)
        if not returned:
            return result
        return result, result * 0 + a.size / max(asarray(result).size, 1)
    weights = asarray(weights)
    if weights.shape != a.shape:
        if axis is None:
            raise TypeError('Axis must be specified when shapes of a and weights differ.')
        if weights.ndim != 1:
            raise TypeError('1D weights expected when shapes of a and weights differ.')
        if weights.shape[0] != a.shape[axis]:
            raise ValueError('Length of weights not compatible with specified axis.')
        shape = [1] * a.ndim
        shape[axis] = -1
        weights = broadcast_to(weights.reshape(shape), a.shape)
    if a.dtype.kind in 'iub' and weights.dtype.kind in 'iub':
        weights = weights.astype(float64)
    total = np.sum(weights, axis=axis, keepdims=keepdims)
    if np.any(asarray(total) == 0):
        raise ZeroDivisionError("Weights sum to zero, can't be normalized")
    result = np.sum(a * weights, axis=axis, keepdims=keepdims) / total
    return (result, total) if returned else result


def cov(m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, *, dtype=None):
    """How rows go together."""
    if ddof is not None and ddof != int(ddof):
        raise ValueError('ddof must be integer')
    m = asarray(m)
    if m.ndim > 2:
        raise ValueError('m has more than 2 dimensions')

    def rows(one):
        one = atleast_2d(asarray(one))
        one = one if one.dtype.kind in 'fc' else one.astype(float64)
        return one.T if not rowvar and one.shape[0] != 1 else one
    x = rows(m)
    if y is not None:
        y = asarray(y)
        if y.ndim > 2:
            raise ValueError('y has more than 2 dimensions')
        x = concatenate([x, rows(y)])
    ddof = (0 if bias else 1) if ddof is None else ddof
    w = None
    for name, given in (('fweights', fweights), ('aweights', aweights)):
        if given is None:
            continue
        given = asarray(given)
        if name == 'fweights' and given.dtype.kind == 'f' and np.any(given != np.floor(given)):
            raise TypeError('fweights must be integer')
        if given.ndim > 1:
            raise RuntimeError(f'cannot handle multidimensional {name}')
        if given.shape[0] != x.shape[1]:
            raise RuntimeError(f'incompatible numbers of samples and {name}')
        if np.any(given < 0):
            raise ValueError(f'{name} cannot be negative')
        w = given.astype(float64) if w is None else w * given
    if w is None:
        mean, count = np.mean(x, axis=1, keepdims=True), x.shape[1] - ddof
    else:
        total = np.sum(w)
        mean = np.sum(x * w, axis=1, keepdims=True) / total
        if ddof == 0 or aweights is None:
            count = total - ddof
        else:
            count = total - ddof * np.sum(w * asarray(aweights)) / total
    if count <= 0:
        warnings.warn('Degrees of freedom <= 0 for slice', RuntimeWarning, stacklevel=2)
        count = 0.0
    x = x - mean
    result = np.dot(x, np.conj((x if w is None else x * w).T)) / float64(count)
    return squeeze(result)


def corrcoef(x, y=None, rowvar=True, bias=None, ddof=None, *, dtype=None):
    """How rows go together, from -1 to 1."""
    c = cov(x, y, rowvar)
    if c.ndim == 0:
        return (c / c)[()]
    d = np.sqrt(np.real(np.diag(c)))
    c = c / d[:, None] / d[None, :]
    return np.clip(c, -1, 1) if c.dtype.kind != 'c' else c


def _without_nan(name):
    def run(a, axis=None, dtype=None, out=None, keepdims=False, **kwargs):
        a = asarray(a) if dtype is None else asarray(a, dtype=dtype)
        rows, shaped = lines(a, axis)
        of = getattr(np, name)
        flat = rows.reshape(-1, rows.shape[-1]) if rows.size else rows.reshape(max(rows.size, 1), 0)
        found = []
        for row in flat:
            kept = row[~np.isnan(row)] if row.dtype.kind in 'fc' else row
            if kept.size == 0 and name not in ('sum', 'prod'):
                said = {'mean': 'Mean of empty slice', 'median': 'All-NaN slice encountered', 'max': 'All-NaN slice encountered',
                        'min': 'All-NaN slice encountered'}.get(name, 'Degrees of freedom <= 0 for slice.')
                if name in ('max', 'min'):
                    said = 'All-NaN slice encountered' if axis is None else 'All-NaN axis encountered'
                warnings.warn(said, RuntimeWarning, stacklevel=2)
                found.append(np.nan)
            else:
                found.append(of(kept, **kwargs))
        result = shaped(np.array(found).reshape(rows.shape[:-1]), keepdims)
        return written(result[()] if result.ndim == 0 else result, out)
    run.__name__ = 'nan' + name
    return run


nansum, nanmean, nanmax, nanmin, nanstd, nanvar, nanmedian, nanprod = map(
    _without_nan, ['sum', 'mean', 'max', 'min', 'std', 'var', 'median', 'prod'])


def _nan_parts(name):
    def run(a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False, *, interpolation=None):
        a = asarray(a)
        rows, shaped = lines(a, axis)
        flat = rows.reshape(-1, rows.shape[-1])
        of = getattr(np, name)
        found = [asarray(of(row[~np.isnan(row)], q, method=interpolation or method)) for row in flat]
        parts = list(asarray(q).shape)
        whole = np.moveaxis(stack(found).reshape(list(rows.shape[:-1]) + parts), -1, 0) if parts else stack(found).reshape(rows.shape[:-1])
        if keepdims:
            whole = stack([shaped(one, True) for one in whole]) if parts else shaped(whole, True)
        return written(whole[()] if whole.ndim == 0 else whole, out)
    run.__name__ = 'nan' + name
    return run


nanquantile, nanpercentile = _nan_parts('quantile'), _nan_parts('percentile')


def _nan_place(name, least):
    def run(a, axis=None, out=None, *, keepdims=False):
        a = asarray(a)
        if a.dtype.kind == 'f':
            bad = np.isnan(a)
            if np.any(np.all(bad, axis=axis)):
                raise ValueError('All-NaN slice encountered')
            a = where(bad, least, a)
        return written(getattr(np, name)(a, axis=axis, keepdims=keepdims), out)
    run.__name__ = 'nan' + name
    return run


nanargmax, nanargmin = _nan_place('argmax', -np.inf), _nan_place('argmin', np.inf)


def _moment(name):
    of_all = _own[name]

    def run(a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True):
        if where is not True:
            return _reduced(name, a, axis, dtype, out, keepdims, None, where, ddof)
        a = asarray(a) if dtype is None else asarray(a, dtype=dtype)
        if isinstance(axis, (tuple, list)):
            rows, shaped = lines(a, axis)
            return written(shaped(run(rows, -1, None, None, ddof), keepdims), out)
        if a.ndim == 1 or axis is None:
            if axis is not None:
                axes_of(axis, a.ndim)
            result = of_all(a.flatten(), ddof=ddof) if name != 'mean' else of_all(a.flatten())
            return written(np.array(result).reshape([1] * a.ndim) if keepdims else result, out)
        axes_of(axis, a.ndim)
        if name == 'mean':
            return written(of_all(a, axis=axis, keepdims=keepdims), out)
        return written(of_all(a, axis=axis, ddof=ddof, keepdims=keepdims), out)
    run.__name__ = name
    return run


std, var = map(_moment, ['std', 'var'])
_mean = _moment('mean')


def mean(a, axis=None, dtype=None, out=None, keepdims=False, *, where=True):
    """The sum by the number."""
    return _mean(a, axis, dtype, out, 0, keepdims, where=where)


def nan_to_num(x, copy=True, nan=0.0, posinf=None, neginf=None):
    """Numbers in the place of what is none."""
    x = asarray(x)
    if x.dtype.kind not in 'fc':
        return x
    kind = x.dtype
    most = finfo(kind).max
    result = where(np.isnan(x), nan, x)
    result = where(x == np.inf, most if posinf is None else posinf, result)
    result = where(x == -np.inf, -most if neginf is None else neginf, result).astype(kind)
    return result if result.ndim else result[()]


def count_nonzero(a, axis=None, *, keepdims=False):
    """How many are not zero."""
    found = np.sum(asarray(a) != 0, axis=axis, keepdims=keepdims)
    return int(found) if axis is None and not keepdims else found
