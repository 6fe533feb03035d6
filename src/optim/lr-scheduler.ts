// The namespace `torch.optim.lr_scheduler`: how the learning rate changes from epoch to epoch.
export { LRScheduler, LRScheduler as _LRScheduler } from './scheduler.js'
export {
  ConstantLR,
  CosineAnnealingLR,
  ExponentialLR,
  LinearLR,
  MultiStepLR,
  PolynomialLR,
  StepLR,
} from './decay.js'
export { LambdaLR, MultiplicativeLR } from './lambda-decay.js'
export { ChainedScheduler, SequentialLR } from './sequence.js'
export { CosineAnnealingWarmRestarts, CyclicLR, OneCycleLR } from './cycles.js'
export { ReduceLROnPlateau } from './plateau.js'
