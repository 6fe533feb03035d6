// `torch.distributions.transforms`: all transforms under PyTorch's names.
export {
  ComposeTransform,
  identity_transform,
  IndependentTransform,
  ReshapeTransform,
  Transform,
} from './transform.js'
export {
  AbsTransform,
  AffineTransform,
  CumulativeDistributionTransform,
  ExpTransform,
  PowerTransform,
  SigmoidTransform,
  SoftplusTransform,
  TanhTransform,
} from './transforms.js'
export {
  CatTransform,
  CorrCholeskyTransform,
  LowerCholeskyTransform,
  SoftmaxTransform,
  StackTransform,
  StickBreakingTransform,
} from './vector-transforms.js'
