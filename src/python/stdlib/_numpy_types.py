"""NumPy's types, and what is known of them."""

import operator

import numpy as np

_own = {name: getattr(np, name) for name in dir(np)}
_array, _asarray = np.array, np.asarray
_ndarray = type(np.zeros(1))


def _has_axes(x):
    # A number of NumPy's has a shape, too.
    return not isinstance(x, (int, float, complex, generic)) and hasattr(x, 'shape')


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
    if isinstance(kind, type) and kind.__name__ in ('str', 'str_', 'object', 'object_') or isinstance(kind, str) and kind.lstrip('<>=|')[:1] in ('U', 'O', 's', 'o'):
        from _numpy_texts import kind_of
        of_texts = kind_of(kind)
        if of_texts is not None:
            return of_texts
    return np.zeros(0, dtype=kind).dtype


def issubdtype(arg1, arg2):
    """Whether one type is of the kind of another."""
    def cls(one):
        return one if isinstance(one, type) and issubclass(one, generic) else _types[dtype(one).name]
    return issubclass(cls(arg1), cls(arg2))


def _number_of(x):
    """The number that a number is, or an array without axes; None for all else."""
    if isinstance(x, (bool, int, float, complex, generic)):
        return x
    return x[()] if isinstance(x, _ndarray) and x.ndim == 0 else None


def result_type(*arrays_and_dtypes):
    """The dtype that several have in common. Of a number beside arrays of its kind, or of a richer one, the value decides."""
    numbers = [one for one in map(_number_of, arrays_and_dtypes) if one is not None]
    total = None
    for one in arrays_and_dtypes:
        if _number_of(one) is None:
            empty = np.ravel(one)[:0] if isinstance(one, (_ndarray, list, tuple)) else np.zeros(0, one)
            total = empty if total is None else total + empty
    if total is None:
        numbers = [np.asarray(one).reshape(1) for one in numbers]
        total = numbers.pop(0)
    for one in numbers:
        total = total + one
    return total.dtype


def min_scalar_type(a):
    """The smallest dtype that has a place for a number; that of an array with axes."""
    number = _number_of(a)
    if number is None:
        return np.asarray(a).dtype
    kind = np.asarray(number).dtype.kind
    if kind in 'iu':
        for one in (uint8, uint16, uint32, uint64) if number >= 0 else (int8, int16, int32, int64):
            if np.iinfo(one).min <= number <= np.iinfo(one).max:
                return dtype(one)
    if kind == 'f':
        size = abs(float(number))
        return dtype(float16 if not 65000 <= size < np.inf else float32 if not 3.4e38 <= size < np.inf else float64)
    if kind == 'c':
        parts = (abs(number.real), abs(number.imag))
        return dtype(complex128 if any(3.4e38 <= one < np.inf for one in parts) else complex64)
    return np.asarray(number).dtype


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
        return np.concatenate([atleast_nd(joined(one, depth - 1), deepest) for one in part], axis=-depth)

    def depth_of(part):
        return 1 + max(map(depth_of, part)) if isinstance(part, list) and part else 0

    def atleast_nd(part, count):
        part = np.asarray(part)
        return part if part.ndim >= count else part.reshape(*[1] * (count - part.ndim), *part.shape)
    deepest = depth_of(arrays)
    return joined(arrays, deepest)


_kinds = ['b', 'iu', 'f', 'c']


def _alike(x, y):
    """Two arrays of one dtype; a number takes that of the array, where that is of its kind or a richer one."""
    a, b = np.asarray(x), np.asarray(y)
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


def axis_of(axis, ndim):
    """An axis as a place from the front."""
    axis = operator.index(axis)
    if not -ndim <= axis < ndim:
        raise np.AxisError(f'axis {axis} is out of bounds for array of dimension {ndim}')
    return axis % ndim


def axes_of(axis, ndim):
    """Axes as places from the front, each once."""
    if axis is None:
        return list(range(ndim))
    found = [axis_of(one, ndim) for one in (axis if isinstance(axis, (tuple, list)) else [axis])]
    if len(set(found)) < len(found):
        raise ValueError('duplicate value in \'axis\'')
    return found
