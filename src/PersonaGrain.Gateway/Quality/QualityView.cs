using PersonaGrain.Catalogs;
using PersonaGrain.Time;

namespace PersonaGrain.Gateway.Quality;

/// <summary>Counts at an instant.</summary>
/// <param name="Counts">The counts.</param>
/// <param name="Presence">What counted attributes.</param>
/// <param name="Missing">How many lacked each of its names; empty where it had just begun.</param>
internal sealed record QualityMark(QualityCounts Counts, AttributePresence Presence, long[] Missing)
{
    /// <summary>Whether attributes are counted in the same way.</summary>
    internal bool IsOf(AttributePresence presence) => ReferenceEquals(Presence.Names, presence.Names);
}

/// <summary>What is known of the signals of one type from one source, at an instant.</summary>
/// <param name="Of">Which signals.</param>
/// <param name="Now">All that was counted.</param>
/// <param name="Before">What was counted when the hour before the one that runs began.</param>
/// <param name="Volume">How many came in an hour.</param>
internal sealed record QualityView(SignalQuality Of, QualityMark Now, QualityMark Before, VolumeView Volume)
{
    /// <summary>All since the start.</summary>
    internal QualityCounts Counts => Now.Counts;

    /// <summary>What came in the hour that runs and the one before.</summary>
    internal QualityCounts Recent => Now.Counts.Since(Before.Counts);

    /// <summary>What the catalog expects; null where nothing.</summary>
    internal QualityDocument? Expected => Now.Presence.Document?.Quality;

    /// <summary>How complete signals are since the start, or since the catalog began to declare what it does.</summary>
    internal IEnumerable<AttributeShare> Completeness() => Shares(Now.Counts.Accepted - Now.Presence.Before, []);

    /// <summary>The same of recent signals.</summary>
    internal IEnumerable<AttributeShare> RecentCompleteness() =>
        Shares(Now.Counts.Accepted - Math.Max(Now.Presence.Before, Before.Counts.Accepted), Before.Missing);

    private IEnumerable<AttributeShare> Shares(long signals, long[] before)
    {
        for (var index = 0; index < Now.Missing.Length; index++)
        {
            var name = Now.Presence.Names[index];
            var missing = Math.Clamp(Now.Missing[index] - (index < before.Length ? before[index] : 0), 0, Math.Max(0, signals));
            var least = Expected is { } expected && expected.Completeness.TryGetValue(name, out var share) ? share : (double?)null;
            yield return new AttributeShare(name, missing, Math.Max(0, signals), least);
        }
    }
}

/// <summary>How many signals have an attribute.</summary>
/// <param name="Name">The attribute, or <c>value</c>.</param>
/// <param name="Missing">How many lack it.</param>
/// <param name="Signals">Of how many.</param>
/// <param name="Least">The least share that the catalog expects; null where it does not say.</param>
internal readonly record struct AttributeShare(string Name, long Missing, long Signals, double? Least)
{
    /// <summary>The share that have it; null where no signal came.</summary>
    internal double? Share => Signals == 0 ? null : 1 - ((double)Missing / Signals);
}

/// <summary>How many signals came in an hour.</summary>
/// <param name="Count">In the hour that runs.</param>
/// <param name="Usual">What is usual for that; null where too little is known.</param>
/// <param name="Last">In the last whole hour; null where there is none.</param>
/// <param name="LastUsual">What is usual for that.</param>
/// <param name="EnoughAt">When enough is known.</param>
internal readonly record struct VolumeView(long Count, VolumeBand? Usual, long? Last, VolumeBand? LastUsual, Instant EnoughAt)
{
    /// <summary>How near to usual: 1 within the band, else the smaller of count and bound over the greater. Null where too little is known.</summary>
    internal double? Nearness => Count > Usual?.Most ? Usual.Value.Most / Count
        : LastUsual is not { } usual || Last is not { } last ? null
        : last < usual.Least ? last / usual.Least
        : last > usual.Most ? usual.Most / last
        : 1;
}
