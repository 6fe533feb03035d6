// The shape of a NumPy array as a tuple, which prints and compares as one: numpy-ts gives a list.
import { Tuple } from './tuple.js'

const shapes = new WeakMap<readonly number[], Tuple<number>>()
const mended = new WeakSet<object>()

/** numpy-ts, whose arrays give tuples for shapes from now on. */
export function withTupleShapes<N>(numpy: N): N {
  const { NDArray } = numpy as { NDArray: { prototype: object } }
  const prototype = Object.getPrototypeOf(NDArray.prototype) as object
  if (mended.has(prototype)) return numpy
  mended.add(prototype)
  const { get } = Object.getOwnPropertyDescriptor(prototype, 'shape') as { get: (this: unknown) => number[] }
  Object.defineProperty(prototype, 'shape', {
    get(): Tuple<number> {
      const sizes = get.call(this)
      let shape = shapes.get(sizes)
      if (shape === undefined) shapes.set(sizes, (shape = Tuple.from(sizes)))
      return shape
    },
    configurable: true,
  })
  return numpy
}
