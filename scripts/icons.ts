// `npm run icons`: draws the icons that installers carry from resources/icons/icon.svg, with the Chromium that tests
// use. Linux wants one file for each size that the hicolor theme declares; Windows wants one .ico that holds several.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

/** The square sizes of hicolor's index.theme for applications. */
const LINUX_SIZES = [16, 22, 24, 32, 36, 48, 64, 72, 96, 128, 192, 256, 512];
/** What Explorer and the taskbar choose from, at 100 to 400 percent. */
const WINDOWS_SIZES = [16, 20, 24, 32, 40, 48, 64, 128, 256];
const MAIN_SIZE = 1024;

const folder = join(import.meta.dirname, '..', 'resources', 'icons');

/** An .ico whose entries are PNG files, as Windows has read them since Vista. */
function windowsIcon(images: readonly { size: number; png: Buffer }[]): Buffer {
  const head = Buffer.alloc(6 + 16 * images.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let offset = head.length;
  for (const [i, { size, png }] of images.entries()) {
    const at = 6 + 16 * i;
    head[at] = size % 256;
    head[at + 1] = size % 256;
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...images.map(({ png }) => png)]);
}

const browser = await chromium.launch({
  executablePath: process.env.QUADRILLE_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
const svg = readFileSync(join(folder, 'icon.svg'), 'utf8');
const page = await browser.newPage();

async function drawn(size: number): Promise<Buffer> {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  return page.screenshot({ omitBackground: true });
}

mkdirSync(join(folder, 'linux'), { recursive: true });
for (const size of LINUX_SIZES) writeFileSync(join(folder, 'linux', `${size}x${size}.png`), await drawn(size));
const images: { size: number; png: Buffer }[] = [];
for (const size of WINDOWS_SIZES) images.push({ size, png: await drawn(size) });
writeFileSync(join(folder, 'icon.ico'), windowsIcon(images));
writeFileSync(join(folder, 'icon.png'), await drawn(MAIN_SIZE));
await browser.close();
