"""Dates, times and spans."""

import time as _time
from collections import namedtuple as _namedtuple

from _datetime_calendar import (
    MAXYEAR, MINYEAR, _before_year, _check_date, _check_time, _of_ordinal, _ordinal,
)
from _datetime_spans import _offset_text, timedelta, timezone, tzinfo
from _datetime_texts import _parsed, _parsed_time, _time_text
from _strftime import format_date as _format

UTC = timezone.utc
IsoCalendarDate = _namedtuple('IsoCalendarDate', 'year week weekday')
IsoCalendarDate.__module__ = 'datetime'
IsoCalendarDate.__repr__ = lambda self: f'datetime.IsoCalendarDate(year={self[0]}, week={self[1]}, weekday={self[2]})'


def _zone(value):
    if value is None or isinstance(value, tzinfo):
        return value
    raise TypeError(f"tzinfo argument must be None or of a tzinfo subclass, not type '{type(value).__name__}'")


class date:
    """A day."""

    def __new__(cls, year, month=None, day=None):
        year, month, day = _check_date(year, month, day)
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
        return IsoCalendarDate(year, week + 1, day + 1)

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


class time:
    """A time of the day."""

    def __init__(self, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        hour, minute, second, microsecond = _check_time(hour, minute, second, microsecond)
        self._hour, self._minute, self._second, self._microsecond = hour, minute, second, microsecond
        self._tzinfo = _zone(tzinfo)

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
        year, month, day = _check_date(year, month, day)
        hour, minute, second, microsecond = _check_time(hour, minute, second, microsecond)
        self = object.__new__(cls)
        self._year, self._month, self._day = year, month, day
        self._hour, self._minute, self._second, self._microsecond = hour, minute, second, microsecond
        self._tzinfo = _zone(tzinfo)
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
        if not isinstance(sep, str) or len(sep) != 1:
            given = 'None' if sep is None else type(sep).__name__
            raise TypeError(f'isoformat() argument 1 must be a unicode character, not {given}')
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

    def _check_order(self, other):
        if isinstance(other, datetime):
            self._check_zones(other, 'compare')

    def __lt__(self, other):
        self._check_order(other)
        return super().__lt__(other)

    def __le__(self, other):
        self._check_order(other)
        return super().__le__(other)

    def __gt__(self, other):
        self._check_order(other)
        return super().__gt__(other)

    def __ge__(self, other):
        self._check_order(other)
        return super().__ge__(other)

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
