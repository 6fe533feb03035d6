// What code writes to the terminal while it runs, kept as a text.
import { keepForNow } from './built-ins.js'

/** Runs `work` and keeps the text that it writes to the terminal. */
export async function captured<T>(work: () => Promise<T>): Promise<{ result: T; written: string }> {
  let written = ''
  const streams = [process.stdout, process.stderr]
  const originals = streams.map((stream) => stream.write)
  streams.forEach((stream, i) => {
    stream.write = ((chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      // A cell prints text. Bytes are another's, such as the results that a test runner's process sends.
      if (typeof chunk !== 'string') return Reflect.apply(originals[i], stream, [chunk, ...rest]) as boolean
      written += chunk
      const done = rest.find((parameter) => typeof parameter === 'function')
      if (done) process.nextTick(done as () => void)
      return true
    }) as typeof stream.write
  })
  const keptAgain = streams.map((stream) => keepForNow(stream, 'write'))
  try {
    return { result: await work(), written }
  } finally {
    keptAgain.forEach((again) => again())
    streams.forEach((stream, i) => (stream.write = originals[i]))
  }
}
