import i18next, { type BackendModule, type ReadCallback, type ResourceKey, type TFunction } from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import { type Language, languages } from './languages.ts';
import { namespaces } from './namespaces.ts';

/** `t('area:key', values)`: the words of the chosen language. */
export type Translate = TFunction<typeof namespaces>;

/** Words are fetched for the chosen language only. */
const wordFiles: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => void readWords(language, namespace, done),
};

async function readWords(language: string, namespace: string, done: ReadCallback): Promise<void> {
  try {
    const { words } = (await import(`../locales/${language}.ts`)) as { words: Record<string, ResourceKey> };
    done(null, words[`./${language}/${namespace}.json`] ?? false);
  } catch (error) {
    done(error as Error, null);
  }
}

export async function startI18n(language: Language): Promise<void> {
  await i18next
    .use(wordFiles)
    .use(initReactI18next)
    .init({
      lng: language,
      supportedLngs: Object.keys(languages),
      // A test demands every key in every language.
      fallbackLng: false,
      ns: namespaces,
      defaultNS: 'common',
      // React escapes what it renders.
      interpolation: { escapeValue: false },
      react: { useSuspense: false },
    });
  // It would show the names of its words instead.
  if (!i18next.hasResourceBundle(language, 'common'))
    throw new Error(`The words of ${language} are not there.`);
}

/** The language of the page as it is now. */
export const currentLanguage = (): Language => i18next.language as Language;

export const changeLanguage = async (language: Language): Promise<void> => {
  await i18next.changeLanguage(language);
};

/** For what is no component: it says what it says in the language of that moment. */
export const t = i18next.t as Translate;

/** For components: they are rendered again when the language changes. */
export const useT = (): Translate => useTranslation(namespaces).t;
