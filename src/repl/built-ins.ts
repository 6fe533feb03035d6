// What the language gives, as it was at the start. An entry may break it, `Array.prototype.map = null`, and with it the
// prompt and the library, which stand on it: it is put back before anything of ours goes on. What an entry adds stays.
//
// Nothing here is looked up when it runs: it works with what it kept.
import { EventEmitter } from 'node:events'

const {
  getOwnPropertyDescriptor: descriptorOf,
  apply,
  defineProperty,
  deleteProperty,
  ownKeys,
  isExtensible,
} = Reflect
const { is, setPrototypeOf } = Object

/** Without what every object has, which an entry may have changed. */
function getOwnPropertyDescriptor(holder: object, key: PropertyKey): PropertyDescriptor | undefined {
  const descriptor = descriptorOf(holder, key)
  return descriptor && (setPrototypeOf(descriptor, null) as PropertyDescriptor)
}

interface Kept {
  readonly holder: object
  readonly key: PropertyKey
  readonly said: string
  /** Undefined where the property was missing, and is to be. */
  readonly descriptor: PropertyDescriptor | undefined
  /** What a getter of Node's gives, which its setter may replace. */
  readonly value: unknown
}

const languages =
  'Object Function Array String Number Boolean Symbol BigInt Math JSON Reflect Promise Proxy Map Set WeakMap WeakSet WeakRef ' +
  'Date RegExp Error TypeError RangeError SyntaxError ReferenceError AggregateError ArrayBuffer SharedArrayBuffer DataView ' +
  'Atomics Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array ' +
  'BigInt64Array BigUint64Array globalThis process Buffer performance setTimeout setInterval setImmediate clearTimeout ' +
  'clearInterval queueMicrotask'

/** A test of one's own may well set the time and the chance. */
const isForAll = (said: string): boolean => /^(Math\.random|Date\.now|Date)$/.test(said)

/** Of every object: each of them would be part of any descriptor of a property, and make a promise of any value. */
const partsOfDescriptors = 'get set value writable enumerable configurable then'.split(' ')
/** What of `process` the prompt stands on; the rest may well be set by a program. */
const ofProcess =
  'exit reallyExit _exiting nextTick kill cwd hrtime memoryUsage emit emitWarning on once off addListener removeListener ' +
  'listenerCount listeners _events env argv execArgv execPath pid platform arch version versions stdin stdout stderr'
const ofStreams = 'on once off emit resume pause setRawMode _readableState _writableState'
/** What Node writes itself: it need not be what it was, but of its kind. */
const writtenByNode = { process: '_eventsCount', streams: '_events _eventsCount' }

/** What has no name of its own, by one of each. */
const nameless: readonly (readonly [string, object])[] = [
  ['Iterator', Object.getPrototypeOf([][Symbol.iterator]()) as object],
  ['ArrayIterator', [][Symbol.iterator]()],
  ['MapIterator', new Map().values()],
  ['SetIterator', new Set().values()],
  ['StringIterator', ''[Symbol.iterator]()],
  ['RegExpStringIterator', ''.matchAll(/a/g)],
  ['Generator', Object.getPrototypeOf((function* () {})()) as object],
  ['AsyncGenerator', Object.getPrototypeOf((async function* () {})()) as object],
]

/** What is of its kind while it is a number, or an object, as before; `value` is the last one. */
interface Written {
  readonly holder: object
  readonly key: PropertyKey
  readonly said: string
  value: unknown
}

const kept: Kept[] = []
const written: Written[] = []
let couldGrow = true
let isLost = false

function keep(holder: object, key: PropertyKey, said: string): void {
  const descriptor = getOwnPropertyDescriptor(holder, key)
  if ((descriptor?.configurable || descriptor?.writable) && !isForAll(said))
    kept.push({ holder, key, said, descriptor, value: undefined })
}

/** A property as it is from now on, also where it is missing. */
export function keepAsIs(holder: object, key: PropertyKey, said: string): void {
  kept.push({ holder, key, said, descriptor: getOwnPropertyDescriptor(holder, key), value: undefined })
}

function keepKinds(holder: object, keys: string, said: string): void {
  for (const key of keys.split(' '))
    written.push({
      holder,
      key,
      said: `${said}.${key}`,
      value: getOwnPropertyDescriptor(holder, key)?.value,
    })
}

function keepIn(holder: object, said: string): void {
  for (const key of ownKeys(holder))
    if (key !== 'stackTraceLimit' && key !== 'prepareStackTrace')
      keep(holder, key, typeof key === 'symbol' ? `${said}[${key.description}]` : `${said}.${key}`)
}

/**
 * A global that Node may give by a getter. It would load what times programs to give `performance`, which takes as long as
 * an entry; whoever sets that replaces the getter, so there is nothing to ask it for.
 */
function keepGlobal(name: string): void {
  const descriptor = getOwnPropertyDescriptor(globalThis, name)
  if (!descriptor?.get || name === 'performance') return keep(globalThis, name, name)
  const value: unknown = apply(descriptor.get, globalThis, [])
  kept.push({ holder: globalThis, key: name, said: name, descriptor, value })
}

function keepAll(): void {
  for (const name of languages.split(' ')) {
    keepGlobal(name)
    if (/^(globalThis|process|performance|set|clear|queue)/.test(name)) continue
    const value = (globalThis as unknown as Record<string, object & { prototype?: object }>)[name]
    keepIn(value, name)
    if (value.prototype) keepIn(value.prototype, `${name}.prototype`)
  }
  for (const [name, one] of nameless) keepIn(Object.getPrototypeOf(one) as object, `%${name}%.prototype`)
  keepIn(Object.getPrototypeOf(Int8Array) as object, '%TypedArray%')
  keepIn((Object.getPrototypeOf(Int8Array) as { prototype: object }).prototype, '%TypedArray%.prototype')
  for (const key of partsOfDescriptors) keepAsIs(Object.prototype, key, `Object.prototype.${key}`)
  keepIn(EventEmitter.prototype, 'EventEmitter.prototype')
  for (const key of ofProcess.split(' ')) keepAsIs(process, key, `process.${key}`)
  keepKinds(process, writtenByNode.process, 'process')
}

/** Keeps what a prompt needs of the streams that it reads and writes. */
export function keepStreams(input: object, output: object): void {
  for (const key of ofStreams.split(' ')) keepAsIs(input, key, `process.stdin.${key}`)
  for (const key of ['write', '_writableState']) keepAsIs(output, key, `process.stdout.${key}`)
  keepKinds(input, writtenByNode.streams, 'process.stdin')
  keepKinds(output, writtenByNode.streams, 'process.stdout')
}

/** Lets a property be what it has just been made by the program itself; what it gives lets it be what it was again. */
export function keepForNow(holder: object, key: PropertyKey): () => void {
  for (let i = 0; i < kept.length; i++) {
    const one = kept[i] as { -readonly [K in keyof Kept]: Kept[K] }
    if (one.holder !== holder || one.key !== key) continue
    const { descriptor } = one
    one.descriptor = getOwnPropertyDescriptor(holder, key)
    return () => {
      one.descriptor = descriptor
    }
  }
  return () => {}
}

keepAll()

function isAsKept(now: PropertyDescriptor | undefined, one: Kept): boolean {
  const then = one.descriptor
  if (now === undefined || then === undefined) return now === then
  const isSame = is(now.value, then.value) && now.get === then.get && now.set === then.set
  return isSame && (one.value === undefined || is(apply(then.get!, one.holder, []), one.value))
}

/** Whether it could be put back. */
function putBack(one: Kept): boolean {
  const { holder, key, descriptor, value } = one
  if (descriptor === undefined) return deleteProperty(holder, key)
  if (!defineProperty(holder, key, descriptor)) return false
  if (value !== undefined && descriptor.set) apply(descriptor.set, holder, [value])
  return isAsKept(getOwnPropertyDescriptor(holder, key), one)
}

/** Whether it is of its kind; what it is now is then what it was. */
function isOfItsKind(one: Written): boolean {
  const now = getOwnPropertyDescriptor(one.holder, one.key)
  const isSo = now?.writable === true && typeof now.value === typeof one.value && now.value !== null
  if (isSo) one.value = now.value
  return isSo
}

const plain = (value: unknown): PropertyDescriptor =>
  ({ __proto__: null, value, writable: true, enumerable: true, configurable: true }) as PropertyDescriptor

/** Whether something was changed that cannot be put back: only a fresh session is as it should be. */
export const isBrokenForGood = (): boolean => isLost || !isExtensible(globalThis)

/** How many calls a stack has is for anybody to say, but asking for it is not to throw. */
const stackLimit = getOwnPropertyDescriptor(Error, 'stackTraceLimit')!
const { Error: errors } = globalThis

/** Puts back what was changed, and says so; '' where nothing was. */
export function putBuiltInsBack(): string {
  let changed = ''
  if (getOwnPropertyDescriptor(errors, 'stackTraceLimit')?.get) {
    defineProperty(errors, 'stackTraceLimit', stackLimit)
    changed = 'Error.stackTraceLimit'
  }
  let lost = ''
  for (let i = 0; i < kept.length; i++) {
    const one = kept[i]
    if (isAsKept(getOwnPropertyDescriptor(one.holder, one.key), one)) continue
    if (putBack(one)) changed += (changed === '' ? '' : ', ') + one.said
    else lost += (lost === '' ? '' : ', ') + one.said
  }
  for (let i = 0; i < written.length; i++) {
    const one = written[i]
    if (isOfItsKind(one)) continue
    if (defineProperty(one.holder, one.key, plain(one.value)))
      changed += (changed === '' ? '' : ', ') + one.said
    else lost += (lost === '' ? '' : ', ') + one.said
  }
  let told = ''
  if (changed !== '') told = `${changed}: put back as before, since the prompt and torch stand on it.`
  // Once: it stays so.
  if (lost !== '' && !isLost)
    told += `${told && '\n'}${lost}: changed for good, and the prompt and torch stand on it. .reset begins a fresh session, without your variables.`
  isLost ||= lost !== ''
  if (couldGrow && !isExtensible(globalThis)) {
    couldGrow = false
    told += `${told && '\n'}globalThis takes no new names any more: declare them with let. .reset begins a fresh session, without your variables.`
  }
  return told
}
