const ENCODER = new TextEncoder();

/** At most so many bytes of UTF-8, which is how file systems and SPSS count; no character is cut in two. */
export function cutBytes(text: string, most: number): string {
  let bytes = 0;
  let kept = '';
  for (const sign of text) {
    bytes += ENCODER.encode(sign).length;
    if (bytes > most) break;
    kept += sign;
  }
  return kept;
}
