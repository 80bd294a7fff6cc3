import type { PortSource } from './portsFile.ts';
import { createQemuPort } from './qemu.ts';
import type { SerialPort } from './serialPort.ts';
import { createSimulatedPort } from './simulated.ts';

export function createPort(source: PortSource): SerialPort {
  switch (source.kind) {
    case 'qemu':
      return createQemuPort(source);
    case 'simulated':
      return createSimulatedPort(source);
  }
}
