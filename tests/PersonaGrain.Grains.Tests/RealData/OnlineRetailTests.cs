using System.Diagnostics;
using System.Globalization;
using System.Text;
using PersonaGrain.Catalogs;
using PersonaGrain.Embedded;
using PersonaGrain.Gateway.Signals;
using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Grid;
using PersonaGrain.Testing;
using PersonaGrain.Testing.Postgres;
using PersonaGrain.Time;
using Xunit.Abstractions;

namespace PersonaGrain.Grains.Tests.RealData;

/// <summary>Real purchases through the gateway of three silos over PostgreSQL, and into the embedded engine, by one clock: both say the same.</summary>
public sealed class OnlineRetailTests(ITestOutputHelper output)
{
    /// <summary>Up to which day the data is used, such as 2012-01-01 for all of it. Unless told otherwise it is the first five days.</summary>
    private const string UntilVariable = "PERSONAGRAIN_RETAIL_UNTIL";

    /// <summary>Time passes after the last purchase too: flips and triggers come from time alone.</summary>
    private static readonly TimeSpan Afterwards = TimeSpan.FromDays(21);

    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>How often correlations are published, by the data's clock.</summary>
    private static readonly TimeSpan Publishing = TimeSpan.FromDays(7);

    private readonly ManualTimeProvider _clock = new(Instant.From(new DateTimeOffset(RetailData.Start)));
    private readonly HashSet<string> _profiles = [];
    private long _signals;

    [RetailFact]
    public async Task Gateway_of_three_silos_says_what_the_embedded_engine_says_of_real_purchases()
    {
        var began = Stopwatch.GetTimestamp();
        var until = Environment.GetEnvironmentVariable(UntilVariable) is { Length: > 0 } given
            ? DateTime.Parse(given, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal)
            : RetailData.Start.AddDays(5);
        using var folder = new TemporaryFolder();
        await using var embedded = await OpenAsync(folder);
        await using var store = new DatabaseStore { Clock = _clock, Configure = options => options.PopulationInterval = Publishing };
        await using var cluster = await TestCluster.StartAsync(store, silos: 3);
        (await cluster.Grid.ReplaceCatalogAsync(RetailCatalog.Read(), CancellationToken.None)).ShouldBeOfType<CatalogChange.Applied>();
        await using var gateway = await RetailGateway.StartAsync(cluster.Grid);
        var comparison = new RetailComparison(embedded, gateway);

        foreach (var batch in RetailData.Batches(until))
        {
            await PassAsync(batch.At, embedded, cluster.Grid);
            await Task.WhenAll(gateway.SendAsync(batch.Lines), ObserveAsync(embedded, batch.Lines));
        }

        (await comparison.ProfilesAsync(_profiles)).ShouldBeEmpty();
        output.WriteLine($"{_signals} signals of {_profiles.Count} profiles up to {_clock.Now} in {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s");
        await PassAsync(_clock.Now + Afterwards, embedded, cluster.Grid);

        var (events, count) = await comparison.EventsAsync(await cluster.Grid.PositionAsync(CancellationToken.None));
        string[] differences = [.. events, .. await comparison.ProfilesAsync(_profiles), .. await comparison.SegmentsAsync()];
        differences.ShouldBeEmpty();
        (await embedded.ExplainAsync(Signals.ProfileId.Parse(_profiles.First()), CancellationToken.None))!
            .ShouldContain(score => score.Prediction != null, "nothing was learned");
        output.WriteLine($"{count} events, memberships and scores are the same after {Stopwatch.GetElapsedTime(began).TotalSeconds:F0} s");
    }

    private async Task<EmbeddedGrid> OpenAsync(TemporaryFolder folder)
    {
        var options = new EmbeddedGridOptions { DataDirectory = folder.Path, Partitions = 2, PopulationInterval = Publishing };
        var opening = await EmbeddedGrid.OpenAsync(options, RetailCatalog.Read(), _clock, null, CancellationToken.None);
        return opening.ShouldBeOfType<EmbeddedGridOpening.Opened>().Grid;
    }

    /// <summary>Lets time pass day by day, and has everything that is due happen in both.</summary>
    private async Task PassAsync(Instant until, params IProfileGrid[] grids)
    {
        while (_clock.Now < until)
        {
            _clock.MoveTo(Instant.Min(until, _clock.Now + Day));
            await Task.WhenAll(grids.Select(grid => grid.SettleAsync(CancellationToken.None).AsTask()));
        }
    }

    private async Task ObserveAsync(EmbeddedGrid embedded, IReadOnlyList<string> lines)
    {
        var observations = lines
            .Select(line => NativeSignalReader.Read(Encoding.UTF8.GetBytes(line)).ShouldBeOfType<NativeSignalReading.Read>().Observation).ToArray();
        var observed = (await embedded.ObserveAsync(observations, CancellationToken.None)).ShouldBeOfType<ObserveResult.Observed>();
        observed.Outcomes.ShouldAllBe(outcome => outcome.Status == ObservationStatus.Accepted);
        _profiles.UnionWith(observations.Select(observation => observation.Profile.Value));
        _signals += observations.Length;
    }

    /// <summary>Skipped where the data or PostgreSQL is missing.</summary>
    private sealed class RetailFactAttribute : FactAttribute
    {
        public RetailFactAttribute() => Skip = new SharedDataFactAttribute(RetailData.Source).Skip ?? PostgresBinaries.WhyMissing;
    }
}
