// Python's module `zlib`, and what `gzip` is made of: Node's.
import {
  deflateRawSync,
  deflateSync,
  gunzipSync,
  gzipSync,
  inflateRawSync,
  inflateSync,
  unzipSync,
} from 'node:zlib'
import { ValueError } from '../../base/errors.js'
import { bitsArgument, bytesArgument, cIntArgument, sizeArgument } from '../runtime/arguments.js'
import { PyBytes } from '../runtime/containers.js'
import { functionsOf } from '../runtime/functions.js'
import { declare, exceptionClasses } from '../runtime/types.js'

type Any = any

const Exception = exceptionClasses.get('Exception') as unknown as new (message: string) => object
const ZlibError: Any = { error: class extends Exception {} }.error
declare(ZlibError, 'error', [Exception as Any], { module: 'zlib', hasFields: true })

const failure = (words: string): Error => new ZlibError(words) as Error

/** What Node makes of some bytes; its complaint as Python's. */
function made(run: (bytes: Uint8Array) => Uint8Array, data: Any): PyBytes {
  const bytes = bytesArgument(data)
  try {
    return new PyBytes(new Uint8Array(run(bytes)))
  } catch (error) {
    const { errno, message } = error as Error & { errno?: number }
    const words = errno === -5 ? 'incomplete or truncated stream' : message
    throw failure(`Error ${errno ?? -3} while decompressing data: ${words}`)
  }
}

/** `wbits` says which frame is around the data, and how far back it points. */
interface Window {
  readonly frame: 'raw' | 'zlib' | 'gzip' | 'either'
  readonly windowBits: number
}

function windowOf(wbits: number): Window {
  if (wbits < 0) return { frame: 'raw', windowBits: -wbits }
  const frame = wbits < 16 ? 'zlib' : wbits < 32 ? 'gzip' : 'either'
  return { frame, windowBits: wbits % 16 }
}

const deflate = { raw: deflateRawSync, zlib: deflateSync, gzip: gzipSync } as const
const inflate = { raw: inflateRawSync, zlib: inflateSync, gzip: gunzipSync, either: unzipSync } as const

function compress(data: Any, given: Any = -1, bits: Any = 15): PyBytes {
  const [bytes, level, wbits] = [bytesArgument(data), cIntArgument(given), cIntArgument(bits)]
  const { frame, windowBits } = windowOf(wbits)
  const least = frame === 'zlib' ? 8 : 9
  if (level < -1 || level > 9 || frame === 'either' || windowBits < least || windowBits > 15)
    throw failure('Bad compression level')
  return new PyBytes(new Uint8Array(deflate[frame](bytes, { level, windowBits: Math.max(9, windowBits) })))
}

function decompress(data: Any, bits: Any = 15, size: Any = 16384): PyBytes {
  bytesArgument(data)
  const { frame, windowBits } = windowOf(cIntArgument(bits))
  if (sizeArgument(size) < 0) throw new ValueError('bufsize must be non-negative')
  const isFromHeader = windowBits === 0 && frame !== 'raw'
  if ((!isFromHeader && windowBits < 8) || windowBits > 15 || cIntArgument(bits) > 47)
    throw failure('Error -2 while preparing to decompress data: inconsistent stream state')
  return made((bytes) => inflate[frame](bytes, { windowBits }), data)
}

const table = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  return c >>> 0
})

export const module = {
  error: ZlibError,
  Z_DEFAULT_COMPRESSION: -1,
  Z_BEST_SPEED: 1,
  Z_BEST_COMPRESSION: 9,
  DEFLATED: 8,
  MAX_WBITS: 15,
  ...functionsOf({
    'compress(data, /, level=-1, wbits=15)': compress,
    'decompress(data, /, wbits=15, bufsize=16384)': decompress,
    'crc32(data, value=0, /)': (data: Any, value = 0) => {
      let crc = ~bitsArgument(value) >>> 0
      for (const byte of bytesArgument(data)) crc = (table[(crc ^ byte) & 255] ^ (crc >>> 8)) >>> 0
      return ~crc >>> 0
    },
    'adler32(data, value=1, /)': (data: Any, value = 1) => {
      const before = bitsArgument(value)
      let [a, b] = [before & 0xffff, before >>> 16]
      for (const byte of bytesArgument(data)) {
        a = (a + byte) % 65521
        b = (b + a) % 65521
      }
      return b * 65536 + a
    },
    '_gzip(data, level)': (data: Any, level: Any) => compress(data, level, 31),
    '_gunzip(data)': (data: Any) => made((bytes) => gunzipSync(bytes), data),
  }),
}
