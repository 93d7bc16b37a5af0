// What the tools of an agent definition come to together.
import { toolsAddUp } from '../../../rules/agent/tools-add-up.ts';
import { ruleTester } from '../../support/rule-tester.ts';

/** A file with a text in which line ends are written out. */
const inFile = (file: string) => (text: string) => ({ file, text });
const claude = inFile('.claude/agents/helper.md');
const plugin = inFile('agents/helper.md');
const copilot = inFile('.github/agents/helper.agent.md');

ruleTester(toolsAddUp, {
  valid: [
    claude('---\nname: helper\ntools: Read, Grep, Glob\n---\nRead.\n'),
    claude('---\nname: helper\ntools: [Read, WebFetch]\n---\nRead.\n'),
    claude('---\nname: helper\ntools: [Read, Write]\n---\nWrite.\n'),
    { because: 'the tool is narrowed to one command', ...claude('---\nname: helper\ntools: Read, Bash(git diff:*)\n---\nRead.\n') },
    {
      because: 'a command is no agent of its own',
      ...inFile('.claude/commands/build.md')('---\nallowed-tools: Bash(npm test)\n---\nTest.\n'),
    },
    {
      because: 'a page about people in a folder of that name',
      ...plugin('---\ntitle: Jane\nname: Jane\n---\nSells houses. Tools: a hammer.\n'),
    },
    {
      because: 'a tool of a server, by a name that another has',
      ...copilot('---\nname: helper\ntools: read, docs/fetch, edit\n---\nRead.\n'),
    },
    copilot('---\nname: helper\ntools: [read, search]\n---\nRead.\n'),
  ],
  invalid: [
    { ...claude('---\nname: helper\ntools: Read, Grep, «Bash»\n---\nRead.\n'), severity: 'low', message: 'may run commands (Bash)' },
    { ...claude('---\nname: helper\ntools: ["Read", "«Bash(*)»"]\n---\nRead.\n'), message: 'may run commands' },
    {
      ...claude('---\nname: helper\ntools: WebSearch, Read, «Edit»\n---\nRead.\n'),
      severity: 'low',
      message: 'reads the web (WebSearch) and changes files',
    },
    {
      ...claude('---\nname: helper\ntools:\n  - WebFetch\n  - Write\n  - «Bash»\n---\nRead.\n'),
      severity: 'medium',
      message: 'runs commands',
    },
    { ...copilot('---\nname: helper\ntools: [web, «execute», read]\n---\nRead.\n'), severity: 'medium' },
    {
      because: 'agents of a plugin lie beside its manifest',
      ...plugin('---\nname: helper\ndescription: Helps\ntools: Read, «Bash»\n---\nRead.\n'),
    },
    { because: 'a file as Windows writes it', ...claude('---\r\nname: helper\r\ntools: Read, «Bash»\r\n---\r\nRead.\r\n') },
  ],
});
