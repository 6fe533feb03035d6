"""Times as texts, and the texts that dates and times are read from."""

from _datetime_calendar import _before_year, _day_names, _month_names, _of_ordinal
from _datetime_spans import timedelta, timezone


def _time_text(hour, minute, second, microsecond, timespec='auto'):
    if timespec == 'auto':
        timespec = 'microseconds' if microsecond else 'seconds'
    texts = {
        'hours': f'{hour:02d}',
        'minutes': f'{hour:02d}:{minute:02d}',
        'seconds': f'{hour:02d}:{minute:02d}:{second:02d}',
        'milliseconds': f'{hour:02d}:{minute:02d}:{second:02d}.{microsecond // 1000:03d}',
        'microseconds': f'{hour:02d}:{minute:02d}:{second:02d}.{microsecond:06d}',
    }
    if timespec not in texts:
        raise ValueError('Unknown timespec value')
    return texts[timespec]


def _parsed_time(text, whole):
    zone = None
    for i, sign in enumerate(text):
        if sign in '+-Z':
            zone = timezone.utc
            if sign != 'Z':
                parts = [int(part) for part in text[i + 1:].split(':')] if ':' in text[i:] else \
                    [int(text[i + 1:i + 3]), int(text[i + 3:i + 5] or 0)]
                offset = timedelta(hours=parts[0], minutes=parts[1] if len(parts) > 1 else 0)
                if offset:
                    zone = timezone(-offset if sign == '-' else offset)
            text = text[:i]
            break
    text, _, fraction = text.replace(',', '.').partition('.')
    parts = text.split(':')
    if len(parts) > 3 or not all(len(part) == 2 and part.isdigit() for part in parts):
        raise ValueError(f'Invalid isoformat string: {whole!r}')
    values = [int(part) for part in parts] + [0] * (3 - len(parts))
    return values + [int((fraction + '000000')[:6]) if fraction else 0, zone]


def _parsed(text, format):
    """What strptime reads."""
    import re
    full = {'c': '%a %b %d %H:%M:%S %Y', 'x': '%m/%d/%y', 'X': '%H:%M:%S', 'D': '%m/%d/%y', 'T': '%H:%M:%S',
            'F': '%Y-%m-%d', 'R': '%H:%M'}
    for letter in full:
        format = format.replace('%' + letter, full[letter])
    long_months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October',
                   'November', 'December']
    long_days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
    patterns = {
        'Y': r'\d\d\d\d', 'm': r'1[0-2]|0[1-9]|[1-9]', 'd': r'3[01]|[12]\d|0[1-9]|[1-9]| [1-9]',
        'H': r'2[0-3]|[01]\d|\d', 'I': r'1[0-2]|0[1-9]|[1-9]', 'M': r'[0-5]\d|\d', 'S': r'6[01]|[0-5]\d|\d',
        'f': r'\d{1,6}', 'y': r'\d\d', 'j': r'36[0-6]|3[0-5]\d|[12]\d\d|0\d\d|\d\d|\d', 'p': 'AM|PM|am|pm',
        'z': r'[+-]\d\d:?[0-5]\d|Z', 'b': '|'.join(_month_names), 'B': '|'.join(long_months),
        'a': '|'.join(_day_names), 'A': '|'.join(long_days), 'w': '[0-6]',
    }
    pattern = ''
    i = 0
    while i < len(format):
        sign = format[i]
        if sign == '%':
            i += 1
            letter = format[i:i + 1]
            if letter == '%':
                pattern += '%'
            elif letter not in patterns:
                raise ValueError(f"'{letter}' is a bad directive in format '{format}'" if letter else
                                 f'stray % in format {format!r}')
            else:
                pattern += f'(?P<{letter}>{patterns[letter]})'
        elif sign.isspace():
            pattern += r'\s+'
        else:
            pattern += re.escape(sign)
        i += 1
    found = re.match(pattern, text, re.IGNORECASE)
    if found is None:
        raise ValueError(f'time data {text!r} does not match format {format!r}')
    if found.end() != len(text):
        raise ValueError(f'unconverted data remains: {text[found.end():]}')
    got = found.groupdict()
    year, month, day = int(got.get('Y', 1900)), int(got.get('m', 1)), int(got.get('d', 1))
    if 'y' in got:
        year = int(got['y']) + (2000 if int(got['y']) < 69 else 1900)
    if 'b' in got:
        month = [name.lower() for name in _month_names].index(got['b'].lower()) + 1
    if 'B' in got:
        month = [name.lower() for name in long_months].index(got['B'].lower()) + 1
    if 'j' in got:
        _, month, day = _of_ordinal(_before_year(year) + int(got['j']))
    hour = int(got.get('H', 0))
    if 'I' in got:
        hour = int(got['I']) % 12 + (12 if got.get('p', 'am').lower() == 'pm' else 0)
    zone = None
    if 'z' in got:
        offset = timedelta(0)
        if got['z'] != 'Z':
            digits = got['z'].replace(':', '')
            offset = timedelta(hours=int(digits[1:3]), minutes=int(digits[3:5]))
        zone = timezone(-offset if got['z'][0] == '-' else offset) if offset else timezone.utc
    return (year, month, day, hour, int(got.get('M', 0)), int(got.get('S', 0)),
            int((got.get('f', '0') + '000000')[:6]), zone)


def parsed_parts(text, format):
    """The nine numbers of `time.strptime`."""
    from datetime import date
    year, month, day, hour, minute, second, _, _ = _parsed(text, format)
    of_day = date(year, month, day)
    return year, month, day, hour, minute, second, of_day.weekday(), of_day.timetuple().tm_yday, -1
