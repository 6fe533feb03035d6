// `dltorch doctor`: did the installation work, and what does this machine offer?
import { availableParallelism, cpus, freemem, totalmem } from 'node:os'
import chalk from 'chalk'
import Table from 'cli-table3'
import torch from '../torch.js'
import { headlessAdvice } from '../devices/gpu/backend.js'
import { findGpu, wasmFeatures } from '../devices/probe.js'
import { packageVersion } from '../base/package-root.js'
import { speed } from './doctor-speed.js'
import { said } from '../terminal/speech.js'
import { readable, wrap } from '../terminal/wrap.js'
import { visible, visibleName } from '../base/visible.js'

const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`

/** A computation and its gradient that anyone can check by hand: the sum of squares of 1, 2, 3. */
function selfCheck(): string | null {
  try {
    const x = torch.tensor([1, 2, 3], { requires_grad: true })
    const y = x.mul(x).sum()
    y.backward()
    const value = String(y.item())
    const gradient = String(x.grad!.tolist())
    if (value !== '14') return `the sum of the squares of 1, 2, 3 came out as ${value}`
    if (gradient !== '2,4,6') return `its gradient came out as ${gradient}`
    return null
  } catch (error) {
    return String(error)
  }
}

/** What `device: 'gpu'` would run, and what it takes to have the next better. */
function gpuInUse(): string {
  if (!torch.gpu.is_available())
    return process.env.DLTORCH_GPU_BACKEND
      ? `DLTORCH_GPU_BACKEND=${process.env.DLTORCH_GPU_BACKEND} does not run here`
      : 'not available: gpu.js is missing'
  const backend = torch.gpu.backend()
  const advice = backend === 'headlessgl' || process.env.DLTORCH_GPU_BACKEND ? '' : `\n${headlessAdvice}`
  return `${backend} runs: ${torch.gpu.get_device_name()}${advice}`
}

/** Below so many columns a table leaves no room for words. */
const wide = 60
/** The first column of the table has what it needs. */
const NAMES = 19

/** Names and what is said of them, as a table; in a narrow terminal one below the other, and no word is broken. */
function laidOut(told: readonly (readonly [name: string, text: string])[], columns: number): string {
  const rows = told.map(([name, text]) => [said(name), text] as const)
  if (columns < wide)
    return rows
      .map(([name, text]) => `${chalk.bold(name)}\n${wrap(text.replace(/^/gm, '  '), columns)}`)
      .join('\n')
  const table = new Table({ style: { head: [], border: [], compact: true } })
  const room = Math.min(columns, readable + NAMES) - NAMES - 7
  for (const [name, text] of rows) table.push([name, wrap(text, room)])
  return table.toString()
}

export function doctor(): void {
  const yes = (text: string): string => `${chalk.green('✔')} ${text}`
  const no = (text: string): string => `${chalk.dim('–')} ${text}`
  const tell = (isThere: boolean, text = isThere ? 'yes' : 'no'): string =>
    isThere ? yes(visible(said(text))) : no(visible(said(text)))

  const wasm = wasmFeatures()
  const fast = speed()
  const gpu = findGpu()
  const problem = selfCheck()
  const device = gpuInUse()

  const rows: [name: string, text: string][] = [
    ['dltorch', packageVersion()],
    ['node', process.versions.node],
    ['v8', process.versions.v8],
    ['platform', `${process.platform} ${process.arch}`],
    [
      'processor',
      said(`${visibleName(cpus()[0]?.model.trim() ?? 'unknown')}, ${availableParallelism()} cores`),
    ],
    ['memory', said(`${gibibytes(totalmem())}, ${gibibytes(freemem())} free`)],
    ['wasm simd', tell(wasm.simd)],
    ['wasm relaxed simd', tell(wasm.relaxedSimd !== 'no', wasm.relaxedSimd)],
    ['wasm threads', tell(wasm.threads)],
    ['vectors', tell(fast.hasSimd, fast.simd)],
    ['threads', tell(fast.hasThreads, fast.threads)],
    ['blas', tell(fast.hasBlas, fast.blas)],
    [`${fast.size}×${fast.size} product`, said(fast.product.join('\n'))],
    ['gpu.js', gpu.version ? yes(gpu.version) : no(said('not installed'))],
    ['gpu', tell(torch.gpu.is_available(), device)],
    ...gpu.backends.map(({ name, isPresent, note }): [string, string] => [
      `gpu.js ${name}`,
      tell(isPresent, note),
    ]),
    [
      'self-check',
      problem
        ? `${chalk.red('✖')} ${visible(problem)}`
        : yes(said('1² + 2² + 3² = 14, and its gradient is 2, 4, 6')),
    ],
  ]
  console.log(laidOut(rows, process.stdout.columns ?? Infinity))
  console.log(
    problem
      ? chalk.red(said('Something is wrong: see the self-check.'))
      : chalk.green(said('dltorch works.')),
  )
  if (problem) process.exitCode = 1
}
