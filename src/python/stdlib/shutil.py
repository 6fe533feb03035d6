"""Files and folders as a whole: copied, moved, removed."""

import os
from collections import namedtuple

terminal_size = namedtuple('terminal_size', ['columns', 'lines'])
terminal_size.__module__ = 'os'
terminal_size.__qualname__ = 'terminal_size'


class Error(OSError):
    """It cannot be done with these files."""


class SameFileError(Error):
    """Both are one file."""


def get_terminal_size(fallback=(80, 24)):
    """Columns and lines: of the environment, else of the terminal."""
    sizes = []
    for name in ('COLUMNS', 'LINES'):
        text = os.environ.get(name, '')
        sizes.append(int(text) if text.isdigit() else 0)
    columns, lines = sizes
    if columns <= 0 or lines <= 0:
        try:
            size = os.get_terminal_size()
        except OSError:
            size = fallback
        columns, lines = columns or size[0], lines or size[1]
    return terminal_size(columns, lines)


def copyfile(src, dst, *, follow_symlinks=True):
    """Copy what is in a file."""
    if os.path.exists(dst) and os.path.abspath(src) == os.path.abspath(dst):
        raise SameFileError(f'{src!r} and {dst!r} are the same file')
    with open(src, 'rb') as source, open(dst, 'wb') as target:
        target.write(source.read())
    return dst


def copy(src, dst, *, follow_symlinks=True):
    """Copy a file to a file or into a folder."""
    if os.path.isdir(dst):
        dst = os.path.join(dst, os.path.basename(src))
    return copyfile(src, dst)


copy2 = copy


def copytree(src, dst, symlinks=False, ignore=None, copy_function=copy2, ignore_dangling_symlinks=False,
             dirs_exist_ok=False):
    """Copy a folder with all that is in it."""
    names = os.listdir(src)
    left_out = set() if ignore is None else ignore(os.fspath(src), names)
    os.makedirs(dst, exist_ok=dirs_exist_ok)
    for name in names:
        if name in left_out:
            continue
        source, target = os.path.join(src, name), os.path.join(dst, name)
        if os.path.isdir(source):
            copytree(source, target, symlinks, ignore, copy_function, dirs_exist_ok=dirs_exist_ok)
        else:
            copy_function(source, target)
    return dst


def ignore_patterns(*patterns):
    """What copytree is to leave out."""
    import fnmatch

    def ignore(path, names):
        return {name for pattern in patterns for name in fnmatch.filter(names, pattern)}
    return ignore


def rmtree(path, ignore_errors=False, onerror=None):
    """Remove a folder with all that is in it."""
    try:
        for name in os.listdir(path):
            one = os.path.join(path, name)
            if os.path.isdir(one) and not os.path.islink(one):
                rmtree(one, ignore_errors, onerror)
            else:
                os.remove(one)
        os.rmdir(path)
    except OSError:
        if not ignore_errors:
            raise


def move(src, dst, copy_function=copy2):
    """Move a file or folder."""
    if os.path.isdir(dst):
        dst = os.path.join(dst, os.path.basename(os.fspath(src).rstrip('/')))
    os.rename(src, dst)
    return dst


def which(cmd, mode=None, path=None):
    """Where a program lies; None where it is not found."""
    if os.path.dirname(cmd):
        return cmd if os.path.isfile(cmd) else None
    for folder in (os.environ.get('PATH', '') if path is None else path).split(os.pathsep):
        file = os.path.join(folder, cmd)
        if os.path.isfile(file):
            return file
    return None


def copyfileobj(fsrc, fdst, length=0):
    """Copy what is left in a file to another."""
    fdst.write(fsrc.read())


def copymode(src, dst, *, follow_symlinks=True):
    """Let a file be read and written by those who may do so with another."""
    os.chmod(dst, os.stat(src).st_mode & 0o7777)


copystat = copymode


def _refused(name):
    def refuse(*args, **kwargs):
        raise NotImplementedError(f'shutil.{name} is left out of dltorch: a shell has tar and zip')
    refuse.__name__ = refuse.__qualname__ = name
    return refuse


make_archive, unpack_archive = _refused('make_archive'), _refused('unpack_archive')
