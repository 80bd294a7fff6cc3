import { expect, test } from 'vitest';
import { KeptTerminalSettings } from '../../../../portal/terminal/terminalSettings.ts';

function storageWith(text?: string) {
  const kept = new Map(text === undefined ? [] : [['sallyport.terminal', text]]);
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}

test('what a person chose is there in the next page', () => {
  const storage = storageWith();
  const settings = new KeptTerminalSettings(storage);
  let told = 0;
  settings.subscribe(() => (told += 1));

  settings.changeFontSize(2);
  settings.setReadAloud(true);
  settings.setWidthFitted(true);

  expect(told).toBe(3);
  expect(new KeptTerminalSettings(storage).value).toEqual({
    fontSizePx: 16,
    isReadAloud: true,
    isWidthFitted: true,
  });
});

test('letters get no smaller and no larger than can be read', () => {
  const settings = new KeptTerminalSettings(storageWith());

  settings.changeFontSize(-100);
  const smallest = settings.value.fontSizePx;
  settings.changeFontSize(100);

  expect([smallest, settings.value.fontSizePx]).toEqual([10, 28]);
});

test.each(['{', '{"fontSizePx":4000}', '"x"', 'null'])('what is kept may be anything: %s', (text) => {
  expect(new KeptTerminalSettings(storageWith(text)).value).toEqual({
    fontSizePx: 14,
    isReadAloud: false,
    isWidthFitted: false,
  });
});
