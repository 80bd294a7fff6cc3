import { changeLanguage, startI18n } from './i18n.ts';
import { chooseLanguage, type Language } from './languages.ts';

const keptAs = 'sallyport.language';

/** That was chosen here, or the browser's. */
export const pageLanguage = (): Language => chooseLanguage(localStorage.getItem(keptAs), navigator.languages);

/** Before anything is shown: the words of the page's language. */
export async function startPageLanguage(): Promise<void> {
  const language = pageLanguage();
  document.documentElement.lang = language;
  await startI18n(language);
}

export async function choosePageLanguage(language: Language): Promise<void> {
  localStorage.setItem(keptAs, language);
  await changeLanguage(language);
  document.documentElement.lang = language;
}
