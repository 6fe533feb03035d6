// L-BFGS: Newton's method with a Hessian that is guessed from the gradients. Follows torch/optim/lbfgs.py.
import { RuntimeError, ValueError } from '../base/errors.js'
import { type Arguments, bind, missingArguments, required } from '../base/keywords.js'
import { call } from '../engine/functions.js'
import { usedAs } from '../engine/python-call.js'
import { callable } from '../nn/callable.js'
import { enable_grad, no_grad } from '../tensor/modes.js'
import type { Tensor } from '../tensor/tensor.js'
import { type Closure, Optimizer, type Option, type ParamState, type Params } from './optimizer.js'
import { difference, isAtMost, isLess, least, numberOf, product, quotient, type Scalar } from './scalars.js'
import { strongWolfe } from './strong-wolfe.js'

interface LBFGSKeywords {
  params?: Params
  lr?: Option
  max_iter?: number
  max_eval?: number | null
  tolerance_grad?: Option
  tolerance_change?: Option
  history_size?: number
  line_search_fn?: 'strong_wolfe' | null
}

interface LBFGSState extends ParamState {
  func_evals: number
  n_iter: number
  d?: Tensor
  t?: Scalar
  /** Differences of gradients, and the steps that they belong to. */
  old_dirs?: Tensor[]
  old_stps?: Tensor[]
  ro?: Tensor[]
  H_diag?: Scalar
  prev_flat_grad?: Tensor | null
  prev_loss?: number
  al?: (Tensor | null)[]
}

class LBFGSClass extends Optimizer {
  readonly _params: Tensor[]
  constructor(
    ...args: Arguments<
      [params: Params],
      [
        lr?: Option,
        max_iter?: number,
        max_eval?: number | null,
        tolerance_grad?: Option,
        tolerance_change?: Option,
        history_size?: number,
        line_search_fn?: 'strong_wolfe' | null,
      ],
      LBFGSKeywords
    >
  ) {
    const { params, ...defaults } = bind<LBFGSKeywords>('LBFGS', args, {
      params: required,
      lr: 1,
      max_iter: 20,
      max_eval: null,
      tolerance_grad: 1e-7,
      tolerance_change: 1e-9,
      history_size: 100,
      line_search_fn: null,
    })
    defaults.max_iter = Number(usedAs('real', defaults.max_iter))
    defaults.history_size = Number(usedAs('real', defaults.history_size))
    defaults.max_eval ??= Math.floor((defaults.max_iter * 5) / 4)
    super(params, defaults)
    if (this.param_groups.length !== 1)
      throw new ValueError("LBFGS doesn't support per-parameter options (parameter groups)")
    this._params = this.param_groups[0].params
  }

  #gradient(): Tensor {
    const parts = this._params.map((param) =>
      param.gradient === null
        ? (call('zeros', [[param.numel()], { dtype: param.dtype }]) as Tensor)
        : param.gradient.reshape([-1]),
    )
    return (call('cat', [parts, 0]) as Tensor).detach()
  }
  #move(step: Scalar, direction: Tensor): void {
    let at = 0
    for (const param of this._params) {
      const count = param.numel()
      param.add_(direction.narrow(0, at, count).view(param.sizes), { alpha: numberOf(step) })
      at += count
    }
  }

  /** Some steps: `max_iter` at most. The closure clears the gradients, computes the loss, and calls `backward`. */
  override step(closure?: Closure | null): Tensor | number | null {
    if (closure === undefined) throw missingArguments('LBFGS.step()', ['closure'])
    const compute = usedAs('callable', closure) as Closure
    return no_grad(() => this.#steps(() => enable_grad(compute)))
  }

  #steps(closure: Closure): Tensor | number | null {
    const [group] = this.param_groups
    const [lr, most, mostEvaluations] = [Number(group.lr), Number(group.max_iter), Number(group.max_eval)]
    const [flatEnough, tolerance] = [Number(group.tolerance_grad), Number(group.tolerance_change)]
    const search = group.line_search_fn as string | null
    let state = this.state.get(this._params[0]) as LBFGSState | undefined
    if (state === undefined) this.state.set(this._params[0], (state = { func_evals: 0, n_iter: 0 }))
    state.func_evals ??= 0
    state.n_iter ??= 0

    const isFlat = (gradient: Tensor): boolean => isAtMost(gradient.abs().max(), flatEnough)
    const first = closure()
    let loss = numberOf(first)
    let evaluations = 1
    state.func_evals++
    let gradient = this.#gradient()
    let isOptimal = isFlat(gradient)
    if (isOptimal) return first

    for (let i = 1; i <= most; i++) {
      state.n_iter++
      const d = this.#direction(state, gradient, Number(group.history_size))
      state.d = d
      if (state.prev_flat_grad) state.prev_flat_grad.copy_(gradient)
      else state.prev_flat_grad = gradient.clone()
      state.prev_loss = loss
      const before = loss
      let t: Scalar = state.n_iter === 1 ? product(least(1, quotient(1, gradient.abs().sum())), lr) : lr
      state.t = t
      const slope = gradient.dot(d)
      if (isLess(-tolerance, slope)) break

      let more = 0
      if (search !== null) {
        if (search !== 'strong_wolfe') throw new RuntimeError("only 'strong_wolfe' is supported")
        const start = this._params.map((param) => param.clone())
        const evaluate = (step: Scalar): { f: number; g: Tensor } => {
          this.#move(step, d)
          const f = numberOf(closure())
          const g = this.#gradient()
          this._params.forEach((param, j) => param.copy_(start[j]))
          return { f, g }
        }
        const found = strongWolfe(evaluate, t, d, { f: loss, g: gradient, slope })
        ;({ f: loss, g: gradient, t, evaluations: more } = found)
        state.t = t
        this.#move(t, d)
        isOptimal = isFlat(gradient)
      } else {
        this.#move(t, d)
        if (i !== most) {
          loss = numberOf(closure())
          gradient = this.#gradient()
          isOptimal = isFlat(gradient)
          more = 1
        }
      }
      evaluations += more
      state.func_evals += more
      if (i === most || evaluations >= mostEvaluations || isOptimal) break
      if (isAtMost(d.mul(t).abs().max(), tolerance)) break
      if (Math.abs(loss - before) < tolerance) break
    }
    return first
  }

  /** Minus the guessed inverse of the Hessian times the gradient. */
  #direction(state: LBFGSState, gradient: Tensor, history: number): Tensor {
    if (state.n_iter === 1) {
      state.old_dirs = []
      state.old_stps = []
      state.ro = []
      state.H_diag = 1
      return gradient.neg()
    }
    const [changes, steps, ro] = [state.old_dirs!, state.old_stps!, state.ro!]
    const y = gradient.sub(state.prev_flat_grad!)
    const s = state.d!.mul(state.t!)
    const curvature = y.dot(s)
    if (isLess(1e-10, curvature)) {
      if (changes.length === history) for (const list of [changes, steps, ro]) list.shift()
      changes.push(y)
      steps.push(s)
      ro.push(quotient(1, curvature) as Tensor)
      state.H_diag = curvature.div(y.dot(y))
    }
    const al = (state.al ??= new Array<Tensor | null>(history).fill(null))
    const q = gradient.neg()
    for (let i = changes.length - 1; i >= 0; i--) {
      const share = steps[i].dot(q).mul(ro[i])
      al[i] = share
      q.add_(changes[i], { alpha: -numberOf(share) })
    }
    const r = q.mul(state.H_diag!)
    for (let i = 0; i < changes.length; i++) {
      const share = changes[i].dot(r).mul(ro[i])
      r.add_(steps[i], { alpha: numberOf(difference(al[i]!, share)) })
    }
    return r
  }
}
/**
 * L-BFGS (Liu & Nocedal, 1989): each call of `step` takes up to `max_iter` steps and asks the closure for loss and gradients
 * after each. For full batches; one group of parameters.
 *
 * @example
 * const optimizer = optim.LBFGS(net.parameters(), { line_search_fn: 'strong_wolfe' })
 * optimizer.step(() => {
 *   optimizer.zero_grad()
 *   const loss = F.mse_loss(net(x), y)
 *   loss.backward()
 *   return loss
 * })
 */
export const LBFGS = callable(LBFGSClass, 'LBFGS')
export type LBFGS = LBFGSClass
