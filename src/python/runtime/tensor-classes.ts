// How classes of Python answer for ops: as attributes of their objects find `__torch_function__`, with functions, tuples and
// dicts of Python's. What is asked of them stands in engine/overriding.ts.
import { classes } from '../../engine/overriding.js'
import { Tuple } from '../../base/tuple.js'
import { Tensor } from '../../torch.js'
import { core } from './core.js'
import { Wrapped } from './descriptors.js'
import { PyDict } from './keys.js'
import { find, infoOf, isSubclass, NotImplemented, typeOf } from './types.js'

type Any = any

const { handlerOf, ask } = classes

/** Methods that only TypeScript has under a name of their own. */
const pythonNames: Readonly<Record<string, string>> = {
  index: '__getitem__',
  index_put_: '__setitem__',
  rsub: '__rsub__',
}

const recordOf = (keywords: Any): Record<string, Any> | null => {
  const record: Record<string, Any> = keywords instanceof Map ? Object.fromEntries(keywords) : keywords
  return record && Object.keys(record).length > 0 ? record : null
}
Object.assign(classes, {
  handlerOf(cls) {
    if (!infoOf(cls).isPython) return handlerOf(cls)
    const found: Any = find(cls, '__torch_function__')
    if (found === undefined) return handlerOf(cls)
    return found instanceof Wrapped ? found.func : found
  },
  ask(value, asked, types, args, keywords) {
    const cls = typeOf(value)
    if (!infoOf(cls).isPython) return ask(value, asked, types, args, keywords)
    const { func, isMethod, name } = asked
    const f = isMethod ? core.getattr(Tensor, pythonNames[name] ?? name) : func
    const dict = keywords === null ? null : new PyDict(Object.entries(keywords))
    const given = [f, Tuple.from(types), Tuple.from(args), dict]
    const handler: Any = classes.handlerOf(cls)
    return classes.isDefault(handler)
      ? handler.apply(cls, given)
      : core.call(core.getattr(value, '__torch_function__'), given, null)
  },
  isSubclass: (cls, other) => isSubclass(cls, other),
  call: (func, args, keywords) => core.call(func, [...args], recordOf(keywords)),
  shown: (cls) => core.repr(cls),
  notImplemented: NotImplemented,
} satisfies Partial<typeof classes>)
