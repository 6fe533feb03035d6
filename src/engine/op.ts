// The op table. One entry says everything about one op: signature, doc, maths, gradient. From it come the
// function, the method, the in-place form, binding and its errors, help, completion, types and tests.
//
// Note [Kinds of ops]. An entry has exactly one of:
//
// - `kernel`: a scalar formula, applied to every element. Operands broadcast and are promoted to a common
//   dtype first. Its parameters are the schema's, in order; tensors arrive as elements, numbers as they are
//   (rounded to the dtype that is computed in, as bigint for int64).
// - `view`: geometry (`[sizes, strides, offset]`, or a list of them for `Tensor[]`). The result shares memory.
// - `forward`: a composition of other ops; the gradient comes from them, so no `backward`.
// - `compute`: raw work on memory, run with recording off. It must return new tensors.
// - `mutate`: raw work that writes to `self` in place (`copy_`, `zero_`); the name ends in `_`.
//
// `kernel`, `view`, `compute` and `mutate` need a `backward`; where there is no gradient, `'none'` is written.
//
// Note [Backward formulas]. `backward` has a function for each differentiable parameter: it takes the gradient
// `g` of the first result and an object to destructure *in the parameter list*: what is named there is what is
// saved for the backward pass, and checked against in-place changes. Names: every parameter; `result` or the
// names of the returns; `X_sizes`, `X_strides`, `X_offset`, `X_dtype` and `X_device` of a tensor parameter X, which save no
// tensor; `grads`, the gradients of all results (null where unused); `needs`, a record of which parameters need
// one. Gradients are summed to the parameter's shape and cast to its dtype by the engine, so broadcasting needs
// no care. A parameter that is a list of tensors gives a list. `backward` may also be one function that
// returns a record of gradients by parameter name.
import type { DType } from '../base/dtype.js'
import { NotImplementedError } from '../base/errors.js'
import type { Geometry } from '../base/layout.js'
import { typeName } from '../base/type-name.js'
import type { Tensor } from '../tensor/tensor.js'
import type { OverlapRule } from './overlap.js'
import { type ComplexSteps, type PartsOf, type Loop, Loops, type Vectorized } from '../kernels/loops.js'
import type { RowLoop } from '../kernels/row-loops.js'
import { checkOverloadName, type Schema, parseSchema, pathOf, splitName } from './schema.js'

/** What a backward formula may destructure; see Note [Backward formulas]. */
export type Saved = any
export type BackwardFormula = (g: Tensor, saved: Saved) => Tensor | null | (Tensor | null)[]
export type Backward =
  | Record<string, BackwardFormula>
  | ((g: Tensor, saved: Saved) => Record<string, Tensor | null | (Tensor | null)[]>)

type AnyFunction<R> = (...values: any[]) => R

/** Dtypes of a kernel: computed in, and of the result. A function is given the common dtype and the bound values. */
export type DTypeRule =
  'promote' | 'float' | 'bool' | ((common: DType, ...values: any[]) => readonly [compute: DType, out: DType])

export interface Entry {
  /** One or two sentences that a student could use. */
  readonly doc: string
  /** Code and what printing its value gives; run by the tests. */
  readonly example?: readonly [code: string, output: string]
  /** Other paths below `torch` for the same op: `['absolute', 'special.expit']`; methods where undotted. */
  readonly aliases?: readonly string[]
  /**
   * Default: both where the first parameter is `Tensor self` and the path has no namespace, else function. `'inside'`:
   * PyTorch has no such name; other ops and formulas call it.
   */
  readonly variants?: 'function' | 'method' | 'both' | 'inside'
  /** Whether `name_` exists, which writes to `self`; `'method'`: not as a function of `torch`. */
  readonly inplace?: boolean | 'method'
  /** The class name of the graph node, where it is not the op's name in CamelCase + `Backward0`. */
  readonly node?: string
  /** The class name of the node of the in-place form, where PyTorch counts that as another. */
  readonly inplaceNode?: string
  /** The named tuple a multi-result op returns; default `torch.return_types.<name>`; null for a plain tuple. */
  readonly tuple?: string | null
  /**
   * With `out=`: fills what `to` makes of it for these sizes, where it lies. For what is drawn, since its order is that of
   * memory.
   */
  readonly into?: (to: (sizes: readonly number[]) => Tensor, ...values: any[]) => void
  /**
   * `out=` must have the dtype of the result, else it is refused; a function words that in the op's own way, told which of the
   * results it is, or lets it pass with null.
   */
  readonly exactOut?: true | ((result: DType, out: DType, place: number) => string | null)
  /**
   * Takes its dimensions by name, too, in PyTorch, whose errors list that as a signature of its own; `'refused'`: only
   * to say that it does not take them yet.
   */
  readonly alsoByName?: true | 'refused'
  /** Names under which PyTorch lists one signature for a tensor and a number; else an operand that is both makes two. */
  readonly oneSignature?: readonly string[]
  /** A function of `nn.functional` that PyTorch has in C++: those that it has in Python speak of missing arguments as Python. */
  readonly builtin?: true
  /** PyTorch still knows signatures of earlier versions, so that its errors speak of combinations. */
  readonly oldSignatures?: true
  /** What writing in place, or to `out=`, makes of memory that overlaps. */
  readonly overlap?: OverlapRule
  /** Moves elements without reading them, so that bools stay the bytes they are; see loose-bools.ts. */
  readonly keepsBytes?: true
  /** Checks arguments before anything runs; throws in PyTorch's words. Takes the bound values, then `out` where there is one. */
  readonly validate?: AnyFunction<void>
  /** The same, of the in-place form alone. */
  readonly validateInplace?: AnyFunction<void>

  readonly kernel?: AnyFunction<any>
  /** `kernel` for float32, where a step in between has to be rounded to it. */
  readonly float32?: AnyFunction<any>
  /** Of a kernel with functions, what PyTorch's vector library computes in float32; see Note [Vector functions]. */
  readonly vectorized?: Vectorized
  /**
   * `kernel` for the 16-bit floats, which else compute as float32, where a step in between has to be rounded to them.
   * Made for one of them: given how to round to it, and which it is.
   */
  readonly half?: (round: (x: number) => number, dtype: DType) => AnyFunction<any>
  /** `kernel` for int8 to int32 and uint8, where it differs. */
  readonly int?: AnyFunction<any>
  /** `kernel` for int64, in bigint, where it differs. Results wrap at 64 bits by themselves. */
  readonly bigint?: AnyFunction<any>
  /** `kernel` for bool (operands 0 or 1), where it differs from `int` or `kernel`. */
  readonly bool?: AnyFunction<any>
  /** `kernel` for complex types: takes and returns `Complex` (or what the out dtype takes). */
  readonly complex?: AnyFunction<any>
  /**
   * `complex`, where PyTorch's vectors have other bits, or take infinities otherwise, than its scalars: made for a rounding to the
   * dtype of the parts, and for a part of the loop. See Note [Complex vectors] in kernels/loops.ts.
   */
  readonly complexSteps?: ComplexSteps
  /** The same as `complex`, or as `complexSteps` where there are these, on the parts of complex numbers. */
  readonly complexParts?: PartsOf
  /** Dtypes of `kernel`; default `'promote'`. `'float'`: integers compute in the default float. `'bool'`: a comparison. */
  readonly dtype?: DTypeRule
  /**
   * Refuses dtypes: throws in PyTorch's words. Called with the common dtype of a kernel and the bound values; those
   * that have a default may be left out where they have it.
   */
  readonly refuse?: (common: DType, ...values: any[]) => void

  readonly view?: AnyFunction<Geometry | readonly Geometry[]>
  /** The dtype that a `view` sees the memory as, where it is another. Takes the own dtype and the second argument. */
  readonly sees?: (dtype: DType, value: any) => DType
  readonly forward?: AnyFunction<unknown>
  readonly compute?: AnyFunction<Tensor | readonly Tensor[]>
  readonly mutate?: AnyFunction<void>
  /** `mutate` only: it changes how the tensor looks at its memory, and no element. */
  readonly turns?: true
  /**
   * `compute` and `mutate` only: works on every device, being made of other ops and of the kernels next to it; see
   * Note [Ops on a device] in devices/elementwise.ts. `'mixed'`: its tensors may lie on different ones.
   */
  readonly device?: true | 'mixed'
  readonly backward?: Backward | 'none'
  /** How many of the results, the first ones, have a gradient; default all. */
  readonly differentiable?: number
  /** The gradient is one of real numbers: a complex result that needs one is refused, as by PyTorch's list of ops. */
  readonly realGradient?: true
}

/** What the quick ways of an op know about one dtype and one kind of operands. */
export interface QuickPlan {
  readonly loop: Loop
  readonly outDtype: DType
  /** The further parameter of the formula (`alpha`), as the loop takes it. */
  readonly extra: unknown
  /** The loop over rows, once one was asked for; null where there is none. */
  rows?: RowLoop | null
}

/** An entry with its parsed schema and what is derived from both; one PyTorch overload. */
export class Overload {
  #loaded: Entry | null = null
  #parsed: Schema | null = null
  /** What `kernel` is compiled to. */
  readonly loops: Loops
  /** Plans of the quick ways, by dtype and kinds of operands; see quick.ts. */
  readonly quick: (QuickPlan | null)[] = []
  /** What each set of inputs that need gradients saves; see record.ts. */
  readonly plans: unknown[] = []

  readonly #load: () => void

  constructor(
    readonly text: string,
    readonly path: string,
    /** Whether `name_` exists. */
    readonly inplace: boolean,
    load: () => void,
  ) {
    this.#load = load
    this.loops = new Loops(text)
  }

  /** Loads the family at the first use; see Note [Families load late]. */
  get entry(): Entry {
    return this.#loaded ?? this.#fetch()
  }

  #fetch(): Entry {
    this.#load()
    if (this.#loaded === null) throw new Error(`internal: its family has no ${this.text} (npm run generate)`)
    return this.#loaded
  }

  fill(entry: Entry): void {
    this.#loaded = entry
  }

  /** Parsed at the first call: hundreds of ops start with the program, few are used. */
  get schema(): Schema {
    return (this.#parsed ??= parseSchema(this.text))
  }

  #list: boolean | null = null
  /** Whether a call gives a tuple of tensors, as `split` does. */
  get returnsList(): boolean {
    return (this.#list ??= this.schema.returns[0].type.endsWith('[]'))
  }

  #requiresGradIndex: number | null = null
  /** Where `requires_grad` stands among the parameters, -1 for most ops. */
  get requiresGradAt(): number {
    return (this.#requiresGradIndex ??= this.schema.params.findIndex(
      (param) => param.name === 'requires_grad',
    ))
  }

  #deviceIndex: number | null = null
  /** Where `device` stands among the parameters, -1 for most ops. */
  get deviceAt(): number {
    return (this.#deviceIndex ??= this.schema.params.findIndex((param) => param.name === 'device'))
  }

  #className: string | null = null
  /** The name of the graph node. */
  get nodeName(): string {
    return (this.#className ??= this.entry.node ?? `${camelCase(this.schema.name)}Backward0`)
  }
}

const camelCase = (name: string): string =>
  name
    .replace(/_+$/, '')
    .split('_')
    .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
    .join('')

/** What a call with one tensor and nothing else runs. */
export interface BareCall {
  readonly overload: Overload
  readonly defaults: readonly unknown[]
}

/** An overload that a quick way may take. */
export interface QuickState {
  readonly overload: Overload
  readonly operands: number
  /** Defaults of the parameters that follow. */
  readonly rest: readonly unknown[]
}

/** The overload for tensors, the first, and the one that a number as second operand gets. */
export interface QuickStates {
  readonly tensors: QuickState | null
  readonly number: QuickState | null
}

/** What is true of all overloads of a path, as bits of a mark. */
export const marks = {
  /** It is a function of `torch`. */
  function: 1,
  /** It is a method of tensors. */
  method: 2,
  /** `name_` exists, which writes to the first argument. */
  inplace: 4,
  /** `name_` is a function of `torch`, too: never in a namespace that is made of aliases. */
  inplaceFunction: 8,
  /** It is no name of PyTorch's, so that nobody but other ops and formulas can call it. */
  inside: 16,
}

/** All overloads of one path below `torch`. */
export class Op {
  #overloads: readonly Overload[] | null = null

  /** @param place where the index lists its overloads; -1 where they are added one by one */
  constructor(
    readonly path: string,
    public mark = 0,
    readonly place = -1,
  ) {}
  get name(): string {
    return this.path.slice(this.path.lastIndexOf('.') + 1)
  }

  get overloads(): readonly Overload[] {
    return (this.#overloads ??= this.place < 0 ? [] : index.overloadsAt(this.place))
  }

  add(overload: Overload, mark: number): void {
    this.#overloads = [...this.overloads, overload]
    this.mark |= mark
  }

  /** Whether `name_` exists, which writes to the first argument. */
  get inplace(): boolean {
    return (this.mark & marks.inplace) !== 0
  }
  get inplaceFunction(): boolean {
    return (this.mark & marks.inplaceFunction) !== 0
  }
  get isInside(): boolean {
    return (this.mark & marks.inside) !== 0
  }

  /** What a call with one tensor and nothing else runs, once quick.ts has found it. */
  bare: BareCall | null | undefined
  /** The function that calls it, once functions.ts has made it. */
  asFunction: ((...args: unknown[]) => unknown) | undefined
  /** The function that calls its form in place, likewise. */
  asInplace: ((...args: unknown[]) => unknown) | undefined
  /** What the quick ways run, likewise. */
  quick: QuickStates | undefined
  /** What its in-place form binds, likewise. */
  inplaceForm: { readonly overloads: readonly Overload[]; readonly schemas: readonly Schema[] } | undefined
}

/** The table: dotted path below `torch` → op. Methods are listed by bare name. */
export const ops = new Map<string, Op>()
/** Entries that are methods only, or both, by method name. */
export const methods = new Map<string, Op>()

const kinds = ['kernel', 'view', 'forward', 'compute', 'mutate'] as const

/** What finds the overloads that the index of the built program lists; see op-index.ts. */
export interface Index {
  overloadsAt(place: number): readonly Overload[]
  /** The overload with this text. */
  overloadOf(text: string): Overload | undefined
}
let index: Index = { overloadsAt: () => [], overloadOf: () => undefined }
export function setIndex(value: Index): void {
  index = value
}

const nothing = (): void => {}

/**
 * Puts an op in the table.
 *
 * @param text the signature, as in native_functions.yaml: `sigmoid(Tensor self) -> Tensor`. `...options` stands
 *   for dtype, layout, device, pin_memory and requires_grad. Several entries of one name are overloads, told
 *   apart by `name.overload`; a call takes the first that fits.
 */
export function op(text: string, entry: Entry): void {
  const present = kinds.filter((kind) => entry[kind] !== undefined)
  if (present.length !== 1)
    throw new Error(`internal: ${text} has ${present.join(' and ') || 'no'} implementation`)
  if ((present[0] === 'forward') !== (entry.backward === undefined))
    throw new Error(`internal: ${text}: backward goes with ${present[0]} the other way round`)
  const listed = index.overloadOf(text)
  if (listed !== undefined) return listed.fill(entry)
  if (splitName(text.slice(0, text.indexOf('('))).overload !== '') checkOverloadName(parseSchema(text))
  put(text, entry)
}

/** Puts an entry that no index lists in the table, under all its names. */
function put(text: string, entry: Entry): void {
  const { aliases = [], inplace } = entry
  const end = text.indexOf('(')
  const path = pathOf(text.slice(0, end))
  const overload = new Overload(text, path, inplace !== undefined && inplace !== false, nothing)
  overload.fill(entry)
  const hasSelf = text.startsWith('Tensor self', end + 1)
  const variants = entry.variants ?? (hasSelf && !path.includes('.') ? 'both' : 'function')
  for (const name of [path, ...aliases]) {
    let mark = overload.inplace ? marks.inplace : 0
    if (inplace === true && (!name.includes('.') || name.startsWith('_C.'))) mark |= marks.inplaceFunction
    if (variants === 'inside') mark |= marks.inside
    if (variants !== 'method') add(ops, name, overload, mark | marks.function)
    if ((variants === 'method' || variants === 'both') && !name.includes('.'))
      add(methods, name, overload, mark | marks.method)
  }
}

/** Stands in an entry for what is to be written; `npm run new:op` puts it there, and the test of the table finds it. */
export function notWritten(name: string, ...given: unknown[]): never {
  const values = given.map((value) => typeName(value)).join(', ')
  throw new NotImplementedError(`${name} is not written yet, and was given (${values})`)
}

const overloadName = ({ text }: Overload): string => splitName(text.slice(0, text.indexOf('('))).overload

function refuseTwice(name: string, overloads: readonly Overload[]): void {
  const names = overloads.map(overloadName)
  const twice = names.find((own, i) => names.indexOf(own) < i)
  if (twice !== undefined)
    throw new Error(`internal: '${name}' stands twice in the table${twice && `, as overload '${twice}'`}`)
}

function add(table: Map<string, Op>, name: string, overload: Overload, mark: number): void {
  let known = table.get(name)
  if (!known) table.set(name, (known = new Op(name)))
  // The first entry says whether a path is an inside one.
  const isFirst = known.overloads.length === 0
  known.add(overload, isFirst ? mark : mark & ~marks.inside)
  refuseTwice(name, known.overloads)
}
