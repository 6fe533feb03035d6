"""Dates, times and spans."""

import time as _time
from _strftime import format_date as _format

MINYEAR, MAXYEAR = 1, 9999
_month_days = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
_month_names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
_day_names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_in(year, month):
    return 29 if month == 2 and _is_leap(year) else _month_days[month]


def _before_year(year):
    y = year - 1
    return y * 365 + y // 4 - y // 100 + y // 400


def _ordinal(year, month, day):
    return _before_year(year) + sum(_days_in(year, m) for m in range(1, month)) + day


def _of_ordinal(n):
    year = n // 366 + 1
    while _before_year(year + 1) < n:
        year += 1
    n -= _before_year(year)
    month = 1
    while n > _days_in(year, month):
        n -= _days_in(year, month)
        month += 1
    return year, month, n


def _check_int(value):
    if isinstance(value, float) or not isinstance(value, int):
        raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")


def _check_date(year, month, day):
    for value in (year, month, day):
        _check_int(value)
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f'year {year} is out of range')
    if not 1 <= month <= 12:
        raise ValueError('month must be in 1..12')
    if not 1 <= day <= _days_in(year, month):
        raise ValueError('day is out of range for month')


def _check_time(hour, minute, second, microsecond):
    for name, value, most in (('hour', hour, 23), ('minute', minute, 59), ('second', second, 59),
                              ('microsecond', microsecond, 999999)):
        _check_int(value)
        if not 0 <= value <= most:
            raise ValueError(f'{name} must be in 0..{most}')


def _order(a, b):
    return (a > b) - (a < b)


class timedelta:
    """A span: days, seconds, microseconds."""

    def __init__(self, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        days += weeks * 7
        seconds += minutes * 60 + hours * 3600
        microseconds += milliseconds * 1000
        if isinstance(days, float):
            whole = int(days // 1)
            seconds += (days - whole) * 86400
            days = whole
        if isinstance(seconds, float):
            whole = int(seconds // 1)
            microseconds += (seconds - whole) * 1000000
            seconds = whole
        microseconds = round(microseconds)
        carry, microseconds = divmod(microseconds, 1000000)
        carry, seconds = divmod(seconds + carry, 86400)
        self._days = days + carry
        self._seconds = seconds
        self._microseconds = microseconds
        if abs(self._days) > 999999999:
            raise OverflowError(f'days={self._days}; must have magnitude <= 999999999')

    days = property(lambda self: self._days)
    seconds = property(lambda self: self._seconds)
    microseconds = property(lambda self: self._microseconds)

    def _all(self):
        return (self._days * 86400 + self._seconds) * 1000000 + self._microseconds

    def total_seconds(self):
        return self._all() / 10 ** 6

    def __repr__(self):
        parts = [f'{name}={value}' for name, value in
                 (('days', self._days), ('seconds', self._seconds), ('microseconds', self._microseconds)) if value]
        return f'datetime.{type(self).__name__}({", ".join(parts) or "0"})'

    def __str__(self):
        minutes, seconds = divmod(self._seconds, 60)
        hours, minutes = divmod(minutes, 60)
        text = f'{hours}:{minutes:02d}:{seconds:02d}'
        if self._days:
            text = f'{self._days} day{"" if abs(self._days) == 1 else "s"}, {text}'
        return f'{text}.{self._microseconds:06d}' if self._microseconds else text

    def __add__(self, other):
        if isinstance(other, timedelta):
            return timedelta(0, 0, self._all() + other._all())
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return timedelta(0, 0, self._all() - other._all())
        return NotImplemented

    def __neg__(self):
        return timedelta(0, 0, -self._all())

    def __pos__(self):
        return self

    def __abs__(self):
        return -self if self._days < 0 else self

    def __mul__(self, other):
        if isinstance(other, int):
            return timedelta(0, 0, self._all() * other)
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return timedelta(0, 0, _divide_nearest(self._all() * a, b))
        return NotImplemented

    __rmul__ = __mul__

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._all() // other._all()
        if isinstance(other, int):
            return timedelta(0, 0, self._all() // other)
        return NotImplemented

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._all() / other._all()
        if isinstance(other, int):
            return timedelta(0, 0, _divide_nearest(self._all(), other))
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return timedelta(0, 0, _divide_nearest(b * self._all(), a))
        return NotImplemented

    def __mod__(self, other):
        if isinstance(other, timedelta):
            return timedelta(0, 0, self._all() % other._all())
        return NotImplemented

    def __divmod__(self, other):
        if isinstance(other, timedelta):
            q, r = divmod(self._all(), other._all())
            return q, timedelta(0, 0, r)
        return NotImplemented

    def __eq__(self, other):
        return self._all() == other._all() if isinstance(other, timedelta) else NotImplemented

    def __lt__(self, other):
        return self._all() < other._all() if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._all() <= other._all() if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._all() > other._all() if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._all() >= other._all() if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        return hash(self._all())

    def __bool__(self):
        return self._all() != 0


def _divide_nearest(a, b):
    """a / b as the nearest int, half to even."""
    q, r = divmod(a, b)
    r *= 2
    more = r > b if b > 0 else r < b
    return q + 1 if more or r == b and q % 2 == 1 else q


timedelta.min = timedelta(-999999999)
timedelta.max = timedelta(999999999, 86399, 999999)
timedelta.resolution = timedelta(microseconds=1)


class tzinfo:
    """How far local time is from UTC."""

    def tzname(self, dt):
        raise NotImplementedError('tzinfo subclass must override tzname()')

    def utcoffset(self, dt):
        raise NotImplementedError('tzinfo subclass must override utcoffset()')

    def dst(self, dt):
        raise NotImplementedError('tzinfo subclass must override dst()')

    def fromutc(self, dt):
        return dt + self.utcoffset(dt)


class timezone(tzinfo):
    """As far from UTC all the year."""

    def __init__(self, offset, name=None):
        if not isinstance(offset, timedelta):
            raise TypeError('offset must be a timedelta')
        if not timedelta(-1) < offset < timedelta(1):
            raise ValueError('offset must be a timedelta strictly between -timedelta(hours=24) and '
                             f'timedelta(hours=24), not {offset!r}.')
        self._offset = offset
        self._name = name

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)

    def __repr__(self):
        if self is timezone.utc:
            return 'datetime.timezone.utc'
        if self._name is None:
            return f'datetime.timezone({self._offset!r})'
        return f'datetime.timezone({self._offset!r}, {self._name!r})'

    def __str__(self):
        return self.tzname(None)

    def utcoffset(self, dt):
        return self._offset

    def tzname(self, dt):
        if self._name is not None:
            return self._name
        return 'UTC' if not self._offset else 'UTC' + _offset_text(self._offset)

    def dst(self, dt):
        return None


def _offset_text(offset):
    if offset is None:
        return ''
    sign = '-' if offset.days < 0 else '+'
    minutes, seconds = divmod(abs(offset)._all() // 1000000, 60)
    text = f'{sign}{minutes // 60:02d}:{minutes % 60:02d}'
    return f'{text}:{seconds:02d}' if seconds else text


timezone.utc = timezone(timedelta(0))
UTC = timezone.utc
IsoCalendarDate = None


class date:
    """A day."""

    def __new__(cls, year, month=None, day=None):
        _check_date(year, month, day)
        self = object.__new__(cls)
        self._year, self._month, self._day = year, month, day
        return self

    def __init__(self, *args, **kwargs):
        pass

    year = property(lambda self: self._year)
    month = property(lambda self: self._month)
    day = property(lambda self: self._day)

    @classmethod
    def today(cls):
        t = _time.localtime()
        return cls(t[0], t[1], t[2])

    @classmethod
    def fromtimestamp(cls, t):
        t = _time.localtime(t)
        return cls(t[0], t[1], t[2])

    @classmethod
    def fromordinal(cls, n):
        return cls(*_of_ordinal(n))

    @classmethod
    def fromisoformat(cls, text):
        parts = text.split('-')
        if len(text) == 8 and text.isdigit():
            parts = [text[:4], text[4:6], text[6:]]
        if [len(part) for part in parts] != [4, 2, 2] or not all(part.isdigit() for part in parts):
            raise ValueError(f'Invalid isoformat string: {text!r}')
        return cls(*map(int, parts))

    def __repr__(self):
        return f'datetime.{type(self).__name__}({self._year}, {self._month}, {self._day})'

    def ctime(self):
        return self.strftime('%a %b %e 00:00:00 %Y')

    def strftime(self, fmt):
        return _format(fmt, self._year, self._month, self._day, 0, 0, 0, 0, None)

    def __format__(self, fmt):
        return str(self) if fmt == '' else self.strftime(fmt)

    def isoformat(self):
        return f'{self._year:04d}-{self._month:02d}-{self._day:02d}'

    def __str__(self):
        return self.isoformat()

    def timetuple(self):
        return _time.struct_time._make((self._year, self._month, self._day, 0, 0, 0, self.weekday(), self._yearday(), -1))

    def _yearday(self):
        return self.toordinal() - _before_year(self._year)

    def toordinal(self):
        return _ordinal(self._year, self._month, self._day)

    def replace(self, year=None, month=None, day=None):
        return type(self)(self._year if year is None else year, self._month if month is None else month,
                          self._day if day is None else day)

    def weekday(self):
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        return self.toordinal() % 7 or 7

    def isocalendar(self):
        year = self._year
        today = self.toordinal()

        def first_monday(y):
            first = _ordinal(y, 1, 1)
            weekday = (first + 6) % 7
            return first - weekday + (7 if weekday > 3 else 0)
        if today < first_monday(year):
            year -= 1
        elif today >= first_monday(year + 1):
            year += 1
        week, day = divmod(today - first_monday(year), 7)
        return year, week + 1, day + 1

    def _key(self):
        return self._year, self._month, self._day

    def __eq__(self, other):
        return self._key() == other._key() if _same_kind(self, other) else NotImplemented

    def __lt__(self, other):
        return self._key() < other._key() if _same_kind(self, other) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if _same_kind(self, other) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if _same_kind(self, other) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if _same_kind(self, other) else NotImplemented

    def __hash__(self):
        return hash(self._key())

    def __add__(self, other):
        if isinstance(other, timedelta):
            n = self.toordinal() + other.days
            if not 0 < n <= 3652059:
                raise OverflowError('date value out of range')
            return type(self).fromordinal(n)
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + timedelta(-other.days)
        if isinstance(other, date):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented


def _same_kind(a, b):
    return isinstance(b, date) and isinstance(a, datetime) == isinstance(b, datetime)


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


class time:
    """A time of the day."""

    def __init__(self, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        _check_time(hour, minute, second, microsecond)
        self._hour, self._minute, self._second, self._microsecond = hour, minute, second, microsecond
        self._tzinfo = tzinfo

    hour = property(lambda self: self._hour)
    minute = property(lambda self: self._minute)
    second = property(lambda self: self._second)
    microsecond = property(lambda self: self._microsecond)
    tzinfo = property(lambda self: self._tzinfo)

    @classmethod
    def fromisoformat(cls, text):
        return cls(*_parsed_time(text.lstrip('T'), text))

    def _key(self):
        return self._hour, self._minute, self._second, self._microsecond

    def isoformat(self, timespec='auto'):
        return _time_text(*self._key(), timespec) + _offset_text(self.utcoffset())

    __str__ = isoformat

    def __repr__(self):
        values = list(self._key())
        while len(values) > 2 and values[-1] == 0:
            values.pop()
        zone = '' if self._tzinfo is None else f', tzinfo={self._tzinfo!r}'
        return f'datetime.time({", ".join(map(str, values))}{zone})'

    def utcoffset(self):
        return None if self._tzinfo is None else self._tzinfo.utcoffset(None)

    def strftime(self, fmt):
        return _format(fmt, 1900, 1, 1, *self._key(), _minutes(self.utcoffset()))

    def __format__(self, fmt):
        return str(self) if fmt == '' else self.strftime(fmt)

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True):
        given = (hour, minute, second, microsecond)
        values = [old if new is None else new for old, new in zip(self._key(), given)]
        return type(self)(*values, self._tzinfo if tzinfo is True else tzinfo)

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, time) else NotImplemented

    def __lt__(self, other):
        return self._key() < other._key() if isinstance(other, time) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if isinstance(other, time) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if isinstance(other, time) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if isinstance(other, time) else NotImplemented

    def __hash__(self):
        return hash(self._key())


def _minutes(offset):
    return None if offset is None else offset._all() // 60000000


class datetime(date):
    """A day and a time."""

    def __new__(cls, year, month=None, day=None, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        _check_date(year, month, day)
        _check_time(hour, minute, second, microsecond)
        self = object.__new__(cls)
        self._year, self._month, self._day = year, month, day
        self._hour, self._minute, self._second, self._microsecond = hour, minute, second, microsecond
        self._tzinfo = tzinfo
        return self

    hour = property(lambda self: self._hour)
    minute = property(lambda self: self._minute)
    second = property(lambda self: self._second)
    microsecond = property(lambda self: self._microsecond)
    tzinfo = property(lambda self: self._tzinfo)
    fold = 0

    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(_time.time(), tz)

    today = now

    @classmethod
    def utcnow(cls):
        return cls.utcfromtimestamp(_time.time())

    @classmethod
    def fromtimestamp(cls, t, tz=None):
        micro = round(t * 1000000)
        seconds, micro = divmod(micro, 1000000)
        if tz is None:
            return cls(*_time.localtime(seconds)[:6], micro)
        return tz.fromutc(cls(*_time.gmtime(seconds)[:6], micro, tz))

    @classmethod
    def utcfromtimestamp(cls, t):
        seconds, micro = divmod(round(t * 1000000), 1000000)
        return cls(*_time.gmtime(seconds)[:6], micro)

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        return cls(date.year, date.month, date.day, *time._key(), time.tzinfo if tzinfo is True else tzinfo)

    @classmethod
    def fromordinal(cls, n):
        return cls(*_of_ordinal(n))

    @classmethod
    def fromisoformat(cls, text):
        if len(text) < 7:
            raise ValueError(f'Invalid isoformat string: {text!r}')
        at = 8 if text[:8].isdigit() else 10
        try:
            day = date.fromisoformat(text[:at])
        except ValueError:
            raise ValueError(f'Invalid isoformat string: {text!r}') from None
        rest = _parsed_time(text[at + 1:], text) if len(text) > at else []
        return cls(day.year, day.month, day.day, *rest)

    @classmethod
    def strptime(cls, text, format):
        return cls(*_parsed(text, format))

    def _clock(self):
        return self._hour, self._minute, self._second, self._microsecond

    def date(self):
        return date(self._year, self._month, self._day)

    def time(self):
        return time(*self._clock())

    def timetz(self):
        return time(*self._clock(), self._tzinfo)

    def utcoffset(self):
        return None if self._tzinfo is None else self._tzinfo.utcoffset(self)

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(self)

    def dst(self):
        return None if self._tzinfo is None else self._tzinfo.dst(self)

    def timetuple(self):
        return _time.struct_time._make((self._year, self._month, self._day, self._hour, self._minute, self._second,
                                  self.weekday(), self._yearday(), -1))

    def timestamp(self):
        if self._tzinfo is None:
            return _time.mktime(self.timetuple()) + self._microsecond / 1e6
        return (self - datetime(1970, 1, 1, tzinfo=timezone.utc)).total_seconds()

    def astimezone(self, tz=None):
        if tz is None:
            tz = timezone.utc
        offset = self.utcoffset()
        utc = self.replace(tzinfo=None) - (offset if offset is not None else timedelta(0))
        return tz.fromutc(utc.replace(tzinfo=tz))

    def replace(self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None,
                tzinfo=True, *, fold=None):
        given = (year, month, day, hour, minute, second, microsecond)
        values = [old if new is None else new for old, new in zip(self._local(), given)]
        return type(self)(*values, self._tzinfo if tzinfo is True else tzinfo)

    def _local(self):
        return (self._year, self._month, self._day) + self._clock()

    def isoformat(self, sep='T', timespec='auto'):
        day = f'{self._year:04d}-{self._month:02d}-{self._day:02d}'
        return f'{day}{sep}{_time_text(*self._clock(), timespec)}{_offset_text(self.utcoffset())}'

    def __str__(self):
        return self.isoformat(sep=' ')

    def __repr__(self):
        values = list(self._local())
        while len(values) > 5 and values[-1] == 0:
            values.pop()
        zone = '' if self._tzinfo is None else f', tzinfo={self._tzinfo!r}'
        return f'datetime.datetime({", ".join(map(str, values))}{zone})'

    def ctime(self):
        return self.strftime('%a %b %e %H:%M:%S %Y')

    def strftime(self, fmt):
        return _format(fmt, *self._local(), _minutes(self.utcoffset()))

    def _key(self):
        return (self._all(),)

    def _all(self):
        offset = self.utcoffset()
        seconds = ((self.toordinal() * 24 + self._hour) * 60 + self._minute) * 60 + self._second
        return seconds * 1000000 + self._microsecond - (0 if offset is None else offset._all())

    def _check_zones(self, other, what):
        if (self.utcoffset() is None) != (other.utcoffset() is None):
            raise TypeError(f"can't {what} offset-naive and offset-aware datetimes")

    def __lt__(self, other):
        if isinstance(other, datetime):
            self._check_zones(other, 'compare')
        return super().__lt__(other)

    def __gt__(self, other):
        if isinstance(other, datetime):
            self._check_zones(other, 'compare')
        return super().__gt__(other)

    def __eq__(self, other):
        if isinstance(other, datetime) and (self.utcoffset() is None) != (other.utcoffset() is None):
            return False
        return super().__eq__(other)

    def __hash__(self):
        return hash(self._key())

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        micro = (((self.toordinal() * 24 + self._hour) * 60 + self._minute) * 60 + self._second) * 1000000 + \
            self._microsecond + other._all()
        days, micro = divmod(micro, 86400000000)
        if not 0 < days <= 3652059:
            raise OverflowError('date value out of range')
        seconds, micro = divmod(micro, 1000000)
        minutes, second = divmod(seconds, 60)
        hour, minute = divmod(minutes, 60)
        return type(self)(*_of_ordinal(days), hour, minute, second, micro, self._tzinfo)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return self + -other
        if isinstance(other, datetime):
            self._check_zones(other, 'subtract')
            return timedelta(0, 0, self._all() - other._all())
        return NotImplemented


date.min, date.max, date.resolution = date(1, 1, 1), date(9999, 12, 31), timedelta(1)
datetime.min = datetime(1, 1, 1)
datetime.max = datetime(9999, 12, 31, 23, 59, 59, 999999)
time.min, time.max = time(0, 0), time(23, 59, 59, 999999)


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
