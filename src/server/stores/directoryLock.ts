import { StoreInUseError } from '../errors/storeInUseError.ts';

const TAKEN = Symbol.for('safe-action.directories');
const world = globalThis as { [TAKEN]?: Set<string> };

/**
 * Those of this process, whichever copy of this module took them: bundlers load it twice. A file with our own ID that is
 * not in here is of an earlier life: containers reuse IDs.
 */
function taken(): Set<string> {
  world[TAKEN] ??= new Set();
  return world[TAKEN];
}

/**
 * Makes a directory this process's, by a file beside it with the process's ID.
 * @returns what frees it
 * @throws StoreInUseError where a process that is alive has it
 */
export function takeDirectory(spelled: string): () => void {
  const files = process.getBuiltinModule('node:fs');
  const directory = realPath(spelled);
  const file = `${directory}.pid`;
  for (;;) {
    // Linked, not written in place: nobody may read it half written.
    const written = `${file}.${process.pid}.new`;
    files.writeFileSync(written, String(process.pid));
    try {
      files.linkSync(written, file);
      taken().add(file);
      return () => {
        taken().delete(file);
        files.rmSync(file, { force: true });
      };
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'EEXIST') throw error;
    } finally {
      files.rmSync(written, { force: true });
    }
    const owner = ownerOf(file);
    if (owner === undefined) continue;
    if (holds(owner, file)) throw new StoreInUseError(directory, owner);
    // Moved aside first: of two that find a dead owner's file, only one moves it, and it may be the other's by now.
    const aside = `${file}.${process.pid}`;
    try {
      files.renameSync(file, aside);
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'ENOENT') throw error;
      continue;
    }
    const moved = ownerOf(aside) ?? 0;
    if (holds(moved, file)) {
      files.renameSync(aside, file);
      throw new StoreInUseError(directory, moved);
    }
    files.rmSync(aside, { force: true });
  }
}

/** The one name of a directory that may not be there yet. PGlite takes it with `file://`, too. */
function realPath(spelled: string): string {
  const { realpathSync } = process.getBuiltinModule('node:fs');
  const { basename, dirname, join, resolve } = process.getBuiltinModule('node:path');
  const path = resolve(spelled.replace(/^file:\/\//, ''));
  try {
    return realpathSync.native(path);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ENOENT') throw error;
    return join(realpathSync.native(dirname(path)), basename(path));
  }
}

/** `undefined` where the file is gone. An owner that cannot be read is nobody. */
function ownerOf(file: string): number | undefined {
  const files = process.getBuiltinModule('node:fs');
  try {
    return Number(files.readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ENOENT') throw error;
    return undefined;
  }
}

function holds(owner: number, file: string): boolean {
  return owner === process.pid ? taken().has(file) : isAlive(owner);
}

function isAlive(id: number): boolean {
  if (!Number.isInteger(id) || id <= 0) return false;
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // It is there, and it is not ours.
    return (error as { code?: unknown }).code === 'EPERM';
  }
}
