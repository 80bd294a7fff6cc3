import type { Option } from './command.ts';

/** For every command. Each but `json` and `help` has a variable of the environment, see config.ts. */
export const globalOptions: Readonly<Record<string, Option>> = {
  api: { type: 'string', value: '<url>', help: 'Address of the control plane (SALLYPORT_API)' },
  subscription: { type: 'string', value: '<id>', help: 'Subscription (SALLYPORT_SUBSCRIPTION)' },
  'resource-group': {
    type: 'string',
    short: 'g',
    value: '<name>',
    help: 'Look for machines and bastions here only (SALLYPORT_RESOURCE_GROUP)',
  },
  bastion: {
    type: 'string',
    short: 'b',
    value: '<name>',
    help: 'Name or resource id; not needed where there is one (SALLYPORT_BASTION)',
  },
  'client-id': {
    type: 'string',
    value: '<id>',
    help: "Application id of the control plane, whose token Azure's credentials are asked for (SALLYPORT_CLIENT_ID)",
  },
  tenant: { type: 'string', value: '<id>', help: 'Tenant to sign in to (SALLYPORT_TENANT)' },
  authority: {
    type: 'string',
    value: '<url>',
    help: 'Who issues tokens: a national cloud, or the local identity provider (SALLYPORT_AUTHORITY)',
  },
  user: { type: 'string', value: '<name>', help: 'Sign in as this user of the local stack (SALLYPORT_USER)' },
  'token-file': {
    type: 'string',
    value: '<path>',
    help: 'Take the access token from this file, read anew for each call (SALLYPORT_TOKEN_FILE)',
  },
  json: { type: 'boolean', help: 'Print what the control plane answered, as JSON' },
  help: { type: 'boolean', short: 'h', help: 'Show this' },
};
