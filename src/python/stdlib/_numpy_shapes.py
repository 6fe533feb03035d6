"""The shapes of arrays, and the order of what is in them."""

from operator import index

import numpy as np
from _numpy_types import _Int, _own, axes_of, axis_of
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
    return np.concatenate([a[tuple(head)], a[tuple(tail)]], axis)


def ix_(*args):
    """Arrays of places that meet as a grid."""
    places = [asarray(list(arg) if isinstance(arg, range) else arg) for arg in args]
    places = [np.nonzero(one)[0] if one.dtype == 'bool' else one for one in places]
    return tuple(one.reshape(*[-1 if j == i else 1 for j in range(len(places))]) for i, one in enumerate(places))


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
            x = np.stack([x[before + (slice(i, i + count),)] for i in range(size)], -1)
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
