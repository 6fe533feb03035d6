"""A layout that is used again, and bytes that are written in place."""

import operator
import struct


class Struct:
    """A layout."""

    def __init__(self, format):
        self.format = format.decode() if isinstance(format, bytes) else format
        self.size = struct.calcsize(format)

    def pack(self, *v):
        return struct.pack(self.format, *v)

    def pack_into(self, buffer, offset, *v):
        pack_into(self.format, buffer, offset, *v)

    def unpack(self, buffer):
        return struct.unpack(self.format, buffer)

    def unpack_from(self, buffer, offset=0):
        return struct.unpack_from(self.format, buffer, offset)

    def iter_unpack(self, buffer):
        return struct.iter_unpack(self.format, buffer)


Struct.__module__ = '_struct'


def pack_into(format, buffer, offset, *v):
    """Writes numbers over bytes."""
    size = struct.calcsize(format)
    if not isinstance(buffer, (bytearray, memoryview)):
        name = 'None' if buffer is None else type(buffer).__name__
        raise TypeError(f'argument must be read-write bytes-like object, not {name}')
    offset = operator.index(offset)
    if offset < 0 and offset + size > 0:
        raise struct.error(f'no space to pack {size} bytes at offset {offset}')
    if offset + len(buffer) < 0:
        raise struct.error(f'offset {offset} out of range for {len(buffer)}-byte buffer')
    content = struct.pack(format, *v)
    start = offset + len(buffer) if offset < 0 else offset
    if len(buffer) - start < len(content):
        raise struct.error(f'pack_into requires a buffer of at least {start + len(content)} bytes for packing '
                           f'{len(content)} bytes at offset {offset} (actual buffer size is {len(buffer)})')
    buffer[start:start + len(content)] = content
