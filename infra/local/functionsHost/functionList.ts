import { type LoadedFunction, triggerOf } from './contract.ts';
import { createRouteTable } from './routeTable.ts';

/** One function as it is deployed. `route` has the route prefix and no leading slash. */
export type ListedFunction = {
  readonly name: string;
  readonly trigger: string;
  readonly route?: string;
  readonly methods?: readonly string[];
  readonly authLevel?: string;
  readonly schedule?: string;
};

/** By name. Throws for routes that conflict or are reserved. */
export function toFunctionList(functions: readonly LoadedFunction[], routePrefix: string): ListedFunction[] {
  const routes = new Map(createRouteTable(functions, routePrefix).map((route) => [route.function.id, route]));
  return functions
    .map(({ id, metadata }) => {
      const { type, authLevel, schedule } = triggerOf(metadata);
      const route = routes.get(id);
      return {
        name: metadata.name,
        trigger: type,
        ...(route ? { route: route.template.text } : {}),
        ...(route?.methods ? { methods: route.methods.toSorted() } : {}),
        ...(authLevel === undefined ? {} : { authLevel }),
        ...(schedule === undefined ? {} : { schedule }),
      };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
