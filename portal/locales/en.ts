import type { ResourceKey } from 'i18next';

/** All words of this language, as one file: the page says nothing before it has them. */
export const words = import.meta.glob<ResourceKey>('./en/*.json', { eager: true, import: 'default' });
