"""What functions and classes are made of."""

import re
import sys
import types
from collections import OrderedDict, namedtuple

import _introspection


class _empty:
    """Stands where nothing was said."""


class _Kind(int):
    _names = ['POSITIONAL_ONLY', 'POSITIONAL_OR_KEYWORD', 'VAR_POSITIONAL', 'KEYWORD_ONLY', 'VAR_KEYWORD']
    _words = ['positional-only', 'positional or keyword', 'variadic positional', 'keyword-only', 'variadic keyword']

    @property
    def name(self):
        return self._names[int(self)]

    @property
    def description(self):
        return self._words[int(self)]

    def __str__(self):
        return self.name

    def __repr__(self):
        return f'<_ParameterKind.{self.name}: {int(self)}>'


def _annotation_text(annotation):
    if isinstance(annotation, type):
        if annotation.__module__ == 'builtins':
            return annotation.__qualname__
        return f'{annotation.__module__}.{annotation.__qualname__}'
    text = repr(annotation)
    return re.sub(r'\btyping\.', '', text) if text.startswith('typing.') else text


class Parameter:
    """A parameter of a function."""

    empty = _empty
    POSITIONAL_ONLY, POSITIONAL_OR_KEYWORD, VAR_POSITIONAL, KEYWORD_ONLY, VAR_KEYWORD = map(_Kind, range(5))

    def __init__(self, name, kind, *, default=_empty, annotation=_empty):
        self.name = name
        self.kind = kind
        self.default = default
        self.annotation = annotation

    def replace(self, **kwargs):
        values = dict(name=self.name, kind=self.kind, default=self.default, annotation=self.annotation)
        values.update(kwargs)
        return Parameter(values.pop('name'), values.pop('kind'), **values)

    def __str__(self):
        text = self.name
        if self.annotation is not _empty:
            text = f'{text}: {_annotation_text(self.annotation)}'
        if self.default is not _empty:
            text = f'{text} = {self.default!r}' if self.annotation is not _empty else f'{text}={self.default!r}'
        if self.kind == 2:
            text = '*' + text
        elif self.kind == 4:
            text = '**' + text
        return text

    def __repr__(self):
        return f'<Parameter "{self}">'

    def __eq__(self, other):
        return isinstance(other, Parameter) and (self.name, self.kind, self.default, self.annotation) == (
            other.name, other.kind, other.default, other.annotation)


class BoundArguments:
    """Arguments by the names of parameters."""

    def __init__(self, signature, arguments):
        self.signature = signature
        self.arguments = arguments

    @property
    def args(self):
        values = []
        for name, parameter in self.signature.parameters.items():
            if name in self.arguments:
                if parameter.kind == 2:
                    values.extend(self.arguments[name])
                elif parameter.kind < 2:
                    values.append(self.arguments[name])
        return tuple(values)

    @property
    def kwargs(self):
        values = {}
        for name, parameter in self.signature.parameters.items():
            if name in self.arguments:
                if parameter.kind == 4:
                    values.update(self.arguments[name])
                elif parameter.kind == 3:
                    values[name] = self.arguments[name]
        return values

    def apply_defaults(self):
        full = {}
        for name, parameter in self.signature.parameters.items():
            if name in self.arguments:
                full[name] = self.arguments[name]
            elif parameter.default is not _empty:
                full[name] = parameter.default
            elif parameter.kind == 2:
                full[name] = ()
            elif parameter.kind == 4:
                full[name] = {}
        self.arguments = full

    def __repr__(self):
        return f'<BoundArguments ({", ".join(f"{k}={v!r}" for k, v in self.arguments.items())})>'


class Signature:
    """The parameters of a function, and what it returns."""

    empty = _empty

    def __init__(self, parameters=None, *, return_annotation=_empty):
        self._list = list(parameters or [])
        self.return_annotation = return_annotation

    @property
    def parameters(self):
        return types.MappingProxyType(OrderedDict((one.name, one) for one in self._list))

    @classmethod
    def from_callable(cls, obj):
        return signature(obj)

    def bind(self, *args, **kwargs):
        arguments, args = {}, list(args)
        for parameter in self._list:
            name = parameter.name
            if parameter.kind == 2:
                if args:
                    arguments[name], args = tuple(args), []
            elif parameter.kind == 4:
                if kwargs:
                    arguments[name], kwargs = kwargs, {}
            elif parameter.kind < 2 and args:
                if name in kwargs:
                    raise TypeError(f'multiple values for argument {name!r}')
                arguments[name] = args.pop(0)
            elif name in kwargs:
                arguments[name] = kwargs.pop(name)
            elif parameter.default is _empty:
                raise TypeError(f'missing a required argument: {name!r}')
        if args:
            raise TypeError('too many positional arguments')
        if kwargs:
            raise TypeError(f'got an unexpected keyword argument {next(iter(kwargs))!r}')
        return BoundArguments(self, arguments)

    def __str__(self):
        parts = []
        positional_only = star = False
        for one in self._list:
            if one.kind == 0:
                positional_only = True
            elif positional_only:
                parts.append('/')
                positional_only = False
            if one.kind == 2:
                star = True
            elif one.kind == 3 and not star:
                parts.append('*')
                star = True
            parts.append(str(one))
        if positional_only:
            parts.append('/')
        text = f'({", ".join(parts)})'
        if self.return_annotation is not _empty:
            text += f' -> {_annotation_text(self.return_annotation)}'
        return text

    def __repr__(self):
        return f'<Signature {self}>'


def _of_library(obj):
    """The signature of what is not written in Python; None where it is not known."""
    text = _introspection.library_parameters(obj)
    if text is None:
        return None
    names = {}
    try:
        exec(f'def f{text}: pass', names)
    except (SyntaxError, NameError):
        return None
    return signature(names['f'])


def signature(obj):
    """The signature of what can be called."""
    if not callable(obj):
        raise TypeError(f'{obj!r} is not a callable object')
    if isinstance(obj, type):
        init = getattr(obj, '__init__', None)
        if not hasattr(init, '__code__'):
            return _of_library(obj) or Signature()
        own = signature(init)
        return Signature(own._list[1:])
    if hasattr(obj, '__wrapped__'):
        return signature(obj.__wrapped__)
    if not hasattr(obj, '__code__'):
        call = getattr(type(obj), '__call__', None)
        if hasattr(call, '__code__'):
            return Signature(signature(call)._list[1:])
        known = _of_library(obj)
        if known is None and hasattr(obj, 'forward') and not isinstance(obj, types.MethodType):
            return signature(obj.forward)
        if known is None:
            raise ValueError(f'no signature found for builtin {obj!r}')
        return known
    code = obj.__code__
    names = code.co_varnames
    notes = getattr(obj, '__annotations__', {})
    defaults = obj.__defaults__ or ()
    kwdefaults = obj.__kwdefaults__ or {}
    count = code.co_argcount
    parameters = []
    for i, name in enumerate(names[:count]):
        at = i - (count - len(defaults))
        kind = Parameter.POSITIONAL_ONLY if i < code.co_posonlyargcount else Parameter.POSITIONAL_OR_KEYWORD
        parameters.append(Parameter(name, kind, default=defaults[at] if at >= 0 else _empty,
                                    annotation=notes.get(name, _empty)))
    rest = list(names[count + code.co_kwonlyargcount:])
    if code.co_flags & 4:
        name = rest.pop(0)
        parameters.append(Parameter(name, Parameter.VAR_POSITIONAL, annotation=notes.get(name, _empty)))
    for name in names[count:count + code.co_kwonlyargcount]:
        parameters.append(Parameter(name, Parameter.KEYWORD_ONLY, default=kwdefaults.get(name, _empty),
                                    annotation=notes.get(name, _empty)))
    if code.co_flags & 8:
        name = rest.pop(0)
        parameters.append(Parameter(name, Parameter.VAR_KEYWORD, annotation=notes.get(name, _empty)))
    if ismethod(obj):
        parameters = parameters[1:]
    return Signature(parameters, return_annotation=notes.get('return', _empty))


def getfullargspec(func):
    """The parameters, in the older form."""
    from collections import namedtuple
    kind = namedtuple('FullArgSpec', 'args varargs varkw defaults kwonlyargs kwonlydefaults annotations')
    own = signature(func)._list
    plain = [one for one in own if one.kind < 2]
    defaults = tuple(one.default for one in plain if one.default is not _empty)
    named = [one for one in own if one.kind == 3]
    star = [one.name for one in own if one.kind == 2]
    both = [one.name for one in own if one.kind == 4]
    return kind([one.name for one in plain], star[0] if star else None, both[0] if both else None, defaults or None,
                [one.name for one in named],
                {one.name: one.default for one in named if one.default is not _empty} or None,
                {one.name: one.annotation for one in own if one.annotation is not _empty})


def isclass(object):
    return isinstance(object, type)


def isfunction(object):
    return isinstance(object, types.FunctionType)


def ismethod(object):
    return isinstance(object, types.MethodType)


def isbuiltin(object):
    return isinstance(object, types.BuiltinFunctionType)


def isroutine(object):
    return isbuiltin(object) or isfunction(object) or ismethod(object)


def ismodule(object):
    return isinstance(object, types.ModuleType)


def isgenerator(object):
    return isinstance(object, types.GeneratorType)


def isgeneratorfunction(obj):
    return (isfunction(obj) or ismethod(obj)) and bool(obj.__code__.co_flags & 0x20)


def getgeneratorstate(generator):
    if generator.gi_running:
        return 'GEN_RUNNING'
    if generator.gi_frame is None:
        return 'GEN_CLOSED'
    return 'GEN_SUSPENDED' if generator.gi_suspended else 'GEN_CREATED'


def isabstract(object):
    return bool(getattr(object, '__abstractmethods__', False))


def _has_flag(obj, flag):
    return (isfunction(obj) or ismethod(obj)) and bool(obj.__code__.co_flags & flag)


def iscoroutinefunction(obj):
    return _has_flag(obj, 0x80)


def isasyncgenfunction(obj):
    return _has_flag(obj, 0x200)


def iscoroutine(object):
    return isinstance(object, types.CoroutineType)


def isasyncgen(object):
    return isinstance(object, types.AsyncGeneratorType)


def isawaitable(object):
    return iscoroutine(object) or hasattr(type(object), '__await__')


def getcoroutinestate(coroutine):
    if coroutine.cr_running:
        return 'CORO_RUNNING'
    if coroutine.cr_frame is None:
        return 'CORO_CLOSED'
    return 'CORO_SUSPENDED' if coroutine.cr_suspended else 'CORO_CREATED'


def getdoc(object):
    """The docstring, without its indentation."""
    doc = getattr(object, '__doc__', None)
    return None if doc is None else cleandoc(doc)


def cleandoc(doc):
    """A docstring without its indentation."""
    lines = doc.expandtabs().split('\n')
    margins = [len(line) - len(line.lstrip()) for line in lines[1:] if line.strip()]
    margin = min(margins, default=0)
    lines = [lines[0].lstrip()] + [line[margin:] for line in lines[1:]]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        lines.pop(0)
    return '\n'.join(lines)


def getmembers(object, predicate=None):
    """All that an object has, by name."""
    result = []
    for name in dir(object):
        try:
            value = getattr(object, name)
        except AttributeError:
            continue
        if predicate is None or predicate(value):
            result.append((name, value))
    return sorted(result, key=lambda one: one[0])


def getmro(cls):
    return cls.__mro__


def getmodule(object):
    return sys.modules.get(getattr(object, '__module__', None))


def getfile(object):
    """The file that it stands in."""
    if ismodule(object):
        if getattr(object, '__file__', None):
            return object.__file__
        raise TypeError(f'{object!r} is a built-in module')
    if isframe(object):
        return object.f_code.co_filename
    module = getmodule(object)
    if getattr(module, '__file__', None):
        return module.__file__
    if isinstance(object, type):
        raise TypeError(f'{object!r} is a built-in class')
    raise TypeError('module, class, method, function, traceback, frame, or code object was expected, '
                    f'got {type(object).__name__}')


getsourcefile = getabsfile = getfile


def _head(lines, name, start, end, indent):
    """The line of the last definition of a name that is further in than `indent`."""
    pattern = re.compile(r'(\s*)(?:async\s+def|def|class)\s+' + re.escape(name) + r'\b')
    found = [i for i in range(start, end) if (m := pattern.match(lines[i])) and len(m.group(1)) > indent]
    least = min((len(lines[i]) - len(lines[i].lstrip()) for i in found), default=0)
    found = [i for i in found if len(lines[i]) - len(lines[i].lstrip()) == least]
    if not found:
        raise OSError('could not find class definition' if name[:1].isupper() else 'could not get source code')
    return found[-1]


def _end(lines, start):
    """The line behind a definition."""
    indent = len(lines[start]) - len(lines[start].lstrip())
    depth, i, last = 0, start, start + 1
    opened = False
    while i < len(lines):
        line = lines[i].split('#')[0] if "'" not in lines[i] and '"' not in lines[i] else lines[i]
        if line.strip():
            inner = len(lines[i]) - len(lines[i].lstrip())
            if opened and depth <= 0 and inner <= indent:
                break
            last = i + 1
            depth += sum(line.count(c) for c in '([{') - sum(line.count(c) for c in ')]}')
            if depth <= 0:
                opened = True
        i += 1
    return last


def getsourcelines(object):
    """The lines of a definition, and the number of the first."""
    if ismethod(object):
        object = object.__func__
    object = getattr(object, '__wrapped__', object)
    if ismodule(object):
        with open(getfile(object)) as file:
            return file.readlines(), 0
    if not isinstance(object, (type, types.FunctionType)):
        getfile(object)
    if object.__name__ == '<lambda>':
        raise OSError('could not get source code')
    with open(getfile(object)) as file:
        lines = file.readlines()
    start, end, indent = 0, len(lines), -1
    for part in object.__qualname__.split('.'):
        if part == '<locals>':
            continue
        head = _head(lines, part, start, end, indent)
        start, end, indent = head, _end(lines, head), len(lines[head]) - len(lines[head].lstrip())
    while start > 0 and lines[start - 1].lstrip().startswith('@'):
        start -= 1
    return lines[start:end], start + 1


def getsource(object):
    """The text of a definition."""
    return ''.join(getsourcelines(object)[0])


FrameInfo = namedtuple('FrameInfo', 'frame filename lineno function code_context index')
Traceback = namedtuple('Traceback', 'filename lineno function code_context index')


def isframe(object):
    return isinstance(object, _introspection.frame)


def currentframe():
    """The function that is running."""
    return _introspection.frame_at()


ArgInfo = namedtuple('ArgInfo', 'args varargs keywords locals')


def getargvalues(frame):
    """The parameters of a function that runs, and its variables."""
    code = frame.f_code
    count = code.co_argcount + code.co_kwonlyargcount
    rest = list(code.co_varnames[count:])
    varargs = rest.pop(0) if code.co_flags & 4 else None
    keywords = rest.pop(0) if code.co_flags & 8 else None
    return ArgInfo(list(code.co_varnames[:count]), varargs, keywords, frame.f_locals)


def _context(frame):
    try:
        with open(frame.f_code.co_filename) as file:
            return [file.readlines()[frame.f_lineno - 1]]
    except (OSError, IndexError):
        return None


def getframeinfo(frame, context=1):
    """Where a function is."""
    return Traceback(frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name, _context(frame), 0)


def getouterframes(frame, context=1):
    """A function that is running, and those that called it."""
    result = []
    while frame is not None:
        result.append(FrameInfo(frame, *getframeinfo(frame)))
        frame = frame.f_back
    return result


def stack(context=1):
    """The functions that are running, the innermost first."""
    return getouterframes(_introspection.frame_at())


def unwrap(func, *, stop=None):
    """What decorators have wrapped."""
    while hasattr(func, '__wrapped__') and not (stop is not None and stop(func)):
        func = func.__wrapped__
    return func


def getcallargs(func, /, *positional, **named):
    """The values of the parameters in a call."""
    bound = signature(func).bind(*positional, **named)
    bound.apply_defaults()
    return bound.arguments


def get_annotations(obj, *, globals=None, locals=None, eval_str=False):
    """The annotations of a function or a class."""
    return dict(getattr(obj, '__annotations__', {}))


def getattr_static(obj, attr, default=_empty):
    """An attribute as it stands."""
    for one in [obj, *type(obj).__mro__]:
        if attr in getattr(one, '__dict__', {}):
            return one.__dict__[attr]
    if default is _empty:
        raise AttributeError(attr)
    return default


def isdatadescriptor(object):
    return not isinstance(object, type) and (hasattr(type(object), '__set__') or hasattr(type(object), '__delete__'))


def ismethoddescriptor(object):
    return False


def iscode(object):
    return isinstance(object, _introspection.code)


def istraceback(object):
    return type(object).__name__ == 'traceback'


def getcomments(object):
    """The comment above a definition."""
    lines, start = getsourcelines(object)
    with open(getfile(object)) as file:
        above = file.readlines()[:start - 1]
    result = []
    while above and above[-1].lstrip().startswith('#'):
        result.insert(0, above.pop().lstrip())
    return ''.join(result) or None
