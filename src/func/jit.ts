// `torch.jit` and `torch.compile`: programs run as they are written here, so that what would be compiled is given back as it is,
// which is said once.
import { isKeywords } from '../base/keywords.js'
import { warn } from '../base/warnings.js'
import { leftOutModule, refusing } from '../ops/left-out.js'

const because = 'programs are neither traced nor compiled nor exported here; they run as they are written'
const save = 'save the state_dict() of a module with torch.save'

const said = new Set<string>()
function note(name: string): void {
  if (said.has(name)) return
  said.add(name)
  warn(`${name} compiles nothing here: what it is given runs as it is written`)
}

/** A function or a module as it is. */
function asItIs<F>(name: string): (given: F, ..._options: unknown[]) => F {
  return (given) => {
    note(name)
    return given
  }
}
/** What only tells a compiler something: the function as it is, or with options a decorator. */
function mark(given?: unknown): unknown {
  return typeof given === 'function' ? given : (f: unknown) => f
}

export interface Jit {
  /** The function or the module as it is. */
  readonly script: <F>(obj: F, ..._options: unknown[]) => F
  /** The function as it is; example inputs are not needed. */
  readonly trace: <F>(func: F, ..._options: unknown[]) => F
  /** The module as it is. */
  readonly trace_module: <F>(mod: F, ..._options: unknown[]) => F
  /** The module as it is. */
  readonly freeze: <F>(mod: F, ..._options: unknown[]) => F
  /** The module as it is. */
  readonly optimize_for_inference: <F>(mod: F, ..._options: unknown[]) => F
  readonly [name: string]: unknown
}

/** What is in `torch.jit` and no more: other names are refused. */
const names = {
  script: asItIs('torch.jit.script'),
  trace: asItIs('torch.jit.trace'),
  trace_module: asItIs('torch.jit.trace_module'),
  freeze: asItIs('torch.jit.freeze'),
  optimize_for_inference: asItIs('torch.jit.optimize_for_inference'),
  ignore: mark,
  unused: mark,
  export: mark,
  script_method: mark,
  script_if_tracing: mark,
  /** The value: a type is no more than a note. */
  annotate: (_type: unknown, value: unknown): unknown => value,
  is_scripting: (): boolean => false,
  is_tracing: (): boolean => false,
  save: refusing('torch.jit.save', `${because}; ${save}`),
  load: refusing('torch.jit.load', `${because}; ${save}`),
}
export const jit: Jit = leftOutModule('torch.jit', because, names) as Jit

export interface Compile {
  <F>(model: F, ..._options: unknown[]): F
  (options?: object): <F>(model: F) => F
}
/** The function or the module as it is; without one, a decorator that gives it back. */
export const compile: Compile = ((model?: unknown) => {
  note('torch.compile')
  if (model === undefined || model === null || isKeywords(model)) return (given: unknown) => given
  return model
}) as Compile
