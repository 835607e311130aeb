import * as fs from 'node:fs';

/** Runs `work` while this process alone holds the lock file; waits for another that holds it and lives. */
export function withFileLock(file, work) {
  while (!tryLock(file)) {
    const holder = read(file);
    if (holder !== undefined && !isAlive(Number(holder))) removeAbandoned(file, holder);
    pause();
  }
  try {
    work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

function tryLock(file) {
  // Linked into place when it is complete, so that nobody ever reads a lock without its holder.
  const mine = `${file}.${process.pid}`;
  fs.writeFileSync(mine, String(process.pid));
  try {
    fs.linkSync(mine, file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  } finally {
    fs.rmSync(mine, { force: true });
  }
}

/** Moved away first: another process may have removed it, and taken the lock, since we looked. Then it is given back. */
function removeAbandoned(file, holder) {
  const aside = `${file}.${process.pid}.abandoned`;
  try {
    fs.renameSync(file, aside);
    if (read(aside) !== holder) fs.linkSync(aside, file);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  }
  fs.rmSync(aside, { force: true });
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function pause() {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50 + Math.random() * 50);
}
