import type { MachineControl, SeizedLine } from '../ports/machineControl.ts';
import type { SerialPort } from '../ports/serialPort.ts';
import type { Lease } from './lease.ts';

type Guard = Pick<Lease, 'require'>;

/** Is read whoever has the lease, because its guest must not wait; typed at and controlled only by its holder. */
export function leasedPort(port: SerialPort, lease: Guard): SerialPort {
  return {
    open: (end, events) => port.open(end, events),
    write: async (bytes) => {
      lease.require();
      return port.write(bytes);
    },
    get power() {
      return port.power;
    },
    get recordId() {
      return port.recordId;
    },
    /** Made for whoever asks: a thousand silent ports are asked for nothing. */
    get control() {
      return port.control && leasedControl(port.control, lease);
    },
    [Symbol.asyncDispose]: () => port[Symbol.asyncDispose](),
  };
}

function leasedControl(control: MachineControl, lease: Guard): MachineControl {
  const leased = (act: () => Promise<void>) => async () => {
    lease.require();
    return act();
  };
  return {
    pressPowerButton: leased(() => control.pressPowerButton()),
    cutPower: leased(() => control.cutPower()),
    powerOn: leased(() => control.powerOn()),
    reset: leased(() => control.reset()),
    injectNmi: leased(() => control.injectNmi()),
    seizeLine: async () => {
      lease.require();
      return leasedLine(await control.seizeLine(), lease);
    },
    ...(control.readScreen === undefined ? {} : { readScreen: control.readScreen.bind(control) }),
  };
}

function leasedLine(line: SeizedLine, lease: Guard): SeizedLine {
  return {
    sendBreak: async () => {
      lease.require();
      return line.sendBreak();
    },
    write: async (bytes) => {
      lease.require();
      return line.write(bytes);
    },
    release: () => line.release(),
  };
}
