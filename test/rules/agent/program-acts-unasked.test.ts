import { programActsUnasked } from '../../../rules/agent/program-acts-unasked.ts';
import { at, ruleTester, type Source } from '../../support/rule-tester.ts';
import { compiledToolsForAnything, compiledToolsForATask } from './program-tool-cases-compiled.ts';
import { nodeToolsForAnything, nodeToolsForATask } from './program-tool-cases-node.ts';
import { frameworksThatAsk, frameworksUnasked } from './program-framework-cases.ts';
import { queriesOfItsOwn, queriesOfTheModel } from './program-query-cases.ts';
import { pythonToolsForAnything, pythonToolsForATask } from './program-tool-cases-python.ts';

const python = (text: string): Source => ({ file: 'src/agent.py', text });
const typescript = (text: string): Source => ({ file: 'src/agent.ts', text });
const served = at('src/ops/server.py');

ruleTester(programActsUnasked, {
  valid: [
    {
      ...python('from agent_framework.tools import LocalShellTool\n\nshell = LocalShellTool(workdir="/srv", confine_workdir=True)\n'),
      because: 'asks before each command',
    },
    {
      ...python(
        'from smolagents import CodeAgent\n\nagent = CodeAgent(tools=[], model=model, executor_type="docker", additional_authorized_imports=["*"])\nother = CodeAgent(tools=[], model=model, additional_authorized_imports=["pandas", "os.path"])\n',
      ),
      because: 'in a container, and modules that start nothing',
    },
    ...frameworksThatAsk,
    ...pythonToolsForATask,
    ...nodeToolsForATask,
    ...compiledToolsForATask,
    ...queriesOfItsOwn,
    {
      ...python('from langchain_community.tools import ShellTool\n\ntools = [ShellTool(ask_human_input=True)]\n'),
      because: 'a person is asked',
    },
    {
      ...python(
        'from langchain_community.tools import ShellTool\n\ntools = [ShellTool(callbacks=[handlers("approval)")], ask_human_input=True)]\n',
      ),
      because: 'a person is asked, behind other arguments',
    },
    {
      ...python(
        'from langchain_community.callbacks.human import HumanApprovalCallbackHandler\nfrom langchain.agents import load_tools\n\ncallbacks = [HumanApprovalCallbackHandler()]\ntools = load_tools(["terminal"], llm=llm) + [ShellTool()]\nagent.run(task, callbacks=callbacks)\n',
      ),
      because: 'a handler of the program asks a person',
    },
    { ...python('from langchain_community.tools import ShellTool\n\nclass ShellTool(Base): pass\n'), because: "a class of one's own" },
    { ...python('class ShellTool:\n    pass\n\ntool = ShellTool()\n'), because: 'no framework of agents' },
    { ...python('import autogen\n# code_execution_config={"use_docker": False}\n'), because: 'a comment' },
    { ...python('import autogen\nconfig = {"use_docker": use_docker}\n'), because: 'a variable decides' },
    {
      ...python('import autogen\nuser = autogen.UserProxyAgent("u", human_input_mode="NEVER", code_execution_config=False)\n'),
      because: 'runs no code',
    },
    {
      ...python(
        'from agents import HostedMCPTool\ntool = HostedMCPTool(tool_config={"type": "mcp", "require_approval": {"never": {"tool_names": ["search"]}}})\n',
      ),
      because: 'single tools',
    },
    {
      ...python(
        'from langchain.agents.middleware import HumanInTheLoopMiddleware\nfrom langchain_community.tools import ShellTool\n\nagent = create_agent(model, tools=[ShellTool()], middleware=[HumanInTheLoopMiddleware(interrupt_on={"terminal": True})])\n',
      ),
      because: 'the middleware asks a person',
    },
    {
      ...python('from agents import Agent, ShellTool\n\ntool = ShellTool(executor=run, needs_approval=True)\n'),
      because: 'a person is asked',
    },
    {
      ...python(
        'from claude_agent_sdk import ClaudeAgentOptions\n\noptions = ClaudeAgentOptions(allowed_tools=["Read", "Bash(git log:*)"])\n',
      ),
      because: 'one command',
    },
    {
      ...python(
        'from claude_agent_sdk import ClaudeAgentOptions\n\noptions = ClaudeAgentOptions(allowed_tools=["Bash"], sandbox={"enabled": True})\n',
      ),
      because: 'a sandbox limits what the shell reaches',
    },
    { ...python('from strands_tools import shell\n\nagent = Agent(tools=[shell])\n'), because: 'the tool asks by itself' },
    {
      ...typescript(
        'import { query } from "@anthropic-ai/claude-agent-sdk";\nquery({ prompt, options: { allowedTools: ["Bash"], hooks: { PreToolUse: [refuseOthers] } } });\n',
      ),
      because: 'a hook may refuse the command',
    },
    {
      ...typescript(
        'import { query } from "@anthropic-ai/claude-agent-sdk";\nquery({ prompt, options: { permissionMode: "default", allowedTools: ["Read"] } });\n',
      ),
    },
  ],
  invalid: [
    ...frameworksUnasked,
    python(
      'from agent_framework.tools import LocalShellTool\n\nshell = LocalShellTool(mode="stateless", approval_mode="«never_require»", acknowledge_unsafe=True)\n',
    ),
    {
      ...python(
        'from smolagents import CodeAgent\n\nagent = CodeAgent(tools=[], model=model, additional_authorized_imports=["json", "«subprocess»"])\n',
      ),
      because: 'its interpreter may start programs',
      message: '`additional_authorized_imports=subprocess`',
    },
    ...pythonToolsForAnything,
    ...nodeToolsForAnything,
    ...compiledToolsForAnything,
    ...queriesOfTheModel,
    {
      ...python(
        'from langchain_community.tools import ShellTool\n\ntools = [«ShellTool»()]\nasked = [ShellTool(ask_human_input=True)]\nmore = [«ShellTool»()]  # ask_human_input=True\n',
      ),
      because: 'what one call asks says nothing of another',
    },
    {
      ...python('from langchain.agents import load_tools\n\ntools = load_tools(["llm-math", "«terminal»"], llm=llm)\n'),
      message: 'any command',
    },
    {
      ...python(
        'from langchain_experimental.agents import create_csv_agent\n\nagent = create_csv_agent(llm, "a.csv", allow_dangerous_code=«True»)\n',
      ),
      message: 'Run it in a container',
    },
    {
      ...python(
        'from langchain_community.agent_toolkits.openapi import planner\n\nagent = planner.create_openapi_agent(spec, requests, llm, allow_dangerous_requests=«True»)\n',
      ),
      message: 'any request',
    },
    {
      ...python(
        'from autogen_ext.code_executors.local import LocalCommandLineCodeExecutor\n\nexecutor = «LocalCommandLineCodeExecutor»(work_dir=".")\n',
      ),
    },
    { ...python('from crewai import Agent\n\nagent = Agent(role="dev", allow_code_execution=True, code_execution_mode="«unsafe»")\n') },
    { ...python('from smolagents import CodeAgent\n\nagent = CodeAgent(tools=[], model=model, additional_authorized_imports=["«*»"])\n') },
    {
      ...python('from agents import HostedMCPTool\ntool = HostedMCPTool(tool_config={"type": "mcp", "require_approval": "«never»"})\n'),
      message: 'every tool of this MCP server',
    },
    {
      ...python('from claude_agent_sdk import ClaudeAgentOptions\n\noptions = ClaudeAgentOptions(permission_mode="«bypassPermissions»")\n'),
      severity: 'high',
    },
    {
      ...typescript(
        'import { query } from "@anthropic-ai/claude-agent-sdk";\nquery({ prompt, options: { permissionMode: "«bypassPermissions»" } });\n',
      ),
      message: 'every permission check',
    },
    { ...python('from agents import Agent, ShellTool\n\nagent = Agent(name="ops", tools=[«ShellTool»(executor=run)])\n') },
    {
      ...python('from claude_agent_sdk import ClaudeAgentOptions\n\noptions = ClaudeAgentOptions(allowed_tools=["Read", "«Bash»"])\n'),
      message: 'any command',
    },
    {
      ...python(
        'from google.adk.agents import LlmAgent\nfrom google.adk.code_executors import UnsafeLocalCodeExecutor\n\nagent = LlmAgent(name="a", code_executor=«UnsafeLocalCodeExecutor»())\n',
      ),
      message: 'on this machine',
    },
    { ...python('import os\nfrom strands import Agent\n\nos.environ["BYPASS_TOOL_CONSENT"] = "«true»"\n') },
    {
      ...python(
        'from azure.ai.agents.models import McpTool\n\ntool = McpTool(server_label="a", server_url=url)\ntool.set_approval_mode("«never»")\n',
      ),
    },
    {
      ...python('from langchain_community.tools import ShellTool\n\n# HumanApprovalCallbackHandler would ask\ntools = [«ShellTool»()]\n'),
      because: 'a comment asks nobody',
    },
    {
      because: 'a word that any setting has is said with the name of its own, and what the chains over graphs run are queries',
      ...served`
      from langchain_neo4j import GraphCypherQAChain
      from langchain_community.agent_toolkits.openapi.toolkit import RequestsToolkit

      http = RequestsToolkit(requests_wrapper=wrapper, allow_dangerous_requests=«True»)
      chain = GraphCypherQAChain.from_llm(
          ChatOpenAI(temperature=0),
          graph=graph,
          allow_dangerous_requests=«True»,
      )
    `,
      message: ['\`allow_dangerous_requests=True\` lets the model send any request', 'any query that it writes'],
    },
  ],
});
