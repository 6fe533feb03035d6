// The built-in functions that go through what they are given: classes of iterators, `sum`, `max` and `min`.
import { TypeError, ValueError } from '../../base/errors.js'
import { isModule } from '../../dialect/runtime/instances.js'
import { Tensor } from '../../torch.js'
import { iteratorClass, PyBytes, PyIterator, PyRange } from './containers.js'
import { core, gathered } from './core.js'
import * as comparison from './comparison.js'
import { isDict, keysOf } from './dicts.js'
import { len } from './length.js'
import { builtin, call } from './functions.js'
import * as operators from './operators.js'
import { bound } from './conversions.js'
import { TupleIterator } from './tuple-iterator.js'
import * as types from './types.js'
import { infoOf, nameOfType, typeOf } from './types.js'

type Any = any

const iterator = (name: string, items: Iterator<Any>): PyIterator =>
  new PyIterator(iteratorClass(name), items)

function enumerated(items: Iterator<Any>, start: Any): Iterator<Any> {
  let i = start
  return new TupleIterator({
    pair: () => {
      const { done, value } = items.next()
      if (done) return null
      const pair = [i, value]
      i = operators.add(i, 1)
      return pair
    },
  })
}

function zipped(iterators: Iterator<Any>[], isStrict: boolean): Iterator<Any> {
  const checkLengths = (i: number): void => {
    const before = (count: number): string => (count === 1 ? 'argument 1' : `arguments 1-${count}`)
    if (i > 0) throw new ValueError(`zip() argument ${i + 1} is shorter than ${before(i)}`)
    for (let j = 1; j < iterators.length; j++)
      if (!iterators[j].next().done)
        throw new ValueError(`zip() argument ${j + 1} is longer than ${before(j)}`)
  }
  return new TupleIterator({
    pair: () => {
      if (iterators.length === 0) return null
      const items: Any[] = []
      for (let i = 0; i < iterators.length; i++) {
        const { done, value } = iterators[i].next()
        if (done) {
          if (isStrict) checkLengths(i)
          return null
        }
        items.push(value)
      }
      return items
    },
  })
}

function* mapped(f: Any, iterators: Iterator<Any>[]): Generator<Any> {
  for (;;) {
    const args: Any[] = []
    for (const one of iterators) {
      const { done, value } = one.next()
      if (done) return
      args.push(value)
    }
    yield call(f, args, null)
  }
}

function* filtered(f: Any, items: Iterable<Any>): Generator<Any> {
  for (const item of items) if (core.truth(f === null ? item : call(f, [item], null))) yield item
}

/** `nn.Sequential`, `nn.ModuleList` and their like. */
const isContainerOfModules = (value: Any): boolean => isModule(value) && typeof value.index === 'function'

function reversed(value: Any): Any {
  const method = value === null || value === undefined ? undefined : core.special(value, '__reversed__')
  if (method) return method(value)
  if (value instanceof Tensor) return value.dim() === 0 ? value : (value as Any).flip([0])
  if (value instanceof PyRange) return iterator('range_iterator', value.backwards()[Symbol.iterator]())
  if (Array.isArray(value) || typeof value === 'string' || value instanceof PyBytes) {
    const items = gathered(value).reverse()
    const list = typeOf(value) === types.list
    return iterator(list ? 'list_reverseiterator' : 'reversed', items[Symbol.iterator]())
  }
  if (isDict(value))
    return iterator('dict_reversekeyiterator', [...keysOf(value)].reverse()[Symbol.iterator]())
  const names = nameOfType(value)
  if (names.startsWith('dict_'))
    return iterator(`${names.replace(/s$/, '')}iterator`, gathered(value).reverse()[Symbol.iterator]())
  if (value instanceof Tensor) return iterator('reversed', core.iter(value.flip(0)) as Iterator<Any>)
  if (isContainerOfModules(value) || (core.special(value, '__len__') && core.special(value, '__getitem__'))) {
    const items = function* (): Generator<Any> {
      for (let i = Number(len(value)) - 1; i >= 0; i--) yield core.getitem(value, i)
    }
    return iterator('reversed', items())
  }
  throw new TypeError(`'${nameOfType(value)}' object is not reversible`)
}

export function sum(items: Any, start: Any = 0): Any {
  const given = core.iter(items)
  if (typeof start === 'string') throw new TypeError("sum() can't sum strings [use ''.join(seq) instead]")
  if (start instanceof PyBytes)
    throw new TypeError(`sum() can't sum ${nameOfType(start)} [use b''.join(seq) instead]`)
  let total = start
  for (const item of given) total = operators.add(total, item)
  return total
}

export function extreme(name: 'max' | 'min') {
  return (args: Any[], key: Any, otherwise: Any): Any => {
    if (args.length === 0) throw new TypeError(`${name} expected at least 1 argument, got 0`)
    if (args.length > 1 && otherwise !== undefined)
      throw new TypeError(`Cannot specify a default for ${name}() with multiple positional arguments`)
    const [only] = args
    let best: Any
    let bestKey: Any
    let isEmpty = true
    for (const item of args.length === 1 ? core.iter(only) : args) {
      const itemKey = key === undefined || key === null ? item : call(key, [item], null)
      if (isEmpty || comparison[name === 'max' ? 'gtTrue' : 'ltTrue'](itemKey, bestKey)) {
        best = item
        bestKey = itemKey
      }
      isEmpty = false
    }
    if (!isEmpty) return best
    if (otherwise !== undefined) return otherwise
    throw new ValueError(`${name}() arg is an empty sequence`)
  }
}

/** The classes of iterators that are called by their names: `enumerate`, `zip`, `map`, `filter`, `reversed`. */
export const iteratorClasses = new Map<string, Any>()

/** Their arguments, and what they go through. */
const iterators: Record<string, [string, (...args: Any[]) => Iterator<Any>]> = {
  enumerate: [
    'iterable, start=0',
    (items, start = 0) => enumerated(core.iter(items), typeof start === 'bigint' ? start : bound(start)),
  ],
  zip: [
    '*iterables, strict=False',
    (lists: Any[], strict: Any) =>
      zipped(
        lists.map((list) => core.iter(list)),
        strict !== undefined && core.truth(strict),
      ),
  ],
  map: [
    '*args',
    ([f, ...lists]: Any[]) => {
      if (lists.length === 0) throw new TypeError('map() must have at least two arguments.')
      return mapped(
        f,
        lists.map((list) => core.iter(list)),
      )
    },
  ],
  filter: ['function, iterable, /', (f, items) => filtered(f, core.iter(items))],
}
for (const [name, [signature, make]] of Object.entries(iterators)) {
  const cls = iteratorClass(name)
  const own = builtin(name, signature, (...args) => new PyIterator(cls, make(...args)))
  infoOf(cls).construct = (_cls, args, kwargs) => call(own, args, kwargs)
  iteratorClasses.set(name, cls)
}
const reversedClass = iteratorClass('reversed')
infoOf(reversedClass).construct = (_cls, args, kwargs) => {
  if (Object.keys(kwargs ?? {}).length > 0) throw new TypeError('reversed() takes no keyword arguments')
  if (args.length !== 1) throw new TypeError(`reversed expected 1 argument, got ${args.length}`)
  return reversed(args[0])
}
iteratorClasses.set('reversed', reversedClass)
