// A loop over float32 numbers that lie side by side in several memories: four at a time, and the last ones each in all
// lanes. For kernels that read and write several memories at once.
import { Func } from './assembler.js'
import { type Code, during, i32, type Local, v128 } from './instructions.js'
import { Context } from './context.js'
import { SingleMath } from './single-math.js'

/** What a body does with a place: reads memory `k`, or writes to it. */
export interface Access {
  read(memory: number): Code
  write(memory: number, value: Code): void
}

/**
 * A function of `memories` addresses, a count, and `scalars` float32 numbers. The body is written for four elements and for
 * one.
 */
export function denseLoop(
  memories: number,
  scalars: number,
  body: (math: SingleMath, access: Access, given: readonly Code[]) => void,
): Func {
  const func = new Func([
    ...new Array<'i32'>(memories).fill('i32'),
    'i32',
    ...new Array<'f32'>(scalars).fill('f32'),
  ])
  const at = Array.from({ length: memories }, (_, k) => func.param(k))
  const left = func.param(memories)
  const given = Array.from({ length: scalars }, (_, k): Local => {
    const local = func.local('v128')
    // The splat of a number.
    func.do(local.set([func.param(memories + 1 + k).get, 0xfd, 19]))
    return local
  })
  const written = (isSingle: boolean): Code => {
    const context = new Context(func)
    body(
      new SingleMath(context),
      {
        read: (k) => context.hold(isSingle ? v128.load32Splat(at[k].get) : v128.load(at[k].get)),
        write: (k, value) =>
          context.code.push(isSingle ? v128.store32Lane(at[k].get, value, 0) : v128.store(at[k].get, value)),
      },
      given.map((local) => local.get),
    )
    return context.code
  }
  const loop = (count: number): Code =>
    during(i32.ge(left.get, i32.const(count)), [
      written(count === 1),
      at.map((one) => one.set(i32.add(one.get, i32.const(4 * count)))),
      left.set(i32.sub(left.get, i32.const(count))),
    ])
  return func.do(loop(4), loop(1))
}
