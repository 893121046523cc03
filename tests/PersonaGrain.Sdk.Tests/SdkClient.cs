using System.Diagnostics;

namespace PersonaGrain.Sdk.Tests;

/// <summary>A script that sends by an SDK and tells, a line each, what the SDK calls delivered.</summary>
internal sealed class SdkClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);
    private readonly Process _process;

    public SdkClient(params string[] arguments)
    {
        var start = new ProcessStartInfo(Programs.Find("node")!)
        {
            WorkingDirectory = NpmPackages.Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
    }

    /// <summary>The ids that the SDK calls delivered, by person; an id that it delivers twice stands there twice.</summary>
    public Dictionary<string, List<string>> Delivered { get; } = [];

    /// <summary>What else it told: events given up, faults of the page, requests to elsewhere.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>The next line that the script writes; null at its end.</summary>
    public async Task<string?> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _process.StandardOutput.ReadLineAsync(patience.Token);
    }

    /// <summary>Has the script end.</summary>
    public async Task EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.StandardInput.WriteLineAsync("end".AsMemory(), patience.Token);
        await _process.WaitForExitAsync(patience.Token);
    }

    /// <summary>Follows the script to its end; kills the server, and starts it again, whenever the script is ready for that.</summary>
    public async Task RunAsync(KilledServer server)
    {
        using var patience = new CancellationTokenSource(Patience);
        var error = _process.StandardError.ReadToEndAsync(patience.Token);
        var restarting = Task.CompletedTask;
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line == "kill")
            {
                await restarting;
                await server.KillAsync();
                await _process.StandardInput.WriteLineAsync("gone".AsMemory(), patience.Token);
                restarting = server.StartAsync();
            }
            else
            {
                Take(line);
            }
        }

        await restarting;
        await _process.WaitForExitAsync(patience.Token);
        _process.ExitCode.ShouldBe(0, await error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private void Take(string line)
    {
        if (line.Split(' ') is ["delivered", var person, var id])
        {
            (Delivered.TryGetValue(person, out var ids) ? ids : Delivered[person] = []).Add(id);
        }
        else if (line != "done")
        {
            Complaints.Add(line);
        }
    }
}
