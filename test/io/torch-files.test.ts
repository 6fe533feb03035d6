// `torch.save` and `torch.load`: files that PyTorch 1.13 wrote (pytorch/), files written here, and files that are damaged.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import torch, { nn, optim, type Tensor } from '../../src/index.js'
import { encodeTorch } from '../../src/io/torch-write.js'

const folder = mkdtempSync(join(tmpdir(), 'torch-files-'))
after(() => {
  rmSync(folder, { recursive: true })
})
const at = (name: string): string => join(folder, name)
const recorded = (name: string): Buffer => readFileSync(new URL(`pytorch/${name}`, import.meta.url))

interface Recorded {
  net: nn.StateDict
  opt: ReturnType<InstanceType<typeof optim.Optimizer>['state_dict']>
  list: unknown[]
  views: Tensor[]
  types: Tensor[]
  p: Tensor
}

for (const name of ['zip.pt', 'before-zip.pt', 'protocol-4.pt'])
  test(`${name} of PyTorch: what it holds, there and back`, () => {
    const read = torch.load(recorded(name)) as Recorded & Record<string, unknown>
    assert.equal(
      torch.repr(read.list),
      "[1, 2.0, -3, 1099511627776, 1180591620717411303424, None, True, 'é', (1, 2.5)]",
    )
    assert.equal(torch.repr(read.size), 'torch.Size([2, 3])')
    assert.equal(torch.repr([read.dtype, read.dev, read.c]), "[torch.int64, device(type='cpu'), (1+2j)]")
    assert.equal(torch.repr([read.ints, read.mixed]), "[{0: 'a', 1: 'b'}, {'a': 1, 2: 3}]")
    assert.ok(read.p.isParameter && read.p.requires_grad)
    for (const tensor of read.types) assert.deepEqual(tensor.to(torch.float32).tolist(), [1, 0])
    const net = nn.Sequential(nn.Linear(2, 3), nn.Linear(3, 1))
    assert.equal(torch.repr(net.load_state_dict(read.net)), '<All keys matched successfully>')
    const adam = optim.Adam(net.parameters())
    adam.load_state_dict(read.opt)
    assert.equal(torch.repr(adam.state.get(net.get_parameter('0.bias'))!.step), 'tensor(2.)')

    torch.save(read, at('back.pt'))
    assert.equal(torch.repr(torch.load(at('back.pt'))), torch.repr(read))
    // Views share their memory, as they did.
    const { views } = torch.load(at('back.pt')) as Recorded
    views[0].fill_(7)
    assert.deepEqual(
      [views[1].tolist(), [...views[2].stride()]],
      [
        [7, 7],
        [1, 3],
      ],
    )
  })

test('only data comes out of a file', () => {
  assert.throws(() => torch.load(recorded('module.pt')), {
    name: 'UnpicklingError',
    message: /the file asks for torch\.nn\.modules\.container\.Sequential\. Only data/,
  })
  for (const callee of [
    'os\nsystem',
    'builtins\neval',
    'posix\nsystem',
    'torch\nload',
    'collections\nnamedtuple',
  ])
    assert.throws(
      () => torch.load(Buffer.from(`\x80\x02c${callee}\n(X\x02\x00\x00\x00lstR.`, 'latin1')),
      /the file asks for/,
    )
})

test('states of schedulers that PyTorch wrote with their curves, and its numbers of NumPy', () => {
  const read = torch.load(recorded('schedulers.pt')) as Record<string, Record<string, unknown>>
  assert.match(torch.repr(read), /'best': 0\.5, 'n': 3, 'whole': 2\.0\}$/)
  torch.save(read, at('schedulers.pt'))
  for (const state of [read, torch.load(at('schedulers.pt')) as typeof read]) {
    const optimizer = optim.SGD(nn.Linear(1, 1).parameters(), { lr: 0.1, momentum: 0.9 })
    const scheduler = optim.lr_scheduler.OneCycleLR(optimizer, 0.1, {
      total_steps: 10,
      anneal_strategy: 'linear',
    })
    scheduler.load_state_dict(state.cos)
    for (let i = 0; i < 5; i++) {
      optimizer.step()
      scheduler.step()
    }
    assert.equal(scheduler.get_last_lr()[0], 0.06112620219362893)
    assert.equal(optimizer.param_groups[0].momentum, 0.8888739533021842)
    assert.equal((state.swa.anneal_func as Function).name, '_linear_anneal')
  }
  // A class's other attributes are none of a file's business.
  for (const [owner, name] of [
    ['torch.optim.lr_scheduler\nOneCycleLR', 'step'],
    ['torch.optim.swa_utils\nSWALR', '__init__'],
    ['torch\nSize', '__class__'],
  ])
    assert.throws(
      () =>
        torch.load(
          Buffer.from(
            `\x80\x02c__builtin__\ngetattr\n(c${owner}\nX${String.fromCharCode(name.length)}\0\0\0${name}tR.`,
            'latin1',
          ),
        ),
      /the file asks for builtins\.getattr/,
    )
})

test('what is no data is not written, and leaves the file as it was', () => {
  writeFileSync(at('kept.pt'), 'kept')
  assert.throws(() => torch.save(nn.Linear(1, 1), at('kept.pt')), /Linear is a module, and modules are code/)
  assert.throws(() => torch.save({ f: () => 1 }, at('kept.pt')), /cannot pickle 'function' object/)
  assert.equal(readFileSync(at('kept.pt'), 'utf8'), 'kept')
  assert.throws(() => torch.save([], at('none/x.pt')), /No such file or directory/)
  assert.throws(() => torch.load(at('none.pt')), /\[Errno 2\] No such file or directory: '.*none\.pt'/)
  assert.throws(
    () => torch.load(3 as unknown as string),
    /expected str, bytes or os.PathLike object, not int/,
  )
})

test('damaged files are errors, wherever they end', () => {
  for (const name of ['zip.pt', 'before-zip.pt']) {
    const bytes = recorded(name)
    for (let length = 0; length < bytes.length; length += 7)
      assert.throws(
        () => torch.load(bytes.subarray(0, length)),
        (error: Error) => !/internal/.test(error.message) && !(error instanceof RangeError),
        `${name} of ${length} bytes`,
      )
  }
})

test('changed bytes make errors or data, and no more memory than the file is long', () => {
  for (const name of ['zip.pt', 'before-zip.pt', 'protocol-4.pt']) {
    const bytes = recorded(name)
    const before = process.memoryUsage().arrayBuffers
    for (let i = 0; i < bytes.length; i += 3)
      for (const value of [0xff, 0x28, 0x8b]) {
        const changed = Buffer.from(bytes)
        changed[i] = value
        try {
          torch.load(changed)
        } catch (error) {
          assert.ok(error instanceof Error && !(error instanceof RangeError), String(error))
          assert.doesNotMatch(String(error), /internal|undefined is not|Cannot read/)
        }
      }
    assert.ok(process.memoryUsage().arrayBuffers - before < 500e6)
  }
})

test('a sum of a storage that does not fit is an error', () => {
  const parts = encodeTorch({ a: torch.ones(4) })
  const bytes = Buffer.concat(parts)
  bytes[bytes.indexOf(Buffer.from(new Float32Array([1, 1, 1, 1]).buffer))] ^= 1
  assert.throws(() => torch.load(bytes), /archive\/data\/0 is damaged: its checksum differs/)
})

test('entries begin at multiples of 64 bytes', () => {
  let place = 0
  encodeTorch({ a: torch.ones(3), b: torch.zeros(5, { dtype: torch.int64 }) }).forEach((part, i) => {
    // Header, name, sizes, filling, bytes: of four entries.
    if (i < 20 && i % 5 === 4) assert.equal(place % 64, 0)
    place += part.length
  })
})

test('safetensors by the name of the file', () => {
  torch.save({ a: torch.ones(2), b: torch.arange(3) }, at('x.safetensors'))
  assert.equal(readFileSync(at('x.safetensors')).readBigUInt64LE(0) % 8n, 0n)
  assert.deepEqual(torch.load(at('x.safetensors')).b.tolist(), [0, 1, 2])
  assert.throws(
    () => torch.save({ a: 1 }, at('y.safetensors')),
    /safetensors files hold tensors alone, and 'a' is int/,
  )
  assert.ok(!existsSync(at('y.safetensors')))
})

test('map_location and weights_only are taken', () => {
  torch.save(torch.ones(2), at('t.pt'))
  for (const place of ['cpu', torch.device('cpu'), { 'cuda:0': 'cpu' }, () => null])
    assert.deepEqual(
      torch.load(at('t.pt'), { map_location: place, weights_only: true } as never).tolist(),
      [1, 1],
    )
})

test('whole floats stay floats, and what is shared is shared', () => {
  const shared = [1]
  torch.save({ lr: new torch.Float(1), a: shared, b: shared, t: torch.ones(1) }, at('f.pt'))
  const read = torch.load(at('f.pt'))
  assert.equal(torch.repr(read), "{'lr': 1.0, 'a': [1], 'b': [1], 't': tensor([1.])}")
  assert.equal(read.a, read.b)
})
