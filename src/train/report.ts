// Tells about a run in lines, tables, a chart, or as data. Returns text; writes nothing.
import { lineChart } from '../plot/line.js'
import { inColumns } from '../terminal/columns.js'
import { type Look, paint } from '../terminal/look.js'
import { evaluate, type Evaluation } from './evaluate.js'
import { goalText } from './goal.js'
import { weightNames } from './kind.js'
import { said } from '../terminal/speech.js'
import { widthOf } from '../terminal/width.js'
import { wrap } from '../terminal/wrap.js'
import { plural } from '../terminal/words.js'
import type { Problem } from './problem.js'
import { convergingRate } from './converging-rate.js'
import type { Run } from './run.js'
import { optimizerWords, type Settings, withMomentum } from './settings.js'
import { numbersOf, type Step, type Trainer } from './trainer.js'
import { visibleJson, visibleName } from '../base/visible.js'

/** The five steps of a training, in order. */
export const stages = ['data', 'model', 'loss', 'optimizer', 'iterate'] as const
export type Stage = (typeof stages)[number]

/** As many decimals as tell two float32 numbers near 1 apart. */
export function numberText(value: number): string {
  const size = Math.abs(value)
  if (!Number.isFinite(value) || (Number.isInteger(value) && size < 1e15)) return String(value)
  return size < 1e-3 || size >= 1e7 ? value.toExponential(6) : value.toFixed(7)
}

/** More parameters than this are told at the end, not in every line. */
const mostInLine = 3

function valuesOf({ loss, accuracy, parameters }: Step): [name: string, value: number][] {
  const own = Object.entries(parameters)
  return [
    ['loss', loss],
    ...(own.length <= mostInLine ? own : []),
    ...(accuracy === undefined ? [] : [['accuracy', accuracy] as [string, number]]),
  ]
}

const stepText = (step: Step): string =>
  valuesOf(step)
    .map(([name, value]) => `${said(name)} ${numberText(value)}`)
    .join(', ')

/** One line about a step, in columns. */
export function reportLine(step: Step): string {
  const columns = valuesOf(step).map(([name, value]) => `${said(name)} ${numberText(value).padStart(10)}`)
  return [`${said('iteration')} ${String(step.iteration).padStart(4)}`, ...columns].join('   ')
}

/** `optim.SGD, learning rate 0.01, momentum 0.9` */
function optimizerText({ optimizer, lr, momentum, weightDecay }: Settings): string {
  const parts = [optimizerWords[optimizer], `learning rate ${lr}`]
  if (withMomentum.includes(optimizer)) parts.push(`momentum ${momentum}`)
  if (weightDecay !== undefined) parts.push(`weight decay ${weightDecay}`)
  return parts.join(', ')
}

/** What each of the five steps is in this run. */
export function stageText(stage: Stage, { trainer, options, first, end }: Run): string {
  const { problem, settings, batches } = trainer
  const { kind } = problem
  switch (stage) {
    case 'data':
      return problem.isOwn ? problem.about : `${problem.about}, drawn with seed ${settings.seed}`
    case 'model': {
      const count = problem.features.length + 1
      const start = valuesOf({ ...trainer.look(), loss: NaN, accuracy: undefined }).slice(1)
      const shown = start.map(([name, value]) => `${name} ${numberText(value)}`).join(', ')
      return `${kind.formula}, ${shown ? `starting at ${shown}` : `${count} parameters`}`
    }
    case 'loss':
      return kind.lossName
    case 'optimizer':
      return optimizerText({ ...settings, lr: trainer.lr })
    case 'iterate': {
      const rows = problem.train.x.size(0)
      const batch =
        batches.perEpoch === 1
          ? `all ${rows} rows at once`
          : `${settings.batchSize} of ${rows} rows at a time, ${batches.perEpoch} iterations an epoch`
      const span = first > 0 ? `from iteration ${first} to ${end}` : `up to ${options.iterations} iterations`
      return `${span}, ${batch}${options.goal ? `, until ${goalText(options.goal)}` : ''}`
    }
  }
}

/** `1 data       20 points …` */
export function stageLine(stage: Stage, run: Run): string {
  const name = said(stage)
  return `${stages.indexOf(stage) + 1} ${name}${' '.repeat(Math.max(0, 9 - widthOf(name)))}  ${said(stageText(stage, run))}`
}

/** A rate worth trying next: ten times smaller, without the dust of binary fractions. */
const smaller = (rate: number): number => Number((rate / 10).toPrecision(2))

/** Features whose numbers are large, with the largest; nothing where none is, or all are scaled. */
function largeText({ features, scaling, train, isOwn }: Problem): string {
  if (scaling || !isOwn) return ''
  const largest = numbersOf(train.x.abs().amax(0))
  const large = features.flatMap((name, i) =>
    largest[i] > 20 ? [`${visibleName(name)} reaches ${Number(largest[i].toPrecision(3))}`] : [],
  )
  return large.slice(0, 3).join(', ') + (large.length > 3 ? ', …' : '')
}

/** Whether the best single answer for all rows would do as well: the mean, or the most frequent class. */
const isPoor = ({ rows, r2, accuracy, confusion }: Evaluation): boolean =>
  confusion === undefined
    ? r2! <= 0
    : accuracy! * rows <= Math.max(...confusion.map((row) => row.reduce((sum, count) => sum + count, 0)))

/** What helps a model that learnt nothing from large numbers; nothing for any other. */
function poorText(problem: Problem, scores: Scores): string {
  const large = isPoor(scores.train) ? largeText(problem) : ''
  return large && `One answer for all rows would do as well. --standardize helps here: ${large}.`
}

/** Found once for a training: its text is asked for more than once. */
const rates = new WeakMap<Trainer, number | undefined>()
function rateFor(trainer: Trainer): number | undefined {
  if (!rates.has(trainer)) rates.set(trainer, convergingRate(trainer, smaller))
  return rates.get(trainer)
}

function divergenceText({ trainer, divergence }: Run): string {
  const { iteration, loss, where, op } = divergence!
  const found = {
    forward: `the loss is ${loss}. The first op to give a value that is not finite was ${op}.`,
    backward: `the loss is ${numberText(loss)}, but its gradient is not finite. ${op} gave the first such value in the backward pass.`,
    update: `the step of the optimizer (${op}) made a parameter that is not finite.`,
  }[where]
  const large = largeText(trainer.problem)
  const scale = large && `, or --standardize: ${large}`
  const rate = rateFor(trainer)
  return (
    `Diverged at iteration ${iteration}: ${found} ` +
    (rate === undefined
      ? `Try a smaller learning rate: --lr ${smaller(trainer.lr)} (it was ${trainer.lr})${scale}.`
      : `With --lr ${rate} the loss falls, as a try on these data shows (it was ${trainer.lr})${scale}.`)
  )
}

/** The sentence at the end. */
export function endingText(run: Run): string {
  const { ending, options } = run
  if (ending === 'diverged') return divergenceText(run)
  const last = run.look()
  if (run.losses.length === 0)
    return `No iteration was taken: ${stepText({ ...last, loss: NaN }).replace('loss NaN, ', '')}`
  const goal = options.goal && goalText(options.goal)
  if (ending === 'goal reached') return `Stopped at iteration ${last.iteration} (${goal}): ${stepText(last)}`
  if (ending === 'stopped') return `Stopped by you at iteration ${last.iteration}: ${stepText(last)}`
  const count = run.losses.length
  const short = goal ? `, short of the goal (${goal})` : ''
  return `Stopped after ${plural(count, 'iteration')}${short}: ${stepText(last)}`
}

/** The loss of every step, drawn. What ran away is drawn by its powers of ten. */
export function lossChart({ losses, ending }: Run, width: number, unicode = true): string {
  return lineChart(losses.values, { width, height: 10, unicode, log: ending === 'diverged' })
}

/** How the model does on the samples it was trained on, and on those kept for testing. */
export interface Scores {
  readonly train: Evaluation
  readonly test: Evaluation | null
}

export function scoresOf({ problem, model, settings }: Trainer): Scores {
  const score = (samples: Problem['train']): Evaluation =>
    evaluate(problem.kind, model, samples, settings.device)
  return { train: score(problem.train), test: problem.test && score(problem.test) }
}

const rounded = (value: number): string => String(Number(value.toPrecision(6)))

/** More weights than this are not listed. */
const mostListed = 40

/** The parameters in the data's own units. */
function parameterTable(trainer: Trainer, look: Look): string {
  const { features, kind } = trainer.problem
  const { weight, bias } = trainer.ownWeights()
  const names = weightNames(weight.length)
  const rows = weight
    .slice(0, mostListed)
    .map((value, i) => [names[i], visibleName(features[i]), numberText(value)])
  const hidden = weight.length - rows.length
  const table = inColumns(
    [...rows, ...(hidden > 0 ? [['…', `${hidden} more`, 'all in --json']] : []), ['b', '', numberText(bias)]],
    look,
    { head: ['', said('feature'), said(kind.hasClasses ? 'weight' : 'slope')] },
  )
  return table
}

/** Loss and R² or accuracy, and for classes who was taken for whom. */
export function scoreTables({ train, test }: Scores, problem: Problem, look: Look): string {
  const classes = problem.classes?.map(visibleName)
  const all = [['train', train] as const, ...(test ? [['test', test] as const] : [])]
  const measure = train.r2 === undefined ? 'accuracy' : look.unicode ? 'R²' : 'R2'
  const table = inColumns(
    all.map(([name, { rows, loss, r2, accuracy }]) => [
      said(name),
      String(rows),
      rounded(loss),
      rounded(r2 ?? accuracy ?? NaN),
    ]),
    look,
    { head: ['', said('rows'), said('loss'), said(measure)] },
  )
  const matrices = classes
    ? all.map(([name, { confusion }]) =>
        inColumns(
          confusion!.map((row, i) => [said(`is ${classes[i]}`), ...row.map(String)]),
          look,
          { head: [said(name), ...classes.map((one) => said(`predicted ${one}`))] },
        ),
      )
    : []
  return [table, ...matrices].join('\n\n')
}

/** All about a run that a person's own data want to know. */
export function scoreText(trainer: Trainer, scores: Scores, look: Look): string {
  const { scaling } = trainer.problem
  const title = paint(look).bold(said(`parameters${scaling ? ", in the data's own units" : ''}`))
  const advice = said(poorText(trainer.problem, scores))
  return (
    `${title}\n${parameterTable(trainer, look)}\n\n${scoreTables(scores, trainer.problem, look)}` +
    (advice && `\n\n${wrap(advice, look.width)}`)
  )
}

/** One report as a line of JSON. */
export const reportJson = (step: Step): string => visibleJson(JSON.stringify(step))

/** How long things took. */
export interface Seconds {
  readonly reading: number
  readonly training: number
}

/** The result as a line of JSON, which has no word for what is not finite: it becomes null. */
export function resultJson(run: Run, scores: Scores, seconds: Seconds): string {
  const { trainer, options, ending, divergence } = run
  const { problem, settings, lr } = trainer
  const last = run.look()
  const result = {
    model: problem.kind.name,
    ending,
    ...last,
    ...(divergence && { divergence: { where: divergence.where, op: divergence.op } }),
    seed: settings.seed,
    optimizer: settings.optimizer,
    lr,
    momentum: settings.momentum,
    batch_size: settings.batchSize,
    goal: options.goal && goalText(options.goal),
    features: problem.features,
    label: problem.label,
    classes: problem.classes,
    ...scores,
    seconds: {
      reading: Number(seconds.reading.toFixed(3)),
      training: Number(seconds.training.toFixed(3)),
    },
  }
  return visibleJson(JSON.stringify(result))
}
