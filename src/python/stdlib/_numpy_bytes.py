"""Arrays of the bytes of files and buffers."""

import numpy as np
from _numpy_making import array

_swapped = {'b': 'int8', 'B': 'uint8', 'h': 'int16', 'H': 'uint16', 'i': 'int32', 'I': 'uint32', 'l': 'int64', 'L': 'uint64',
            'q': 'int64', 'Q': 'uint64', 'e': 'float16', 'f': 'float32', 'd': 'float64'}
_of_width = {'i': 'int', 'u': 'uint', 'f': 'float', 'c': 'complex'}
# PyTorch has no such types: numbers of the same width are read, and taken for these.
_unsigned = {'uint16': 'int16', 'uint32': 'int32', 'uint64': 'int64'}


def _kind(dtype):
    """The name of a type, and whether its first byte is its highest."""
    if isinstance(dtype, str) and dtype[:1] in ('<', '>', '=', '|', '!'):
        rest = dtype[1:]
        name = _swapped.get(rest) or _of_width[rest[0]] + str(8 * int(rest[1:]))
        return name, dtype[0] in '>!' and name not in ('int8', 'uint8')
    return np.dtype(dtype).name, False


def frombuffer(buffer, dtype=float, count=-1, offset=0, *, like=None):
    """The numbers that bytes hold."""
    import torch
    name, swaps = _kind(dtype)
    size = np.dtype(name).itemsize
    content = buffer.tobytes() if hasattr(buffer, 'tobytes') else bytes(buffer)
    if offset < 0 or offset > len(content):
        raise ValueError(f'offset must be non-negative and no greater than buffer length ({len(content)})')
    left = len(content) - offset
    if count < 0:
        if left % size:
            raise ValueError('buffer size must be a multiple of element size')
        count = left // size
    elif count * size > left:
        raise ValueError('buffer is smaller than requested size')
    if count == 0:
        return np.zeros(0, dtype=name)
    if swaps:
        content = frombuffer(content, np.uint8, count * size, offset).reshape(count, size)[:, ::-1].tobytes()
        offset = 0
    kind = getattr(torch, _unsigned.get(name, name))
    read = torch.frombuffer(bytearray(content), dtype=kind, count=count, offset=offset).numpy()
    return read.astype(name) if name in _unsigned else read


def fromfile(file, dtype=float, count=-1, sep='', offset=0, *, like=None):
    """The numbers that a file holds, as bytes or as text."""
    if hasattr(file, 'read'):
        content = file.read()
    else:
        with open(file, 'rb') as source:
            content = source.read()
    if sep:
        return fromstring(content.decode() if isinstance(content, bytes) else content, dtype, count, sep)
    size = np.dtype(_kind(dtype)[0]).itemsize
    whole = (len(content) - offset) // size
    return frombuffer(content, dtype, whole if count < 0 else min(count, whole), offset)


def fromstring(string, dtype=float, count=-1, sep='', *, like=None):
    """The numbers that a text holds."""
    if not sep:
        raise ValueError('The binary mode of fromstring is removed, use frombuffer instead')
    parts = string.split() if sep.isspace() else [part for part in string.split(sep.strip()) if part.strip()]
    values = [(float if np.dtype(dtype).kind in 'fc' else int)(part) for part in parts]
    return array(values if count < 0 else values[:count], dtype=dtype)
