/** A field that leaves the window so soon after something was scrolled was meant to. */
const SCROLLED_MS = 400;

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
  const observer = new IntersectionObserver(
    (entries) => {
      const latest = entries.filter(({ target }) => target === field).at(-1);
      if (!latest) return;
      const isWhole = latest.intersectionRatio >= 1;
      const wasScrolled = performance.now() - scrolledAt < SCROLLED_MS;
      if (wasWhole && !isWhole && !wasScrolled) field?.scrollIntoView({ block: 'nearest' });
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
  const onScroll = () => {
    scrolledAt = performance.now();
  };
  document.addEventListener('focusin', onFocus);
  document.addEventListener('focusout', leave);
  document.addEventListener('scroll', onScroll, { capture: true, passive: true });
  return () => {
    observer.disconnect();
    document.removeEventListener('focusin', onFocus);
    document.removeEventListener('focusout', leave);
    document.removeEventListener('scroll', onScroll, { capture: true });
  };
}
