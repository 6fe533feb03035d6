"""Files whose paths fit a pattern."""

import fnmatch
import os
import re

_magic = re.compile(r'[*?[]')


def has_magic(s):
    return _magic.search(s) is not None


def escape(pathname):
    """A path in which no sign has a meaning."""
    return re.sub(r'([*?[])', r'[\1]', pathname)


def _listed(folder):
    try:
        return os.listdir(folder or '.')
    except OSError:
        return []


def _below(folder):
    """All folders below one, and files, by paths that begin there."""
    for name in _listed(folder):
        if name.startswith('.'):
            continue
        path = os.path.join(folder, name)
        yield path
        if os.path.isdir(path):
            yield from _below(path)


def _found(folder, parts, recursive):
    if not parts:
        yield folder
        return
    part, rest = parts[0], parts[1:]
    if part == '**' and recursive:
        if rest:
            yield from _found(folder, rest, recursive)
        elif folder:
            yield os.path.join(folder, '')
        for path in _below(folder):
            if not rest:
                yield path
            elif os.path.isdir(path):
                yield from _found(path, rest, recursive)
        return
    if not has_magic(part):
        path = os.path.join(folder, part)
        if (os.path.isdir(path) if rest else os.path.lexists(path)) or part == '':
            yield from _found(path, rest, recursive)
        return
    for name in _listed(folder):
        if name.startswith('.') and not part.startswith('.'):
            continue
        if fnmatch.fnmatchcase(name, part):
            path = os.path.join(folder, name)
            if not rest or os.path.isdir(path):
                yield from _found(path, rest, recursive)


def iglob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """Go through the paths that fit a pattern."""
    pathname = os.fspath(pathname)
    parts = pathname.split('/')
    folder = ''
    if parts[0] == '' and len(parts) > 1:
        folder = '/'
        parts = parts[1:]
    if root_dir is None:
        yield from _found(folder, parts, recursive)
        return
    root = os.fspath(root_dir).rstrip('/') + '/'
    for path in _found(root, parts, recursive):
        yield path[len(root):]


def glob(pathname, *, root_dir=None, dir_fd=None, recursive=False, include_hidden=False):
    """The paths that fit a pattern."""
    return list(iglob(pathname, root_dir=root_dir, recursive=recursive))
