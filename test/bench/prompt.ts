// Times the prompt as a person meets it, in a pseudo-terminal: from its start to `>>>`, and from a key to what it draws.
import { spawn } from '@lydell/node-pty'
import type { IPty } from '@lydell/node-pty'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median, root } from './measure.js'
import type { Measured } from './measure.js'

const patience = 30_000

/** A program in a terminal of the usual size, with a history of its own. */
class Session {
  readonly #folder = mkdtempSync(join(tmpdir(), 'dltorch-bench-'))
  readonly #pty: IPty
  #written = ''
  #onOutput = (): void => {}

  constructor(args: string[]) {
    const env = { ...process.env, TERM: 'xterm', XDG_STATE_HOME: this.#folder, XDG_CONFIG_HOME: this.#folder }
    this.#pty = spawn(process.execPath, args, { cols: 80, rows: 24, cwd: root, env })
    this.#pty.onData((text) => {
      this.#written += text
      this.#onOutput()
    })
  }

  /** Types keys, and gives the seconds until `sign` is written. */
  async type(keys: string, sign: string): Promise<number> {
    this.#written = ''
    const start = performance.now()
    if (keys !== '') this.#pty.write(keys)
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`never saw ${JSON.stringify(sign)}`)), patience)
      this.#onOutput = () => {
        if (!this.#written.includes(sign)) return
        this.#onOutput = () => {}
        clearTimeout(timer)
        resolve((performance.now() - start) / 1000)
      }
      this.#onOutput()
    })
  }

  close(): void {
    this.#pty.kill('SIGKILL')
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

async function withSession<T>(args: string[], use: (session: Session) => Promise<T>): Promise<T> {
  const session = new Session(args)
  try {
    return await use(session)
  } finally {
    session.close()
  }
}

const failed = (error: unknown): Measured => ({ ours: null, error: String(error) })

/** Seconds until a program in a terminal has written a prompt. */
export const timeFirstPrompt = (args: string[]): Promise<number> =>
  withSession(args, (session) => session.type('', '>>>'))

/** Median and greatest seconds of a key at the end of an entry of 200 lines, within a call. */
export async function measureKey(keys = 60): Promise<{ median: Measured; worst: Measured }> {
  const lines = Array.from({ length: 200 }, (_, i) => `  const x${i} = torch.ones(${i}, 3).sum() // line`)
  try {
    const seconds = await withSession(['bin/dltorch.js'], async (session) => {
      await session.type('', '>>>')
      await session.type(`\x1b[200~{\n${lines.join('\n')}\n  torch.sum(\x1b[201~`, 'keepdim')
      const samples: number[] = []
      for (let i = 0; i < keys; i++) {
        const key = String.fromCharCode(97 + (i % 26))
        samples.push(await session.type(key, key))
        // Nobody types faster.
        await new Promise((resolve) => setTimeout(resolve, 15))
      }
      return samples
    })
    return { median: { ours: median(seconds) }, worst: { ours: Math.max(...seconds) } }
  } catch (error) {
    return { median: failed(error), worst: failed(error) }
  }
}
