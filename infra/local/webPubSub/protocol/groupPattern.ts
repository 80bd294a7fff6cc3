import { limits } from './limits.ts';

type Step =
  | { readonly kind: 'literal'; readonly char: string }
  /** One character except the dot. */
  | { readonly kind: 'one' }
  /** Any run of characters; with `dots` also across dots. */
  | { readonly kind: 'run'; readonly dots: boolean };

/**
 * A wildcard of a role such as `webpubsub.sendToGroups.room.*`: `?` is one character except the dot, `*` a run
 * without dots, `**` a run with dots, and a backslash escapes the three special characters. Undefined when malformed.
 */
export function parseGroupPattern(pattern: string): ((group: string) => boolean) | undefined {
  const steps = parseSteps(pattern);
  return steps === undefined ? undefined : (group) => matches(steps, group);
}

function parseSteps(pattern: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  let wildcards = 0;
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern.charAt(i);
    if (char === '\\') {
      const escaped = pattern.charAt(++i);
      if (!isSpecial(escaped)) return undefined;
      steps.push({ kind: 'literal', char: escaped });
    } else if (char === '*') {
      const dots = pattern[i + 1] === '*';
      if (dots) i++;
      wildcards += dots ? 2 : 1;
      steps.push({ kind: 'run', dots });
    } else {
      steps.push(char === '?' ? { kind: 'one' } : { kind: 'literal', char });
    }
  }
  return steps.length > 0 && wildcards <= limits.maxWildcards ? steps : undefined;
}

const isSpecial = (char: string): boolean => char === '\\' || char === '*' || char === '?';

/** Walks all positions of the pattern at once, so that no group name can make it backtrack. */
function matches(steps: readonly Step[], group: string): boolean {
  let states = withEmptyRuns(steps, new Set([0]));
  for (let i = 0; i < group.length && states.size > 0; i++) {
    const char = group.charAt(i);
    const next = new Set<number>();
    for (const state of states) {
      const step = steps[state];
      if (step === undefined || !accepts(step, char)) continue;
      next.add(step.kind === 'run' ? state : state + 1);
    }
    states = withEmptyRuns(steps, next);
  }
  return states.has(steps.length);
}

function accepts(step: Step, char: string): boolean {
  if (step.kind === 'literal') return step.char === char;
  return char !== '.' || (step.kind === 'run' && step.dots);
}

function withEmptyRuns(steps: readonly Step[], states: Set<number>): Set<number> {
  // A Set iterates over what is added meanwhile, so chains of runs are followed to their end.
  for (const state of states) if (steps[state]?.kind === 'run') states.add(state + 1);
  return states;
}
