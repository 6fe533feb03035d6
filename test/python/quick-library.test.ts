// Methods and fields of tensors are known after their first use; what the program puts before them later counts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Session } from '../../src/repl/session.js'

const program = `
import torch
from torch import nn

t = torch.tensor([1.0, 2.0])
p = nn.Parameter(torch.tensor([3.0]))

def asked():
    return [t.sum().item(), t.mul(2).sum().item(), p.sum().item(), t.grad is None, t.data.sum().item(), (2 * t + t / 2 - t ** 2).sum().item()]

first = asked()
again = asked()
kept = torch.Tensor.mul
torch.Tensor.mul = lambda self, other: self + other
patched = asked()
torch.Tensor.mul = kept
back = asked()

class Own(torch.Tensor):
    def sum(self):
        return torch.tensor(-1.0)

    def __mul__(self, other):
        return 'own'

own = torch.ones(2).as_subclass(Own)
ofOwn = [own.sum().item(), own * 2, asked() == first]
t.sum = lambda: torch.tensor(7.0)
shadowed = [t.sum().item(), torch.ones(2).sum().item()]
`

test('what is put before the methods and fields of tensors counts, whenever it comes', async () => {
  const session = new Session({ language: 'python' })
  const outcome = await session.evaluate(program)
  assert.equal(outcome.kind, 'value', outcome.kind === 'error' ? String(outcome.error) : '')
  const value = async (name: string): Promise<string> => {
    const shown = await session.evaluate(`str(${name})`)
    return shown.kind === 'value' ? String(shown.value) : shown.kind
  }
  const usual = '[3.0, 6.0, 3.0, True, 3.0, 2.5]'
  assert.equal(await value('first'), usual)
  assert.equal(await value('again'), usual)
  assert.equal(await value('patched'), '[3.0, 7.0, 3.0, True, 3.0, 2.5]')
  assert.equal(await value('back'), usual)
  assert.equal(await value('ofOwn'), "[-1.0, 'own', True]")
  assert.equal(await value('shadowed'), '[7.0, 2.0]')
})
