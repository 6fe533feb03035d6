// Compiles a scalar formula into a loop over typed arrays. Each loop is a function of its own, so that V8 sees
// one element kind and one formula in it and inlines the call.
//
// From some thousand elements on, loops run on vectors, where the formula can be written as their code; from some hundred on,
// where the bits are the same and the loop has done so much that starting them pays.
import { bool, complex64, type DType, float32, type TypedArray } from '../base/dtype.js'
import { Complex } from '../base/scalar.js'
import { readElement, writeElement } from '../memory/elements.js'
import { type RowLoop, rowLoop } from './row-loops.js'
import { type Known, type Strided } from './strided.js'
import { countUp, type Formula, type LargeLoop, SHORT_FROM, VECTORS_FROM } from './warm-up.js'
import { loadVectors } from './wasm/load.js'

/**
 * Applies a formula `n` times. Arguments after `out, outOffset, outStride`: for an operand that is a tensor its
 * array, offset and stride; for any other its value.
 */
export type Loop = (
  n: number,
  out: TypedArray,
  outOffset: number,
  outStride: number,
  ...operands: unknown[]
) => void

/**
 * Which elements of a float32 loop PyTorch computes with its vector library, whose functions round otherwise than those of C:
 * all; or by sixteens, what is left being the C library's; so powers, but for those that are multiplied out; or none. See
 * Note [Vector functions].
 *
 * Note [Vector functions]. A formula with functions has two results to the bit, one by vectors and one by the loop in JavaScript,
 * and PyTorch has both: `exp(x)` is by vectors at any size, in steps where `x` has gaps (`IMPLEMENT_VML_KERNEL`);
 * `sigmoid(x)` as far as sixteen elements lie together, and else by the C library (`cpu_kernel_vec` in
 * native/cpu/Loops.h). So these loops start vectors at any size; where the engine has none, JavaScript computes all.
 */
export type Vectorized = 'all' | 'sixteens' | 'powers' | 'none'

/**
 * A formula of complex numbers that rounds each of its steps, for one part of a loop.
 *
 * Note [Complex vectors]. Of what lies together PyTorch's loop takes whole pairs of vectors, and the rest one by one
 * (`vectorized_loop`, native/cpu/Loops.h), where the compiler fuses products with sums: a quotient has other bits there, and
 * another answer to infinities. An odd last one has a copy of the code to itself, in which products are not fused.
 */
export type ComplexSteps = (round: (x: number) => number, part: ComplexPart) => Formula

export type ComplexPart = 'vectors' | 'rest' | 'last'

/** The two parts of a complex result as formulas of the parts of each operand, so that a loop makes no object for a number. */
export interface ComplexParts {
  readonly re: Formula
  readonly im: Formula
}
export type PartsOf = (round: (x: number) => number, part: ComplexPart) => ComplexParts

/** The loops of an op by dtypes and kinds of operands, each compiled when it is first asked for. */
export class Loops {
  readonly #compiled: Loop[] = []
  readonly #complex = new Map<string, Loop>()
  readonly #rows = new Map<string, RowLoop>()

  /** @param name shows up in profiles */
  readonly #name: string

  constructor(name: string) {
    this.#name = name
  }

  /**
   * @param compute what the operands are
   * @param out what is written
   * @param kinds one letter an operand: `t` a tensor, `b` one of bools, which are read as 0 and 1, `s` a value that stays the same
   * @param formula says what is computed, and is always the same for one `compute`
   * @param vectorized of a formula with functions, what PyTorch computes by vectors
   */
  of(compute: DType, out: DType, kinds: string, formula: () => Formula, vectorized?: Vectorized): Loop {
    let bits = 1
    for (let k = 0; k < kinds.length; k++) bits = bits * 4 + (kinds.charCodeAt(k) & 3)
    const key = (bits * 16 + compute.code) * 16 + out.code
    return (this.#compiled[key] ??= this.#compile(
      formula(),
      compute,
      out,
      kinds,
      compute === float32 ? vectorized : undefined,
    ))
  }

  /** The same over rows, of a formula of two operands without functions, and without 16-bit floats. */
  ofRows(compute: DType, out: DType, kinds: string, formula: () => Formula): RowLoop {
    const key = `${compute.name} ${out.name} ${kinds}`
    let loop = this.#rows.get(key)
    if (loop === undefined) {
      const written = formula()
      const vectors: { short: LargeLoop } = {
        short: countUp((...call) => {
          const short = loadVectors().denseCall(written, compute, out, kinds, VECTORS_FROM, true)
          vectors.short = short ?? (() => false)
          return vectors.short(...call)
        }),
      }
      loop = rowLoop(written, kinds, out === bool, `${this.#name} rows ${key}`, vectors)
      this.#rows.set(key, loop)
    }
    return loop
  }

  /** The same where complex numbers are read or written: as objects, of which V8 makes none where it inlines all. */
  ofComplex(
    compute: DType,
    out: DType,
    kinds: string,
    formula: () => Formula,
    steps?: ComplexSteps,
    partsOf?: PartsOf,
  ): Loop {
    const key = `${compute.name} ${out.name} ${kinds}`
    let loop = this.#complex.get(key)
    if (loop === undefined) {
      const label = `${this.#name} ${key}`
      const round = compute === complex64 ? Math.fround : (x: number): number => x
      const inParts = partsOf !== undefined && compute.is_complex && out === compute
      if (steps === undefined)
        loop = inParts
          ? compilePartsLoop(partsOf(round, 'vectors'), kinds, label)
          : compileComplexLoop(formula(), compute, out, kinds, label)
      else {
        const part = (name: ComplexPart): Loop =>
          inParts
            ? compilePartsLoop(partsOf(round, name), kinds, `${label} ${name}`)
            : compileComplexLoop(steps(round, name), compute, out, kinds, `${label} ${name}`)
        const parts = { vectors: part('vectors'), rest: part('rest'), last: part('last') }
        loop = byVectors(parts, kinds, compute === complex64 ? 8 : 4)
      }
      this.#complex.set(key, loop)
    }
    return loop
  }

  #compile(
    formula: Formula,
    compute: DType,
    out: DType,
    kinds: string,
    vectorized: Vectorized | undefined,
  ): Loop {
    const label = `${this.#name} ${compute.name} ${out.name} ${kinds}`
    const start = (from: number): false => {
      vectors.short = loadVectors().denseCall(formula, compute, out, kinds, from) ?? (() => false)
      return false
    }
    // Those of 16-bit floats round every step in their own way.
    const vectors: Vectors =
      compute.isHalf || vectorized === 'none'
        ? { short: () => false, large: () => false }
        : {
            short:
              vectorized === undefined
                ? countUp(() => start(VECTORS_FROM))
                : (...call) => {
                    start(0)
                    return vectors.short(...call)
                  },
            large: vectorLoop(formula, compute, out, kinds, () => loop),
          }
    const loop =
      vectorized === undefined || vectorized === 'none'
        ? compileLoop(formula, kinds, out === bool, label, vectors)
        : compileFunctions(formula, kinds, out === bool, label, vectors, vectorized)
    return loop
  }
}

/** How a loop runs on vectors: by the short way, and by the one that takes all that is large. */
interface Vectors {
  short: LargeLoop
  readonly large: LargeLoop
}

/** The same on vectors; false where that cannot be. */
function vectorLoop(
  formula: Formula,
  compute: DType,
  outDtype: DType,
  kinds: string,
  reference: () => Loop,
): LargeLoop {
  /** Whether the reference computes what vectors have left to it. */
  let isLeft = false
  return (n, out, at, inner, ...operands) => {
    if (isLeft) return false
    const args: (Strided | Known)[] = []
    for (let k = 0, next = 0; k < kinds.length; k++)
      if (kinds[k] !== 's') {
        const [array, at, inner] = operands.slice(next, next + 3) as [TypedArray, number, number]
        args.push({ array, at, dtype: kinds[k] === 'b' ? bool : compute, inner, outer: 0 })
        next += 3
      } else args.push(operands[next++] as Known)
    const result = { array: out, at, dtype: outDtype, inner, outer: 0 }
    return loadVectors().mapVectors(formula, compute, result, args, n, 1, (_, from, count) => {
      const rest = args.flatMap((arg): unknown[] =>
        typeof arg === 'object' && arg !== null ? [arg.array, arg.at + from * arg.inner, arg.inner] : [arg],
      )
      isLeft = true
      try {
        reference()(count, out, at + from * inner, inner, ...rest)
      } finally {
        isLeft = false
      }
    })
  }
}

/** The parts of a loop's text: its parameters, what the formula is given with and without strides, the steps, and the test for none. */
function textsFor(kinds: string): Record<'params' | 'strided' | 'dense' | 'steps' | 'unit', string[]> {
  const params: string[] = []
  const strided: string[] = []
  const dense: string[] = []
  const steps: string[] = ['oo += os']
  const unit: string[] = ['os === 1']
  for (let k = 0; k < kinds.length; k++) {
    if (kinds[k] !== 's') {
      params.push(`a${k}`, `o${k}`, `s${k}`)
      strided.push(`a${k}[o${k}]`)
      dense.push(`a${k}[o${k} + i]`)
      steps.push(`o${k} += s${k}`)
      unit.push(`s${k} === 1`)
    } else {
      params.push(`v${k}`)
      strided.push(`v${k}`)
      dense.push(`v${k}`)
    }
  }
  return { params, strided, dense, steps, unit }
}

/** Makes a loop of its text. */
const made = (source: string, formula: Formula, vectors: Vectors): Loop =>
  new Function('f', 'vectors', source)(formula, vectors) as Loop

/**
 * @param kinds one letter an operand, as in `Loops`
 * @param vectors do long ones, where they can
 * @param label a name that shows up in profiles and keeps V8 from sharing feedback between loops
 */
function compileLoop(
  formula: Formula,
  kinds: string,
  outIsBool: boolean,
  label: string,
  vectors: Vectors,
): Loop {
  const { params, strided, dense, steps, unit } = textsFor(kinds)
  const store = outIsBool ? ' ? 1 : 0' : ''
  return made(
    `return function(n, out, oo, os, ${params.join(', ')}) { // ${label}
  if (n >= ${SHORT_FROM} && (vectors.short(n, out, oo, os, ${params.join(', ')}) ||
    (n >= ${VECTORS_FROM} && vectors.large(n, out, oo, os, ${params.join(', ')})))) return
  if (${unit.join(' && ')}) for (let i = 0; i < n; i++) out[oo + i] = f(${dense.join(', ')})${store}
  else for (let i = 0; i < n; i++) { out[oo] = f(${strided.join(', ')})${store}; ${steps.join('; ')} }
}`,
    formula,
    vectors,
  )
}

/** The same for a formula with functions, of which vectors do all elements or whole sixteens; see Note [Vector functions]. */
function compileFunctions(
  formula: Formula,
  kinds: string,
  outIsBool: boolean,
  label: string,
  vectors: Vectors,
  vectorized: 'all' | 'sixteens' | 'powers',
): Loop {
  const doAll = vectorized === 'all'
  const { params, strided, dense, steps, unit } = textsFor(kinds)
  const store = outIsBool ? ' ? 1 : 0' : ''
  const letters = [...kinds].map((kind, k) => ({ isTensor: kind !== 's', k }))
  const tensors = letters.filter(({ isTensor }) => isTensor)
  const areTogether = ['os === 1', ...tensors.map(({ k }) => `(s${k} === 1 || s${k} === 0)`)].join(' && ')
  const gathered = letters.map(({ isTensor, k }) =>
    isTensor ? `gather(n, a${k}, o${k}, s${k}), 0, 1` : `v${k}`,
  )
  const sixteens = doAll ? 'n' : 'n & -16'
  const written = `(${[2, 3, 0.5, -1, 1, -2, -0.5, 0].map((power) => `v1 === ${power}`).join(' || ')})`
  // Exponents that are powers of a product or of a root, of which JavaScript gives the same bits: long ones are for vectors.
  const many =
    vectorized === 'powers' && kinds[1] === 's'
      ? `n < ${SHORT_FROM} && ${written} ? 0 : ${sixteens}`
      : sixteens
  const apart = doAll
    ? `else {
    const to = new Float32Array(n)
    if (vectors.short(n, to, 0, 1, ${gathered.join(', ')})) {
      for (let i = 0; i < n; i++, oo += os) out[oo] = to[i]
      return
    }
  }`
    : ''
  return made(
    `const gather = (n, from, at, step) => {
  const to = new Float32Array(n)
  for (let i = 0; i < n; i++, at += step) to[i] = from[at]
  return to
}
return function(n, out, oo, os, ${params.join(', ')}) { // ${label}
  const many = ${many}
  let i = 0
  if (many > 0) {
    if (${areTogether}) {
      if (vectors.short(many, out, oo, os, ${params.join(', ')}) ||
        vectors.large(many, out, oo, os, ${params.join(', ')})) {
        if (many === n) return
        i = many
        oo += many
        ${tensors.map(({ k }) => `o${k} += many * s${k}`).join('; ')}
      }
    } ${apart}
  }
  if (i === 0 && ${unit.join(' && ')}) for (; i < n; i++) out[oo + i] = f(${dense.join(', ')})${store}
  else for (; i < n; i++) { out[oo] = f(${strided.join(', ')})${store}; ${steps.join('; ')} }
}`,
    formula,
    vectors,
  )
}

/** What lies together in whole groups by one loop, the rest by others; see Note [Complex vectors]. */
function byVectors(parts: Readonly<Record<ComplexPart, Loop>>, kinds: string, group: number): Loop {
  return (n, out, offset, stride, ...operands) => {
    let isDense = stride === 1
    let repeated = 0
    for (let k = 0, at = 0; k < kinds.length; at += kinds[k++] === 't' ? 3 : 1) {
      if (kinds[k] !== 't') continue
      if (operands[at + 2] === 0) repeated++
      else if (operands[at + 2] !== 1) isDense = false
    }
    const run = (loop: Loop, from: number, to: number): void => {
      if (from === to) return
      const moved = operands.slice()
      for (let k = 0, at = 0; k < kinds.length; at += kinds[k++] === 't' ? 3 : 1)
        if (kinds[k] === 't')
          moved[at + 1] = (operands[at + 1] as number) + from * (operands[at + 2] as number)
      loop(to - from, out, offset + from * stride, stride, ...moved)
    }
    if (!isDense || repeated > 1) return run(parts.rest, 0, n)
    const whole = n - (n % group)
    const pairs = n - ((n - whole) % 2)
    run(parts.vectors, 0, whole)
    run(parts.rest, whole, pairs)
    run(parts.last, pairs, n)
  }
}

/** What reads element `o` of an operand. */
function complexRead(dtype: DType, k: number): string {
  if (dtype.is_complex) return `new Complex(a${k}[2 * o${k}], a${k}[2 * o${k} + 1])`
  return dtype.is_floating_point && !dtype.isHalf ? `a${k}[o${k}]` : `read(compute, a${k}, o${k})`
}

/** Writes a result of the usual kind itself; what is of another is left to `write`. */
function complexWrite(dtype: DType): string {
  const usual = dtype.is_complex
    ? ['r instanceof Complex', 'out[2 * oo] = r.re; out[2 * oo + 1] = r.im']
    : dtype === bool
      ? ["typeof r === 'boolean'", 'out[oo] = r ? 1 : 0']
      : dtype.is_floating_point && !dtype.isHalf
        ? ["typeof r === 'number'", 'out[oo] = r']
        : null
  const other = 'write(outDtype, out, oo, r)'
  return usual === null ? other : `if (${usual[0]}) { ${usual[1]} } else ${other}`
}

function compileComplexLoop(
  formula: Formula,
  compute: DType,
  out: DType,
  kinds: string,
  label: string,
): Loop {
  const params: string[] = []
  const values: string[] = []
  const steps = ['oo += os']
  for (let k = 0; k < kinds.length; k++) {
    if (kinds[k] === 't') {
      params.push(`a${k}`, `o${k}`, `s${k}`)
      values.push(complexRead(compute, k))
      steps.push(`o${k} += s${k}`)
    } else {
      params.push(`v${k}`)
      values.push(`v${k}`)
    }
  }
  const source = `return function (n, out, oo, os, ${params.join(', ')}) { // ${label}
  for (let i = 0; i < n; i++) {
    const r = f(${values.join(', ')})
    ${complexWrite(out)}
    ${steps.join('; ')}
  }
}`
  const names = ['f', 'Complex', 'read', 'write', 'compute', 'outDtype']
  const given = [formula, Complex, readElement, writeElement, compute, out]
  return new Function(...names, source)(...given) as Loop
}

/** The same by formulas of the parts. */
function compilePartsLoop({ re, im }: ComplexParts, kinds: string, label: string): Loop {
  const params: string[] = []
  const values: string[] = []
  const reads: string[] = []
  const steps = ['oo += os']
  for (let k = 0; k < kinds.length; k++) {
    values.push(`r${k}`, `i${k}`)
    if (kinds[k] === 't') {
      params.push(`a${k}`, `o${k}`, `s${k}`)
      reads.push(`const r${k} = a${k}[2 * o${k}], i${k} = a${k}[2 * o${k} + 1]`)
      steps.push(`o${k} += s${k}`)
    } else {
      params.push(`v${k}`)
      reads.push(`const r${k} = v${k}.re, i${k} = v${k}.im`)
    }
  }
  const source = `return function (n, out, oo, os, ${params.join(', ')}) { // ${label}
  for (let i = 0; i < n; i++) {
    ${reads.join('\n    ')}
    out[2 * oo] = re(${values.join(', ')})
    out[2 * oo + 1] = im(${values.join(', ')})
    ${steps.join('; ')}
  }
}`
  return new Function('re', 'im', source)(re, im) as Loop
}
