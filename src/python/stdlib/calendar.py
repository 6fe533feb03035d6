"""Which days there are, and what they are called."""

import datetime

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
day_name = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
day_abbr = [name[:3] for name in day_name]
month_name = [
    '', 'January', 'February', 'March', 'April', 'May', 'June',
    'July', 'August', 'September', 'October', 'November', 'December',
]
month_abbr = [name[:3] for name in month_name]
mdays = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def isleap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def leapdays(y1, y2):
    y1 -= 1
    y2 -= 1
    return (y2 // 4 - y1 // 4) - (y2 // 100 - y1 // 100) + (y2 // 400 - y1 // 400)


def weekday(year, month, day):
    return datetime.date(year, month, day).weekday()


def monthrange(year, month):
    if not 1 <= month <= 12:
        raise ValueError(f'bad month number {month}; must be 1-12')
    return weekday(year, month, 1), mdays[month] + (month == 2 and isleap(year))


def monthcalendar(year, month):
    first, days = monthrange(year, month)
    cells = [0] * first + list(range(1, days + 1))
    cells += [0] * (-len(cells) % 7)
    return [cells[i : i + 7] for i in range(0, len(cells), 7)]


def month(theyear, themonth, w=0, l=0):
    """A month as text, its weeks below each other."""
    w = max(2, w)
    width = 7 * (w + 1) - 1
    lines = [f'{month_name[themonth]} {theyear}'.center(width).rstrip()]
    lines.append(' '.join(name[:w].center(w) for name in day_name).rstrip())
    for week in monthcalendar(theyear, themonth):
        lines.append(' '.join((str(day) if day else '').rjust(2).center(w) for day in week).rstrip())
    return ('\n' * max(1, l)).join(lines) + '\n'


def prmonth(theyear, themonth, w=0, l=0):
    print(month(theyear, themonth, w, l), end='')
