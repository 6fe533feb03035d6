"""Decimal numbers as texts, and the texts that they are read from."""

from _decimal_context import ConversionSyntax, InvalidOperation, getcontext


def _parse(text):
    """The sign, the digits and the exponent of a text; a word in the place of digits for what is no number."""
    plain = text.strip().replace('_', '').lower()
    sign = 1 if plain[:1] == '-' else 0
    body = plain[1:] if plain[:1] in ('+', '-') else plain
    if body in ('inf', 'infinity'):
        return sign, 'Infinity', 0
    if body in ('nan', 'snan'):
        return sign, 'NaN', 0
    digits, has_exponent, exponent = body.partition('e')
    whole, _, part = digits.partition('.')
    number = exponent[1:] if exponent[:1] in ('+', '-') else exponent
    if not (whole + part).isdecimal() or (has_exponent and not number.isdecimal()):
        raise InvalidOperation([ConversionSyntax])
    return sign, int(whole + part), (int(exponent) if exponent else 0) - len(part)


def _text(number):
    sign = '-' if number._sign else ''
    if number._is_special:
        return sign + number._int
    digits = str(number._int)
    left = number._exp + len(digits)
    if number._exp <= 0 and left > -6:
        point = left
    else:
        point = 1
    if point <= 0:
        whole, part = '0', '.' + '0' * -point + digits
    elif point >= len(digits):
        whole, part = digits + '0' * (point - len(digits)), ''
    else:
        whole, part = digits[:point], '.' + digits[point:]
    exponent = '' if left == point else f'E{left - point:+d}'
    return sign + whole + part + exponent


def _plain(number):
    """Without an exponent."""
    digits = str(number._int).rjust(1 - number._exp, '0') if number._exp < 0 else str(number._int) + '0' * number._exp
    return digits if number._exp >= 0 else digits[: number._exp] + '.' + digits[number._exp :]


def _formatted(number, spec):
    if not spec:
        return str(number)
    if number._is_special or spec[-1] not in 'fF%':
        return format(str(number), spec) if spec[-1:] not in 'eEgGn' else format(float(number), spec)
    head, point, digits = spec[:-1].partition('.')
    value = number * 100 if spec[-1] == '%' else number
    if point:
        value = value._rescaled(-int(digits), getcontext().rounding)
    elif value._exp > 0:
        value = value._rescaled(0, getcontext().rounding)
    text = str(abs(value)) if value._exp <= 0 and 'E' not in str(value) else _plain(value)
    grouped = ',' in head or '_' in head
    if grouped:
        separator = ',' if ',' in head else '_'
        whole, dot, part = text.partition('.')
        text = f'{int(whole):{separator}}' + dot + part
        head = head.replace(',', '').replace('_', '')
    text += '%' if spec[-1] == '%' else ''
    sign = '-' if number._sign and number._int else '+' if '+' in head else ' ' if ' ' in head else ''
    head = head.replace('+', '').replace(' ', '').replace('-', '')
    width = head.lstrip('<>^=')
    if width.startswith('0') and len(width) > 1:
        return sign + text.zfill(int(width) - len(sign))
    return format(sign + text, head if head[:1] in '<>^' and head else '>' + head if head else '')
