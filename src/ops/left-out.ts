// What PyTorch has and dltorch leaves out, by reason: the names are there, and say so when they are used.
import { messages, NotImplementedError } from '../base/errors.js'
import { Tensor } from '../tensor/tensor.js'

interface Reason {
  /** Why, and what serves instead where there is such. */
  readonly because: string
  /** Functions and classes of `torch`. */
  readonly functions?: string
  /** Constants of `torch`. */
  readonly constants?: string
  /** Modules of `torch`, with whatever is asked of them. */
  readonly modules?: string
  /** What those modules have all the same. */
  readonly own?: Readonly<Record<string, unknown>>
  /** Methods of tensors. */
  readonly methods?: string
}

const reasons: readonly Reason[] = [
  {
    because: messages.noNames,
    functions: 'align_tensors',
    methods: 'align_as align_to refine_names rename rename_ _update_names',
  },
  {
    because: 'there are no sparse tensors, so use a dense one, which holds the same numbers',
    functions:
      'ccol_indices_copy col_indices_copy crow_indices_copy hsmm hspmm indices_copy resize_as_sparse_ row_indices_copy ' +
      'native_norm saddmm smm sparse_bsc_tensor sparse_bsr_tensor sparse_compressed_tensor sparse_coo_tensor sparse_csc_tensor ' +
      'sparse_csr_tensor spmm sspaddmm values_copy',
    constants: 'sparse_bsc sparse_bsr sparse_csc sparse_csr',
    modules: 'sparse',
    methods:
      '_coalesced_ _dimI _dimV _indices _nnz _to_dense _values ccol_indices coalesce col_indices crow_indices dense_dim ' +
      'indices is_coalesced resize_as_sparse_ row_indices smm sparse_dim sparse_mask sparse_resize_ ' +
      'sparse_resize_and_clear_ sspaddmm to_sparse to_sparse_bsc to_sparse_bsr to_sparse_coo to_sparse_csc to_sparse_csr ' +
      'values',
  },
  {
    because: 'there are no quantized tensors, so use floats',
    functions:
      'choose_qparams_optimized dequantize empty_quantized fake_quantize_per_channel_affine fake_quantize_per_tensor_affine ' +
      'fbgemm_linear_fp16_weight fbgemm_linear_fp16_weight_fp32_activation fbgemm_linear_int8_weight ' +
      'fbgemm_linear_int8_weight_fp32_activation fbgemm_linear_quantize_weight fbgemm_pack_gemm_matrix_fp16 ' +
      'fbgemm_pack_quantized_matrix fused_moving_avg_obs_fake_quant int_repr q_per_channel_axis q_per_channel_scales ' +
      'q_per_channel_zero_points q_scale q_zero_point quantize_per_channel quantize_per_tensor ' +
      'quantize_per_tensor_dynamic quantized_batch_norm quantized_gru quantized_gru_cell quantized_lstm ' +
      'quantized_lstm_cell quantized_max_pool1d quantized_max_pool2d quantized_rnn_relu_cell quantized_rnn_tanh_cell ' +
      'QInt32Storage QInt8Storage QUInt2x4Storage QUInt4x2Storage QUInt8Storage qscheme',
    constants:
      'per_channel_affine per_channel_affine_float_qparams per_channel_symmetric per_tensor_affine per_tensor_symmetric ' +
      'qint32 qint8 quint2x4 quint4x2 quint8',
    modules: 'ao quantization',
    methods:
      'int_repr q_per_channel_axis q_per_channel_scales q_per_channel_zero_points q_scale q_zero_point qscheme',
  },
  {
    because: 'there are no nested tensors, so pad the shorter ones',
    modules: 'nested',
    methods: 'to_padded_tensor _nested_tensor_layer_norm _nested_tensor_size',
  },
  {
    because: 'there are no complex numbers of 16 bits a part, so use torch.complex64',
    constants: 'complex32 chalf',
    methods: 'chalf',
  },
  {
    because: 'the library that it calls is not used here; the op without the name in front does the same',
    functions:
      'batch_norm_backward_elemt batch_norm_backward_reduce batch_norm_elemt batch_norm_gather_stats ' +
      'batch_norm_gather_stats_with_counts batch_norm_stats batch_norm_update_stats cudnn_affine_grid_generator ' +
      'cudnn_batch_norm cudnn_convolution cudnn_convolution_add_relu cudnn_convolution_relu cudnn_convolution_transpose ' +
      'cudnn_grid_sampler cudnn_is_acceptable miopen_batch_norm miopen_convolution miopen_convolution_add_relu ' +
      'miopen_convolution_relu miopen_convolution_transpose miopen_depthwise_convolution miopen_rnn ' +
      'mkldnn_adaptive_avg_pool2d mkldnn_convolution mkldnn_linear_backward_weights mkldnn_max_pool2d mkldnn_max_pool3d',
    methods: 'to_mkldnn',
  },
  {
    because: 'there are no such devices here',
    functions: 'Stream',
    methods: 'ipu record_stream xpu',
  },
  {
    because: 'memory is neither pinned nor shared between processes here',
    modules: 'multiprocessing',
    methods: 'pin_memory share_memory_',
  },
  {
    because: 'there is one process; a script that was saved as Python runs with several under PyTorch',
    modules: 'distributed futures',
  },
  {
    because: 'programs are neither traced nor compiled nor exported here; they run as they are written',
    functions:
      'AliasDb AnyType Argument ArgumentSpec Block BoolType BufferDict CallStack Capsule ClassType Code CompilationUnit ' +
      'CompleteArgumentSpec ComplexType ConcreteModuleType ConcreteModuleTypeBuilder DeepCopyMemoTable ' +
      'DeserializationStorageContext DeviceObjType DictType EnumType ErrorReport ExecutionPlan FileCheck FloatType ' +
      'FunctionSchema Future FutureType Gradient Graph GraphExecutorState IODescriptor InferredType IntType InterfaceType ' +
      'JITException ListType LiteScriptModule LockingLogger LoggerBase MobileOptimizerType ModuleDict Node NoneType ' +
      'NoopLogger NumberType OperatorInfo OptionalType ParameterDict PyObjectType PyTorchFileReader PyTorchFileWriter ' +
      'RRefType ScriptClass ScriptClassFunction ScriptDict ScriptDictIterator ScriptDictKeyIterator ScriptFunction ' +
      'ScriptList ScriptListIterator ScriptMethod ScriptModule ScriptModuleSerializer ScriptObject ScriptObjectProperty ' +
      'SerializationStorageContext StaticModule StreamObjType StringType SymFloatNode SymIntNode SymIntType TensorType ' +
      'TracingState TupleType Type UnionType Use Value fork get_file_path import_ir_module ' +
      'import_ir_module_from_buffer merge_type_from_type_comment parse_ir parse_schema parse_type_comment ' +
      'unify_type_list wait',
    constants:
      'CONV_BN_FUSION FUSE_ADD_RELU HOIST_CONV_PACKED_PARAMS INSERT_FOLD_PREPACK_OPS PRIVATE_OPS REMOVE_DROPOUT ' +
      'USE_GLOBAL_DEPS USE_RTLD_GLOBAL_WITH_LIBTORCH',
    modules: 'classes cpp fx library onnx ops package',
  },
  { because: 'nothing is fetched from other machines here', modules: 'hub' },
  {
    because: 'it is a part of how PyTorch is built; nothing here is built that way',
    functions:
      'AggregationType BenchmarkConfig BenchmarkExecutionStats DispatchKey DispatchKeySet ExcludeDispatchKeyGuard ' +
      'FatalError StorageBase Tag ThroughputBenchmark init_num_threads prepare_multiprocessing_environment read_vitals ' +
      'set_vital vitals_enabled',
    constants: 'AVG SUM',
    modules: '__config__ __future__',
  },
  {
    because: 'a tensor of a class has numbers of its own: use _make_subclass',
    methods: '_make_wrapper_subclass',
  },
]

const all = new WeakSet<object>()

/** Whether a function or a module is there only to say that it is left out. */
export const isLeftOut = (value: unknown): boolean =>
  (typeof value === 'function' || (typeof value === 'object' && value !== null)) && all.has(value)

const refusals = new WeakSet<object>()

/** Whether an error says that something is left out. */
export const isRefusal = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && refusals.has(error)

function refusal(path: string, because: string): NotImplementedError {
  const error = new NotImplementedError(`${path} is left out of dltorch: ${because}`)
  refusals.add(error)
  return error
}

/** A function that refuses to be called; nothing is an instance of it. */
export function refusing(path: string, because: string): Function {
  const name = path.slice(path.lastIndexOf('.') + 1)
  const refuse = {
    __proto__: null,
    [name]: function (): never {
      throw refusal(path, because)
    },
  }[name] as Function
  all.add(refuse)
  return refuse
}

/** A module whose every name is left out, but those of `own`. */
export function leftOutModule(
  path: string,
  because: string,
  own: Readonly<Record<string, unknown>> = {},
): object {
  const made = new Map<string, unknown>(Object.entries(own))
  const valueOf = (name: string | symbol): unknown => {
    if (name === Symbol.for('nodejs.util.inspect.custom') || name === Symbol.for('dltorch.repr'))
      return () => `<module '${path}'${Object.keys(own).length > 0 ? '' : ' (left out)'}>`
    if (
      typeof name === 'symbol' ||
      !/^[A-Za-z]\w*$/.test(name) ||
      name in Object.prototype ||
      name === 'then'
    )
      return undefined
    if (!made.has(name)) made.set(name, refusing(`${path}.${name}`, because))
    return made.get(name)
  }
  const module = new Proxy(Object.create(null) as object, {
    get: (_target, name) => valueOf(name),
    has: (_target, name) =>
      typeof name === 'string' ? /^[A-Za-z]\w*$/.test(name) : valueOf(name) !== undefined,
    // Names are found as a module's own, and none is listed.
    getOwnPropertyDescriptor: (_target, name) => {
      const value = typeof name === 'string' ? valueOf(name) : undefined
      return value === undefined
        ? undefined
        : { value, configurable: true, enumerable: false, writable: true }
    },
  })
  all.add(module)
  return module
}

const names = (list = ''): string[] => list.split(' ').filter(Boolean)

const descriptor: PropertyDescriptor = { writable: true, configurable: true }
function define(on: object, name: string, value: unknown): void {
  descriptor.value = value
  Object.defineProperty(on, name, descriptor)
}

/** Puts the methods of PyTorch that are left out on tensors; `installMethods` says when. */
export function declareLeftOutMethods(): void {
  const known = new Set<string | symbol>(Reflect.ownKeys(Tensor.prototype))
  for (const { because, methods } of reasons)
    for (const name of names(methods))
      if (!known.has(name)) define(Tensor.prototype, name, refusing(`Tensor.${name}`, because))
}

/** Puts the names of PyTorch that are left out on `torch`, unseen by those who list what there is. */
export function declareLeftOut(torch: object): void {
  for (const { because, functions, constants, modules, own } of reasons) {
    for (const name of names(functions))
      if (!(name in torch)) define(torch, name, refusing(`torch.${name}`, because))
    for (const name of names(constants))
      if (!(name in torch))
        Object.defineProperty(torch, name, {
          configurable: true,
          get: () => {
            throw refusal(`torch.${name}`, because)
          },
        })
    for (const name of names(modules))
      if (!(name in torch)) define(torch, name, leftOutModule(`torch.${name}`, because, own))
  }
}
