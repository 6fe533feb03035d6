"""Texts as bytes, and files with an encoding."""

from builtins import open as _open

BOM_UTF8 = b'\xef\xbb\xbf'


def open(filename, mode='r', encoding=None, errors='strict', buffering=-1):
    """A file of text in an encoding."""
    return _open(filename, mode) if encoding is None else _open(filename, mode.replace('b', ''), encoding=encoding)


def _turned(text):
    """Each letter by the one that is half the alphabet away."""
    return ''.join(
        chr((ord(letter) - 97 + 13) % 26 + 97) if 'a' <= letter <= 'z'
        else chr((ord(letter) - 65 + 13) % 26 + 65) if 'A' <= letter <= 'Z'
        else letter
        for letter in text
    )


def _to_hex(data):
    return bytes(data).hex().encode()


def _to_base64(data):
    import base64

    return base64.encodebytes(data)


def _from_base64(data):
    import base64

    return base64.decodebytes(data)


def _zipped(data):
    import zlib

    return zlib.compress(data)


def _unzipped(data):
    import zlib

    return zlib.decompress(data)


# Those that go from text to text, and from bytes to bytes.
_others = {
    'rot13': (_turned, _turned),
    'hex': (_to_hex, lambda data: bytes.fromhex(bytes(data).decode())),
    'base64': (_to_base64, _from_base64),
    'zlib': (_zipped, _unzipped),
}


def _other(encoding, which):
    name = encoding.lower().replace('-', '_').removesuffix('_codec')
    found = _others.get({'rot_13': 'rot13', 'base_64': 'base64', 'zip': 'zlib'}.get(name, name))
    return None if found is None else found[which]


def encode(obj, encoding='utf-8', errors='strict'):
    """A text as bytes, or what else an encoding makes."""
    other = _other(encoding, 0)
    return obj.encode(encoding, errors) if other is None else other(obj)


def decode(obj, encoding='utf-8', errors='strict'):
    """Bytes as a text, or what else an encoding was made of."""
    other = _other(encoding, 1)
    return bytes(obj).decode(encoding, errors) if other is None else other(obj)
