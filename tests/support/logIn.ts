import { setTimeout as sleep } from 'node:timers/promises';
import type { SerialPort } from '../../relay/ports/serialPort.ts';
import type { PortReader } from './portReader.ts';

/** From the login prompt to whatever answers the password. */
export async function logIn(input: {
  readonly port: SerialPort;
  readonly reader: PortReader;
  readonly user: string;
  readonly password: string;
  /** A real login throws away what is typed within moments of its password prompt, and says so with nothing. */
  readonly passwordPromptMs: number;
}): Promise<void> {
  await input.port.write(Buffer.from(`${input.user}\r`));
  await input.reader.until('assword: ');
  await sleep(input.passwordPromptMs);
  await input.port.write(Buffer.from(`${input.password}\r`));
}
