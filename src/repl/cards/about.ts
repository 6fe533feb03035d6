// What stands beside an op: its nearest relatives in the table, and its page in PyTorch's documentation.
import { methods, type Op, ops } from '../../engine/op.js'

const site = 'https://pytorch.org/docs/stable/'

/** Pages that hold many names; everything else has a page of its own. */
const sharedPages: readonly (readonly [prefix: RegExp, page: string])[] = [
  [/^torch\.special\./, 'special.html'],
  [/^torch\.nn\.init\./, 'nn.init.html'],
  [/^torch\.utils\.data\./, 'data.html'],
  [/^torch\.(device|dtype|layout)$/, 'tensor_attributes.html'],
  [/^torch\.Tensor$/, 'tensors.html'],
  [/^torch\.random\./, 'random.html'],
]

const namespacePages: { [path: string]: string } = {
  torch: 'torch.html',
  'torch.nn': 'nn.html',
  'torch.nn.functional': 'nn.functional.html',
  'torch.nn.init': 'nn.init.html',
  'torch.optim': 'optim.html',
  'torch.autograd': 'autograd.html',
  'torch.linalg': 'linalg.html',
  'torch.fft': 'fft.html',
  'torch.special': 'special.html',
  'torch.utils.data': 'data.html',
}

/** The address of `torch.cat`, `x.add_` (a method) or `torch.nn` (a namespace) in PyTorch's documentation. */
export function docAddress(path: string): string {
  const full = path.replace(/^x\./, 'torch.Tensor.')
  if (namespacePages[full]) return site + namespacePages[full]
  const shared = sharedPages.find(([prefix]) => prefix.test(full))
  return shared ? `${site}${shared[1]}#${full}` : `${site}generated/${full}.html`
}

const dull = new Set(
  'a an and are as at be by each element elements for from has in into is it its of on one or same tensor that the them they this to value values where which whose with x y'.split(
    ' ',
  ),
)

const wordsOf = (op: Op): Set<string> =>
  new Set(
    `${op.name.replaceAll('_', ' ')} ${op.overloads.map(({ entry }) => entry.doc).join(' ')}`
      .toLowerCase()
      .match(/[a-z]{2,}/g)
      ?.filter((word) => !dull.has(word)),
  )

interface Known {
  readonly path: string
  readonly op: Op
  readonly words: Set<string>
  readonly position: number
}

let known: { entries: Known[]; frequency: Map<string, number> } | undefined

/** Each op once, by its own path; families stand together, as in the table. */
function knownOps(): NonNullable<typeof known> {
  if (known) return known
  const byOverload = new Map<unknown, Known>()
  const tables: [string, Map<string, Op>][] = [
    ['torch.', ops],
    ['x.', methods],
  ]
  for (const [prefix, table] of tables)
    for (const [name, op] of table) {
      const first = op.overloads[0]
      if (name.startsWith('_') || name.endsWith('_backward') || byOverload.has(first) || first.path !== name)
        continue
      byOverload.set(first, { path: prefix + name, op, words: wordsOf(op), position: byOverload.size })
    }
  const entries = [...byOverload.values()]
  const frequency = new Map<string, number>()
  for (const { words } of entries)
    for (const word of words) frequency.set(word, (frequency.get(word) ?? 0) + 1)
  return (known = { entries, frequency })
}

/** The paths of at most `count` ops that are nearest to `op`: by the rare words their docs share, and by family. */
export function relatedOps(op: Op, count = 4): string[] {
  const { entries, frequency } = knownOps()
  const own = entries.find((entry) => entry.op.overloads[0] === op.overloads[0])
  if (!own) return []
  const weight = (word: string): number => Math.log(entries.length / (frequency.get(word) ?? 1))
  const total = ({ words }: Known): number => [...words].reduce((sum, word) => sum + weight(word) ** 2, 1)
  const score = (other: Known): number => {
    let shared = 0
    for (const word of own.words) if (other.words.has(word)) shared += weight(word) ** 2
    const distance = Math.abs(own.position - other.position)
    const isNamed = own.words.has(other.op.name) || other.words.has(own.op.name)
    return shared / Math.sqrt(total(own) * total(other)) + 0.25 / distance + (isNamed ? 0.3 : 0)
  }
  return entries
    .filter((other) => other !== own)
    .map((other) => ({ path: other.path, score: score(other) }))
    .filter((other) => other.score > 0.16)
    .sort((a, b) => b.score - a.score)
    .slice(0, count)
    .map(({ path }) => path)
}
