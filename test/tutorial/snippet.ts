// What a tutorial snippet is here, and the `print` it is given: lines as Python's print would write them.
import torch from '../../src/index.js'

/** Prints its arguments as Python does, separated by blanks. */
export type Print = (...values: unknown[]) => void

/** Runs one snippet; what it returns, by name, is compared with the recorded variables. */
export type Snippet = (print: Print) => Record<string, unknown> | void

/** Runs a snippet and collects what it printed, and the error that ended it. */
export function capture(snippet: Snippet): { stdout: string; values: Record<string, any>; error: any } {
  let stdout = ''
  let values: Record<string, unknown> = {}
  let error: unknown = null
  try {
    values = snippet((...items) => (stdout += `${items.map((v) => torch.str(v)).join(' ')}\n`)) ?? {}
  } catch (e) {
    error = e
  }
  return { stdout: stdout.replace(/0x[0-9a-f]+/g, '0xADDR'), values, error }
}
