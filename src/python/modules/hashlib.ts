// Python's module `hashlib`, on Node's hashes.
import { createHash, getHashes } from 'node:crypto'
import { TypeError, ValueError } from '../../base/errors.js'
import { reprSymbol } from '../../text/repr.js'
import { PyBytes } from '../runtime/containers.js'
import { functionsOf, getters, methods } from '../runtime/functions.js'
import { hash as hashOf } from '../runtime/hash.js'
import { indexOf } from '../runtime/subscripts.js'
import { FrozenSet } from '../runtime/keys.js'
import { builtinClass, classOf, nameOfType, object } from '../runtime/types.js'

type Any = any

const hashClass = builtinClass('HASH', [object], { module: '_hashlib' })

/** Python's names, and those of Node where they are others. */
const names: Record<string, string> = {
  md5: 'md5',
  sha1: 'sha1',
  sha224: 'sha224',
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
  sha3_224: 'sha3-224',
  sha3_256: 'sha3-256',
  sha3_384: 'sha3-384',
  sha3_512: 'sha3-512',
  blake2b: 'blake2b512',
  blake2s: 'blake2s256',
}

/** What was given so far, and its hash. */
class Hash {
  readonly [classOf] = hashClass
  constructor(
    readonly name: string,
    readonly hash = createHash(names[name] ?? name),
  ) {}
  update(data: Any): null {
    if (typeof data === 'string') throw new TypeError('Strings must be encoded before hashing')
    // Whoever made the bytes: Python, or an array of NumPy.
    const bytes: unknown = data instanceof PyBytes ? data.data : data
    if (!(ArrayBuffer.isView(bytes) || bytes instanceof ArrayBuffer))
      throw new TypeError(`object supporting the buffer API required, not ${nameOfType(data)}`)
    this.hash.update(bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : (bytes as Uint8Array))
    return null
  }
  digest(): Uint8Array {
    return new Uint8Array(this.hash.copy().digest())
  }
  [reprSymbol](): string {
    return `<${this.name} _hashlib.HASH object>`
  }
}
/** Hashes of any length, which each call says. */
const shakes: Record<string, string> = { shake_128: 'shake128', shake_256: 'shake256' }
const shakeClass = builtinClass('HASHXOF', [object], { module: '_hashlib' })

class Shake extends Hash {
  override readonly [classOf] = shakeClass
  constructor(name: string, hash = createHash(shakes[name], { outputLength: 32 })) {
    super(name, hash)
  }
  take(length: Any): Buffer {
    const count = indexOf(length)
    if (count === undefined)
      throw new TypeError(`'${nameOfType(length)}' object cannot be interpreted as an integer`)
    if (count < 0) throw new ValueError('value must be positive')
    return count === 0 ? Buffer.alloc(0) : this.hash.copy({ outputLength: Number(count) }).digest()
  }
  override [reprSymbol](): string {
    return `<${this.name} _hashlib.HASHXOF object>`
  }
}
methods(shakeClass, {
  'update(data, /)': (self: Shake, data) => self.update(data),
  'digest(length)': (self: Shake, length) => new PyBytes(new Uint8Array(self.take(length))),
  'hexdigest(length)': (self: Shake, length) => self.take(length).toString('hex'),
  'copy()': (self: Shake) => new Shake(self.name, self.hash.copy()),
})
getters(shakeClass, {
  name: (self: Shake) => self.name,
  digest_size: () => 0,
  block_size: (self: Shake) => (self.name === 'shake_128' ? 168 : 136),
})

methods(hashClass, {
  'update(data, /)': (self: Hash, data) => self.update(data),
  'digest()': (self: Hash) => new PyBytes(self.digest()),
  'hexdigest()': (self: Hash) => Buffer.from(self.digest()).toString('hex'),
  'copy()': (self: Hash) => new Hash(self.name, self.hash.copy()),
})
getters(hashClass, {
  name: (self: Hash) => self.name,
  digest_size: (self: Hash) => self.digest().length,
  block_size: (self: Hash) => (/^(sha384|sha512|blake2b)$/.test(self.name) ? 128 : 64),
})

const hash =
  (name: string) =>
  (data?: Any): Hash => {
    const made = Object.hasOwn(shakes, name) ? new Shake(name) : new Hash(name)
    if (data !== undefined) made.update(data)
    return made
  }

const allNames = [...Object.keys(names), ...Object.keys(shakes)]

export const module = {
  algorithms_available: new FrozenSet(allNames),
  algorithms_guaranteed: new FrozenSet(allNames),
  ...functionsOf({
    ...Object.fromEntries(allNames.map((name) => [`${name}(string=b, *, usedforsecurity=True)`, hash(name)])),
    'new(name, data=b, *, usedforsecurity=True)': (name: Any, data?: Any) => {
      hashOf(name)
      if (typeof name !== 'string') throw new TypeError('name must be a string')
      if (!allNames.includes(name) && !getHashes().includes(name))
        throw new ValueError(`unsupported hash type ${name}`)
      return hash(name)(data)
    },
  }),
}
