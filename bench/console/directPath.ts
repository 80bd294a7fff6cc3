import { openPort } from '../peers/openPort.ts';
import type { ConsolePath } from './consolePath.ts';

/** The floor: the guest's port in this very process. */
export function openDirectPath(directory: string): ConsolePath {
  const port = openPort(directory, (bytes) => path.onOutput(bytes));
  const path: ConsolePath = {
    name: 'the port itself',
    processes: [],
    type: (bytes) => port.write(bytes),
    onOutput: () => undefined,
    [Symbol.asyncDispose]: async () => port[Symbol.dispose](),
  };
  return path;
}
