// A program of its own, which a signal may end: sends itself the next signal as soon as the last was dealt with, and prints
// how many it was told of.
import { Interrupts } from '../../src/repl/interrupts.js'

const wanted = 200
const patience = 5000

const interrupts = new Interrupts()
await interrupts.ready()
let told = 0
const send = (): void => void process.kill(process.pid, 'SIGINT')
const end = (): never => {
  process.stdout.write(`${told} of ${wanted}`)
  process.exit()
}
let waiting = setTimeout(end, patience)
interrupts.listen(() => {
  clearTimeout(waiting)
  if (++told === wanted) end()
  waiting = setTimeout(end, patience)
  send()
})
send()
