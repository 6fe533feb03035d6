"""What help() says: of Python's functions as CPython's pydoc does, of the library's in its own words."""

import inspect
from _introspection import library_help


def _indented(text):
    return ''.join(f'    {row}\n' for row in text.split('\n'))


def _class_text(cls):
    """A class with the methods that it defines; shorter than CPython's."""
    bases = ', '.join(base.__qualname__ for base in cls.__bases__)
    parts = [inspect.getdoc(cls)] if cls.__dict__.get('__doc__') else []
    for name, member in cls.__dict__.items():
        if inspect.isfunction(member):
            doc = inspect.getdoc(member)
            parts.append(f'{name}{inspect.signature(member)}' + ('' if not doc else '\n' + _indented(doc).rstrip('\n')))
    told = '\n'.join(_indented(part) for part in parts)
    return f'Help on class {cls.__name__} in module {cls.__module__}:\n\nclass {cls.__name__}({bases})\n{told}\n'


def _function_text(thing):
    name = getattr(thing, '__name__', None)
    bound = inspect.ismethod(thing)
    kind = 'method' if bound else 'function'
    signature = str(inspect.signature(thing))
    if name == '<lambda>':
        line = f'<lambda> lambda {signature[1:-1]}'
    else:
        line = name + signature
    if bound:
        owner = type(thing.__self__)
        line += f' method of {owner.__module__}.{owner.__qualname__} instance'
    doc = inspect.getdoc(thing)
    told = _indented(doc) if doc else ''
    return f'Help on {kind} {name} in module {thing.__module__}:\n\n{line}\n{told}\n'


def render_doc(thing, title='Python Library Documentation: %s', forceload=0):
    """The text of help()."""
    if inspect.isroutine(thing) and hasattr(thing, '__code__'):
        return _function_text(thing)
    if inspect.isclass(thing) and not thing.__module__.startswith(('builtins', 'torch', 'numpy')):
        return _class_text(thing)
    return library_help(thing) + '\n'


def help(*request):
    """Says what a thing is for."""
    print(render_doc(request[0]) if request else library_help(), end='')


def doc(thing, title='Python Library Documentation: %s', forceload=0, output=None):
    print(render_doc(thing), end='', file=output)


def getdoc(object):
    """The docstring, without its indentation."""
    return inspect.getdoc(object) or ''
