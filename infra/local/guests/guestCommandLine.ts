import type { GuestImage } from './buildImage.ts';

export type GuestOptions = {
  /** The guest's host name. */
  readonly name: string;
  /** Holds the serial port, the log, the monitors and the lock. One guest at a time. */
  readonly directory: string;
  readonly image: GuestImage;
  /** Port on 127.0.0.1 that leads to the guest's SSH server. */
  readonly sshPort?: number;
  /** What its SSH server proves itself with, see hostKey.ts. Absent: a new key with each boot. */
  readonly hostKey?: string;
  /** More words for the guest's kernel, e.g. `unknown_nmi_panic`. */
  readonly kernelArguments?: readonly string[];
  /** A guest that nobody can reach but by its serial port. */
  readonly withoutNetwork?: boolean;
  /** More words for QEMU, e.g. `-S`. */
  readonly machineArguments?: readonly string[];
  /** Killed with the process, or worker, that starts it, however that ends: for tests. */
  readonly diesWithStarter?: boolean;
  readonly log: (line: string) => void;
};

/**
 * Arguments of qemu-system-x86_64, to be started in the guest's directory: names are relative because a unix
 * socket's path may have no more than 107 bytes.
 *
 * The serial port is a FIFO pair: with a unix socket QEMU makes one write per byte, runs full after 278 of
 * them and then writes bytes twice into its own log. Each monitor serves one client: `qmp.sock` is the
 * relay's, `host.sock` belongs to whoever started the guest. `restrict=on` keeps a guest from reaching the
 * host's loopback as 10.0.2.2.
 */
export function guestCommandLine(options: GuestOptions): string[] {
  const { name, image, sshPort, hostKey, kernelArguments = [] } = options;
  const forward = sshPort === undefined ? '' : `,hostfwd=tcp:127.0.0.1:${sshPort}-:22`;
  const kernel = [
    'console=tty0',
    'console=ttyS0,115200n8',
    `vm.name=${name}`,
    ...(hostKey === undefined ? [] : [`vm.hostkey=${hostKey}`]),
    'panic=10',
    // Nobody checks a clock that comes from the host: a busy host looked like a bad clock, and the kernel said so
    // in the middle of whatever was echoed just then.
    'tsc=reliable',
    ...kernelArguments,
  ];
  return [
    ['-name', name, '-nodefaults', '-no-user-config', '-display', 'none', '-pidfile', 'pid'],
    ['-sandbox', 'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny'],
    ['-M', 'pc', '-accel', 'tcg,tb-size=32', '-m', '128', '-smp', '1', '-vga', 'std'],
    ['-kernel', image.kernel, '-initrd', image.initrd, '-append', kernel.join(' ')],
    ['-chardev', 'pipe,id=ser0,path=tty,logfile=serial.log,logappend=on', '-serial', 'chardev:ser0'],
    monitor('qmp'),
    monitor('host'),
    options.withoutNetwork === true
      ? ['-nic', 'none']
      : ['-netdev', `user,id=n0,restrict=on${forward}`, '-device', 'virtio-net-pci,netdev=n0,romfile='],
    // The process outlives its guest's power-off: the relay reads the last lines and can start it again.
    ['-device', 'pvpanic-pci', '-action', 'panic=none', '-no-shutdown'],
    options.machineArguments ?? [],
  ].flat();
}

function monitor(id: string): string[] {
  return [
    '-chardev',
    `socket,id=${id},path=${id}.sock,server=on,wait=off`,
    '-mon',
    `chardev=${id},mode=control`,
  ];
}
