// Archives in the zip format, as PyTorch writes them: entries that are not compressed, each at a multiple of 64 bytes.
// Reads and writes bytes; knows no files. (The libraries for zip neither align entries nor check their sums.)
import { crc32, inflateRawSync } from 'node:zlib'
import { RuntimeError } from '../base/errors.js'

const damaged = (reason: string): RuntimeError =>
  new RuntimeError(`PytorchStreamReader failed reading zip archive: ${reason}`)

const localMark = 0x04034b50
const centralMark = 0x02014b50
const endMark = 0x06054b50
const end64Mark = 0x06064b50
const locatorMark = 0x07064b50
const alignment = 64
/** What a header has for a number that stands in its extra field. */
const elsewhere = 0xffffffff

export interface ZipEntry {
  readonly name: string
  readonly bytes: Uint8Array
}

/** The two numbers of an entry that may need eight bytes, for an extra field. */
function extra64(...numbers: number[]): Buffer {
  const field = Buffer.alloc(4 + 8 * numbers.length)
  field.writeUInt16LE(1, 0)
  field.writeUInt16LE(8 * numbers.length, 2)
  numbers.forEach((number, i) => field.writeBigUInt64LE(BigInt(number), 4 + 8 * i))
  return field
}

/** The parts of an archive, to be written one after another. */
export function encodeZip(entries: readonly ZipEntry[]): Uint8Array[] {
  const parts: Uint8Array[] = []
  const central: Buffer[] = []
  let at = 0
  for (const { name: text, bytes } of entries) {
    const name = Buffer.from(text)
    const isLarge = bytes.length >= elsewhere
    const sizes = isLarge ? extra64(bytes.length, bytes.length) : Buffer.alloc(0)
    // PyTorch fills up with a field of its own, `FB`.
    const before = at + 30 + name.length + sizes.length + 4
    const fill = Buffer.alloc(4 + ((alignment - (before % alignment)) % alignment), 'Z')
    fill.write('FB', 0, 'latin1')
    fill.writeUInt16LE(fill.length - 4, 2)
    const header = Buffer.alloc(30)
    const sum = crc32(bytes)
    header.writeUInt32LE(localMark, 0)
    header.writeUInt16LE(isLarge ? 45 : 20, 4)
    header.writeUInt16LE(0x800, 6)
    // No time: the same tensors make the same file.
    header.writeUInt16LE(0x21, 12)
    header.writeUInt32LE(sum, 14)
    header.writeUInt32LE(isLarge ? elsewhere : bytes.length, 18)
    header.writeUInt32LE(isLarge ? elsewhere : bytes.length, 22)
    header.writeUInt16LE(name.length, 26)
    header.writeUInt16LE(sizes.length + fill.length, 28)
    parts.push(header, name, sizes, fill, bytes)

    const isFar = at >= elsewhere
    const numbers = [...(isLarge ? [bytes.length, bytes.length] : []), ...(isFar ? [at] : [])]
    const extra = numbers.length > 0 ? extra64(...numbers) : Buffer.alloc(0)
    const record = Buffer.alloc(46)
    record.writeUInt32LE(centralMark, 0)
    header.copy(record, 6, 4, 30)
    record.writeUInt16LE(header.readUInt16LE(4), 4)
    record.writeUInt16LE(extra.length, 30)
    record.writeUInt32LE(isFar ? elsewhere : at, 42)
    central.push(record, name, extra)
    at = before + fill.length - 4 + bytes.length
  }
  const length = central.reduce((sum, part) => sum + part.length, 0)
  const isFar = at >= elsewhere || entries.length >= 0xffff
  if (isFar) {
    const end64 = Buffer.alloc(56 + 20)
    end64.writeUInt32LE(end64Mark, 0)
    end64.writeBigUInt64LE(44n, 4)
    end64.writeUInt16LE(45, 12)
    end64.writeUInt16LE(45, 14)
    for (const place of [24, 32]) end64.writeBigUInt64LE(BigInt(entries.length), place)
    end64.writeBigUInt64LE(BigInt(length), 40)
    end64.writeBigUInt64LE(BigInt(at), 48)
    end64.writeUInt32LE(locatorMark, 56)
    end64.writeBigUInt64LE(BigInt(at + length), 64)
    end64.writeUInt32LE(1, 72)
    central.push(end64)
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(endMark, 0)
  for (const place of [8, 10]) end.writeUInt16LE(Math.min(entries.length, 0xffff), place)
  end.writeUInt32LE(Math.min(length, elsewhere), 12)
  end.writeUInt32LE(isFar ? elsewhere : at, 16)
  return [...parts, ...central, end]
}

/** Whether bytes begin as an archive does. */
export const isZip = (bytes: Uint8Array): boolean =>
  bytes.length >= 4 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true) === localMark

interface Found {
  readonly method: number
  readonly sum: number
  readonly packed: number
  readonly size: number
  readonly at: number
}

/** The entries of an archive; each is read when it is asked for. */
export class ZipArchive {
  readonly #bytes: Buffer
  readonly #entries = new Map<string, Found>()
  /** Bytes that compressed entries may still have: what they unpack to is bounded by the size of the archive. */
  #left: number

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    this.#left = 16 * bytes.length + (1 << 20)
    try {
      this.#readDirectory()
    } catch (error) {
      if (error instanceof RangeError) throw damaged('failed finding central directory')
      throw error
    }
  }

  #readDirectory(): void {
    const file = this.#bytes
    let end = file.length - 22
    const first = Math.max(0, end - 0xffff)
    while (end >= first && file.readUInt32LE(end) !== endMark) end--
    if (end < first) throw damaged('failed finding central directory')
    let [count, at] = [file.readUInt16LE(end + 10), file.readUInt32LE(end + 16)]
    if (end >= 20 && file.readUInt32LE(end - 20) === locatorMark) {
      const end64 = Number(file.readBigUInt64LE(end - 12))
      if (file.readUInt32LE(end64) !== end64Mark) throw damaged('failed finding central directory')
      count = Number(file.readBigUInt64LE(end64 + 32))
      at = Number(file.readBigUInt64LE(end64 + 48))
    }
    for (let i = 0; i < count; i++) {
      if (file.readUInt32LE(at) !== centralMark) throw damaged('invalid header or archive is corrupted')
      const [nameLength, extraLength, noteLength] = [28, 30, 32].map((place) => file.readUInt16LE(at + place))
      const names = at + 46
      if (names + nameLength + extraLength > file.length) throw damaged('file not complete')
      const name = file.toString('utf8', names, names + nameLength)
      let [packed, size, from] = [20, 24, 42].map((place) => file.readUInt32LE(at + place))
      const end = names + nameLength + extraLength
      for (let field = names + nameLength; field + 4 <= end; field += 4 + file.readUInt16LE(field + 2)) {
        if (file.readUInt16LE(field) !== 1) continue
        let place = field + 4
        const next = (): number => Number(file.readBigUInt64LE((place += 8) - 8))
        if (size === elsewhere) size = next()
        if (packed === elsewhere) packed = next()
        if (from === elsewhere) from = next()
      }
      this.#entries.set(name, {
        method: file.readUInt16LE(at + 10),
        sum: file.readUInt32LE(at + 16),
        packed,
        size,
        at: from,
      })
      at = end + noteLength
    }
  }

  get names(): string[] {
    return [...this.#entries.keys()]
  }

  /** The bytes of an entry: a part of the archive's own where they are not compressed. */
  read(name: string): Uint8Array {
    const entry = this.#entries.get(name)
    if (entry === undefined) throw damaged(`file not found: ${name}`)
    const file = this.#bytes
    const { at, packed, size, method, sum } = entry
    if (at + 30 > file.length || file.readUInt32LE(at) !== localMark)
      throw damaged(`${name} does not stand where the archive says`)
    const from = at + 30 + file.readUInt16LE(at + 26) + file.readUInt16LE(at + 28)
    if (from + packed > file.length) throw damaged(`${name} ends behind the end of the file`)
    let bytes: Uint8Array = file.subarray(from, from + packed)
    if (method === 8) {
      if (size > this.#left)
        throw damaged(`${name} unpacks to ${size} bytes, many times the size of the file`)
      this.#left -= size
      try {
        bytes = inflateRawSync(bytes, { maxOutputLength: Math.max(size, 1) })
      } catch {
        throw damaged(`${name} cannot be unpacked`)
      }
    } else if (method !== 0) throw damaged(`${name} is packed in an unknown way`)
    if (bytes.length !== size) throw damaged(`${name} has another size than the archive says`)
    if (crc32(bytes) !== sum) throw damaged(`${name} is damaged: its checksum differs`)
    return bytes
  }
}
