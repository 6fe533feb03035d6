// PyTorch's own functions as they print themselves: most are methods of one object that C++ has made, some are its
// functions, and some are written in Python.

const set = (names: string): ReadonlySet<string> => new Set(names.split(' '))

/** Functions of `torch` that are written in Python. */
const inPython = set(
  'align_tensors are_deterministic_algorithms_enabled atleast_1d atleast_2d atleast_3d block_diag broadcast_shapes ' +
    'broadcast_tensors cartesian_prod cdist chain_matmul compiled_with_cxx11_abi einsum from_dlpack ' +
    'get_deterministic_debug_mode get_float32_matmul_precision get_rng_state initial_seed is_storage is_tensor ' +
    'is_deterministic_algorithms_warn_only_enabled is_warn_always_enabled load lobpcg lu manual_seed meshgrid norm pca_lowrank save seed set_default_dtype ' +
    'set_default_tensor_type set_deterministic_debug_mode set_float32_matmul_precision set_printoptions set_rng_state ' +
    'set_warn_always split stft svd_lowrank tensordot typename use_deterministic_algorithms compile',
)
/** Those that choose by an argument which function they are. */
const dispatching = set('unique unique_consecutive')
/** Functions of C++, by themselves. */
const byThemselves = set(
  'torch.get_default_dtype torch.get_num_interop_threads torch.get_num_threads torch.set_num_threads torch.is_grad_enabled ' +
    'torch.is_inference_mode_enabled torch.is_anomaly_enabled torch.is_autocast_enabled torch.set_flush_denormal ' +
    'torch.set_autocast_enabled torch.set_autocast_cpu_enabled torch.set_autocast_cache_enabled torch.set_autocast_cpu_dtype ' +
    'torch.set_autocast_gpu_dtype torch.clear_autocast_cache torch.is_autocast_cpu_enabled torch.is_autocast_cache_enabled ' +
    'torch.autocast_increment_nesting torch.autocast_decrement_nesting ' +
    'torch.set_num_interop_threads torch.get_autocast_cpu_dtype torch.get_autocast_gpu_dtype torch.nn.functional.linear ' +
    'torch.nn.functional.gelu torch.nn.functional.avg_pool2d torch.nn.functional.avg_pool3d torch.nn.functional.logsigmoid ' +
    'torch.nn.functional.one_hot torch.nn.functional.pad torch.nn.functional.softplus torch.nn.functional.softshrink',
)
/** Functions of `torch.nn.functional` that are methods of C++'s object. */
const functional = set(
  'adaptive_avg_pool1d avg_pool1d bilinear celu_ channel_shuffle conv1d conv2d conv3d conv_tbc conv_transpose1d ' +
    'conv_transpose2d conv_transpose3d cosine_similarity hardshrink pairwise_distance pdist pixel_shuffle pixel_unshuffle ' +
    'prelu relu_ rrelu_ selu_ threshold_',
)

/** The text of a function of the library that stands at `path` and lies at `address`. */
export function libraryFunctionText(path: string, address: string): string {
  const parts = path.split('.')
  const name = parts.at(-1)!
  const parent = parts.slice(0, -1).join('.')
  if (byThemselves.has(path)) return `<built-in function ${name}>`
  const [, group] = /^torch\.(linalg|fft|special)$/.exec(parent) ?? []
  if (group !== undefined) return `<built-in function ${group}_${name}>`
  if (parent === 'torch' && dispatching.has(name))
    return `<function boolean_dispatch.<locals>.fn at ${address}>`
  const isMethod =
    parent === 'torch' ? !inPython.has(name) : parent === 'torch.nn.functional' && functional.has(name)
  return isMethod
    ? `<built-in method ${name} of type object at ${address}>`
    : `<function ${name} at ${address}>`
}
