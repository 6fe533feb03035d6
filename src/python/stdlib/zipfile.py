"""Archives in the form ZIP, read and written whole."""

import io
import os
import struct
import time
import zlib
from _terminal import say

ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA = 0, 8, 12, 14


class BadZipFile(Exception):
    """What is no archive."""


error = BadZipfile = BadZipFile


class ZipInfo:
    """A file in an archive."""

    def __init__(self, filename='NoName', date_time=(1980, 1, 1, 0, 0, 0)):
        self.filename, self.date_time = filename, tuple(date_time)
        self.compress_type = ZIP_STORED
        self.file_size = self.compress_size = self.CRC = self.header_offset = self.external_attr = 0

    def is_dir(self):
        return self.filename.endswith('/')

    def __repr__(self):
        return f'<ZipInfo filename={self.filename!r} file_size={self.file_size}>'


def is_zipfile(filename):
    """Whether a file is an archive."""
    try:
        with open(filename, 'rb') as file:
            return b'PK\x05\x06' in file.read()[-65558:]
    except OSError:
        return False


class ZipFile:
    """An archive."""

    def __init__(self, file, mode='r', compression=ZIP_STORED, allowZip64=True, compresslevel=None):
        if mode not in ('r', 'w', 'x', 'a'):
            raise ValueError("ZipFile requires mode 'r', 'w', 'x', or 'a'")
        self.mode, self.compression, self._file = mode, compression, file
        self.filename = os.fspath(file) if isinstance(file, (str, os.PathLike)) else getattr(file, 'name', None)
        self.filelist, self._bytes, self._open = [], b'', True
        if mode == 'x' and os.path.exists(file):
            raise FileExistsError(17, 'File exists', file)
        is_path = isinstance(file, (str, os.PathLike))
        if mode == 'r' or mode == 'a' and (not is_path or os.path.exists(file)):
            if is_path:
                with open(file, 'rb') as source:
                    self._bytes = source.read()
            else:
                # What was just written stands at its end.
                file.seek(0)
                self._bytes = file.read()
            if mode == 'r' or self._bytes:
                self._read()

    def _read(self):
        at = self._bytes.rfind(b'PK\x05\x06')
        if at < 0:
            raise BadZipFile('File is not a zip file')
        count, size, place = struct.unpack('<HII', self._bytes[at + 10:at + 20])
        for _ in range(count):
            if self._bytes[place:place + 4] != b'PK\x01\x02':
                raise BadZipFile('Bad magic number for central directory')
            (flags, kind, when, day, crc, packed, plain, name, extra, comment) = struct.unpack(
                '<HHHHIIIHHH', self._bytes[place + 8:place + 34])
            info = ZipInfo(self._bytes[place + 46:place + 46 + name].decode('utf-8' if flags & 0x800 else 'cp437'),
                           ((day >> 9) + 1980, day >> 5 & 15, day & 31, when >> 11, when >> 5 & 63, (when & 31) * 2))
            info.compress_type, info.CRC, info.compress_size, info.file_size = kind, crc, packed, plain
            info.external_attr, info.header_offset = struct.unpack('<II', self._bytes[place + 38:place + 46])
            self.filelist.append(info)
            place += 46 + name + extra + comment
        if self.mode == 'a':
            self._bytes = self._bytes[:struct.unpack('<I', self._bytes[at + 16:at + 20])[0]]

    def infolist(self):
        return self.filelist

    def namelist(self):
        return [info.filename for info in self.filelist]

    def getinfo(self, name):
        for info in reversed(self.filelist):
            if info.filename == name:
                return info
        raise KeyError(f'There is no item named {name!r} in the archive')

    def read(self, name, pwd=None):
        info = name if isinstance(name, ZipInfo) else self.getinfo(name)
        at = info.header_offset
        lengths = struct.unpack('<HH', self._bytes[at + 26:at + 30])
        start = at + 30 + sum(lengths)
        packed = self._bytes[start:start + info.compress_size]
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise NotImplementedError('That compression method is not supported')
        content = packed if info.compress_type == ZIP_STORED else zlib.decompress(packed, -15)
        if zlib.crc32(content) != info.CRC:
            raise BadZipFile(f'Bad CRC-32 for file {info.filename!r}')
        return content

    def open(self, name, mode='r', pwd=None, *, force_zip64=False):
        if mode == 'w':
            return _Written(self, name)
        return io.BytesIO(self.read(name))

    def extract(self, member, path=None, pwd=None):
        info = member if isinstance(member, ZipInfo) else self.getinfo(member)
        parts = [part for part in info.filename.split('/') if part not in ('', '.', '..')]
        target = os.path.join(os.getcwd() if path is None else os.fspath(path), *parts)
        if info.is_dir():
            os.makedirs(target, exist_ok=True)
            return target
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, 'wb') as file:
            file.write(self.read(info))
        return target

    def extractall(self, path=None, members=None, pwd=None):
        for member in self.namelist() if members is None else members:
            self.extract(member, path)

    def testzip(self):
        for info in self.filelist:
            try:
                self.read(info)
            except BadZipFile:
                return info.filename
        return None

    def write(self, filename, arcname=None, compress_type=None, compresslevel=None):
        name = os.fspath(filename if arcname is None else arcname).lstrip('/')
        if os.path.isdir(filename):
            return self.writestr(name + '/', b'', compress_type)
        with open(filename, 'rb') as file:
            info = ZipInfo(name, time.localtime(os.path.getmtime(filename))[:6])
            self.writestr(info, file.read(), self.compression if compress_type is None else compress_type)

    def writestr(self, zinfo_or_arcname, data, compress_type=None, compresslevel=None):
        if self.mode == 'r':
            raise ValueError("write() requires mode 'w', 'x', or 'a'")
        info = zinfo_or_arcname if isinstance(zinfo_or_arcname, ZipInfo) else ZipInfo(
            zinfo_or_arcname, time.localtime()[:6])
        content = data.encode() if isinstance(data, str) else bytes(data)
        info.compress_type = self.compression if compress_type is None else compress_type
        packed = zlib.compress(content)[2:-4] if info.compress_type == ZIP_DEFLATED else content
        info.CRC, info.file_size, info.compress_size = zlib.crc32(content), len(content), len(packed)
        info.header_offset = len(self._bytes)
        name = info.filename.encode()
        self._bytes += b'PK\x03\x04' + self._numbers(info) + struct.pack('<HH', len(name), 0) + name + packed
        self.filelist.append(info)

    def _numbers(self, info):
        y, mo, d, h, mi, s = info.date_time
        return struct.pack('<HHHHHIII', 20, 0x800, info.compress_type, h << 11 | mi << 5 | s // 2,
                           y - 1980 << 9 | mo << 5 | d, info.CRC, info.compress_size, info.file_size)

    def printdir(self, file=None):
        say(file, '%-46s %19s %12s\n' % ('File Name', 'Modified    ', 'Size'))
        for info in self.filelist:
            date = '%d-%02d-%02d %02d:%02d:%02d' % info.date_time[:6]
            say(file, '%-46s %s %12d\n' % (info.filename, date, info.file_size))

    def close(self):
        if not self._open:
            return
        self._open = False
        if self.mode == 'r':
            return
        start, table = len(self._bytes), b''
        for info in self.filelist:
            name = info.filename.encode()
            table += (b'PK\x01\x02' + struct.pack('<H', 20) + self._numbers(info) + struct.pack(
                '<HHHHHII', len(name), 0, 0, 0, 0, info.external_attr, info.header_offset) + name)
        count = len(self.filelist)
        whole = self._bytes + table + b'PK\x05\x06' + struct.pack('<HHHHIIH', 0, 0, count, count, len(table), start, 0)
        if isinstance(self._file, (str, os.PathLike)):
            with open(self._file, 'wb') as file:
                file.write(whole)
        else:
            if self.mode == 'a':
                self._file.seek(0)
            self._file.write(whole)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


class _Written(io.BytesIO):
    """A file of an archive that is being written."""

    def __init__(self, archive, name):
        super().__init__()
        self._archive, self._name = archive, name

    def __exit__(self, *args):
        self._archive.writestr(self._name, self.getvalue())
