import { pageLanguage } from './i18n/pageLanguage.ts';
import words from './locales/start.json';

/**
 * Says that the page did not start, where otherwise it would stay white. Without React and without the files of words,
 * which may be what is missing: these few are part of the script that starts.
 */
export function showFailedStart(fault: unknown): void {
  console.error(fault);
  const { title, text, again } = words[pageLanguage()];
  const button = element('button', again);
  // A browser remembers that a part of a page could not be loaded, until the page is.
  button.addEventListener('click', () => location.reload());
  const main = element('main');
  main.className = 'failed-start';
  const alert = element('div');
  alert.role = 'alert';
  alert.append(element('h1', title), element('p', text));
  main.append(alert, button);
  document.title = title;
  document.getElementById('root')?.replaceChildren(main);
}

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  text = '',
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
