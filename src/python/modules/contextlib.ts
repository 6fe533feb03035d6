// Python's module `contextlib`.
import { RuntimeError, StopIteration } from '../../base/errors.js'
import type { PyGenerator } from '../runtime/generators.js'
import { core } from '../runtime/core.js'
import { caught, enter, exit, matches } from '../runtime/exceptions.js'
import { call, functionsOf, type Inner, innerOf, methods } from '../runtime/functions.js'
import { fromPython } from './written.js'
import { standard } from '../runtime/printing.js'
import { Tuple } from '../../base/tuple.js'
import { builtinClass, infoOf, inner, instance, object } from '../runtime/types.js'

type Any = any

const managerClass = builtinClass('_GeneratorContextManager', [object], {
  module: 'contextlib',
  hasFields: true,
})
methods(managerClass, {
  '__enter__()': (self) => {
    const { done, value } = (self.generator as PyGenerator).next()
    if (done) throw new RuntimeError("generator didn't yield")
    return value
  },
  '__exit__(type, value, traceback)': (self, _cls, error) => {
    const generator = self.generator as PyGenerator
    if (error === null) {
      if (!generator.next().done) throw new RuntimeError("generator didn't stop")
      return false
    }
    try {
      const { done } = generator.throw(error)
      if (!done) throw new RuntimeError("generator didn't stop after throw()")
      return true
    } catch (thrown) {
      if (caught(thrown) === error) return false
      if (thrown instanceof StopIteration) return thrown !== error
      throw thrown
    }
  },
  '__call__(func)': (self, f) => decorated(f, () => self.again()),
})

/** A function that runs within a context. */
function decorated(f: Any, open: () => Any): Any {
  const own: Inner = {
    name: innerOf(f)?.name ?? (f.name as string),
    meta: innerOf(f)?.meta,
    invoke: (args, kwargs) => {
      const manager = open()
      enter(manager)
      let result: Any
      try {
        result = call(f, args, kwargs)
      } catch (thrown) {
        if (!exit(manager, caught(thrown))) throw thrown
        return null
      }
      exit(manager, null)
      return result
    },
  }
  const made: Any = (...args: Any[]): Any => own.invoke(args, null)
  return Object.defineProperty(made, inner, { value: own })
}

function contextmanager(f: Any): Any {
  const make = (args: readonly Any[], kwargs: Any): Any =>
    instance(managerClass, { generator: call(f, args, kwargs), again: () => make(args, kwargs) })
  const own: Inner = {
    name: innerOf(f)?.name ?? (f.name as string),
    meta: innerOf(f)?.meta,
    takes: innerOf(f)?.takes,
    invoke: make,
  }
  const made: Any = (...args: Any[]): Any => make(args, null)
  return Object.defineProperty(made, inner, { value: own })
}

const simple = (name: string, opened: (self: Any) => Any, closed: (self: Any, error: Any) => Any): Any => {
  const cls = builtinClass(name, [object], { module: 'contextlib', hasFields: true })
  infoOf(cls).construct = (_cls, args) => instance(cls, { args })
  methods(cls, {
    '__enter__()': opened,
    '__exit__(type, value, traceback)': (self, _type, error) => closed(self, error),
  })
  return cls
}

const stackClass = builtinClass('ExitStack', [object], { module: 'contextlib', hasFields: true })
infoOf(stackClass).construct = () => instance(stackClass, { callbacks: [] })
methods(stackClass, {
  'enter_context(cm)': (self, manager) => {
    const value: Any = enter(manager)
    self.callbacks.push((error: Any) => exit(manager, error))
    return value
  },
  'push(exit)': (self, manager) => {
    self.callbacks.push((error: Any) => exit(manager, error))
    return manager
  },
  'callback(callback, /, *args, **kwds)': (self, f, args: Any[], kwargs) => {
    self.callbacks.push(
      () => (call(f, args, Object.keys(kwargs as object).length > 0 ? kwargs : null), false),
    )
    return f
  },
  'close()': (self) => closeAll(self, null) && null,
  '__enter__()': (self) => self,
  '__exit__(type, value, traceback)': (self, _type, error) => closeAll(self, error),
})
function closeAll(self: Any, given: Any): boolean {
  let error = given
  for (let close = self.callbacks.pop(); close !== undefined; close = self.callbacks.pop())
    if (close(error) && error !== null) error = null
  return given !== null && error === null
}

export const module = {
  __getattr__: fromPython('contextlib', '_contextlib', [
    'AbstractAsyncContextManager',
    'AbstractContextManager',
    'AsyncContextDecorator',
    'AsyncExitStack',
    'ContextDecorator',
    'aclosing',
    'asynccontextmanager',
    'chdir',
    'redirect_stderr',
  ]),
  ExitStack: stackClass,
  suppress: simple(
    'suppress',
    () => null,
    (self, error) => error !== null && matches(error, Tuple.from(self.args)),
  ),
  closing: simple(
    'closing',
    (self) => self.args[0],
    (self) => (call(core.getattr(self.args[0], 'close'), [], null), false),
  ),
  nullcontext: simple(
    'nullcontext',
    (self) => self.args[0] ?? null,
    () => false,
  ),
  redirect_stdout: simple(
    'redirect_stdout',
    (self) => {
      self.before = standard.stdout
      standard.stdout = self.args[0]
      return self.args[0]
    },
    (self) => {
      standard.stdout = self.before
      return false
    },
  ),
  ...functionsOf({ 'contextmanager(func)': contextmanager }),
}
