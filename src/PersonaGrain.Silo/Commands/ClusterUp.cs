using System.Runtime.InteropServices;
using PersonaGrain.Silo.Topology;

namespace PersonaGrain.Silo.Commands;

/// <summary><c>silo cluster up</c>: runs a cluster on this machine until SIGTERM or Ctrl-C.</summary>
internal static class ClusterUp
{
    /// <summary>Runs, and hands back the exit code.</summary>
    public static async Task<int> RunAsync(TopologyRequest request, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var faults = request.Faults();
        if (faults.Count > 0)
        {
            return await FailAsync(error, ExitCode.Usage, faults);
        }

        TopologyFolder folder;
        FileStream? locked;
        try
        {
            folder = new TopologyFolder(request.Data);
            locked = folder.TryLock();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return await FailAsync(error, ExitCode.FaultyInput, [$"--data: {fault.Message.TrimEnd('.')}; choose a folder that this user may make and write to"]);
        }

        using var held = locked;
        if (held is null)
        {
            return await FailAsync(error, ExitCode.StoreUnavailable, [$"a cluster runs from {folder.Path} already; end it with `silo cluster down`, or choose another folder with --data"]);
        }

        folder.Forget();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

        // Ctrl-C and SIGTERM cancel every command; this one ends in order with its terminal too.
        using var hungUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal =>
        {
            signal.Cancel = true;
            stop.Cancel();
        });
        try
        {
            using var run = new TopologyRun(request, folder, output);
            await run.RunAsync(stop.Token);
            return (int)(stop.IsCancellationRequested ? ExitCode.Done : ExitCode.Unexpected);
        }
        catch (TopologyFault fault)
        {
            return await FailAsync(error, fault.Code, [fault.Message]);
        }
    }

    private static async Task<int> FailAsync(TextWriter error, ExitCode code, IEnumerable<string> faults)
    {
        foreach (var fault in faults)
        {
            await error.WriteLineAsync("error: " + fault);
        }

        return (int)code;
    }
}
