// Compiles a scalar formula into a loop over typed arrays. Each loop is a function of its own, so that V8 sees
// one element kind and one formula in it and inlines the call.
import { bool, type DType, type TypedArray } from '../base/dtype.js'

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

type Formula = (...values: any[]) => unknown

/** The loops of an op by dtypes and kinds of operands, each compiled when it is first asked for. */
export class Loops {
  readonly #compiled: Loop[] = []

  /** @param name shows up in profiles */
  readonly #name: string

  constructor(name: string) {
    this.#name = name
  }

  /**
   * @param compute what the operands are
   * @param out what is written
   * @param kinds one letter an operand: `t` a tensor, `s` a value that stays the same
   * @param formula says what is computed, and is always the same for one `compute`
   */
  of(compute: DType, out: DType, kinds: string, formula: () => Formula): Loop {
    let bits = 1
    for (let k = 0; k < kinds.length; k++) bits = bits * 2 + (kinds.charCodeAt(k) & 1)
    const key = (bits * 16 + compute.code) * 16 + out.code
    return (this.#compiled[key] ??= compileLoop(
      formula(),
      kinds,
      out === bool,
      `${this.#name} ${compute.name} ${out.name} ${kinds}`,
    ))
  }
}

/**
 * @param kinds one letter an operand: `t` a tensor, `s` a value that stays the same
 * @param label a name that shows up in profiles and keeps V8 from sharing feedback between loops
 */
function compileLoop(formula: Formula, kinds: string, outIsBool: boolean, label: string): Loop {
  const params: string[] = []
  const strided: string[] = []
  const dense: string[] = []
  const steps: string[] = ['oo += os']
  const unit: string[] = ['os === 1']
  for (let k = 0; k < kinds.length; k++) {
    if (kinds[k] === 't') {
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
  const store = outIsBool ? ' ? 1 : 0' : ''
  const source = `return function(n, out, oo, os, ${params.join(', ')}) { // ${label}
  if (${unit.join(' && ')}) for (let i = 0; i < n; i++) out[oo + i] = f(${dense.join(', ')})${store}
  else for (let i = 0; i < n; i++) { out[oo] = f(${strided.join(', ')})${store}; ${steps.join('; ')} }
}`

  return new Function('f', source)(formula) as Loop
}
