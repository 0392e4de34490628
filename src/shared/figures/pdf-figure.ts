import { zlibSync } from 'fflate';
import { joinedBytes } from './bytes.ts';

/** Points an inch, in which a PDF measures. */
const POINTS = 72;

/**
 * A PDF of one page that is the picture, as large as it is to be printed: where a journal takes no other file. Letters
 * are part of the picture, so no font has to be embedded; what is transparent is white, as paper is.
 *
 * @param pixels red, green, blue and opacity of each, from 0 to 255, line by line from the top
 */
export function pdfOfPixels(pixels: Uint8ClampedArray, width: number, height: number, dpi: number): Uint8Array {
  const image = zlibSync(onWhite(pixels), { level: 9 });
  const size = [width, height].map((length) => ((length / dpi) * POINTS).toFixed(2));
  const drawing = ascii(`q ${size[0]} 0 0 ${size[1]} 0 0 cm /Figure Do Q`);
  return assembled([
    [ascii('<< /Type /Catalog /Pages 2 0 R >>')],
    [ascii('<< /Type /Pages /Kids [3 0 R] /Count 1 >>')],
    [
      ascii(
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${size.join(' ')}] /Contents 4 0 R ` +
          '/Resources << /XObject << /Figure 5 0 R >> >> >>',
      ),
    ],
    stream('', drawing),
    stream(
      `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 ` +
        '/Filter /FlateDecode ',
      image,
    ),
  ]);
}

function onWhite(pixels: Uint8ClampedArray): Uint8Array {
  const colours = new Uint8Array((pixels.length / 4) * 3);
  for (let from = 0, to = 0; from < pixels.length; from += 4, to += 3) {
    const opacity = pixels[from + 3] / 255;
    for (let i = 0; i < 3; i++) colours[to + i] = Math.round(pixels[from + i] * opacity + 255 * (1 - opacity));
  }
  return colours;
}

function stream(about: string, bytes: Uint8Array): Uint8Array[] {
  return [ascii(`<< ${about}/Length ${bytes.length} >>\nstream\n`), bytes, ascii('\nendstream')];
}

/** The objects in their order, with the table that says where each begins. */
function assembled(objects: readonly (readonly Uint8Array[])[]): Uint8Array {
  const parts = [ascii('%PDF-1.4\n')];
  let length = parts[0].length;
  const add = (part: Uint8Array) => {
    parts.push(part);
    length += part.length;
  };
  const starts = objects.map((object, i) => {
    const start = length;
    for (const part of [ascii(`${i + 1} 0 obj\n`), ...object, ascii('\nendobj\n')]) add(part);
    return start;
  });
  const places = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('');
  const count = objects.length + 1;
  add(
    ascii(
      `xref\n0 ${count}\n0000000000 65535 f \n${places}trailer\n<< /Size ${count} /Root 1 0 R >>\n` +
        `startxref\n${length}\n%%EOF\n`,
    ),
  );
  return joinedBytes(parts);
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
