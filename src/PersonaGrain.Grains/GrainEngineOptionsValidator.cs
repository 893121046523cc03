using Microsoft.Extensions.Options;

namespace PersonaGrain.Grains;

/// <summary>Finds every fault of <see cref="GrainEngineOptions"/> before anything starts.</summary>
public sealed class GrainEngineOptionsValidator : IValidateOptions<GrainEngineOptions>
{
    /// <summary>As far as a timer can count.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    /// <summary>How often Orleans looks for what nobody asked for.</summary>
    private static readonly TimeSpan ShortestAge = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public ValidateOptionsResult Validate(string? name, GrainEngineOptions options) =>
        Check(options) is { Count: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;

    /// <summary>Every fault, each with the option, its value and what to give; empty when sound.</summary>
    public static IReadOnlyList<string> Check(GrainEngineOptions options)
    {
        var faults = new List<string>();
        Count(nameof(options.SnapshotEvery), options.SnapshotEvery);
        Count(nameof(options.SnapshotWhenLeaving), options.SnapshotWhenLeaving);
        Count(nameof(options.SnapshotFrom), options.SnapshotFrom);
        Count(nameof(options.ShardConcurrency), options.ShardConcurrency);
        Count(nameof(options.ShardSnapshotEvery), options.ShardSnapshotEvery);
        Count(nameof(options.MaximumSignalsInFlight), options.MaximumSignalsInFlight);
        Count(nameof(options.MaximumConcurrentProfiles), options.MaximumConcurrentProfiles);
        Count(nameof(options.EventsKept), options.EventsKept);
        Count(nameof(options.CensusConcurrency), options.CensusConcurrency);
        Count(nameof(options.CensusHistories), options.CensusHistories);
        Span(nameof(options.CatalogPoll), options.CatalogPoll);
        Span(nameof(options.CatalogLease), options.CatalogLease);
        Span(nameof(options.ClockTolerance), options.ClockTolerance);
        Span(nameof(options.SchedulePoll), options.SchedulePoll);
        Span(nameof(options.KeepAlive), options.KeepAlive);
        Span(nameof(options.SegmentStaleness), options.SegmentStaleness);
        Span(nameof(options.HintDelay), options.HintDelay);
        Span(nameof(options.RetryFor), options.RetryFor);
        if (options.FencingWindow < TimeSpan.Zero)
        {
            faults.Add($"PersonaGrain:Grains:FencingWindow is {options.FencingWindow}; give 0 for none, or more");
        }

        if (options.QuarantineCapacity < 0)
        {
            faults.Add($"PersonaGrain:Grains:QuarantineCapacity is {options.QuarantineCapacity}; give 0 for none, or more");
        }

        if (options.ProfileCollectionAge <= ShortestAge)
        {
            faults.Add($"PersonaGrain:Grains:ProfileCollectionAge is {options.ProfileCollectionAge}; give more than {ShortestAge}");
        }

        if (options.PopulationInterval < TimeSpan.Zero)
        {
            faults.Add($"PersonaGrain:Grains:PopulationInterval is {options.PopulationInterval}; give 0 to publish never, or more");
        }

        return faults;

        void Count(string option, long value)
        {
            if (value < 1)
            {
                faults.Add($"PersonaGrain:Grains:{option} is {value}; give 1 or more");
            }
        }

        void Span(string option, TimeSpan value)
        {
            if (value <= TimeSpan.Zero || value > Longest)
            {
                faults.Add($"PersonaGrain:Grains:{option} is {value}; give more than 0, and {Longest.Days} days at most");
            }
        }
    }
}
