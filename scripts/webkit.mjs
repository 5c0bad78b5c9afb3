// Which WebKit the browser tests drive: WebKitGTK's small browser, over WebDriver. `node scripts/webkit.mjs` finds one (or
// installs it) and says which; `--run <command…>` then runs the command with SAFE_ACTION_WEBKIT set.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBrowser, findBrowser, onPath, runAsScript } from './browser.mjs';

/** `/usr/lib/<machine>/webkit2gtk-<version>/MiniBrowser`: it is not on the PATH. */
function usualPlaces() {
  const lib = '/usr/lib';
  if (!existsSync(lib)) return [];
  return readdirSync(lib)
    .filter((machine) => machine.includes('-linux-'))
    .flatMap((machine) =>
      readdirSync(join(lib, machine))
        .filter((folder) => folder.startsWith('webkit2gtk-') || folder.startsWith('webkitgtk-'))
        .map((folder) => join(lib, machine, folder, 'MiniBrowser')),
    )
    .filter(existsSync);
}

/** @type {import('./browser.mjs').Wanted} */
const wanted = {
  name: 'WebKit',
  variable: 'SAFE_ACTION_WEBKIT',
  binaries: [],
  places: usualPlaces,
  debian: ['webkit2gtk-driver', 'xvfb', 'xauth'],
  help: 'On Debian: apt-get install webkit2gtk-driver xvfb xauth. Elsewhere these tests do not run.',
};

/** The path of the browser that is already here, or undefined. Installs nothing. */
export const findWebKit = () => findBrowser(wanted);

/** The path of the browser, installed first if there is none. */
export const ensureWebKit = () => ensureBrowser(wanted);

/** The path of the driver that speaks WebDriver for it. */
export const findWebKitDriver = () => onPath('WebKitWebDriver');

runAsScript(import.meta.url, wanted);
