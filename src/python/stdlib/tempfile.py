"""Files and folders for a while."""

import os
import random
import shutil

_letters = 'abcdefghijklmnopqrstuvwxyz0123456789_'
_names = random.Random()
_names.seed(os.getpid())
tempdir = None
template = 'tmp'


def gettempdir():
    """Where they are made."""
    for name in ('TMPDIR', 'TEMP', 'TMP'):
        if os.environ.get(name):
            return os.environ[name]
    return '/tmp'


def _free(suffix, prefix, dir):
    dir = gettempdir() if dir is None else dir
    while True:
        name = ''.join(_names.choice(_letters) for _ in range(8))
        path = os.path.join(dir, f'{"tmp" if prefix is None else prefix}{name}{suffix or ""}')
        if not os.path.exists(path):
            return path


def mkdtemp(suffix=None, prefix=None, dir=None):
    """Make a folder; its path."""
    path = _free(suffix, prefix, dir)
    os.mkdir(path)
    return path


def mktemp(suffix='', prefix='tmp', dir=None):
    """A path at which there is nothing."""
    return _free(suffix, prefix, dir)


def mkstemp(suffix=None, prefix=None, dir=None, text=False):
    """Make a file; a number for it, and its path."""
    path = _free(suffix, prefix, dir)
    open(path, 'w').close()
    return 3, path


class TemporaryDirectory:
    """A folder that is removed in the end."""

    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False):
        self.name = mkdtemp(suffix, prefix, dir)

    def __repr__(self):
        return f'<{type(self).__name__} {self.name!r}>'

    def __enter__(self):
        return self.name

    def __exit__(self, *args):
        self.cleanup()

    def cleanup(self):
        shutil.rmtree(self.name, ignore_errors=True)


class _File:
    def __init__(self, file, name, delete):
        self.file = file
        self.name = name
        self.delete = delete

    def __getattr__(self, name):
        return getattr(self.file, name)

    def __iter__(self):
        return iter(self.file)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def close(self):
        self.file.close()
        if self.delete and os.path.exists(self.name):
            os.remove(self.name)


def NamedTemporaryFile(mode='w+b', buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None,
                       delete=True, *, errors=None):
    """A file that is removed when it is closed."""
    path = _free(suffix, prefix, dir)
    return _File(open(path, mode), path, delete)


TemporaryFile = NamedTemporaryFile
SpooledTemporaryFile = TemporaryFile
TMP_MAX = 10000


def gettempprefix():
    return 'tmp'
