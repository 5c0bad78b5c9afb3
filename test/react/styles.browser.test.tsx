import { expect, it } from 'vitest';
import css from '../../src/styles.css?raw';

/** README.md, "Needs": Chrome 120, Firefox 115, Safari 17. `light-dark()` came with Chrome 123, Firefox 120, Safari 17.5. */
it.each([
  [
    'the oldest browsers of the README, which stay light',
    css.replaceAll('light-dark(', 'not-known-yet('),
    'dark',
  ],
  ['the light', css, 'light'],
])('the button has its colours in %s', (_, text, scheme) => {
  const style = document.head.appendChild(document.createElement('style'));
  style.textContent = text;
  const button = document.body.appendChild(document.createElement('button'));
  button.dataset.part = 'button';
  button.style.colorScheme = scheme;
  const { backgroundColor, color, borderTopStyle } = getComputedStyle(button);
  expect([backgroundColor, color, borderTopStyle]).toEqual([
    'rgb(11, 87, 208)',
    'rgb(255, 255, 255)',
    'solid',
  ]);
  button.remove();
  style.remove();
});
