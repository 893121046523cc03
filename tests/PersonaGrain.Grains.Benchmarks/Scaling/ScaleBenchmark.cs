using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using PersonaGrain.Benchmarks.Embedded;
using PersonaGrain.Grains.Benchmarks.Reporting;
using PersonaGrain.Grid;
using PersonaGrain.Postgres.Setup;
using PersonaGrain.Testing.Postgres;

namespace PersonaGrain.Grains.Benchmarks.Scaling;

/// <summary>
/// <c>scale</c>: durable signals over HTTP with 1, 2 and 3 processes of <c>silo</c>, and what each part of the cluster costs per signal.
/// </summary>
/// <remarks>
/// The driver and PostgreSQL share the first core, all silos share the rest. On two cores more silos can not be faster: the table then
/// tells what a further silo costs, since calls cross between processes that would else stay within one.
/// </remarks>
internal static class ScaleBenchmark
{
    public static async Task RunAsync(Arguments arguments, Report report)
    {
        var cores = arguments.Number("--cores", 0);
        Report.Progress($"{(cores < 2 ? "nothing is pinned" : $"driver and PostgreSQL on core 0; all silos on {(cores == 2 ? "core 1" : $"cores 1 to {cores - 1}")}")}");
        using var server = await PostgresServer.CreateAsync(
            flushes: true, "synchronous_commit=on", "max_connections=200", "shared_buffers=512MB", "max_wal_size=4GB");
        for (var silos = 1; silos <= arguments.Number("--silos", 3); silos++)
        {
            var database = await server.CreateDatabaseAsync();
            if (await PostgresSetup.ApplyAsync(database, CancellationToken.None) is not SetupResult.Ready)
            {
                throw new InvalidOperationException("the set-up of the database failed");
            }

            using var fleet = await SiloFleet.StartAsync(database, silos, cores);
            using var row = new Row(fleet, await ServerTime.OfAsync(database), arguments);
            await row.RunAsync(report);
        }
    }

    private sealed class Row(SiloFleet fleet, ServerTime server, Arguments arguments) : IDisposable
    {
        private readonly int _profiles = arguments.Number("--profiles", 20_000);
        private readonly int _callers = arguments.Number("--callers", 24);
        private readonly int _signals = arguments.Number("--signals", 100_000);
        private readonly HttpClient _http = new();

        public async Task RunAsync(Report report)
        {
            var silos = fleet.Addresses.Count;
            Report.Progress($"{silos} silos: first signal of each of {_profiles} profiles, then {_signals} signals");
            await SendAsync(Bodies(LoadSignals.Warmup(_profiles)));
            await SendAsync(Bodies(LoadSignals.Batches(_signals / 2, _profiles, 1)));
            var bodies = Bodies(LoadSignals.Batches(_signals, _profiles, 2));
            using var driver = Process.GetCurrentProcess();
            var (ofSilos, ofServer, ofDriver, began) = (fleet.ProcessorTime, server.Used(), driver.TotalProcessorTime, Stopwatch.GetTimestamp());
            await SendAsync(bodies);
            var elapsed = Stopwatch.GetElapsedTime(began);
            driver.Refresh();
            report.Row(
                $"{silos} silo{(silos == 1 ? string.Empty : "s")}",
                ("signals/s", _signals / elapsed.TotalSeconds),
                ("silos: cpu ms/1,000", PerThousand(fleet.ProcessorTime - ofSilos)),
                ("postgres: cpu ms/1,000", PerThousand(server.Used() - ofServer)),
                ("driver: cpu ms/1,000", PerThousand(driver.TotalProcessorTime - ofDriver)));
        }

        public void Dispose() => _http.Dispose();

        private double PerThousand(TimeSpan time) => time.TotalMilliseconds * 1_000 / _signals;

        private Task SendAsync(byte[][] bodies)
        {
            var next = -1;
            return Task.WhenAll(Enumerable.Range(0, _callers).Select(_ => Task.Run(CallAsync)));

            async Task CallAsync()
            {
                while (Interlocked.Increment(ref next) is var number && number < bodies.Length)
                {
                    await SendAsync(new Uri(fleet.Addresses[number % fleet.Addresses.Count], "v1/signals"), bodies[number]);
                }
            }
        }

        /// <summary>As a client does: what a busy cluster did not take is sent again, which its ids make safe.</summary>
        private async Task SendAsync(Uri address, byte[] body)
        {
            HttpStatusCode status;
            do
            {
                using var content = new ByteArrayContent(body);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
                using var answer = await _http.PostAsync(address, content);
                status = answer.StatusCode;
                if (status != HttpStatusCode.ServiceUnavailable)
                {
                    answer.EnsureSuccessStatusCode();
                }
            }
            while (status == HttpStatusCode.ServiceUnavailable);
        }

        private static byte[][] Bodies(IEnumerable<Observation[]> batches) =>
            [.. batches.Select(static batch => Encoding.UTF8.GetBytes(string.Join('\n', batch.Select(Line))))];

        private static string Line(Observation one)
        {
            var signal = one.Signal;
            var attributes = FormattableString.Invariant($$"""{"department":"{{signal.Attributes["department"].Text}}","price":{{signal.Attributes["price"].Number}} }""");
            return FormattableString.Invariant(
                $$"""{"id":"{{signal.Id}}","profile":"{{one.Profile}}","type":"{{signal.Type}}","time":"{{signal.Time}}","value":{{signal.Value}},"attributes":{{attributes}} }""");
        }
    }
}
