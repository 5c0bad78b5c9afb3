import type { Preview } from '@storybook/react-vite';
import { useLayoutEffect } from 'react';
import 'safe-action/styles.css';
import { checkDarkContrast } from '../stories/stage/darkContrast.ts';
import { languages } from '../stories/stage/language.tsx';
import { type Features, pretend } from '../stories/stage/mediaFeatures.ts';
import { StageView } from '../stories/stage/StageView.tsx';
import { openStage, type Stage } from '../stories/stage/stage.ts';

/** One stage per mount of a story: a change of the toolbar renders anew, and must not begin anew. */
const stages = new WeakMap<AbortSignal, Stage>();

function usePretended(features: Features, lang: string, dir: string): void {
  const { 'prefers-color-scheme': scheme = '', 'forced-colors': forced } = features;
  useLayoutEffect(() => {
    const root = document.documentElement;
    Object.assign(root, { lang, dir });
    root.dataset.scheme = scheme;
    root.toggleAttribute('data-forced-colors', forced === 'active');
    pretend(features);
  });
}

const preview: Preview = {
  // One page per component with all its stories, too.
  tags: ['autodocs'],
  parameters: {
    layout: 'padded',
    // Zero violations: a failing rule fails the story's test.
    a11y: {
      test: 'error',
      options: { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
    },
    // Each story needs a page of its own: it has its own time.
    docs: { story: { inline: false, height: '220px' } },
    backgrounds: { disable: true },
  },
  globalTypes: {
    scheme: {
      description: 'Light or dark',
      toolbar: {
        title: 'Scheme',
        icon: 'mirror',
        dynamicTitle: true,
        items: [
          { value: 'system', title: 'Scheme: system', icon: 'browser' },
          { value: 'light', title: 'Light', icon: 'sun' },
          { value: 'dark', title: 'Dark', icon: 'moon' },
        ],
      },
    },
    language: {
      description: 'Words and direction',
      toolbar: {
        title: 'Language',
        icon: 'globe',
        dynamicTitle: true,
        items: [
          { value: 'en', title: 'English' },
          { value: 'de', title: 'Deutsch' },
          { value: 'rtl', title: 'Pseudo, right to left' },
        ],
      },
    },
    colors: {
      description: 'Forced colours (roughly: a page cannot ask the system for them)',
      toolbar: {
        title: 'Colours',
        icon: 'contrast',
        dynamicTitle: true,
        items: [
          { value: 'system', title: 'Colours: system' },
          { value: 'active', title: 'Forced colours' },
        ],
      },
    },
    motion: {
      description: 'Motion',
      toolbar: {
        title: 'Motion',
        icon: 'play',
        dynamicTitle: true,
        items: [
          { value: 'system', title: 'Motion: system' },
          { value: 'reduce', title: 'Reduced motion' },
        ],
      },
    },
  },
  initialGlobals: { scheme: 'system', language: 'en', colors: 'system', motion: 'system' },
  afterEach: checkDarkContrast,
  loaders: [
    ({ abortSignal, parameters }) => {
      const stage = stages.get(abortSignal) ?? openStage(parameters.stage);
      stages.set(abortSignal, stage);
      return { stage };
    },
  ],
  decorators: [
    (Story, { loaded, globals, parameters }) => {
      const language = languages[globals.language as keyof typeof languages];
      usePretended(
        {
          'prefers-color-scheme': globals.scheme,
          'forced-colors': globals.colors,
          'prefers-reduced-motion': globals.motion,
        },
        language.lang,
        language.dir,
      );
      return (
        <StageView stage={loaded.stage} language={language} goes={parameters.stage?.goes === true}>
          <Story />
        </StageView>
      );
    },
  ],
};

export default preview;
