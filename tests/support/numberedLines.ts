/** The kernel may have something to say in the middle of another program's line. */
export const kernelMessage = /\[ *\d+\.\d+\] [^\r]*\r\n/g;

/** The lines of `seq` among what a guest printed. */
export function numberedLines(output: Buffer): number[] {
  const lines = output.toString('latin1').replaceAll(kernelMessage, '').split('\r\n');
  return lines.filter((line) => /^\d+$/.test(line)).map(Number);
}
