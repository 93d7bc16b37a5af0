// Preloaded into a command under test: ends the process hard, as a kill or a lost machine does, just before the change
// to the disk that DIE_AT counts to. A write is a change with two ends: it stops once in its middle, with half of its
// bytes on the disk. What lies outside of DIE_BELOW (folders, as PATH lists them) is not counted: caches are nobody's.
'use strict';
const child = require('node:child_process');
const fs = require('node:fs');
const { delimiter, resolve, sep } = require('node:path');

const below = process.env.DIE_BELOW.split(delimiter);
let left = Number(process.env.DIE_AT);

const counts = (path) => typeof path === 'string' && below.some((folder) => resolve(path).startsWith(folder + sep));
const change = () => {
  if (--left === 0) process.kill(process.pid, 'SIGKILL');
};
const changeOf = (...paths) => {
  if (paths.some(counts)) change();
};
/** The half that is on the disk when a write is cut off in its middle. */
const halfOf = (data) => {
  const bytes = Buffer.from(data);
  return bytes.subarray(0, Math.ceil(bytes.length / 2));
};

/** Descriptors of files that count. */
const open = new Set();
const { openSync, closeSync, writeSync, writeFileSync } = fs;
fs.openSync = (path, flags = 'r', ...more) => {
  const writes = typeof flags === 'number' ? (flags & (fs.constants.O_WRONLY | fs.constants.O_RDWR)) !== 0 : /[wa+]/.test(flags);
  if (writes) changeOf(path);
  const file = openSync(path, flags, ...more);
  if (writes && counts(path)) open.add(file);
  return file;
};
fs.closeSync = (file) => {
  open.delete(file);
  closeSync(file);
};
fs.writeSync = (file, data, from = 0, length = data.length - from, ...more) => {
  if (open.has(file)) {
    if (left === 1) writeSync(file, halfOf(data.subarray(from, from + length)));
    change();
  }
  return writeSync(file, data, from, length, ...more);
};
fs.writeFileSync = (path, data, ...more) => {
  if (counts(path)) {
    if (left === 1) writeFileSync(path, halfOf(data), ...more);
    change();
  }
  writeFileSync(path, data, ...more);
};
for (const name of [
  'mkdir',
  'rename',
  'rm',
  'unlink',
  'rmdir',
  'link',
  'symlink',
  'copyFile',
  'truncate',
  'chmod',
  'utimes',
  'appendFile',
]) {
  const real = fs[`${name}Sync`];
  fs[`${name}Sync`] = (...args) => {
    changeOf(args[0], args[1]);
    return real(...args);
  };
}

// What the program does not use today may be used tomorrow: then this file has to learn to count it.
const notCounted = (name) => () => {
  throw new Error(`${name} is not counted by ${__filename}`);
};
for (const name of [
  'write',
  'writeFile',
  'appendFile',
  'rename',
  'rm',
  'unlink',
  'rmdir',
  'link',
  'symlink',
  'copyFile',
  'truncate',
  'chmod',
  'createWriteStream',
]) {
  fs[name] = notCounted(name);
  if (name in fs.promises) fs.promises[name] = notCounted(`promises.${name}`);
}

// What git writes, git makes whole; the process can be gone before it is asked, and after.
const writesByGit = new Set(['fetch', 'push', 'update-ref', 'fast-import']);
for (const name of ['spawn', 'spawnSync']) {
  const real = child[name];
  child[name] = (program, args, ...more) => {
    if (Array.isArray(args) && args.some((one) => writesByGit.has(one))) change();
    return real(program, args, ...more);
  };
}
