import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { useRowWindow } from '../grid/useRowWindow.ts';

/** As the style sheet has it. */
const linePx = 18;

export type LogLinesProps = {
  label: string;
  lines: readonly string[];
  /** So many of them were put before those that were here first. */
  olderLines: number;
  /** The line that was looked for, which is brought into view. */
  marked: number | undefined;
  /** The newest line stays in view. */
  isFollowing: boolean;
};

/** Plain lines of any number: only those that are seen are in the page. */
export function LogLines({ label, lines, olderLines, marked, isFollowing }: LogLinesProps): ReactNode {
  const frame = useRef<HTMLDivElement>(null);
  const { first, end, abovePx, belowPx } = useRowWindow(frame, lines.length, linePx);
  const before = useRef(olderLines);
  useLayoutEffect(() => {
    // Whoever reads goes on reading where they were.
    frame.current?.scrollBy(0, (olderLines - before.current) * linePx);
    before.current = olderLines;
  }, [olderLines]);
  useLayoutEffect(() => {
    const element = frame.current;
    if (element !== null && marked !== undefined)
      element.scrollTop = marked * linePx - element.clientHeight / 2;
  }, [marked]);
  useLayoutEffect(() => {
    const element = frame.current;
    if (isFollowing && element !== null) element.scrollTop = lines.length * linePx;
  }, [isFollowing, lines]);
  return (
    <div ref={frame} className="log-lines" role="group" aria-label={label} tabIndex={0}>
      <div style={{ height: abovePx }} />
      <pre>
        {lines.slice(first, end).map((line, index) => (
          <span key={first + index} className={first + index === marked ? 'marked' : undefined}>
            {line}
            {'\n'}
          </span>
        ))}
      </pre>
      <div style={{ height: belowPx }} />
    </div>
  );
}
