import type { AnyAuthMethod, AuthenticationType, KeyboardInteractiveAuthMethod } from 'ssh2';
import type { Credential } from '../../shared/contracts/sshFrames.ts';

/** What the server wants to know. Rejects when the session is over before anybody has answered. */
export type Prompter = (question: {
  readonly instructions: string;
  readonly prompts: readonly { readonly text: string; readonly echo: boolean }[];
}) => Promise<readonly string[]>;

type NextMethod = (
  left: readonly AuthenticationType[] | null,
  partial: boolean | null,
) => AnyAuthMethod | undefined;

/**
 * The methods to try, one by one, from what the server says is left. A password is tried once: a server that
 * takes none but asks for one gets it as its first hidden answer. After one part of several has succeeded,
 * the server may ask for more.
 */
export function loginMethods(userName: string, credential: Credential, ask: Prompter): NextMethod {
  const tried = new Set<string>();
  const once = (method: AnyAuthMethod): AnyAuthMethod | undefined => {
    if (tried.has(method.type)) return undefined;
    tried.add(method.type);
    return method;
  };
  const questions = (password?: string) => once(keyboard(userName, ask, password));
  return (left, partial) => {
    const mayAsk = left === null || left.includes('keyboard-interactive');
    switch (credential.method) {
      case 'password': {
        const { password } = credential;
        const isWrong = left?.includes('password') === true && tried.has('password') && partial !== true;
        if (left === null || (left.includes('password') && !tried.has('password'))) {
          return once({ type: 'password', username: userName, password });
        }
        return mayAsk && !isWrong ? questions(partial === true ? undefined : password) : undefined;
      }
      case 'publickey': {
        const { privateKey: key, passphrase } = credential;
        if (left === null) {
          const words = passphrase === undefined ? {} : { passphrase };
          return once({ type: 'publickey', username: userName, key, ...words });
        }
        return mayAsk && partial === true ? questions() : undefined;
      }
      case 'keyboard-interactive':
        return mayAsk ? questions() : undefined;
    }
  };
}

function keyboard(userName: string, ask: Prompter, password?: string): KeyboardInteractiveAuthMethod {
  let unused = password;
  return {
    type: 'keyboard-interactive',
    username: userName,
    prompt(_name, instructions, _language, prompts, finish) {
      const asked = prompts.map(({ prompt: text, echo }) => ({ text, echo: echo === true }));
      if (asked.length === 0) return finish([]);
      const known = unused;
      unused = undefined;
      if (known !== undefined && asked.length === 1 && asked[0]?.echo === false) return finish([known]);
      ask({ instructions, prompts: asked }).then(
        (answers) => finish([...answers]),
        () => finish([]),
      );
    },
  };
}
