// Hooks of tensors and nodes: their order, what they may return, and how they are removed. Beside each program what PyTorch 1.13 gave.
import { test } from 'node:test'
import { gives, leaf, repr, torch } from './programs.js'

test(
  'hook order',
  gives(() => {
    const x = leaf(1),
      y = x.mul(2),
      L: any[] = []
    y.register_hook(() => {
      L.push('a')
    })
    y.register_hook(() => {
      L.push('b')
    })
    y.grad_fn.register_hook((i: any, o: any) => {
      L.push(['n', repr(i), repr(o)])
    })
    y.retain_grad()
    y.register_hook((g: any) => g.mul(3))
    y.backward()
    return [L, repr(y.grad), repr(x.grad)]
  }, [['a', 'b', ['n', '(tensor([6.]), None)', '(tensor([3.]),)']], 'tensor([3.])', 'tensor([6.])']),
)
test(
  'hook noreq',
  gives(
    () => torch.ones(1).register_hook((g: any) => g),
    "RuntimeError: cannot register a hook on a tensor that doesn't require gradient",
  ),
)
test(
  'hook badret',
  gives(() => {
    const y = leaf(1).mul(2)
    y.register_hook(() => 3)
    y.backward()
  }, "TypeError: expected Variable, but hook returned 'int'"),
)
test(
  'hook badshape',
  gives(() => {
    const y = leaf(1).mul(2)
    y.register_hook(() => torch.ones(2))
    y.backward()
  }, "RuntimeError: hook '<lambda>' has changed the size of value"),
)
test(
  'hook baddtype',
  gives(() => {
    const y = leaf(1).mul(2)
    y.register_hook((g: any) => g.double())
    y.backward()
  }, "RuntimeError: hook '<lambda>' has changed the type of value (was torch.FloatTensor got torch.DoubleTensor)"),
)
test(
  'hook leaf',
  gives(() => {
    const x = leaf(1),
      L: any[] = [],
      h = x.register_hook((g: any) => {
        L.push(repr(g))
        return g.mul(5)
      })
    x.mul(2).backward()
    h.remove()
    x.mul(2).backward()
    return [L, repr(x.grad)]
  }, [['tensor([2.])'], 'tensor([12.])']),
)
// PyTorch 2's answer; 1.13 had another.
test(
  'hook leaf grad',
  gives(() => {
    const x = leaf(1)
    x.register_hook((g: any) => g.mul(5))
    return repr(torch.autograd.grad(x.mul(2), x))
  }, '(tensor([2.]),)'),
)
// PyTorch 2's answer; 1.13 had another.
test(
  'hook mid grad',
  gives(() => {
    const y = leaf(1).mul(2)
    y.register_hook((g: any) => g.mul(5))
    return repr(torch.autograd.grad(y.mul(3), y))
  }, '(tensor([15.]),)'),
)
test(
  'node hook replace',
  gives(() => {
    const x = leaf(1),
      y = x.mul(2)
    y.grad_fn.register_hook((i: any) => [i[0].mul(100), i[1]])
    y.backward()
    return repr(x.grad)
  }, 'tensor([200.])'),
)
test(
  'node prehook',
  gives(() => {
    const x = leaf(1),
      y = x.mul(2),
      h = y.grad_fn.register_prehook((o: any) => [o[0].mul(100)])
    y.backward({ retain_graph: true })
    h.remove()
    y.backward()
    return repr(x.grad)
  }, 'tensor([202.])'),
)
test(
  'node hook len',
  gives(() => {
    const y = leaf(1).mul(2)
    y.grad_fn.register_hook((i: any) => [i[0]])
    y.backward()
  }, "RuntimeError: hook '<lambda>' has returned an incorrect number of values (got 1, but expected 2)"),
)
// PyTorch 2's answer; 1.13 had another.
test(
  'hook inplace after',
  gives(() => {
    const y = leaf(1).mul(2),
      L: any[] = []
    y.register_hook((g: any) => {
      L.push(repr(g))
    })
    y.mul_(10)
    y.register_hook((g: any) => {
      L.push('new ' + repr(g))
    })
    y.sum().backward()
    return L
  }, ['new tensor([1.])', 'tensor([10.])']),
)
test(
  'hook accumulategrad',
  gives(() => {
    const x = leaf(1),
      y = x.mul(2),
      L: any[] = []
    y.grad_fn.next_functions[0][0].register_hook((i: any, o: any) => {
      L.push([repr(i), repr(o), repr(x.grad)])
    })
    y.backward()
    return L
  }, [['()', '(tensor([2.]),)', 'tensor([2.])']]),
)
test(
  'hook remove twice',
  gives(() => {
    const x = leaf(1),
      h = x.register_hook((g: any) => g.mul(2))
    h.remove()
    h.remove()
    x.mul(2).backward()
    return repr(x.grad)
  }, 'tensor([2.])'),
)
test(
  'hooks under grad',
  gives(() => {
    const x = leaf(1),
      y = leaf(2),
      L: any[] = []
    x.register_hook(() => void L.push('x'))
    y.register_hook(() => void L.push('y'))
    torch.autograd.grad(x.mul(y), x)
    const [g] = torch.autograd.grad(x.mul(x), x, { create_graph: true })
    L.push('none so far')
    g.backward()
    x.mul(y).backward({ inputs: [x] })
    return [L, repr(x.grad), repr(y.grad)]
  }, [['none so far', 'x', 'x'], 'tensor([4.])', 'None']),
)
test(
  'retain before and after hooks',
  gives(() => {
    const kept = (...steps: ('retain' | 'hook')[]): string => {
      const x = leaf(1),
        y = x.mul(2)
      for (const step of steps)
        if (step === 'retain') y.retain_grad()
        else y.register_hook((g: any) => g.mul(10))
      y.sum().backward()
      return `${repr(y.grad)} ${repr(x.grad)}`
    }
    return [kept('retain', 'hook'), kept('hook', 'retain'), kept('hook', 'retain', 'hook')]
  }, ['tensor([1.]) tensor([20.])', 'tensor([10.]) tensor([20.])', 'tensor([100.]) tensor([200.])']),
)
test(
  'retain and grad',
  gives(() => {
    const y = leaf(1).mul(2)
    y.retain_grad()
    torch.autograd.grad(y.mul(3), y)
    return repr(y.grad)
  }, 'None'),
)
