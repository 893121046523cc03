using System.Diagnostics;
using System.Text.Json;
using PersonaGrain.Silo.Topology;

namespace PersonaGrain.Silo.Commands;

/// <summary><c>silo cluster status</c> and <c>silo cluster down</c>: looks at, and ends, a cluster that another process keeps.</summary>
internal static class ClusterStatus
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
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

            await output.WriteLineAsync(Member.Row("process", "address", "pid", "health"));
            foreach (var process in record.Processes)
            {
                await output.WriteLineAsync(Member.Row(process.Name, process.Url ?? "-", $"{process.Pid}", process.Health));
            }
        }

        return (int)(record is { IsReady: true } ? ExitCode.Done : ExitCode.Failed);
    }

    /// <summary>Ends what runs, and hands back the exit code.</summary>
    public static async Task<int> EndAsync(string data, TextWriter output, CancellationToken cancellation)
    {
        if (Open(data) is not { } folder || folder.Read() is not { } record)
        {
            await output.WriteLineAsync($"no cluster runs from {Path.GetFullPath(data)}");
            return (int)ExitCode.Done;
        }

        await Programs.RunAsync(["kill", "-s", "TERM", $"{record.Pid}"], cancellation);
        var began = Stopwatch.GetTimestamp();
        while (folder.IsInUse())
        {
            if (Stopwatch.GetElapsedTime(began) > Patience)
            {
                await output.WriteLineAsync($"the cluster does not end; it is kept by process {record.Pid}");
                return (int)ExitCode.Failed;
            }

            await Task.Delay(Look, cancellation);
        }

        await output.WriteLineAsync("the cluster has ended; its data stays");
        return (int)ExitCode.Done;
    }

    /// <summary>A folder that a cluster has run from; to look makes none.</summary>
    private static TopologyFolder? Open(string data) => Directory.Exists(Path.Combine(data, "run")) ? new TopologyFolder(data) : null;
}
