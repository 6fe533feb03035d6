// The peers in JavaScript, newest versions, in a temporary folder: how they do what a row does. None is a dependency of the
// project.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

type Body = () => unknown

export interface Peers {
  readonly names: readonly string[]
  /** How each does a row, by its name; null where it has not what it takes. */
  readonly bodies: (row: string) => readonly (Body | null)[]
  close(): void
}

const packages = [
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-backend-cpu',
  'numpy-ts',
]

/** Installs them; a text where that cannot be. */
export async function installPeers(): Promise<Peers | string> {
  const folder = mkdtempSync(join(tmpdir(), 'dltorch-peers-'))
  const close = (): void => rmSync(folder, { recursive: true, force: true })
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--no-package-lock', '--loglevel', 'error']
  const { status, stderr } = spawnSync(
    'npm',
    ['install', ...options, ...packages.map((name) => `${name}@latest`)],
    // A folder of its own: npm looks upwards for a project otherwise.
    { cwd: folder, encoding: 'utf8', env: { ...process.env, npm_config_prefix: folder }, timeout: 180_000 },
  )
  if (status !== 0) {
    close()
    const reason = stderr.split('\n').find((line) => /code|ENOTFOUND|network/i.test(line)) ?? 'npm failed'
    return `The peers cannot be installed (${reason.replace(/^npm \S+ /, '').trim()}): is this machine offline?`
  }
  try {
    const load = createRequire(join(folder, 'index.js'))
    const version = (name: string): string => load(`${folder}/node_modules/${name}/package.json`).version
    const tf = load('@tensorflow/tfjs-core')
    load('@tensorflow/tfjs-backend-wasm').setThreadsCount(1)
    await tf.setBackend('wasm')
    await tf.ready()
    const numpy = load('numpy-ts')
    // What it has by default is filled by the rows, and all that follows is slower.
    numpy.configureWasm({ maxMemory: 2 ** 30 })
    const bodies = (row: string): (Body | null)[] =>
      isPlain(row) ? [tensorflow(tf, row), released(numpyBody(numpy, row))] : [null, null]
    return {
      names: [`tfjs-wasm ${version('@tensorflow/tfjs-backend-wasm')}`, `numpy-ts ${version('numpy-ts')}`],
      bodies,
      close,
    }
  } catch (error) {
    close()
    return `The peers cannot be loaded: ${String(error)}`
  }
}

/** The numbers in a row's name: `1e4`, `32×64×64` or `20 floats`. */
const sizesIn = (row: string): number[] =>
  (row.match(/1e\d|\d+(?:×\d+)+|\d+(?= floats)/)?.[0] ?? '').split('×').map(Number)
/** Whether a row asks for results alone: one has no gradients, the other none in WebAssembly. */
const isPlain = (row: string): boolean => !/, (?:with grad|forward and backward)$/.test(row)
const opOf = (row: string): string => row.replace(/,.*/, '')

/** By tfjs: what it makes is thrown away each time. */
function tensorflow(tf: any, row: string): Body | null {
  const sizes = sizesIn(row)
  const op = opOf(row)
  const tidy =
    (body: Body): Body =>
    () =>
      void tf.tidy(() => void body())
  const of = (...shape: number[]): any => tf.randomUniform(shape)
  const binary: Record<string, string> = { add: 'add', mul: 'mul', compare: 'greater' }
  const unary = ['exp', 'log', 'tanh', 'sigmoid', 'sum', 'max', 'mean']
  if (op in binary) {
    const [a, b] = [of(...sizes), of(...sizes)]
    return tidy(() => tf[binary[op]](a, b))
  }
  if (unary.includes(op)) {
    const a = of(...sizes)
    return tidy(() => tf[op](a))
  }
  if (op === 'argmax' || op === 'cumsum' || op === 'softmax') {
    const a = of(...sizes)
    return op === 'argmax' ? tidy(() => tf.argMax(a)) : tidy(() => tf[op](a))
  }
  if (op === 'where') {
    const [a, b] = [of(...sizes), of(...sizes)]
    const c = tf.greater(a, b)
    return tidy(() => tf.where(c, a, b))
  }
  if (op === 'add a row') {
    const [a, b] = [of(...sizes), of(sizes[1])]
    return tidy(() => tf.add(a, b))
  }
  if (op === 'copy a transpose') {
    const a = of(...sizes)
    return tidy(() => tf.transpose(a))
  }
  if (op.startsWith('sum of dim')) {
    const a = of(...sizes)
    const dim = Number(op.at(-1))
    return tidy(() => tf.sum(a, dim))
  }
  if (op.startsWith('matmul')) {
    const [a, b] = [of(...sizes), of(...sizes)]
    return tidy(() => tf.matMul(a, b))
  }
  if (op === 'matrix times vector') {
    const [a, b] = [of(...sizes), of(sizes[1], 1)]
    return tidy(() => tf.matMul(a, b))
  }
  if (op === 'conv2d') {
    const [a, w] = [of(32, 28, 28, 1), of(3, 3, 1, 16)]
    return tidy(() => tf.conv2d(a, w, 1, 'valid'))
  }
  if (op === 'rand') return tidy(() => tf.randomUniform(sizes))
  if (op === 'randn') return tidy(() => tf.randomNormal(sizes))
  return null
}

/** Its arrays lie in memory that is given back at once only where one asks for it. */
const released = (body: Body | null): Body | null =>
  body &&
  (() => {
    for (const result of [body()].flat() as unknown[])
      if (typeof result === 'object') (result as Partial<Disposable> | null)?.[Symbol.dispose]?.()
  })

/** By numpy-ts, in float32; what is drawn is float64, as it has no other. */
function numpyBody(np: any, row: string): Body | null {
  const sizes = sizesIn(row)
  const op = opOf(row)
  const of = (...shape: number[]): any => {
    const drawn = np.random.random(shape)
    const cast = drawn.astype('float32')
    drawn[Symbol.dispose]?.()
    return cast
  }
  const binary: Record<string, string> = { add: 'add', mul: 'multiply', compare: 'greater' }
  const unary = ['exp', 'log', 'tanh', 'sum', 'max', 'mean', 'argmax', 'cumsum', 'argsort']
  if (op in binary) {
    const [a, b] = [of(...sizes), of(...sizes)]
    return () => np[binary[op]](a, b)
  }
  if (unary.includes(op)) {
    const a = of(...sizes)
    return () => np[op](a)
  }
  if (op === 'sort') {
    const a = of(...sizes)
    // The places too, as PyTorch has them.
    return () => {
      const places = np.argsort(a)
      return [np.take(a, places), places]
    }
  }
  if (op === 'where') {
    const [a, b] = [of(...sizes), of(...sizes)]
    const c = np.greater(a, b)
    return () => np.where(c, a, b)
  }
  if (op === 'add a row') {
    const [a, b] = [of(...sizes), of(sizes[1])]
    return () => np.add(a, b)
  }
  if (op === 'copy a transpose') {
    const a = of(...sizes)
    return () => np.transpose(a).copy()
  }
  if (op.startsWith('sum of dim')) {
    const a = of(...sizes)
    const dim = Number(op.at(-1))
    return () => np.sum(a, dim)
  }
  if (op.startsWith('matmul') || op === 'matrix times vector') {
    const [a, b] = [of(...sizes), op.startsWith('matmul') ? of(...sizes) : of(sizes[1])]
    return () => np.matmul(a, b)
  }
  if (op === 'rand') return () => np.random.random(sizes)
  if (op === 'randn') return () => np.random.standard_normal(sizes)
  return null
}
