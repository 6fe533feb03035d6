"""Names of NumPy that say the same as others, and what it is told of itself."""

import math
import os
import struct

import numpy as np
from _numpy_making import array
from _numpy_types import bool_, complex128, float64

nan, inf = np.nan, np.inf
Inf = Infinity = PINF = infty = inf
NINF = -inf
NaN = NAN = nan
PZERO, NZERO = 0.0, -0.0
euler_gamma = 0.5772156649015329
True_, False_ = bool_(True), bool_(False)
cfloat = singlecomplex = complex128
little_endian = True
MAXDIMS = 32
typecodes = {
    'Character': 'c', 'Integer': 'bhilqp', 'UnsignedInteger': 'BHILQP', 'Float': 'efdg', 'Complex': 'FDG',
    'AllInteger': 'bBhHiIlLqQpP', 'AllFloat': 'efdgFDG', 'Datetime': 'Mm', 'All': '?bhilqpBHILQPefdgFDGSUVOMm',
}


class VisibleDeprecationWarning(UserWarning):
    """Said of what NumPy is about to lose."""


class ModuleDeprecationWarning(DeprecationWarning):
    """Said of a module that NumPy is about to lose."""


class RankWarning(UserWarning):
    """Said of a polynomial that its points do not determine."""


class TooHardError(RuntimeError):
    """More work than was allowed."""


for _of in (VisibleDeprecationWarning, ModuleDeprecationWarning, RankWarning, TooHardError):
    _of.__module__ = 'numpy'


def alltrue(a, axis=None, out=None, keepdims=False):
    """Whether all are true."""
    return np.all(a, axis=axis, keepdims=keepdims)


def sometrue(a, axis=None, out=None, keepdims=False):
    """Whether one is true."""
    return np.any(a, axis=axis, keepdims=keepdims)


def product(a, axis=None, dtype=None, out=None, keepdims=False):
    """The product."""
    return np.prod(a, axis=axis, dtype=dtype, keepdims=keepdims)


def disp(mesg, device=None, linefeed=True):
    """Writes a message."""
    text = f'{mesg}\n' if linefeed else f'{mesg}'
    if device is None:
        print(text, end='')
    else:
        device.write(text)


def kaiser(M, beta):
    """A window of Bessel functions."""
    if M < 1:
        return np.zeros(0)
    if M == 1:
        return np.ones(1)
    half = (M - 1) / 2
    import torch
    places = torch.arange(M, dtype=torch.float64)
    shape = torch.i0(beta * torch.sqrt(1 - ((places - half) / half) ** 2))
    return (shape / torch.i0(torch.tensor(float(beta), dtype=torch.float64))).numpy()


_mode_words = ('r', 'r+', 'c', 'w+')


def memmap(filename, dtype=np.uint8, mode='r+', offset=0, shape=None, order='C'):
    """The numbers of a file; here they are read at once, and what is written to them stays in memory."""
    if mode not in _mode_words:
        raise ValueError(f'mode must be one of {list(_mode_words)!r} (got {mode!r})')
    if mode in ('r+', 'w+'):
        raise NotImplementedError(
            f"np.memmap(mode={mode!r}) is left out of dltorch: an array that is written here stays in memory, so save it "
            'with its tofile(path), or np.save')
    size = np.dtype(dtype).itemsize
    with open(filename, 'rb') as file:
        content = file.read()
    if shape is None:
        if (len(content) - offset) % size:
            raise ValueError('Size of available data is not a multiple of the data-type size.')
        count = (len(content) - offset) // size
        shape = (count,)
    else:
        shape = (shape,) if isinstance(shape, int) else tuple(shape)
        count = math.prod(shape)
        if offset + count * size > len(content):
            raise ValueError('mmap length is greater than file size')
    return array(np.frombuffer(content, dtype=dtype, count=count, offset=offset)).reshape(shape)


def tobytes(a):
    """The bytes of an array of halves or of complex numbers."""
    values = a.flatten().tolist()
    if a.dtype.kind == 'c':
        parts = [part for one in values for part in (one.real, one.imag)]
        return struct.pack(f'<{len(parts)}{"f" if a.dtype.itemsize == 8 else "d"}', *parts)
    return struct.pack(f'<{len(values)}e', *values)


def tofile(a, fid, sep, format):
    """Writes the numbers of an array to a file, as bytes or as text."""
    content = a.tobytes() if sep == '' else sep.join(format % one for one in a.flatten().tolist()).encode()
    if hasattr(fid, 'write'):
        fid.write(content)
        return
    with open(fid, 'wb') as file:
        file.write(content)


def typename(char):
    """What a letter of a type means."""
    names = {
        'S1': 'character', '?': 'bool', 'B': 'unsigned char', 'D': 'complex double precision', 'F': 'complex single precision',
        'H': 'unsigned short', 'I': 'unsigned integer', 'L': 'unsigned long integer', 'O': 'object', 'Q':
        'unsigned long long integer', 'S': 'string', 'U': 'unicode', 'V': 'void', 'b': 'signed char', 'd': 'double precision',
        'f': 'single precision', 'h': 'short', 'i': 'integer', 'l': 'long integer', 'q': 'long long integer',
    }
    return names[char]


def get_include():
    """Where the headers would be."""
    return os.path.join('numpy', 'core', 'include')


class flagsobj:
    """How the elements of an array lie in memory. Arrays that cannot be written to there are none."""

    def __init__(self, shape, strides, itemsize, owns):
        self.owndata = owns
        self.c_contiguous = _lies_in_order(shape[::-1], strides[::-1], itemsize)
        self.f_contiguous = _lies_in_order(shape, strides, itemsize)

    aligned = True
    writebackifcopy = False
    contiguous = property(lambda self: self.c_contiguous)
    fnc = property(lambda self: self.f_contiguous and not self.c_contiguous)
    forc = property(lambda self: self.f_contiguous or self.c_contiguous)

    @property
    def writeable(self):
        return True

    @writeable.setter
    def writeable(self, value):
        if not value:
            raise NotImplementedError('arrays can always be written to here; keep a copy of what must not change')

    def __getitem__(self, name):
        names = {'C': 'c_contiguous', 'F': 'f_contiguous', 'W': 'writeable', 'A': 'aligned', 'O': 'owndata',
                 'CONTIGUOUS': 'c_contiguous', 'FORTRAN': 'f_contiguous', 'FNC': 'fnc', 'FORC': 'forc'}
        known = ('C_CONTIGUOUS', 'F_CONTIGUOUS', 'OWNDATA', 'WRITEABLE', 'ALIGNED', 'WRITEBACKIFCOPY')
        if name not in names and name not in known:
            raise KeyError('Unknown flag')
        return getattr(self, names.get(name, str(name).lower()))

    def __repr__(self):
        names = ('C_CONTIGUOUS', 'F_CONTIGUOUS', 'OWNDATA', 'WRITEABLE', 'ALIGNED', 'WRITEBACKIFCOPY')
        return ''.join(f'  {name} : {self[name]}\n' for name in names)


def _lies_in_order(shape, strides, step):
    if 0 in shape:
        return True
    for size, stride in zip(shape, strides):
        if size != 1 and stride != step:
            return False
        step *= size
    return True
