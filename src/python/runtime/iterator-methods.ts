// Methods of iterators and generators, of functions and of slices.
import { StopIteration, TypeError, ValueError } from '../../base/errors.js'
import type { Slice as SliceType } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { iteratorClass } from './containers.js'
import type { PyGenerator } from './generators.js'
import { exception, raised } from './exceptions.js'
import { bindMethod, call, getters, methods } from './functions.js'
import { next } from './iteration.js'
import { bound } from './conversions.js'
import { spanOf } from './subscripts.js'
import * as types from './types.js'
import { isClass, isSubclass, nameOfType } from './types.js'

type Any = any

const stopped = (value: Any): Any =>
  value === undefined || value === null ? exception(StopIteration) : exception(StopIteration, value)

/** One step of a generator. */
function step({ done, value }: IteratorResult<Any>): Any {
  if (done) throw stopped(value)
  return value
}

methods(types.generatorClass, {
  '__iter__()': (self) => self,
  '__next__()': (self) => next(self),
  'send(value, /)': (self: PyGenerator, value) => {
    if (value !== null && !self.hasBegun)
      throw new TypeError("can't send non-None value to a just-started generator")
    return step(self.next(value))
  },
  'throw(type, value=None, traceback=None, /)': (self: PyGenerator, cls, value) => {
    if (!(cls instanceof Error) && !(isClass(cls) && isSubclass(cls, types.BaseException)))
      throw new TypeError(
        `exceptions must be classes or instances deriving from BaseException, not ${nameOfType(cls)}`,
      )
    return step(
      self.throw(
        raised(isClass(cls) && value !== undefined && value !== null ? call(cls, [value], null) : cls),
      ),
    )
  },
  'close()': (self: PyGenerator) => self.close(),
})
const frame = new types.PyModule('frame')
getters(types.generatorClass, {
  __name__: (self: PyGenerator) => self.name.replace(/^.*\./, ''),
  __qualname__: (self: PyGenerator) => self.name,
  gi_running: (self: PyGenerator) => self.isRunning,
  gi_suspended: (self: PyGenerator) => self.hasBegun && !self.isRunning && !self.isOver,
  // That there is one tells that the end is not reached.
  gi_frame: (self: PyGenerator) => (self.isOver ? null : frame),
})

for (const name of 'list_iterator tuple_iterator str_iterator str_ascii_iterator set_iterator range_iterator bytes_iterator dict_keyiterator dict_valueiterator dict_itemiterator dict_reversekeyiterator enumerate zip map filter reversed list_reverseiterator callable_iterator generator'.split(
  ' ',
))
  methods(iteratorClass(name), { '__iter__()': (self) => self, '__next__()': (self) => next(self) })

methods(types.functionClass, {
  '__get__(instance, owner=None, /)': (f, instance) =>
    instance === null || instance === undefined ? f : bindMethod(instance, f),
})
methods(types.slice, {
  'indices(length, /)': (self: SliceType, length) => {
    const count = bound(length)
    if (count < 0) throw new ValueError('length should not be negative')
    const { start, stop, step: by } = spanOf(self, count)
    return Tuple.of(start, stop, by)
  },
})
getters(types.slice, {
  start: (self: SliceType) => self.start ?? null,
  stop: (self: SliceType) => self.stop ?? null,
  step: (self: SliceType) => self.step ?? null,
})
