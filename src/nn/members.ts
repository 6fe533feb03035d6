// What a module knows of its attributes: their names in the order of assignment, and which of them are parameters, buffers
// and submodules. See Note [Attributes of modules] in attributes.ts.
import { KeyError, TypeError } from '../base/errors.js'
import { typeName } from '../base/type-name.js'
import { Tensor } from '../tensor/tensor.js'
import { repr } from '../text/repr.js'
import { accessorFor, checkKind, type Kind, slots } from './attributes.js'
import { MemberDict } from './member-dict.js'
import type { OrderedDict } from './ordered-dict.js'

/** Refuses names that are no texts, in the words of torch/nn/modules/module.py. */
export function checkName(kind: string, name: unknown): void {
  if (typeof name !== 'string') throw new TypeError(`${kind} name should be a string. Got ${typeName(name)}`)
}

/** Python writes the repr of what a KeyError says. */
const keyError = (text: string): KeyError => new KeyError(repr(text))

export class Members<M extends object> {
  readonly #owner: M & { readonly [slots]: Map<string, unknown> }
  readonly #isModule: (value: unknown) => boolean
  /** Names of attributes, in the order of assignment. Properties alone would not do: `'0'` sorts before `'a'`. */
  readonly #names = new Set<string>()
  /** Buffers, and whether each belongs to the state dict. */
  readonly #buffers = new Map<string, boolean>()
  /** What an attribute was when last looked at. */
  readonly #kinds = new Map<string, Kind>()
  readonly #dicts = new Map<Kind, MemberDict<unknown>>()

  constructor(owner: M & { readonly [slots]: Map<string, unknown> }, isModule: (value: unknown) => boolean) {
    this.#owner = owner
    this.#isModule = isModule
  }

  /** Brings what is known of the attributes up to date. */
  look(): void {
    for (const name of Object.keys(this.#owner)) this.#names.add(name)
    for (const name of this.#names) {
      if (!Object.hasOwn(this.#owner, name)) {
        this.#names.delete(name)
        this.#kinds.delete(name)
        this.#buffers.delete(name)
        this.#owner[slots].delete(name)
        continue
      }
      if (this.#isGuarded(name)) continue
      const value = this.#read(name)
      if (!this.#becomes(name, value) && value !== null && value !== undefined) {
        const known = this.#kinds.get(name)
        if (known !== undefined) checkKind(name, known, value)
      }
      if (this.#kinds.has(name)) this.#guard(name, value)
    }
  }

  /** Takes a parameter or a module for what the attribute is from now on. */
  #becomes(name: string, value: unknown): boolean {
    const isParameter = value instanceof Tensor && value.isParameter
    if (!isParameter && !this.#isModule(value)) return false
    this.#kinds.set(name, isParameter ? 'parameter' : 'module')
    this.#buffers.delete(name)
    return true
  }

  /** Makes an attribute one whose assignments are checked. */
  #guard(name: string, value: unknown): void {
    this.#owner[slots].set(name, value ?? null)
    Object.defineProperty(this.#owner, name, accessorFor(name))
  }

  /** Whether the attribute's assignments are checked: there is nothing to look for. */
  #isGuarded(name: string): boolean {
    return (
      this.#owner[slots].has(name) && Object.getOwnPropertyDescriptor(this.#owner, name)?.get !== undefined
    )
  }

  /** Puts a value in an attribute's place without checks; gives what puts the old one back. */
  swap(name: string, value: unknown): () => void {
    this.look()
    const owner = this.#owner
    if (this.#isGuarded(name)) {
      const before = owner[slots].get(name)
      owner[slots].set(name, value)
      return () => owner[slots].set(name, before)
    }
    const before = Object.getOwnPropertyDescriptor(owner, name)
    Object.defineProperty(owner, name, { value, writable: true, enumerable: true, configurable: true })
    return () => {
      if (before === undefined) Reflect.deleteProperty(owner, name)
      else Object.defineProperty(owner, name, before)
    }
  }

  /** An assignment to an attribute that is checked. */
  assign(name: string, value: unknown): void {
    const known = this.#kinds.get(name)
    const isParameter = value instanceof Tensor && value.isParameter
    if (value !== null && value !== undefined && !isParameter) {
      if (known === 'parameter') checkKind(name, known, value)
      if (known !== undefined && !this.#isModule(value)) checkKind(name, known, value)
    }
    this.#becomes(name, value)
    this.#owner[slots].set(name, value ?? null)
  }

  #read(name: string): unknown {
    return (this.#owner as Record<string, unknown>)[name]
  }

  /** What there is of one kind, with names. */
  own<T>(kind: Kind): [string, T][] {
    this.look()
    const found: [string, T][] = []
    for (const name of this.#names) {
      const value = this.#read(name)
      if (this.#kinds.get(name) === kind && value !== null && value !== undefined)
        found.push([name, value as T])
    }
    return found
  }

  /** Adds an attribute of a kind under a name that no other has. */
  register(kind: Kind, name: string, value: unknown): void {
    checkName(kind, name)
    if (name.includes('.'))
      throw keyError(`${kind} name can't contain "."${kind === 'module' ? `, got: ${name}` : ''}`)
    if (name === '') throw keyError(`${kind} name can't be empty string ""`)
    this.look()
    if (name in this.#owner && this.#kinds.get(name) !== kind)
      throw keyError(`attribute '${name}' already exists`)
    this.#put(kind, name, value)
  }

  #put(kind: Kind, name: string, value: unknown): void {
    this.#names.add(name)
    this.#kinds.set(name, kind)
    this.#owner[slots].set(name, value)
    Object.defineProperty(this.#owner, name, accessorFor(name))
  }

  /** Says whether the state dict holds a buffer. */
  keep(name: string, isPersistent: boolean): void {
    this.#buffers.set(name, isPersistent)
  }
  isKept(name: string): boolean {
    return this.#buffers.get(name) ?? true
  }

  /** Takes an attribute off. */
  remove(name: string): void {
    Reflect.deleteProperty(this.#owner, name)
    this.look()
  }

  /** What there is of one kind, as a dict that is the module itself; made once. */
  dict<V>(kind: Kind): OrderedDict<string, V | null> {
    let dict = this.#dicts.get(kind)
    if (dict === undefined) {
      dict = new MemberDict<unknown>({
        read: () => {
          this.look()
          const names = [...this.#names].filter((name) => this.#kinds.get(name) === kind)
          return names.map((name) => [name, this.#read(name) ?? null])
        },
        write: (name, value) => {
          const isParameter = value instanceof Tensor && value.isParameter
          const fits = kind === 'module' ? this.#isModule(value) : kind === 'parameter' && isParameter
          if (value !== null && !fits) checkKind(name, kind, value)
          this.#put(kind, name, value)
        },
        remove: (name) => {
          this.remove(name)
        },
      })
      this.#dicts.set(kind, dict)
    }
    return dict as OrderedDict<string, V | null>
  }
}
