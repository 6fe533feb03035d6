// NumPy's files at the prompt: `np.save`, `np.load`, `np.savez`, and tables of text. numpy-ts reads and writes the bytes; here a
// file is checked before, so that what it claims to hold is there, and written whole or not at all.
import { TypeError, ValueError } from '../../base/errors.js'
import { bind, isKeywords, required } from '../../base/keywords.js'
import { streamOf } from '../../io/byte-stream.js'
import { withFile } from '../../io/with-file.js'
import { readWholeFile } from '../../io/read-file.js'
import { writeWholeFile } from '../../io/whole-file.js'
import { encodeZip, isZip, ZipArchive } from '../../io/zip.js'

type Any = any
type Np = Record<string, Any>

const mostBytes = 2 ** 31 - 1

function write(file: unknown, parts: readonly Uint8Array[], ending = ''): void {
  const stream = streamOf(file)
  if (stream !== null) {
    for (const part of parts) stream.write(part)
    return
  }
  const named = typeof file === 'string' && !file.endsWith(ending) ? file + ending : file
  withFile(named, (path) => {
    writeWholeFile(path, parts)
  })
}

function read(file: unknown): Uint8Array {
  if (file instanceof Uint8Array) return file
  const stream = streamOf(file)
  if (stream !== null) return stream.read()
  return withFile(file, (path) => readWholeFile(path, mostBytes))
}

// ---- arrays ----

const header =
  /^\{'descr': '([<>|=]?[a-zA-Z]\d*)', 'fortran_order': (?:True|False), 'shape': \(((?:\d+, ?)*\d*)\), ?\} *\n?$/
/** Numbers alone: anything else in such a file is Python's own objects, or text. */
const kinds = /^[<|=]?(?:f[248]|c8|c16|[iu][1248]|b1)$/

/** Refuses bytes that are no array of numbers, and such as hold less than they say. */
function check(bytes: Uint8Array): void {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const isArray = bytes.length >= 10 && view.toString('latin1', 0, 6) === '\x93NUMPY'
  if (!isArray)
    throw new ValueError(
      'Cannot load file containing pickled data when allow_pickle=False: this is no file of numpy.save',
    )
  if (![1, 2, 3].includes(view[6]) || view[7] !== 0)
    throw new ValueError(
      `we only support format version (1,0), (2,0), and (3,0), not (${view[6]}, ${view[7]})`,
    )
  const [wide, start] = view[6] === 1 ? [false, 10] : [true, 12]
  if (wide && bytes.length < 12) throw new ValueError('EOF: reading array header length')
  const length = wide ? view.readUInt32LE(8) : view.readUInt16LE(8)
  if (start + length > bytes.length)
    throw new ValueError(`EOF: reading array header, expected ${length} bytes got ${bytes.length - start}`)
  if (length > 10_000) throw new ValueError(`Header info length (${length}) is large and is not read`)
  const found = header.exec(view.toString('latin1', start, start + length))
  if (found === null) throw new ValueError('the header of the array cannot be read')
  const [, descr, shape] = found
  if (/O/.test(descr)) throw new ValueError('Object arrays cannot be loaded when allow_pickle=False')
  if (!kinds.test(descr)) throw new ValueError(`arrays of type '${descr}' are not read here`)
  const itemsize = Number(/\d+$/.exec(descr)![0])
  const count = shape
    .split(',')
    .filter((size) => size.trim() !== '')
    .reduce((product, size) => product * Number(size), 1)
  const there = bytes.length - start - length
  if (count * itemsize > there)
    throw new ValueError(`cannot reshape array of size ${Math.floor(there / itemsize)} into shape (${shape})`)
}

function arrayFrom(np: Np, bytes: Uint8Array): Any {
  check(bytes)
  return np.parseNpy(bytes)
}

/** What `np.load` makes of an archive: arrays by name, each read when it is asked for. */
class NpzFile extends Map<string, Any> {
  readonly files: readonly string[]
  constructor(np: Np, archive: ZipArchive) {
    super()
    const names = archive.names.map((name) => name.replace(/\.npy$/, ''))
    this.files = names
    archive.names.forEach((name, i) => this.set(names[i], arrayFrom(np, archive.read(name))))
  }
  close(): void {
    // Everything is read already.
  }
  __enter__(): this {
    return this
  }
  __exit__(..._raised: unknown[]): boolean {
    return false
  }
}

// ---- tables of text ----

interface TextOptions {
  delimiter?: string | null
  unpack?: boolean
  ndmin?: number
  dtype?: Any
  [name: string]: unknown
}

function given(names: readonly string[], args: readonly unknown[]): TextOptions {
  const last = args.at(-1)
  const keywords = isKeywords(last) ? last : {}
  const positional = isKeywords(last) ? args.slice(0, -1) : args
  const all: Record<string, unknown> = {
    ...Object.fromEntries(positional.map((value, i) => [names[i], value])),
    ...keywords,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null && value !== undefined))
}

const typeOf = (dtype: Any): string | undefined =>
  dtype === undefined ? undefined : String(dtype.name ?? dtype).replace(/^(?:numpy|torch)\./, '')
const pythonTypes: Record<string, string> = { float: 'float64', int: 'int64' }

/** The functions of `np` that read and write files. */
export function numpyFiles(np: Np, asArray: (value: unknown) => Any): Record<string, unknown> {
  const textOf = (file: unknown): string => {
    if (Array.isArray(file)) return file.join('\n')
    return new TextDecoder().decode(read(file))
  }
  const fromText = (
    parse: (text: string, options: object) => Any,
    file: unknown,
    options: TextOptions,
  ): Any => {
    const { unpack, ndmin = 0, dtype, skip_header, skiprows, ...others } = options
    const name = typeOf(dtype)
    let array: Any = parse(textOf(file), {
      ...others,
      skiprows: skiprows ?? skip_header ?? 0,
      dtype: name === undefined ? 'float64' : (pythonTypes[name] ?? name),
    })
    // One row or one column is a vector, one number a number.
    const shape = array.shape as number[]
    const kept = shape.filter((size) => size !== 1)
    if (shape.length > ndmin && kept.length < shape.length && kept.length >= ndmin)
      array = array.reshape(kept)
    return unpack === true ? array.T : array
  }
  const archive = (file: unknown, arrays: readonly unknown[]): void => {
    const last = arrays.at(-1)
    const named = isKeywords(last) ? last : {}
    const inOrder = isKeywords(last) ? arrays.slice(0, -1) : arrays
    const all: [string, unknown][] = [
      ...Object.entries(named),
      ...inOrder.map((array, i): [string, unknown] => [`arr_${i}`, array]),
    ]
    const names = all.map(([name]) => name)
    const twice = names.find((name, i) => names.indexOf(name) < i)
    if (twice !== undefined) throw new ValueError(`Cannot use un-named variables and keyword ${twice}`)
    const entries = all.map(([name, array]) => ({
      name: `${name}.npy`,
      bytes: np.serializeNpy(asArray(array)) as Uint8Array,
    }))
    write(file, encodeZip(entries), '.npz')
  }
  return {
    /** Rows of several kinds of values side by side, which arrays here do not have. */
    fromregex: (...args: unknown[]): never => {
      bind('fromregex', args, { file: required, regexp: required, dtype: required, encoding: null })
      throw new TypeError('dtype must be a structured datatype.')
    },
    /** Writes an array to a file that NumPy reads; its name ends in `.npy`. */
    save: (file: unknown, array: unknown): void => {
      write(file, [np.serializeNpy(asArray(array)) as Uint8Array], '.npy')
    },
    /** Several arrays in one file, by name; those without one are `arr_0`, `arr_1` … */
    savez: (file: unknown, ...arrays: unknown[]): void => {
      archive(file, arrays)
    },
    savez_compressed: (file: unknown, ...arrays: unknown[]): void => {
      archive(file, arrays)
    },
    /** The array of a file that `save` wrote, here or in NumPy; of one of `savez` all of them by name. */
    load: (file: unknown): Any => {
      const bytes = read(file)
      if (bytes.length === 0) throw new ValueError('No data left in file')
      return isZip(bytes) ? new NpzFile(np, new ZipArchive(bytes)) : arrayFrom(np, bytes)
    },
    loadtxt: (file: unknown, ...args: unknown[]): Any =>
      fromText(
        np.parseTxt as (text: string, options: object) => Any,
        file,
        given(
          ['dtype', 'comments', 'delimiter', 'converters', 'skiprows', 'usecols', 'unpack', 'ndmin'],
          args,
        ),
      ),
    genfromtxt: (file: unknown, ...args: unknown[]): Any =>
      fromText(
        np.genfromtxt as (text: string, options: object) => Any,
        file,
        given(['dtype', 'comments', 'delimiter', 'skip_header'], args),
      ),
    savetxt: (file: unknown, array: unknown, ...args: unknown[]): void => {
      const options = given(['fmt', 'delimiter', 'newline', 'header', 'footer', 'comments'], args)
      const text = np.serializeTxt(asArray(array), options) as string
      write(file, [new TextEncoder().encode(text)])
    },
  }
}
