// `.time` and `.timeit`: how long code takes, once and on average.
import { ownName } from '../../dialect/own-names.js'
import { type Command, type Context, outcomeError, required } from './command.js'
import { plural } from '../../terminal/words.js'

const units: readonly (readonly [seconds: number, name: string])[] = [
  [1, 's'],
  [1e-3, 'ms'],
  [1e-6, 'µs'],
  [1e-9, 'ns'],
]

/** Three digits and a unit: `12.3 µs`. */
export function durationText(seconds: number): string {
  const [unit, name] = units.find(([size]) => seconds >= size) ?? units[units.length - 1]
  return `${Number((seconds / unit).toPrecision(3))} ${name}`
}

/** As IPython tells it. */
export function timingText(perLoop: readonly number[], loops: number): string {
  const mean = perLoop.reduce((sum, time) => sum + time, 0) / perLoop.length
  const deviation = Math.sqrt(perLoop.reduce((sum, time) => sum + (time - mean) ** 2, 0) / perLoop.length)
  const each = `${plural(loops, 'loop')} each`
  return `${durationText(mean)} ± ${durationText(deviation)} per loop (mean ± std. dev. of ${perLoop.length} runs, ${each})`
}

const runs = 7
const secondsPerRun = 0.1

/** Code that repeats `code` and gives the seconds it took. Its own loop costs about a nanosecond a turn. */
function loopOf(code: string, loops: number): string {
  // Names of which the code can have no other, and so changes none.
  const [now, start, loop] = ['__clock__', 'start', 'loop'].map(ownName)
  const body = `const ${start} = ${now}(); for (let ${loop} = 0; ${loop} < ${loops}; ${loop}++) {${code}\n}; return (${now}() - ${start}) / 1000`
  return /\bawait\b/.test(code) ? `await (async () => {${body}})()` : `(() => {${body}})()`
}

async function timeLoops({ value }: Context, code: string): Promise<string> {
  const seconds = async (loops: number): Promise<number> => Number(await value(loopOf(code, loops)))
  // 1, 2, 5, 10, 20, … until a run takes long enough to be measured.
  let loops = 1
  for (let step = 0; ; step++) {
    loops = [1, 2, 5][step % 3] * 10 ** Math.floor(step / 3)
    if ((await seconds(loops)) >= secondsPerRun || loops >= 1e9) break
  }
  const perLoop: number[] = []
  for (let run = 0; run < runs; run++) perLoop.push((await seconds(loops)) / loops)
  return timingText(perLoop, loops)
}

export const time: Command = {
  name: '.time',
  argument: 'code',
  takes: { kind: 'code' },
  help: 'runs code once and says how long it took',
  more: '.time x = torch.rand(1000, 1000)\n.time net(x)',
  run: async ({ enter }, argument) => {
    const code = required(argument, time)
    const start = performance.now()
    const outcome = await enter(code)
    if (outcome.kind !== 'value') throw outcomeError(outcome)
    return `${durationText((performance.now() - start) / 1000)}`
  },
}

export const timeit: Command = {
  name: '.timeit',
  argument: 'code',
  takes: { kind: 'code' },
  help: 'runs code many times: mean ± deviation',
  more: '.timeit x.matmul(x)',
  run: (context, argument) => timeLoops(context, required(argument, timeit)),
}
