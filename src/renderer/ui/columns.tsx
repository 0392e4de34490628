import type { CSSProperties, ReactNode } from 'react';

/** Panes side by side; below 900 pixels, as on a small screen or at twice the size, one under the other. */
export function Columns({ template, gap = 16, children }: { template: string; gap?: number; children: ReactNode }) {
  return (
    <div className="columns" style={{ '--columns': template, gap } as CSSProperties}>
      {children}
    </div>
  );
}
