// What the bundle takes for Node's own modules and globals where there is no Node, as in a browser: enough to compute, and
// a refusal in words where it comes to files. See Note [The bundle] in build/bundle.ts.
const node = (globalThis as { process?: NodeJS.Process }).process
const isNode = typeof node?.getBuiltinModule === 'function'

/** Something that only Node can do, by its name. */
const missing =
  (name: string): (() => never) =>
  () => {
    throw new Error(`${name} needs Node: elsewhere there are no files, threads or packages`)
  }

const all = (names: string, owner = ''): Record<string, unknown> =>
  Object.fromEntries(names.split(' ').map((name) => [name, missing(owner + name)]))

const modules: Record<string, Record<string, unknown>> = {
  'node:fs': {
    ...all(
      'closeSync createReadStream fstatSync fsyncSync lstatSync mkdirSync openSync readFileSync readSync readdirSync ' +
        'readlinkSync realpathSync renameSync rmSync statSync writeFileSync writeSync',
    ),
    constants: {},
    existsSync: () => false,
  },
  'node:module': { createRequire: () => missing('a package loaded when it is needed') },
  'node:os': {
    availableParallelism: () => 1,
    hostname: () => 'browser',
  },
  'node:path': { ...all('basename dirname isAbsolute join'), delimiter: ':' },
  // Without a list of what lives there is no arena, and the collector frees what is gone.
  'node:util': {
    inspect: Object.assign(() => '', { custom: Symbol.for('nodejs.util.inspect.custom') }),
    types: { isNativeError: (value: unknown) => value instanceof Error },
  },
  'node:v8': all('setFlagsFromString'),
  'node:vm': all('createContext runInContext Script'),
  'node:worker_threads': all('Worker'),
  'node:zlib': all('crc32 inflateRawSync'),
}

/** One of Node's modules, or what stands for it. */
export const moduleOf = (name: string): unknown => (isNode ? node!.getBuiltinModule(name) : modules[name])

const stand = {
  env: {},
  argv: ['', '/'],
  platform: 'browser',
  pid: 0,
  availableMemory: () => Infinity,
  emitWarning: (text: unknown) => console.warn(String(text)),
  stdout: { write: (text: string) => console.log(text.replace(/\n$/, '')) },
  on: () => {},
  once: () => {},
  off: () => {},
}
export const process = (isNode ? node! : stand) as NodeJS.Process

export const Buffer = (
  isNode
    ? globalThis.Buffer
    : {
        ...all('from alloc allocUnsafe concat byteLength', 'Buffer.'),
        allocUnsafeSlow: (size: number) => new Uint8Array(size),
      }
) as typeof globalThis.Buffer

/** A page that is not isolated has none, and no threads to share one with. */
export const SharedArrayBuffer = (globalThis.SharedArrayBuffer ?? ArrayBuffer) as SharedArrayBufferConstructor

/** Something for later; Node's can be told not to keep a program waiting. */
export const setImmediate = (
  isNode ? globalThis.setImmediate : (work: () => void) => ({ id: setTimeout(work), unref: () => {} })
) as typeof globalThis.setImmediate
