// The gpu's suite with WebGL. It needs the `gl` package built and a display: `xvfb-run -a npm test`.
import { fail } from 'node:assert/strict'
import { test } from 'node:test'
import { canRun, headlessAdvice } from '../../../src/devices/gpu/backend.js'

process.env.DLTORCH_GPU_BACKEND = 'headlessgl'

/** Asked of another process: gpu.js must not be loaded here before the suite does. */
if (process.env.DLTORCH_GPU_PROBE === undefined) {
  const { spawnSync } = await import('node:child_process')
  const { fileURLToPath } = await import('node:url')
  const { status } = spawnSync(process.execPath, [...process.execArgv, fileURLToPath(import.meta.url)], {
    env: { ...process.env, DLTORCH_GPU_PROBE: '1', NODE_TEST_CONTEXT: undefined },
  })
  if (status === 0) {
    const { suite } = await import('./suite.js')
    suite('headlessgl')
  } else if (process.env.CI) test('headlessgl', () => fail(`headlessgl does not run here: ${headlessAdvice}`))
  else test('headlessgl', { skip: `NOT TESTED, it does not run here: ${headlessAdvice}` }, () => undefined)
} else process.exit(canRun('headlessgl') ? 0 : 1)
