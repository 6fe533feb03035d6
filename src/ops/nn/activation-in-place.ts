// Activations of `nn.functional` that write to their input: `relu_` is `relu` with `inplace=True`.
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'

const activations: readonly [name: string, params: string, given: string, output: string][] = [
  ['relu', '', '', '[0.0000, 1.5000]'],
  ['threshold', 'Scalar threshold, Scalar value', ', 1, 9', '[9.0000, 1.5000]'],
  ['hardtanh', 'float min_val=-1.0, float max_val=1.0', '', '[-0.5000,  1.0000]'],
  ['elu', 'float alpha=1.0', '', '[-0.3935,  1.5000]'],
  ['selu', '', '', '[-0.6918,  1.5761]'],
  ['celu', 'float alpha=1.0', '', '[-0.3935,  1.5000]'],
  ['leaky_relu', 'float negative_slope=0.01', '', '[-0.0050,  1.5000]'],
  [
    'rrelu',
    'float lower=0.125, float upper=0.3333333333333333, bool training=False',
    '',
    '[-0.1146,  1.5000]',
  ],
]

for (const [name, params, given, output] of activations)
  op(`nn.functional.${name}_(Tensor input${params && `, ${params}`}) -> Tensor`, {
    doc: `\`nn.functional.${name}\`, in place.`,
    example: [`torch.nn.functional.${name}_(torch.tensor([-0.5, 1.5])${given})`, `tensor(${output})`],
    forward: (...values: unknown[]) => call(`nn.functional.${name}`, [...values, { inplace: true }]),
  })
