// How an array of numpy-ts is asked for what it has: through a proxy, which takes every name for a number first. Names are
// told from numbers by their first letter here, and what an array says of its memory is asked of the array itself.

type Any = any

/** What an array says of its memory, which the proxy around it has no part in. */
const ofMemory = new Set(
  'storage _storage _base shape ndim size dtype data strides flags itemsize nbytes'.split(' '),
)

const mended = new WeakSet<object>()

/** numpy-ts, whose arrays answer sooner from now on. */
export function withQuickAccess<N>(numpy: N): N {
  const handler = (numpy as Any).NDArray?._proxyHandler as ProxyHandler<Any> | undefined
  if (handler?.get === undefined || mended.has(handler)) return numpy
  mended.add(handler)
  const { get } = handler
  handler.get = (target: Any, key, receiver) => {
    if (typeof key !== 'string') return Reflect.get(target as object, key, receiver)
    if (ofMemory.has(key)) return target[key]
    const first = key.charCodeAt(0)
    // A digit, or a minus before one.
    const isNumber = first === 45 || (first >= 48 && first <= 57)
    return isNumber ? get(target, key, receiver) : Reflect.get(target as object, key, receiver)
  }
  return numpy
}
