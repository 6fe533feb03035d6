// Python's module `abc`: classes that wait for their methods.
import { AttributeError } from '../../base/errors.js'
import { isAbstract, makeClass } from '../runtime/classes.js'
import { builtin, functionsOf } from '../runtime/functions.js'
import { builtinClass, nameOfType, registerBelow, type as typeClass } from '../runtime/types.js'
import { PyProperty, Wrapped } from '../runtime/descriptors.js'

type Any = any

const ABCMeta = builtinClass('ABCMeta', [typeClass], { module: 'abc' })

function mark(f: Any): Any {
  const item: Any = f instanceof PyProperty ? f.fget : f instanceof Wrapped ? f.func : f
  if (item === null || (typeof item !== 'object' && typeof item !== 'function') || !Object.isExtensible(item))
    throw new AttributeError(`'${nameOfType(item)}' object has no attribute '__isabstractmethod__'`)
  Object.defineProperty(item, isAbstract, { value: true, configurable: true })
  return f
}

const register = new Wrapped(
  'class',
  builtin('register', 'cls, subclass, /', (base: Any, cls: Any) => {
    registerBelow(base, cls)
    return cls as Any
  }),
)

export const module = {
  ABCMeta,
  ABC: makeClass('ABC', 'ABC', [], { metaclass: ABCMeta }, { __module__: 'abc', register }),
  ...functionsOf({
    'abstractmethod(funcobj, /)': mark,
    'abstractproperty(fget, /)': (f: Any) => new PyProperty(mark(f)),
    'abstractclassmethod(f, /)': (f: Any) => new Wrapped('class', mark(f)),
    'abstractstaticmethod(f, /)': (f: Any) => new Wrapped('static', mark(f)),
  }),
}
