// What PyTorch answers where numbers are very large, very small or not numbers, in every float dtype: recorded in
// extremes.json. Sums that overflow on the way are infinite, squares that vanish are zero, and zeros have a sign.
import { strictEqual } from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import torch from '../../src/index.js'

type Value = number | 'nan' | 'inf' | '-inf' | '-0'

interface Case {
  readonly op: string
  readonly dtype: 'float16' | 'bfloat16' | 'float32' | 'float64'
  readonly x: readonly Value[]
  /** How often the one element is repeated. */
  readonly times?: number
  readonly shape?: readonly number[]
  readonly args?: readonly (number | 'inf' | '-inf')[]
  readonly options?: Readonly<Record<string, unknown>>
  readonly results: readonly (readonly Value[])[]
}

const words: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, '-inf': -Infinity, '-0': -0 }
const numberOf = (value: Value): number => (typeof value === 'number' ? value : words[value])

/** A few units in the last place. */
const nearness = { float16: 2 ** -9, bfloat16: 2 ** -6, float32: 2 ** -21, float64: 2e-13 }
const smallest = { float16: 2 ** -24, bfloat16: 2 ** -133, float32: 3e-45, float64: 1e-320 }

const text = (value: number): string => (Object.is(value, -0) ? '-0' : String(value))

function isAlike(got: number, wanted: number, dtype: Case['dtype']): boolean {
  if (!Number.isFinite(wanted) || wanted === 0) return Object.is(got, wanted)
  return Math.abs(got - wanted) <= Math.abs(wanted) * nearness[dtype] + smallest[dtype]
}

type Callable = (...values: unknown[]) => unknown
const find = (path: string): Callable =>
  path.split('.').reduce<unknown>((from, name) => (from as Record<string, unknown>)[name], torch) as Callable

const flat = (tensor: unknown): number[] =>
  ((tensor as ReturnType<typeof torch.ones>).to(torch.float64).reshape([-1]).tolist() as number[]).map(Number)

const cases = JSON.parse(readFileSync(new URL('./extremes.json', import.meta.url), 'utf8')) as Case[]

for (const op of new Set(cases.map((one) => one.op)))
  test(op, () => {
    for (const { dtype, x, times, shape, args = [], options, results } of cases.filter((c) => c.op === op)) {
      const numbers = x.map(numberOf)
      const values = times === undefined ? numbers : new Array<number>(times).fill(numbers[0])
      const input = torch.tensor(values, { dtype: torch.float64 }).to(torch[dtype])
      const given: unknown[] = [
        shape === undefined ? input : input.reshape([...shape]),
        ...args.map(numberOf),
        ...(options === undefined ? [] : [options]),
      ]
      const answer = find(op)(...given)
      const call = `${op}(${x.slice(0, 6).join(' ')}${times === undefined ? '' : ` x ${times}`}, ${args.join(', ')}) ${dtype}`
      ;(results.length > 1 ? (answer as unknown[]) : [answer]).forEach((result, k) => {
        const got = flat(result)
        results[k].map(numberOf).forEach((wanted, i) => {
          if (!isAlike(got[i], wanted, dtype))
            strictEqual(text(got[i]), text(wanted), `${call}, result ${k}, element ${i}`)
        })
      })
    }
  })
