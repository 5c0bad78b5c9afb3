// Which Firefox the browser tests drive: a stock one, over WebDriver BiDi. `node scripts/firefox.mjs` finds one (or installs
// it) and says which; `node scripts/firefox.mjs --run <command…>` then runs the command with SAFE_ACTION_FIREFOX set.
import { join } from 'node:path';
import { ensureBrowser, findBrowser, runAsScript } from './browser.mjs';

/** What Playwright needs to be told to drive a stock Firefox instead of its own build. */
export const firefoxChannel = 'moz-firefox';

function usualPlaces() {
  if (process.platform === 'darwin') return ['/Applications/Firefox.app/Contents/MacOS/firefox'];
  if (process.platform !== 'win32') return [];
  return [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)']].map(
    (root) => root && join(root, 'Mozilla Firefox', 'firefox.exe'),
  );
}

/** @type {import('./browser.mjs').Wanted} */
const wanted = {
  name: 'Firefox',
  variable: 'SAFE_ACTION_FIREFOX',
  binaries: ['firefox-esr', 'firefox'],
  places: usualPlaces,
  debian: ['firefox-esr'],
  help: 'Install Firefox, or set SAFE_ACTION_FIREFOX to the path of a binary.',
};

/** The path of a Firefox that is already here, or undefined. Installs nothing. */
export const findFirefox = () => findBrowser(wanted);

/** The path of a Firefox, installed first if there is none. */
export const ensureFirefox = () => ensureBrowser(wanted);

runAsScript(import.meta.url, wanted);
