"""How a country writes numbers: here all write them as Python does."""

LC_CTYPE, LC_NUMERIC, LC_TIME, LC_COLLATE, LC_MONETARY, LC_MESSAGES, LC_ALL = range(7)


class Error(Exception):
    """A country that is not known."""


def setlocale(category, locale=None):
    if locale in (None, '', 'C', 'POSIX') or str(locale).lower().startswith(('en_us', 'c.')):
        return 'C' if locale in (None, '') else str(locale)
    raise Error('unsupported locale setting')


def getlocale(category=LC_CTYPE):
    return 'en_US', 'UTF-8'


def getdefaultlocale(envvars=None):
    return 'en_US', 'UTF-8'


def getpreferredencoding(do_setlocale=True):
    return 'UTF-8'


def getencoding():
    return 'UTF-8'


def localeconv():
    return {'decimal_point': '.', 'thousands_sep': '', 'grouping': []}


def atof(string, func=float):
    return func(string)


def atoi(string):
    return int(string)


def format_string(f, val, grouping=False, monetary=False):
    return f % val


def str(val):
    return f'{val:.12g}'


def strcoll(a, b):
    return (a > b) - (a < b)


def strxfrm(s):
    return s
