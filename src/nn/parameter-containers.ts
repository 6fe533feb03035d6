// Modules that hold parameters: by index or by name. Follows torch/nn/modules/container.py.
import { KeyError, RuntimeError, TypeError } from '../base/errors.js'
import { missingArguments } from '../base/keywords.js'
import { typeName } from '../base/type-name.js'
import { str } from '../text/repr.js'
import { Slice } from '../base/scalar.js'
import { Tuple } from '../base/tuple.js'
import { Tensor } from '../tensor/tensor.js'
import { callable } from './callable.js'
import { Module } from './module.js'
import { typeText } from './attributes.js'
import { dictEntries, isDict, missingKey, viewOf } from './ordered-dict.js'
import { Parameter } from './parameter.js'
import { listed, sliceIndices, wrapIndex } from './python-lists.js'

const asParameter = (value: Tensor): Tensor => (value.isParameter ? value : new Parameter(value))

/** The lines of a container, one a parameter, indented as PyTorch does. */
const parameterLines = (module: Module, typeOf: (tensor: Tensor) => string): string =>
  Array.from(module.named_parameters('', false), ([name, tensor]) => {
    return `  (${name}): Parameter containing: [${typeOf(tensor)} of size ${tensor.sizes.join('x')}]`
  }).join('\n')

/** What is called where it should not be. */
function neverCalled(container: Module): never {
  throw new RuntimeError(`${container._get_name()} should not be called.`)
}

class ParameterListClass extends Module {
  constructor(values?: Iterable<Tensor> | null) {
    super()
    if (values !== undefined && values !== null) this.extend(values)
  }
  override forward(..._inputs: unknown[]): never {
    return neverCalled(this)
  }
  get length(): number {
    return [...this].length
  }
  *[Symbol.iterator](): Generator<Parameter> {
    for (const [, parameter] of this.named_parameters('', false)) yield parameter
  }
  /** The parameter at a position, which may count from the end; a slice gives a list of them. */
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
  append(value: Tensor): this {
    if (!((value as unknown) instanceof Tensor)) throw new TypeError('ParameterList takes tensors')
    this.register_parameter(String(this.length), asParameter(value))
    return this
  }
  extend(values: Iterable<Tensor>): this {
    for (const value of listed(this, 'extend', values)) this.append(value)
    return this
  }
  override extra_repr(): string {
    return parameterLines(this, ({ dtype }) => str(dtype))
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
  __setitem__(position: number, value: Tensor): void {
    if (!((value as unknown) instanceof Tensor)) throw new TypeError('ParameterList takes tensors')
    ;(this as unknown as Record<number, Tensor>)[wrapIndex(position, this.length)] = asParameter(value)
  }
  __iadd__(values: Iterable<Tensor>): this {
    return this.extend(values)
  }
}
/**
 * A list of parameters that a module finds. Tensors become parameters.
 *
 * @example
 * nn.ParameterList([torch.ones(2)]) // ParameterList(  (0): Parameter containing: [torch.float32 of size 2])
 */
export const ParameterList = callable(ParameterListClass, 'ParameterList', 'values = None')
export type ParameterList = ParameterListClass

class ParameterDictClass extends Module {
  constructor(parameters?: Iterable<readonly [string, Tensor]> | Record<string, Tensor> | null) {
    super()
    if (parameters !== undefined && parameters !== null) this.update(parameters)
  }
  override forward(..._inputs: unknown[]): never {
    return neverCalled(this)
  }
  get length(): number {
    return this.#entries().length
  }
  #entries(): [string, Parameter][] {
    return [...this.named_parameters('', false)]
  }
  [Symbol.iterator](): Iterator<string> {
    return this.keys()[Symbol.iterator]()
  }
  keys(): IterableIterator<string> {
    return viewOf('dict_keys', () => this.#entries().map(([name]) => name))
  }
  values(): IterableIterator<Parameter> {
    return viewOf('dict_values', () => this.#entries().map(([, parameter]) => parameter))
  }
  items(): IterableIterator<[string, Parameter]> {
    return viewOf('dict_items', () => this.#entries())
  }
  has(key: string): boolean {
    return this.#entries().some(([name]) => name === key)
  }
  get(key: string): Parameter
  get<T>(key: string, otherwise: T): Parameter | T
  get(key: string, otherwise: unknown = null): unknown {
    return this.#entries().find(([name]) => name === key)?.[1] ?? otherwise
  }
  set(key: string, value: Tensor): this {
    if (!((value as unknown) instanceof Tensor)) throw new TypeError('ParameterDict takes tensors')
    this.register_parameter(key, asParameter(value))
    return this
  }
  update(values: Iterable<readonly [string, Tensor]> | Record<string, Tensor>): void {
    const pairs = isDict(values) ? values : listed(this, 'update', values, 'an iterable of key/value pairs')
    for (const [name, value] of dictEntries(pairs as Record<string, Tensor>)) this.set(name, value)
  }
  pop(key: string): Parameter {
    const parameter = this.__getitem__(key)
    this._remove(key)
    return parameter
  }
  clear(): void {
    for (const key of [...this.keys()]) this._remove(key)
  }
  /** Another dict of the same parameters. */
  copy(): ParameterDict {
    return new ParameterDict(this.#entries())
  }
  /** Takes the last parameter out and returns it with its name. */
  popitem(): Tuple {
    const last = this.#entries().at(-1)
    if (last === undefined) throw new KeyError("'dictionary is empty'")
    return Tuple.of<unknown>(last[0], this.pop(last[0]))
  }
  /** The parameter of this name, which is `otherwise` from now on where there is none. */
  setdefault(key: string, otherwise: Tensor): Parameter {
    if (!this.has(key)) this.set(key, otherwise)
    return this.get(key)
  }
  /** A dict of these names, with one tensor for all. */
  fromkeys(keys: Iterable<string>, otherwise: Tensor): ParameterDict {
    if ((keys as unknown) === undefined) throw missingArguments('ParameterDict.fromkeys()', ['keys'])
    if (typeof (keys as Partial<Iterable<string>> | null)?.[Symbol.iterator] !== 'function')
      throw new TypeError(`'${typeName(keys)}' object is not iterable`)
    return new ParameterDict(Array.from(keys, (key): [string, Tensor] => [key, otherwise]))
  }
  override extra_repr(): string {
    return parameterLines(this, typeText)
  }
  __len__(): number {
    return this.length
  }
  __contains__(key: string): boolean {
    return this.has(key)
  }
  __getitem__(key: string): Parameter {
    if (!this.has(key)) throw missingKey(key)
    return this.get(key)
  }
  __setitem__(key: string, value: Tensor): void {
    this.set(key, value)
  }
  __delitem__(key: string): void {
    this.pop(key)
  }
}
/**
 * A dict of parameters that a module finds.
 *
 * @example
 * nn.ParameterDict({ w: torch.ones(2) }) // ParameterDict(  (w): Parameter containing: [torch.FloatTensor of size 2])
 */
export const ParameterDict = callable(ParameterDictClass, 'ParameterDict', 'parameters: dict = None')
export type ParameterDict = ParameterDictClass
