"""Files of sections with keys and values."""

import re


class Error(Exception):
    """What is wrong with such a file."""

    @property
    def message(self):
        return self.args[0]


class NoSectionError(Error):
    """A section that is not there."""

    def __init__(self, section):
        super().__init__(f'No section: {section!r}')
        self.section = section


class NoOptionError(Error):
    """A key that is not there."""

    def __init__(self, option, section):
        super().__init__(f'No option {option!r} in section: {section!r}')
        self.option, self.section = option, section


class DuplicateSectionError(Error):
    """A section that is there already."""

    def __init__(self, section, source=None, lineno=None):
        super().__init__(f'Section {section!r} already exists')


class MissingSectionHeaderError(Error):
    """A key outside of all sections."""

    def __init__(self, filename, lineno, line):
        super().__init__(f'File contains no section headers.\nfile: {filename!r}, line: {lineno}\n{line!r}')


class InterpolationMissingOptionError(Error):
    """A value that names a key that is not there."""


_missing = object()
_booleans = {'1': True, 'yes': True, 'true': True, 'on': True, '0': False, 'no': False, 'false': False, 'off': False}


class SectionProxy:
    """A section."""

    def __init__(self, parser, name):
        self.parser, self.name = parser, name

    def __getitem__(self, key):
        if not self.parser.has_option(self.name, key):
            raise KeyError(key)
        return self.parser.get(self.name, key)

    def __setitem__(self, key, value):
        self.parser.set(self.name, key, value)

    def __delitem__(self, key):
        if not self.parser.remove_option(self.name, key):
            raise KeyError(key)

    def __contains__(self, key):
        return self.parser.has_option(self.name, key)

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return len(self.keys())

    def keys(self):
        return self.parser._keys(self.name)

    def values(self):
        return [self[key] for key in self.keys()]

    def items(self):
        return [(key, self[key]) for key in self.keys()]

    def get(self, option, fallback=None, *, raw=False, vars=None):
        return self.parser.get(self.name, option, fallback=fallback)

    def getint(self, option, fallback=None):
        return self.parser.getint(self.name, option, fallback=fallback)

    def getfloat(self, option, fallback=None):
        return self.parser.getfloat(self.name, option, fallback=fallback)

    def getboolean(self, option, fallback=None):
        return self.parser.getboolean(self.name, option, fallback=fallback)

    def __repr__(self):
        return f'<Section: {self.name}>'


class RawConfigParser:
    """Sections by their names; what stands under DEFAULT holds in all."""

    _interpolates = False

    def __init__(self, defaults=None, allow_no_value=False, *, delimiters=('=', ':'), comment_prefixes=('#', ';'),
                 inline_comment_prefixes=None, interpolation=_missing, default_section='DEFAULT', **kwargs):
        self._sections, self.default_section = {}, default_section
        self._defaults = {self.optionxform(k): str(v) for k, v in (defaults or {}).items()}
        self._split = re.compile('|'.join(map(re.escape, delimiters)))
        self._comments, self._inline, self._bare = comment_prefixes, inline_comment_prefixes or (), allow_no_value
        if interpolation is None:
            self._interpolates = False

    def optionxform(self, option):
        return option.lower()

    def _of(self, section):
        if section == self.default_section:
            return self._defaults
        if section not in self._sections:
            raise NoSectionError(section)
        return self._sections[section]

    def _keys(self, section):
        return list(dict.fromkeys([*self._of(section), *self._defaults]))

    def read(self, filenames, encoding=None):
        names = [filenames] if isinstance(filenames, str) or hasattr(filenames, '__fspath__') else filenames
        found = []
        for name in names:
            try:
                with open(name, encoding=encoding or 'utf-8') as file:
                    self._take(file.read(), str(name))
            except FileNotFoundError:
                continue
            found.append(str(name))
        return found

    def read_string(self, string, source='<string>'):
        self._take(string, source)

    def read_file(self, f, source=None):
        self._take(''.join(f), source or getattr(f, 'name', '<???>'))

    def read_dict(self, dictionary, source='<dict>'):
        for section, values in dictionary.items():
            if section != self.default_section and section not in self._sections:
                self.add_section(section)
            for key, value in values.items():
                self._of(section)[self.optionxform(str(key))] = None if value is None else str(value)

    def _take(self, text, source):
        section = key = None
        for number, line in enumerate(text.split('\n'), 1):
            plain = line.strip()
            if not plain or plain.startswith(tuple(self._comments)):
                continue
            for sign in self._inline:
                plain = re.split(r'\s' + re.escape(sign), plain)[0].strip()
            if line[0].isspace() and key is not None:
                section[key] = f'{section[key]}\n{plain}'
                continue
            head = re.match(r'\[([^\]]+)\]', plain)
            if head:
                name, key = head.group(1), None
                section = self._defaults if name == self.default_section else self._sections.setdefault(name, {})
                continue
            if section is None:
                raise MissingSectionHeaderError(source, number, line + '\n')
            parts = self._split.split(plain, 1)
            if len(parts) == 1 and not self._bare:
                raise Error(f'Source contains parsing errors: {source!r}\n\t[line {number:2d}]: {line + chr(10)!r}')
            key = self.optionxform(parts[0].strip())
            section[key] = parts[1].strip() if len(parts) == 2 else None

    def sections(self):
        return list(self._sections)

    def defaults(self):
        return self._defaults

    def add_section(self, section):
        if not isinstance(section, str):
            raise TypeError('section names must be strings')
        if section in self._sections:
            raise DuplicateSectionError(section)
        self._sections[section] = {}

    def has_section(self, section):
        return section in self._sections

    def options(self, section):
        return self._keys(section)

    def has_option(self, section, option):
        if section != self.default_section and section not in self._sections:
            return False
        return self.optionxform(option) in self._keys(section)

    def get(self, section, option, *, raw=False, vars=None, fallback=_missing):
        try:
            own = self._of(section)
            key = self.optionxform(option)
            if vars and key in vars:
                return vars[key]
            if key not in own and key not in self._defaults:
                raise NoOptionError(option, section)
        except (NoSectionError, NoOptionError):
            if fallback is _missing:
                raise
            return fallback
        value = own[key] if key in own else self._defaults[key]
        return value if raw or value is None or not self._interpolates else self._filled(section, value)

    def _filled(self, section, value):
        def of(match):
            return '%' if match.group(1) is None else self.get(section, match.group(1))
        return re.sub(r'%(?:\(([^)]+)\)s|%)', of, value)

    def _as(self, kind, section, option, fallback):
        try:
            value = self.get(section, option)
        except (NoSectionError, NoOptionError):
            if fallback is _missing:
                raise
            return fallback
        return kind(value)

    def getint(self, section, option, *, raw=False, vars=None, fallback=_missing):
        return self._as(int, section, option, fallback)

    def getfloat(self, section, option, *, raw=False, vars=None, fallback=_missing):
        return self._as(float, section, option, fallback)

    def getboolean(self, section, option, *, raw=False, vars=None, fallback=_missing):
        def truth(value):
            if value.lower() not in _booleans:
                raise ValueError(f'Not a boolean: {value}')
            return _booleans[value.lower()]
        return self._as(truth, section, option, fallback)

    def items(self, section=_missing, raw=False, vars=None):
        if section is _missing:
            return [(name, self[name]) for name in self]
        return [(key, self.get(section, key, raw=raw)) for key in self._keys(section)]

    def set(self, section, option, value=None):
        if value is not None and not isinstance(value, str):
            raise TypeError('option values must be strings')
        self._of(section)[self.optionxform(option)] = value

    def remove_option(self, section, option):
        return self._of(section).pop(self.optionxform(option), _missing) is not _missing

    def remove_section(self, section):
        return self._sections.pop(section, None) is not None

    def write(self, fp, space_around_delimiters=True):
        sign = ' = ' if space_around_delimiters else '='
        for name, values in [(self.default_section, self._defaults), *self._sections.items()]:
            if name == self.default_section and not values:
                continue
            fp.write(f'[{name}]\n')
            for key, value in values.items():
                fp.write(key + ('' if value is None else sign + value.replace('\n', '\n\t')) + '\n')
            fp.write('\n')

    def __getitem__(self, name):
        if name != self.default_section and name not in self._sections:
            raise KeyError(name)
        return SectionProxy(self, name)

    def __setitem__(self, name, values):
        if name != self.default_section:
            self._sections[name] = {}
        self.read_dict({name: values})

    def __delitem__(self, name):
        if not self.remove_section(name):
            raise KeyError(name)

    def __contains__(self, name):
        return name == self.default_section or name in self._sections

    def __iter__(self):
        return iter([self.default_section, *self._sections])

    def __len__(self):
        return len(self._sections) + 1

    def keys(self):
        return list(self)

    def values(self):
        return [self[name] for name in self]


class ConfigParser(RawConfigParser):
    """The same; `%(key)s` in a value is the value of that key."""

    _interpolates = True
