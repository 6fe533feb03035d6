// Modules that hold modules: in order, by index or by name. Follows torch/nn/modules/container.py.
import { AssertionError, IndexError, TypeError, ValueError } from '../base/errors.js'
import { Slice } from '../base/scalar.js'
import { callable } from './callable.js'
import { Module } from './module.js'
import { typeText } from './attributes.js'
import { dictEntries, isDict, missingKey, viewOf } from './ordered-dict.js'
import { listed, sliceIndices, wrapIndex } from './python-lists.js'

type ModuleDictLike = Iterable<readonly [string, Module]> | Record<string, Module>

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
