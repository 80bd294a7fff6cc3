import { storageUriOf } from '../fleet/storageUri.ts';
import { azCommands, useAnotherAccount } from './azCommands.ts';
import { isLocked, lockedText } from './machineRules.ts';
import {
  connectionError,
  type Failure,
  type Gate,
  type GateFailure,
  type Hint,
  ofStorage,
  pass,
  shut,
} from './rule.ts';

const gate = (id: string, title: string, look: Parameters<typeof ofStorage<GateFailure>>[0]): Gate => ({
  id,
  title,
  required: true,
  look: ofStorage(look),
});

export const storageUri = gate(
  'storageUri',
  'The address of the storage account is an https one',
  (_, { target }) =>
    /^https:\/\/[a-z0-9.-]+(?::\d+)?(?:\/[a-z0-9]*)?\/?$/i.test(storageUriOf(target))
      ? pass
      : shut(
          'StorageUriInvalid',
          connectionError('Bad Request', '400'),
          {
            text: `The address that boot diagnostics were given, ${storageUriOf(target)}, is not an https one.`,
            command: azCommands(target).useStorage(),
          },
          { values: { address: storageUriOf(target) } },
        ),
);

export const storageType = gate(
  'storageType',
  'The storage account is of a general-purpose kind, neither premium nor zone-redundant',
  ({ name, kind, sku }, { target }) => {
    const isGeneral = kind === 'Storage' || kind === 'StorageV2';
    if (isGeneral && !/^Premium|ZRS$/.test(sku)) return pass;
    return shut(
      'StorageAccountTypeNotSupported',
      `The storage account '${name}' (${kind}, ${sku}) is of a type that boot diagnostics do not work with: premium, zone-redundant and blob-only accounts are not supported.`,
      useAnotherAccount(target, 'Give boot diagnostics a standard, general-purpose account.'),
      { values: { account: name, kind, sku } },
    );
  },
);

export const hierarchicalNamespace = gate(
  'hierarchicalNamespace',
  'The storage account has no hierarchical namespace',
  (account, { target }) =>
    account.hierarchicalNamespace
      ? shut(
          'HierarchicalNamespaceNotSupported',
          'Serial console does not work with a storage account using Azure Data Lake Storage Gen2 with hierarchical namespaces.',
          useAnotherAccount(target, 'A hierarchical namespace is there for good. Use another account.'),
        )
      : pass,
);

const forbiddenText = `A "Forbidden" response was encountered when accessing this VM's boot diagnostic storage account.`;

export const storageFirewall = gate(
  'storageFirewall',
  'The firewall of the storage account lets the serial console in',
  ({ firewall }, { target, ruleSet }) => {
    if (firewall.defaultAction === 'Allow') return pass;
    if (ruleSet === 'current' && firewall.relayAllowed) return pass;
    const isCurrent = ruleSet === 'current';
    return shut(
      'StorageAccountForbidden',
      forbiddenText,
      {
        text: isCurrent
          ? "The account's firewall keeps the relay out. Add a rule for its network, or allow all networks."
          : "The account's firewall is on, which the serial console does not support. Allow all networks.",
        command: azCommands(target).updateAccount('--default-action Allow'),
      },
      isCurrent ? {} : { problem: 'anyFirewall' },
    );
  },
);

export const sharedKeyAccess = gate(
  'sharedKeyAccess',
  'The storage account allows access with its keys',
  ({ allowSharedKeyAccess }, { target }) =>
    allowSharedKeyAccess
      ? pass
      : shut('StorageAccountForbidden', forbiddenText, {
          text: 'The account refuses its own keys. Allow them.',
          command: azCommands(target).updateAccount('--allow-shared-key-access true'),
        }),
);

export const storageLock = gate(
  'storageLock',
  'No read-only lock is on the storage account',
  ({ lock, resourceId }, { target }) =>
    isLocked(lock)
      ? shut('ScopeLocked', lockedText, {
          text: 'A read-only lock is on the storage account or above it. Have it removed or made CanNotDelete.',
          command: azCommands(target).listLocks(resourceId),
        })
      : pass,
);

/** A hint: the relay speaks TLS 1.2 with the account whatever else the account would take. */
export const storageTls: Hint = {
  id: 'storageTls',
  title: 'The storage account refuses TLS below 1.2',
  required: false,
  look: ofStorage<Failure>(({ name, minimumTlsVersion }, { target }) => {
    if (minimumTlsVersion !== 'TLS1_0' && minimumTlsVersion !== 'TLS1_1') return pass;
    return {
      state: 'fail',
      values: { account: name },
      message: `The storage account '${name}' accepts TLS below 1.2. The serial console uses TLS 1.2 end to end; the account has to be configured for it separately.`,
      fix: {
        text: "Raise the account's minimum TLS version.",
        command: azCommands(target).updateAccount('--min-tls-version TLS1_2'),
      },
    };
  }),
};
