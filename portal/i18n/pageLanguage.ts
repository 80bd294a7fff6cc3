import { changeLanguage, startI18n } from './i18n.ts';
import { chooseLanguage, type Language } from './languages.ts';

const keptAs = 'sallyport.language';

/** Before anything is shown: the words of the language that was chosen here, or of the browser's. */
export async function startPageLanguage(): Promise<void> {
  const language = chooseLanguage(localStorage.getItem(keptAs), navigator.languages);
  document.documentElement.lang = language;
  await startI18n(language);
}

export async function choosePageLanguage(language: Language): Promise<void> {
  localStorage.setItem(keptAs, language);
  await changeLanguage(language);
  document.documentElement.lang = language;
}
