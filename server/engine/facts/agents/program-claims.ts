// Which programs are looked through for agents that act on their own: by language, and the framework that they name.
import type { Document, Format } from '../../document.ts';

const languages: ReadonlySet<Format> = new Set(['python', 'javascript', 'typescript']);
const frameworks =
  /\b(?:langchain|autogen|crewai|smolagents|claude[_-](?:agent|code)[_-]sdk|(?:ag2|openai|agents)\b)|@anthropic-ai\/claude/;
const telling =
  /ShellTool|BashProcess|PythonREPLTool|PythonAstREPLTool|load_tools|allow_dangerous_|use_docker|LocalCommandLineCodeExecutor|code_execution_mode|unsafe_mode|require_?[aA]pproval|bypassPermissions|allowDangerouslySkipPermissions|additional_authorized_imports/;

/** A program with a word of a setting that lets an agent act alone, and the name of a framework. */
export function claimsAgentProgram({ format, text }: Document): boolean {
  return languages.has(format) && telling.test(text) && frameworks.test(text);
}
