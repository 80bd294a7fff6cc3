import type { WebSocket } from 'ws';
import type { Faults, LinkLabel } from '../admin/faults.ts';
import { limits } from '../protocol/limits.ts';
import { createDelayLine } from './delayLine.ts';

/** One socket of a client connection; a reliable connection may outlive several. */
export type Transport = {
  /** A client that does not read loses its socket when too much waits for it. */
  send(frame: Buffer, binary: boolean): void;
  /** After what was sent before. */
  close(code: number, reason?: string): void;
  /** Drops the socket without a goodbye: the client sees 1006. */
  abort(): void;
  pause(): void;
  resume(): void;
};

export type TransportEvents = {
  readonly onFrame: (data: Buffer, binary: boolean) => void;
  /** The client broke the WebSocket protocol or sent too much: it has been told so already. */
  readonly onViolation: (error: Error) => void;
  readonly onClosed: (code: number, reason: string) => void;
};

export function createTransport(
  { socket, faults, link }: { socket: WebSocket; faults: Faults; link: LinkLabel },
  events: TransportEvents,
): Transport {
  const outbound = createDelayLine(() => faults.delayOf(link, 'toClient'));
  const inbound = createDelayLine(() => faults.delayOf(link, 'toService'));
  let unsent = 0;
  let stopFaults = (): void => undefined;

  const onSent = (): void => {
    unsent--;
  };
  const abort = (): void => {
    outbound.clear();
    socket.terminate();
  };
  const write = (frame: Buffer, binary: boolean): void => {
    unsent++;
    socket.send(frame, { binary }, onSent);
    // The callbacks of a burst come after it, so the count alone would see a backlog where there is none.
    const { bufferedAmount } = socket;
    if (bufferedAmount === 0) return;
    if (bufferedAmount > limits.maxOutboundBytes || unsent > limits.maxOutboundMessages) abort();
  };
  const isHeld = (line: { readonly length: number }): boolean => faults.active || line.length > 0;

  socket.on('message', (data: Buffer, binary) => {
    if (!isHeld(inbound)) return events.onFrame(data, binary);
    inbound.push(data.length, () => events.onFrame(data, binary));
  });
  socket.on('error', (error) => events.onViolation(error));
  socket.on('close', (code, reason) => {
    stopFaults();
    outbound.clear();
    inbound.push(0, () => events.onClosed(code, reason.toString()));
    inbound.flush();
  });
  stopFaults = faults.onChange(() => {
    outbound.pump();
    inbound.pump();
    applyStall(socket, faults, link);
  });
  if (faults.active) applyStall(socket, faults, link);

  return {
    send(frame, binary) {
      if (socket.readyState !== socket.OPEN) return;
      if (!isHeld(outbound)) return write(frame, binary);
      outbound.push(frame.length, () => write(frame, binary));
      if (outbound.bytes > limits.maxOutboundBytes || outbound.length > limits.maxOutboundMessages) abort();
    },
    close(code, reason) {
      if (!isHeld(outbound)) return socket.close(code, reason);
      // Who does not read would not read the goodbye either.
      if (faults.delayOf(link, 'toClient') === Number.POSITIVE_INFINITY) return abort();
      outbound.push(0, () => socket.close(code, reason));
    },
    abort,
    pause: () => socket.pause(),
    resume: () => socket.resume(),
  };
}

/** A stalled sender feels it: nothing is read from its socket. */
function applyStall(socket: WebSocket, faults: Faults, link: LinkLabel): void {
  if (faults.delayOf(link, 'toService') === Number.POSITIVE_INFINITY) socket.pause();
  else socket.resume();
}
