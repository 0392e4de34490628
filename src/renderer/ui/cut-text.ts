/** Where a text may be cut: cells of tables, what is truncated or clamped, fields with more in them than they show. */
const MAY_BE_CUT = 'td, th, [data-truncate], [data-line-clamp], input';

const isCut = (one: Element) => one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight + 1;

/**
 * Shows a text in full, as a hint, while the mouse is on it and it is cut; what has a hint of its own keeps it.
 *
 * @returns stops it
 */
export function showCutText(document: Document): () => void {
  const given = new WeakSet<Element>();
  const look = ({ target }: MouseEvent) => {
    const place = target instanceof Element ? target.closest<HTMLElement>(MAY_BE_CUT) : null;
    if (!place || (place.title !== '' && !given.has(place))) return;
    const inside = place.matches('td, th') ? [...place.children] : [];
    if (!isCut(place) && !inside.some(isCut)) return place.removeAttribute('title');
    place.title = place instanceof HTMLInputElement ? place.value : place.innerText;
    given.add(place);
  };
  document.addEventListener('mouseover', look);
  return () => document.removeEventListener('mouseover', look);
}
