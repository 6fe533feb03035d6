"""Bytes as letters, and back."""

import operator

_letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'


class Error(ValueError):
    pass


def _content(data):
    if isinstance(data, (bytes, bytearray, memoryview)):
        return bytes(data)
    raise TypeError(f"a bytes-like object is required, not '{type(data).__name__}'")


def hexlify(data, sep=None, bytes_per_sep=1):
    data = _content(data)
    return (data.hex() if sep is None else data.hex(sep, bytes_per_sep)).encode()


b2a_hex = hexlify


def unhexlify(hexstr):
    text = hexstr if isinstance(hexstr, str) else bytes(hexstr).decode('latin-1')
    if len(text) % 2:
        raise Error('Odd-length string')
    if any(letter not in '0123456789abcdefABCDEF' for letter in text):
        raise Error('Non-hexadecimal digit found')
    return bytes.fromhex(text)


a2b_hex = unhexlify


def b2a_base64(data, *, newline=True):
    data = _content(data)
    parts = []
    for i in range(0, len(data), 3):
        group = bytes(data[i : i + 3])
        number = int.from_bytes(group + bytes(3 - len(group)), 'big')
        text = ''.join(_letters[number >> shift & 63] for shift in (18, 12, 6, 0))
        parts.append(text[: len(group) + 1] + '=' * (3 - len(group)))
    return ''.join(parts).encode() + (b'\n' if newline else b'')


def a2b_base64(data, *, strict_mode=False):
    text = data if isinstance(data, str) else bytes(data).decode('latin-1')
    letters = [letter for letter in text.split('=')[0] if letter in _letters]
    if strict_mode and len(letters) != len(text.rstrip('=')):
        raise Error('Only base64 data is allowed')
    if len(letters) % 4 == 1:
        raise Error(
            f'Invalid base64-encoded string: number of data characters ({len(letters)}) cannot be 1 more than a multiple of 4'
        )
    if (len(letters) + text.count('=')) % 4 and len(letters) % 4:
        raise Error('Incorrect padding')
    made = bytearray()
    for i in range(0, len(letters), 4):
        group = letters[i : i + 4]
        number = 0
        for letter in group:
            number = number << 6 | _letters.index(letter)
        number <<= 6 * (4 - len(group))
        made += number.to_bytes(3, 'big')[: len(group) - 1]
    return bytes(made)


def crc32(data, value=0):
    data = _content(data)
    crc = operator.index(value) & 0xFFFFFFFF ^ 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xEDB88320 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF
