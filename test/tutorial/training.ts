// The two models of the tutorial, trained as it trains them: loss before the update, parameters after it.
import torch, { nn, optim, type Tensor } from '../../src/index.js'
import type { Snippet } from './snippet.js'

export const training: Record<string, Snippet> = {
  linear_regression(print) {
    torch.manual_seed(10)
    const lr = 0.05
    const x = torch.rand(20, 1).mul(10)
    const y = x.mul(2).add(torch.randn(20, 1).add(5))
    const w = torch.randn(1, { requires_grad: true })
    const b = torch.zeros(1, { requires_grad: true })
    const w_init = w.detach().clone()

    const run: Record<string, unknown>[] = []
    let iteration = 0
    for (; iteration < 1000; iteration++) {
      const wx = torch.mul(w, x)
      const y_pred = torch.add(wx, b)
      const loss = y.sub(y_pred).pow(2).mul(0.5).mean()
      loss.backward()
      b.data.sub_(b.grad!.mul(lr))
      w.data.sub_(w.grad!.mul(lr))
      run.push({ iteration, loss: loss.item(), w: w.item(), b: b.item() })
      w.grad!.zero_()
      b.grad!.zero_()
      if (iteration % 20 === 0) {
        print(`Loss=${torch.format(loss.item(), '.4f')}`)
        print(`Iteration: ${iteration}\nw: ${torch.str(w.data.numpy())} b: ${torch.str(b.data.numpy())}`)
        if (loss.lt(1).item()) break
      }
    }
    return { x, y, w_init, w, b, iteration, run }
  },

  logistic_regression(print) {
    torch.manual_seed(10)
    const sample_nums = 100
    const mean_value = 1.7
    const bias = 1
    const n_data = torch.ones(sample_nums, 2)
    const x0 = torch.normal(n_data.mul(mean_value), 1).add(bias)
    const y0 = torch.zeros(sample_nums)
    const x1 = torch.normal(n_data.mul(-mean_value), 1).add(bias)
    const y1 = torch.ones(sample_nums)
    const train_x = torch.cat([x0, x1], 0)
    const train_y = torch.cat([y0, y1], 0)

    class LR extends nn.Module {
      features = nn.Linear(2, 1)
      sigmoid = nn.Sigmoid()

      override forward(x: Tensor) {
        x = this.features(x)
        x = this.sigmoid(x)
        return x
      }
    }
    const lr_net = new LR()
    const weight_init = lr_net.features.weight.detach().clone()
    const bias_init = lr_net.features.bias.detach().clone()
    const loss_fn = nn.BCELoss()
    const optimizer = optim.SGD(lr_net.parameters(), { lr: 0.01, momentum: 0.9 })

    const run: Record<string, unknown>[] = []
    let iteration = 0
    for (; iteration < 1000; iteration++) {
      const y_pred = lr_net(train_x)
      const loss = loss_fn(y_pred.squeeze(), train_y)
      loss.backward()
      optimizer.step()
      optimizer.zero_grad()
      const mask = y_pred.ge(0.5).float().squeeze()
      const correct = mask.eq(train_y).sum()
      const acc = Number(correct.item()) / train_y.size(0)
      const [w0, w1] = lr_net.features.weight.index(0)
      const b = lr_net.features.bias.index(0)
      run.push({ iteration, loss: loss.item(), w0: w0.item(), w1: w1.item(), b: b.item(), acc })
      if (iteration % 20 === 0) {
        const [w0_, w1_, b_] = [w0, w1, b].map((t) => torch.format(t.item(), '.2f'))
        print(`Loss=${torch.format(loss.item(), '.4f')}`)
        print(`Iteration: ${iteration}\nw0:${w0_} w1:${w1_} b: ${b_} accuracy:${torch.format(acc, '.2%')}`)
        if (acc > 0.99) break
      }
    }
    print(lr_net)
    return { x0, x1, weight_init, bias_init, iteration, run }
  },
}
