// `nn.Module`: a function with attributes that are trained, and the walks over them. Knows nothing of particular
// layers. Follows torch/nn/modules/module.py.
// See Note [Attributes of modules] in attributes.ts.
import { visible } from '../base/visible.js'
import { bfloat16, type DType, float16, float32, float64 } from '../base/dtype.js'
import {
  AssertionError,
  AttributeError,
  NotImplementedError,
  RuntimeError,
  TypeError,
  ValueError,
} from '../base/errors.js'
import { isKeywords, missingArguments, placed } from '../base/keywords.js'
import { Tuple } from '../base/tuple.js'
import { typeName } from '../base/type-name.js'
import { pythonicMethods } from '../engine/python-call.js'
import { addressOf, reprSymbol } from '../text/repr.js'
import type { Device } from '../base/scalar.js'
import { Tensor } from '../tensor/tensor.js'
import { no_grad } from '../tensor/modes.js'
import { call } from '../engine/functions.js'
import { beginAnew, CallableInstance, invoke, settle } from './callable.js'
import { settled, settleLater } from './settling.js'
import type {
  BackwardHook,
  ForwardHook,
  ForwardPreHook,
  LoadedHook,
  ModuleHooks,
  StateHook,
} from './hooks.js'
import { addHook, callWithHooks, everywhere, hooksOf } from './hooks.js'
import type { RemovableHandle } from '../tensor/node.js'
import { assign, type Kind, slots, typeText } from './attributes.js'
import { refuseCallBeforeInit } from './before-init.js'
import { conversionTo, type ConversionTarget } from './conversion.js'
import { forgetGradient } from './forget-gradient.js'
import { checkArguments, ofWrongArguments } from './forward-arguments.js'
import { checkName, Members } from './members.js'
import { OrderedDict } from './ordered-dict.js'
import {
  extraState,
  type IncompatibleKeys,
  type LoadArguments,
  loadOwnState,
  loadStateDict,
  metadataOf,
  type StateArguments,
  type StateDict,
  stateKeywords,
  withMetadata,
} from './state-dict.js'
import type { Parameter } from './parameter.js'

/** What a walk gives for each it meets. */
const pair = <T>(name: string, value: T): [string, T] =>
  Tuple.of<unknown>(name, value) as unknown as [string, T]

/** A name below a path. */
function under(path: string, name: string): string {
  if (typeof path !== 'string')
    throw new TypeError(`unsupported operand type(s) for +: '${typeName(path)}' and 'str'`)
  return path === '' ? name : `${path}.${name}`
}

/** Keywords of the walks over a module; each takes those that it has, and they are bound before it runs. */
interface WalkKeywords {
  memo?: Set<Module> | null
  prefix?: string
  recurse?: boolean
  remove_duplicate?: boolean
}

export interface Module {
  /** Runs `forward` and the hooks. */

  (...args: any[]): any
}

/**
 * Base of all networks: subclass it, assign layers to attributes, write `forward`.
 *
 * @example
 * class Net extends nn.Module {
 *   hidden = nn.Linear(2, 8)
 *   output = nn.Linear(8, 1)
 *   override forward(x: Tensor) {
 *     return this.output(this.hidden(x).relu())
 *   }
 * }
 * const net = new Net()
 * net(torch.ones(1, 2)).shape // torch.Size([1, 1])
 */

export class Module extends CallableInstance {
  /** Whether the module is in training mode: `dropout` and its like ask. */
  training = true
  /** An old switch of the library that nothing asks any more. */
  get dump_patches(): boolean {
    return false
  }

  /** Behind the attributes that are checked. */
  readonly [slots] = new Map<string, unknown>()
  readonly #members = new Members(this, isModule)
  #hooks: ModuleHooks<Module> | null = null
  /** Which kind of backward hooks was registered first: the other may not follow. */
  #isFullBackwardHook: boolean | null = null
  #isSettled = false

  constructor(...given: never[]) {
    super()
    if (given.length > 0) placed({ call: 'Module.__init__()', countsSelf: true, parameters: [] }, given)
    settleLater(this)
  }

  /** From now on, assignments to parameters, buffers and submodules are checked. */
  [settle](): void {
    // In Python the constructor may never have run.
    settled(this)
    if (!(#isSettled in this) || this.#isSettled) return
    this.#isSettled = true
    this.#members.look()
  }

  /**
   * Where its constructor has run already, as Python lets it run again: is as one that was just made, and says so.
   *
   * @param make makes one
   */
  [beginAnew](make: () => Module): boolean {
    if (!(#members in this)) return false
    const made = make()
    for (const kept of [this._parameters, this._buffers, this._modules]) kept.clear()
    this.#hooks = null
    this.#isFullBackwardHook = null
    for (const [name, parameter] of made._parameters) this.register_parameter(name, parameter)
    for (const [name, buffer] of made._buffers) this.register_buffer(name, buffer, made.#members.isKept(name))
    for (const [name, part] of made._modules) this.add_module(name, part)
    const isMember = (name: string): boolean =>
      made._parameters.has(name) || made._buffers.has(name) || made._modules.has(name)
    for (const [name, value] of Object.entries(made)) if (!isMember(name)) Reflect.set(this, name, value)
    return true
  }

  /** What a call computes; every subclass writes its own. */

  forward(..._args: any[]): any {
    throw new NotImplementedError(`Module [${this._get_name()}] is missing the required "forward" function`)
  }

  [invoke](args: unknown[]): unknown {
    if (!(#isSettled in this)) refuseCallBeforeInit(this, '__call__')
    if (!this.#isSettled) this[settle]()
    checkArguments(this, args)
    try {
      if (this.#hooks === null && everywhere.hooks === null) return this.forward(...args)
      return callWithHooks(this, this.#hooks, args)
    } catch (error) {
      throw ofWrongArguments(this, args, error)
    }
  }

  // ---- attributes ----

  /** An assignment to a parameter, a buffer or a submodule; PyTorch's `__setattr__`. */
  [assign](name: string, value: unknown): void {
    this.#members.assign(name, value)
  }
  /** Puts a value in an attribute's place without checks; gives what puts the old one back. */
  _swap(name: string, value: unknown): () => void {
    return this.#members.swap(name, value)
  }

  /** Adds a parameter; `null` keeps its name for later. Assigning to an attribute does the same. */
  register_parameter(name: string, param: Parameter | Tensor | null): void {
    checkName('parameter', name)
    if (param !== null && !(param instanceof Tensor && param.isParameter))
      throw new TypeError(
        `cannot assign '${typeText(param)}' object to parameter '${name}' (torch.nn.Parameter or None required)`,
      )
    if (param !== null && !param.is_leaf)
      throw new RuntimeError(
        `Cannot assign non-leaf Tensor to parameter '${name}'. Model parameters must be created explicitly. ` +
          `To express '${name}' as a function of another Tensor, compute the value in the forward() method.`,
      )
    this.#members.register('parameter', name, param)
  }

  /**
   * Adds a tensor that is part of the state but not trained, such as a running mean.
   *
   * @param persistent whether the state dict holds it
   */
  register_buffer(
    name: string,
    tensor: Tensor | null,
    persistent: boolean | { persistent?: boolean } = true,
  ): void {
    checkName('buffer', name)
    if (tensor !== null && !(tensor instanceof Tensor))
      throw new TypeError(
        `cannot assign '${typeText(tensor)}' object to buffer '${name}' (torch Tensor or None required)`,
      )
    this.#members.register('buffer', name, tensor)
    const isPersistent = isKeywords(persistent) ? (persistent.persistent ?? true) : Boolean(persistent)
    this.#members.keep(name, isPersistent)
  }

  /** Adds a submodule under any name, also one that is no identifier. */
  add_module(name: string, module: Module | null): void {
    if (module !== null && !((module as unknown) instanceof Module))
      throw new TypeError(`${typeText(module)} is not a Module subclass`)
    this.#members.register('module', name, module)
  }
  register_module(name: string, module: Module | null): void {
    this.add_module(name, module)
  }

  // ---- walks ----

  /** Pairs of name and module: itself as `''`, then all below it, each once. */
  *named_modules(
    memo?: Set<Module> | null | WalkKeywords,
    prefix = '',
    remove_duplicate = true,
  ): Generator<[string, Module]> {
    if (memo && !(memo instanceof Set))
      throw new TypeError(`argument of type '${typeName(memo)}' is not iterable`)
    yield* this.#walk(remove_duplicate ? (memo ?? new Set()) : null, prefix)
  }
  *#walk(memo: Set<Module> | null, prefix: string): Generator<[string, Module]> {
    if (memo?.has(this)) return
    memo?.add(this)
    yield pair(prefix, this)
    for (const [name, module] of this.#members.own<Module>('module'))
      yield* module.#walk(memo, under(prefix, name))
  }
  /** This module and all below it, each once. */
  *modules(): Generator<Module> {
    for (const [, module] of this.named_modules()) yield module
  }
  /** The submodules, not theirs, with names. */
  *named_children(): Generator<[string, Module]> {
    const seen = new Set<Module>()
    for (const [name, module] of this.#members.own<Module>('module')) {
      if (seen.has(module)) continue
      seen.add(module)
      yield pair(name, module)
    }
  }
  /** The submodules, not theirs. */
  *children(): Generator<Module> {
    for (const [, module] of this.named_children()) yield module
  }

  *#named(kind: Kind, prefix: string, recurse: boolean): Generator<[string, Tensor]> {
    const seen = new Set<Tensor>()
    const modules: Iterable<[string, Module]> = recurse ? this.#walk(new Set(), prefix) : [[prefix, this]]
    for (const [path, module] of modules)
      for (const [name, tensor] of module.#members.own<Tensor>(kind)) {
        if (seen.has(tensor)) continue
        seen.add(tensor)
        yield pair(under(path, name), tensor)
      }
  }
  /** Pairs of name and parameter, of this module and all below it. */
  *named_parameters(prefix: string | WalkKeywords = '', recurse = true): Generator<[string, Parameter]> {
    yield* this.#named('parameter', prefix as string, recurse) as Generator<[string, Parameter]>
  }
  /** The parameters of this module and all below it: what an optimizer takes. */
  *parameters(recurse: boolean | WalkKeywords = true): Generator<Parameter> {
    for (const [, parameter] of this.named_parameters('', recurse as boolean)) yield parameter
  }
  *named_buffers(prefix: string | WalkKeywords = '', recurse = true): Generator<[string, Tensor]> {
    yield* this.#named('buffer', prefix as string, recurse)
  }
  *buffers(recurse: boolean | WalkKeywords = true): Generator<Tensor> {
    for (const [, buffer] of this.named_buffers('', recurse as boolean)) yield buffer
  }

  /** The module at a dotted path: `net.get_submodule('features.0')`. */
  get_submodule(target: string): Module {
    checkTarget('get_submodule', target, 'split')
    let module: Module = this
    for (const name of target === '' ? [] : target.split('.')) {
      const next = module.#members.own<Module>('module').find(([own]) => own === name)
      if (!next) throw module.#missing(name, 'an nn.Module')
      module = next[1]
    }
    return module
  }
  /** The parameter at a dotted path. */
  get_parameter(target: string): Parameter {
    checkTarget('get_parameter', target, 'rpartition')
    return this.#at<Parameter>('parameter', target)
  }
  /** The buffer at a dotted path. */
  get_buffer(target: string): Tensor {
    checkTarget('get_buffer', target, 'rpartition')
    return this.#at('buffer', target)
  }
  #at<T>(kind: Kind, target: string): T {
    const dot = target.lastIndexOf('.')
    const module = this.get_submodule(target.slice(0, Math.max(dot, 0)))
    const found = module.#members.own<T>(kind).find(([own]) => own === target.slice(dot + 1))
    if (!found)
      throw module.#missing(target.slice(dot + 1), kind === 'buffer' ? 'a buffer' : 'an nn.Parameter')
    return found[1]
  }
  #missing(name: string, wanted: string): AttributeError {
    return new AttributeError(
      name in this ? `\`${name}\` is not ${wanted}` : `${this._get_name()} has no attribute \`${name}\``,
    )
  }

  // ---- state ----

  /** Which form of the class's state this is: what an older form lacks is added when it is loaded. */
  get _version(): number {
    return 1
  }

  /** Parameters and persistent buffers by dotted name. The tensors share memory with the module. */
  state_dict(...given: StateArguments): StateDict {
    const { destination: into, prefix, keep_vars } = stateKeywords(given)
    // A plain object is a dict, too.
    if (isKeywords(into))
      return Object.assign(into, Object.fromEntries(this.state_dict({ prefix, keep_vars }))) as StateDict
    let destination = into ?? withMetadata(new OrderedDict<string, Tensor>())
    const own = { version: this._version }
    metadataOf(destination)?.set(prefix.slice(0, -1), own)
    this._save_to_state_dict(destination, prefix, keep_vars)
    for (const [name, module] of this.#members.own<Module>('module'))
      module.state_dict({ destination, prefix: `${prefix}${name}.`, keep_vars })
    for (const hook of this.#hooks?.state?.values() ?? [])
      destination = (hook(this, destination, prefix, own) as StateDict | null | undefined) ?? destination
    return destination
  }

  /** Puts what the state dict holds of this module alone into it. */
  _save_to_state_dict(destination: StateDict, prefix: string, keep_vars: boolean): void {
    for (const [name, tensor] of this._own_state())
      destination.set(prefix + name, keep_vars ? tensor : tensor.detach())
    if (this.get_extra_state !== Module.prototype.get_extra_state)
      destination.set(prefix + extraState, this.get_extra_state() as Tensor)
  }
  /** Fills this module alone, after the hooks that come before that. */
  _load_from_state_dict(...args: LoadArguments): void {
    for (const hook of [...(this.#hooks?.load?.values() ?? [])]) hook(...args)
    loadOwnState(this, ...args)
    const [given, prefix, , strict, missing, unexpected] = args
    const key = prefix + extraState
    if (this.set_extra_state !== Module.prototype.set_extra_state) {
      if (given.has(key)) this.set_extra_state(given.get(key))
      else if (strict) missing.push(key)
    } else if (strict && given.has(key)) unexpected.push(key)
  }
  /** What loading is followed by. */
  _loaded(keys: IncompatibleKeys): void {
    for (const hook of this.#hooks?.loaded?.values() ?? [])
      if ((hook(this, keys) ?? null) !== null)
        throw new AssertionError(
          'Hooks registered with ``register_load_state_dict_post_hook`` are notexpected to return new values, if ' +
            'incompatible_keys need to be modified,it should be done inplace.',
        )
  }
  /** What else belongs to the state: a class that writes both has it in its state dict under `_extra_state`. */
  get_extra_state(): unknown {
    throw extraStateMissing('get_extra_state')
  }
  set_extra_state(_state: unknown): void {
    throw extraStateMissing('set_extra_state')
  }

  /** What the state dict holds of this module alone. */
  _own_state(): [string, Tensor][] {
    const buffers = this.#members.own<Tensor>('buffer').filter(([name]) => this.#members.isKept(name))
    return [...this.#members.own<Tensor>('parameter'), ...buffers]
  }

  /**
   * Copies values into the parameters and buffers.
   *
   * @param strict whether the names must be exactly the module's
   * @throws RuntimeError naming every key that is missing, unexpected or of another shape
   */
  load_state_dict(
    state_dict: Iterable<readonly [string, Tensor]> | Record<string, Tensor>,
    strict: boolean | { strict?: boolean } = true,
  ): IncompatibleKeys {
    const isStrict = isKeywords(strict) ? (strict.strict ?? true) : Boolean(strict)
    return loadStateDict(this, state_dict, isStrict)
  }

  /** Submodules with names, each as often as it is an attribute: the state dict repeats what is shared. */
  _own_modules(): [string, Module][] {
    return this.#members.own<Module>('module')
  }

  /** The parameters of this module alone, those that are null among them. What is written here is the module's. */
  get _parameters(): OrderedDict<string, Parameter | null> {
    return this.#members.dict<Parameter>('parameter')
  }
  get _buffers(): OrderedDict<string, Tensor | null> {
    return this.#members.dict<Tensor>('buffer')
  }
  get _modules(): OrderedDict<string, Module | null> {
    return this.#members.dict<Module>('module')
  }

  /** What PyTorch's module of this class keeps besides, made from the rest: files of whole modules have it. */
  _derived_state(): Record<string, unknown> {
    return {}
  }
  /** Whether anything was hooked in. */
  _is_hooked(): boolean {
    return Object.values(this.#hooks ?? {}).some((hooks: Map<number, unknown> | undefined) => hooks?.size)
  }

  /** Takes an attribute off. */
  _remove(name: string): void {
    this.#members.remove(name)
  }

  // ---- modes and conversions ----

  /** Sets training mode here and below; returns the module. */
  train(mode = true): this {
    if (typeof mode !== 'boolean') throw new ValueError('training mode is expected to be boolean')
    this.training = mode
    for (const module of this.children()) module.train(mode)
    return this
  }
  /** Leaves training mode: the same as `train(false)`. */
  eval(): this {
    return this.train(false)
  }
  /** Calls `fn` with every module below this one, then with this one. */
  apply(fn: (module: Module) => void): this {
    for (const module of this.children()) module.apply(fn)
    fn(this)
    return this
  }
  /** Switches gradients of all parameters on or off. */
  requires_grad_(requires_grad = true): this {
    for (const parameter of this.parameters()) parameter.requires_grad_(requires_grad)
    return this
  }
  /** Forgets all gradients; with `set_to_none: false` they become zeros. (The default is PyTorch 2's.) */
  zero_grad(set_to_none: boolean | { set_to_none?: boolean } = true): void {
    const given: unknown = isKeywords(set_to_none) ? (set_to_none.set_to_none ?? true) : set_to_none
    const forget = Boolean(given)
    for (const parameter of this.parameters()) forgetGradient(parameter, forget)
  }

  /** Converts parameters, buffers and gradients in place. */
  _apply(convert: (tensor: Tensor) => Tensor): this {
    no_grad(() => {
      for (const module of this.modules())
        for (const [, tensor] of [
          ...module.#members.own<Tensor>('parameter'),
          ...module.#members.own<Tensor>('buffer'),
        ]) {
          const { grad } = tensor
          tensor.grad = null
          tensor.data = convert(tensor.data)
          if (grad) tensor.grad = convert(grad)
        }
    })
    return this
  }
  /** Moves to a device or casts floating-point parameters and buffers to a dtype; returns the module. */
  to(...given: ConversionTarget[]): this {
    return this._apply(conversionTo(given))
  }
  #cast(dtype: DType): this {
    return this._apply((tensor) => (tensor.is_floating_point() ? tensor.to(dtype) : tensor))
  }
  float(): this {
    return this.#cast(float32)
  }
  double(): this {
    return this.#cast(float64)
  }
  half(): this {
    return this.#cast(float16)
  }
  bfloat16(): this {
    return this.#cast(bfloat16)
  }
  /** Casts all parameters and buffers, whatever they hold. */
  type(dst_type: DType | string): this {
    return this._apply((tensor) => tensor.type(dst_type) as Tensor)
  }
  /** Moves to a device without the values. */
  to_empty(device: Device | string | { device: Device | string }): this {
    const keywords = isKeywords(device) ? device : { device }
    return this._apply((tensor) => call('empty_like', [tensor, keywords]) as Tensor)
  }
  /** All memory is one process's here: nothing to do. */
  share_memory(): this {
    return this
  }
  cpu(): this {
    return this.to('cpu')
  }
  xpu(_device: unknown = null): this {
    throw new RuntimeError('PyTorch is not linked with support for xpu devices')
  }
  ipu(_device: unknown = null): this {
    throw new RuntimeError('PyTorch is not linked with support for ipu devices')
  }
  cuda(): this {
    return this.to('cuda')
  }

  // ---- hooks ----

  /** Calls `hook(module, args, output)` after every `forward`; what it returns replaces the output. */
  register_forward_hook(hook: ForwardHook<Module>): RemovableHandle {
    return addHook((this.#hooks ??= {}), 'forward', hook)
  }
  /** Calls `hook(module, args)` before every `forward`; what it returns replaces the arguments. */
  register_forward_pre_hook(hook: ForwardPreHook<Module>): RemovableHandle {
    return addHook((this.#hooks ??= {}), 'pre', hook)
  }
  /** Calls `hook(module, grad_input, grad_output)` in the backward pass; what it returns replaces `grad_input`. */
  register_full_backward_hook(hook: BackwardHook<Module>): RemovableHandle {
    this.#seesWhole(true)
    return addHook((this.#hooks ??= {}), 'backward', hook)
  }
  /** The old form: `hook` sees the gradients of the module's last op alone. Use `register_full_backward_hook`. */
  register_backward_hook(hook: BackwardHook<Module>): RemovableHandle {
    this.#seesWhole(false)
    return addHook((this.#hooks ??= {}), 'last', hook)
  }
  #seesWhole(value: boolean): void {
    if (this.#isFullBackwardHook === !value)
      throw new RuntimeError(
        'Cannot use both regular backward hooks and full backward hooks on a single Module. Please use only one of them.',
      )
    this.#isFullBackwardHook = value
  }
  /** Calls `hook(module, incompatible_keys)` after the state was loaded; it may change the keys in place. */
  register_load_state_dict_post_hook(hook: LoadedHook<Module>): RemovableHandle {
    return addHook((this.#hooks ??= {}), 'loaded', hook)
  }
  /** Calls `hook(state_dict, prefix, …)` before the state of this module is loaded; it may change the dict. */
  _register_load_state_dict_pre_hook(
    hook: (...args: any[]) => unknown,
    with_module: boolean | { with_module?: boolean } = false,
  ): RemovableHandle {
    const isGiven = isKeywords(with_module) ? with_module.with_module : with_module
    const own = isGiven ? (...args: LoadArguments) => hook(this, ...args) : hook
    return addHook((this.#hooks ??= {}), 'load', own)
  }
  /** Calls `hook(module, state_dict, prefix, local_metadata)` on what `state_dict` made. */
  _register_state_dict_hook(hook: StateHook<Module>): RemovableHandle {
    return addHook((this.#hooks ??= {}), 'state', hook)
  }
  get _forward_hooks(): OrderedDict<number, unknown> {
    return hooksOf((this.#hooks ??= {}), 'forward')
  }
  get _forward_pre_hooks(): OrderedDict<number, unknown> {
    return hooksOf((this.#hooks ??= {}), 'pre')
  }
  get _backward_hooks(): OrderedDict<number, unknown> {
    return hooksOf((this.#hooks ??= {}), this.#isFullBackwardHook === false ? 'last' : 'backward')
  }

  // ---- text ----

  /** What the repr shows between the parentheses of this module's own line. */
  extra_repr(): string {
    return ''
  }
  /** The class name, as PyTorch prints it. */
  _get_name(): string {
    return (Object.getPrototypeOf(this) as Module).constructor.name
  }
  [reprSymbol](repr: (value: unknown) => string): string {
    if (!(#isSettled in this)) refuseCallBeforeInit(this, '__repr__')
    const extra = this.extra_repr()
    const extraLines = extra === '' ? [] : extra.split('\n')
    const childLines = this.#members
      .own<Module>('module')
      .map(([name, module]) => `(${name}): ${indent(repr(module))}`)
    const lines = [...extraLines, ...childLines]
    if (lines.length === 0) return `${this._get_name()}()`
    if (extraLines.length === 1 && childLines.length === 0) return `${this._get_name()}(${extraLines[0]})`
    return `${this._get_name()}(\n  ${lines.join('\n  ')}\n)`
  }
  toString(): string {
    return moduleText(this)
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return visible(moduleText(this))
  }
}

const extraStateMissing = (method: string): RuntimeError =>
  new RuntimeError(
    `Reached a code path in Module.${method}() that should never be called. Please file an issue at ` +
      'https://github.com/pytorch/pytorch/issues/new?template=bug-report.yml to report this bug.',
  )

const isModule = (value: unknown): value is Module => value instanceof Module
const moduleText = (module: Module): string => module[reprSymbol]((value) => String(value))
const indent = (text: string): string => text.replaceAll('\n', '\n  ')

/** Refuses paths that are no texts, as Python does when `method` first asks one for `attribute`. */
function checkTarget(method: string, target: unknown, attribute: string): void {
  if (typeof target === 'string') return
  if (target === undefined) throw missingArguments(`${method}()`, ['target'])
  throw new AttributeError(`'${typeName(target)}' object has no attribute '${attribute}'`)
}

// As Python prints what goes through a module: `<generator object Module.parameters at 0x…>`.
for (const name of Object.getOwnPropertyNames(Module.prototype)) {
  const method: unknown = Object.getOwnPropertyDescriptor(Module.prototype, name)?.value
  if (
    typeof method !== 'function' ||
    Object.prototype.toString.call(method.prototype) !== '[object Generator]'
  )
    continue
  Object.defineProperty(method.prototype, reprSymbol, {
    value(this: object) {
      return `<generator object Module.${name} at ${addressOf(this)}>`
    },
  })
}

pythonicMethods(Module.prototype, 'Module', [
  'register_forward_hook(self, hook)',
  'register_forward_pre_hook(self, hook)',
  'register_full_backward_hook(self, hook)',
  'register_backward_hook(self, hook)',
  'register_load_state_dict_post_hook(self, hook)',
  'type(self, dst_type)',
  'share_memory(self)',
  'to_empty(self, *, device)',
  'register_buffer(self, name, tensor, persistent = True)',
  'register_parameter(self, name, param)',
  'add_module(self, name, module)',
  'register_module(self, name, module)',
  'apply(self, fn: callable)',
  'parameters(self, recurse = True)',
  'buffers(self, recurse = True)',
  "named_parameters(self, prefix = '', recurse = True)",
  "named_buffers(self, prefix = '', recurse = True)",
  "named_modules(self, memo = None, prefix = '', remove_duplicate = True)",
  'named_children(self)',
  'children(self)',
  'modules(self)',
  'train(self, mode = True)',
  'requires_grad_(self, requires_grad = True)',
  'zero_grad(self, set_to_none = True)',
  'cpu(self)',
  'cuda(self, device = None)',
  'eval(self)',
  'float(self)',
  'double(self)',
  'half(self)',
  'bfloat16(self)',
  'get_submodule(self, target)',
  'get_parameter(self, target)',
  'get_buffer(self, target)',
  'load_state_dict(self, state_dict: dict_itself, strict = True)',
  'xpu(self, device = None)',
  'ipu(self, device = None)',
  'get_extra_state(self)',
  'set_extra_state(self, state)',
  '_apply(self, fn: callable)',
  '_get_name(self)',
  'extra_repr(self)',
])
