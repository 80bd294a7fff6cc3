import type { FunctionMetadata, HostLog, LoadedFunction } from './contract.ts';

type HookName = 'appStart' | 'appTerminate' | 'preInvocation' | 'postInvocation' | 'log';
export type HookCallback = (context: object) => unknown;
export type FunctionCallback = (...inputs: unknown[]) => unknown;

type InvocationModel = {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<object>;
};
type ProgrammingModel = {
  readonly name: string;
  readonly version: string;
  getInvocationModel(coreContext: object): InvocationModel | Promise<InvocationModel>;
  getCapabilities(defaults: Record<string, string>): Promise<Record<string, string>>;
};

export type RegisteredFunction = LoadedFunction & { readonly callback: FunctionCallback };

/** What the app announced while it was being loaded. */
export type Registry = {
  readonly functions: ReadonlyMap<string, RegisteredFunction>;
  readonly hooks: Readonly<Record<HookName, readonly HookCallback[]>>;
  readonly model: ProgrammingModel | undefined;
  lock(): void;
};

/** The library tells the host's own complaints from the app's by this mark. */
export function systemError<E extends Error>(error: E): E {
  return Object.assign(error, { isAzureFunctionsSystemError: true });
}

class Disposable {
  #dispose: (() => void) | undefined;
  constructor(dispose: () => void) {
    this.#dispose = dispose;
  }
  static from(...disposables: { dispose(): unknown }[]): Disposable {
    return new Disposable(() => disposables.forEach((disposable) => disposable.dispose()));
  }
  dispose(): void {
    const dispose = this.#dispose;
    this.#dispose = undefined;
    dispose?.();
  }
}

/** The module `@azure/functions-core`, which exists only inside a host, and what was registered through it. */
export function createCoreModule(log: HostLog): { core: object; registry: Registry } {
  const functions = new Map<string, RegisteredFunction>();
  const hooks: Record<HookName, HookCallback[]> = {
    appStart: [],
    appTerminate: [],
    preInvocation: [],
    postInvocation: [],
    log: [],
  };
  let model: ProgrammingModel | undefined;
  let locked = false;

  const assertOpen = (verb: string): void => {
    if (locked) throw systemError(new Error(`A function can only be ${verb} during app startup.`));
  };
  const core = {
    version: '4.1037.0',
    hostVersion: '4.1037.0',
    Disposable,
    registerFunction(metadata: FunctionMetadata, callback: FunctionCallback): Disposable {
      assertOpen('registered');
      const id = metadata.functionId ?? metadata.name;
      if (functions.has(id)) {
        throw systemError(new Error(`A function with id "${id}" has already been registered.`));
      }
      functions.set(id, { id, metadata, callback });
      return new Disposable(() => {
        assertOpen('disposed');
        functions.delete(id);
      });
    },
    registerHook(name: string, callback: HookCallback): Disposable {
      const callbacks = Object.hasOwn(hooks, name) ? hooks[name as HookName] : undefined;
      if (!callbacks) throw systemError(new RangeError(`Unrecognized hook "${name}"`));
      callbacks.push(callback);
      return new Disposable(() => {
        const at = callbacks.indexOf(callback);
        if (at >= 0) callbacks.splice(at, 1);
      });
    },
    setProgrammingModel(next: ProgrammingModel): void {
      if (model)
        log({ level: 'warning', event: 'secondLibraryCopy', name: next.name, version: next.version });
      model = next;
    },
    getProgrammingModel: (): ProgrammingModel | undefined => model,
    log: (level: string, category: string, message: string): void => log({ level, category, message }),
  };
  const registry: Registry = {
    functions,
    hooks,
    get model() {
      return model;
    },
    lock: () => {
      locked = true;
    },
  };
  return { core, registry };
}
