"""Lines of files, by their numbers."""

_kept = {}


def getlines(filename, module_globals=None):
    if filename not in _kept:
        try:
            with open(filename) as file:
                _kept[filename] = file.readlines()
        except (OSError, UnicodeDecodeError):
            return []
    return _kept[filename]


def getline(filename, lineno, module_globals=None):
    lines = getlines(filename)
    if not 1 <= lineno <= len(lines):
        return ''
    return lines[lineno - 1] if lines[lineno - 1].endswith('\n') else lines[lineno - 1] + '\n'


def checkcache(filename=None):
    clearcache()


def clearcache():
    _kept.clear()
