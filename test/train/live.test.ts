// The live screen at a terminal that is only a screen in memory: keys go in as bytes, what a person would see comes out.
import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { setTimeout } from 'node:timers/promises'
import { test } from 'node:test'
import type { Kind } from '../../src/train/kind.js'
import { linear } from '../../src/train/linear.js'
import { type LiveOptions, nextRate, watchLive } from '../../src/train/live.js'
import type { Run } from '../../src/train/run.js'
import { Output } from '../repl/editor/desk.js'
import { Screen } from '../repl/editor/screen.js'
import { builtInRun } from './training.js'

/** A run that is watched. */
class Watch {
  readonly screen = new Screen(80, 24)
  readonly output = new Output(this.screen)
  readonly run: Run
  readonly over: Promise<string>
  isRaw = false
  readonly #input = new PassThrough()

  constructor(options: Partial<LiveOptions> = {}, kind: Kind = linear) {
    this.run = builtInRun(kind, {}, { goal: options.speed === Infinity ? kind.goal : null, iterations: 1e9 })
    Object.assign(this.#input, { isTTY: true, setRawMode: (raw: boolean) => (this.isRaw = raw) })
    this.over = watchLive(this.run, {
      input: this.#input as unknown as NodeJS.ReadStream,
      output: this.output as unknown as NodeJS.WriteStream,
      look: { width: 80, colors: false, unicode: true },
      hasChart: true,
      introduction: 0,
      ...options,
    }).then((rows) => rows.map(({ text }) => text).join('\n'))
  }

  press(keys: string): void {
    this.#input.write(keys)
  }

  /** Waits until something is so. */
  async until(isSo: () => boolean): Promise<void> {
    for (let i = 0; !isSo(); i++) {
      assert.ok(i < 2000, `waited in vain at\n${this.screen.text}`)
      await setTimeout(5)
    }
  }
}

const [up, down, right] = ['\x1b[A', '\x1b[B', '\x1b[C']

test('keys pause, step, change the rate, and end the run', async () => {
  const watch = new Watch({ speed: 100 })
  const { run, screen } = watch
  await watch.until(() => run.losses.length > 3)
  assert.ok(watch.isRaw && screen.modes.has('?1049') && !screen.modes.has('?25'))
  watch.press(' ')
  await watch.until(() => screen.text.includes('[paused]'))
  const { length } = run.losses
  await setTimeout(120)
  assert.equal(run.losses.length, length)
  watch.press('s')
  await watch.until(() => run.losses.length === length + 1)
  await watch.until(() => screen.text.includes(`iteration ${length}`))
  watch.press(up)
  await watch.until(() => screen.text.includes('lr 0.1'))
  assert.equal(run.trainer.lr, 0.1)
  watch.press(down + down)
  await watch.until(() => screen.text.includes('lr 0.02'))
  watch.press(' ')
  await watch.until(() => run.losses.length > length + 5)
  watch.press('q')
  const last = await watch.over
  assert.equal(run.ending, 'stopped')
  assert.ok(!watch.isRaw && !screen.modes.has('?1049'))
  assert.match(last, /^Linear regression {3}y = w x \+ b\n/)
  assert.match(last, new RegExp(`iteration ${run.losses.length - 1} `))
  assert.ok(!last.includes('space'))
})

test('Ctrl-C ends it too, while it is paused and before it began', async () => {
  const paused = new Watch({ speed: 50 })
  await paused.until(() => paused.run.losses.length > 0)
  paused.press(' ')
  await paused.until(() => paused.screen.text.includes('[paused]'))
  paused.press('\x03')
  await paused.over
  assert.equal(paused.run.ending, 'stopped')
  const early = new Watch({ introduction: 60_000 })
  await early.until(() => early.screen.text.includes('[data]'))
  early.press('\x03')
  await early.over
  assert.equal(early.run.losses.length, 0)
})

test('the five steps pass, and a key goes on at once', async () => {
  const watch = new Watch({ introduction: 60_000, speed: 1 })
  const { screen } = watch
  for (const stage of ['data', 'model', 'loss', 'optimizer']) {
    await watch.until(() => screen.text.includes(`[${stage}]`))
    assert.equal(screen.text.includes('fitted line'), stage !== 'data')
    watch.press(right)
  }
  await watch.until(() => screen.text.includes('[iterate]'))
  watch.press('q')
  await watch.over
})

test('as fast as there can be, up to the goal', async () => {
  const watch = new Watch({ speed: Infinity })
  const last = await watch.over
  assert.equal(watch.run.ending, 'goal reached')
  assert.match(last, /iteration 80 {3}loss 0\.9836639/)
})

test('another size draws everything anew', async () => {
  const watch = new Watch({ speed: 20 })
  await watch.until(() => watch.run.losses.length > 0)
  for (const [columns, rows] of [
    [40, 12],
    [20, 4],
    [120, 40],
    [80, 24],
  ]) {
    watch.screen.resize(columns, rows)
    watch.output.emit('resize')
    await setTimeout(100)
    assert.match(watch.screen.text, /iteration \d+/)
    assert.equal(watch.screen.scrolledOff.filter((row) => row !== '').length, 0)
  }
  assert.match(watch.screen.text.split('\n')[0], /^Linear regression/)
  watch.press('q')
  await watch.over
})

test('rates go by 1, 2, 5', () => {
  assert.deepEqual(
    [0.05, 0.1, 0.03, 1, 7e-7].map((rate) => nextRate(rate, 1)),
    [0.1, 0.2, 0.05, 2, 1e-6],
  )
  assert.deepEqual(
    [0.05, 0.1, 0.03, 1, 7e-7].map((rate) => nextRate(rate, -1)),
    [0.02, 0.05, 0.02, 0.5, 5e-7],
  )
  assert.equal(nextRate(1e-12, -1), 1e-12)
})
