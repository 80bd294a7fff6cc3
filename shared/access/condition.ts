/**
 * Does a condition let this action through? Undefined when that hangs on something that is not understood.
 * For now that is every condition.
 */
export function conditionHolds(condition: string | undefined, _action: string): boolean | undefined {
  return condition === undefined || condition === '' ? true : undefined;
}
