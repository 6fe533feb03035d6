/** Modules that hold modules or parameters: in order, by index or by name. Follows torch/nn/modules/container.py. */
import { IndexError, KeyError, TypeError } from '../base/errors.js'
import { str } from '../text/repr.js'
import { Slice } from '../base/scalar.js'
import { Tensor } from '../tensor/tensor.js'
import { callable } from './callable.js'
import { Module, typeText } from './module.js'
import { dictEntries } from './ordered-dict.js'
import { Parameter } from './parameter.js'

type ModuleDictLike = Iterable<readonly [string, Module]> | Record<string, Module>

/** What Python's lists do with an index. */
function wrapIndex(index: number, length: number): number {
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
    for (const module of modules) this.append(module)
    return this
  }
  /** Puts a module before the one at `position`. */
  insert(position: number, module: Module): this {
    const modules = this.list()
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
}

const isModule = (value: unknown): value is Module => value instanceof Module

class SequentialClass extends ModuleSequence {
  /** Takes modules, or one ordered dict that names them. */
  constructor(...args: Module[] | [ModuleDictLike]) {
    super()
    if (args.length === 1 && !isModule(args[0]) && args[0] !== null && typeof args[0] === 'object')
      for (const [name, module] of dictEntries(args[0])) this.add_module(name, module)
    else (args as Module[]).forEach((module, i) => this.add_module(String(i), module))
  }

  protected override nameInSlice(name: string): string {
    return name
  }
  override forward(input: any): any {
    for (const module of this.list()) input = module(input)
    return input
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
    if (modules) this.extend(modules)
  }
}
/** A list of modules whose parameters are found. */
export const ModuleList = callable(ModuleListClass, 'ModuleList')
export type ModuleList = ModuleListClass

class ModuleDictClass extends Module {
  constructor(modules?: ModuleDictLike | null) {
    super()
    if (modules) this.update(modules)
  }
  get length(): number {
    return this._own_modules().length
  }
  [Symbol.iterator](): Iterator<string> {
    return this.keys()
  }
  *keys(): Generator<string> {
    for (const [name] of this._own_modules()) yield name
  }
  *values(): Generator<Module> {
    for (const [, module] of this._own_modules()) yield module
  }
  *items(): Generator<[string, Module]> {
    yield* this._own_modules()
  }
  has(key: string): boolean {
    return this._own_modules().some(([name]) => name === key)
  }
  get(key: string): Module {
    const found = this._own_modules().find(([name]) => name === key)
    if (!found) throw new KeyError(`'${key}'`)
    return found[1]
  }
  set(key: string, module: Module): this {
    this.add_module(key, module)
    return this
  }
  update(modules: ModuleDictLike): void {
    for (const [name, module] of dictEntries(modules)) this.add_module(name, module)
  }
  pop(key: string): Module {
    const module = this.get(key)
    this._remove(key)
    return module
  }
  clear(): void {
    for (const name of [...this.keys()]) this._remove(name)
  }
}
/** A dict of modules whose parameters are found. */
export const ModuleDict = callable(ModuleDictClass, 'ModuleDict')
export type ModuleDict = ModuleDictClass

const asParameter = (value: Tensor): Tensor => (value.isParameter ? value : new Parameter(value))

/** The lines of a container, one a parameter, indented as PyTorch does. */
const parameterLines = (module: Module, typeOf: (tensor: Tensor) => string): string =>
  Array.from(module.named_parameters('', false), ([name, tensor]) => {
    return `  (${name}): Parameter containing: [${typeOf(tensor)} of size ${tensor.sizes.join('x')}]`
  }).join('\n')

class ParameterListClass extends Module {
  constructor(values?: Iterable<Tensor> | null) {
    super()
    if (values) this.extend(values)
  }
  get length(): number {
    return [...this].length
  }
  *[Symbol.iterator](): Generator<Parameter> {
    for (const [, parameter] of this.named_parameters('', false)) yield parameter
  }
  index(position: number): Parameter {
    const parameters = [...this]
    return parameters[wrapIndex(position, parameters.length)]
  }
  append(value: Tensor): this {
    if (!((value as unknown) instanceof Tensor)) throw new TypeError('ParameterList takes tensors')
    this.register_parameter(String(this.length), asParameter(value))
    return this
  }
  extend(values: Iterable<Tensor>): this {
    for (const value of values) this.append(value)
    return this
  }
  override extra_repr(): string {
    return parameterLines(this, ({ dtype }) => str(dtype))
  }
}
/** A list of parameters that a module finds. Tensors become parameters. */
export const ParameterList = callable(ParameterListClass, 'ParameterList')
export type ParameterList = ParameterListClass

class ParameterDictClass extends Module {
  constructor(values?: Iterable<readonly [string, Tensor]> | Record<string, Tensor> | null) {
    super()
    if (values) for (const [name, value] of dictEntries(values)) this.set(name, value)
  }
  get length(): number {
    return [...this.keys()].length
  }
  [Symbol.iterator](): Iterator<string> {
    return this.keys()
  }
  *keys(): Generator<string> {
    for (const [name] of this.items()) yield name
  }
  *values(): Generator<Parameter> {
    for (const [, parameter] of this.items()) yield parameter
  }
  items(): Generator<[string, Parameter]> {
    return this.named_parameters('', false)
  }
  get(key: string): Parameter {
    for (const [name, parameter] of this.items()) if (name === key) return parameter
    throw new KeyError(`'${key}'`)
  }
  set(key: string, value: Tensor): this {
    this.register_parameter(key, asParameter(value))
    return this
  }
  override extra_repr(): string {
    return parameterLines(this, typeText)
  }
}
/** A dict of parameters that a module finds. */
export const ParameterDict = callable(ParameterDictClass, 'ParameterDict')
export type ParameterDict = ParameterDictClass
