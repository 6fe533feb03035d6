// Three small networks, trained for 20 steps from seed 0: the losses that PyTorch 1.13 had on the way, and its weights at the
// end, which give here what they gave there. trained/trained.json has losses and outputs, trained/*.pt the weights.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import torch, { nn, type Tensor } from '../../src/index.js'

const { functional: F } = nn
const recorded = (name: string): Buffer => readFileSync(new URL(`trained/${name}`, import.meta.url))
const expected = JSON.parse(recorded('trained.json').toString()) as Record<
  string,
  { losses: number[]; output: number[] }
>

class LeNet extends nn.Module {
  conv1 = nn.Conv2d(1, 6, 5, { padding: 2 })
  conv2 = nn.Conv2d(6, 16, 5)
  fc1 = nn.Linear(16 * 2 * 2, 20)
  fc2 = nn.Linear(20, 10)
  override forward(images: Tensor): Tensor {
    let x = F.max_pool2d(torch.tanh(this.conv1(images) as Tensor), 2)
    x = F.max_pool2d(torch.tanh(this.conv2(x) as Tensor), 2)
    return this.fc2(torch.relu(this.fc1(x.flatten(1)) as Tensor)) as Tensor
  }
}
class Reader extends nn.Module {
  embedding = nn.Embedding(12, 6)
  lstm = nn.LSTM(6, 8, { num_layers: 2, bidirectional: true, batch_first: true, dropout: 0.2 })
  head = nn.Linear(16, 3)
  override forward(tokens: Tensor): Tensor {
    const [output] = this.lstm(this.embedding(tokens)) as [Tensor]
    return this.head(output.select(1, -1)) as Tensor
  }
}
class Former extends nn.Module {
  embedding = nn.Embedding(12, 8)
  encoder = nn.TransformerEncoder(
    nn.TransformerEncoderLayer(8, 2, 16, { dropout: 0.1, batch_first: true }),
    2,
  )
  norm = nn.LayerNorm(8)
  head = nn.Linear(8, 3)
  override forward(tokens: Tensor): Tensor {
    const states = this.norm(this.encoder(this.embedding(tokens))) as Tensor
    return this.head(states.mean(1)) as Tensor
  }
}

const images = (): [Tensor, Tensor] => [torch.randn(8, 1, 16, 16), torch.randint(0, 10, [8])]
const tokens = (): [Tensor, Tensor] => [torch.randint(0, 12, [6, 5]), torch.randint(0, 3, [6])]
const networks = {
  lenet: {
    make: () => new LeNet(),
    data: images,
    optimizer: (net: nn.Module) => torch.optim.SGD(net.parameters(), { lr: 0.1, momentum: 0.9 }),
  },
  lstm: {
    make: () => new Reader(),
    data: tokens,
    optimizer: (net: nn.Module) => torch.optim.Adam(net.parameters(), { lr: 0.01 }),
  },
  transformer: {
    make: () => new Former(),
    data: tokens,
    optimizer: (net: nn.Module) => torch.optim.AdamW(net.parameters(), { lr: 0.01 }),
  },
}

const assertClose = (actual: number[], wanted: number[], tolerance: number): void => {
  assert.equal(actual.length, wanted.length)
  actual.forEach((value, i) => {
    const gap = Math.abs(value - wanted[i])
    assert.ok(gap <= tolerance * Math.max(1, Math.abs(wanted[i])), `${i}: ${value} is not ${wanted[i]}`)
  })
}

for (const [name, { make, data, optimizer }] of Object.entries(networks)) {
  const firstOutput = (net: nn.Module, x: Tensor): number[] =>
    (net.eval()(x) as Tensor).select(0, 0).tolist() as number[]

  test(`${name}: the losses of 20 steps, and the weights there and back`, () => {
    torch.manual_seed(0)
    const net = make()
    const [x, y] = data()
    const steps = optimizer(net)
    const losses: number[] = []
    for (let step = 0; step < 20; step++) {
      steps.zero_grad()
      const loss = F.cross_entropy(net(x) as Tensor, y)
      loss.backward()
      steps.step()
      losses.push(loss.item())
    }
    assertClose(losses, expected[name].losses, 1e-6)
    assertClose(firstOutput(net, x), expected[name].output, 1e-5)

    const theirs = make()
    const state = torch.load(recorded(`${name}.pt`)) as nn.StateDict
    assert.equal(torch.repr(theirs.load_state_dict(state)), '<All keys matched successfully>')
    assertClose(firstOutput(theirs, x), expected[name].output, 1e-6)
    assert.deepEqual([...net.state_dict().keys()], [...state.keys()])

    const folder = mkdtempSync(join(tmpdir(), 'trained-'))
    try {
      const file = join(folder, 'net.pt')
      torch.save(theirs.state_dict(), file)
      const again = make()
      again.load_state_dict(torch.load(file) as nn.StateDict)
      assert.deepEqual(firstOutput(again, x), firstOutput(theirs, x))
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
}
