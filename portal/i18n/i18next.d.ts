import 'i18next';
import type access from '../locales/en/access.json';
import type activity from '../locales/en/activity.json';
import type common from '../locales/en/common.json';
import type console from '../locales/en/console.json';
import type errors from '../locales/en/errors.json';
import type machines from '../locales/en/machines.json';
import type policies from '../locales/en/policies.json';
import type prerequisites from '../locales/en/prerequisites.json';
import type replay from '../locales/en/replay.json';
import type sessions from '../locales/en/sessions.json';
import type ssh from '../locales/en/ssh.json';

// English is the measure: a key that is not in its files does not compile.
declare module 'i18next' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface can be merged into.
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      access: typeof access;
      activity: typeof activity;
      common: typeof common;
      console: typeof console;
      errors: typeof errors;
      machines: typeof machines;
      policies: typeof policies;
      prerequisites: typeof prerequisites;
      replay: typeof replay;
      sessions: typeof sessions;
      ssh: typeof ssh;
    };
  }
}
