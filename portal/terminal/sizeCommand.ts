/** A serial line does not carry the window's size: the guest's shell has to be told, and only when a person asks. */
export const sizeCommand = ({ rows, columns }: { rows: number; columns: number }): string =>
  `stty rows ${rows} cols ${columns}\r`;
