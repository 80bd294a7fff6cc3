import { expect, test } from 'vitest';
import { createCoreModule } from '../../../../../infra/local/functionsHost/coreModule.ts';

type Disposable = { dispose(): void };
type Core = {
  registerFunction(metadata: object, callback: () => void): Disposable;
  registerHook(name: string, callback: () => void): Disposable;
  setProgrammingModel(model: object): void;
  getProgrammingModel(): unknown;
  Disposable: {
    new (dispose: () => void): Disposable;
    from(...disposables: Disposable[]): Disposable;
  };
};

function createCore() {
  const lines: unknown[] = [];
  const { core, registry } = createCoreModule((entry) => lines.push(entry));
  return { core: core as Core, registry, lines };
}

const system = { isAzureFunctionsSystemError: true };
const metadata = { name: 'a', bindings: {} };
const callback = (): void => undefined;

test('a function id can be registered once, and again after it was disposed', () => {
  const { core, registry } = createCore();

  const first = core.registerFunction(metadata, callback);
  expect(() => core.registerFunction(metadata, callback)).toThrow(expect.objectContaining(system));
  first.dispose();
  core.registerFunction({ ...metadata, functionId: 'other' }, callback);

  expect([...registry.functions.keys()]).toEqual(['other']);
});

test('after the lock functions neither come nor go', () => {
  const { core, registry } = createCore();
  const first = core.registerFunction(metadata, callback);

  registry.lock();

  expect(() => core.registerFunction({ ...metadata, name: 'b' }, callback)).toThrow(
    expect.objectContaining(system),
  );
  expect(() => first.dispose()).toThrow(expect.objectContaining(system));
});

test('an unknown hook is the RangeError by which the library knows an old host', () => {
  const { core } = createCore();

  expect(() => core.registerHook('toString', callback)).toThrow(RangeError);
  expect(() => core.registerHook('nosuch', callback)).toThrow(expect.objectContaining(system));
});

test('a disposed hook is gone, and disposing acts once', () => {
  const { core, registry } = createCore();

  const hook = core.registerHook('log', callback);
  core.registerHook('log', callback);
  const both = core.Disposable.from(hook, hook);
  both.dispose();
  both.dispose();

  expect(registry.hooks.log).toHaveLength(1);
});

test('a second copy of the library wins, with a warning', () => {
  const { core, lines } = createCore();

  core.setProgrammingModel({ name: 'one', version: '1' });
  core.setProgrammingModel({ name: 'two', version: '2' });

  expect(core.getProgrammingModel()).toEqual({ name: 'two', version: '2' });
  expect(lines).toEqual([{ level: 'warning', event: 'secondLibraryCopy', name: 'two', version: '2' }]);
});
