import type { Page } from 'playwright-core';

/** Words of the portal's own. What a machine or a person is called may be cut: there is no longest name. */
const own = 'nav *, button *, button, [role=tab], [role=menuitem], h1, h2, h3, th, label, legend, .badge';

/** Seen by nobody, or scrolled. */
const unseen = '.visually-hidden, .skip-link, .xterm, .log-lines, [aria-hidden=true], option';

/** The portal's words that stick out of their box or are cut by one, each with the box; `[]` on a good page. */
export const cutTexts = (page: Page): Promise<string[]> =>
  page.evaluate<string[]>(`(${findCut})(${JSON.stringify(own)}, ${JSON.stringify(unseen)})`);

/** Runs in the page: it is text, for this side knows no DOM. */
const findCut = `(own, unseen) => {
  const boxes = 'button, a, td, th, [role=tab], [role=menuitem], .card, .fui-MessageBar, dialog, [role=dialog]';
  function cutBy(text, rect) {
    for (let box = text; box !== document.body; box = box.parentElement) {
      const { overflowX, clipPath } = getComputedStyle(box);
      if (clipPath !== 'none') return undefined;
      const edge = box.getBoundingClientRect();
      const isOver = rect.right > edge.right + 1 || rect.left < edge.left - 1;
      const isScrolled = /auto|scroll/.test(overflowX) && box.scrollWidth > box.clientWidth;
      if (isOver && (overflowX !== 'visible' || box.matches(boxes)) && !isScrolled) return box;
      if (isScrolled) return undefined;
    }
    return undefined;
  }
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (words.nextNode()) {
    const { parentElement: text, data } = words.currentNode;
    if (data.trim() === '' || !text.matches(own) || text.closest(unseen) !== null) continue;
    if (!text.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(words.currentNode);
    const box = cutBy(text, range.getBoundingClientRect());
    if (box !== undefined) found.push(data + ' in ' + box.tagName + '.' + box.className.toString().slice(0, 60));
  }
  return found;
}`;
