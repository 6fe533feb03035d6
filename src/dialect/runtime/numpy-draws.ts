// What NumPy's draws may be told: numpy-ts asks nothing, and looks without end for numbers that there are none of.
import { OverflowError, TypeError, ValueError } from '../../base/errors.js'
import { Float } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { isKeywords } from '../../base/keywords.js'
import { typeName } from '../../base/type-name.js'
import { Tensor } from '../../torch.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { withNumpyErrors } from './numpy-errors.js'
import { shapeOf } from './numpy-arguments.js'

type Any = any
type AnyFunction = (...args: Any[]) => Any

/** What is wrong with one number, in NumPy's words after its name; none where nothing is. */
type Rule = (value: number, isMany?: boolean) => string | undefined
const atLeastZero: Rule = (value) => (value < 0 ? ' < 0' : undefined)
const positive: Rule = (value) => (value <= 0 ? ' <= 0' : undefined)
const share: Rule = (value) => (value >= 0 && value <= 1 ? undefined : ' < 0, p > 1 or p is NaN')
const unlimited: Rule = () => undefined

/** The parameters of each in order, each with its rule. */
const rules: Record<string, readonly (readonly [name: string, rule: Rule])[]> = {
  beta: [
    ['a', positive],
    ['b', positive],
  ],
  exponential: [['scale', atLeastZero]],
  rayleigh: [['scale', atLeastZero]],
  standard_gamma: [['shape', atLeastZero]],
  gamma: [
    ['shape', atLeastZero],
    ['scale', atLeastZero],
  ],
  f: [
    ['dfnum', positive],
    ['dfden', positive],
  ],
  noncentral_f: [
    ['dfnum', positive],
    ['dfden', positive],
    ['nonc', atLeastZero],
  ],
  chisquare: [['df', positive]],
  noncentral_chisquare: [
    ['df', positive],
    ['nonc', atLeastZero],
  ],
  standard_t: [['df', positive]],
  vonmises: [
    ['mu', unlimited],
    // NumPy looks without end for an angle there.
    [
      'kappa',
      (value) => atLeastZero(value) ?? (value > 1e6 ? ' > 1e6, for which there is no draw' : undefined),
    ],
  ],
  pareto: [['a', positive]],
  weibull: [['a', atLeastZero]],
  power: [['a', positive]],
  lognormal: [
    ['mean', unlimited],
    ['sigma', atLeastZero],
  ],
  wald: [
    ['mean', positive],
    ['scale', positive],
  ],
  triangular: [
    ['left', unlimited],
    ['mode', unlimited],
    ['right', unlimited],
  ],
  binomial: [
    ['n', atLeastZero],
    ['p', share],
  ],
  negative_binomial: [
    ['n', positive],
    ['p', (value) => share(value) ?? (value === 0 ? ' < 0, p > 1 or p is NaN' : undefined)],
  ],
  poisson: [
    [
      'lam',
      (value, isMany) => {
        // Of many, NumPy asks first whether all are small enough, which NaN is not.
        if (value > 9.2e18 || (isMany && Number.isNaN(value))) return ' value too large'
        return value >= 0 ? undefined : ' < 0 or lam is NaN'
      },
    ],
  ],
  zipf: [
    ['a', (value) => (value > 1 ? (value > 1024 ? ' value too large' : undefined) : ' <= 1 or a is NaN')],
  ],
  geometric: [['p', (value) => (value > 0 && value <= 1 ? undefined : ' <= 0, p > 1 or p contains NaNs')]],
  logseries: [['p', (value) => (value >= 0 && value < 1 ? undefined : ' < 0, p >= 1 or p is NaN')]],
  hypergeometric: [
    ['ngood', atLeastZero],
    ['nbad', atLeastZero],
    ['nsample', (value) => (value >= 1 ? undefined : ' < 1 or nsample is NaN')],
  ],
}
for (const name of ['normal', 'laplace', 'logistic', 'gumbel'])
  rules[name] = [
    ['loc', unlimited],
    ['scale', atLeastZero],
  ]

/** Draws that take about as many steps as the number says. */
const stepwise = new Set([
  'binomial',
  'negative_binomial',
  'hypergeometric',
  'noncentral_chisquare',
  'noncentral_f',
])
const mostSteps = 2 ** 31

/** What is left out has a value of its own. */
const isNumeric = (value: unknown): boolean =>
  value === undefined ||
  typeof value === 'boolean' ||
  typeof value === 'bigint' ||
  value instanceof Float ||
  Array.isArray(value) ||
  isNumpyArray(value) ||
  value instanceof Tensor ||
  isKeywords(value)

function checkNumbers(name: string, args: readonly unknown[]): void {
  rules[name].forEach(([parameter, rule], i) => {
    const value = args[i]
    if (typeof value !== 'number') {
      if (!isNumeric(value)) throw new TypeError(`${parameter} must be a real number, not ${typeName(value)}`)
      return
    }
    const wrong = rule(value) ?? (Number.isFinite(value) ? undefined : ' must be finite')
    if (wrong !== undefined) throw new ValueError(`${parameter}${wrong}`)
    if (stepwise.has(name) && value > mostSteps) throw new ValueError(`${parameter} value too large`)
  })
}

/** The same for parameters that may be arrays, each of whose numbers is asked; none stands for no number, as in NumPy. */
export function checkParameters(name: string, args: readonly unknown[]): void {
  if (!Object.hasOwn(rules, name)) return
  rules[name].forEach(([parameter, rule], i) => {
    const isMany = Array.isArray(args[i]) || isNumpyArray(args[i])
    const given = isMany ? (numbersOf(args[i]) as Any[]).flat(32) : numbersOf([args[i]])
    const values = given.flatMap((one) => (one instanceof Tensor ? [one.tolist()].flat(32) : [one]) as Any[])
    for (const value of values) {
      const wrong = typeof value === 'number' ? rule(value, isMany) : undefined
      if (wrong === undefined) continue
      throw new ValueError(`${parameter}${isMany ? wrong.replace('is NaN', 'contains NaNs') : wrong}`)
    }
  })
  if (/^(triangular|hypergeometric|dirichlet)$/.test(name) && args.every((one) => typeof one === 'number'))
    together[name]?.(...args)
}

const sizeOf = (size: unknown): number =>
  Array.isArray(size) ? size.reduce((a: number, b) => a * Number(b), 1) : Number(size ?? 1)

/** What several numbers have to be to each other. */
const together: Record<string, ((...args: Any[]) => void) | undefined> = {
  randint: (low: Any, high?: Any): void => {
    const hasHigh = high !== null && high !== undefined
    if (!(hasHigh ? Math.trunc(low) < Math.trunc(high) : low >= 1))
      throw new ValueError(hasHigh ? 'low >= high' : 'high <= 0')
  },
  random_integers: (low: Any, high?: Any): void => {
    const [first, last] =
      high === null || high === undefined ? [1, Math.trunc(low)] : [low, high].map(Math.trunc)
    if (!(first <= last)) throw new ValueError('low >= high')
    if (Math.abs(first) >= 2 ** 52) throw new ValueError('low is out of bounds for int64')
    if (Math.abs(last) >= 2 ** 52) throw new ValueError('high is out of bounds for int64')
  },
  uniform: (low: Any = 0, high: Any = 1): void => {
    if (!Number.isFinite(Number(high) - Number(low))) throw new OverflowError('Range exceeds valid bounds')
  },
  triangular: (left: Any, mode: Any, right: Any): void => {
    if (left > mode) throw new ValueError('left > mode')
    if (mode > right) throw new ValueError('mode > right')
    if (left === right) throw new ValueError('left == right')
  },
  hypergeometric: (good: Any, bad: Any, sample: Any): void => {
    if (good + bad < sample) throw new ValueError('ngood + nbad < nsample')
  },
  dirichlet: (alpha: Any): void => {
    const isPositive = (value: unknown): boolean => Number.isFinite(value) && (value as number) > 0
    if (!numbersOf(alpha).every(isPositive)) throw new ValueError('alpha <= 0')
  },
  choice: (from: Any, size?: Any, replace: Any = true): void => {
    if (typeof from === 'number' && !Number.isInteger(from))
      throw new ValueError('a must be 1-dimensional or an integer')
    const count = typeof from === 'number' ? from : Number(from?.length ?? from?.size ?? 1)
    if (!(count > 0) && sizeOf(size) > 0)
      throw new ValueError(
        typeof from === 'number'
          ? 'a must be greater than 0 unless no samples are taken'
          : "'a' cannot be empty unless no samples are taken",
      )
    if (!replace && sizeOf(size) > count)
      throw new ValueError("Cannot take a larger sample than population when 'replace=False'")
  },
}

const twister = 'MT19937'
const words = 624

const numbersOf = (value: unknown): unknown[] =>
  Array.from((isNumpyArray(value) ? (value as Any).tolist() : value) ?? []).map((one) =>
    one instanceof Float ? one.value : typeof one === 'bigint' ? Number(one) : one,
  )

/** The state of the stream as NumPy gives it: the words of the Mersenne Twister, and which comes next. */
function stateOf(given: unknown): { mt: number[]; mti: number } {
  if (!Array.isArray(given)) throw new TypeError('state must be a dict or a tuple.')
  const [name, keys, place] = given as unknown[]
  if (name !== twister)
    throw new ValueError(`set_state can only be used with legacy ${twister} state instances.`)
  const mt = numbersOf(keys)
  const isWord = (value: unknown): value is number =>
    typeof value === 'number' && value >= 0 && value < 2 ** 32 && Number.isInteger(value)
  if (mt.length !== words || !mt.every(isWord) || !isWord(place) || place > words)
    throw new ValueError(`state must be ${words} longs`)
  return { mt, mti: place }
}

/** The functions of `np.random`, which refuse what nothing can be drawn for. */
export function guardedDraws(
  random: Record<string, Any>,
  arrayOf: (keys: readonly number[]) => unknown,
): Record<string, Any> {
  const guarded = Object.fromEntries(
    Object.entries(random).map(([name, value]) => {
      if (typeof value !== 'function' || /^[A-Z]/.test(name)) return [name, value]
      const run = value as AnyFunction
      return [
        name,
        withNumpyErrors(name, (...args: unknown[]): unknown => {
          if (name in rules) checkNumbers(name, args)
          together[name]?.(...args)
          return run(...(name === 'rand' || name === 'randn' ? shapeOf(args) : args))
        }),
      ]
    }),
  )
  return {
    ...guarded,
    get_state: (): unknown => {
      const { mt, mti } = random.get_state() as { mt: ArrayLike<number>; mti: number }
      return Tuple.of<unknown>(twister, arrayOf(Array.from(mt)), mti, 0, new Float(0))
    },
    set_state: (state: unknown): null => {
      random.set_state(stateOf(state))
      return null
    },
  }
}
