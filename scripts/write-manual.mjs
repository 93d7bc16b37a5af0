// Writes docs/posture.1 as the commands are. Builds beside the working tree's own out/, which may be in use.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const out = mkdtempSync(join(tmpdir(), 'posture-manual-'));
try {
  execFileSync(process.execPath, ['build.mjs', '--outdir', out], { stdio: ['ignore', 'ignore', 'inherit'] });
  writeFileSync(
    'docs/posture.1',
    execFileSync(process.execPath, [join(out, 'cli.js'), 'manual'], { env: { ...process.env, POSTURE_CACHE: 'off' } }),
  );
} finally {
  rmSync(out, { recursive: true, force: true });
}
