import { secretInBuildArgument } from '../../../rules/github/secret-in-build-argument.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const file = '.github/workflows/image.yml';
const job = (step: string): string => `on: push
permissions: {}
jobs:
  image:
    runs-on: ubuntu-latest
    steps:
${step}`;
const built = (input: string): string => job(`      - uses: docker/build-push-action@v6\n        with:\n          ${input}\n`);

ruleTester(secretInBuildArgument, {
  valid: [
    { file, text: built('build-args: VITE_API_KEY=${{ secrets.VITE_API_KEY }}'), because: 'the framework puts it into the page' },
    { file, text: built('secrets: npm=${{ secrets.NPM_TOKEN }}'), because: 'a mount leaves nothing behind' },
    { file, text: built("build-args: DEBUG=${{ secrets.NPM_TOKEN != '' }}"), because: 'a truth, not the token' },
    { file, text: built('build-args: API=${{ secrets.API_URL }}'), because: 'where it is, and not how to get in' },
    { file, text: job('      - run: docker build --build-arg VERSION=${{ github.sha }} .\n') },
  ],
  invalid: [
    {
      file,
      text: built('build-args: |\n            A=1\n            INDEX=https://u:«${{ secrets.PIP_PASSWORD }}»@pypi.example.org'),
      message: '`PIP_PASSWORD`',
    },
    {
      file,
      text: job(
        '      - run: |\n          docker build \\\n            --build-arg «SENTRY_AUTH_TOKEN»=${{ secrets.SENTRY_AUTH_TOKEN }} \\\n            --build-arg VERSION=1 .\n',
      ),
    },
    { file, text: built('build-args: GH=«${{ github.token }}»'), severity: 'low', message: 'until the job ends' },
  ],
});
