// Modules that hold modules or parameters: in order, by index or by name. Follows torch/nn/modules/container.py.
import { AssertionError, IndexError, KeyError, RuntimeError, TypeError, ValueError } from '../base/errors.js'
import { str } from '../text/repr.js'
import { Slice } from '../base/scalar.js'
import { Tuple } from '../base/tuple.js'
import { Tensor } from '../tensor/tensor.js'
import { callable } from './callable.js'
import { Module } from './module.js'
import { typeText } from './attributes.js'
import { dictEntries, isDict, missingKey, viewOf } from './ordered-dict.js'
import { Parameter } from './parameter.js'

type ModuleDictLike = Iterable<readonly [string, Module]> | Record<string, Module>

/** What Python's lists do with an index. */
function wrapIndex(index: unknown, length: number): number {
  if (typeof index !== 'number' || !Number.isInteger(index))
    throw new TypeError(`'${typeText(index)}' object cannot be interpreted as an integer`)
  if (index < -length || index >= length) throw new IndexError(`index ${index} is out of range`)
  return index < 0 ? index + length : index
}

/** The positions that Python's `[start:stop:step]` means. */
function sliceIndices(slice: Slice, length: number): number[] {
  const step = slice.step ?? 1
  const limit = (value: number | null, otherwise: number): number => {
    if (value === null) return otherwise
    const at = value < 0 ? value + length : value
    return step > 0 ? Math.min(Math.max(at, 0), length) : Math.min(Math.max(at, -1), length - 1)
  }
  const start = limit(slice.start, step > 0 ? 0 : length - 1)
  const stop = limit(slice.stop, step > 0 ? length : -1)
  return Array.from({ length: Math.max(0, Math.ceil((stop - start) / step)) }, (_, i) => start + i * step)
}

/** Modules by position; names are those of the attributes. */
class ModuleSequence extends Module {
  protected list(): Module[] {
    return this._own_modules().map(([, module]) => module)
  }
  /** Replaces all submodules, numbered from 0. */
  protected replace(modules: readonly Module[]): void {
    for (const [name] of this._own_modules()) this._remove(name)
    modules.forEach((module, i) => {
      this.add_module(String(i), module)
    })
  }
  get length(): number {
    return this.list().length
  }
  [Symbol.iterator](): Iterator<Module> {
    return this.list()[Symbol.iterator]()
  }
  /** The module at a position, which may count from the end; Python's `layers[i]`. A slice gives a container. */
  index(position: number): Module
  index(position: Slice): this
  index(position: number | Slice): Module {
    if (!(position instanceof Slice)) {
      const modules = this.list()
      return modules[wrapIndex(position, modules.length)]
    }
    const part = new (this.constructor as new () => ModuleSequence)()
    const named = this._own_modules()
    for (const i of sliceIndices(position, named.length))
      part.add_module(this.nameInSlice(...named[i], part), named[i][1])
    return part
  }
  /** `Sequential` keeps names, lists count anew. */
  protected nameInSlice(_name: string, _module: Module, part: ModuleSequence): string {
    return String(part.length)
  }
  append(module: Module): this {
    this.add_module(String(this.length), module)
    return this
  }
  extend(modules: Iterable<Module>): this {
    for (const module of listed(this, 'extend', modules)) this.append(module)
    return this
  }
  /** Puts a module before the one at `position`. */
  insert(position: number, module: Module): this {
    const modules = this.list()
    if (!isModule(module)) throw new AssertionError(`module should be of type: ${classText(Module)}`)
    if (position < -modules.length || position > modules.length)
      throw new IndexError(`Index out of range: ${position}`)
    modules.splice(position, 0, module)
    this.replace(modules)
    return this
  }
  /** Takes a module out and returns it. */
  pop(position = -1): Module {
    const modules = this.list()
    const [module] = modules.splice(wrapIndex(position, modules.length), 1)
    this.replace(modules)
    return module
  }

  // ---- Python's own names; see Note [Dicts] in ordered-dict.ts ----

  __len__(): number {
    return this.length
  }
  __contains__(module: unknown): boolean {
    return this.list().includes(module as Module)
  }
  __getitem__(position: number | Slice): Module {
    return this.index(position as number)
  }
  __setitem__(position: number, module: Module): void {
    const named = this._own_modules()
    const [name] = named[wrapIndex(position, named.length)]
    ;(this as unknown as Record<string, unknown>)[name] = checkedChild(name, module)
  }
  __delitem__(position: number | Slice): void {
    const modules = this.list()
    const gone =
      position instanceof Slice
        ? sliceIndices(position, modules.length)
        : [wrapIndex(position, modules.length)]
    this.replace(modules.filter((_, i) => !gone.includes(i)))
  }
  /** A container of the same kind with more modules. */
  protected joined(lists: readonly Iterable<Module>[]): this {
    const whole = new (this.constructor as new () => ModuleSequence)()
    for (const list of lists) whole.extend(list)
    return whole as this
  }
}

const isModule = (value: unknown): value is Module => value instanceof Module

/** A class as Python prints it. */
const classText = (Class: { name: string }): string =>
  `<class '${Class === (Module as unknown) ? 'torch.nn.modules.module' : 'torch.nn.modules.container'}.${Class.name}'>`

/** The class of a value as Python prints it. */
const classOf = (value: unknown): string =>
  value instanceof ModuleSequence ? classText(value.constructor as never) : `<class '${typeText(value)}'>`

/** What a container is extended by. */
function listed<T>(
  container: Module,
  method: string,
  values: Iterable<T>,
  what = 'an iterable',
): Iterable<T> {
  const given: unknown = values
  if (
    typeof given !== 'string' &&
    typeof (given as Partial<Iterable<T>> | null)?.[Symbol.iterator] === 'function'
  )
    return values
  throw new TypeError(
    `${container._get_name()}.${method} should be called with ${what}, but got ${typeText(given)}`,
  )
}

function checkedChild(name: string, module: unknown): Module {
  if (isModule(module)) return module
  throw new TypeError(
    `cannot assign '${typeText(module)}' as child module '${name}' (torch.nn.Module or None expected)`,
  )
}

class SequentialClass extends ModuleSequence {
  /** Takes modules, or one ordered dict that names them. */
  constructor(...args: Module[] | [ModuleDictLike]) {
    super()
    const [first] = args
    // As in PyTorch, only an OrderedDict names modules; in TypeScript a Map and a plain object do, too.
    if (args.length === 1 && (first instanceof Map || isDict(first)))
      for (const [name, module] of dictEntries(first as ModuleDictLike)) this.add_module(name, module)
    else (args as Module[]).forEach((module, i) => this.add_module(String(i), module))
  }

  protected override nameInSlice(name: string): string {
    return name
  }
  override forward(input: any): any {
    for (const module of this.list()) input = module(input)
    return input
  }
  __add__(other: unknown): this {
    if (!(other instanceof SequentialClass))
      throw new ValueError(
        `add operator supports only objects of Sequential class, but ${classOf(other)} is given.`,
      )
    return this.joined([this, other])
  }
  __iadd__(other: unknown): this {
    if (!(other instanceof SequentialClass))
      throw new ValueError(
        `add operator supports only objects of Sequential class, but ${classOf(other)} is given.`,
      )
    return this.extend(other.list())
  }
  /** `times` repetitions of the same modules. */
  __mul__(times: unknown): this {
    return this.joined(Array.from({ length: this.#repetitions(times) }, () => this.list()))
  }
  __rmul__(times: unknown): this {
    return this.__mul__(times)
  }
  __imul__(times: unknown): this {
    const own = this.list()
    for (let i = this.#repetitions(times); i > 1; i--) this.extend(own)
    return this
  }
  #repetitions(times: unknown): number {
    if (typeof times !== 'number' || !Number.isInteger(times))
      throw new TypeError(`unsupported operand type(s) for *: ${classOf(this)} and ${classOf(times)}`)
    if (times <= 0) throw new ValueError(`Non-positive multiplication factor ${times} for ${classOf(this)}`)
    return times
  }
}
/**
 * Calls modules one after another, each on the result of the one before.
 *
 * @example
 * nn.Sequential(nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 1))
 */
export const Sequential = callable(SequentialClass, 'Sequential')
export type Sequential = SequentialClass

class ModuleListClass extends ModuleSequence {
  constructor(modules?: Iterable<Module> | null) {
    super()
    if (modules !== undefined && modules !== null) this.extend(modules)
  }
  __add__(other: Iterable<Module>): this {
    return this.joined([this, other])
  }
  __iadd__(other: Iterable<Module>): this {
    return this.extend([...listed(this, 'extend', other)])
  }
}
/**
 * A list of modules whose parameters are found.
 *
 * @example
 * nn.ModuleList([nn.Linear(2, 3), nn.Tanh()]).length // 2
 */
export const ModuleList = callable(ModuleListClass, 'ModuleList', 'modules = None')
export type ModuleList = ModuleListClass

class ModuleDictClass extends Module {
  constructor(modules?: ModuleDictLike | null) {
    super()
    if (modules !== undefined && modules !== null) this.update(modules)
  }
  get length(): number {
    return this._own_modules().length
  }
  [Symbol.iterator](): Iterator<string> {
    return this.keys()[Symbol.iterator]()
  }
  keys(): IterableIterator<string> {
    return viewOf('odict_keys', () => this._own_modules().map(([name]) => name))
  }
  values(): IterableIterator<Module> {
    return viewOf('odict_values', () => this._own_modules().map(([, module]) => module))
  }
  items(): IterableIterator<[string, Module]> {
    return viewOf('odict_items', () => this._own_modules())
  }
  has(key: string): boolean {
    return this._own_modules().some(([name]) => name === key)
  }
  get(key: string): Module {
    const found = this._own_modules().find(([name]) => name === key)
    if (!found) throw missingKey(key)
    return found[1]
  }
  set(key: string, module: Module): this {
    this.add_module(key, module)
    return this
  }
  update(modules: ModuleDictLike): void {
    const pairs = isDict(modules)
      ? modules
      : listed(this, 'update', modules, 'an iterable of key/value pairs')
    for (const [name, module] of dictEntries(pairs as ModuleDictLike)) this.add_module(name, module)
  }
  pop(key: string): Module {
    const module = this.get(key)
    this._remove(key)
    return module
  }
  clear(): void {
    for (const name of [...this.keys()]) this._remove(name)
  }
  __len__(): number {
    return this.length
  }
  __contains__(key: string): boolean {
    return this.has(key)
  }
  __getitem__(key: string): Module {
    return this.get(key)
  }
  __setitem__(key: string, module: Module): void {
    this.set(key, module)
  }
  __delitem__(key: string): void {
    this.pop(key)
  }
}
/**
 * A dict of modules whose parameters are found.
 *
 * @example
 * nn.ModuleDict({ act: nn.Tanh() })
 * // ModuleDict(
 * //   (act): Tanh()
 * // )
 */
export const ModuleDict = callable(ModuleDictClass, 'ModuleDict', 'modules: dict = None')
export type ModuleDict = ModuleDictClass

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
  constructor(values?: Iterable<readonly [string, Tensor]> | Record<string, Tensor> | null) {
    super()
    if (values !== undefined && values !== null) this.update(values)
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
