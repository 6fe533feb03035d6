// Looks for a learning rate with which a training that diverged would have gone well: by trying smaller ones, on its data.
import { Trainer } from './trainer.js'

/** Milliseconds for all tries, and steps of one. */
const patience = 700
const steps = 60
/** A loss so many times the first one will not come back. */
const lost = 1e3

/** Whether the loss falls with this rate. */
function falls({ problem, settings }: Trainer, lr: number, until: number): boolean {
  const trainer = new Trainer(problem, { ...settings, lr })
  let first: number | undefined
  let last = Infinity
  for (let i = 0; i < steps; i++) {
    // What cannot be tried in time is not advised: the answer must not depend on how busy the machine is.
    if (performance.now() > until) return false
    const { loss, divergence } = trainer.step()
    first ??= loss
    if (divergence || loss > lost * first) return false
    last = loss
  }
  return first !== undefined && last < first
}

/** The first of ever smaller rates with which the loss falls; undefined where there was none in that time. */
export function convergingRate(diverged: Trainer, smaller: (rate: number) => number): number | undefined {
  const until = performance.now() + patience
  for (let lr = smaller(diverged.lr); lr > 1e-15 && performance.now() < until; lr = smaller(lr))
    if (falls(diverged, lr, until)) return lr
  return undefined
}
