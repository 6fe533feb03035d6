// Random numbers in bulk, the same stream number for number: the generator's block of 624 made and tempered four numbers at
// a time, and pairs of normal numbers as `transformFloat32` in random/normal.ts makes them, eight at a time.
import type { Memory } from '../kernel.js'
import { Func, Module } from './assembler.js'
import { type Code, during, f32x4, i32, i32x4, type Local, v128, when } from './instructions.js'
import { Context } from './context.js'
import { compiled, level } from './level.js'
import { addressOf, arenaBytes, done, take } from './scratch.js'
import { SingleMath } from './single-math.js'

/** Numbers of a block, and how far ahead the twist looks. */
const N = 624
const M = 397

const advance = (x: Local, by: number): Code => x.set(i32.add(x.get, i32.const(by)))

/** Makes the next block of the last one. Parameter: the block. */
function twist(): Func {
  const func = new Func(['i32'])
  const [at, end, left] = [func.param(0), func.local('i32'), func.local('i32')]
  const [y, word] = [func.local('v128'), func.local('i32')]
  /** Four numbers at a time, with those `ahead` of them. */
  const four = (ahead: number): Code => [
    y.set(
      v128.or(
        v128.and(v128.load(at.get), i32x4.const(-0x80000000)),
        v128.and(v128.load(at.get, 4), i32x4.const(0x7fffffff)),
      ),
    ),
    v128.store(
      at.get,
      v128.xor(
        v128.xor(v128.load(i32.add(at.get, i32.const(4 * ahead))), i32x4.shru(y.get, i32.const(1))),
        v128.and(i32x4.neg(v128.and(y.get, i32x4.const(1))), i32x4.const(0x9908b0df)),
      ),
    ),
    advance(at, 16),
  ]
  const one = (ahead: number, next: Code): Code => [
    word.set(
      i32.or(
        i32.and(i32.load(at.get), i32.const(-0x80000000)),
        i32.and(i32.load(next), i32.const(0x7fffffff)),
      ),
    ),
    i32.store(
      at.get,
      i32.xor(
        i32.xor(i32.load(i32.add(at.get, i32.const(4 * ahead))), i32.shru(word.get, i32.const(1))),
        i32.and(i32.sub(i32.const(0), i32.and(word.get, i32.const(1))), i32.const(0x9908b0df | 0)),
      ),
    ),
    advance(at, 4),
  ]
  const following = i32.add(at.get, i32.const(4))
  const whole = (N - M) >> 2
  const rest = (M - 1) >> 2
  return func.do(
    end.set(at.get),
    left.set(i32.const(whole)),
    during(left.get, [four(M), advance(left, -1)]),
    Array.from({ length: N - M - 4 * whole }, () => one(M, following)),
    left.set(i32.const(rest)),
    during(left.get, [four(M - N), advance(left, -1)]),
    Array.from({ length: M - 1 - 4 * rest }, () => one(M - N, following)),
    one(M - N, end.get),
  )
}

/**
 * Draws `n` float32 in [0, 1), times a width and shifted in one rounding. Parameters: the block, out, n, the next number's
 * place in the block, width, low. Gives the place after the last.
 */
function uniforms(twist: Func): Func {
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'f32', 'f32'], ['i32'])
  const [block, out, n, next, width, low] = [0, 1, 2, 3, 4, 5].map((k) => func.param(k))
  const [scale, shift] = [func.local('v128'), func.local('v128')]
  const tempered = (word: Code): Context => {
    const context = new Context(func)
    const { hold } = context
    const math = new SingleMath(context)
    let y = hold(word)
    y = hold(v128.xor(y, i32x4.shru(y, i32.const(11))))
    y = hold(v128.xor(y, v128.and(i32x4.shl(y, i32.const(7)), i32x4.const(0x9d2c5680))))
    y = hold(v128.xor(y, v128.and(i32x4.shl(y, i32.const(15)), i32x4.const(0xefc60000))))
    y = hold(v128.xor(y, i32x4.shru(y, i32.const(18))))
    const u = math.mul(hold(f32x4.ofI32(v128.and(y, i32x4.const(0xffffff)))), math.constant(2 ** -24))
    result = math.fma(u, scale.get, shift.get)
    return context
  }
  let result: Code = []
  const step = (count: number): Code => {
    const at = i32.add(block.get, i32.shl(next.get, i32.const(2)))
    const { code } = tempered(count === 4 ? v128.load(at) : v128.load32Splat(at))
    return [
      code,
      count === 4 ? v128.store(out.get, result) : v128.store32Lane(out.get, result, 0),
      advance(out, 4 * count),
      advance(next, count),
      advance(n, -count),
    ]
  }
  const isLeft = (count: number): Code =>
    i32.and(i32.ge(n.get, i32.const(count)), i32.le(next.get, i32.const(N - count)))
  return func.do(
    scale.set(f32x4.splat(width.get)),
    shift.set(f32x4.splat(low.get)),
    during(n.get, [
      when(i32.eq(next.get, i32.const(N)), [twist.call(block.get), next.set(i32.const(0))]),
      during(isLeft(4), step(4)),
      during(isLeft(1), step(1)),
    ]),
    next.get,
  )
}

/** Pairs of uniform numbers to normal ones, in place. Parameters: data, blocks of sixteen, deviation, mean. */
function normals(): Func {
  const func = new Func(['i32', 'i32', 'f32', 'f32'])
  const [at, blocks, std, mean] = [0, 1, 2, 3].map((k) => func.param(k))
  const [scale, shift] = [func.local('v128'), func.local('v128')]
  const half = (offset: number): Code => {
    const context = new Context(func)
    const { hold } = context
    const math = new SingleMath(context)
    const c = (value: number): Code => math.constant(value)
    const mask = (bits: Code, wanted: number): Code =>
      hold(i32x4.eq(v128.and(bits, i32x4.const(wanted)), i32x4.const(wanted)))
    // log(1 - u) by exponent and fraction, as in avx_mathfun.h.
    const u = math.sub(c(1), hold(v128.load(at.get, offset)))
    let e = hold(f32x4.ofI32(i32x4.sub(i32x4.shru(u, i32.const(23)), i32x4.const(126))))
    let x = hold(v128.or(v128.and(u, i32x4.const(0x007fffff)), i32x4.const(0x3f000000)))
    const isLow = hold(f32x4.lt(x, c(0.7071067690849304)))
    e = math.sub(e, hold(v128.and(isLow, c(1))))
    x = math.add(math.sub(x, c(1)), hold(v128.and(isLow, x)))
    const z = math.mul(x, x)
    const terms = [
      -0.11514610052108765, 0.11676998436450958, -0.12420140951871872, 0.14249323308467865,
      -0.16668057441711426, 0.2000071406364441, -0.24999994039535522, 0.3333333134651184,
    ]
    let y = terms.reduce<Code>((sum, term) => math.fma(sum, x, c(term)), c(0.07037683576345444))
    y = math.mul(y, x)
    y = math.fma(y, z, math.mul(e, c(-0.00021219444170128554)))
    y = math.fnma(z, c(0.5), y)
    x = math.add(x, y)
    const log = math.fma(e, c(0.693359375), x)
    const radius = hold(f32x4.sqrt(math.mul(c(-2), log)))

    // sin and cos of 2 pi u, reduced by the nearest even multiple of pi / 4.
    let a = math.mul(c(6.2831854820251465), hold(v128.load(at.get, offset + 32)))
    const turned = hold(i32x4.truncSat(math.mul(a, c(1.2732394933700562))))
    const j = hold(v128.and(i32x4.add(turned, i32x4.const(1)), i32x4.const(-2)))
    const turns = hold(f32x4.ofI32(j))
    a = math.fnma(turns, c(0.78515625), a)
    a = math.fnma(turns, c(0.00024187564849853516), a)
    a = math.fnma(turns, c(3.774895063202166e-8), a)
    const square = math.mul(a, a)
    let cos = math.fma(square, c(2.44331567955669e-5), c(-0.0013887316454201937))
    cos = math.fma(cos, square, c(0.04166664555668831))
    cos = math.mul(cos, square)
    cos = math.add(math.fms(cos, square, math.mul(square, c(0.5))), c(1))
    let sin = math.fma(square, c(-0.00019515295571181923), c(0.008332161232829094))
    sin = math.fma(sin, square, c(-0.16666655242443085))
    sin = math.mul(sin, square)
    sin = math.fma(sin, a, a)
    const isSwapped = mask(j, 2)
    const sign = (bits: Code): Code => hold(i32x4.shl(v128.and(bits, i32x4.const(4)), i32.const(29)))
    const sine = hold(v128.xor(math.select(isSwapped, cos, sin), sign(j)))
    const cosine = hold(v128.xor(math.select(isSwapped, sin, cos), sign(hold(i32x4.add(j, i32x4.const(2))))))
    const scaled = (part: Code): Code => math.fma(math.mul(radius, part), scale.get, shift.get)
    const [first, second] = [scaled(cosine), scaled(sine)]
    context.code.push(v128.store(at.get, first, offset), v128.store(at.get, second, offset + 32))
    return context.code
  }
  return func.do(
    scale.set(f32x4.splat(std.get)),
    shift.set(f32x4.splat(mean.get)),
    during(blocks.get, [half(0), half(16), advance(at, 64), advance(blocks, -1)]),
  )
}

const code = () =>
  compiled('random', (name) => {
    const module = new Module(name)
    module.add(uniforms(module.add(twist())), 'uniforms')
    module.add(normals(), 'normals')
    return module
  })

/**
 * Draws `n` float32 `u * width + low`.
 *
 * @param block the generator's, which is brought to its next state
 * @returns the place of the next number in the block, or -1 where nothing was done
 */
export function drawUniforms(
  block: Int32Array,
  next: number,
  out: Memory,
  n: number,
  width: number,
  low: number,
): number {
  const to = level() === 'off' ? 0 : addressOf(out)
  if (to === 0) return -1
  const at = take(block.byteLength)
  if (at === 0) {
    done()
    return -1
  }
  const copy = new Int32Array(arenaBytes().buffer, at, N)
  copy.set(block)
  const after = code().uniforms(at, to, n, next, width, low)
  block.set(copy)
  done()
  return after
}

/** Makes normal numbers of blocks of sixteen uniform ones; false where nothing was done. */
export function makeNormals(data: Memory, blocks: number, mean: number, std: number): boolean {
  const at = level() === 'off' ? 0 : addressOf(data)
  if (at === 0) return false
  code().normals(at, blocks, std, mean)
  return true
}
