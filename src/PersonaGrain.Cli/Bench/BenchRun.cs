using System.Diagnostics;
using System.Text.Json;
using PersonaGrain.Catalogs;
using PersonaGrain.Cli.Catalogs;
using PersonaGrain.Cli.Consoles;
using PersonaGrain.Cli.Ingest;
using PersonaGrain.Embedded;
using PersonaGrain.Grid;
using PersonaGrain.Signals;
using PersonaGrain.Time;

namespace PersonaGrain.Cli.Bench;

/// <summary>A quick measurement of this machine: durable ingest and reads on a new store in a temporary folder.</summary>
internal static class BenchRun
{
    private const int Profiles = 20_000;
    private const int BatchSize = 1_000;
    private const int Senders = 8;

    /// <summary>Measures, prints, and hands back the exit code.</summary>
    public static async Task<int> RunAsync(PersonaConsole console, TimeSpan length, bool json, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("persona-bench-");
        try
        {
            var catalog = (CatalogReading.Sound)CatalogReader.Read(await File.ReadAllBytesAsync(CatalogFile.Sample, cancellation));
            var options = new EmbeddedGridOptions { DataDirectory = folder.FullName };
            if (await EmbeddedGrid.OpenAsync(options, catalog.Document, console.Time, null, cancellation) is not EmbeddedGridOpening.Opened(var grid, _))
            {
                return console.Fail(ExitCode.StoreUnavailable, $"no store can be made in {folder.FullName}", "check the folder for temporary files (TMPDIR)");
            }

            BenchResult result;
            await using (grid)
            {
                // The first second lets the runtime compile; it is not counted.
                await IngestAsync(grid, console.Time, TimeSpan.FromSeconds(1), "warm", cancellation);
                var ingest = await IngestAsync(grid, console.Time, length, "run", cancellation);
                result = new BenchResult(ingest, await ReadAsync(grid, length / 2, cancellation));
            }

            Print(console, result, json);
            return (int)ExitCode.Done;
        }
        catch (StoreUnavailableException fault)
        {
            return console.Fail(ExitCode.StoreUnavailable, fault.Message, "free some space for temporary files, or name another folder with TMPDIR");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>How long a full grid asks to wait; a store that can not be written ends the measurement.</summary>
    private static TimeSpan WaitOf(ObserveResult answer) => answer switch
    {
        ObserveResult.Busy(var retryAfter) => retryAfter,
        ObserveResult.Unavailable(var reason, _) => throw new StoreUnavailableException(reason),
        _ => TimeSpan.Zero,
    };

    private static async Task<double> IngestAsync(EmbeddedGrid grid, TimeProvider time, TimeSpan length, string run, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(SendAsync, cancellation)));
        return counts.Sum() / watch.Elapsed.TotalSeconds;

        async Task<long> SendAsync()
        {
            var random = new Random();
            var taken = 0L;
            while (watch.Elapsed < length)
            {
                var batch = Batch(random, Instant.From(time.GetUtcNow()), run);
                while (await grid.ObserveAsync(batch, cancellation) is var answer and not ObserveResult.Observed)
                {
                    await Task.Delay(WaitOf(answer), time, cancellation);
                }

                taken += batch.Length;
            }

            return taken;
        }
    }

    private static Observation[] Batch(Random random, Instant now, string run)
    {
        var batch = new Observation[BatchSize];
        for (var index = 0; index < batch.Length; index++)
        {
            var signal = new Signal
            {
                Id = $"{run}-{random.NextInt64():x}",
                Type = random.Next(10) switch { 0 => "product_added", 1 => "review_read", _ => "product_viewed" },
                Time = now,
                Attributes = new AttributeSet(new KeyValuePair<string, AttributeValue>("category", AttributeValue.Of("running"))),
            };
            batch[index] = new Observation(ProfileId.Parse($"visitor-{random.Next(Profiles)}"), signal);
        }

        return batch;
    }

    private static async Task<double> ReadAsync(EmbeddedGrid grid, TimeSpan length, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        var counts = await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(ReadAsync, cancellation)));
        return counts.Sum() / watch.Elapsed.TotalSeconds;

        async Task<long> ReadAsync()
        {
            var random = new Random();
            var read = 0L;
            for (; watch.Elapsed < length; read++)
            {
                await grid.ProfileAsync(ProfileId.Parse($"visitor-{random.Next(Profiles)}"), cancellation);
            }

            return read;
        }
    }

    private static void Print(PersonaConsole console, BenchResult result, bool json)
    {
        if (json)
        {
            console.Answer(JsonSerializer.Serialize(
                new { signalsPerSecond = Math.Round(result.SignalsPerSecond), profileReadsPerSecond = Math.Round(result.ReadsPerSecond), processors = Environment.ProcessorCount }));
            return;
        }

        var table = ConsoleTables.Create("what", "#per second");
        table.AddTexts($"signals, durable, {Senders} senders, batches of {BatchSize:N0}, {Profiles:N0} profiles", result.SignalsPerSecond.ToString("N0"));
        table.AddTexts($"profile reads, {Senders} readers", result.ReadsPerSecond.ToString("N0"));
        console.Answers.Write(table);
        console.Answer($"on {Environment.ProcessorCount} processors, with the athletic-wear sample, sender and grid in one process");
    }

    private readonly record struct BenchResult(double SignalsPerSecond, double ReadsPerSecond);
}
