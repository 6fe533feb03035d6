// Conducts one training from its data to its last words: on a live screen, in lines, or as JSON.
import { setImmediate } from 'node:timers/promises'
import chalk from 'chalk'
import { visibleName } from '../base/visible.js'
import { fileErrorText } from '../io/file-error.js'
import { writeWholeFile } from '../io/whole-file.js'
import { currentLook, type Look } from '../terminal/look.js'
import { colourLevel } from '../terminal/styles.js'
import { said } from '../terminal/speech.js'
import { textWidth, wrap } from '../terminal/wrap.js'
import { checkApart, checkPlace, keepModel, spaceFor } from '../train/keep.js'
import type { Kind } from '../train/kind.js'
import { makeRun, type PlanOptions } from '../train/plan.js'
import { Progress } from '../train/progress.js'
import * as report from '../train/report.js'
import type { Run } from '../train/run.js'
import { refuse } from './failure.js'

export interface TrainOptions extends PlanOptions {
  readonly save?: string
  readonly svg?: string
  readonly json?: boolean
  readonly chart: boolean
  readonly live: boolean
  /** Iterations a second on the live screen. */
  readonly speed?: number
}

/** Milliseconds after which keys and signals are looked for. */
const patience = 20

async function inLines(run: Run, onReport: (line: ReturnType<Run['advance']>) => void): Promise<void> {
  let before = performance.now()
  while (!run.ending) {
    const step = run.advance()
    if (step) onReport(step)
    if (performance.now() - before < patience) continue
    await setImmediate()
    before = performance.now()
  }
}

/** Bytes that an SVG has at the most, unless its names are longer than any name is. */
const spaceForSvg = 1 << 19

/** Writes the last picture as an SVG; what went wrong, or null. */
async function writeSvg(run: Run, path: string): Promise<string | null> {
  const { Sketch } = await import('../train/scene.js')
  const { svgOf } = await import('../train/svg.js')
  const { trainer, losses, first, ending } = run
  const { title, formula } = trainer.problem.kind
  const drawing = svgOf({
    title: `${said(title)}, ${formula}`,
    scene: new Sketch(trainer).scene(),
    losses: losses.values,
    iterations: [first, first + losses.length - 1],
    log: ending === 'diverged',
    ending: said(report.endingText(run)),
  })
  try {
    writeWholeFile(path, [Buffer.from(drawing)])
    return null
  } catch (error) {
    return `cannot write ${path}: ${fileErrorText(error)}`
  }
}

/** How the run went, below its reports or its last picture. */
function tellEnding(run: Run, { chart }: TrainOptions, look: Look, isPictured: boolean): void {
  if (chart && !isPictured && run.losses.length > 0) {
    const ruler =
      run.ending === 'diverged'
        ? 'loss, iteration by iteration, in powers of ten'
        : 'loss, iteration by iteration'
    console.log(chalk.dim(`\n${said(ruler)}`))
    console.log(report.lossChart(run, Math.min(72, (process.stdout.columns ?? 86) - 14), look.unicode))
  }
  const ending = wrap(said(report.endingText(run)), textWidth())
  console.log(`\n${run.ending === 'diverged' ? chalk.red(ending) : ending}`)
  if (run.trainer.problem.isOwn && run.ending !== 'diverged')
    console.log(`\n${report.scoreText(run.trainer, report.scoresOf(run.trainer), look)}`)
}

/**
 * Reads the data, trains, keeps what was learnt and tells how it went.
 *
 * @param onRun is given the run before its first step, to stop it by
 * @throws DataError for options, data or models that do not fit
 */
export async function conduct(kind: Kind, options: TrainOptions, onRun: (run: Run) => void): Promise<void> {
  const { data, save, svg, json } = options
  checkApart({ '--data': data, '--save': save, '--svg': svg })
  if (save !== undefined) checkPlace('--save', save)
  if (svg !== undefined) checkPlace('--svg', svg)
  chalk.level = colourLevel(chalk.level)
  const look = { ...currentLook(chalk.level > 0), width: Math.min(textWidth(), 100) }
  const progress = new Progress(options.data ?? '', process.stderr, {
    ...look,
    width: process.stderr.columns ?? 80,
  })
  const clear = (): void => progress.clear()
  process.once('exit', clear)
  const clock = { start: performance.now(), ready: 0, end: 0 }
  let run: Run
  try {
    run = await makeRun(kind, options, (share, rows) => progress.show(share, rows))
  } finally {
    clear()
    process.off('exit', clear)
  }
  if (save !== undefined) checkPlace('--save', save, spaceFor(run.trainer))
  if (svg !== undefined) checkPlace('--svg', svg, spaceForSvg)
  onRun(run)
  let kept: 'not yet' | 'well' | 'badly' = 'not yet'
  const keep = (): void => {
    if (save === undefined || kept !== 'not yet') return
    const failure = keepModel(run.trainer, save)
    kept = failure === null ? 'well' : 'badly'
    if (failure) refuse(failure)
  }
  // A reader of the output that leaves ends the program at once.
  process.once('exit', keep)

  clock.ready = performance.now()
  const isLive =
    !json &&
    options.live &&
    Boolean(process.stdin.isTTY && process.stdout.isTTY) &&
    process.env.TERM !== 'dumb'
  let picture: readonly { readonly text: string }[] = []
  if (json) await inLines(run, (step) => console.log(report.reportJson(step!)))
  else if (isLive) {
    const { watchLive } = await import('../train/live.js')
    const { chart: hasChart, speed } = options
    picture = await watchLive(run, {
      input: process.stdin,
      output: process.stdout,
      others: process.stderr.isTTY ? [process.stderr] : [],
      look,
      speed,
      hasChart,
    })
  } else {
    console.log(chalk.bold(said(kind.title)))
    for (const stage of report.stages) console.log(report.stageLine(stage, run))
    await inLines(run, (step) => console.log(report.reportLine(step!)))
  }
  clock.end = performance.now()

  // What is learnt is put in a safe place before anything else is done with it.
  keep()
  process.off('exit', keep)
  if (run.ending === 'diverged') process.exitCode = 1
  if (json) {
    const { start, ready, end } = clock
    const seconds = { reading: (ready - start) / 1000, training: (end - ready) / 1000 }
    console.log(report.resultJson(run, report.scoresOf(run.trainer), seconds))
  } else {
    if (picture.length > 0) console.log(picture.map(({ text }) => text).join('\n'))
    tellEnding(run, options, look, isLive)
    if (kept === ('well' as string)) console.log(`\n${said(`The model is in ${visibleName(save!)}.`)}`)
  }
  const failure = svg === undefined ? null : await writeSvg(run, svg)
  if (failure) refuse(failure)
}
