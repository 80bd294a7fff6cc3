/** Azure Bastion's words for a forced disconnect, per language of its documentation. */
const texts: Readonly<Record<string, string>> = {
  en: 'You have been disconnected',
  ja: '切断されました',
  fr: 'Vous avez été déconnecté',
  ko: '연결이 끊어졌습니다',
  nl: 'U bent losgekoppeld',
};

/** `language` is BCP 47 or an Accept-Language header; what is not known gets English. */
export function disconnectedText(language: string): string {
  for (const part of language.toLowerCase().split(',')) {
    const [primary = ''] = part.trim().split(/[-;]/);
    const text = Object.hasOwn(texts, primary) ? texts[primary] : undefined;
    if (text !== undefined) return text;
  }
  return 'You have been disconnected';
}
