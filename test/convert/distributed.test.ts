// The distributed form of a training: what is shared out, and what is refused. On gloo, one process and two ended with the
// same parameters, as Note [Equal steps] says.
import assert from 'node:assert/strict'
import test from 'node:test'
import { distributed } from '../../src/convert/distributed.js'
import { Refusal } from '../../src/convert/refusal.js'

const training = `import torch
from torch.utils.data import DataLoader

torch.manual_seed(0)
model = torch.nn.Linear(2, 1)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
loader = DataLoader(data, batch_size=16, shuffle=True)
for epoch in range(3):
    for x in loader:
        loss = model(x).mean()
        loss.backward()
        optimizer.step()
    print(epoch)
torch.save(model.state_dict(), 'model.pt')
`

test('loader, model and epochs are shared out, and the first process speaks', () => {
  const text = distributed(training)
  assert.equal(
    text.slice(text.indexOf('torch.manual_seed')),
    `torch.manual_seed(0)
model = torch.nn.Linear(2, 1)
parallel_model = DistributedDataParallel(model)
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
loader_sampler = DistributedSampler(data, shuffle=True)
loader = DataLoader(data, batch_size=share(16), sampler=loader_sampler)
for epoch in range(3):
    loader_sampler.set_epoch(epoch)
    for x in loader:
        loss = parallel_model(x).mean()
        loss.backward()
        optimizer.step()
    print(epoch)
if rank == 0: torch.save(model.state_dict(), 'model.pt')

dist.destroy_process_group()
`,
  )
  assert.match(text, /dist\.init_process_group\('gloo'\)/)
  assert.match(distributed(training.replace('Linear(2, 1)', "Linear(2, 1).to('cuda')")), /'nccl' if/)
})

test('what has nothing to share out is refused in words', () => {
  const refused = (text: string): string => {
    try {
      distributed(text)
    } catch (error) {
      if (error instanceof Refusal) return `${error.line}: ${error.message}`
      throw error
    }
    return 'nothing was refused'
  }
  assert.equal(refused('import torch\n'), '1: there is no DataLoader, whose batches could be shared out')
  assert.equal(
    refused(training.replace('loss.backward()', 'pass')),
    '7: no loop over this DataLoader calls backward()',
  )
  assert.equal(
    refused(training.replace('shuffle=True', 'sampler=s')),
    '7: a DataLoader with a sampler of its own',
  )
  assert.equal(
    refused(training.replace('epoch in', 'rank in')),
    '8: rank is what the distributed form calls something of its own',
  )
})
