/** A field that leaves the window so soon after something was scrolled was meant to. */
const SCROLLED_MS = 400;
/** They scroll, even in a frame in which something else is scrolled too. */
const HAND = ['wheel', 'touchmove'] as const;

/**
 * Keeps a field that somebody types or chooses in where it can be seen. When something comes above it, an outcome or
 * the name of a chosen file, it is pushed out of the part that is shown, and its open list vanishes with it under the
 * hand; then what it stands in is scrolled after it.
 *
 * @returns stops it
 */
export function keepFieldInView(document: Document): () => void {
  let field: Element | null = null;
  let wasWhole = false;
  let scrolledAt = Number.NEGATIVE_INFINITY;
  let isOurs = false;
  /** What came may still be growing: the field is looked at again in the next frame, until nothing moves it. */
  const follow = (element: Element) => {
    const before = element.getBoundingClientRect().top;
    element.scrollIntoView({ block: 'nearest' });
    if (element.getBoundingClientRect().top === before) return;
    isOurs = true;
    // The event of this scrolling comes in the next frame, before what waits for that frame.
    requestAnimationFrame(() => {
      isOurs = false;
    });
    observer.unobserve(element);
    observer.observe(element);
  };
  const observer = new IntersectionObserver(
    (entries) => {
      const latest = entries.filter(({ target }) => target === field).at(-1);
      if (!latest) return;
      const isWhole = latest.intersectionRatio >= 1;
      const wasScrolled = performance.now() - scrolledAt < SCROLLED_MS;
      if (field && wasWhole && !isWhole && !wasScrolled) follow(field);
      else wasWhole = isWhole;
    },
    { threshold: [0, 1] },
  );
  const leave = () => {
    if (field) observer.unobserve(field);
    field = null;
    wasWhole = false;
  };
  const onFocus = ({ target }: FocusEvent) => {
    leave();
    if (!(target instanceof HTMLElement) || !target.matches('input, textarea, select')) return;
    field = target;
    observer.observe(target);
  };
  const byHand = () => {
    scrolledAt = performance.now();
  };
  // An open list, or a text in the field, is scrolled without the field.
  const onScroll = ({ target }: Event) => {
    if (!isOurs && target !== field && (target as Node).contains(field)) byHand();
  };
  const seen = { capture: true, passive: true };
  document.addEventListener('focusin', onFocus);
  document.addEventListener('focusout', leave);
  document.addEventListener('scroll', onScroll, seen);
  for (const act of HAND) document.addEventListener(act, byHand, seen);
  return () => {
    observer.disconnect();
    document.removeEventListener('focusin', onFocus);
    document.removeEventListener('focusout', leave);
    document.removeEventListener('scroll', onScroll, seen);
    for (const act of HAND) document.removeEventListener(act, byHand, seen);
  };
}
