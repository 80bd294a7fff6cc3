import type { CreateProgram } from './simulatedProgram.ts';

const reports = ['VMAgentInstalled', 'NetworkUp', 'RdpListening'];

/** A Windows without SAC: its port says how it is, line by line as JSON, and takes no input at all. */
export const createSimulatedHealthReport: CreateProgram = (computerName, { print }) => ({
  boot: () => {
    for (const [index, fact] of reports.entries()) {
      print(
        `Microsoft Azure VM Health Report - ${JSON.stringify({ computerName, sequence: index + 1, fact })}\r\n`,
      );
    }
  },
  type: () => undefined,
});
