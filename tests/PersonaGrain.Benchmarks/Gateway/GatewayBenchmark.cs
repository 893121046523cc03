using System.Diagnostics;
using System.Globalization;

namespace PersonaGrain.Benchmarks.Gateway;

/// <summary>
/// Measures reads of one warm profile through the gateway against an empty endpoint of the same Kestrel that returns the same bytes
/// with the same headers: same run, same client, in turns, so that what else the machine does meets both.
/// </summary>
/// <remarks>
/// The server is a process of its own; the driver uses plain sockets and one thread per connection group, so that it costs little.
/// Over the embedded engine, and over the plain engine of the contract suite, which answers on the caller's thread: the second
/// leaves the gateway's own cost. Each without keys and with one. Two ratios are told: of requests per second, and of the server's processor
/// time per request, in which the driver has no part. The bytes are those that the server allocates per request.
/// </remarks>
internal static class GatewayBenchmark
{
    private const int Rounds = 5;
    private const string Profile = "/v1/profiles/ada";
    private const string Empty = "/empty";
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(4);

    /// <summary>Runs the benchmark; the arguments may give the number of connections (default 32).</summary>
    internal static async Task<int> RunAsync(string[] arguments)
    {
        var connections = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 32;
        Console.WriteLine($"{Environment.ProcessorCount} processors, {connections} connections, {Rounds} rounds of {Round.TotalSeconds:0} s each");
        foreach (var engine in new[] { ProfileServer.Embedded, ProfileServer.Reference })
        {
            foreach (var keyed in new[] { false, true })
            {
                using var server = ServerProcess.Start(engine, keyed);
                await CompareAsync($"{engine}, {(keyed ? "keyed" : "open")}", server, new HttpLoad(server.Port, connections, keyed));
            }
        }

        return 0;
    }

    private static async Task CompareAsync(string name, ServerProcess server, HttpLoad load)
    {
        var body = await load.SampleAsync(Profile);
        var empty = await load.SampleAsync(Empty);
        if (!body.AsSpan().SequenceEqual(empty))
        {
            throw new InvalidOperationException("the two endpoints do not answer the same bytes");
        }

        await MeasureAsync(server, load, Empty);
        await MeasureAsync(server, load, Profile);
        var rates = new List<double>();
        var costs = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var bare = await MeasureAsync(server, load, Empty);
            var read = await MeasureAsync(server, load, Profile);
            rates.Add(read.PerSecond / bare.PerSecond);
            costs.Add(bare.ServerMicroseconds / read.ServerMicroseconds);
            Console.WriteLine($"{name}: empty {bare}   profile {read}   ratio {rates[^1]:0.00} by rate, {costs[^1]:0.00} by server time");
        }

        Console.WriteLine($"{name}: {body.Length} bytes; median ratio {Median(rates):0.00} by rate, {Median(costs):0.00} by server time; reach 0.60");
    }

    private static async Task<Measurement> MeasureAsync(ServerProcess server, HttpLoad load, string path)
    {
        var allocated = await AllocatedAsync(load);
        var processor = server.ProcessorTime;
        var clock = Stopwatch.StartNew();
        var requests = await load.RunAsync(path, Round);
        var elapsed = clock.Elapsed;
        return new Measurement(requests / elapsed.TotalSeconds, (server.ProcessorTime - processor).TotalMicroseconds / requests, (await AllocatedAsync(load) - allocated) / requests);
    }

    private static async Task<long> AllocatedAsync(HttpLoad load) =>
        long.Parse(await load.SampleAsync(ProfileServer.Allocated), CultureInfo.InvariantCulture);

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    private readonly record struct Measurement(double PerSecond, double ServerMicroseconds, long Bytes)
    {
        public override string ToString() => $"{PerSecond,7:0}/s {ServerMicroseconds,5:0.0} us {Bytes,5} B";
    }
}
