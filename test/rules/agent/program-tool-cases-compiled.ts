// Cases of tools in Go, Java, Kotlin, C# and Rust that hand what a model says to a shell, and of tools that do not.
import { at, type InvalidCase, type ValidCase } from '../../support/rule-tester.ts';

const go = at('internal/ops/tools.go');
const java = at('src/main/java/dev/acme/OpsTools.java');
const kotlin = at('src/main/kotlin/dev/acme/Ops.kt');
const csharp = at('src/Acme.Ops/OpsTools.cs');
const rust = at('crates/ops/src/main.rs');

export const compiledToolsForATask: readonly ValidCase[] = [
  {
    because: 'the program is named, and what the model says is one of its arguments',
    ...go`
      import "github.com/mark3labs/mcp-go/mcp"

      func blame(ctx context.Context, req mcp.CallToolRequest) (*mcp.CallToolResult, error) {
      	path, err := req.RequireString("path")
      	if err != nil {
      		return nil, err
      	}
      	out, err := exec.CommandContext(ctx, "git", "blame", "--", path).Output()
      	return text(out), err
      }
    `,
  },
  {
    because: 'it is checked first',
    ...go`
      import "github.com/mark3labs/mcp-go/mcp"

      func run(ctx context.Context, req mcp.CallToolRequest) (*mcp.CallToolResult, error) {
      	command := req.GetString("command", "")
      	if !allowed(command) {
      		return mcp.NewToolResultError("refused"), nil
      	}
      	out, err := exec.Command("sh", "-c", command).Output()
      	return text(out), err
      }
    `,
  },
  {
    because: 'no tool, but what the program itself builds with',
    ...go`
      import "github.com/mark3labs/mcp-go/server"

      func build(command string) error {
      	return exec.Command("sh", "-c", command).Run()
      }
    `,
  },
  {
    because: 'arguments of programs that are named, and a number',
    ...java`
      import org.springframework.ai.tool.annotation.Tool;

      class OpsTools {
        @Tool(description = "Checks a branch out")
        String checkout(String branch) throws IOException {
          return read(Runtime.getRuntime().exec(new String[]{"git", "checkout", branch}));
        }

        @Tool(description = "Asks a host")
        String ping(String host) throws IOException {
          return read(Runtime.getRuntime().exec("ping -c 1 " + host));
        }

        @Tool(description = "Waits")
        String pause(int seconds) throws IOException {
          return read(new ProcessBuilder("sh", "-c", "sleep " + seconds).start());
        }

        String own(String command) throws IOException {
          return read(Runtime.getRuntime().exec(command));
        }
      }
    `,
  },
  {
    because: 'the option is that of another program',
    ...csharp`
      using ModelContextProtocol.Server;

      public class OpsTools
      {
          [McpServerTool, Description("Asks a host")]
          public static string Ping(string host) => Read(Process.Start("ping", "-c 4 " + host));

          [McpServerTool, Description("Shows the log")]
          public static string Log(string branch)
          {
              var start = new ProcessStartInfo { FileName = "git", Arguments = $"-c color.ui=false log {branch}" };
              return Read(Process.Start(start));
          }
      }
    `,
  },
  {
    because: 'the tool names its program; the function behind it is none',
    ...rust`
      use rmcp::{tool, tool_router};

      impl Ops {
          #[tool(description = "check a package")]
          async fn check<'a>(&self, Parameters(CheckArgs { package }): Parameters<CheckArgs>) -> Result<CallToolResult, Error> {
              Ok(ok(Command::new("cargo").arg("check").arg("-p").arg(&package).output().await?))
          }
      }

      fn own(command: &str) -> Output {
          Command::new("sh").arg("-c").arg(command).output().unwrap()
      }
    `,
  },
];

export const compiledToolsForAnything: readonly InvalidCase[] = [
  {
    ...go`
      import "github.com/mark3labs/mcp-go/mcp"

      func register(s *server.MCPServer, dir string) {
      	s.AddTool(mcp.NewTool("sh"), runIn(dir))
      }

      func runIn(dir string) func(context.Context, mcp.CallToolRequest) (*mcp.CallToolResult, error) {
      	return func(ctx context.Context, req mcp.CallToolRequest) (*mcp.CallToolResult, error) {
      		command, err := req.RequireString("command")
      		if err != nil {
      			return nil, err
      		}
      		out, err := «exec.CommandContext»(ctx, "bash", "-c", command).CombinedOutput()
      		return text(out), err
      	}
      }
    `,
  },
  {
    ...go`
      import "github.com/mark3labs/mcp-go/mcp"

      func (o *ops) size(ctx context.Context, request mcp.CallToolRequest) (*mcp.CallToolResult, error) {
      	args := request.GetArguments()
      	path, _ := args["path"].(string)
      	return o.shell(ctx, path)
      }

      func (o *ops) shell(ctx context.Context, path string) (*mcp.CallToolResult, error) {
      	out, err := «exec.Command»("/bin/sh", "-c", fmt.Sprintf("du -sh %s | tail -1", path)).Output()
      	return text(out), err
      }
    `,
  },
  {
    ...go`
      import "github.com/modelcontextprotocol/go-sdk/mcp"

      type Input struct {
      	Line string
      }

      func tool(ctx context.Context, req *mcp.CallToolRequest, in Input) (*mcp.CallToolResult, any, error) {
      	words := strings.Fields(in.Line)
      	out, err := «exec.Command»(words[0], words[1:]...).Output()
      	return text(out), nil, err
      }
    `,
  },
  {
    ...java`
      import dev.langchain4j.agent.tool.P;
      import dev.langchain4j.agent.tool.Tool;

      class OpsTools {
        @Tool("Runs a command")
        String run(@P(value = "the command", required = true) String command, @P("seconds") int seconds) throws IOException {
          return read(«Runtime.getRuntime().exec»(command));
        }

        @Tool("Runs a script")
        String script(Request request) throws IOException {
          return read(«new ProcessBuilder»(List.of("bash", "-c", request.script())).start());
        }

        @Tool("Runs it on either system")
        String either(String line) throws IOException {
          String[] words = windows ? new String[]{"cmd.exe", "/c", line} : new String[]{"sh", "-c", line};
          return read(«Runtime.getRuntime().exec»(words));
        }
      }
    `,
  },
  {
    ...kotlin`
      import org.springframework.ai.tool.annotation.Tool

      class Ops {
          @Tool(description = "Counts lines")
          fun count(file: String): String =
              «ProcessBuilder»("sh", "-c", "wc -l $file").start().inputStream.bufferedReader().readText()
      }
    `,
  },
  {
    ...csharp`
      using Microsoft.SemanticKernel;

      public class OpsTools
      {
          [KernelFunction("run")]
          [Description("Runs a command")]
          public string Run([Description("the command")] string command, string folder = "/")
          {
              var start = new ProcessStartInfo { FileName = "/bin/bash", «Arguments» = $"-c \"{command}\"", WorkingDirectory = folder };
              return Read(Process.Start(start));
          }

          [KernelFunction]
          public string Script(string script)
          {
              using var shell = PowerShell.Create();
              «shell.AddScript»(script);
              return Join(shell.Invoke());
          }
      }
    `,
  },
  {
    ...csharp`
      using Microsoft.Extensions.AI;

      static string Run(string command) => Read(«Process.Start»("cmd.exe", "/c " + command));

      var agent = client.CreateAIAgent(tools: [AIFunctionFactory.Create(Run)]);
    `,
  },
  {
    ...rust`
      use rmcp::{tool, tool_router};

      impl Ops {
          #[tool(description = "run a command")]
          async fn run(&self, Parameters(args): Parameters<RunArgs>) -> Result<CallToolResult, Error> {
              let output = «Command::new»("sh")
                  .arg("-c")
                  .arg(&args.command)
                  .output()
                  .await?;
              Ok(ok(output))
          }

          #[tool(description = "size of a folder")]
          async fn size(&self, Parameters(SizeArgs { path }): Parameters<SizeArgs>) -> Result<CallToolResult, Error> {
              Ok(ok(«Command::new»("bash").args(["-c", &format!("du -sh {path}")]).output().await?))
          }
      }
    `,
  },
];
