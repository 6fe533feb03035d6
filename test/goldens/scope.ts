// Which torch names of rng.json and print.json the engine does not have. An entry that uses one is left out, and only such
// an entry: the tests find them from the names, and fail when a name left out here exists after all.
import { isObject, type Encoded, type RngEntry, type RngStep, type Torch } from './encoding.js'
import { lookup } from './invoke.js'

export const notYet: ReadonlySet<string> = new Set([])

/**
 * Entries of print.json that dltorch prints otherwise, on purpose: what it prints, and why. The tests hold it to that
 * text, and to its being another one than PyTorch's.
 */
export const otherwise: Record<string, { prints: string; because: string }> = {
  ...Object.fromEntries(
    ['item/1', 'item64/1'].map((id) => [
      id,
      { prints: '3', because: 'item() is a JavaScript number, which cannot remember that it was a float' },
    ]),
  ),
  'device/ctor': { prints: "device(type='gpu', index=0)", because: "'cuda' is another name of our 'gpu'" },
  'device/cuda': { prints: "device(type='gpu', index=1)", because: "'cuda' is another name of our 'gpu'" },
}

const nearer = 'PyTorch 1.13 sums fewer terms of its series: the value here is nearer to the exact one'
/** Cases of ops that PyTorch answers otherwise, and why. The tests hold them to being otherwise. */
export const otherAnswers: ReadonlyMap<string, string> = new Map([
  ...[
    'special.airy_ai/float64/0',
    'special.airy_ai/float64/2',
    'special.bessel_j0/float64/0',
    'special.bessel_j1/float64/0',
    'special.bessel_y0/float64/2',
    'special.bessel_y1/float64/2',
    'special.bessel_y1/int64/3',
  ].map((id) => [id, nearer] as const),
  ['vdot/complex64/0', 'the library that PyTorch was built with gives 0 for it, whatever the numbers'],
])

/** Every torch path in an expression of print.json or a step of rng.json. */
export function namesIn(v: Encoded | RngStep): string[] {
  if (Array.isArray(v)) return v.flatMap(namesIn)
  if (!isObject(v)) return []
  const { $call, kind, path } = v as Record<string, unknown>
  const own = typeof $call === 'string' ? [$call] : kind === 'function' ? [path as string] : []
  return [...own, ...Object.values(v).flatMap(namesIn)]
}

/** The names that keep it out of scope: none where it must pass. */
export const missingNames = (v: Encoded | RngStep, left = notYet): string[] =>
  [...new Set(namesIn(v))].filter((name) => left.has(name))

/**
 * The parts of an entry that stand on their own: each begins with manual_seed, which resets all state. So one Conv2d
 * in a list of modules leaves out only itself.
 */
export function sections({ steps }: RngEntry): RngStep[][] {
  const parts: RngStep[][] = []
  for (const step of steps) {
    const seeds = step.call.kind === 'function' && step.call.path === 'torch.manual_seed'
    if (seeds || parts.length === 0) parts.push([])
    parts.at(-1)!.push(step)
  }
  return parts
}

/** Names said to be out of scope that the engine has: take them out of the list above. */
export function stale(torch: Torch, names: string[]): string[] {
  return [...new Set(names)].filter((name) => {
    try {
      return Boolean(lookup(torch, name))
    } catch {
      return false
    }
  })
}
