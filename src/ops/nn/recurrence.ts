// One recurrent layer in one direction: products with the hidden state and a kernel, step by step. The product with all
// inputs is done before. Follows ATen/native/RNN.cpp.
//
// Note [Steps of a batch]. Inputs lie step after step. A step has the rows of those sequences that are not at their end
// yet; the longest come first, so step t has `sizes[t]` rows, and no more than the step before. In reverse, rows are
// added as the steps have more of them. The state has a row for each sequence; those that a step does not have stay.
//
// The backward pass goes through the steps the other way round, with a kernel, or, where it is recorded itself, in ops
// of the table; see Note [Two ways back] in gradient-loops.ts.
import { modes } from '../../tensor/modes.js'
import { check } from '../../base/errors.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { Filling } from '../../engine/filling.js'
import { op } from '../../engine/op.js'
import { run, runIfThere } from '../../engine/run.js'
import {
  gruStep,
  gruStepBack,
  lstmStep,
  lstmStepBack,
  rnnStep,
  rnnStepBack,
} from '../../kernels/recurrence.js'

/** One step: its first row among all, and how many it has. */
interface Step {
  readonly at: number
  readonly rows: number
}

/** The steps in the order in which they are gone through. */
function stepsOf(sizes: readonly number[], isReverse: boolean): Step[] {
  const steps: Step[] = []
  let at = 0
  for (const rows of sizes) {
    steps.push({ at, rows })
    at += rows
  }
  return isReverse ? steps.reverse() : steps
}

const rowsOf = (x: Tensor, { at, rows }: Step): Tensor => x.narrow(0, at, rows)
const flat = (x: Tensor): Tensor => x.reshape([-1, x.sizes[x.sizes.length - 1]])
const firstRows = (state: Tensor, rows: number): Tensor =>
  state.sizes[0] === rows ? state : state.narrow(0, 0, rows)
/** The state where its first rows are new. */
const advanced = (state: Tensor, rows: Tensor): Tensor =>
  state.sizes[0] === rows.sizes[0]
    ? rows
    : (call('cat', [[rows, state.narrow(0, rows.sizes[0], state.sizes[0] - rows.sizes[0])]]) as Tensor)
const product = (x: Tensor, weight: Tensor, bias: Tensor | null): Tensor =>
  call('nn.functional.linear', [x, weight, bias]) as Tensor
const matmul = (a: Tensor, b: Tensor): Tensor => call('matmul', [a, b]) as Tensor
const empty = (like: Tensor, rows: number, width: number): Tensor =>
  emptyTensor([rows, width], like.dtype, like.device)

/** Gradients by the weight and bias of the hidden state: those of each step, added from the last step on, as PyTorch's engine does. */
function addedUp(
  steps: readonly Step[],
  d: Tensor,
  statesAt: Tensor,
  hasBias: boolean,
): { w_hh: Tensor; b_hh: Tensor | null } {
  if (!modes.grad) {
    const weights = empty(d, d.sizes[1], statesAt.sizes[1])
    const biases = hasBias ? emptyTensor([d.sizes[1]], d.dtype, d.device) : null
    if (runIfThere('step-weights', [weights, biases, d, statesAt])) return { w_hh: weights, b_hh: biases }
  }
  const parts = steps
    .slice()
    .reverse()
    .map((step) => {
      const ds = rowsOf(d, step)
      return { w_hh: matmul(transposed(ds), rowsOf(statesAt, step)), b_hh: hasBias ? ds.sum(0) : null }
    })
  return parts.reduce((sum, part) => ({
    w_hh: sum.w_hh.add(part.w_hh),
    b_hh: sum.b_hh && part.b_hh ? sum.b_hh.add(part.b_hh) : null,
  }))
}

/** For each row of all steps the state it was computed from. */
function statesBefore(initial: Tensor, states: Tensor, steps: readonly Step[], isReverse: boolean): Tensor {
  const [{ rows }] = steps
  const rest = states.sizes[0] - rows
  // Where all steps have the same rows, each has those of the step before.
  if (steps.every((step) => step.rows === rows))
    return call('cat', [
      isReverse ? [states.narrow(0, rows, rest), initial] : [initial, states.narrow(0, 0, rest)],
    ]) as Tensor
  const parts: Tensor[] = []
  let state = initial
  for (const step of steps) {
    parts.push(firstRows(state, step.rows))
    state = advanced(state, rowsOf(states, step))
  }
  return call('cat', [isReverse ? parts.reverse() : parts]) as Tensor
}

/** The gradient by what came out of a layer; null stands for zeros. */
const orZeros = (g: Tensor | null, like: Tensor): Tensor =>
  (g === null ? call('zeros_like', [like]) : flat(g)) as Tensor

const transposed = (x: Tensor): Tensor => x.transpose(0, 1)
const joined = (parts: Tensor[], isReverse: boolean): Tensor =>
  // The backward pass goes through the steps the other way round.
  call('cat', [isReverse ? parts : parts.reverse()]) as Tensor

function checkSteps(sizes: readonly number[]): void {
  check(sizes.length > 0, () => 'Expected sequence length to be larger than 0 in RNN')
}

const shaped = (x: Tensor, like: readonly number[]): Tensor =>
  x.view([...like.slice(0, -1), x.sizes[x.sizes.length - 1]])

// ---- LSTM ----

op(
  '_C._nn._lstm_layer(Tensor input, Tensor h0, Tensor c0, Tensor w_hh, Tensor? b_hh, Tensor? w_hr, int[] sizes, bool reverse) -> ' +
    '(Tensor output, Tensor cells, Tensor gates)',
  {
    doc: 'An LSTM layer in one direction, of the sums of its inputs.',
    node: 'StackBackward0',
    tuple: null,
    device: true,
    validate: (...values: unknown[]) => checkSteps(values[6] as number[]),
    compute: (
      input: Tensor,
      h0: Tensor,
      c0: Tensor,
      weight: Tensor,
      bias: Tensor | null,
      projection: Tensor | null,
      sizes: number[],
      isReverse: boolean,
    ) => {
      const sums = flat(input).contiguous()
      const [all, width] = [sums.sizes[0], c0.sizes[1]]
      const cells = new Filling(sums, all, width)
      const gates = new Filling(sums, all, 4 * width)
      const output = new Filling(sums, all, h0.sizes[1])
      let [h, c] = [h0.contiguous(), c0.contiguous()]
      for (const step of stepsOf(sizes, isReverse)) {
        const { at, rows } = step
        const fromState = product(firstRows(h, rows), weight, bias)
        const result = output.part(at, rows)
        const cell = cells.part(at, rows)
        const out = projection === null ? result : empty(sums, rows, width)
        const given = [rowsOf(sums, step), fromState, firstRows(c, rows)] as const
        run(lstmStep, [out, cell, gates.part(at, rows), ...given], rows, width)
        if (projection !== null) result.copy_(product(out, projection, null))
        h = advanced(h, result)
        c = advanced(c, cell)
      }
      return [output, cells, gates].map((x) => shaped(x.whole(), input.sizes))
    },
    backward: (_g, { h0, c0, w_hh, b_hh, w_hr, sizes, reverse, output, cells, gates, grads }) => {
      const [gOut, gCells, gGates] = grads as (Tensor | null)[]
      const isRecorded = modes.grad || gGates !== null
      const steps = stepsOf(sizes as number[], reverse as boolean)
      const [outputs, states, acts] = [output, cells, gates].map((x: Tensor) => flat(x))
      const width = (c0 as Tensor).sizes[1]
      const g = orZeros(gOut, outputs)
      const cellsBefore = statesBefore(c0, states, steps, reverse)
      let dh = call('zeros_like', [h0]) as Tensor
      let dc = call('zeros_like', [c0]) as Tensor
      const buffer = isRecorded ? null : new Filling(g, acts.sizes[0], 4 * width)
      const sums: Tensor[] = []
      const projected: Tensor[] = []
      for (const step of steps.slice().reverse()) {
        const { rows } = step
        const dOut = rowsOf(g, step).add(firstRows(dh, rows))
        const dm = w_hr === null ? dOut : matmul(dOut, w_hr)
        if (w_hr !== null) projected.push(dOut)
        const own = [acts, states, cellsBefore].map((x) => rowsOf(x, step))
        const dCells = gCells === null ? null : rowsOf(flat(gCells), step)
        let ds: Tensor
        let before: Tensor
        if (buffer === null) {
          const dGates = gGates === null ? null : rowsOf(flat(gGates), step)
          ;[ds, before] = lstmBack(own, dm, firstRows(dc, rows), dCells, dGates)
        } else {
          ds = buffer.part(step.at, rows)
          before = empty(g, rows, width)
          run(
            lstmStepBack,
            [
              ds,
              before,
              ...(own as [Tensor, Tensor, Tensor]),
              dm.contiguous(),
              firstRows(dc, rows).contiguous(),
              dCells === null ? null : dCells.contiguous(),
            ],
            rows,
            width,
          )
        }
        sums.push(ds)
        dh = advanced(dh, matmul(ds, w_hh))
        dc = advanced(dc, before)
      }
      const d = buffer?.whole() ?? joined(sums, reverse)
      const outputsBefore = statesBefore(h0, outputs, steps, reverse)
      const [, , , e] = call('chunk', [acts, 4, 1]) as Tensor[]
      return {
        input: shaped(d, (gates as Tensor).sizes),
        h0: dh,
        c0: dc,
        ...addedUp(steps, d, outputsBefore, b_hh !== null),
        w_hr: w_hr === null ? null : matmul(transposed(joined(projected, reverse)), e.mul(states.tanh())),
      }
    },
  },
)

/** The step back in ops of the table: the gradients by the gates' sums and by the cells before. */
function lstmBack(
  [gates, cell, previous]: readonly Tensor[],
  dOut: Tensor,
  dNext: Tensor,
  dCells: Tensor | null,
  dGates: Tensor | null,
): [sums: Tensor, before: Tensor] {
  const [i, f, n, e] = call('chunk', [gates, 4, 1]) as Tensor[]
  const bent = cell.tanh()
  let dc = dOut.mul(e).mul(bent.square().rsub(1)).add(dNext)
  if (dCells !== null) dc = dc.add(dCells)
  let da = call('cat', [[dc.mul(n), dc.mul(previous), dc.mul(i), dOut.mul(bent)], 1]) as Tensor
  if (dGates !== null) da = da.add(dGates)
  const slopes = [i.mul(i.rsub(1)), f.mul(f.rsub(1)), n.square().rsub(1), e.mul(e.rsub(1))]
  return [da.mul(call('cat', [slopes, 1]) as Tensor), dc.mul(f)]
}

// ---- GRU ----

op(
  '_C._nn._gru_layer(Tensor input, Tensor h0, Tensor w_hh, Tensor? b_hh, int[] sizes, bool reverse) -> (Tensor output, Tensor gates)',
  {
    doc: 'A GRU layer in one direction, of the sums of its inputs.',
    node: 'StackBackward0',
    tuple: null,
    device: true,
    validate: (...values: unknown[]) => checkSteps(values[4] as number[]),
    compute: (
      input: Tensor,
      h0: Tensor,
      weight: Tensor,
      bias: Tensor | null,
      sizes: number[],
      isReverse: boolean,
    ) => {
      const sums = flat(input).contiguous()
      const [all, width] = [sums.sizes[0], h0.sizes[1]]
      const output = new Filling(sums, all, width)
      const gates = new Filling(sums, all, 4 * width)
      let h = h0.contiguous()
      for (const step of stepsOf(sizes, isReverse)) {
        const { at, rows } = step
        const before = firstRows(h, rows)
        const fromState = product(before, weight, bias)
        const out = output.part(at, rows)
        run(gruStep, [out, gates.part(at, rows), rowsOf(sums, step), fromState, before], rows, width)
        h = advanced(h, out)
      }
      return [output, gates].map((x) => shaped(x.whole(), input.sizes))
    },
    backward: (_g, { h0, w_hh, b_hh, sizes, reverse, output, gates, grads }) => {
      const [gOut, gGates] = grads as (Tensor | null)[]
      const isRecorded = modes.grad || gGates !== null
      const steps = stepsOf(sizes as number[], reverse as boolean)
      const [outputs, acts] = [output, gates].map((x: Tensor) => flat(x))
      const [all, width] = outputs.sizes
      const g = orZeros(gOut, outputs)
      const statesAt = statesBefore(h0, outputs, steps, reverse)
      // What comes through the gates, and what was kept: the latter is added first.
      let dh = call('zeros_like', [h0]) as Tensor
      let kept = dh
      const buffers = isRecorded ? null : [new Filling(g, all, 3 * width), new Filling(g, all, 3 * width)]
      const sums: [Tensor[], Tensor[]] = [[], []]
      for (const step of steps.slice().reverse()) {
        const { rows } = step
        const dOut = rowsOf(g, step).add(firstRows(kept, rows)).add(firstRows(dh, rows))
        const own = [acts, statesAt].map((x) => rowsOf(x, step)) as [Tensor, Tensor]
        let ds: [Tensor, Tensor]
        let before: Tensor
        if (buffers === null) {
          ;[ds, before] = gruBack(own, dOut, gGates === null ? null : rowsOf(flat(gGates), step))
        } else {
          ds = [buffers[0].part(step.at, rows), buffers[1].part(step.at, rows)]
          before = empty(g, rows, width)
          run(gruStepBack, [...ds, before, ...own, dOut.contiguous()], rows, width)
        }
        sums[0].push(ds[0])
        sums[1].push(ds[1])
        dh = advanced(dh, matmul(ds[1], w_hh))
        kept = advanced(kept, before)
      }
      const [dx, ds] = buffers?.map((each) => each.whole()) ?? sums.map((parts) => joined(parts, reverse))
      return {
        input: shaped(dx, (output as Tensor).sizes),
        h0: kept.add(dh),
        ...addedUp(steps, ds, statesAt, b_hh !== null),
      }
    },
  },
)

function gruBack(
  [gates, previous]: readonly [Tensor, Tensor],
  dOut: Tensor,
  dGates: Tensor | null,
): [sums: [Tensor, Tensor], before: Tensor] {
  const [r, z, n, sum] = call('chunk', [gates, 4, 1]) as Tensor[]
  const [gr, gz, gn, gs] =
    dGates === null ? [null, null, null, null] : (call('chunk', [dGates, 4, 1]) as Tensor[])
  const plus = (a: Tensor, b: Tensor | null): Tensor => (b === null ? a : a.add(b))
  const dn = plus(dOut.mul(z.rsub(1)), gn).mul(n.square().rsub(1))
  const dz = plus(dOut.mul(previous.sub(n)), gz)
    .mul(z)
    .mul(z.rsub(1))
  const dr = plus(dn.mul(sum), gr).mul(r).mul(r.rsub(1))
  const ofInput = call('cat', [[dr, dz, dn], 1]) as Tensor
  const ofState = call('cat', [[dr, dz, plus(dn.mul(r), gs)], 1]) as Tensor
  return [[ofInput, ofState], dOut.mul(z)]
}

// ---- plain ----

op(
  '_C._nn._rnn_layer(Tensor input, Tensor h0, Tensor w_hh, Tensor? b_hh, int[] sizes, bool reverse, bool relu) -> Tensor',
  {
    doc: 'A plain recurrent layer in one direction, of the sums of its inputs.',
    node: 'StackBackward0',
    device: true,
    validate: (...values: unknown[]) => checkSteps(values[4] as number[]),
    compute: (
      input: Tensor,
      h0: Tensor,
      weight: Tensor,
      bias: Tensor | null,
      sizes: number[],
      isReverse: boolean,
      isRelu: boolean,
    ) => {
      const sums = flat(input).contiguous()
      const output = new Filling(sums, sums.sizes[0], h0.sizes[1])
      let h = h0.contiguous()
      for (const step of stepsOf(sizes, isReverse)) {
        const out = output.part(step.at, step.rows)
        run(
          rnnStep,
          [out, rowsOf(sums, step), product(firstRows(h, step.rows), weight, bias)],
          out.count,
          isRelu,
        )
        h = advanced(h, out)
      }
      return shaped(output.whole(), input.sizes)
    },
    backward: (g, { h0, w_hh, b_hh, sizes, reverse, relu, result }) => {
      const steps = stepsOf(sizes as number[], reverse as boolean)
      const outputs = flat(result)
      const gradients = flat(g)
      const buffer = modes.grad ? null : new Filling(outputs, outputs.sizes[0], outputs.sizes[1])
      const sums: Tensor[] = []
      let dh = call('zeros_like', [h0]) as Tensor
      for (const step of steps.slice().reverse()) {
        const dOut = rowsOf(gradients, step).add(firstRows(dh, step.rows))
        const y = rowsOf(outputs, step)
        let ds: Tensor
        if (buffer === null) ds = dOut.mul(relu ? y.gt(0) : y.square().rsub(1))
        else {
          ds = buffer.part(step.at, step.rows)
          run(rnnStepBack, [ds, y, dOut.contiguous()], ds.count, relu)
        }
        sums.push(ds)
        dh = advanced(dh, matmul(ds, w_hh))
      }
      const d = buffer?.whole() ?? joined(sums, reverse)
      return {
        input: shaped(d, (result as Tensor).sizes),
        h0: dh,
        ...addedUp(steps, d, statesBefore(h0, outputs, steps, reverse), b_hh !== null),
      }
    },
  },
)
