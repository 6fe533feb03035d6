"""Files that are compressed."""

import io
import zlib
from builtins import open as _open

READ, WRITE = 1, 2


class BadGzipFile(OSError):
    """No such file, or a damaged one."""


def compress(data, compresslevel=9, *, mtime=None):
    """The bytes, compressed."""
    return zlib._gzip(data, compresslevel)


def decompress(data):
    """The bytes that were compressed."""
    if data[:2] != b'\x1f\x8b':
        raise BadGzipFile(f'Not a gzipped file ({data[:2]!r})')
    return zlib._gunzip(data)


class _Stored:
    """A file that is in memory while it is open."""

    def __getattr__(self, name):
        return getattr(self._memory, name)

    def __iter__(self):
        return iter(self._memory)

    def __next__(self):
        return next(self._memory)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


class GzipFile(_Stored):
    """A compressed file, as one of bytes."""

    def __init__(self, filename=None, mode='rb', compresslevel=9, fileobj=None, mtime=None):
        self.name, self.mode, self._level, self._file = filename, mode, compresslevel, fileobj
        self._writes = mode[:1] in 'wxa'
        if self._writes:
            self._memory = io.BytesIO()
        elif fileobj is not None:
            self._memory = io.BytesIO(decompress(fileobj.read()))
        else:
            with _open(filename, 'rb') as file:
                self._memory = io.BytesIO(decompress(file.read()))

    def close(self):
        """Writes what is to be written."""
        if self._writes and not self._memory.closed:
            data = compress(self._memory.getvalue(), self._level)
            if self._file is not None:
                self._file.write(data)
            else:
                with _open(self.name, self.mode[:1] + 'b') as file:
                    file.write(data)
        self._memory.close()


class _Text(_Stored):
    """A compressed file, as one of text."""

    def __init__(self, file, encoding, writes):
        self._file, self._encoding, self._writes = file, encoding or 'utf-8', writes
        self._memory = io.StringIO('' if writes else file.read().decode(self._encoding))

    def close(self):
        """Writes what is to be written."""
        if self._writes and not self._memory.closed:
            self._file.write(self._memory.getvalue().encode(self._encoding))
        self._memory.close()
        self._file.close()


def open(filename, mode='rb', compresslevel=9, encoding=None, errors=None, newline=None):
    """A compressed file, for reading or writing."""
    kind = mode.replace('t', '').replace('b', '') or 'r'
    path = filename if isinstance(filename, str) or not hasattr(filename, 'read') else None
    file = GzipFile(path and str(path), kind + 'b', compresslevel, None if path else filename)
    return _Text(file, encoding, kind != 'r') if 't' in mode else file
