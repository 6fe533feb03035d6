// Modules that hold parameters: by index or by name. Follows torch/nn/modules/container.py.
import { AttributeError, KeyError, RuntimeError, TypeError } from '../base/errors.js'
import { iterated } from '../base/iterable.js'
import { missingArguments } from '../base/keywords.js'
import { typeName } from '../base/type-name.js'
import { str } from '../text/repr.js'
import { Slice } from '../base/scalar.js'
import { Tuple } from '../base/tuple.js'
import { Tensor } from '../tensor/tensor.js'
import { callable } from './callable.js'
import { Module } from './module.js'
import { typeText } from './attributes.js'
import { dictEntries, isDict, missingKey, OrderedDict, viewOf } from './ordered-dict.js'
import { Parameter } from './parameter.js'
import { listed, sliceIndices, wrapIndex } from './python-lists.js'

/** Tensors become parameters; anything else stays what it is. */
const asEntry = (value: unknown): unknown =>
  value instanceof Tensor && !value.isParameter ? new Parameter(value) : value

/** The lines of a container, one an entry, indented as PyTorch does. */
const entryLines = (
  entries: Iterable<readonly [name: unknown, value: unknown]>,
  typeOf: (tensor: Tensor) => string,
): string =>
  Array.from(entries, ([name, value]) => {
    if (!(value instanceof Tensor)) return `  (${String(name)}): Object of type: ${typeName(value)}`
    const kind = value.isParameter ? 'Parameter' : 'Tensor'
    return `  (${String(name)}): ${kind} containing: [${typeOf(value)} of size ${value.sizes.join('x')}]`
  }).join('\n')

type Fields = Record<string, unknown>

/** Sets an entry where attributes stand, so that parameters and modules are found. */
function setEntry(container: Module, name: string, value: unknown): void {
  const entry = asEntry(value)
  const fields = container as unknown as Fields
  if (entry instanceof Tensor && entry.isParameter) container.register_parameter(name, entry)
  else if (name in container && !Object.hasOwn(container, name))
    throw new KeyError(`"attribute '${name}' already exists"`)
  else fields[name] = entry
}

/** What is called where it should not be. */
function neverCalled(container: Module): never {
  throw new RuntimeError(`${container._get_name()} should not be called.`)
}

class ParameterListClass extends Module {
  _size = 0
  constructor(values?: Iterable<unknown> | null) {
    super()
    if (values !== undefined && values !== null) this.extend(values)
  }
  override forward(..._inputs: unknown[]): never {
    return neverCalled(this)
  }
  get length(): number {
    return this._size
  }
  *[Symbol.iterator](): Generator<Parameter> {
    for (let i = 0; i < this._size; i++) yield (this as unknown as Record<number, Parameter>)[i]
  }
  /** The entry at a position, which may count from the end; a slice gives a list of them. */
  index(position: number): Parameter
  index(position: Slice): this
  index(position: number | Slice): Parameter | this {
    const parameters = [...this]
    if (position instanceof Slice) {
      const part = new (this.constructor as new () => ParameterListClass)()
      for (const i of sliceIndices(position, parameters.length)) part.append(parameters[i])
      return part as this
    }
    return parameters[wrapIndex(position, parameters.length)]
  }
  append(value: unknown): this {
    this._size++
    setEntry(this, String(this._size - 1), value)
    return this
  }
  extend(values: Iterable<unknown>): this {
    // A tensor could be gone through, but nobody means its rows.
    if ((values as unknown) instanceof Tensor)
      throw new TypeError(`${this._get_name()}.extend should be called with an iterable, but got Tensor`)
    for (const value of listed(this, 'extend', values)) this.append(value)
    return this
  }
  override extra_repr(): string {
    return entryLines([...this].entries(), ({ dtype }) => str(dtype))
  }
  __len__(): number {
    return this.length
  }
  __contains__(value: unknown): boolean {
    return [...this].includes(value as Parameter)
  }
  __getitem__(position: number | Slice): unknown {
    return this.index(position as number)
  }
  __setitem__(position: number, value: unknown): void {
    const at = wrapIndex(position, this.length)
    ;(this as unknown as Record<number, unknown>)[at] = asEntry(value)
  }
  __iadd__(values: Iterable<unknown>): this {
    return this.extend(values)
  }
}
/**
 * A list of parameters that a module finds. Tensors become parameters; other values stand beside them.
 *
 * @example
 * nn.ParameterList([torch.ones(2)]) // ParameterList(  (0): Parameter containing: [torch.float32 of size 2])
 */
export const ParameterList = callable(ParameterListClass, 'ParameterList', 'values = None')
export type ParameterList = ParameterListClass

/** A key as the name of an attribute. */
function attributeOf(key: unknown): string {
  if (typeof key === 'string') return key
  throw new TypeError(
    'Index given to ParameterDict cannot be used as a key as it is not a string ' +
      `(type is '${typeName(key)}'). Open an issue on github if you need non-string keys.`,
  )
}

/** Its names in order; a file has them as a dict. */
const namesOf = ({ _keys }: ParameterDictClass): string[] =>
  _keys instanceof Map ? [..._keys.keys()] : Object.keys(_keys)
const valueAt = (dict: ParameterDictClass, name: string): Parameter =>
  (dict as unknown as Fields)[name] as Parameter
const entriesOf = (dict: ParameterDictClass): [string, Parameter][] =>
  namesOf(dict).map((name) => [name, valueAt(dict, name)])

function removeFrom(dict: ParameterDictClass, name: string): void {
  dict._keys = new Map(namesOf(dict).flatMap((one) => (one === name ? [] : [[one, null]])))
  const isMember = dict._parameters.has(name) || dict._modules.has(name)
  if (isMember || !Reflect.deleteProperty(dict, name)) dict._remove(name)
}

class ParameterDictClass extends Module {
  _keys: Map<string, null> | Record<string, null> = new Map()
  constructor(
    parameters?: Iterable<readonly [string, unknown]> | Record<string, unknown> | ParameterDictClass | null,
  ) {
    super()
    if (parameters !== undefined && parameters !== null) this.update(parameters)
  }
  override forward(..._inputs: unknown[]): never {
    return neverCalled(this)
  }
  get length(): number {
    return namesOf(this).length
  }
  [Symbol.iterator](): Iterator<string> {
    return this.keys()[Symbol.iterator]()
  }
  keys(): IterableIterator<string> {
    return viewOf('dict_keys', () => namesOf(this))
  }
  values(): IterableIterator<Parameter> {
    return viewOf('dict_values', () => entriesOf(this).map(([, parameter]) => parameter))
  }
  items(): IterableIterator<[string, Parameter]> {
    return viewOf('dict_items', () => entriesOf(this))
  }
  has(key: string): boolean {
    return namesOf(this).includes(key)
  }
  get(key: string): Parameter
  get<T>(key: string, otherwise: T): Parameter | T
  get(key: string, otherwise: unknown = null): unknown {
    return this.has(key) ? valueAt(this, key) : otherwise
  }
  set(key: string, value: unknown): this {
    const name = attributeOf(key)
    setEntry(this, name, value)
    if (!this.has(name)) this._keys = new Map([...namesOf(this), name].map((one) => [one, null]))
    return this
  }
  /** Takes over what another has; the names of a plain dict in their order in the alphabet, as PyTorch does. */
  update(values: Iterable<readonly [string, unknown]> | Record<string, unknown> | ParameterDictClass): void {
    if (values instanceof ParameterDictClass) values = entriesOf(values)
    const isMapping = isDict(values) || values instanceof Map
    const pairs = dictEntries<unknown>(
      isMapping
        ? (values as Record<string, unknown>)
        : listed(
            this,
            'update',
            values as Iterable<readonly [string, unknown]>,
            'an iterable of key/value pairs',
          ),
    )
    if (isMapping && !(values instanceof OrderedDict)) pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    for (const [name, value] of pairs) this.set(name, value)
  }
  pop(key: string): Parameter {
    const parameter = this.__getitem__(key)
    removeFrom(this, key)
    return parameter
  }
  clear(): void {
    for (const key of [...this.keys()]) removeFrom(this, key)
  }
  /** Another dict of the same parameters. */
  copy(): ParameterDict {
    return new ParameterDict(entriesOf(this))
  }
  /** Takes the last entry out and returns it with its name. */
  popitem(): Tuple {
    const last = entriesOf(this).at(-1)
    if (last === undefined) throw new KeyError("'dictionary is empty'")
    return Tuple.of<unknown>(last[0], this.pop(last[0]))
  }
  /** The entry of this name, which is `otherwise` from now on where there is none. */
  setdefault(key: string, otherwise: unknown = null): Parameter {
    if (!this.has(key)) this.set(key, otherwise)
    return this.get(key)
  }
  /** A dict of these names, with one value for all. */
  fromkeys(keys: Iterable<string>, otherwise: unknown = null): ParameterDict {
    if ((keys as unknown) === undefined) throw missingArguments('ParameterDict.fromkeys()', ['keys'])
    return new ParameterDict(Array.from(iterated(keys), (key): [string, unknown] => [key, otherwise]))
  }
  __or__(other: ParameterDict): ParameterDict {
    const copy = this.copy()
    copy.update(other)
    return copy
  }
  __ior__(other: ParameterDict): this {
    this.update(other)
    return this
  }
  __reversed__(): Iterator<string> {
    return namesOf(this).reverse()[Symbol.iterator]()
  }
  override extra_repr(): string {
    return entryLines(entriesOf(this), typeText)
  }
  __len__(): number {
    return this.length
  }
  __contains__(key: string): boolean {
    return this.has(key)
  }
  __getitem__(key: string): Parameter {
    if (!this.has(attributeOf(key)))
      throw new AttributeError(`'${this._get_name()}' object has no attribute '${key}'`)
    return this.get(key)
  }
  __setitem__(key: string, value: unknown): void {
    this.set(key, value)
  }
  __delitem__(key: string): void {
    if (!this.has(key)) throw missingKey(key)
    removeFrom(this, key)
  }
}
/**
 * A dict of parameters that a module finds. Tensors become parameters; other values stand beside them.
 *
 * @example
 * nn.ParameterDict({ w: torch.ones(2) }) // ParameterDict(  (w): Parameter containing: [torch.FloatTensor of size 2])
 */
export const ParameterDict = callable(ParameterDictClass, 'ParameterDict', 'parameters: dict = None')
export type ParameterDict = ParameterDictClass
