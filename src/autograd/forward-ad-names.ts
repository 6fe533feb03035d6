// The namespace `torch.autograd.forward_ad`.
export { dual_level, enter_dual_level, exit_dual_level, make_dual, unpack_dual } from './forward-ad.js'
