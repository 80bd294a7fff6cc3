import { z } from 'zod';
import { additionalInfo, errorCatalog } from '../../shared/contracts/errors.ts';
import type { AccessRule, Contract, Route } from './route.ts';

type Schema = Record<string, unknown>;

/** An OpenAPI 3.1 document of these routes: what is registered is what is told. */
export function toOpenApi(routes: ReadonlyMap<string, Route>): Schema {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, route] of routes) {
    const path = pathOf(route.route);
    const item = (paths[path] ??= {});
    for (const method of route.methods) item[method.toLowerCase()] = toOperation(name, route, method);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sallyport',
      version: '2026-11-01',
      description: 'Paths match without regard to case, as in ARM. Any date is a good api-version.',
    },
    paths,
    components: {
      schemas: { Error: errorSchema() },
      responses: {
        Error: { description: 'The call failed', content: json({ $ref: '#/components/schemas/Error' }) },
      },
      securitySchemes: {
        entra: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        webPubSub: { type: 'apiKey', in: 'header', name: 'ce-signature' },
      },
    },
  };
}

/** `{port:regex(^0$)}` → `{port}`: OpenAPI knows neither constraints nor catch-alls. */
export const pathOf = (route: string): string => `/${route.replaceAll(parameter, '{$1}')}`;
const parameter = /\{\**(\w+)[^}]*\}/g;

function toOperation(name: string, { route, methods, access, contract }: Route, method: string): Schema {
  const { summary, body, answer } = contract;
  return {
    // One operation per method: an id may be there only once.
    operationId: methods.length === 1 ? name : `${name}${method}`,
    summary,
    security: securityOf(access),
    parameters: [...pathParameters(route), ...queryParameters(access, contract)],
    ...(body === undefined ? {} : { requestBody: { content: json(toSchema(body, 'input')) } }),
    responses: {
      '2XX': {
        description: 'Done',
        ...(answer === undefined ? {} : { content: json(toSchema(answer, 'output')) }),
      },
      default: { $ref: '#/components/responses/Error' },
    },
  };
}

function pathParameters(route: string): readonly Schema[] {
  return [...route.matchAll(parameter)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(access: AccessRule, { query }: Contract): readonly Schema[] {
  const { properties = {} } = query === undefined ? {} : toSchema(query, 'input');
  const own = Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema }));
  if (access === 'public' || access === 'signature') return own;
  return [{ name: 'api-version', in: 'query', required: true, schema: { type: 'string' } }, ...own];
}

function securityOf(access: AccessRule): readonly Record<string, readonly string[]>[] {
  if (access === 'public') return [];
  return access === 'signature' ? [{ webPubSub: [] }] : [{ entra: [] }];
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): Schema & { properties?: Schema } {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest as Schema;
}

const json = (schema: Schema): Schema => ({ 'application/json': { schema } });

function errorSchema(): Schema {
  const detail = z.object({
    code: z.enum(Object.keys(errorCatalog) as [string, ...string[]]),
    message: z.string(),
    target: z.string().optional(),
  });
  const error = detail.extend({
    details: z.array(detail).optional(),
    additionalInfo: z.array(additionalInfo).optional(),
  });
  return toSchema(z.object({ error }), 'output');
}
