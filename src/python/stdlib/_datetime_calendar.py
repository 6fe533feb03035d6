"""The calendar: leap years, days counted from the first of year 1, and what no date or time may be."""

from operator import index as _check_int

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
    if n < 1:
        raise ValueError('ordinal must be >= 1')
    if n > 3652059:
        if n >= 2 ** 63:
            raise OverflowError('Python int too large to convert to C long')
        if n >= 2 ** 31:
            raise OverflowError('signed integer is greater than maximum')
        raise ValueError('year 10000 is out of range')
    year = n // 366 + 1
    while _before_year(year + 1) < n:
        year += 1
    n -= _before_year(year)
    month = 1
    while n > _days_in(year, month):
        n -= _days_in(year, month)
        month += 1
    return year, month, n


def _check_date(year, month, day):
    year, month, day = map(_check_int, (year, month, day))
    if not MINYEAR <= year <= MAXYEAR:
        raise ValueError(f'year {year} is out of range')
    if not 1 <= month <= 12:
        raise ValueError('month must be in 1..12')
    if not 1 <= day <= _days_in(year, month):
        raise ValueError('day is out of range for month')
    return year, month, day


def _check_time(hour, minute, second, microsecond):
    for name, value, most in (('hour', hour, 23), ('minute', minute, 59), ('second', second, 59),
                              ('microsecond', microsecond, 999999)):
        if not 0 <= _check_int(value) <= most:
            raise ValueError(f'{name} must be in 0..{most}')
    return tuple(map(_check_int, (hour, minute, second, microsecond)))
