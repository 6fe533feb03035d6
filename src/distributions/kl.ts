// `kl_divergence` and `register_kl`: which formula holds for two distributions. Follows torch/distributions/kl.py.
import { NotImplementedError, TypeError } from '../base/errors.js'
import { warn } from '../base/warnings.js'
import { pythonic } from '../engine/python-call.js'
import { repr } from '../text/repr.js'
import type { Tensor } from '../tensor/tensor.js'
import { DistributionClass } from './distribution.js'
import { fullLike } from './parameters.js'

export interface OfClass<T> {
  readonly prototype: T
  readonly name: string
}
type Formula = (p: any, q: any) => Tensor

/** The formulas, by the prototypes of the two classes. */
const formulas: { p: object; q: object; formula: Formula }[] = []
let found = new Map<object, Map<object, Formula | null>>()

/** Says how the divergence of two classes is computed. */
export function register<P extends DistributionClass, Q extends DistributionClass>(
  P: OfClass<P>,
  Q: OfClass<Q>,
  formula: (p: P, q: Q) => Tensor,
): void {
  const known = formulas.find(({ p, q }) => p === P.prototype && q === Q.prototype)
  if (known) known.formula = formula
  else formulas.push({ p: P.prototype, q: Q.prototype, formula })
  found = new Map()
}

const isBelow = (prototype: object, ancestor: object): boolean =>
  prototype === ancestor || Object.prototype.isPrototypeOf.call(ancestor, prototype)
const nameOf = (prototype: object): string => prototype.constructor.name

/** Of formulas that all fit, the one for the closest classes, looking at one side first. */
function closest(matches: typeof formulas, first: 'p' | 'q', second: 'p' | 'q'): (typeof formulas)[number] {
  return matches.reduce((best, match) => {
    const sides = match[first] === best[first] ? second : first
    return isBelow(match[sides], best[sides]) ? match : best
  })
}

function formulaFor(p: object, q: object): Formula | null {
  const matches = formulas.filter((formula) => isBelow(p, formula.p) && isBelow(q, formula.q))
  if (matches.length === 0) return null
  const left = closest(matches, 'p', 'q')
  const right = closest(matches, 'q', 'p')
  if (left.formula !== right.formula)
    warn(
      `Ambiguous kl_divergence(${nameOf(p)}, ${nameOf(q)}). Please register_kl(${nameOf(left.p)}, ${nameOf(right.q)})`,
    )
  return left.formula
}

/**
 * The Kullback–Leibler divergence from `q` to `p`: E[log p(x) - log q(x)] for x of `p`.
 *
 * @example
 * const { Normal, kl_divergence } = torch.distributions
 * kl_divergence(Normal(0, 1), Normal(1, 2)) // tensor(0.4431)
 */
export const kl_divergence = pythonic(
  'kl_divergence(p, q)',
  (p: DistributionClass, q: DistributionClass): Tensor => {
    const [typeP, typeQ] = [Object.getPrototypeOf(p), Object.getPrototypeOf(q)] as [object, object]
    let row = found.get(typeP)
    if (row === undefined) found.set(typeP, (row = new Map()))
    let formula = row.get(typeQ)
    if (formula === undefined) row.set(typeQ, (formula = formulaFor(typeP, typeQ)))
    if (formula === null)
      throw new NotImplementedError(
        `No KL(p || q) is implemented for p type ${nameOf(typeP)} and q type ${nameOf(typeQ)}`,
      )
    return formula(p, q)
  },
)

/** Registers a formula for the divergence of two classes: `register_kl(P, Q)((p, q) => …)`. */
export const register_kl = pythonic(
  'register_kl(type_p, type_q)',
  (type_p: OfClass<DistributionClass>, type_q: OfClass<DistributionClass>) => {
    for (const [name, type] of [
      ['type_p', type_p],
      ['type_q', type_q],
    ] as const)
      if (
        typeof type !== 'function' ||
        !isBelow((type as OfClass<object>).prototype, DistributionClass.prototype)
      )
        throw new TypeError(`Expected ${name} to be a Distribution subclass but got ${repr(type)}`)
    return (formula: Formula): Formula => {
      register(type_p, type_q, formula)
      return formula
    }
  },
)

export const infiniteLike = (tensor: Tensor): Tensor => fullLike(tensor, Infinity)
