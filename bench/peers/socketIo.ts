import { WebSocket } from 'ws';

/** As much of socket.io's client as a console needs: text events over one WebSocket. */
export type SocketIo = Disposable & { emit(event: string, value: unknown): void };

/** What Engine.IO and socket.io put in front of a text: open, ping and pong, connect, event. */
const marks = { open: '0', ping: '2', pong: '3', connect: '40', event: '42' };

export function openSocketIo(
  port: number,
  onEvent: (event: string, value: unknown) => void,
  onFault: (fault: Error) => void,
): SocketIo {
  const url = `ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`;
  const socket = new WebSocket(url, { perMessageDeflate: false });
  socket.on('error', onFault);
  socket.on('message', (message: Buffer) => {
    const text = message.toString();
    if (text.startsWith(marks.event)) {
      const [event, value] = JSON.parse(text.slice(marks.event.length)) as [string, unknown];
      onEvent(event, value);
    } else if (text.startsWith(marks.open)) socket.send(marks.connect);
    else if (text === marks.ping) socket.send(marks.pong);
  });
  return {
    emit: (event, value) => socket.send(`${marks.event}${JSON.stringify([event, value])}`),
    [Symbol.dispose]: () => socket.terminate(),
  };
}
