// Names that PyTorch's modules have of other modules, or of files that are not here: each can be imported from them.

/** Modules below torch that PyTorch declares in Python alone, and that load when they are asked for. */
export const inPythonAlone = ['types', 'overrides']

/** By the module: from where, and which. */
const passedOn: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  torch: { 'torch._helpers': '_assert _shape_as_tensor' },
  'torch.utils': { 'torch._helpers': 'set_module' },
  'torch.nn': { 'torch._helpers': 'factory_kwargs' },
  'torch.nn.parameter': { collections: 'OrderedDict', 'torch._helpers': 'is_lazy' },
  'torch.nn.functional': {
    'torch._helpers':
      '_get_softmax_dim _verify_batch_size _verify_spatial_size _in_projection _in_projection_packed _list_with_default ' +
      'assert_int_or_pair',
    'torch.nn.modules.utils': '_single _pair _triple',
    'torch.overrides':
      'has_torch_function has_torch_function_unary has_torch_function_variadic handle_torch_function',
  },
  'torch.nn.init': {
    'torch._helpers':
      '_calculate_correct_fan _no_grad_uniform_ _no_grad_normal_ _no_grad_trunc_normal_ _no_grad_fill_ _no_grad_zero_',
  },
  'torch.nn.utils.rnn': { collections: 'namedtuple' },
  'torch.nn.utils.parametrizations': { enum: 'Enum auto' },
  'torch.nn.utils.parametrize': { contextlib: 'contextmanager', copy: 'deepcopy' },
  'torch.nn.utils.prune': {
    abc: 'ABC abstractmethod',
    'collections.abc': 'Iterable',
    'torch._helpers':
      '_compute_nparams_toprune _validate_pruning_amount_init _validate_pruning_amount _validate_structured_pruning ' +
      '_validate_pruning_dim _compute_norm',
  },
  'torch.nn.modules.activation': { 'torch.nn.init': 'constant_ xavier_normal_ xavier_uniform_' },
  'torch.nn.modules.batchnorm': { 'torch.nn.modules.lazy': 'LazyModuleMixin' },
  'torch.nn.modules.container': {
    collections: 'OrderedDict',
    itertools: 'chain islice',
  },
  'torch.nn.modules.conv': {
    'torch.nn.modules.lazy': 'LazyModuleMixin',
    'torch.nn.modules.utils': '_single _pair _triple _reverse_repeat_tuple',
  },
  'torch.nn.modules.lazy': { 'torch._helpers': 'is_lazy' },
  'torch.nn.modules.linear': { 'torch.nn.modules.lazy': 'LazyModuleMixin' },
  'torch.nn.modules.module': {
    collections: 'OrderedDict namedtuple',
    'torch._helpers': '_addindent',
    'torch.utils.hooks': 'RemovableHandle',
  },
  'torch.nn.modules.padding': { 'torch.nn.modules.utils': '_ntuple _pair _quadruple' },
  'torch.nn.modules.pooling': { 'torch.nn.modules.utils': '_single _pair _triple' },
  'torch.nn.modules.rnn': { 'torch.nn.utils.rnn': 'PackedSequence' },
  'torch.nn.modules.transformer': { 'torch.nn.init': 'xavier_uniform_' },
  'torch.nn.modules.utils': {
    itertools: 'repeat',
    'torch._helpers': '_list_with_default consume_prefix_in_state_dict_if_present',
  },
  'torch.optim.optimizer': { collections: 'defaultdict', itertools: 'chain', copy: 'deepcopy' },
  'torch.optim.sgd': { 'torch.optim.optimizer': 'required' },
  'torch.optim.lbfgs': { functools: 'reduce' },
  'torch.optim.lr_scheduler': {
    'torch._helpers': 'EPOCH_DEPRECATION_WARNING',
    collections: 'Counter',
    functools: 'wraps',
    bisect: 'bisect_right',
    math: 'inf',
  },
  'torch.optim.swa_utils': {
    copy: 'deepcopy',
    'torch.nn': 'Module',
    'torch.optim.lr_scheduler': '_LRScheduler',
  },
  'torch.autograd.function': {
    collections: 'OrderedDict',
    'torch._helpers': 'InplaceFunction traceable',
  },
  'torch.autograd.forward_ad': { collections: 'namedtuple' },
  'torch.distributions.categorical': {
    'torch._helpers': 'lazy_property nan',
    'torch.distributions.utils': 'logits_to_probs probs_to_logits',
  },
  'torch.distributions.distribution': { 'torch._helpers': 'lazy_property' },
  'torch.distributions.kl': { functools: 'total_ordering', 'torch._helpers': '_sum_rightmost inf' },
  'torch.distributions.multivariate_normal': {
    'torch._helpers': '_batch_mahalanobis _batch_mv _precision_to_scale_tril _standard_normal lazy_property',
  },
  'torch.distributions.normal': {
    numbers: 'Number',
    'torch._helpers': '_standard_normal',
    'torch.distributions.utils': 'broadcast_all',
  },
  'torch.distributions.transforms': {
    'torch._helpers': '_clipped_sigmoid _sum_rightmost lazy_property',
    'torch.distributions.utils': 'broadcast_all tril_matrix_to_vec vec_to_tril_matrix',
    'torch.nn.functional': 'pad softplus',
  },
  'torch.distributions.utils': {
    numbers: 'Number',
    functools: 'update_wrapper',
    'torch._helpers': '_standard_normal _sum_rightmost euler_constant is_tensor_like lazy_property',
  },
  'torch.utils.data.dataset': {
    'torch._utils': '_accumulate',
    torch: 'default_generator randperm',
  },
  'torch.utils.data.dataloader': { 'torch._helpers': 'string_classes' },
  'torch.utils.data._utils.collate': {
    'torch._helpers':
      'collate collate_tensor_fn collate_float_fn collate_int_fn collate_str_fn default_collate_fn_map ' +
      'default_collate_err_msg_format string_classes',
  },
  'torch.utils.hooks': { collections: 'OrderedDict' },
}

/** The module that has the name, where `path` passes it on; undefined where it passes on none of that name. */
export function passedOnFrom(path: string, name: string): string | undefined {
  const sources = Object.entries(passedOn[path] ?? {})
  return sources.find(([, names]) => names.split(' ').includes(name))?.[0]
}
