// Follows a training to its end and tells about it in lines, a chart, or as data. Returns text; writes nothing.
import { lineChart } from '../plot/line.js'
import type { Step, Training } from './training.js'

export interface WatchOptions {
  seed: number
  rate: number
  /** Steps to take at the most. */
  iterations: number
  /** The training is looked at after every so many steps; only then can it be good enough. */
  every: number
}

export type Ending = 'good enough' | 'out of iterations' | 'diverged'

export interface Run {
  losses: number[]
  reports: Step[]
  ending: Ending
  last: Step
}

/** Runs a training, handing over every step that is looked at as it happens. */
export function watch(
  training: Training,
  options: WatchOptions,
  onReport: (step: Step) => void = () => {},
): Run {
  const losses: number[] = []
  const reports: Step[] = []
  const report = (step: Step): void => {
    reports.push(step)
    onReport(step)
  }
  const steps = training.steps(options)
  for (;;) {
    const step = steps.next().value
    losses.push(step.loss)
    const isLast = step.iteration === options.iterations - 1
    const isLookedAt = step.iteration % options.every === 0
    if (isLookedAt || isLast) report(step)
    const end = (ending: Ending): Run => ({ losses, reports, ending, last: step })
    if (isLookedAt && step.isGoodEnough) return end('good enough')
    if (isLookedAt && !Number.isFinite(step.loss)) return end('diverged')
    if (isLast) return end('out of iterations')
  }
}

/** As many decimals as tell two float32 numbers near 1 apart. */
const numberText = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(7))

const stepText = ({ loss, values }: Step): string =>
  Object.entries({ loss, ...values })
    .map(([name, value]) => `${name} ${numberText(value)}`)
    .join(', ')

/** One line about a step, in columns. */
export function reportLine({ iteration, loss, values }: Step): string {
  const columns = Object.entries({ loss, ...values }).map(
    ([name, value]) => `${name} ${numberText(value).padStart(10)}`,
  )
  return [`iteration ${String(iteration).padStart(4)}`, ...columns].join('   ')
}

/** The sentence at the end. */
export function endingText(training: Training, { ending, last }: Run): string {
  if (ending === 'good enough')
    return `Stopped at iteration ${last.iteration} (${training.goal}): ${stepText(last)}`
  if (ending === 'diverged') {
    return `Stopped at iteration ${last.iteration}: the loss is ${last.loss}. A smaller learning rate (--lr) may help.`
  }
  return `Stopped after ${last.iteration + 1} iterations, short of the goal (${training.goal}): ${stepText(last)}`
}

/** The loss of every step, drawn. */
export function lossChart({ losses }: Run, width: number): string {
  return lineChart(losses, { width, height: 10 })
}

/** JSON has no word for what is not finite: it becomes null there. */
export function runAsJson(
  training: Training,
  options: WatchOptions,
  { losses, reports, ending, last }: Run,
): string {
  const { seed, rate, iterations, every } = options
  const document = { model: training.name, seed, lr: rate, iterations, every, ending, last, reports, losses }
  return JSON.stringify(document, (key, value) => (key === 'isGoodEnough' ? undefined : value), 2)
}
