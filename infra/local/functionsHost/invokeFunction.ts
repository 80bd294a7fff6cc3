import { randomBytes, randomUUID } from 'node:crypto';
import type { Call, CallResult, HostLog } from './contract.ts';
import type { FunctionCallback, RegisteredFunction, Registry } from './coreModule.ts';
import { hookContext, runHooks } from './hooks.ts';

export type InvokeDeps = {
  readonly registry: Registry;
  /** One object for the process, shared by every hook. */
  readonly appHookData: object;
  readonly log: HostLog;
};

type Stage = 'preInvocationHooks' | 'invocation' | 'postInvocationHooks';

/** One call of a function with everything that the language worker does around it, in its order. */
export async function invokeFunction(
  { registry, appHookData, log }: InvokeDeps,
  registered: RegisteredFunction,
  call: Call,
): Promise<CallResult> {
  if (!registry.model) throw new Error('The app announced no programming model.');
  const invocationId = call.invocationId ?? randomUUID();
  const sealed: Record<string, unknown> = { hookData: {}, appHookData };
  const coreContext = {
    invocationId,
    request: {
      invocationId,
      functionId: registered.id,
      inputData: call.inputData,
      triggerMetadata: call.triggerMetadata ?? {},
      traceContext: { traceParent: newTraceParent(), traceState: '', attributes: {} },
      retryContext: null,
    },
    metadata: registered.metadata,
    // The library warns about logging outside of these stages.
    state: undefined as Stage | undefined,
    log(level: string, category: string, message: string): void {
      const entry = hookContext({ level, message, category }, sealed);
      for (const callback of registry.hooks.log) callback(entry);
      log({ level: entry.level, category, function: registered.metadata.name, message: entry.message });
    },
  };
  const inStage = async <T>(stage: Stage, work: () => Promise<T>): Promise<T> => {
    coreContext.state = stage;
    try {
      return await work();
    } finally {
      coreContext.state = undefined;
    }
  };

  const model = await registry.model.getInvocationModel(coreContext);
  const { context, inputs } = await model.getArguments();
  sealed['invocationContext'] = context;
  const before = hookContext({ functionCallback: registered.callback as FunctionCallback, inputs }, sealed);
  await inStage('preInvocationHooks', () => runHooks(registry.hooks.preInvocation, before));

  const after = hookContext(
    { inputs: before.inputs, result: null as unknown, error: null as unknown },
    sealed,
  );
  try {
    after.result = await inStage('invocation', () =>
      model.invokeFunction(context, before.inputs, before.functionCallback),
    );
  } catch (error) {
    after.error = error;
  }
  await inStage('postInvocationHooks', () => runHooks(registry.hooks.postInvocation, after));

  // `throw undefined` counts as success, as in the worker.
  if (after.error !== null && after.error !== undefined) throw toError(after.error);
  return (await model.getResponse(context, after.result)) as CallResult;
}

function toError(thrown: unknown): Error {
  if (thrown instanceof Error) return thrown;
  return new Error(typeof thrown === 'string' ? thrown : JSON.stringify(thrown));
}

function newTraceParent(): string {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`;
}
