import * as z from 'zod';

/** Where a machine's SSH server is reached from here. Without it there is no SSH to that machine. */
const ssh = z.strictObject({ host: z.string(), port: z.number().int().min(1).max(65_535) }).optional();

/**
 * What is behind each serial port of this relay: a JSON file beside the VMs, named by `SALLYPORT_RELAY_PORTS`.
 * A `qemu` directory holds the FIFO pair `tty.in`/`tty.out` (QEMU's `-chardev pipe,path=…/tty`), QEMU's exact
 * record of the port `serial.log` (`logfile=`, `logappend=on`: a byte's place in it is its offset) and
 * `qmp.sock`. A `telnet` port is one that a hypervisor serves over TCP, and keeps nothing.
 * The personality `echo` is the raw line that the bench measures.
 */
export const portsFile = z.strictObject({
  ports: z.array(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('qemu'), targetResourceId: z.string(), ssh, directory: z.string() }),
      z.strictObject({
        kind: z.literal('simulated'),
        targetResourceId: z.string(),
        ssh,
        computerName: z.string(),
        personality: z.enum(['linux', 'sac', 'healthReport', 'echo']),
      }),
      z.strictObject({
        kind: z.literal('telnet'),
        targetResourceId: z.string(),
        ssh,
        host: z.string(),
        port: z.number().int().min(1).max(65_535),
      }),
    ]),
  ),
});
export type PortsFile = z.infer<typeof portsFile>;
export type PortSource = PortsFile['ports'][number];
