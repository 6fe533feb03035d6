// What code writes to the terminal while it runs, kept as a text.
import { meanwhile } from '../base/meanwhile.js'
import { keepForNow } from './built-ins.js'

/** Runs `work` and keeps the text that it writes to the terminal. */
export async function captured<T>(work: () => Promise<T>): Promise<{ result: T; written: string }> {
  const written: string[] = []
  const result = await meanwhile(() => keepInto(written), work)
  return { result, written: written.join('') }
}

/** Puts what is written to the terminal into a list from now on, until what this gives is called. */
function keepInto(written: string[]): () => void {
  const streams = [process.stdout, process.stderr]
  const originals = streams.map((stream) => stream.write)
  streams.forEach((stream, i) => {
    stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      // A cell prints text. Bytes are another's, such as the results that a test runner's process sends.
      if (typeof chunk !== 'string') return Reflect.apply(originals[i], stream, [chunk, ...rest]) as boolean
      written.push(chunk)
      const done = rest.find((parameter) => typeof parameter === 'function')
      if (done) process.nextTick(done as () => void)
      return true
    }) as typeof stream.write
  })
  const keptAgain = streams.map((stream) => keepForNow(stream, 'write'))
  return () => {
    keptAgain.forEach((again) => again())
    streams.forEach((stream, i) => (stream.write = originals[i]))
  }
}
