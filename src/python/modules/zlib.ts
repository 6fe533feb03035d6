// Python's module `zlib`, and what `gzip` is made of: Node's.
import { deflateRawSync, deflateSync, gunzipSync, gzipSync, inflateRawSync, inflateSync } from 'node:zlib'
import { PyBytes } from '../runtime/containers.js'
import { functionsOf } from '../runtime/functions.js'
import { declare, exceptionClasses } from '../runtime/types.js'
import { TypeError } from '../../base/errors.js'
import { nameOfType } from '../runtime/types.js'

type Any = any

const Exception = exceptionClasses.get('Exception') as unknown as new (message: string) => object
const ZlibError: Any = { error: class extends Exception {} }.error
declare(ZlibError, 'error', [Exception as Any], { module: 'zlib', hasFields: true })

const bytesOf = (data: Any): Uint8Array => {
  if (data instanceof PyBytes) return data.data
  throw new TypeError(`a bytes-like object is required, not '${nameOfType(data)}'`)
}

/** What Node makes of some bytes; its complaint as Python's. */
function made(run: (bytes: Uint8Array) => Uint8Array, data: Any): PyBytes {
  const bytes = bytesOf(data)
  try {
    return new PyBytes(new Uint8Array(run(bytes)))
  } catch (error) {
    throw new ZlibError(`Error -3 while decompressing data: ${(error as Error).message}`) as Error
  }
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
    'compress(data, /, level=-1, wbits=15)': (data: Any, level = -1, wbits = 15) => {
      const deflate = Number(wbits) < 0 ? deflateRawSync : Number(wbits) > 15 ? gzipSync : deflateSync
      return made((bytes) => deflate(bytes, { level: Number(level) }), data)
    },
    'decompress(data, /, wbits=15, bufsize=16384)': (data: Any, wbits = 15) =>
      made(
        (bytes) =>
          (Number(wbits) < 0 ? inflateRawSync : Number(wbits) > 15 ? gunzipSync : inflateSync)(bytes),
        data,
      ),
    'crc32(data, value=0, /)': (data: Any, value = 0) => {
      let crc = ~Number(value) >>> 0
      for (const byte of bytesOf(data)) crc = (table[(crc ^ byte) & 255] ^ (crc >>> 8)) >>> 0
      return ~crc >>> 0
    },
    'adler32(data, value=1, /)': (data: Any, value = 1) => {
      let [a, b] = [Number(value) & 0xffff, Number(value) >>> 16]
      for (const byte of bytesOf(data)) {
        a = (a + byte) % 65521
        b = (b + a) % 65521
      }
      return b * 65536 + a
    },
    '_gzip(data, level)': (data: Any, level: Any) =>
      made((bytes) => gzipSync(bytes, { level: Number(level) }), data),
    '_gunzip(data)': (data: Any) => made((bytes) => gunzipSync(bytes), data),
  }),
}
