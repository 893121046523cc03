using PersonaGrain.Time;

namespace PersonaGrain.Catalogs;

/// <summary>A timed pattern: <paramref name="After"/> happened, and none of <paramref name="Unless"/> did within the time.</summary>
/// <param name="After">The measure or signal type that arms it; a later one moves the deadline.</param>
/// <param name="Unless">The measures or signal types that disarm it.</param>
/// <param name="Within">The time from the newest <paramref name="After"/> to the deadline.</param>
public sealed record TriggerDocument(string After, IReadOnlyList<string> Unless, TimeSpan Within)
{
    /// <summary>The most <see cref="Late"/>, in times of <see cref="Within"/>: it bounds what a profile remembers.</summary>
    public const int MostLate = 1_000;

    private static readonly TimeSpan DefaultLate = TimeSpan.FromHours(1);

    /// <summary>How long after its deadline the trigger still fires where the signal arrives when the deadline is past; zero never does.</summary>
    /// <remarks>Default one hour, or <see cref="MostLate"/> times <see cref="Within"/> where that is less.</remarks>
    public TimeSpan Late { get; init; } = DefaultLateOf(Within);

    /// <summary>What <see cref="Late"/> is where nothing is said.</summary>
    public static TimeSpan DefaultLateOf(TimeSpan within) => MostLateOf(within) is var most && most < DefaultLate ? most : DefaultLate;

    /// <summary>The longest <see cref="Late"/> of a trigger that waits so long.</summary>
    public static TimeSpan MostLateOf(TimeSpan within) => within < DurationText.Longest / MostLate ? within * MostLate : DurationText.Longest;
}
