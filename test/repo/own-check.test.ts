import { expect, it } from 'vitest';
import { posture } from '../cli/posture.ts';

it('our own check is clean over our own repository', () => {
  const { code, stdout, stderr } = posture(process.cwd(), ['check', '--no-color']);
  expect(stdout + stderr).toContain('No findings.');
  expect(code).toBe(0);
});
