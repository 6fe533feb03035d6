"""Bytes as letters that go through everything: in base 64, 32 and 16."""

import binascii

_base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'


def _bytes(data):
    if isinstance(data, str):
        try:
            return data.encode('ascii')
        except UnicodeEncodeError:
            raise ValueError('string argument should contain only ASCII characters')
    if isinstance(data, (bytes, bytearray, memoryview)):
        return bytes(data)
    raise TypeError(f"argument should be a bytes-like object or ASCII string, not '{type(data).__name__}'")


def b64encode(s, altchars=None):
    encoded = binascii.b2a_base64(s, newline=False)
    return encoded if altchars is None else encoded.replace(b'+', altchars[:1]).replace(b'/', altchars[1:2])


def b64decode(s, altchars=None, validate=False):
    data = _bytes(s)
    if altchars is not None:
        altchars = _bytes(altchars)
        data = data.replace(altchars[:1], b'+').replace(altchars[1:2], b'/')
    return binascii.a2b_base64(data, strict_mode=validate)


standard_b64encode = b64encode
standard_b64decode = b64decode


def urlsafe_b64encode(s):
    return b64encode(s, b'-_')


def urlsafe_b64decode(s):
    return b64decode(s, b'-_')


def b32encode(s):
    bits = ''.join(f'{byte:08b}' for byte in s)
    bits += '0' * (-len(bits) % 5)
    text = ''.join(_base32[int(bits[i : i + 5], 2)] for i in range(0, len(bits), 5))
    return (text + '=' * (-len(text) % 8)).encode()


def b32decode(s, casefold=False):
    text = _bytes(s).decode()
    if len(text) % 8:
        raise binascii.Error('Incorrect padding')
    if casefold:
        text = text.upper()
    text = text.rstrip('=')
    if any(letter not in _base32 for letter in text):
        raise binascii.Error('Non-base32 digit found')
    bits = ''.join(f'{_base32.index(letter):05b}' for letter in text)
    return bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits) - 7, 8))


def b16encode(s):
    return binascii.hexlify(s).upper()


def b16decode(s, casefold=False):
    data = _bytes(s)
    if not casefold and data != data.upper():
        raise binascii.Error('Non-base16 digit found')
    return binascii.unhexlify(data)


def encodebytes(s):
    return b''.join(binascii.b2a_base64(s[i : i + 57]) for i in range(0, len(s), 57))


def decodebytes(s):
    return binascii.a2b_base64(s)


_base85 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~'


def b85encode(b, pad=False):
    """Five signs for four bytes."""
    data = _bytes(b)
    missing = -len(data) % 4
    data += bytes(missing)
    text = ''
    for i in range(0, len(data), 4):
        number = int.from_bytes(data[i : i + 4], 'big')
        text += ''.join(_base85[number // 85 ** power % 85] for power in range(4, -1, -1))
    return (text if pad else text[: len(text) - missing]).encode()


def b85decode(b):
    """Four bytes of five signs."""
    text = _bytes(b).decode('latin-1')
    for i, sign in enumerate(text):
        if sign not in _base85:
            raise ValueError(f'bad base85 character at position {i}')
    missing = -len(text) % 5
    text += '~' * missing
    data = b''
    for i in range(0, len(text), 5):
        number = 0
        for sign in text[i : i + 5]:
            number = number * 85 + _base85.index(sign)
        if number >= 1 << 32:
            raise ValueError(f'base85 overflow in hunk starting at byte {i}')
        data += number.to_bytes(4, 'big')
    return data[: len(data) - missing]
