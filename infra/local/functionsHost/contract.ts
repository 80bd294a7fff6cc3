/**
 * What `@azure/functions` expects of the process that loads it, and what the front end knows of the loaded
 * app. The names and shapes are those of the platform's language worker, so that the same bundle runs here
 * and there.
 */
type Wrapped<T> = { readonly value: T };
export type Wrappable = Readonly<Record<string, Wrapped<string>>>;

export type RpcHttpRequest = {
  readonly method: string;
  readonly url: string;
  readonly nullableHeaders: Wrappable;
  readonly nullableQuery: Wrappable;
  readonly nullableParams: Wrappable;
  /** Absent when the request has no body. */
  readonly body?: { readonly bytes: Uint8Array };
};

export type RpcCookie = {
  readonly name: string;
  readonly value: string;
  readonly domain?: Wrapped<string>;
  readonly path?: Wrapped<string>;
  readonly expires?: Wrapped<{ readonly seconds: number }>;
  readonly secure?: Wrapped<boolean>;
  readonly httpOnly?: Wrapped<boolean>;
  /** `none` means "not set"; SameSite=None is `explicitNone`. */
  readonly sameSite?: 'none' | 'lax' | 'strict' | 'explicitNone';
  readonly maxAge?: Wrapped<number>;
};

type RpcHttpResponse = {
  readonly statusCode?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly RpcCookie[];
  readonly body?: { readonly bytes?: Uint8Array; readonly string?: string };
};

type TypedData<Http> = {
  readonly string?: string;
  readonly json?: string;
  readonly bytes?: Uint8Array;
  readonly http?: Http;
};
type InputData = { readonly name: string; readonly data: TypedData<RpcHttpRequest> };

export type Binding = {
  readonly type: string;
  readonly name: string;
  readonly direction?: string;
  readonly route?: string;
  readonly methods?: readonly string[];
  readonly authLevel?: string;
  readonly schedule?: string;
  readonly runOnStartup?: boolean;
  readonly useMonitor?: boolean;
};

export type FunctionMetadata = {
  readonly name: string;
  readonly functionId?: string;
  /** The keys are the names that the inputs of a call go by. */
  readonly bindings: Readonly<Record<string, Binding>>;
};

export type LoadedFunction = { readonly id: string; readonly metadata: FunctionMetadata };

export type Call = {
  readonly invocationId?: string;
  readonly inputData: readonly InputData[];
  readonly triggerMetadata?: Readonly<Record<string, TypedData<never>>>;
};
export type CallResult = { readonly returnValue?: TypedData<RpcHttpResponse> | null };

/** All that the front end knows of the app: a worker in another process could stand behind it as well. */
export type FunctionsEngine = {
  readonly capabilities: Readonly<Record<string, string>>;
  readonly functions: readonly LoadedFunction[];
  /** Rejects when the function fails: the front end answers 500 and logs. */
  invoke(functionId: string, call: Call): Promise<CallResult>;
  /** Runs the appTerminate hooks. */
  stop(): Promise<void>;
};

/** One structured line. Never a query string, a header or a body. */
export type HostLog = (entry: Readonly<Record<string, unknown>>) => void;

/** Every function has exactly one binding whose type ends in "Trigger". */
export function triggerOf(metadata: FunctionMetadata): Binding & { readonly key: string } {
  const found = Object.entries(metadata.bindings).filter(([, { type }]) => /trigger$/i.test(type));
  const [trigger] = found;
  if (!trigger || found.length > 1) {
    throw new Error(`Function "${metadata.name}" has ${found.length} triggers; it must have exactly one.`);
  }
  return { ...trigger[1], key: trigger[0] };
}
