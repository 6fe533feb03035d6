// The namespace `torch.optim.swa_utils`.
export { AveragedModel, SWALR, update_bn } from './swa.js'
