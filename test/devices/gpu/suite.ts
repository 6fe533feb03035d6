// Everything that must hold on the gpu, whatever runs the kernels. Called once in a process, with the backend's name.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { after, test } from 'node:test'
import torch from '../../../src/index.js'
import { goldens } from './goldens.js'
import { memory } from './memory.js'
import { networks } from './networks.js'
import { placement } from './placement.js'
import { trainings } from './trainings.js'

const isLoaded = (): boolean =>
  Object.keys(createRequire(import.meta.url).cache).some((path) => /[/\\]gpu\.js[/\\]/.test(path))

export function suite(backend: string): void {
  test('gpu.js is loaded by the first tensor on the gpu, not before', () => {
    torch.ones(2).add(1)
    assert.equal(isLoaded(), false)
    torch.ones(2, { device: 'gpu' })
    assert.equal(isLoaded(), true)
  })

  test('what was asked for runs', () => {
    assert.equal(torch.gpu.backend(), backend)
    assert.equal(torch.gpu.is_available(), true)
    assert.equal(torch.cuda.device_count(), 1)
    assert.match(torch.gpu.get_device_name(), /gpu\.js in/)
  })

  placement()
  trainings()
  memory(backend)
  networks(backend)

  after(() => torch.set_default_device('cpu'))
  test('new tensors go to the gpu from here on', () => {
    torch.set_default_device('gpu')
    assert.equal(String(torch.ones(1).device), 'gpu:0')
  })
  goldens(backend)
}
