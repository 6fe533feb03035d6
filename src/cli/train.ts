// `dltorch train <model>`: runs one of the trainings and prints its reports as they come.
import chalk from 'chalk'
import { endingText, lossChart, reportLine, runAsJson, watch } from '../train/report.js'
import { textWidth, wrap } from '../repl/wrap.js'
import type { Training } from '../train/training.js'
import { suggestion } from '../repl/suggest.js'

const trainings: Record<string, () => Promise<Training>> = {
  linear: async () => (await import('../train/linear.js')).linear,
  logistic: async () => (await import('../train/logistic.js')).logistic,
}

export interface TrainOptions {
  seed: number
  lr?: number
  iterations: number
  every: number
  json?: boolean
  chart: boolean
}

export async function train(
  model: string,
  { seed, lr, iterations, every, json, chart }: TrainOptions,
): Promise<void> {
  if (!Object.hasOwn(trainings, model)) {
    process.stderr.write(`dltorch: there is no model ${model}${suggestion(model, Object.keys(trainings))}\n`)
    process.exitCode = 1
    return
  }
  const training = await trainings[model]()
  const options = { seed, rate: lr ?? training.rate, iterations, every }
  if (json) {
    console.log(runAsJson(training, options, watch(training, options)))
    return
  }
  console.log(chalk.bold(training.title))
  console.log(chalk.dim(`seed ${seed}, learning rate ${options.rate}`))
  const run = watch(training, options, (step) => console.log(reportLine(step)))
  if (chart) {
    console.log(chalk.dim('\nloss, iteration by iteration'))
    console.log(lossChart(run, Math.min(72, (process.stdout.columns ?? 80) - 14)))
  }
  const ending = wrap(endingText(training, run), textWidth())
  console.log(`\n${run.ending === 'diverged' ? chalk.red(ending) : ending}`)
}
