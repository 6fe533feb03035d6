"""Texts as bytes, and files with an encoding."""

from builtins import open as _open

BOM_UTF8 = b'\xef\xbb\xbf'


def open(filename, mode='r', encoding=None, errors='strict', buffering=-1):
    """A file of text in an encoding."""
    return _open(filename, mode) if encoding is None else _open(filename, mode.replace('b', ''), encoding=encoding)


def encode(obj, encoding='utf-8', errors='strict'):
    """A text as bytes."""
    return obj.encode(encoding, errors)


def decode(obj, encoding='utf-8', errors='strict'):
    """Bytes as a text."""
    return obj.decode(encoding, errors)
