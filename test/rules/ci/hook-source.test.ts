import { hookSource } from '../../../rules/ci/hook-source.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const file = '.pre-commit-config.yaml';
const repo = (address: string, rev: string) => `repos:\n  - repo: ${address}\n    rev: ${rev}\n    hooks:\n      - id: x\n`;

ruleTester(hookSource, {
  valid: [
    { file, text: repo('https://github.com/acme/hooks', 'v1.2.0'), because: 'a version' },
    { file, text: repo('https://github.com/acme/hooks', "'2c9f875913ee60ca25ce70243dc24d5b6415598c'"), because: 'a commit' },
    {
      file,
      text: 'repos:\n  - repo: local\n    hooks:\n      - id: x\n        name: main\n        entry: ./lint\n        language: script\n  - repo: meta\n    hooks: [{ id: check-hooks-apply }]\n',
      because: 'hooks of this repository',
    },
    { file, text: repo('http://localhost:3000/acme/hooks', 'v1'), because: 'this machine' },
    { file, text: repo('https://github.com/rbubley/mirrors-prettier', 'v3.6.2'), because: 'a mirror that is kept' },
    { file, text: 'repos: {}\n', because: 'another form' },
    {
      file: 'catalog.yaml',
      text: 'repos:\n  - repo: https://github.com/acme/hooks\n    rev: main\n',
      because: 'a list of repositories without hooks',
    },
    { file, text: repo('https://github.com/acme/hooks', 'v1'), because: 'a version, or a tag that moves: the name does not say' },
    { file, text: repo('https://github.com/acme/hooks', 'deadbeef'), because: 'a commit cut short' },
    { file, text: repo('https://github.com/acme/hooks', '"{{ revision }}"'), because: 'filled in by a template' },
  ],
  invalid: [
    { file, text: repo('https://github.com/acme/hooks', '«production-hooks»'), message: 'no version and no commit', severity: 'low' },
    {
      file: 'build/hooks.yml',
      text: repo('https://github.com/acme/hooks', '«main»'),
      message: 'is a branch',
      because: '`pre-commit --config` takes a file of any name',
    },
    { file, text: repo('https://github.com/acme/hooks', '«main»'), message: 'is a branch', severity: 'low' },
    { file, text: repo('https://github.com/psf/black', '«stable»'), message: 'is a branch', because: 'a tag that its owners move' },
    {
      file,
      text: repo('«http://git.acme.dev/hooks»', 'v1.0.0'),
      message: 'https://git.acme.dev/hooks',
      severity: 'medium',
      suggestions: [repo('https://git.acme.dev/hooks', 'v1.0.0')],
    },
    { file, text: repo('«git://github.com/acme/hooks»', 'v1.0.0'), message: 'not encrypted' },
    { file, text: repo('«https://github.com/pre-commit/mirrors-prettier»', 'v3.1.0'), message: 'archived' },
  ],
});
