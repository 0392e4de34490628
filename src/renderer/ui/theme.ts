import { createTheme, type MantineThemeOverride, mergeThemeOverrides } from '@mantine/core';
import { CLASS_COLOURS, NEUTRAL_COLOUR } from '../../shared/palette.ts';

/** For a language: the names of buttons that only show a sign. */
export function themeIn(closeLabel: string): MantineThemeOverride {
  return mergeThemeOverrides(
    theme,
    createTheme({
      components: {
        Modal: {
          defaultProps: { closeButtonProps: { 'aria-label': closeLabel }, attributes: { header: { role: 'none' } } },
        },
      },
    }),
  );
}

/** One accent; a system stack with named fallbacks for Chinese; small, dense controls. */
export const theme = createTheme({
  primaryColor: 'blue',
  respectReducedMotion: true,
  primaryShade: 8,
  fontFamily:
    'system-ui, "Segoe UI", Roboto, "Noto Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "Cascadia Mono", Menlo, "DejaVu Sans Mono", "Noto Sans Mono CJK SC", monospace',
  defaultRadius: 'sm',
  fontSizes: { xs: '11px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  components: {
    Button: { defaultProps: { size: 'xs' } },
    TextInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs' } },
    MultiSelect: { defaultProps: { size: 'xs' } },
    TagsInput: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'xs' } },
    JsonInput: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    // What scrolls can be scrolled by keys.
    ScrollArea: { defaultProps: { viewportProps: { tabIndex: 0 } } },
  },
});

const MODEL_ORDER = [
  'hybrid-weighted',
  'cnn',
  'user-cf',
  'content',
  'funk-svd',
  'tags',
  'popularity',
  'bias',
  'cnn-2d',
  'global-mean',
  'hybrid-switching',
  'joint',
  'item-knn',
  'als',
  'ease',
  'hybrid-mixed',
  'bpr',
  'svd++',
];

/** The colour of a model, the same on every page; what only frames the models is grey. */
export function modelColour(model: string): string {
  const index = MODEL_ORDER.indexOf(model);
  return index >= 0 ? CLASS_COLOURS[index % CLASS_COLOURS.length] : NEUTRAL_COLOUR;
}

/** Lines of the second ten models are dashed, those that frame the others dotted. */
export function modelDash(model: string): 'solid' | 'dash' | 'dot' {
  const index = MODEL_ORDER.indexOf(model);
  return index < 0 ? 'dot' : index < CLASS_COLOURS.length ? 'solid' : 'dash';
}

/** Of a class without a name of its own. */
export function classColour(index: number): string {
  return index < 0 ? NEUTRAL_COLOUR : CLASS_COLOURS[index % CLASS_COLOURS.length];
}
