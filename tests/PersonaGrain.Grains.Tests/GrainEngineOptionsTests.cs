using Microsoft.Extensions.Options;
using PersonaGrain.Grains.Tests.Cluster;
using PersonaGrain.Testing;

namespace PersonaGrain.Grains.Tests;

public sealed class GrainEngineOptionsTests : ClusterTest
{
    private static readonly GrainEngineOptions Default = new();

    public static TheoryData<string, Action<GrainEngineOptions>> Faults => new()
    {
        { "SnapshotEvery", options => options.SnapshotEvery = 0 },
        { "SnapshotWhenLeaving", options => options.SnapshotWhenLeaving = 0 },
        { "SnapshotFrom", options => options.SnapshotFrom = 0 },
        { "ClockTolerance", options => options.ClockTolerance = TimeSpan.Zero },
        { "ShardConcurrency", options => options.ShardConcurrency = 0 },
        { "ShardSnapshotEvery", options => options.ShardSnapshotEvery = -1 },
        { "MaximumSignalsInFlight", options => options.MaximumSignalsInFlight = 0 },
        { "MaximumConcurrentProfiles", options => options.MaximumConcurrentProfiles = 0 },
        { "QuarantineCapacity", options => options.QuarantineCapacity = -1 },
        { "EventsKept", options => options.EventsKept = 0 },
        { "CatalogPoll", options => options.CatalogPoll = TimeSpan.Zero },
        { "CatalogLease", options => options.CatalogLease = TimeSpan.Zero },
        { "SchedulePoll", options => options.SchedulePoll = TimeSpan.FromDays(50) },
        { "KeepAlive", options => options.KeepAlive = TimeSpan.Zero },
        { "SegmentStaleness", options => options.SegmentStaleness = TimeSpan.FromTicks(-1) },
        { "HintDelay", options => options.HintDelay = TimeSpan.Zero },
        { "RetryFor", options => options.RetryFor = TimeSpan.Zero },
        { "FencingWindow", options => options.FencingWindow = TimeSpan.FromTicks(-1) },
        { "ProfileCollectionAge", options => options.ProfileCollectionAge = TimeSpan.FromMinutes(1) },
        { "CensusHistories", options => options.CensusHistories = 0 },
        { "CensusConcurrency", options => options.CensusConcurrency = 0 },
        { "PopulationInterval", options => options.PopulationInterval = TimeSpan.FromTicks(-1) },
    };

    [Fact]
    public void Defaults_are_as_documented()
    {
        (Default.SnapshotEvery, Default.SnapshotWhenLeaving, Default.ForgetIdleProfiles, Default.ShardSnapshotEvery).ShouldBe((256, 16, false, 5_000));
        (Default.ShardConcurrency, Default.MaximumSignalsInFlight, Default.MaximumConcurrentProfiles, Default.EventsKept).ShouldBe((32, 65_536, 256, 16_384));
        (Default.SnapshotFrom, Default.ClockTolerance, Default.FencingWindow).ShouldBe((64, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)));
        (Default.CatalogPoll, Default.CatalogLease).ShouldBe((TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(600)));
        (Default.SchedulePoll, Default.KeepAlive).ShouldBe((TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(1)));
        (Default.SegmentStaleness, Default.HintDelay).ShouldBe((TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(50)));
        (Default.CensusHistories, Default.CensusConcurrency).ShouldBe((20_000, 8));
        Default.QuarantineCapacity.ShouldBe(1_000_000);
        (Default.PopulationInterval, Default.RetryFor).ShouldBe((TimeSpan.FromMinutes(10), TimeSpan.FromSeconds(8)));
        GrainEngineOptionsValidator.Check(Default).ShouldBeEmpty();
        GrainEngineOptionsValidator.Check(new GrainEngineOptions { PopulationInterval = TimeSpan.Zero }).ShouldBeEmpty("0 publishes never");
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void Check_names_the_option_at_fault(string option, Action<GrainEngineOptions> spoil)
    {
        var options = new GrainEngineOptions();
        spoil(options);

        GrainEngineOptionsValidator.Check(options).ShouldHaveSingleItem().ShouldStartWith($"PersonaGrain:Grains:{option} is ");
    }

    [Fact]
    public void Check_names_every_fault_at_once()
    {
        var options = new GrainEngineOptions { EventsKept = 0, KeepAlive = TimeSpan.Zero, MaximumConcurrentProfiles = 0 };

        GrainEngineOptionsValidator.Check(options).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Process_with_faulty_options_does_not_start()
    {
        Store.Configure = static options => options.MaximumConcurrentProfiles = 0;

        var fault = await Should.ThrowAsync<Exception>(() => StartAsync(Recent));

        (fault as OptionsValidationException ?? fault.GetBaseException()).Message.ShouldContain("PersonaGrain:Grains:MaximumConcurrentProfiles is 0; give 1 or more");
    }
}
