import { createTheme, getDefaultZIndex, type MantineThemeOverride, mergeThemeOverrides } from '@mantine/core';
import { CLASS_COLOURS, NEUTRAL_COLOUR } from '../../shared/palette.ts';

/** In a language: the labels of icon-only buttons. */
export function themeIn(closeLabel: string): MantineThemeOverride {
  const closeButtonProps = { 'aria-label': closeLabel };
  const defaultProps = { closeButtonProps, attributes: { header: { role: 'none' } } };
  return mergeThemeOverrides(
    theme,
    createTheme({
      components: {
        Modal: { defaultProps },
        Drawer: { defaultProps },
        Notification: { defaultProps: { closeButtonProps } },
      },
    }),
  );
}

/** A list of choices scrolls itself: arrows move through it, and nothing in it is a stop for Tab. */
const LISTED = {
  defaultProps: { size: 'xs', withScrollArea: false },
  styles: { options: { maxHeight: 220, overflowY: 'auto' } },
} as const;

/** One accent; a system stack with named fallbacks for Chinese; small, dense controls. */
export const theme = createTheme({
  primaryColor: 'blue',
  respectReducedMotion: true,
  primaryShade: 8,
  fontFamily:
    'system-ui, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", Menlo, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace',
  defaultRadius: 'sm',
  fontSizes: { xs: '12px', sm: '14px', md: '14px', lg: '16px', xl: '18px' },
  components: {
    Button: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'xs' } },
    // A number out of range is reported, not changed.
    NumberInput: { defaultProps: { size: 'xs', clampBehavior: 'none' } },
    Autocomplete: LISTED,
    Radio: { defaultProps: { size: 'xs' } },
    Select: LISTED,
    MultiSelect: LISTED,
    TagsInput: LISTED,
    Textarea: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'xs' } },
    // Below what a button opens: its hint would lie on the entries.
    Tooltip: { defaultProps: { zIndex: getDefaultZIndex('popover') - 1 } },
    // Its first entry gets the focus: what Mantine puts before it is no entry, and nothing else may be in a menu.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    JsonInput: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    // Scroll areas can be scrolled with the keyboard.
    ScrollArea: { defaultProps: { viewportProps: { tabIndex: 0 } } },
  },
});

/** Of a class without a name of its own. */
export function classColour(index: number): string {
  return index < 0 ? NEUTRAL_COLOUR : CLASS_COLOURS[index % CLASS_COLOURS.length];
}
