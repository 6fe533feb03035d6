// What scripts for CUDA ask: answered truly, switched off with a warning, or refused in words.
import { equal, throws } from 'node:assert/strict'
import { test } from 'node:test'
import { chooseBackend } from '../../src/devices/gpu/backend.js'
import torch, { nn, optim } from '../../src/index.js'

const warnings: string[] = []
process.on('warning', ({ message }) => warnings.push(message))
const told = async (): Promise<string | undefined> => {
  await new Promise((resolve) => setImmediate(resolve))
  return warnings.pop()
}

test('autocast switches itself off, and says so', async () => {
  const region = torch.autocast('cuda')
  equal(await told(), "User provided device_type of 'cuda', but CUDA is not available. Disabling")
  region.__enter__()
  equal(torch.ones(2, 2).mm(torch.ones(2, 2)).dtype, torch.float32)
  region.__exit__()
  torch.cuda.amp.autocast({ enabled: false })
  throws(() => torch.autocast('tpu'), /must be 'cuda' or 'cpu'/)
})

test('in a region of autocast products choose bfloat16', () => {
  const x = torch.ones(2, 2)
  {
    using _ = torch.autocast('cpu')
    equal(x.mm(x).dtype, torch.bfloat16)
    equal(x.bfloat16().prod().dtype, torch.float32)
    equal(torch.is_autocast_cpu_enabled(), true)
  }
  equal(x.mm(x).dtype, torch.float32)
  equal(torch.is_autocast_cpu_enabled(), false)
})

test('a scaler of gradients leaves loss and step as they are', () => {
  const scaler = new torch.cuda.amp.GradScaler()
  const net = nn.Linear(1, 1)
  const optimizer = optim.SGD(net.parameters(), { lr: 1 })
  const before = net.weight.item<number>()
  scaler.scale(net(torch.ones(1, 1)).sum()).backward()
  scaler.unscale_(optimizer)
  scaler.step(optimizer)
  scaler.update()
  equal(Math.abs(net.weight.item<number>() - before + 1) < 1e-6, true)
  equal(String(scaler.get_scale()), '1.0')
})

test('events measure time, and refuse as CUDA does', () => {
  const { Event } = torch.cuda
  const [start, end] = [new Event({ enable_timing: true }), new Event({ enable_timing: true })]
  throws(() => start.elapsed_time(end), /must be recorded before/)
  start.record()
  end.record()
  equal(start.elapsed_time(end) >= 0, true)
  throws(() => new Event().elapsed_time(end), /enable_timing=True/)
})

test('what gpu.js does not tell is refused', () => {
  for (const name of ['get_device_properties', 'mem_get_info', 'memory_summary', 'get_rng_state'] as const)
    throws(() => torch.cuda[name]() as unknown, new RegExp(`torch.cuda.${name} is left out of dltorch`))
  equal(torch.cuda.is_bf16_supported(), false)
  throws(() => torch.cuda.set_device(3), /invalid device ordinal/)
})

test('CUDA_VISIBLE_DEVICES hides the card as it hides those of CUDA', () => {
  const { DLTORCH_GPU_BACKEND: asked, CUDA_VISIBLE_DEVICES: visible } = process.env
  process.env.DLTORCH_GPU_BACKEND = 'webasm'
  try {
    for (const [value, there] of [
      ['', false],
      ['-1', false],
      ['1', false],
      ['-1,0', false],
      ['0', true],
      ['0,1', true],
    ] as const) {
      process.env.CUDA_VISIBLE_DEVICES = value
      equal(torch.cuda.is_available(), there, value)
      equal(torch.cuda.device_count(), Number(there), value)
      equal(torch.gpu.is_available(), true)
    }
  } finally {
    for (const [name, value] of Object.entries({ DLTORCH_GPU_BACKEND: asked, CUDA_VISIBLE_DEVICES: visible }))
      if (value === undefined) Reflect.deleteProperty(process.env, name)
      else process.env[name] = value
  }
})

test('a graphics card is there where GL is, or what the environment asks for', () => {
  const { DLTORCH_GPU_BACKEND: asked } = process.env
  try {
    process.env.DLTORCH_GPU_BACKEND = 'webasm'
    equal(torch.cuda.is_available(), true)
    equal(torch.cuda.device_count(), 1)
    delete process.env.DLTORCH_GPU_BACKEND
    equal(torch.cuda.is_available(), chooseBackend() === 'headlessgl')
    equal(torch.cuda.device_count(), Number(torch.cuda.is_available()))
  } finally {
    if (asked !== undefined) process.env.DLTORCH_GPU_BACKEND = asked
  }
})
