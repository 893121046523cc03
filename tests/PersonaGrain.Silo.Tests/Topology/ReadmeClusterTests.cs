using System.Diagnostics;
using PersonaGrain.Cli.Tests.Readme;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Silo.Tests.Topology;

/// <summary>The README's commands for a cluster do what it says. They are the blocks marked <c>sh cluster</c>.</summary>
public sealed class ReadmeClusterTests : IDisposable
{
    private const string Program = "dotnet run --project src/PersonaGrain.Silo --";
    private const string Up = Program + " cluster up --silos 3 --gateways 2";
    private const string Address = "http://127.0.0.1:5080/";
    private readonly ClusterFolder _folder = new();
    private ClusterRun? _cluster;

    [PostgresFact]
    public async Task Commands_for_a_cluster_give_the_answers_that_the_readme_shows()
    {
        var blocks = FencedBlock.Of(await File.ReadAllTextAsync(Repository.File("README.md")));
        blocks.Count(static block => block.Info == "sh cluster").ShouldBeGreaterThan(2);
        for (var index = 0; index < blocks.Count; index++)
        {
            if (blocks[index].Info != "sh cluster")
            {
                continue;
            }

            var answer = await RunAsync(blocks[index]);
            if (blocks[index + 1] is { IsAnswer: true } shown)
            {
                Likeness.Difference(shown, answer).ShouldBeNull($"line {shown.Line} of the README");
            }
        }

        (await _cluster!.ExitAsync()).ShouldBe(0, "the README ends what it starts");
    }

    public void Dispose()
    {
        _cluster?.Dispose();
        _folder.Dispose();
    }

    private async Task<string> RunAsync(FencedBlock block)
    {
        if (block.Text == Up)
        {
            _cluster = await ClusterRun.UpAsync(_folder.Data, silos: 3, gateways: 2);
            return _cluster.Output;
        }

        var script = "set -e\n" + block.Text
            .Replace(Program + " cluster", $"dotnet '{Path.Combine(AppContext.BaseDirectory, "silo.dll")}' cluster --data '{_folder.Data}'", StringComparison.Ordinal)
            .Replace(Address, _cluster?.Http.BaseAddress?.ToString() ?? Address, StringComparison.Ordinal);
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var answer = await process.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"line {block.Line} of the README: {answer}");
        return answer;
    }
}
