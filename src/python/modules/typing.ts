// Python's module `typing`: names for annotations, which do nothing when a program runs.
import { TypeError, ValueError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { GenericAlias, nameInAnnotation, Union, unionType } from '../runtime/aliases.js'
import { classMethod } from '../runtime/class-methods.js'
import { makeClass, onSubclass } from '../runtime/classes.js'
import { core } from '../runtime/core.js'
import { call, functionsOf, methods } from '../runtime/functions.js'
import * as types from '../runtime/types.js'
import { infoOf } from '../runtime/types.js'
import { namedTupleClass } from './collections.js'
import { Form, formClass, forwardClass } from './typing-forms.js'
import { typeHints } from './type-hints.js'
import { fromPython } from './written.js'

type Any = any

/** The class of `collections` that a form stands for, as `from typing import *` puts `Counter` in its place. */
function collectionOf(form: Form): Any {
  const name = /^typing\.(Counter|OrderedDict|DefaultDict|Deque|ChainMap)\b/.exec(nameInAnnotation(form))?.[1]
  if (name === undefined) return undefined
  const own = name === 'DefaultDict' || name === 'Deque' ? name.toLowerCase() : name
  return core.getattr(core.importModule('collections'), own)
}

methods(formClass, {
  '__call__(*args, **kwargs)': (form: Form, args: Any[], kwargs) =>
    call(
      form.__origin__ ?? collectionOf(form) ?? types.object,
      args,
      Object.keys(kwargs as object).length > 0 ? kwargs : null,
    ),
})

const origins: Record<string, Any> = {
  List: types.list,
  Dict: types.dict,
  Set: types.set,
  FrozenSet: types.frozenset,
  Tuple: types.tuple,
  Type: types.type,
}
const names =
  'Any Union Optional Callable Iterable Iterator Generator Sequence MutableSequence Mapping MutableMapping Collection Container Hashable Sized ' +
  'Literal Final ClassVar Annotated Concatenate TypeAlias NoReturn Never Self LiteralString Required NotRequired Awaitable Coroutine ' +
  'AsyncIterator AsyncIterable AsyncGenerator AsyncContextManager ContextManager Text AnyStr DefaultDict OrderedDict Counter Deque ' +
  'IO TextIO BinaryIO Pattern Match ParamSpec Unpack AbstractSet MutableSet ByteString KeysView ValuesView ItemsView ' +
  'MappingView Reversible ChainMap TypeGuard TypeVarTuple'

const forms = Object.fromEntries(
  [...names.split(' '), ...Object.keys(origins)].map((name) => [
    name,
    new Form(`typing.${name}`, origins[name]),
  ]),
)

/** A class that may be followed by brackets, and inherited from. */
const open = (name: string): Any => {
  const cls = makeClass(name, name, [], null, { __module__: 'typing' })
  infoOf(cls).dict.set(
    '__class_getitem__',
    classMethod('__class_getitem__', 'key, /', (self: Any, key: Any) =>
      self === cls ? self : new GenericAlias(self, key),
    ),
  )
  return cls
}
const Generic = open('Generic')

const NamedTuple = makeClass('NamedTuple', 'NamedTuple', [], null, { __module__: 'typing' })
Object.defineProperty(NamedTuple, onSubclass, {
  value: (cls: Any, namespace: Record<string, Any>) => {
    const annotations = namespace.__annotations__ as Map<string, Any> | undefined
    const fields = [...(annotations?.keys() ?? [])]
    const defaults = fields.filter((name) => name in namespace).map((name) => namespace[name] as Any)
    const base = namedTupleClass(infoOf(cls).name, fields, defaults, namespace.__module__ as string)
    const { dict } = infoOf(base)
    for (const [name, value] of Object.entries(namespace))
      if (!fields.includes(name) && (!name.startsWith('__') || typeof value === 'function'))
        core.setattr(base, name, value)
    if (annotations) dict.set('__annotations__', annotations)
    return base
  },
})
const TypedDict = makeClass('TypedDict', 'TypedDict', [types.dict], null, { __module__: 'typing' })
// `total=False` says nothing to a program that runs.
Object.defineProperty(TypedDict, onSubclass, { value: () => undefined })

const same = (value: Any): Any => value

function typeVariable(name: Any, constraints: Any[], _bound: Any, covariant: Any, contravariant: Any): Form {
  const [isCo, isContra] = [core.truth(covariant ?? false), core.truth(contravariant ?? false)]
  if (isCo && isContra) throw new ValueError('Bivariant types are not supported.')
  if (constraints.length === 1) throw new TypeError('A single constraint is not allowed')
  return new Form(core.add(isCo ? '+' : isContra ? '-' : '~', name) as string)
}
export const module = {
  ...forms,
  ForwardRef: forwardClass,
  Generic,
  NamedTuple,
  TypedDict,
  TYPE_CHECKING: false,
  ...functionsOf({
    'TypeVar(name, *constraints, bound=None, covariant=False, contravariant=False)': typeVariable,
    'cast(typ, val)': (_cls: Any, value: Any) => value as Any,
    'overload(func)': same,
    'final(f)': same,
    'reveal_type(obj, /)': same,
    'assert_type(val, typ, /)': same,
    'dataclass_transform(**kwargs)': () => same,
    'no_type_check(arg)': same,
    'get_type_hints(obj, globalns=None, localns=None, include_extras=False)': typeHints,
    'get_origin(tp)': (form: Any) => (form instanceof Union ? unionType : (form?.__origin__ ?? null)),
    'get_args(tp)': (form: Any) =>
      form?.__args__ ?? (form instanceof GenericAlias || form instanceof Union ? form.args : Tuple.of()),
  }),
  __getattr__: fromPython('typing', '_typing', [
    'NewType',
    'Protocol',
    'assert_never',
    'runtime_checkable',
    ...['Int', 'Float', 'Complex', 'Bytes', 'Index', 'Abs', 'Round'].map((name) => `Supports${name}`),
  ]),
}
