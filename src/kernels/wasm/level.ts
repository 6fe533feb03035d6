// What vector instructions the engine has, and modules of them on the arena's memory.
//
// | DLTORCH_SIMD | what large tensors run on                                                    |
// | ------------ | ---------------------------------------------------------------------------- |
// | `off`        | the loops in JavaScript                                                      |
// | `simd`       | four float32 at a time; a product that is added rounds twice                 |
// | `relaxed`    | the same with a fused multiply-add, which PyTorch's code has too; by default |
//
// What the engine does not validate is not used, whatever was asked for.
import { setFlagsFromString } from 'node:v8'
import { getArena } from '../../memory/allocate.js'
import { wasm } from '../../memory/web-assembly.js'
import type { Callable, Lesson } from './thread-code.js'
import { Func, Module } from './assembler.js'
import { type Code, f32x4 } from './instructions.js'

export type Level = 'off' | 'simd' | 'relaxed'

let found: Level | undefined

/** What is used; found out once. */
export function level(): Level {
  return (found ??= findLevel(process.env.DLTORCH_SIMD ?? 'relaxed'))
}

/** Says what is used, from here on; for tests and measurements. Returns what was. */
export function setLevel(asked: Level): Level {
  const before = level()
  found = findLevel(asked)
  return before
}

function validates(body: (x: Code) => Code): boolean {
  const func = new Func(['v128'], ['v128'])
  func.do(body(func.param(0).get))
  const module = new Module()
  module.add(func)
  return wasm.validate(module.bytes())
}

function findLevel(asked: string): Level {
  try {
    if (asked === 'off' || getArena() === null || !validates((x) => f32x4.add(x, x))) return 'off'
    if (asked === 'simd') return 'simd'
    const fuses = (): boolean => validates((x) => f32x4.madd(x, x, x))
    if (fuses()) return 'relaxed'
    // Node 20 has it behind a flag; an engine that has it without one complains of the flag.
    setFlagsFromString('--experimental-wasm-relaxed-simd')
    return fuses() ? 'relaxed' : 'simd'
  } catch {
    return 'off'
  }
}

/** `x * y + z` in float32, by what the engine has. */
export const hasMadd = (): boolean => level() === 'relaxed'

export type Exports = Record<string, (...numbers: number[]) => number>

const modules = new Map<string, Exports>()

/** The functions of a module by its name, written when they are first asked for. */
export function compiled(name: string, write: (name: string) => Module): Exports {
  const key = `${level()} ${name}`
  let exports = modules.get(key)
  if (exports === undefined) modules.set(key, (exports = compile(write(name))))
  return exports
}

/** Where a function comes from, for threads that have to make their own of it. */
const sources = new WeakMap<object, Pick<Lesson, 'module' | 'name'>>()

/** The module of a function that `compile` made, and its name there. */
export const sourceOf = (call: Callable): Pick<Lesson, 'module' | 'name'> => sources.get(call)!

/**
 * The functions of a module, compiled to the end at once: a first run in slow code would last longer than that.
 *
 * Note [Loops of sums]. A loop that adds products to as many sums as there are registers wants to be compiled as it is written.
 * V8 writes a loop's body twice, and its first time before it, and orders what is pure in such a copy otherwise: all factors are
 * loaded first, no registers are left for them, and some of the sums live in memory. So
 *
 * - modules of such loops are compiled with neither (`keepsLoops`), and
 * - after a loop the last of its sums is used first: V8 orders pure code backwards from where it is used, so that products then
 *   stand in the loop as they were written, each right after its factor was loaded.
 */
export function compile(module: Module): Exports {
  const memory = getArena()!.memory
  // Flags hold for modules that are compiled while they are set.
  const flags = ['liftoff', 'wasm-lazy-compilation']
  if (module.keepsLoops) flags.push('wasm-loop-unrolling', 'wasm-loop-peeling')
  for (const flag of flags) setFlagsFromString(`--no-${flag}`)
  try {
    const source = new wasm.Module(module.bytes())
    const exports = new wasm.Instance(source, { arena: { memory } }).exports as Exports
    for (const name of Object.keys(exports)) sources.set(exports[name], { module: source, name })
    return exports
  } finally {
    for (const flag of flags) setFlagsFromString(`--${flag}`)
  }
}
