using System.Globalization;
using System.Text;
using PersonaGrain.Catalogs.Reading;
using PersonaGrain.Catalogs.Writing;
using PersonaGrain.Conditions;
using PersonaGrain.Profiles;
using PersonaGrain.Profiles.Computed;
using PersonaGrain.Signals;

namespace PersonaGrain.Catalogs.Compilation;

/// <summary>A compiled score, before the population fills in its correlations and learned weights.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Outcome">The outcome it predicts, or null.</param>
/// <param name="Horizon">Within what the outcome is looked for.</param>
/// <param name="Relevance">The constants of relevance.</param>
/// <param name="Terms">The weighted measures, by name.</param>
/// <param name="Context">The additions.</param>
/// <param name="Features">What learned weights of it depend on: the measures, the constants of relevance, the outcome, its horizon, pinned weights; of a look-alike its segment, and that one's condition.</param>
internal sealed record ScoreShape(
    string Name, string? Outcome, TimeSpan Horizon, RelevanceDocument Relevance, ScoreTermShape[] Terms, (Condition When, double Add)[] Context, ulong Features)
{
    /// <summary>Whom it compares people with; null where it is no look-alike.</summary>
    internal SimilarityShape? Similarity { get; init; }

    /// <summary>Where conditions cut it in two among people.</summary>
    internal ScoreCut[] Cuts { get; init; } = [];

    /// <summary>Whether any weight is learned.</summary>
    internal bool LearnsWeights => Array.Exists(Terms, static term => term.IsLearned);

    /// <summary>See <see cref="Features"/>; traits that a look-alike compares are not in it: a model says itself which it knows. Stored: its text form must not change (golden test).</summary>
    internal static ulong Fingerprint(ScoreDocument score, ScoreTermShape[] terms, IReadOnlyList<MeasureSlot> slots, SegmentDocument? seed = null)
    {
        var relevance = score.Relevance;
        var arePinned = score.LearnsWeights;
        var text = new StringBuilder().Append(
            CultureInfo.InvariantCulture,
            $"{score.Outcome}|{score.Horizon.Ticks}|{relevance.Frequency:R}|{relevance.Recency:R}|{relevance.Correlation:R}|{relevance.RecencyHalfLife.Ticks}");
        foreach (var term in terms)
        {
            text.Append(CultureInfo.InvariantCulture, $"|{slots[term.Slot].StoredKey:x}/{term.Saturation:R}");
            if (arePinned && !term.IsLearned)
            {
                text.Append(CultureInfo.InvariantCulture, $"={term.Weight:R}");
            }
        }

        if (seed is not null && score.Similarity is { } similarity)
        {
            text.Append(CultureInfo.InvariantCulture, $"|{similarity.Seed}|{Choice<SimilarityMethod>.Of(similarity.By)}|{ConditionWriter.Text(seed.When)}");
        }

        return MessageFingerprint.Of(text.ToString());
    }
}

/// <summary>Whom a score compares people with.</summary>
/// <param name="Seed">The segment.</param>
/// <param name="Segment">Its place.</param>
/// <param name="By">How.</param>
internal sealed record SimilarityShape(string Seed, int Segment, SimilarityMethod By)
{
    /// <summary>The traits whose values are compared beside measures.</summary>
    internal ComparedTrait[] Traits { get; init; } = [];
}

/// <summary>One weighted measure of a score; the correlation where a human pinned it.</summary>
internal readonly record struct ScoreTermShape(string Measure, int Slot, double Weight, double? Pinned)
{
    /// <summary>What the measure's occurrences weigh; null where each weighs 1.</summary>
    internal string? By { get; init; }

    /// <summary>Whether the weight is learned; until it is, <see cref="Weight"/> holds.</summary>
    internal bool IsLearned { get; init; }

    /// <summary>The measure's own saturation, else that of the score.</summary>
    internal double Saturation { get; init; }
}

/// <summary>A compiled segment.</summary>
/// <param name="Name">Its name.</param>
/// <param name="When">Its condition.</param>
/// <param name="Score">The index of the score it reports, or −1.</param>
/// <param name="Rank">Its place by priority, then name; 0 is the first.</param>
internal sealed record SegmentShape(string Name, Condition When, int Score, int Rank);

/// <summary>A compiled trigger.</summary>
/// <param name="Name">Its name, and the type of the signal it emits.</param>
/// <param name="Sources">The tallies that arm and disarm it.</param>
/// <param name="Within">Ticks from the newest arming occurrence to the deadline.</param>
/// <param name="Late">Ticks after the deadline within which a trigger still fires whose signal arrived when the deadline was past.</param>
/// <param name="Key">A fingerprint of what arms and disarms it when; snapshots are compared by it.</param>
internal sealed record TriggerShape(string Name, int[] Sources, long Within, long Late, ulong Key);

/// <summary>A compiled signal type.</summary>
/// <param name="Name">The type.</param>
/// <param name="Document">As declared; null for what a trigger emits.</param>
/// <param name="Slots">The tallies to test.</param>
/// <param name="Reading">How its signals are read.</param>
/// <param name="Traits">The computed traits that take them; empty where none does.</param>
internal sealed record SignalShape(string Name, SignalDocument? Document, MeasureSlot[] Slots, SignalReading Reading, SignalTrait[] Traits);
