// Times the starts of the program beside bare Node, in turn: as it is, and as it would be with 300 more ops.
import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median, root } from './measure.js'
import type { Compared } from './measure.js'
import { timeFirstPrompt } from './prompt.js'

const MORE_OPS = 300
/** Families that the timed entry has no need of. */
const crowded = ['pointwise/exponential', 'pointwise/special', 'reduce/cumulative']

const entry = (name: string): string => `
op('${name}(Tensor self, Tensor|Scalar other, *, Scalar alpha=1, Tensor? out=None) -> Tensor', {
  doc: 'The sum of \`self\` and \`other\` times \`alpha\`, element by element.',
  example: ['torch.${name}(torch.tensor([1, 2]), 3)', 'tensor([4, 5])'],
  inplace: true,
  kernel: (self: number, other: number, alpha: number) => self + other * alpha,
  backward: { self: (g) => g, other: (g, { alpha }) => g.mul(alpha) },
})
`

function run(command: string, args: string[], cwd: string): void {
  const { status, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
}

/** A built copy of the project with more ops, in a folder of its own. */
function crowdedCopy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dltorch-starts-'))
  for (const part of ['bin', 'src', 'package.json', 'tsconfig.json'])
    cpSync(join(root, part), join(folder, part), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (let i = 0; i < MORE_OPS; i++)
    appendFileSync(join(folder, `src/ops/${crowded[i % crowded.length]}.ts`), entry(`another_op_${i}`))
  run('npm', ['run', '--silent', 'generate'], folder)
  run('npm', ['run', '--silent', 'build', '--', '--code'], folder)
  return folder
}

function timeProcess(args: string[]): number {
  const start = performance.now()
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return (performance.now() - start) / 1000
}

export interface Start extends Compared {
  readonly name: string
  readonly goal: number
}

/** Wall times of the starts, of bare Node's in the same round, and the median of their ratio. */
export async function measureStarts(rounds: number): Promise<Start[]> {
  const folder = crowdedCopy()
  try {
    const evaluate = (at: string) => async (): Promise<number> =>
      timeProcess([join(at, 'bin/dltorch.js'), 'eval', 'torch.ones(2)'])
    const prompt = (at: string) => (): Promise<number> => timeFirstPrompt([join(at, 'bin/dltorch.js')])
    const node = async (): Promise<number> => timeProcess(['-e', '1'])
    const nodeInTerminal = (): Promise<number> => timeFirstPrompt(['-e', 'process.stdout.write(">>>")'])
    const kinds = [
      { name: "start: eval 'torch.ones(2)'", goal: 2, bare: node, time: evaluate(root) },
      { name: `start: the same with ${MORE_OPS} more ops`, goal: 2, bare: node, time: evaluate(folder) },
      { name: 'start: first prompt', goal: 2.3, bare: nodeInTerminal, time: prompt(root) },
      {
        name: `start: the same with ${MORE_OPS} more ops`,
        goal: 2.3,
        bare: nodeInTerminal,
        time: prompt(folder),
      },
    ].map((kind) => ({ ...kind, ours: [] as number[], theirs: [] as number[] }))
    // A first round reads the files.
    for (let round = 0; round < rounds + 1; round++)
      for (const kind of kinds) {
        const bare = await kind.bare()
        const ours = await kind.time()
        if (round === 0) continue
        kind.theirs.push(bare)
        kind.ours.push(ours)
      }
    return kinds.map(({ name, goal, ours, theirs }) => ({
      name,
      goal,
      ours: median(ours),
      theirs: median(theirs),
      ratio: median(ours.map((seconds, i) => seconds / theirs[i])),
    }))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
