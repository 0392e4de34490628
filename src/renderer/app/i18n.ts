import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Settings } from '../../shared/contract/app.ts';
import en from '../../../resources/translations/en.json';
import { bridge } from '../api.ts';
import zh from '../../../resources/translations/zh-CN.json';
import { icuFormat } from '../ui/icu.ts';
import { loadMessages } from '../ui/said.ts';

/** The language that a setting means here. */
export function languageOf(setting: Settings['language']): 'en' | 'zh-CN' {
  if (setting !== 'auto') return setting;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

export async function startI18n(setting: Settings['language']): Promise<void> {
  const language = languageOf(setting);
  document.documentElement.lang = language;
  await loadMessages(language);
  await i18next
    .use(icuFormat)
    .use(initReactI18next)
    .init({
      lng: language,
      fallbackLng: 'en',
      resources: { en: { translation: en }, 'zh-CN': { translation: zh } },
    });
  bridge?.ready(language);
}

export async function changeLanguage(setting: Settings['language']): Promise<void> {
  const language = languageOf(setting);
  document.documentElement.lang = language;
  await loadMessages(language);
  await i18next.changeLanguage(language);
  bridge?.ready(language);
}
