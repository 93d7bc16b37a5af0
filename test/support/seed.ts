// One seed for everything in a test that is drawn by lot, fixed so that a run can be repeated: what is new every time is
// for the long fuzz (`npm run fuzz`), which prints its seed. POSTURE_TEST_SEED tries others.
import fc from 'fast-check';

export const testSeed = Number(process.env['POSTURE_TEST_SEED'] ?? 20_261_122);

fc.configureGlobal({ seed: testSeed });
