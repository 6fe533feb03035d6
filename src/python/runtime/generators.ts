// What stops and goes on: generators, coroutines, generators that await; each is a generator of JavaScript within.
//
// Note [Coroutines]. `await x` is `yield*` of what `x` waits for, so that what is not there yet goes up through all
// coroutines to who runs the outermost one, an event loop, which sends None down again when it is there. Where an `async def`
// also hands out items, these are wrapped, to be told apart from what is waited for.
import { RuntimeError } from '../../base/errors.js'
import { addressOf, reprSymbol } from '../../text/repr.js'
import { handling } from './core.js'
import * as exceptionTypes from './exception-types.js'
import * as types from './types.js'
import { builtinClass, classOf, object } from './types.js'

type Any = any

/** What all of them have in common. `isOver` is also true while it runs. */
export abstract class Stepping {
  isRunning = false
  /** Whether it was stepped yet. */
  hasBegun = false
  /** Whether it has come to its end. */
  isOver = false
  /** Whether one loop alone knows of it. */
  isOwned = false
  /** The exception that it was dealing with when it stopped. */
  #handled: Any = undefined
  abstract readonly word: string

  constructor(
    readonly generator: Generator<Any, Any, Any>,
    readonly name: string,
  ) {}

  #run(way: 'next' | 'throw' | 'return', value: Any): IteratorResult<Any> {
    if (this.isRunning) throw new (types.exceptionClasses.get('ValueError'))(`${this.word} already executing`)
    this.isRunning = true
    this.isOver = true
    const before: Any = handling.error
    if (this.#handled !== undefined) handling.error = this.#handled
    try {
      const result = this.generator[way](value)
      if (result.done !== true) {
        this.isOver = false
        this.#handled = handling.error === before ? undefined : handling.error
      }
      return result
    } catch (error) {
      throw this.endsWith(error) ? ended(this.word, error) : error
    } finally {
      this.isRunning = false
      handling.error = before
    }
  }

  /** Whether an exception says that something is at its end, which must not be taken for this one's. */
  protected endsWith(error: unknown): boolean {
    return error instanceof types.exceptionClasses.get('StopIteration')
  }

  next(value?: Any): IteratorResult<Any> {
    this.hasBegun = true
    return this.#run('next', value)
  }
  throw(error: Any): IteratorResult<Any> {
    return this.#run('throw', error)
  }
  return(value?: Any): IteratorResult<Any> {
    return this.#run('return', value)
  }

  /** Ends it where it stopped: what is to run at last runs. */
  close(): null {
    if (this.isOver) return null
    if (!this.hasBegun) {
      this.return(null)
      return null
    }
    const exit: Any = new exceptionTypes.GeneratorExit()
    try {
      if (this.throw(exit).done) return null
    } catch (error) {
      if (error === exit || error instanceof types.exceptionClasses.get('StopIteration')) return null
      throw error
    }
    throw new RuntimeError(`${this.word} ignored GeneratorExit`)
  }

  [reprSymbol](): string {
    return `<${this.word} object ${this.name} at ${addressOf(this)}>`
  }
}

function ended(word: string, error: unknown): RuntimeError {
  const { name } = types.infoOf(types.typeOf(error))
  const wrapped = new RuntimeError(`${word} raised ${name}`)
  Object.defineProperty(wrapped, '__cause__', { value: error, writable: true, configurable: true })
  return wrapped
}

const mark = (prototype: object, cls: Any): void => {
  Object.defineProperty(prototype, classOf, { value: cls })
}

/** A generator of Python's. */
export class PyGenerator extends Stepping implements IterableIterator<Any> {
  readonly word = 'generator';
  [Symbol.iterator](): this {
    return this
  }
}
mark(PyGenerator.prototype, types.generatorClass)

export const coroutineClass = builtinClass('coroutine', [object])

/** Coroutines that nobody has awaited yet. */
export const unawaited = new Set<PyCoroutine>()

/** What a call of an `async def` gives. */
export class PyCoroutine extends Stepping {
  readonly word = 'coroutine'

  constructor(generator: Generator<Any, Any, Any>, name: string) {
    super(generator, name)
    unawaited.add(this)
  }

  override next(value?: Any): IteratorResult<Any> {
    unawaited.delete(this)
    return super.next(value)
  }
  override throw(error: Any): IteratorResult<Any> {
    unawaited.delete(this)
    return super.throw(error)
  }
  override return(value?: Any): IteratorResult<Any> {
    unawaited.delete(this)
    return super.return(value)
  }
}
mark(PyCoroutine.prototype, coroutineClass)

export const asyncGeneratorClass = builtinClass('async_generator', [object])

/** An item that an `async def` with `yield` hands out. */
export class Item {
  constructor(readonly value: Any) {}
}

/** What an event loop is told: of a generator's first step, and that one is left before its end. */
export const asyncHooks: {
  firstiter: ((generator: PyAsyncGenerator) => void) | null
  finalizer: ((generator: PyAsyncGenerator) => void) | null
} = { firstiter: null, finalizer: null }

/** What a call of an `async def` with `yield` gives. */
export class PyAsyncGenerator extends Stepping {
  readonly word = 'async generator'
  /** Whether one of its steps has begun and is not through. */
  isBusy = false

  protected override endsWith(error: unknown): boolean {
    return super.endsWith(error) || error instanceof types.exceptionClasses.get('StopAsyncIteration')
  }
  override next(value?: Any): IteratorResult<Any> {
    if (!this.hasBegun) asyncHooks.firstiter?.(this)
    return super.next(value)
  }
  override [reprSymbol](): string {
    return `<async_generator object ${this.name} at ${addressOf(this)}>`
  }
}
mark(PyAsyncGenerator.prototype, asyncGeneratorClass)

/** A step of such a generator, which is to be awaited. */
export class AsyncStep extends Stepping {
  readonly word = 'coroutine'
  readonly [classOf]: Any
  constructor(cls: Any, generator: Generator<Any, Any, Any>) {
    super(generator, types.infoOf(cls).name)
    this[classOf] = cls
  }
  protected override endsWith(): boolean {
    return false
  }
}
