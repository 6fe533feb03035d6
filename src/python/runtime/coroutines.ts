// `await`, `async for` and `async with`, and what they ask of objects; see Note [Coroutines] in generators.ts.
import { resolve } from 'node:path'
import { visible } from '../../base/visible.js'
import { RuntimeError, StopIteration, TypeError } from '../../base/errors.js'
import { framesOf } from '../../dialect/frames.js'
import { core } from './core.js'
import { exception, raised } from './exceptions.js'
import { call, getters, methods } from './functions.js'
import {
  asyncGeneratorClass,
  asyncHooks,
  AsyncStep,
  coroutineClass,
  Item,
  PyAsyncGenerator,
  PyCoroutine,
  Stepping,
  unawaited,
} from './generators.js'
import { iter } from './iteration.js'
import * as exceptionTypes from './exception-types.js'
import * as types from './types.js'
import { builtinClass, isClass, isSubclass, nameOfType, object, typeOf } from './types.js'

type Any = any

const StopAsyncIteration: Any = types.exceptionClasses.get('StopAsyncIteration')

/** Stands for the end of what `async for` goes through. */
export const endOfItems: unique symbol = Symbol('no more items')

const through = (steps: Stepping): Iterable<Any> => ({
  [Symbol.iterator]: () => steps as unknown as Iterator<Any>,
})

/** What `await value` goes through. */
export function awaited(value: Any, complaint?: (name: string) => string): Iterable<Any> {
  if (value instanceof PyCoroutine) {
    if (value.isRunning) throw new RuntimeError('coroutine is being awaited already')
    if (value.isOver) throw new RuntimeError('cannot reuse already awaited coroutine')
    if (value.hasBegun) throw new RuntimeError('coroutine is being awaited already')
    return through(value)
  }
  if (value instanceof AsyncStep) return through(value)
  const wait = core.special(value, '__await__')
  if (wait === undefined)
    throw new TypeError(
      complaint?.(nameOfType(value)) ?? `object ${nameOfType(value)} can't be used in 'await' expression`,
    )
  const iterator: Any = wait(value)
  if (iterator instanceof PyCoroutine) throw new TypeError('__await__() returned a coroutine')
  if (iterator instanceof Stepping) return through(iterator)
  const items = iter(iterator)
  return {
    [Symbol.iterator]: () => ({
      next: () => items.next(),
      throw: (error: unknown): never => {
        throw error
      },
    }),
  }
}

/** What hands out items, as `async for` asks it. */
export function iterAsync(value: Any): Any {
  const open = core.special(value, '__aiter__')
  if (open === undefined)
    throw new TypeError(`'async for' requires an object with __aiter__ method, got ${nameOfType(value)}`)
  const iterator: Any = open(value)
  if (core.special(iterator, '__anext__') === undefined)
    throw new TypeError(
      `'async for' received an object from __aiter__ that does not implement __anext__: ${nameOfType(iterator)}`,
    )
  return iterator
}

/** The next item, or `endOfItems`. */
export function* nextAsync(iterator: Any): Generator<Any, Any, Any> {
  if (iterator instanceof PyAsyncGenerator && typeOf(iterator) === asyncGeneratorClass)
    return yield* stepOf(iterator, () => iterator.next(null))
  const next: Any = core.special(iterator, '__anext__')!(iterator)
  try {
    return yield* awaited(
      next,
      (name) => `'async for' received an invalid object from __anext__: ${name}`,
    ) as Generator<Any, Any, Any>
  } catch (error) {
    if (error instanceof StopAsyncIteration) return endOfItems
    throw error
  }
}

/** Goes on to the next item of a generator, and hands up what is waited for until then. */
function* stepOf(self: PyAsyncGenerator, begin: () => IteratorResult<Any>): Generator<Any, Any, Any> {
  if (self.isBusy) throw new RuntimeError('anext(): asynchronous generator is already running')
  self.isBusy = true
  try {
    let step = begin()
    for (;;) {
      if (step.done) return endOfItems
      const { value } = step
      if (value instanceof Item) return value.value
      let sent: Any
      try {
        sent = yield value
      } catch (error) {
        step = self.throw(error)
        continue
      }
      step = self.next(sent)
    }
  } finally {
    self.isBusy = false
  }
}

const sendClass = builtinClass('async_generator_asend', [object])
const throwClass = builtinClass('async_generator_athrow', [object])

/** A step that raises StopAsyncIteration at the end. */
function* toItem(self: PyAsyncGenerator, begin: () => IteratorResult<Any>): Generator<Any, Any, Any> {
  const item: Any = yield* stepOf(self, begin)
  if (item === endOfItems) throw exception(StopAsyncIteration)
  return item
}

function* closing(self: PyAsyncGenerator): Generator<Any, Any, Any> {
  if (self.isOver) return null
  if (!self.hasBegun) {
    self.return(null)
    return null
  }
  try {
    const item: Any = yield* stepOf(self, () => self.throw(exception(exceptionTypes.GeneratorExit)))
    if (item === endOfItems) return null
  } catch (error) {
    if (error instanceof exceptionTypes.GeneratorExit || error instanceof StopAsyncIteration) return null
    throw error
  }
  throw new RuntimeError('async generator ignored GeneratorExit')
}

/** The exception that `throw(cls, value)` is given. */
function given(cls: Any, value: Any): Any {
  if (!(cls instanceof Error) && !(isClass(cls) && isSubclass(cls, types.BaseException)))
    throw new TypeError(
      `exceptions must be classes or instances deriving from BaseException, not ${nameOfType(cls)}`,
    )
  return raised(isClass(cls) && value !== undefined && value !== null ? call(cls, [value], null) : cls)
}

/** One step of what is stepped by hand. */
function step({ done, value }: IteratorResult<Any>): Any {
  if (done)
    throw value === undefined || value === null ? exception(StopIteration) : exception(StopIteration, value)
  return value
}

function checkUsable(self: Stepping): void {
  if (self.isOver && !self.isRunning) throw new RuntimeError('cannot reuse already awaited coroutine')
}

const wrapper = builtinClass('coroutine_wrapper', [object])
const steps = {
  'send(value, /)': (self: Stepping, value: Any) => {
    checkUsable(self)
    if (value !== null && !self.hasBegun)
      throw new TypeError("can't send non-None value to a just-started coroutine")
    return step(self.next(value))
  },
  'throw(type, value=None, traceback=None, /)': (self: Stepping, cls: Any, value: Any) => {
    checkUsable(self)
    return step(self.throw(given(cls, value)))
  },
  'close()': (self: Stepping) => self.close(),
}
for (const cls of [coroutineClass, sendClass, throwClass])
  methods(cls, {
    ...steps,
    '__await__()': (self: Stepping) => new Wrapper(self),
  })

/** What `__await__` of a coroutine gives: an iterator that steps it. */
class Wrapper extends Stepping {
  readonly word = 'coroutine'
  constructor(readonly of: Stepping) {
    super(
      (function* (): Generator<Any, Any, Any> {
        return yield* through(of) as Generator<Any, Any, Any>
      })(),
      of.name,
    )
  }
}
Object.defineProperty(Wrapper.prototype, types.classOf, { value: wrapper })
methods(wrapper, {
  ...steps,
  '__iter__()': (self) => self,
  '__next__()': (self: Stepping) => step(self.next(null)),
})

const frame = new types.PyModule('frame')
const place = (prefix: string): Record<string, (self: Stepping) => Any> => ({
  __name__: (self) => self.name.replace(/^.*\./, ''),
  __qualname__: (self) => self.name,
  [`${prefix}_running`]: (self) => self.isRunning,
  [`${prefix}_suspended`]: (self) => self.hasBegun && !self.isRunning && !self.isOver,
  [`${prefix}_frame`]: (self) => (self.isOver ? null : frame),
  [`${prefix}_await`]: () => null,
})
getters(coroutineClass, { ...place('cr'), cr_origin: () => null })
getters(asyncGeneratorClass, place('ag'))
methods(asyncGeneratorClass, {
  '__aiter__()': (self) => self,
  '__anext__()': (self: PyAsyncGenerator) =>
    new AsyncStep(
      sendClass,
      toItem(self, () => self.next(null)),
    ),
  'asend(value, /)': (self: PyAsyncGenerator, value) =>
    new AsyncStep(
      sendClass,
      toItem(self, () => {
        if (value !== null && !self.hasBegun)
          throw new TypeError("can't send non-None value to a just-started async generator")
        return self.next(value)
      }),
    ),
  'athrow(type, value=None, traceback=None, /)': (self: PyAsyncGenerator, cls, value) =>
    new AsyncStep(
      throwClass,
      toItem(self, () => self.throw(given(cls, value))),
    ),
  'aclose()': (self: PyAsyncGenerator) => new AsyncStep(throwClass, closing(self)),
})

// ---- what a loop leaves ----

/** What a loop goes through that has just been made for it. */
export function own(value: Any): Any {
  if (value instanceof Stepping && !value.hasBegun) value.isOwned = true
  return value
}

/**
 * Ends a generator that a loop has left, and that nobody else knows of: CPython, which counts who knows of an object, does so
 * at once.
 */
export function leave(iterator: Any): void {
  if (!(iterator instanceof Stepping) || !iterator.isOwned || iterator.isOver) return
  if (iterator instanceof PyAsyncGenerator) asyncHooks.finalizer?.(iterator)
  else iterator.close()
}

/** What `yield` in an `async def` hands out. */
export const item = (value: Any): Item => new Item(value)

export const asyncGenerator = (made: Generator, name: string): PyAsyncGenerator =>
  new PyAsyncGenerator(made, name)

// ---- async with ----

const noManager = (manager: Any, missed: string): TypeError =>
  new TypeError(
    `'${nameOfType(manager)}' object does not support the asynchronous context manager protocol${missed}`,
  )

export function enterAsync(manager: Any): Any {
  const open = core.special(manager, '__aenter__')
  if (open === undefined) throw noManager(manager, '')
  if (core.special(manager, '__aexit__') === undefined) throw noManager(manager, ' (missed __aexit__ method)')
  return open(manager)
}

export function exitAsync(manager: Any, error: Any): Any {
  const close = core.special(manager, '__aexit__')!
  return error === null
    ? close(manager, null, null, null)
    : close(manager, typeOf(error), error, (error.__traceback__ as unknown) ?? null)
}

// ---- aiter and anext ----

export function aiter(value: Any): Any {
  const open = core.special(value, '__aiter__')
  if (open === undefined) throw new TypeError(`'${nameOfType(value)}' object is not an async iterable`)
  return open(value)
}

const nextClass = builtinClass('anext_awaitable', [object])
methods(nextClass, { ...steps, '__await__()': (self: Stepping) => new Wrapper(self) })

export function anext(iterator: Any, otherwise?: Any): Any {
  const next = core.special(iterator, '__anext__')
  if (next === undefined) throw new TypeError(`'${nameOfType(iterator)}' object is not an async iterator`)
  const made: Any = next(iterator)
  if (otherwise === undefined) return made
  return new AsyncStep(
    nextClass,
    (function* (): Generator<Any, Any, Any> {
      try {
        return yield* awaited(made) as Generator<Any, Any, Any>
      } catch (error) {
        if (error instanceof StopAsyncIteration) return otherwise
        throw error
      }
    })(),
  )
}

// ---- what nobody awaits ----

/** Tells of a coroutine that a statement made and left. */
export function dropped(value: Any): Any {
  if (value instanceof PyCoroutine && !value.hasBegun) {
    unawaited.delete(value)
    const place = framesOf(new Error().stack ?? '').at(-1)
    const file = place?.file.startsWith('<') ? place.file : resolve(place?.file ?? '')
    const head = place === undefined ? 'sys:1' : `${file}:${place.line}`
    const line = place === undefined ? '' : `  ${place.text.split('\n')[0]}\n`
    tellUnawaited(head, value, line)
  }
  return value
}

function tellUnawaited(head: string, { name }: PyCoroutine, line: string): void {
  const text =
    `${head}: RuntimeWarning: coroutine '${name}' was never awaited\n${line}` +
    'RuntimeWarning: Enable tracemalloc to get the object allocation traceback\n'
  process.stderr.write(process.stderr.isTTY ? visible(text) : text)
}

/** Tells at the end of a program of coroutines that were left. */
export function tellLeft(): void {
  for (const coroutine of unawaited) if (!coroutine.hasBegun) tellUnawaited('sys:1', coroutine, '')
  unawaited.clear()
}
