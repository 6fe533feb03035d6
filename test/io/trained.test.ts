// Networks trained in PyTorch for twenty steps and saved there: trained here from the same seed they lose the same, their
// files load here, what is saved here loads again, and training goes on from it.
import { deepEqual, ok } from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import torch, { nn, optim, type Tensor } from '../../src/index.js'

interface Trained {
  readonly name: string
  readonly losses: readonly number[]
  readonly outputs: readonly number[]
  /** What `torch.save` wrote, compressed. */
  readonly file: string
}
const recorded = JSON.parse(
  readFileSync(new URL('trained.json', import.meta.url), 'utf8'),
) as readonly Trained[]

class Recurrent extends nn.Module {
  rnn = nn.LSTM(2, 4, { batch_first: true })
  fc = nn.Linear(4, 1)
  override forward(x: Tensor): Tensor {
    const [output] = this.rnn(x) as [Tensor]
    return this.fc(output.select(1, -1))
  }
}
class Attending extends nn.Module {
  enc = nn.TransformerEncoder(nn.TransformerEncoderLayer(4, 2, 6, { dropout: 0, batch_first: true }), 1)
  head = nn.Linear(4, 1)
  override forward(x: Tensor): Tensor {
    return this.head((this.enc(x) as Tensor).mean(1))
  }
}
// No bias in front of a norm: its gradient is rounding alone, of which Adam makes whole steps.
const makers: Record<string, () => [net: nn.Module, x: Tensor, y: Tensor]> = {
  LSTM: () => [new Recurrent(), torch.randn(3, 5, 2), torch.randn(3, 1)],
  LeNet: () => [
    nn.Sequential(
      nn.Conv2d(1, 2, 3),
      nn.ReLU(),
      nn.MaxPool2d(2),
      nn.Conv2d(2, 3, 2, { bias: false }),
      nn.BatchNorm2d(3),
      nn.ReLU(),
      nn.Flatten(),
      nn.Linear(12, 2),
    ),
    torch.randn(3, 1, 8, 8),
    torch.randn(3, 2),
  ],
  Transformer: () => [new Attending(), torch.randn(3, 5, 4), torch.randn(3, 1)],
}
const near = (got: readonly number[], want: readonly number[]): void => {
  deepEqual(got.length, want.length)
  got.forEach((value, i) => ok(Math.abs(value - want[i]!) < 1e-5, `${i}: ${value}, not ${want[i]}`))
}

for (const { name, losses, outputs, file } of recorded)
  test(`a trained ${name} goes from PyTorch to here and on`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'trained-'))
    try {
      torch.manual_seed(0)
      const [net, x, y] = makers[name]!()
      const optimizer = optim.Adam(net.parameters(), { lr: 0.01 })
      const step = (): number => {
        const loss = (net(x) as Tensor).sub(y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        return loss.item()
      }
      near(losses.map(step), losses)

      const path = join(folder, 'theirs.pt')
      writeFileSync(path, gunzipSync(Buffer.from(file, 'base64')))
      const theirs = torch.load(path) as Map<string, any>
      const outputsOf = (): number[] => {
        net.eval()
        const values = torch.no_grad(() => (net(x) as Tensor).flatten().tolist()) as number[]
        net.train()
        return values
      }
      near(outputsOf(), outputs)
      net.load_state_dict(theirs.get('model'))
      optimizer.load_state_dict(theirs.get('optimizer'))
      near(outputsOf(), outputs)

      const ours = join(folder, 'ours.pt')
      torch.save({ model: net.state_dict(), optimizer: optimizer.state_dict() }, ours)
      const next = [step(), step()]
      const again = torch.load(ours) as Map<string, any>
      net.load_state_dict(again.get('model'))
      optimizer.load_state_dict(again.get('optimizer'))
      near([step(), step()], next)
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
