using System.Text.Json;
using PersonaGrain.Time;

namespace PersonaGrain.Testing.Actors;

/// <summary>The state of a <see cref="SignalCounter"/>.</summary>
public sealed record SignalCounts
{
    /// <summary>How many signals of each type came.</summary>
    public Dictionary<string, long> Counts { get; init; } = [];

    /// <summary>The message ids, as fingerprints.</summary>
    public HashSet<ulong> Ids { get; init; } = [];

    /// <summary>When silence was noted, in ticks.</summary>
    public List<long> Quiet { get; init; } = [];

    /// <summary>Up to when whatever was due has been dealt with, in ticks.</summary>
    public long AsOf { get; set; }

    /// <summary>When silence is to be noted, in ticks.</summary>
    public long QuietAt { get; set; } = Instant.Never.Ticks;

    /// <summary>Reads a state.</summary>
    /// <exception cref="JsonException">The bytes are none.</exception>
    public static SignalCounts Read(ReadOnlySpan<byte> source) =>
        JsonSerializer.Deserialize<SignalCounts>(source) ?? throw new JsonException("no state of a counter");
}
