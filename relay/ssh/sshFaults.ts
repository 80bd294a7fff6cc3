import { SallyportError } from '../../shared/contracts/errors.ts';

/** What can go wrong on the way to a shell, in the words that the viewer gets. Never the server's own. */
export const unreachable = (cause: unknown): SallyportError =>
  new SallyportError('SshUnreachable', "The virtual machine's SSH server does not answer. Is it up?", {
    cause,
  });

export const hostKeyChanged = (): SallyportError =>
  new SallyportError(
    'HostKeyChanged',
    'The virtual machine proves itself with another key than the one that was pinned. Nothing was sent to it. If it was rebuilt, have an administrator forget the pinned key; if not, somebody may be in between.',
  );

export const loginFailed = (): SallyportError =>
  new SallyportError('SshLoginFailed', 'The virtual machine refused this user name, password or key.');

export const keyUnreadable = (): SallyportError =>
  new SallyportError(
    'SshKeyUnreadable',
    'This is no private key that can be read, or its passphrase is wrong. Choose another file.',
  );
