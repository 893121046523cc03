using System.Diagnostics;
using PersonaGrain.Cli.Tests.Serve;
using PersonaGrain.Testing;

namespace PersonaGrain.Cli.Tests.Readme;

/// <summary>The README does what it says: its commands are run in order, and their answers compared with those it shows.</summary>
public sealed class ReadmeTests : IDisposable
{
    private const string Program = "dotnet run --project src/PersonaGrain.Cli --";
    private const string Serve = Program + " serve";
    private const string Address = "http://127.0.0.1:5080";
    private readonly TemporaryFolder _folder = new();
    private ServedProcess? _served;

    [Fact]
    public async Task Commands_of_the_readme_give_the_answers_it_shows()
    {
        var blocks = FencedBlock.Of(await File.ReadAllTextAsync(Repository.File("README.md")));
        for (var index = 0; index < blocks.Count; index++)
        {
            if (!blocks[index].IsCommand)
            {
                continue;
            }

            var answer = await RunAsync(blocks[index]);
            if (index + 1 < blocks.Count && blocks[index + 1] is { IsAnswer: true } shown)
            {
                Likeness.Difference(shown, answer).ShouldBeNull($"line {shown.Line} of the README");
            }
        }

        _served.ShouldNotBeNull("the README tells how to serve");
    }

    [Fact]
    public void Files_that_the_readme_links_to_are_there()
    {
        var readme = File.ReadAllText(Repository.File("README.md"));
        var links = System.Text.RegularExpressions.Regex.Matches(readme, @"\]\((?!http|#)([^)#]+)").Select(match => match.Groups[1].Value);

        links.Where(link => !Path.Exists(Repository.File(link))).ShouldBeEmpty();
    }

    public void Dispose()
    {
        _served?.Dispose();
        _folder.Dispose();
    }

    private async Task<string> RunAsync(FencedBlock block)
    {
        switch (block.Text)
        {
            case Serve:
                _served = await ServedProcess.StartAsync(_folder.File("data"));
                return _served.Output;
            case "./test.sh":
                File.Exists(Repository.File("test.sh")).ShouldBeTrue();
                return string.Empty;
            default:
                return await ShellAsync(block);
        }
    }

    /// <summary>Runs a block in a folder of its own, on the server that was started, with the program that was built.</summary>
    private async Task<string> ShellAsync(FencedBlock block)
    {
        var script = block.Text
            .Replace(Program, $"dotnet '{Path.Combine(AppContext.BaseDirectory, "persona.dll")}'", StringComparison.Ordinal)
            .Replace("silo-config/", Repository.File("silo-config") + "/", StringComparison.Ordinal)
            .Replace(Address, _served?.Address ?? Address, StringComparison.Ordinal);
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = _folder.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var answer = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(1));
        await process.WaitForExitAsync();

        // 28: curl ended a stream at its --max-time.
        (process.ExitCode is 0 or 28).ShouldBeTrue($"exit code {process.ExitCode}, line {block.Line} of the README: {await error}");
        return answer;
    }
}
