// The text behind `help()` at the prompt.

export const helpText = `A prompt for TypeScript, with PyTorch's names at hand:

  torch   tensors and their maths       torch.ones(2, 3).sum()
  nn      layers and models             nn.Linear(2, 1)
  optim   optimizers                    new optim.SGD(net.parameters(), { lr: 0.1 })
  F       nn.functional                 F.relu(x)
  np      NumPy's arrays (numpy-ts)     torch.from_numpy(np.ones([2, 3]))
  print   Python's print                print('loss', loss)

Keyword arguments are an object at the end:  torch.cat([a, b], { dim: 1 })
Operators are methods:                       x.add(y), x.mul(2), x.matmul(w), x.index(0, '1:3')
const and let can be declared again, await works, Ctrl-C stops a loop, Ctrl-D leaves.
\`dltorch lesson tensor-ops\` and \`dltorch train linear\` are good places to begin.`
