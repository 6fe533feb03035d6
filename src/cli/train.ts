// `dltorch train <model>`: what was asked for on the command line, or why it cannot be done. What is then done is told in
// `training.ts`, and in `train/export.ts` for the built-in data.
import { DataError, MisuseError } from '../train/table-cells.js'
import type { Kind } from '../train/kind.js'
import { kindNames, kinds } from '../train/kinds.js'
import type { Run } from '../train/run.js'
import { suggestion } from '../terminal/suggest.js'
import { exitCodes, refuse } from './failure.js'
import { conduct, type TrainOptions } from './training.js'

interface Options extends TrainOptions {
  readonly export?: string
}

const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129, SIGQUIT: 131 } as const

/** Lets signals end the run, not the program: the model is kept and told about first. */
class Signals {
  #run: Run | undefined
  readonly #listeners = new Map<NodeJS.Signals, () => void>()

  constructor() {
    for (const [name, code] of Object.entries(signals) as [NodeJS.Signals, number][]) {
      const listener = (): void => {
        // Nothing to keep yet, or asked for the second time.
        if (!this.#run || this.#run.ending) process.exit(code)
        process.exitCode = code
        this.#run.stop()
      }
      this.#listeners.set(name, listener)
      process.on(name, listener)
    }
  }
  follow(run: Run): void {
    this.#run = run
  }
  release(): void {
    for (const [name, listener] of this.#listeners) process.off(name, listener)
  }
}

export async function train(name: string, options: Options, others: readonly string[] = []): Promise<void> {
  if (others.length > 0)
    return refuse(
      `train takes a model and options, and ${others[0]} is neither. A table is named by --data: dltorch train ${name} --data ${others[0]}`,
      exitCodes.misused,
    )
  if (!Object.hasOwn(kinds, name))
    return refuse(`there is no model ${name}${suggestion(name, kindNames)}`, exitCodes.misused)
  const kind = await kinds[name as Kind['name']]()
  const stops = new Signals()
  try {
    if (options.export === undefined) await conduct(kind, options, (run) => stops.follow(run))
    else if (options.data !== undefined)
      refuse(
        '--export writes the built-in data, and --data brings others: give one of them',
        exitCodes.misused,
      )
    else {
      const { exportData } = await import('../train/export.js')
      const told = exportData(kind, options.export, options.seed)
      if (told !== null) console.log(told)
    }
  } catch (error) {
    if (!(error instanceof DataError)) throw error
    refuse(error.message, error instanceof MisuseError ? exitCodes.misused : exitCodes.failed)
  } finally {
    stops.release()
  }
}
