import { Group, SegmentedControl, Stack, Switch, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { FIGURE_FONTS, FIGURE_WIDTHS_MM, PRINT_THEME, type PrintTheme } from '../../shared/figures/print-theme.ts';
import { pdfOfPixels } from '../../shared/figures/pdf-figure.ts';
import { bytesOfDataUrl, withDensity } from '../../shared/figures/png-density.ts';
import { usePreference } from './page-state.ts';
import { copyPicture, fileName, saveFile } from './save.ts';

/** How figures are saved: the user's choice on this machine. */
export function useFigureTheme() {
  return usePreference<PrintTheme>('figure-theme', PRINT_THEME);
}

/** Width, font and patterns of saved figures. */
export function FigureSettings() {
  const { t } = useTranslation();
  const [theme, setTheme] = useFigureTheme();
  return (
    <Stack gap={6} p={6}>
      <Group gap={6} justify="space-between">
        <Text size="xs">{t('chart.width')}</Text>
        <SegmentedControl
          size="xs"
          aria-label={t('chart.width')}
          value={String(theme.widthMm)}
          data={FIGURE_WIDTHS_MM.map((value) => ({ value: String(value), label: t('chart.millimetres', { value }) }))}
          onChange={(value) => setTheme({ ...theme, widthMm: Number(value) as PrintTheme['widthMm'] })}
        />
      </Group>
      <Group gap={6} justify="space-between">
        <Text size="xs">{t('chart.font')}</Text>
        <SegmentedControl
          size="xs"
          aria-label={t('chart.font')}
          value={theme.font}
          data={FIGURE_FONTS.map((value) => ({ value, label: t(`chart.fonts.${value}`) }))}
          onChange={(value) => setTheme({ ...theme, font: value as PrintTheme['font'] })}
        />
      </Group>
      <Switch
        label={t('chart.greySafe')}
        checked={theme.greySafe}
        onChange={(event) => setTheme({ ...theme, greySafe: event.currentTarget.checked })}
      />
    </Stack>
  );
}

/** What a figure can be saved as. */
export type FigureFormat = 'png' | 'svg' | 'pdf';

/** Saves a picture in PNG with the resolution that it is meant for. */
export function savePng(title: string, url: string, dpi: number): void {
  const bytes = withDensity(bytesOfDataUrl(url), dpi);
  saveFile(`${fileName(title)}-${dpi}dpi.png`, new Blob([bytes as BlobPart], { type: 'image/png' }));
}

/** Saves a picture in PNG as a PDF of its size in print. */
export async function savePdf(title: string, url: string, dpi: number): Promise<void> {
  const image = new Image();
  image.src = url;
  await image.decode();
  const { naturalWidth: width, naturalHeight: height } = image;
  const { data } = drawn(image, width, height).getImageData(0, 0, width, height);
  const bytes = pdfOfPixels(data, width, height, dpi);
  saveFile(`${fileName(title)}.pdf`, new Blob([bytes as BlobPart], { type: 'application/pdf' }));
}

/** A picture on a canvas of so many pixels. */
function drawn(image: HTMLImageElement, width: number, height: number): CanvasRenderingContext2D {
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  context.drawImage(image, 0, 0, width, height);
  return context;
}

export function svgUrl(svg: string): string {
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}

/** For a screen or a message; files are saved with 300 or 600. */
const COPIED_DPI = 200;

/** How an SVG is saved and copied. */
export function svgPictures(title: string, widthMm: number, draw: () => string) {
  return {
    save: async (format: FigureFormat, dpi: number) => {
      if (format === 'svg') return saveFile(`${fileName(title)}.svg`, draw(), 'image/svg+xml;charset=utf-8');
      const png = await pngOfSvg(draw(), widthMm, dpi);
      return format === 'pdf' ? savePdf(title, png, dpi) : savePng(title, png, dpi);
    },
    copy: async () => copyPicture(await pngOfSvg(draw(), widthMm, COPIED_DPI)),
  };
}

/** An SVG of a width in millimetres as a PNG of so many dots per inch. */
async function pngOfSvg(svg: string, widthMm: number, dpi: number): Promise<string> {
  const image = new Image();
  image.src = svgUrl(svg);
  await image.decode();
  const width = Math.round((widthMm / 25.4) * dpi);
  const height = Math.round((width * image.naturalHeight) / image.naturalWidth);
  return drawn(image, width, height).canvas.toDataURL('image/png');
}
