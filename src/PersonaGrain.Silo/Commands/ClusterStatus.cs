using System.Text.Json;
using PersonaGrain.Postgres.Local;
using PersonaGrain.Silo.Resilience;
using PersonaGrain.Silo.Topology;

namespace PersonaGrain.Silo.Commands;

/// <summary><c>silo cluster status</c> and <c>silo cluster down</c>: looks at, and ends, a cluster that another process keeps.</summary>
internal static class ClusterStatus
{
    private static readonly TimeSpan StopTimeout = TimeSpan.FromMinutes(3);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Tells what runs, and hands back the exit code.</summary>
    public static async Task<int> TellAsync(string data, bool json, TextWriter output)
    {
        var record = Open(data)?.Read();
        if (json)
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(record, Json));
        }
        else if (record is null)
        {
            await output.WriteLineAsync($"no cluster runs from {Path.GetFullPath(data)}");
        }
        else
        {
            await output.WriteLineAsync(record.Processes.Count == 0
                ? $"the cluster starts or ends; it is kept by process {record.Pid}"
                : $"the cluster is reached at {record.Url} and kept by process {record.Pid}");
            if (record.Database is { } database)
            {
                await output.WriteLineAsync($"its database is {database}");
            }

            await output.WriteLineAsync(SupervisedProcess.Row("process", "address", "pid", "health"));
            foreach (var process in record.Processes)
            {
                await output.WriteLineAsync(SupervisedProcess.Row(process.Name, process.Url ?? "-", $"{process.Pid}", process.Health));
            }
        }

        return (int)(record is { IsReady: true } ? ExitCode.Done : ExitCode.Unexpected);
    }

    /// <summary>Ends what runs, and hands back the exit code.</summary>
    public static async Task<int> EndAsync(string data, TextWriter output, CancellationToken cancellation)
    {
        if (Open(data) is not { } folder || folder.Read() is not { } record)
        {
            await output.WriteLineAsync($"no cluster runs from {Path.GetFullPath(data)}");
            return (int)ExitCode.Done;
        }

        var fault = await InstalledProgram.RunAsync(["kill", "-s", "TERM", $"{record.Pid}"], cancellation)
            ?? await RetryPolicies.UntilReadyHere(StopTimeout, TimeProvider.System).ExecuteAsync(
                _ => ValueTask.FromResult(folder.IsInUse() ? $"the cluster does not end; it is kept by process {record.Pid}" : null), cancellation);
        await output.WriteLineAsync(fault ?? "the cluster has ended; its data stays");
        return (int)(fault is null ? ExitCode.Done : ExitCode.Unexpected);
    }

    /// <summary>A folder that a cluster has run from; to look makes none.</summary>
    private static TopologyFolder? Open(string data) => Directory.Exists(Path.Combine(data, "run")) ? new TopologyFolder(data) : null;
}
