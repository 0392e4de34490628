import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isOwnPage, mayOpenOutside, pageFile, permissionGranted, webPreferences } from '../../src/main/security.ts';
import { CONTENT_SECURITY_POLICY } from '../../src/shared/security-policy.ts';

describe('the shell', () => {
  it('keeps every window in the sandbox', () => {
    expect(webPreferences('/p.cjs')).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false, spellcheck: false });
  });

  it('lets nothing run or load but its own', () => {
    expect(CONTENT_SECURITY_POLICY).toContain("default-src 'none'");
    expect(CONTENT_SECURITY_POLICY).toMatch(/script-src 'self'(;|$)/);
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe-eval|https?:/);
  });

  it.each<[string, boolean]>([
    ['app://quadrille/index.html', true],
    ['app://quadrille.evil/index.html', false],
    ['app://other/index.html', false],
    ['https://quadrille/index.html', false],
    ['file:///index.html', false],
    ['nonsense', false],
  ])('knows its own page: %s', (url, own) => {
    expect(isOwnPage(url)).toBe(own);
  });

  it.each<[string, string | null]>([
    ['app://quadrille/', 'index.html'],
    ['app://quadrille/assets/a.js', join('assets', 'a.js')],
    ['app://quadrille/%2e%2e/%2e%2e/package.json', 'package.json'],
    ['app://quadrille/..%2f..%2fpackage.json', null],
    ['app://quadrille/..%2frenderer-evil/x', null],
    ['app://quadrille/%00', null],
    ['app://other/index.html', null],
  ])('serves files of its folder only: %s', (url, file) => {
    expect(pageFile('/app/renderer', url)).toBe(file === null ? null : join('/app/renderer', file));
  });

  it.each<[string, boolean]>([
    ['https://example.org', true],
    ['http://example.org', true],
    ['file:///etc/passwd', false],
    ['smb://host/share', false],
    ['javascript:alert(1)', false],
    ['quadrille:x', false],
    ['', false],
  ])('hands on web addresses only: %s', (url, allowed) => {
    expect(mayOpenOutside(url)).toBe(allowed);
  });

  it('gives no permission but to copy text', () => {
    expect(permissionGranted('clipboard-sanitized-write')).toBe(true);
    for (const permission of ['media', 'geolocation', 'notifications', 'clipboard-read', 'fullscreen']) expect(permissionGranted(permission)).toBe(false);
  });
});
