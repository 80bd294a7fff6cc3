/**
 * What a hypervisor can do to one guest besides its serial line. Whether a guest followed is seen in the
 * port's power and output, not in these answers. Each rejects with `HypervisorUnavailable` when there is
 * nobody to ask.
 */
export type MachineControl = {
  /** Presses the power button. A guest may ignore it, and one that is still booting does. */
  pressPowerButton(): Promise<void>;
  /** Takes the power away at once, and frees what the machine held of its host. May be repeated. */
  cutPower(): Promise<void>;
  /** Boots a guest that is off; one that runs is left alone. Resolves when it has power. */
  powerOn(): Promise<void>;
  /** As the reset button: the same serial line, and the next output is the first byte of the boot. */
  reset(): Promise<void>;
  injectNmi(): Promise<void>;
  /** What the display shows now, as PPM (P6). Absent where the machine has no display. */
  readScreen?(): Promise<Uint8Array>;
  /**
   * From now until `release` the port's `write` waits, and what the guest had not read yet waits with it: what
   * is sent in between follows the BREAK with nothing before or after it. Rejects with `OperationInProgress`
   * while the line is seized already.
   */
  seizeLine(): Promise<SeizedLine>;
};

export type SeizedLine = {
  /** Resolves when the guest's port has it: what is written next comes after it. */
  sendBreak(): Promise<void>;
  write(bytes: Uint8Array): Promise<void>;
  /** May be repeated. */
  release(): void;
};
