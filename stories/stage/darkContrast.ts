import axe from 'axe-core';
import { expect } from 'storybook/test';
import { pretend } from './mediaFeatures.ts';

/** In a test run the contrast must hold in the dark, too; the rest of a page is the same there. */
export async function checkDarkContrast({ canvasElement }: { canvasElement: HTMLElement }): Promise<void> {
  if (!('__vitest_browser__' in globalThis)) return;
  const { dataset } = document.documentElement;
  const { scheme } = dataset;
  dataset.scheme = 'dark';
  pretend({ 'prefers-color-scheme': 'dark' });
  const { violations } = await axe.run(canvasElement, { runOnly: ['color-contrast'] });
  dataset.scheme = scheme;
  pretend({ 'prefers-color-scheme': scheme ?? 'system' });
  expect(violations.flatMap(({ nodes }) => nodes.map((node) => node.failureSummary))).toEqual([]);
}
