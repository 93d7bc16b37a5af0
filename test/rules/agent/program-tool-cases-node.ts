// Cases of JavaScript and TypeScript tools that hand what a model says to a shell or an interpreter, and of tools that do not.
import { at, type InvalidCase, type ValidCase } from '../../support/rule-tester.ts';

const servedByNode = at('src/ops/server.ts');

export const nodeToolsForATask: readonly ValidCase[] = [
  {
    because: 'the program is named, and the pattern of a text runs nothing',
    ...servedByNode`
      import { execFile } from "node:child_process";
      import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
      const server = new McpServer({ name: "git", version: "1.0.0" });
      server.tool("log", { branch: z.string() }, async ({ branch }) => {
        const found = /main/.exec(branch);
        return text(await run(execFile, "git", ["log", branch]), found);
      });
    `,
  },
  {
    because: 'what is spawned without a shell is one program, which the model may not choose here',
    ...servedByNode`
      import { spawn, execSync } from "node:child_process";
      import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
      const server = new McpServer({ name: "git", version: "1.0.0" });
      server.registerTool("status", { inputSchema: {} }, async () => text(execSync("git status")));
      server.registerTool("blame", { inputSchema: { file: z.string() } }, async ({ file }) => {
        const child = spawn("git", ["blame", file]);
        return text(await collect(child));
      });
    `,
  },
  {
    because: 'it is checked first',
    ...servedByNode`
      import { exec } from "node:child_process";
      import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
      const server = new McpServer({ name: "ops", version: "1.0.0" });
      server.tool("run", { command: z.string() }, async ({ command }) => {
        if (!isAllowed(command)) throw new Error(command);
        return text(await promisify(exec)(command));
      });
    `,
  },
  {
    because: 'the arguments of a program are its own, and the program is named',
    ...servedByNode`
      import { execFile, spawn } from "node:child_process";
      import { tool } from "ai";
      export const format = tool({
        inputSchema: z.object({ path: z.string() }),
        execute: async ({ path }) => run(spawn("prettier", ["--check", path])),
      });
      export const rows = tool({ execute: async ({ id }) => /^\\d+$/.exec(id) });
      const own = (command: string) => execSync(command);
    `,
  },
  {
    because: 'what is called exec is that of a machine of its own',
    ...servedByNode`
      import { tool } from "ai";
      import { machine } from "./machine";
      const exec = machine.exec;
      server.listen(3000, "0.0.0.0");
      export const shell = tool({ execute: async ({ command }) => exec(command) });
    `,
  },
];

export const nodeToolsForAnything: readonly InvalidCase[] = [
  {
    because: 'the name that the program gives to exec as a promise',
    ...servedByNode`
      import { exec } from "node:child_process";
      import { promisify } from "node:util";
      import { tool } from "ai";
      const run = promisify(exec);
      export const bash = tool({
        inputSchema: z.object({ command: z.string() }),
        execute: async ({ command }) => (await «run»(command)).stdout,
      });
    `,
  },
  {
    ...servedByNode`
      import { exec, spawn } from "node:child_process";
      import { promisify } from "node:util";
      import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";

      const execAsync = promisify(exec);
      const server = new McpServer({ name: "terminal", version: "1.0.0" });

      server.tool("execute_command", { command: z.string(), cwd: z.string().optional() }, async ({ command, cwd }) => {
        const { stdout } = await «execAsync»(command, { cwd });
        return text(stdout);
      });
      server.registerTool("sh", { inputSchema: { line: z.string() } }, async ({ line }) => follow(«spawn»("sh", ["-c", line])));
    `,
    message: ['any command', 'any command'],
  },
  {
    because: "the SDK's lower level",
    ...servedByNode`
      import { exec } from "node:child_process";
      import { Server } from "@modelcontextprotocol/sdk/server/index.js";

      function runShell(line: string, cwd?: string): Promise<string> {
        return new Promise((resolve) => {
          «exec»(line, { cwd }, (_error, stdout) => resolve(stdout));
        });
      }

      server.setRequestHandler(CallToolRequestSchema, async (request) => {
        const { command, cwd } = request.params.arguments as { command: string; cwd?: string };
        return text(await runShell(command, cwd));
      });
    `,
  },
  {
    because: 'what is put into a line for a shell ends it and begins another',
    ...servedByNode`
      import { execSync } from "node:child_process";
      import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
      server.registerTool("search", { inputSchema: { pattern: z.string() } }, async ({ pattern }) => text(«execSync»(${'`'}grep -r ${'$'}{pattern} .${'`'})));
    `,
  },
  {
    because: 'tools of the AI SDK and of LangChain, one that is given a text and one whose parameters have defaults that are calls',
    ...servedByNode`
      import { exec, execSync } from "node:child_process";
      import { promisify } from "node:util";
      import { tool } from "ai";
      import { DynamicTool } from "@langchain/core/tools";
      const run = promisify(exec);
      export const bash = tool({
        description: "Runs a command",
        inputSchema: z.object({ command: z.string() }),
        execute: async ({ command, cwd = process.cwd() }) => (await «promisify(exec)»(command, { cwd })).stdout,
      });
      export const shell = new DynamicTool({ name: "shell", func: async (line: string) => «execSync»(line).toString() });
    `,
  },
  {
    because: 'methods of a server that get all arguments, and a text that they become before',
    ...servedByNode`
      import { exec } from "child_process";
      import { Server } from "@modelcontextprotocol/sdk/server/index.js";
      class Shell {
        constructor(private server: Server) {
          this.server.setRequestHandler(CallToolRequestSchema, async (request) => {
            const args = request.params.arguments as Record<string, unknown>;
            switch (request.params.name) {
              case "run":
                return this.runCommand(args);
            }
          });
        }
        private async runCommand(args: any): Promise<{ content: unknown[] }> {
          const line = String(args.command);
          return new Promise((resolve) => «exec»(line, (_error, stdout) => resolve({ content: [stdout] })));
        }
      }
    `,
  },
  {
    because: 'a tool that is an object, and a program with its arguments, both of which the model names',
    ...servedByNode`
      import { exec, execFile } from "node:child_process";
      import OpenAI from "openai";
      export const tools = {
        command: {
          parameters: { type: "object", properties: { command: { type: "string" } } },
          execute: async ({ command }) => {
            const execAsync = promisify(exec);
            return (await «execAsync»(command)).stdout;
          },
        },
        program: {
          execute: async ({ name, args }: { name: string; args: string[] }) => collect(«execFile»(name, args)),
        },
      };
    `,
  },
];
