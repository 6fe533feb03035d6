// Python's module `operator`.
import { TypeError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { unboxed } from '../runtime/boxed.js'
import { core, gathered } from '../runtime/core.js'
import { builtin, call, functionsOf } from '../runtime/functions.js'
import * as comparison from '../runtime/comparison.js'
import * as operators from '../runtime/operators.js'
import { kindOf, Kind } from '../runtime/numbers.js'
import { delitem, indexOf } from '../runtime/subscripts.js'
import { nameOfType } from '../runtime/types.js'
import { builtins } from '../runtime/builtins.js'
import { fromPython } from './written.js'

type Any = any

const two =
  'add sub mul truediv floordiv mod pow matmul lshift rshift xor eq ne lt le gt ge iadd isub imul itruediv ifloordiv imod ipow'

const path = (value: Any, dotted: string): Any =>
  dotted.split('.').reduce((one: Any, name) => core.getattr(one, name), value)

const table: Record<string, Any> = {
  'neg(a, /)': operators.neg,
  'pos(a, /)': operators.pos,
  'invert(a, /)': operators.invert,
  'inv(a, /)': operators.invert,
  'and_(a, b, /)': operators.and,
  'or_(a, b, /)': operators.or,
  'not_(a, /)': (a: Any) => !comparison.truth(a),
  'truth(a, /)': comparison.truth,
  'is_(a, b, /)': comparison.is,
  'is_not(a, b, /)': (a: Any, b: Any) => !comparison.is(a, b),
  'index(a, /)': (a: Any) => {
    const value = unboxed(a)
    if (kindOf(value) === Kind.int) return operators.pos(value)
    const index = core.special(a, '__index__')?.(a) ?? indexOf(a)
    if (index === undefined)
      throw new TypeError(`'${nameOfType(a)}' object cannot be interpreted as an integer`)
    return index
  },
  'concat(a, b, /)': operators.add,
  'contains(a, b, /)': (a: Any, b: Any) => core.contains(b, a),
  'getitem(a, b, /)': (a: Any, b: Any) => core.getitem(a, b),
  'setitem(a, b, c, /)': (a: Any, b: Any, c: Any) => (core.setitem(a, b, c), null),
  'delitem(a, b, /)': (a: Any, b: Any) => (delitem(a, b), null),
  'countOf(a, b, /)': (a: Any, b: Any) => gathered(a).filter((item) => core.truth(core.eq(item, b))).length,
  'itemgetter(item, /, *items)': (item: Any, items: Any[]) =>
    builtin('itemgetter', 'obj, /', (value: Any) =>
      items.length === 0
        ? core.getitem(value, item)
        : Tuple.from<unknown>([item, ...items].map((key) => core.getitem(value, key))),
    ),
  'attrgetter(attr, /, *attrs)': (attr: Any, attrs: Any[]) => {
    if ([attr, ...attrs].some((name) => typeof name !== 'string'))
      throw new TypeError('attribute name must be a string')
    return builtin('attrgetter', 'obj, /', (value: Any) =>
      attrs.length === 0
        ? path(value, attr as string)
        : Tuple.from<unknown>([attr, ...attrs].map((name) => path(value, name as string))),
    )
  },
  'methodcaller(name, /, *args, **kwargs)': (name: Any, args: Any[], kwargs: Any) => {
    if (typeof name !== 'string') throw new TypeError('method name must be a string')
    return builtin('methodcaller', 'obj, /', (value: Any) =>
      call(core.getattr(value, name), args, Object.keys(kwargs as object).length > 0 ? kwargs : null),
    )
  },
}
const both: Record<string, Any> = { ...operators, ...comparison }
for (const name of two.split(' ')) table[`${name}(a, b, /)`] = both[name]

export const module = {
  __getattr__: fromPython('operator', '_operator', [
    ...['call', 'concat', 'iconcat', 'indexOf', 'length_hint'],
    ...['iand', 'ior', 'ixor', 'ilshift', 'irshift', 'imatmul'],
  ]),
  ...functionsOf(table),
  abs: builtins.get('abs'),
}
