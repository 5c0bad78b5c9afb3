// Which Chromium the browser tests drive. `node scripts/chromium.mjs` finds one (or installs it) and says which;
// `node scripts/chromium.mjs --run <command…>` then runs the command with SAFE_ACTION_CHROMIUM set.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { ensureBrowser, findBrowser, runAsScript } from './browser.mjs';

/**
 * Needed where the browser runs as root or behind a locked-down network; harmless elsewhere: without the
 * `background` flags Chromium's own start-up traffic can get a page's first connections refused.
 */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const macApplications = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
];

function usualPlaces() {
  const { PROGRAMFILES, LOCALAPPDATA, 'PROGRAMFILES(X86)': x86 } = process.env;
  if (process.platform === 'win32') {
    return [PROGRAMFILES, x86, LOCALAPPDATA].map(
      (root) => root && join(root, 'Google/Chrome/Application/chrome.exe'),
    );
  }
  if (process.platform !== 'darwin') return [];
  return ['/Applications', join(homedir(), 'Applications')].flatMap((root) =>
    macApplications.map((path) => join(root, path)),
  );
}

/** @type {import('./browser.mjs').Wanted} */
const wanted = {
  name: 'Chromium',
  variable: 'SAFE_ACTION_CHROMIUM',
  binaries: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  places: () => [chromium.executablePath(), ...usualPlaces()],
  debian: ['chromium'],
  elsewhere: ['npx', 'playwright', 'install', 'chromium'],
  help:
    'Install Chromium or Google Chrome, run `npx playwright install chromium`, or set SAFE_ACTION_CHROMIUM to the ' +
    'path of a binary.',
};

/** The path of a Chromium that is already here, or undefined. Installs nothing. */
export const findChromium = () => findBrowser(wanted);

/** The path of a Chromium, installed first if there is none. */
export const ensureChromium = () => ensureBrowser(wanted);

runAsScript(import.meta.url, wanted);
