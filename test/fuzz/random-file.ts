// Writes files of every kind that the program reads, and breaks them as a seed says: bits, cuts, pieces in the wrong place,
// lengths of 2^53, and hostile values where the format itself is kept.
import { readFileSync } from 'node:fs'
import torch, { nn, optim } from '../../src/index.js'
import { loadNumpy } from '../../src/dialect/runtime/numpy.js'
import { byteStream } from '../../src/io/byte-stream.js'
import { encodeTensors } from '../../src/io/safetensors.js'
import { encodeTorch } from '../../src/io/torch-write.js'
import { encodeZip, ZipArchive } from '../../src/io/zip.js'
import { encodeModel } from '../../src/train/model-file.js'
import { linear } from '../../src/train/linear.js'
import { logistic } from '../../src/train/logistic.js'
import { builtInRun } from '../train/training.js'
import { Chance } from './chance.js'

type Any = any

export interface BrokenFile {
  readonly kind: FileKind
  readonly bytes: Buffer
}

const lessons = new URL('../../lessons/', import.meta.url)
const recorded = new URL('../io/pytorch/', import.meta.url)

const joined = (parts: readonly Uint8Array[]): Buffer => Buffer.concat(parts)

function trained(kind: typeof linear | typeof logistic): Buffer {
  const run = builtInRun(kind, { optimizer: kind === linear ? 'adam' : 'sgd' })
  for (let i = 0; i < 3; i++) run.advance()
  return joined(encodeModel(run.trainer))
}

function savedState(): Buffer {
  torch.manual_seed(1)
  const net = nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 1))
  const adam = optim.Adam(net.parameters())
  net.forward(torch.ones(1, 2)).sum().backward()
  adam.step()
  return joined(encodeTorch({ net: net.state_dict(), opt: adam.state_dict(), list: [1, 'a', null, [2.5]] }))
}

/** What NumPy writes when it is asked for by `name`. */
function savedBy(name: 'save' | 'savez', make: (np: Any) => unknown): Buffer {
  const np = loadNumpy() as Any
  const parts: Buffer[] = []
  const write = (bytes: Uint8Array): void => void parts.push(Buffer.from(bytes))
  np[name]({ [byteStream]: { write } }, make(np))
  return joined(parts)
}

const table = [
  'id,"size, cm",kind,price',
  ...Array.from(
    { length: 20 },
    (_, i) => `${i},${i * 1.5},${i % 3 ? 'red' : '"a ""b"""'},${i % 2 ? 'no' : 'yes'}`,
  ),
].join('\r\n')

const notebook = {
  cells: [
    { cell_type: 'markdown', metadata: {}, source: ['# A title\n', 'words'] },
    {
      cell_type: 'code',
      metadata: {},
      execution_count: 1,
      source: 'import torch\nx = torch.ones(2)\nprint(f"{x}")',
      outputs: [{ output_type: 'stream', name: 'stdout', text: ['1\n'] }],
    },
    {
      cell_type: 'code',
      metadata: {},
      source: ['%matplotlib inline\n', 'for i in range(3):\n', '    x += i'],
    },
  ],
  metadata: { kernelspec: { language: 'python', name: 'python3' }, language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 5,
}
const progress = {
  language: 'en',
  code: 'ts',
  last: 'intro',
  allowed: { '/a': 'b' },
  chapters: {
    intro: {
      at: 'one',
      marks: { one: 'done', two: 'solved' },
      tries: { one: { wrong: 1, hints: 2, isRight: true } },
    },
  },
}
const text = (value: unknown): Buffer => Buffer.from(JSON.stringify(value, null, 1))
/** The folder that the chapter must lie in. */
export const chapterName = 'intro'
const chapterText = (): Buffer =>
  Buffer.from(readFileSync(new URL(`${chapterName}/chapter.md`, lessons), 'utf8').replace(/^parts:.*\n/m, ''))

/** A whole file of each kind. */
const whole = {
  csv: () => Buffer.from(table),
  linear: () => trained(linear),
  logistic: () => trained(logistic),
  torch: savedState,
  'old torch': () => readFileSync(new URL('before-zip.pt', recorded)),
  safetensors: () =>
    joined(
      encodeTensors(
        new Map([
          ['w', torch.ones(2, 3)],
          ['b', torch.arange(4)],
        ]),
        { format: 'pt' },
      ),
    ),
  npy: () => savedBy('save', (np) => np.arange(12).reshape([3, 4])),
  npz: () => savedBy('savez', (np) => ({ a: np.arange(4), b: np.ones([2, 2]) })),
  pickle: () => Buffer.from(new ZipArchive(savedState()).read('archive/data.pkl')),
  settings: () => text({ highlight: true, bell: false, lang: 'zh' }),
  history: () =>
    Buffer.from(
      ['x = 1', 'for i in range(3):\n    print(i)', "'é'"].map((one) => JSON.stringify(one)).join('\n'),
    ),
  progress: () => text(progress),
  chapter: chapterText,
  notebook: () => text(notebook),
} satisfies Record<string, () => Buffer>

export type FileKind = keyof typeof whole
export const fileKinds = Object.keys(whole) as FileKind[]

const kept = new Map<FileKind, Buffer>()
/** The file of a kind before it is broken. */
export function wholeFile(kind: FileKind): Buffer {
  const known = kept.get(kind) ?? whole[kind]()
  kept.set(kind, known)
  return known
}

// ---- breaking bytes ----

const bytesOf = (value: bigint, size: number, isLittle: boolean): Buffer => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt.asUintN(64, value))
  const cut = bytes.subarray(0, size)
  return isLittle ? cut : Buffer.from(cut).reverse()
}
const lengths = [
  0n,
  1n,
  0x7fn,
  0xffn,
  0xffffn,
  0x7fffffffn,
  0x80000000n,
  0xffffffffn,
  2n ** 53n,
  2n ** 63n - 1n,
  -1n,
]
const tokens = [
  '"',
  ',',
  '\n',
  '{',
  '[',
  ']',
  '\0',
  '\x1b[31m',
  '```',
  '---\n',
  '1e999',
  '-1',
  '9'.repeat(400),
  'null',
  '__proto__',
  '(',
  '\ud800',
  '\u202e',
  'NaN',
  '#',
  '%%',
  "'",
]

function brokenOnce(bytes: Buffer, chance: Chance): Buffer {
  const at = chance.below(bytes.length + 1)
  const to = Math.min(bytes.length, at + chance.below(chance.pick([4, 40, bytes.length + 1])))
  const [before, piece, after] = [bytes.subarray(0, at), bytes.subarray(at, to), bytes.subarray(to)]
  const other = chance.below(before.length + 1)
  return chance.pick([
    () => {
      const flipped = Buffer.from(bytes)
      if (flipped.length > 0) flipped[at % flipped.length] ^= 1 << chance.below(8)
      return flipped
    },
    () => joined([before, Buffer.from([chance.pick([0, 10, 34, 0x7f, 0x80, 0xff])]), bytes.subarray(at + 1)]),
    () => before,
    () => joined([before, after]),
    () => joined([before, piece, piece, after]),
    () => joined([before.subarray(0, other), piece, before.subarray(other), after]),
    () => joined([before, Buffer.from(chance.some(20, () => chance.below(256))), bytes.subarray(at)]),
    () => joined([before, Buffer.from(chance.pick(tokens)), bytes.subarray(at)]),
    () => {
      const number = bytesOf(chance.pick(lengths), chance.pick([1, 2, 4, 8]), chance.is(0.7))
      return joined([before, number, bytes.subarray(at + number.length)])
    },
    () => {
      const numbers = [...bytes.toString('latin1').matchAll(/\d+/g)]
      if (numbers.length === 0) return before
      const { index, 0: digits } = chance.pick(numbers)
      const huge = chance.pick(['0', '-1', '1e9', '1099511627776', '9007199254740993', '9'.repeat(30), '1.5'])
      return joined([bytes.subarray(0, index), Buffer.from(huge), bytes.subarray(index + digits.length)])
    },
  ])()
}

export function brokenBytes(bytes: Buffer, chance: Chance): Buffer {
  let broken = bytes
  for (let i = chance.pick([1, 1, 2, 4]); i > 0; i--) broken = brokenOnce(broken, chance)
  return broken
}

// ---- breaking what is inside, so that the format around it stays whole ----

const hostile: readonly unknown[] = [
  ...[null, true, '', 'x', [], {}, [[]], -1, 0, 0.5, 1e300, 2 ** 53, -0, '9'.repeat(30), '\x1b[31m'],
  ...[{ length: 5 }, { toString: 1 }, [null], { '': {} }, Array(2000).fill(1), '\u202e', 'constructor'],
  JSON.parse('{"__proto__": {"a": 1}, "then": 1}') as unknown,
  JSON.parse('['.repeat(500) + ']'.repeat(500)) as unknown,
]

/** Puts another value somewhere into a value of JSON. */
function brokenValue(value: unknown, chance: Chance): unknown {
  const isList = Array.isArray(value)
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : []
  if (keys.length === 0 || chance.is(0.1)) return chance.pick(hostile)
  const copy = (isList ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>
  const key = chance.pick(keys)
  if (chance.is(0.1)) delete copy[key]
  else if (chance.is(0.1)) {
    const name = chance.pick(['', '__proto__', 'x', '0', 'length'])
    // The length of a list is no place for a value.
    if (!isList || name !== 'length') copy[name] = copy[key]
  } else copy[key] = brokenValue(copy[key], chance)
  return copy
}

const brokenJson = (bytes: Buffer, chance: Chance): Buffer =>
  text(brokenValue(JSON.parse(bytes.toString()), chance))

/** One member of an archive. */
function brokenMember(bytes: Buffer, chance: Chance): Buffer {
  const archive = new ZipArchive(bytes)
  const names = [...archive.names]
  const chosen = chance.is(0.6)
    ? (names.find((name) => name.endsWith('.pkl')) ?? names[0])
    : chance.pick(names)
  return joined(
    encodeZip(
      names.map((name) => {
        const data = Buffer.from(archive.read(name))
        return { name, bytes: name === chosen ? brokenBytes(data, chance) : data }
      }),
    ),
  )
}

/** The header of tensors, or what a model says of itself in it. */
function brokenHeader(bytes: Buffer, chance: Chance): Buffer {
  const length = Number(bytes.readBigUInt64LE(0))
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + length)) as Record<string, Record<string, string>>
  const about = header.__metadata__
  const broken =
    about.dltorch !== undefined && chance.is(0.7)
      ? {
          ...header,
          __metadata__: { ...about, dltorch: JSON.stringify(brokenValue(JSON.parse(about.dltorch), chance)) },
        }
      : brokenValue(header, chance)
  const written = Buffer.from(JSON.stringify(broken))
  const size = Buffer.alloc(8)
  size.writeBigUInt64LE(BigInt(written.length))
  return joined([size, written, bytes.subarray(8 + length)])
}

const inside: Partial<Record<FileKind, (bytes: Buffer, chance: Chance) => Buffer>> = {
  linear: brokenHeader,
  logistic: brokenHeader,
  safetensors: brokenHeader,
  torch: brokenMember,
  npz: brokenMember,
  settings: brokenJson,
  progress: brokenJson,
  notebook: brokenJson,
}

/** The case of a campaign: the kind of its file, and the seed that breaks it. */
export const writeFileCase =
  (only?: FileKind) =>
  (seed: number): string =>
    `${only ?? new Chance(seed).pick(fileKinds)} · ${seed}`

export function brokenFile(written: string): BrokenFile {
  const [kind, seed] = written.split(' · ') as [FileKind, string]
  const chance = new Chance(Number(seed) ^ 0x5bd1e995)
  const bytes = wholeFile(kind)
  const breaks = chance.is(0.5) ? inside[kind] : undefined
  return { kind, bytes: (breaks ?? brokenBytes)(bytes, chance) }
}
