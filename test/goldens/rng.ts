// Replays an entry of rng.json: steps in order, saved results by name, every expectation compared.
import { compare, type Difference, type Tolerance } from './compare.js'
import { decode } from './decode.js'
import { describeCall } from './describe.js'
import { isObject, type Encoded, type RngEntry, type RngStep, type Torch } from './encoding.js'
import { invoke } from './invoke.js'
import { thrown } from './run-case.js'
import { missingNames, notYet, sections } from './scope.js'

export interface RngResult {
  /** Steps with an expectation that were run. */
  checked: number
  /** Steps with an expectation in parts left out, and the names that left them out. */
  skipped: number
  missing: string[]
  failures: string[]
}

// PyTorch's vector code for the normal distribution has its own log, sin and cos: within 3 units in the last place of
// float32, so no closer comparison is possible. The same goes for what is computed from such numbers (cauchy_ and
// exponential_ use the C library, and are exact). float64 differs by one unit in the last place.
const APPROXIMATE: Tolerance = { fixed: [1e-6, 1e-14] }
const EXACT: Tolerance = { fixed: [0, 0] }
const approximate = /randn|normal|orthogonal_|sparse_|Embedding|gumbel/

function toleranceOf({ call }: RngStep): Tolerance {
  if (call.kind === 'call') return APPROXIMATE
  return approximate.test('path' in call ? call.path : 'name' in call ? call.name : '') ? APPROXIMATE : EXACT
}

export function runRng(torch: Torch, entry: RngEntry, left = notYet): RngResult {
  const result: RngResult = { checked: 0, skipped: 0, missing: [], failures: [] }
  const refs: Record<string, unknown> = {}
  let number = 0
  for (const steps of sections(entry)) {
    const missing = steps.flatMap((step) => missingNames(step, left))
    const expectations = steps.filter((s) => 'expect' in s || 'expect_state' in s).length
    if (missing.length > 0) {
      result.missing.push(...missing)
      result.skipped += expectations
      number += steps.length
      continue
    }
    result.checked += expectations
    for (const step of steps) {
      const difference = runStep(torch, step, refs)
      if (difference) {
        const { kind, where, text } = difference
        result.failures.push(
          `${entry.id} step ${number}: ${describeCall(step)}\n    ${kind}, ${where}: ${text}`,
        )
      }
      number++
    }
  }
  result.missing = [...new Set(result.missing)]
  return result
}

function runStep(torch: Torch, step: RngStep, refs: Record<string, unknown>): Difference | null {
  try {
    const args = step.args.map((v) => decode(torch, v, [], refs))
    const index = step.args[1]
    const spread = isObject(index) && '$tuple' in index
    const value = invoke(torch, step.call, args, decode(torch, step.kwargs, [], refs), spread)
    if (step.save) refs[step.save] = value
    if ('expect' in step) return compare(torch, value, step.expect, 'out', toleranceOf(step))
    if (step.expect_state)
      return compareState(torch, value.state_dict(), step.expect_state, toleranceOf(step))
    return null
  } catch (error) {
    return thrown(error, 'call')
  }
}

/** A state_dict is ordered: the names must come in the recorded order. */
function compareState(
  torch: Torch,
  state: any,
  want: Record<string, Encoded>,
  tolerance: Tolerance,
): Difference | null {
  const entries = new Map<string, unknown>(state instanceof Map ? state : Object.entries(state))
  const names = [...entries.keys()].join(', ')
  const wanted = Object.keys(want).join(', ')
  if (names !== wanted) return { kind: 'state_dict', where: 'names', text: `got ${names}, want ${wanted}` }
  for (const [name, value] of entries) {
    const difference = compare(torch, value, want[name], name, tolerance)
    if (difference) return difference
  }
  return null
}
