/** What a guest printed, outside of a terminal: nothing in it is invisible or turns the line around. */
export const plainText = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '');
