// Computation graphs, gradients, and what happens when a tensor is changed in place.
import torch from '../../src/index.js'
import type { Snippet } from './snippet.js'

/** y = (x + w) * (w + 1), the graph that every section of the tutorial comes back to. */
function graph() {
  const w = torch.tensor([1], { requires_grad: true })
  const x = torch.tensor([2], { requires_grad: true })
  const a = torch.add(w, x)
  const b = torch.add(w, 1)
  const y = torch.mul(a, b)
  return { w, x, a, b, y }
}

export const autograd: Record<string, Snippet> = {
  graph_backward(print) {
    const { w, y } = graph()
    y.backward()
    print(w.grad)
    return { y }
  },

  is_leaf(print) {
    const { w, x, a, b, y } = graph()
    y.backward()
    print('is_leaf:\n', w.is_leaf, x.is_leaf, a.is_leaf, b.is_leaf, y.is_leaf)
    print('gradient:\n', w.grad, x.grad, a.grad, b.grad, y.grad)
  },

  retain_grad(print) {
    const { w, x, a, b, y } = graph()
    a.retain_grad()
    y.backward()
    print('gradient:\n', w.grad, x.grad, a.grad, b.grad, y.grad)
  },

  grad_fn(print) {
    const { w, x, a, b, y } = graph()
    y.backward()
    print('grad_fn:\n', w.grad_fn, x.grad_fn, a.grad_fn, b.grad_fn, y.grad_fn)
  },

  grad_tensors(print) {
    const { w, a, b } = graph()
    const y0 = torch.mul(a, b)
    const y1 = torch.add(a, b)
    const loss = torch.cat([y0, y1], { dim: 0 })
    loss.backward({ gradient: torch.tensor([1, 2], { dtype: torch.float }) })
    print(w.grad)
  },

  autograd_second_order(print) {
    const x = torch.tensor([3], { requires_grad: true })
    const y = torch.pow(x, 2)
    const grad_1 = torch.autograd.grad(y, x, { create_graph: true })
    print('grad_1:', grad_1)
    const grad_2 = torch.autograd.grad(grad_1[0], x)
    print('grad_2:', grad_2)
    return { grad_2 }
  },

  grad_accumulates(print) {
    const w = torch.tensor([1], { requires_grad: true })
    const x = torch.tensor([2], { requires_grad: true })
    for (let i = 0; i < 4; i++) {
      const a = torch.add(w, x)
      const b = torch.add(w, 1)
      torch.mul(a, b).backward()
      print('w.grad:', w.grad)
    }
  },

  grad_zeroed(print) {
    const w = torch.tensor([1], { requires_grad: true })
    const x = torch.tensor([2], { requires_grad: true })
    for (let i = 0; i < 4; i++) {
      const a = torch.add(w, x)
      const b = torch.add(w, 1)
      torch.mul(a, b).backward()
      print('w.grad:', w.grad)
      w.grad!.zero_()
    }
  },

  requires_grad_propagates(print) {
    const { a, b, y } = graph()
    print(a.requires_grad, b.requires_grad, y.requires_grad)
  },

  inplace_on_leaf() {
    const { w } = graph()
    w.add_(1)
  },

  inplace_ids(print) {
    let a = torch.ones([1])
    let p = a.data_ptr()
    a = a.add(torch.ones([1]))
    print(a.data_ptr() === p, a)
    p = a.data_ptr()
    a.add_(torch.ones([1]))
    print(a.data_ptr() === p, a)
  },

  inplace_modified_saved() {
    const { a, y } = graph()
    a.add_(1)
    y.backward()
  },
}
