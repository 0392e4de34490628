/// <reference types="vite/client" />
import { Anchor, Group, NavLink, ScrollArea, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { IconArrowRight } from '@tabler/icons-react';
import { marked } from 'marked';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageProps } from './page-view.tsx';
import { linkTo } from './router.ts';
import { PageLayout } from '../ui/page-layout.tsx';
import { usePageState } from '../ui/page-state.ts';
import { Columns } from '../ui/columns.tsx';

const FILES = import.meta.glob<string>('../../../resources/guide/*/*.md', { query: '?raw', import: 'default' });
const PICTURES = import.meta.glob<string>('../../../resources/guide/pictures/*.png', {
  query: '?url',
  import: 'default',
  eager: true,
});

interface GuidePage {
  slug: string;
  title: string;
  text: string;
}

/** The user guide: one page per task, searchable, inside the app. */
export function Page({ id: slug }: PageProps) {
  const { t, i18n } = useTranslation();
  const language = i18n.language.startsWith('zh') ? 'zh-CN' : 'en';
  const [pages, setPages] = useState<GuidePage[]>([]);
  const [search, setSearch] = usePageState('guide-search', '');
  useEffect(() => {
    void readPages(language).then(setPages);
  }, [language]);
  const found = useMemo(() => searchPages(pages, search), [pages, search]);
  const page = pages.find((one) => one.slug === slug) ?? pages[0];
  if (!page) return <Skeleton h={400} />;
  return (
    <PageLayout page="guide">
      <Columns template="220px minmax(0, 1fr)" gap={20}>
        <Stack gap="xs" className="choices" style={{ minHeight: 0 }}>
          <TextInput
            aria-label={t('guide.search')}
            placeholder={t('guide.search')}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
          <ScrollArea flex={1}>
            <nav aria-label={t('nav.guide')}>
              {found.map(({ slug: to, title, snippet }) => (
                <NavLink
                  key={to}
                  py={4}
                  href={linkTo('guide', to)}
                  label={title}
                  description={snippet}
                  active={to === page.slug}
                />
              ))}
            </nav>
            {found.length === 0 ? <Text size="sm">{t('guide.nothing')}</Text> : null}
          </ScrollArea>
        </Stack>
        <ScrollArea key={page.slug} viewportProps={{ tabIndex: 0, 'aria-label': page.title }}>
          <article className="guide">
            {/* biome-ignore lint/security/noDangerouslySetInnerHtml: the guide's own text, part of this program */}
            <div dangerouslySetInnerHTML={{ __html: toHtml(page.text, language) }} />
            <Follow pages={pages} page={page} />
          </article>
        </ScrollArea>
      </Columns>
    </PageLayout>
  );
}

function Follow({ pages, page }: { pages: GuidePage[]; page: GuidePage }) {
  const next = pages[pages.indexOf(page) + 1];
  return next ? (
    <Anchor size="sm" href={linkTo('guide', next.slug)}>
      <Group gap={4}>
        {next.title}
        <IconArrowRight size={16} stroke={1.6} aria-hidden />
      </Group>
    </Anchor>
  ) : null;
}

/** In the order of the numbers in their names. */
async function readPages(language: string): Promise<GuidePage[]> {
  const own = Object.keys(FILES)
    .filter((path) => path.includes(`/${language}/`))
    .sort();
  return Promise.all(
    own.map(async (path) => {
      const text = await FILES[path]();
      return { slug: path.replace(/^.*\/\d+-|\.md$/g, ''), title: /^# (.+)$/m.exec(text)?.[1] ?? path, text };
    }),
  );
}

/** Pages that hold every word, each with the line around the first; titles first. */
function searchPages(pages: readonly GuidePage[], search: string): { slug: string; title: string; snippet?: string }[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return pages.map(({ slug, title }) => ({ slug, title }));
  return pages
    .filter(({ text }) => words.every((word) => text.toLowerCase().includes(word)))
    .map(({ slug, title, text }) => ({
      slug,
      title,
      snippet: snippetOf(text, words[0]),
      inTitle: words.some((word) => title.toLowerCase().includes(word)),
    }))
    .sort((a, b) => Number(b.inTitle) - Number(a.inTitle));
}

function snippetOf(text: string, word: string): string {
  const line = text.split('\n').find((one) => !one.startsWith('#') && one.toLowerCase().includes(word)) ?? '';
  const at = Math.max(0, line.toLowerCase().indexOf(word) - 30);
  return `${at > 0 ? '…' : ''}${line.slice(at, at + 90).replace(/[*`|[\]]/g, '')}`;
}

/**
 * Links between pages are `page:slug`, pictures `picture:name`; a picture in the page's language is used if
 * it exists.
 */
function toHtml(text: string, language: string): string {
  const pictures = text.replace(/\(picture:([\w-]+)\)/g, (_, name) => {
    const own = [`${name}.${language}`, name]
      .map((file) => PICTURES[`../../../resources/guide/pictures/${file}.png`])
      .find(Boolean);
    return `(${own ?? ''})`;
  });
  return marked.parse(
    pictures.replace(/\(page:([\w-]+)\)/g, (_, slug) => `(${linkTo('guide', slug)})`),
    { async: false },
  );
}
