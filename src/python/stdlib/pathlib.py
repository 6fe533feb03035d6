"""Paths as objects."""

import fnmatch
import os


class PurePath:
    """A path, whatever lies there."""

    def __init__(self, *args, **kwargs):
        path = ''
        for arg in args:
            part = os.fspath(arg)
            if not isinstance(part, str):
                raise TypeError('argument should be a str or an os.PathLike object where __fspath__ returns a str, '
                                f'not {type(part).__name__!r}')
            path = part if part.startswith('/') or not path else f'{path}/{part}'
        self._root = '/' if path.startswith('/') else ''
        self._parts = [part for part in path.split('/') if part not in ('', '.')]

    def _like(self, parts, root=None):
        made = type(self)()
        made._root = self._root if root is None else root
        made._parts = list(parts)
        return made

    def __str__(self):
        return self._root + '/'.join(self._parts) or '.'

    def __fspath__(self):
        return str(self)

    def as_posix(self):
        return str(self)

    def __repr__(self):
        return f'{type(self).__name__}({str(self)!r})'

    def _key(self):
        return [self._root] + self._parts

    def __eq__(self, other):
        return self._key() == other._key() if isinstance(other, PurePath) else NotImplemented

    def __lt__(self, other):
        return self._key() < other._key() if isinstance(other, PurePath) else NotImplemented

    def __le__(self, other):
        return self._key() <= other._key() if isinstance(other, PurePath) else NotImplemented

    def __gt__(self, other):
        return self._key() > other._key() if isinstance(other, PurePath) else NotImplemented

    def __ge__(self, other):
        return self._key() >= other._key() if isinstance(other, PurePath) else NotImplemented

    def __hash__(self):
        return hash(str(self))

    def __truediv__(self, key):
        if not isinstance(key, (str, PurePath)):
            return NotImplemented
        return type(self)(self, key)

    def __rtruediv__(self, key):
        if not isinstance(key, (str, PurePath)):
            return NotImplemented
        return type(self)(key, self)

    def joinpath(self, *others):
        return type(self)(self, *others)

    @property
    def parts(self):
        return tuple(([self._root] if self._root else []) + self._parts)

    drive = ''
    root = property(lambda self: self._root)
    anchor = property(lambda self: self._root)

    @property
    def name(self):
        return self._parts[-1] if self._parts else ''

    @property
    def suffix(self):
        at = self.name.rfind('.')
        return self.name[at:] if 0 < at < len(self.name) - 1 else ''

    @property
    def suffixes(self):
        name = self.name
        return [] if name.endswith('.') else ['.' + part for part in name.lstrip('.').split('.')[1:]]

    @property
    def stem(self):
        suffix = self.suffix
        return self.name[:-len(suffix)] if suffix else self.name

    @property
    def parent(self):
        return self._like(self._parts[:-1])

    @property
    def parents(self):
        return tuple(self._like(self._parts[:i]) for i in range(len(self._parts) - 1, -1, -1))

    def with_name(self, name):
        if not self.name:
            raise ValueError(f'{self!r} has an empty name')
        if not name or '/' in name:
            raise ValueError(f'Invalid name {name!r}')
        return self._like(self._parts[:-1] + [name])

    def with_stem(self, stem):
        return self.with_name(stem + self.suffix)

    def with_suffix(self, suffix):
        if suffix and not suffix.startswith('.') or suffix == '.':
            raise ValueError(f'Invalid suffix {suffix!r}')
        return self.with_name(self.stem + suffix)

    def is_absolute(self):
        return self._root != ''

    def relative_to(self, *other):
        base = type(self)(*other)
        if self._key()[:len(base._key())] != base._key():
            raise ValueError(f'{str(self)!r} is not in the subpath of {str(base)!r} OR one path is relative and the '
                             'other is absolute.')
        return self._like(self._parts[len(base._parts):], '')

    def is_relative_to(self, *other):
        base = type(self)(*other)
        return self._key()[:len(base._key())] == base._key()

    def match(self, pattern):
        wanted = type(self)(pattern)
        own, parts = self._parts, wanted._parts
        if wanted._root and (not self._root or len(own) != len(parts)) or len(parts) > len(own):
            return False
        return all(fnmatch.fnmatchcase(a, b) for a, b in zip(own[len(own) - len(parts):], parts))


PurePosixPath = PurePath


class Path(PurePath):
    """A path on this disk."""

    @classmethod
    def cwd(cls):
        return cls(os.getcwd())

    @classmethod
    def home(cls):
        return cls(os.path.expanduser('~'))

    def exists(self):
        return os.path.exists(self)

    def is_file(self):
        return os.path.isfile(self)

    def is_dir(self):
        return os.path.isdir(self)

    def is_symlink(self):
        return os.path.islink(self)

    def stat(self):
        return os.stat(self)

    def absolute(self):
        return self if self._root else type(self)(os.getcwd(), self)

    def resolve(self, strict=False):
        if strict and not self.exists():
            raise FileNotFoundError(2, 'No such file or directory', str(self))
        return type(self)(os.path.realpath(self))

    def expanduser(self):
        return type(self)(os.path.expanduser(str(self)))

    def samefile(self, other):
        return os.path.realpath(self) == os.path.realpath(other)

    def iterdir(self):
        for name in os.listdir(self):
            yield self._like(self._parts + [name])

    def glob(self, pattern):
        if not pattern:
            raise ValueError(f'Unacceptable pattern: {pattern!r}')
        yield from self._found(type(self)(pattern)._parts)

    def rglob(self, pattern):
        yield from self._found(['**'] + type(self)(pattern)._parts)

    def _found(self, parts):
        if not parts:
            yield self
            return
        part, rest = parts[0], parts[1:]
        if part == '**':
            seen = set()
            for folder in self._folders():
                for path in folder._found(rest) if rest else [folder]:
                    if path not in seen:
                        seen.add(path)
                        yield path
            return
        for path in self.iterdir() if self.is_dir() else []:
            if fnmatch.fnmatchcase(path.name, part) and (not rest or path.is_dir()):
                yield from path._found(rest)

    def _folders(self):
        yield self
        for path in self.iterdir():
            if path.is_dir() and not path.is_symlink():
                yield from path._folders()

    def open(self, mode='r', buffering=-1, encoding=None, errors=None, newline=None):
        return open(self, mode, buffering, encoding, errors, newline)

    def read_text(self, encoding=None, errors=None):
        with self.open() as file:
            return file.read()

    def read_bytes(self):
        with self.open('rb') as file:
            return file.read()

    def write_text(self, data, encoding=None, errors=None, newline=None):
        if not isinstance(data, str):
            raise TypeError(f'data must be str, not {type(data).__name__}')
        with self.open('w') as file:
            return file.write(data)

    def write_bytes(self, data):
        with self.open('wb') as file:
            return file.write(data)

    def touch(self, mode=0o666, exist_ok=True):
        if self.exists() and not exist_ok:
            raise FileExistsError(17, 'File exists', str(self))
        self.open('a').close()

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        try:
            os.mkdir(self)
        except FileNotFoundError:
            if not parents or self.parent == self:
                raise
            self.parent.mkdir(parents=True, exist_ok=True)
            self.mkdir(mode, exist_ok=exist_ok)
        except OSError:
            if not exist_ok or not self.is_dir():
                raise

    def rmdir(self):
        os.rmdir(self)

    def unlink(self, missing_ok=False):
        try:
            os.unlink(self)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rename(self, target):
        os.rename(self, target)
        return type(self)(target)

    def replace(self, target):
        os.replace(self, target)
        return type(self)(target)

    def chmod(self, mode):
        os.chmod(self, mode)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass


class PosixPath(Path):
    """A path on this disk, as it is called."""


def _new(cls, *args, **kwargs):
    return object.__new__(PosixPath if cls is Path else cls)


Path.__new__ = staticmethod(_new)
