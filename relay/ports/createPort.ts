import type { PortSource } from './portsFile.ts';
import { createQemuPort } from './qemu.ts';
import type { SerialPort } from './serialPort.ts';
import { createSimulatedPort } from './simulated.ts';
import { createTelnetPort } from './telnetPort.ts';

export function createPort(source: PortSource): SerialPort {
  switch (source.kind) {
    case 'qemu':
      return createQemuPort(source);
    case 'simulated':
      return createSimulatedPort(source);
    case 'telnet':
      return createTelnetPort(source);
  }
}
