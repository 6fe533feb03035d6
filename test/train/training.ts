// Trainings as the tests want them.
import type { Kind } from '../../src/train/kind.js'
import { linear } from '../../src/train/linear.js'
import { builtIn } from '../../src/train/problem.js'
import { Run, type RunOptions } from '../../src/train/run.js'
import type { Settings } from '../../src/train/settings.js'
import { Trainer } from '../../src/train/trainer.js'

export const settingsOf = (kind: Kind, rows: number): Settings => ({
  seed: 10,
  optimizer: kind.optimizer,
  lr: kind.rate,
  momentum: kind.momentum,
  batchSize: rows,
  device: 'cpu',
})

/** A run on the built-in data. */
export function builtInRun(
  kind: Kind = linear,
  settings: Partial<Settings> = {},
  options: Partial<RunOptions> = {},
): Run {
  const problem = builtIn(kind, settings.seed ?? 10)
  const trainer = new Trainer(problem, { ...settingsOf(kind, problem.train.x.size(0)), ...settings })
  return new Run(trainer, { iterations: 1000, every: 20, goal: kind.goal, ...options })
}

/** Takes all steps; the numbers of those that were looked at. */
export function finish(run: Run): number[] {
  const seen: number[] = []
  while (!run.ending) {
    const step = run.advance()
    if (step) seen.push(step.iteration)
  }
  return seen
}
