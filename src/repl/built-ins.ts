// What the language gives, as it was at the start. An entry may break it, `Array.prototype.map = null`, and with it the
// prompt and the library, which stand on it: it is put back before anything of ours goes on. What an entry adds stays.
//
// Nothing here is looked up when it runs: it works with what it kept.
const { defineProperty, getOwnPropertyDescriptor, ownKeys, isExtensible } = Reflect
const { is } = Object

interface Kept {
  readonly holder: object
  readonly key: PropertyKey
  readonly said: string
  readonly descriptor: PropertyDescriptor
}

const languages =
  'Object Function Array String Number Boolean Symbol BigInt Math JSON Reflect Promise Proxy Map Set WeakMap WeakSet WeakRef ' +
  'Date RegExp Error TypeError RangeError SyntaxError ReferenceError AggregateError ArrayBuffer SharedArrayBuffer DataView ' +
  'Atomics Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array ' +
  'BigInt64Array BigUint64Array globalThis process Buffer setTimeout setInterval setImmediate queueMicrotask'

/** A test of one's own may well set the time and the chance. */
const isForAll = (said: string): boolean => /^(Math\.random|Date\.now|Date)$/.test(said)

function keepAll(): Kept[] {
  const kept: Kept[] = []
  const keep = (holder: object, key: PropertyKey, said: string): void => {
    const descriptor = getOwnPropertyDescriptor(holder, key)
    if (descriptor?.configurable && !isForAll(said)) kept.push({ holder, key, said, descriptor })
  }
  const keepIn = (holder: object, said: string): void => {
    for (const key of ownKeys(holder))
      if (key !== 'stackTraceLimit' && key !== 'prepareStackTrace')
        keep(holder, key, typeof key === 'symbol' ? `${said}[${key.description}]` : `${said}.${key}`)
  }
  for (const name of languages.split(' ')) {
    keep(globalThis, name, name)
    const value = (globalThis as unknown as Record<string, object & { prototype?: object }>)[name]
    if (/^(globalThis|process|Buffer|set|queue)/.test(name)) continue
    keepIn(value, name)
    if (value.prototype) keepIn(value.prototype, `${name}.prototype`)
  }
  const iterator = Object.getPrototypeOf([][Symbol.iterator]()) as object
  keepIn(iterator, '%ArrayIterator%.prototype')
  keepIn(Object.getPrototypeOf(Int8Array) as object, '%TypedArray%')
  keepIn((Object.getPrototypeOf(Int8Array) as { prototype: object }).prototype, '%TypedArray%.prototype')
  return kept
}

const kept = keepAll()
let couldGrow = true

const isAsKept = (now: PropertyDescriptor | undefined, then: PropertyDescriptor): boolean =>
  now !== undefined && is(now.value, then.value) && now.get === then.get && now.set === then.set

/** Puts back what was changed, and says so; '' where nothing was. */
export function putBuiltInsBack(): string {
  let changed = ''
  let lost = ''
  for (let i = 0; i < kept.length; i++) {
    const { holder, key, said, descriptor } = kept[i]
    if (isAsKept(getOwnPropertyDescriptor(holder, key), descriptor)) continue
    if (defineProperty(holder, key, descriptor)) changed += (changed === '' ? '' : ', ') + said
    else lost += (lost === '' ? '' : ', ') + said
  }
  let told = ''
  if (changed !== '') told = `${changed}: put back as before, since the prompt and torch stand on it.`
  if (lost !== '') told += `${told && '\n'}${lost}: changed for good. Leave with Ctrl-D and start anew.`
  if (couldGrow && !isExtensible(globalThis)) {
    couldGrow = false
    told += `${told && '\n'}globalThis takes no new names any more: declare them with let, or leave with Ctrl-D and start anew.`
  }
  return told
}
