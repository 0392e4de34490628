/** How many places are remembered: a dialog over a dialog, opened from a menu, takes no more than a few. */
const REMEMBERED = 20;
/** What lies over the page. Mantine puts each of them into a portal. */
const LAYER = '[data-portal], [role="dialog"], [role="menu"]';

interface Place {
  /** The body's stands for "nowhere": what opens then was opened by a key of the page. */
  element: HTMLElement;
  layer: Element | null;
}

/**
 * Gives the focus back to what opened a dialog, menu or list that is gone. Mantine does so only for a dialog that
 * stays rendered while it is closed, and not if what opened it is gone as well, as the entry of a menu is; the focus
 * then falls to the body, and the next Tab begins at the top of the window. What is removed from the page itself is
 * left alone: there the browser goes on from where it was.
 *
 * @returns stops it
 */
export function keepFocus(document: Document): () => void {
  let places: Place[] = [];
  const { body } = document;
  const isNowhere = () => document.activeElement === body || document.activeElement === null;
  const remember = (element: HTMLElement) => {
    places = [...places.filter((place) => place.element !== element), { element, layer: element.closest(LAYER) }];
    places = places.slice(-REMEMBERED);
  };
  const onFocus = ({ target }: FocusEvent) => {
    if (target instanceof HTMLElement) remember(target);
  };
  const onBlur = ({ target, relatedTarget }: FocusEvent) => {
    if (relatedTarget !== null || !(target instanceof HTMLElement)) return;
    // Told before an element is removed too; a button that waits for an answer is disabled, not left.
    setTimeout(() => {
      if (isNowhere() && document.hasFocus() && target.isConnected && !target.matches(':disabled')) remember(body);
    }, 0);
  };
  const giveBack = (gone: Place) => {
    if (!isNowhere()) return;
    const opener = places.findLast((place) => place.layer !== gone.layer && canTake(place.element));
    if (opener && opener.element !== body) opener.element.focus({ preventScroll: true });
  };
  const observer = new MutationObserver(() => {
    const last = places.at(-1);
    if (!last || last.element.isConnected) return;
    places = places.filter(({ element }) => element.isConnected);
    if (last.layer === null) return remember(body);
    // What opens in its place takes the focus first.
    setTimeout(() => giveBack(last), 0);
  });
  document.addEventListener('focusin', onFocus);
  document.addEventListener('focusout', onBlur);
  observer.observe(body, { childList: true, subtree: true });
  return () => {
    document.removeEventListener('focusin', onFocus);
    document.removeEventListener('focusout', onBlur);
    observer.disconnect();
  };
}

/** Whether an element is there and seen; one that is disabled for a moment is waited for elsewhere. */
function canTake(element: HTMLElement): boolean {
  return element.isConnected && element.checkVisibility({ visibilityProperty: true }) && !element.matches(':disabled');
}
