// Python's module `itertools`.
import { MemoryError, ValueError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { classMethod } from '../runtime/class-methods.js'
import { sizeArgument } from '../runtime/arguments.js'
import { iteratorClass, PyIterator } from '../runtime/containers.js'
import { bound } from '../runtime/conversions.js'
import { core, listOf, same, gathered } from '../runtime/core.js'
import { builtin, call, functionsOf, methods } from '../runtime/functions.js'
import { next } from '../runtime/iteration.js'
import * as operators from '../runtime/operators.js'
import { infoOf } from '../runtime/types.js'

type Any = any
type Items = Generator<Any>

const tuple = (items: readonly Any[]): Tuple => Tuple.from<unknown>(items)

function* count(start: Any = 0, step: Any = 1): Items {
  for (let n = start; ; n = operators.add(n, step)) yield n
}
function* cycle(items: Any): Items {
  const seen: Any[] = []
  for (const item of core.iter(items)) {
    seen.push(item)
    yield item
  }
  while (seen.length > 0) yield* seen
}
/** One item, a number of times that it tells beforehand. */
class Repeated implements Iterator<Any> {
  constructor(
    readonly item: Any,
    public left: number,
  ) {}
  next(): IteratorResult<Any> {
    return this.left-- > 0 ? { done: false, value: this.item } : { done: true, value: undefined }
  }
}
const repeat = (item: Any, times?: Any): Repeated =>
  new Repeated(item, times === undefined ? Infinity : sizeArgument(times))
function* accumulate(items: Any, f: Any = null, initial: Any = null): Items {
  let total: Any
  let isFirst = true
  if (initial !== null) {
    total = initial
    isFirst = false
    yield total
  }
  for (const item of core.iter(items)) {
    total = isFirst ? item : f === null ? operators.add(total, item) : call(f, [total, item], null)
    isFirst = false
    yield total
  }
}
function* chain(lists: Iterable<Any>): Items {
  for (const list of lists) yield* core.iter(list)
}
function* compress(data: Any, selectors: Any): Items {
  const chosen = core.iter(selectors)
  for (const item of core.iter(data)) {
    const { done, value } = chosen.next()
    if (done) return
    if (core.truth(value)) yield item
  }
}
function* dropwhile(f: Any, items: Any): Items {
  let isDropping = true
  for (const item of core.iter(items)) {
    isDropping &&= core.truth(call(f, [item], null))
    if (!isDropping) yield item
  }
}
function* takewhile(f: Any, items: Any): Items {
  for (const item of core.iter(items)) {
    if (!core.truth(call(f, [item], null))) return
    yield item
  }
}
function* filterfalse(f: Any, items: Any): Items {
  for (const item of core.iter(items)) if (!core.truth(f === null ? item : call(f, [item], null))) yield item
}
function* groupby(items: Any, f: Any = null): Items {
  let group: Any[] = []
  let groupKey: Any
  for (const item of core.iter(items)) {
    const key: Any = f === null ? item : call(f, [item], null)
    if (group.length > 0 && !same(key, groupKey)) {
      yield tuple([groupKey, new PyIterator(iteratorClass('_grouper'), group[Symbol.iterator]())])
      group = []
    }
    groupKey = key
    group.push(item)
  }
  if (group.length > 0)
    yield tuple([groupKey, new PyIterator(iteratorClass('_grouper'), group[Symbol.iterator]())])
}
function* islice(items: Any, ...bounds: Any[]): Items {
  const [first, last, by] = bounds.length === 1 ? [null, bounds[0], null] : bounds
  const part = (value: Any, otherwise: number): number =>
    value === null || value === undefined ? otherwise : bound(value)
  const [start, stop, step] = [part(first, 0), part(last, Infinity), part(by, 1)]
  if (start < 0 || stop < 0)
    throw new ValueError('Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.')
  if (step < 1) throw new ValueError('Step for islice() must be a positive integer or None.')
  if (stop === 0) return
  let wanted = start
  let i = 0
  const iterator = core.iter(items)
  while (i < stop) {
    const { done, value } = iterator.next()
    if (done) return
    if (i === wanted) {
      yield value
      wanted += step
    }
    i++
    if (wanted >= stop && i >= stop) return
  }
}
function* pairwise(items: Any): Items {
  let last: Any
  let isFirst = true
  for (const item of core.iter(items)) {
    if (!isFirst) yield tuple([last, item])
    last = item
    isFirst = false
  }
}
function* starmap(f: Any, items: Any): Items {
  for (const args of core.iter(items)) yield call(f, listOf(args), null)
}
function* zipLongest(lists: Any[], fill: Any): Items {
  const iterators = lists.map((list) => core.iter(list))
  const open = new Set(iterators)
  for (;;) {
    const row = iterators.map((iterator) => {
      if (!open.has(iterator)) return fill
      const { done, value } = iterator.next()
      if (!done) return value
      open.delete(iterator)
      return fill
    })
    if (open.size === 0) return
    yield tuple(row)
  }
}
function* product(lists: Any[], times: Any = 1): Items {
  const pools = lists.map((list) => gathered(list))
  const all = Array.from({ length: bound(times) }, () => pools).flat()
  if (all.some((pool) => pool.length === 0)) return
  const places = all.map(() => 0)
  for (;;) {
    yield tuple(all.map((pool, i) => pool[places[i]]))
    let i = all.length - 1
    while (i >= 0 && ++places[i] === all[i].length) places[i--] = 0
    if (i < 0) return
  }
}
function* permutations(items: Any, given: Any = null): Items {
  const pool = gathered(items)
  const r = given === null ? pool.length : bound(given)
  if (r > pool.length) return
  const walk = function* (chosen: number[]): Items {
    if (chosen.length === r) {
      yield tuple(chosen.map((i) => pool[i]))
      return
    }
    for (let i = 0; i < pool.length; i++) if (!chosen.includes(i)) yield* walk([...chosen, i])
  }
  yield* walk([])
}
function* combinations(items: Any, given: Any, repeats = false): Items {
  const pool = gathered(items)
  const r = bound(given)
  if (r < 0) throw new ValueError('r must be non-negative')
  const walk = function* (chosen: number[], from: number): Items {
    if (chosen.length === r) {
      yield tuple(chosen.map((i) => pool[i]))
      return
    }
    for (let i = from; i < pool.length; i++) yield* walk([...chosen, i], repeats ? i : i + 1)
  }
  yield* walk([], 0)
}

/** Splits an iterator into several, each of which sees all of it. */
function tee(items: Any, n: Any = 2): Tuple {
  const count = sizeArgument(n)
  if (count < 0) throw new ValueError('n must be >= 0')
  if (count > 2 ** 24) throw new MemoryError('')
  const source = core.iter(items)
  const seen: Any[] = []
  let isDone = false
  const one = function* (): Items {
    for (let i = 0; ; i++) {
      if (i === seen.length) {
        if (isDone) return
        const { done, value } = source.next()
        if (done) {
          isDone = true
          return
        }
        seen.push(value)
      }
      yield seen[i]
    }
  }
  return tuple(Array.from({ length: count }, () => new PyIterator(iteratorClass('itertools._tee'), one())))
}

const classes: Record<string, [signature: string, make: (...args: Any[]) => Iterator<Any>]> = {
  count: ['start=0, step=1', count],
  cycle: ['iterable, /', cycle],
  repeat: ['object, times=0', repeat],
  accumulate: ['iterable, func=None, *, initial=None', accumulate],
  chain: ['*iterables', chain],
  compress: ['data, selectors', compress],
  dropwhile: ['predicate, iterable, /', dropwhile],
  takewhile: ['predicate, iterable, /', takewhile],
  filterfalse: ['function, iterable, /', filterfalse],
  groupby: ['iterable, key=None', groupby],
  islice: [
    'iterable, stop, a=0, b=0, /',
    (items, ...bounds) => islice(items, ...bounds.filter((part) => part !== undefined)),
  ],
  pairwise: ['iterable, /', pairwise],
  starmap: ['function, iterable, /', starmap],
  zip_longest: ['*iterables, fillvalue=None', (lists: Any[], fill = null) => zipLongest(lists, fill)],
  product: ['*iterables, repeat=1', product],
  permutations: ['iterable, r=None', permutations],
  combinations: ['iterable, r', (items, r) => combinations(items, r)],
  combinations_with_replacement: ['iterable, r', (items, r) => combinations(items, r, true)],
}

const made: Record<string, Any> = {}
for (const [name, [signature, make]] of Object.entries(classes)) {
  const cls = iteratorClass(`itertools.${name}`)
  const info = infoOf(cls)
  info.name = name
  info.qualname = name
  info.module = 'itertools'
  const own = builtin(name, signature, (...args: Any[]) => {
    const items = make(...args)
    // What cannot be gone through is said at once.
    const [first] = args
    if (['chain', 'product', 'zip_longest'].includes(name)) for (const list of first as Any[]) core.iter(list)
    return new PyIterator(cls, items)
  })
  info.construct = (_cls, args, kwargs) => call(own, args, kwargs)
  methods(cls, { '__iter__()': (self) => self, '__next__()': (self) => next(self) })
  made[name] = cls
}
infoOf(made.chain).dict.set(
  'from_iterable',
  classMethod(
    'from_iterable',
    'iterable, /',
    (cls: Any, lists: Any) => new PyIterator(cls, chain(core.iter(lists))),
  ),
)

export const module = { ...made, ...functionsOf({ 'tee(iterable, n=2, /)': tee }) }
