// Functions with a gradient of their own. Beside each program what PyTorch 1.13 gave.
import { test } from 'node:test'
import { functionOf, gives, leaf, repr, torch } from './programs.js'

const My = functionOf(
  (ctx: any, x: any) => {
    ctx.save_for_backward(x)
    return x.mul(3)
  },
  (ctx: any, g: any) => {
    const [x] = ctx.saved_tensors
    return [g.mul(x), null]
  },
  'My',
)

test(
  'fn repr',
  gives(() => {
    const x = leaf(7),
      y = My.apply(x, null),
      n = [repr(y), y.grad_fn.className, y.grad_fn.next_functions.length]
    y.backward()
    return [...n, repr(x.grad)]
  }, ['tensor([21.], grad_fn=<MyBackward>)', 'MyBackward', 1, 'tensor([7.])']),
)
test(
  'fn toofew',
  gives(
    () =>
      functionOf(
        (c: any, x: any, y: any) => x.mul(y),
        (c: any, g: any) => g,
      )
        .apply(leaf(1), leaf(2))
        .backward(),
    'RuntimeError: function ABackward returned an incorrect number of gradients (expected 2, got 1)',
  ),
)
test(
  'fn toomany',
  gives(
    () =>
      functionOf(
        (c: any, x: any) => x.mul(2),
        (c: any, g: any) => [g, g],
      )
        .apply(leaf(1))
        .backward(),
    'RuntimeError: function ABackward returned an incorrect number of gradients (expected 1, got 2)',
  ),
)
test(
  'fn toomany none',
  gives(() => {
    const x = leaf(1)
    functionOf(
      (c: any, x: any) => x.mul(2),
      (c: any, g: any) => [g, null, null],
    )
      .apply(x)
      .backward()
    return repr(x.grad)
  }, 'tensor([1.])'),
)
test(
  'fn badshape',
  gives(
    () =>
      functionOf(
        (c: any, x: any) => x.mul(2),
        () => torch.ones(5),
      )
        .apply(leaf(1, 2))
        .sum()
        .backward(),
    'RuntimeError: Function ABackward returned an invalid gradient at index 0 - got [5] but expected shape compatible with [2]',
  ),
)
test(
  'fn badtype',
  gives(
    () =>
      functionOf(
        (c: any, x: any) => x.mul(2),
        () => 3,
      )
        .apply(leaf(1, 2))
        .sum()
        .backward(),
    'RuntimeError: expected Variable or None (got int)',
  ),
)
test(
  'fn none',
  gives(() => {
    const x = leaf(1)
    functionOf(
      (c: any, x: any) => x.mul(2),
      () => null,
    )
      .apply(x)
      .backward()
    return repr(x.grad)
  }, 'None'),
)
test(
  'fn grad for nontensor',
  gives(
    () =>
      functionOf(
        (c: any, x: any, k: any) => x.mul(k),
        (c: any, g: any) => [g, g],
      )
        .apply(leaf(1), 3)
        .backward(),
    'RuntimeError: function ABackward returned a gradient different than None at position 2, but the corresponding forward input was not a Variable',
  ),
)
test(
  'fn nobackward',
  gives(
    () =>
      functionOf((c: any, x: any) => x.mul(2))
        .apply(leaf(1))
        .backward(),
    'NotImplementedError: You must implement either the backward or vjp method for your custom autograd.Function to use it with backward mode AD.',
  ),
)
test(
  'fn noforward',
  gives(
    () => functionOf(null).apply(leaf(1)),
    'NotImplementedError: You must implement the forward function for custom autograd.Function.',
  ),
)
test(
  'fn needs',
  gives(() => {
    const L: any[] = []
    functionOf(
      (c: any, x: any, k: any, y: any) => {
        L.push([...c.needs_input_grad])
        return x.mul(k).mul(y)
      },
      (c: any, g: any) => {
        L.push([...c.needs_input_grad])
        return [g, null, null]
      },
    )
      .apply(leaf(1), 3, torch.ones(1))
      .backward()
    return L
  }, [
    [true, false, false],
    [true, false, false],
  ]),
)
test(
  'fn nondiff',
  gives(() => {
    const x = leaf(1)
    const [a, b] = functionOf(
      (c: any, x: any) => {
        const a = x.mul(2),
          b = x.mul(3)
        c.mark_non_differentiable(b)
        return [a, b]
      },
      (c: any, ga: any, gb: any) => ga.mul(2).add(gb.mul(100)),
    ).apply(x)
    const n = [repr(a), repr(b), b.requires_grad]
    a.backward()
    return [...n, repr(x.grad)]
  }, ['tensor([2.], grad_fn=<ABackward>)', 'tensor([3.])', false, 'tensor([2.])']),
)
test(
  'fn materialize',
  gives(() => {
    const L: any[] = []
    const bw = (c: any, a: any, b: any) => {
      L.push([repr(a), repr(b)])
      return a
    }
    const x = leaf(1)
    functionOf((c: any, x: any) => [x.mul(2), x.mul(3)], bw)
      .apply(x)[0]
      .backward()
    functionOf((c: any, x: any) => {
      c.set_materialize_grads(false)
      return [x.mul(2), x.mul(3)]
    }, bw)
      .apply(x)[0]
      .backward()
    return L
  }, [
    ['tensor([1.])', 'tensor([0.])'],
    ['tensor([1.])', 'None'],
  ]),
)
test(
  'fn dirty',
  gives(() => {
    const x = leaf(1),
      y = x.mul(2),
      z = functionOf(
        (c: any, x: any) => {
          x.add_(1)
          c.mark_dirty(x)
          return x
        },
        (c: any, g: any) => g.mul(7),
      ).apply(y),
      n = [repr(z), z === y, y.grad_fn.className, y._version]
    z.backward()
    return [...n, repr(x.grad)]
  }, ['tensor([3.], grad_fn=<ABackward>)', true, 'ABackward', 2, 'tensor([14.])']),
)
test(
  'fn dirty leaf',
  gives(
    () =>
      functionOf(
        (c: any, x: any) => {
          x.add_(1)
          c.mark_dirty(x)
          return x
        },
        (c: any, g: any) => g.mul(7),
      ).apply(leaf(1)),
    'RuntimeError: a leaf Variable that requires grad has been used in an in-place operation.',
  ),
)
test(
  'fn dirty view',
  gives(() => {
    const x = leaf(1, 2),
      y = x.mul(2),
      v = y.index('0:1')
    functionOf(
      (c: any, x: any) => {
        x.mul_(3)
        c.mark_dirty(x)
        return x
      },
      (c: any, g: any) => g.mul(3),
    ).apply(v)
    const n = [y.grad_fn.className, v.grad_fn.className]
    y.sum().backward()
    return [...n, repr(x.grad)]
  }, ['CopySlices', 'AsStridedBackward0', 'tensor([6., 2.])']),
)
test(
  'fn return input',
  gives(() => {
    const x = leaf(1),
      y = functionOf(
        (c: any, x: any) => x,
        (c: any, g: any) => g.mul(7),
      ).apply(x),
      n = [repr(y), y === x, y.data_ptr() === x.data_ptr()]
    y.backward()
    return [...n, repr(x.grad)]
  }, ['tensor([1.], grad_fn=<ABackward>)', false, true, 'tensor([7.])']),
)
test(
  'fn return view',
  gives(() => {
    const x = leaf(1, 2).view(1, 2).mul(1),
      y = functionOf(
        (c: any, x: any) => x.view(-1),
        (c: any, g: any) => g.view(1, 2),
      ).apply(x)
    const n = [repr(y), y.is_view()]
    y.mul_(2)
    return n
  }, 'RuntimeError: Output 0 of ABackward is a view and is being modified inplace. This view was created inside a custom Function (or because an input was returned as-is) and the autograd logic to handle view+inplace would override the custom backward associated with the custom Function, leading to incorrect gradients. This behavior is forbidden. You can fix this by cloning the output of the custom Function.'),
)
test(
  'fn once diff',
  gives(() => {
    const A = functionOf(
      (c: any, x: any) => x.mul(2),
      torch.autograd.function.once_differentiable((c: any, g: any) => g.mul(2)),
    )
    const x = leaf(1)
    const [g] = torch.autograd.grad(A.apply(x), x, torch.ones(1, { requires_grad: true }), {
      create_graph: true,
    })
    g.backward()
  }, 'RuntimeError: trying to differentiate twice a function that was marked with @once_differentiable'),
)
test(
  'fn once diff ok',
  gives(() => {
    const A = functionOf(
      (c: any, x: any) => x.mul(2),
      torch.autograd.function.once_differentiable((c: any, g: any) => g.mul(2)),
    )
    const x = leaf(1)
    const [h] = torch.autograd.grad(A.apply(x), x, { create_graph: true })
    const [g] = torch.autograd.grad(A.apply(x), x, torch.ones(1, { requires_grad: true }), {
      create_graph: true,
    })
    return [repr(h), repr(g), g.grad_fn.className]
  }, ['tensor([2.])', 'tensor([2.], grad_fn=<Error>)', 'Error']),
)
test(
  'fn double',
  gives(() => {
    const A = functionOf(
      (c: any, x: any) => {
        c.save_for_backward(x)
        return x.pow(3)
      },
      (c: any, g: any) => {
        const [x] = c.saved_tensors
        return x.mul(3).mul(x).mul(g)
      },
    )
    const x = leaf(2)
    const [g] = torch.autograd.grad(A.apply(x), x, { create_graph: true })
    const [g2] = torch.autograd.grad(g, x)
    return [repr(g), repr(g2)]
  }, ['tensor([12.], grad_fn=<MulBackward0>)', 'tensor([12.])']),
)
test(
  'fn save output',
  gives(() => {
    const A = functionOf(
      (c: any, x: any) => {
        const y = x.exp()
        c.save_for_backward(y)
        return y
      },
      (c: any, g: any) => {
        const [y] = c.saved_tensors
        return g.mul(y)
      },
    )
    const x = leaf(0),
      y = A.apply(x)
    const [g] = torch.autograd.grad(y, x, { create_graph: true })
    const [g2] = torch.autograd.grad(g, x, { create_graph: true })
    return [repr(g), repr(g2)]
  }, ['tensor([1.], grad_fn=<MulBackward0>)', 'tensor([1.], grad_fn=<MulBackward0>)']),
)
test(
  'fn save nontensor',
  gives(
    () =>
      functionOf(
        (c: any, x: any) => {
          c.save_for_backward(3)
          return x.mul(2)
        },
        (c: any, g: any) => g,
      ).apply(leaf(1)),
    'TypeError: save_for_backward can only save variables, but argument 0 is of type int',
  ),
)
test(
  'fn saved inplace',
  gives(() => {
    const x = leaf(1).mul(1),
      y = functionOf(
        (c: any, x: any) => {
          c.save_for_backward(x)
          return x.mul(2)
        },
        (c: any, g: any) => {
          void c.saved_tensors
          return g
        },
      ).apply(x)
    x.add_(1)
    y.backward()
  }, 'RuntimeError: one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor [1]], which is output 0 of AddBackward0, is at version 1; expected version 0 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True).'),
)
test(
  'fn saved freed',
  gives(() => {
    const y = My.apply(leaf(7), null)
    y.backward()
    y.backward()
  }, 'RuntimeError: Trying to backward through the graph a second time (or directly access saved tensors after they have already been freed). Saved intermediate values of the graph are freed when you call .backward() or autograd.grad(). Specify retain_graph=True if you need to backward through the graph a second time or if you need to access saved tensors after calling backward.'),
)
test(
  'fn int out',
  gives(() => {
    const [a, b] = functionOf(
      (c: any, x: any) => [x.mul(2), torch.tensor([1])],
      (c: any, g: any) => g,
    ).apply(leaf(1))
    return [repr(a), repr(b)]
  }, ['tensor([2.], grad_fn=<ABackward>)', 'tensor([1])']),
)
test(
  'fn nontensor out',
  gives(
    () =>
      repr(
        functionOf(
          (c: any, x: any) => [x.mul(2), 5],
          (c: any, g: any) => g,
        ).apply(leaf(1)),
      ),
    '(tensor([2.], grad_fn=<ABackward>), 5)',
  ),
)
test(
  'fn no grad in',
  gives(() => {
    const L: any[] = []
    const A = functionOf(
      (c: any, x: any) => {
        L.push(torch.is_grad_enabled())
        return x.mul(2)
      },
      (c: any, g: any) => {
        L.push(torch.is_grad_enabled())
        return g.mul(2)
      },
    )
    const x = leaf(1)
    A.apply(x).backward()
    torch.autograd.grad(A.apply(x), x, { create_graph: true })
    return L
  }, [false, false, false, true]),
)
test(
  'fn noreq',
  gives(
    () => [repr(My.apply(torch.ones(1), null)), repr(My.apply(leaf(1), null).detach())],
    ['tensor([3.])', 'tensor([3.])'],
  ),
)
test(
  'fn multi inplace',
  gives(() => {
    const x = leaf(1, 2).mul(1)
    const [a] = functionOf(
      (c: any, x: any) => [x.view(-1).index(':1'), x.view(-1).index('1:')],
      (c: any, a: any, b: any) => torch.cat([a, b]),
    ).apply(x)
    a.mul_(2)
  }, 'RuntimeError: Output 0 of ABackward is a view and is being modified inplace. This view is the output of a function that returns multiple views. Such functions do not allow the output views to be modified inplace. You should replace the inplace operation by an out-of-place one.'),
)
