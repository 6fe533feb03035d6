"""Tables in text, with commas between values."""

QUOTE_MINIMAL, QUOTE_ALL, QUOTE_NONNUMERIC, QUOTE_NONE = range(4)


class Error(Exception):
    """What is no table, or cannot be one."""


class Dialect:
    """How a table is written."""
    delimiter = ','
    quotechar = '"'
    doublequote = True
    escapechar = None
    skipinitialspace = False
    lineterminator = '\r\n'
    quoting = QUOTE_MINIMAL
    strict = False


class excel(Dialect):
    """As Excel writes it."""


class excel_tab(excel):
    """As Excel writes it, with tabs."""
    delimiter = '\t'


class unix_dialect(Dialect):
    """As Unix has it."""
    lineterminator = '\n'
    quoting = QUOTE_ALL


_dialects = {'excel': excel, 'excel-tab': excel_tab, 'unix': unix_dialect}


def register_dialect(name, dialect=excel, **fmtparams):
    """Know a dialect by a name."""
    _dialects[name] = _dialect(dialect, fmtparams)


def unregister_dialect(name):
    """Forget a dialect."""
    if name not in _dialects:
        raise Error('unknown dialect')
    del _dialects[name]


def get_dialect(name):
    """A dialect by its name."""
    if name not in _dialects:
        raise Error('unknown dialect')
    return _dialects[name]


def list_dialects():
    """The names of dialects."""
    return list(_dialects)


def _dialect(base, params):
    if isinstance(base, str):
        base = get_dialect(base)
    made = Dialect()
    for name in ('delimiter', 'quotechar', 'doublequote', 'escapechar', 'skipinitialspace', 'lineterminator',
                 'quoting', 'strict'):
        setattr(made, name, params.pop(name, getattr(base, name)))
    for name in params:
        raise TypeError(f"'{name}' is an invalid keyword argument for this function")
    if not isinstance(made.delimiter, str) or len(made.delimiter) != 1:
        raise TypeError('"delimiter" must be a 1-character string')
    return made


class _Reader:
    def __init__(self, lines, dialect):
        self._lines = iter(lines)
        self.dialect = dialect
        self.line_num = 0

    def __iter__(self):
        return self

    def __next__(self):
        row, text, inside, quoted = [], '', False, False
        d = self.dialect
        line = self._line()
        while True:
            # A list, since an item of a long text is looked for from its start.
            signs = list(line)
            i, count = 0, len(signs)
            while i < count:
                sign = signs[i]
                i += 1
                if sign == d.escapechar and sign is not None:
                    text += signs[i] if i < count else ''
                    i += 1
                elif inside:
                    if sign != d.quotechar:
                        text += sign
                    elif d.doublequote and i < count and signs[i] == d.quotechar:
                        text += sign
                        i += 1
                    else:
                        inside = False
                elif sign == d.quotechar and text == '' and not quoted and d.quoting != QUOTE_NONE:
                    inside = quoted = True
                elif sign == d.delimiter:
                    row.append(self._value(text, quoted))
                    text, quoted = '', False
                elif sign in '\r\n':
                    break
                elif sign == ' ' and d.skipinitialspace and text == '' and not quoted:
                    pass
                else:
                    text += sign
            if not inside:
                break
            try:
                line = self._line()
            except StopIteration:
                if d.strict:
                    raise Error('unexpected end of data') from None
                break
        if row or text or quoted:
            row.append(self._value(text, quoted))
        return row

    def _line(self):
        line = next(self._lines)
        if not isinstance(line, str):
            raise Error(f'iterator should return strings, not {type(line).__name__} '
                        '(the file should be opened in text mode)')
        self.line_num += 1
        return line

    def _value(self, text, quoted):
        return float(text) if self.dialect.quoting == QUOTE_NONNUMERIC and not quoted else text


class _Writer:
    def __init__(self, file, dialect):
        if not callable(getattr(file, 'write', None)):
            raise TypeError('argument 1 must have a "write" method')
        self._file = file
        self.dialect = dialect

    def _text(self, value, alone):
        d = self.dialect
        text = '' if value is None else value if isinstance(value, str) else str(value)
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        special = any(sign in text for sign in (d.delimiter, d.quotechar, '\r', '\n') if sign)
        if d.quoting == QUOTE_NONE:
            if special and d.escapechar is None:
                raise Error('need to escape, but no escapechar set')
            for sign in (d.escapechar, d.delimiter, d.quotechar, '\n'):
                if sign:
                    text = text.replace(sign, f'{d.escapechar}{sign}')
            return text
        if d.quoting == QUOTE_ALL or d.quoting == QUOTE_NONNUMERIC and not is_number or special or \
                text == '' and alone:
            inside = text.replace(d.quotechar, d.quotechar * 2) if d.doublequote else \
                text.replace(d.quotechar, f'{d.escapechar}{d.quotechar}')
            return f'{d.quotechar}{inside}{d.quotechar}'
        return text

    def writerow(self, row):
        """Write a line of values."""
        try:
            row = list(row)
        except TypeError:
            raise Error(f'iterable expected, not {type(row).__name__}') from None
        line = self.dialect.delimiter.join(self._text(value, len(row) == 1) for value in row)
        return self._file.write(line + self.dialect.lineterminator)

    def writerows(self, rows):
        """Write several lines."""
        for row in rows:
            self.writerow(row)


def reader(csvfile, dialect='excel', **fmtparams):
    """Go through the rows of a table."""
    return _Reader(csvfile, _dialect(dialect, fmtparams))


def writer(csvfile, dialect='excel', **fmtparams):
    """What writes rows into a file."""
    return _Writer(csvfile, _dialect(dialect, fmtparams))


class DictReader:
    """Rows as dicts, by the names in the first line."""

    def __init__(self, f, fieldnames=None, restkey=None, restval=None, dialect='excel', *args, **kwds):
        self._fieldnames = None if fieldnames is None else list(fieldnames)
        self.restkey = restkey
        self.restval = restval
        self.reader = reader(f, dialect, *args, **kwds)

    def __iter__(self):
        return self

    @property
    def fieldnames(self):
        if self._fieldnames is None:
            for row in self.reader:
                self._fieldnames = row
                break
        return self._fieldnames

    @fieldnames.setter
    def fieldnames(self, value):
        self._fieldnames = value

    @property
    def line_num(self):
        return self.reader.line_num

    def __next__(self):
        names = self.fieldnames
        row = next(self.reader)
        while row == []:
            row = next(self.reader)
        result = dict(zip(names, row))
        if len(names) < len(row):
            result[self.restkey] = row[len(names):]
        for name in names[len(row):]:
            result[name] = self.restval
        return result


class DictWriter:
    """Writes dicts as rows."""

    def __init__(self, f, fieldnames, restval='', extrasaction='raise', dialect='excel', *args, **kwds):
        self.fieldnames = list(fieldnames)
        self.restval = restval
        if extrasaction.lower() not in ('raise', 'ignore'):
            raise ValueError(f"extrasaction ({extrasaction}) must be 'raise' or 'ignore'")
        self.extrasaction = extrasaction
        self.writer = writer(f, dialect, *args, **kwds)

    def writeheader(self):
        """Write the names."""
        return self.writerow(dict(zip(self.fieldnames, self.fieldnames)))

    def _row(self, rowdict):
        if self.extrasaction == 'raise':
            wrong = [name for name in rowdict if name not in self.fieldnames]
            if wrong:
                raise ValueError(f'dict contains fields not in fieldnames: {", ".join(map(repr, wrong))}')
        return [rowdict.get(name, self.restval) for name in self.fieldnames]

    def writerow(self, rowdict):
        """Write a dict."""
        return self.writer.writerow(self._row(rowdict))

    def writerows(self, rowdicts):
        """Write several dicts."""
        return self.writer.writerows(map(self._row, rowdicts))
