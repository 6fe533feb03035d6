// The names of `torch._foreach_…`, apart from what they do, so that a start knows them without it.
export const unaryNames = (
  'abs acos asin atan ceil cos cosh erf erfc exp expm1 floor frac lgamma log log10 log1p log2 neg reciprocal round ' +
  'sigmoid sin sinh sqrt tan tanh trunc'
).split(' ')

export const foreachNames = [
  ...[...unaryNames, ...'add addcdiv addcmul div maximum minimum mul sub'.split(' ')].flatMap((op) => [
    `_foreach_${op}`,
    `_foreach_${op}_`,
  ]),
  '_foreach_norm',
  '_foreach_zero_',
]
