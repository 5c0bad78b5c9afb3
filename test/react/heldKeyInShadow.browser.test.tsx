import { createElement } from 'react';
import { expect, it } from 'vitest';
import { useSafeAction } from '../../src/react/index.ts';
import { openPage, watchPages } from './page.tsx';
import { save } from './shop.ts';

watchPages();

customElements.define(
  'own-textarea',
  class extends HTMLElement {
    constructor() {
      super();
      this.attachShadow({ mode: 'open' }).append(document.createElement('textarea'));
    }
  },
);

it('a held Enter writes lines in a text area that a web component wraps', async () => {
  const page = openPage();
  function Form() {
    const note = useSafeAction(save);
    return <form {...note.getFormProps({ input: { text: 'x' } })}>{createElement('own-textarea')}</form>;
  }
  page.show(<Form />);
  await page.settle();
  const area = page.find('own-textarea').shadowRoot?.querySelector('textarea') as HTMLTextAreaElement;
  area.focus();
  const event = new KeyboardEvent('keydown', {
    key: 'Enter',
    repeat: true,
    bubbles: true,
    composed: true,
    cancelable: true,
  });
  area.dispatchEvent(event);
  expect(event.defaultPrevented).toBe(false);
});
