const messages = [
  'Linux version 6.1.0-sallyport (simulated) #1 SMP PREEMPT_DYNAMIC',
  'Command line: console=ttyS0,115200n8 vm.name=NAME',
  'BIOS-provided physical RAM map:',
  'Memory: 95712K/130552K available',
  'printk: console [ttyS0] enabled',
  'ACPI: Core revision 20220331',
  'clocksource: tsc-early: mask: 0xffffffffffffffff',
  'smpboot: CPU0: simulated processor',
  'NET: Registered PF_INET protocol family',
  'Serial: 8250/16550 driver, 4 ports, IRQ sharing enabled',
  '00:00: ttyS0 at I/O 0x3f8 (irq = 4, base_baud = 115200) is a 16550A',
  'Freeing unused kernel image (initmem) memory: 2704K',
  'Run /init as init process',
];

/** What a Linux kernel says while it boots, with timestamps that never vary. */
export function kernelLog(computerName: string): string {
  const lines = messages.map((message, index) => {
    const seconds = (index * index * 0.012_345).toFixed(6).padStart(12);
    return `[${seconds}] ${message.replace('NAME', computerName)}\r\n`;
  });
  return lines.join('');
}
