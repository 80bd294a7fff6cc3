import { expect, test } from 'vitest';
import { SignOut } from '../../../../portal/signIn/signOut.ts';

type Listener = (event: { readonly data: unknown }) => void;

/** Windows of one browser, and what each of them did. */
function openBrowser() {
  const listeners: { readonly window: string; readonly listener: Listener }[] = [];
  const done: string[] = [];
  function openWindow(window: string, fails: { closing?: boolean; ending?: boolean } = {}) {
    const user = { name: 'Oscar Ops', email: 'ops@contoso.example' };
    const signIn = {
      user: user as typeof user | undefined,
      forget() {
        signIn.user = undefined;
        done.push(`${window} forgets`);
      },
      async end() {
        if (fails.ending === true) throw new Error('no identity provider');
        done.push(`${window} ends`);
      },
    };
    const signOut = new SignOut({
      signIn,
      async closeAll() {
        if (fails.closing === true) throw new Error('no control plane');
        done.push(`${window} closes`);
      },
      channel: {
        postMessage(data: unknown) {
          for (const one of listeners) if (one.window !== window) one.listener({ data });
        },
        addEventListener: (_type, listener) => void listeners.push({ window, listener }),
      },
      leave: () => void done.push(`${window} leaves`),
    });
    return { signIn, signOut };
  }
  return {
    openWindow,
    done,
    say: (data: unknown) => listeners.forEach(({ listener }) => listener({ data })),
  };
}
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('who signs out in one window is signed out of all, and what they had open is closed first', async () => {
  const { openWindow, done } = openBrowser();
  const one = openWindow('one');
  const other = openWindow('other');

  await one.signOut.begin();
  await settled();

  expect(done.filter((what) => what.startsWith('one'))).toEqual(['one closes', 'one ends']);
  expect(done.filter((what) => what.startsWith('other'))).toEqual([
    'other closes',
    'other forgets',
    'other leaves',
  ]);
  expect([one.signOut.isUnderWay, other.signOut.isUnderWay]).toEqual([true, true]);
});

test('nothing is shown from the first moment on', () => {
  const { openWindow } = openBrowser();
  const { signOut } = openWindow('one');
  let told = 0;
  signOut.subscribe(() => (told += 1));

  void signOut.begin();

  expect([signOut.isUnderWay, told]).toEqual([true, 1]);
});

test('consoles that cannot be closed and a provider that is gone keep nobody signed in', async () => {
  const { openWindow, done } = openBrowser();
  const { signOut } = openWindow('one', { closing: true, ending: true });

  await signOut.begin();

  expect(done).toEqual(['one leaves']);
});

test('a window where nobody is signed in stays as it is, and so does one that is told something else', async () => {
  const { openWindow, done, say } = openBrowser();
  const out = openWindow('out');
  out.signIn.user = undefined;
  await openWindow('one').signOut.begin();
  done.length = 0;

  openWindow('three');
  say({ kind: 'taking', sessionId: 's1' });
  await settled();

  expect([out.signOut.isUnderWay, done]).toEqual([false, []]);
});
