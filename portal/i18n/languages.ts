/** Languages that the portal speaks, each by its own name. */
export const languages = {
  en: 'English',
  ja: '日本語',
  fr: 'Français',
  ko: '한국어',
  nl: 'Nederlands',
} as const;

export type Language = keyof typeof languages;

const isLanguage = (value: string): value is Language => Object.hasOwn(languages, value);

/** What was chosen here once, else the first of the browser's languages that there are words for, else English. */
export function chooseLanguage(kept: string | null, wanted: readonly string[]): Language {
  const bases = [kept ?? '', ...wanted].map((tag) => tag.split('-')[0]?.toLowerCase() ?? '');
  return bases.find(isLanguage) ?? 'en';
}
